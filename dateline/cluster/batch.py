"""Batches: what one task works through. Where they begin and end depends on the sources alone, not on the cluster."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline import __version__, limits, nlp
from dateline.errors import DatelineError
from dateline.read import Given, Piece

FORMAT = 2
"""The version of the files' columns; see docs/scale.md."""

_LUCKY = 128
"""A full batch ends behind a piece whose hash begins with less than this, of 256: where a piece came or went between
others, the batches after it soon begin where they did before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What makes the same of the same text: the version of Dateline, and the spaCy model."""

    version: str
    model: str


def made_here() -> Made:
    """What is installed in this process."""
    return Made(version=__version__, model=os.environ.get("DATELINE_MODEL", nlp.DEFAULT_MODEL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Pieces of sources for one task, and what the caller gives for articles that bring none of their own."""

    pieces: tuple[Piece, ...]
    given: Given
    made: Made

    @property
    def name(self) -> str:
        """The file that comes of it, by a hash of all that decides its content: hexadecimal digits, and the ending."""
        digest = hashlib.sha256()
        published = self.given.published.value if self.given.published else None
        columns = sorted((self.given.columns or {}).items())
        _add(digest, FORMAT, self.made.version, self.made.model, published, self.given.publisher, columns)
        for piece in self.pieces:
            saved = piece.downloaded.isoformat() if piece.downloaded else None
            _add(
                digest, piece.name, piece.line, piece.alone, piece.inside, piece.url, saved, piece.kind, len(piece.data)
            )
            digest.update(piece.data)
        return f"{digest.hexdigest()[:32]}.parquet"

    @property
    def label(self) -> str:
        """What an error about it calls it: its first piece."""
        first = self.pieces[0]
        more = f" and {len(self.pieces) - 1} more" if len(self.pieces) > 1 else ""
        return f"{first.name}:{first.line}{more}" if first.line else f"{first.name}{more}"


def batches(pieces: Iterable[Piece | DatelineError], *, given: Given, made: Made) -> Iterator[Batch | DatelineError]:
    """Pieces as batches of `limits.CLUSTER_BATCH_BYTES`, at most twice that or one piece, errors in their place."""
    held: list[Piece] = []
    weight = 0
    for piece in pieces:
        if isinstance(piece, DatelineError):
            yield piece
            continue
        held.append(piece)
        weight += piece.weight
        if weight >= limits.CLUSTER_BATCH_BYTES and (weight >= 2 * limits.CLUSTER_BATCH_BYTES or _ends(piece)):
            yield Batch(pieces=tuple(held), given=given, made=made)
            held, weight = [], 0
    if held:
        yield Batch(pieces=tuple(held), given=given, made=made)


def _ends(piece: Piece) -> bool:
    return hashlib.sha256(piece.data).digest()[0] < _LUCKY


def _add(digest: hashlib._Hash, *values: object) -> None:
    digest.update(repr(values).encode("utf-8", "surrogatepass"))
