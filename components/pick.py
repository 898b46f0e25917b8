"""A table of which one row can be chosen: a click on a cell is one on its row, the boxes are for the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st


def row(
    frame: pd.DataFrame,
    *,
    key: str,
    picked: int | None,
    on_pick: Callable[[int | None], None],
    alt: str,
    columns: Mapping[str, Any],
    most: int = 10,
    height: int = 420,
) -> None:
    """Draws the table with the row ``picked``; ``on_pick`` gets the number of the row that is chosen then, or None.

    Up to ``most`` rows the table is as high as they need, else ``height`` pixels.
    """
    before = [] if picked is None else [picked]

    def chosen() -> None:
        at = row_of(st.session_state[key]["selection"], before)
        on_pick(at if at is not None and at < len(frame) else None)

    st.session_state[key] = {"selection": {"rows": before, "columns": [], "cells": []}}
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        height="auto" if len(frame) <= most else height,
        on_select=chosen,
        selection_mode=["single-row", "single-cell"],
        column_config=dict(columns),
        alt=alt,
    )


def row_of(selection: Any, before: list[int]) -> int | None:
    """The row that a selection now means, given the rows selected ``before``: a new row, else that of a cell."""
    picked, cells = list(selection["rows"]), list(selection["cells"])
    if picked != before or not cells:
        return picked[0] if picked else None
    return int(cells[0][0])
