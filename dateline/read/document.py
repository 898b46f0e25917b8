"""From what a reader found in a file to a `Document`: cleaned metadata, what the caller gives, and the id."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document, When

Result = Document | DatelineError

# Marks that turn the direction of the text around them, and zero-width ones: a headline can be forged with them.
_UNSEEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD])
# What a string may hold and a file, a database or a parser may not: NUL and halves of surrogate pairs.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the caller says of documents that bring none of their own.

    ``url``: where the file was fetched, ``downloaded``: when that was, or when the page was saved. ``columns``: for
    fields of an article the column of a table, "" for none.
    """

    published: When | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    downloaded: datetime | None = None
    columns: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader found in a file. ``likely_…`` are weaker than what the caller gives, the others stronger."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: When | None = None
    published_origin: str | None = None
    published_confidence: float = 1.0
    date_note: str | None = None
    proposed: When | None = None
    url: str | None = None
    likely_title: str | None = None
    likely_publisher: str | None = None


def document_id(
    *,
    text: str,
    title: str | None = None,
    publisher: str | None = None,
    published: When | None = None,
    url: str | None = None,
) -> str:
    """The id of a document: the first 16 hex digits of a SHA-256 over its text and metadata.

    Hashed is the UTF-8 of the JSON array ``[text, title, publisher, published, url]`` without spaces between its
    parts, non-ASCII characters written as they are, ``published`` as its EDTF value, null for what is unknown.
    The name of the file is no part of it: the same article under two names is one document.
    """
    parts = [text, title, publisher, published.value if published else None, url]
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:16]


def make(found: Found, *, name: str, given: Given) -> Document:
    """The document of what was found, completed by what the caller gave.

    Raises DatelineError E105 where the text is blank and E111 where it is too long.
    """
    if len(found.text) > limits.MAX_TEXT_CHARS and not found.text.isspace():
        raise DatelineError("E111", name=shown(name), size=f"{len(found.text):,}", limit=f"{limits.MAX_TEXT_CHARS:,}")
    text = storable(found.text)
    if not text.strip():
        raise DatelineError("E105", name=shown(name))
    published, origin, sure = found.published, found.published_origin, found.published_confidence
    note, proposed = found.date_note, found.proposed
    if published is None and given.published is not None:
        published, origin, sure, note = given.published, "given by you", 1.0, None
    if published is not None:
        proposed = None
    title = one_line(found.title) or one_line(given.title) or one_line(found.likely_title)
    publisher = one_line(found.publisher) or one_line(given.publisher) or one_line(found.likely_publisher)
    url = web_address(found.url) or web_address(given.url)
    return Document(
        id=document_id(text=text, title=title, publisher=publisher, published=published, url=url),
        name=_short(storable(name)),
        text=text,
        title=title,
        publisher=publisher,
        published=published,
        published_origin=origin if published else None,
        url=url,
        published_confidence=sure if published else 1.0,
        date_note=note,
        proposed=proposed,
    )


UNCHANGED: Any = object()


def amended(
    document: Document, *, title: str = UNCHANGED, publisher: str = UNCHANGED, published: str | None = UNCHANGED
) -> Document:
    """The document with metadata as a person gives them, under the id of its new metadata; blank texts take them out.

    ``published``: ISO day, month or year, None or "" for an unknown one. ValueError for what is no date.
    """
    new_title = document.title if title is UNCHANGED else one_line(title)
    new_publisher = document.publisher if publisher is UNCHANGED else one_line(publisher)
    when, origin = document.published, document.published_origin
    if published is not UNCHANGED:
        when = When.of(published) if published else None
        origin = "given by you" if when else None
        document = replace(document, published_confidence=1.0, date_note=None, proposed=None)
    changed = replace(document, title=new_title, publisher=new_publisher, published=when, published_origin=origin)
    id_ = document_id(
        text=document.text, title=new_title, publisher=new_publisher, published=when, url=document.url
    )  # fmt: skip
    return replace(changed, id=id_)


def storable(text: str) -> str:
    """``text`` with a space for each character that cannot be stored (NUL, half a surrogate pair); same length."""
    return _UNSTORABLE.sub(" ", text)


def _short(name: str) -> str:
    """A name of at most `limits.MAX_NAME_CHARS`, cut in the middle: archives may have names of 64 KB."""
    half = limits.MAX_NAME_CHARS // 2
    return name if len(name) <= limits.MAX_NAME_CHARS else f"{name[: half - 1]}…{name[-half:]}"


def one_line(value: str | None) -> str | None:
    """A headline or a name on one line, without unseen marks, cut at `limits.MAX_FIELD_CHARS`; None if blank."""
    if value is None:
        return None
    flat = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in value[: 4 * limits.MAX_FIELD_CHARS])
    flat = " ".join(flat.translate(_UNSEEN).split())
    if len(flat) > limits.MAX_FIELD_CHARS:
        flat = flat[: limits.MAX_FIELD_CHARS - 1].rstrip() + "…"
    return flat or None


def web_address(value: str | None) -> str | None:
    """``value`` where it is the address of a page (http or https, with a host, no blanks), else None."""
    if value is None or len(value) > limits.MAX_URL_CHARS:
        return None
    address = value.strip()
    if not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # "http://[", a port that is no number
        return None
    return address if usable else None


def same_host(one: str | None, other: str | None) -> bool:
    """True for two addresses of one site; ``www.`` does not count."""
    try:
        hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one or "", other or "")]
    except ValueError:
        return False
    return bool(hosts[0]) and hosts[0] == hosts[1]


def shown(name: str) -> str:
    """A file's name as an error sentence may show it: on one line, no unprintable characters, at most 200 long."""
    plain = "".join(c if c.isprintable() else "\ufffd" for c in name)
    return plain if len(plain) <= 200 else f"{plain[:99]}…{plain[-100:]}"
