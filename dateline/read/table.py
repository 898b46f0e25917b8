"""JSONL: one article a line, a JSON object with ``text`` and, if known, ``id, published, publisher, title, url``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from dateline import limits
from dateline.errors import DatelineError

from .document import Found, Given, Result, make, shown
from .published import date_in_address, stated_date

_BLANK = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"


def read_lines(stream: IO[bytes], *, name: str, given: Given) -> Iterator[Result]:
    """The articles of a JSONL stream in UTF-8, one line in memory at a time.

    A line that is no article yields E109 with its number and is left out; one whose date cannot be read yields E110
    and then the article without it. An article without an ``id`` is named after the file, with the number of its
    line if the file holds more than one (``news.jsonl:3``). A stream without a line yields E105. Reading ends with
    E104 after `limits.MAX_COLLECTION_BYTES`; after `limits.MAX_BAD_LINES` bad lines the others are counted in E117.
    """
    bad = 0
    for result in _articles(stream, name=name, given=given):
        if isinstance(result, DatelineError) and result.code == "E109":
            bad += 1
            if bad > limits.MAX_BAD_LINES:
                continue
        yield result
    if bad > limits.MAX_BAD_LINES:
        yield DatelineError("E117", name=shown(name), count=bad - limits.MAX_BAD_LINES)


def _articles(stream: IO[bytes], *, name: str, given: Given) -> Iterator[Result]:
    """As `read_lines`, every bad line on its own."""
    lines = _lines(stream, name=name)
    following = next(lines, None)
    alone = True
    if following is None:
        yield DatelineError("E105", name=shown(name))
    while following is not None:
        number, line = following
        if isinstance(line, DatelineError):
            yield line
            following = next(lines, None)
            continue
        following = next(lines, None)
        own_name = name if alone and following is None else f"{name}:{number}"
        alone = False
        yield from _article(line, number, name=name, own_name=own_name, given=given)


def _lines(stream: IO[bytes], *, name: str) -> Iterator[tuple[int, bytes | DatelineError]]:
    """Number and bytes of each line that is not blank, or what is wrong with it."""
    number, total = 0, 0
    while line := stream.readline(limits.MAX_LINE_BYTES + 1):
        number += 1
        total += len(line)
        too_long = len(line) > limits.MAX_LINE_BYTES and not line.endswith(b"\n")
        while too_long and (rest := stream.readline(limits.MAX_LINE_BYTES)):
            total += len(rest)
            if rest.endswith(b"\n") or total > limits.MAX_COLLECTION_BYTES:
                break
        if total > limits.MAX_COLLECTION_BYTES:
            limit = f"{limits.MAX_COLLECTION_BYTES // 1024**3} GB"
            yield number, DatelineError("E104", name=shown(name), size=f"more than {limit}", limit=limit)
            return
        if too_long:
            yield number, _bad(name, number, f"it is longer than {limits.MAX_LINE_BYTES // 1024**2} MB")
            continue
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip(_BLANK):
            yield number, line


def _article(line: bytes, number: int, *, name: str, own_name: str, given: Given) -> Iterator[Result]:
    """The document of one line, after the error of its date if that cannot be read; or the error of the line."""
    try:
        fields = _fields(line)
    except ValueError as error:
        yield _bad(name, number, str(error))
        return
    published, origin = None, None
    if fields["published"] not in (None, ""):
        try:
            published, origin = stated_date(fields["published"]), "stated in the file"
        except ValueError:
            yield DatelineError("E110", name=f"{shown(name)}, line {number}", value=_short(fields["published"]))
    elif address_date := date_in_address(fields["url"]):
        published, origin = address_date, "the page's address"
    found = Found(
        text=fields["text"],
        title=fields["title"],
        publisher=fields["publisher"],
        published=published,
        published_origin=origin,
        url=fields["url"],
    )
    identity = fields["id"]
    try:
        yield make(found, name=own_name if identity is None else identity, given=given)
    except DatelineError as error:
        size = len(found.text)
        why = "its text is blank" if error.code == "E105" else f"its text is {size:,} characters long"
        if error.code == "E111":
            why += f" and the limit is {limits.MAX_TEXT_CHARS:,}"
        yield _bad(name, number, why)


def _fields(line: bytes) -> dict[str, Any]:
    """The six fields of an article, None where absent; ValueError says in words what is wrong with the line."""
    try:
        article = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise ValueError("it is no valid JSON") from None
    if not isinstance(article, dict):
        raise ValueError("it is no JSON object")
    fields: dict[str, Any] = {key: article.get(key) for key in ("text", "title", "publisher", "url", "published", "id")}
    if fields["text"] is None:
        raise ValueError("it has no text")
    for key in ("text", "title", "publisher", "url"):
        if fields[key] is not None and not isinstance(fields[key], str):
            raise ValueError(f"its {key} is no string")
    if isinstance(fields["published"], bool) or not isinstance(fields["published"], str | int | None):
        raise ValueError("its published is no string")
    identity = fields["id"]
    if isinstance(identity, bool) or not isinstance(identity, str | int | None):
        raise ValueError("its id is neither a string nor a number")
    fields["id"] = None if identity is None or not str(identity).strip() else str(identity)
    if fields["id"] and len(fields["id"]) > limits.MAX_NAME_CHARS:
        raise ValueError(f"its id is longer than {limits.MAX_NAME_CHARS} characters")
    return fields


def _bad(name: str, number: int, why: str) -> DatelineError:
    return DatelineError("E109", name=shown(name), line=number, why=why)


def _short(value: object) -> object:
    return value[:60] if isinstance(value, str) else value
