"""One actor: its own timeline, who takes part with it and when, the offices it held."""

from __future__ import annotations

import streamlit as st

from components import actors, bins, card, desk, empty, head, layout, notice, outcome, shell, viewport, zoom
from components import view as views


def main() -> None:
    """Draws the page."""
    views.leave("actors")
    if (everything := empty.everything()) is None:
        return
    chosen = actors.choose(everything)
    if chosen is None:
        notice.heading("Actors", "No event names anybody.")
        return
    shown = desk.timeline(chosen.query, offer=())
    actors.heading(chosen, shown)
    view = views.current()
    detail = head.open_event(view)
    if detail is None:
        outcome.sentence()
    width = viewport.width()
    place = layout.where() if detail else "none"
    layout.place(card=place)
    with st.container(key="desk"):
        left, right = st.columns([64, 36], gap="medium")
    with left:
        wide = layout.left(width) if place == "beside" else width
        if shown.events:
            drawn, as_lanes = zoom.timeline(view, shown), actors.lanes(view)
            with st.container(key="chart-head", horizontal=True):
                zoom.note(view, drawn)
                if not bins.wanted(drawn):
                    zoom.far(view, drawn)
                bins.switch(drawn)
            bins.or_marks(drawn, as_lanes, width=wide)
        actors.counterparts(chosen, everything, shown, width=wide)
        actors.offices(chosen, everything)
    if detail is not None:
        with right:
            names = {choice.value: choice.label for choice in everything.choices.get("countries", ())}
            card.show(detail, names, everything)
    viewport.measure()


shell.run(main)
