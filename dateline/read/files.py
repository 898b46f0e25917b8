"""Files, folders, archives and standard input to documents: one file in memory at a time, no error ends the run."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document

from .address import is_address
from .apart import read_apart
from .archive import ARCHIVES, Inside, Item, with_charset
from .child import APART
from .columns import Head
from .document import Given, Result, make, shown
from .encoding import Recoded, looks_binary, wide_mark
from .folder import os_error, walk
from .kinds import is_packed, is_unknown, kind_by_head, kind_by_name, looks_like_jsonl, suffix_of
from .language import language_of
from .opened import contents
from .published import given_date
from .stream import Pieces, first_line
from .table import read_lines
from .text import plain_text, read_text

if TYPE_CHECKING:
    from .network import Network


def documents(
    paths: Iterable[str | Path],
    *,
    published: str | None = None,
    publisher: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Result]:
    """The documents of files, of folders with all that is in them, of pages by their address (``https://…``, which are
    fetched) and of standard input (``-``), one by one.

    ``published`` (``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``) and ``publisher`` hold for documents that bring none of
    their own; ``columns`` names for fields of an article (`dateline.read.COLUMNS`) the column of tables and the key of
    JSON that holds it, where its own name does not tell. What cannot be read is yielded as a DatelineError in its
    place, and the rest goes on; nothing is raised but E301, at once, for a ``published`` that is no date.

    Folders are walked in the order of names; hidden files, files of unknown kinds and links that lead out of the
    folder are passed over. Only ordinary files are opened.
    """
    given = Given(published=given_date(published), publisher=publisher, columns=columns)
    return _in_their_languages(_documents(paths, given))


def from_bytes(
    data: bytes,
    name: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    columns: Mapping[str, str] | None = None,
    heads: list[Head] | None = None,
) -> list[Result]:
    """The documents of one upload or pasted text; ``name`` tells its kind, else its content does ("" for pasted text).

    ``published``, ``publisher`` and ``title`` hold for documents that bring none of their own, ``columns`` as in
    `documents`; ``heads`` gets the columns of each table and what they were taken for. Errors are in the list, in place
    of what they are about; raised is only E301, for a ``published`` that is no date.
    """
    given = Given(published=given_date(published), publisher=publisher, title=title, columns=columns)
    label = name or "pasted text"
    if is_unknown(label):
        return [DatelineError("E103", name=shown(label), kind=suffix_of(label))]
    if len(data) > limits.MAX_FILE_BYTES:
        return [_too_large(label, len(data), limits.MAX_FILE_BYTES)]
    stream = _from_stream(io.BytesIO(data), name=label, given=given, in_memory=True)
    return list(_in_their_languages(_guarded(stream, label), heads))


def from_address(
    url: str, *, published: str | None = None, publisher: str | None = None, network: Network | None = None
) -> list[Result]:
    """The documents of the page at an address, which is fetched (see `dateline.read.fetch`); errors are in the list.

    ``published`` and ``publisher`` hold for documents that bring none of their own; E301 is raised for the former.
    """
    given = Given(published=given_date(published), publisher=publisher)
    return list(_in_their_languages(_fetched(url, given, network=network)))


def _in_their_languages(results: Iterable[Result | Head], heads: list[Head] | None = None) -> Iterator[Result]:
    """The documents with the language that each is in; columns of tables are put into ``heads``."""
    for result in results:
        if isinstance(result, Head):
            if heads is not None:
                heads.append(result)
            continue
        if isinstance(result, Document):
            result = replace(result, language=language_of(result.text))
        yield result


def _fetched(url: str, given: Given, *, network: Network | None = None) -> Iterator[Result | Head]:
    """The documents of a page by its address."""
    from .fetch import DEFAULT, fetch  # its libraries are slow to import and seldom needed

    def results() -> Iterator[Result | Head]:
        page = fetch(url, network=network or DEFAULT)
        data = with_charset(page.data, page.kind) if "html" in page.kind.lower() else page.data
        there = replace(given, url=page.url, downloaded=page.time)
        yield from _from_stream(io.BytesIO(data), name=page.url, given=there, in_memory=True)

    yield from _guarded(results(), url)


def _documents(paths: Iterable[str | Path], given: Given) -> Iterator[Result | Head]:
    for path in paths:
        if isinstance(path, str) and is_address(path):
            yield from _fetched(path, given)
            continue
        if str(path) == "-":
            yield from _standard_input(given)
            continue
        try:
            mode = Path(path).stat().st_mode
        except (OSError, ValueError) as error:
            yield os_error(error, path)
            continue
        if stat.S_ISDIR(mode):
            yield from _folder(Path(path), given)
        else:
            yield from _file(Path(path), given)


def _standard_input(given: Given) -> Iterator[Result | Head]:
    buffer: IO[bytes] | None = getattr(sys.stdin, "buffer", None)
    stream = buffer if buffer is not None else io.BytesIO(sys.stdin.read().encode("utf-8", "surrogateescape"))
    yield from _guarded(_from_stream(stream, name="-", given=given, in_memory=False), "-")


def _folder(folder: Path, given: Given) -> Iterator[Result | Head]:
    """The documents of all files below ``folder`` that have a known ending; E113 where there is no such file."""
    empty = True
    for entry in walk(folder):
        if isinstance(entry, DatelineError):
            yield entry
        elif kind_by_name(entry.name):
            empty = False
            yield from _file(entry, given)
    if empty:
        yield DatelineError("E113", name=shown(str(folder)))


def _file(path: Path, given: Given) -> Iterator[Result | Head]:
    """The documents of one file that was named or found."""
    if is_unknown(path.name):
        yield DatelineError("E103", name=shown(str(path)), kind=suffix_of(path.name))
        return
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        yield os_error(error, path)
        return
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            yield DatelineError("E115", name=shown(str(path)))
            return
        yield from _guarded(_from_stream(stream, name=path.name, given=given, in_memory=False), str(path))


def _guarded(results: Iterator[Result | Head], name: str) -> Iterator[Result | Head]:
    """``results``, and after what came before it the error that ended them."""
    try:
        yield from results
    except DatelineError as error:
        # Its traceback would keep the whole file in memory for as long as somebody keeps the error.
        error.__traceback__ = error.__context__ = error.__cause__ = None
        yield error
    except UnicodeDecodeError:
        yield DatelineError("E112", name=shown(name))
    except OSError as error:
        yield os_error(error, name)


def _from_stream(stream: IO[bytes], *, name: str, given: Given, in_memory: bool) -> Iterator[Result | Head]:
    """The documents of an open file; a container is opened first. ``in_memory``: all will be held at once."""
    whole = stream if stream.seekable() and not stream.tell() else None
    head, buffered = first_line(stream)
    kind = kind_by_head(head, named=kind_by_name(name))
    if is_packed(head) or kind == "zip" or kind in ARCHIVES:
        file = whole if whole is not None else buffered
        with contextlib.closing(contents(file, name=name, in_memory=in_memory)) as items:
            yield from _inside(items, file, name=name, given=given)
    else:
        yield from _read(head, buffered, name=name, given=given)


def _inside(items: Iterator[Item], file: IO[bytes], *, name: str, given: Given) -> Iterator[Result | Head]:
    """The documents of what lies in a container, each after the other."""
    empty = True
    for item in items:
        if isinstance(item, bytes):  # one file, packed
            unpacked = io.BufferedReader(Pieces(item, items), 256 * 1024)
            results = _read(*first_line(unpacked), name=name, given=given)
        elif isinstance(item, DatelineError):
            results = iter((item,))
        elif isinstance(item, Inside):
            # What was fetched is the archive: its files have an address only where it names one.
            within = replace(given, url=item.url, downloaded=item.downloaded or given.downloaded)
            results = _guarded(_member(item, within), item.name)
        else:  # no container after all
            file.seek(0)
            results = read_apart(item, _read_all(file, name, limits.MAX_FILE_BYTES), name=name, given=given)
        for result in results:
            empty = False
            yield result
    if empty:
        raise DatelineError("E105", name=shown(name))


def _member(file: Inside, given: Given) -> Iterator[Result | Head]:
    """The documents of a file that lay in a container and is none itself."""
    if file.kind is not None:
        if len(file.data) > limits.MAX_FILE_BYTES:
            raise _too_large(file.name, None, limits.MAX_FILE_BYTES)
        yield from read_apart(file.kind, file.data, name=file.name, given=given)
    else:
        yield from _read(*first_line(io.BytesIO(file.data)), name=file.name, given=given)


def _read(head: bytes, stream: IO[bytes], *, name: str, given: Given) -> Iterator[Result | Head]:
    """The documents of a file that is no container."""
    named = kind_by_name(name)
    kind = kind_by_head(head, named=named)
    if kind is not None and kind in APART:
        yield from read_apart(kind, _read_all(stream, name, limits.MAX_FILE_BYTES), name=name, given=given)
        return
    wide = wide_mark(head)
    if named == "jsonl" or (
        named is None and looks_like_jsonl(head.decode(wide or "utf-8", "replace").removeprefix("\ufeff"))
    ):
        if not wide and looks_binary(head):
            raise DatelineError("E106", name=shown(name))
        lines = io.BufferedReader(Recoded(stream, wide)) if wide else stream
        yield from read_lines(lines, name=name, given=replace(given, url=None))
        return
    yield from _one(_read_all(stream, name, limits.MAX_FILE_BYTES), name=name, given=given)


def _one(data: bytes, *, name: str, given: Given) -> Iterator[Result | Head]:
    """The documents of a text that is read as a whole, after the error of its date if that cannot be read.

    Plain text in UTF-8 has nothing to parse; all else goes to the child process.
    """
    if not data.strip():
        raise DatelineError("E105", name=shown(name))
    plain = plain_text(data, named=kind_by_name(name))
    if plain is not None:
        yield make(read_text(plain), name=name, given=given)
    else:
        yield from read_apart("whole", data, name=name, given=given)


def _read_all(stream: IO[bytes], name: str, limit: int) -> bytes:
    """All bytes of a stream; DatelineError E104 where there are more than ``limit``."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large(name, None, limit)
    return data


def _too_large(name: str, size: int | None, limit: int) -> DatelineError:
    large = f"more than {limit // 1024**2} MB" if size is None else f"{size / 1024**2:.1f} MB"
    return DatelineError("E104", name=shown(name), size=large, limit=f"{limit // 1024**2} MB")
