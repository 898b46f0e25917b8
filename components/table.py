"""The table of what is shown: the chart's twin for the keyboard, for sorting and for copying."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import disputes, pick, words
from components import view as views
from components.view import View
from dateline import draw
from dateline.model import Event, Timeline, When

_KEY = "table"
_TITLE, _TITLE_ALONE, _WHO, _STATUS = 330, 260, 270, 176
"""Least widths of columns, in pixels."""
NARROW = 640
"""Below this width of the page, in pixels, a table of all columns would show no event's title whole."""


def show(shown: Timeline, view: View, names: dict[str, str], *, narrow: bool = False) -> None:
    """Draws the dated events; choosing a row opens its event. ``names``: countries by code. ``narrow``: without the
    columns that the chart tells too, so that the others are seen whole."""
    frame = rows(shown.events, names)
    if narrow:
        frame = frame.drop(columns=["Type", "Status"])
    _draw(_KEY, shown.events, frame, view, alt="Events on the timeline")


def undated(shown: Timeline, view: View) -> None:
    """Draws the undated events with the reason for each, and the way to mend what an article's date would mend."""
    if len(shown.undated) < shown.undated_total:
        st.html(f"<p class='dl-note'>The {len(shown.undated):,} most important of {shown.undated_total:,} undated.</p>")
    _draw(f"{_KEY}-undated", shown.undated, undated_rows(shown.undated), view, alt="Undated events")


def _draw(key: str, events: tuple[Event, ...], frame: pd.DataFrame, view: View, *, alt: str) -> None:
    ids = [event.id for event in events]
    pick.row(
        frame,
        key=key,
        picked=ids.index(view.event) if view.event in ids else None,
        on_pick=lambda at: views.change(event=None if at is None else ids[at]),
        columns={
            "Date": st.column_config.TextColumn(width=104),
            "Type": st.column_config.TextColumn(width=88),
            "Event": st.column_config.TextColumn(width=_TITLE if "Type" in frame else _TITLE_ALONE),
            "Who": st.column_config.TextColumn(width=_WHO if "Type" in frame else "medium"),
            "Status": st.column_config.TextColumn(width=_STATUS if any(map(disputes.about, events)) else 96),
            "Sources": st.column_config.NumberColumn(width=70),
            "Why its date is open": st.column_config.TextColumn(width="large"),
        },
        alt=alt,
    )


def rows(events: tuple[Event, ...], names: dict[str, str]) -> pd.DataFrame:
    """One row for each dated event, in their order."""
    return pd.DataFrame(
        {
            "Date": [sortable(event.when) for event in events],
            "Type": [words.TYPES.get(event.type, event.type) for event in events],
            "Event": [event.title for event in events],
            "Who": [who(event, names) for event in events],
            "Status": [status(event) for event in events],
            # An article whose outlet is not known is a source all the same.
            "Sources": [max(1, len(event.publishers)) for event in events],
        }
    )


def undated_rows(events: tuple[Event, ...]) -> pd.DataFrame:
    """One row for each undated event, with the last step of why its date stays open."""
    return pd.DataFrame(
        {
            "Event": [event.title for event in events],
            "Type": [words.TYPES.get(event.type, event.type) for event in events],
            "Why its date is open": [event.when_trace[-1] if event.when_trace else "" for event in events],
            "Source": [", ".join(event.publishers) for event in events],
        }
    )


def sortable(when: When | None) -> str:
    """A date as text that sorts by time: ISO at its own precision, words where a bound is open."""
    if when is None:
        return ""
    return draw.date_in_words(when) if when.precision == "open" else when.iso


def status(event: Event) -> str:
    """The event's status, and on what its sources disagree: the table can be sorted and searched for it."""
    about = disputes.about(event)
    return words.STATUSES[event.status] + (f", disputed: {about}" if about else "")


def who(event: Event, names: dict[str, str]) -> str:
    """People, then organisations, then countries, each once."""
    return ", ".join([*event.people, *event.orgs, *(names.get(code, code) for code in event.countries)])
