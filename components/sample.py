"""The sample data: loading it, saying that it is a sample, putting it away."""

from __future__ import annotations

import streamlit as st

from components import desk, notice
from dateline import pipeline
from dateline.errors import DatelineError


def load_button() -> None:
    """The button that loads the sample articles."""
    if st.button("Load the sample", key="load-sample", type="primary", icon=":material/science:"):
        try:
            with st.spinner("Reading the sample articles …"):
                pipeline.load_sample(desk.path())
        except DatelineError as error:
            notice.error(str(error))
        else:
            st.rerun()


def note() -> None:
    """Says that what is shown is the sample, and offers to put it away."""
    if not desk.has_sample():
        return
    with st.container(key="sample-note", horizontal=True, vertical_alignment="center"):
        notice.muted("Sample data: articles written for trying Dateline out, from outlets that do not exist.")
        if st.button("Put it away", key="put-away", type="tertiary"):
            pipeline.remove_sample(desk.path())
            st.rerun()
