"""Views of the timeline under a name: opening one, keeping the one that is shown, taking one away."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import streamlit as st

from components import desk, notice, safe
from components import view as views
from dateline import limits, store
from dateline.errors import DatelineError

_SAID = "saved-said"
_NAME = "saved-name"


def show() -> None:
    """The button "Views": the names to choose from, and a field to keep what is shown."""
    panel = st.popover("Views", icon=":material/bookmark:", on_change="rerun", key="views")
    with panel:
        if not panel.open:
            return
        kept = store.saved_views(desk.path())
        for number, view in enumerate(kept):
            with st.container(horizontal=True, wrap=False, key=f"view-{number}", vertical_alignment="center"):
                st.button(
                    safe.label(view.name), key=f"view-open-{number}", type="tertiary", width="stretch",
                    on_click=_open, args=(view.address,),
                )  # fmt: skip
                st.button(
                    "Remove", key=f"view-remove-{number}", type="tertiary", icon=":material/close:",
                    on_click=_forget, args=(view.name,), help=f"Remove the view {safe.label(view.name)}",
                )  # fmt: skip
        if not kept:
            notice.muted("A view keeps filters, lanes and the open event under a name, for everybody at this desk.")
        said = st.session_state.pop(_SAID, None)
        if said:
            (notice.note if said[0] else notice.error)(said[1])
        with st.form("view-form", border=False):
            st.text_input("Name of this view", key=_NAME, max_chars=limits.MAX_VIEW_NAME_CHARS)
            st.form_submit_button("Save this view", type="primary", on_click=_save)


def _open(address: str) -> None:
    views.put(views.from_params(parse_qs(address)))


def _save() -> None:
    views.touched()
    try:
        with store.Writer(desk.path(), create=False) as writer:
            writer.views.save(
                str(st.session_state[_NAME] or ""), urlencode(views.to_params(views.current()), doseq=True)
            )
    except DatelineError as error:
        st.session_state[_SAID] = (False, str(error))
    else:
        st.session_state[_SAID] = (True, "Saved.")
        st.session_state[_NAME] = ""


def _forget(name: str) -> None:
    views.touched()
    try:
        with store.Writer(desk.path(), create=False) as writer:
            writer.views.forget(name)
    except DatelineError as error:
        st.session_state[_SAID] = (False, str(error))
