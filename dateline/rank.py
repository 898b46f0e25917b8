"""Ranking: how important an event is, from 0 to 1, by parts that can each be shown.

A day that many articles write about matters, also where each of its events is small; so the greater part is what is
written about the event's day, and the day's main event gets it whole, each other one as much as it weighs beside that.
Of a month or a year so much is written that it says nothing: there only what tells the event itself counts.
What an event weighs is its own: who tells it, how long it is still told, where in the articles it stands, its type and
actors. All of it depends on the events of that date and their articles alone.
"""

from __future__ import annotations

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from dateline.model import Document, Event, EventMention, When

# What a type weighs beside the others when nothing else is known: acts that bind states before words.
TYPE_WEIGHT = {
    "treaty": 1.0, "attack": 0.95, "founding": 0.9, "visit": 0.8, "sanction": 0.8, "vote": 0.75, "military": 0.75,
    "meeting": 0.7, "election": 0.7, "office": 0.7, "disaster": 0.65, "aid": 0.6, "policy": 0.6, "protest": 0.55,
    "legal": 0.5, "life": 0.4, "other": 0.3, "statement": 0.2,
}  # fmt: skip

LEAD_CHARACTERS = 400
"""A telling in these first characters of its article stands out."""

SOON, LATER = 2, 30
"""Days after an event until which an article counts as news of it, and from which it is still told."""

OWN = 0.05
"""How much an event's own weight counts beside what is written about its date."""

MANY = 64
"""Texts on one day from which more add nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of an event's importance, each from 0 to 1.

    ``sources``: articles with a text of their own, of different outlets rather than of one; ``later``: articles that
    tell it a month after; ``prominence``: texts that begin with it; ``type``; ``actors``.
    """

    sources: float
    later: float
    prominence: float
    type: float
    actors: float

    @property
    def own(self) -> float:
        """What the event weighs by itself, from 0 to 1."""
        return 0.4 * self.sources + 0.1 * self.later + 0.2 * self.prominence + 0.2 * self.type + 0.1 * self.actors


def parts(event: Event, documents: Mapping[str, Document] | None = None) -> Parts:
    """What makes an event important by itself. ``documents`` holds its articles by id, for their dates."""
    told = {m.document for m in event.mentions}
    states = len(event.countries)
    # A second article of one outlet counts half: it is no independent source. One text in many papers is one source.
    texts = len({text_of(i, documents or {}) for i in told}) or 1
    outlets = min(len(event.publishers) or texts, texts)
    sources = (texts + outlets) / 2
    lead = {text_of(m.document, documents or {}) for m in event.mentions if in_lead(m.start)}
    return Parts(
        sources=min(1.0, math.log2(1 + sources) / 4),
        later=min(1.0, math.log2(1 + _later(event, told, documents or {})) / 4),
        prominence=min(1.0, math.log2(1 + len(lead)) / 4),
        type=TYPE_WEIGHT.get(event.type, 0.3) * (1.0 if event.status == "happened" else 0.6),
        actors=min(1.0, 0.4 * min(states, 2) + 0.2 * bool(event.people)),
    )


def rank(events: Iterable[Event], documents: Mapping[str, Document] | None = None) -> list[Event]:
    """The same events with their ``importance`` set, in the order given; ``documents`` holds their articles by id."""
    documents = documents or {}
    held = list(events)
    hero = heroes(mention for event in held for mention in event.mentions)
    by_day: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in held:
        day = _date(event)
        by_day[day, "" if is_day(day) else event.id].append(event)
    found: dict[str, float] = {}
    for (day, _), of_day in by_day.items():
        told = [
            Told(
                text_of(m.document, documents),
                _published(m.document, documents),
                act=m.type != "statement",
                about=is_about(m, hero),
                lead=in_lead(m.start),
            )
            for event in of_day
            for m in event.mentions
        ]
        weights = {event.id: parts(event, documents).own for event in of_day}
        found |= importances(weights, day_weight(day, told))
    return [replace(event, importance=found[event.id]) for event in held]


