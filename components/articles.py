"""The articles of the page Documents: a date for those that have none, and a look into each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components import desk, layout, notice, pick, reader, safe, signed, told, viewport, words
from dateline import draw, pipeline, read
from dateline.errors import DatelineError
from dateline.model import Anchor, Document

_OUTCOME = "date-outcome"
_DATED = "date-document"
_CHOSEN = "article"


def without_date(item: Any) -> None:
    """An article without a date (`store.UndatedDocument`): why, what is proposed, and one field to give it."""
    document: Document = item.document
    anchor: Anchor = item.anchor
    key = f"undated-{document.id}"
    open_ = f" · {draw.counted(item.events, 'event')} waiting for it" if item.events else ""
    with st.container(key=key, border=True):
        told, form = st.columns([55, 45], vertical_alignment="top")
        told.html(
            f"<p class='dl-headline'><b>{safe.html(document.title or document.name)}</b></p>"
            f"<p class='dl-note'>{safe.html(words.outlet(document))} · no publication date stated{safe.html(open_)}</p>"
            f"<p class='dl-reason'>{safe.html(anchor.reason)}</p>"
        )
        with form:
            _date_form(document, anchor, key)


def _date_form(document: Document, anchor: Anchor, key: str) -> None:
    field = f"{key}-date"
    with (
        st.form(f"{key}-form", border=False, enter_to_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input("Published on", key=field, max_chars=40, placeholder=words.DATE_HELP, width=230)
        found = anchor.when is not None and anchor.origin in ("inferred", "dateline")
        likely = document.proposed is not None and anchor.when is None
        st.form_submit_button(
            "Set date", key=f"{key}-set", type="secondary" if found or likely else "primary", on_click=_give_typed,
            args=(document.id, field),
        )  # fmt: skip
        if found and anchor.when is not None:
            st.form_submit_button(
                f"Use the date found: {draw.date_in_words(anchor.when)}",
                key=f"{key}-accept",
                type="primary",
                help=anchor.reason,
                on_click=_give,
                args=(document.id, anchor.when.value.rstrip("~?%")),
            )
        if likely and document.proposed is not None:
            st.form_submit_button(
                f"Use the likely date: {draw.date_in_words(document.proposed)}",
                key=f"{key}-likely",
                type="primary",
                on_click=_give,
                args=(document.id, document.proposed.value),
            )
        if _given(document):
            st.form_submit_button("Take the date back", key=f"{key}-back", on_click=_give, args=(document.id, ""))


def outcome() -> None:
    """What came of the last date that was given."""
    if notice.kept(_OUTCOME):
        dated = st.session_state.pop(_DATED, None)
        if dated:
            told.show(dated, most=6, key="told-dated")
        st.page_link("pages/timeline.py", label="See the timeline", icon=":material/timeline:")


def table(rows: Sequence[Any]) -> None:
    """All articles (`store.DocumentRow`); choosing one shows its text."""
    ids = [row.document.id for row in rows]
    at = st.session_state.get(_CHOSEN)
    picked = ids.index(at) if at in ids else None
    layout.place(card="none" if picked is None else layout.where())
    with st.container(key="desk"):
        left, right = st.columns([64, 36], gap="medium")
    with left:
        _list(rows, picked)
    if picked is not None:
        with right:
            _read(rows[picked], rows)
    viewport.measure()


def _list(rows: Sequence[Any], picked: int | None) -> None:
    def chosen(at: int | None) -> None:
        st.session_state[_CHOSEN] = None if at is None else rows[at].document.id

    pick.row(
        pd.DataFrame(
            {
                "Published": [row.document.published.iso if row.document.published else "" for row in rows],
                "Outlet": [row.document.publisher or "" for row in rows],
                "Article": [row.document.title or row.document.name for row in rows],
                "Events": [row.events for row in rows],
                "Same text": [words.copies(row) for row in rows],
                "Date from": [row.document.published_origin or "" for row in rows],
            }
        ),
        key="articles",
        picked=picked,
        on_pick=chosen,
        height=520,
        columns={
            "Published": st.column_config.TextColumn(width=104),
            "Outlet": st.column_config.TextColumn(width=170),
            "Article": st.column_config.TextColumn(width="large"),
            "Events": st.column_config.NumberColumn(width=70),
            "Same text": st.column_config.TextColumn(
                width="small", help="Other articles with the same text: an agency's, or an older or newer version"
            ),
            "Date from": st.column_config.TextColumn(width="small"),
        },
        alt="Articles",
    )


def _read(row: Any, rows: Sequence[Any]) -> None:
    document = desk.document(row.document.id)
    published = draw.date_in_words(document.published) if document.published else "no publication date"
    origin = f" ({document.published_origin})" if document.published_origin else ""
    with st.container(key="card"):
        with st.container(horizontal=True, horizontal_alignment="right", key="card-head"):
            st.button("Close", key="article-close", type="tertiary", icon=":material/close:", on_click=_close)
        st.html(
            f"<h2 class='dl-event'>{safe.html(document.title or document.name)}</h2>"
            f"<p class='dl-count'>{safe.html(f'{words.outlet(document)} · {published}{origin}')}</p>"
        )
        if document.language not in read.READ:
            unread = f"In {read.language_name(document.language)}: stored and shown, but not read."
            st.html(f"<p class='dl-reason'>{safe.html(unread)}</p>")
        if document.date_note and document.published:
            st.html(f"<p class='dl-reason'>{safe.html(document.date_note)}</p>")
        if shared := _copies(row, rows):
            st.html(f"<p class='dl-note'>{safe.html(shared)}</p>")
        if document.published is None or _given(document):
            _date_form(document, row.anchor, "open")
        address = safe.link(document.url)
        if address:
            st.link_button("Read at the source", address, type="tertiary", icon=":material/open_in_new:")
        with st.expander(f"What it tells: {draw.counted(row.events, 'event')}"):
            told.show(document.id, most=40)
        reader.show(document)
        with st.popover("Remove this article", type="tertiary", icon=":material/delete:"):
            st.text("The events that it alone tells go with it. Corrections of them are kept, should it come back.")
            st.button("Remove it", key="article-remove", type="primary", on_click=_remove, args=(document.id,))


def _remove(document_id: str) -> None:
    try:
        pipeline.remove_document(desk.path(), document_id)
    except DatelineError as error:
        notice.keep(_OUTCOME, str(error), good=False)
        return
    st.session_state[_CHOSEN] = None
    notice.keep(_OUTCOME, "The article was removed, and the events that it alone told.")


def _close() -> None:
    st.session_state[_CHOSEN] = None


def _given(document: Document) -> bool:
    """Whether a person gave the date; only such a date can be taken back."""
    return document.published is not None and (document.published_origin or "").startswith("given")


def _give_typed(document_id: str, field: str) -> None:
    typed = str(st.session_state.get(field) or "").strip()
    if typed:
        _give(document_id, typed)


def _give(document_id: str, value: str) -> None:
    """Gives the date and reads the article anew. Runs before the page is drawn, which then has the new dates."""
    try:
        before = desk.everything()
        pipeline.set_published(desk.path(), document_id, words.published(value) or "", author=signed.name())
        gained = before.undated_total - desk.everything().undated_total
    except DatelineError as error:
        notice.keep(_OUTCOME, str(error), good=False)
        return
    if not value:
        said = "The date was taken back; what hung on it is open again."
    elif gained > 0:
        said = f"The article has its date now, and {draw.counted(gained, 'event')} with it."
    else:
        said = "The article has its date now."
    st.session_state[_DATED] = document_id if value else None
    notice.keep(_OUTCOME, said)


def _copies(row: Any, rows: Sequence[Any]) -> str:
    """Where else the article's text stands, in a sentence; "" where nowhere."""
    if not row.copies:
        return ""
    others = [other.document for other in rows if other.document.id in row.copies]
    outlets = list(dict.fromkeys(words.outlet(document) for document in others))
    named = draw.listed(outlets) if len(outlets) <= 5 else f"{len(outlets):,} outlets"
    newer = next((d for d in others if d.id == row.newer), None)
    later = f" A newer version is of {draw.date_in_words(newer.published)}." if newer and newer.published else ""
    many = draw.counted(len(others), "other article")
    return f"The same text stands in {many} ({named}): one independent source.{later}"
