"""Whether a clause tells that something came about, or only names an aim, a habit, a standing fact or a rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.clause import children, clause, governors, subjects, tense, with_to
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

PLANNING = word_list("planning")
WISHING = word_list("wishing")
CARRYING_OUT = word_list("carrying_out")
PLANNED_NOUNS = word_list("planned_nouns")
SETTLED_NOUNS = word_list("settled_nouns")
POSSIBLE = frozenset({"may", "might", "could", "should", "can", "ca", "must"})
CONDITIONS = frozenset({"if", "unless", "whether"})
TOLD_WHEN_DONE = frozenset({"policy", "other"})
WOULD = frozenset({"would", "'d"})
SETTING_OUT = word_list("setting_out")
RANKS = word_list("ranks")
KEEPING = word_list("keeping")
TROUBLES = word_list("troubles")
LENGTHS = word_list("lengths")


def is_told(scene: Scene, verb: Token) -> bool:
    """Whether the clause of a verb asserts, announces or denies an act of its own."""
    return lasts(scene, verb) and not _standing(scene, verb)


def lasts(scene: Scene, verb: Token) -> bool:
    """Whether a clause asserts something, be it a state that lasts: "he is held in Turin", "she faces charges"."""
    return not (aimed(scene, verb) or _merely_ranked(verb) or _conditional(verb) or _kept_from(verb))


def aimed(scene: Scene, verb: Token) -> bool:
    """ "to win elections", "the power to change the law": an infinitive that only says what something is for.

    What is agreed, ordered, planned, asked for ("agreed to withdraw") or carried out ("helped to draft") is told.
    """
    infinitive = _infinitive(verb)
    if infinitive is None or infinitive.head.lemma_.lower() in SETTING_OUT:
        return False
    if infinitive.dep_ in ("acl", "relcl") and children(infinitive, "auxpass") and dated(scene, infinitive):
        return False  # "the talks to be held on Monday"
    if infinitive.dep_ == "ROOT":
        return False  # a headline: "Putin to visit Hanoi"
    if becomes_first(infinitive):
        return False
    for head, dep in governors(infinitive):
        lemma = head.lemma_.lower()
        if dep in ("xcomp", "ccomp", "acl", "advcl", "oprd", "relcl", "conj", "dobj", "pobj", "prep", "pcomp"):
            if lemma in CARRYING_OUT or lemma in PLANNED_NOUNS or lemma in SETTLED_NOUNS:
                return dep == "advcl"
            if lemma in PLANNING or lemma == "be":
                return dep == "advcl"
            if dep == "acl" and children(head, "nsubj"):
                return True
        if head.pos_ in ("VERB", "AUX") and not (dep == "conj" and _infinitive(head) is not None):
            return True
    return True


def _infinitive(verb: Token) -> Token | None:
    """The infinitive with "to" that a verb is, or is coordinated with."""
    if with_to(verb):
        return verb
    if verb.tag_ == "VB" and verb.dep_ == "conj" and not children(verb, "nsubj", "nsubjpass", "aux"):
        return _infinitive(verb.head)
    return None


def _standing(scene: Scene, verb: Token) -> bool:
    """A plain present without a date tells a habit or a standing fact ("voters elect the president"), not news.

    Headlines speak in the present, too: what stands on a line of its own without a full stop is one.
    """
    if tense(verb) != "present" or any(aux.lemma_ == "have" for aux in children(verb, "aux")):
        return False
    if verb.tag_ == "VBG" and not children(verb, "neg"):
        return False
    if verb.tag_ == "VBN" and any(aux.lower_ == "being" for aux in children(verb, "auxpass")):
        return False
    return not (dated(scene, verb) or headline(verb) or scene.line_date(verb.idx))


def headline(token: Token) -> bool:
    """Whether a token stands in a headline: a sentence that ends its paragraph without a full stop."""
    last = next((t for t in reversed(list(token.sent)) if not t.is_space), token)
    return last.is_alpha or last.like_num


def _conditional(verb: Token) -> bool:
    """ "if no agreement is reached", "whether they can sign": nothing has been told yet."""
    return any(mark.lower_ in CONDITIONS for mark in children(verb, "mark"))


def _kept_from(verb: Token) -> bool:
    """ "banned from entering the country", "died without having been convicted": it did not happen."""
    preposition = verb.head
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and preposition.lemma_.lower() in TROUBLES:
        return True  # "has problems selling its oil"
    if verb.dep_ != "pcomp" or preposition.dep_ != "prep":
        return False
    return preposition.lower_ == "without" or (
        preposition.lower_ == "from" and preposition.head.lemma_.lower() in KEEPING
    )


def dated(scene: Scene, verb: Token) -> bool:
    """Whether a date or time hangs in the verb's own clause."""
    start, end = clause(verb)
    return any(i in scene.time_at and scene.time_at[i].type in ("DATE", "TIME") for i in range(start, end))


