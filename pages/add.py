"""Add articles: paste one, drop files, or name a page; each gets a line that says what came of it."""

from __future__ import annotations

import streamlit as st

from components import adding, notice, sample, shell, told
from components import view as views


def main() -> None:
    """Draws the page."""
    told.follow_address()
    views.leave("add")
    notice.heading("Add articles", "What they tell is dated, put together with what is there already, and drawn.")
    how = st.segmented_control(
        "How", ["Paste", "Upload files", "Fetch a page"], default="Paste", required=True, key="how",
        label_visibility="collapsed",
    )  # fmt: skip
    if how == "Paste":
        adding.paste()
    elif how == "Fetch a page":
        adding.address()
    else:
        adding.upload()
    adding.results()
    sample.offer()


shell.run(main)
