"""Merging: mentions of one or many articles become events, one for each happening.

Two mentions tell the same happening when they have the same type, dates that can be the same, actors that agree, and,
where those say little, similar words. The comparison is blocked by type and year, so that not every pair is looked at.
The result does not depend on the order in which mentions arrive.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import get_args

from dateline.model import CONTINUED_BY, Document, Event, EventMention, Participant, Role, Status, When, of_their_time

SLACK = timedelta(days=1)
"""How far two known days may lie apart and still be one happening (time zones, a report of the evening before)."""

SAME_ACTORS = 0.5
"""Share of the union of two mentions' actors that must be common to both."""

SAME_WORDS = 0.5
"""Jaccard similarity of the content words of two statements that makes them one."""

SAID_WORDS = 3
"""Content words that two statements must share at the least."""

REPEATED = frozenset({"attack", "military", "protest"})
"""Types whose happenings of one day seldom are those of the next."""

_GENERIC = frozenset(
    """
    sign signs signed signing conclude concludes agreement treaty pact document deal accord text joint long term new
    agreed reach reaches renew treaties agreements
    """.split()
)
# Words that say nothing of what happened.
_STOP = frozenset(
    """
    the a an and or of in on at to for with by from as that this which who his her their its was were is are be been has
    have had will would after before during between into it he she they said says say also new first two
    """.split()
)


@dataclass(slots=True)
class Cluster:
    """Mentions that tell one happening, while they are being gathered; ``tellings`` holds one for each wording."""

    tellings: list[EventMention] = field(default_factory=list)
    mentions: list[EventMention] = field(default_factory=list)


def merge(mentions: Iterable[EventMention], documents: Mapping[str, Document]) -> list[Event]:
    """Events from mentions, sorted by date, open dates last.

    ``documents`` holds, by id, the articles that the mentions come from. Each event's id is a hash of its most exact
    and fullest telling: the same articles give the same ids, whatever the order.
    """
    # The same words of the same sentence (a reprint) are one telling: it changes nothing but the sources.
    tellings: dict[tuple[object, ...], list[EventMention]] = defaultdict(list)
    for mention in mentions:
        tellings[_wording(mention, documents)].append(mention)
    for same_words in tellings.values():
        same_words.sort(key=lambda m: (m.document, m.trigger))
    # The most exact and the fullest come first, so that vaguer ones join them and not the other way round.
    ordered = sorted(tellings.items(), key=lambda item: _order(item[1][0], item[0]))
    blocks: dict[tuple[str, int], list[Cluster]] = defaultdict(list)
    clusters: list[Cluster] = []
    for _, told in ordered:
        mention = told[0]
        years = _years(mention.when)
        near = {
            id(c): c
            for year in years
            for c in blocks[(mention.type, year)]
            if all(same(mention, m) for m in c.tellings)
        }
        home = _best_home(mention, list(near.values()))
        if home is None:
            home = Cluster()
            clusters.append(home)
            for year in years:
                blocks[(mention.type, year)].append(home)
        home.tellings.append(mention)
        home.mentions += told
    clusters = _absorbed(clusters)
    events = [_event(c, documents) for c in clusters]
    return sorted(events, key=lambda e: (e.when is None, e.when.earliest or date.min if e.when else date.min, e.id))


def event_of(mentions: Iterable[EventMention], documents: Mapping[str, Document]) -> Event:
    """The one event that these mentions tell together, whoever put them together: a person may have done so."""
    told = sorted(mentions, key=lambda m: (_vagueness(m.when), m.document, m.trigger))
    return _event(Cluster(tellings=told, mentions=list(told)), documents)


def _best_home(mention: EventMention, homes: list[Cluster]) -> Cluster | None:
    """The happening that a mention tells, of those that it may tell: of several the one whose name it shares.

    A vague date that fits several happenings and names none of them is a telling of its own.
    """
    if len(homes) < 2:
        return homes[0] if homes else None
    mine = _own_words(mention)
    shared = [(len(mine & set().union(*(_own_words(m) for m in home.tellings))), -n) for n, home in enumerate(homes)]
    common, n = max(shared)
    exact = mention.when is not None and mention.when.exact_day is not None
    return homes[-n] if common or exact else None


def _absorbed(clusters: list[Cluster]) -> list[Cluster]:
    """Clusters in which a vague telling ("the Soviet treaty of 1961") has joined the one that it must mean."""
    by_type: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        by_type[cluster.mentions[0].type].append(cluster)
    gone: set[int] = set()
    for cluster in clusters:
        first = cluster.mentions[0]
        if len(cluster.tellings) > 1 or first.type == "statement" or first.when is None:
            continue
        mine = _actors(first)
        homes = [
            other
            for other in by_type[first.type]
            if other is not cluster
            and id(other) not in gone
            and mine
            and mine < set().union(*(_actors(m) for m in other.mentions))
            and all(m.when and dates_agree(first.when, m.when) and m.status == first.status for m in other.mentions)
            # A known day is no vague telling, unless the same article names all parties elsewhere.
            and (not first.when.exact_day or any(m.document == first.document for m in other.mentions))
        ]
        if len(homes) == 1:
            homes[0].mentions += cluster.mentions
            homes[0].tellings += cluster.tellings
            gone.add(id(cluster))
    return [cluster for cluster in clusters if id(cluster) not in gone]


