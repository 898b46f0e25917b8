"""How near a time expression hangs to an event in the parse: clause edges weigh more than phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.clause import governors, with_to
from dateline.events.lexicon import lexicon, word_list
from dateline.events.scene import Scene
from dateline.model import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Token


# What one step up the tree costs, from the date and from the event towards what they have in common: a clause of its
# own keeps its dates to itself ("the treaty signed in 1961 was renewed"), but may share those of the clause above it.
FROM_DATE = {
    "ccomp": 40,
    "relcl": 31,
    "advcl": 15,
    "conj": 12,
    "parataxis": 30,
    "xcomp": 4,
    "acl": 31,
    "pcomp": 8,
    "appos": 20,
}
FROM_EVENT = {
    "ccomp": 10,
    "relcl": 12,
    "advcl": 6,
    "conj": 4,
    "parataxis": 30,
    "xcomp": 2,
    "acl": 6,
    "pcomp": 2,
    "appos": 6,
}
PREMODIFYING = frozenset({"compound", "amod", "nmod", "nummod", "poss"})
"""How a date hangs on a noun behind it: "the 1979 revolution"."""
NAMED_ONLY = 8
NAMED_BELOW = 20
"""The same for a noun within a subject: "his mate in the election escaped yesterday"."""
SUPPORT = word_list("support")
BLAMING = word_list("blaming")
NAMING = word_list("naming")
OWN_CLAUSE = 10
"""Below this cost an expression stands in the event's own clause."""


def expressions(scene: Scene, sentence: list[Token]) -> list[TimeExpression]:
    """The time expressions of a sentence, in text order."""
    found: list[TimeExpression] = []
    for token in sentence:
        expression = scene.time_at.get(token.i)
        if expression is not None and expression not in found:
            found.append(expression)
    return found


def tokens_of(scene: Scene, expression: TimeExpression) -> list[Token]:
    """The tokens that a time expression covers."""
    span = scene.doc.char_span(expression.start, expression.end, alignment_mode="expand")
    return list(span) if span is not None else []


def root_of(scene: Scene, expression: TimeExpression) -> Token:
    """The token of a time expression by which it hangs on the rest of the sentence."""
    tokens = tokens_of(scene, expression)
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[0])


def clause_of(scene: Scene, sentence: list[Token], at: int) -> TimeExpression | None:
    """The date whose "when" clause a token stands in: 2002 for what stands behind "2002, when"."""
    for token in reversed([t for t in sentence if t.i <= at and t.lower_ == "when" and t.i >= 2]):
        before = scene.doc[token.i - 1] if not scene.doc[token.i - 1].is_punct else scene.doc[token.i - 2]
        return scene.time_at.get(before.i)
    return None


def is_below(token: Token, head: Token) -> bool:
    """Whether a token stands somewhere under another in the parse."""
    return any(above == head for above, _ in governors(token))


