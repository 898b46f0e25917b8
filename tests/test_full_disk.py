"""A disk that is really full: one sentence, the data as before, the timeline still shown, and on it goes with room."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.endurance import article as made_up
from benchmarks.endurance import content
from dateline import pipeline, store
from dateline.errors import DatelineError
from dateline.store import db as connections
from tests.command_line import errors, run
from tests.conftest import ROOT

FIRST, ALL = 1, 10
ROOM = 64 * 1024
"""Bytes that are left when the disk is nearly full: for a few articles."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB of its own."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    where = tmp_path / "disk"
    where.mkdir()
    if not mount or not umount or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", where], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield where
    finally:
        connections._pool.clear()
        subprocess.run([umount, "-l", where], check=True)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(ALL):
        (folder / f"{n:02}.txt").write_text(made_up(n), encoding="utf-8")
    return folder


def fill(disk: Path, *, left: int) -> None:
    """Takes all the room of a disk but ``left`` bytes."""
    with contextlib.suppress(OSError), (disk / "filler").open("ab", buffering=0) as stream:
        while shutil.disk_usage(disk).free > left:
            stream.write(bytes(min(256 * 1024, max(1, shutil.disk_usage(disk).free - left))))


def begun(disk: Path, articles: Path) -> Path:
    """A database with the first articles."""
    db = disk / "news.db"
    pipeline.ingest_paths([articles / f"{n:02}.txt" for n in range(FIRST)], db)
    connections._pool.clear()
    return db


def test_reading_onto_a_full_disk_stops_with_a_sentence_and_goes_on_with_room(
    disk: Path, articles: Path, tmp_path: Path
) -> None:
    db = begun(disk, articles)
    before = content(db)
    connections._pool.clear()
    fill(disk, left=ROOM)
    done = run("ingest", articles, "--db", db, "--processes", "1")
    assert done.returncode == 1 and errors(done) == [str(DatelineError("E212", path=db))]
    assert run("check", "--db", db).returncode == 0
    stored = content(db)
    connections._pool.clear()
    assert set(before["documents"]) <= set(stored["documents"]) and len(stored["documents"]) < ALL
    assert run("backup", "--db", db, "-o", disk / "copy.db").returncode == 1 and not (disk / "copy.db").exists()
    assert run("export", "--format", "json", "--db", db).returncode == 0
    (disk / "filler").unlink()
    assert run("ingest", articles, "--db", db, "--processes", "1").returncode == 0
    calm = tmp_path / "calm.db"
    pipeline.ingest_paths([articles], calm)
    assert content(db) == content(calm) and store.check(db) == ()


def test_a_disk_filled_by_others_still_shows_the_timeline(disk: Path, articles: Path) -> None:
    db = begun(disk, articles)
    total = store.timeline(db).total
    connections._pool.clear()
    for beside in disk.glob("news.db-*"):
        beside.unlink()
    fill(disk, left=0)
    assert store.timeline(db).total == total and store.check(db) == ()
    with pytest.raises(DatelineError) as caught:
        pipeline.ingest_bytes(db, [("a.txt", b"Vladimir Putin met Kim Jong Un in Moscow on 2 May 2024.")])
    assert caught.value.code == "E212"
    (disk / "filler").unlink()
    pipeline.ingest_bytes(db, [("a.txt", b"Vladimir Putin met Kim Jong Un in Moscow on 2 May 2024.")])
    assert store.timeline(db).total == total + 1


def test_a_new_database_on_a_full_disk(disk: Path) -> None:
    fill(disk, left=0)
    done = run("ingest", ROOT / "sample_data" / "articles" / "2024-03-29-veto.md", "--db", disk / "new.db")
    assert done.returncode == 1 and errors(done) == [str(DatelineError("E212", path=disk / "new.db"))]
    (disk / "filler").unlink()
    done = run("ingest", ROOT / "sample_data" / "articles" / "2024-03-29-veto.md", "--db", disk / "new.db")
    assert done.returncode == 0


def test_the_dashboard_on_a_full_disk(disk: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = begun(disk, articles)
    before = content(db)
    connections._pool.clear()
    fill(disk, left=0)
    monkeypatch.setenv("DATELINE_DB", str(db))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    assert not app.exception and "event" in " ".join(part.proto.body for part in app.get("html"))
    app.switch_page("pages/add.py").run()
    app.text_area(key="paste-text").input("Vladimir Putin met Kim Jong Un in Moscow on 2 May 2024.")

    def send() -> str:
        next(button for button in app.button if button.label == "Add this article").click().run()
        assert not app.exception
        return " ".join(part.proto.body for part in app.get("html"))

    said = send()
    assert "no space left on the disk" in said
    assert content(db) == before
    connections._pool.clear()
    (disk / "filler").unlink()
    assert "no space left" not in send()
    assert len(content(db)["documents"]) == len(before["documents"]) + 1
