"""JSONL: one article a line, a JSON object with ``text`` and, if known, ``id, published, publisher, title, url``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document, When

from .columns import COLUMNS, Head, head_of
from .document import Found, Given, Result, make, shown
from .published import date_in_address, stated_date
from .stream import collection_too_large

_BLANK = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"


def read_lines(
    stream: IO[bytes], *, name: str, given: Given, first: int = 1, alone: bool = True
) -> Iterator[Result | Head]:
    """The keys of a JSONL stream in UTF-8, then its articles, one line in memory at a time.

    A line that is no article yields E109 with its number and is left out; one whose date cannot be read yields E110
    and then the article without it. Of each of the two the first `limits.MAX_BAD_LINES` are told one by one, the others
    counted at the end (E117, E118). An article without an ``id`` is named after the file, with the number of its line
    if the file holds more than one line (``news.jsonl:3``). A stream without a line yields E105. Reading ends with E119
    where none of the first `limits.MAX_LINES_WITHOUT_ARTICLE` lines is an article, or none of
    `limits.MAX_LINES_BETWEEN_ARTICLES` later on, and with E104 after `limits.MAX_COLLECTION_BYTES`. ``first``: the
    number of the first line; ``alone``: these are all there are.
    """
    lines = _lines(stream, name=name, first=first)
    label = shown(name)
    bad = undated = articles = barren = seen = 0
    keys: list[str] = []
    following: tuple[int, bytes | _Bad] | None = None
    while (current := following or next(lines, None)) is not None:
        (number, line), following = current, None
        seen += 1
        try:
            if isinstance(line, _Bad):
                raise line
            article = _object(line)
            if not keys:
                keys = list(article)
                yield head_of(keys, name=name, given=given)
            fields = _fields(article, given)
            if fields["id"] is None and seen == 1:
                following = next(lines, None)
            own_name = name if alone and seen == 1 and following is None else f"{name}:{number}"
            published, origin, problem = _published(fields)
            document = _document(fields, published, origin, own_name=own_name, given=given)
        except _Bad as error:
            if isinstance(error, _Blank):
                yield DatelineError("E119", name=label, count=limits.MAX_LINES_BETWEEN_ARTICLES)
                return
            bad, barren = bad + 1, barren + 1
            if bad <= limits.MAX_BAD_LINES:
                yield DatelineError("E109", name=label, line=number, why=str(error))
            if barren >= (limits.MAX_LINES_BETWEEN_ARTICLES if articles else limits.MAX_LINES_WITHOUT_ARTICLE):
                yield DatelineError("E119", name=label, count=barren)
                return
            continue
        articles, barren = articles + 1, 0
        if problem is not None:
            undated += 1
            if undated <= limits.MAX_BAD_LINES:
                yield DatelineError("E110", name=f"{label}, line {number}", value=problem)
        yield document
    if not seen and alone:
        yield DatelineError("E105", name=label)
    if bad > limits.MAX_BAD_LINES:
        yield DatelineError("E117", name=label, count=bad - limits.MAX_BAD_LINES)
    if undated > limits.MAX_BAD_LINES:
        yield DatelineError("E118", name=label, count=undated - limits.MAX_BAD_LINES)


class _Bad(ValueError):  # noqa: N818 - a line, not an error of ours
    """What is wrong with a line, in words."""


class _Blank(_Bad):
    """Blank lines without end."""


def _lines(stream: IO[bytes], *, name: str, first: int) -> Iterator[tuple[int, bytes | _Bad]]:
    """Number and bytes of each line that is not blank, or what is wrong with it; DatelineError E104 at the limit."""
    number, total, blank = first - 1, 0, 0
    while line := stream.readline(limits.MAX_LINE_BYTES + 1):
        number += 1
        total += len(line)
        too_long = len(line) > limits.MAX_LINE_BYTES and not line.endswith(b"\n")
        while too_long and (rest := stream.readline(limits.MAX_LINE_BYTES)):
            total += len(rest)
            if rest.endswith(b"\n") or total > limits.MAX_COLLECTION_BYTES:
                break
        if total > limits.MAX_COLLECTION_BYTES:
            raise collection_too_large(name)
        if too_long:
            yield number, _Bad(f"it is longer than {limits.MAX_LINE_BYTES // 1024**2} MB")
            continue
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip(_BLANK):
            blank = 0
            yield number, line
        elif (blank := blank + 1) >= limits.MAX_LINES_BETWEEN_ARTICLES:
            yield number, _Blank()
            return


def _published(fields: dict[str, Any]) -> tuple[When | None, str | None, str | None]:
    """The article's date, where it comes from, and what is written there where it is no date."""
    stated = fields["published"]
    if stated is not None and stated != "":
        try:
            return stated_date(stated), "stated in the file", None
        except ValueError:
            return None, None, str(stated)[:60]
    found = date_in_address(fields["url"])
    return found, "the page's address" if found else None, None


def _document(
    fields: dict[str, Any], published: When | None, origin: str | None, *, own_name: str, given: Given
) -> Document:
    found = Found(
        text=fields["text"],
        title=fields["title"],
        publisher=fields["publisher"],
        published=published,
        published_origin=origin,
        url=fields["url"],
    )
    try:
        return make(found, name=own_name if fields["id"] is None else fields["id"], given=given)
    except DatelineError as error:
        if error.code == "E105":
            raise _Bad("its text is blank") from None
        size, limit = f"{len(found.text):,}", f"{limits.MAX_TEXT_CHARS:,}"
        raise _Bad(f"its text is {size} characters long and the limit is {limit}") from None


def _object(line: bytes) -> dict[str, Any]:
    """The object that a line is; _Bad says in words what is wrong with it."""
    try:
        article = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise _Bad("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise _Bad("it is no valid JSON") from None
    if not isinstance(article, dict):
        raise _Bad("it is no JSON object")
    return article


def _fields(article: dict[str, Any], given: Given) -> dict[str, Any]:
    """The six fields of an article, None where absent; _Bad says in words what is wrong with the line.

    A field has its own key, or the one that was chosen for it; else a value that fits under another name will do.
    """
    fields: dict[str, Any] = {}
    others = None
    for field in COLUMNS:
        key = (given.columns or {}).get(field, field)
        if key in article or key != field:
            fields[field] = article.get(key)
            continue
        others = head_of(list(article), name="", given=Given()).taken if others is None else others
        value = article.get(others.get(field, ""))
        fields[field] = value if isinstance(value, str) or (field == "id" and isinstance(value, int)) else None
    if fields["text"] is None:
        chosen = (given.columns or {}).get("text")
        raise _Bad(f"it has no {shown(chosen)!r}" if chosen else "it has no text")
    for key in ("text", "title", "publisher", "url"):
        if fields[key] is not None and not isinstance(fields[key], str):
            raise _Bad(f"its {key} is no string")
    if isinstance(fields["published"], bool) or not isinstance(fields["published"], str | int | None):
        raise _Bad("its published is no string")
    identity = fields["id"]
    if isinstance(identity, bool) or not isinstance(identity, str | int | None):
        raise _Bad("its id is neither a string nor a number")
    fields["id"] = None if identity is None or not str(identity).strip() else str(identity)
    if fields["id"] and len(fields["id"]) > limits.MAX_NAME_CHARS:
        raise _Bad(f"its id is longer than {limits.MAX_NAME_CHARS} characters")
    return fields
