"""Chinese, Japanese and Korean without a mark: the one encoding in which the bytes are the everyday letters of one.

Each of these encodings reads most bytes of the others as some letters; only in the right one are they the common ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_SHIFT = re.compile(rb"\x1b\$[@B]|\x1b\(J")
_KANA = frozenset(map(chr, [*range(0x3041, 0x3097), *range(0x30A1, 0x30FD)]))
_HALF_KANA = frozenset(map(chr, range(0xFF61, 0xFFA0)))
_HANGUL = frozenset(map(chr, range(0xAC00, 0xD7A4)))
# The most frequent characters of written Chinese; about a third of any text.
_SIMPLIFIED = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
    "同工也能下过子说产种面而方后多定行学法所民得经"
)
_TRADITIONAL = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動"
    "同工也能下過子說產種面而方後多定行學法所民得經"
)
_LEAST_SHARE: Mapping[str, tuple[frozenset[str], float]] = {
    "cp932": (_KANA, 0.2),
    "euc_jp": (_KANA, 0.2),
    "gb18030": (_SIMPLIFIED, 0.12),
    "big5": (_TRADITIONAL, 0.12),
    "cp949": (_HANGUL, 0.75),
}
_MOST_HALF_WIDTH = 0.05
_LEAST_LETTERS = 20
_SAMPLE_CHARS = 20_000


def seven_bit(data: bytes) -> str | None:
    """``data`` as ISO-2022-JP where its escapes show that it is, else None."""
    if data.isascii() and _SHIFT.search(data[:_SAMPLE_CHARS]):
        try:
            return data.decode("iso2022_jp")
        except UnicodeDecodeError:
            return None
    return None


def east_asian(data: bytes) -> str | None:
    """``data`` in the one encoding in which it is plausible Chinese, Japanese or Korean; None for none or several."""
    found: dict[str, str] = {}
    for encoding, (common, least) in _LEAST_SHARE.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = [c for c in text[:_SAMPLE_CHARS] if c > "\x7f" and c.isalpha()]
        if len(letters) < _LEAST_LETTERS or sum(c in _HALF_KANA for c in letters) > _MOST_HALF_WIDTH * len(letters):
            continue
        if sum(c in common for c in letters) >= least * len(letters):
            found[encoding] = text
    return next(iter(found.values())) if len(found) == 1 else None
