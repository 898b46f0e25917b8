"""Files, folders, archives and standard input to documents: one file in memory at a time, no error ends the run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document

from .address import is_address
from .apart import read_apart
from .archive import with_charset
from .columns import Head
from .document import Given, Result, make, shown
from .folder import os_error
from .kinds import is_unknown, kind_by_name, suffix_of
from .language import language_of
from .leaves import Leaf, kind_of, leaves, read_all, too_large
from .published import given_date
from .sources import opened
from .table import read_lines
from .text import plain_text, read_text

if TYPE_CHECKING:
    from .fetch import Fetched
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
    return in_their_languages(_documents(paths, given))


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
        return [too_large(label, len(data), limits.MAX_FILE_BYTES)]
    stream = _from_stream(io.BytesIO(data), name=label, given=given, in_memory=True)
    return list(in_their_languages(guarded(stream, label), heads))


def from_address(
    url: str, *, published: str | None = None, publisher: str | None = None, network: Network | None = None
) -> list[Result]:
    """The documents of the page at an address, which is fetched (see `dateline.read.fetch`); errors are in the list.

    ``published`` and ``publisher`` hold for documents that bring none of their own; E301 is raised for the former.
    """
    given = Given(published=given_date(published), publisher=publisher)
    return list(in_their_languages(_fetched(url, given, network=network)))


def in_their_languages(results: Iterable[Result | Head], heads: list[Head] | None = None) -> Iterator[Result]:
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

    def results() -> Iterator[Result | Head]:
        page = page_of(url, network=network)
        there = replace(given, url=page.url, downloaded=page.time)
        yield from _from_stream(io.BytesIO(page.data), name=page.url, given=there, in_memory=True)

    yield from guarded(results(), url)


def page_of(url: str, *, network: Network | None = None) -> Fetched:
    """A page by its address, fetched, with the charset that its server named."""
    from .fetch import DEFAULT, fetch  # its libraries are slow to import and seldom needed

    page = fetch(url, network=network or DEFAULT)
    return replace(page, data=with_charset(page.data, page.kind)) if "html" in page.kind.lower() else page


def _documents(paths: Iterable[str | Path], given: Given) -> Iterator[Result | Head]:
    for path in paths:
        if isinstance(path, str) and is_address(path):
            yield from _fetched(path, given)
            continue
        for source in opened(path):
            if isinstance(source, DatelineError):
                yield source
            else:
                found = _from_stream(source.stream, name=source.name, given=given, in_memory=False)
                yield from guarded(found, source.label)


T = TypeVar("T")


def guarded(results: Iterator[T], name: str) -> Iterator[T | DatelineError]:
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
    for leaf in leaves(stream, name=name, in_memory=in_memory):
        if isinstance(leaf, DatelineError):
            yield leaf
        else:
            yield from read_leaf(leaf, given)


def read_leaf(leaf: Leaf, given: Given) -> Iterator[Result | Head]:
    """The documents of a file that is no container."""
    if leaf.inside:
        # What was fetched is the archive: its files have an address only where it names one.
        given = replace(given, url=leaf.url, downloaded=leaf.downloaded or given.downloaded)
        yield from guarded(_read(leaf, given), leaf.name)
    else:
        yield from _read(leaf, given)


def _read(leaf: Leaf, given: Given) -> Iterator[Result | Head]:
    name = leaf.name
    with kind_of(leaf) as (kind, stream):
        if kind == "jsonl":
            yield from read_lines(stream, name=name, given=replace(given, url=None))
        elif kind is not None:
            yield from read_apart(kind, read_all(stream, name, limits.MAX_FILE_BYTES), name=name, given=given)
        else:
            yield from _one(read_all(stream, name, limits.MAX_FILE_BYTES), name=name, given=given)


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
