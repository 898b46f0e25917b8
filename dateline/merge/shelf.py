"""What merging asks of a store, so that a change concerns its own blocks alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from dateline.model import Document, EventMention

from .event import id_of
from .sketch import Ints

Entries = tuple[Ints, Ints]
"""Keys of blocks, and the mentions that have them."""


Telling = tuple[int, EventMention, int, int, int]
"""``n``, ``mention``, ``part``, ``nth`` and ``wording`` of `Kept`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A mention with what was worked out of it at the last merge; ``part`` 0: it was not looked at yet.

    ``n``: its number in the store, above 0. ``nth``: see `event_of`. ``wording``: the same for a reprint. ``keys``:
    sorted, empty for a reprint of another mention. ``about``: a mark of the store's own, handed on. ``waited``: it was
    not looked at before.
    """

    n: int
    mention: EventMention
    part: int = 0
    nth: int = 0
    wording: int = 0
    trigger: int = 0
    rank: int = 0
    keys: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    about: bool = False
    waited: bool = False

    @property
    def own(self) -> str:
        """The id of an event whose first telling it is."""
        return id_of(self.mention, self.nth)


class Shelf(Protocol):
    """What a store tells of the mentions in it, by their numbers."""

    def count(self) -> int:
        """How many mentions there are."""

    def by_article(self) -> Iterable[Sequence[Telling]]:
        """All mentions, those of one article together, articles by id."""

    def mentions(self, numbers: Iterable[int]) -> Mapping[int, EventMention]:
        """Mentions by number."""

    def stale(self) -> set[int]:
        """The mentions not looked at yet, and those of parts that a mention has left."""

    def gone(self) -> Mapping[int, Ints]:
        """The mentions that are there no more and whose block keys are to be forgotten."""

    def read(self, numbers: Iterable[int]) -> Iterable[tuple[int, EventMention, int, int, int, int, int, Ints, bool]]:
        """Mentions, as `Kept` has them."""

    def documents(self, ids: Iterable[str]) -> Mapping[str, Document]:
        """Articles by id."""

    def of_parts(self, parts: Iterable[int]) -> set[int]:
        """The mentions of some parts."""

    def of_wordings(self, wordings: Iterable[int]) -> set[int]:
        """The mentions of some wordings."""

    def blocks(self, keys: Ints) -> Entries:
        """Who stands in some blocks."""

    def order(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Trigger and rank of mentions."""
