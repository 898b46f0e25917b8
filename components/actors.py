"""The parts of the page Actors: whom it is about, its counterparts by year, its offices."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

import pandas as pd
import streamlit as st

from components import chart, desk, heat, notice, plot
from components import view as views
from components.view import View
from dateline import draw, store
from dateline.model import Actor, Office, Query, Timeline

_FIELDS = {"country": "countries", "person": "people", "organisation": "organisations"}
_KINDS = {"country": "State", "person": "Person", "organisation": "Organisation"}
_OTHERS = {"country": "States", "person": "People", "organisation": "Organisations"}
_LOOKS = ("By year", "Among themselves")
"""How counterparts are drawn: a heat map of years, or a network of who of them takes part together."""
_COLUMNS = 40
"""Years beyond which the heat map counts by five or ten years."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom the page is about: its kind (a key of `_FIELDS`), id, name, and number of events."""

    kind: str
    id: str
    name: str
    count: int

    @property
    def query(self) -> Query:
        """All its events."""
        values: dict[str, Any] = {_FIELDS[self.kind]: (self.id,)}
        return Query(**values)


def choose(everything: Timeline) -> Chosen | None:
    """The field to choose an actor, the most frequent first; the address says who is chosen."""
    offered = {
        f"{kind}:{choice.value}": Chosen(kind, choice.value, choice.label, choice.count)
        for kind, field in _FIELDS.items()
        for choice in everything.choices.get(field, ())
    }
    if not offered:
        return None
    order = sorted(offered, key=lambda key: (-offered[key].count, offered[key].name))
    asked = st.query_params.get("actor") or st.session_state.get("actor-chosen")
    at = asked if asked in offered else order[0]

    def picked() -> None:
        key = st.session_state["actor"]
        if key:
            st.query_params["actor"] = key
            views.change(event=None, zoom=None)

    st.session_state["actor"] = at
    st.session_state["actor-chosen"] = at
    with st.container(key="actor-choice", width=420):
        st.selectbox(
            "Actor",
            order,
            format_func=lambda key: f"{offered[key].name} · {_KINDS[offered[key].kind]} · {offered[key].count:,}",
            key="actor",
            on_change=picked,
            filter_mode="contains",
        )
    return offered[at]


def heading(chosen: Chosen, shown: Timeline) -> None:
    """The actor's name, what it is, and the way to its events among all others."""
    first = [day.year for e in shown.events if e.when for day in (e.when.earliest, e.when.latest) if day]
    years = f", {min(first)} to {max(first)}" if first else ""
    with st.container(horizontal=True, vertical_alignment="bottom", key="actor-head"):
        with st.container():
            notice.heading(chosen.name, f"{_KINDS[chosen.kind]} · {draw.origin_in_words(shown)}{years}")
        if st.button("See on the timeline", key="actor-see", icon=":material/timeline:"):
            views.go(View(query=chosen.query))


def lanes(view: View) -> View:
    """The view by which the actor's chart is drawn."""
    return replace(view, lanes="type")


def counterparts(chosen: Chosen, everything: Timeline, shown: Timeline, *, width: int) -> None:
    """Who takes part in its events: a heat map by year, or a network of who of them takes part together; and a table.

    ``shown``: its events.
    """
    st.html("<h2 class='dl-h3'>With whom, and when</h2>")
    with st.container(horizontal=True, key="actor-how"):
        others = st.segmented_control(
            "Counterparts", list(_OTHERS), format_func=_OTHERS.__getitem__, default="country", required=True,
            key="actor-others", label_visibility="collapsed",
        )  # fmt: skip
        look = st.segmented_control(
            "Drawn as", _LOOKS, default=_LOOKS[0], required=True, key="actor-look", label_visibility="collapsed"
        )
    kind = others or "country"
    own = _own_state(chosen)
    found = [each for each in desk.counterparts(chosen.kind, chosen.id, kind) if each.id != own]
    if not found:
        notice.muted("Nobody of this kind takes part in its dated events.")
        return
    labels = {c.value: c.label for c in everything.choices.get(_FIELDS[kind], ())}
    names = [labels.get(each.id, each.name) for each in found]
    if look == _LOOKS[1]:
        _network(chosen, kind, found, names, shown, width=width)
        return
    spans = _spans(sorted({year for each in found for year in each.years}))
    columns = [str(first) if first == last else f"{first}–{last % 100:02}" for first, last in spans]
    values = [[sum(n for y, n in each.years.items() if first <= y <= last) for first, last in spans] for each in found]
    heat.show(
        names, columns, values, key="actor-heat", width=width,
        alt=f"Events of {chosen.name} with others by year; the table below holds the same numbers.",
        on_cell=lambda row, column: _together(chosen, kind, found[row].id, spans[column]),
    )  # fmt: skip
    views.follow()
    heat.table(
        names, columns, values, key="actor-heat-table", head="With", alt="Events with others by year",
        totals=[each.events for each in found],
    )  # fmt: skip


