"""What people said, laid over what the machine found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dateline.model import Change, Event, Participant, When

from .nouns import Correction


def overlaid(event: Event, said: Mapping[str, Correction]) -> Event:
    """The event with the fields that people corrected; ``said`` by the name of the field."""
    new: dict[str, Any] = {}
    for name in ("type", "title", "status"):
        if name in said:
            new[name] = getattr(said[name], name)
    if "actors" in said:
        new["participants"] = said["actors"].actors
    if "date" in said:
        new["when"] = said["date"].when
        new["when_trace"] = (given(said["date"]), *_steps_before(event))
    return replace(event, **new)


def given(correction: Correction) -> str:
    """Who said it, when and why, as one step of the reasons for a date."""
    day = f"{correction.made.day} {correction.made:%B %Y}"
    who = correction.author or "a reader"
    verb = "added by hand" if correction.kind == "add" else "corrected"
    return f"{verb} by {who} on {day}" + (f": {correction.reason}" if correction.reason else "")


def _steps_before(event: Event) -> tuple[str, ...]:
    if not event.mentions:
        return ()
    day = event.when.exact_day if event.when else None
    found = f"{day.day} {day:%B} {day.year}" if day else value(event.when) or "no date"
    return (f"the rules had found {found}", *(f"because: {step}" for step in event.when_trace))


def change(correction: Correction, event: Event, shown_as: str) -> Change:
    """What a correction did to a machine's event that is shown under the id ``shown_as``."""
    found: str | None = None
    said: str | None = None
    match correction.kind:
        case "date":
            found, said = value(event.when), value(correction.when)
        case "type" | "title" | "status":
            found, said = getattr(event, correction.kind), getattr(correction, correction.kind)
        case "actors":
            found, said = names(event.participants), names(correction.actors)
        case "note":
            said = correction.text
        case "add":
            said = correction.link or None
        case "merge" | "apart" if correction.event and correction.other:
            mine, yours = correction.event, correction.other
            said = mine.title if shown_as == yours.id != mine.id else yours.title
    return Change(
        correction=correction.id,
        kind=correction.kind,
        author=correction.author,
        reason=correction.reason,
        made=correction.made.isoformat(timespec="seconds"),
        found=found,
        said=said,
    )


def value(when: When | None) -> str | None:
    """A date as its EDTF value."""
    return when.value if when else None


def names(participants: Iterable[Participant]) -> str:
    """The names of those who take part, each once."""
    return "; ".join(dict.fromkeys(part.actor.name for part in participants))
