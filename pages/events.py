"""The events as a table: to sort, to search, to mend in place, to change or hide many at once."""

from __future__ import annotations

import streamlit as st

from components import card, desk, empty, filters, grid, head, layout, notice, outcome, shell, viewport
from components import view as views


def main() -> None:
    """Draws the page."""
    views.adopt_url("events")
    if (everything := empty.everything()) is None:
        return
    view = views.known(views.current(), everything)
    views.put_quietly(view)
    shown = desk.timeline(view.query, offer=filters.offer(view))
    names = {choice.value: choice.label for choice in everything.choices.get("countries", ())}
    filters.show(view, shown, everything)
    notice.heading(f"Events: {head.title(view, shown, everything)}")
    head.count_line(view, shown, chart="none")
    if not shown.total:
        empty.nothing_found(view)
    detail = head.open_event(view)
    if detail is None:
        outcome.sentence()
    layout.place(card=layout.where() if detail else "none")
    with st.container(key="desk"):
        left, right = st.columns([64, 36], gap="medium")
    with left:
        if shown.total:
            grid.show(shown, names)
    if detail is not None:
        with right:
            card.show(detail, names, everything)
    viewport.measure()


shell.run(main, after=views.write_url)
