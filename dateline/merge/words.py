"""Words as merging compares them: stems, and how much each says.

A word that stands in few articles says more than one that stands in most. How rare a stem is comes from a table made
once from public news and speeches (`tools/build_rarity.py`), not from the articles at hand: so the likeness of two
mentions never changes because a third article arrives.
"""

from __future__ import annotations

import functools
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent

WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?", re.UNICODE)
"""A word or a number; "Putin's" is one word whose ending is dropped."""

RAREST = 10.0
"""Weight of a stem that the table does not know, as the negative binary logarithm of its share of articles."""

NAMING = 5.0
"""From this weight on a word with a capital is a name that tells something apart: one article in 32 has it."""

_SUFFIX = re.compile(r"(?:ingly|edly|ings|ing|ed|ies|ied|es|s|e|y|ly)\Z")


@functools.cache
def _irregular() -> dict[str, str]:
    with (HERE / "irregular.toml").open("rb") as file:
        return {form: stem(base) for base, forms in tomllib.load(file).items() for form in forms.split()}


@functools.cache
def _rarity() -> dict[str, float]:
    lines = (HERE / "rarity.csv").read_text(encoding="utf-8").splitlines()
    rows = (line.split(",") for line in lines if line and not line.startswith("#"))
    return {word: float(weight) for word, weight in rows}


def stem(word: str) -> str:
    """A word in lower case without its ending: "arrested", "arresting" and "arrests" give one stem.

    Light on purpose: it need not be a word, and names lose at most a plural's s.
    """
    plain = _SUFFIX.sub("", word) if len(word) > 3 and word.isalpha() else word
    if len(plain) < 2:
        return word
    return plain[:-1] if len(plain) > 3 and plain[-1] == plain[-2] else plain


@functools.lru_cache(maxsize=1 << 18)
def stem_of(token: str) -> str:
    """The stem of a word as written, irregular forms included; a possessive is dropped."""
    word = re.sub(r"['’][a-z]+\Z", "", token.lower())
    return _irregular().get(word) or stem(word)


@functools.lru_cache(maxsize=1 << 18)
def weight(stem_: str) -> float:
    """How much a stem says: from 0 (it stands in every article) to `RAREST`."""
    return _rarity().get(stem_, RAREST)


def hashed(text: str) -> int:
    """A text as a whole number above 0, the same in every run and process."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=7).digest(), "big") + 1


number = functools.lru_cache(maxsize=1 << 18)(hashed)
"""The same, for texts that come again: words, names."""


_NO_NAMES = frozenset(
    map(
        stem_of,
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december inc corp ltd plc llc gmbh ag sa nv mr mrs ms dr".split(),
    )
)

Entry = tuple[float, str, int]
"""A stem between its weight, negative so that the weightiest sorts first, and its number."""


@functools.lru_cache(maxsize=1 << 18)
def _entry(token: str) -> Entry:
    """The entry of a word as written; single letters weigh nothing."""
    found = stem_of(token)
    return (-weight(found) if len(found) > 1 else 0.0, found, hashed(found))


def tokens(text: str) -> list[str]:
    """The words and numbers of a text as written."""
    return WORD.findall(text)


def stems(text: str) -> list[str]:
    """The stems of a text in order; single letters are left out."""
    return [s for token in tokens(text) if len(s := stem_of(token)) > 1]


def figures(told: Iterable[str]) -> list[str]:
    """The numbers of more than one digit among tokens."""
    return [token for token in told if token.isdigit() and len(token) > 1]


def named(told: Iterable[str]) -> list[str]:
    """The stems of words with a capital, among tokens, that few articles have; those that say most first.

    Of a line in capitals none is known to be a name, and days and forms of companies are none.
    """
    found = {stem_of(token) for token in told if token[0].isupper() and (len(token) < 5 or not token.isupper())}
    some = (s for s in found - _NO_NAMES if len(s) > 1 and weight(s) >= NAMING)
    return sorted(some, key=lambda s: (-weight(s), s))


def counted(text: str) -> dict[Entry, int]:
    """How often each stem that says anything stands in a text."""
    found: dict[Entry, int] = {}
    for token, count in Counter(WORD.findall(text)).items():
        entry = _entry(token)
        if entry[0] < 0:
            found[entry] = found.get(entry, 0) + count
    return found


def weighted(told: Iterable[str], *, keep: int) -> list[tuple[int, float, str]]:
    """The ``keep`` stems of some tokens that say most, each as number, weight and word; ties by the alphabet."""
    return [(n, -w, s) for w, s, n in sorted(set(map(_entry, set(told))))[:keep] if w < 0]
