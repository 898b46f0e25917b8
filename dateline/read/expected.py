"""How many articles files and folders hold, as far as that can be said without reading them: for the time left."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from dateline import limits
from dateline.errors import DatelineError

from .address import is_address
from .archive import ARCHIVES
from .folder import walk
from .kinds import is_packed, kind_by_name
from .opened import contents

CHUNK = 1024 * 1024
UNCOUNTED = ("csv", "sheet", "json", "feed")
"""Kinds of files that hold many articles, which only reading them counts."""


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
            inside = walk(Path(path)) if Path(path).is_dir() else ()
            known = [entry for entry in inside if isinstance(entry, Path) and kind_by_name(entry.name)]
            counts = [_held(entry) for entry in (known if Path(path).is_dir() else [Path(path)])]
        except (OSError, ValueError, DatelineError):
            return None
        if None in counts:
            return None
        total += sum(count or 0 for count in counts)
    return total


def _held(path: Path) -> int | None:
    kind = kind_by_name(path.name)
    if kind in UNCOUNTED or kind in ARCHIVES:
        return None
    if kind != "jsonl":
        return 1
    if path.stat().st_size > limits.COUNTED_BYTES:
        return None
    with path.open("rb") as stream:
        if not is_packed(stream.read(8)):
            stream.seek(0)
            return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(CHUNK), b""))
        stream.seek(0)
        lines = size = 0
        with contextlib.closing(contents(stream, name=path.name, in_memory=False)) as items:
            for piece in items:
                if not isinstance(piece, bytes) or (size := size + len(piece)) > limits.COUNTED_BYTES:
                    return None
                lines += piece.count(b"\n")
        return lines
