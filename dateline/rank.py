"""Ranking: how important an event is, from 0 to 1, by parts that can each be shown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dateline.model import Event

# What a type weighs beside the others when nothing else is known: acts that bind states before words.
TYPE_WEIGHT = {
    "treaty": 1.0, "attack": 0.95, "founding": 0.9, "visit": 0.8, "sanction": 0.8, "vote": 0.75, "military": 0.75,
    "meeting": 0.7, "election": 0.7, "office": 0.7, "disaster": 0.65, "aid": 0.6, "policy": 0.6, "protest": 0.55,
    "legal": 0.5, "life": 0.4, "other": 0.3, "statement": 0.2,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of an event's importance, each from 0 to 1: sources, mentions, type, actors."""

    sources: float
    mentions: float
    type: float
    actors: float

    @property
    def importance(self) -> float:
        """The weighted sum of the parts."""
        return round(0.35 * self.sources + 0.15 * self.mentions + 0.35 * self.type + 0.15 * self.actors, 4)


def parts(event: Event) -> Parts:
    """What makes an event important: the articles that tell it, mentions, its type, and who takes part."""
    documents = len({m.document for m in event.mentions}) or 1
    states = len(event.countries)
    return Parts(
        sources=min(1.0, math.log2(1 + documents) / 4),
        mentions=min(1.0, math.log2(1 + max(event.mention_count, 1)) / 5),
        type=TYPE_WEIGHT.get(event.type, 0.3) * (1.0 if event.status == "happened" else 0.6),
        actors=min(1.0, 0.4 * min(states, 2) + 0.2 * bool(event.people)),
    )


def rank(events: Iterable[Event]) -> list[Event]:
    """The same events with their ``importance`` set, in the order given."""
    return [replace(event, importance=parts(event).importance) for event in events]
