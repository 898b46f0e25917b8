"""The frame around every page: without it a page would stand alone, unstyled and without navigation."""

from __future__ import annotations

import runpy
from pathlib import Path

import streamlit as st

_INSIDE = "inside_dashboard"
_ENTRY = Path(__file__).parent.parent / "dashboard.py"


def open_page() -> None:
    """Called by the entry just before it runs a page."""
    st.session_state[_INSIDE] = True


def require() -> None:
    """Called by a page first: where the entry did not run, it runs now, and with it the page.

    Until `st.navigation` was called once in a server's life, Streamlit takes the folder ``pages/`` for its older
    scheme, and runs a page's file alone when its address is the first that anybody asks for.
    """
    if not st.session_state.pop(_INSIDE, False):
        runpy.run_path(str(_ENTRY), run_name="__main__")
        st.stop()
