"""More events than a chart can draw: their numbers by lane and time; a click on one opens its stretch."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from components import chart, desk, heat, words, zoom
from components import view as views
from components.view import View
from dateline import draw, limits, store
from dateline.model import Query, Timeline

_FIELDS: dict[str, Any] = {"type": "type", "country": "country", "leader": "person", "source": "publisher"}
_KEY = "bins"
_DRAWN = "bins-off"
_MOST_COLUMNS = 60
_FEW = 0.005
"""Share of all events that may stand together at either end, lest they make all boxes coarser."""


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
    """Draws the numbers, or the events one by one."""
    if wanted(drawn):
        show(drawn, view, width=width)
    else:
        chart.show(drawn, view, width=width, counts=counts(drawn, view))


def show(drawn: Timeline, view: View, *, width: int) -> None:
    """Draws the numbers; a click on one zooms to its stretch of time."""
    query = drawn.query
    unit: store.Unit = "month" if _months(query) else "year"
    lanes = desk.binned(query, _FIELDS[view.lanes], unit)
    spans = columns(_summed(lanes), unit)
    heads = [_head(span, unit) for span in spans]
    names = [words.TYPES.get(lane.value, lane.name) if view.lanes == "type" else lane.name for lane in lanes]
    values = [
        [sum(n for at, n in lane.counts.items() if first <= at <= last) for first, last in spans] for lane in lanes
    ]
    st.html(
        f"<p class='dl-note'>{drawn.dated_total:,} dated events are too many to draw one by one: each box counts them. "
        "A click on a box opens its years.</p>"
    )
    heat.show(
        names, heads, values, key=_KEY, width=width,
        names=[f"{name}  {lane.events:,}" for name, lane in zip(names, lanes, strict=True)],
        alt=f"{draw.counted(drawn.dated_total, 'event')} by {view.lanes} and time; the list below opens each stretch.",
        on_cell=lambda _, column: zoom.to(*_days(spans[column], unit)),
    )  # fmt: skip
    _open(spans, heads, values, unit)
    heat.table(
        names, heads, values, key="bins-table", head=view.lanes.capitalize(), alt="Events by lane and time",
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


def _summed(lanes: Sequence[store.Lane]) -> Counter[int]:
    """The events of all lanes by year or month."""
    return sum((Counter(lane.counts) for lane in lanes), Counter())


def columns(counts: Counter[int], unit: str) -> list[tuple[int, int]]:
    """Years or months as columns, several years in one where there would be too many. Both ends included.

    Where a few events long before or after all others would make the boxes coarser, one column at that end holds them.
    """
    numbers = sorted(counts)
    if unit == "month":
        return [(number, number) for number in numbers]
    if not numbers:
        return []
    first, last = _without_few(counts), -_without_few(Counter({-number: n for number, n in counts.items()}))
    if _step(last - first) == _step(numbers[-1] - numbers[0]):
        first, last = numbers[0], numbers[-1]
    step = _step(last - first)
    start = first // step * step
    spans = [(year, year + step - 1) for year in range(start, last + 1, step)]
    before = [(numbers[0], start - 1)] if numbers[0] < start else []
    after = [(spans[-1][1] + 1, numbers[-1])] if numbers[-1] > spans[-1][1] else []
    return [*before, *spans, *after]


def _step(reach: int) -> int:
    """How many years go into a column where so many lie between the first and the last."""
    return next(
        step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if (reach + 1) / step <= _MOST_COLUMNS
    )


def _without_few(counts: Counter[int]) -> int:
    """The first year behind the few (`_FEW` of all) that come before it."""
    so_far, few = 0, _FEW * counts.total()
    for number in sorted(counts):
        so_far += counts[number]
        if so_far > few:
            return number
    raise AssertionError("some year holds more than a few")


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
