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
CALLING_OFF = word_list("calling_off")
PUTTING_OFF = word_list("putting_off")
TURNING_AWAY = word_list("turning_away")
RANKS = frozenset({"first", "second", "third", "last", "only", "next"})
SCENE_SETTING = word_list("scene_setting")
AIMING = word_list("aiming")
DENYING = word_list("denying")
TURNING_DOWN = word_list("turning_down")
CLAIMS = word_list("claims")
DENIALS = word_list("denials")


def status_of(trigger: Token, *, support: Token | None = None) -> Status:
    """The status that the grammar around a trigger gives it.

    ``support`` is the verb that lends a noun its clause ("talks will be held").
    """
    verb = support if support is not None else trigger
    if verb.pos_ in ("VERB", "AUX"):
        if children(verb, "neg") or disputed(verb) or any(map(_none, children(verb, "dobj"))):
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
    if trigger.pos_ in ("NOUN", "PROPN") and _none(trigger):
        return "denied"
    below = verb
    for head, dep in _clause_chain(verb):
        under, below = below, head
        if (dep == "pobj" and _sets_the_scene(head)) or "following" in (head.lower_, under.lower_):
            break  # "after the talks he promised more", "called for calm following the attack"
        if dep == "pcomp" and head.lower_ in ("after", "before", "since"):
            break  # "decided not to run after serving two terms"
        if dep == "prep" and head.lemma_ == "call" and under.lower_ == "to":
            break  # "was called to a meeting"
        if dep in ("xcomp", "ccomp", "dobj", "pobj", "prep", "acl", "pcomp", "nsubjpass", "nsubj"):
            lemma = head.lemma_.lower()
            infinitive = verb.pos_ == "VERB" and with_to(verb)
            if lemma in FAILING and infinitive:
                return "denied"
            told = dep == "nsubj" and lemma != "need" and tense(head) != "modal"  # "the attack suggests that …"
            if lemma in WISHING and not told and (dep != "ccomp" or tense(verb) in ("none", "modal")):
                return "hypothetical"
            if lemma in PLANNING and (infinitive or verb.pos_ not in ("VERB", "AUX")) and dep != "nsubj":
                return "planned"
            if lemma in PLANNED_NOUNS:
                return "planned"
            if infinitive and (lemma == "be" or (lemma in ("have", "need") and tense(head) == "future")):
                return "planned"  # "is to sign", "will have to be signed"
            if dep == "acl" and verb.tag_ == "VBN" and head.pos_ in ("NOUN", "PROPN"):
                break  # "the minister, ousted in a coup, called for calm"
        if dep == "relcl" and tense(under) == "past":
            break  # "called on the mayor, who was elected in May, to resign"
        if head.pos_ in ("VERB", "AUX") and dep not in ("xcomp", "dobj", "pobj", "prep", "acl", "pcomp", "conj"):
            break
    return "happened"


def _none(noun: Token) -> bool:
    """ "There was no ruling", "sent no money"."""
    return any(c.lower_ == "no" and c.dep_ == "det" for c in noun.children)


def disputed(verb: Token) -> bool:
    """Whether somebody says that it did not happen: "denied that", "rejects claims that", "the denial that"."""
    clause = verb
    while clause.dep_ == "conj" and clause.head.pos_ in ("VERB", "AUX"):
        clause = clause.head
    head = clause.head
    if clause.dep_ == "pcomp" and head.lower_ == "of":
        clause, head = head, head.head
    if head.pos_ in ("VERB", "AUX"):
        return clause.dep_ in ("ccomp", "xcomp") and _denies(head, DENYING)
    # "the denial that France left" is often taken for a relative clause, of which "that" then would be a part.
    content = clause.dep_ in ("acl", "ccomp", "prep") or (clause.dep_ == "relcl" and children(clause, "mark"))
    if head.pos_ != "NOUN" or not content:
        return False
    if clause.dep_ != "prep" and head.lemma_.lower() in DENIALS:
        return True
    if head.lemma_.lower() not in CLAIMS:
        return False
    while head.dep_ == "conj":
        head = head.head
    return head.dep_ in ("dobj", "nsubjpass") and _denies(head.head, DENYING | TURNING_DOWN)


def _denies(verb: Token, words: frozenset[str]) -> bool:
    """Whether a verb is one of the words, and is not denied itself: "does not deny that"."""
    particle = next((c.lower_ for c in children(verb, "prt")), "")
    said = f"{verb.lemma_.lower()} {particle}".strip()
    return said in words and not children(verb, "neg")


def called_off(thing: Token, verb: Token) -> Status | None:
    """What a verb makes of a thing that is to come: "denied" where it is called off, "planned" where it is put off.

    "cancelled his trip", "the talks were put off"; "happened" of what took place without or against somebody
    ("boycotted the summit", "broke off the talks"), None for all other verbs.
    """
    mine = thing.head == verb and thing.dep_ in ("dobj", "nsubjpass") and thing.pos_ in ("NOUN", "PROPN")
    if not mine or verb.pos_ != "VERB" or children(verb, "neg") or tense(verb) not in ("past", "present", "none"):
        return None
    particle = next((c.lower_ for c in children(verb, "prt")), "")
    word = f"{verb.lemma_.lower()} {particle}".strip()
    if word in CALLING_OFF:
        return "denied"
    if word in PUTTING_OFF:
        return "planned"
    return "happened" if word in TURNING_AWAY else None


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
