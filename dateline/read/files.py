"""Files, folders, archives and standard input to documents: one file in memory at a time, no error ends the run."""

from __future__ import annotations

import errno
import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document

from .address import is_address
from .apart import read_apart
from .archive import ARCHIVES, members, with_charset
from .child import APART
from .document import Given, Result, make, shown
from .encoding import Recoded, looks_binary, wide_mark
from .kinds import FileKind, is_unknown, kind_by_head, kind_by_name, looks_like_jsonl, suffix_of
from .language import language_of
from .office import BROKEN, zip_kind
from .published import given_date
from .stream import first_line
from .table import read_lines
from .text import plain_text, read_text

if TYPE_CHECKING:
    from .network import Network

_GZIP = b"\x1f\x8b"
_GZIP_ERRORS = (EOFError, gzip.BadGzipFile, zlib.error)


def documents(
    paths: Iterable[str | Path], *, published: str | None = None, publisher: str | None = None
) -> Iterator[Result]:
    """The documents of files, of folders with all that is in them, of pages by their address (``https://…``, which are
    fetched) and of standard input (``-``), one by one.

    ``published`` (``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``) and ``publisher`` hold for documents that bring none of
    their own. What cannot be read is yielded as a DatelineError in its place, and the rest goes on; nothing is raised
    but E301, at once, for a ``published`` that is no date.

    Folders are walked in the order of names; hidden files, files of unknown kinds and links that lead out of the
    folder are passed over. Only ordinary files are opened.
    """
    given = Given(published=given_date(published), publisher=publisher)
    return _in_their_languages(_documents(paths, given))


def from_bytes(
    data: bytes, name: str, *, published: str | None = None, publisher: str | None = None, title: str | None = None
) -> list[Result]:
    """The documents of one upload or pasted text; ``name`` tells its kind, else its content does ("" for pasted text).

    ``published``, ``publisher`` and ``title`` hold for documents that bring none of their own. Errors are in
    the list, in place of what they are about; raised is only E301, for a ``published`` that is no date.
    """
    given = Given(published=given_date(published), publisher=publisher, title=title)
    label = name or "pasted text"
    if is_unknown(label):
        return [DatelineError("E103", name=shown(label), kind=suffix_of(label))]
    if len(data) > limits.MAX_FILE_BYTES:
        return [_too_large(label, len(data), limits.MAX_FILE_BYTES)]
    stream = _from_stream(io.BytesIO(data), name=label, given=given, in_memory=True)
    return list(_in_their_languages(_guarded(stream, label)))


def from_address(
    url: str, *, published: str | None = None, publisher: str | None = None, network: Network | None = None
) -> list[Result]:
    """The documents of the page at an address, which is fetched (see `dateline.read.fetch`); errors are in the list.

    ``published`` and ``publisher`` hold for documents that bring none of their own; E301 is raised for the former.
    """
    given = Given(published=given_date(published), publisher=publisher)
    return list(_in_their_languages(_fetched(url, given, network=network)))


def _in_their_languages(results: Iterable[Result]) -> Iterator[Result]:
    """The documents with the language that each is in."""
    for result in results:
        if isinstance(result, Document):
            result = replace(result, language=language_of(result.text))
        yield result


def _fetched(url: str, given: Given, *, network: Network | None = None) -> Iterator[Result]:
    """The documents of a page by its address."""
    from .fetch import DEFAULT, fetch  # its libraries are slow to import and seldom needed

    def results() -> Iterator[Result]:
        page = fetch(url, network=network or DEFAULT)
        data = with_charset(page.data, page.kind) if "html" in page.kind.lower() else page.data
        there = replace(given, url=page.url, downloaded=page.time)
        yield from _from_stream(io.BytesIO(data), name=page.url, given=there, in_memory=True)

    yield from _guarded(results(), url)


def _documents(paths: Iterable[str | Path], given: Given) -> Iterator[Result]:
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
            yield _os_error(error, path)
            continue
        if stat.S_ISDIR(mode):
            yield from _folder(Path(path), given)
        else:
            yield from _file(Path(path), given)


def _standard_input(given: Given) -> Iterator[Result]:
    buffer: IO[bytes] | None = getattr(sys.stdin, "buffer", None)
    stream = buffer if buffer is not None else io.BytesIO(sys.stdin.read().encode("utf-8", "surrogateescape"))
    yield from _guarded(_from_stream(stream, name="-", given=given, in_memory=False), "-")


def _folder(folder: Path, given: Given) -> Iterator[Result]:
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


def walk(folder: Path) -> Iterator[Path | DatelineError]:
    """All files below ``folder``, by name, or what is wrong with a folder; no hidden ones, none outside, none twice."""
    root = os.path.realpath(folder)
    seen: set[str] = set()
    pending = [(str(folder), root)]
    while pending:
        path, real = pending.pop()
        if not os.path.isdir(path):  # noqa: PTH112 - strings, because deep paths as objects are slow
            yield Path(path)
            continue
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(path) as entries:
                found = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda e: e.name)
        except OSError as error:
            yield _os_error(error, path)
            continue
        for entry in reversed(found):
            target = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(real, entry.name)  # noqa: PTH118
            if target.startswith(root.rstrip(os.sep) + os.sep) or target == root:
                pending.append((entry.path, target))


