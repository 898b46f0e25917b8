"""Looking at the beginning of a stream without taking it away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

_HEAD_BYTES = 64 * 1024


class _Rejoined(io.RawIOBase):
    """A stream with the bytes before it that were taken to look at."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        taken = self._head[: len(buffer)] or _some(self._rest, len(buffer))
        self._head = self._head[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


class Pieces(io.RawIOBase):
    """A stream of pieces of bytes that come one by one; an error among them is raised when its turn comes."""

    def __init__(self, first: bytes, rest: Iterator[object]) -> None:
        self._piece, self._rest = memoryview(first), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._piece:
            item = next(self._rest, None)
            if isinstance(item, Exception):
                raise item
            if not isinstance(item, bytes):
                return 0
            self._piece = memoryview(item)
        taken = self._piece[: len(buffer)]
        self._piece = self._piece[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _some(stream: IO[bytes], size: int) -> bytes:
    """The bytes that are there, at most ``size``; b"" at the end. A pipe is not waited for until it is full."""
    read1 = getattr(stream, "read1", None)
    data: bytes = read1(size) if read1 else stream.read(size)
    return data


def first_line(stream: IO[bytes]) -> tuple[bytes, io.BufferedReader]:
    """The beginning of a stream, to the end of its first line that is not blank if that is near, and all of it."""
    head = b""
    while len(head) < _HEAD_BYTES and b"\n" not in head.lstrip():
        piece = _some(stream, _HEAD_BYTES)
        if not piece:
            break
        head += piece
    return head, io.BufferedReader(_Rejoined(head, stream))
