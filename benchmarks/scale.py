"""How reading many articles grows: words a second, articles a second, memory, the size of the database.

    python -m benchmarks.scale                          # words a second, then 1,000 and 10,000 articles into a store
    python -m benchmarks.scale --articles 1000 17365    # these numbers of articles
    python -m benchmarks.scale --only words             # words a second alone
    python -m benchmarks.scale --only words --heideltime VENV    # and tagging alone beside HeidelTime
    python -m benchmarks.scale --only cluster           # two Dask workers beside two local processes

Needs ../shared (the Reuters corpus, 17,365 articles of 1987). More articles than that are the same again, each as of
two years later and with a line of its own: they are read, told and stored as new ones. Each store is fresh, filled by
``dateline ingest`` as a person would call it, and then the same is called again with nothing changed. Peak memory is
what the kernel noted for each process (VmHWM), looked up twice a second. Bare spaCy is the same model as it comes, in
the same run. HeidelTime (VENV: see `benchmarks.times`) tags `TAGGED` of the articles in a warm JVM, Dateline's tagger
the same ones. Dask workers and local processes take turns, all with the model loaded and equally nice; of three runs
the best counts.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

# As the commands do before NumPy is loaded: otherwise "one process" would multiply its matrices on all processors.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import times  # noqa: E402
from dateline import cluster, extraction, nlp, read, spawned  # noqa: E402
from dateline.model import Document  # noqa: E402

MIB = 1024 * 1024
TAGGED = 300
LATER = timedelta(weeks=104)
"""By how much articles that come again are later; their days of the week stay."""
WIDTHS = (8, 8, 8, 18, 8, 6, 9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--only", nargs="+", choices=("words", "articles", "cluster"), default=("words", "articles"))
    parser.add_argument("--articles", nargs="+", type=int, default=[1_000, 10_000], metavar="N")
    parser.add_argument("--items", type=int, default=600, help="articles for words a second")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--heideltime", type=Path, metavar="VENV")
    args = parser.parse_args()
    corpus = args.shared / "corpus" / "reuters.docs.jsonl.gz"
    if not corpus.is_file():
        print(f"{corpus} is absent: nothing to measure")
        return
    if "words" in args.only:
        words_a_second(corpus, args.items, args.processes)
        if args.heideltime:
            tagging_alone(corpus, args.heideltime.resolve())
    if "cluster" in args.only:
        beside_dask(corpus, args.items, args.processes)
    if "articles" in args.only:
        heads = ("articles", "seconds", "a second", "peak MiB", "again, s", "MiB", "MiB/1,000")
        print("\n" + "".join(f"{head:>{width}} " for head, width in zip(heads, WIDTHS, strict=True)))
        for count in args.articles:
            fill(corpus, count, args.processes)


def words_a_second(corpus: Path, count: int, processes: int) -> None:
    """Bare spaCy, the extraction in one process, and in several (their start counted in), by the wall clock."""
    found = itertools.islice(read.documents([corpus]), count)
    documents = [item for item in found if isinstance(item, Document)]
    words = sum(len(document.text.split()) for document in documents)
    bare = spacy.load(nlp.DEFAULT_MODEL)
    list(bare.pipe(document.text for document in documents[:50]))
    list(extraction.extract_documents(documents[:50]))

    def rate(work: Callable[[], object]) -> float:
        start = time.perf_counter()
        work()
        return words / (time.perf_counter() - start)

    alone = rate(lambda: list(bare.pipe(document.text for document in documents)))
    one = rate(lambda: list(extraction.extract_documents(documents)))
    many = rate(lambda: list(extraction.extract_documents(documents, processes=processes)))
    print(f"words a second on {len(documents)} articles, {words} words: bare spaCy (nlp.pipe) {alone:.0f}, extraction")
    print(f"{one:.0f} ({one / alone:.2f} of it), in {processes} processes {many:.0f} ({many / one:.2f} times one)")


def tagging_alone(corpus: Path, venv: Path) -> None:
    """Words a second of the taggers of dates, one process each, after loading."""
    with gzip.open(corpus, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in itertools.islice(stream, TAGGED)]
    words = sum(len(row["text"].split()) for row in rows)
    taggers = {
        "Dateline": times.dateline,
        "HeidelTime with TreeTagger": times.heideltime(venv, "treetagger"),
        "without": times.heideltime(venv, "none"),
    }
    found = [f"{name} {words / tagger(rows, 'reuters')[1]:.0f}" for name, tagger in taggers.items()]
    print(f"tagging alone, words a second on {len(rows)} articles: {', '.join(found)}")


def beside_dask(corpus: Path, count: int, processes: int) -> None:
    """Articles a second of local processes, and of as many Dask workers from the file to the files of a data set."""
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        some = folder / "some.jsonl"
        write_articles(corpus, count, some)
        address = f"tcp://127.0.0.1:{free_port()}"
        command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard", "--host", "127.0.0.1"]
        started(stack, [*command, "--port", address.rpartition(":")[2]], folder)
        nice = ["nice", "-n", str(spawned.NICENESS)]
        command = [*nice, sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
        workers = [started(stack, [*command, "--no-dashboard"], folder) for _ in range(processes)]
        pool = stack.enter_context(spawned.pool(processes))

        def local() -> None:
            found = (item for item in read.documents([some]) if isinstance(item, Document))
            list(pool.map(extraction._extract_batch, extraction._batches(found)))

        def dask() -> None:
            out = str(folder / uuid.uuid4().hex)
            for done in cluster.ingest([some], scheduler=address, folder=out, given=read.Given()):
                assert isinstance(done, cluster.Done), done

        best = {}
        for turn in range(4):
            for label, work in (("local", local), ("dask", dask)):
                pids = [*pool._processes] if work is local else [worker.pid for worker in workers]
                spent, start = sum(map(processor_seconds, pids)), time.perf_counter()
                work()
                seconds, spent = time.perf_counter() - start, sum(map(processor_seconds, pids)) - spent
                print(
                    f"{label:6} {count} articles, {seconds:.1f} s, {spent:.1f} s of the workers' processors", flush=True
                )
                if turn:  # the first turn loads the model
                    before = best.get(label, (seconds, spent))
                    best[label] = min(before[0], seconds), min(before[1], spent)
        wall, worked = (best["local"][n] / best["dask"][n] for n in (0, 1))
        print(f"dask against local, best of three: {wall:.2f} by the clock, {worked:.2f} by the processors")


def started(stack: contextlib.ExitStack, command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """A process in the background until the stack ends."""
    # As docs/scale.md says how workers are to be started.
    places = {
        "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1",
        "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False", "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "500ms",
    }  # fmt: skip
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **places}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processor_seconds(pid: int) -> float:
    """The processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fill(corpus: Path, count: int, processes: int) -> None:
    """A fresh store of the first ``count`` articles, and the same again."""
    with tempfile.TemporaryDirectory() as folder:
        some, db = Path(folder) / "some.jsonl", Path(folder) / "news.db"
        write_articles(corpus, count, some)
        command = [
            sys.executable,
            "-m",
            "dateline",
            "ingest",
            str(some),
            "--db",
            str(db),
            "--processes",
            str(processes),
        ]
        seconds, peaks = timed(command)
        size = sum(path.stat().st_size for path in Path(folder).glob("news.db*")) / MIB
        again, _ = timed(command)
        memory = " ".join(f"{peak / MIB:.0f}" for peak in sorted(peaks, reverse=True)[: processes + 1])
        cells = (
            f"{count}",
            f"{seconds:.1f}",
            f"{count / seconds:.1f}",
            memory,
            f"{again:.1f}",
            f"{size:.1f}",
            f"{size * 1000 / count:.1f}",
        )
        print("".join(f"{cell:>{width}} " for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


def write_articles(corpus: Path, count: int, path: Path) -> None:
    """So many articles as lines of JSON; where the corpus has no more, it begins again (see above)."""
    with path.open("w", encoding="utf-8") as out:
        for turn in itertools.count():
            with gzip.open(corpus, "rt", encoding="utf-8") as stream:
                for line in itertools.islice(stream, count):
                    count -= 1
                    out.write(later(line, turn) if turn else line)
            if not count:
                return


def later(line: str, turn: int) -> str:
    """An article, as it comes again for the ``turn``-th time."""
    row = json.loads(line)
    row["id"] += f"-{turn}"
    row["published"] = (date.fromisoformat(row["published"]) + turn * LATER).isoformat()
    row["text"] += f"\n\nPrinted again, no. {turn}."
    return json.dumps(row) + "\n"


def timed(command: list[str]) -> tuple[float, list[int]]:
    """How long a command took, in seconds, and the peak memory of each of its processes, in bytes."""
    peaks: dict[int, int] = {}
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for pid in family(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), peak_of(pid))
            time.sleep(0.5)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - start, list(peaks.values())


def family(pid: int) -> list[int]:
    """A process and those below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [pid, *(one for child in children.read_text().split() for one in family(int(child)))]
    except OSError:
        return []


def peak_of(pid: int) -> int:
    """The most memory that a process has held, in bytes; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main()
