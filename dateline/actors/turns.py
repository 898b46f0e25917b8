"""Interviews: whose turn a paragraph is ("Merkel: We shall meet in July"), and so who "I" and "you" are in it."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

_TURN = re.compile(r"^[ \t*_]*(?P<name>[A-Z][^\n:.?!,;]{0,40}?)[*_]*:[*_]* (?=\S)", re.M)
LEAST = 3
"""So many turns, of more than one voice, make an interview."""
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"})
SECOND = frozenset({"you", "your", "yours"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says: from its name at ``start`` up to ``end``; the name is ``label``."""

    start: int
    end: int
    label: str


def turns(text: str) -> tuple[Turn, ...]:
    """The turns of an interview in text order; none where the text is no interview."""
    found = list(_TURN.finditer(text))
    labels = {m["name"] for m in found}
    if len(found) < LEAST or not 1 < len(labels) <= len(found) - 1:
        return ()
    ends = [m.start() for m in found[1:]] + [len(text)]
    return tuple(Turn(m.start("name"), end, m["name"]) for m, end in zip(found, ends, strict=True))


def turn_at(spoken: tuple[Turn, ...], offset: int) -> Turn | None:
    """The turn that holds a character."""
    at = bisect.bisect_right(spoken, offset, key=lambda turn: turn.start) - 1
    return spoken[at] if at >= 0 and offset < spoken[at].end else None
