"""What the linker knows of one article while it reads: words, tokens, sentences, dates, what was found so far."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from dateline.actors.gazetteer import Gazetteer, office_class
from dateline.actors.matching import Match, find, loud_lines
from dateline.actors.roles import Title, titles_in
from dateline.actors.turns import Turn, turns
from dateline.actors.words import Word, key, split
from dateline.model import Actor, Document, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

How = Literal["name", "demonym", "metonym", "title", "pronoun"]
QUOTES = re.compile(r"[“\"]([^“”\"\n]{2,1500}?)[”\"]")


@dataclass(slots=True)
class Found:
    """A mention in the making; ``head`` is the index of the token that stands for it in the parse."""

    start: int
    end: int
    actor: Actor
    how: How
    country: str | None
    trace: str
    head: int
    quiet: bool = False
    """Part of a person's description ("the *Russian* leader"): known to the discourse, not given out."""


@dataclass(slots=True)
class Person:
    """A person as this article knows them: the actor, words of the full name, titles the text gives."""

    actor: Actor
    words: tuple[str, ...]
    gender: str = ""
    country: str | None = None
    titles: set[str] = field(default_factory=set)
    known: bool = True
    """False for a name that the gazetteer does not hold."""
    because: str = ""
    surname: str = ""
    """Of a name that the gazetteer does not hold and whose surname stands first; "" where it stands last."""


