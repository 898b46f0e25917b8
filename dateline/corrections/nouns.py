"""What a person decided, and what it is about.

Ids of events and offsets of sentences may change with better rules, so a correction points at words: a `Selector`
quotes a telling (as the TextQuoteSelector of the W3C Web Annotation Data Model does) and names its article by the hash
of its text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dateline import limits
from dateline.model import Actor, Event, EventMention, Participant, When

Field = Literal["date", "type", "title", "status", "actors"]
Kind = Literal[
    "date", "type", "title", "status", "actors", "hide", "note", "merge", "apart", "add", "published", "undo"
]
FIELDS: tuple[Field, ...] = ("date", "type", "title", "status", "actors")
KINDS: tuple[Kind, ...] = (*FIELDS, "hide", "note", "merge", "apart", "add", "published", "undo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """A telling in an article: where it stood, and its words, by which it is found where it stands now.

    ``document`` is the article's id, ``text`` the hash of its text (SHA-256, hex digits; "" where it is not known),
    ``evidence`` the sentence, cut at `limits.MAX_QUOTE_CHARS`, ``word`` the trigger.
    """

    document: str
    text: str
    start: int
    end: int
    trigger: tuple[int, int]
    word: str
    type: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An event as a person saw it: its id, title and date then, and its tellings (none for one added by hand)."""

    id: str
    title: str
    when: When | None
    selectors: tuple[Selector, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One decision of a person. Rows are only ever added: what is taken back is followed by an ``undo``.

    ``made`` is in UTC. What else is set depends on ``kind``:

    - date, type, title, status, actors: ``event`` and the field of that name (``when`` for date; None: not known)
    - hide: ``event``; note: ``event``, ``text``
    - merge: ``event`` and ``other`` are one happening; apart: they are two (their tellings, to be exact)
    - add: ``title``, ``type``, ``when``, ``status``, ``actors``, ``link`` of an event that no article tells
    - published: ``document`` (id), ``text_hash`` and ``when``: the publication date of an article
    - undo: ``target``, the id of the correction (or of the undo) that it takes back
    """

    id: str
    kind: Kind
    author: str
    reason: str
    made: datetime
    event: Subject | None = None
    other: Subject | None = None
    when: When | None = None
    type: str = ""
    title: str = ""
    status: str = ""
    actors: tuple[Participant, ...] = ()
    text: str = ""
    link: str = ""
    document: str = ""
    text_hash: str = ""
    target: str = ""


def selector(mention: EventMention, texts: Mapping[str, str]) -> Selector:
    """What finds a mention again; ``texts``: hashes of texts by document."""
    return Selector(
        document=mention.document,
        text=texts.get(mention.document, ""),
        start=mention.start,
        end=mention.end,
        trigger=mention.trigger,
        word=_quoted(word(mention)),
        type=mention.type,
        evidence=_quoted(mention.evidence),
    )


def subject(event: Event, texts: Mapping[str, str], *, mentions: Sequence[EventMention] | None = None) -> Subject:
    """What finds an event again by its mentions, or by some of them."""
    chosen = event.mentions if mentions is None else mentions
    return Subject(
        id=_quoted(event.id),
        title=_quoted(event.title),
        when=_edtf(event.when),
        selectors=tuple(selector(mention, texts) for mention in chosen[: limits.MAX_SELECTORS]),
    )


def _quoted(text: str) -> str:
    """What a correction quotes, as every file can hold it: no NUL, no half of a surrogate pair."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)[: limits.MAX_QUOTE_CHARS]


def _edtf(when: When | None) -> When | None:
    """The date by its EDTF value; None where it has none."""
    try:
        return When.of(when.value) if when else None
    except ValueError:
        return None


def word(mention: EventMention) -> str:
    """The words of a mention's trigger; "" where they stand outside of its evidence."""
    first, last = (at - mention.start for at in mention.trigger)
    return mention.evidence[first:last] if 0 <= first <= last <= len(mention.evidence) else ""


def named_actor(name: str) -> Actor:
    """The actor of a name that nobody knows yet: a person; an organisation where "(organisation)" is behind it."""
    plain = " ".join(name.split())
    body = re.sub(r"\s*\((?:organi[sz]ation|body)\)\Z", "", plain, flags=re.IGNORECASE)
    folded = unicodedata.normalize("NFKD", body.casefold())
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in folded if not unicodedata.combining(c))).strip("-")
    return Actor(
        id=slug or f"name-{body.encode().hex()[:24]}", kind="person" if body == plain else "organisation", name=body
    )
