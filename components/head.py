"""The head of the timeline: its title, what it counts, the lanes, and which event is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from components import desk, notice, safe
from components import view as views
from components.view import LANES, View
from dateline import draw
from dateline.errors import DatelineError
from dateline.model import Timeline

_LANE_NAMES = {"type": "Type", "country": "Country", "leader": "Leader", "source": "Source"}


def title(view: View, shown: Timeline, everything: Timeline, *, zoomed: bool = False) -> str:
    """Whom the view is about, and its years: ``North Korea or Russia · Vladimir Putin, 1961 to 2024``.

    ``zoomed``: the stretch that the chart is zoomed to in place of the years.
    """
    about = []
    for field in ("countries", "people"):
        labels = {choice.value: choice.label for choice in everything.choices.get(field, ())}
        names = [labels.get(value, value) for value in getattr(view.query, field)]
        if len(names) > 3:
            names = [*names[:2], f"{len(names) - 2} others"]
        if names:
            about.append(draw.listed(names, "and" if view.query.joint(field) else "or"))
    if about and view.query.match == "between" and len(view.query.countries) > 1:
        about[0] = f"Between {about[0]}"
    period = [draw.period_in_words(*view.zoom)] if zoomed and view.zoom else _period(view, shown)
    return ", ".join([" · ".join(about) or "What happened", *period])


def subtitle(view: View, shown: Timeline) -> str:
    """The other filters in words, empty without any."""
    rest = view.without("countries", "people", "years")
    return draw.filters_in_words(rest.query, shown) if rest.filtered_by else ""


def _period(view: View, shown: Timeline) -> list[str]:
    since, until = view.years
    years = [day.year for e in shown.events if e.when for day in (e.when.earliest, e.when.latest) if day]
    if len(shown.events) < shown.dated_total:  # of all, not of the most important alone
        years += [year for year in shown.years if (since or year) <= year <= (until or year)]
    if not years:
        years = [year for year in view.years if year]
    if not years:
        return []
    first, last = since or min(years), until or max(years)
    return [str(first) if first >= last else f"{first} to {last}"]


def lanes(view: View) -> None:
    """The switch of lanes."""

    def switched() -> None:
        views.change(lanes=st.session_state["w_lanes"] or view.lanes)

    st.session_state["w_lanes"] = view.lanes
    st.segmented_control(
        "Lanes",
        LANES,
        format_func=lambda name: _LANE_NAMES[name],
        key="w_lanes",
        on_change=switched,
        required=True,
        label_visibility="collapsed",
    )


def count_line(view: View, shown: Timeline, *, chart: Literal["marks", "boxes", "none"] = "marks") -> None:
    """``42 events from 17 articles, 4 outlets`` and, as a switch of the table, ``3 undated``.

    ``chart``: whether each event is drawn, whether they are counted in boxes, or whether there is a table alone, in
    which all undated ones stand.
    """
    text = draw.origin_in_words(shown)
    number = len(draw.within_cap(shown.events, view.lanes)) if chart == "marks" else len(shown.events)
    if number < shown.dated_total and view.zoom is None:
        text += f" · the {number:,} most important are {'drawn' if chart == 'marks' else 'listed'}"
    below = subtitle(view, shown)
    lead = f"<b>{safe.html(below)}</b> · " if below else ""
    with st.container(key="count", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<p class='dl-count'>{lead}{safe.html(text)}</p>", width="content")
        hidden = desk.hidden()
        if hidden:
            st.page_link(
                "pages/corrections.py", label=f"{hidden:,} hidden", help="Hidden by hand; see the page Corrections"
            )
        number = shown.undated_total
        if number and chart == "none":
            st.html(f"<p class='dl-count'>{number:,} undated</p>", width="content")
        elif number:
            label = "Hide the undated" if view.undated else f"{number:,} undated"
            st.button(label, key="undated", type="tertiary", on_click=_toggle_undated)
        listed = (*shown.events, *shown.undated)
        disputed = sum(bool(event.readings) for event in listed)
        if disputed and not view.query.disagreements:
            # Of those that are not listed it is not known how many are.
            label = f"{disputed:,} disputed" if len(listed) == shown.total else "See the disputed"
            st.button(
                label, key="disputed", type="tertiary", on_click=_see_disputed,
                help="Events on whose date, states, status or numbers the sources disagree",
            )  # fmt: skip


def _see_disputed() -> None:
    views.refine(disagreements=tuple(draw.FILTER_VALUES["disagreements"]))
    views.change(event=None)


def _toggle_undated() -> None:
    views.change(undated=not views.current().undated)


def open_event(view: View) -> Any | None:
    """The open event with its articles, None without one; an id that the database does not know is let go."""
    if view.event is None:
        return None
    try:
        return desk.event(view.event)
    except DatelineError as error:
        if error.code != "E206":
            raise
        notice.error(f"{error} It may have been put together with another one, or its article was removed.")
        views.put_quietly(replace(view, event=None))
        return None
