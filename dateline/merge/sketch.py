"""Sketches: what merging compares of each mention, as rows of numbers, so that millions of pairs are compared fast.

A sketch holds a mention's date as day numbers, its type, trigger, actors, the words of its clause and of its sentence
that say most, and the words of the whole article that say most. It depends on the mention and its article alone.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from dateline.model import CONTINUED_BY, EVENT_TYPES, STATUSES, Document, EventMention, When

from .event import place
from .senses import sense
from .words import HERE as HERE
from .words import counted, figures, hashed, named, number, stem_of, stems, tokens, weight, weighted

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

CLAUSE_WORDS, SENTENCE_WORDS, STORY_WORDS = 12, 20, 32
"""Words kept of a mention's clause and title, of its sentence, and of its article."""

PEOPLE, STATES, BODIES = 4, 4, 3
"""Actors kept of each kind."""

NAMES = 8
"""Names kept of a mention's sentence."""

STORY_CHARACTERS = 3_000
"""Of an article, how many characters tell what story it is of."""

LEAD_CHARACTERS = 400
"""A mention that stands in these first characters of its article tells its main event, as a rule."""

NO_DAY = np.int64(-1)
"""Where a first or last day is not known."""

_GENERIC = frozenset(
    stems(
        "sign conclude agreement treaty pact document deal accord text joint long term new agreed reach renew treaties"
    )
)
"""What every agreement is called."""

_TIMES = frozenset(
    stems(
        "yesterday today tonight morning afternoon evening night day days week weeks month months year years hours "
        "last next this previous earlier later recent recently now first second new monday tuesday wednesday thursday "
        "friday saturday sunday january february march april may june july august september october november december "
        "the of and in on at for to by from with his her its their that these those such was were be been is are has "
        "had have after before during over"
    )
)
"""Words of time, and those that tell nothing."""

_SENTENCE_END = re.compile(r"[.!?]['\"”’)\]]*\s|\n")


@dataclass(frozen=True, slots=True)
class Sketches:
    """One row for each mention; zeros fill what a mention has less of."""

    story: Ints
    """Row of the article in ``story_words``."""
    article: Ints
    """The article by a number that is the same in every run."""
    rank: Ints
    """The order of mentions where a block takes some of them before others: as good as drawn, by content alone."""
    kind: Ints
    """Index of the type in `EVENT_TYPES`."""
    status: Ints
    first: Ints
    last: Ints
    """First and last possible day as ordinals; `NO_DAY` where not known."""
    known: NDArray[np.bool_]
    """Whether the mention has a date with both ends."""
    published: Ints
    """The day of the article as an ordinal; `NO_DAY` where not known."""
    trigger: Ints
    sense: Ints
    """What the trigger and other words for it have in common (`dateline.merge.senses`)."""
    sensed: NDArray[np.bool_]
    """Whether that is more than the trigger itself."""
    bare: NDArray[np.bool_]
    """Whether an act's clause says when, and beside its trigger nothing else ("yesterday's deal")."""
    lead: NDArray[np.bool_]
    speaker: Ints
    people: Ints
    states: Ints
    bodies: Ints
    clause_words: Ints
    clause_weights: Floats
    sentence_words: Ints
    sentence_weights: Floats
    own: Ints
    """Words of an agreement's title that name it and no other."""
    numbers: Ints
    """Counts told in the clause ("23 pirates")."""
    names: Ints
    """Words of its sentence that name somebody or something, and are rare."""
    story_words: Ints
    story_weights: Floats

    def __len__(self) -> int:
        return len(self.story)

    def part(self, start: int, end: int) -> Sketches:
        """The rows from ``start`` to ``end``, of the same articles; nothing is copied."""
        rows = {f.name: getattr(self, f.name)[start:end] for f in fields(self) if not f.name.startswith("story_")}
        return replace(self, **rows)


