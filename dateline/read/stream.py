"""Looking at the beginning of a stream without taking it away, and handing streams to other processes."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from dateline import limits
from dateline.errors import DatelineError

from .document import shown

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


def collection_too_large(name: str) -> DatelineError:
    """E104 for what holds more than `limits.MAX_COLLECTION_BYTES`."""
    limit = f"{limits.MAX_COLLECTION_BYTES // 1024**3} GB"
    return DatelineError("E104", name=shown(name), size=f"more than {limit}", limit=limit)


@contextlib.contextmanager
def as_file(stream: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """A stream that stands at its beginning as a file of the system's: itself, or a copy without a name."""
    if _is_file(stream):
        os.lseek(stream.fileno(), 0, os.SEEK_SET)
        yield stream
        return
    if stream.seekable():
        stream.seek(0)
    with _nameless(stream) as copy:
        size = 0
        while piece := stream.read(1024 * 1024):
            size += len(piece)
            if size > limits.MAX_COLLECTION_BYTES:
                raise collection_too_large(name)
            copy.write(piece)
        copy.flush()
        copy.seek(0)
        yield copy


def _is_file(stream: IO[bytes]) -> bool:
    """Whether the system knows the stream as a file in which one can go back."""
    try:
        return stream.seekable() and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, AttributeError):  # io.BytesIO and the like have no number
        return False


def _nameless(source: IO[bytes]) -> IO[bytes]:
    """A file without a name: in memory, where the system has that, for what is in memory anyway."""
    if isinstance(source, io.BytesIO) and hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("container"), "w+b")
    return tempfile.TemporaryFile()
