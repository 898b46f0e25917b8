"""Plain text: exactly as it is in the file, so that offsets hold there too."""

from __future__ import annotations

import re

from .document import Found
from .encoding import is_binary
from .kinds import FileKind, kind_by_content

_HEADLINE_CHARS = 150
_SENTENCE_END = re.compile(r"[.,;:]\Z")


def read_text(source: str) -> Found:
    """The text as given; its first line is the likely title where it has three words or more and is no sentence."""
    lines = (line.strip() for line in source.lstrip()[: 4 * _HEADLINE_CHARS].splitlines())
    first = next(lines, "")
    more = len(source.split(None, len(first.split()))) > len(first.split())
    is_headline = len(first.split()) >= 3 and len(first) <= _HEADLINE_CHARS and not _SENTENCE_END.search(first) and more
    return Found(text=source, likely_title=first if is_headline else None)


def plain_text(data: bytes, *, named: FileKind | None) -> str | None:
    """``data`` as text where it is UTF-8 and shows no mark of any format; None for what has to be looked at closer."""
    if named not in (None, "text"):
        return None
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\x1b" in text:  # letters in escapes
        return None
    return None if is_binary(text) or kind_by_content(text, named=named) != "text" else text