def sketches(mentions: Sequence[EventMention], documents: Mapping[str, Document]) -> Sketches:
    """The sketches of mentions, in their order. Mentions of unknown documents count as of an empty one."""
    names = sorted({m.document for m in mentions})
    rows = {name: n for n, name in enumerate(names)}
    texts = [documents[name].text if name in documents else "" for name in names]
    days = [_first(documents[name].published) if name in documents else int(NO_DAY) for name in names]
    titles = [(documents[name].title or "") if name in documents else "" for name in names]
    words, weights = _packed((story_words(title, text) for title, text in zip(titles, texts, strict=True)), STORY_WORDS)
    triggers = [_trigger(m, texts[rows[m.document]]) for m in mentions]
    senses = [sense(m.type, t) for m, t in zip(mentions, triggers, strict=True)]
    told = [tokens(m.evidence) for m in mentions]
    around = [[*tokens(sentence_around(texts[rows[m.document]], m)), *t] for m, t in zip(mentions, told, strict=True)]
    clauses = _packed((clause_words(m, t) for m, t in zip(mentions, told, strict=True)), CLAUSE_WORDS)
    sentences = _packed((weighted(words, keep=SENTENCE_WORDS) for words in around), SENTENCE_WORDS)
    return Sketches(
        story=np.array([rows[m.document] for m in mentions], dtype=np.int64),
        article=np.array([number(m.document) for m in mentions], dtype=np.int64),
        rank=np.array([hashed(repr(place(m))) for m in mentions], dtype=np.int64),
        kind=np.array([EVENT_TYPES.index(m.type) for m in mentions], dtype=np.int64),
        status=np.array([STATUSES.index(m.status) for m in mentions], dtype=np.int64),
        first=np.array([_first(m.when) for m in mentions], dtype=np.int64),
        last=np.array([_last(m.when) for m in mentions], dtype=np.int64),
        known=np.array([bool(m.when and m.when.earliest and m.when.latest) for m in mentions], dtype=np.bool_),
        published=np.array([days[rows[m.document]] for m in mentions], dtype=np.int64),
        trigger=np.array([number(t) if t else 0 for t in triggers], dtype=np.int64),
        sense=np.array([number(t) if t else 0 for t in senses], dtype=np.int64),
        sensed=np.array([a != b for a, b in zip(senses, triggers, strict=True)], dtype=np.bool_),
        bare=np.array([is_bare(m, t) for m, t in zip(mentions, told, strict=True)], dtype=np.bool_),
        lead=np.array([m.trigger[0] < LEAD_CHARACTERS for m in mentions], dtype=np.bool_),
        speaker=np.array([number(m.speaker) if m.speaker else 0 for m in mentions], dtype=np.int64),
        people=_ids(([p.actor.id for p in m.participants if p.actor.kind == "person"] for m in mentions), PEOPLE),
        states=_ids((states(m) for m in mentions), STATES),
        bodies=_ids(
            ([p.actor.id for p in m.participants if p.actor.kind in ("IGO", "organisation")] for m in mentions), BODIES
        ),
        clause_words=clauses[0],
        clause_weights=clauses[1],
        sentence_words=sentences[0],
        sentence_weights=sentences[1],
        own=_ids((own_words(m) for m in mentions), 6),
        numbers=_ids((figures(t) for t in told), 2),
        names=_ids((named(words)[:NAMES] for words in around), NAMES),
        story_words=words,
        story_weights=weights,
    )


def one_below_the_other(tables: Sequence[Sketches]) -> Sketches:
    """Tables of different articles as one."""
    if len(tables) == 1:
        return tables[0]
    above = itertools.accumulate((len(table.story_words) for table in tables), initial=0)
    stories = [table.story + rows for table, rows in zip(tables, above, strict=False)]
    columns = {f.name: np.concatenate([getattr(table, f.name) for table in tables]) for f in fields(Sketches)}
    return Sketches(**columns | {"story": np.concatenate(stories)})


def states(mention: EventMention) -> list[str]:
    """The states that take part, each under the name of the one that continued it."""
    return sorted({CONTINUED_BY.get(code, (code,))[0] for code in mention.countries})


Words = list[tuple[int, float, str]]
"""Words as number, weight and stem."""


