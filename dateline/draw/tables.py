"""The timeline as data: CSV for a spreadsheet, JSON for programs. Both hold every event of the timeline, in its order,
the undated ones after the dated.

**CSV** (RFC 4180: commas, CRLF, quotes doubled; UTF-8 with a byte order mark, without which Excel shows "MÃ¼nchen").
One line an event; columns as in `COLUMNS`. ``date`` is EDTF level 1, ``earliest`` and ``latest`` ISO days, empty where
open or unknown; lists are joined by "; "; ``corrected`` says what people corrected, and is empty where all is as the
rules found it. A cell that a spreadsheet would take for a formula gets an apostrophe first.

**JSON** (UTF-8)::

    {"format": "dateline-timeline", "version": 1, "title": …, "subtitle": …,
     "filters": {"words": …, "countries": […], "people": […], "publishers": […], "types": […], "statuses": […],
                 "since": "1990-01-01" | null, "until": … | null, and all others of `dateline.model.Query`},
     "counts": {"events": …, "dated": …, "undated": …, "documents": …},
     "events": [{"id", "title", "type", "status",
                 "date": {"value" (EDTF), "earliest", "latest", "precision", "approximate", "words"} | null,
                 "why": [steps], "importance" (0 to 1), "mention_count", "publishers": […],
                 "participants": [{"id", "kind", "name", "country", "role"}],
                 "corrections": [{"kind", "author", "reason", "made", "found", "said"}],
                 "readings": [{"field", "value", "documents": [ids]}],
                 "links": [{"document", "start", "like": {"document", "start"}, "reasons", "score"}],
                 "mentions": [{"document", "title", "publisher", "published", "url", "start", "end", "evidence",
                               "trigger": [start, end], "again": [[start, end]], "type", "status", "date", "why",
                               "speaker", "outlet", "confidence", "rules"}]}],
     "undated": [the same, "date" null]}

``mentions`` is filled from ``details`` or from the events themselves, empty where neither has them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Protocol

from ..model import Document, Event, EventMention, Query, Timeline, When
from .words import date_in_words

COLUMNS = (
    "id", "title", "type", "status", "date", "earliest", "latest", "precision", "countries", "people", "orgs",
    "sources", "mention_count", "importance", "why", "corrected",
)  # fmt: skip
CORRECTED = {
    "date": "date", "type": "type", "title": "title", "status": "status", "actors": "actors", "note": "note",
    "add": "added by hand", "merge": "merged", "apart": "told apart", "hide": "hidden",
}  # fmt: skip
"""What people's corrections did to an event, in the words of the column ``corrected``."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""


class Detail(Protocol):
    """An event with its mentions, and the articles that they stand in, by id."""

    @property
    def event(self) -> Event: ...

    @property
    def documents(self) -> Mapping[str, Document]: ...


def as_csv(timeline: Timeline) -> bytes:
    """The events as CSV, see above."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for event in (*timeline.events, *timeline.undated):
        writer.writerow([_cell(value) for value in event_row(event)])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def as_json(timeline: Timeline, *, title: str | None, subtitle: str | None, details: Sequence[Detail]) -> bytes:
    """The timeline as JSON, see above."""
    known = {detail.event.id: detail for detail in details}
    data = {
        "format": "dateline-timeline",
        "version": 1,
        "title": title,
        "subtitle": subtitle,
        "filters": _filters(timeline.query),
        "counts": {
            "events": timeline.total,
            "dated": timeline.dated_total,
            "undated": timeline.undated_total,
            "documents": timeline.documents,
        },
        "events": [_event(event, known.get(event.id)) for event in timeline.events],
        "undated": [_event(event, known.get(event.id)) for event in timeline.undated],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", errors="replace")


def event_row(event: Event) -> tuple[object, ...]:
    """The cells of an event, as `COLUMNS` names them."""
    when = event.when
    return (
        event.id, event.title, event.type, event.status, when.value if when else "", _iso(when, "earliest") or "",
        _iso(when, "latest") or "", when.precision if when else "", "; ".join(event.countries),
        "; ".join(event.people), "; ".join(event.orgs), "; ".join(event.publishers), event.mention_count,
        round(event.importance, 4), " · ".join(event.when_trace),
        "; ".join(f"{CORRECTED[change.kind]} by {change.author or 'somebody'}" for change in event.changes),
    )  # fmt: skip


def _cell(value: object) -> object:
    """Text that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _filters(query: Query) -> dict[str, Any]:
    """Every field of a query by its name."""
    found: dict[str, Any] = {}
    for each in fields(query):
        value = getattr(query, each.name)
        found[each.name] = list(value) if isinstance(value, tuple) else value
    for bound in ("since", "until"):
        found[bound] = found[bound].isoformat() if found[bound] else None
    return found


def _event(event: Event, detail: Detail | None) -> dict[str, Any]:
    mentions = detail.event.mentions if detail else event.mentions
    documents = detail.documents if detail else {}
    return {
        "id": event.id,
        "title": event.title,
        "type": event.type,
        "status": event.status,
        "date": _when(event.when),
        "why": list(event.when_trace),
        "importance": event.importance,
        "mention_count": event.mention_count,
        "publishers": list(event.publishers),
        "participants": [
            {
                "id": part.actor.id,
                "kind": part.actor.kind,
                "name": part.actor.name,
                "country": part.country or part.actor.country,
                "role": part.role,
            }
            for part in event.participants
        ],
        "corrections": [
            {
                "kind": change.kind,
                "author": change.author,
                "reason": change.reason,
                "made": change.made,
                "found": change.found,
                "said": change.said,
            }
            for change in event.changes
        ],
        "readings": [{"field": r.field, "value": r.value, "documents": list(r.documents)} for r in event.readings],
        "links": [
            {
                "document": link.mention[0],
                "start": link.mention[1],
                "like": {"document": link.other[0], "start": link.other[1]},
                "reasons": list(link.reasons),
                "score": link.score,
            }
            for link in (detail.event.links if detail else event.links)
        ],
        "mentions": [_mention(mention, documents.get(mention.document)) for mention in mentions],
    }


def _mention(mention: EventMention, document: Document | None) -> dict[str, Any]:
    return {
        "document": mention.document,
        "title": document.title if document else None,
        "publisher": document.publisher if document else None,
        "published": document.published.value if document and document.published else None,
        "url": document.url if document else None,
        "start": mention.start,
        "end": mention.end,
        "evidence": mention.evidence,
        "trigger": list(mention.trigger),
        "again": [list(span) for span in mention.again],
        "type": mention.type,
        "status": mention.status,
        "date": _when(mention.when),
        "why": list(mention.when_trace),
        "speaker": mention.speaker,
        "outlet": mention.outlet,
        "confidence": mention.confidence,
        "rules": list(mention.trace),
    }


def _when(when: When | None) -> dict[str, Any] | None:
    if when is None:
        return None
    return {
        "value": when.value,
        "earliest": _iso(when, "earliest"),
        "latest": _iso(when, "latest"),
        "precision": when.precision,
        "approximate": when.approximate,
        "words": date_in_words(when),
    }


def _iso(when: When | None, end: str) -> str | None:
    day = getattr(when, end) if when else None
    return day.isoformat() if day else None
