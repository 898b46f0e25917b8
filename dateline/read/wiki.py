"""Exports of Wikinews, Wikipedia and other wikis (``Special:Export``, dumps): each article a document.

The newest revision in the file is read; talk pages, templates and redirects are passed over. What the wiki states as an
article's date (Wikinews: ``{{date|June 19, 2024}}``) is its date; the time of an edit is not.
"""

from __future__ import annotations

import html
import io
import re
import sys
from collections.abc import Iterator
from typing import IO, NamedTuple
from urllib.parse import quote, urlsplit
from xml.parsers import expat

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import When

from .document import Found, Given, Result, make, shown
from .published import stated_date

_DATE = re.compile(r"\{\{\s*(?:date|dateline)\s*\|\s*(?:1=)?([^{}|]{4,60})", re.I)
_REDIRECT = re.compile(r"\s*#redirect\b", re.I)
# Sections after the article: where it comes from, what else there is.
_END = re.compile(
    r"^==+\s*(?:sources?|references|external links|see also|related news|notes|further reading)\s*==+\s*$", re.I | re.M
)
_OPENS = re.compile(r"<!--|<ref\b[^<>]{0,300}>|<(?:gallery|math|timeline|nowiki)\b|\{\|", re.I)
_CLOSES = {
    "<!--": re.compile("-->"),
    "<ref": re.compile("</ref>", re.I),
    "<gal": re.compile("</gallery>", re.I),
    "<mat": re.compile("</math>", re.I),
    "<tim": re.compile("</timeline>", re.I),
    "<now": re.compile("</nowiki>", re.I),
    "{|": re.compile(r"\n\|\}"),
}
"""What ends a block, by how it begins."""
_LONGEST_BLOCK = 20_000
_MOST_OPEN = 200
_DEEPEST_TEMPLATE = 4
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_LINK = re.compile(r"\[\[([^\[\]|]*)(?:\|(?:[^\[\]|]*\|)*([^\[\]|]*))?\]\]")
_OUTSIDE = re.compile(r"\[[a-z]{2,10}://[^\s\[\]]*([^\[\]]*)\]")
_TAG = re.compile(r"<[^<>]{0,300}>")
_SPACES = re.compile(r" {2,}")
_LEFT = re.compile(r"\[{2,}|\]{2,}|\{{2,}|\}{2,}|\[https?://\S*")
_FILES = re.compile(r"^(?:File|Image|Category):", re.I)
_OF_THE_WIKI = ("sitename", "base")
_KEPT = frozenset({*_OF_THE_WIKI, "title", "ns", "text"})
_PIECE_BYTES = 256 * 1024


class Page(NamedTuple):
    """A page of a wiki with its markup, and the name and address of the wiki."""

    title: str
    source: str
    outlet: str | None
    base: str | None


