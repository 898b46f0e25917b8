"""Folders with all that is in them, and what the system says of files that cannot be opened."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from dateline.errors import DatelineError

from .document import shown


def walk(folder: Path) -> Iterator[Path | DatelineError]:
    """All files below ``folder``, by name, or what is wrong with a folder; no hidden ones, none outside, none twice."""
    root = os.path.realpath(folder)
    seen: set[str] = set()
    pending = [(str(folder), root)]
    while pending:
        path, real = pending.pop()
        if not os.path.isdir(path):  # noqa: PTH112 - strings, because deep paths as objects are slow
            yield Path(path)
            continue
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(path) as entries:
                found = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda e: e.name)
        except OSError as error:
            yield os_error(error, path)
            continue
        for entry in reversed(found):
            target = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(real, entry.name)  # noqa: PTH118
            if target.startswith(root.rstrip(os.sep) + os.sep) or target == root:
                pending.append((entry.path, target))


def os_error(error: Exception, path: str | Path) -> DatelineError:
    """The sentence for what the system says: not there, or not to be read."""
    absent = isinstance(error, FileNotFoundError | NotADirectoryError | ValueError)
    absent = absent or getattr(error, "errno", None) in (errno.ENAMETOOLONG, errno.ELOOP)
    return DatelineError("E101" if absent else "E102", name=shown(str(path)))
