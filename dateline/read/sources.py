"""Paths to open files: those of folders by name, standard input, ordinary files and no others."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from dateline.errors import DatelineError

from .document import shown
from .folder import os_error, walk
from .kinds import is_unknown, kind_by_name, suffix_of


class Opened(NamedTuple):
    """A file that is open for reading: its name, and what an error about it calls it."""

    stream: IO[bytes]
    name: str
    label: str


def opened(path: str | Path) -> Iterator[Opened | DatelineError]:
    """The files of a path (``-``: standard input) one after the other, each open until the next is asked for, or what
    is wrong with them."""
    if str(path) == "-":
        buffer: IO[bytes] | None = getattr(sys.stdin, "buffer", None)
        stream = buffer if buffer is not None else io.BytesIO(sys.stdin.read().encode("utf-8", "surrogateescape"))
        yield Opened(stream, "-", "-")
        return
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        yield os_error(error, path)
        return
    yield from _folder(Path(path)) if stat.S_ISDIR(mode) else _file(Path(path))


def _folder(folder: Path) -> Iterator[Opened | DatelineError]:
    """All files below ``folder`` that have a known ending; E113 where there is no such file."""
    empty = True
    for entry in walk(folder):
        if isinstance(entry, DatelineError):
            yield entry
        elif kind_by_name(entry.name):
            empty = False
            yield from _file(entry)
    if empty:
        yield DatelineError("E113", name=shown(str(folder)))


def _file(path: Path) -> Iterator[Opened | DatelineError]:
    """One file that was named or found."""
    if is_unknown(path.name):
        yield DatelineError("E103", name=shown(str(path)), kind=suffix_of(path.name))
        return
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        yield os_error(error, path)
        return
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            yield DatelineError("E115", name=shown(str(path)))
            return
        yield Opened(stream, path.name, str(path))
