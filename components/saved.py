"""Views of the timeline under a name: opening one, keeping the one that is shown, taking one away."""

from __future__ import annotations

from collections.abc import Callable
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
        notice.kept(_SAID)
        with st.form("view-form", border=False):
            st.text_input("Name of this view", key=_NAME, max_chars=limits.MAX_VIEW_NAME_CHARS)
            st.form_submit_button("Save this view", type="primary", on_click=_save)


def _open(address: str) -> None:
    views.put(views.from_params(parse_qs(address)))


def _save() -> None:
    name, address = str(st.session_state[_NAME] or ""), urlencode(views.to_params(views.current()), doseq=True)
    if _written(lambda kept: kept.save(name, address)):
        notice.keep(_SAID, "Saved.")
        st.session_state[_NAME] = ""


def _forget(name: str) -> None:
    _written(lambda kept: kept.forget(name))


def _written(act: Callable[[store.Views], object]) -> bool:
    """Whether the database took a change of the views; what was wrong is said when the page is drawn."""
    views.touched()
    try:
        with store.Writer(desk.path(), create=False) as writer:
            act(writer.views)
    except DatelineError as error:
        notice.keep(_SAID, str(error), good=False)
        return False
    return True
