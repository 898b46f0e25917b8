"""Open files to leaves: the files that are no containers, each with its kind as far as its beginning shows it."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Literal, NamedTuple

from dateline import limits
from dateline.errors import DatelineError

from .archive import ARCHIVES, Inside, Item
from .child import APART, Asked
from .document import shown
from .encoding import Recoded, looks_binary, wide_mark
from .kinds import is_packed, kind_by_head, kind_by_name, looks_like_jsonl
from .opened import contents
from .parquet import as_lines
from .stream import Pieces, first_line


class Leaf(NamedTuple):
    """A file that is no container, open at its beginning. ``inside``: it lay in a container, or was fetched, and has an
    address of its own or none. ``kind``: where that is known already."""

    name: str
    stream: IO[bytes]
    inside: bool = False
    url: str | None = None
    downloaded: datetime | None = None
    kind: Asked | None = None


def leaves(stream: IO[bytes], *, name: str, in_memory: bool) -> Iterator[Leaf | DatelineError]:
    """What lies in an open file: itself, or each file in a container. ``in_memory``: all will be held at once."""
    whole = stream if stream.seekable() and not stream.tell() else None
    head, buffered = first_line(stream)
    file = whole if whole is not None else buffered
    kind = kind_by_head(head, named=kind_by_name(name))
    if not (is_packed(head) or kind == "zip" or kind in ARCHIVES):
        if whole is not None:
            whole.seek(0)
        yield Leaf(name, file)
        return
    empty = True
    with contextlib.closing(contents(file, name=name, in_memory=in_memory)) as items:
        for item in items:
            empty = False
            yield _leaf(item, items, file, name)
    if empty:
        raise DatelineError("E105", name=shown(name))


def _leaf(item: Item, rest: Iterator[Item], file: IO[bytes], name: str) -> Leaf | DatelineError:
    if isinstance(item, bytes):  # one file, packed
        return Leaf(name, io.BufferedReader(Pieces(item, rest), 256 * 1024))
    if isinstance(item, DatelineError):
        return item
    if isinstance(item, Inside):
        if len(item.data) > limits.MAX_FILE_BYTES:
            return too_large(item.name, None, limits.MAX_FILE_BYTES)
        return Leaf(item.name, io.BytesIO(item.data), True, item.url, item.downloaded, item.kind)
    file.seek(0)  # no container after all
    return Leaf(name, file, kind=item)


@contextlib.contextmanager
def kind_of(leaf: Leaf) -> Iterator[tuple[Asked | Literal["jsonl"] | None, IO[bytes]]]:
    """Which reader a leaf needs, and its bytes: ``jsonl`` for lines (and the rows of Parquet, as such lines), a kind
    that the child process reads, None for what has to be looked at as a whole."""
    if leaf.kind is not None:
        yield leaf.kind, leaf.stream
        return
    head, stream = first_line(leaf.stream)
    named = kind_by_name(leaf.name)
    kind = kind_by_head(head, named=named)
    wide = wide_mark(head)
    if kind == "parquet":
        with as_lines(leaf.stream if _rewound(leaf.stream) else stream, leaf.name) as lines:
            yield "jsonl", lines
    elif kind is not None and kind in APART:
        yield kind, stream
    elif named == "jsonl" or (
        named is None and looks_like_jsonl(head.decode(wide or "utf-8", "replace").removeprefix("\ufeff"))
    ):
        if not wide and looks_binary(head):
            raise DatelineError("E106", name=shown(leaf.name))
        yield "jsonl", io.BufferedReader(Recoded(stream, wide)) if wide else stream
    else:
        yield None, stream


def _rewound(stream: IO[bytes]) -> bool:
    if stream.seekable():
        stream.seek(0)
        return True
    return False


def read_all(stream: IO[bytes], name: str, limit: int) -> bytes:
    """All bytes of a stream; DatelineError E104 where there are more than ``limit``."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(name, None, limit)
    return data


def too_large(name: str, size: int | None, limit: int) -> DatelineError:
    """E104 for a file of ``size`` bytes, or of more than ``limit``."""
    large = f"more than {limit // 1024**2} MB" if size is None else f"{size / 1024**2:.1f} MB"
    return DatelineError("E104", name=shown(name), size=large, limit=f"{limit // 1024**2} MB")
