"""Feeds cut into pieces of some entries each, so that one of any length is read: where entries begin, nothing more.

A piece is the feed's own beginning, some of its entries, and the ends of what is open: a small feed, as
`dateline.read.feed` reads it. After damage entries are told by their tags alone. A feed that declares entities, or is
in a wide encoding, is one piece, where it is short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from dateline import limits
from dateline.errors import DatelineError

from .document import shown
from .encoding import wide_mark

_ENTRIES = frozenset({"item", "entry"})
_AROUND = (1, 2)
"""Elements around an entry: ``feed`` alone, or ``rss`` and ``channel``."""
_MANY, _LONG = 200, 512 * 1024
"""Entries or bytes after which a piece ends."""
_MOST_ATTRIBUTES = 1_000
_BEGINS = re.compile(rb"<(?:item|entry)[\s>]")
_READ_BYTES = 64 * 1024


class _NoFeedError(Exception):
    """It declares entities, which no feed needs."""


class _TooIntricateError(Exception):
    """Its elements are nested more deeply, or have more attributes, than those of any feed."""


class _Cut:
    """What an XML parser tells of a feed: where the entries begin in the bytes that are held, and what is open."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._entity
        self._open: list[str] = []
        self._around = 0
        self._begins = 0  # where the bytes that are held begin
        self._beginning = b""
        self._rough = False
        self.held = bytearray()
        self.starts: list[int] = []
        self.done = 0

    def take(self, data: bytes) -> bool:
        """Reads on; False for what is not read piece by piece."""
        wide = not self.held and wide_mark(data)
        self.held += data
        try:
            if not self._rough:
                self._parser.Parse(data, False)
        except expat.ExpatError:
            self._rough = True
        except _NoFeedError:
            return False
        if self._rough:
            self._look()
        return not wide

    def _look(self) -> None:
        """Finds entries by their tags."""
        after = self.starts[-1] - self._begins + 1 if self.starts else 0
        found = [self._begins + begins.start() for begins in _BEGINS.finditer(self.held, after)]
        if found and not self._begins:
            self._begin(found[0])
        self.starts += found

    def _begin(self, at: int) -> None:
        """Takes what comes before the first entry aside."""
        self._begins = at
        self._beginning = bytes(self.held[:at])
        del self.held[:at]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] in _ENTRIES and len(self._open) in ((self._around,) if self._around else _AROUND):
            at = self._parser.CurrentByteIndex
            if not self._around:
                self._around = len(self._open)
                self._begin(at)
            self.starts.append(at)
        self._open.append(name)
        if len(self._open) > limits.MAX_PAGE_DEPTH or len(attributes) > _MOST_ATTRIBUTES:
            raise _TooIntricateError

    def _end(self, _: str) -> None:
        self._open.pop()

    def _entity(self, *_: object) -> None:
        raise _NoFeedError

    def ready(self, name: str) -> Iterator[bytes]:
        """The pieces that are complete. Raises DatelineError E125 where there are more entries than are read."""
        while len(self.starts) > 1:
            most = min(_MANY, limits.MAX_MEMBERS - self.done)
            if len(self.starts) <= most and self.starts[-1] - self.starts[0] <= _LONG:
                return
            if not most:
                raise DatelineError("E125", name=shown(name), limit=f"{limits.MAX_MEMBERS:,}", what="entries")
            yield self._piece(min(most, len(self.starts) - 1))

    def _piece(self, entries: int) -> bytes:
        at = self.starts[entries] - self._begins
        ends = "".join(f"</{name}>" for name in reversed(self._open[: self._around]))
        source = self._numbered(self.held[:at] + ends.encode())
        del self.held[:at], self.starts[:entries]
        self._begins += at
        self.done += entries
        return source

    def rest(self) -> bytes:
        """What is held at the end, which has its ends of its own."""
        return self._numbered(self.held)

    def _numbered(self, source: bytearray) -> bytes:
        return b"%d\n%b%b" % (self.done + 1, self._beginning, bytes(source))


def pieces(stream: IO[bytes], *, name: str) -> Iterator[bytes]:
    """The pieces of a feed, each behind a line with the number of its first entry.

    Raises DatelineError E104 for an entry of more than `limits.MAX_ENTRY_BYTES`, E116 for one that is nested too
    deeply, E120 where it declares entities and is longer than an entry may be, E125 after `limits.MAX_MEMBERS` entries.
    """
    cut, whole, most = _Cut(), True, limits.MAX_ENTRY_BYTES
    while whole and (data := stream.read(_READ_BYTES)):
        try:
            whole = cut.take(data)
        except _TooIntricateError:
            raise DatelineError("E116", name=shown(name)) from None
        yield from cut.ready(name)
        if whole and len(cut.held) > most:
            entry, limit = f"{name}:{cut.done + len(cut.starts)}", f"{most // 1024**2} MB"
            raise DatelineError("E104", name=shown(entry), size=f"more than {limit}", limit=limit)
    if not whole:
        cut.held += stream.read(max(0, most + 1 - len(cut.held)))
        if len(cut.held) > most:
            raise DatelineError("E120", name=shown(name))
    yield cut.rest()
