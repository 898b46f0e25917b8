"""The timeline as an Excel workbook: the events, every telling of each with its source, and what the file is.

Every text is written as text: none becomes a formula, a link or a number, and one that begins like a formula stays
text when its cell is edited. Dates are text, for Excel knows no day before 1900 and no month without a day.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ..model import Timeline
from .tables import COLUMNS, FORMULA, Detail, event_row
from .words import counts_in_words, date_in_words, filters_in_words

_LONGEST = 32_000
"""Characters that a cell can hold, and a few less."""

_TELLINGS = (
    "event", "title", "date", "outlet", "published", "article", "link", "sentence", "date told", "status", "speaker",
    "cited outlet", "confidence",
)  # fmt: skip
_WIDE = {"title": 48, "why": 40, "sentence": 80, "article": 40, "people": 28, "sources": 28, "link": 30, "outlet": 24}


def as_xlsx(timeline: Timeline, *, title: str | None, subtitle: str | None, details: Sequence[Detail]) -> bytes:
    """The workbook, see above. ``details``: the events with their mentions and articles, for the second sheet."""
    import xlsxwriter  # wanted for this file alone

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": _sound(title or "Timeline"), "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no time zone there
    head = book.add_format({"bold": True, "bottom": 1})
    quoted = book.add_format({"quote_prefix": True})

    def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            page.write_string(0, at, column, head)
            page.set_column(at, at, _WIDE.get(column, 14))
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                if isinstance(value, int | float):
                    page.write_number(last, at, value)
                elif value:
                    text = _sound(str(value)[:_LONGEST])
                    page.write_string(last, at, text, quoted if text.startswith(FORMULA) else None)
        page.autofilter(0, 0, max(last, 1), len(columns) - 1)

    events = (*timeline.events, *timeline.undated)
    sheet("Events", COLUMNS, map(event_row, events))
    sheet("Tellings", _TELLINGS, (row for detail in details for row in _tellings(detail)))
    facts = [
        ("Title", title or "Timeline"), ("Shown", subtitle or filters_in_words(timeline.query, timeline)),
        ("Holds", counts_in_words(timeline)), ("Dates", "EDTF; earliest and latest are its bounds"),
        ("Made by", "Dateline"),
    ]  # fmt: skip
    sheet("About", ("what", "value"), facts)
    book.close()
    return out.getvalue()


def _sound(text: str) -> str:
    """Half a surrogate pair becomes a question mark: a file cannot hold it."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _tellings(detail: Detail) -> Iterable[tuple[Any, ...]]:
    for mention in detail.event.mentions:
        document = detail.documents.get(mention.document)
        yield (
            detail.event.id,
            detail.event.title,
            date_in_words(detail.event.when),
            document.publisher if document else "",
            document.published.value if document and document.published else "",
            (document.title or document.name) if document else "",
            document.url if document else "",
            " ".join(mention.evidence.split()),
            date_in_words(mention.when),
            mention.status,
            mention.speaker,
            mention.outlet,
            round(mention.confidence, 2),
        )
