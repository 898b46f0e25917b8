"""Archives: the files inside of zip, tar, mailbox and WARC files, the pages of wikis' exports and the entries of feeds,
some at a time, with bounds on number and size.

No path of an archive is ever opened or written: its members are names for their bytes, nothing more.
"""

from __future__ import annotations

import io
import json
import posixpath
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import IO, NamedTuple

from dateline import limits
from dateline.errors import DatelineError

from .child import Asked
from .document import shown, web_address
from .kinds import FileKind, kind_by_name
from .office import BROKEN


class Inside(NamedTuple):
    """A file inside of an archive; of a web archive's page its address, and when it was fetched; its kind where that is
    known already."""

    name: str
    data: bytes
    url: str | None = None
    downloaded: datetime | None = None
    kind: Asked | None = None


Member = Inside | DatelineError
"""A file inside of an archive, or what is wrong with it."""

Item = Member | bytes | Asked
"""What lies in a container: a file or what is wrong with one; a piece of the one file that was packed; or, of what is
no container after all (a document that is a zip archive), its kind."""

_ENVELOPE = re.compile(rb"From \S+.*\d{4}")
_WARC_ERRORS = (OSError, ValueError, EOFError, zlib.error, KeyError, IndexError, AttributeError, UnicodeError)


def members(kind: FileKind, stream: IO[bytes], *, name: str, most: int) -> Iterator[Member]:
    """The readable files of an archive of a kind in `ARCHIVES`, named ``archive.zip/file.txt``.

    ``stream`` must be seekable for zip. Files of unknown kinds, hidden ones and links are passed over; a file that is
    too large or damaged gives an error in its place. Raises DatelineError E120 where the archive itself is damaged,
    E104 after ``most`` bytes of unpacked data, E125 after `limits.MAX_MEMBERS` files (`limits.MAX_WIKI_PAGES` pages).
    """
    reader = ARCHIVES[kind]
    total, many = 0, limits.MAX_WIKI_PAGES if kind == "wiki" else limits.MAX_MEMBERS
    for number, member in enumerate(reader(stream, name), start=1):
        if number > many:
            raise DatelineError(
                "E125", name=shown(name), limit=f"{many:,}", what="pages" if kind == "wiki" else "files"
            )
        if not isinstance(member, DatelineError):
            total += len(member.data)
        if total > most:
            raise _too_large(name, most)
        yield member


def _too_large(name: str, limit: int) -> DatelineError:
    most = f"{limit // 1024**2} MB"
    return DatelineError("E104", name=shown(name), size=f"unpacked more than {most}", limit=most)


def _sized(name: str, data: bytes) -> Member:
    """A file of at most `limits.MAX_FILE_BYTES`; one byte more was read to see that there are more."""
    return _too_large(name, limits.MAX_FILE_BYTES) if len(data) > limits.MAX_FILE_BYTES else Inside(name, data)


def _wanted(path: str) -> bool:
    """True for a file that a folder's walk would read as well."""
    parts = path.replace("\\", "/").split("/")
    return kind_by_name(parts[-1]) is not None and not any(
        part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in parts
    )


def _inner_name(name: str, path: str) -> str:
    """``archive.zip/folder/file.txt``; what would lead out of the archive stays inside."""
    return posixpath.join(name, posixpath.normpath("/" + path.replace("\\", "/")).lstrip("/"))


def _not_endless(seen: int, name: str) -> None:
    """Raises DatelineError E125 after `limits.MAX_WIKI_PAGES` files, of whatever kind they are."""
    if seen >= limits.MAX_WIKI_PAGES:
        raise DatelineError("E125", name=shown(name), limit=f"{limits.MAX_WIKI_PAGES:,}", what="files")


def _zip(stream: IO[bytes], name: str) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(stream)
    except BROKEN:
        raise DatelineError("E120", name=shown(name)) from None
    with archive:
        # Members that lie one over the other: a few bytes that would be read again and again.
        if sum(info.compress_size for info in archive.infolist()) > stream.seek(0, io.SEEK_END):
            raise DatelineError("E120", name=shown(name))
        for info in archive.infolist():
            if info.is_dir() or not _wanted(info.filename):
                continue
            inner = _inner_name(name, info.filename)
            if info.flag_bits & 1:
                yield DatelineError("E121", name=shown(inner))
                continue
            try:
                with archive.open(info) as member:
                    data = member.read(limits.MAX_FILE_BYTES + 1)
            except BROKEN:
                yield DatelineError("E120", name=shown(inner))
                continue
            yield _sized(inner, data)


