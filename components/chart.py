"""The timeline's picture: drawn by `dateline.draw`, a click on a mark opens its event."""

from __future__ import annotations

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


def show(shown: Timeline, view: View, *, width: int) -> None:
    """Draws the chart ``width`` pixels wide; the table of the same events stands below it."""
    figure = draw.figure(shown, lanes=view.lanes, theme=theme(), width=width, selected=view.event)
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
            "doubleClick": "reset",
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