def cost_of(scene: Scene, expression: TimeExpression, trigger: Token, support: Token | None) -> float:
    """How far a time expression hangs from a trigger in the tree; clause edges weigh more than phrases."""
    root = root_of(scene, expression)
    if _right_behind(scene, expression, trigger):
        return 1.0
    above_time: dict[int, float] = {root.i: 0.0}
    cost = 0.0
    below = root
    for head, dep in governors(root):
        if dep == "pcomp" and below.head.lemma_.lower() in BLAMING and below.lower_ in ("of", "for", "with", "over"):
            cost += FROM_DATE["relcl"]  # "accused of selling arms in 2012"
        if dep == "conj" and _differ(head, below):
            cost += FROM_DATE["relcl"]  # "which has been revived, and was last week to perform"
        eased = (
            (dep == "advcl" and _opens(below))
            or (dep == "ccomp" and (_infinitive(below) or _small(below, head)))
            or (dep == "acl" and head.dep_ == "ROOT" and head == trigger)
        )
        cost += FROM_DATE["xcomp"] if eased else FROM_DATE.get(dep, 1)
        above_time[head.i] = cost
        below = head
    cost = 0.0
    best = above_time.get(trigger.i)
    if support is not None and support.i in above_time:
        best = min(best if best is not None else 99.0, above_time[support.i] + 1)
    if best is not None:
        return best
    named_only = trigger.pos_ in ("NOUN", "PROPN") and support is None
    below = trigger
    for head, dep in governors(trigger):
        if named_only and dep in ("nsubj", "nsubjpass") and head.lemma_.lower() not in SUPPORT:
            # "the accord must be approved in October": that is no date of the accord
            cost += NAMED_ONLY if below == trigger else NAMED_BELOW
            named_only = False
        if dep == "conj":
            differ, dated = _differ(head, below), head.i in above_time
            if differ and dated and _time_told(head) == "to come":
                cost += FROM_DATE["relcl"]  # "will appear tomorrow and is facing new accusations"
            elif differ or (dated and head.pos_ in ("NOUN", "PROPN")):
                cost += FROM_DATE["conj"]  # "the ballot last August and his problems in appointing ministers"
        cost += 40 if dep == "ccomp" and _speaks(head) else FROM_EVENT.get(dep, 1)
        if head.i in above_time:
            return cost + above_time[head.i] + 1
        below, named_only = head, named_only and head.tag_ not in ("VBD", "VBP", "VBZ")
    return 99.0


def _right_behind(scene: Scene, expression: TimeExpression, trigger: Token) -> bool:
    """Whether a date follows a verb of saying at once: "said on Saturday it would respect all treaties"."""
    if trigger.pos_ not in ("VERB", "AUX") or not _speaks(trigger):
        return False
    first = tokens_of(scene, expression)[0].i
    return first == trigger.i + 1 or (first == trigger.i + 2 and scene.doc[trigger.i + 1].lower_ == "on")


def _differ(verb: Token, other: Token) -> bool:
    """Whether two joined verbs, each with words for its own tense, tell of different times: "has met and will meet"."""
    mine, theirs = _time_told(verb), _time_told(other)
    return mine is not None and theirs is not None and mine != theirs


def _time_told(verb: Token) -> str | None:
    """ "past", "perfect", "present" or "to come" by a verb's own auxiliaries and ending; None where it shares them."""
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    aux = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if aux & {"will", "'ll", "would", "may", "might", "could", "should", "must", "can"}:
        return "to come"
    if aux & {"has", "have", "'ve"}:
        return "perfect"
    if verb.tag_ in ("VBD", "VBZ", "VBP") or aux:
        past = verb.tag_ == "VBD" or aux & {"was", "were", "had", "did"}
        return "past" if past else "present"
    return None


def _opens(verb: Token) -> bool:
    """Whether a clause only sets the scene for the next: "Speaking in Moscow on Thursday, Chávez promised …"."""
    return verb.tag_ == "VBG" and verb.i < verb.head.i and not any(c.dep_ in ("nsubj", "mark") for c in verb.children)


def _infinitive(verb: Token) -> bool:
    """Whether a clause is an infinitive with a subject: "allowed him to return in March" was in March as well."""
    return verb.tag_ == "VB" and with_to(verb)


def _small(word: Token, verb: Token) -> bool:
    """Whether a clause without a verb tells what somebody is made: "declared Catalonia a republic on 27 October"."""
    return word.pos_ in ("NOUN", "PROPN", "ADJ") and verb.lemma_.lower() in NAMING


def hangs_on(scene: Scene, expression: TimeExpression, trigger: Token) -> bool:
    """Whether a time expression stands in the trigger's own clause."""
    return cost_of(scene, expression, trigger, None) < OWN_CLAUSE and any(
        head == trigger for head, _ in governors(root_of(scene, expression))
    )


def _speaks(verb: Token) -> bool:
    # What only papers and inquiries say by ("the report established that") stands for other things as well.
    return any(rule.subjects is None for rule in lexicon().speech.get(verb.lemma_.lower(), ()))
