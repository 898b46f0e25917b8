"""The sample data: loading it, saying that it is a sample, putting it away."""

from __future__ import annotations

import streamlit as st

from components import desk, notice
from components import view as views
from components.view import View
from dateline import pipeline
from dateline.errors import DatelineError

_FAILED = "sample-failed"
_GONE = "sample-gone"


def load() -> None:
    """Reads the sample articles, with progress, and draws the page anew."""
    bar = st.progress(0.0, text="Reading the sample articles …")
    files = max(1, sum(1 for _ in pipeline.SAMPLE.glob("*")))
    read = 0

    def step(result: pipeline.FileResult) -> None:
        nonlocal read
        read += 1
        bar.progress(min(1.0, read / files), text=f"Reading the sample articles: {read} of {files}")

    try:
        pipeline.load_sample(desk.path(), on_progress=step)
    except DatelineError as error:
        bar.empty()
        notice.error(str(error))
    else:
        st.rerun()


def offer() -> None:
    """Offers to load the sample where it was put away, or never was there."""
    if desk.path().exists() and not desk.has_sample():
        with st.container(horizontal=True, vertical_alignment="center", key="sample-offer"):
            notice.muted("The sample articles are not loaded.")
            if st.button("Load the sample", key="load-sample", type="tertiary", icon=":material/science:"):
                load()


def note() -> None:
    """Says that what is shown is the sample, and offers to put it away."""
    failed = st.session_state.pop(_FAILED, None)
    if failed:
        notice.error(failed)
    if st.session_state.pop(_GONE, False) and not desk.has_sample():
        notice.note("The sample is put away. The page Add brings it back.")
    if not desk.has_sample():
        return
    with st.container(key="sample-note", horizontal=True, vertical_alignment="center"):
        notice.muted("Sample data: articles written for trying Dateline out, from outlets that do not exist.")
        st.button("Put it away", key="put-away", type="tertiary", on_click=_put_away)


def _put_away() -> None:
    try:
        pipeline.remove_sample(desk.path())
    except DatelineError as error:
        st.session_state[_FAILED] = str(error)
    else:
        views.put(View())
        st.session_state[_GONE] = True
