"""Columns in memory: the same answers as SQLite's, built aside, and made to follow when the database changes."""

from __future__ import annotations

import random
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_store_writer import TO_SCHEMA_5

from benchmarks.dashboard import events as made
from benchmarks.dashboard import fill
from dateline import editing, limits, store
from dateline.model import Anchor, Document, Event, Query, Reading, When
from dateline.store import Writer, filling, keeper
from dateline.store.columns import Columns
from dateline.store.db import reading, sqlite3

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
MADE = 400
"""Events in the database."""
UNITS: tuple[store.Unit, ...] = ("year", "month")


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "many.db"
    fill(path, MADE)
    monkeypatch.setattr(limits, "COLUMNS_FROM_EVENTS", 1)
    monkeypatch.setattr(filling, "ROOM", 64)  # so that columns grow, and some facets are bits
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
    return [*found, store.outlets(path)]


def test_the_same_answers_as_sqlite(db: Path) -> None:
    by_sqlite = answers(db)
    assert any(timeline.total for timeline in by_sqlite[: len(QUERIES)])
    assert built(db)
    assert answers(db) == by_sqlite


def columns_of(path: Path) -> Columns | None:
    with reading(path) as connection:
        return keeper.columns_of(path, connection, build=False)


def loaded(path: Path) -> Columns:
    with reading(path) as connection:
        return filling.load(connection, keeper.version_of(connection))


def content(columns: Columns) -> dict[str, Any]:
    """What columns say, whatever places events have."""
    rows = columns.rows.tolist()
    return {
        "version": columns.version,
        "order": columns.rows[columns.order].tolist(),
        "days": {rows[at]: (int(columns.first[at]), int(columns.last[at])) for at in columns.order.tolist()},
        "events": int(columns.alive.sum()),
        "facets": {
            (name, value): sorted(rows[at] for at in places)
            for name, facets in columns.fields.items()
            for value, number in facets.numbers.items()
            if len(places := columns.holders(name, number).tolist())
        },
        "told": {key: sorted(rows[at] for at in columns.told.of(key).tolist()) for key in columns.told.keys.tolist()},
        "shared": columns.shared,
    }


def test_a_correction_is_followed_before_the_next_answer(db: Path) -> None:
    assert built(db)
    first = store.timeline(db, QUERIES[1]).events[0]
    before = columns_of(db)
    assert before is not None
    editing.hide(db, first.id, editing.By(author="Ada"))
    after = columns_of(db)
    assert after is not None and after is not before
    # What the event did not have is shared by both.
    assert sum(after.fields["type"].many[n] is bits for n, bits in before.fields["type"].many.items()) > 9
    assert first.id not in {event.id for event in store.timeline(db, QUERIES[1]).events}
    assert content(after) == content(loaded(db))


def changed(random_: random.Random, events: list[Event], articles: int) -> list[Event]:
    """The events with some out, some new, and some with other weights, dates, types, tellings or disagreements."""
    some = [event for event in events if random_.random() > 0.02]
    for _ in range(random_.randrange(12)):
        at = random_.randrange(len(some))
        told = tuple(
            replace(some[at].mentions[0], document=f"d{n}")
            for n in random_.sample(range(articles), random_.randrange(1, 4))
        )
        fields: dict[str, Any] = random_.choice([
            {"importance": random_.choice((0.0, 0.5, random_.random()))},
            {"when": random_.choice((None, When.of("1990"), When.of("../1961"), When.day(date(2001, 2, 3))))},
            {"type": "statement"},
            {"participants": some[at].participants[::-1][: random_.randrange(3)]},
            {"mentions": told, "publishers": tuple(sorted({f"Outlet {int(m.document[1:]) % 30}" for m in told})),
             "readings": tuple(
                 Reading(field="date", value=f"{1990 + n}", documents=(m.document,)) for n, m in enumerate(told)
             ) if len(told) > 1 else ()},
        ])  # fmt: skip
        some[at] = replace(some[at], **fields)
    news = (replace(random_.choice(events), id=f"new-{random_.random()}") for _ in range(random_.randrange(5)))
    return [*some, *news]


@pytest.mark.parametrize("seed", range(3))
def test_columns_that_follow_are_those_that_are_read_anew(
    seed: int, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_ = random.Random(seed)
    assert built(db)
    now = list(made(MADE))
    unknown = Anchor(when=None, origin="unknown", reason="made up", confidence=0.0)
    for step in range(8):
        if random_.random() < 0.7:
            now = changed(random_, now, MADE)
            with Writer(db) as writer:
                writer.replace_events(now)
        else:
            n = random_.randrange(MADE)
            with Writer(db) as writer:
                writer.ledger.set_published(f"d{n}", When.of(f"20{random_.randrange(10, 25)}"))
                writer.add(Document(id=f"x{step}", name="x", text=f"text {n}", publisher="Outlet 7"), unknown, [])
        after = columns_of(db)
        assert after is not None
        assert content(after) == content(loaded(db))
    followed = answers(db)
    monkeypatch.setattr(keeper, "_kept", {})
    monkeypatch.setattr(limits, "COLUMNS_FROM_EVENTS", 10_000)
    assert followed == answers(db)


def test_after_too_many_changes_columns_are_built_anew(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert built(db)
    monkeypatch.setattr(limits, "CHANGES_KEPT", 10)
    now = list(made(MADE))
    with Writer(db) as writer:
        writer.replace_events([replace(event, importance=0.3) for event in now])
        assert writer._connection.execute("SELECT count(*) FROM event_change").fetchone() == (0,)
    assert columns_of(db) is None
    assert built(db)
    with Writer(db) as writer:
        writer.replace_events([replace(event, importance=0.3) for event in now[:-3]])
    after = columns_of(db)
    assert after is not None and content(after) == content(loaded(db))


def test_who_asks_of_a_state_before_the_change_is_answered_by_sqlite(db: Path) -> None:
    assert built(db)
    with reading(db) as early:
        early.execute("SELECT * FROM meta").fetchall()
        with Writer(db) as writer:
            writer.replace_events(list(made(MADE))[1:])
        assert columns_of(db) is not None
        assert keeper.columns_of(db, early, build=False) is None


def test_schema_5_follows_from_its_update_on(db: Path) -> None:
    with closing(sqlite3.connect(db)) as older:
        older.executescript(TO_SCHEMA_5 + "PRAGMA user_version = 5;")
    assert built(db)
    with Writer(db) as writer:
        writer.replace_events(list(made(MADE))[1:])
    after = columns_of(db)
    assert after is not None and content(after) == content(loaded(db))


def test_only_who_asks_again_of_a_large_database_has_them(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.timeline(db, QUERIES[1])
    monkeypatch.setattr(limits, "COLUMNS_FROM_EVENTS", MADE + 1)
    store.timeline(db, QUERIES[1], again=True)
    assert not [thread for thread in threading.enumerate() if thread.name == "dateline-columns"]
    monkeypatch.setattr(limits, "COLUMNS_FROM_EVENTS", MADE)
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
