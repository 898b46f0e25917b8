"""Merging divided over processes gives what it gives in one piece, whatever dies on the way."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from test_upkeep import shown

from benchmarks.million import made
from dateline import limits, upkeep
from dateline.merge import Renewal, divided, files, merge, whole
from dateline.model import Anchor, Document, Event, EventMention
from dateline.rank import rank
from dateline.store import Renewing, Writer, merging

ANCHOR = Anchor(when=None, origin="unknown", reason="", confidence=0.0)


@pytest.fixture(scope="module")
def world() -> tuple[dict[str, Document], list[EventMention]]:
    return made(1_500)


@pytest.fixture(scope="module")
def alone(world: tuple[dict[str, Document], list[EventMention]]) -> list[Event]:
    documents, mentions = world
    return merge(mentions, documents)


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MERGE_ALONE_MENTIONS", 100)
    monkeypatch.setattr(divided, "CHUNK", 100)
    monkeypatch.setattr(divided, "PAIRS", 1_000)
    monkeypatch.setattr(files, "SHARE", 300)


def test_events_are_the_same_and_no_process_is_left(
    world: tuple[dict[str, Document], list[EventMention]], alone: list[Event], small_tasks: None
) -> None:
    documents, mentions = world
    assert any(event.mention_count > 3 for event in alone)
    assert merge(reversed(mentions), documents, processes=2) == alone
    assert not multiprocessing.active_children()


def test_when_a_process_is_killed_the_events_are_the_same(
    world: tuple[dict[str, Document], list[EventMention]], alone: list[Event], small_tasks: None
) -> None:
    documents, mentions = world
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.2):
            for child in multiprocessing.active_children():
                with contextlib.suppress(OSError):
                    os.kill(child.pid or 0, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        assert merge(mentions, documents, processes=2) == alone
    finally:
        over.set()
        killer.join()


def test_few_mentions_need_no_process(
    world: tuple[dict[str, Document], list[EventMention]], alone: list[Event]
) -> None:
    documents, mentions = world
    with divided.divided(len(mentions), 2) as by:
        assert len(by.sketches(lambda: divided.chunks(mentions[:5], documents))) == 5
        assert not multiprocessing.active_children()


@pytest.fixture(scope="module")
def stored(world: tuple[dict[str, Document], list[EventMention]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the articles, not merged yet."""
    path = tmp_path_factory.mktemp("stored") / "news.db"
    store_world(path, *world)
    return path


def store_world(path: Path, documents: dict[str, Document], mentions: list[EventMention]) -> None:
    found: dict[str, list[EventMention]] = {}
    for mention in mentions:
        found.setdefault(mention.document, []).append(mention)
    with Writer(path) as writer:
        for document in documents.values():
            writer.add(document, ANCHOR, found.get(document.id, []), rules_version="1")


@pytest.fixture
def database(stored: Path, tmp_path: Path) -> Path:
    """The same for one test."""
    return Path(shutil.copy(stored, tmp_path / "news.db"))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_store_gets_the_same_events_from_files_few_at_a_time(
    world: tuple[dict[str, Document], list[EventMention]],
    alone: list[Event],
    database: Path,
    small_tasks: None,
    monkeypatch: pytest.MonkeyPatch,
    processes: int,
) -> None:
    documents, _ = world
    monkeypatch.setattr(whole, "BATCH", 50)
    monkeypatch.setattr(merging, "ENTRIES_AT_ONCE", 1_000)
    monkeypatch.setattr(upkeep, "ROWS_AT_ONCE", 70)
    sizes: list[int] = []
    with Writer(database) as writer:
        read = writer.tellings.mentions
        monkeypatch.setattr(writer.tellings, "mentions", lambda n: (sizes.append(len(held := list(n))), read(held))[1])
        upkeep.bring_up_to_date(writer, processes=processes)
    largest = max(event.mention_count for event in alone)
    assert sum(sizes) == 1_500 and max(sizes) <= max(50, largest) and len(sizes) > 20
    assert shown(database) == {event.id: event for event in rank(alone, documents)}


def test_when_a_process_dies_a_store_gets_the_same_events(
    world: tuple[dict[str, Document], list[EventMention]],
    alone: list[Event],
    database: Path,
    small_tasks: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of the articles that were gone through when it died nothing is taken in twice."""
    documents, _ = world
    begun = whole._Everything._begin
    turns: list[int] = []

    def begin(self: whole._Everything) -> None:
        turns.append(len(turns))
        begun(self)

    def die(self: divided.Divided, work: object, tasks: Iterable[object]) -> Iterator[object]:
        for number, task in enumerate(tasks):
            if self._pool is not None and number == 3:
                raise BrokenProcessPool
            yield work(task)  # type: ignore[operator]

    monkeypatch.setattr(whole._Everything, "_begin", begin)
    monkeypatch.setattr(divided.Divided, "_each", die)
    with Writer(database) as writer:
        upkeep.bring_up_to_date(writer, processes=2)
    assert len(turns) == 3  # as it is made, and for each of the two times
    assert shown(database) == {event.id: event for event in rank(alone, documents)}


def test_what_another_program_writes_meanwhile_is_merged_too(
    world: tuple[dict[str, Document], list[EventMention]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, mentions = world
    names = list(documents)[:30]
    some = {name: documents[name] for name in names}
    told = [mention for mention in mentions if mention.document in some]
    path, found = tmp_path / "news.db", upkeep.renew
    store_world(path, {name: some[name] for name in names[:-1]}, told)
    turns: list[int] = []

    def renew(*args: Any, **kwargs: Any) -> Renewal:
        out = found(*args, **kwargs)
        if not turns:
            store_world(path, {names[-1]: some[names[-1]]}, told)
        turns.append(1)
        return out

    monkeypatch.setattr(upkeep, "renew", renew)
    with Writer(path) as writer:
        upkeep.bring_up_to_date(writer)
    assert len(turns) == 2
    assert shown(path) == {event.id: event for event in rank(merge(told, some), some)}


def test_few_mentions_are_held_at_a_time(database: Path, small_tasks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "BATCH", 50)
    before = mentions_held()
    held: list[int] = []

    def counted(read: Callable[..., Any]) -> Callable[..., Any]:
        def count(*args: Any, **kwargs: Any) -> Any:
            held.append(mentions_held() - before)
            return read(*args, **kwargs)

        return count

    monkeypatch.setattr(whole, "join", counted(whole.join))
    monkeypatch.setattr(Renewing, "finish", counted(Renewing.finish))
    with Writer(database) as writer:
        monkeypatch.setattr(writer.tellings, "mentions", counted(writer.tellings.mentions))
        upkeep.bring_up_to_date(writer)
    assert len(held) > 20 and max(held) < 200  # of 1,500


def mentions_held() -> int:
    """How many mentions there are in memory."""
    return sum(type(each) is EventMention for each in gc.get_objects())
