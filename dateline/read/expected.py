"""How many articles files and folders hold, as far as that can be said without reading them: for the time left."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from dateline import limits

from .address import is_address
from .files import walk
from .kinds import kind_by_name

CHUNK = 1024 * 1024


def expected(paths: Iterable[str | Path]) -> int | None:
    """About how many articles ``paths`` hold: one a file, one a line of ``.jsonl``; None where that is unknown, as of
    standard input, archives and very large files."""
    total = 0
    for path in paths:
        if str(path) == "-":
            return None
        if isinstance(path, str) and is_address(path):
            total += 1
            continue
        try:
            entries = walk(Path(path)) if Path(path).is_dir() else [Path(path)]
            counts = [_held(entry) for entry in entries if isinstance(entry, Path) and kind_by_name(entry.name)]
        except (OSError, ValueError, EOFError):
            return None
        if None in counts:
            return None
        total += sum(count or 0 for count in counts)
    return total


# Endings of what holds many articles that only reading it counts.
MANY = (".zip", ".tar", ".tgz", ".tar.gz", ".warc", ".warc.gz", ".mbox", ".csv", ".tsv", ".xlsx", ".ods")


def _held(path: Path) -> int | None:
    name = path.name.lower()
    if name.endswith(MANY):
        return None
    if not name.endswith((".jsonl", ".jsonl.gz")):
        return 1
    if path.stat().st_size > limits.COUNTED_BYTES:
        return None
    with gzip.open(path) if name.endswith(".gz") else path.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(CHUNK), b""))
