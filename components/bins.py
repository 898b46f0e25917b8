"""More events than a chart can draw: their numbers by lane and time; a click on one opens its stretch."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

import streamlit as st

from components import chart, desk, heat, viewport, words, zoom
from components import view as views
from components.view import View
from dateline import draw, limits, store
from dateline.model import Query, Timeline

_FIELDS: dict[str, Any] = {"type": "type", "country": "country", "leader": "person", "source": "publisher"}
_KEY = "bins"
_DRAWN = "bins-off"
_MOST_COLUMNS = 60


def wanted(drawn: Timeline) -> bool:
    """Whether there are too many events to draw one by one, and nobody asked for the most important all the same."""
    return drawn.dated_total > limits.MAX_MARKS and not st.session_state.get(_DRAWN)


def listed() -> int:
    """How many events are wanted, the most important, where there are too many to draw."""
    return limits.MAX_MARKS if st.session_state.get(_DRAWN) else limits.LISTED_OF_MANY


def counts(drawn: Timeline, view: View) -> dict[str, int] | None:
    """All events of each lane by its key, where not all can be drawn; None where the chart holds them all."""
    if drawn.dated_total <= limits.MAX_MARKS:
        return None
    return {lane.value: lane.events for lane in desk.binned(drawn.query, _FIELDS[view.lanes], "year")}


def switch(drawn: Timeline) -> None:
    """Numbers of all, or marks of the most important."""
    if drawn.dated_total <= limits.MAX_MARKS:
        return
    off = bool(st.session_state.get(_DRAWN))
    label = "Count all in boxes" if off else f"Draw the {limits.MAX_MARKS:,} most important"
    st.button(label, key="bins-switch", type="tertiary", on_click=_toggle)


def or_marks(drawn: Timeline, view: View, *, width: int) -> None:
    """Draws the numbers, or the events one by one; nothing until the browser has told how wide it is."""
    if not viewport.known():
        st.html("<div class='dl-wait' role='status'>Drawing the chart</div>")
    elif wanted(drawn):
        show(drawn, view, width=width)
    else:
        chart.show(drawn, view, width=width, counts=counts(drawn, view))


def show(drawn: Timeline, view: View, *, width: int) -> None:
    """Draws the numbers; a click on one zooms to its stretch of time."""
    query = drawn.query
    unit: store.Unit = "month" if _months(query) else "year"
    lanes = desk.binned(query, _FIELDS[view.lanes], unit)
    spans = _columns(sorted({number for lane in lanes for number in lane.counts}), unit)
    columns = [_head(span, unit) for span in spans]
    names = [words.TYPES.get(lane.value, lane.name) if view.lanes == "type" else lane.name for lane in lanes]
    values = [
        [sum(n for at, n in lane.counts.items() if first <= at <= last) for first, last in spans] for lane in lanes
    ]
    st.html(
        f"<p class='dl-note'>{drawn.dated_total:,} dated events are too many to draw one by one: each box counts them. "
        "A click on a box opens its years.</p>"
    )
    heat.show(
        names, columns, values, key=_KEY, width=width,
        names=[f"{name}  {lane.events:,}" for name, lane in zip(names, lanes, strict=True)],
        alt=f"{draw.counted(drawn.dated_total, 'event')} by {view.lanes} and time; the list below opens each stretch.",
        on_cell=lambda _, column: zoom.to(*_days(spans[column], unit)),
    )  # fmt: skip
    _open(spans, columns, values, unit)
    heat.table(
        names, columns, values, key="bins-table", head=view.lanes.capitalize(), alt="Events by lane and time",
        totals=[lane.events for lane in lanes],
    )  # fmt: skip


def _open(spans: list[tuple[int, int]], columns: list[str], values: list[list[int]], unit: str) -> None:
    """The same way for the keyboard."""
    totals = [sum(row[at] for row in values) for at in range(len(spans))]

    def picked() -> None:
        at = st.session_state["bins-open"]
        if at is not None:
            zoom.to(*_days(spans[at], unit))

    st.session_state["bins-open"] = None
    st.selectbox(
        "Open the events of", [at for at in range(len(spans)) if totals[at]], index=None, key="bins-open",
        format_func=lambda at: columns[at], on_change=picked, placeholder="Choose a stretch of time", width=300,
    )  # fmt: skip


def _months(query: Query) -> bool:
    return bool(query.since and query.until and (query.until - query.since).days <= 366 * 3)


def _columns(numbers: list[int], unit: str) -> list[tuple[int, int]]:
    """Years or months as columns, several years in one where there would be too many. Both ends included."""
    if unit == "month":
        return [(number, number) for number in numbers]
    if not numbers:
        return []
    reach = numbers[-1] - numbers[0] + 1
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if reach / step <= _MOST_COLUMNS)
    start = numbers[0] // step * step
    return [(first, first + step - 1) for first in range(start, numbers[-1] + 1, step)]


def _head(span: tuple[int, int], unit: str) -> str:
    first, last = span
    if unit == "month":
        return f"{calendar.month_abbr[first % 100]} {first // 100}"
    return str(first) if first == last else f"{first}–{last}"


def _days(span: tuple[int, int], unit: str) -> tuple[date, date]:
    first, last = span
    if unit == "month":
        year, month = first // 100, first % 100
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(max(first, 1), 1, 1), date(min(last, 9999), 12, 31)


def _toggle() -> None:
    views.touched()
    st.session_state[_DRAWN] = not st.session_state.get(_DRAWN)
