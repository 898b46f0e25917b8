"""The timeline as TimelineJS takes it (https://timeline.knightlab.com/docs/json-format.html).

Headlines and texts are HTML there, so every character is escaped. A month has no day and a year no month; a date that
is no single day has its own words as ``display_date``. Undated events have no place in it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ..model import Event, Timeline
from .words import date_in_words, escaped, who_in_words

_DEPTH = {"day": 3, "month": 2, "year": 1}


def as_timelinejs(timeline: Timeline, *, title: str | None, subtitle: str | None) -> bytes:
    """The JSON, see above."""
    data: dict[str, Any] = {"scale": "human", "events": [_slide(event) for event in timeline.events if event.when]}
    if title:
        data["title"] = {"unique_id": "title", "text": {"headline": escaped(title), "text": escaped(subtitle or "")}}
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", errors="replace")


def _slide(event: Event) -> dict[str, Any]:
    assert event.when
    first, last = event.when.earliest, event.when.latest
    depth = _DEPTH.get(event.when.precision, 3)
    start = first or last
    assert start
    told = [who_in_words(event), event.status if event.status != "happened" else "", ", ".join(event.publishers)]
    slide: dict[str, Any] = {
        "unique_id": event.id,
        "group": event.type,
        "display_date": escaped(date_in_words(event.when)),
        "start_date": _point(start, depth),
        "text": {
            "headline": escaped(event.title),
            "text": "".join(f"<p>{escaped(line)}</p>" for line in told if line),
        },
    }
    if first and last and event.when.precision not in _DEPTH:
        slide["end_date"] = _point(last, 3)
    return slide


def _point(day: date, depth: int) -> dict[str, int]:
    return dict(zip(("year", "month", "day"), (day.year, day.month, day.day)[:depth], strict=False))
