"""The open event: what, when and why, who, and every source with its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components import around, disputes, editing, outcome, safe, words
from components import view as views
from dateline import draw
from dateline.model import Document, Event, EventMention, Link, Participant, Timeline
from dateline.rank import text_of

NEAR = 260
"""Characters between two tellings in a paragraph up to which they are shown in one passage."""


def show(detail: Any, names: Mapping[str, str], everything: Timeline) -> None:
    """Draws the card of a `store.EventDetail`. ``names``: countries by code; ``everything``: all events."""
    event: Event = detail.event
    documents: Mapping[str, Document] = detail.documents
    with st.container(key="card", gap="small"):
        with st.container(horizontal=True, vertical_alignment="top", key="card-head"):
            st.html(_kicker(event), width="stretch")
            st.button(
                "Close",
                key="card-close",
                type="tertiary",
                icon=":material/close:",
                on_click=_close,
                help="Close the event",
            )
        writing = editing.is_open()  # then the form takes the place of the facts, and the sentences stay below it
        if not writing:
            outcome.sentence()  # above the page it would be out of sight
        st.html(f"<h2 class='dl-event'>{safe.html(event.title)}</h2>{_date(event, why=not writing)}")
        if not writing:
            if facts := _facts(event, documents, names):
                st.html(facts)
            _links(event)
        editing.show(detail, everything)
        if not writing:
            outcome.changes(event)
        articles = len({mention.document for mention in event.mentions})
        st.html(f"<h3 class='dl-h3'>{told_by(event, documents) if articles else 'No article tells it'}</h3>")
        for number, (document, mentions) in enumerate(by_document(event, documents)):
            st.html(_source(document, mentions, event.links, documents))
            address = safe.link(document.url)
            if address:
                st.link_button(
                    "Read at the source",
                    address,
                    key=f"source-{number}",
                    type="tertiary",
                    icon=":material/open_in_new:",
                    help=safe.label(address),
                )
        if not writing:
            around.show(event)


def told_by(event: Event, documents: Mapping[str, Document]) -> str:
    """How many articles of how many outlets tell it, and how many of them with a text of their own."""
    told = {mention.document for mention in event.mentions}
    texts = {text_of(id_, documents) for id_ in told}
    outlets = {d.publisher for id_ in told if (d := documents.get(id_)) and d.publisher}
    nameless = sum(not d.publisher for id_ in told if (d := documents.get(id_)))
    of = f" from {draw.counted(len(outlets), 'outlet')}" if len(told) > 1 and outlets else ""
    if of and nameless:
        named = len(told) - nameless
        one = named == nameless == 1
        of = ", one of them without an outlet" if one else f": {named:,}{of}, {nameless:,} without an outlet"
    independent = f", {draw.counted(len(texts), 'independent text')}" if len(texts) < len(told) else ""
    return f"{draw.counted(len(told), 'article')}{of}{independent}"


def by_document(event: Event, documents: Mapping[str, Document]) -> list[tuple[Document, list[EventMention]]]:
    """The event's mentions by article, earliest published first, articles without a date last."""
    found: dict[str, list[EventMention]] = {}
    for mention in event.mentions:
        if mention.document in documents:
            found.setdefault(mention.document, []).append(mention)
    pairs = [(documents[key], sorted(mentions, key=lambda m: m.start)) for key, mentions in found.items()]

    def first_published(pair: tuple[Document, list[EventMention]]) -> tuple[bool, str, str]:
        published = pair[0].published
        day = published.earliest.isoformat() if published and published.earliest else ""
        return (not day, day, pair[0].id)

    return sorted(pairs, key=first_published)


def _close() -> None:
    views.change(event=None)


def _kicker(event: Event) -> str:
    status = "" if event.status == "happened" else f" · <b>{safe.html(words.STATUSES[event.status])}</b>"
    kinds = {change.kind for change in event.changes}
    corrected = " · added by hand" if "add" in kinds else " · corrected" if kinds - {"note"} else ""
    return f"<p class='dl-kicker'>{safe.html(words.TYPES.get(event.type, event.type))}{status}{corrected}</p>"


def _facts(event: Event, documents: Mapping[str, Document], names: Mapping[str, str]) -> str:
    parts = [disputes.readings(event, documents, names)]
    if event.participants:
        parts.append(f"<ul class='dl-who'>{''.join(_who(p, names) for p in _once(event.participants))}</ul>")
    return "".join(parts)


def _links(event: Event) -> None:
    """Where an event that was added by hand is told, by the word of whoever added it."""
    for change in event.changes:
        address = safe.link(change.said) if change.kind == "add" else None
        if address:
            st.link_button(
                "Read at the source", address, key=f"hand-{change.correction}", type="tertiary",
                icon=":material/open_in_new:", help=safe.label(address),
            )  # fmt: skip


