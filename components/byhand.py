"""An event that no article tells, added by hand from the timeline."""

from __future__ import annotations

import streamlit as st

from components import desk, outcome, signed, words
from components import editing as tools
from components import view as views
from dateline import editing, limits
from dateline.errors import DatelineError
from dateline.model import EVENT_TYPES, STATUSES, Timeline

_ADDING = "by-hand"
_PREFIX = "hand-"


def button() -> None:
    """Opens the form, and closes it."""
    st.button("Add an event", key="by-hand-open", icon=":material/add:", on_click=_toggle, help="Add an event by hand")


def is_open() -> bool:
    """Whether the form stands where an event would."""
    return bool(st.session_state.get(_ADDING))


def form(everything: Timeline) -> None:
    """Draws the form in the place of the card."""
    with st.container(key="card", gap="small"):
        st.html("<h2 class='dl-event'>Add an event by hand</h2>")
        outcome.sentence()
        with st.form(f"{_PREFIX}form", border=False):
            st.text_input("What happened", key=f"{_PREFIX}title", max_chars=limits.MAX_FIELD_CHARS)
            st.text_input("When", key=f"{_PREFIX}date", max_chars=100, placeholder="19 June 2024", help=tools.DATE_HELP)
            st.session_state.setdefault(f"{_PREFIX}type", "other")
            with st.container(horizontal=True, wrap=False):  # columns would be taken for those of the page
                st.selectbox("Type", EVENT_TYPES, format_func=words.TYPES.__getitem__, key=f"{_PREFIX}type")
                st.selectbox("Status", STATUSES, format_func=words.STATUSES.__getitem__, key=f"{_PREFIX}status")
            tools.choose_actors(f"{_PREFIX}actors", [], everything)
            st.text_input("Link", key=f"{_PREFIX}link", max_chars=limits.MAX_URL_CHARS, placeholder="https://…")
            signed.fields(_PREFIX)
            with st.container(horizontal=True, gap="small"):
                st.form_submit_button("Add it", type="primary", on_click=_add)
                st.form_submit_button("Cancel", type="tertiary", on_click=_close)


def _toggle() -> None:
    was = is_open()
    _close()
    if not was:
        st.session_state[_ADDING] = True


def _close() -> None:
    views.touched()
    st.session_state.pop(_ADDING, None)
    for key in [key for key in st.session_state if isinstance(key, str) and key.startswith(_PREFIX)]:
        del st.session_state[key]


def _add() -> None:
    views.touched()

    def typed(field: str) -> str:
        return str(st.session_state.get(_PREFIX + field) or "")

    if not typed("date").strip():
        outcome.fail("Write when it happened first; where nobody knows, write: not known.")
        return
    try:
        added = editing.add(
            desk.path(),
            signed.by(_PREFIX),
            title=typed("title"),
            type=typed("type"),
            date=typed("date"),
            status=typed("status"),
            actors=editing.participants((), st.session_state.get(f"{_PREFIX}actors") or ()),
            link=typed("link"),
        )
    except DatelineError as error:
        outcome.fail(str(error))
        return
    _close()
    outcome.say("Added. It stands on the timeline as added by hand.")
    views.put(views.current().cleared())
    views.change(event=added)
