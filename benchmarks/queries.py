"""How fast the store answers the dashboard's questions about many events.

    python -m benchmarks.queries [--events 100000] [--folder FOLDER] [--rounds 20] [--only columns]

A made-up database is filled (kept in the folder for the next time). Each question is asked as the dashboard asks it,
of SQLite alone and with the columns in memory, every time with other values so that nothing is asked twice; the table
has the median and the 95th of a hundred times in milliseconds, and how long the columns took to build. The last rows
are a country and the outlets' table asked for just after some events have changed (`limits.CHANGES_KEPT`), so that the
columns follow first. The database is written for that: its weights change by a little.
"""

from __future__ import annotations

import argparse
import math
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.dashboard import fill
from dateline import limits, store
from dateline.errors import DatelineError
from dateline.model import EVENT_TYPES, Query
from dateline.store import Writer, keeper
from dateline.store.db import reading

OFFER = ("countries", "people", "publishers", "types", "statuses")
"""What the sidebar shows."""
AHEAD = {"crowded": limits.LISTED_OF_MANY, "undated": limits.UNDATED_AHEAD}
"""How much the page asks for."""


def questions(db: Path) -> dict[str, Callable[[int], Any]]:
    """The dashboard's questions by name; each takes a number that makes its values other ones."""

    def timeline(make: Callable[[int], Query]) -> Callable[[int], Any]:
        return lambda n: store.timeline(db, make(n), offer=OFFER, **AHEAD)

    def binned(make: Callable[[int], Query]) -> Callable[[int], Any]:
        return lambda n: store.binned(db, make(n), "type", unit="year")

    states = [f"S{n:02}" for n in range(60)]
    return {
        "everything": timeline(lambda n: Query()),
        "one country": timeline(lambda n: Query(countries=(states[n % 60],))),
        "all of two countries": timeline(lambda n: Query(countries=(states[n % 3], states[n % 57 + 3]), match="all")),
        "between two countries": timeline(
            lambda n: Query(countries=(states[n % 3], states[n % 57 + 3]), match="between")
        ),
        "one leader": timeline(lambda n: Query(people=(f"person-{n * 8 % 400}",))),
        "two types": timeline(lambda n: Query(types=(EVENT_TYPES[n % 18], EVENT_TYPES[(n + 5) % 18]))),
        "what happened (four in five)": timeline(
            lambda n: Query(statuses=("happened",), types=EVENT_TYPES[: 9 + n % 9])
        ),
        "years": timeline(lambda n: Query(since=date(1950 + n % 30, 1, 1), until=date(1985 + n % 30, 12, 31))),
        "country, type and years": timeline(
            lambda n: Query(countries=(states[n % 60],), types=(EVENT_TYPES[n % 18],), since=date(1960 + n % 50, 1, 1))
        ),
        "a word": timeline(lambda n: Query(words=f"word{n * 7 % 997}")),
        "a word of every title": timeline(lambda n: Query(words=f"signs thing{n * 3 % 500}")),
        "boxes of everything": binned(lambda n: Query(since=date(1900 + n, 1, 1))),
        "boxes of one country": binned(lambda n: Query(countries=(states[n % 60],))),
        "who takes part with a state": lambda n: store.counterparts(db, "country", states[n % 60], "person"),
        "before and after": lambda n: store.around(db, f"event-{n * 977:08}"),
        "one event": lambda n: store.event(db, f"event-{n * 991:08}"),
        "the outlets": lambda n: store.outlets(db),
        "one country after a change": AfterAChange(db, timeline(lambda n: Query(countries=(states[n % 60],)))),
        "the outlets after a change": AfterAChange(db, lambda n: store.outlets(db)),
    }


@dataclass(frozen=True)
class AfterAChange:
    """A question asked just after some events have changed; the writing (`prepare`) is not part of its time."""

    db: Path
    ask: Callable[[int], Any]

    def prepare(self, n: int) -> None:
        with Writer(self.db) as writer, writer._writing() as connection:
            connection.execute("UPDATE event SET importance = (importance + 0.1) % 1 WHERE n % 99991 = ?", (n,))

    def __call__(self, n: int) -> Any:
        return self.ask(n)


def timed(ask: Callable[[int], Any], rounds: int, start: int) -> tuple[float, float]:
    """Median and 95th percentile of the time that answers take, in milliseconds; the limit where one was stopped."""
    found = []
    for n in range(start, start + rounds):
        if isinstance(ask, AfterAChange):
            ask.prepare(n)
        begun = time.perf_counter()
        try:
            ask(n)
        except DatelineError as error:  # stopped after limits.QUERY_SECONDS: once is enough
            if error.code != "E211":
                raise
            return (limits.QUERY_SECONDS * 1000.0,) * 2
        found.append((time.perf_counter() - begun) * 1000)
    if not found:
        return (math.nan,) * 2
    found.sort()
    return found[len(found) // 2], found[min(len(found) - 1, round(len(found) * 0.95))]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where made-up databases are kept")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", choices=("columns",), help="leave SQLite alone out, which takes minutes")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = (args.folder or Path(folder)) / f"{args.events}.db"
        if not db.exists():
            fill(db, args.events)
        asked = questions(db)
        rounds = 0 if args.only else max(3, args.rounds // 4)
        plain = {name: timed(ask, rounds, 1) for name, ask in asked.items()}
        limits.COLUMNS_FROM_EVENTS = 1
        begun, used = time.perf_counter(), time.process_time()
        while not _have_columns(db):
            time.sleep(0.05)
        print(
            f"columns of {args.events:,} events: {time.perf_counter() - begun:.1f} s "
            f"({time.process_time() - used:.1f} s of the processor), "
            f"peak of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB\n"
        )
        print("| question | SQLite, median | 95 of 100 | with columns, median | 95 of 100 |")
        print("| --- | --- | --- | --- | --- |")
        for name, ask in asked.items():
            median, most = timed(ask, args.rounds, 30)
            print(f"| {name} | {plain[name][0]:.0f} | {plain[name][1]:.0f} | {median:.0f} | {most:.0f} |", flush=True)


def _have_columns(db: Path) -> bool:
    """Whether the columns are there; asks for them."""
    with reading(db) as connection:
        return keeper.columns_of(db, connection, build=True) is not None


if __name__ == "__main__":
    main()
