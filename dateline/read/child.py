"""What runs in the child process: the readers of formats whose parsers are large, foreign, or fed by strangers.

The parent (`dateline.read.apart`) sends one file at a time over standard input and gets its documents back over
standard output, both as JSON behind its length; memory is limited from the start, time is the parent's to watch.
"""

from __future__ import annotations

import io
import json
import os
import struct
import sys
from collections.abc import Iterator
from typing import IO, Any

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document, When

from .document import Given, Result, shown
from .encoding import decode
from .kinds import FileKind, kind_by_head, kind_by_name

APART: frozenset[FileKind] = frozenset({"pdf", "docx", "odt", "epub", "mail", "feed", "sheet"})
"""The kinds that are read in the child process."""

LENGTH = struct.Struct("<Q")
_DEEPEST = 2


def read(kind: FileKind, data: bytes, *, name: str, given: Given, depth: int = 0) -> Iterator[Result]:
    """The documents of one file of a kind in `APART`; errors as in the readers."""
    if kind == "pdf":
        from .pdf import read_pdf

        yield from read_pdf(data, name=name, given=given)
    elif kind in ("docx", "odt", "epub"):
        from . import office

        reader = {"docx": office.read_docx, "odt": office.read_odt, "epub": office.read_epub}[kind]
        yield from reader(data, name=name, given=given)
    elif kind == "sheet":
        from .sheet import read_sheet

        yield from read_sheet(data, name=name, given=given)
    elif kind == "feed":
        from .feed import read_feed

        yield from read_feed(data, name=name, given=given)
    else:
        from .mail import read_mail

        def inner(part: bytes, part_name: str) -> Iterator[Result]:
            try:
                yield from _attached(part, name=part_name, given=given, depth=depth + 1)
            except DatelineError as error:
                yield error

        yield from read_mail(data, name=name, given=given, inner=inner)


def _attached(data: bytes, *, name: str, given: Given, depth: int) -> Iterator[Result]:
    """The documents of a file that hangs on a mail; pictures and signatures are passed over without a word."""
    named = kind_by_name(name)
    kind = kind_by_head(data[:8192], named=named)
    if kind == "zip":
        from .office import BROKEN, zip_kind

        try:
            kind = zip_kind(io.BytesIO(data))
        except BROKEN:
            raise DatelineError("E120", name=shown(name)) from None
    if kind in APART and depth < _DEEPEST:
        yield from read(kind, data, name=name, given=given, depth=depth)
    elif named in ("text", "html", "markdown") and kind is None:
        from .whole import read_whole

        yield from read_whole(decode(data, name=name), name=name, named=named, given=given)


def to_json(result: Result) -> dict[str, Any]:
    """A result as plain values."""
    if isinstance(result, DatelineError):
        return {"code": result.code, "facts": {key: _plain(value) for key, value in result.facts.items()}}
    return {
        "id": result.id, "name": result.name, "text": result.text, "title": result.title,
        "publisher": result.publisher, "published": result.published.value if result.published else None,
        "published_origin": result.published_origin, "url": result.url, "language": result.language,
    }  # fmt: skip


def from_json(row: dict[str, Any]) -> Result:
    """The result of `to_json`'s values; KeyError, TypeError or ValueError for anything else."""
    if "code" in row:
        return DatelineError(row["code"], **row["facts"])
    return Document(**{**row, "published": When.of(row["published"]) if row["published"] else None})


def _plain(value: object) -> object:
    return value if isinstance(value, int) else str(value)


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end of the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def _limit() -> None:
    """Takes memory beyond the limit, and every file, from this process."""
    import resource

    memory = limits.CHILD_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answers files until standard input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not come between the messages
    _limit()
    while (head := receive(sys.stdin.buffer)) is not None and (data := receive(sys.stdin.buffer)) is not None:
        asked = json.loads(head)
        given = Given(
            published=When.of(asked["published"]) if asked["published"] else None,
            publisher=asked["publisher"],
            title=asked["title"],
        )
        name = asked["name"]
        results: list[dict[str, Any]] = []
        try:
            # One by one: what came before an error is kept.
            for result in read(asked["kind"], data, name=name, given=given):
                results.append(to_json(result))  # noqa: PERF401
        except DatelineError as error:
            results.append(to_json(error))
        except MemoryError:
            results = [to_json(DatelineError("E124", name=shown(name)))]
        except Exception:  # whatever a foreign parser raises on a foreign file: one sentence, and the rest goes on
            results.append(to_json(DatelineError("E120", name=shown(name))))
        answer = json.dumps(results).encode()
        out.write(LENGTH.pack(len(answer)))
        out.write(answer)
        out.flush()
