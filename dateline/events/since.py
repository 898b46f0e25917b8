"""What "since" says: from when something has gone on, and of which happening before it something is the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.binding import PREMODIFYING, clause_of, is_below, root_of, tokens_of
from dateline.events.clause import children
from dateline.events.scene import Scene
from dateline.model import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Token

ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her"})


def follows_since(scene: Scene, expression: TimeExpression) -> bool:
    """Whether "since" stands before an expression, or in it: "since 1979", "since the 1979 revolution"."""
    first = tokens_of(scene, expression)[0]
    before = [scene.doc[i].lower_ for i in range(max(0, first.i - 2), first.i)]
    return first.lower_ == "since" or before[-1:] == ["since"] or (before[:1] == ["since"] and before[1] in ARTICLES)


def began_it(scene: Scene, expression: TimeExpression) -> Token | None:
    """The happening that a date behind "since" belongs to: the revolution of "since the 1979 revolution"."""
    root = root_of(scene, expression)
    named = root.dep_ in PREMODIFYING and root.head.pos_ in ("NOUN", "PROPN")
    return root.head if named and root.i < root.head.i and follows_since(scene, expression) else None


def since_the_best(scene: Scene, expression: TimeExpression, trigger: Token, sentence: list[Token]) -> bool:
    """Whether a date only says how long nothing was like it: "its lowest level since 1985"."""
    if clause_of(scene, sentence, trigger.i) == expression:
        return False  # "the strongest since 1939, when thousands died"
    if (began := began_it(scene, expression)) is not None and (trigger == began or is_below(trigger, began)):
        return False
    first = tokens_of(scene, expression)[0]
    best = any(t.tag_ in ("JJS", "RBS") and first.i - 10 <= t.i < first.i for t in sentence)
    return follows_since(scene, expression) and best


def since_another(scene: Scene, expression: TimeExpression, trigger: Token) -> bool:
    """Whether a date is that of the happening since which something goes on, and not the trigger's: "the first talks
    since the 1979 revolution". What has been going on "since the 1979 revolution" began then.
    """
    began = began_it(scene, expression)
    if began is None or trigger == began or is_below(trigger, began):
        return False
    goes_on = trigger.pos_ in ("VERB", "AUX") and any(aux.lemma_ == "have" for aux in children(trigger, "aux"))
    return not goes_on


def is_since_first(scene: Scene, expression: TimeExpression, sentence: list[Token]) -> bool:
    """Whether an expression is the X of "the first … since X"."""
    first = tokens_of(scene, expression)[0]
    if not follows_since(scene, expression) or began_it(scene, expression) is not None:
        return False
    return any(t.lower_ == "first" and first.i - 14 <= t.i < first.i for t in sentence)


def is_first(scene: Scene, expression: TimeExpression, trigger: Token, support: Token | None) -> bool:
    """Whether it is the trigger that was the first since a date; not where a "when" tells what else happened then."""
    last = tokens_of(scene, expression)[-1].i
    if "when" in [t.lower_ for t in scene.doc[last + 1 : last + 3]]:
        return False
    ranked = next((t for t in reversed(scene.doc[max(0, last - 18) : last]) if t.lower_ == "first"), None)
    noun = ranked.head if ranked is not None else None
    return noun is not None and (noun in (trigger, support) or is_below(noun, trigger) or is_below(trigger, noun))
