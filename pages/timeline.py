"""The timeline: filters, chart, the open event, and the table of what is shown."""

from __future__ import annotations

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
from dateline import limits


def main() -> None:
    """Draws the page."""
    views.adopt_url("timeline")
    if (everything := empty.everything()) is None:
        return
    view = views.known(views.current(), everything)
    views.put_quietly(view)
    crowded = bins.listed()
    undated = limits.MAX_MARKS if view.undated else limits.UNDATED_AHEAD
    shown = desk.timeline(view.query, offer=filters.offer(view), crowded=crowded, undated=undated)
    names = {choice.value: choice.label for choice in everything.choices.get("countries", ())}

    filters.show(view, shown, everything)
    width = viewport.width()
    sample.note()
    title, subtitle = head.title(view, shown, everything), head.subtitle(view, shown)
    with st.container(key="head", horizontal=True, vertical_alignment="bottom"):
        notice.heading(title)
        if shown.total:
            with st.container(key="tools", horizontal=True, width="content", vertical_alignment="center"):
                head.lanes(view)
                byhand.button()
                saved.show()
                export.show(shown, view, title=title, subtitle=subtitle)
    drawn = zoom.timeline(view, shown, crowded=crowded)
    head.count_line(view, shown, chart="boxes" if bins.wanted(drawn) else "marks")
    # One place whatever stands in it, so that the chart below is not mounted anew.
    with st.container(key="between"):
        if not byhand.is_open() and not editing.is_open():
            outcome.sentence()
        if not shown.total:
            empty.nothing_found(view)
        if view.undated and shown.undated:
            table.undated(shown, view)
            if desk.undated_documents():
                st.page_link("pages/documents.py", label="Give an article its date", icon=":material/edit_calendar:")
    detail = head.open_event(view)
    adding = byhand.is_open()
    place = layout.where() if detail or adding else "none"
    layout.place(card=place, form=adding or editing.is_open())
    with st.container(key="desk"):
        left, right = st.columns([64, 36], gap="medium")
    with left:
        if shown.events:
            wide = layout.left(width) if place == "beside" else width
            with st.container(key="chart-head", horizontal=True):
                zoom.note(view, drawn)
                if not bins.wanted(drawn):  # the boxes count the far events too
                    zoom.far(view, drawn)
                bins.switch(drawn)
            bins.or_marks(drawn, view, width=wide)
            table.show(drawn, view, names)
    if adding:
        with right:
            byhand.form(everything)
    elif detail is not None:
        with right:
            card.show(detail, names, everything)
    viewport.measure()


shell.run(main, after=views.write_url)
