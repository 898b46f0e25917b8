"""An article to read: its times, actors and events marked in the text, each with its reason on hover and in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

import streamlit as st

from components import desk, notice, safe, words
from dateline import draw
from dateline.extraction import extract_document
from dateline.limits import MAX_MARKED_CHARS
from dateline.model import Document

_CLASSES = {"event": "dl-ev", "time": "dl-ti", "actor": "dl-ac", "again": "dl-ag"}


@dataclass(frozen=True, slots=True)
class Span:
    """A marked place ``[start, end)``: what is there ("event", "time", "actor", "again"), and why, in words.

    ``event``: the id of the event to which words lead that tell it again.
    """

    start: int
    end: int
    what: str
    why: str
    event: str = ""


def show(document: Document) -> None:
    """Draws the text of an article with all that was found in it."""
    if len(document.text) > MAX_MARKED_CHARS:
        notice.muted("The article is too long to be marked; its events are on the timeline all the same.")
        st.html(f"<div class='dl-article'>{safe.html(document.text)}</div>")
        return
    again = tuple((t.start, t.end, t.event, t.title) for t in desk.told_again(document.id))
    published = document.published.value if document.published else None
    st.html(_marked(document.id, published, again, _document=document))


@st.cache_resource(max_entries=32, show_spinner="Marking …")
def _marked(
    document_id: str, published: str | None, again: tuple[tuple[int, int, str, str], ...], *, _document: Document
) -> str:
    """The article's HTML, made once: what is found in a text depends on its date, and on no other article but for the
    events to which it comes back (``again``: start, end, id and title)."""
    back = [Span(start, end, "again", f"Tells again: {title}", event) for start, end, event, title in again]
    found = tuple(sorted([*_found(_document), *back], key=lambda span: (span.start, -span.end)))
    more = ", <span class='dl-ag'>told again</span>" if back else ""
    leads = " What is told again leads to its event." if back else ""
    return (
        "<p class='dl-marks'><span class='dl-ti'>times</span> <span class='dl-ac'>actors</span> "
        f"<span class='dl-ev'>events</span>{more}: rest the pointer on one for its reason.{leads}</p>"
        f"<div class='dl-article'>{marked(_document.text, found)}</div>{_list(_document, found)}"
    )


def _list(document: Document, found: Iterable[Span]) -> str:
    """The same for whoever has no pointer."""
    rows = [span for span in found if span.what != "actor"]
    if not rows:
        return ""
    lines = "".join(
        f"<li><b>{safe.html(_short(document.text[span.start : span.end]))}</b> {safe.html(span.why)}</li>"
        for span in rows
    )
    return f"<details class='dl-why'><summary>All reasons as a list</summary><ol>{lines}</ol></details>"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else line[:90].rsplit(" ", 1)[0] + " …"


def marked(text: str, spans: Iterable[Span]) -> str:
    """``text`` as HTML in which each span carries its class and its reason; every character of both is escaped.

    What tells an event again is a link to it, with its own reason alone. Spans may lie in or across one another: the
    text is cut wherever one begins or ends.
    """
    kept = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    cuts = sorted({0, len(text), *(span.start for span in kept), *(span.end for span in kept)})
    order = sorted(kept, key=lambda span: span.start)
    out: list[str] = []
    covering: list[Span] = []
    coming = 0
    for start, end in pairwise(cuts):
        while coming < len(order) and order[coming].start <= start:
            covering.append(order[coming])
            coming += 1
        covering = [span for span in covering if span.end > start]
        piece = safe.html(text[start:end])
        if covering:
            classes = [_CLASSES[what] for what in _CLASSES if any(span.what == what for span in covering)]
            classes += ["dl-first"] if any(s.what == "event" and s.start == start for s in covering) else []
            why = " · ".join(dict.fromkeys(span.why for span in sorted(covering, key=lambda s: s.end - s.start)))
            back = next((span for span in covering if span.event), None)
            if back is None:
                piece = f"<span class='{' '.join(classes)}' title='{safe.html(why)}'>{piece}</span>"
            else:
                address = safe.html("?" + urlencode({"event": back.event}))
                piece = f"<a class='{' '.join(classes)}' href='{address}' title='{safe.html(back.why)}'>{piece}</a>"
        out.append(piece)
    return "".join(out)


def _found(document: Document) -> tuple[Span, ...]:
    """All that the engine finds in an article, as it stands in the database with the date that a person gave."""
    found = extract_document(document)
    spans = []
    for time in found.times:
        told = draw.date_in_words(time.when) if time.when else time.open_reason or "left open"
        spans.append(Span(time.start, time.end, "time", f"Time: {told}. {time.trace.replace(' -> ', ' → ')}"))
    spans += [Span(a.start, a.end, "actor", f"Actor: {a.actor.name}. {a.trace}") for a in found.actors]
    for mention in found.mentions:
        when = draw.date_in_words(mention.when)
        why = "; ".join(step.replace(" -> ", " → ") for step in mention.when_trace)
        kind = words.TYPES.get(mention.type, mention.type)
        status = "" if mention.status == "happened" else f", {words.STATUSES[mention.status].lower()}"
        spans.append(Span(mention.start, mention.end, "event", f"Event: {kind}{status}, {when}. {why}"))
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end)))
