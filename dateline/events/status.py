"""Whether an act happened, is planned, is denied, or is only thought of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.clause import children, governors, subjects, tense, with_to
from dateline.events.lexicon import word_list
from dateline.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

PLANNING = word_list("planning")
WISHING = word_list("wishing")
PLANNED_NOUNS = word_list("planned_nouns")
FAILING = word_list("failing")
AWAITING = frozenset({"await", "expect", "schedule", "slate"})
NOBODY = word_list("nobody")
RANKS = frozenset({"first", "second", "third", "last", "only", "next"})
SCENE_SETTING = word_list("scene_setting")
AIMING = word_list("aiming")


def status_of(trigger: Token, *, support: Token | None = None) -> Status:
    """The status that the grammar around a trigger gives it.

    ``support`` is the verb that lends a noun its clause ("talks will be held").
    """
    verb = support if support is not None else trigger
    if verb.pos_ in ("VERB", "AUX"):
        if children(verb, "neg"):
            return "denied"
        how = tense(verb)
        if how == "future":
            return "planned"
        if how == "modal":
            words = {aux.lower_ for aux in children(verb, "aux")}
            perfect = any(aux.lower_ == "have" for aux in children(verb, "aux"))
            if words & {"would", "'d"} and not perfect:
                return "planned"
            return "hypothetical"
        if _to_be(verb):
            return "planned"
        if any(mark.lower_ in ("if", "unless", "whether") for mark in children(verb, "mark")):
            return "hypothetical"
        if any(c.lower_ == "due" for c in children(verb, "acomp")):
            return "planned"
        if verb.lemma_.lower() in AWAITING and children(verb, "auxpass") and not children(verb, "xcomp"):
            return "planned"
        if how == "present" and any(mark.lower_ == "until" for mark in children(verb, "mark")):
            return "hypothetical"
    for head, dep in _clause_chain(verb):
        if dep == "pobj" and _sets_the_scene(head):
            break  # "after the talks he promised more"
        if dep in ("xcomp", "ccomp", "dobj", "pobj", "prep", "acl", "pcomp", "nsubjpass", "nsubj"):
            lemma = head.lemma_.lower()
            infinitive = verb.pos_ == "VERB" and with_to(verb)
            if lemma in FAILING and infinitive:
                return "denied"
            if lemma in WISHING and (dep != "ccomp" or tense(verb) in ("none", "modal")):
                return "hypothetical"
            if lemma in PLANNING and (infinitive or verb.pos_ not in ("VERB", "AUX")) and dep != "nsubj":
                return "planned"
            if lemma in PLANNED_NOUNS:
                return "planned"
            if infinitive and (lemma == "be" or (lemma in ("have", "need") and tense(head) == "future")):
                return "planned"  # "is to sign", "will have to be signed"
            if dep == "acl" and verb.tag_ == "VBN" and head.pos_ in ("NOUN", "PROPN"):
                break  # "the minister, ousted in a coup, called for calm"
        if head.pos_ in ("VERB", "AUX") and dep not in ("xcomp", "dobj", "pobj", "prep", "acl", "pcomp", "conj"):
            break
    return "happened"


def _to_be(verb: Token) -> bool:
    """Whether a verb tells of a noun what is to be done: "a summit to be held in May"; not "the first to be held"."""
    aux = {child.lower_ for child in children(verb, "aux", "auxpass")}
    if verb.dep_ not in ("relcl", "acl") or not {"to", "be"} <= aux:
        return False
    return not any(child.lower_ in RANKS or child.tag_ in ("JJS", "RBS") for child in verb.head.children)


def _sets_the_scene(preposition: Token) -> bool:
    """Whether a preposition only says at what something else was: "after the vote he called for calm".

    What stands before the verb is not what is called for; "called for talks in May" has its aim behind.
    """
    word = preposition.lower_
    opens = preposition.head.pos_ in ("VERB", "AUX") and preposition.i < preposition.head.i
    return word in SCENE_SETTING or (opens and word not in AIMING)


def by_nobody(verb: Token) -> bool:
    """Whether a verb tells what nobody has done: "No leader had ever visited before"."""
    return any(t.lower_ in NOBODY or any(c.lower_ in NOBODY for c in t.children if c.i < t.i) for t in subjects(verb))


def _clause_chain(token: Token) -> list[tuple[Token, str]]:
    """The next few heads above a token: enough for "agreed to sign", "plans for a visit", "called for talks"."""
    return list(governors(token))[:3]
