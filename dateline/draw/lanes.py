"""Lanes: which events stand in which, under what name, in what order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..limits import MAX_MARKS
from ..model import EVENT_TYPES, Event, Timeline
from .words import clean

LaneKind = Literal["type", "country", "leader", "source"]

# Lane for what none of the named ones holds: (nobody is named, named but beyond the last lane).
_REST = {
    "type": ("other", "other"),
    "country": ("no country named", "other countries"),
    "leader": ("nobody named", "other people"),
    "source": ("no source named", "other sources"),
}


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its name as shown, and its events, each once, in the order of the timeline."""

    name: str
    events: tuple[Event, ...]


def most_important(events: Iterable[Event]) -> list[Event]:
    """The events, the most important first; among equals the earlier."""
    return sorted(events, key=lambda event: (-event.importance, _first(event), event.id))


def into_lanes(timeline: Timeline, kind: LaneKind, *, most: int) -> list[Lane]:
    """The dated events of a timeline in at most ``most`` lanes, `MAX_MARKS` marks in all.

    By type in the order of `EVENT_TYPES`; else the lane with the most events first, what is left over last. An event
    stands once in each lane that it belongs to: a treaty of two countries in two. Above the cap the least important
    events are left out.
    """
    drawn = within_cap(timeline.events, kind)
    named: dict[str, list[Event]] = {}
    for event in drawn:
        for key in _keys(event, kind):
            named.setdefault(key, []).append(event)
    if kind == "type":
        order = [key for key in EVENT_TYPES if key in named]
    else:
        order = sorted(named, key=lambda key: (-len(named[key]), key))
        if len(order) > most - 1 and len(order) + any(not _keys(event, kind) for event in drawn) > most:
            order = order[: most - 2]
    names = _names(timeline, kind)
    lanes = [Lane(clean(names.get(key, key)), tuple(named[key])) for key in order]
    shown = set(order)
    nobody, others = _REST[kind]
    keyed = [(event, set(_keys(event, kind))) for event in drawn]
    if rest := tuple(event for event, keys in keyed if keys - shown):
        lanes.append(Lane(others, rest))
    if rest := tuple(event for event, keys in keyed if not keys):
        lanes.append(Lane(nobody, rest))
    return lanes


def drawn_count(lanes: Sequence[Lane]) -> int:
    """How many different events stand in the lanes."""
    return len({event.id for lane in lanes for event in lane.events})


def within_cap(events: Sequence[Event], kind: LaneKind) -> list[Event]:
    """As many of the most important dated events as give no more than `MAX_MARKS` marks, in their first order."""
    kept: set[str] = set()
    marks = 0
    for event in most_important(event for event in events if event.when):
        marks += max(len(_keys(event, kind)), 1)
        if marks > MAX_MARKS:
            break
        kept.add(event.id)
    return [event for event in events if event.id in kept]


def _keys(event: Event, kind: LaneKind) -> tuple[str, ...]:
    """The lanes that an event belongs to, by their keys."""
    if kind == "type":
        return (event.type if event.type in EVENT_TYPES else "other",)
    if kind == "country":
        return event.countries
    if kind == "leader":
        return tuple(dict.fromkeys(part.actor.id for part in event.participants if part.actor.kind == "person"))
    return tuple(dict.fromkeys(event.publishers))


def _names(timeline: Timeline, kind: LaneKind) -> dict[str, str]:
    """Keys of lanes -> names to show."""
    wanted = {"country": "country", "leader": "person"}.get(kind)
    if not wanted:
        return {}
    names = {
        part.actor.id: part.actor.name
        for event in timeline.events
        for part in event.participants
        if part.actor.kind == wanted
    }
    field = "countries" if kind == "country" else "people"
    names.update((choice.value, choice.label) for choice in timeline.choices.get(field, ()))
    return names


def _first(event: Event) -> str:
    day = event.when and (event.when.earliest or event.when.latest)
    return day.isoformat() if day else ""
