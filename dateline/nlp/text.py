"""The text as the model is to see it: straight quotes, and no line breaks inside of hard-wrapped paragraphs."""

from __future__ import annotations

import re
from itertools import pairwise

# One character for one: the model was trained on straight quotes, and offsets must not move.
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\xa0": " ", "\r": " ", "\t": " "}
)
# "PYONGYANG, 19 June (TASS) - ", "FASANO, Italy - " before the first sentence of a paragraph.
DATELINE = re.compile(
    r"^[A-Z][A-Z.']+(?:[ -][A-Z][A-Z.']+){0,4}(?:, [^\n\-\u2013\u2014]{1,50}?)?(?: \([^)\n]{2,30}\))? "
    r"(?:-{1,2}|[\u2013\u2014]) ",
    re.M,
)
# Punctuation whose UTF-8 was read as Windows-1252, its last letter often lost or torn off: "Baduriâ€ ™ s", "â€œWe".
_BROKEN = re.compile(
    "\u00e2\u20ac(?:[ \\n]?([\u2122\u02dc\u0153\u201c\u201d\u00a6\u00a2\ufffd\u009d])"
    "(?:[ \\n](?=(?:s|t|re|ve|ll|d|m)\\b))?)?"
)
_MARKS = {"\u2122": "'", "\u02dc": "'", "\u201c": "\u2013", "\u201d": "\u2014", "\u00a6": "\u2026", "\u00a2": "\u2022"}
_SENTENCE_END = re.compile(r"[.!?:;…][\"')\]]*\s*$")


def plain(text: str) -> str:
    """``text`` as the model reads it, of the same length."""
    return unwrapped(unbroken(text)).translate(_PLAIN)


def unbroken(text: str) -> str:
    """``text`` with punctuation that was read in the wrong encoding set right; blanks fill it up to the same length.

    An apostrophe stands before what it belongs to ("Baduri    's"), other marks stand first.
    """
    return _BROKEN.sub(_mark, text) if "\u00e2\u20ac" in text else text


def _mark(broken: re.Match[str]) -> str:
    mark = _MARKS.get(broken[1] or "", '"')
    size = len(broken[0])
    return mark.rjust(size) if mark == "'" and broken[0].endswith(" ") else mark.ljust(size)


def unwrapped(text: str) -> str:
    """``text`` with the line breaks inside hard-wrapped paragraphs turned into spaces; the length stays the same.

    Text counts as hard-wrapped where most lines that another line follows end in the middle of a sentence and are
    of similar length, as in agency copy of the teleprinter age.
    """
    lines = text.split("\n")
    inner = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(inner) < 3:
        return text
    broken = [line for line, _ in inner if not _SENTENCE_END.search(line) and 40 <= len(line.rstrip()) <= 90]
    if len(broken) * 2 < len(inner):
        return text
    longest = max(len(line.rstrip()) for line, _ in inner)
    out = []
    for line, after in pairwise([*lines, ""]):
        joins = bool(line.strip() and after.strip()) and len(line.rstrip()) > longest // 2
        out.append(line + (" " if joins else "\n"))
    return "".join(out)[: len(text)]