@dataclass(slots=True)
class Scene:
    """One article under way. Build with `Scene.of`."""

    gaz: Gazetteer
    document: Document
    text: str
    doc: Any
    reference: date | None
    words: list[Word]
    word_starts: list[int]
    matches: list[Match]
    titles: dict[int, Title]
    """Titles by the index of their first word."""
    token_starts: list[int]
    sentence_starts: list[int]
    quotes: list[tuple[int, int]]
    loud: list[tuple[int, int]]
    times: list[tuple[int, date]]
    found: list[Found] = field(default_factory=list)
    ending: dict[int, Match] = field(default_factory=dict)
    """Names of the gazetteer by the index of the word after them."""
    starting: dict[int, Match] = field(default_factory=dict)
    """Names of the gazetteer by the index of their first word."""
    inside: dict[int, Match] = field(default_factory=dict)
    """Names of the gazetteer by the index of every word of theirs."""
    named: frozenset[str] | None = None
    """Codes of the states that the article names; see `dateline.actors.people.named_states`."""
    dated_sentences: frozenset[int] | None = None
    """Numbers of the sentences that name a date; see `Scene.dated`."""
    people: list[Person] = field(default_factory=list)
    by_surname: dict[str, list[Person]] = field(default_factory=dict)
    by_given: dict[str, list[Person]] = field(default_factory=dict)
    """People by the words of their names that are not the surname."""
    covered: bytearray = field(default_factory=bytearray)
    """1 for each character that a name already takes."""
    described: list[tuple[int, int]] = field(default_factory=list)
    """Spans of titles and appositions that belong to a name."""
    turns: tuple[Turn, ...] = ()
    """The turns of an interview."""
    topic_id: str | None = None
    """Whom the article is about; "" for nobody; None: not yet looked for. See `Scene.topic`."""
    mentioned: Counter[str] = field(default_factory=Counter)
    """How often each state is named in the article, by code."""

    def __post_init__(self) -> None:
        self.covered = bytearray(len(self.text))
        self.ending = {match.last: match for match in self.matches}
        self.starting = {match.first: match for match in self.matches}
        self.inside = {n: match for match in self.matches for n in range(match.first, match.last)}

    @classmethod
    def of(
        cls, gaz: Gazetteer, document: Document, doc: Doc, times: Sequence[TimeExpression], reference: date | None
    ) -> Scene:
        """Words and names of the article, found once for all later steps."""
        text = document.text
        words = split(text)
        loud = loud_lines(text)
        dated = [
            (t.start, t.when.earliest)
            for t in times
            if t.when and t.when.earliest and t.when.latest and (t.when.latest - t.when.earliest).days < 800
        ]
        return cls(
            gaz=gaz,
            document=document,
            text=text,
            doc=doc,
            reference=reference,
            words=words,
            word_starts=[word.start for word in words],
            matches=find(gaz, text, words, loud),
            titles=titles_in(words, text),
            token_starts=[token.idx for token in doc],
            sentence_starts=[sent.start_char for sent in doc.sents],
            quotes=[(m.start(1), m.end(1)) for m in QUOTES.finditer(text)],
            loud=loud,
            times=dated,
            turns=turns(text),
        )

    def token(self, offset: int) -> Token:
        """The token that holds a character."""
        token: Token = self.doc[max(0, bisect.bisect_right(self.token_starts, offset) - 1)]
        return token

    def head(self, start: int, end: int) -> int:
        """Index of the token of a span whose head lies outside of it."""
        first = bisect.bisect_right(self.token_starts, start) - 1
        last = bisect.bisect_left(self.token_starts, end)
        first = max(first, 0)
        for token in self.doc[first:last]:
            if token.head.i < first or token.head.i >= last or token.head.i == token.i:
                return int(token.i)
        return max(last - 1, 0)

    def sentence(self, offset: int) -> int:
        """Number of the sentence that holds a character."""
        return max(0, bisect.bisect_right(self.sentence_starts, offset) - 1)

    def word_at(self, offset: int) -> int:
        """Index of the first word that starts at or after a character."""
        return bisect.bisect_left(self.word_starts, offset)

    def quote(self, offset: int) -> int:
        """Number of the quotation that holds a character, -1 outside of quotations."""
        for number, (start, end) in enumerate(self.quotes):
            if start <= offset < end:
                return number
            if start > offset:
                break
        return -1

    def is_loud(self, offset: int) -> bool:
        """True inside a line of capitals."""
        return any(start <= offset < end for start, end in self.loud)

    def time_of(self, offset: int) -> date | None:
        """First day of the date nearest to a place in the same sentence, else the article's own day."""
        number = self.sentence(offset)
        near = [(abs(start - offset), day) for start, day in self.times if self.sentence(start) == number]
        return min(near)[1] if near else self.reference

    def state_day(self) -> date | None:
        """The day by which a capital's state is chosen: the article's own, else the last one that it names.

        An article was written after what it tells, and calls states as of its own day: "treaties signed between Moscow
        and Pyongyang in 1961, 2000 and 2001" are Russia's, whether or not the article has a date.
        """
        return self.reference or max((day for _, day in self.times), default=None)

    def free(self, start: int, end: int) -> bool:
        """True where no name was placed yet."""
        return not any(self.covered[start:end])

    def cover(self, start: int, end: int) -> None:
        """Reserve a span: no other name is placed over it."""
        self.covered[start:end] = b"\x01" * (end - start)

    def add(self, found: Found) -> Found:
        """Take up a mention and reserve its span."""
        self.found.append(found)
        self.cover(found.start, found.end)
        if found.country and found.how != "pronoun":
            self.mentioned[found.country] += 1
        return found

    def introduce(self, person: Person) -> Person:
        """Make a person known to the article by the last part of the name (in Korean and Chinese names the first)."""
        for known in self.people:
            if known.actor.id == person.actor.id:
                known.titles |= person.titles
                known.gender = known.gender or person.gender
                if not known.country:
                    known.country, known.because = person.country, person.because
                return known
        self.people.append(person)
        for form in self._short_forms(person):
            self.by_surname.setdefault(form, []).append(person)
        for word in person.words:
            if len(word) > 2 and word not in self.by_surname:
                self.by_given.setdefault(word, []).append(person)
        return person

    def _short_forms(self, person: Person) -> set[str]:
        words = list(person.words)
        short = {words[-1]}
        surname = key(person.surname or self.gaz.surname.get(person.actor.id, ""))
        if surname:
            short = {" ".join(surname), surname[-1]}
        elif len(words) > 2:
            short.add(" ".join(words[-2:]))
        if person.known and self.gaz.surname.get(person.actor.id):
            short |= {" ".join(key(a)) for a in person.actor.aliases if len(key(a)) == 1}
        return short

    def alive(self, who: str, offset: int, *, slack: timedelta = timedelta(0)) -> bool:
        """False for somebody known to be dead by the day of which a sentence speaks, or of the article.

        ``slack``: so long after a death it still counts as none (people are buried, mourned, honoured).
        """
        died = self.gaz.died.get(who)
        day = self.time_of(offset) if died else None
        return died is None or day is None or day <= died + slack

    def dated(self, offset: int) -> bool:
        """True where the sentence itself names a date."""
        if self.dated_sentences is None:
            self.dated_sentences = frozenset(self.sentence(start) for start, _ in self.times)
        return self.sentence(offset) in self.dated_sentences

    def serves(self, actor: Actor, offset: int) -> bool:
        """True for somebody in office on the day of which a sentence speaks, or of the article."""
        from dateline.actors.gazetteer import in_office

        day = self.time_of(offset)
        return day is not None and any(in_office(office, day, slack=60) for office in actor.offices)

    def opens_paragraph(self, sentence: int) -> bool:
        """True for a sentence that begins its paragraph."""
        start = self.sentence_starts[sentence]
        return not self.text[:start].rstrip(" \t\"“'‘") or self.text[:start].rstrip(" \t\"“'‘").endswith("\n")

    def topic(self) -> str | None:
        """The person whom the article is about: a subject of its first two sentences, and nobody is named oftener."""
        if self.topic_id is None:
            names = [f for f in self.found if f.actor.kind == "person" and f.how == "name"]
            counts = Counter(f.actor.id for f in names)
            most = max(counts.values(), default=0)
            first = next(
                (
                    f.actor.id
                    for f in sorted(names, key=lambda f: f.start)
                    if self.sentence(f.start) <= 1 and self.doc[f.head].dep_ in {"nsubj", "nsubjpass"}
                ),
                "",
            )
            self.topic_id = first if most > 1 and counts[first] == most else ""
        return self.topic_id or None

    def focus(self) -> str | None:
        """The state that the article is mostly about, None where none stands out."""
        if not self.mentioned:
            return None
        ranked = self.mentioned.most_common(2)
        return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else None


def titles_of(actor: Actor, day: date | None) -> set[str]:
    """Classes of the offices that a person held on a day (ever, where no day is known)."""
    from dateline.actors.gazetteer import in_office

    return {office_class(o.title) for o in actor.offices if day is None or in_office(o, day, slack=200)}
