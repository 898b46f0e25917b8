"""The timeline's picture: drawn by `dateline.draw`, a click on a mark opens its event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from components import desk
from components import view as views
from components.view import Lanes, View
from dateline import draw
from dateline.draw.theme import ThemeName
from dateline.model import Query, Timeline

_KEY = "chart"
_NARROW = 600
"""Below this width, in pixels, the chart's toolbar would lie on its marks."""


def theme() -> ThemeName:
    """The viewer's theme."""
    return "dark" if st.context.theme.type == "dark" else "light"


def show(shown: Timeline, view: View, *, width: int, counts: Mapping[str, int] | None = None) -> None:
    """Draws the chart ``width`` pixels wide, and in it the stretch that was zoomed to.

    ``counts``: all events of each lane, where ``shown`` does not hold them all.
    """
    lanes = tuple(sorted(counts.items())) if counts else None
    figure = _figure(
        str(desk.path()),
        desk.version(),
        shown.query,
        view.lanes,
        theme(),
        width,
        view.event,
        view.zoom,
        lanes,
        _of=shown,
    )
    st.plotly_chart(
        figure,
        key=_KEY,
        theme=None,
        width="stretch",
        on_select=_clicked,
        selection_mode="points",
        config={
            "displaylogo": False,
            "displayModeBar": "hover" if width > _NARROW else False,
            "modeBarButtonsToRemove": ["toImage", "select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
            "doubleClick": False,
            "responsive": True,
        },
        alt=f"Timeline of {draw.counted(len(shown.events), 'event')}; the table below holds the same events.",
    )


@st.cache_resource(max_entries=24, show_spinner=False)
def _figure(
    db: str, at: Any, query: Query, lanes: Lanes, colours: ThemeName, width: int, selected: str | None,
    window: tuple[date, date] | None, counts: tuple[tuple[str, int], ...] | None, *, _of: Timeline,
) -> go.Figure:  # fmt: skip
    """The figure, kept while the database does not change: going back to what was seen is at once."""
    return draw.figure(
        _of, lanes=lanes, theme=colours, width=width, selected=selected, view=window,
        counts=dict(counts) if counts else None,
    )  # fmt: skip


def _clicked() -> None:
    event = clicked(st.session_state.get(_KEY))
    if event:
        views.change(event=event)
    else:
        views.touched()


def clicked(state: Any) -> str | None:
    """The event id of the mark in the chart's selection state, None where nothing is selected."""
    points = ((state or {}).get("selection") or {}).get("points") or []
    for point in points:
        data = point.get("customdata")
        first = data[0] if isinstance(data, list | tuple) and data else data
        if isinstance(first, str) and first:
            return first
    return None


def place(state: Any) -> tuple[int, int] | None:
    """Row and column of the cell of a heat map (`draw.heat`) that was clicked, None where none was."""
    points = ((state or {}).get("selection") or {}).get("points") or []
    for point in points:
        at = point.get("customdata")
        if isinstance(at, list) and len(at) == 2 and all(isinstance(each, int | float) for each in at):
            return int(at[0]), int(at[1])
    return None
