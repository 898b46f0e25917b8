"""``dateline backup`` and ``dateline check``: looking after the database file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from dateline.errors import DatelineError

BACKUP = "copy a database into a new file, also while it is in use"
CHECK = "look whether a database is whole"
_DB = "the database (default: $DATELINE_DB or dateline.db)"


def backup_arguments(parser: argparse.ArgumentParser, database: Callable[[argparse.Namespace], Path]) -> None:
    """Give ``dateline backup`` its arguments; ``database`` finds the database of a call."""
    parser.add_argument("--output", "-o", metavar="FILE", required=True, help="the new file")
    parser.add_argument("--db", default=None, metavar="FILE", help=_DB)
    parser.set_defaults(run=lambda args: _backup(database(args), Path(args.output)))


def check_arguments(parser: argparse.ArgumentParser, database: Callable[[argparse.Namespace], Path]) -> None:
    """Give ``dateline check`` its arguments; ``database`` finds the database of a call."""
    parser.add_argument("--db", default=None, metavar="FILE", help=_DB)
    parser.set_defaults(run=lambda args: _check(database(args)))


def _backup(db: Path, target: Path) -> int:
    from dateline import store

    size = store.backup(db, target)
    print(f"{target}: {size / 1024**2:.1f} MB, checked")
    return 0


def _check(db: Path) -> int:
    from dateline import store

    damage = store.check(db)
    if not damage:
        counts = store.summary(db)
        print(f"{db}: whole, {counts.documents:,} articles, {counts.events:,} events")
        return 0
    print(DatelineError("E210", path=db, why=damage[0]), file=sys.stderr)
    for line in damage[1:]:
        print(line, file=sys.stderr)
    return 1
