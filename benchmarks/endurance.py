"""What the database bears: killed again and again while it reads, and many writers and readers at once.

    python -m benchmarks.endurance --documents 10000 --kills 25
    python -m benchmarks.endurance --seconds 30 --writers 2 --readers 20

Killed: `dateline ingest` reads a folder of made-up articles in a process of its own that gets SIGKILL after a random
time, is started again, and so on; the last run is left to end. Then the database is compared with that of a run nobody
disturbed (``--documents`` at most 1,000) or with the list of articles, and checked whole.
At once: writers store articles and put events together, readers ask what the dashboard asks; every error counts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dateline import store
from dateline.errors import DatelineError
from dateline.model import Anchor, Document, EventMention, Query, When
from dateline.store import Writer

SEED = 20_261_126
STATES = {
    "France": "Paris", "Germany": "Berlin", "Italy": "Rome", "Spain": "Madrid", "Poland": "Warsaw", "Norway": "Oslo",
    "Chile": "Santiago", "Peru": "Lima", "Kenya": "Nairobi", "Ghana": "Accra", "India": "Delhi", "Japan": "Tokyo",
}  # fmt: skip


def article(number: int) -> str:
    """A made-up article of two sentences, another one for each number."""
    chance = random.Random(SEED + number)
    one, other = chance.sample(sorted(STATES), 2)
    day, year = chance.randint(1, 28), 1950 + number % 74
    return (
        f"{one} and {other} signed a treaty in {STATES[one]} on {day} May {year}, paper {number} says.\n"
        f"Its number in the register of that office is {number}."
    )


def fill(folder: Path, count: int) -> None:
    """Writes the articles of a run."""
    for number in range(count):
        (folder / f"{number:05}.txt").write_text(article(number), encoding="utf-8")


def ingest(folder: Path, db: Path, *, after: float | None) -> bool:
    """Reads the folder; killed after so many seconds. True where it came to its end."""
    command = [sys.executable, "-m", "dateline", "ingest", str(folder), "--db", str(db), "--published", "2024-06-20"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return process.wait(timeout=after) == 0
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return False


def content(db: Path) -> dict[str, Any]:
    """What a database tells, without row numbers."""
    shown = store.timeline(db, limit=1_000_000)
    rows = sorted((row.document.name, row.events) for row in store.documents(db))
    return {"documents": rows, "events": sorted((e.id, e.title, e.mention_count) for e in shown.events)}


def killed(count: int, kills: int) -> None:
    """Prints what kills cost, and whether anything was lost or came twice."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder, db = Path(name) / "articles", Path(name) / "killed.db"
        folder.mkdir()
        fill(folder, count)
        begun, done, progress = time.monotonic(), 0, []
        while done < kills:
            # Half of the kills within the start of a run, the others later, at whatever it does then.
            if ingest(folder, db, after=chance.uniform(1, 12) if done % 2 else chance.uniform(8, 30)):
                break
            done += 1
            try:
                assert store.check(db) == ()
                progress.append(store.summary(db).documents)
            except DatelineError as error:  # killed before the database was laid out
                assert error.code == "E207", error
                progress.append(0)
        assert progress == sorted(progress), f"articles were lost: {progress}"
        finished = ingest(folder, db, after=None)
        seconds = time.monotonic() - begun
        again = content(db)
        names = [row[0] for row in again["documents"]]
        lost, double = count - len(set(names)), len(names) - len(set(names))
        print(f"{count:,} articles, {done} kills, {seconds:.0f} s: finished {finished}, lost {lost}, double {double}")
        print("articles in the database after each kill:", *progress)
        with Writer(db, create=False) as writer:
            assert not writer.needs_merge
        assert store.check(db) == ()
        events = len(again["events"])
        if count <= 1_000:
            calm = Path(name) / "calm.db"
            assert ingest(folder, calm, after=None)
            same = content(calm) == again
            print(f"integrity ok, {events:,} events, the same as in an undisturbed run: {same}")
        else:
            print(f"integrity ok, {events:,} events")
        if lost or double or not finished:
            sys.exit(1)


