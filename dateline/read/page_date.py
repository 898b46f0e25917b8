"""The publication date of a page, and what contradicts it.

Only explicit evidence dates a page: the metadata that name a publication date, in the order of
`_DATE_NAMES`, JSON-LD's datePublished, microdata and ``<time pubdate>``, else the page's address, else the one date
that it shows in its byline (`dateline.read.visible`). Where these contradict each other, a note says so. Dates of
change, years of a copyright line, dates of comments and of other articles, and guesses from the text are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from lxml.html import HtmlElement

from dateline.model import When

from .document import one_line
from .elements import MAX_CANDIDATES, PAGE_TYPES, is_foreign, key, text_of
from .published import date_in_address, stated_date
from .visible import Shown, shown_date

_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "article:published_date", "article.published", "datepublished", "date_published", "date-published",
    "dc.date.issued", "dcterms.issued", "dcterms.date.issued", "rnews:datepublished", "sailthru.date",
    "parsely-pub-date", "citation_publication_date", "cxenseparse:recs:publishtime", "bt:pubdate", "pubdate",
    "publishdate", "publish_date", "publish-date", "publication_date", "publication-date", "published_time",
    "published-date", "published", "og:pubdate", "originalpublicationdate", "displaydate", "dc.date", "dcterms.date",
    "dc:date", "citation_date", "date",
)  # fmt: skip
_SAVED_AT = re.compile(
    r"<!--\s*Page saved with SingleFile[^>]{0,3000}?saved date:\s*\w{3} (\w{3} \d\d \d{4} [\d:]{8})", re.I
)
_DATE_ELEMENTS = "//time | //*[@class or @id or @itemprop][self::span or self::p or self::div or self::li or self::a]"
_DATE_MARKS = re.compile(
    r"(?<![a-z])(?:(?:publi(?:sh(?:ed)?|cation)|post(?:ed)?|pub|entry|article|story)[-_]?(?:date|time|on|meta)?"
    r"|date(?:line|time|published)?|byline|timestamp|time-ago|timeago|datepublished)(?![a-z])",
    re.I,
)
_MAX_DATE_CHARS, _MAX_LOOKED_AT = 120, 2_000


class Dated(NamedTuple):
    """A page's date, where it comes from, how sure it is, and what the reader should know of it."""

    published: When | None = None
    origin: str | None = None
    confidence: float = 1.0
    note: str | None = None
    proposed: When | None = None


def dated(
    tree: HtmlElement,
    metas: dict[str, str],
    articles: list[dict[str, Any]],
    *,
    title: str | None,
    url: str | None,
    downloaded: datetime | None,
) -> Dated:
    """The date of a page from its meta elements, the JSON-LD of its article, its address, and what it shows.

    ``title`` is its headline, ``downloaded`` when it was fetched or saved; both may be unknown.
    """
    return _weighed(
        _published(tree, metas, articles, title=title),
        date_in_address(url),
        shown_date(_date_texts(tree), downloaded=downloaded),
    )


def _weighed(stated: When | None, addressed: When | None, shown: Shown | None) -> Dated:
    """The date of a page by its metadata, its address and what it shows, in this order; where they differ, a note."""
    seen = shown.when if shown and not shown.counted else None
    if stated is not None:
        others = [
            (seen, f'the page shows "{shown.words}"' if shown else ""),
            (addressed, "its address has another date"),
        ]
        differing = [words for when, words in others if when is not None and _differ(stated, when)]
        if differing:
            note = f"The page's metadata say {stated.iso}, but {' and '.join(differing)}."
            return Dated(stated, "the page's metadata", 0.6, note)
        return Dated(stated, "the page's metadata")
    if addressed is not None:
        if seen is not None and not _differ(addressed, seen):
            return Dated(seen, "the page's byline", 0.95)
        if seen is not None and shown is not None:
            note = f'The page\'s address has the date {addressed.iso}, but the page shows "{shown.words}".'
            return Dated(addressed, "the page's address", 0.5, note)
        return Dated(addressed, "the page's address", 0.9)
    if shown is None:
        return Dated()
    if shown.when is not None:
        origin = "counted from the day of saving" if shown.counted else "the page's byline"
        return Dated(shown.when, origin, shown.confidence, shown.note)
    return Dated(note=shown.note, proposed=shown.proposed)


def _differ(one: When, other: When) -> bool:
    """True where two dates are more than a day apart: clocks of other zones may tell the next day."""
    if not (one.earliest and one.latest and other.earliest and other.latest):
        return False
    day = timedelta(days=1)
    return one.latest + day < other.earliest or other.latest + day < one.earliest


def _date_texts(tree: HtmlElement) -> Iterator[str]:
    """The texts of the elements in which pages show their date, those within other articles left out."""
    for element in islice(tree.xpath(_DATE_ELEMENTS), _MAX_LOOKED_AT):
        # A <time> of the running text is that of the story.
        marked = [element, element.getparent()] if element.tag == "time" else [element]
        if any(map(_is_date_element, marked)) and not is_foreign(element):
            text = one_line(text_of(element)) or ""
            if len(text) <= _MAX_DATE_CHARS:
                yield text


def _is_date_element(element: HtmlElement | None) -> bool:
    if element is None:
        return False
    marks = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
    return element.tag == "header" or _DATE_MARKS.search(marks[:300]) is not None


def saved_at(source: str) -> datetime | None:
    """When a program saved the page, as it notes it at the top (SingleFile)."""
    found = _SAVED_AT.search(source[:4096])
    try:
        return datetime.strptime(found[1], "%b %d %Y %H:%M:%S") if found else None  # noqa: DTZ007 - the saver's clock
    except ValueError:
        return None


def _date(value: object) -> When | None:
    """The date of a piece of metadata; None for what is none, and for the zero of computer clocks."""
    try:
        when = stated_date(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return None if when is None or when.value == "1970-01-01" else when


def _published(
    tree: HtmlElement, metas: dict[str, str], articles: list[dict[str, Any]], *, title: str | None
) -> When | None:
    for name in _DATE_NAMES:
        if when := _date(metas.get(name)):
            return when
    return _linked_date(articles, title=title) or _marked_date(tree)


def _linked_date(articles: list[dict[str, Any]], *, title: str | None) -> When | None:
    """datePublished of the page's article; of several with different dates, of the one with the page's headline."""
    dated = [(article, when) for article in articles if (when := _date(article.get("datePublished")))]
    if len({when for _, when in dated}) > 1:
        own = [
            pair
            for pair in dated
            if isinstance(pair[0].get("headline"), str) and key(pair[0]["headline"]) == key(title)
        ]
        kinds = [pair for pair in dated if not PAGE_TYPES.match(str(pair[0].get("@type")))]
        dated = own or kinds
    return dated[0][1] if len({when for _, when in dated}) == 1 else None


def _marked_date(tree: HtmlElement) -> When | None:
    """The date of an element marked as publication date: microdata, ``<time pubdate>``, the class of an h-entry."""
    queries = (
        "//*[@itemprop='datePublished'][not(self::meta)]",
        "//time[@pubdate]",
        "//time[contains(concat(' ', @class, ' '), ' entry-date ') or contains(concat(' ', @class, ' '), ' published ')"
        " or contains(concat(' ', @class, ' '), ' dt-published ')]",
    )
    for query in queries:
        for element in islice(tree.xpath(query), MAX_CANDIDATES):
            if is_foreign(element):
                continue
            value = element.get("content") or element.get("datetime") or text_of(element)
            if when := _date((value or "").strip()):
                return when
    return None
