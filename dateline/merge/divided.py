"""What of merging can be divided: sketches by articles, pairs by blocks, comparisons by pairs.

Each part depends on nothing but its own, so that processes give, put together, what one piece gives: blocks are divided
by their keys (a day or a year with words, a state and a type; the words of a story), and no block is in two shares. The
sketches lie in files that the processes look at together.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

import numpy as np

from dateline import limits, spawned
from dateline.model import Document, EventMention

from .blocks import Counted, candidates, candidates_in, shares_of, together
from .likeness import compared, odds_of
from .sketch import Floats, Ints, Sketches, one_below_the_other, sketches

CHUNK, PAIRS = 4_000, 200_000
"""Mentions that are sketched, and pairs that are compared, by one task, about."""

AHEAD = 3
"""Tasks that wait or run for each process."""

Task = TypeVar("Task")
Got = TypeVar("Got")


class Divided:
    """The three steps, in this process or by others. A process that dies costs time and nothing else."""

    def __init__(self, pool: ProcessPoolExecutor | None, processes: int, folder: str) -> None:
        self._pool, self._processes, self._folder = pool, processes, folder

    def sketches(self, mentions: Sequence[EventMention], documents: Mapping[str, Document]) -> Sketches:
        """As `dateline.merge.sketch.sketches`."""
        if self._pool is not None:
            with _may_die(self):
                return one_below_the_other(list(self._each(_sketched, _chunks(mentions, documents))))
        return one_below_the_other([sketches(*chunk) for chunk in _chunks(mentions, documents)])

    def candidates(self, table: Sketches) -> tuple[Ints, Ints]:
        """As `dateline.merge.blocks.candidates`."""
        if self._pool is not None:
            with _may_die(self):
                for field in fields(table):
                    np.save(_place(self._folder, field.name), getattr(table, field.name))
                shares = max(shares_of(table), self._processes)
                tasks = ((self._folder, share, shares) for share in range(shares))
                return together(len(table), self._each(_paired, tasks))
        return candidates(table)

    def compared(self, table: Sketches, a: Ints, b: Ints) -> Floats:
        """As `dateline.merge.likeness.compared`; ``table`` is the one whose candidates were asked for before."""
        if self._pool is not None:
            with _may_die(self):
                tasks = ((self._folder, a[at : at + PAIRS], b[at : at + PAIRS]) for at in range(0, len(a), PAIRS))
                return np.concatenate([np.empty(0, dtype=np.float32), *self._each(_compared, tasks)])
        return compared(table, a, b)

    def _each(self, work: Callable[[Task], Got], tasks: Iterable[Task]) -> Iterator[Got]:
        """What ``work`` makes of each task, in their order; few wait at a time, so that memory stays flat."""
        assert self._pool is not None
        running: deque[Future[Got]] = deque()
        for task in tasks:
            running.append(self._pool.submit(work, task))
            if len(running) >= AHEAD * self._processes:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()

    def alone(self) -> None:
        """From now on everything is done in this process."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


@contextlib.contextmanager
def divided(count: int, processes: int) -> Iterator[Divided]:
    """The steps of merging ``count`` mentions, by other processes where there are enough to pay for starting them."""
    if processes <= 1 or count < limits.MERGE_ALONE_MENTIONS:
        yield Divided(None, 1, "")
        return
    with tempfile.TemporaryDirectory(prefix="dateline-merge-") as folder:
        by = Divided(spawned.pool(processes), processes, folder)
        try:
            yield by
        finally:
            by.alone()


@contextlib.contextmanager
def _may_die(by: Divided) -> Iterator[None]:
    """A step that is done by other processes; where one dies, or there is no room for files, it is done again here."""
    with contextlib.suppress(BrokenProcessPool, OSError):
        yield
        return
    by.alone()


def _chunks(
    mentions: Sequence[EventMention], documents: Mapping[str, Document]
) -> Iterator[tuple[list[EventMention], dict[str, Document]]]:
    """Mentions, those of one article together, with their articles; all at once where they are in disorder."""
    if not mentions:
        yield [], {}
    articles = [list(same) for _, same in itertools.groupby(mentions, key=lambda mention: mention.document)]
    if len(articles) != len({same[0].document for same in articles}):
        articles = [list(mentions)]
    chunk: list[EventMention] = []
    for number, same in enumerate(articles, start=1):
        chunk += same
        if len(chunk) >= CHUNK or number == len(articles):
            held = {mention.document for mention in chunk}
            yield chunk, {id_: documents[id_] for id_ in held if id_ in documents}
            chunk = []


# --- in the other processes ----------------------------------------------------------------------------------------


def _place(folder: str, name: str) -> Path:
    return Path(folder, f"{name}.npy")


@functools.lru_cache(maxsize=1)
def _table(folder: str) -> Sketches:
    return Sketches(**{f.name: np.load(_place(folder, f.name), mmap_mode="r") for f in fields(Sketches)})


def _sketched(task: tuple[list[EventMention], dict[str, Document]]) -> Sketches:
    return sketches(*task)


def _paired(task: tuple[str, int, int]) -> Counted:
    folder, share, shares = task
    return candidates_in(_table(folder), share, shares)


def _compared(task: tuple[str, Ints, Ints]) -> Floats:
    folder, a, b = task
    return odds_of(_table(folder), a, b)
