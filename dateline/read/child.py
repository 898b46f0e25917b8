"""What runs in the child process: the readers of every format that has to be parsed; a stranger wrote the file.

The parent (`dateline.read.apart`) sends one file at a time over standard input and gets its documents back over
standard output, both as JSON behind its length. Memory is limited from the start and nothing but reading is allowed;
time is the parent's to watch. A child that has read many files, or grown large over one, asks to be replaced.
"""

from __future__ import annotations

import io
import json
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import IO, Any, Literal

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document, When

from . import sandbox
from .columns import Head
from .document import Given, Result, make, shown
from .encoding import decode
from .kinds import FileKind, kind_by_head, kind_by_name

APART: frozenset[FileKind] = frozenset({"pdf", "docx", "odt", "epub", "mail", "feed", "sheet", "rtf", "wiki"})
"""The kinds whose first bytes show that they are read in the child process."""

Asked = FileKind | Literal["whole", "page", "entries"]
"""What is asked of the child: a kind in `APART`, "whole": text of a kind that shows once it is decoded, "page": one of
a wiki's export, or "entries": some of a feed."""

LENGTH = struct.Struct("<Q")


def read(kind: Asked, data: bytes, *, name: str, given: Given, depth: int = 0) -> Iterator[Result | Head]:
    """The documents of one file, those of a table after its columns; errors as in the readers."""
    if kind in ("feed", "sheet", "mail", "wiki", "page", "entries"):
        given = replace(given, url=None)  # what is inside lies elsewhere
    if kind == "whole":
        from .whole import read_whole

        yield from read_whole(decode(data, name=name), name=name, named=kind_by_name(name), given=given)
    elif kind == "pdf":
        from .pdf import read_pdf

        yield from read_pdf(data, name=name, given=given)
    elif kind in ("docx", "odt", "epub"):
        from . import office

        reader = {"docx": office.read_docx, "odt": office.read_odt, "epub": office.read_epub}[kind]
        yield from reader(data, name=name, given=given)
    elif kind == "sheet":
        from .sheet import read_sheet

        yield from read_sheet(data, name=name, given=given)
    elif kind == "rtf":
        from .rtf import read_rtf

        yield make(read_rtf(data, name=name), name=name, given=given)
    elif kind in ("wiki", "page"):
        from . import wiki

        if kind == "page":
            yield from wiki.read_page(wiki.Page(*json.loads(data)), name=name, given=given)
        else:
            yield from wiki.read_wiki(data, name=name, given=given)
    elif kind in ("feed", "entries"):
        from .feed import read_feed

        first, _, source = data.partition(b"\n") if kind == "entries" else (b"1", b"", data)
        yield from read_feed(source, name=name, given=given, first=int(first))
    else:
        from .mail import read_mail

        def inner(part: bytes, part_name: str) -> Iterator[Result]:
            try:
                for result in _attached(part, name=part_name, given=given, depth=depth + 1):
                    if not isinstance(result, Head):
                        yield result
            except DatelineError as error:
                yield error

        yield from read_mail(data, name=name, given=given, inner=inner)


def _attached(data: bytes, *, name: str, given: Given, depth: int) -> Iterator[Result | Head]:
    """The documents of a file that hangs on a mail; pictures and signatures are passed over without a word."""
    named = kind_by_name(name)
    kind = kind_by_head(data[:8192], named=named)
    if kind == "zip":
        from .office import BROKEN, zip_kind

        try:
            kind = zip_kind(io.BytesIO(data))
        except BROKEN:
            raise DatelineError("E120", name=shown(name)) from None
    if kind in APART and depth >= limits.MAX_FORWARDED_DEPTH:
        raise DatelineError("E126", name=shown(name), limit=limits.MAX_FORWARDED_DEPTH)
    if kind in APART:
        yield from read(kind, data, name=name, given=given, depth=depth)
    elif named in ("text", "html", "markdown") and kind is None:
        yield from read("whole", data, name=name, given=given)


def to_json(result: Result | Head) -> dict[str, Any]:
    """A result as plain values."""
    if isinstance(result, Head):
        return {"table": result.name, "columns": result.columns, "taken": result.taken}
    if isinstance(result, DatelineError):
        return {"code": result.code, "facts": {key: _plain(value) for key, value in result.facts.items()}}
    return {
        "id": result.id, "name": result.name, "text": result.text, "title": result.title,
        "publisher": result.publisher, "published": result.published.value if result.published else None,
        "published_origin": result.published_origin, "url": result.url, "language": result.language,
        "published_confidence": result.published_confidence, "date_note": result.date_note,
        "proposed": result.proposed.value if result.proposed else None,
    }  # fmt: skip


def from_json(row: dict[str, Any]) -> Result | Head:
    """The result of `to_json`'s values; KeyError, TypeError or ValueError for anything else."""
    if "table" in row:
        taken = {str(field): str(column) for field, column in row["taken"].items()}
        return Head(name=str(row["table"]), columns=tuple(map(str, row["columns"])), taken=taken)
    if "code" in row:
        return DatelineError(row["code"], **row["facts"])
    dates = {name: When.of(row[name]) if row[name] else None for name in ("published", "proposed")}
    return Document(**{**row, **dates})


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


def _answer(head: bytes, data: bytes) -> list[dict[str, Any]]:
    """The results of one message as plain values."""
    asked = json.loads(head)
    given = Given(
        published=When.of(asked["published"]) if asked["published"] else None,
        publisher=asked["publisher"],
        title=asked["title"],
        url=asked["url"],
        downloaded=datetime.fromisoformat(asked["downloaded"]) if asked["downloaded"] else None,
        columns=asked["columns"],
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
    return results


def main() -> None:
    """Answers files until standard input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not come between the messages
    sandbox.confine()
    count = 0
    while (head := receive(sys.stdin.buffer)) is not None and (data := receive(sys.stdin.buffer)) is not None:
        sandbox.work(True)
        results = _answer(head, data)
        sandbox.work(False)
        count += 1
        answer = json.dumps({"results": results, "tired": sandbox.is_tired(count)}).encode()
        out.write(LENGTH.pack(len(answer)))
        out.write(answer)
        out.flush()
