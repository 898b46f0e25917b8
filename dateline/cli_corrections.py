"""``dateline corrections``: people's corrections listed, taken to a colleague, applied, undone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dateline import limits
from dateline.errors import DatelineError

ACTIONS = {
    "list": "print every correction, the oldest first, one JSON object a line",
    "export": "write them all into a file that a colleague can apply",
    "import": "apply a colleague's file; what is here already changes nothing",
    "undo": "take one back, by its id; an undo can be undone as well",
}


def arguments(parser: argparse.ArgumentParser, database: Callable[[argparse.Namespace], Path]) -> None:
    """Give ``dateline corrections`` its arguments; ``database`` finds the database of a call."""
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help="list, export, import or undo")
    parser.add_argument("what", nargs="?", metavar="WHAT", help="import: the file (- for standard input); undo: the id")
    parser.add_argument(
        "--db", default=None, metavar="FILE", help="the database (default: $DATELINE_DB or dateline.db)"
    )
    parser.add_argument(
        "--output", "-o", metavar="FILE", default="-", help="export: where to (default: standard output)"
    )
    parser.add_argument("--author", metavar="NAME", default="", help="undo: who takes it back")
    parser.add_argument("--reason", metavar="TEXT", default="", help="undo: why")
    parser.set_defaults(run=lambda args: _run(parser, args, database(args)))


def _run(parser: argparse.ArgumentParser, args: argparse.Namespace, db: Path) -> int:
    needs = args.action in ("import", "undo")
    if needs and args.what is None:
        parser.error(f"{args.action} needs {'a file' if args.action == 'import' else 'the id of a correction'}")
    if not needs and args.what is not None:
        parser.error(f"{args.action} takes no {args.what!r}")
    actions = {"list": _list, "export": _export, "import": _import, "undo": _undo}
    return actions[args.action](args, db)


def _list(args: argparse.Namespace, db: Path) -> int:
    from dateline import store

    for recorded in store.corrections(db):
        _print(row(recorded))
    return 0


def row(recorded: Any) -> dict[str, Any]:
    """A `store.Recorded` correction as ``dateline corrections list`` prints it."""
    from dateline.corrections import to_row

    found = to_row(recorded.correction)
    event, other = found.pop("event", None), found.pop("other", None)
    always = ("id", "kind", "author", "reason", "made")
    return {
        **{key: found.pop(key) for key in always},
        "state": (recorded.state or "waiting") if recorded.holds else "undone",
        "event": recorded.event,
        "about": event["title"] if event else None,
        "with": other["title"] if other else None,
        "said": found,
    }


def _export(args: argparse.Namespace, db: Path) -> int:
    from dateline import editing

    data = editing.export_file(db)
    if args.output == "-":
        sys.stdout.buffer.write(data)
        return 0
    try:
        Path(args.output).write_bytes(data)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it cannot be written"
        raise DatelineError("E304", path=args.output, why=why) from None
    return 0


def _import(args: argparse.Namespace, db: Path) -> int:
    from dateline import editing
    from dateline.read import shown

    name = shown(args.what)
    if args.what == "-":
        data = sys.stdin.buffer.read(limits.MAX_CORRECTIONS_BYTES + 1)
    else:
        data = _bytes(Path(args.what), name)
    new, known = editing.import_file(db, data, name=name)
    print(f"{new} new, {known} known")
    return 0


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.exists():
            raise DatelineError("E101", name=name)
        if not path.is_file():
            raise DatelineError("E401", name=name, why="it is no ordinary file")
        with path.open("rb") as file:
            return file.read(limits.MAX_CORRECTIONS_BYTES + 1)
    except (OSError, ValueError):
        raise DatelineError("E102", name=name) from None


def _undo(args: argparse.Namespace, db: Path) -> int:
    from dateline import editing

    editing.undo(db, args.what, editing.By(author=args.author, reason=args.reason))
    return 0


def _print(found: dict[str, Any]) -> None:
    from dateline.corrections import dumps

    print(dumps(found))
