"""Where the open event stands: beside the chart, at the foot of a narrow window, or nowhere."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from components import chart, viewport
from dateline.draw.theme import THEMES

_COLUMN = '.st-key-desk [data-testid="stColumn"]'
_FULL = "flex: 1 1 100%; min-width: 100%; width: 100%"
_STYLES = {
    # It stays in sight while the chart beside it is scrolled.
    "beside": f"{_COLUMN} {{ min-width: 0 }} {_COLUMN}:nth-child(2) {{ position: sticky; top: 0.5rem; "
    "align-self: flex-start; max-height: calc(100vh - 5rem); overflow-y: auto }",
    # A sheet at the foot of the window: on a small screen what stands under the chart would be out of sight.
    "under": f"{_COLUMN}:nth-child(1) {{ {_FULL}; padding-bottom: 45vh }} {_COLUMN}:nth-child(2) {{ position: fixed; "
    "z-index: 99; left: 0; right: 0; bottom: 0; width: auto; min-width: 100%; max-height: var(--dl-sheet); "
    "overflow-y: auto; padding: 0 1rem 1rem; background: var(--dl-paper); box-shadow: 0 -4px 18px rgb(0 0 0 / 0.25) }",
    "none": f"{_COLUMN}:nth-child(1) {{ {_FULL} }} {_COLUMN}:nth-child(2) {{ display: none }}",
}
BESIDE = 860
"""From this width of the page on, in pixels, the card stands beside what it belongs to."""
_GAP = 30
"""Between the columns, in pixels: Streamlit's "medium" at our font size."""


def where() -> Literal["beside", "under"]:
    """Where a card has room in this window."""
    return "beside" if viewport.width() >= BESIDE else "under"


def place(*, card: Literal["beside", "under", "none"], form: bool = False) -> None:
    """Lays the two columns of the desk out. They are always there, so that opening an event mounts nothing anew.

    ``form``: the card holds a form to fill in, which needs more of a narrow window.
    """
    root = f":root {{ --dl-paper: {THEMES[chart.theme()].paper}; --dl-sheet: {'82vh' if form else '45vh'} }}"
    st.html(f"<style>{root} {_STYLES[card]}</style>")


def left(width: int) -> int:
    """Width of the left column where the event stands beside it, of ``width`` pixels in all."""
    return round((width - _GAP) * 0.64)
