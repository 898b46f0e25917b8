"""Who corrects and why: two fields that every form at the desk ends with, and the name remembered between them."""

from __future__ import annotations

import streamlit as st

from components import desk
from dateline import limits
from dateline.editing import By

_NAME = "desk-name"
"""The session's name; until it has one, the last name that was used with this database is offered."""


def fields(prefix: str) -> None:
    """The two fields, inside a form. ``prefix`` keeps the keys of forms apart."""
    st.text_input(
        "Why", key=f"{prefix}reason", max_chars=limits.MAX_REASON_CHARS, placeholder="optional: what you rely on"
    )
    st.session_state.setdefault(f"{prefix}author", name())
    st.text_input(
        "Your name",
        key=f"{prefix}author",
        max_chars=limits.MAX_AUTHOR_CHARS,
        placeholder="optional",
        help="Stands beside the correction.",
    )


def by(prefix: str) -> By:
    """What the two fields hold, in a form's callback; the name is remembered."""
    author = " ".join(str(st.session_state.get(f"{prefix}author") or "").split())
    if author:
        st.session_state[_NAME] = author
    return By(author=author, reason=str(st.session_state.get(f"{prefix}reason") or ""))


def as_before() -> By:
    """Who acts where there is no form, as with an undo."""
    return By(author=name())


def name() -> str:
    """The name of whoever sits here, "" where it is not known."""
    return str(st.session_state.get(_NAME) or desk.last_author())
