"""Who does something to whom: the source and the target of an act or a statement, read from its clause.

Sources are the subject, or who stands after "by"; targets the object, who stands after the prepositions of a verb or
noun, and those in the clause below a verb that asks for, refuses or promises something.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.events.clause import agents, children, conjuncts, is_passive, objects, prepositional, subjects, with_to
from dateline.events.lexicon import word_list
from dateline.events.plover import AGAINST, LETTING, Code
from dateline.events.scene import Scene, phrase_tokens
from dateline.model import ActorMention

if TYPE_CHECKING:
    from spacy.tokens import Token

TOWARDS = ("against", "on", "upon", "at", "to", "with", "toward", "towards", "for", "from", "into", "over", "of",
           "about", "between", "among", "onto", "under", "as")  # fmt: skip
"""Prepositions after which a target may stand; the place of an act ("in", "near") only where there is no other."""
AT = ("against", "on", "at", "into", "with", "to", "from", "over", "for", "in")
PLACES = ("in", "near", "outside", "across", "throughout", "along", "inside", "around", "at", "off", "through")
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "REJECT"})
"""Codes of what parties named together do with each other."""
WITHIN = frozenset({"PROTEST", "COERCE", "MOBILIZE", "CONCEDE", "RETREAT"})
"""Codes of what is done inside a state as often as between states."""
HOME = frozenset({"police", "policeman", "authority", "government", "court", "regime", "junta", "judge"})
"""Powers of a state that act at home, and that its people turn to: nameless, they are of the other side's state."""
OF_GROUPS = frozenset({"REQUEST", "REJECT", "THREATEN", "ACCUSE"})
"""What a group inside a state says to the powers of its state where it names no other."""
LOCAL = word_list("local")
PUBLIC = word_list("public")
DEPTH = 3
"""How many clauses below a verb are looked into for its target."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Who acts and who is acted upon, as mentions of actors."""

    sources: tuple[ActorMention, ...]
    targets: tuple[ActorMention, ...]


def verb_roles(scene: Scene, verb: Token, rule: Code, code: str | None = None) -> Roles:
    """Source and target of what a verb tells; ``code``: what it counts as in its context, its rule's own where None."""
    doers = _doers(scene, verb)
    sources = in_phrases(scene, doers)
    targets = _targets(scene, verb, rule)
    return _settled(scene, verb, rule, doers, sources, targets, code or rule.plover)


def _doers(scene: Scene, verb: Token) -> list[Token]:
    """Heads of who acts; where that is a pronoun that stands for nobody known, or a thing, those of the clause above.

    "The union announced that it has called off a strike", "passed a law recognizing the victory".
    """
    doers = agents(verb)
    if in_phrases(scene, doers) or any(_of_the_place(t) for t in doers):
        return doers
    above = verb.head
    if verb.dep_ == "ccomp" and any(t.pos_ == "PRON" for t in doers) and above.pos_ == "VERB":
        return agents(above) or doers
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        while above.pos_ not in ("VERB", "AUX") and above.head != above:
            above = above.head
        return agents(above) or doers
    return doers


def noun_roles(scene: Scene, noun: Token, rule: Code) -> Roles:
    """Source and target of what a noun tells, also of one that a verb only lends its clause."""
    owners = [t for c in children(noun, "poss", "amod", "compound", "nmod") for t in conjuncts(c)]
    # "the arrest of two spies by Iran": the parser may hang "by" on the noun before it.
    by = [t for inner in phrase_tokens(noun) for t in prepositional(inner, "by")]
    doers = in_phrases(scene, by)
    sources = in_phrases(scene, [*owners, *by, *prepositional(noun, "between", "among")])
    towards = [t for inner in phrase_tokens(noun) for t in prepositional(inner, *AT)]
    targets = in_phrases(scene, towards)
    of = [m for m in in_phrases(scene, prepositional(noun, "of")) if m not in doers]
    if rule.of == "target":
        targets = [*of, *targets]
        if of or not _adjective(scene, owners):
            # "the Belgrade bombing", "the bombing of X by Y": a name before the noun is where it fell.
            named = in_phrases(scene, [t for t in owners if t.dep_ == "compound" and not of])
            targets += [m for m in named if m.how != "demonym"]
            sources = [m for m in sources if m not in named or m.how == "demonym"]
    else:
        sources += [m for m in of if m not in targets]
    verb = noun.head
    if noun.dep_ in ("dobj", "attr") and verb.pos_ in ("VERB", "AUX"):
        sources = [*in_phrases(scene, agents(verb)), *sources]
        targets += in_phrases(scene, prepositional(verb, *TOWARDS))
    elif noun.dep_ == "nsubjpass":
        sources += in_phrases(scene, agents(verb))
    return _settled(scene, noun, rule, owners, sources, targets, rule.plover)


def _adjective(scene: Scene, owners: Iterable[Token]) -> bool:
    return any(m.how == "demonym" for t in owners for m in scene.named(t))


def in_phrases(scene: Scene, heads: Iterable[Token]) -> list[ActorMention]:
    """The actors in noun phrases, first those of the head, each actor once."""
    found: list[ActorMention] = []
    known: set[str] = set()
    for head in heads:
        # "refugees fleeing the war in Liberia": who has no name is told by the clause behind.
        named = [*scene.party(head), *_paired(scene, head), *scene.phrase(head)] or _described(scene, head)
        for mention in named:
            if mention.actor.id not in known:
                known.add(mention.actor.id)
                found.append(mention)
    return found


