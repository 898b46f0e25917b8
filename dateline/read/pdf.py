"""PDF: its text layer page by page, lines put together to paragraphs, without what repeats on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from dateline import limits
from dateline.errors import DatelineError

from .document import Found, Given, Result, make, shown

# What a browser prints above and below a page: when it was printed, and from where.
_PRINTED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d{2}(?:\s?[AP]M)?\b.*")
_PRINTED_FROM = re.compile(r"(?P<url>(?:https?|file)://\S+)\s+\d+\s*/\s*\d+")
# What pdfium writes where a word is parted at the end of a line.
_PARTED = re.compile("[\ufffe\x02]\\s*\n?")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.I)
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*\Z")
_BULLET = re.compile(r"[•‣◦▪–—*-]\s")
_SHORT, _HEADING = 0.8, 0.6
"""Shares of a full line's length: a shorter line that ends a sentence ends its paragraph, and an even shorter one does
unless the next line goes on in small letters."""
_EDGE = 2
"""Lines at the top and at the bottom of a page that may be the same on other pages."""


def read_pdf(data: bytes, *, name: str, given: Given) -> Iterator[Result]:
    """The one document of a PDF: all text of its first `limits.MAX_PDF_PAGES` pages, and its title as a likely one.

    A PDF's own dates are those of the file and not of the article, so none is taken from there. Raises DatelineError
    E120 where the file is damaged, E121 where it is locked with a password, E122 where it has pages but no text.
    """
    import pypdfium2 as pdfium  # loads a shared library

    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "E121" if "password" in str(error).lower() else "E120"
        raise DatelineError(code, name=shown(name)) from None
    with pdf:
        pages = [_kept(_lines(pdf, number)) for number in range(min(len(pdf), limits.MAX_PDF_PAGES))]
        title = pdf.get_metadata_value("Title") or None
    last_lines = [line for page in pages for line in page[-_EDGE:]]
    url = next((found["url"] for line in last_lines if (found := _PRINTED_FROM.fullmatch(line))), None)
    text = "\n\n".join(paragraphs(without_repeats(pages)))
    if not text.strip():
        raise DatelineError("E122", name=shown(name))
    yield make(Found(text=text, likely_title=title, url=url), name=name, given=given)


def _lines(pdf: object, number: int) -> list[str]:
    """The lines of a page, one that is damaged as none."""
    import pypdfium2 as pdfium

    assert isinstance(pdf, pdfium.PdfDocument)
    try:
        page = pdf[number]
        text = page.get_textpage().get_text_range()
    except pdfium.PdfiumError:
        return []
    text = _PARTED.sub("", text.replace("\r\n", "\n"))
    return [" ".join(line.split()) for line in text.split("\n")]


def without_repeats(pages: Sequence[Sequence[str]]) -> list[str]:
    """All pages' lines in turn, less page numbers, and less headers and footers: what stands on the edge of most pages.

    A page ends without a blank line, since a sentence may go on over it.
    """
    seen = Counter(key for page in pages for key in {_key(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    found: list[str] = []
    for page in pages:
        for at, line in enumerate(page):
            on_edge = at < _EDGE or at >= len(page) - _EDGE
            repeated = len(pages) >= 3 and seen[_key(line)] > len(pages) / 2
            printed = _PRINTED.fullmatch(line) or _PRINTED_FROM.fullmatch(line) or _PAGE_NUMBER.fullmatch(line)
            if not (on_edge and (repeated or printed)):
                found.append(line)
    return found


def _kept(page: Sequence[str]) -> list[str]:
    """A page's lines without blank ones at its edges."""
    lines = list(page)
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines as a page sets them, put together again: a blank line, a bullet or a short last line ends a paragraph."""
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[int(len(lengths) * 0.9)] if lengths else 0
    parts: list[str] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        if parts and (not line or _BULLET.match(line)):
            yield _joined(parts)
            parts = []
        if not line:
            continue
        parts.append(line)
        ends = _SENTENCE_END.search(line) or (len(line) < _HEADING * full and not following[:1].islower())
        if len(line) < _SHORT * full and ends:
            yield _joined(parts)
            parts = []
    if parts:
        yield _joined(parts)


def _joined(parts: Sequence[str]) -> str:
    """Lines as one; a hyphen at the end of a line stays, without a blank behind it: it may be the word's own."""
    return "".join(part if part.endswith("-") else f"{part} " for part in parts).rstrip()
