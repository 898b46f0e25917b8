"""The parts of the page Sources: the table of outlets, their agreement, and whose statements they tell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from components import chart, desk, heat, notice, pick, safe
from components import told as links
from components import view as views
from components.view import View
from dateline import draw
from dateline.draw.theme import THEMES
from dateline.model import Query, Timeline
from dateline.store import Outlet, Outlets

_MOST = 20
"""Outlets in the charts; the table holds all."""
_SIDES = 6
"""States that are told apart in the shares of statements."""
_ALONE = 8
"""Events that an outlet alone tells which are listed at once."""
_CHOSEN = "outlet-chosen"
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")


def table(found: Outlets) -> None:
    """All outlets in numbers; choosing one shows what it alone tells."""
    outlets = found.outlets
    names = [outlet.name for outlet in outlets]
    at = st.session_state.get(_CHOSEN)
    picked = names.index(at) if at in names else None

    def chosen(row: int | None) -> None:
        st.session_state[_CHOSEN] = None if row is None else names[row]

    pick.row(
        pd.DataFrame(
            {
                "Outlet": names,
                "Articles": [outlet.articles for outlet in outlets],
                "Events": [outlet.events for outlet in outlets],
                "Told by it alone": [outlet.alone for outlet in outlets],
                "Told by others too": [outlet.together for outlet in outlets],
                "Of these first": [outlet.first for outlet in outlets],
                "Of these it differs": [outlet.differs for outlet in outlets],
                "Statements": [sum(outlet.sides.values()) for outlet in outlets],
            }
        ),
        key="outlets",
        picked=picked,
        on_pick=chosen,
        most=12,
        height=460,
        columns={"Outlet": st.column_config.TextColumn(width="medium")},
        alt="Outlets",
    )
    notice.muted(
        "First: its article is older than every other outlet's that tells the event. Choose an outlet to see what it "
        "alone tells."
    )
    if picked is not None:
        _one(outlets[picked])


def _one(outlet: Outlet) -> None:
    """What one outlet alone tells, and the ways on."""
    query = Query(publishers=(outlet.name,), source_counts=("1",))
    alone = desk.timeline(query, offer=())
    with st.container(key="outlet-card", border=True):
        st.html(
            f"<h2 class='dl-event'>{safe.html(outlet.name)}</h2>"
            f"<p class='dl-count'>{draw.counted(outlet.alone, 'event')} that no other outlet tells</p>"
        )
        best = sorted((*alone.events, *alone.undated), key=lambda event: -event.importance)[:_ALONE]
        links.each(best, key="told-alone")
        with st.container(horizontal=True):
            _way("See what it alone tells", "alone", query, outlet.alone)
            _way("See all it tells", "all", Query(publishers=(outlet.name,)), outlet.events)
            differs = Query(publishers=(outlet.name,), disagreements=tuple(draw.FILTER_VALUES["disagreements"]))
            _way("See where its events are disputed", "differs", differs, outlet.differs)


def _way(label: str, key: str, query: Query, count: int) -> None:
    if st.button(label, key=f"outlet-{key}", icon=":material/timeline:", disabled=not count):
        views.go(View(query=query))


def agreement(found: Outlets, *, width: int) -> None:
    """For each two outlets the events that both tell, and on how many of these they differ."""
    names = [outlet.name for outlet in found.outlets if outlet.together][:_MOST]
    if len(names) < 2:
        return
    st.html("<h2 class='dl-h3'>Who tells the same, and who differs</h2>")
    both = [[_pair(found.both, one, other) for other in names] for one in names]
    differ = [[_pair(found.differ, one, other) for other in names] for one in names]
    told = [
        [
            f"{one} and {other}: {draw.counted(both[y][x], 'event')} in common, {differ[y][x]:,} told differently"
            for x, other in enumerate(names)
        ]
        for y, one in enumerate(names)
    ]
    wide = min(width, 180 + 90 * len(names) + 60)
    left, right = st.columns(2, gap="medium") if width >= 1000 else (st.container(), st.container())
    wide = min(wide, (width - 30) // 2 if width >= 1000 else width)
    disputed = tuple(draw.FILTER_VALUES["disagreements"])
    for place, title, values, key, more in (
        (left, "Events that both tell", both, "both", ()),
        (right, "Of these told differently (date, states, status or a number)", differ, "differ", disputed),
    ):
        with place:
            st.html(f"<p class='dl-label'>{title}</p>")
            if not any(value for row in values for value in row):
                notice.muted("None.")
                continue
            heat.show(
                names, names, values, told=told, key=f"outlets-{key}", width=wide, turned=True, stretch=False,
                alt=f"{title}, by two outlets; the table below holds the same numbers.",
                on_cell=partial(_both, names, more),
            )  # fmt: skip
    views.follow()
    pairs = sorted(found.both, key=lambda pair: (-found.both[pair], pair))
    frame = pd.DataFrame(
        {
            "Outlet": [pair[0] for pair in pairs],
            "and": [pair[1] for pair in pairs],
            "Both tell": [found.both[pair] for pair in pairs],
            "Told differently": [found.differ.get(pair, 0) for pair in pairs],
        }
    )
    heat.as_table(frame, key="outlets-pairs", alt="Events that two outlets tell")


def _both(names: list[str], disagreements: tuple[str, ...], row: int, column: int) -> None:
    """Opens the timeline of what two outlets both tell; a heat map's callback."""
    pair = (names[row], names[column])
    views.go_after(View(query=Query(publishers=pair, together=("publishers",), disagreements=disagreements)))


