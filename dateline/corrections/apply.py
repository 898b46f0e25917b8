"""Machine events and corrections in, the events shown out: a pure function, the only place that applies corrections.

Corrections are applied in the order in which they were made, so that the later decision wins. Each finds its event by
its tellings, as `dateline.corrections.find` does, or else by its id; one that finds none changes nothing and is said to
be lost. The result depends on the mentions, on how the machine had put them together, and on the corrections alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dateline.model import STATUSES, Event, EventMention

from .find import Finder
from .nouns import FIELDS, Correction, Selector, Subject
from .said import change, overlaid

Together = Callable[[Sequence[EventMention]], Event]
"""Gives the event that mentions tell together, as merging and ranking make it; its id does not matter."""

State = Literal["applied", "replaced", "idle", "lost", "undone"]
"""applied; replaced by a later one; idle: what it asks for is so already; lost: its event is not found; undone."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction, and the id of the event that shows it, if one does."""

    state: State
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The events to show, those that people have hidden, and what became of each correction by its id."""

    events: tuple[Event, ...]
    hidden: tuple[Event, ...]
    outcomes: Mapping[str, Outcome]


@dataclass(eq=False, slots=True)
class _Group:
    """An event in the making: the numbers of its mentions, the events by hand in it, and what people said of it."""

    id: str
    members: set[int]
    by_hand: dict[str, Correction] = field(default_factory=dict)
    fields: dict[str, Correction] = field(default_factory=dict)
    notes: list[Correction] = field(default_factory=list)
    shaped: list[Correction] = field(default_factory=list)
    hidden: Correction | None = None
    base: Event | None = None


def event_id(correction_id: str, nth: int = 0) -> str:
    """The id of an event that a correction brings forth (added by hand, or taken off another one)."""
    return hashlib.sha256(f"correction|{correction_id}|{nth}".encode()).hexdigest()[:16]


def holding(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that hold, undos left out, in the order in which they were made.

    A correction holds unless an undo that holds takes it back; undoing the undo brings it back. An undo counts only
    if it was made after what it undoes.
    """
    return [correction for correction in weighed(corrections) if correction.kind != "undo"]


