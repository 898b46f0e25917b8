"""The events that an article tells, each a way to the timeline: so what was added or dated is found again there."""

from __future__ import annotations

import streamlit as st

from components import desk, notice, safe
from dateline import draw


def show(document_id: str, *, most: int = 12, key: str = "told") -> None:
    """Draws the list, the ``most`` first of it. ``key`` tells two lists on a page apart."""
    events = desk.told_in(document_id)
    if not events:
        notice.muted("No event was found in it.")
        return
    with st.container(key=f"{key}-{document_id}", gap=None):
        for event in events[:most]:
            st.page_link(
                "pages/timeline.py",
                label=safe.label(f"{draw.date_in_words(event.when)} · {event.title}"),
                icon=":material/timeline:",
                query_params={"event": event.id},
            )
    if len(events) > most:
        notice.muted(f"and {len(events) - most:,} more")
