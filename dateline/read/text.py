"""Plain text: exactly as it is in the file, so that offsets hold there too."""

from __future__ import annotations

import re

from .document import Found

_HEADLINE_CHARS = 150
_SENTENCE_END = re.compile(r"[.,;:]\Z")


def read_text(source: str) -> Found:
    """The text as given; its first line is the likely title where it has three words or more and is no sentence."""
    lines = (line.strip() for line in source.lstrip()[: 4 * _HEADLINE_CHARS].splitlines())
    first = next(lines, "")
    more = len(source.split(None, len(first.split()))) > len(first.split())
    is_headline = len(first.split()) >= 3 and len(first) <= _HEADLINE_CHARS and not _SENTENCE_END.search(first) and more
    return Found(text=source, likely_title=first if is_headline else None)