def clause_words(mention: EventMention, told: list[str]) -> Words:
    """The words of a mention's clause and title that say most; of a statement, of what is said.

    ``told`` are the tokens of the clause.
    """
    found = weighted([*told, *tokens(mention.title)], keep=3 * CLAUSE_WORDS)
    if mention.type == "statement":
        # Who speaks stands in every statement of theirs, and "he said" in all.
        names = {s for p in mention.participants for s in stems(p.actor.name)} | set(stems(mention.speaker or ""))
        found = [(n, w, s) for n, w, s in found if s not in names and w > 2]
    return found[:CLAUSE_WORDS]


def own_words(mention: EventMention) -> list[str]:
    """The stems of an agreement's title that name this agreement and no other."""
    if mention.type != "treaty":
        return []
    parties = {s for p in mention.participants for s in stems(p.actor.name)}
    # "Russia and North Korea sign document": what stands before the verb are the parties.
    thing = re.split(r" (?:sign|conclude|renew|reach|agree|adopt|ratify)s? ", mention.title, maxsplit=1)[-1]
    found = set(stems(thing)) - parties - _GENERIC - _TIMES
    return sorted((s for s in found if weight(s) > 2), key=lambda s: (-weight(s), s))


def is_bare(mention: EventMention, told: Iterable[str]) -> bool:
    """Whether an act is told by one word, with a time beside it at most; ``told`` are the tokens of its clause."""
    if mention.type == "statement":
        return False
    words: set[str] = set()
    for token in told:
        found = stem_of(token)
        if len(found) > 1 and found not in _TIMES and not found.isdigit():
            words.add(found)
            if len(words) > 1:
                return False
    return True


def story_words(title: str, text: str) -> Words:
    """What an article is about: its words weighted by rarity and by how often they come, those that say most."""
    counts = counted(f"{title} {title} {text[:STORY_CHARACTERS]}")
    scored = sorted((w * (1 + math.log(count)), s, n) for (w, s, n), count in counts.items())
    return [(n, -w, s) for w, s, n in scored[:STORY_WORDS]]


def sentence_around(text: str, mention: EventMention) -> str:
    """The sentence that a mention stands in, at most 300 characters to each side."""
    start, end = max(0, mention.start - 300), mention.end + 300
    before = [m.end() for m in _SENTENCE_END.finditer(text, start, mention.start)]
    after = _SENTENCE_END.search(text, mention.end, end)
    return text[before[-1] if before else start : after.start() if after else end]


def _trigger(mention: EventMention, text: str) -> str:
    word = text[mention.trigger[0] : mention.trigger[1]]
    if not word:
        at = mention.trigger[0] - mention.start
        word = mention.evidence[at : at + mention.trigger[1] - mention.trigger[0]]
    parts = word.split()
    return stem_of(parts[0]) if parts else ""


def _first(when: When | None) -> int:
    return when.earliest.toordinal() if when and when.earliest else int(NO_DAY)


def _last(when: When | None) -> int:
    return when.latest.toordinal() if when and when.latest else int(NO_DAY)


def _ids(rows: Iterable[list[str]], width: int) -> Ints:
    packed = [sorted({number(i) for i in row})[:width] if row else [] for row in rows]
    out = np.zeros((len(packed), width), dtype=np.int64)
    out[_filled(packed, width)] = list(itertools.chain.from_iterable(packed))
    return out


def _packed(rows: Iterable[Words], width: int) -> tuple[Ints, Floats]:
    """Words and their weights as two tables; each row of weights has length 1."""
    held = list(rows)
    words = np.zeros((len(held), width), dtype=np.int64)
    weights = np.zeros((len(held), width), dtype=np.float32)
    filled = _filled(held, width)
    words[filled] = [number for row in held for number, _, _ in row]
    weights[filled] = [weight for row in held for _, weight, _ in row]
    length = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    return words, (weights / np.where(length > 0, length, 1)).astype(np.float32)


def _filled(rows: Sequence[Sequence[object]], width: int) -> NDArray[np.bool_]:
    """The places of a table that rows of different lengths fill from the left."""
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    return np.asarray(np.arange(width) < lengths[:, None])
