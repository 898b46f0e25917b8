"""How wide the page is. Labels on the chart are set without overlap for the width that it really has."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from components import plot
from components import view as views

_KEY = "ruler"
_STEP = 20
"""Changes smaller than this, in pixels, are not worth drawing the chart anew."""


def width(default: int = 1080) -> int:
    """Width of the page's main part, in CSS pixels; a guess until the browser has told it."""
    told = _number((st.session_state.get(_KEY) or {}).get("width"))
    phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
    return min(4000, told or (358 if phone else default))


def known() -> bool:
    """Whether the browser has told its width: before, a chart would be drawn only to be drawn anew."""
    return _number((st.session_state.get(_KEY) or {}).get("width")) is not None


def measure() -> None:
    """Lays the ruler, without a height of its own, at the end of the page."""
    told = _number((st.session_state.get(_KEY) or {}).get("width"))
    with st.container(key="ruler-box"):
        _ruler()(
            key=_KEY, data={"width": told or 0, "step": _STEP, "library": plot.library()}, on_width_change=views.touched
        )


@st.cache_resource(show_spinner=False)
def _ruler() -> ComponentRenderer:
    return st.components.v2.component(
        "dateline_ruler", html="<div></div>", js=plot.script("lasting.js", "library.js", "tabs.js", "ruler.js")
    )


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and 200 <= value <= 10_000 else None
