"""What stands where nothing can be shown: an empty database, or filters that leave nothing."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components import desk, notice, sample, words
from components import view as views
from components.view import View
from dateline import draw
from dateline.model import Timeline


def everything() -> Timeline | None:
    """All that the database holds; None where it holds no event, which stands on the page then."""
    held = desk.everything() if desk.path().exists() else None
    if held is not None and held.total:
        return held
    database(has_articles=held is not None and bool(desk.documents()))
    return None


def database(*, has_articles: bool) -> None:
    """Nothing to draw yet: one sentence, and the ways on."""
    with st.container(key="empty"):
        if has_articles:
            notice.heading("No events yet", "The articles that were added tell no event that could be found.")
        else:
            notice.heading(
                "No articles yet", "Add articles, and what happened, when and who says so stands here in order."
            )
        with st.container(horizontal=True, key="empty-ways"):
            if has_articles and st.button(
                "See the articles", key="go-documents", type="primary", icon=":material/article:"
            ):
                st.switch_page("pages/documents.py")
            wanted = st.button(
                "Load the sample", key="load-sample", type="secondary" if has_articles else "primary",
                icon=":material/science:",
            )  # fmt: skip
            if st.button("Add articles", key="go-add", icon=":material/add:"):
                st.switch_page("pages/add.py")
        if wanted:
            sample.load()


def nothing_found(view: View) -> None:
    """Nothing matches: each filter in use with what there would be without it."""
    ways = [(name, desk.timeline(view.without(name).query, offer=()).total) for name in view.filtered_by]
    useful = [(name, total) for name, total in ways if total]
    together = view.query.match != "any" and len(view.query.countries) > 1
    either = desk.timeline(view.filtered(match="any").query, offer=()).total if together else 0
    with st.container(key="nothing"):
        st.html("<h2 class='dl-event'>Nothing matches all the filters</h2>")
        if useful or either:
            notice.muted("Loosen one of them:")
        with st.container(horizontal=True, key="loosen"):
            if either:
                st.button(
                    f"Any of these countries ({draw.counted(either, 'event')})", key="any-country", on_click=_either
                )
            for name, total in sorted(useful, key=lambda way: -way[1]):
                st.button(
                    f"Without {words.FIELDS[name]} ({draw.counted(total, 'event')})",
                    key=f"without-{name}",
                    on_click=partial(_without, name),
                )
            st.button("Clear all filters", key="clear-all", type="primary", on_click=_clear)


def _without(name: str) -> None:
    views.put(views.current().without(name))


def _either() -> None:
    views.refine(match="any")


def _clear() -> None:
    views.put(views.current().cleared())
