"""Articles shared out to processes: the same findings in the same order, whatever dies on the way."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dateline import extraction, limits, read, spawned
from dateline.errors import DatelineError
from dateline.extraction import Extraction, extract_document, extract_documents
from dateline.model import Document, When
from tests.command_line import environment
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def articles() -> list[Document]:
    found = [item for item in read.documents([ROOT / "sample_data" / "articles"]) if isinstance(item, Document)]
    return sorted(found, key=lambda document: len(document.text))[:8]


@pytest.fixture(scope="module")
def found(articles: list[Document]) -> list[Extraction]:
    return [extract_document(document) for document in articles]


def test_an_article_with_broken_punctuation_is_read_and_keeps_its_own_characters() -> None:
    text = "Norwayâ€ ™ s prime minister visited Swedenâ€ ™ s capital on Monday."
    found = extract_document(Document(id="a", name="a", text=text, published=When.of("2015-06-09")))
    (visit,) = found.mentions
    assert visit.countries == ("NOR", "SWE")
    assert visit.when is not None
    assert visit.when.value == "2015-06-08"
    assert visit.evidence == text[visit.start : visit.end]
    assert "â" in visit.evidence
    assert "â" not in visit.title
    assert found.document.text == text


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ALONE_DOCUMENTS", 2)
    monkeypatch.setattr(limits, "PARSE_BATCH_CHARS", 1500)


@pytest.mark.parametrize("processes", [1, 2])
def test_shared_out_or_not_the_findings_are_the_same(
    articles: list[Document], found: list[Extraction], processes: int, small_batches: None
) -> None:
    assert list(extract_documents(articles, processes=processes)) == found


def test_few_articles_need_no_process_of_their_own(articles: list[Document], found: list[Extraction]) -> None:
    for one, expected in zip(extract_documents(articles, processes=2), found, strict=True):
        assert one == expected
        assert not multiprocessing.active_children()


def test_articles_are_taken_only_some_batches_ahead(articles: list[Document], small_batches: None) -> None:
    taken = 0

    def counted() -> Iterator[Document]:
        nonlocal taken
        for n in range(200):
            taken += 1
            yield replace(articles[0], id=f"{n}")

    working = extract_documents(counted(), processes=1)
    next(working)
    assert taken < 10
    working.close()


def test_when_a_process_is_killed_nothing_is_lost(
    articles: list[Document], found: list[Extraction], small_batches: None
) -> None:
    working = extract_documents(articles * 2, processes=2)
    got = [next(working)]
    victim = multiprocessing.active_children()[0]
    assert victim.pid
    os.kill(victim.pid, signal.SIGKILL)
    got += working
    assert got == found * 2
    assert not multiprocessing.active_children()


def test_a_process_that_dies_while_nothing_is_asked_of_it_loses_nothing(
    articles: list[Document], found: list[Extraction], small_batches: None
) -> None:
    """The pool then says so when it is given the next batch, not when the answer is awaited."""

    def slowly() -> Iterator[Document]:
        for n, document in enumerate(articles * 2):
            if n == 5:  # the first batches are out, this process still reads
                for child in multiprocessing.active_children():
                    if child.pid:
                        os.kill(child.pid, signal.SIGKILL)
                time.sleep(1)
            yield document

    assert list(extract_documents(slowly(), processes=2)) == found * 2


def test_an_article_on_which_processes_die_gets_a_sentence(articles: list[Document], small_batches: None) -> None:
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.05):
            for child in multiprocessing.active_children():
                if child.pid:
                    os.kill(child.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        got = list(extract_documents(articles[:3], processes=1 + 1))
    finally:
        over.set()
        killer.join()
    assert [str(item) for item in got] == [str(DatelineError("E131", name=document.name)) for document in articles[:3]]


def test_who_stops_asking_stops_the_processes(articles: list[Document], small_batches: None) -> None:
    working = extract_documents(articles * 3, processes=2)
    next(working)
    assert multiprocessing.active_children()
    working.close()
    assert not multiprocessing.active_children()


def test_articles_are_counted_beforehand_where_that_is_cheap(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text("One.")
    (tmp_path / "folder" / "b.docx").write_bytes(b"")
    (tmp_path / "folder" / "c.unknown").write_text("No article.")
    (tmp_path / "many.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n' * 70))
    assert read.expected([tmp_path / "folder", tmp_path / "many.jsonl.gz", "https://news.example/a"]) == 2 + 70 + 1
    (tmp_path / "lines.ndjson").write_text('{"text": "x"}\n' * 3)
    (tmp_path / "without an ending").write_text("One.")
    assert read.expected([tmp_path / "lines.ndjson", tmp_path / "without an ending"]) == 3 + 1
    for name in ("d.zip", "e.csv.gz", "f.xls", "g.json", "h.xml"):
        (tmp_path / "folder" / name).write_bytes(b"")
        assert read.expected([tmp_path / "folder"]) is None
        (tmp_path / "folder" / name).unlink()
    assert read.expected(["-"]) is None
    assert read.expected([tmp_path / "missing.jsonl"]) is None


@pytest.mark.parametrize("alone", [True, False])
def test_a_fault_of_a_rule_costs_the_article_on_which_it_fails(
    articles: list[Document],
    found: list[Extraction],
    small_batches: None,
    monkeypatch: pytest.MonkeyPatch,
    alone: bool,
) -> None:
    linked = extraction.link

    def failing(document: Document, *args: Any, **kwargs: Any) -> Any:
        if document.id == articles[1].id:
            raise IndexError("no such token")
        return linked(document, *args, **kwargs)

    monkeypatch.setattr(extraction, "link", failing)
    if alone:
        monkeypatch.setattr(limits, "ALONE_DOCUMENTS", len(articles))
    got = list(extract_documents(articles))
    assert [got[0], *got[2:]] == [found[0], *found[2:]]
    assert re.fullmatch(rf"{re.escape(articles[1].name)}: .*IndexError in test_extraction.py, line \d+.*", str(got[1]))


def test_a_process_that_works_for_another_has_one_thread() -> None:
    """A second one, though it only waits, costs a fifth of all work."""
    with spawned.pool(1) as pool:
        assert pool.submit(threading.active_count).result() == 1


def half_sent() -> None:
    """Begins to send a result, as the executor's process does after a task, and is killed."""
    results = sys._getframe(1).f_locals["result_queue"]
    results._wlock.acquire()
    os.write(results._writer.fileno(), struct.pack("!i", 1_000_000) + b"x" * 100)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_while_it_sends_a_result_breaks_the_pool() -> None:
    with spawned.pool(2) as pool:
        waiting = [pool.submit(time.sleep, 0.01), pool.submit(half_sent), pool.submit(time.sleep, 0.01)]
        with pytest.raises(BrokenProcessPool):
            waiting[1].result(timeout=60)
    assert not multiprocessing.active_children()


