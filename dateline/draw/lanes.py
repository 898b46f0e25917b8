"""Lanes: which events stand in which, under what name, in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..limits import MAX_MARKS
from ..model import EVENT_TYPES, Event, Timeline
from .words import clean

LaneKind = Literal["type", "country", "leader", "source"]

# Key of the lane for the rest; no code, slug or name of an outlet begins so.
_OTHERS = "\0others"
# Lane for what none of the named ones holds: (nobody is named, named but beyond the last lane).
_REST = {
    "type": ("other", "other"),
    "country": ("no country named", "other countries"),
    "leader": ("nobody named", "other people"),
    "source": ("no source named", "other sources"),
}


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its name as shown; its events that are drawn, each once, in the order of the timeline; ``count`` of all
    dated ones that belong to it."""

    name: str
    events: tuple[Event, ...]
    count: int


def most_important(events: Iterable[Event]) -> list[Event]:
    """The events, the most important first; among equals the earlier."""
    return sorted(events, key=lambda event: (-event.importance, _first(event), event.id))


def into_lanes(timeline: Timeline, kind: LaneKind, *, most: int, counts: Mapping[str, int] | None = None) -> list[Lane]:
    """The dated events of a timeline in at most ``most`` lanes, `MAX_MARKS` marks in all.

    By type in the order of `EVENT_TYPES`; else the lane with the most events first, what is left over last. An event
    stands once in each lane that it belongs to: a treaty of two countries in two. Above the cap the least important
    events are left out. ``counts``: all events of a lane by its key, where the timeline does not hold them all.
    """
    dated = [(event, _keys(event, kind)) for event in timeline.events if event.when]
    here = Counter(key for _, keys in dated for key in keys)
    whole = {**here, **{key: number for key, number in (counts or {}).items() if key in here}}
    if kind == "type":
        order = [key for key in EVENT_TYPES if key in here]
    else:
        order = sorted(here, key=lambda key: (-whole[key], key))
        if len(order) + any(not keys for _, keys in dated) > most:
            # Two lanes are kept for what the named ones leave.
            order = order[: most - 2]
    names = _names(timeline, kind)
    nobody, others = _REST[kind]
    drawn = {event.id for event in within_cap(timeline.events, kind)}
    members: dict[str | None, list[Event]] = {key: [] for key in (*order, _OTHERS, None)}
    for event, keys in dated:
        for key in dict.fromkeys(key if key in members else _OTHERS for key in keys or (None,)):
            members[key].append(event)
    titles = {None: nobody, _OTHERS: others}
    return [
        Lane(
            name=titles[key] if key in titles else clean(names.get(key or "", key or "")),
            events=tuple(event for event in events if event.id in drawn),
            count=max(whole.get(key or "", 0), len(events)),
        )
        for key, events in members.items()
        if any(event.id in drawn for event in events)
    ]


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
