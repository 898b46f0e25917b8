"""Finding acts: where a word of the trigger lexicon stands under its conditions, verbs before nouns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.events.act import Act
from dateline.events.calamity import of_calamity
from dateline.events.clause import children, governors
from dateline.events.lexicon import lexicon
from dateline.events.noun_acts import noun_act
from dateline.events.scene import Scene
from dateline.events.told import becomes_first, is_told, lasts, told_of
from dateline.events.verb_acts import verb_act

if TYPE_CHECKING:
    from spacy.tokens import Token

APART = frozenset({"after", "before", "following", "since", "until"})
"""Behind these stands another act than the one of the verb they hang on, ..."""
ENDING_IN_DEATH = frozenset({"attack", "disaster", "life"})
"""... but for these types: who "died after an attack" died in it."""


def find_acts(scene: Scene, sentence: list[Token]) -> Iterator[Act]:
    """The acts told in a sentence, verbs before nouns; a noun that a verb's rule has used up is not told again."""
    words = lexicon()
    used: set[int] = set()
    found: list[Act] = []
    for token in sentence:
        if token.pos_ in ("VERB", "AUX") or (token.tag_ in ("VBN", "VBG", "VBD")):
            rules = words.by_verb.get(token.lemma_.lower(), ())
            if rules and not is_told(scene, token):
                rules = tuple(rule for rule in rules if rule.present) if lasts(scene, token) else ()
            act = verb_act(scene, rules, token) if rules else None
            if act:
                found.append(of_calamity(scene, act, sentence))
                used |= act.consumed
    for token in sentence:
        if token.pos_ in ("NOUN", "PROPN") and token.i not in used and token.i not in scene.time_at:
            for rule in words.by_noun.get(token.lemma_.lower(), ()):
                act = noun_act(scene, rule, token)
                if act:
                    found.append(act)
                    used |= act.consumed
                    break
    yield from sorted((act for act in found if not _told_twice(act, found)), key=lambda act: act.token.i)


def _told_twice(act: Act, found: list[Act]) -> bool:
    """Whether a noun only says again what the verb that it hangs on tells: "travelled to Vietnam for a visit"."""
    if act.rule.lends:
        return any(other.verb == act.token for other in found if other is not act)
    if act.rule.brings:
        return any(_below(other.token, act.token) for other in found if other is not act)
    if any(other.rule.lends and act.verb is None and act.token in told_of(other.token) for other in found):
        return True
    if act.token.lemma_ == "become":
        return any(becomes_first(other.token) and act.token in _above(other.token) for other in found)
    if act.token.tag_ == "VBN" and act.token.dep_ in ("acomp", "oprd", "xcomp", "ccomp"):
        bare = not children(act.token, "aux", "auxpass", "nsubj", "nsubjpass")
        return bare and any(other.token == act.token.head for other in found)  # "stayed closed", "presumed killed"
    if act.token.pos_ in ("VERB", "AUX"):
        return False
    if act.token.head.lower_ in APART and act.rule.type not in ENDING_IN_DEATH:
        return False  # "after his arrest in May he was jailed"
    verbs = (other for other in found if other.token.pos_ in ("VERB", "AUX"))
    told = {other.token.i: other.rule.type for other in verbs if not (other.rule.lends or other.rule.brings)}
    for head, dep in governors(act.token):
        if dep not in ("pobj", "prep", "dobj", "conj", "attr", "nsubj", "nsubjpass", "agent", "pcomp"):
            return False
        if told.get(head.i) == act.rule.type:
            return True
        if head.pos_ in ("VERB", "AUX"):
            return False
    return False


def _above(infinitive: Token) -> tuple[Token, Token]:
    return infinitive.head, infinitive.head.head


def _below(noun: Token, verb: Token) -> bool:
    """Whether a noun is what a verb brings about or leads to: "sparked protests", "led to the war of 1992"."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    return (noun.dep_ == "dobj" and noun.head == verb) or (
        noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head == verb
    )