def through_the_years(verb: Token) -> bool:
    """ "Russia for years backed the sanctions": said again and again, on no day of its own."""
    return any(
        noun.lower_ in LENGTHS and not children(noun, "nummod")
        for holder in (verb, *subjects(verb))  # "Russia for years" is parsed as one phrase
        for preposition in children(holder, "prep")
        if preposition.lower_ == "for"
        for noun in children(preposition, "pobj")
    )


def asserted(verb: Token) -> bool:
    """Whether a verb says plainly that something has come or will come about: no negation, no "may" or "must"."""
    negative = children(verb, "neg") or any(
        word.lower_ in ("no", "not") for child in children(verb, "nsubj", "nsubjpass") for word in child.subtree
    )
    return not negative and tense(verb) in ("past", "present", "future")


def tells(verb: Token) -> bool:
    """Whether a verb tells something that came or will come about: no plain present, nor what only may or should."""
    if any(aux.lower_ in POSSIBLE for aux in children(verb, "aux")):
        return False
    return tense(verb) != "present" or any(c.lemma_ in ("have", "be") for c in children(verb, "aux"))


def _merely_ranked(verb: Token) -> bool:
    """ "the only leader to travel there", "becoming the first to visit": a rank, not an act of its own."""
    noun = verb.head
    if becomes_first(verb):
        return False
    if with_to(verb) and verb.dep_ in ("relcl", "acl", "xcomp") and noun.pos_ in ("NOUN", "PROPN", "ADJ", "PRON"):
        return _ranks(noun)
    return any(c.lower_ == "only" for t in children(verb, "attr") for c in t.children)


def becomes_first(infinitive: Token) -> bool:
    """Whether somebody did it by becoming the first or last of its kind: "became the first president to visit Laos"."""
    if infinitive.dep_ not in ("relcl", "acl", "xcomp") or _infinitive(infinitive) is not infinitive:
        return False
    noun = infinitive.head
    if noun.lemma_ == "become":
        return _has_become(noun) and any(map(_ranks, children(noun, "attr", "oprd")))
    if noun.dep_ not in ("attr", "oprd") or noun.head.lemma_ != "become" or not _has_become(noun.head):
        return False
    return _ranks(noun)


def _ranks(noun: Token) -> bool:
    """Whether a noun tells a place in a row: "the first", "the last president"."""
    return any(t.lower_ in RANKS for t in (noun, *noun.children))


def _has_become(verb: Token) -> bool:
    return tense(verb) == "past" and verb.dep_ in ("ROOT", "ccomp", "conj", "parataxis")


def told_of(verb: Token) -> list[Token]:
    """The nouns of a verb's subject, and what they are a measure of ("a round of talks")."""
    heads = subjects(verb)
    return [*heads, *(t for head in heads for prep in children(head, "prep") for t in children(prep, "pobj"))]


def only_possible(type_: str, verb: Token) -> bool:
    """Whether an act of the types that are told only when done may or ought to be done.

    "should be allowed to leave", "could cut it", "has to step it up".
    """
    if type_ not in TOLD_WHEN_DONE:
        return False
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in ("have", "need") and children(verb, "aux"):
        return True
    return tense(verb) == "modal" and not any(aux.lower_ in WOULD for aux in children(verb, "aux"))
