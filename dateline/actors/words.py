"""Words of a text as names are looked up by: folded to plain lower-case letters, with their place in the text.

spaCy splits "Jong-Un", "U.S." and "d'Ivoire" in its own ways; a gazetteer needs one way for names in the data and
names in the text. Folding follows Unicode's compatibility decomposition (NFKD) plus the letters that do not decompose.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

# A letter read in the wrong encoding ("ChÃ¡vez" for "Chávez") is still one letter of its word.
_BROKEN = (
    "[\u00c2-\u00c5][\u00a0-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u201c\u2022\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
_WORD = re.compile(rf"(?:{_BROKEN}|[^\W_]|[\u0300-\u036f])+")
_IS_BROKEN = re.compile(_BROKEN)
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


def mended(text: str) -> str:
    """Text whose UTF-8 was read as Windows-1252 set right (``ChÃ¡vez`` -> ``Chávez``); other text as it is."""
    if not _IS_BROKEN.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def fold(text: str) -> str:
    """Lower-case letters without accents: ``Erdoğan`` -> ``erdogan``."""
    if not text.isascii():
        text = mended(text)
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    plain = unicodedata.normalize("NFKD", lowered.translate(_UNDECOMPOSED))
    return "".join(char for char in plain if not unicodedata.combining(char)).translate(_UNDECOMPOSED)


def split(text: str) -> list[Word]:
    """The words of a text in order; everything else separates."""
    return [Word(m.start(), m.end(), m[0], fold(m[0])) for m in _WORD.finditer(text)]


@functools.lru_cache(maxsize=32_768)
def key(name: str) -> tuple[str, ...]:
    """The folded words of a name: ``Kim Jong-un`` -> ``("kim", "jong", "un")``."""
    return tuple(fold(m[0]) for m in _WORD.finditer(name))


def slug(name: str) -> str:
    """An id made of a name: ``Kim Jong Un`` -> ``kim-jong-un``."""
    return "-".join(key(name))
