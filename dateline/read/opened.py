"""The parent's side of the process that opens containers: their content piece by piece, watched by the clock."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import time
from collections.abc import Generator, Iterator
from typing import IO, Any

from dateline import limits
from dateline.errors import DatelineError

from . import sandbox
from .archive import Item
from .child import LENGTH
from .document import shown
from .opener import BEAT_BYTES, received
from .stream import as_file

_PROGRAM = "from dateline.read.opener import main; main()"
_HEAD_BYTES = 1024 * 1024
_LIMITS = ("MAX_FILE_BYTES", "MAX_UNPACKED_BYTES", "MAX_COLLECTION_BYTES", "MAX_MEMBERS", "MAX_ARCHIVE_DEPTH",
           "MAX_LINE_BYTES", "MAX_WIKITEXT_CHARS", "MAX_WIKI_PAGES", "MAX_ENTRY_BYTES")  # fmt: skip
_MOST_MESSAGES = 2 * (limits.MAX_WIKI_PAGES + limits.MAX_COLLECTION_BYTES // BEAT_BYTES)
_LEFT_BYTES, _LEFT_SECONDS = 4 * 1024 * 1024, 0.5


class _TooMuchError(Exception):
    """The opener has taken too long, answered what is no answer, or ended."""


class _Opener:
    """A process that opens containers, one at a time."""

    def __init__(self) -> None:
        self._line, far = socket.socketpair()
        with far:
            self._process = sandbox.start(_PROGRAM, talk=far.fileno())
        self.is_new = True
        self.is_usable = True
        self.messages = 0

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, file: IO[bytes], question: dict[str, Any]) -> None:
        """Passes an open file on. Raises OSError where the process has ended."""
        self.messages = 0
        socket.send_fds(self._line, [json.dumps(question).encode()], [file.fileno()])

    def hear(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        """The next message that is not a mere beat; _TooMuchError where there is none in time."""
        while self.messages < _MOST_MESSAGES:
            self.messages += 1
            until = time.monotonic() + seconds
            sizes = self._take(2 * LENGTH.size, until)
            (head_size,), (size,) = LENGTH.unpack(sizes[: LENGTH.size]), LENGTH.unpack(sizes[LENGTH.size :])
            if head_size > _HEAD_BYTES or size > limits.MAX_UNPACKED_BYTES:
                raise _TooMuchError
            head = json.loads(self._take(head_size, until))
            body = self._take(size, until)
            if not isinstance(head, dict):
                raise _TooMuchError
            if head.get("is") != "beat":
                return head, body
        raise _TooMuchError

    def _take(self, size: int, until: float) -> bytes:
        data = bytearray(size)
        view, filled = memoryview(data), 0
        while filled < size:
            self._line.settimeout(max(0.001, until - time.monotonic()))
            got = self._line.recv_into(view[filled:])
            if not got:
                raise _TooMuchError
            filled += got
        return bytes(data)

    def end(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.wait()
        self._line.close()


_idle: list[_Opener] = []
"""Openers without work, at most one; a program that is forked off has none of its parent's."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)


@atexit.register
def end_all() -> None:
    """Ends the openers that wait for work."""
    while _idle:
        _idle.pop().end()


def contents(stream: IO[bytes], *, name: str, in_memory: bool) -> Generator[Item]:
    """What lies in a container (see `dateline.read.archive.Item`), opened in a process of its own.

    It ends with E124 where one step takes more than `limits.CHILD_SECONDS` seconds or `limits.CHILD_MEMORY_BYTES` of
    memory, and where the process ends; the program goes on. ``in_memory``: all of it will be held at once.
    """
    opener = _taken()
    try:
        yield from _heard(opener, stream, name=name, in_memory=in_memory)
    except (_TooMuchError, OSError, ValueError, KeyError, TypeError):
        opener.is_usable = False
        raise DatelineError("E124", name=shown(name)) from None
    except GeneratorExit:
        _let_finish(opener)
        raise
    finally:
        if opener.is_usable and not _idle:
            _idle.append(opener)
        else:
            opener.end()


def _taken() -> _Opener:
    """An opener that waits for work, else a new one."""
    while _idle:
        opener = _idle.pop()
        if opener.is_alive():
            return opener
        opener.end()
    return _Opener()


def _heard(opener: _Opener, stream: IO[bytes], *, name: str, in_memory: bool) -> Iterator[Item]:
    seconds = limits.CHILD_SECONDS + (limits.CHILD_START_SECONDS if opener.is_new else 0)
    opener.is_new = False
    held = {limit: getattr(limits, limit) for limit in _LIMITS}
    with as_file(stream, name) as file:
        opener.ask(file, {"name": name, "in_memory": in_memory, "limits": held})
    total, most = 0, 2 * (limits.MAX_UNPACKED_BYTES if in_memory else limits.MAX_COLLECTION_BYTES)
    while True:
        head, body = opener.hear(seconds)
        seconds = limits.CHILD_SECONDS
        if head["is"] == "end":
            opener.is_usable = not head["tired"]
            return
        total += len(body)
        if total > most:  # it counts itself; this is for one that was taken over
            raise _TooMuchError
        yield received(head, body)


def _let_finish(opener: _Opener) -> None:
    """Passes over what little is left of a container that nobody wants any more; what has more to say is ended."""
    until, left = time.monotonic() + _LEFT_SECONDS, _LEFT_BYTES
    opener.is_usable = False
    with contextlib.suppress(_TooMuchError, OSError, ValueError):
        while left > 0 and (seconds := until - time.monotonic()) > 0:
            head, body = opener.hear(seconds)
            left -= len(body)
            if head.get("is") == "end":
                opener.is_usable = not head.get("tired")
                return
