"""What merging many mentions keeps in files: sketches, keys of blocks, pairs and their scores.

Files are written once and read a part at a time, by several processes together: so neither all sketches nor all pairs
need memory at once. Blocks are divided into shares by their keys, pairs into ranges by their lower row; no part knows
of another, and all ranges together give what one piece gives.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .blocks import added, pairs, pairs_in
from .keys import keys_of_rows, share_of
from .reasons import of_pairs
from .scored import Compare, Pairs, pairs_with, touching
from .sketch import Floats, Ints, Sketches, sketches

SHARE = 100_000
"""As many mentions' keys as one share has, about."""

SAMPLE = 64
"""As many pairs of one range are looked at to find where ranges begin."""


def store_sketches(folder: Path, tables: Iterable[Sketches]) -> Sketches:
    """Write tables of different articles below each other; the whole, of which only what is looked at needs memory."""
    forget()
    above = 0
    files = {field.name: _place(folder, field.name).open("wb") for field in fields(Sketches)}
    try:
        for table in tables:
            for name, file in files.items():
                column = getattr(table, name)
                file.write((column + above if name == "story" else column).tobytes())
            above += len(table.story_words)
    finally:
        for file in files.values():
            file.close()
    return mapped(folder)


def mapped(folder: Path) -> Sketches:
    """The sketches of a folder; of the columns only what is looked at needs memory."""
    columns = {}
    for field in fields(Sketches):
        shape = getattr(_nothing(), field.name)
        column = np.memmap(_place(folder, field.name), dtype=shape.dtype, mode="r")
        columns[field.name] = np.asarray(column).reshape(-1, *shape.shape[1:])
    return Sketches(**columns)


@functools.cache
def _nothing() -> Sketches:
    return sketches([], {})


@functools.lru_cache(maxsize=1)
def _table(folder: Path) -> Sketches:
    return mapped(folder)


def forget() -> None:
    """Let go of the sketches that this process has looked at: their folder is to be deleted."""
    _table.cache_clear()


# --- tasks: each may be done by another process --------------------------------------------------------------------


def keyed(task: tuple[Path, int, int, int]) -> None:
    """Write the keys of the mentions from ``start`` to before ``end``, divided into shares."""
    folder, start, end, shares = task
    keys, rows = keys_of_rows(_table(folder), start, end)
    which = share_of(keys, shares)
    for share in range(shares):
        mine = which == share
        np.save(_place(folder, f"keys-{share}-{start}"), np.stack([keys[mine], rows[mine]]))


def paired(task: tuple[Path, int, Sequence[int], int]) -> Ints:
    """Write the pairs that one share of the blocks gives; the lower row of every ``step``-th of them.

    ``starts``: where the pieces begin of which the keys were written.
    """
    folder, share, starts, step = task
    table = _table(folder)
    places = [_place(folder, f"keys-{share}-{start}") for start in starts]
    keys, rows = np.concatenate([np.load(path) for path in places], axis=1)
    for path in places:
        path.unlink()
    found = pairs_in(table, keys, rows)
    np.save(_place(folder, f"pairs-{share}"), found)
    return np.asarray((found[::step] >> 2) // len(table))


def compared(task: tuple[Path, int, int, int, int, Compare]) -> Pairs:
    """Write the pairs of all shares whose lower row lies from ``low`` to before ``high``, compared; the close ones."""
    folder, number, low, high, shares, compare = task
    table = _table(folder)
    ends = np.array([low, high], dtype=np.int64) * len(table) << 2
    parts = []
    for share in range(shares):
        whole = np.load(_place(folder, f"pairs-{share}"), mmap_mode="r")
        start, end = np.searchsorted(whole, ends)
        parts.append(np.array(whole[start:end]))
    a, b = pairs(len(table), added(*parts))
    odds = compare(table, a, b)
    found = pairs_with(a, b, odds)
    np.save(_place(folder, f"odds-{number}"), found)
    return found[touching(table, a, b, odds)]


def said(task: tuple[Path, Ints, Ints]) -> Floats:
    """What pairs have in common (`reasons.of_pairs`)."""
    folder, a, b = task
    return of_pairs(_table(folder), a, b)


# --- what follows of them ------------------------------------------------------------------------------------------


def shares_of(rows: int, processes: int) -> int:
    """Into how many shares the blocks of so many mentions are divided."""
    return max(1 + rows // SHARE, processes)


def ranges(rows: int, lower: Sequence[Ints]) -> list[tuple[int, int]]:
    """First row and end of ranges with about as many pairs each; ``lower``: lower rows, `SAMPLE` for each range."""
    found = np.sort(np.concatenate(lower))[SAMPLE::SAMPLE]
    ends = np.unique(np.concatenate([[0], found, [rows]])).tolist()
    return list(itertools.pairwise(ends))


def read_pairs(folder: Path, count: int) -> Iterator[Pairs]:
    """The pairs of so many ranges, in order."""
    for number in range(count):
        found: NDArray[np.void] = np.load(_place(folder, f"odds-{number}"))
        yield found


def _place(folder: Path, name: str) -> Path:
    return folder / f"{name}.npy"
