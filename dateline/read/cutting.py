"""Sources cut into pieces that can be read elsewhere: some lines of a collection of articles, or one whole file.

`pieces` looks no further into a file than it must to cut it: it walks folders, unpacks, and takes archives apart, as
`dateline.read.documents` does; what has to be parsed is parsed where a piece is read (`read_piece`).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from dateline import limits
from dateline.errors import DatelineError

from .address import is_address
from .child import Asked
from .document import Given, Result
from .files import guarded, in_their_languages, page_of, read_leaf
from .leaves import Leaf, kind_of, leaves, read_all
from .remote import is_remote, opened_there
from .sources import Opened, opened
from .stream import collection_too_large
from .table import read_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a source, as bytes. ``line``: the number of the first of some lines, 0 for a whole file; ``alone``:
    these are all the lines there are; the others as in `dateline.read.leaves.Leaf`."""

    name: str
    data: bytes
    line: int = 0
    alone: bool = False
    inside: bool = False
    url: str | None = None
    downloaded: datetime | None = None
    kind: Asked | None = None

    @property
    def weight(self) -> int:
        """About how much text it holds, in bytes: what is no text by line is mostly marks."""
        return len(self.data) if self.line else 500 + len(self.data) // 8


def pieces(paths: Iterable[str | Path]) -> Iterator[Piece | DatelineError]:
    """The pieces of files, folders, archives, addresses of pages and of what fsspec opens (``s3://…``), and of standard
    input (``-``), or what is wrong with them, in the order in which `dateline.read.documents` reads them."""
    for path in paths:
        if isinstance(path, str) and is_address(path):
            yield from guarded(_page(path), path)
            continue
        for source in opened_there(path) if isinstance(path, str) and is_remote(path) else opened(path):
            if isinstance(source, DatelineError):
                yield source
            else:
                yield from guarded(_cut(source), source.label)


def read_piece(piece: Piece, given: Given) -> Iterator[Result]:
    """The documents of a piece, and what is wrong with it."""
    stream = io.BytesIO(piece.data)
    if piece.line:
        there = replace(given, url=None)
        found = read_lines(stream, name=piece.name, given=there, first=piece.line, alone=piece.alone)
    else:
        found = read_leaf(Leaf(piece.name, stream, piece.inside, piece.url, piece.downloaded, piece.kind), given)
    return in_their_languages(guarded(found, piece.name))


def _page(url: str) -> Iterator[Piece | DatelineError]:
    page = page_of(url)
    for piece in _cut(Opened(io.BytesIO(page.data), page.url, url), in_memory=True):
        if isinstance(piece, Piece) and not piece.inside:
            piece = replace(piece, inside=True, url=page.url, downloaded=page.time)
        yield piece


def _cut(source: Opened, *, in_memory: bool = False) -> Iterator[Piece | DatelineError]:
    for leaf in leaves(source.stream, name=source.name, in_memory=in_memory):
        if isinstance(leaf, DatelineError):
            yield leaf
        else:
            yield from guarded(_of_leaf(leaf), leaf.name) if leaf.inside else _of_leaf(leaf)


def _of_leaf(leaf: Leaf) -> Iterator[Piece | DatelineError]:
    with kind_of(leaf) as (kind, stream):
        if kind == "jsonl":
            yield from _lines(stream, leaf.name)
        else:
            data = read_all(stream, leaf.name, limits.MAX_FILE_BYTES)
            yield Piece(
                name=leaf.name, data=data, inside=leaf.inside, url=leaf.url, downloaded=leaf.downloaded, kind=leaf.kind
            )


def _lines(stream: IO[bytes], name: str) -> Iterator[Piece | DatelineError]:
    """Lines some at a time; of one that is too long as much as shows that it is."""
    number, first, total = 0, 1, 0
    held: list[bytes] = []
    size = 0
    while line := stream.readline(limits.MAX_LINE_BYTES + 1):
        full = size >= limits.CLUSTER_BATCH_BYTES // 2 or (held and not held[-1].endswith(b"\n"))
        if held and full and line.strip():
            yield Piece(name=name, data=b"".join(held), line=first)
            held, size, first = [], 0, number + 1
        number += 1
        held.append(line)
        size += len(line)
        total += len(line)
        while not line.endswith(b"\n") and (line := stream.readline(limits.MAX_LINE_BYTES)):
            total += len(line)
        if total > limits.MAX_COLLECTION_BYTES:
            raise collection_too_large(name)
    yield Piece(name=name, data=b"".join(held), line=first, alone=first == 1)
