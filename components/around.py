"""What happened before and after the open event between the same actors, each a way to go there."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import desk, safe
from components import view as views
from dateline import draw
from dateline.model import Event


def show(event: Event) -> None:
    """Draws both lists; nothing where there is nothing."""
    found = desk.around(event.id)
    if not found.before and not found.after:
        return
    with st.container(key="around-head"):
        st.html(f"<h3 class='dl-h3'>Before and after: {safe.html(draw.listed(list(found.actors)))}</h3>")
    with st.container(key="around", gap=None):
        _list("Before", found.before)
        _list("After", found.after)


def _list(title: str, events: Sequence[Event]) -> None:
    for event in events:
        st.button(
            safe.label(f"{draw.date_in_words(event.when)} · {event.title}"),
            key=f"around-{event.id}",  # which tabs.js reads: a button has no address
            type="tertiary",
            icon=":material/arrow_back:" if title == "Before" else ":material/arrow_forward:",
            on_click=_open,
            args=(event.id,),
            help=f"{title}, between the same actors",
        )


def _open(event: str) -> None:
    views.change(event=event)
