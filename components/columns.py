"""Which column of a dropped table holds what: shown as found by name, to be changed before its articles are added."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import notice
from dateline.read import Head

FIELDS = {"text": "Text", "title": "Headline", "published": "Date", "publisher": "Outlet", "url": "Address"}
"""Fields of an article whose column can be chosen, and what the page calls them."""

_NONE = -1
_MOST_COLUMNS = 200
_MOST_CHARS = 60


def show(heads: list[Head], *, name: str, key: str, changed: Callable[[dict[str, str]], None]) -> None:
    """Draws a box for each field of a file's tables; ``changed`` gets the column of each field, "" for none."""
    columns = tuple(dict.fromkeys(column for head in heads for column in head.columns))[:_MOST_COLUMNS]
    taken = {field: head.taken[field] for head in reversed(heads) for field in head.taken}
    notice.muted(f"{name}: which column holds what?")

    def picked() -> None:
        numbers = {field: st.session_state[f"{key}-{field}"] for field in FIELDS}
        changed({field: "" if number == _NONE else columns[number] for field, number in numbers.items()})

    for box, (field, label) in zip(st.columns(len(FIELDS)), FIELDS.items(), strict=True):
        column = taken.get(field)
        box.selectbox(
            label,
            range(_NONE, len(columns)),
            index=columns.index(column) + 1 if column in columns else 0,
            format_func=lambda number: "none" if number == _NONE else _named(columns[number], number),
            key=f"{key}-{field}",
            on_change=picked,
        )


def _named(column: str, number: int) -> str:
    """A column's name as a list may offer it."""
    name = " ".join(column.split()) or f"column {number + 1}"
    return name if len(name) <= _MOST_CHARS else f"{name[: _MOST_CHARS - 1]}…"
