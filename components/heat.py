"""Numbers by row and column: a heat map whose cells are chosen by pointer or keyboard, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from components import chart, plot
from dateline import draw

Values = Sequence[Sequence[int]]


def show(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Values,
    *,
    key: str,
    alt: str,
    width: int,
    on_cell: Callable[[int, int], None] | None = None,
    told: Sequence[Sequence[str]] | None = None,
    names: Sequence[str] | None = None,
    turned: bool = False,
    stretch: bool = True,
) -> None:
    """Draws the heat map.

    ``on_cell`` is called with the numbers of the row and the column that were chosen. ``told``: what the hover and a
    screen reader say of each cell, else its row, column and number. ``names``: of the rows, where they stand longer
    beside the map. ``turned`` sets the names of the columns aslant; ``stretch`` as in `plot.show`.
    """
    said = told or [
        [f"{name}, {column}: {draw.counted(value, 'event')}" for column, value in zip(columns, row, strict=True)]
        for name, row in zip(rows, values, strict=True)
    ]

    def clicked() -> None:
        at = _place(key)
        if on_cell is not None and at and at[0] < len(rows) and at[1] < len(columns):
            on_cell(*at)

    plot.show(
        plot.drawn(
            draw.heat(names or rows, columns, values, told=said, theme=chart.theme(), width=width, turned=turned)
        ),
        key=key,
        alt=alt,
        on_click=clicked if on_cell else None,
        keys="cell",
        stretch=stretch,
    )


def table(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Values,
    *,
    key: str,
    head: str,
    alt: str,
    totals: Sequence[int] | None = None,
) -> None:
    """Draws the same numbers as a table that opens, ``head`` over the names of the rows, with ``totals`` of events."""
    frame = pd.DataFrame([list(row) for row in values], columns=list(columns))
    frame.insert(0, head, list(rows))
    if totals is not None:
        frame.insert(1, "Events", list(totals))
    as_table(frame, key=key, alt=alt)


def as_table(frame: pd.DataFrame, *, key: str, alt: str) -> None:
    """Draws the numbers of a picture as a table that opens below it."""
    with st.expander("As a table"):
        st.dataframe(frame, hide_index=True, key=key, alt=alt)


def _place(key: str) -> tuple[int, int] | None:
    """Row and column of the cell that was chosen, None where none was."""
    at = plot.clicked(key)
    if isinstance(at, list) and len(at) == 2 and all(isinstance(each, int | float) for each in at):
        return int(at[0]), int(at[1])
    return None