ANCHOR = Anchor(when=When.of("2024-06-20"), origin="published", reason="The publication date is stated.")


def write(db: Path, name: str, until: float, answers: Any) -> None:
    """Stores articles until the time has come."""
    times, errors, number = [], [], 0
    with Writer(db) as writer:
        while time.time() < until:
            text = article(number) + name
            document = Document(
                id=f"{name}{number}", name=f"{name}{number}", text=text, publisher=f"Paper {number % 30}"
            )
            mention = EventMention(
                document=document.id, start=0, end=20, trigger=(0, 6), evidence=text[:20], type="treaty", when_trace=(),
                title=f"Treaty {number}", when=When.of("2024-06-19"), status="happened", confidence=0.9,
            )  # fmt: skip
            begun = time.perf_counter()
            try:
                writer.add(document, ANCHOR, [mention])
            except DatelineError as error:
                errors.append(error.code)
            times.append(time.perf_counter() - begun)
            number += 1
    answers.put(("write", times, errors))


def ask(db: Path, seed: int, until: float, answers: Any) -> None:
    """Asks what the dashboard asks until the time has come."""
    chance = random.Random(seed)
    questions = (
        lambda: store.timeline(db, Query(words="treaty")), lambda: store.timeline(db), lambda: store.summary(db),
        lambda: store.documents(db)[:5], lambda: store.version(db), lambda: store.undated_documents(db),
    )  # fmt: skip
    times, errors = [], []
    while time.time() < until:
        begun = time.perf_counter()
        try:
            chance.choice(questions)()
        except DatelineError as error:
            errors.append(error.code)
        times.append(time.perf_counter() - begun)
    answers.put(("read", times, errors))


def at_once(seconds: float, writers: int, readers: int) -> None:
    """Prints how much writers and readers do at once, and their errors."""
    with tempfile.TemporaryDirectory() as name:
        db = Path(name) / "busy.db"
        Writer(db).close()
        context = multiprocessing.get_context("fork")
        answers = context.Queue()
        until = time.time() + seconds
        jobs = [context.Process(target=write, args=(db, f"w{n}-", until, answers)) for n in range(writers)]
        jobs += [context.Process(target=ask, args=(db, n, until, answers)) for n in range(readers)]
        for job in jobs:
            job.start()
        found = [answers.get(timeout=seconds + 120) for _ in jobs]
        for job in jobs:
            job.join()
        print(f"{writers} writers and {readers} readers on {os.cpu_count()} cores for {seconds:.0f} s")
        errors = 0
        for kind in ("write", "read"):
            times = sorted(t for k, ts, _ in found if k == kind for t in ts)
            wrong = [code for k, _, codes in found if k == kind for code in codes]
            errors += len(wrong)
            if times:
                print(
                    f"{kind}: {len(times) / seconds:,.0f} a second, median {statistics.median(times) * 1000:.1f} ms, "
                    f"95 of 100 within {times[int(len(times) * 0.95)] * 1000:.1f} ms, "
                    f"longest {times[-1] * 1000:.0f} ms, "
                    f"{len(wrong)} errors"
                )
        stored = store.summary(db).documents
        written = sum(len(ts) - len(codes) for k, ts, codes in found if k == "write")
        damage = store.check(db)
        print(f"written {written:,}, stored {stored:,}, integrity {damage or 'ok'}")
        if errors or stored != written or damage:
            sys.exit(1)


def main(argv: Sequence[str] | None = None) -> None:
    """Runs both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200, help="articles to read while it is killed; 0: none")
    parser.add_argument("--kills", type=int, default=5, help="how often it is killed")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long writers and readers work at once; 0: not")
    parser.add_argument("--writers", type=int, default=2, help="how many write at once")
    parser.add_argument("--readers", type=int, default=20, help="how many read at once")
    args = parser.parse_args(argv)
    if args.documents:
        killed(args.documents, args.kills)
    if args.seconds:
        at_once(args.seconds, args.writers, args.readers)


if __name__ == "__main__":
    main()
