"""The timeline as Markdown with citations: a line for each event, a footnote for each article that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..model import Document, Event, EventMention, Timeline
from .links import web_link
from .tables import Detail
from .words import clean, counts_in_words, date_in_words

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-!|~$<>&^=.@])")
_QUOTE = 300
"""Characters of a sentence that a citation quotes."""


def as_markdown(timeline: Timeline, *, title: str | None, subtitle: str | None, details: Sequence[Detail]) -> bytes:
    """The file; ``details`` gives the events' mentions and articles, without which no citation can stand."""
    known = {detail.event.id: detail for detail in details}
    lines = [f"# {_safe(title or 'Timeline')}", ""]
    if subtitle:
        lines += [_safe(subtitle), ""]
    lines += [_safe(counts_in_words(timeline)), ""]
    notes: list[str] = []
    year = ""
    for event in timeline.events:
        day = event.when and (event.when.earliest or event.when.latest)
        if day and str(day.year) != year:
            year = str(day.year)
            lines += ["", f"## {year}", ""]
        lines.append(_line(event, known.get(event.id), notes))
    if timeline.undated:
        lines += ["", "## Date unknown", ""]
        lines += [_line(event, known.get(event.id), notes) for event in timeline.undated]
    return "\n".join([*lines, "", *notes, ""]).encode("utf-8", errors="replace")


def _line(event: Event, detail: Detail | None, notes: list[str]) -> str:
    status = "" if event.status == "happened" else f" ({event.status})"
    marks = []
    for document, mentions in _by_article(detail):
        notes.append(f"[^{len(notes) + 1}]: {_citation(document, mentions)}")
        marks.append(f"[^{len(notes)}]")
    return f"- **{_safe(date_in_words(event.when))}** {_safe(event.title)}{status}{' '.join(marks)}"


def _by_article(detail: Detail | None) -> Iterable[tuple[Document, list[EventMention]]]:
    found: dict[str, list[EventMention]] = {}
    for mention in detail.event.mentions if detail else ():
        if detail and mention.document in detail.documents:
            found.setdefault(mention.document, []).append(mention)
    return [(detail.documents[key], mentions) for key, mentions in found.items()] if detail else []


def _citation(document: Document, mentions: Sequence[EventMention]) -> str:
    quote = clean(mentions[0].evidence)
    quote = quote if len(quote) <= _QUOTE else quote[:_QUOTE].rsplit(" ", 1)[0] + " …"
    parts = [
        _safe(document.publisher or "outlet not known"),
        f"*{_safe(document.title or document.name)}*",
        _safe(date_in_words(document.published)) if document.published else "no publication date",
    ]
    link = web_link(document.url)
    return f"{', '.join(parts)}: “{_safe(quote)}”" + (f" <{link}>" if link else "")


def _safe(text: str) -> str:
    """Untrusted text as Markdown that shows it character for character."""
    # A word joiner keeps "www." and "http:" from becoming links by themselves.
    line = re.sub(r"(?i)\b(www|https?|ftp|mailto)(?=[.:])", "\\1\u2060", clean(text))
    return re.sub(r":(?=\S)", ":\u2060", _MARKS.sub(r"\\\1", line))
