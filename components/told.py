"""The events that an article tells, each a way to the timeline: so what was added or dated is found again there."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import desk, notice, safe
from dateline import draw
from dateline.model import Event


def follow_address() -> None:
    """Opens the timeline where a link of this list was opened in a tab of its own.

    The address of the first page is empty, so that Streamlit's link then leads to the page on which it stood.
    """
    event = st.query_params.get("event")
    if event:
        st.switch_page("pages/timeline.py", query_params={"event": event})


def show(document_id: str, *, most: int = 12, key: str = "told") -> None:
    """Draws the list of an article, the ``most`` first of it. ``key`` tells two lists on a page apart."""
    events = desk.told_in(document_id)
    if not events:
        notice.muted("No event was found in it.")
        return
    each(events[:most], key=f"{key}-{document_id}")
    if len(events) > most:
        notice.muted(f"and {len(events) - most:,} more")


def each(events: Sequence[Event], *, key: str) -> None:
    """Draws a link to each event on the timeline."""
    with st.container(key=key, gap=None):
        for event in events:
            link(event, label=safe.label(f"{draw.date_in_words(event.when)} · {event.title}"))


def link(event: Event, *, label: str) -> None:
    """Draws a link to an event on the timeline. ``label`` is Markdown."""
    st.page_link("pages/timeline.py", label=label, icon=":material/timeline:", query_params={"event": event.id})
