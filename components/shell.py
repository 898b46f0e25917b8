"""The frame around every page: without it a page would stand alone, unstyled and without navigation."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from components import notice
from dateline.errors import DatelineError

_INSIDE = "inside_dashboard"
_ENTRY = Path(__file__).parent.parent / "dashboard.py"


def open_page() -> None:
    """Called by the entry just before it runs a page."""
    st.session_state[_INSIDE] = True


def run(page: Callable[[], None], *, after: Callable[[], None] | None = None) -> None:
    """Draws a page in its frame; an error that a person can meet stands on it as its sentence.

    ``after`` is called last, whatever became of the page.
    """
    _require()
    try:
        page()
    except DatelineError as error:
        notice.error(str(error))
    finally:
        if after is not None:
            after()


def _require() -> None:
    """Called first: where the entry did not run, it runs now, and with it the page.

    Until `st.navigation` was called once in a server's life, Streamlit takes the folder ``pages/`` for its older
    scheme, and runs a page's file alone when its address is the first that anybody asks for.
    """
    if not st.session_state.pop(_INSIDE, False):
        runpy.run_path(str(_ENTRY), run_name="__main__")
        st.stop()
