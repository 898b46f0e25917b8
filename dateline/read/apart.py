"""The parent's side of the child process: one file at a time, watched by the clock, and a new child after a bad one."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

from dateline import limits
from dateline.errors import DatelineError

from . import sandbox
from .child import LENGTH, Asked, from_json
from .columns import Head
from .document import Given, Result, shown

_PROGRAM = "from dateline.read.child import main; main()"


class _TooMuchError(Exception):
    """The child has taken too long, answered too much, or ended."""


class _Child:
    """A child process that reads files; ended and started anew when one of them was too much for it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        # Several sessions of the dashboard may read at once; the child answers one after the other.
        self._lock = threading.Lock()

    def ask(self, head: bytes, data: bytes) -> list[Any]:
        """The child's results for a file. Raises _TooMuchError."""
        with self._lock:
            fresh = self._process is None or self._process.poll() is not None
            seconds = limits.CHILD_SECONDS + (limits.CHILD_START_SECONDS if fresh else 0)
            if fresh:
                self._process = sandbox.start(_PROGRAM, talk=subprocess.PIPE, answer=subprocess.PIPE)
            process = self._process
            assert process is not None
            try:
                message = LENGTH.pack(len(head)) + head + LENGTH.pack(len(data)) + data
                answer = json.loads(_exchange(process, message, seconds))
                results, tired = list(answer["results"]), bool(answer["tired"])
            except (_TooMuchError, OSError, ValueError, KeyError, TypeError):
                self._end()
                raise _TooMuchError from None
            if tired:
                self._end()
            return results

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def end(self) -> None:
        """Ends the child, at the end of the program."""
        if self._lock.acquire(timeout=1):
            try:
                self._end()
            finally:
                self._lock.release()


_CHILD = _Child()
atexit.register(_CHILD.end)


def read_apart(kind: Asked, data: bytes, *, name: str, given: Given) -> Iterator[Result | Head]:
    """The documents of one file, read in a child process; those of a table after its columns.

    The file ends with E124 where it takes more than `limits.CHILD_SECONDS` seconds, `limits.CHILD_MEMORY_BYTES` of
    memory or `limits.MAX_UNPACKED_BYTES` of text, or where its parser crashes; the program goes on.
    """
    head = json.dumps({
        "kind": kind, "name": name, "publisher": given.publisher, "title": given.title,
        "published": given.published.value if given.published else None, "url": given.url,
        "downloaded": given.downloaded.isoformat() if given.downloaded else None,
        "columns": dict(given.columns) if given.columns else None,
    }).encode()  # fmt: skip
    try:
        results = [from_json(row) for row in _CHILD.ask(head, data)]
    except (_TooMuchError, ValueError, KeyError, TypeError):
        raise DatelineError("E124", name=shown(name)) from None
    yield from results


def _exchange(process: subprocess.Popen[bytes], message: bytes, seconds: float) -> bytes:
    """Writes a message and reads the answer to it, both at once, so that neither side waits for the other for ever."""
    assert process.stdin is not None and process.stdout is not None
    deadline = time.monotonic() + seconds
    into, out = process.stdin.fileno(), process.stdout.fileno()
    os.set_blocking(into, False)
    answer = bytearray()
    view = memoryview(message)
    with selectors.DefaultSelector() as selector:
        selector.register(into, selectors.EVENT_WRITE)
        selector.register(out, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not (ready := selector.select(left)):
                raise _TooMuchError
            for key, _ in ready:
                if key.fd == into:
                    view = view[os.write(into, view[: 1 << 16]) :]
                    if not view:
                        selector.unregister(into)
                    continue
                piece = os.read(out, 1 << 16)
                answer += piece
                if not piece or len(answer) > limits.MAX_UNPACKED_BYTES:
                    raise _TooMuchError
                if len(answer) >= LENGTH.size and len(answer) == LENGTH.size + LENGTH.unpack(answer[: LENGTH.size])[0]:
                    return bytes(answer[LENGTH.size :])