class _Dump:
    """What an XML parser tells of an export, kept for one page at a time: its title, and its last revision's text."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity
        self.done: list[dict[str, str]] = []
        self._seen: dict[str, str] = {}
        self._into: str | None = None
        self._parts: list[str] = []
        self._size = 0

    def _start(self, name: str, _: object) -> None:
        tag = name.rpartition(":")[2]
        if tag == "page":
            self._seen = {key: self._seen[key] for key in _OF_THE_WIKI if key in self._seen}
        if tag in _KEPT:
            self._into, self._parts, self._size = tag, [], 0

    def _characters(self, text: str) -> None:
        if self._into:
            self._size += len(text)
            if self._size <= limits.MAX_WIKITEXT_CHARS:
                self._parts.append(text)

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == self._into:
            self._seen[tag] = "".join(self._parts)
            if tag == "text":
                self._seen["size"] = str(self._size)
            self._into = None
        elif tag == "page":
            self.done.append(self._seen)

    def _entity(self, *_: object) -> None:
        raise ValueError("no wiki declares entities")


def pages(stream: IO[bytes], *, name: str) -> Iterator[Page | DatelineError]:
    """The articles of an export, one in memory at a time, or E111 in place of one that is too long.

    Raises DatelineError E120 where it is no XML, after the pages before that.
    """
    dump, broken, more = _Dump(), False, True
    while more:
        data = stream.read(_PIECE_BYTES)
        more = bool(data)
        try:
            dump.parser.Parse(data, not more)
        except (expat.ExpatError, ValueError):
            broken, more = True, False
        for seen in dump.done:
            title, source = seen.get("title", ""), seen.get("text", "")
            size = int(seen.get("size", "0"))
            if seen.get("ns", "0").strip() != "0":
                continue
            if size > limits.MAX_WIKITEXT_CHARS:
                limit = f"{limits.MAX_WIKITEXT_CHARS:,}"
                yield DatelineError("E111", name=shown(f"{name}:{title}"), size=f"{size:,}", limit=limit)
            elif source.strip() and not _REDIRECT.match(source):
                yield Page(title, source, seen.get("sitename"), seen.get("base"))
        dump.done.clear()
    if broken:
        raise DatelineError("E120", name=shown(name))


def read_wiki(data: bytes, *, name: str, given: Given) -> Iterator[Result]:
    """The articles of an export, named ``export.xml:Title``. E120 where it is no XML, E105 where it has no article."""
    empty = True
    for page in pages(io.BytesIO(data), name=name):
        for result in (page,) if isinstance(page, DatelineError) else read_page(page, name=name, given=given):
            empty = False
            yield result
    if empty:
        raise DatelineError("E105", name=shown(name))


def read_page(page: Page, *, name: str, given: Given) -> Iterator[Result]:
    """The article of a page; nothing for a page of templates alone."""
    published = _published(page.source)
    found = Found(
        text=plain(page.source),
        title=page.title or None,
        publisher=page.outlet,
        published=published,
        published_origin="stated in the article" if published else None,
        url=_address(page.base, page.title),
    )
    try:
        yield make(found, name=f"{name}:{page.title}"[: limits.MAX_NAME_CHARS], given=given)
    except DatelineError as error:
        if error.code != "E105":
            yield error


def plain(source: str) -> str:
    """The words of wiki markup, without tables, notes, pictures and the lists at the end."""
    import mwparserfromhell

    cut = _without_blocks(source)
    end = _END.search(cut)
    cut = cut[: end.start()] if end else cut
    if _is_tangled(cut):
        return _lines(_roughly(cut))
    code = mwparserfromhell.parse(cut, skip_style_tags=True)
    for link in code.filter_wikilinks(recursive=True):
        if _FILES.match(str(link.title).strip().lstrip(":")):
            code.replace(link, "") if code.contains(link) else None
    return _lines(code.strip_code(normalize=True, collapse=True))


def _lines(text: str) -> str:
    """Paragraphs without the marks at their beginning."""
    lines = (re.sub(r"'{2,}", "", line).strip().lstrip("*#:; ") for line in text.splitlines())
    return "\n\n".join(line for line in lines if line)


def _is_tangled(source: str) -> bool:
    """True for markup whose parsing would take time with the square of its marks, or many of whose marks do not end."""
    opened = {mark: source.count(mark) for mark in ("{{", "[[", "[", "<")}
    if opened["{{"] + opened["[["] + opened["<"] > limits.MAX_WIKI_MARKS:
        return True
    closed = {"{{": source.count("}}"), "[[": source.count("]]"), "[": source.count("]")}
    closed["<"] = 2 * source.count("</") + source.count("/>")
    return any(opened[mark] - closed[mark] > _MOST_OPEN for mark in closed)


def _roughly(source: str) -> str:
    """The words of markup by a few patterns, each in one pass: templates go, of links the words stay."""
    for _ in range(_DEEPEST_TEMPLATE):
        source = _TEMPLATE.sub("", source)
    source = _LINK.sub(lambda link: "" if _FILES.match(link[1].lstrip(": ")) else link[2] or link[1], source)
    return _SPACES.sub(" ", html.unescape(_LEFT.sub("", _TAG.sub("", _OUTSIDE.sub(r"\1", source)))))


def _without_blocks(source: str) -> str:
    """Markup without notes, comments, galleries and tables, in one pass: what ends a block is looked for once.

    Of a block that does not end only its beginning goes.
    """
    kept: list[str] = []
    ends: dict[str, tuple[int, int]] = {}
    at = 0
    while opened := _OPENS.search(source, at):
        kept.append(source[at : opened.start()])
        at = opened.end()
        if opened[0].endswith("/>"):
            continue
        kind = opened[0][:4].lower()
        start, end = ends.get(kind, (-1, -1))
        if start < at:
            closed = _CLOSES[kind].search(source, at)
            start, end = ends[kind] = closed.span() if closed else (sys.maxsize, at)
        if start - at <= _LONGEST_BLOCK:
            at = end
    kept.append(source[at:])
    return "".join(kept)


def _published(source: str) -> When | None:
    found = _DATE.search(source[:20_000])
    try:
        return stated_date(found[1].strip()) if found else None
    except ValueError:
        return None


def _address(base: str | None, title: str) -> str | None:
    """The article's address, by that of the wiki's main page."""
    try:
        parts = urlsplit(base or "")
    except ValueError:
        return None
    if not parts.netloc or not title:
        return None
    return f"{parts.scheme}://{parts.netloc}/wiki/{quote(title.replace(' ', '_'), safe='/:,()')}"