def weighed(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that hold, undos too."""
    ordered = sorted(corrections, key=_order)
    times = {correction.id: _order(correction) for correction in ordered}
    taken_back: set[str] = set()
    held = []
    # The latest first: whether an undo holds is known before what it undoes is looked at.
    for correction in reversed(ordered):
        if correction.id in taken_back:
            continue
        held.append(correction)
        if correction.kind == "undo" and times.get(correction.target, _order(correction)) < _order(correction):
            taken_back.add(correction.target)
    return held[::-1]


def _order(correction: Correction) -> tuple[str, str]:
    return correction.made.isoformat(timespec="microseconds"), correction.id


def correct(
    events: Iterable[Event],
    corrections: Iterable[Correction],
    *,
    together: Together,
    texts: Mapping[str, str] | None = None,
) -> Corrected:
    """Apply people's corrections to the events that the machine made (with their mentions).

    ``texts`` gives the hash of each document's text, by which articles are known again whose ids changed. Events that
    no correction touches come back as they are, all in their order, new ones behind them.
    """
    about_events = list(corrections)
    desk = _Desk(list(events), texts or {})
    outcomes = {correction.id: Outcome("undone") for correction in about_events}
    for correction in weighed(about_events):
        outcomes[correction.id] = desk.take(correction)
    shown, hidden = desk.result(together)
    return Corrected(events=shown, hidden=hidden, outcomes=desk.settled(outcomes))


class _Desk:
    """The groups, while corrections are applied one after the other."""

    def __init__(self, events: list[Event], texts: Mapping[str, str]) -> None:
        self.mentions: list[EventMention] = []
        self.groups: list[_Group] = []
        self.of: dict[int, _Group] = {}
        self.machine: dict[frozenset[int], Event] = {}
        self.made: dict[int, Event] = {}
        """The machine's event of each mention."""
        for event in events:
            numbers = range(len(self.mentions), len(self.mentions) + len(event.mentions))
            self.mentions += event.mentions
            group = _Group(event.id, set(numbers), base=event)
            self.groups.append(group)
            self.of |= dict.fromkeys(numbers, group)
            self.machine[frozenset(numbers)] = event
            self.made |= dict.fromkeys(numbers, event)
        self.finder = Finder(self.mentions, texts)

    def take(self, correction: Correction) -> Outcome:
        """Apply one correction."""
        if correction.kind in ("undo", "published"):
            return Outcome("applied")
        if correction.kind == "add":
            group = _Group(event_id(correction.id), set(), by_hand={event_id(correction.id): correction})
            self.groups.append(group)
            return Outcome("applied", group.id)
        if correction.event is None:
            return Outcome("lost")
        if correction.kind == "apart":
            return self._apart(correction)
        group_found = self._locate(correction.event)
        if group_found is None:
            return Outcome("lost")
        if correction.kind == "merge":
            return self._merge(correction, group_found)
        if correction.kind == "hide":
            return self._hide(correction, group_found)
        if correction.kind == "note":
            group_found.notes.append(correction)
        elif correction.kind in FIELDS:
            group_found.fields[correction.kind] = correction
        return Outcome("applied", group_found.id)

    def _found(self, selectors: Iterable[Selector]) -> Iterator[int]:
        return (n for selector in selectors if (n := self.finder.find(selector)) is not None)

    def _locate(self, wanted: Subject) -> _Group | None:
        """The group with most of the tellings, of equals the one with the first; else the one with the id."""
        votes = Counter(self.of[n] for n in self._found(wanted.selectors))
        if votes:  # most_common keeps the order of first votes among equals
            return votes.most_common(1)[0][0]
        named = [group for group in self.groups if wanted.id == group.id or wanted.id in group.by_hand]
        return max(named, key=lambda group: wanted.id in group.by_hand, default=None)

    def _merge(self, correction: Correction, into: _Group) -> Outcome:
        other = self._locate(correction.other) if correction.other else None
        if other is None:
            return Outcome("lost")
        if other is into:
            return Outcome("idle", into.id)
        into.members |= other.members
        self.of |= dict.fromkeys(other.members, into)
        into.by_hand |= other.by_hand
        into.fields = other.fields | into.fields
        into.notes += other.notes
        into.shaped += [*other.shaped, correction]
        self.groups.remove(other)
        return Outcome("applied", into.id)

    def _apart(self, correction: Correction) -> Outcome:
        """Take the tellings of ``other`` off each event in which tellings of ``event`` stand too."""
        assert correction.event is not None
        stay, leave = correction.event, correction.other
        kept = set(self._found(stay.selectors))
        off = set(self._found(leave.selectors if leave else ())) - kept
        hands = {leave.id} if leave and not leave.selectors else set()
        if not (kept or self._locate(stay)) or not (off or any(hands & set(g.by_hand) for g in self.groups)):
            return Outcome("lost")
        mixed = [
            group
            for group in self.groups
            if (group.members & off or hands & set(group.by_hand))
            and (group.members & kept or stay.id in group.by_hand)
        ]
        for nth, group in enumerate(sorted(mixed, key=self._place)):
            mine = group.members & off
            new = _Group(event_id(correction.id, nth), mine, shaped=[correction])
            new.by_hand = {key: group.by_hand.pop(key) for key in hands & set(group.by_hand)}
            group.members -= mine
            group.shaped.append(correction)
            self.of |= dict.fromkeys(mine, new)
            self.groups.append(new)
        return Outcome("applied", event_id(correction.id)) if mixed else Outcome("idle")

    def _hide(self, correction: Correction, found: _Group) -> Outcome:
        """Hide each event that is made of the quoted tellings for the most part; of others, take these tellings out.

        So what was hidden does not come back when the rules divide it, and takes nothing along when they join it to
        what others tell.
        """
        assert correction.event is not None
        quoted = set(self._found(correction.event.selectors))
        holders = [group for group in self.groups if group.members & quoted] or [found]
        for nth, group in enumerate(sorted(holders, key=self._place)):
            mine = group.members & quoted
            if 2 * len(mine) >= len(group.members):
                group.hidden = correction
                continue
            out = _Group(event_id(correction.id, nth), mine, hidden=correction)
            group.members -= mine
            group.shaped.append(correction)
            self.of |= dict.fromkeys(mine, out)
            self.groups.append(out)
        return Outcome("applied", found.id)

    def _place(self, group: _Group) -> list[tuple[str, int]]:
        return sorted((self.mentions[n].document, self.mentions[n].start) for n in group.members)

    def result(self, together: Together) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
        """The events shown and those hidden."""
        shown: list[Event] = []
        hidden: list[Event] = []
        for group in self.groups:
            (hidden if group.hidden else shown).append(self._event(group, together))
        return tuple(shown), tuple(hidden)

    def _event(self, group: _Group, together: Together) -> Event:
        added = list(group.by_hand.values())
        if group.members:
            event = self.machine.get(frozenset(group.members))
            event = event or self._anew(group.members, together)
        else:
            event = group.base or _written(added[0])
        said: dict[str, Correction] = {}
        for correction in added:  # what a person wrote stands, also where articles tell it as well
            left_open = {"date": correction.when is None, "actors": not correction.actors}
            said |= {name: correction for name in FIELDS if not left_open.get(name)}
        said |= group.fields
        made = [*added, *group.shaped, *said.values(), *group.notes, *([group.hidden] if group.hidden else [])]
        if not made and event.id == group.id:
            return event
        unique = {correction.id: correction for correction in sorted(made, key=_order)}
        changes = tuple(change(correction, event, group.id) for correction in unique.values())
        return replace(overlaid(event, said), id=group.id, changes=changes)

    def _anew(self, members: set[int], together: Together) -> Event:
        """The event of mentions that a person has put together, as important as the weightiest that is whole in it."""
        event = together([self.mentions[n] for n in sorted(members)])
        count = Counter(self.made[n].id for n in members)
        whole = [e for n in members if count[(e := self.made[n]).id] == len(e.mentions)]
        return replace(event, importance=max([event.importance, *(e.importance for e in whole)]))

    def settled(self, outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """The outcomes, with the events that show them in the end, and those that a later correction replaced."""
        final: dict[str, str] = {}
        for group in self.groups:
            standing = [*group.by_hand.values(), *group.shaped, *group.fields.values(), *group.notes]
            for correction in (*standing, *([group.hidden] if group.hidden else [])):
                final[correction.id] = min(group.id, final.get(correction.id, group.id))
        settled = {}
        for key, outcome in outcomes.items():
            if outcome.state == "applied" and outcome.event is not None:
                event = final.get(key)
                settled[key] = Outcome("applied", event) if event else Outcome("replaced", outcome.event)
            else:
                settled[key] = outcome
        return settled


def _written(correction: Correction) -> Event:
    """The event that a person added by hand; nothing is left out for want of sources."""
    status = next((known for known in STATUSES if known == correction.status), "happened")
    return Event(
        id=event_id(correction.id),
        title=correction.title,
        type=correction.type,
        when=correction.when,
        status=status,  # type: ignore[arg-type]
        participants=correction.actors,
        importance=1.0,
    )
