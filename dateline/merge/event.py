"""One event from the mentions that tell it: title, best supported readings, and what the sources disagree on."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from dateline.model import (
    CONTINUED_BY,
    Document,
    Event,
    EventMention,
    Link,
    Participant,
    Reading,
    Role,
    Status,
    When,
    of_their_time,
)

from .counts import differing
from .dates import vagueness

Place = tuple[object, ...]
"""Where a mention stands and what it says there: two mentions with one place are one."""

FEW, MANY = 4, 0.25
"""Where at least so many articles tell an event, a state that less than this share of them names is not shown."""


def event_of(
    mentions: Sequence[EventMention],
    documents: Mapping[str, Document],
    *,
    links: tuple[Link, ...] = (),
    nth: Mapping[Place, int] | None = None,
) -> Event:
    """The event that ``mentions`` tell together (at least one); ``documents`` holds their articles by id.

    Its id comes from its first telling: that of the article published first. So a later article leaves the id as it
    is, however exact it is, and the order in which articles arrive does not matter. ``nth`` numbers mentions that share
    a trigger ("signed in 1961 and 2000").
    """
    told = sorted(mentions, key=place) if len(mentions) > 1 else list(mentions)
    when, dates = _dates(told)
    # Which mention speaks for the date: the surest, with most parties; of equal ones the last.
    dated = max([m for m in reversed(told) if m.when == when] or reversed(told), key=_weight)
    status, statuses = _status(told)
    participants, actors = _participants(told)
    seed = min(told, key=lambda m: _published(m, documents))
    return Event(
        id=id_of(seed, nth.get(place(seed), 0) if nth else 0),
        title=max(told, key=_title_weight).title if len(told) > 1 else told[0].title,
        type=_type(told),
        when=when,
        when_trace=dated.when_trace,
        status=status,
        participants=of_their_time(participants, when),
        mentions=tuple(told),
        mention_count=len(told),
        publishers=tuple(sorted({p for m in told if (d := documents.get(m.document)) and (p := d.publisher)})),
        readings=(*dates, *actors, *statuses, *differing(told, when, lambda m: _published(m, documents))),
        links=links,
    )


def place(mention: EventMention) -> Place:
    """The order of mentions: by article, then by place in it; the same for two only where they say the same."""
    when = mention.when.value if mention.when else ""
    parties = " ".join(p.actor.id for p in mention.participants)
    told = (mention.type, when, mention.status, mention.title, parties, mention.speaker or "", mention.confidence)
    return (mention.document, mention.trigger, mention.start, mention.end, *told)


def id_of(mention: EventMention, nth: int = 0) -> str:
    """The id of the event whose first telling is ``mention``, the ``nth`` with that trigger: 16 hex digits."""
    key = f"{mention.document}|{mention.trigger[0]}" + (f"|{nth}" if nth else "")
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def numbered(mentions: Iterable[EventMention]) -> dict[Place, int]:
    """Places of mentions, sorted by `place`, that share a trigger with one before them, with their number from 1."""
    found: dict[Place, int] = {}
    before: EventMention | None = None
    count = 0
    for mention in mentions:
        if before is None or (mention.document, mention.trigger[0]) != (before.document, before.trigger[0]):
            count = 0
        elif place(mention) != place(before):  # else it is the one before, told in other words
            count += 1
        before = mention
        if count:
            found[place(mention)] = count
    return found


def _published(mention: EventMention, documents: Mapping[str, Document]) -> date:
    document = documents.get(mention.document)
    published = document.published if document else None
    return (published.earliest if published else None) or date.max


def _weight(mention: EventMention) -> tuple[float, int]:
    return (mention.confidence, len(mention.participants))


def _title_weight(mention: EventMention) -> tuple[object, ...]:
    """Which title names the event best: of what happened, whole, with all parties, with most names of its own."""
    parties = {word for p in mention.participants for word in p.actor.name.split()}
    names = {word for word in mention.title.split()[1:] if word[:1].isupper() and word not in parties}
    whole = not mention.title.endswith("…")
    # "France: legal action" is a title that the rules made for want of words.
    bare = mention.title.count(" ") < 3
    complete = len(mention.countries) >= 2
    length = -len(mention.title)
    return (mention.status == "happened", whole, not bare, complete, min(len(names), 4), length, mention.title)


def _type(mentions: Sequence[EventMention]) -> str:
    """The type that most of what the mentions are sure of says."""
    sure: Counter[str] = Counter()
    for mention in mentions:
        sure[mention.type] += round(mention.confidence * 100)
    return max(sure, key=lambda t: (sure[t], t))


def _readings(field: str, sources: Mapping[str, set[str]], order: Sequence[str]) -> tuple[Reading, ...]:
    return tuple(Reading(field=field, value=v, documents=tuple(sorted(sources[v]))) for v in order)  # type: ignore[arg-type]


def _dates(mentions: Sequence[EventMention]) -> tuple[When | None, tuple[Reading, ...]]:
    """The best supported of the most exact dates, and every reading where equally exact ones of two articles differ.

    What happened outweighs what was planned. One article does not disagree with itself: of two days that it gives (the
    first and the second of a visit) the better supported one is its reading.
    """
    sources: dict[str, set[str]] = defaultdict(set)
    sure: Counter[str] = Counter()
    values: dict[str, When] = {}
    past = [m for m in mentions if m.status == "happened" and m.when is not None]
    for mention in past or mentions:
        if mention.when is not None:
            values[mention.when.value] = mention.when
            sources[mention.when.value].add(mention.document)
            sure[mention.when.value] += round(mention.confidence * 100)
    if not values:
        return None, ()
    finest = min(vagueness(w) for w in values.values())
    exact = [v for v, w in values.items() if vagueness(w) == finest]
    ranked = sorted(exact, key=lambda v: (-len(sources[v]), -sure[v], v))
    told: set[str] = set()
    differing = []
    for value in ranked:
        if sources[value] - told:
            differing.append(value)
        told |= sources[value]
    return values[ranked[0]], _readings("date", sources, differing) if len(differing) > 1 else ()


def _status(mentions: Sequence[EventMention]) -> tuple[Status, tuple[Reading, ...]]:
    """What happened outweighs what was planned: a visit announced and then made is one that happened.

    A denial stands against the tellings that it happened: what more articles say is shown.
    """
    sources: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        sources[mention.status].add(mention.document)
    order: list[Status] = [status for status in get_args(Status) if status in sources]
    if {"happened", "denied"} <= set(order) and len(sources["denied"]) > len(sources["happened"]):
        order = ["denied", *(s for s in order if s != "denied")]
    return order[0], _readings("status", sources, order) if len(order) > 1 else ()


def _participants(mentions: Sequence[EventMention]) -> tuple[tuple[Participant, ...], tuple[Reading, ...]]:
    """Every actor once, with the role that most mentions give it, those named most often first; and who differs.

    Sources disagree on the states where neither's are all among the other's.
    """
    roles: dict[str, Counter[Role]] = defaultdict(Counter)
    first: dict[str, Participant] = {}
    states: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        for each in mention.participants:
            roles[each.actor.id][each.role] += 1
            first.setdefault(each.actor.id, each)
        if countries := mention.countries:
            states[mention.document] |= {CONTINUED_BY.get(code, (code,))[0] for code in countries}
    seldom: set[str] = set()
    if len(states) >= FEW:
        naming = Counter(code for codes in states.values() for code in codes)
        seldom = {c for c, n in naming.items() if n < MANY * len(states)}
    ranked = sorted(first, key=lambda i: (-sum(roles[i].values()), i))
    shown = [i for i in ranked if CONTINUED_BY.get(first[i].country or "", (first[i].country,))[0] not in seldom]
    role = {i: min(found, key=lambda r: (-found[r], r)) for i, found in roles.items()}
    participants = tuple(
        first[i] if first[i].role == role[i] else replace(first[i], role=role[i]) for i in shown or ranked
    )
    sources: dict[str, set[str]] = defaultdict(set)
    for document, codes in states.items():
        sources[" ".join(sorted(codes))].add(document)
    whole = [v for v in sources if not any(set(v.split()) < set(o.split()) for o in sources)]
    whole.sort(key=lambda v: (-len(sources[v]), v))
    return participants, _readings("actors", sources, whole) if len(whole) > 1 else ()
