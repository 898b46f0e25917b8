"""The timeline's picture: drawn by `dateline.draw`, a click on a mark opens its event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from components import desk, plot, zoom
from components import view as views
from components.view import Lanes, View
from dateline import draw
from dateline.draw.theme import ThemeName
from dateline.model import Query, Timeline

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
    plot.show(
        figure,
        key=zoom.CHART,
        alt=f"Timeline of {draw.counted(len(shown.events), 'event')}; the table below holds the same events.",
        on_click=_clicked,
        on_zoom=zoom.zoomed,
        shown="/".join(day.isoformat() for day in view.zoom) if view.zoom else "",
        toolbar=width > _NARROW,
    )


@st.cache_resource(max_entries=24, show_spinner=False)
def _figure(
    db: str, at: Any, query: Query, lanes: Lanes, colours: ThemeName, width: int, selected: str | None,
    window: tuple[date, date] | None, counts: tuple[tuple[str, int], ...] | None, *, _of: Timeline,
) -> plot.Drawn:  # fmt: skip
    """The figure, kept while the database does not change: going back to what was seen is at once."""
    return plot.drawn(
        draw.figure_data(
            _of, lanes=lanes, theme=colours, width=width, selected=selected, view=window,
            counts=dict(counts) if counts else None,
        )
    )  # fmt: skip


def _clicked() -> None:
    sent = plot.clicked(zoom.CHART)
    first = sent[0] if isinstance(sent, list) and sent else sent
    if isinstance(first, str) and first:
        views.change(event=first)
    else:
        views.touched()
