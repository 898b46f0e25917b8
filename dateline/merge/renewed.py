"""What merging gives a store: the events put together anew, and what was worked out of their tellings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.model import Document, Event, EventMention

from .shelf import Entries
from .sketch import Ints

Bools = NDArray[np.bool_]

Mark = Callable[[Sequence[EventMention]], Sequence[bool]]
"""Gives a mark of the store's own for each of the mentions that one article has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was worked out of tellings, a row for each: see `dateline.merge.shelf.Kept`, whose fields these are.

    ``own``: the id of an event whose first telling it is; ``article``: the place of its article in
    `Renewal.articles`; ``start``: where in it the mention begins; ``act``: it is no statement; ``keys``: gives the
    block keys of a row; ``event``: the place of its event in `Renewal.events`.
    """

    n: Ints
    part: Ints
    nth: Ints
    wording: Ints
    trigger: Ints
    rank: Ints
    own: Sequence[str]
    article: Ints
    start: Ints
    act: Bools
    about: Bools
    event: Ints
    keys: Callable[[int], Ints]

    def __len__(self) -> int:
        return len(self.n)


@dataclass(frozen=True, slots=True)
class Renewal:
    """The events put together anew, and what the store is to keep.

    ``events`` can be gone through once: where they are many, each few are read from the shelf as they are asked for, so
    that the shelf must not have changed. ``articles``: theirs, without texts; ``added`` and ``removed`` are entries of
    blocks. If ``whole``, the events are all there are to be, and ``added`` all entries.
    """

    events: Iterable[Event]
    facts: Facts
    articles: Mapping[str, Document]
    added: Entries
    removed: Entries
    whole: bool
