"""The same text again: which articles carry one text, whole, cut or slightly changed.

Texts are compared by their runs of five words ("shingles"). A sketch, the smallest hashes of these runs, finds the few
texts that are worth comparing, also where one is only a part of the other (Broder, On the resemblance and containment
of documents, 1997); whether two are the same is then counted exactly. One agency text in thirty papers is thirty
articles and one independent source.
"""

from __future__ import annotations

import hashlib
import heapq
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from dateline.model import Document

RUN = 5
"""Words of one shingle."""

SKETCH = 32
"""Hashes of a sketch, at most."""

SHARED_HASHES = 2
"""Hashes that two sketches share where their texts are worth comparing."""

LEAST = 30
"""Shingles below which a text is too short to be told from a common phrase; only the very same words count then."""

MANY = 200
"""Articles that are looked at for one hash: a phrase under every article of an agency has many."""

OF_SHORTER, OF_LONGER = 0.6, 0.25
"""Shares of the shorter and of the longer text's shingles that two articles with one text have in common. The second
keeps a digest of many articles from making them one."""

_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """The hashes (63 bits) of all runs of five words; case, punctuation and white space do not count."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return frozenset(_hash(run) for run in runs)


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def sketch(found: Collection[int]) -> tuple[int, ...]:
    """The smallest of a text's shingles in order; none for a text that is too short."""
    return tuple(heapq.nsmallest(SKETCH, found)) if len(found) >= LEAST else ()


def same(one: Collection[int], other: Collection[int]) -> bool:
    """True where two texts, given by their shingles, are one: a copy, a shortened one, another version."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < LEAST:
        return False
    shared = len(frozenset(one) & frozenset(other))
    return shared >= OF_SHORTER * shorter and shared >= OF_LONGER * longer


def groups(documents: Iterable[Document]) -> Mapping[str, str]:
    """For each article that shares its text with another one the name of their group (the smallest id in it), by id."""
    held = {document.id: document for document in documents}
    found = {id_: shingles(document.text) for id_, document in held.items()}
    plain = {id_: " ".join(document.text.split()) for id_, document in held.items()}
    sketches = {id_: sketch(shingles_) for id_, shingles_ in found.items()}
    places: dict[int | str, list[str]] = defaultdict(list)
    for id_ in sorted(held):
        marks: list[int | str] = [plain[id_], *sketches[id_]]
        for mark in marks:
            places[mark].append(id_)
    group = {id_: id_ for id_ in held}

    def root(id_: str) -> str:
        while group[id_] != id_:
            id_ = group[id_]
        return id_

    for id_ in sorted(held):
        shared: dict[str, int] = defaultdict(int)
        for mark in sketches[id_]:
            for other in places[mark][:MANY]:
                shared[other] += 1
        near = [other for other, count in shared.items() if count >= SHARED_HASHES]
        for other in (places[plain[id_]][0], *near):
            if root(id_) != root(other) and (plain[id_] == plain[other] or same(found[id_], found[other])):
                first, second = sorted((root(id_), root(other)))
                group[second] = first
    members: dict[str, list[str]] = defaultdict(list)
    for id_ in held:
        members[root(id_)].append(id_)
    return {id_: name for name, ids in members.items() if len(ids) > 1 for id_ in ids}