def _paired(scene: Scene, head: Token) -> list[ActorMention]:
    """Those of "Chinese and American officials" behind the first."""
    pairs = [t for c in children(head, "amod", "compound", "poss", "nmod") for t in conjuncts(c) if t != c]
    return [m for t in pairs for m in scene.named(t)]


def _described(scene: Scene, head: Token) -> list[ActorMention]:
    inside = [t for clause in children(head, "acl") for t in clause.subtree]
    return [m for t in inside for m in scene.named(t) if m.actor.kind != "person"]


def _targets(scene: Scene, verb: Token, rule: Code, depth: int = 0) -> list[ActorMention]:
    direct = [*objects(verb), *(t for d in children(verb, "dative") for t in conjuncts(d) if t.pos_ != "ADP")]
    if verb.lemma_.lower() in LETTING:
        direct += [t for c in children(verb, "ccomp", "xcomp") for t in children(c, "nsubj")]
    towards = [p for p in TOWARDS if p != "at" or rule.plover in ("ASSAULT", "ACCUSE", "REJECT")]
    behind = prepositional(verb, *towards)
    for thing in objects(verb):
        behind += prepositional(thing, *towards)
        behind += [
            t for c in children(thing, "acl", "relcl") for t in [*objects(c), *prepositional(c, *TOWARDS)] if t != thing
        ]
    found = in_phrases(scene, [*direct, *behind])
    if depth < DEPTH and (rule.clause or not found):
        found += _below(scene, verb, rule, depth, bool(found))
    return found


def _below(scene: Scene, verb: Token, rule: Code, depth: int, already: bool) -> list[ActorMention]:
    """Whom the clauses below a verb are about: their subject where somebody is asked, else their objects."""
    found: list[ActorMention] = []
    acting = {m.actor.id for m in in_phrases(scene, _doers(scene, verb))}
    below = children(verb, "xcomp", "ccomp", "pcomp", "advcl") if rule.clause else children(verb, "xcomp", "advcl")
    for inner in [*children(verb, "prep"), *children(verb, "acomp")]:  # "insisted on leaving", "is willing to leave"
        below += children(inner, "pcomp", "xcomp")
    for inner in below:
        marks = {c.lower_ for c in children(inner, "mark")}
        if inner.dep_ == "advcl" and not (with_to(inner) or inner.tag_ == "VBG" or marks & {"unless", "for", "if"}):
            continue
        own = [t for c in children(inner, "nsubj", "nsubjpass") for t in conjuncts(c)]
        asked = in_phrases(scene, own) if rule.plover in ("REQUEST", "THREATEN", "PROTEST", "ACCUSE", "REJECT") else []
        asked = [m for m in asked if m.actor.id not in acting]
        found += asked
        if already or asked:
            continue
        found += _targets(scene, inner, rule, depth + 1)
    return found


def _settled(
    scene: Scene,
    trigger: Token,
    rule: Code,
    doers: list[Token],
    sources: list[ActorMention],
    targets: list[ActorMention],
    code: str,
) -> Roles:
    """Roles without those that are both, with the place where nobody else is named, and parties of one accord."""
    acting = {m.actor.id for m in sources}
    others = [m for m in targets if m.actor.id not in acting]
    if not others:
        apart = [m for m in targets if m not in sources]
        spots = [*places(trigger), *(t for c in children(trigger, "xcomp") for t in places(c))]
        where = [m for m in in_phrases(scene, spots) if m.actor.kind == "country"]
        if apart and code not in MUTUAL:
            others = apart
        elif code not in MUTUAL or len(acting) < 2:
            others = [m for m in where if m.actor.id not in acting] or apart
        if not others and where and code in WITHIN | {"ASSAULT"}:
            others = where
    if not sources and any(_of_the_place(t) for t in doers):
        sources = [m for m in in_phrases(scene, places(trigger)) if m.actor.kind == "country"]
    if not sources and code == "PROTEST" and any(_of_the_place(t) for t in doers):
        sources = [m for m in others if m.actor.kind == "country"][:1]  # "supporters took to the streets of Caracas"
    inside = code in WITHIN or rule.name in ("accuse.court", "accuse.inquiry")
    if code in OF_GROUPS and any(t.lemma_.lower() in LOCAL for t in doers):
        inside = True
    if code == "ASSAULT" and any(t.lemma_.lower() in HOME for t in doers):
        inside = True
    if code in AGAINST and trigger.pos_ == "VERB" and any(t.lemma_.lower() in HOME for t in objects(trigger)):
        inside = True  # "the opposition accused the government"
    if inside and not others and sources and rule.name != "retreat.resign":
        # Where no other is named, it is between the powers and the people of one state.
        others = [m for m in sources if m.country][:1]
    return Roles(tuple(sources), tuple(others))


def _of_the_place(token: Token) -> bool:
    """Whether who acts without a name is of the place where it happens: police, a court, rebels, a crowd."""
    return token.lemma_.lower() in PUBLIC | LOCAL


def places(trigger: Token) -> list[Token]:
    """Heads of the phrases that tell where something happens: those of the trigger, of its subject and object."""
    found = prepositional(trigger, *PLACES)
    if trigger.pos_ in ("VERB", "AUX"):
        for noun in [*objects(trigger), *subjects(trigger)]:
            found += prepositional(noun, *PLACES)
            found += [t for inner in phrase_tokens(noun) if inner != noun for t in prepositional(inner, *PLACES)]
    elif trigger.head.pos_ in ("VERB", "AUX"):
        found += prepositional(trigger.head, *PLACES)
    if is_passive(trigger) and trigger.dep_ == "acl":
        found += [trigger.head]
    return found
