"""Short notes to the reader. They may hold file names and titles, so none of them renders Markdown."""

from __future__ import annotations

import streamlit as st

from components import safe


def error(sentence: str) -> None:
    """What went wrong, in one sentence."""
    st.html(f"<p class='dl-notice dl-error' role='alert'>{safe.html(sentence)}</p>")


def note(sentence: str) -> None:
    """Something good to know."""
    st.html(f"<p class='dl-notice'>{safe.html(sentence)}</p>")


def muted(sentence: str) -> None:
    """A quiet line of explanation."""
    st.html(f"<p class='dl-note'>{safe.html(sentence)}</p>")


def heading(title: str, below: str = "") -> None:
    """The head of a page."""
    line = f"<p class='dl-count'>{safe.html(below)}</p>" if below else ""
    st.html(f"<h1 class='dl-title'>{safe.html(title)}</h1>{line}")


def keep(where: str, sentence: str, *, good: bool = True) -> None:
    """Keeps what came of a callback under the name ``where``, for `kept` when the page is drawn."""
    st.session_state[where] = (good, sentence)


def kept(where: str) -> bool | None:
    """Says once what was kept under the name ``where``; whether it was good, None where there was nothing."""
    said: tuple[bool, str] | None = st.session_state.pop(where, None)
    if said is None:
        return None
    (note if said[0] else error)(said[1])
    return said[0]
