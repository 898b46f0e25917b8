"""Words of a text as names are looked up by: folded to plain lower-case letters, with their place in the text.

spaCy splits "Jong-Un", "U.S." and "d'Ivoire" in its own ways; a gazetteer needs one way for names in the data and
names in the text. Folding follows Unicode's compatibility decomposition (NFKD) plus the letters that do not decompose.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ə": "a"}
)


class Word(NamedTuple):
    """One word: its span ``[start, end)`` in characters, as written, folded."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def capital(self) -> bool:
        """True where the word begins with a capital letter."""
        return self.text[0].isupper()


def fold(text: str) -> str:
    """Lower-case letters without accents: ``Erdoğan`` -> ``erdogan``."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    plain = unicodedata.normalize("NFKD", lowered.translate(_UNDECOMPOSED))
    return "".join(char for char in plain if not unicodedata.combining(char)).translate(_UNDECOMPOSED)


def split(text: str) -> list[Word]:
    """The words of a text in order; everything else separates."""
    return [Word(m.start(), m.end(), m[0], fold(m[0])) for m in _WORD.finditer(text)]


def key(name: str) -> tuple[str, ...]:
    """The folded words of a name: ``Kim Jong-un`` -> ``("kim", "jong", "un")``."""
    return tuple(fold(m[0]) for m in _WORD.finditer(name))


def slug(name: str) -> str:
    """An id made of a name: ``Kim Jong Un`` -> ``kim-jong-un``."""
    return "-".join(key(name))
