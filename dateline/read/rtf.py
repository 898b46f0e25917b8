"""Rich Text Format, as older word processors and agencies' systems write it."""

from __future__ import annotations

import re

from dateline.errors import DatelineError

from .document import Found, shown
from .text import read_text

_TITLE = re.compile(r"\{\\info\b.{0,2000}?\{\\title\s+([^{}\\]{1,300})\}", re.S)


def read_rtf(data: bytes, *, name: str) -> Found:
    """The text of an RTF file, its title where it names one. E120 where it is damaged, E105 where it is blank.

    The days of making and printing that it may hold are not the article's, and are not taken.
    """
    from striprtf.striprtf import rtf_to_text

    source = data.decode("latin-1")  # RTF is ASCII; letters beyond it are written as codes
    try:
        text = str(rtf_to_text(source, errors="strict"))  # type: ignore[no-untyped-call]
    except (UnicodeError, ValueError, LookupError, IndexError, KeyError, TypeError, OverflowError):
        raise DatelineError("E120", name=shown(name)) from None
    text = "\n\n".join(line for part in text.splitlines() if (line := part.strip()))  # a line is a paragraph
    if not text:
        raise DatelineError("E105", name=shown(name))
    title = _TITLE.search(source[:20_000])
    return Found(text=text, likely_title=title[1].strip() if title else read_text(text).likely_title)
