"""Files behind addresses that fsspec opens: ``s3://bucket/news/*.jsonl.gz``, ``file:///data``, ``gs://…``."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from dateline.errors import DatelineError

from .address import is_address
from .document import shown
from .folder import os_error
from .kinds import is_unknown, kind_by_name, suffix_of
from .sources import Opened


def is_remote(path: str) -> bool:
    """True for an address that is none of a page: with a scheme other than http and https."""
    scheme, mark, _ = path.partition("://")
    return bool(mark) and scheme.isprintable() and " " not in scheme and not is_address(path)


def filesystem(url: str) -> tuple[Any, str]:
    """The fsspec file system of an address, and the path in it.

    Raises DatelineError E601 where a package for it is missing, and E605 where it cannot be opened.
    """
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url)
    except ImportError as error:
        missing = "fsspec" if error.name == "fsspec" else _package(error)
        raise DatelineError("E601", missing=missing) from None
    except Exception as error:  # each file system has errors of its own
        raise DatelineError("E605", name=shown(url), why=_why(error)) from None
    return system, str(path)


def opened_there(url: str) -> Iterator[Opened | DatelineError]:
    """The files of an address, open for reading, or what is wrong with them; of a folder, or a pattern (``*``), all of
    a known kind, by name."""
    try:
        system, path = filesystem(url)
        pattern = any(mark in path for mark in "*?[")
        folder = not pattern and system.isdir(path)
        paths = system.glob(path) if pattern else system.find(path) if folder else [path]
    except DatelineError as error:
        yield error
        return
    except Exception as error:
        yield _wrong(error, url)
        return
    wanted = [p for p in sorted(map(str, paths)) if not (pattern or folder) or _wanted(p)]
    if not wanted:
        yield DatelineError("E113", name=shown(url))
    for each in wanted:
        name = posixpath.basename(each.rstrip("/"))
        if is_unknown(name):
            yield DatelineError("E103", name=shown(name), kind=suffix_of(name))
            continue
        try:
            stream = system.open(each, "rb")
        except Exception as error:
            yield _wrong(error, each)
            continue
        with stream:
            yield Opened(stream, name, each)


def _wanted(path: str) -> bool:
    name = posixpath.basename(path)
    return not name.startswith(".") and kind_by_name(name) is not None


def _wrong(error: Exception, name: str) -> DatelineError:
    if isinstance(error, OSError):
        return os_error(error, name)
    return DatelineError("E605", name=shown(name), why=_why(error))


def _why(error: Exception) -> str:
    return shown(" ".join(str(error).split()) or type(error).__name__)


def _package(error: ImportError) -> str:
    """The package that is missing: fsspec says "Install s3fs to access S3"."""
    words = str(error).split()
    return words[1] if words[:1] == ["Install"] and len(words) > 1 else error.name or "a package for this address"
