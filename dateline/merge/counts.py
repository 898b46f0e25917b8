"""How many were killed, injured or arrested, as the clause of a mention counts them; and where articles differ on it.

Made to be right rather than to find all: a clause whose count is a part of others, only feared, or of a longer time,
counts nothing here. The words are data (`counts.toml`).
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.model import EventMention, Reading, When

from .dates import SLACK
from .words import HERE

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:-[^\W\d][\w-]*)?|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\w\s]")
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")

ABOUT = 0.2
"""How far from "about 40" a count may lie and agree with it, as a share."""

FAR = 4
"""How many times another a count may be: what lies further apart counts different things as a rule."""

MOST_WORDS = 3
"""Words between a number and the noun that it counts ("twelve armed Kurdish rebels")."""


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """How many, of what: ``thing`` "killed", or "soldiers killed" where the clause names who they are.

    ``least`` and ``most`` bound the number, both included; ``said`` is it in words: "15", "at least 15".
    """

    thing: str
    least: float
    most: float
    said: str

    @property
    def value(self) -> str:
        """As a reading has it: "killed: at least 15"."""
        return f"{self.thing}: {self.said}"

    def agrees(self, other: Count) -> bool:
        """Whether one number can be both; "at least 12" agrees with 15."""
        return self.least <= other.most and other.least <= self.most


@dataclass(frozen=True, slots=True)
class _Words:
    after: Mapping[str, str]
    before: Mapping[str, str]
    nouns: Mapping[str, str]
    everyone: frozenset[str]
    people: Mapping[str, str]
    between: frozenset[str]
    ends: frozenset[str]
    part: frozenset[str]
    doubt: frozenset[str]
    long: frozenset[str]
    bounds: tuple[tuple[str, tuple[str, ...]], ...]
    numbers: Mapping[str, int]


@functools.cache
def _words() -> _Words:
    with (HERE / "counts.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)
    things = table["things"].items()
    after, before, nouns = (
        {word: thing for thing, row in things for word in row[place].split()} for place in ("after", "before", "nouns")
    )
    people = {word: word for word in table["people"]["kinds"].split()} | table["people"]["same"]
    around = table["around"]
    bounds = [(sort, tuple(said.split())) for sort, row in table["bounds"].items() for said in row]
    return _Words(
        after=after,
        before=before,
        nouns=nouns,
        everyone=frozenset(table["people"]["everyone"].split()),
        people=people,
        between=frozenset(around["between"].split()),
        ends=frozenset(around["ends"].split()),
        part=frozenset(around["part"].split()),
        doubt=frozenset(around["doubt"].split()),
        long=frozenset(around["long"].split()),
        bounds=tuple(sorted(bounds, key=lambda bound: -len(bound[1]))),
        numbers=table["numbers"],
    )


@functools.lru_cache(maxsize=1 << 12)
def counts_in(clause: str) -> tuple[Count, ...]:
    """What a clause counts, in its order: "killing 12 people and wounding 40" gives two counts."""
    if not any(mark in clause.lower() for mark in _marks()):
        return ()
    tokens = _TOKEN.findall(clause)
    lower = [token.lower() for token in tokens]
    words = _words()
    if words.doubt & set(lower) or words.long & set(lower):
        return ()
    return tuple(_each(tokens, lower, words))


@functools.cache
def _marks() -> frozenset[str]:
    """Beginnings of words of which a clause that counts has one."""
    words = _words()
    return frozenset(word[:4] for word in (*words.after, *words.before, *words.nouns, "toll"))


def _each(tokens: Sequence[str], lower: Sequence[str], words: _Words) -> Iterator[Count]:
    at = 0
    while at < len(tokens):
        number, end = _number(lower, at, words)
        if number is None:
            at += 1
            continue
        sort, start = _bound(lower, at, words)
        thing = _thing(tokens, lower, start, end, words)
        if thing is not None and number > 1:  # "one person": often one of several
            yield _count(thing, number, sort, lower[start:at])
        at = end


def _number(lower: Sequence[str], at: int, words: _Words) -> tuple[int | None, int]:
    """The number that stands at a place, None where none does, and the place behind it."""
    token = lower[at]
    if _PLAIN.fullmatch(token):
        value, end = int(token.replace(",", "")), at + 1
        if lower[end : end + 1] in ([","], ["."]) and lower[end + 1 : end + 2] and lower[end + 1].isdigit():
            return None, at  # "26 , 000", "6 . 7"
    else:
        parts = [words.numbers.get(part) for part in token.split("-")]
        if None in parts or len(parts) > 2:
            return None, at
        value, end = sum(part for part in parts if part), at + 1
    for word, size in (("hundred", 100), ("thousand", 1000)):
        if end < len(lower) and lower[end] == word:
            value, end = value * size, end + 1
            if end < len(lower) and (lower[end] == "and" or lower[end] in words.numbers):
                return None, at  # "two hundred and ten": rare, and easily misread
    return value, end


def _bound(lower: Sequence[str], at: int, words: _Words) -> tuple[str, int]:
    """Whether a number is exact, a bound or about right, and where the words for it begin."""
    for sort, said in words.bounds:
        start = at - len(said)
        if start >= 0 and tuple(lower[start:at]) == said:
            return sort, start
    return "", at


def _count(thing: str, number: int, sort: str, said: Sequence[str]) -> Count:
    bounds = {
        "": (number, number),
        "least": (number, math.inf),
        "most": (0, number),
        "about": (number * (1 - ABOUT), number * (1 + ABOUT)),
    }
    return Count(thing, *bounds[sort], said=" ".join([*said, f"{number:,}"]))


def _thing(tokens: Sequence[str], lower: Sequence[str], start: int, end: int, words: _Words) -> str | None:
    """What is counted by the number that stands from ``start`` to ``end``; None where that is not sure."""
    before = lower[start - 1] if start else ""
    if before in ("to", "at", "of", "is", "was", "reached") and "toll" in lower[:start]:
        return "killed" if _is_toll(lower, start) else None
    leading = words.before.get(before)
    if before in words.part:
        return None
    if end < len(lower) and lower[end] in words.nouns:
        return words.nouns[lower[end]]
    found = _counted(tokens, lower, end, words)
    if found is None or (found[0] == "others" and (leading or "killed") == "killed"):
        return None
    who, behind = found
    if before == "and" and not set(lower[:start]) & (words.after.keys() | words.before.keys()):
        return None  # "the driver and two people"
    if not who and end - start == 1 and lower[start].isdigit() and 1900 <= int(lower[start]) < 2100:
        return None  # a year
    if leading is not None:
        passive = start > 1 and lower[start - 2] in words.between
        return None if passive else _named(leading, who)
    following = _next_form(lower, behind, words)
    return _named(following, who) if following else None


def _is_toll(lower: Sequence[str], start: int) -> bool:
    """Whether what stands before a number is "the death toll rose to"."""
    toll = max(at for at in range(start) if lower[at] == "toll")
    return toll > 0 and lower[toll - 1] == "death" and start - toll <= 5 and "," not in lower[toll:start]


def _counted(tokens: Sequence[str], lower: Sequence[str], at: int, words: _Words) -> tuple[str, int] | None:
    """Who is counted, "" for people as such, and the place behind; None where something else may be."""
    if at >= len(tokens) or lower[at] in words.ends | words.between | words.after.keys():
        return ("", at) if at >= len(tokens) or lower[at] != "police" else ("police officers", at + 1)
    for last in range(at, min(at + MOST_WORDS, len(tokens))):
        word = lower[last]
        if word in words.everyone:
            # "Twelve Kurdish people" are not "twelve people".
            return ("others" if word == "others" else " ".join(tokens[at:last]), last + 1)
        kind = words.people.get(tokens[last]) or words.people.get(word)
        if kind:
            return " ".join([*tokens[at:last], kind]), last + 1
        if not tokens[last][0].isalpha() or word == "more" or word in words.ends | words.part | words.between:
            return None
    return None


def _next_form(lower: Sequence[str], at: int, words: _Words) -> str | None:
    """What happened to those who are counted before ``at``: "were killed", "killed in"."""
    start = at
    while at < len(lower) and lower[at] in words.between:
        at += 1
    thing = words.after.get(lower[at]) if at < len(lower) else None
    if thing is None:
        return None
    bare = start == at and lower[at] not in ("died", "dead", "missing", "homeless")
    if lower[at + 1 : at + 2] == ["or"]:
        return None  # "dead or missing"
    return thing if not bare or at + 1 == len(lower) or lower[at + 1] in words.ends else None


def _named(thing: str, who: str) -> str:
    return f"{who} {thing}" if who and who != "others" else thing


def differing(
    mentions: Sequence[EventMention], when: When | None, published: Callable[[EventMention], date]
) -> tuple[Reading, ...]:
    """The counts on which articles differ, those of one thing together, in the order of their publication.

    ``mentions``: those of one event, whose date is ``when``; ``published`` tells when the article of one was. Heard are
    those that tell it of its day: without a day it is not sure that they count one thing. An article that gives several
    numbers for one thing is not heard on it, nor is any where they are too far apart.
    """
    day = when.exact_day if when else None
    if day is None or len({mention.document for mention in mentions}) < 2:
        return ()
    told: dict[str, dict[str, set[Count]]] = defaultdict(lambda: defaultdict(set))
    first: dict[str, date] = {}
    for mention in mentions:
        told_day = mention.when.exact_day if mention.when else None
        if told_day is None or abs(told_day - day) > SLACK:
            continue
        if mention.type == "statement" or mention.status != "happened":
            continue
        for count in counts_in(mention.evidence):
            told[count.thing][mention.document].add(count)
            first[mention.document] = published(mention)
    found: list[Reading] = []
    for thing in sorted(told):
        given: dict[Count, set[str]] = defaultdict(set)
        for document, counts in told[thing].items():
            if all(a.agrees(b) for a in counts for b in counts):
                given[min(counts, key=lambda c: (c.most - c.least, c))].add(document)
        apart = [count for count in given if not all(count.agrees(other) for other in given)]
        if any(count.least > FAR * other.most for count in apart for other in apart):
            continue
        apart.sort(key=lambda count: (min(first[document] for document in given[count]), count))
        found += [Reading(field="count", value=c.value, documents=tuple(sorted(given[c]))) for c in apart]
    return tuple(found)
