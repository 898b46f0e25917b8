"""What the rules look at: an article's parse with its times and actors laid over the tokens."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from dateline.events.chronology import labels
from dateline.events.clause import conjuncts
from dateline.events.lexicon import word_list
from dateline.model import Actor, ActorMention, Anchor, Document, TimeExpression, TimeRange

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LEAD_SENTENCES = 4
"""How many sentences tell the main story: what is told in them without a date happened on the story's day."""

SETTING_SHARE = 0.5
"""Share of an article's mentions of states that one state must have to be the article's setting."""

PAIR_SHARE = 0.6
PARTNER_SHARE = 0.2
"""The shares that two states together, and the second of them, must have for the story to play between them."""

BETWEEN_STATES = frozenset({"treaty", "meeting"})
"""Types of acts that take two."""

DEBTS = word_list("debts")
MATURING = frozenset({"due", "maturing", "matures", "mature", "payable", "repayable", "redeemable"})
MATURES_ON = frozenset({"on", "in", "by", "through", "from", "after", "until", "between"})

# Below a noun these begin another clause or another party; the rest belongs to its phrase.
OUTSIDE = frozenset({"relcl", "conj", "cc", "ccomp", "advcl", "punct", "acl", "parataxis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The states of an article's story: whose it is, where it plays, and the two between which it plays, if any.

    A state and its people are counted for whose it is, the names of states alone for where it plays: a story about
    what Tony Blair does in Kabul is Britain's, and plays in Afghanistan.
    """

    state: Actor | None = None
    place: Actor | None = None
    pair: tuple[Actor, ...] = ()

    def of(self, type_: str) -> tuple[Actor, ...]:
        """The states that take part in an act of a type where none is named ("the police arrested 71 people")."""
        if self.pair and type_ in BETWEEN_STATES:
            return self.pair
        return (self.state,) if self.state else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One article as the event rules see it. Build it with `Scene.of`."""

    document: Document
    doc: Doc
    anchor: Anchor
    actors: dict[int, list[ActorMention]] = field(default_factory=dict)
    time_at: dict[int, TimeExpression] = field(default_factory=dict)
    times: tuple[TimeExpression, ...] = ()
    labels: Mapping[int, TimeExpression] = field(default_factory=dict)
    ranges: tuple[TimeRange, ...] = ()
    setting: Setting = Setting()
    nouns: frozenset[str] = frozenset()
    """The nouns of the article by lemma: what it is about."""
    state: Callable[[str], Actor | None] = field(default=lambda code: None)
    died: Callable[[str], date | None] = field(default=lambda who: None)
    lead_days: list[date | None] = field(default_factory=list)
    """What `dateline.events.story.lead_day` found, once it was asked: it is asked for every act."""

    @classmethod
    def of(
        cls,
        document: Document,
        doc: Doc,
        *,
        anchor: Anchor,
        times: Sequence[TimeExpression],
        ranges: Iterable[TimeRange],
        mentions: Iterable[ActorMention],
        state: Callable[[str], Actor | None],
        died: Callable[[str], date | None] = lambda who: None,
    ) -> Scene:
        """Lay times and actor mentions over the tokens of ``doc``.

        ``state`` gives the state of an alpha-3 code, ``died`` the day of death of a person by id, where it is known.
        """
        mentions = tuple(mentions)
        times = [time for time in times if not _is_maturity(doc, time)]
        scene = cls(
            document=document,
            doc=doc,
            anchor=anchor,
            times=tuple(times),
            labels=labels(document.text, times),
            ranges=tuple(ranges),
            setting=_setting(mentions, lead=_lead_chars(doc), state=state),
            nouns=frozenset(token.lemma_.lower() for token in doc if token.pos_ == "NOUN"),
            state=state,
            died=died,
        )
        for mention in mentions:
            for token in _covered(doc, mention.start, mention.end):
                scene.actors.setdefault(token.i, []).append(mention)
        for expression in times:
            for token in _covered(doc, expression.start, expression.end):
                scene.time_at[token.i] = expression
        return scene

    def lead_end(self) -> int:
        """The token index at which the beginning of the article (its first `LEAD_SENTENCES` sentences) ends."""
        ends = [span.end for span in islice((s for s in self.doc.sents if any(t.is_alpha for t in s)), LEAD_SENTENCES)]
        return ends[-1] if ends else 0

    def dates_before(self, place: int, *, since: int = 0) -> Iterator[TimeExpression]:
        """The dates with a place on the calendar between two characters, the last one first."""
        last = bisect.bisect_left(self.times, place, key=lambda time: time.start)
        for time in self.times[last - 1 :: -1] if last else ():
            if time.start < since:
                return
            if time.type in ("DATE", "TIME") and time.when is not None:
                yield time

    def line_date(self, place: int) -> TimeExpression | None:
        """The date that labels the line of a character in a chronology."""
        return self.labels.get(self.document.text.rfind("\n", 0, place) + 1) if self.labels else None

    def range_of(self, expression: TimeExpression) -> TimeRange | None:
        """The range of which a time expression is one end; None where it stands alone."""
        return next((found for found in self.ranges if expression in found.ends), None)

    def named(self, token: Token) -> list[ActorMention]:
        """The actors that a token itself names (as a name, a demonym, a title or a pronoun)."""
        return self.actors.get(token.i, [])

    def party(self, token: Token) -> list[ActorMention]:
        """The actor that a noun phrase stands for: the one at its head, else the one its head belongs to.

        "Russian President Vladimir Putin" is Putin; "North Korean authorities" and "the government of Iran" are states.
        """
        found = list(self.named(token))
        if found:
            return found
        for child in token.children:
            if child.dep_ == "poss" and token.lemma_.lower() in _KIN:
                found += self._state_of(child)
            elif child.dep_ in ("appos", "compound", "amod", "poss", "nmod"):
                found += self.named(child)
            if child.dep_ == "prep" and child.lower_ in ("of", "from", "in"):
                found += [m for obj in child.children if obj.dep_ == "pobj" for m in self.named(obj)]
        return found

    def _state_of(self, token: Token) -> list[ActorMention]:
        """The states of the people that a token names, in their place: of "his father" only his state is known."""
        states = ((m, self.state(m.country)) for m in self.named(token) if m.country)
        return [replace(m, actor=state, country=state.id) for m, state in states if state is not None]

    def phrase(self, token: Token) -> list[ActorMention]:
        """Every actor named in a noun phrase, its prepositional parts included, in text order."""
        found: list[ActorMention] = []
        for each in phrase_tokens(token):
            found += [m for m in self.named(each) if m not in found]
        return found

    def phrases(self, tokens: Iterable[Token]) -> list[ActorMention]:
        """Every actor named in several noun phrases, each once, in text order."""
        found: list[ActorMention] = []
        for token in tokens:
            found += [m for m in self.phrase(token) if m not in found]
        return found


def _is_maturity(doc: Doc, time: TimeExpression) -> bool:
    """Whether a date belongs to a debt and to no event: "notes due 15 April 1997", "a loan repayable by 1990"."""
    covered = _covered(doc, time.start, time.end)
    if not covered:
        return False
    at = covered[0].i
    before = [token.lower_ for token in doc[max(0, at - 5) : at]]
    if before and before[-1] in MATURES_ON:
        before.pop()
    if not before or before.pop() not in MATURING:
        return False
    return any(word in DEBTS or word.removesuffix("s") in DEBTS for word in before[-3:])


def _lead_chars(doc: Doc) -> int:
    """The character at which the first two sentences of words end."""
    ends = [span.end_char for span in islice((s for s in doc.sents if sum(t.is_alpha for t in s) > 2), 2)]
    return ends[-1] if ends else 0


def _setting(mentions: Iterable[ActorMention], *, lead: int, state: Callable[[str], Actor | None]) -> Setting:
    """Where an article plays: the states that most of its mentions of states, and of people of states, name."""
    named: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for mention in mentions:
        if mention.actor.kind == "country":
            named[mention.actor.id] += 2 if mention.start < lead else 1
        elif mention.country:
            people[mention.country] += 1
    both = named + people
    ranked = _ranked(both)[:2]
    pair = len(ranked) == 2 and (
        sum(both[code] for code in ranked) >= PAIR_SHARE * both.total()
        and both[ranked[1]] >= PARTNER_SHARE * both.total()
    )
    return Setting(
        state=_foremost(both, state),
        place=_foremost(named, state),
        pair=tuple(found for code in ranked if (found := state(code))) if pair else (),
    )


def _ranked(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda code: (-counts[code], code))


def _foremost(counts: Counter[str], state: Callable[[str], Actor | None]) -> Actor | None:
    """The state that has enough of the mentions to be where an article plays."""
    code = next(iter(_ranked(counts)), "")
    return state(code) if code and counts[code] >= SETTING_SHARE * counts.total() else None


_KIN = word_list("kin")


def phrase_tokens(token: Token) -> list[Token]:
    """The tokens of a noun phrase in text order, without coordinated phrases and clauses hanging on it."""
    kept, queue = [token], [token]
    while queue:
        head = queue.pop()
        for child in head.children:
            if child.dep_ == "poss" and (head.lemma_.lower() in _KIN or head.ent_type_ == "PERSON"):
                continue
            if child.dep_ not in OUTSIDE:
                kept.append(child)
                queue.append(child)
                if child.dep_ == "pobj":
                    more = [c for c in conjuncts(child) if c != child]
                    kept += more
                    queue += more
    return sorted(set(kept), key=lambda t: t.i)


def _covered(doc: Doc, start: int, end: int) -> Sequence[Token]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return [] if span is None else list(span)
