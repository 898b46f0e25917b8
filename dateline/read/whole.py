"""Text that is read as a whole: plain, Markdown, HTML, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .columns import Head
from .document import Found, Given, Result, make, same_host
from .html import read_html
from .kinds import FileKind, kind_by_content
from .markdown import read_markdown
from .sheet import read_csv, read_json
from .text import read_text


def read_whole(source: str, *, name: str, named: FileKind | None, given: Given) -> Iterator[Result | Head]:
    """The documents of a text, of the kind that its content shows or its name claims."""
    kind = kind_by_content(source, named=named)
    found: Found
    if kind == "csv":
        yield from read_csv(source, name=name, given=replace(given, url=None))
        return
    if kind == "json":
        yield from read_json(source, name=name, given=replace(given, url=None))
        return
    if kind == "markdown":
        found, problem = read_markdown(source, name=name)
        if problem:
            yield problem
    elif kind == "html":
        found = read_html(source, name=name, downloaded=given.downloaded)
        if given.url and not same_host(found.url, given.url):  # a page may claim any address as its own
            found = replace(found, url=given.url)
    else:
        found = read_text(source)
    yield make(found, name=name, given=given)
