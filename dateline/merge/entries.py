"""Entries of blocks: which mention has which key, and what changes of them mean for those in a block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from .blocks import CROWD, LEADERS, divided
from .keys import KEYS_OF, keys_of_rows
from .shelf import Entries
from .sketch import Ints, Sketches


def entries(table: Sketches) -> Entries:
    """The keys of all rows, once each, by row and then by key."""
    parts = [_distinct(*keys_of_rows(table, at, at + KEYS_OF)) for at in range(0, max(1, len(table)), KEYS_OF)]
    return np.concatenate([keys for keys, _ in parts]), np.concatenate([rows for _, rows in parts])


def _distinct(keys: Ints, rows: Ints) -> Entries:
    order = np.lexsort((keys, rows))
    keys, rows = keys[order], rows[order]
    new = np.ones(len(keys), dtype=np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    return keys[new], rows[new]


def entries_of(keys: Mapping[int, Ints]) -> Entries:
    """Entries from the keys that each mention has."""
    if not keys:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    owners = np.repeat(np.array(list(keys), dtype=np.int64), [len(each) for each in keys.values()])
    return np.concatenate(list(keys.values())), owners


def without(entries: Entries, gone: Entries) -> Entries:
    """Entries without some of them."""
    out = set(zip(gone[0].tolist(), gone[1].tolist(), strict=True))
    stay = [pair not in out for pair in zip(entries[0].tolist(), entries[1].tolist(), strict=True)]
    return entries[0][stay], entries[1][stay]


def placed(entries: Entries, members: Ints) -> Entries:
    """Entries with the places of their mentions in ``members``."""
    return entries[0], np.searchsorted(members, entries[1])


def unsettled(before: Entries, after: Entries, trigger: Ints, rank: Ints) -> list[int]:
    """Who is paired otherwise than before by a block that is, or was, crowded."""
    old, new = _shapes(before, trigger, rank), _shapes(after, trigger, rank)
    found: set[int] = set()
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        if was is None or now is None:  # it has become crowded, or is so no more
            found |= {row for _, rows in (was or now or {}).values() for row in rows}
            continue
        for word in was.keys() | now.keys():
            mine, yours = was.get(word, ((), [])), now.get(word, ((), []))
            if mine[0] != yours[0]:
                found |= {*mine[1], *yours[1]}
    return sorted(found)


def _shapes(entries: Entries, trigger: Ints, rank: Ints) -> dict[int, dict[int, tuple[tuple[int, ...], list[int]]]]:
    """Of each crowded block, by the word: who leads (none where all are compared), and who stands there."""
    keys, counts = np.unique(entries[0], return_counts=True)
    crowded = np.isin(entries[0], keys[counts > CROWD])
    out: dict[int, dict[int, tuple[tuple[int, ...], list[int]]]] = {}
    if not crowded.any():
        return out
    at, rows, start, size = divided(entries[0][crowded], entries[1][crowded], trigger, rank)
    groups: dict[int, list[int]] = defaultdict(list)
    for row, first in zip(rows.tolist(), start.tolist(), strict=True):
        groups[first].append(row)
    for first, members in groups.items():
        leaders = tuple(members[:LEADERS]) if int(size[first]) > CROWD else ()
        out.setdefault(int(at[first]), {})[int(trigger[rows[first]])] = (leaders, members)
    return out
