"""A few events that lie far from all others do not stretch the axis: they are left out, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ..model import Event, Query, Timeline, When
from .lanes import Lane
from .words import counted, date_in_words, listed

_LEAST = 20
"""Fewer events than these are all shown, however far one lies away."""
_SHARE = 0.04
"""The largest share of the events that may lie far from all others."""
_REACH = 1.5
"""An event is far when it lies further from the core of the events than this many times the core's length ..."""
_YEARS = 40 * 365.25
"""... and further than this, in days."""


def within(groups: Sequence[Lane], view: tuple[date, date] | None, query: Query) -> tuple[list[Lane], int]:
    """The lanes without the events that lie far from all others, and how many these are; all where a stretch of time
    was asked for."""
    if view or query.since or query.until:
        return list(groups), 0
    events = {event.id: event for group in groups for event in group.events if event.when}
    far = {event.id for event in far_events(list(events.values()))}
    if not far:
        return list(groups), 0
    kept = [
        replace(group, events=tuple(event for event in group.events if event.id not in far)) for group in groups
    ]  # fmt: skip
    return [group for group in kept if group.events], len(far)


def far_events(events: Sequence[Event]) -> list[Event]:
    """The events that lie far from all others, none where they are too many."""
    if len(events) < _LEAST:
        return []
    order = sorted((event for event in events if event.when), key=lambda event: _day(event.when))
    days = [_day(event.when) for event in order]
    most = int(len(order) * _SHARE)
    first, last = days[most], days[-1 - most]
    reach = max(_REACH * (last - first), _YEARS)
    return [event for event, day in zip(order, days, strict=True) if day < first - reach or day > last + reach]


def far_in_words(timeline: Timeline, *, named: int = 3) -> str:
    """Which events a chart of all years leaves out, "2 events far from all others not drawn: 1066 and 1215"; "" for
    none. The ``named`` first of them with their dates."""
    query = timeline.query
    left = [] if query.since or query.until else far_events(timeline.events)
    if not left:
        return ""
    dates = listed([date_in_words(event.when) for event in left[:named]])
    more = f" and {len(left) - named} more" if len(left) > named else ""
    return f"{counted(len(left), 'event')} far from all others not drawn: {dates}{more}"


def _day(when: When | None) -> float:
    """The middle of what is known of a date."""
    assert when
    ends = [day.toordinal() for day in (when.earliest, when.latest) if day]
    return sum(ends) / len(ends)
