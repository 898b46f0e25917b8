"""Exports of Wikinews, Wikipedia and other wikis (``Special:Export``, dumps): each article a document.

The newest revision in the file is read; talk pages, templates and redirects are passed over. What the wiki states as an
article's date (Wikinews: ``{{date|June 19, 2024}}``) is its date; the time of an edit is not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from lxml import etree

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
_BLOCKS = re.compile(
    r"<!--.{0,5000}?-->|<ref[^<>/]{0,300}/>|<ref\b[^<>]{0,300}>.{0,5000}?</ref>"
    r"|<(gallery|math|timeline|nowiki)\b.{0,5000}?</\1>|\{\|.{0,20000}?\n\|\}",
    re.S | re.I,
)
_FILES = re.compile(r"^(?:File|Image|Category):", re.I)
_MAX_WIKITEXT = 2_000_000


def read_wiki(data: bytes, *, name: str, given: Given) -> Iterator[Result]:
    """The articles of an export, named ``export.xml:Title``. E120 where it is no XML, E105 where it has no article."""
    outlet, base, empty = None, None, True
    try:
        for _, element in etree.iterparse(
            io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            tag = etree.QName(element).localname
            if tag == "sitename":
                outlet = element.text
            elif tag == "base":
                base = element.text
            elif tag == "page":
                for result in _page(element, outlet=outlet, base=base, name=name, given=given):
                    empty = False
                    yield result
                element.clear()
    except (etree.LxmlError, ValueError):
        raise DatelineError("E120", name=shown(name)) from None
    if empty:
        raise DatelineError("E105", name=shown(name))


def _page(
    element: etree._Element, *, outlet: str | None, base: str | None, name: str, given: Given
) -> Iterator[Result]:
    texts = {etree.QName(part).localname: part.text or "" for part in element.iter() if isinstance(part.tag, str)}
    title, source = texts.get("title", ""), texts.get("text", "")
    if texts.get("ns", "0") != "0" or not source.strip() or _REDIRECT.match(source):
        return
    published = _published(source)
    found = Found(
        text=plain(source),
        title=title or None,
        publisher=outlet,
        published=published,
        published_origin="stated in the article" if published else None,
        url=_address(base, title),
    )
    try:
        yield make(found, name=f"{name}:{title}"[: limits.MAX_NAME_CHARS], given=given)
    except DatelineError as error:
        if error.code != "E105":  # a page of templates alone is no article
            yield error


def plain(source: str) -> str:
    """The words of wiki markup, without tables, notes, pictures and the lists at the end."""
    import mwparserfromhell

    cut = _BLOCKS.sub("", source[:_MAX_WIKITEXT])
    end = _END.search(cut)
    code = mwparserfromhell.parse(cut[: end.start()] if end else cut, skip_style_tags=True)
    for link in code.filter_wikilinks(recursive=True):
        if _FILES.match(str(link.title).strip().lstrip(":")):
            code.replace(link, "") if code.contains(link) else None
    text = code.strip_code(normalize=True, collapse=True)
    lines = (re.sub(r"'{2,}", "", line).strip().lstrip("*#:; ") for line in text.splitlines())
    return "\n\n".join(line for line in lines if line)


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
