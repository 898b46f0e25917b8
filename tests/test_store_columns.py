"""Columns in memory: the same answers as SQLite's, built aside, and thrown away when the database changes."""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.dashboard import fill
from dateline import editing, limits, store
from dateline.model import Query
from dateline.store import keeper
from dateline.store.db import reading

QUERIES = (
    Query(),
    Query(countries=("S03",)),
    Query(countries=("S00", "S04"), match="all"),
    Query(countries=("S00", "S04"), match="between"),
    Query(people=("person-8", "person-18"), together=("people",)),
    Query(types=("treaty", "visit"), publishers=("Outlet 3",)),
    Query(statuses=("happened",), since=date(1950, 2, 3), until=date(1999, 5, 6)),
    Query(words="thing12", types=("other",)),
    Query(precisions=("none",)),
    Query(countries=("nowhere",)),
)
UNITS: tuple[store.Unit, ...] = ("year", "month")


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "many.db"
    fill(path, 900)
    monkeypatch.setattr(limits, "COLUMNS_FROM_EVENTS", 1)
    return path


def built(path: Path) -> bool:
    """Asks for columns, and waits until they are there."""
    for _ in range(400):
        with reading(path) as connection:
            if keeper.columns_of(path, connection, build=True) is not None:
                return True
        time.sleep(0.05)
    return False


def answers(path: Path) -> list[Any]:
    found: list[Any] = [store.timeline(path, query, limit=50) for query in QUERIES]
    found += [
        store.binned(path, query, field, unit=unit, most=99)
        for query in QUERIES
        for field in ("type", "country", "publisher")
        for unit in UNITS
    ]
    found += [
        {each.id: each for each in store.counterparts(path, kind, id_, others, most=999)}
        for kind, id_ in (("country", "S03"), ("person", "person-8"), ("country", "nowhere"))
        for others in ("country", "person", "organisation")
    ]
    return found


def test_the_same_answers_as_sqlite(db: Path) -> None:
    by_sqlite = answers(db)
    assert any(timeline.total for timeline in by_sqlite[: len(QUERIES)])
    assert built(db)
    assert answers(db) == by_sqlite


def test_a_change_is_seen_at_once_and_the_columns_are_built_anew(db: Path) -> None:
    assert built(db)
    first = store.timeline(db, QUERIES[1]).events[0]
    with reading(db) as connection:
        before = keeper.columns_of(db, connection, build=False)
    assert before is not None
    editing.hide(db, first.id, editing.By(author="Ada"))
    with reading(db) as connection:
        assert keeper.columns_of(db, connection, build=False) is None
    assert first.id not in {event.id for event in store.timeline(db, QUERIES[1]).events}
    assert built(db)
    assert first.id not in {event.id for event in store.timeline(db, QUERIES[1]).events}


def test_only_who_asks_again_of_a_large_database_has_them(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.timeline(db, QUERIES[1])
    monkeypatch.setattr(limits, "COLUMNS_FROM_EVENTS", 901)
    store.timeline(db, QUERIES[1], again=True)
    assert not [thread for thread in threading.enumerate() if thread.name == "dateline-columns"]
    monkeypatch.setattr(limits, "COLUMNS_FROM_EVENTS", 900)
    expected = store.timeline(db, QUERIES[1])
    assert store.timeline(db, QUERIES[1], again=True) == expected
    assert built(db)
    assert store.timeline(db, QUERIES[1], again=True) == expected


def test_another_file_in_the_same_place_has_columns_of_its_own(db: Path, tmp_path: Path) -> None:
    assert built(db)
    other = tmp_path / "other.db"
    fill(other, 30)
    for path in tmp_path.glob("many.db*"):
        path.unlink()
    other.rename(db)
    assert store.timeline(db).total == 30
    assert store.timeline(db, Query(countries=("S03",)), again=True).total < 30