def test_who_stops_does_not_wait_for_work_that_nobody_wants_any_more() -> None:
    pool = spawned.pool(1)
    begun = spawned.submit(pool, abs, -1)
    waiting = [spawned.submit(pool, time.sleep, 60) for _ in range(3)]
    assert begun.result() == 1
    start = time.monotonic()
    spawned.end(pool)
    assert time.monotonic() - start < 30 and all(future.done() for future in waiting)


INTERRUPTED = """
import multiprocessing, os, signal, threading, time
from dateline import spawned

def kill(): os.killpg(0, signal.SIGINT)

if __name__ == "__main__":
    for _ in range(3):
        pool = spawned.pool(2)
        try:
            found = [spawned.submit(pool, abs, -n) for n in range(2)]
            kill()
        except KeyboardInterrupt:
            pass
        assert [each.result() for each in found] == [0, 1]
        pool.submit(int)
        try:
            threading.Timer(0.01, kill).start()
            spawned.end(pool)
            time.sleep(10)  # should the timer be late
        except KeyboardInterrupt:
            pass
        assert not multiprocessing.active_children()
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has other interrupts")
def test_an_interrupt_of_all_at_once_is_no_fault_of_those_that_begin_or_end(tmp_path: Path) -> None:
    """A terminal sends it to every process; a second one comes while they are ended."""
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, start_new_session=True,
        env=environment(), preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
