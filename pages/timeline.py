"""The timeline: filters, chart, the open event, and the table of what is shown."""

from __future__ import annotations

import time

import streamlit as st

from components import (
    bins,
    byhand,
    card,
    desk,
    editing,
    empty,
    export,
    filters,
    head,
    layout,
    notice,
    outcome,
    sample,
    saved,
    shell,
    table,
    viewport,
    zoom,
)
from components import view as views
from components.view import View
from dateline import limits
from dateline.model import Timeline

_AHEAD = 0.1
"""Seconds by which the chart goes ahead: what reaches the browser before it is drawn is laid out first."""


def main() -> None:
    """Draws the page."""
    views.adopt_url("timeline")
    if (everything := empty.everything()) is None:
        return
    view = zoom.within(views.known(views.current(), everything))
    views.put_quietly(view)
    crowded = bins.listed()
    undated = limits.MAX_MARKS if view.undated else limits.UNDATED_AHEAD
    shown = desk.timeline(view.query, offer=filters.offer(view), crowded=crowded, undated=undated)
    drawn = zoom.timeline(view, shown, crowded=crowded)
    names = {choice.value: choice.label for choice in everything.choices.get("countries", ())}
    adding = byhand.is_open()

    # Places first, in the order in which they stand; then what fills them in the order in which the browser shall get
    # it: the ruler, which has the chart's library fetched, and the chart before all others.
    sample.note()
    above = st.container(key="head", horizontal=True, vertical_alignment="bottom")
    counts = st.container(key="counts")
    between = st.container(key="between")
    with st.container(key="desk"):
        left, right = st.columns([64, 36], gap="medium")
    with st.container(key="foot"):
        viewport.measure()
    with between:
        detail = head.open_event(view)
        place = layout.where() if detail or adding else "none"
        layout.place(card=place, form=adding or editing.is_open())
    with left:
        if shown.events:
            _chart(view, drawn, width=layout.left(viewport.width()) if place == "beside" else viewport.width())
        rows = st.container(key="rows")
    if shown.events:
        time.sleep(_AHEAD)
    with right:
        if adding:
            byhand.form(everything)
        elif detail is not None:
            card.show(detail, names, everything)
    with counts:
        head.count_line(view, shown, chart="boxes" if bins.wanted(drawn) else "marks")
    filters.show(view, shown, everything)
    with above:
        _head(view, shown, drawn, everything)
    with between:
        _notes(view, shown)
    with rows:
        if shown.events:
            table.show(drawn, view, names, narrow=place == "beside" or viewport.width() < table.NARROW)


def _head(view: View, shown: Timeline, drawn: Timeline, everything: Timeline) -> None:
    """The title, and what can be done with the timeline; what is taken along is what the chart shows."""
    notice.heading(head.title(view, shown, everything))
    if shown.total:
        with st.container(key="tools", horizontal=True, width="content", vertical_alignment="center"):
            head.lanes(view)
            byhand.button()
            saved.show()
            title = head.title(view, drawn, everything, zoomed=True)
            export.show(drawn, view, title=title, subtitle=head.subtitle(view, shown))


def _notes(view: View, shown: Timeline) -> None:
    """What stands between head and chart: how the last action went, that nothing was found, the undated events."""
    if not byhand.is_open() and not editing.is_open():
        outcome.sentence()
    if not shown.total:
        empty.nothing_found(view)
    if view.undated and shown.undated:
        table.undated(shown, view)
        if desk.undated_documents():
            st.page_link("pages/documents.py", label="Give an article its date", icon=":material/edit_calendar:")


def _chart(view: View, drawn: Timeline, *, width: int) -> None:
    """The chart, and above it what it leaves out."""
    with st.container(key="chart-head", horizontal=True):
        zoom.note(view, drawn)
        if not bins.wanted(drawn):  # the boxes count the far events too
            zoom.far(view, drawn)
        bins.switch(drawn)
    bins.or_marks(drawn, view, width=width)


shell.run(main, after=views.write_url)