def _pair(counts: Mapping[tuple[str, str], int], one: str, other: str) -> int:
    return counts.get((min(one, other), max(one, other)), 0) if one != other else 0


def sides(found: Outlets, everything: Timeline) -> None:
    """Whose statements each outlet tells, as shares by the state that speaks."""
    speaking = [outlet for outlet in found.outlets if outlet.sides][:_MOST]
    if not speaking:
        return
    names = {choice.value: choice.label for choice in everything.choices.get("countries", ())}
    totals: dict[str, int] = {}
    for outlet in speaking:
        for state, number in outlet.sides.items():
            totals[state] = totals.get(state, 0) + number
    shown = sorted(totals, key=lambda state: (-totals[state], state))[:_SIDES]
    muted = THEMES[chart.theme()].bar
    st.html("<h2 class='dl-h3'>Whose statements they tell</h2>")
    key = [*zip(shown, _COLOURS, strict=False)]
    legend = "".join(
        f"<li><i style='background:{colour}'></i>{safe.html(names.get(state, state))}</li>" for state, colour in key
    )
    if len(totals) > len(shown):
        legend += f"<li><i style='background:{muted}'></i>other states</li>"
    rows = "".join(_bar(outlet, key, names, muted) for outlet in speaking)
    st.html(f"<ul class='dl-legend'>{legend}</ul><table class='dl-sides'><tbody>{rows}</tbody></table>")


def _bar(outlet: Outlet, key: list[tuple[str, str]], names: dict[str, str], muted: str) -> str:
    """One outlet's statements as a bar of shares, each with its number."""
    total = sum(outlet.sides.values())
    parts = [(names.get(state, state), outlet.sides.get(state, 0), colour) for state, colour in key]
    parts.append(("other states", total - sum(number for _, number, _ in parts), muted))
    pieces = "".join(
        f"<span style='flex:{number};background:{colour}' title='{safe.html(f'{name}: {number} of {total}')}'>"
        f"<b>{number}</b></span>"
        for name, number, colour in parts
        if number > 0
    )
    said = ", ".join(f"{name} {number}" for name, number, _ in parts if number > 0)
    return (
        f"<tr><th scope='row'>{safe.html(outlet.name)}</th>"
        f"<td><div class='dl-share' role='img' aria-label='{safe.html(said)}'>{pieces}</div></td>"
        f"<td>{total:,}</td></tr>"
    )
