"""Rich Text Format, as older word processors and agencies' systems write it."""

from __future__ import annotations

import re

from dateline import limits
from dateline.errors import DatelineError

from .document import Found, shown
from .text import read_text

# What the library looks for with patterns that take time with the square of a line, or worse, is put plainly before: a
# link's field is parted so that its text alone is read, the table of fonts holds what is needed of it, pictures go.
_FIELD = re.compile(r"\\field\s*+\{", re.I)
_PICTURE = re.compile(r"(?<![0-9a-fA-F\r\n])[0-9a-fA-F\r\n]{1000,}+")
_FONTS = re.compile(r"\{[^{}]{0,200}\\fonttbl")
_FONT = re.compile(r"\\f(\d{1,5})(?!\d)[^;{}]{0,200}?\\fcharset(\d{1,3})(?!\d)")
_BRACE = re.compile(r"[{}]")
_TITLE = re.compile(r"\{\\info\b.{0,2000}?\{\\title\s+([^{}\\]{1,300})\}", re.S)


def read_rtf(data: bytes, *, name: str) -> Found:
    """The text of an RTF file, its title where it names one. E120 where it is damaged, E105 where it is blank,
    E111 where it is longer than `limits.MAX_RTF_CHARS` without its pictures.

    The days of making and printing that it may hold are not the article's, and are not taken.
    """
    from striprtf.striprtf import rtf_to_text

    source = data.decode("latin-1")  # RTF is ASCII; letters beyond it are written as codes
    source = _plainly(source)
    if len(source) > limits.MAX_RTF_CHARS:
        raise DatelineError("E111", name=shown(name), size=f"{len(source):,}", limit=f"{limits.MAX_RTF_CHARS:,}")
    try:
        text = str(rtf_to_text(source, errors="strict"))  # type: ignore[no-untyped-call]
    except (UnicodeError, ValueError, LookupError, IndexError, KeyError, TypeError, OverflowError):
        raise DatelineError("E120", name=shown(name)) from None
    text = "\n\n".join(line for part in text.splitlines() if (line := part.strip()))  # a line is a paragraph
    if not text:
        raise DatelineError("E105", name=shown(name))
    title = _TITLE.search(source[:20_000])
    return Found(text=text, likely_title=title[1].strip() if title else read_text(text).likely_title)


def _plainly(source: str) -> str:
    """RTF of the same text, without links, pictures, and what a table of fonts says beside charsets."""
    source = _PICTURE.sub("", _FIELD.sub(r"\\field {", source))
    begins = _FONTS.search(source)
    if not begins:
        return source
    depth, end = 1, len(source)
    for brace in _BRACE.finditer(source, begins.end()):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            end = brace.end()
            break
    found = _FONT.findall(source, begins.end(), end)
    fonts = "\n".join(f"{{\\f{number}\\fcharset{charset} x;}}" for number, charset in found)
    return f"{source[: begins.start()]}{{\\fonttbl{fonts}}}{source[end:]}"
