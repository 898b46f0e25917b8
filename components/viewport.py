"""How wide the page is. Labels on the chart are set without overlap for the width that it really has."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from components import plot
from components import view as views

_KEY = "ruler"
_COOKIE = "dateline-width"
_STEP = 20
"""Changes smaller than this, in pixels, are not worth drawing the chart anew."""


def width(default: int = 1090) -> int:
    """Width of the page's main part, in CSS pixels, as the browser has told it.

    Until then a guess: what this browser told on its last visit, else that of a phone, or ``default``, a window of 1440
    pixels. So a first visit is drawn at once; where the guess was wrong it is drawn anew.
    """
    told = _number((st.session_state.get(_KEY) or {}).get("width")) or _number(st.context.cookies.get(_COOKIE))
    phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
    return min(4000, told or (358 if phone else default))


def measure() -> None:
    """Lays the ruler, without a height of its own, at the end of the page."""
    with st.container(key="ruler-box"):
        _ruler()(
            key=_KEY,
            data={"width": width(), "step": _STEP, "cookie": _COOKIE, "library": plot.library()},
            on_width_change=views.touched,
        )


@st.cache_resource(show_spinner=False)
def _ruler() -> ComponentRenderer:
    return st.components.v2.component(
        "dateline_ruler",
        html="<div></div>",
        js=plot.script("lasting.js", "library.js", "tabs.js", "popups.js", "ruler.js"),
    )


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 6:
        value = int(value)
    return int(value) if isinstance(value, int | float) and 200 <= value <= 10_000 else None
