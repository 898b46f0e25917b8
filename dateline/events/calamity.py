"""Whose death or injury nobody did: "45,000 people were injured", told of an earthquake, is the disaster's.

And whose death somebody did: "seven people died", told of a riot, is the riot's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from dateline.events.act import Act
from dateline.events.clause import agents, children, is_passive, subjects
from dateline.events.lexicon import lexicon, word_list
from dateline.events.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

CALAMITIES = word_list("calamities")
VIOLENCE = word_list("violence")
KILLING = (VIOLENCE | {"troop"}) - {"army", "coup", "military", "police", "protest", "strike"}
NO_ILLNESS = frozenset({"attack", "arrest", "shock", "wound", "fall", "burn", "injury", "operation"})
"""Words of the class of illnesses that tell of other things too."""
WEAK = word_list("weak_violence")
PLAIN = CALAMITIES - {"collapse", "crush", "fire"}
ARMS = word_list("fire_of_arms")
SUFFERED = frozenset({"die", "perish", "drown"})
DONE_TO = frozenset({"kill", "injure", "wound", "hurt", "crush", "trap", "bury", "destroy", "damage", "flatten"})
FEARED = frozenset({"believe", "confirm", "count", "fear", "list", "presume", "report"})
"""What is told of the dead: "were reported dead", "are feared drowned"."""
OPENING = 3
"""So many sentences say what an article is about."""


def of_calamity(scene: Scene, act: Act, sentence: list[Token]) -> Act:
    """An act as it is, or as the disaster's where several were killed or hurt and the text names a calamity alone.

    Where several died and the text names violence, it is an attack and no death by illness or age.
    """
    verb = act.token
    lemma = verb.lemma_.lower()
    if act.rule.type not in ("attack", "life") or any(p.actor.kind == "person" for p in act.participants):
        return act
    lost = lemma == "lose" and any(t.lemma_.lower() == "life" for t in children(verb, "dobj"))
    done_to = lemma in DONE_TO | FEARED and is_passive(verb) and not agents(verb)
    if not (lost or done_to or lemma in SUFFERED):
        return act
    words = _lemmas(sentence)
    ill = bool(words & (lexicon().classes["illness"] - NO_ILLNESS))
    died = (lost or lemma in SUFFERED) and act.rule.type == "life" and not ill
    # "Three soldiers died when a bomb went off", but not in a flood.
    killed = died and bool(words & KILLING) and not words & CALAMITIES
    told = _told(words)
    if told is None and not killed:
        told = _told(_lemmas(t for span in islice(scene.doc.sents, OPENING) for t in span))
    if told and not killed:
        return replace(act, rule=replace(act.rule, name="disaster.victims", type="disaster"))
    if killed or (died and told is False and _several(verb)):
        return replace(act, rule=replace(act.rule, name="attack.victims", type="attack", plover="ASSAULT"))
    return act


def _several(verb: Token) -> bool:
    """Whether more than one person died: "seven people", "dozens"."""
    return not children(verb, "prt") and any(t.tag_ in ("NNS", "CD") or children(t, "nummod") for t in subjects(verb))


def _lemmas(tokens: Iterable[Token]) -> set[str]:
    """The lemmas of words, "gunfire" for the fire of arms."""
    lemmas = ((t, t.lemma_.lower()) for t in tokens)
    return {"gunfire" if lemma == "fire" and _of_arms(t) else lemma for t, lemma in lemmas}


def _of_arms(fire: Token) -> bool:
    return any(c.lower_ in ARMS for c in children(fire, "compound", "amod", "nmod"))


def _told(words: set[str]) -> bool | None:
    """Whether words name a calamity and no violence; None where they name neither."""
    if words & (VIOLENCE - WEAK):
        return False
    if words & PLAIN:
        return True
    if words & VIOLENCE:
        return False
    return True if words & CALAMITIES else None