def _file(path: Path, given: Given) -> Iterator[Result]:
    """The documents of one file that was named or found."""
    if is_unknown(path.name):
        yield DatelineError("E103", name=shown(str(path)), kind=suffix_of(path.name))
        return
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        yield _os_error(error, path)
        return
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            yield DatelineError("E115", name=shown(str(path)))
            return
        yield from _guarded(_from_stream(stream, name=path.name, given=given, in_memory=False), str(path))


def _guarded(results: Iterator[Result], name: str) -> Iterator[Result]:
    """``results``, and after what came before it the error that ended them."""
    try:
        yield from results
    except DatelineError as error:
        # Its traceback would keep the whole file in memory for as long as somebody keeps the error.
        error.__traceback__ = error.__context__ = error.__cause__ = None
        yield error
    except _GZIP_ERRORS:
        yield DatelineError("E114", name=shown(name))
    except UnicodeDecodeError:
        yield DatelineError("E112", name=shown(name))
    except OSError as error:
        yield _os_error(error, name)


def _from_stream(stream: IO[bytes], *, name: str, given: Given, in_memory: bool, depth: int = 0) -> Iterator[Result]:
    """The documents of an open file, unpacked if it is gzip. ``in_memory``: all documents will be held at once.

    ``depth`` counts the archives that the file lies in.
    """
    whole: IO[bytes] | None = stream if stream.seekable() and not stream.tell() else None
    head, buffered = first_line(stream)
    if head.startswith(_GZIP):
        unpacked: IO[bytes] = io.BufferedReader(gzip.GzipFile(fileobj=buffered))
        if in_memory:
            unpacked = io.BytesIO(_read_all(unpacked, name, limits.MAX_UNPACKED_BYTES))
        whole = None
        head, buffered = first_line(unpacked)
    named = kind_by_name(name)
    kind = kind_by_head(head, named=named)
    if kind == "zip":
        if whole is None:
            whole = io.BytesIO(_read_all(buffered, name, limits.MAX_UNPACKED_BYTES))
        try:
            kind = zip_kind(whole)
        except BROKEN:
            raise DatelineError("E120", name=shown(name)) from None
        whole.seek(0)
        buffered = io.BufferedReader(whole) if isinstance(whole, io.RawIOBase) else whole  # type: ignore[assignment]
    if kind is not None and kind in ARCHIVES:
        yield from _inside(kind, buffered, name=name, given=given, in_memory=in_memory, depth=depth)
        return
    if kind is not None and kind in APART:
        yield from read_apart(kind, _read_all(buffered, name, limits.MAX_FILE_BYTES), name=name, given=given)
        return
    wide = wide_mark(head)
    if named == "jsonl" or (
        named is None and looks_like_jsonl(head.decode(wide or "utf-8", "replace").removeprefix("\ufeff"))
    ):
        if not wide and looks_binary(head):
            raise DatelineError("E106", name=shown(name))
        lines = io.BufferedReader(Recoded(buffered, wide)) if wide else buffered
        yield from read_lines(lines, name=name, given=replace(given, url=None))
        return
    yield from _one(_read_all(buffered, name, limits.MAX_FILE_BYTES), name=name, given=given)


def _inside(
    kind: FileKind, stream: IO[bytes], *, name: str, given: Given, in_memory: bool, depth: int
) -> Iterator[Result]:
    """The documents of the files in an archive."""
    if depth >= limits.MAX_ARCHIVE_DEPTH:
        raise DatelineError("E126", name=shown(name))
    most = limits.MAX_UNPACKED_BYTES if in_memory else limits.MAX_COLLECTION_BYTES
    empty = True
    for member in members(kind, stream, name=name, most=most):
        empty = False
        if isinstance(member, DatelineError):
            yield member
            continue
        inner, data, url, saved = member
        # What was fetched is the archive: its files have an address only where it names one.
        inside = replace(given, url=url, downloaded=saved or given.downloaded)
        results = _from_stream(io.BytesIO(data), name=inner, given=inside, in_memory=True, depth=depth + 1)
        yield from _guarded(results, inner)
    if empty:
        raise DatelineError("E113", name=shown(name))


def _one(data: bytes, *, name: str, given: Given) -> Iterator[Result]:
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


def _os_error(error: Exception, path: str | Path) -> DatelineError:
    """The sentence for what the system says: not there, or not to be read."""
    absent = isinstance(error, FileNotFoundError | NotADirectoryError | ValueError)
    absent = absent or getattr(error, "errno", None) in (errno.ENAMETOOLONG, errno.ELOOP)
    return DatelineError("E101" if absent else "E102", name=shown(str(path)))
