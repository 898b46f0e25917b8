"""The nouns as columns and JSON, and back, without loss.

Facts that the store searches or sorts by have columns; the rest of a mention or an event is one JSON object whose
keys are the field names of the model, defaults left out. Actors are written once and referred to by number.
"""

from __future__ import annotations

import functools
import hashlib
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from dateline.model import Actor, Change, Event, EventMention, Link, Office, Participant, Reading, Role, When

OPEN_FIRST, OPEN_LAST = 0, 99_999_999
"""How an open bound is written where days are integers (see schema.sql)."""

UNDATED = (OPEN_LAST, OPEN_FIRST)
"""The empty span of what has no date."""


def sound(text: str) -> str:
    """``text`` as UTF-8 can hold it: half a surrogate pair (a broken escape in a JSON file) becomes U+FFFD.

    Character for character, so that offsets stay right.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    return text


def normalise(text: str) -> str:
    """What makes two texts the same article: Unicode NFC, runs of white space as one blank."""
    return " ".join(unicodedata.normalize("NFC", sound(text)).split())


def text_hash(text: str) -> bytes:
    """SHA-256 of the normalised text."""
    return hashlib.sha256(normalise(text).encode()).digest()


def dumps(value: Any) -> str:
    """Compact JSON of one fixed form."""
    return sound(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


# --- dates ---------------------------------------------------------------------------------------------------------


def day_number(day: date) -> int:
    """2024-06-19 -> 20240619."""
    return day.year * 10_000 + day.month * 100 + day.day


def number_day(number: int) -> date:
    """20240619 -> 2024-06-19."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def span(when: When | None) -> tuple[int, int]:
    """First and last possible day as integers; `UNDATED` where nothing is known."""
    if when is None:
        return UNDATED
    return (
        OPEN_FIRST if when.earliest is None else day_number(when.earliest),
        OPEN_LAST if when.latest is None else day_number(when.latest),
    )


@functools.lru_cache(maxsize=65_536)
def encode_when(when: When | None) -> str | None:
    """Its EDTF value where that says all (``When.of`` gives the same), else a JSON list of the four fields."""
    if when is None:
        return None
    try:
        if When.of(when.value) == when:
            return when.value
    except ValueError:
        pass  # a value that is no EDTF is kept as it is
    bounds = [None if day is None else day.isoformat() for day in (when.earliest, when.latest)]
    return dumps([when.value, *bounds, when.precision])


@functools.lru_cache(maxsize=65_536)
def decode_when(text: str | None) -> When | None:
    """The reverse of `encode_when`."""
    if text is None:
        return None
    if not text.startswith("["):
        return When.of(text)
    value, earliest, latest, precision = json.loads(text)
    return When(value, _day(earliest), _day(latest), precision)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# --- actors --------------------------------------------------------------------------------------------------------


def encode_actor(actor: Actor) -> str:
    """The whole actor as JSON."""
    offices = [[o.title, o.country, _iso(o.start), _iso(o.end)] for o in actor.offices]
    return dumps([actor.id, actor.kind, actor.name, actor.country, actor.aliases, offices])


def decode_actor(text: str) -> Actor:
    """The reverse of `encode_actor`."""
    id_, kind, name, country, aliases, offices = json.loads(text)
    return Actor(
        id=id_,
        kind=kind,
        name=name,
        country=country,
        aliases=tuple(aliases),
        offices=tuple(Office(title=t, country=c, start=_day(s), end=_day(e)) for t, c, s, e in offices),
    )


Number = Callable[[Actor], int]
"""Gives the row of an actor."""

Lookup = Callable[[int, Role, str | None], Participant]
"""Gives the participant of an actor's row, a role and a country."""


def _participants(participants: Sequence[Participant], number: Number) -> list[list[Any]]:
    return [[number(p.actor), p.role, p.country] for p in participants]


# --- mentions and events -------------------------------------------------------------------------------------------

_MENTION_DEFAULTS = {f.name: f.default for f in fields(EventMention)}
_EVENT_DEFAULTS = {f.name: f.default for f in fields(Event)}
_MENTION_PLAIN = (
    "evidence", "trigger", "type", "when_trace", "plover", "speaker", "outlet", "status", "title", "confidence",
    "trace", "again",
)  # fmt: skip
_EVENT_DATA = ("when_trace", "publishers")
_CHANGE = tuple(f.name for f in fields(Change))


def encode_mention(mention: EventMention, number: Number) -> str:
    """All of a mention but ``document``, ``start`` and ``end``, which are columns; ``number`` gives an actor's row."""
    data = {name: value for name in _MENTION_PLAIN if (value := getattr(mention, name)) != _MENTION_DEFAULTS[name]}
    if mention.when is not None:
        data["when"] = encode_when(mention.when)
    if mention.participants:
        data["participants"] = _participants(mention.participants, number)
    return dumps(data)


def decode_mention(row: Sequence[Any], lookup: Lookup) -> EventMention:
    """The mention of ``document, start, end, data``; ``lookup`` gives participants."""
    document, start, end, text = row
    data = json.loads(text)
    trigger = data.pop("trigger")
    for name in ("when_trace", "trace"):
        data[name] = tuple(data.get(name, ()))
    data["again"] = tuple((first, last) for first, last in data.get("again", ()))
    data["when"] = decode_when(data.get("when"))
    data["participants"] = tuple(lookup(*part) for part in data.get("participants", ()))
    return EventMention(document=document, start=start, end=end, trigger=(trigger[0], trigger[1]), **data)


def encode_event(event: Event, number: Number) -> str:
    """What the columns of ``event`` and ``event_card`` do not hold."""
    data = {name: value for name in _EVENT_DATA if (value := getattr(event, name)) != _EVENT_DEFAULTS[name]}
    if event.participants:
        data["participants"] = _participants(event.participants, number)
    if event.changes:
        data["changes"] = [[getattr(change, name) for name in _CHANGE] for change in event.changes]
    if event.readings:
        data["readings"] = [[r.field, r.value, r.documents] for r in event.readings]
    if event.links:
        data["links"] = [[link.mention, link.other, link.reasons, link.score] for link in event.links]
    return dumps(data)


def decode_event(row: Sequence[Any], lookup: Lookup) -> Event:
    """An event without its mentions, of ``id, title, type, status, when, mention_count, importance, data``."""
    id_, title, type_, status, when, mention_count, importance, text = row
    data = json.loads(text)
    return Event(
        id=id_,
        title=title,
        type=type_,
        when=decode_when(when),
        when_trace=tuple(data.get("when_trace", ())),
        status=status,
        participants=tuple(lookup(*part) for part in data.get("participants", ())),
        mention_count=mention_count,
        publishers=tuple(data.get("publishers", ())),
        importance=importance,
        readings=tuple(
            Reading(field=name, value=value, documents=tuple(documents))
            for name, value, documents in (["date", *row][-3:] for row in data.get("readings", ()))
        ),
        links=tuple(
            Link(mention=(a[0], a[1]), other=(b[0], b[1]), reasons=tuple(reasons), score=score)
            for a, b, reasons, score in data.get("links", ())
        ),
        changes=tuple(Change(**dict(zip(_CHANGE, values, strict=True))) for values in data.get("changes", ())),
    )
