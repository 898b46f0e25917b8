"""What the database bears: kills, a full disk, damage, many at once, questions without end; and the way back."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_store_writer import ANCHOR, article, dump, event, mention

from benchmarks.endurance import article as made_up
from benchmarks.endurance import ask, content, write
from dateline import limits, pipeline, store
from dateline.errors import DatelineError
from dateline.extraction import extract_document
from dateline.model import Document
from dateline.store import Writer, db
from dateline.store.db import sqlite3
from tests.command_line import errors, run
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
fork: Any = multiprocessing.get_context("fork") if hasattr(os, "fork") else None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention()])
        writer.replace_events([event(mention())])
    return path


def refused(call: Any) -> str:
    with pytest.raises(DatelineError) as caught:
        call()
    assert "\n" not in str(caught.value)
    return caught.value.code


# --- backup and check ----------------------------------------------------------------------------------------------


def test_a_backup_is_the_same_database_and_never_written_over(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "copy.db"
    assert refused(lambda: store.backup(path, copy)) == "E304"
    copy.parent.mkdir()
    assert store.backup(path, copy) == copy.stat().st_size
    assert dump(copy) == dump(path) and store.check(copy) == ()
    assert [entry.name for entry in copy.parent.iterdir() if "-" not in entry.name] == ["copy.db"]
    before = copy.read_bytes()
    assert refused(lambda: store.backup(path, copy)) == "E304"
    assert copy.read_bytes() == before
    assert refused(lambda: store.backup(tmp_path / "none.db", tmp_path / "b.db")) == "E207"
    (tmp_path / "letter.db").write_bytes(b"Dear all, " * 500)
    assert refused(lambda: store.backup(tmp_path / "letter.db", tmp_path / "b.db")) == "E203"
    assert not (tmp_path / "b.db").exists()


def test_a_backup_of_a_database_that_is_written_meanwhile_is_one_state(path: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def busy() -> None:
        with Writer(path) as writer:
            for n in range(10_000):
                if stop.is_set():
                    return
                writer.replace_events([event(mention(), id=f"e{k}", title=f"round {n}") for k in range(5)])

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        for n in range(5):
            time.sleep(0.05)
            store.backup(path, tmp_path / f"copy{n}.db")
            titles = {e.title for e in store.timeline(tmp_path / f"copy{n}.db").events}
            assert len(titles) == 1
            assert store.check(tmp_path / f"copy{n}.db") == ()
    finally:
        stop.set()
        thread.join()


def test_check_names_damage_and_changes_nothing(path: Path, tmp_path: Path) -> None:
    assert store.check(path) == ()
    with Writer(path) as writer:
        for n in range(200):
            writer.add(article(id=f"b{n}", text=f"words {n} " * 50), ANCHOR, [])
    whole = path.read_bytes()
    found = 0
    chance = random.Random(3)
    for _ in range(20):
        content_ = bytearray(whole)
        for _ in range(3):
            at = chance.randrange(8192, len(content_) - 4096)
            content_[at : at + 700] = chance.randbytes(700)
        broken = tmp_path / "broken.db"
        broken.write_bytes(content_)
        db._pool.clear()
        try:
            found += bool(store.check(broken))
        except DatelineError as error:
            assert error.code in {"E203", "E204"}
            found += 1
        assert broken.read_bytes() == bytes(content_)
        for left in tmp_path.glob("broken.db*"):
            left.unlink()
    # What is overwritten within a text breaks no rule of the file; the rest is found.
    assert found >= 10
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM document_text WHERE document = 1")
        connection.commit()
    assert store.check(path) == ("1 articles are without their text",)


def test_backup_and_check_by_command(path: Path, tmp_path: Path) -> None:
    done = run("check", "--db", path)
    assert done.returncode == 0 and b"whole, 1 articles, 1 events" in done.stdout
    assert run("backup", "--db", path, "-o", tmp_path / "copy.db").returncode == 0
    again = run("backup", "--db", path, "-o", tmp_path / "copy.db")
    assert again.returncode == 1 and len(errors(again)) == 1 and "it is there already" in errors(again)[0]
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM document_text")
        connection.commit()
    broken = run("check", "--db", path)
    assert broken.returncode == 1 and "put the latest backup in its place" in errors(broken)[0]
    path.unlink()
    shutil.copy(tmp_path / "copy.db", path)
    assert run("check", "--db", path).returncode == 0


# --- a full disk ---------------------------------------------------------------------------------------------------


def test_a_disk_that_is_full_ends_in_one_sentence_and_nothing_is_lost(path: Path, tmp_path: Path) -> None:
    before = content(path)

    def child(answers: Any) -> None:
        room = max(file.stat().st_size for file in path.parent.iterdir()) + 100_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        found = []
        for number in range(30):
            try:
                with Writer(path) as writer:
                    writer.add(article(id=f"b{number}", text=f"{number} words " * 20_000), ANCHOR, [])
            except DatelineError as error:
                found.append(error.code)
        try:
            store.backup(path, tmp_path / "copy.db")
        except DatelineError as error:
            found.append(error.code)
        answers.put(found)

    answers = fork.SimpleQueue()
    process = fork.Process(target=child, args=(answers,))
    process.start()
    found = answers.get()
    process.join(60)
    assert process.exitcode == 0
    assert set(found) <= {"E202", "E304"} and found.count("E202") > 3
    db._pool.clear()
    assert store.check(path) == ()
    after = content(path)
    assert set(before["documents"]) <= set(after["documents"]) and after["events"] == before["events"]
    with Writer(path) as writer:
        assert writer.add(article(id="later", text="There is room again."), ANCHOR, []) == "added"


def test_a_path_that_no_system_has_gets_a_sentence() -> None:
    for question in (store.check, lambda path: store.backup(path, "copy.db")):
        with pytest.raises(DatelineError) as caught:
            question("news\0.db")
        assert caught.value.code == "E207"


# --- kills ---------------------------------------------------------------------------------------------------------


def test_a_run_that_is_killed_again_and_again_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    """The run of 10,000 articles and 25 kills is `benchmarks/endurance.py`."""
    documents = [Document(id=f"d{n:03}", name=f"{n}.txt", text=made_up(n)) for n in range(240)]
    extract_document(documents[0])  # everything is loaded once, before the forks
    chance = random.Random(26)

    def read_all(db_: Path, told: Any = None) -> None:
        pipeline.ingest_documents(documents, db_, on_progress=lambda _: told and told.send_bytes(b"."))

    killed, counts, kills = tmp_path / "killed.db", [0], 0
    for _ in range(8):
        hears, tells = fork.Pipe(duplex=False)
        process = fork.Process(target=read_all, args=(killed, tells))
        process.start()
        tells.close()
        # Past what is known already and a few articles more, then at any moment.
        with contextlib.suppress(EOFError):
            for _ in range(counts[-1] + chance.randint(2, 9)):
                hears.recv_bytes()
        time.sleep(chance.uniform(0, 0.01))
        process.kill()
        process.join()
        kills += process.exitcode == -signal.SIGKILL
        assert store.check(killed) == ()
        counts.append(store.summary(killed).documents)
    assert kills >= 5, "the others had come to their end"
    assert counts == sorted(counts), "what was stored stays stored"
    assert 10 < counts[-1] <= len(documents)
    read_all(killed)
    calm = tmp_path / "calm.db"
    read_all(calm)
    assert content(killed) == content(calm)


# --- many at once --------------------------------------------------------------------------------------------------


def test_two_writers_and_twenty_readers_meet_no_lock(path: Path) -> None:
    answers = fork.Queue()
    until = time.time() + 4
    jobs = [fork.Process(target=write, args=(path, f"w{n}-", until, answers)) for n in range(2)]
    jobs += [fork.Process(target=ask, args=(path, n, until, answers)) for n in range(20)]
    for job in jobs:
        job.start()
    found = [answers.get(timeout=40) for _ in jobs]
    for job in jobs:
        job.join()
    assert [codes for _, _, codes in found if codes] == []
    written = sum(len(times) for kind, times, _ in found if kind == "write")
    asked = sum(len(times) for kind, times, _ in found if kind == "read")
    assert written > 2 and asked > 20
    assert store.summary(path).documents == written + 1
    assert store.check(path) == ()


# --- questions without end -----------------------------------------------------------------------------------------


def test_a_question_without_end_is_stopped_with_advice(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "QUERY_SECONDS", 0.3)
    started = time.monotonic()
    with pytest.raises(DatelineError, match="ask for less") as caught, db.reading(path) as connection:
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        ).fetchone()
    assert caught.value.code == "E211" and time.monotonic() - started < 5
    monkeypatch.undo()
    assert store.summary(path).documents == 1, "the next question is answered"


# --- bombs ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Small files that want to become large ones, and a line of 100 MB."""
    import bz2
    import gzip
    import io
    import lzma
    import tarfile
    import zipfile

    folder = tmp_path_factory.mktemp("bombs")
    zeros = b"words " * (1024 * 1024 // 6)
    many = 150

    def packed(stream: Any) -> None:
        for _ in range(many):
            stream.write(zeros)

    with gzip.open(folder / "line.txt.gz", "wb", compresslevel=1) as stream:
        packed(stream)
    (folder / "line.txt.xz").write_bytes(lzma.compress(zeros, preset=0) * many)
    (folder / "line.txt.bz2").write_bytes(bz2.compress(zeros, 1) * many)
    with gzip.open(folder / "line.jsonl.gz", "wb", compresslevel=1) as stream:
        stream.write(b'{"text": "')
        packed(stream)
    with gzip.open(folder / "line.csv.gz", "wb", compresslevel=1) as stream:
        packed(stream)
    with zipfile.ZipFile(folder / "one.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("a.txt", "w") as member:
            packed(member)
        archive.writestr("b.txt", "Envoys met in Geneva.")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for n in range(8):
            archive.writestr(f"{n}.txt", zeros * 15)
    with zipfile.ZipFile(folder / "nested.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"{n}.zip", inner.getvalue())
    with tarfile.open(folder / "sparse.tar.gz", "w:gz", compresslevel=1) as tar:
        info = tarfile.TarInfo("a.txt")
        info.size = 200 * 1024 * 1024
        tar.addfile(info, io.BytesIO(bytes(info.size)))
    (folder / "deep.html").write_bytes(b"<div>" * 2_000_000)
    (folder / "wide.html").write_bytes(b"<html><body>" + b"<p>a</p>" * 2_000_000)
    (folder / "attributes.html").write_bytes(b"<html><p " + b"a=b " * 2_000_000 + b">words</p>")
    (folder / "deep.json").write_bytes(b"[" * 10_000_000)
    with (folder / "line.txt").open("wb") as stream:
        for _ in range(100):
            stream.write(zeros)
    (folder / "packed.bin").write_bytes(bz2.compress(zeros))
    yield folder
    shutil.rmtree(folder)


def test_bombs_are_refused_early_and_memory_stays_flat(bombs: Path) -> None:
    program = """
import json, sys, time
from pathlib import Path
from dateline.read import documents
from dateline.model import Document
import dateline.read.apart as apart
found = {}
for path in sys.argv[1:]:
    begun = time.monotonic()
    results = list(documents([path]))
    codes = ["" if isinstance(r, Document) else r.code for r in results]
    found[path.rsplit("/", 1)[1]] = [codes[:12], time.monotonic() - begun]
# Not ru_maxrss: a program begins with that of the program that started it, here of all tests before this one.
found["peak"] = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
apart._CHILD.end()
print(json.dumps(found))
"""
    import json

    paths = sorted(str(path) for path in bombs.iterdir())
    done = subprocess.run([sys.executable, "-c", program, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    found = json.loads(done.stdout)
    peak = found.pop("peak")
    codes = {name: seen for name, (seen, _) in found.items()}
    assert codes["line.txt"] == ["E104"] and codes["line.txt.gz"] == ["E104"] and codes["line.csv.gz"] == ["E104"]
    assert codes["line.txt.xz"] == ["E104"] and codes["line.txt.bz2"] == ["E104"]
    assert codes["line.jsonl.gz"][0] == "E109" and "" not in codes["line.jsonl.gz"]
    assert codes["one.zip"] == ["E104", ""] and codes["sparse.tar.gz"] == ["E104"]
    assert set(codes["nested.zip"]) <= {"E104", "E111"}
    assert codes["deep.html"] == ["E116"] and codes["wide.html"] == ["E116"]
    assert set(codes["deep.json"]) <= {"E120", "E123"} and codes["packed.bin"] == ["E103"]
    assert set(codes["attributes.html"]) <= {"", "E116", "E124"}
    assert max(seconds for _, seconds in found.values()) < limits.CHILD_SECONDS + 10, found
    assert peak < 500, f"megabytes: {peak}"


def test_the_helpers_of_a_run_that_is_killed_end_with_it(tmp_path: Path) -> None:
    program = """
import multiprocessing, sys, time
from dateline.spawned import _end_with_parent
def wait():
    _end_with_parent()
    time.sleep(60)
if __name__ == "__main__":
    helper = multiprocessing.get_context("spawn").Process(target=wait)
    helper.start()
    print(helper.pid, flush=True)
    time.sleep(60)
"""
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "program.py")], stdout=subprocess.PIPE, env=environment
    ) as run_:
        assert run_.stdout
        helper = int(run_.stdout.readline())
        time.sleep(3)
        os.kill(helper, 0)
        run_.kill()
        deadline = time.monotonic() + 30
        with contextlib.suppress(ProcessLookupError):
            while time.monotonic() < deadline:
                os.kill(helper, 0)
                time.sleep(0.1)
            pytest.fail("the helper lives on")
