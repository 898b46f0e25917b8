"""How wide a text is, by the metrics of the shipped font (Source Sans 3, SIL Open Font License 1.1).

The dashboard's own page font is the same design, so what is measured here is what a browser shows.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, takewhile
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FOLDER = Path(__file__).parent / "fonts"
REGULAR = FOLDER / "SourceSans3-Regular.ttf"
SEMIBOLD = FOLDER / "SourceSans3-Semibold.ttf"


# A filter shows the same events again, so their words are measured again.
@lru_cache(maxsize=65_536)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in pixels of one line of ``text`` at ``size`` pixels.

    Advance widths without kerning, which would only take away. What the font lacks will be shown in another one:
    wide (East Asian) characters count one em, others the widest that is usual, combining marks nothing.
    """
    return sum(map(_advances(bold).__getitem__, map(ord, text))) * size


def shorten(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """``text``, cut at a word (else inside one) and ended by "…" where it is wider than ``room`` pixels."""
    if text_width(text, size, bold=bold) <= room:
        return text
    widths = accumulate(map(_advances(bold).__getitem__, map(ord, text)))
    room = room / size - text_width("…", 1.0, bold=bold)
    cut = text[: sum(1 for _ in takewhile(lambda width: width <= room, widths))]
    head, space, _ = cut.rpartition(" ")
    # A cut inside a word is taken only where cutting at the word would cost more than a third.
    if space and len(head) * 3 >= len(cut) * 2:
        cut = head
    cut = cut.rstrip(" ,;:·-–")
    return f"{cut}…" if cut else ""


@lru_cache(maxsize=16_384)
def wrap(text: str, room: float, size: float, *, bold: bool = False, lines: int = 3) -> tuple[str, ...]:
    """``text`` in at most ``lines`` lines no wider than ``room`` pixels; the last is shortened where more is left."""
    space = text_width(" ", size, bold=bold)
    words = [(word, text_width(word, size, bold=bold)) for word in text.split()]
    found: list[str] = []
    while words and len(found) < lines - 1:
        taken, used = 1, words[0][1]
        while taken < len(words) and used + space + words[taken][1] <= room:
            used += space + words[taken][1]
            taken += 1
        found.append(shorten(" ".join(word for word, _ in words[:taken]), room, size, bold=bold))
        words = words[taken:]
    if words:
        found.append(shorten(" ".join(word for word, _ in words), room, size, bold=bold))
    return tuple(found)


class _Advances(dict[int, float]):
    """Code point -> advance width in em; what the font lacks is added as it is met."""

    def __missing__(self, code: int) -> float:
        self[code] = _foreign(chr(code))
        return self[code]


@cache
def _advances(bold: bool) -> _Advances:
    with TTFont(SEMIBOLD if bold else REGULAR, lazy=True) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return _Advances({code: metrics[name][0] / em for code, name in font.getBestCmap().items()})


def _foreign(char: str) -> float:
    """Width in em to keep for a character that the font lacks."""
    if unicodedata.combining(char):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0xFFFF else 0.8
