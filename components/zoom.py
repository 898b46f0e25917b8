"""The stretch of time that the chart shows: what the reader zoomed to comes back, and more fits on the chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from components import desk, plot
from components import view as views
from components.view import View
from dateline import draw, limits
from dateline.model import Timeline

CHART = "chart"
"""The key of the chart that is zoomed."""
_LEAST_DAYS = 3
"""The shortest stretch that can be zoomed to."""


def within(view: View) -> View:
    """The view without a zoom to a stretch that the chosen years leave out wholly: nothing could be shown there."""
    since, until = view.query.since, view.query.until
    if view.zoom and ((since and view.zoom[1] < since) or (until and until < view.zoom[0])):
        return replace(view, zoom=None)
    return view


def timeline(view: View, shown: Timeline, *, crowded: int = limits.MAX_MARKS) -> Timeline:
    """What the chart draws: all that is shown, or its part in the stretch that was zoomed to (of too many events the
    ``crowded`` most important)."""
    if view.zoom is None:
        return shown
    first, last = view.zoom
    query = shown.query
    since = max(first, query.since) if query.since else first
    until = min(last, query.until) if query.until else last
    return desk.timeline(
        replace(query, since=since, until=until),
        offer=("countries", "people"),
        crowded=crowded,
        undated=limits.UNDATED_AHEAD,
    )


def note(view: View, drawn: Timeline) -> None:
    """Which stretch is shown, and the way back."""
    if view.zoom is None:
        return
    with st.container(key="zoom-note", horizontal=True, vertical_alignment="center", gap="small"):
        words = draw.period_in_words(*view.zoom)
        st.html(f"<p class='dl-count'>Zoomed to {words}: {draw.counted(drawn.total, 'event')}</p>", width="content")
        st.button("Show all years", key="zoom-out", type="tertiary", icon=":material/zoom_out_map:", on_click=out)


def far(view: View, shown: Timeline) -> None:
    """Which events lie so far from all others that the chart leaves them out, and the way to them."""
    if view.zoom is not None:
        return
    said = draw.far_in_words(shown)
    if not said:
        return
    days = [day for event in shown.events if event.when for day in (event.when.earliest, event.when.latest) if day]
    with st.container(key="far-note", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<p class='dl-count'>{said}</p>", width="content")
        st.button("Show all years", key="far-show", type="tertiary", on_click=to, args=(min(days), max(days)))


def to(first: date, last: date) -> None:
    """Zooms to a stretch of days, both included; for a widget's callback."""
    views.change(zoom=(first, last))


def out() -> None:
    """Shows all years again."""
    views.change(zoom=None)


def zoomed() -> None:
    """Takes over the stretch that the reader zoomed to on the chart; for the chart's callback."""
    found = views.stretch(plot.zoomed(CHART))
    if found is None:
        out()
    elif (found[1] - found[0]).days < _LEAST_DAYS:
        to(found[0] - timedelta(days=_LEAST_DAYS), found[1] + timedelta(days=_LEAST_DAYS))
    else:
        to(*found)
