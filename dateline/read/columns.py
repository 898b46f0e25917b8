"""Columns of tables and keys of JSON: which is taken for which field of an article, by name or by a person's word."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.errors import DatelineError

from .document import Given, shown

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article", "full text", "fulltext", "article text", "article body", "maintext",
        "content text", "content html",
    ),
    "title": ("title", "headline", "heading"),
    "published": (
        "published", "publication date", "date published", "datepublished", "pubdate", "published at", "publishedat",
        "publish date", "date publish", "date",
    ),
    "publisher": ("publisher", "outlet", "source", "newspaper", "publication", "source name", "site name"),
    "url": ("url", "link", "address", "web url"),
    "id": ("id", "doc id", "document id", "article id"),
}  # fmt: skip
"""Fields of an article, each with the names that its column may have; case, ``_`` and ``-`` do not count."""

_ALSO = {"date": "published", "outlet": "publisher", "headline": "title", "link": "url"}
"""What else a person may call a field."""

_NEXT = re.compile(r",\s*(?=[a-z]+\s*=)")
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The columns of a table: its name, all their names, and the field that each is taken for."""

    name: str
    columns: tuple[str, ...]
    taken: Mapping[str, str]


def chosen(text: str) -> dict[str, str]:
    """A person's choice, written ``text=Body,published=Datum``: the column for each field; ``url=`` for none.

    Raises DatelineError E133 where it is none.
    """
    found: dict[str, str] = {}
    for part in _NEXT.split(text):
        field, equals, column = part.partition("=")
        name = _ALSO.get(field.strip().lower(), field.strip().lower())
        if not equals or name not in COLUMNS:
            raise DatelineError("E133", value=shown(text), fields=", ".join(COLUMNS))
        found[name] = column.strip()
    return found


def head_of(names: Sequence[str], *, name: str, given: Given) -> Head:
    """The columns of a table and what they are taken for: what the caller chose, else what their names say.

    Raises DatelineError E132 for a chosen column that the table has not.
    """
    taken = dict(_by_name(tuple(names)))
    for field, column in (given.columns or {}).items():
        if not column:
            taken.pop(field, None)
            continue
        same = column if column in names else next((own for own in names if _plain(own) == _plain(column)), None)
        if same is None:
            raise DatelineError("E132", name=shown(name), column=column, columns=_listed(names))
        taken[field] = same
    return Head(name=name, columns=tuple(names), taken=taken)


def without_text(head: Head) -> DatelineError:
    """E123, for a table in which no column holds texts."""
    return DatelineError("E123", name=shown(head.name), columns=_listed(head.columns))


@functools.lru_cache(maxsize=256)
def _by_name(names: tuple[str, ...]) -> dict[str, str]:
    """The column of each field that the names tell."""
    plain = [_plain(name) for name in names]
    return {
        field: names[next(plain.index(known) for known in known_as if known in plain)]
        for field, known_as in COLUMNS.items()
        if any(known in plain for known in known_as)
    }


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.strip().lower().removeprefix("\ufeff"))


def _listed(names: Sequence[str]) -> str:
    return shown(", ".join(names[:_SHOWN])) or "none"
