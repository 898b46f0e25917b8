"""A real scheduler with real workers, each a process: some are killed on the way, and the same bytes come of it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline import cluster, limits, pipeline, read
from dateline.cluster import Done
from dateline.errors import DatelineError
from tests.command_line import dump, environment, errors, run

ARTICLES = 36
NOTHING = read.Given()
Process = subprocess.Popen[bytes]


class Cluster:
    """A scheduler and workers on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.processes: list[Process] = []

    def start(self, *args: str, **settings: str) -> Process:
        command = [sys.executable, "-m", *args, "--no-dashboard"]
        process = subprocess.Popen(
            command, env=environment(settings), cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.processes.append(process)
        return process

    def scheduler(self, **settings: str) -> Process:
        return self.start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port), **settings)

    def worker(self) -> Process:
        return self.start(
            "distributed.cli.dask_worker", self.address, "--nthreads", "1", "--no-nanny",
            "--local-directory", str(self.folder), OPENBLAS_NUM_THREADS="1",
        )  # fmt: skip

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Cluster]:
    found = Cluster(tmp_path)
    yield found
    found.end()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Short articles by line, one of them no article, and two files beside them, one of which repeats a line."""
    folder = tmp_path / "source"
    folder.mkdir()
    states = ("France", "Japan", "Brazil", "Egypt", "India", "Kenya", "Peru", "Chile", "Norway")
    lines = [
        {
            "id": f"a{n}", "published": f"2021-03-{n % 27 + 1:02}", "publisher": f"Outlet {n % 4}",
            "text": f"{states[n % 9]} and {states[(n + 2) % 9]} signed a treaty on Monday. The president of "
            f"{states[n % 9]} said in city number {n % 12} that {n // 12 + 2} more agreements would follow.",
        }
        for n in range(ARTICLES)
    ]  # fmt: skip
    rows = [json.dumps(line) for line in lines]
    (folder / "lines.jsonl").write_text("\n".join([*rows[:20], "no article", *rows[20:]]) + "\n")
    (folder / "page.html").write_text("<html><body><p>Spain and Cuba signed a treaty on 4 May 2021.</p></body></html>")
    (folder / "again.jsonl").write_text(rows[3] + "\n")
    return folder


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CLUSTER_BATCH_BYTES", 300)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def whole_files(folder: Path) -> dict[str, bytes]:
    """Without what a writer that was killed on the way has left beside them: a run that comes to its end tidies it."""
    return {name: data for name, data in files(folder).items() if not name.endswith(".aside")}


def kill(process: Process) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def codes(found: list[Done | DatelineError]) -> set[str]:
    return {each.code for each in found if isinstance(each, DatelineError)}


def test_whatever_is_killed_the_same_bytes_come_of_it(
    here: Cluster, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ingest(folder: str) -> Iterator[Done | DatelineError]:
        return cluster.ingest([source], scheduler=here.address, folder=str(tmp_path / folder), given=NOTHING)

    scheduler, first, second = here.scheduler(), here.worker(), here.worker()

    # Workers with another Dateline would make something else of it.
    with monkeypatch.context() as patched, pytest.raises(DatelineError) as error:
        patched.setenv("DATELINE_MODEL", "another")
        list(ingest("whole"))
    assert error.value.code == "E604" and not (tmp_path / "whole").exists()

    # Nothing dies.
    whole = [each for each in ingest("whole") if isinstance(each, Done)]
    expected = files(tmp_path / "whole")
    assert sum(done.report.documents for done in whole) == ARTICLES + 2
    assert [sentence for done in whole for sentence in done.report.wrong] == [
        str(DatelineError("E109", name="lines.jsonl", line=21, why="it is no valid JSON"))
    ]
    assert len(whole) == len({done.name for done in whole}) == len(expected) - 1 > 8

    # A worker dies at its work: another one does it.
    running = ingest("killed")
    next(running)
    kill(first)
    next(running)
    # Then the scheduler: what is done is kept, and one sentence says so.
    kill(scheduler)
    with pytest.raises(DatelineError) as error:
        list(running)
    assert error.value.code == "E602" and "went away" in str(error.value)
    kill(second)
    half = whole_files(tmp_path / "killed")
    assert 2 <= len(half) < len(expected) and half.items() <= expected.items()

    # The scheduler is back, and gives up what a worker died on: that is named, and the rest goes on.
    here.scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    third, _ = here.worker(), here.worker()
    running = ingest("killed")
    found = []
    for each in running:
        found.append(each)
        if isinstance(each, Done) and not each.known and third.poll() is None:
            kill(third)
    assert codes(found) <= {"E603"}
    left = len(expected) - len(whole_files(tmp_path / "killed"))
    assert left == sum(isinstance(each, DatelineError) for each in found)

    # Once more: what is missing is done, and nothing else.
    last = list(ingest("killed"))
    assert not codes(last) and sum(not each.known for each in last if isinstance(each, Done)) == left
    assert files(tmp_path / "killed") == expected

    # On the command line, with batches of its own: nothing lost, nothing double, and the same as on one machine.
    command = ("scale", "ingest", source, "--scheduler", here.address, "--out", tmp_path / "line")
    done, again = run(*command), run(*command)
    assert done.returncode == again.returncode == 1  # for the line that is no article
    assert errors(done) == errors(again) == ["lines.jsonl, line 21: it is no valid JSON; the line is left out."]
    assert done.stdout.decode().splitlines()[-1].endswith("1 files new, 1 failed")
    assert again.stdout.decode().splitlines()[-1].endswith("0 files new, 1 failed")
    sets = [list(cluster.extractions(str(tmp_path / name))) for name in ("killed", "line")]
    assert sets[0] == sets[1]
    loaded = run("scale", "load", tmp_path / "killed", "--db", tmp_path / "killed.db")
    assert loaded.stdout.decode().splitlines()[-1] == f"{ARTICLES + 1} added, 1 known"
    pipeline.ingest_paths([source], tmp_path / "alone.db")
    stores = [dump(tmp_path / f"{name}.db") for name in ("alone", "killed")]
    for store in stores:  # each has a name of its own
        store["meta"] = [row for row in store["meta"] if "identity" not in row]
    assert stores[0] == stores[1]
    assert len(stores[0]["document"]) == ARTICLES + 1 and len(stores[0]["event"]) > 30
