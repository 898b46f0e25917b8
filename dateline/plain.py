"""Actors, their mentions and event mentions as plain values and back, so that a spaCy `Doc` with them can be saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from dateline.model import Actor, ActorMention, EventMention, Office, Participant, When

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def keep_spans(doc: Doc, key: str, store: str, found: Iterable[tuple[int, int, str, str, dict[str, Any]]]) -> None:
    """Makes ``doc.spans[key]`` of what was found (start, end, label, id, plain values), and keeps the values in
    ``doc.user_data[store]`` for `values_of`; what no token holds is left out."""
    spans, kept = [], {}
    for start, end, label, id_, values in found:
        span = doc.char_span(start, end, label=label, span_id=id_, alignment_mode="expand")
        if span is not None:
            kept[_place(span)] = values
            spans.append(span)
    doc.spans[key] = spans
    doc.user_data[store] = kept


def values_of(span: Span, store: str) -> dict[str, Any] | None:
    """The plain values that `keep_spans` kept of a span; None for other spans."""
    values: dict[str, Any] | None = span.doc.user_data.get(store, {}).get(_place(span))
    return values


def _place(span: Span) -> str:
    return f"{span.start_char} {span.end_char} {span.label_} {span.id_}"


def plain_actor(actor: Actor) -> dict[str, Any]:
    """An actor as plain values, days as ISO writes them."""
    offices = [
        {
            **asdict(office),
            "start": office.start and office.start.isoformat(),
            "end": office.end and office.end.isoformat(),
        }
        for office in actor.offices
    ]
    return {**asdict(actor), "aliases": list(actor.aliases), "offices": offices}


def actor_from(values: dict[str, Any]) -> Actor:
    """The actor that `plain_actor` gave as these values."""
    offices = tuple(
        Office(**{**office, "start": _day(office["start"]), "end": _day(office["end"])}) for office in values["offices"]
    )
    return Actor(**{**values, "aliases": tuple(values["aliases"]), "offices": offices})


def plain_mention(mention: ActorMention) -> dict[str, Any]:
    """A mention of an actor as plain values."""
    return {**asdict(mention), "actor": plain_actor(mention.actor)}


def mention_from(values: dict[str, Any]) -> ActorMention:
    """The mention that `plain_mention` gave as these values."""
    return ActorMention(**{**values, "actor": actor_from(values["actor"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


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
        "again": [list(span) for span in mention.again],
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
            "again": tuple((first, last) for first, last in values.get("again", ())),
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
