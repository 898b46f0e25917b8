"""Merging divided over processes gives what it gives in one piece, whatever dies on the way."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest

from benchmarks.million import made
from dateline import limits, store, upkeep
from dateline.merge import divided, files, merge
from dateline.model import Anchor, Document, Event, EventMention
from dateline.store import Writer

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
        assert by.sketches(mentions[:5], documents) is not None
        assert not multiprocessing.active_children()


def test_a_store_gets_the_same_events(
    world: tuple[dict[str, Document], list[EventMention]], small_tasks: None, tmp_path: Path
) -> None:
    documents, mentions = world
    shown = []
    for processes in (1, 2):
        path = tmp_path / f"{processes}.db"
        with Writer(path) as writer:
            for document in list(documents.values())[:60]:
                found = [mention for mention in mentions if mention.document == document.id]
                writer.add(document, ANCHOR, found, rules_version="1")
            upkeep.bring_up_to_date(writer, processes=processes)
        found = store.timeline(path)
        shown.append([*found.events, *found.undated])
    assert shown[0] == shown[1] and len(shown[0]) > 100
