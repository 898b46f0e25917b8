"""Where the sources of an event disagree: each reading beside the others, with the sentences that it rests on."""

from __future__ import annotations

from collections.abc import Mapping

from components import safe, words
from dateline import draw
from dateline.merge.counts import counts_in
from dateline.model import Document, Event, Reading, When

DIFFER = {
    "date": "The sources disagree on the date",
    "actors": "The sources name different states",
    "status": "Told differently: planned, happened, denied",
    "count": "The sources count differently, the first published first",
}
"""What stands above the readings of each field."""

ABOUT = {"date": "date", "actors": "states", "status": "status", "count": "numbers"}
"""What a table calls each field that sources disagree on."""

_MOST = 3
"""Sentences that a reading is shown with; of further sources the outlets are named."""


def about(event: Event) -> str:
    """On what the sources of an event disagree: ``date and states``; "" where they agree."""
    fields = {reading.field for reading in event.readings}
    return draw.listed([name for field, name in ABOUT.items() if field in fields])


def readings(event: Event, documents: Mapping[str, Document], names: Mapping[str, str]) -> str:
    """All disagreements as HTML, nothing where the sources agree. ``names``: countries by code."""
    found = []
    for field in DIFFER:
        things = dict.fromkeys(reading.about for reading in event.readings if reading.field == field)
        found += [_asked(event, thing, field, documents, names) for thing in things]
    return "".join(found)


def _asked(event: Event, thing: str, field: str, documents: Mapping[str, Document], names: Mapping[str, str]) -> str:
    """The readings that answer one thing, side by side."""
    columns = []
    for reading in event.readings:
        if reading.about != thing:
            continue
        if field == "date":
            said = _spoken(reading.value)
        elif field == "status":
            said = words.STATUSES.get(reading.value, reading.value)
        elif field == "count":
            said = _number(reading.value)
        else:
            said = draw.listed([names.get(code, code) for code in reading.value.split()]) or "no state"
        here = [documents[key] for key in reading.documents if key in documents]
        told = "".join(_told(event, reading, document) for document in here[:_MOST])
        more = list(dict.fromkeys(words.outlet(document) for document in here[_MOST:]))
        if more:
            told += f"<p class='dl-note'>and {safe.html(draw.listed(more))}</p>"
        if not here:
            told = "<p class='dl-note'>an article since removed</p>"
        columns.append(f"<div role='listitem'><h4>{safe.html(said)}</h4>{told}</div>")
    each = f"<div class='dl-beside-each' role='list'>{''.join(columns)}</div>"
    return f"<div class='dl-differ'><p>{DIFFER[field]}</p>{each}</div>"


def _told(event: Event, reading: Reading, document: Document) -> str:
    """An outlet with its day and the sentence that the reading rests on, as far as it is known which does."""
    published = draw.date_in_words(document.published) if document.published else "no publication date"
    told = [mention for mention in event.mentions if mention.document == document.id]
    if reading.field == "count":  # an article may tell the event often, and count once
        told.sort(key=lambda mention: reading.value not in {count.value for count in counts_in(mention.evidence)})
    spans = [(mention.start, mention.end) for mention in told]
    quote = f"<blockquote>{safe.quoted(document.text, spans[0], around=110)}</blockquote>" if spans else ""
    head = f"<b>{safe.html(words.outlet(document))}</b> <span>{safe.html(published)}</span>"
    return f"<p class='dl-outlet'>{head}</p>{quote}"


def _number(value: str) -> str:
    """ "killed: at least 15" as "at least 15 killed"."""
    thing, _, said = value.partition(": ")
    return f"{said} {thing}"


def _spoken(value: str) -> str:
    try:
        return draw.date_in_words(When.of(value))
    except ValueError:
        return value
