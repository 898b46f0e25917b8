"""Counts by lane and time, held against the events themselves."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from test_store_codec import UNKNOWN
from test_store_query import STATES, build, generated, plain

from dateline import store
from dateline.model import Document, Participant, Query
from dateline.store.writer import Writer


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bins") / "x.db"
    with Writer(path) as writer:
        for n in range(2_000):
            writer.add(Document(id=f"d{n}", name=f"d{n}", text=f"text {n}"), UNKNOWN, [])
        writer.replace_events(generated(600))
    return path


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(statuses=("happened",)),
        Query(since=date(1990, 3, 1), until=date(1999, 12, 31)),
        Query(words="sanctions"),
    ],
)
def test_bins_hold_what_the_query_finds(path: Path, query: Query) -> None:
    shown = store.timeline(path, query)
    by_type = Counter(
        (event.type, event.when.earliest.year) for event in shown.events if event.when and event.when.earliest
    )
    found = store.binned(path, query, "type", unit="year", most=50)
    assert {(lane.value, year): n for lane in found for year, n in lane.counts.items()} == by_type
    assert [lane.events for lane in found] == sorted((lane.events for lane in found), reverse=True)
    months = store.binned(path, query, "type", unit="month", most=50)
    assert sum(lane.events for lane in months) == sum(by_type.values())
    assert len(store.binned(path, query, "country", unit="year", most=3)) == 3


def test_lanes_have_names_and_open_dates_their_known_bound(tmp_path: Path) -> None:
    path = tmp_path / "y.db"
    part = Participant(actor=STATES["RUS"], role="other", country="RUS")
    build(
        path,
        [plain("a", "../1961", participants=(part,)), plain("b", "2014/..", participants=(part,)), plain("c", None)],
    )
    (lane,) = store.binned(path, Query(), "country", unit="year")
    assert (lane.value, lane.name, dict(lane.counts), lane.events) == ("RUS", "Russia", {1961: 1, 2014: 1}, 2)
