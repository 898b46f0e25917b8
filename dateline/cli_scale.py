"""``dateline scale``: the same reading on an existing Dask cluster, and what came of it into a database."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dateline.errors import DatelineError

A_SCREEN = 20
"""Lines after which what was printed has gone by."""

ACTIONS = {
    "ingest": "work articles through on the cluster of --scheduler; each batch becomes a Parquet file in --out",
    "load": "put what lies in such a folder into a database, and merge",
}


def arguments(
    parser: argparse.ArgumentParser,
    database: Callable[[argparse.Namespace], Path],
    date: Callable[[str], str],
    columns: Callable[[str], dict[str, str]],
) -> None:
    """Give ``dateline scale`` its arguments; ``database`` finds the database of a call, ``date`` and ``columns``
    check what is given."""
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help="ingest or load")
    parser.add_argument(
        "what",
        nargs="+",
        metavar="WHAT",
        help="ingest: files, folders, archives, addresses (s3://...); load: the folder",
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="ingest: the Dask scheduler (tcp://host:8786)")
    parser.add_argument(
        "--out", metavar="FOLDER", help="ingest: the folder of the Parquet files, which all workers can write"
    )
    parser.add_argument(
        "--published",
        type=date,
        metavar="DATE",
        help="ingest: publication date of articles that bring none of their own",
    )
    parser.add_argument("--publisher", metavar="NAME", help="ingest: outlet of articles that name none of their own")
    parser.add_argument(
        "--columns",
        type=columns,
        metavar="FIELD=COLUMN,...",
        help="ingest: columns of tables whose names do not tell it",
    )
    parser.add_argument(
        "--db", default=None, metavar="FILE", help="load: the database (default: $DATELINE_DB or dateline.db)"
    )
    parser.set_defaults(run=lambda args: _run(parser, args, database))


def _run(
    parser: argparse.ArgumentParser, args: argparse.Namespace, database: Callable[[argparse.Namespace], Path]
) -> int:
    if args.action == "load":
        if len(args.what) > 1:
            parser.error("load takes one folder")
        return _load(args.what[0], database(args))
    if not args.scheduler or not args.out:
        parser.error("ingest needs --scheduler and --out")
    return _ingest(args)


def _ingest(args: argparse.Namespace) -> int:
    from tqdm import tqdm

    from dateline import cluster, read

    given = read.Given(published=read.given_date(args.published), publisher=args.publisher, columns=args.columns)
    out = args.out if read.is_remote(args.out) else str(Path(args.out).absolute())
    documents = mentions = new = failed = 0
    with _bar() as bar:
        for done in cluster.ingest(args.what, scheduler=args.scheduler, folder=out, given=given):
            if isinstance(done, DatelineError):
                failed += 1
                tqdm.write(str(done), file=sys.stderr)
                continue
            for sentence in done.report.wrong:
                failed += 1
                tqdm.write(sentence, file=sys.stderr)
            documents += done.report.documents
            mentions += done.report.mentions
            new += not done.known
            told = f"{done.report.documents} articles, {done.report.mentions} event mentions"
            tqdm.write(f"{done.name}: {told}{', there already' if done.known else ''}", file=sys.stdout)
            bar.update(done.report.documents)
    print(
        f"{documents} articles, {mentions} event mentions, {new} files new" + (f", {failed} failed" if failed else "")
    )
    return 1 if failed else 0


def _load(folder: str, db: Path) -> int:
    from tqdm import tqdm

    from dateline import cluster, read
    from dateline.pipeline import FileResult, load

    def progress(result: FileResult) -> None:
        failed = result.outcome == "failed"
        line = result.message if failed else f"{read.shown(result.name)}: {result.message}"
        tqdm.write(line, file=sys.stderr if failed else sys.stdout)
        bar.update()

    with _bar() as bar:
        results = load(cluster.extractions(folder), db, on_progress=progress, processes=os.cpu_count() or 1)
    return summed(results)


def summed(results: Sequence[Any]) -> int:
    """Prints how many articles were added, changed, known and left out; the exit status.

    What could not be read is said once more where it has long gone by, each sentence once.
    """
    outcomes = ("added", "updated", "known", "failed")
    counts = {outcome: sum(r.outcome == outcome for r in results) for outcome in outcomes}
    wrong = list(dict.fromkeys(r.message for r in results if r.outcome == "failed"))
    if wrong and len(results) > A_SCREEN:
        more = f"\n… and {len(wrong) - A_SCREEN:,} more, said above" if len(wrong) > A_SCREEN else ""
        print("\nNot read:", *wrong[:A_SCREEN], sep="\n", end=f"{more}\n", file=sys.stderr)
    print(", ".join(f"{n} {outcome}" for outcome, n in counts.items() if n) or "nothing to read")
    return 1 if counts["failed"] else 0


def _bar() -> Any:
    from tqdm import tqdm

    return tqdm(unit=" articles", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False, mininterval=1)
