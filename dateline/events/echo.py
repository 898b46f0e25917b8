"""Dates that an article gives once and means again: a happening told a second time without its date.

A mention whose date is only the article's own takes the date of another mention of the same article that tells the
same thing with a date of its own; a statement without a date belongs to the occasion on which its speaker spoke before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dateline.events.lexicon import word_list
from dateline.model import EventMention

# Rules that give a date where the sentence has none: these may be bettered.
DEFAULTS = frozenset({"date.story", "date.publication", "date.background", "date.none", "date.ranked"})
OWN = frozenset({"date.clause", "date.line", "date.event-relative"})
ANOTHER = re.compile(r"\b(again|another|also|second|third|further|next|new)\b", re.I)
"""Words that tell a happening apart from one told before."""
DEATH = frozenset(word[:5] for word in word_list("death"))
NEAR = timedelta(days=45)
REACH = 1200
"""How far back, in characters, a speaker's earlier statement is on the same occasion."""


def share_dates(mentions: Sequence[EventMention], text: str) -> list[EventMention]:
    """The mentions of one article in text order, with dates carried over to those that have none of their own."""
    shared: list[EventMention] = []
    for mention in mentions:
        if mention.trace[-1] in DEFAULTS and mention.status == "happened":
            if mention.trace[-1] == "date.ranked":
                source = _ranked(mention, shared)
            else:
                source = _occasion(mention, shared) if mention.type == "statement" else _twin(mention, mentions, text)
            if source is not None and source.when != mention.when:
                where = " ".join(source.evidence.split())[:80]
                rule = "date.occasion" if mention.type == "statement" else "date.echo"
                if source.trace[-1] == "date.occasion":
                    why = source.when_trace
                elif mention.type == "statement":
                    why = (f"said on the same occasion as: “{where}”", *source.when_trace)
                else:
                    why = (f"no date of its own; the article dates it elsewhere: “{where}”", *source.when_trace)
                mention = replace(
                    mention,
                    when=source.when,
                    when_trace=why,
                    trace=(*mention.trace[:-1], rule),
                )
        shared.append(mention)
    return shared


def _occasion(mention: EventMention, before: Sequence[EventMention]) -> EventMention | None:
    """The nearest earlier statement of the same speaker, if it has a date of its own or of its occasion."""
    for other in reversed(before):
        if mention.start - other.end > REACH:
            return None
        if other.type == "statement" and _same_voice(mention, other):
            same = other.trace[-1] in OWN | {"date.occasion"} and other.when is not None and other.when.exact_day
            return other if same else None
    return None


def _ranked(mention: EventMention, before: Sequence[EventMention]) -> EventMention | None:
    """What "It was his second visit" speaks of: the happening of that type last told with one of its parties."""
    mine = {p.actor.id for p in mention.participants}
    for other in reversed(before):
        if mention.start - other.end > REACH:
            return None
        if (
            other.type == mention.type
            and other.status == "happened"
            and mine & {p.actor.id for p in other.participants}
        ):
            return other if other.when is not None and other.when.exact_day else None
    return None


def _same_voice(mention: EventMention, other: EventMention) -> bool:
    """Whether two statements are of one speaker: by name, or of two bodies that stand for the same actors."""
    if other.speaker and other.speaker == mention.speaker:
        return True
    mine, theirs = ({p.actor.id for p in m.participants if p.role == "source"} for m in (mention, other))
    people = any(p.actor.kind == "person" and p.role == "source" for m in (mention, other) for p in m.participants)
    return bool(mine) and mine == theirs and not people


def _twin(mention: EventMention, mentions: Sequence[EventMention], text: str) -> EventMention | None:
    """Another mention of the same type and parties, with the same word, dated by its own clause."""
    mine = {p.actor.id for p in mention.participants}
    # "The army launched a coup" may tell again what "he was overthrown in a coup" tells with a name.
    nobody = mention.when is None and not mention.people
    died = _dead(text, mention)
    if ANOTHER.search(mention.evidence):
        return None
    best: tuple[float, int, EventMention] | None = None
    for other in mentions:
        if other is mention or other.trace[-1] not in OWN or other.when is None:
            continue
        if died & _dead(text, other) and other.status == "happened":
            return other  # nobody dies twice
        if other.type != mention.type:
            continue
        if other.status != "happened" or not _near(mention, other):
            continue
        theirs = {p.actor.id for p in other.participants} | (set(other.countries) if nobody else set())
        common = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
        score = common
        if (
            common >= 0.5
            and _stem(text, mention) == _stem(text, other)
            and (best is None or (score, -abs(other.start - mention.start)) > best[:2])
        ):
            best = (score, -abs(other.start - mention.start), other)
    return best[2] if best else None


def _dead(text: str, mention: EventMention) -> set[str]:
    """Whose death a mention tells, in whichever words."""
    if _stem(text, mention) not in DEATH:
        return set()
    people = [p for p in mention.participants if p.actor.kind == "person"]
    return {p.actor.id for p in ([p for p in people if p.role == "target"] or people)[:1]}


def _near(mention: EventMention, other: EventMention) -> bool:
    """Whether the other's date is near the day that was put on a mention by default, or nothing was put on it.

    News that is told without a date may be dated elsewhere in the article, but not in another year.
    """
    if mention.when is None or mention.when.latest is None:
        return True
    assert other.when is not None
    return other.when.latest is not None and abs(mention.when.latest - other.when.latest) <= NEAR


def _stem(text: str, mention: EventMention) -> str:
    word = text[mention.trigger[0] : mention.trigger[1]].lower()
    return re.sub(r"(ing|ed|s|es)$", "", word)[:5]
