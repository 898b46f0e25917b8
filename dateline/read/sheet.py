"""Tables: CSV, TSV, Excel and OpenDocument sheets, and JSON lists; a row is an article, columns are found by name."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dateline import limits
from dateline.errors import DatelineError

from .columns import Head, head_of, without_text
from .document import Found, Given, Result, make, shown
from .html import text_of_fragment
from .published import date_in_address, stated_date

# A cell with closing paragraphs or breaks is a piece of a page.
_MARKUP = re.compile(r"</p>|<br ?/?>|</div>", re.I)
_JSON_FEED = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")
_LISTS = ("articles", "items", "documents", "docs", "results", "data", "news")
_SHEET_ERRORS = (OSError, ValueError, TypeError)


def read_csv(text: str, *, name: str, given: Given) -> Iterator[Result | Head]:
    """The columns, then the articles of a CSV or TSV file, named ``news.csv:2`` by their row. E123 without texts."""
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000].partition("\n")[0] or ",", delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel_tab if name.lower().endswith(".tsv") else csv.excel
    csv.field_size_limit(limits.MAX_LINE_BYTES)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter)
    try:
        yield from _rows(rows, name=name, given=given)
    except csv.Error:
        raise DatelineError("E120", name=shown(name)) from None


def read_sheet(data: bytes, *, name: str, given: Given) -> Iterator[Result | Head]:
    """The columns, then the articles of each sheet of an Excel or OpenDocument file. E120 for damage, E123 as above."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python()) for sheet in book.sheet_names]
    except (*_SHEET_ERRORS, calamine.CalamineError):
        raise DatelineError("E120", name=shown(name)) from None
    filled = [(sheet, rows) for sheet, rows in sheets if rows]
    if not filled:
        raise DatelineError("E105", name=shown(name))
    problems: list[DatelineError] = []
    for sheet, rows in filled:
        label = f"{name}/{sheet}" if len(filled) > 1 else name
        try:
            yield from _rows(iter(rows), name=label, given=given)
        except DatelineError as error:
            problems.append(error)
    if len(problems) == len(filled):
        raise problems[0]


def read_json(text: str, *, name: str, given: Given) -> Iterator[Result | Head]:
    """The keys, then the articles of a JSON file: a list of objects, an object with one, or one article. E120, E123."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise DatelineError("E120", name=shown(name)) from None
    if isinstance(value, dict):
        if str(value.get("version")).startswith(_JSON_FEED):
            given = replace(given, publisher=_string(value.get("title")) or given.publisher)
            value = {"items": [_feed_item(item) for item in _listed(value.get("items"))]}
        inside = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
        value = [value] if inside is None else inside
    articles = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    if not articles:
        raise without_text(Head(name=name, columns=(), taken={}))
    head = head_of(list(dict.fromkeys(key for item in articles[:100] for key in item)), name=name, given=given)
    yield head
    if "text" not in head.taken:
        raise without_text(head)
    rows = ({field: item.get(key) for field, key in head.taken.items()} for item in articles)
    yield from _articles(rows, name=name, given=given, alone=len(articles) == 1)


def _listed(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _feed_item(item: dict[str, Any]) -> dict[str, Any]:
    """An entry of a JSON feed, whose text may stand under one of three keys, another one in each entry."""
    texts = (item.get(key) for key in ("content_html", "content_text", "summary", "title"))
    return {**item, "text": next((text for text in texts if isinstance(text, str) and text.strip()), "")}


def _rows(rows: Iterator[Sequence[Any]], *, name: str, given: Given) -> Iterator[Result | Head]:
    """The columns, then the articles below a row of column names."""
    first = next(rows, None)
    if first is None:
        raise DatelineError("E105", name=shown(name))
    names = [str(cell).removeprefix("\ufeff").strip() for cell in first]
    head = head_of(names, name=name, given=given)
    yield head
    if "text" not in head.taken:
        raise without_text(head)
    place = {field: names.index(column) for field, column in head.taken.items()}
    empty = True
    cells = ({field: row[at] for field, at in place.items() if at < len(row)} for row in rows)
    for result in _articles(cells, name=name, given=given, first=2):
        empty = False
        yield result
    if empty:
        raise DatelineError("E105", name=shown(name))


def _articles(
    rows: Iterable[Mapping[str, Any]], *, name: str, given: Given, first: int = 1, alone: bool = False
) -> Iterator[Result]:
    """The articles of rows, named by their numbers; of dates that are none the first are told one by one.

    Raises DatelineError E125 after `limits.MAX_MEMBERS` articles or `limits.MAX_ROWS` rows.
    """
    articles = undated = 0
    for number, cells in enumerate(rows, start=first):
        if number >= first + limits.MAX_ROWS or articles >= limits.MAX_MEMBERS:
            most, what = (
                (limits.MAX_MEMBERS, "articles") if articles >= limits.MAX_MEMBERS else (limits.MAX_ROWS, "rows")
            )
            raise DatelineError("E125", name=shown(name), limit=f"{most:,}", what=what)
        for result in _article(cells, name=name if alone else f"{name}:{number}", given=given):
            if isinstance(result, DatelineError) and result.code == "E110":
                undated += 1
                if undated > limits.MAX_BAD_LINES:
                    continue
            articles += not isinstance(result, DatelineError)
            yield result
    if undated > limits.MAX_BAD_LINES:
        yield DatelineError("E118", name=shown(name), count=undated - limits.MAX_BAD_LINES)


def _article(cells: Mapping[str, Any], *, name: str, given: Given) -> Iterator[Result]:
    """The article of a row, after E110 where its date is none; nothing for a row without text."""
    text = cells.get("text")
    if not isinstance(text, str) or not text.strip():
        return
    if _MARKUP.search(text):
        text = text_of_fragment(f"<div>{text}</div>") or text
    url = _string(cells.get("url"))
    published, origin = date_in_address(url), "the page's address"
    stated = cells.get("published")
    if stated not in (None, ""):
        try:
            published = stated_date(stated if isinstance(stated, date | datetime) else _string(stated))
            origin = "stated in the file"
        except ValueError:
            published = None
            yield DatelineError("E110", name=shown(name), value=str(stated)[:60])
    try:
        yield make(
            Found(
                text=text,
                title=_string(cells.get("title")),
                publisher=_string(cells.get("publisher")),
                published=published,
                published_origin=origin if published else None,
                url=url,
            ),
            name=(_string(cells.get("id")) or name)[: limits.MAX_NAME_CHARS],
            given=given,
        )
    except DatelineError as error:
        yield error


def _string(value: Any) -> str | None:
    """A cell as text; of an object its name; a whole number without a point."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    if value is None or isinstance(value, bool | list | dict):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None
