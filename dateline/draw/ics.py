"""The timeline as a calendar (RFC 5545): each event all day long, for as many days as its date may be any of.

An event with an open bound has no place in a calendar, nor has one without a date: the calendar says how many are left
out. What is planned or hypothetical is tentative, what is denied is cancelled.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ..model import Event, Timeline
from .words import clean, counted, date_in_words, precision_in_words, who_in_words

_STATUS = {"happened": "CONFIRMED", "planned": "TENTATIVE", "hypothetical": "TENTATIVE", "denied": "CANCELLED"}


def as_ics(timeline: Timeline, *, title: str | None) -> bytes:
    """The calendar, see above."""
    import icalendar  # wanted for this file alone

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Dateline//timeline//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", clean(title or "Timeline"))
    placed = [event for event in timeline.events if event.when and event.when.earliest and event.when.latest]
    left = timeline.total - len(placed)
    if left:
        calendar.add("x-wr-caldesc", f"Without {counted(left, 'event')} that have no date or an open one.")
    stamp = datetime.now(UTC).replace(microsecond=0)
    for event in placed:
        entry = icalendar.Event()
        for name, value in _fields(event, stamp).items():
            entry.add(name, value)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _fields(event: Event, stamp: datetime) -> dict[str, Any]:
    assert event.when and event.when.earliest and event.when.latest
    told = [
        date_in_words(event.when, weekday=True) + f" ({precision_in_words(event.when)})",
        who_in_words(event),
        f"Told by {', '.join(map(clean, event.publishers))}" if event.publishers else "",
        *event.when_trace,
    ]
    last = event.when.latest
    return {
        "uid": f"{event.id}@dateline",
        "dtstamp": stamp,
        "summary": clean(event.title) + ("" if event.status == "happened" else f" ({event.status})"),
        "dtstart": event.when.earliest,
        # A day after the last one, which the year 9999 does not have.
        "dtend": last + timedelta(days=1) if last.year < 9999 or last.month < 12 or last.day < 31 else last,
        "description": "\n".join(clean(line) for line in told if line),
        "categories": [event.type],
        "status": _STATUS[event.status],
        "transp": "TRANSPARENT",
    }
