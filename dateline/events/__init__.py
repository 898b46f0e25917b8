"""Events: from a parsed article with its times and actors to the mentions of what happened and was said.

The lexicon is data (`dateline/events/data`), the code a small engine over spaCy's parse. Types, dates and
statuses follow the project's guidelines; every mention carries the names of the rules that made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dateline.events.acts import find_acts
from dateline.events.again import find_again
from dateline.events.clause import hold
from dateline.events.coded import coded, untold
from dateline.events.coding import codings
from dateline.events.confidence import confidence_of
from dateline.events.echo import share_dates
from dateline.events.mentions import act_mentions, statement
from dateline.events.saying import Saying
from dateline.events.scene import Scene
from dateline.events.speakers import Voices
from dateline.events.speech import behind_a_quotation, find_sayings
from dateline.events.told import is_told
from dateline.model import Actor, ActorMention, Anchor, Document, EventMention, TimeExpression, TimeRange

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["extract"]

MIN_WORDS = 3
"""A line with fewer words is page furniture ("RELATED:", "Followers", "No comments"), not a sentence."""


def extract(
    document: Document,
    doc: Doc,
    *,
    anchor: Anchor,
    times: Sequence[TimeExpression],
    ranges: Iterable[TimeRange] = (),
    mentions: Iterable[ActorMention],
    state: Callable[[str], Actor | None] = lambda code: None,
    died: Callable[[str], date | None] = lambda who: None,
) -> tuple[EventMention, ...]:
    """The event mentions of an article, in text order.

    ``doc`` is the article's parse (`dateline.nlp.parse`); ``anchor``, ``times`` and ``ranges`` are those of
    `dateline.times.tag`, ``mentions`` those of `dateline.actors.link`, ``state`` names the state of an alpha-3 code for
    titles, ``died`` gives the day of death of a person by id. Offsets are those of ``document.text``.
    """
    hold(doc)
    scene = Scene.of(
        document, doc, anchor=anchor, times=times, ranges=ranges, mentions=mentions, state=state, died=died
    )
    voices = Voices()
    found: list[EventMention] = []
    before: list[tuple[str, frozenset[str]]] = []
    for span in doc.sents:
        sentence = [token for token in span if not token.is_space]
        if sum(token.is_alpha for token in sentence) < MIN_WORDS and not behind_a_quotation(sentence):
            continue
        acts = list(find_acts(scene, sentence))
        stronger = {act.token.i for act in acts if act.rule.beats_speech and not _announces(act.token)}
        sayings = [saying for saying in find_sayings(scene, sentence, voices) if saying.token.i not in stronger]
        spoken = {saying.token.i for saying in sayings}
        told: list[EventMention] = []
        by_trigger = codings(scene, sentence)
        for act in acts:
            both = {act.token.i, act.verb.i if act.verb is not None else act.token.i}
            if _announces(act.token) or not both & spoken:
                names = frozenset(p.actor.id for p in act.participants)
                if act.refers and any(act.rule.type == type_ and names <= earlier for type_, earlier in before):
                    continue
                before.append((act.rule.type, names))
                told += act_mentions(scene, act, sentence)
                lent = by_trigger.get(act.verb.idx) if act.verb is not None else None
                if lent is not None and lent.rule.type == act.rule.type:
                    # "staged a protest": the noun tells it, the verb codes it
                    by_trigger.setdefault(act.token.idx, lent)
        told += [statement(scene, saying, sentence) for saying in sayings]
        there = {mention.trigger[0] for mention in told} | {act.verb.idx for act in acts if act.verb is not None}
        speaking = {p.actor.id for saying in sayings for p in saying.participants if p.role == "source"}
        for each in untold(scene, by_trigger, there, speaking):
            if isinstance(each, Saying):
                told.append(statement(scene, each, sentence))
            elif is_told(scene, each.token):
                told += act_mentions(scene, each, sentence)
        found += [coded(scene, mention, by_trigger.get(mention.trigger[0])) for mention in told]
    found.sort(key=lambda mention: (mention.start, mention.end, mention.type))
    dated = share_dates(found, document.text)
    again = find_again(scene, dated)
    return tuple(replace(m, confidence=confidence_of(m), again=again.get(at, ())) for at, m in enumerate(dated))


def _announces(token: Token) -> bool:
    """Whether a verb tells an act and the statement of it alike: "announced his resignation"."""
    return bool(token.lemma_.lower() == "announce")