def _tar(stream: IO[bytes], name: str) -> Iterator[Member]:
    try:
        # As a stream: nothing is looked up again, and a pipe will do.
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for number, info in enumerate(archive):
                archive.members = []  # type: ignore[attr-defined]  # it would keep all that it has seen
                _not_endless(number, name)
                if not info.isreg() or not _wanted(info.name):
                    continue
                inner = _inner_name(name, info.name)
                member = archive.extractfile(info)
                data = member.read(limits.MAX_FILE_BYTES + 1) if member else b""
                yield _sized(inner, data)
    except (tarfile.TarError, *BROKEN):
        raise DatelineError("E120", name=shown(name)) from None


def _mbox(stream: IO[bytes], name: str) -> Iterator[Member]:
    """The mails of a mailbox: each begins with a line "From address date" at the start or after a blank line."""
    number, lines, size, blank = 0, list[bytes](), 0, True
    while line := stream.readline(limits.MAX_LINE_BYTES):
        if blank and _ENVELOPE.match(line):
            if lines:
                yield _mail(name, number, lines, size)
            number, lines, size, blank = number + 1, [], 0, False
            continue
        size += len(line)
        if size <= limits.MAX_FILE_BYTES:
            lines.append(line.removeprefix(b">") if line.startswith(b">From ") else line)
        blank = not line.strip()
    if lines:
        yield _mail(name, max(number, 1), lines, size)


def _mail(name: str, number: int, lines: list[bytes], size: int) -> Member:
    inner = f"{name}/{number}.eml"
    return _too_large(inner, limits.MAX_FILE_BYTES) if size > limits.MAX_FILE_BYTES else Inside(inner, b"".join(lines))


def _warc(stream: IO[bytes], name: str) -> Iterator[Member]:
    """The pages of a web archive, each with its address and the time at which it was fetched."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        for seen, record in enumerate(ArchiveIterator(stream, no_record_parse=False)):
            _not_endless(seen, name)
            if record.rec_type not in ("response", "resource"):
                continue
            kind = (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
            if "html" not in kind.lower():
                continue
            if record.http_headers and record.http_headers.get_statuscode() != "200":
                continue
            number += 1
            inner = f"{name}/{number}.html"
            data = record.content_stream().read(limits.MAX_FILE_BYTES + 1)
            if len(data) > limits.MAX_FILE_BYTES:
                yield _too_large(inner, limits.MAX_FILE_BYTES)
                continue
            url = web_address((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>"))
            yield Inside(inner, with_charset(data, kind), url, _time(record.rec_headers.get_header("WARC-Date")))
    except (ArchiveLoadFailed, *_WARC_ERRORS):
        raise DatelineError("E120", name=shown(name)) from None


def _wiki(stream: IO[bytes], name: str) -> Iterator[Member]:
    """The articles of a wiki's export, each as the fields of `dateline.read.wiki.Page` in JSON."""
    from .wiki import pages

    empty = True
    for page in pages(stream, name=name):
        empty = False
        yield page if isinstance(page, DatelineError) else Inside(name, json.dumps(page).encode(), kind="page")
    if empty:
        raise DatelineError("E105", name=shown(name))


def _feed(stream: IO[bytes], name: str) -> Iterator[Member]:
    """The entries of a feed, some at a time, as `dateline.read.entries` writes them."""
    from .entries import pieces

    return (Inside(name, piece, kind="entries") for piece in pieces(stream, name=name))


def _time(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value or "")
    except ValueError:
        return None


def with_charset(data: bytes, kind: str) -> bytes:
    """A page with the charset that its server named, for a page that names none itself."""
    named = re.search(r"charset=[\"']?([\w.:-]{1,40})", kind, re.I)
    if not named or re.search(rb"charset", data[:4096], re.I):
        return data
    return f'<meta charset="{named[1]}">'.encode() + data


ARCHIVES: Mapping[FileKind, Callable[[IO[bytes], str], Iterator[Member]]] = {
    "zip": _zip,
    "tar": _tar,
    "mbox": _mbox,
    "warc": _warc,
    "wiki": _wiki,
    "feed": _feed,
}
"""The kinds of files that hold files, and how each is opened."""
