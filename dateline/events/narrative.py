"""The date that a paragraph has reached, for a sentence of it that names none: what is told on goes on from there.

Three things let a sentence go on from the date of one before it: words that point back to its occasion ("after that
meeting", "asked there"); a day later than the story's, to which the paragraph has moved; and the simple past of a main
clause, which takes a story a step further. A day of long ago is handed on to the next sentence only, since what came
after it may be days later; a month or a year holds for the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateline.events.binding import OWN_CLAUSE, cost_of, expressions
from dateline.events.clause import children, tense
from dateline.events.dated import Dated, dated_by
from dateline.events.guards import in_clause_apart, names_a_thing
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene
from dateline.model import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

NEAR = timedelta(days=8)
"""How long before publication a day may lie to be the story's own."""
LONG_AGO = timedelta(days=730)
"""So long before publication a date makes a paragraph one of history."""
OCCASIONS = word_list("occasions")
POINTING = word_list("pointing")
SUPPORT = word_list("support")
MOVING = word_list("moving")


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a paragraph has got to: the date, how many sentences back it stands, the sentence that gives it."""

    expression: TimeExpression
    back: int
    span: Span


def paragraph_start(scene: Scene, trigger: Token) -> int:
    """The character at which the paragraph of a trigger begins: behind an empty line, or at an indented one."""
    text, at = scene.document.text, trigger.idx
    return max(text.rfind("\n\n", 0, at), text.rfind("\n  ", 0, at), 0)


def carried(scene: Scene, trigger: Token, *, story: date | None, speech: bool) -> Dated | None:
    """The date that goes on from the sentences before, or an open one where they move to a month; None where none does.

    ``story``: the day that the article tells of.
    """
    told = scene.anchor.when.exact_day if scene.anchor.when else None
    here = trigger.sent
    before = _before(scene, here)
    reached = _reached(scene, before)
    if reached is None or told is None:
        return None
    expression, between = reached.expression, [*before[len(before) - reached.back + 1 :], here]
    when = expression.when
    if when is None or when.latest is None or when.earliest is None or when.earliest > told:
        return None
    linked = _at_occasion(reached.span) or any(_points_back(span) for span in (between if speech else [here]))
    day = when.exact_day
    if day is None:
        return _within(scene, reached, trigger, speech=speech)
    recent = told - day <= NEAR
    later = recent and story is not None and day > story
    steps = (
        not speech
        and tells_on(trigger)
        and not _moves(here)
        and not expressions(scene, list(here))
        and _of_the_same(scene, reached.span, here)
    )
    if speech and not (linked or later):
        return _open(reached) if reached.back == 1 and told - day > LONG_AGO else None
    if not speech and not (linked or steps):
        return None
    if not recent and not linked and reached.back > 1:
        return None
    return _as(scene, reached, linked=linked)


def _within(scene: Scene, reached: Reached, trigger: Token, *, speech: bool) -> Dated | None:
    """A month or a year that a paragraph has reached holds for the acts told on; what is said there is open."""
    expression = reached.expression
    if not speech and tells_on(trigger) and not _moves(trigger.sent) and not expressions(scene, list(trigger.sent)):
        return _as(scene, reached, linked=False)
    told = scene.anchor.when.earliest if scene.anchor.when else None
    latest = expression.when.latest if expression.when else None
    history = bool(speech and reached.back == 1 and latest and told and told - latest > LONG_AGO)
    return _open(reached) if history or _fronted(scene, reached) else None


def _open(reached: Reached) -> Dated:
    why = f"the sentences before tell of “{reached.expression.text}”; which day of it is not told"
    return Dated(when=None, why=(why,), rule="date.background")


def _as(scene: Scene, reached: Reached, *, linked: bool) -> Dated:
    dated = dated_by(
        scene, reached.expression, rule="date.continued" if linked else "date.narrative", status="happened"
    )
    why = f"no date of its own; it goes on from the sentence dated “{reached.expression.text}”"
    return replace(dated, why=(why, *dated.why))


def _before(scene: Scene, here: Span) -> list[Span]:
    """The sentences of the same paragraph before one, in text order."""
    text = scene.document.text
    start = text.rfind("\n", 0, here.start_char + len(here.text) - len(here.text.lstrip())) + 1
    return [span for span in scene.doc.sents if start <= span.start_char and span.end <= here.start]


def _reached(scene: Scene, before: Iterable[Span]) -> Reached | None:
    """The last date that a sentence gives to what it tells itself."""
    for back, span in enumerate(reversed(list(before)), 1):
        sentence = [token for token in span if not token.is_space]
        dates = [
            e
            for e in expressions(scene, sentence)
            if e.type in ("DATE", "TIME")
            and e.when
            and cost_of(scene, e, span.root, None) < OWN_CLAUSE
            and not names_a_thing(scene, e, span.root)
            and not in_clause_apart(scene, e, span.root, sentence)
        ]
        if dates:
            return Reached(dates[-1], back, span)
    return None


def _fronted(scene: Scene, reached: Reached) -> bool:
    """Whether a sentence opens with a date and so moves its paragraph there: "In early September he travelled …"."""
    before = scene.document.text[reached.span.start_char : reached.expression.start].split()
    when, told = reached.expression.when, scene.anchor.when
    past = bool(when and when.latest and told and told.earliest and when.latest < told.earliest)
    return len(before) <= 1 and past


def _moves(span: Span) -> bool:
    """Whether words take the story away from the day it was at: "later", "before", "soon"."""
    return any(token.lower_ in MOVING for token in span)


def _of_the_same(scene: Scene, span: Span, here: Span) -> bool:
    """Whether two sentences speak of one actor, or the second names none: a story goes on with whom it is about."""
    mine = {m.actor.id for token in here for m in scene.named(token)}
    mine |= {m.country for token in here for m in scene.named(token) if m.country}
    theirs = {m.actor.id for token in span for m in scene.named(token)}
    theirs |= {m.country for token in span for m in scene.named(token) if m.country}
    return not mine or bool(mine & theirs)


def _at_occasion(span: Span) -> bool:
    """Whether a sentence tells of an occasion at which more is said: "At a news conference on Thursday he said …"."""
    return any(t.lemma_.lower() in OCCASIONS and t.dep_ == "pobj" and t.head.lower_ in ("at", "during") for t in span)


def _points_back(span: Span) -> bool:
    """Whether words of a sentence point to the occasion before: "asked there", "after that meeting"."""
    for token in span:
        if token.lower_ == "there" and token.dep_ == "advmod":
            return True
        if token.lemma_.lower() in OCCASIONS and any(c.lower_ in POINTING for c in token.children):
            return token.dep_ == "pobj"
    return False


def tells_on(trigger: Token) -> bool:
    """Whether a finite verb in the simple past, in a main or a reported clause, takes the story a step further."""
    verb = trigger
    while verb.pos_ not in ("VERB", "AUX") and verb.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj", "prep", "attr"):
        verb = verb.head
    if verb != trigger and verb.lemma_.lower() not in SUPPORT:
        return False  # "called the collapse of the Soviet Union a catastrophe"
    if verb.pos_ not in ("VERB", "AUX") or verb.dep_ not in ("ROOT", "ccomp", "conj", "parataxis"):
        return False
    if verb.dep_ == "conj" and verb.head.dep_ not in ("ROOT", "ccomp"):
        return False
    perfect = any(aux.lower_ in ("had", "has", "have", "'ve", "'d") for aux in children(verb, "aux"))
    return tense(verb) == "past" and not perfect and verb.tag_ != "VBG"
