"""Event mentions as plain values and back, so that a `Doc` with them can be written out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from dateline.actors.plain import actor_from, plain_actor
from dateline.model import EventMention, Participant, When


def plain_event(mention: EventMention) -> dict[str, Any]:
    """An event mention as plain values, its date with both ends as ISO writes them."""
    when = mention.when
    parties = [{"actor": plain_actor(p.actor), "role": p.role, "country": p.country} for p in mention.participants]
    ends = [day and day.isoformat() for day in (when.earliest, when.latest)] if when else []
    return {
        **asdict(mention),
        "trigger": list(mention.trigger),
        "when_trace": list(mention.when_trace),
        "trace": list(mention.trace),
        "participants": parties,
        "when": [when.value, *ends, when.precision] if when else None,
    }


def event_from(values: dict[str, Any]) -> EventMention:
    """The mention that `plain_event` gave as these values."""
    parties = tuple(Participant(**{**each, "actor": actor_from(each["actor"])}) for each in values["participants"])
    start, end = values["trigger"]
    return EventMention(
        **{
            **values,
            "trigger": (start, end),
            "when_trace": tuple(values["when_trace"]),
            "trace": tuple(values["trace"]),
            "participants": parties,
            "when": _when(values["when"]),
        }
    )


def _when(values: list[Any] | None) -> When | None:
    if values is None:
        return None
    value, earliest, latest, precision = values
    return When(
        value,
        date.fromisoformat(earliest) if earliest else None,
        date.fromisoformat(latest) if latest else None,
        precision,
    )
