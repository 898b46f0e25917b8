"""The table of the page Events: cells that can be typed into, rows that can be ticked.

What is typed stays in the table until it is saved, so that several cells become corrections with one name and reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components import desk, outcome, signed, words
from components import view as views
from components.table import who
from dateline import draw, editing
from dateline.errors import DatelineError
from dateline.model import EVENT_TYPES, STATUSES, Event, Timeline

_TICKED = "Select"
_FIELDS = {"Date": "date", "Event": "title", "Type": "type", "Status": "status"}
"""Columns that can be typed into, and what they correct."""
_NOT_KNOWN = "not known"
_ROUND = "grid-round"
"""Counts up when what was typed is saved or given up: the table then begins anew."""
_PREFIX = "grid-"
_HEIGHT = 620
ROW_HEIGHT = 33
"""Height of a row of a table, in pixels."""


def show(shown: Timeline, names: dict[str, str]) -> None:
    """Draws the table of a timeline's events, dated ones first, and what can be done with the rows ticked."""
    events = (*shown.events, *shown.undated)
    # Rows are known by their number: with other events behind them what was typed would hit the wrong ones.
    ids = hash(tuple(event.id for event in events))
    key = f"grid-{st.session_state.get(_ROUND, 0)}-{ids:x}"
    tools = st.container(key="grid-tools")
    st.data_editor(
        _rows(events, names),
        key=key,
        hide_index=True,
        num_rows="fixed",
        height="auto" if len(events) <= 14 else _HEIGHT,
        on_change=views.touched,
        disabled=["Who", "Outlets", "Remark"],
        column_config={
            _TICKED: st.column_config.CheckboxColumn(_TICKED, width=64),
            "Date": st.column_config.TextColumn(
                width=150, help="Typed as people write it: 19 June 2024, March 2024, 2000"
            ),
            "Event": st.column_config.TextColumn(width="large", max_chars=300, required=True),
            "Type": st.column_config.SelectboxColumn(width=104, options=list(words.TYPES.values()), required=True),
            "Status": st.column_config.SelectboxColumn(width=116, options=list(words.STATUSES.values()), required=True),
            "Outlets": st.column_config.NumberColumn(width=68),
            "Who": st.column_config.TextColumn(width="medium"),
            "Remark": st.column_config.TextColumn(width=150),
        },
        alt="Events, to be corrected in place",
    )
    typed = ((st.session_state.get(key) or {}).get("edited_rows")) or {}
    ticked = [events[int(n)] for n, cells in typed.items() if cells.get(_TICKED) and int(n) < len(events)]
    said = {events[int(n)].id: found for n, cells in typed.items() if (found := _said(events[int(n)], cells))}
    with tools:
        if said:
            _unsaved(said)
        elif ticked:
            _many(ticked)
        else:
            st.html(
                "<p class='dl-note'>Type into a cell to correct it, tick rows to open, retype or hide them. "
                "A click on a column's head sorts; Ctrl+F in the table searches.</p>"
            )


def _rows(events: tuple[Event, ...], names: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _TICKED: [False] * len(events),
            "Date": [_date(event) for event in events],
            "Event": [event.title for event in events],
            "Type": [words.TYPES.get(event.type, words.TYPES["other"]) for event in events],
            "Status": [words.STATUSES[event.status] for event in events],
            "Outlets": [len(event.publishers) for event in events],
            "Who": [who(event, names) for event in events],
            "Remark": [_remark(event) for event in events],
        }
    )


def _date(event: Event) -> str:
    """ISO where that says all, so that the column sorts by time; else words."""
    if event.when is None:
        return _NOT_KNOWN
    plain = event.when.precision in ("day", "month", "year") and not event.when.approximate
    return event.when.iso if plain else draw.date_in_words(event.when)


def _remark(event: Event) -> str:
    parts = ["sources disagree"] if event.readings else []
    kinds = {change.kind for change in event.changes} - {"note"}
    return ", ".join([*parts, *(["added by hand"] if "add" in kinds else ["corrected"] if kinds else [])])


def _said(event: Event, cells: dict[str, Any]) -> dict[str, str]:
    """What the cells of a row say that the event does not."""
    codes = {**{v: k for k, v in words.TYPES.items()}, **{v: k for k, v in words.STATUSES.items()}}
    before = {"date": _date(event), "title": event.title, "type": event.type, "status": event.status}
    found = {}
    for column, field in _FIELDS.items():
        if column in cells:
            value = str(cells[column] or "").strip() or (_NOT_KNOWN if field == "date" else "")
            value = codes.get(value, value) if field in ("type", "status") else value
            if value and value != before[field]:
                found[field] = value
    return found


def _unsaved(said: dict[str, dict[str, str]]) -> None:
    """What was typed waits for a name."""
    cells = sum(len(fields) for fields in said.values())
    _form(
        f"{draw.counted(cells, 'correction')} of {draw.counted(len(said), 'event')}, not saved yet",
        {"Save": (lambda by: editing.change_all(desk.path(), said, by), "Saved."), "Give up": (None, "Given up.")},
    )


def _many(ticked: list[Event]) -> None:
    """What can be done with several rows at once."""
    ids = [event.id for event in ticked]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="grid-ticked"):
        if len(ticked) == 1:
            st.button("Open it", key="grid-open", icon=":material/open_in_full:", on_click=_open, args=(ids[0],))
        st.selectbox(
            "Type", EVENT_TYPES, index=None, format_func=words.TYPES.__getitem__, key=f"{_PREFIX}type", width=150,
            placeholder="as it is",
        )  # fmt: skip
        st.selectbox(
            "Status", STATUSES, index=None, format_func=words.STATUSES.__getitem__, key=f"{_PREFIX}status", width=150,
            placeholder="as it is",
        )  # fmt: skip

    def set_all(by: editing.By) -> None:
        wanted = {field: value for field in ("type", "status") if (value := st.session_state.get(_PREFIX + field))}
        if not wanted:
            raise DatelineError("E406", what="a type or a status, or choose one")
        editing.change_all(desk.path(), dict.fromkeys(ids, wanted), by)

    number = draw.counted(len(ids), "event")
    _form(
        f"{number} ticked",
        {
            "Set for all": (set_all, f"Set for {number}."),
            "Hide": (lambda by: editing.hide_all(desk.path(), ids, by), f"Hidden: {number}. See the page Corrections."),
        },
    )


def _form(title: str, ways: dict[str, tuple[Callable[[editing.By], Any] | None, str]]) -> None:
    """Name and reason, and a button for each way on."""
    with st.form(f"{_PREFIX}form", border=True):
        st.html(f"<p class='dl-label'><b>{title}</b></p>")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            signed.fields(_PREFIX)
            for number, (label, (act, said)) in enumerate(ways.items()):
                st.form_submit_button(
                    label, key=f"{_PREFIX}way-{number}", type="secondary" if number else "primary",
                    on_click=_do, args=(act, said),
                )  # fmt: skip


def _do(act: Callable[[editing.By], Any] | None, said: str) -> None:
    views.touched()
    if act is not None:
        try:
            act(signed.by(_PREFIX))
        except DatelineError as error:
            outcome.fail(str(error))
            return
        outcome.say(said)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    for key in [f"{_PREFIX}{field}" for field in ("type", "status", "reason")]:
        st.session_state.pop(key, None)


def _open(event: str) -> None:
    views.change(event=event)