def _date(event: Event, *, why: bool) -> str:
    if event.when is None:
        head = "<p class='dl-when'><b>Date not known</b></p>"
    else:
        precision = draw.precision_in_words(event.when)
        head = (
            f"<p class='dl-when'><b>{safe.html(draw.date_in_words(event.when, weekday=True))}</b> "
            f"<span>{safe.html(precision)}</span></p>"
        )
    if not event.when_trace or not why:
        return head
    steps = "".join(f"<li>{safe.html(step.replace(' -> ', ' → '))}</li>" for step in event.when_trace)
    summary = "Why this date" if event.when else "Why no date"
    return f"{head}<details class='dl-why' open><summary>{summary}</summary><ol>{steps}</ol></details>"


def _once(participants: tuple[Participant, ...]) -> list[Participant]:
    """Each actor once; a country that is there only through its people stands with them."""
    seen: dict[str, Participant] = {}
    for participant in participants:
        seen.setdefault(participant.actor.id, participant)
    order = {"person": 0, "IGO": 1, "organisation": 1, "country": 2}
    return sorted(seen.values(), key=lambda p: order[p.actor.kind])


def _who(participant: Participant, names: Mapping[str, str]) -> str:
    actor = participant.actor
    country = participant.country if actor.kind != "country" else None
    about = [names.get(country, country)] if country else []
    if participant.role != "other":
        about.append(words.ROLES[participant.role])
    name = names.get(actor.id, actor.name) if actor.kind == "country" else actor.name
    return f"<li><b>{safe.html(name)}</b> <span>{safe.html(' · '.join(about))}</span></li>"


def _source(
    document: Document, mentions: list[EventMention], links: Sequence[Link], documents: Mapping[str, Document]
) -> str:
    published = draw.date_in_words(document.published) if document.published else "no publication date"
    quotes = "".join(
        f"<blockquote>{safe.quoted(document.text, *spans)}</blockquote>" for spans in _passages(document.text, mentions)
    )
    return (
        f"<section class='dl-source'><p class='dl-outlet'><b>{safe.html(words.outlet(document))}</b> "
        f"<span>{safe.html(published)}</span></p>"
        f"<p class='dl-headline'>{safe.html(document.title or document.name)}</p>"
        f"{_same_text(document, documents)}{quotes}{_again(document, mentions)}"
        f"{_why_here(document, links, documents)}</section>"
    )


SHOWN_AGAIN = 12
"""So many places at which an article comes back to an event are listed."""


def _again(document: Document, mentions: Sequence[EventMention]) -> str:
    """How often an article comes back to the event, and where: the words, each with those around it."""
    spans = sorted({span for mention in mentions for span in mention.again})
    if not spans:
        return ""
    often = {1: "once more", 2: "twice more"}.get(len(spans), f"{len(spans)} times more")
    lines = "".join(f"<li>{_around(document.text, start, end)}</li>" for start, end in spans[:SHOWN_AGAIN])
    rest = f"<li>and {len(spans) - SHOWN_AGAIN} more</li>" if len(spans) > SHOWN_AGAIN else ""
    summary = f"The article comes back to it {often}"
    return f"<details class='dl-why'><summary>{summary}</summary><ul>{lines}{rest}</ul></details>"


def _around(text: str, start: int, end: int) -> str:
    """A word with a few before and behind it in its line."""
    before, word, after = safe.passage(text, start, end, around=45)
    return f"{safe.html(before)}<b>{safe.html(word)}</b>{safe.html(after)}"


def _same_text(document: Document, documents: Mapping[str, Document]) -> str:
    """Which of the other sources carry the same text: they are no independent ones."""
    others = [d for d in documents.values() if document.wire and d.wire == document.wire and d.id != document.id]
    if not others:
        return ""
    outlets = list(dict.fromkeys(words.outlet(other) for other in others))
    named = draw.listed(outlets) if len(outlets) <= 3 else f"{len(outlets):,} other outlets"
    return f"<p class='dl-note'>The same text as in {safe.html(named)}</p>"


def _why_here(document: Document, links: Sequence[Link], documents: Mapping[str, Document]) -> str:
    """Why an article's tellings count as this event, where more than one tells it."""
    steps = []
    for link in links:
        if link.mention[0] == document.id:
            other = documents.get(link.other[0])
            where = (
                "this article" if link.other[0] == document.id else words.outlet(other) if other else "another article"
            )
            steps.append(f"{', '.join(link.reasons)}: as told in {where}")
    if not steps:
        return ""
    listed = "".join(f"<li>{safe.html(step)}</li>" for step in dict.fromkeys(steps))
    return f"<details class='dl-why'><summary>Why the same event</summary><ol>{listed}</ol></details>"


def _passages(text: str, mentions: list[EventMention]) -> list[list[tuple[int, int]]]:
    """The mentions' spans, those of one paragraph together, so that no sentence is shown twice."""
    groups: list[list[tuple[int, int]]] = []
    for mention in mentions:
        span = (mention.start, mention.end)
        if groups and mention.start - groups[-1][-1][1] < NEAR and "\n" not in text[groups[-1][0][0] : mention.start]:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups
