"""What runs in the child process that opens containers: packed files, archives, mailboxes, exports of wikis.

The parent (`dateline.read.opened`) passes an open file and gets what lies in it back piece by piece, so that neither
side holds more than one member. Nothing but reading is allowed here, memory is limited, and the parent watches the
clock between two answers; where much has to be passed over, a beat says that the work goes on.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import socket
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

from dateline import limits
from dateline.errors import DatelineError

from . import sandbox
from .archive import ARCHIVES, Inside, Item, members
from .child import APART, LENGTH, Asked, to_json
from .document import shown
from .kinds import is_packed, kind_by_head, kind_by_name
from .office import BROKEN, zip_kind
from .stream import first_line

_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError)
_PIECE_BYTES = 256 * 1024
_ONE_PIECE = frozenset({"feed", "wiki"})
"""Kinds that can also be read whole, where they lie too deep to be opened."""
BEAT_BYTES = 8 * 1024 * 1024
"""Bytes of a container after which a beat says that the work goes on."""


class _Counted(io.RawIOBase):
    """A stream that beats from time to time, and ends with E104 where it is longer than ``most`` bytes."""

    def __init__(self, source: IO[bytes], *, most: int, name: str, beat: Callable[[], None]) -> None:
        self._source, self._most, self._name, self._beat = source, most, name, beat
        self._read = self._beaten = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._source.read(len(buffer))
        self._read += len(data)
        if self._read > self._most:
            limit = f"{self._most // 1024**2} MB"
            raise DatelineError("E104", name=shown(self._name), size=f"unpacked more than {limit}", limit=limit)
        if self._read - self._beaten > BEAT_BYTES:
            self._beaten = self._read
            self._beat()
        buffer[: len(data)] = data
        return len(data)


def inside(file: IO[bytes], *, name: str, in_memory: bool, beat: Callable[[], None], depth: int = 0) -> Iterator[Item]:
    """What lies in a container. ``in_memory``: all of it will be held at once. ``depth``: the archives it lies in.

    ``file`` must be seekable and stand at its beginning. Errors are yielded, in place of what they are about.
    """
    try:
        yield from _inside(file, name=name, in_memory=in_memory or depth > 0, beat=beat, depth=depth)
    except DatelineError as error:
        error.__traceback__ = error.__context__ = error.__cause__ = None
        yield error
    except _DAMAGED:
        yield DatelineError("E114", name=shown(name))
    except OSError:  # what bzip2 says of damage
        yield DatelineError("E114", name=shown(name))


def bounded(items: Iterator[Item], *, name: str, most: int) -> Iterator[Item]:
    """``items`` as long as the files among them hold ``most`` bytes together, then E104; E125 for too many of them."""
    total = 0
    for number, item in enumerate(items, start=1):
        if number > limits.MAX_WIKI_PAGES:
            yield DatelineError("E125", name=shown(name), limit=f"{limits.MAX_WIKI_PAGES:,}", what="files")
            return
        total += len(item.data) if isinstance(item, Inside) else 0
        if total > most:
            limit = f"{most // 1024**2} MB"
            yield DatelineError("E104", name=shown(name), size=f"unpacked more than {limit}", limit=limit)
            return
        yield item


def _inside(file: IO[bytes], *, name: str, in_memory: bool, beat: Callable[[], None], depth: int) -> Iterator[Item]:
    most = limits.MAX_UNPACKED_BYTES if in_memory else limits.MAX_COLLECTION_BYTES
    stream: IO[bytes]
    head, stream = first_line(file)
    packed = is_packed(head)
    if packed:
        counted = _Counted(_unpacked(head, stream), most=most, name=name, beat=beat)
        head, stream = first_line(io.BufferedReader(counted, _PIECE_BYTES))
    kind = kind_by_head(head, named=kind_by_name(name))
    if kind == "zip":
        archive: IO[bytes] = file
        if packed:
            archive = io.BytesIO(_whole(stream, name))
        archive.seek(0)
        try:
            kind = zip_kind(archive)
        except BROKEN:
            raise DatelineError("E120", name=shown(name)) from None
        archive.seek(0)
        if kind != "zip":
            yield kind if not packed and not depth else Inside(name, archive.read(), kind=kind)
            return
        stream = archive
    elif kind in ARCHIVES and not packed:
        stream = io.BufferedReader(_Counted(stream, most=limits.MAX_COLLECTION_BYTES, name=name, beat=beat))
    if kind is not None and kind in ARCHIVES and (kind not in _ONE_PIECE or depth < limits.MAX_ARCHIVE_DEPTH):
        if depth >= limits.MAX_ARCHIVE_DEPTH:
            raise DatelineError("E126", name=shown(name), limit=limits.MAX_ARCHIVE_DEPTH)
        yield from _members(kind, stream, name=name, most=most, beat=beat, depth=depth)
    elif depth:
        yield Inside(name, _whole(stream, name))
    else:
        while piece := stream.read(_PIECE_BYTES):
            yield piece


def _members(
    kind: Any, stream: IO[bytes], *, name: str, most: int, beat: Callable[[], None], depth: int
) -> Iterator[Item]:
    """The files of an archive, and those of archives inside of it."""
    empty = True
    for member in members(kind, stream, name=name, most=most):
        empty = False
        if isinstance(member, DatelineError) or not _holds_more(member):
            yield member
            continue
        within = inside(io.BytesIO(member.data), name=member.name, in_memory=True, beat=beat, depth=depth + 1)
        for item in within:
            if isinstance(item, Inside):
                item = item._replace(url=item.url or member.url, downloaded=item.downloaded or member.downloaded)
            yield item
    if empty:
        raise DatelineError("E113", name=shown(name))


def _holds_more(member: Inside) -> bool:
    """True for a file inside of an archive that may be a container itself."""
    if member.kind:
        return False
    head = member.data[: 64 * 1024]
    kind = kind_by_head(head, named=kind_by_name(member.name))
    return is_packed(head) or kind == "zip" or kind in ARCHIVES


def _unpacked(head: bytes, stream: IO[bytes]) -> IO[bytes]:
    """The content of a packed file."""
    if head.startswith(b"BZh"):
        return bz2.BZ2File(stream)
    if head.startswith(b"\xfd"):
        return lzma.LZMAFile(stream)
    return io.BufferedReader(gzip.GzipFile(fileobj=stream), _PIECE_BYTES)


def _whole(stream: IO[bytes], name: str) -> bytes:
    """All bytes of a stream; E104 where they are more than `limits.MAX_UNPACKED_BYTES`."""
    data = stream.read(limits.MAX_UNPACKED_BYTES + 1)
    if len(data) > limits.MAX_UNPACKED_BYTES:
        limit = f"{limits.MAX_UNPACKED_BYTES // 1024**2} MB"
        raise DatelineError("E104", name=shown(name), size=f"more than {limit}", limit=limit)
    return data


def _sent(item: Item) -> tuple[dict[str, Any], bytes]:
    """An item as head and body of a message."""
    if isinstance(item, Inside):
        time = item.downloaded.isoformat() if item.downloaded else None
        return {"is": "file", "name": item.name, "url": item.url, "downloaded": time, "kind": item.kind}, item.data
    if isinstance(item, DatelineError):
        return {"is": "error", **to_json(item)}, b""
    if isinstance(item, bytes):
        return {"is": "piece"}, item
    return {"is": "kind", "kind": item}, b""


def received(head: dict[str, Any], body: bytes) -> Item:
    """The item of a message; KeyError, TypeError or ValueError for anything that is none."""
    if head["is"] == "file":
        time = datetime.fromisoformat(head["downloaded"]) if head["downloaded"] else None
        kind = None if head["kind"] is None else _known(head["kind"])
        return Inside(str(head["name"]), body, str(head["url"]) if head["url"] else None, time, kind)
    if head["is"] == "error":
        return DatelineError(head["code"], **head["facts"])
    if head["is"] == "piece":
        return body
    return _known(head["kind"])


def _known(kind: Asked) -> Asked:
    """A kind that can be asked for; ValueError for any other."""
    if kind not in ("page", "entries") and kind not in APART:
        raise ValueError(kind)
    return kind


def main() -> None:
    """Answers with what lies in one file after the other, until the parent ends."""
    with socket.socket(fileno=os.dup(0)) as line:
        os.dup2(2, 1)
        sandbox.confine()
        count = 0

        def say(head: dict[str, Any], body: bytes = b"") -> None:
            coded = json.dumps(head).encode()
            sandbox.work(False)  # the parent may take its time
            line.sendall(LENGTH.pack(len(coded)) + LENGTH.pack(len(body)) + coded)
            line.sendall(body)
            sandbox.work(True)

        while True:
            asked, files, _, _ = socket.recv_fds(line, 1 << 16, 1)
            if not asked or not files:
                return
            question = json.loads(asked)
            sandbox.work(True)
            for limit, value in question["limits"].items():
                setattr(limits, limit, value)
            name = question["name"]
            with os.fdopen(files[0], "rb") as file:
                file.seek(0)
                try:
                    in_memory = question["in_memory"]
                    most = limits.MAX_UNPACKED_BYTES if in_memory else limits.MAX_COLLECTION_BYTES
                    found = inside(file, name=name, in_memory=in_memory, beat=lambda: say({"is": "beat"}))
                    for item in bounded(found, name=name, most=most):
                        say(*_sent(item))
                except MemoryError:
                    say(*_sent(DatelineError("E124", name=shown(name))))
                except BrokenPipeError:
                    return
                except Exception:  # whatever a foreign format makes of its library: one sentence, and the rest goes on
                    say(*_sent(DatelineError("E120", name=shown(name))))
            count += 1
            say({"is": "end", "tired": sandbox.is_tired(count)})
            sandbox.work(False)
