"""The table of the page Events: cells that can be typed into, rows that can be ticked.

What is typed stays in the table until it is saved, so that several cells become corrections with one name and reason;
with other filters, and after a look at another page, it still waits.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from components import desk, disputes, outcome, signed, told, words
from components import view as views
from components.table import who
from dateline import draw, editing
from dateline.errors import DatelineError
from dateline.model import EVENT_TYPES, STATUSES, Event, Timeline

_TICKED = "Select"
_LINK = "Link"
_FIELDS = {"Date": "date", "Event": "title", "Type": "type", "Status": "status"}
"""Columns that can be typed into, and what they correct."""
_NOT_KNOWN = "not known"
_ROUND = "grid-round"
"""Counts up when what was typed is saved or given up: the table then begins anew."""
_PREFIX = "grid-"
_HELD = "grid-held"
"""What was typed and ticked in tables of other filters, cell by column for each event's id."""
_LIVE = "grid-live"
"""The key of the table that stands there, and what was typed and ticked in it, for each event's id."""
_HEIGHT = 620
ROW_HEIGHT = 33
"""Height of a row of a table, in pixels."""


def show(shown: Timeline, names: dict[str, str]) -> None:
    """Draws the table of a timeline's events, dated ones first, and what can be done with the rows ticked."""
    events = (*shown.events, *shown.undated)
    # Rows are known by their number: with other events behind them what was typed would hit the wrong ones.
    ids = hash(tuple(event.id for event in events))
    key = f"grid-{st.session_state.get(_ROUND, 0)}-{ids:x}"
    held = _held(key)
    tools = st.container(key="grid-tools")
    st.data_editor(
        _rows(events, names, held),
        key=key,
        hide_index=True,
        num_rows="fixed",
        height="auto" if len(events) <= 14 else _HEIGHT,
        on_change=partial(_typed, key, events),
        disabled=[_LINK, "Who", "Outlets", "Remark"],
        column_config={
            _TICKED: st.column_config.CheckboxColumn(_TICKED, width=64),
            _LINK: st.column_config.LinkColumn(
                width=48, display_text=":material/open_in_new:", help="The event on the timeline, in a tab of its own"
            ),
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
    waiting = {**held, **_edits(key, events, held)}
    ticked = [event for event in events if waiting.get(event.id, {}).get(_TICKED)]
    said = {id_: found for id_, cells in waiting.items() if (found := _said(cells))}
    with tools:
        if said:
            _unsaved(said, away=len(said.keys() - {event.id for event in events}))
        elif ticked:
            _many(ticked)
        else:
            st.html(
                "<p class='dl-note'>Type into a cell to correct it, tick rows to open, retype or hide them. "
                "A click on a column's head sorts; Ctrl+F in the table searches.</p>"
            )


def _held(key: str) -> dict[str, dict[str, Any]]:
    """What waits from tables before the one of this key, which begins with it; a filter or page came between."""
    held: dict[str, dict[str, Any]] = st.session_state.setdefault(_HELD, {})
    live = st.session_state.get(_LIVE)
    if live is not None and (live[0] != key or key not in st.session_state):
        held.update(live[1])
        st.session_state[_HELD] = held = {id_: cells for id_, cells in held.items() if cells}
        del st.session_state[_LIVE]
    return held


def _typed(key: str, events: tuple[Event, ...]) -> None:
    """Keeps what was typed, by event; the table's callback, so that it also knows a click that a new table overtook."""
    views.touched()
    st.session_state[_LIVE] = (key, _edits(key, events, st.session_state.get(_HELD, {})))


def _edits(key: str, events: tuple[Event, ...], held: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """For each event whose row was changed in the table: its ticked box, and the cells that say what it does not."""
    rows = ((st.session_state.get(key) or {}).get("edited_rows")) or {}
    found = {}
    for number, cells in rows.items():
        if int(number) < len(events):
            event = events[int(number)]
            own = _cells(event)
            now = {**held.get(event.id, {}), **cells}
            ticked = {_TICKED: True} if now.get(_TICKED) else {}
            texts = {column: str(now[column] or "").strip() for column in _FIELDS if column in now}
            texts = {column: text or (_NOT_KNOWN if column == "Date" else "") for column, text in texts.items()}
            found[event.id] = {**ticked, **{c: text for c, text in texts.items() if text and text != own[c]}}
    return found


def _rows(events: tuple[Event, ...], names: dict[str, str], held: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """One row for each event, with what waits for it from another table."""
    cells = [{**_cells(event), **held.get(event.id, {})} for event in events]
    return pd.DataFrame(
        {
            _TICKED: [bool(row.get(_TICKED)) for row in cells],
            # Seen from the page Events; of our own id alone, so that no text of an article becomes an address.
            _LINK: [f"./?event={quote(event.id, safe='')}" for event in events],
            **{column: [row[column] for row in cells] for column in _FIELDS},
            "Outlets": [len(event.publishers) for event in events],
            "Who": [who(event, names) for event in events],
            "Remark": [_remark(event) for event in events],
        }
    )


def _cells(event: Event) -> dict[str, str]:
    """What an event says in the columns that can be typed into."""
    return {
        "Date": _date(event),
        "Event": event.title,
        "Type": words.TYPES.get(event.type, words.TYPES["other"]),
        "Status": words.STATUSES[event.status],
    }


def _date(event: Event) -> str:
    """ISO where that says all, so that the column sorts by time; else words."""
    if event.when is None:
        return _NOT_KNOWN
    plain = event.when.precision in ("day", "month", "year") and not event.when.approximate
    return event.when.iso if plain else draw.date_in_words(event.when)


def _remark(event: Event) -> str:
    parts = [f"disputed: {about}"] if (about := disputes.about(event)) else []
    kinds = {change.kind for change in event.changes} - {"note"}
    return ", ".join([*parts, *(["added by hand"] if "add" in kinds else ["corrected"] if kinds else [])])


def _said(cells: dict[str, Any]) -> dict[str, str]:
    """What the cells of a row correct, by the field."""
    codes = {**{v: k for k, v in words.TYPES.items()}, **{v: k for k, v in words.STATUSES.items()}}
    coded = ("Type", "Status")
    return {
        field: codes.get(cells[column], cells[column]) if column in coded else cells[column]
        for column, field in _FIELDS.items()
        if column in cells
    }


def _unsaved(said: dict[str, dict[str, str]], *, away: int) -> None:
    """What was typed waits for a name. ``away``: of how many of these events the table has no row now."""
    cells = sum(len(fields) for fields in said.values())
    elsewhere = f" ({away:,} not in the table now)" if away else ""
    _form(
        f"{draw.counted(cells, 'correction')} of {draw.counted(len(said), 'event')}{elsewhere}, not saved yet",
        {"Save": (lambda by: editing.change_all(desk.path(), said, by), "Saved."), "Give up": (None, "Given up.")},
    )


def _many(ticked: list[Event]) -> None:
    """What can be done with several rows at once."""
    ids = [event.id for event in ticked]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="grid-ticked"):
        if len(ticked) == 1:
            st.button("Open it", key="grid-open", icon=":material/open_in_full:", on_click=_open, args=(ids[0],))
            told.link(ticked[0], label="See it on the timeline")
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
    for key in [_HELD, _LIVE, *(f"{_PREFIX}{field}" for field in ("type", "status", "reason"))]:
        st.session_state.pop(key, None)


def _open(event: str) -> None:
    views.change(event=event)