def _network(
    chosen: Chosen, kind: str, found: list[store.Counterpart], names: list[str], shown: Timeline, *, width: int
) -> None:  # fmt: skip
    """Who of those who take part in its events do so together."""
    places = {each.id: at for at, each in enumerate(found)}
    pairs: Counter[tuple[int, int]] = Counter()
    for event in shown.events:
        here = {p.country if kind == "country" else p.actor.id for p in event.participants}
        pairs.update(combinations(sorted(places[id_] for id_ in here if id_ in places), 2))
    if not pairs:
        notice.muted("No two of them take part in the same event.")
        return

    def clicked() -> None:
        at = plot.clicked("actor-network")
        if isinstance(at, list) and at and isinstance(at[0], int | float) and 0 <= at[0] < len(kept):
            _together(chosen, kind, found[kept[int(at[0])]].id, None)

    # Those who share nothing with the others would stand around for nothing.
    kept = sorted({at for pair in pairs for at in pair})
    place = {at: n for n, at in enumerate(kept)}
    figure = draw.network(
        [names[at] for at in kept], [found[at].events for at in kept],
        {(place[a], place[b]): joint for (a, b), joint in pairs.items()}, theme=chart.theme(), width=width,
    )  # fmt: skip
    if len(shown.events) < shown.dated_total:
        notice.muted(f"By the {len(shown.events):,} most important events.")
    if alone := len(found) - len(kept):
        notice.muted(f"{alone} more of the {len(found)} most frequent share no event with the others.")
    plot.show(
        plot.drawn(figure),
        key="actor-network",
        alt=f"Who takes part together in the events of {chosen.name}; the table below holds the same numbers.",
        on_click=clicked,
        keys="actor",
    )
    views.follow()
    rows = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
    frame = pd.DataFrame(
        {
            "One": [names[a] for a, _ in rows],
            "and": [names[b] for _, b in rows],
            f"Together, with {chosen.name}": [pairs[pair] for pair in rows],
        }
    )
    heat.as_table(frame, key="actor-network-table", alt="Who takes part together")


def offices(chosen: Chosen, everything: Timeline) -> None:
    """The offices that a person held, or those that were held for a state or by people who take part with it."""
    if chosen.kind == "person":
        actor = desk.actor(chosen.id)
        held = [(actor.name, office) for office in actor.offices] if actor else []
        title = "Offices"
    else:
        around = desk.counterparts(chosen.kind, chosen.id, "person")
        people: list[Actor] = [found for each in around if (found := desk.actor(each.id))]
        held = [(a.name, o) for a in people for o in a.offices if chosen.kind != "country" or o.country == chosen.id]
        title = "Offices of those who take part"
    if not held:
        return
    states = {choice.value: choice.label for choice in everything.choices.get("countries", ())}
    held.sort(key=lambda pair: (pair[1].start or date.min, pair[0]))
    st.html(f"<h2 class='dl-h3'>{title}</h2>")
    st.dataframe(
        pd.DataFrame(
            {
                "From": [_day(office.start) for _, office in held],
                "To": [_until(office) for _, office in held],
                "Who": [name for name, _ in held],
                "Office": [office.title for _, office in held],
                "State": [states.get(office.country, office.country) for _, office in held],
            }
        ),
        hide_index=True,
        height="auto" if len(held) <= 12 else 440,
        key="actor-offices",
        alt="Offices with their dates",
    )


def _own_state(chosen: Chosen) -> str | None:
    actor = desk.actor(chosen.id) if chosen.kind != "country" else None
    return actor.country if actor else None


def _spans(years: list[int]) -> list[tuple[int, int]]:
    """The columns of the heat map: single years, or five or ten years where there would be too many."""
    reach = years[-1] - years[0] + 1
    step = 1 if reach <= _COLUMNS else 5 if reach <= 5 * _COLUMNS else 10
    start = years[0] // step * step
    return [(first, first + step - 1) for first in range(start, years[-1] + 1, step)][-4 * _COLUMNS :]


def _together(chosen: Chosen, kind: str, other: str, span: tuple[int, int] | None) -> None:
    """Opens the timeline of both, in these years or all."""
    fields: dict[str, Any] = {_FIELDS[chosen.kind]: (chosen.id,)}
    if kind == chosen.kind == "country":
        fields = {"countries": (chosen.id, other), "match": "all"}
    elif kind != chosen.kind:
        fields[_FIELDS[kind]] = (other,)
    else:
        fields = {_FIELDS[kind]: (chosen.id, other), "together": (_FIELDS[kind],)}
    views.go_after(View(query=Query(**(views.in_years(*span) if span else {}), **fields)))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _until(office: Office) -> str:
    return office.end.isoformat() if office.end else "not known, or in office" if office.start else ""
