"""The timeline's picture: drawn by `dateline.draw`, a click on a mark opens its event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from components import view as views
from components.view import View
from dateline import draw
from dateline.model import Timeline

_KEY = "chart"
_NARROW = 600
"""Below this width, in pixels, the chart's toolbar would lie on its marks."""


def theme() -> Literal["light", "dark"]:
    """The viewer's theme."""
    return "dark" if st.context.theme.type == "dark" else "light"


def show(shown: Timeline, view: View, *, width: int, counts: Mapping[str, int] | None = None) -> None:
    """Draws the chart ``width`` pixels wide, and in it the stretch that was zoomed to.

    ``counts``: all events of each lane, where ``shown`` does not hold them all.
    """
    figure = draw.figure(
        shown, lanes=view.lanes, theme=theme(), width=width, selected=view.event, view=view.zoom, counts=counts
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
