"""Who takes part in an act: subjects, objects and what prepositions add, without the states where it only happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.clause import children, conjuncts, objects, prepositional
from dateline.events.lexicon import Trigger, word_list
from dateline.events.scene import Scene
from dateline.model import ActorMention, Participant, Role

if TYPE_CHECKING:
    from spacy.tokens import Token

PLACING = word_list("placing")
GOALS = ("to", "into", "in", "for", "at")
"""Prepositions of the place that a journey leads to."""


def participant(mention: ActorMention, role: Role) -> Participant:
    """The part that a mentioned actor plays."""
    return Participant(actor=mention.actor, role=role, country=mention.country)


def without_places(scene: Scene, pairs: list[tuple[ActorMention, Role]]) -> list[tuple[ActorMention, Role]]:
    """Leave out states that are only where it happened ("talks in Geneva"), if others take part."""
    kept = without_all_places(scene, pairs)
    if any(m.country or m.actor.kind == "country" for m, _ in kept):
        return kept
    return kept if scene.setting.pair else pairs  # "today's talks in Rome" between the two of the story


def without_all_places(scene: Scene, pairs: list[tuple[ActorMention, Role]]) -> list[tuple[ActorMention, Role]]:
    """Leave them out also where nobody else takes part."""
    return [(m, role) for m, role in pairs if not is_place(scene, m)]


def is_place(scene: Scene, mention: ActorMention) -> bool:
    """Whether a state is named only as where something was: "talks in Geneva"."""
    if mention.actor.kind != "country" or mention.how not in ("name", "metonym"):
        return False
    span = scene.doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return False
    root = span.root
    if any(t.lower_ == "based" for t in scene.doc[span.end : span.end + 2]):
        return True  # "the Geneva-based agency"
    while root.dep_ == "appos" and root.head.dep_ in ("appos", "pobj"):
        root = root.head  # "in Reykjavik, Iceland"
    return root.dep_ == "pobj" and root.head.lower_ in PLACING


def gather(pairs: list[tuple[ActorMention, Role]]) -> tuple[Participant, ...]:
    """Participants without doubles: the first role that an actor is found in counts."""
    found: dict[str, Participant] = {}
    for mention, role in pairs:
        found.setdefault(mention.actor.id, participant(mention, role))
    return tuple(found.values())


def verb_parties(
    scene: Scene, rule: Trigger, verb: Token, *, who: list[Token], what: list[Token]
) -> tuple[Participant, ...]:
    pairs: list[tuple[ActorMention, Role]] = [(m, "source") for m in scene.phrases(who)]
    pairs += [(m, "target") for m in scene.phrases(what)]
    pairs += [
        (m, "target") for m in scene.phrases(prepositional(verb, "with", "against", "to", "between", "on", "from"))
    ]
    pairs += [(m, "target") for d in children(verb, "dative") for m in scene.phrase(d)]
    pairs += [(m, "other") for m in scene.phrases(prepositional(verb))]
    if rule.type == "visit":
        pairs = _without_departure(scene, verb, pairs)
    # "made him minister": the parser makes the two a clause without a verb.
    small = [c for c in children(verb, "ccomp") if c.pos_ in ("NOUN", "PROPN", "ADJ")]
    pairs += [(m, "target") for c in small for m in scene.phrases(children(c, "nsubj"))]
    # "refused to sign an agreement with Iran", "went to hold talks in Bonn": the verb below counts as well.
    for child in children(verb, "xcomp"):
        if child.pos_ == "VERB":
            pairs += [(m, "target") for m in scene.phrases([*objects(child), *prepositional(child)])]
    return gather(pairs if rule.place else without_places(scene, pairs))


def _without_departure(
    scene: Scene, verb: Token, pairs: list[tuple[ActorMention, Role]]
) -> list[tuple[ActorMention, Role]]:
    """Without the place that a journey sets out from, where it says where to: "flew from Helsinki to Beijing"."""
    if not any(m.country or m.actor.kind == "country" for m in scene.phrases(prepositional(verb, *GOALS))):
        return pairs
    left = {m.start for m in scene.phrases(prepositional(verb, "from"))}
    return [(m, role) for m, role in pairs if m.start not in left]


def noun_parties(
    scene: Scene, rule: Trigger, noun: Token, *, who: list[Token], beside: list[Token]
) -> tuple[Participant, ...]:
    pairs: list[tuple[ActorMention, Role]] = [(m, "source") for m in scene.phrases(who)]
    owners = [t for c in children(noun, "poss", "amod", "compound", "nmod") for t in conjuncts(c)]
    pairs += [(m, "source") for t in owners for m in scene.phrase(t)]
    pairs += [(m, "source") for m in scene.phrases(prepositional(noun, "by", "between", "among"))]
    pairs += [(m, "target") for m in scene.phrases(prepositional(noun))]
    pairs += [(m, "target") for m in scene.phrase(noun)]
    pairs += [(m, "other") for m in scene.phrases(beside)]
    return gather(pairs if rule.place else without_places(scene, pairs))
