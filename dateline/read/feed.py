"""Feeds: RSS, Atom and JSON Feed; each entry is a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import When

from .document import Found, Given, Result, make, shown
from .html import text_of_fragment


def read_feed(data: bytes, *, name: str, given: Given, first: int = 1) -> Iterator[Result]:
    """The entries of a feed, named ``feed.xml:1`` and so on; the feed's title is the outlet, an entry's date its own.

    The longest of content and summary is the text, the title where there is neither. Dates that only tell of a change
    are not taken. ``first``: the number of the first entry, where it is a piece of a feed (`dateline.read.entries`).
    Raises DatelineError E120 where it is no feed, E105 where it has no entries.
    """
    import feedparser

    parsed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    entries = parsed.get("entries") or []
    if not parsed.get("version") and not entries:
        raise DatelineError("E120", name=shown(name))
    outlet = _plain((parsed.get("feed") or {}).get("title"))
    empty = first == 1
    for number, entry in enumerate(entries[: limits.MAX_MEMBERS], start=first):
        title = _plain(entry.get("title"))
        text = max((_plain(part) for part in _texts(entry)), key=len, default="") or title
        if not text:
            continue
        empty = False
        published = _day(entry)
        yield make(
            Found(
                text=text,
                title=title or None,
                publisher=_plain((entry.get("source") or {}).get("title")) or outlet or None,
                published=published,
                published_origin="the feed" if published else None,
                url=entry.get("link"),
            ),
            name=f"{name}:{number}",
            given=given,
        )
    if empty:
        raise DatelineError("E105", name=shown(name))


def _texts(entry: Any) -> Iterator[str]:
    for content in entry.get("content") or []:
        yield content.get("value") or ""
    yield entry.get("summary") or ""


def _plain(value: str | None) -> str:
    """The text of a field that may be HTML."""
    if not value:
        return ""
    return text_of_fragment(f"<div>{value}</div>") if "<" in value or "&" in value else value.strip()


def _day(entry: Any) -> When | None:
    """The day of publication, in universal time as feeds are read; None where the entry states none."""
    parts = entry.get("published_parsed")
    try:
        return When.day(date(*parts[:3])) if parts else None
    except (ValueError, TypeError):
        return None