class Told(NamedTuple):
    """A telling of a date: its text (one, where many papers carry it), when its article was published, whether it
    tells of an act, of the person that the article is about, and near the article's beginning."""

    text: str
    published: When | None
    act: bool
    about: bool
    lead: bool


def is_day(date: str) -> bool:
    """Whether a date (as EDTF) is one day, which all its events share; an event of a longer time is by itself."""
    when = _when(date)
    return when is not None and when.exact_day is not None


def importances(weights: Mapping[str, float], day: float) -> dict[str, float]:
    """The importance of events by id, from what each weighs by itself and from their date's weight: all of one day, or
    one of a longer time."""
    most = max(weights.values(), default=0) or 1
    return {
        id_: round(OWN * own + (1 - OWN) * day * (own / most) ** 2, 4) for id_, own in weights.items()
    }  # fmt: skip


def heroes(mentions: Iterable[EventMention]) -> dict[str, str]:
    """The person that each article is about: the one who takes part most often in what it tells."""
    whom: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        whom[mention.document].update(p.actor.id for p in mention.participants if p.actor.kind == "person")
    return {document: min(found, key=lambda i: (-found[i], i)) for document, found in whom.items() if found}


def text_of(article: str, documents: Mapping[str, Document]) -> str:
    """What names the text of an article: the same for all papers that carry it."""
    document = documents.get(article)
    return (document.wire if document else None) or article


def in_lead(start: int) -> bool:
    """Whether a telling that begins at a character of its article stands out."""
    return start < LEAD_CHARACTERS


def is_about(mention: EventMention, hero: Mapping[str, str]) -> bool:
    """Whether the person that the article is about takes part."""
    return hero.get(mention.document) in {p.actor.id for p in mention.participants}


def day_weight(day: str, told: Iterable[Told]) -> float:
    """How much is written about a date (as EDTF), or about an event of no exact day, from 0 to 1; 0 for an open date.

    Counted are the texts that tell something of it: those published then or within two days, those that begin with
    an act of it, those in which the person that they are about speaks or is spoken of, those that tell of an act at
    all, those that tell it a month later.
    """
    when = _when(day)
    last = when.latest if when else None
    if last is None:
        return 0.0
    held = list(told)
    gaps: dict[str, int | None] = {}
    for each in held:
        gap, known = _days_between(last, each.published), gaps.get(each.text)
        gaps[each.text] = gap if known is None else known if gap is None else min(gap, known)
    away = gaps.values()
    counts = (
        (1.0, sum(1 for gap in away if gap is None or 0 <= gap <= SOON)),
        (1.0, len({each.text for each in held if each.act and each.lead})),
        (1.0, len({each.text for each in held if each.about and not each.act})),
        (0.5, len({each.text for each in held if each.act})),
        (0.1, sum(1 for gap in away if gap is not None and gap >= LATER)),
    )
    full = sum(weight for weight, _ in counts) * math.log1p(MANY)
    return round(min(1.0, sum(weight * math.log1p(count) for weight, count in counts) / full), 4)


@functools.lru_cache(maxsize=1 << 16)
def _when(date: str) -> When | None:
    """A date as EDTF; None where it is open, or no EDTF."""
    try:
        return When.of(date) if date else None
    except ValueError:
        return None


def _date(event: Event) -> str:
    return event.when.value if event.when else ""


def _later(event: Event, told: Iterable[str], documents: Mapping[str, Document]) -> int:
    last = event.when.latest if event.when else None
    if last is None:
        return 0
    away = (_days_between(last, _published(article, documents)) for article in told)
    return sum(1 for gap in away if gap is not None and gap >= LATER)


def _published(article: str, documents: Mapping[str, Document]) -> When | None:
    document = documents.get(article)
    return document.published if document else None


def _days_between(day: date, published: When | None) -> int | None:
    return (published.earliest - day).days if published and published.earliest else None
