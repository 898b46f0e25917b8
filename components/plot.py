"""A Plotly chart in the page: it stays mounted, tells clicks and zoom, and goes from mark to mark by keyboard.

Not `st.plotly_chart`: that mounts the chart anew and draws it twice at each change, tells no zoom, and brings along
three times as much of Plotly's JavaScript as is used here (`dateline.draw.script`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import plotly
import streamlit as st
import streamlit.components.v1 as frames
from streamlit.components.v2.types import ComponentRenderer

from components import view as views
from dateline.draw.script import bundle
from dateline.draw.symbols import OUTLINES

_ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as it is sent: Plotly's JSON, its height in pixels, and a stamp that tells it from all others."""

    json: str
    height: int
    stamp: str


def drawn(figure: Mapping[str, Any]) -> Drawn:
    """Makes a figure ready to be sent, "data" and "layout" of plain values; what a cache should hold."""
    text = json.dumps(figure, ensure_ascii=False, separators=(",", ":"))
    height = int(figure["layout"].get("height") or 0)
    return Drawn(json=text, height=height, stamp=hashlib.sha256(text.encode()).hexdigest()[:16])


def show(
    figure: Drawn,
    *,
    key: str,
    alt: str,
    on_click: Callable[[], None] | None = None,
    on_zoom: Callable[[], None] | None = None,
    shown: str = "",
    stretch: bool = True,
    toolbar: bool = False,
    keys: Literal["event", "cell", "actor"] = "event",
) -> None:
    """Draws a figure.

    ``alt``: what it shows, in a sentence, for those who cannot see it. ``on_click``: called when a mark with
    ``customdata`` is chosen, by pointer or keyboard; `clicked` gives it. ``on_zoom``, for a timeline: called when the
    reader zooms; `zoomed` gives the stretch. ``shown``: the stretch that is shown already, "first/last". ``stretch``:
    as wide as its place; else as wide as the figure says. ``keys``: what the marks are that the arrow keys go to.
    """
    _renderer()(
        key=key,
        height=figure.height or "content",  # so that nothing below moves when the chart comes in
        data={
            "figure": figure.json, "stamp": figure.stamp, "alt": alt, "shown": shown,
            "zooms": on_zoom is not None, "stretch": stretch, "toolbar": toolbar,
            "keys": keys, "opens": on_click is not None, "library": library(),
        },
        on_clicked_change=on_click or views.touched,
        on_range_change=on_zoom or views.touched,
    )  # fmt: skip


def clicked(key: str) -> Any:
    """In ``on_click``: the ``customdata`` of the mark that was chosen, None where there is none."""
    return (st.session_state.get(key) or {}).get("clicked")


def zoomed(key: str) -> str:
    """In ``on_zoom``: the stretch that the reader chose, "first/last" in ISO days, or "all"."""
    return str((st.session_state.get(key) or {}).get("range") or "")


def script(*names: str) -> str:
    """The JavaScript of a component, put together from files in ``assets``."""
    return "".join((_ASSETS / name).read_text(encoding="utf-8") for name in names)


@st.cache_resource(show_spinner=False)
def library() -> str:
    """Where the server gives Plotly's JavaScript, a path under the dashboard's own address."""
    file = bundle()
    name = frames.declare_component("plotly", path=file.parent).name
    return f"component/{name}/{file.name}?v={plotly.__version__}"


def source() -> str:
    """The JavaScript of the chart, a module."""
    shapes = f"const OUTLINES = {json.dumps(OUTLINES)};\n"
    return shapes + script("lasting.js", "library.js", "tabs.js", "marks.js", "plot.js")


@st.cache_resource(show_spinner=False)
def _renderer() -> ComponentRenderer:
    return st.components.v2.component("dateline_plot", js=source(), isolate_styles=False)
