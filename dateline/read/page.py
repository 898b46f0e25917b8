"""What an HTML page says of itself: headline, outlet, address and publication date (`dateline.read.page_date`)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from dateline.model import When

from .document import one_line, web_address
from .elements import MAX_CANDIDATES, PAGE_TYPES, is_foreign, key, text_of
from .page_date import dated, saved_at

_TITLE_NAMES = (
    "og:title",
    "headline",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "twitter:title",
)
_OUTLET_NAMES = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "citation_publisher", "rbpubname")
_LIKELY_OUTLET_NAMES = ("application-name", "apple-mobile-web-app-title", "article:publisher")
_ARTICLE_TYPES = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|PressRelease)\Z")
_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb:-]\s+")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000})", re.I)
_SAVED_WITH = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})", re.I)
_MAX_SCRIPTS, _MAX_SCRIPT_CHARS, _MAX_DEPTH = 50, 1_000_000, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page says of itself; ``likely_…`` is what it only lets one guess."""

    title: str | None
    publisher: str | None
    published: When | None
    published_origin: str | None
    confidence: float
    date_note: str | None
    proposed: When | None
    url: str | None
    likely_title: str | None
    likely_publisher: str | None


def page_facts(tree: HtmlElement, *, source: str, downloaded: datetime | None = None) -> PageFacts:
    """The facts of a parsed page; ``source`` is its HTML, for what programs note when saving it (address, time).

    ``downloaded``: when it was fetched or saved, where the caller knows it.
    """
    metas = _metas(tree)
    articles = list(_linked_data(tree))
    url = _address(tree, metas, source)
    heading = _heading(tree)
    head_title = one_line(text_of(tree.find(".//title")))
    title = _first(metas, _TITLE_NAMES) or _headline_in(articles) or _itemprop_text(tree, "headline") or heading
    publisher = _first(metas, _OUTLET_NAMES) or _publisher_in(articles)
    host = _host(url)
    likely = next((name for name in (_first(metas, (key,)) for key in _LIKELY_OUTLET_NAMES) if _is_name(name)), None)
    stem, suffix = _split_title(head_title, known=[publisher, likely, host], heading=heading)
    likely_publisher = likely or suffix or host
    cleaned = _split_title(title, known=[publisher, likely, suffix, host], heading=heading)[0] if title else None
    date = dated(tree, metas, articles, title=cleaned, url=url, downloaded=downloaded or saved_at(source))
    return PageFacts(
        title=cleaned,
        publisher=publisher,
        published=date.published,
        published_origin=date.origin,
        confidence=date.confidence,
        date_note=date.note,
        proposed=date.proposed,
        url=url,
        likely_title=stem,
        likely_publisher=likely_publisher,
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first content of each named meta element, names in lower case."""
    metas: dict[str, str] = {}
    marked = 0
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if not name or not content or name.strip().lower() in metas:
            continue
        if element.get("itemprop"):
            marked += 1
            if marked > MAX_CANDIDATES or is_foreign(element):
                continue
        metas[name.strip().lower()] = content
    return metas


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((line for name in names if (line := one_line(metas.get(name)))), None)


def _address(tree: HtmlElement, metas: dict[str, str], source: str) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    saved = [found[1] for pattern in (_SAVED_FROM, _SAVED_WITH) if (found := pattern.search(source[:4096]))]
    return next((good for url in [*links, metas.get("og:url"), *saved] if (good := web_address(url))), None)


def _host(url: str | None) -> str | None:
    return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None


def _heading(tree: HtmlElement) -> str | None:
    """The text of the only ``<h1>``; of several, the one within the article."""
    headings = [element for element in islice(tree.iter("h1"), MAX_CANDIDATES) if one_line(text_of(element))]
    if len(headings) > 1:
        headings = [h for h in headings if any(a.tag in ("article", "main") for a in h.iterancestors())]
    return one_line(text_of(headings[0])) if len(headings) == 1 else None


def _is_name(text: str | None) -> bool:
    return bool(text) and not re.match(r"https?:|@|www\.", text or "") and len(text or "") <= 60


def _split_title(title: str | None, *, known: list[str | None], heading: str | None) -> tuple[str | None, str | None]:
    """Headline and outlet of "Headline - Outlet"; the outlet None where nothing shows that the end is one.

    The end is the outlet's where it is a name that the page gives elsewhere (or its host begins with it), or where
    the page's heading is exactly the beginning.
    """
    if not title:
        return None, None
    cuts = list(_SEPARATOR.finditer(title))
    names = {key(name) for name in known if name} | {"".join(c for c in key((h or "").split(".")[0])) for h in known}
    names.discard("")
    for cut in cuts:
        stem, rest = title[: cut.start()].strip(), title[cut.end() :].strip()
        last = _SEPARATOR.split(rest)[-1]
        if stem and heading and key(stem) == key(heading):
            return stem, last if _is_name(last) and len(_SEPARATOR.split(rest)) == 1 else None
    if cuts:
        stem, last = title[: cuts[-1].start()].strip(), title[cuts[-1].end() :].strip()
        if stem and (key(last) in names or key(last).removeprefix("the") in names):
            return stem, last
    return title, None


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """JSON-LD objects of the page's own article (before those of the page), top level and ``@graph`` only."""
    pages: list[dict[str, Any]] = []
    scripts = [s for s in tree.iter("script") if "ld+json" in (s.get("type") or "").lower()]
    for script in scripts[:_MAX_SCRIPTS]:
        try:
            data = json.loads((script.text or "")[:_MAX_SCRIPT_CHARS], strict=False)
        except (ValueError, RecursionError):
            continue  # metadata that nobody can read say nothing
        for item in _flat(data):
            kinds = item.get("@type")
            names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
            if any(_ARTICLE_TYPES.match(kind.rsplit("/", 1)[-1]) for kind in names):
                yield item
            elif any(PAGE_TYPES.match(kind.rsplit("/", 1)[-1]) for kind in names):
                pages.append(item)
    yield from pages


def _flat(data: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _flat(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _flat(data.get("@graph"), depth + 1)
        yield from _flat(data.get("mainEntity"), depth + 1)


def _headline_in(articles: list[dict[str, Any]]) -> str | None:
    stated = [article["headline"] for article in articles if isinstance(article.get("headline"), str)]
    headlines = {line for headline in stated if (line := one_line(html.unescape(headline)))}
    return headlines.pop() if len(headlines) == 1 else None


def _publisher_in(articles: list[dict[str, Any]]) -> str | None:
    for article in articles:
        publisher = article.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and _is_name(line := one_line(html.unescape(name))):
            return line
    return None


def _itemprop_text(tree: HtmlElement, prop: str) -> str | None:
    for element in islice(tree.xpath("//*[@itemprop=$prop]", prop=prop), MAX_CANDIDATES):
        if element.tag != "meta" and not is_foreign(element) and (line := one_line(text_of(element))):
            return line
    return None
