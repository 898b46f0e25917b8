"""What of merging can be divided: sketches by articles, pairs by blocks, comparisons by pairs.

Each part depends on nothing but its own, so that processes give, put together, what one piece gives. Where there are
many mentions, what is found lies in files (see `files`) that the processes look at together.
"""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

import numpy as np

from dateline import limits, spawned
from dateline.model import Document, EventMention

from . import files
from .blocks import candidates
from .likeness import compared, odds_of
from .reasons import of_pairs
from .scored import PAIR, Scored, scored
from .sketch import Floats, Ints, Sketches, one_below_the_other, sketches

CHUNK, PIECE, PAIRS = 4_000, 20_000, 200_000
"""Mentions that are sketched, mentions whose keys are made, and pairs that are compared, by one task, about."""

AHEAD = 3
"""Tasks that wait or run for each process."""

Chunk = tuple[list[EventMention], dict[str, Document]]
"""Some mentions and their articles by id."""

Task = TypeVar("Task")
Got = TypeVar("Got")


class Divided:
    """The steps, in this process or by others. A process that dies, or a full disk, costs time and nothing else.

    ``folder``: where files go; None: all is held in memory.
    """

    def __init__(self, folder: Path | None, pool: ProcessPoolExecutor | None, processes: int) -> None:
        self._folder, self._pool, self._processes = folder, pool, processes

    def sketches(self, chunks: Callable[[], Iterable[Chunk]]) -> Sketches:
        """As `dateline.merge.sketch.sketches`, of all chunks; where there are files, the one table that they can hold.

        ``chunks`` gives at least one, all of an article in one, and is called again where a process died.
        """
        return self._tried(
            lambda folder: files.store_sketches(folder, self._each(_sketched, chunks())),
            lambda: one_below_the_other([sketches(*chunk) for chunk in chunks()]),
        )

    def scored(self, table: Sketches) -> Scored:
        """The pairs that the blocks of the table last sketched give, compared."""
        return self._tried(lambda folder: self._scored(folder, len(table)), lambda: scored(table, *candidates(table)))

    def _scored(self, folder: Path, rows: int) -> Scored:
        shares = files.shares_of(rows, self._processes)
        starts = range(0, rows, PIECE)
        deque(self._each(files.keyed, ((folder, start, start + PIECE, shares) for start in starts)), maxlen=0)
        step = max(1, PAIRS // files.SAMPLE)
        lower = list(self._each(files.paired, ((folder, share, starts, step) for share in range(shares))))
        found = files.ranges(rows, lower)
        # Where no other processes work, threads do.
        compare = odds_of if self._pool is not None else compared
        tasks = ((folder, number, *ends, shares, compare) for number, ends in enumerate(found))
        close = np.concatenate([np.empty(0, dtype=PAIR), *self._each(files.compared, tasks)])
        return Scored(close, lambda: files.read_pairs(folder, len(found)))

    def said(self, table: Sketches, a: Ints, b: Ints) -> Floats:
        """As `dateline.merge.reasons.of_pairs`; ``table`` is the one last sketched."""
        chunks = [(a[at : at + PIECE], b[at : at + PIECE]) for at in range(0, max(1, len(a)), PIECE)]
        return self._tried(
            lambda folder: np.concatenate(list(self._each(files.said, ((folder, *chunk) for chunk in chunks)))),
            lambda: np.concatenate([of_pairs(table, *chunk) for chunk in chunks]),
        )

    def _tried(self, on_files: Callable[[Path], Got], in_memory: Callable[[], Got]) -> Got:
        while self._folder is not None:
            try:
                return on_files(self._folder)
            except BrokenProcessPool:
                self.alone()
            except OSError:  # no room for files
                self.alone()
                self._folder = None
        return in_memory()

    def _each(self, work: Callable[[Task], Got], tasks: Iterable[Task]) -> Iterator[Got]:
        """What ``work`` makes of each task, in their order; few wait at a time, so that memory stays flat."""
        if self._pool is None:
            yield from map(work, tasks)
            return
        running: deque[Future[Got]] = deque()
        for task in tasks:
            running.append(spawned.submit(self._pool, work, task))
            if len(running) >= AHEAD * self._processes:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()

    def alone(self) -> None:
        """From now on everything is done in this process."""
        if self._pool is not None:
            spawned.end(self._pool)
        self._pool = None


@contextlib.contextmanager
def divided(count: int, processes: int) -> Iterator[Divided]:
    """The steps of merging ``count`` mentions: with files where they are many, and by other processes if so wished."""
    if count < max(1, limits.MERGE_ALONE_MENTIONS):
        yield Divided(None, None, 1)
        return
    with tempfile.TemporaryDirectory(prefix="dateline-merge-", ignore_cleanup_errors=True) as folder:
        by = Divided(Path(folder), spawned.pool(processes) if processes > 1 else None, processes)
        try:
            yield by
        finally:
            by.alone()
            files.forget()


def chunks(mentions: Sequence[EventMention], documents: Mapping[str, Document]) -> Iterator[Chunk]:
    """Mentions, those of one article together, with their articles; all at once where they are in disorder."""
    articles = [list(same) for _, same in itertools.groupby(mentions, key=lambda mention: mention.document)]
    if len(articles) != len({same[0].document for same in articles}):
        held = {same[0].document for same in articles}
        return iter([(list(mentions), {id_: documents[id_] for id_ in held if id_ in documents})])
    return gathered((same, documents.get(same[0].document)) for same in articles)


def gathered(articles: Iterable[tuple[list[EventMention], Document | None]]) -> Iterator[Chunk]:
    """The mentions of articles, `CHUNK` or a few more at a time; one chunk without any where there are none."""
    chunk: list[EventMention] = []
    documents: dict[str, Document] = {}
    empty = True
    for same, document in articles:
        chunk += same
        if document is not None and same:
            documents[document.id] = document
        if len(chunk) >= CHUNK:
            yield chunk, documents
            chunk, documents, empty = [], {}, False
    if chunk or empty:
        yield chunk, documents


def _sketched(task: Chunk) -> Sketches:
    return sketches(*task)
