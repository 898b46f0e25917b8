"""The database as a file among other programs: whose it is, who holds it, and what a killed writer leaves behind."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3 as old_sqlite
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_store_writer import ANCHOR, TO_SCHEMA_3, article, dump, event, mention

from dateline import limits, store
from dateline.errors import DatelineError
from dateline.model import Event, Participant, Query
from dateline.store import db
from dateline.store.db import APPLICATION_ID, SCHEMA_VERSION, reading, sqlite3
from dateline.store.writer import Writer

forked = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
fork = multiprocessing.get_context("fork") if hasattr(os, "fork") else multiprocessing.get_context()

READERS: dict[str, Callable[[Path], object]] = {
    "timeline": store.timeline,
    "event": lambda path: store.event(path, "e1"),
    "document": lambda path: store.document(path, "a1"),
    "undated_documents": store.undated_documents,
    "documents": store.documents,
    "summary": store.summary,
    "version": store.version,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def fill(path: Path, *, events: int = 1) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention()])
        writer.replace_events(event(mention(), id=f"e{n}") for n in range(1, events + 1))


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(DatelineError) as caught:
        call()
    return caught.value.code


def both(path: Path) -> set[str]:
    """The codes that writing and every way of reading give."""
    codes = {refused(lambda: Writer(path))}
    return codes | {refused(lambda read=read: read(path)) for read in READERS.values()}  # type: ignore[misc]


# --- whose file is it ----------------------------------------------------------------------------------------------


def test_the_sqlite_is_a_current_one() -> None:
    """Before 3.51.3 a bug could damage a database in WAL mode."""
    assert sqlite3.sqlite_version_info >= (3, 51, 3)
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (a)")


@pytest.mark.parametrize("name", ["news.db", "a b?mode=rwc#x%41.db", "ünïcødé 平壤.db", "sub/folder/news.db", "-.db"])
def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    fill(tmp_path / name)
    assert (tmp_path / name).is_file()
    assert store.summary(tmp_path / name).documents == 1
    assert store.summary(str(tmp_path / name)).documents == 1


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_no_database_yet(path: Path, read: Callable[[Path], object]) -> None:
    assert refused(lambda: read(path)) == "E207"
    assert refused(lambda: Writer(path, create=False)) == "E207"
    assert refused(lambda: read(Path("news\0.db"))) == "E207"
    assert refused(lambda: Writer(Path("news\0.db"))) == "E202"
    assert not path.exists()
    path.touch()  # a writer that was killed before its first byte
    assert refused(lambda: read(path)) == "E207"
    fill(path)
    read(path)


def test_garbage_is_refused_and_left_alone(path: Path) -> None:
    for garbage in (b"not a database at all", b"SQLite format 3\0" + bytes(5000), random.Random(1).randbytes(20_000)):
        path.write_bytes(garbage)
        assert both(path) == {"E203"}
        assert path.read_bytes() == garbage


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert both(tmp_path) == {"E203"}


@pytest.mark.parametrize("application", [0, 0x12345678, APPLICATION_ID])
def test_another_programs_database_is_refused_and_left_alone(path: Path, application: int) -> None:
    with contextlib.closing(old_sqlite.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url)")
        other.execute(f"PRAGMA application_id = {application}")
        other.commit()
    before = path.read_bytes()
    assert both(path) == {"E203"}
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["news.db"]


def test_a_newer_schema_is_named(path: Path) -> None:
    fill(path)
    with contextlib.closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db._pool.clear()  # as after a restart
    assert both(path) == {"E204"}
    with pytest.raises(DatelineError, match=f"schema {SCHEMA_VERSION + 1}, this one knows {SCHEMA_VERSION}"):
        store.summary(path)


def test_schema_2_gets_the_new_facets_and_keeps_the_old(path: Path) -> None:
    from test_store_query import OUTLETS, STATES, build, plain, told

    event = plain(
        "e1", "2024-06-19", publishers=OUTLETS[:2], mentions=(replace(told("d0"), speaker="Ann Lee", outlet="TASS"),),
        participants=(Participant(actor=STATES["RUS"], role="source", country="RUS"),),
    )  # fmt: skip
    build(path, [event, plain("e2", None)])
    queries = [Query(), Query(speakers=("Ann Lee",)), Query(acting=("RUS",), source_counts=("2",))]
    before = [store.timeline(path, query) for query in queries]
    assert [timeline.total for timeline in before] == [2, 1, 1]
    with sqlite3.connect(path) as older:
        older.executescript(TO_SCHEMA_3)
        older.executescript(
            """DELETE FROM event_facet WHERE facet IN (SELECT n FROM facet WHERE field NOT IN
                   ('country', 'type', 'status', 'person', 'organisation', 'publisher'));
               DELETE FROM facet WHERE n NOT IN (SELECT facet FROM event_facet);
               DROP TABLE saved_view; PRAGMA user_version = 2;"""
        )
    Writer(path).close()
    assert [store.timeline(path, query) for query in queries] == before
    assert store.saved_views(path) == ()


def test_saved_views_are_kept_by_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(path) as writer:
        writer.views.save("  Kim and\nPutin ", "country=PRK")
        writer.views.save("Another", "lanes=source")
        writer.views.save("Kim and Putin", "country=PRK&country=RUS")
        with pytest.raises(DatelineError, match="a name for the view"):
            writer.views.save("  ", "x=y")
    assert [(view.name, view.address) for view in store.saved_views(path)] == [
        ("Another", "lanes=source"),
        ("Kim and Putin", "country=PRK&country=RUS"),
    ]
    monkeypatch.setattr(limits, "MAX_VIEWS", 2)
    with Writer(path) as writer:
        writer.views.save("Another", "lanes=type")
        with pytest.raises(DatelineError, match="remove one first"):
            writer.views.save("A third", "")
        writer.views.forget("Another")
        writer.views.forget("never there")
    assert [view.name for view in store.saved_views(path)] == ["Kim and Putin"]


def test_damage_is_named(path: Path) -> None:
    fill(path, events=500)
    content = bytearray(path.read_bytes())
    content[4096 : len(content) - 4096] = b"\x55" * (len(content) - 8192)
    path.write_bytes(content)
    db._pool.clear()
    assert refused(lambda: store.timeline(path)) == "E203"
    assert refused(lambda: fill(path, events=2)) == "E203"


# --- who holds it --------------------------------------------------------------------------------------------------


def test_locked_by_another_program(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BUSY_TIMEOUT_MS", 50)
    fill(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other, Writer(path) as writer:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        assert refused(lambda: writer.add(article(text="New words."), ANCHOR, [])) == "E201"
        assert time.monotonic() - started < 5
        assert store.summary(path).documents == 1  # readers are not held up
        other.execute("ROLLBACK")
        assert writer.add(article(id="b1", text="New words."), ANCHOR, []) == "added"
    db._pool.clear()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert both(path) == {"E201"}


def test_a_writer_waits_for_another_to_end(path: Path) -> None:
    fill(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, other.execute, ["ROLLBACK"])
        timer.start()
        with Writer(path) as writer:
            assert writer.add(article(id="b1", text="New words."), ANCHOR, []) == "added"
        timer.join()


def test_a_full_disk_leaves_what_was_there(path: Path) -> None:
    fill(path)
    before = dump(path)
    with Writer(path) as writer:
        pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
        writer._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        assert refused(lambda: writer.add(article(id="b1", text="word " * 50_000), ANCHOR, [])) == "E212"
        assert dump(path) == before
        assert writer.add(article(), ANCHOR, [mention()]) == "known"
        writer._connection.execute("PRAGMA max_page_count = 1000000")
        assert writer.add(article(id="b1", text="word " * 50_000), ANCHOR, []) == "added"


def as_nobody(work: Callable[[], object]) -> object:
    """Run ``work`` in a child process without root's power to write anywhere; its result, or its error's code."""

    def child(answers: Any) -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        try:
            answers.put(work())
        except DatelineError as error:
            answers.put(error.code)

    answers = fork.SimpleQueue()
    process = fork.Process(target=child, args=(answers,))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    return answers.get()


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user of the machine can enter (pytest's own are closed to others)."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@forked
def test_where_nothing_may_be_written(public_folder: Path) -> None:
    path = public_folder / "news.db"
    fill(path)
    db._pool.clear()
    for left in (public_folder / "news.db-wal", public_folder / "news.db-shm"):
        left.unlink(missing_ok=True)
    path.chmod(0o444)
    public_folder.chmod(0o555)
    before = path.read_bytes()
    assert as_nobody(lambda: Writer(path)) == "E202"
    assert as_nobody(lambda: Writer(public_folder / "new.db")) == "E202"
    assert as_nobody(lambda: Writer(public_folder / "deeper" / "new.db")) == "E202"
    # a finished database on a share or a disc can still be read, more than once
    assert as_nobody(lambda: [store.timeline(path).total, store.summary(path).documents]) == [1, 1]
    assert path.read_bytes() == before and not list(public_folder.glob("*-*"))


# --- readers beside a writer ---------------------------------------------------------------------------------------


def told_in(round_: int) -> list[Event]:
    """Twenty events that all say in which round they were written."""
    return [replace(event(mention(), id=f"e{n}"), title=f"round {round_}") for n in range(20)]


def write_rounds(path: Path, rounds: int) -> None:
    with Writer(path) as writer:
        for round_ in range(rounds):
            writer.replace_events(told_in(round_))


@forked
def test_a_reader_never_sees_half_a_write(path: Path) -> None:
    fill(path)
    write_rounds(path, 1)
    process = fork.Process(target=write_rounds, args=(path, 60))
    process.start()
    seen, versions, reads = set(), set(), 0
    while process.is_alive():
        timeline = store.timeline(path)
        titles = {e.title for e in timeline.events}
        assert len(titles) == 1 and len(timeline.events) == timeline.total == 20
        assert sum(choice.count for choice in timeline.choices["types"]) == 20
        seen |= titles
        versions.add(store.version(path))
        reads += 1
    process.join()
    assert process.exitcode == 0 and reads > 3
    assert len(seen) > 1 and len(versions) > 1
    assert {e.title for e in store.timeline(path).events} == {"round 59"}


@forked
def test_two_writers_lose_nothing(path: Path) -> None:
    def write(name: str) -> None:
        with Writer(path) as writer:
            for n in range(50):
                writer.add(article(id=f"{name}{n}", text=f"{name} {n}"), ANCHOR, [])

    processes = [fork.Process(target=write, args=(name,)) for name in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert store.summary(path).documents == 100


@forked
@pytest.mark.parametrize("step", ["events", "add", "flood"])
def test_a_killed_writer_leaves_what_was_there(path: Path, step: str) -> None:
    fill(path, events=3)
    before, version = dump(path), store.version(path)

    def die_within() -> None:
        def merged() -> Iterator[Event]:
            for n in range(2_000 if step == "flood" else 2):  # a flood spills from memory into the journal
                yield event(mention(), id=f"new{n}", title=f"never seen {n} " + "words " * 200)
            os.kill(os.getpid(), signal.SIGKILL)

        with Writer(path) as writer:
            if step == "flood":
                writer._connection.execute("PRAGMA cache_size = 10")
            if step == "add":
                with writer._writing():
                    writer._insert(article(id="b1", text="New words."), ANCHOR, "1")
                    os.kill(os.getpid(), signal.SIGKILL)
            writer.replace_events(merged())

    process = fork.Process(target=die_within)
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL
    if step == "flood":
        assert path.with_name("news.db-wal").stat().st_size > 1_000_000  # the test did reach the disk
    assert dump(path) == before and store.version(path) == version
    with Writer(path) as writer:
        assert writer._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert writer._connection.execute("PRAGMA foreign_key_check").fetchall() == []
        writer.replace_events([event(mention())])
    assert store.timeline(path).total == 1


@forked
def test_a_writer_killed_while_it_lays_out_the_schema(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die_within() -> None:
        statements = db.statements

        def some(script: str) -> Iterator[str]:
            for n, statement in enumerate(statements(script)):
                if n == 5:
                    os.kill(os.getpid(), signal.SIGKILL)
                yield statement

        db.statements = some
        Writer(path)

    process = fork.Process(target=die_within)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL and path.exists()
    assert refused(lambda: store.summary(path)) == "E207"
    fill(path)
    assert store.summary(path).events == 1


# --- the pool of readers -------------------------------------------------------------------------------------------


def remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def test_a_database_that_was_put_in_anothers_place_is_read_afresh(path: Path, tmp_path: Path) -> None:
    fill(path)
    versions = {store.version(path)}
    fill(tmp_path / "other.db", events=2)
    (tmp_path / "other.db").replace(path)  # while a reader of the old one is idle
    assert store.timeline(path).total == 2
    versions.add(store.version(path))
    remove(path)
    assert refused(lambda: store.timeline(path)) == "E207"
    fill(path, events=3)
    assert store.timeline(path).total == 3
    assert len(versions | {store.version(path)}) == 3


def test_two_databases_have_two_versions(tmp_path: Path) -> None:
    """Made by the same steps, so that a cache keyed by version never takes one for the other."""
    fill(tmp_path / "a.db")
    fill(tmp_path / "b.db")
    assert store.version(tmp_path / "a.db") != store.version(tmp_path / "b.db")


def test_threads_share_few_connections(path: Path) -> None:
    fill(path, events=30)
    totals: list[int] = []

    def ask() -> None:
        totals.extend(store.timeline(path).total for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [30] * 200
    assert 0 < len(db._pool) <= limits.MAX_IDLE_READERS


@forked
def test_a_child_process_opens_its_own(path: Path) -> None:
    fill(path)
    store.summary(path)
    inherited = {id(idle.connection) for idle in db._pool}
    assert inherited
    assert as_nobody(lambda: len(db._pool)) == 0 or sys.platform == "darwin"
    with reading(path) as connection:
        assert id(connection) in inherited


def test_reading_cannot_write(path: Path) -> None:
    fill(path)
    with pytest.raises(DatelineError) as caught, reading(path) as connection:
        connection.execute("DELETE FROM event_mention")
    assert caught.value.code == "E202"
    assert store.timeline(path, Query()).total == 1


def test_the_journal_is_emptied_at_the_end(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention()])
        store.summary(path)
        journal = path.with_name("news.db-wal")
        assert journal.stat().st_size > 0
    assert not journal.exists() or journal.stat().st_size == 0
    writer.close()  # twice is harmless


def test_closing_does_not_wait_long_for_a_reader(path: Path) -> None:
    fill(path)
    writer = Writer(path)
    writer.add(article(id="b1", text="New words."), ANCHOR, [])
    with reading(path) as connection:
        connection.execute("SELECT count(*) FROM document").fetchone()
        started = time.monotonic()
        writer.close()
        assert time.monotonic() - started < 3
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (2,)