def _wording(mention: EventMention, documents: Mapping[str, Document]) -> tuple[object, ...]:
    """What two mentions share if one is a reprint of the other: the words around, the type, the date, who speaks.

    Open dates say nothing of another article: there the document belongs to it.
    """
    document = documents.get(mention.document)
    around = document.text[max(0, mention.start - 100) : mention.end + 200] if document else ""
    place = " ".join(around.split()) or f"{mention.document} {mention.trigger[0]}"
    when = mention.when.value if mention.when else mention.document
    return (place, mention.type, when, mention.speaker or "", mention.evidence)


def _order(mention: EventMention, wording: tuple[object, ...]) -> tuple[object, ...]:
    when = mention.when.value if mention.when else ""
    return (_vagueness(mention.when), -len(mention.participants), when, *map(str, wording))


def same(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions can tell the same happening."""
    if a.type != b.type or (a.status == "denied") != (b.status == "denied"):
        return False
    if a.when is None or b.when is None:
        # An open date says nothing: only very similar words of the same parties, or of the same article, make one.
        return _actors_agree(a, b) and a.when is b.when and similarity(a, b) >= SAME_WORDS
    if not dates_agree(a.when, b.when):
        return False
    if a.type == "statement":
        return a.speaker == b.speaker and a.when.precision == b.when.precision == "day" and _same_words_said(a, b)
    if not _actors_agree(a, b) or _told_apart(a, b):
        return False
    exact = a.when.exact_day is not None and b.when.exact_day is not None
    return exact or _rare_pair(a, b) or similarity(a, b) >= 0.2


def _told_apart(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions that look alike are told as two happenings.

    One article that gives two days means two days; raids and tests come day after day; and two agreements with
    different names in one article are two, even of one day.
    """
    assert a.when is not None and b.when is not None
    other_day = bool(a.when.exact_day and b.when.exact_day and a.when.exact_day != b.when.exact_day)
    if a.document == b.document:
        mine, yours = _own_words(a), _own_words(b)
        return other_day or (a.type == "treaty" and bool(mine and yours and not mine & yours))
    return other_day and a.type in REPEATED and similarity(a, b) < SAME_WORDS


def _own_words(mention: EventMention) -> set[str]:
    """The words of a title that name this agreement and no other."""
    parties = {word for p in mention.participants for word in _words(p.actor.name)}
    # "Russia and North Korea sign document": what stands before the verb are the parties.
    thing = re.split(r" (?:sign|conclude|renew|reach|agree|adopt|ratify)s? ", mention.title, maxsplit=1)[-1]
    return _words(thing) - parties - _GENERIC


def dates_agree(a: When, b: When) -> bool:
    """Whether two dates can be the same: "2000" agrees with "July 2000", a day with its neighbour.

    The coarser must hold the finer whole; "since 2014" does not agree with every later day.
    """
    if a.precision == "open" or b.precision == "open":
        return a.value == b.value
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        return False
    if a.exact_day and b.exact_day:
        return abs(a.exact_day - b.exact_day) <= SLACK
    inside = (a.earliest <= b.earliest and b.latest <= a.latest) or (b.earliest <= a.earliest and a.latest <= b.latest)
    return inside


def _same_words_said(a: EventMention, b: EventMention) -> bool:
    """Whether two statements say the same: "he said" alone says nothing, so the words said must agree."""
    speaker = _words(a.speaker or "")
    first, second = _words(f"{a.title} {a.evidence}") - speaker, _words(f"{b.title} {b.evidence}") - speaker
    common = len(first & second)
    return common >= SAID_WORDS and common / len(first | second) >= SAME_WORDS


def similarity(a: EventMention, b: EventMention) -> float:
    """Jaccard similarity of the content words of two mentions' evidence, from 0 to 1."""
    first, second = _words(a.evidence), _words(b.evidence)
    return len(first & second) / len(first | second) if first | second else 0.0


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", text.lower()) if len(w) > 2 and w not in _STOP}


def _actors(mention: EventMention) -> set[str]:
    """The states that take part, each under the name of the one that continued it; else whoever takes part."""
    return {CONTINUED_BY.get(code, (code,))[0] for code in mention.countries} or {
        p.actor.id for p in mention.participants
    }


def _actors_agree(a: EventMention, b: EventMention) -> bool:
    first, second = _actors(a), _actors(b)
    if not first or not second:
        return a.document == b.document and not (first | second)
    people_a = {p.actor.id for p in a.participants if p.actor.kind == "person"}
    people_b = {p.actor.id for p in b.participants if p.actor.kind == "person"}
    if people_a and people_b and not people_a & people_b:
        return False
    return len(first & second) / len(first | second) >= SAME_ACTORS and (
        len(first & second) >= 2 or bool(people_a & people_b) or first == second
    )


def _rare_pair(a: EventMention, b: EventMention) -> bool:
    """Two states and the same year single out a treaty or a visit where the day is not told."""
    return len(_actors(a) & _actors(b)) >= 2


def _vagueness(when: When | None) -> int:
    if when is None or when.earliest is None or when.latest is None:
        return 10**6
    return (when.latest - when.earliest).days


def _years(when: When | None) -> list[int]:
    """The blocks that a date belongs to: its years (of a long span the ends), or one block of the undated."""
    if when is None:
        return [0]
    first = when.earliest or when.latest
    last = when.latest or when.earliest
    if first is None or last is None:
        return [0]
    # A day's slack may cross New Year's Eve.
    years = {first.year, last.year}
    if when.precision == "day":
        years |= {
            (first - SLACK).year if first > date.min else first.year,
            (last + SLACK).year if last < date.max else last.year,
        }
    if last.year - first.year <= 20:
        years |= set(range(first.year, last.year + 1))
    return sorted(years)


def _event(cluster: Cluster, documents: Mapping[str, Document]) -> Event:
    told = sorted(cluster.mentions, key=lambda m: (m.document, m.trigger, m.start))
    best = max(told, key=_weight)
    spoken = max(told, key=_title_weight)
    when, readings = _readings(told)
    dated = next((m for m in sorted(told, key=_weight, reverse=True) if m.when == when), best)
    seed = cluster.tellings[0]
    key = f"{seed.type}|{seed.document}|{seed.trigger[0]}|{seed.when.value if seed.when else ''}"
    return Event(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        title=spoken.title,
        type=best.type,
        when=when,
        when_trace=dated.when_trace,
        status=_status(told),
        participants=of_their_time(_participants(told), when),
        mentions=tuple(told),
        mention_count=len(told),
        publishers=tuple(sorted({p for m in told if (d := documents.get(m.document)) and (p := d.publisher)})),
        readings=readings,
    )


def _weight(mention: EventMention) -> tuple[float, int, str, int]:
    """Which mention speaks for the date of the event: the surest, the one with most parties."""
    return (mention.confidence, len(mention.participants), mention.document, -mention.start)


def _title_weight(mention: EventMention) -> tuple[bool, bool, bool, int, int, str]:
    """Which title names the event best: of what happened, whole, with all parties, with most names of its own."""
    parties = {word for p in mention.participants for word in p.actor.name.split()}
    names = {word for word in mention.title.split()[1:] if word[:1].isupper() and word not in parties}
    whole = not mention.title.endswith("…")
    complete = len(mention.countries) >= 2
    return (mention.status == "happened", whole, complete, min(len(names), 4), -len(mention.title), mention.title)


def _readings(mentions: list[EventMention]) -> tuple[When | None, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The best supported of the most exact dates, and every reading where equally exact ones differ."""
    sources: dict[str, set[str]] = defaultdict(set)
    sure: Counter[str] = Counter()
    values: dict[str, When] = {}
    for mention in mentions:
        if mention.when is not None:
            values[mention.when.value] = mention.when
            sources[mention.when.value].add(mention.document)
            sure[mention.when.value] += round(mention.confidence * 100)
    if not values:
        return None, ()
    finest = min(_vagueness(w) for w in values.values())
    exact = [v for v, w in values.items() if _vagueness(w) == finest]
    ranked = sorted(exact, key=lambda v: (-len(sources[v]), -sure[v], v))
    best = values[ranked[0]]
    if len(ranked) < 2:
        return best, ()
    return best, tuple((v, tuple(sorted(sources[v]))) for v in ranked)


def _status(mentions: list[EventMention]) -> Status:
    """What happened outweighs what was planned: a visit announced and then made is one that happened."""
    found = {m.status for m in mentions}
    return next((status for status in get_args(Status) if status in found), "happened")


def _participants(mentions: list[EventMention]) -> tuple[Participant, ...]:
    """Every actor once, with the role that most mentions give it, those named most often first."""
    roles: dict[str, Counter[Role]] = defaultdict(Counter)
    first: dict[str, Participant] = {}
    for mention in mentions:
        for each in mention.participants:
            roles[each.actor.id][each.role] += 1
            first.setdefault(each.actor.id, each)
    ranked = sorted(first, key=lambda i: (-sum(roles[i].values()), i))
    return tuple(replace(first[i], role=roles[i].most_common(1)[0][0]) for i in ranked)
