"""The act that a verb tells: its subject, object and prepositions against a rule of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.events.act import Act
from dateline.events.clause import (
    agents,
    children,
    clause,
    conjuncts,
    is_passive,
    objects,
    prepositional,
    tense,
    with_to,
)
from dateline.events.fitting import figurative, in_words, is_in, is_money, quarrels, satisfied, unlike
from dateline.events.lexicon import Trigger, lexicon
from dateline.events.parties import verb_parties
from dateline.events.scene import Scene
from dateline.events.status import by_nobody
from dateline.events.told import CONDITIONS, asserted, dated, only_possible, tells

if TYPE_CHECKING:
    from spacy.tokens import Token

ARMED = frozenset({"attack", "protest"})
BELOW = ("xcomp", "ccomp", "acl", "relcl", "advcl")


def verb_act(scene: Scene, rules: Iterable[Trigger], verb: Token) -> Act | None:
    """The act that a verb tells by the first of the rules that fits."""
    if (verb.dep_ == "amod" and verb.head.pos_ in ("NOUN", "PROPN")) or by_nobody(verb):
        return None
    passive, who, what = is_passive(verb), agents(verb), objects(verb)
    if _only_words(verb, who):
        return None
    acts = (_act(scene, rule, verb, passive=passive, who=who, what=what) for rule in rules)
    return next((act for act in acts if act), None)


def _act(scene: Scene, rule: Trigger, verb: Token, *, passive: bool, who: list[Token], what: list[Token]) -> Act | None:
    if rule.about and not rule.about & scene.nouns:
        return None
    if rule.particle and not any(c.lower_ in rule.particle for c in children(verb, "prt", "advmod", "prep")):
        return None
    if rule.tags and verb.tag_ not in rule.tags:
        return None
    if rule.without and any(c.lower_ in rule.without for c in verb.children):
        return None
    if (rule.active and passive) or (rule.passive and not passive) or (rule.intransitive and children(verb, "dobj")):
        return None
    if rule.complement and not any(_done(c, rule) for c in children(verb, "xcomp", "ccomp")):
        return None
    if rule.clause and not any(_settled(c) for c in children(verb, "ccomp")):
        return None
    if only_possible(rule.type, verb) or (rule.type in ARMED and (quarrels(verb) or in_words(verb))):
        return None
    if rule.alone and any(c.tag_ == "VB" for t in [verb, *children(verb, "dobj")] for c in children(t, *BELOW)):
        return None  # "ordered tanks to fire"
    if (rule.past and not tells(verb)) or ((rule.asserted or rule.done) and not asserted(verb)):
        return None
    if rule.done and tense(verb) == "future":
        return None
    if rule.complements is not None and not any(
        is_in(t, rule.complements, scene) for t in children(verb, "acomp", "attr", "oprd", "advmod", "ccomp", "xcomp")
    ):
        return None
    if rule.needs == "sides" and not _sides(who):
        return None
    used = {verb.i}
    main_object: Token | None = what[0] if what else None
    if rule.subjects is not None:
        doers = who or (what if passive else [])
        if passive and rule.objects is None:
            doers = [*who, *what]
        # "the bill was suspended": by whom is not told, and need not be where anybody may do it.
        unnamed = passive and not who and rule.objects is not None and "@@actor" in rule.subjects and asserted(verb)
        fitting = [t for t in doers if is_in(t, rule.subjects, scene) and not unlike(t, rule.unlike)]
        if not fitting and not unnamed:
            return None
        if not rule.lends:
            used |= {t.i for t in fitting}
    if rule.objects is not None:
        if "@@money" in rule.objects:
            what = [*what, *(t for t in children(verb, "npadvmod") if is_money(t))]  # as "$550m" may be parsed
        given = [t for c in children(verb, "dobj", "oprd", "attr") for t in conjuncts(c)] if passive else []
        hit = [
            t
            for t in [*what, *given]
            if is_in(t, rule.objects, scene)
            and not (rule.type != "election" and figurative(t))
            and not unlike(t, rule.unlike)
        ]
        if (
            hit
            and rule.both
            and not any(
                is_in(t, wanted, scene) for prep, wanted in rule.within.items() for t in _behind(verb, hit, prep)
            )
        ):
            return None
        if not hit and rule.within and not rule.both and not any(figurative(t) for t in what):
            hit = _within(scene, rule, verb)
        if not hit:
            return None
        main_object = hit[0]
        if not rule.brings:
            used |= {t.i for t in hit}
    elif rule.within:
        hit = _within(scene, rule, verb)
        if not hit:
            return None
        main_object = hit[0]
    if rule.passive_or_object and not what:
        return None
    people = verb_parties(scene, rule, verb, who=who, what=what)
    if rule.needs == "dated" and not dated(scene, verb):
        return None
    if not satisfied(rule, scene, people, who=[*who, *what], dated=False):
        return None
    # "with commandos killing some of them"
    absolute = verb.tag_ == "VBG" and verb.head.dep_ == "pobj" and verb.head.head.lower_ == "with"
    if verb.dep_ == "acl" and not people and not absolute and not (passive and any(t.pos_ == "PROPN" for t in who)):
        named = verb.head.lemma_.lower() in lexicon().by_noun
        if named or not dated(scene, verb):
            return None  # "the agreement signed today" only says which one is meant, "signed by both firms" tells it
    start, end = clause(verb)
    return Act(
        rule=rule,
        token=verb,
        start=start,
        end=end,
        participants=people,
        object=main_object,
        verb=verb,
        consumed=frozenset(used),
    )


def _only_words(verb: Token, who: list[Token]) -> bool:
    """ "called the phone call a mistake", "The director agreed.": somebody's opinion, no act."""
    if verb.lemma_ == "call":
        named = [c for c in children(verb, "ccomp") if c.pos_ in ("NOUN", "PROPN", "ADJ") and c.i > verb.i]
        return bool(named or children(verb, "oprd"))
    if verb.lemma_ == "agree":
        return not _sides(who) and not children(
            verb, "prep", "prt", "xcomp", "ccomp", "dobj", "advcl", "auxpass", "npadvmod"
        )
    return False


def _done(told: Token, rule: Trigger) -> bool:
    """ "refused to leave", "decided on leaving"; not "refused to comment", where nothing but words is at stake."""
    infinitive = told.tag_ in ("VB", "VBG") or with_to(told)
    return infinitive and told.lemma_.lower() not in rule.not_to


def _settled(told: Token) -> bool:
    """ "decided that the ports would stay shut", not "decided whether they would"."""
    return bool(children(told, "nsubj", "nsubjpass")) and not any(
        c.lower_ in CONDITIONS or c.tag_ in ("WRB", "WP", "WDT") for c in told.children
    )


def _within(scene: Scene, rule: Trigger, verb: Token) -> list[Token]:
    """What fits behind the prepositions of a verb, or of what is said with it ("is due in Ankara")."""
    holders = [verb, *(children(verb, "acomp") if rule.complements is not None else ())]
    return [
        t
        for prep, wanted in rule.within.items()
        for holder in holders
        for t in prepositional(holder, prep)
        if is_in(t, wanted, scene) and not unlike(t, rule.unlike)
    ]


def _sides(who: list[Token]) -> bool:
    """Whether two sides are the subject of a verb: two names, or a noun in the plural ("the two presidents")."""
    return len(who) >= 2 or any(t.tag_ in ("NNS", "NNPS") or t.lower_ in ("they", "both", "two") for t in who)


def _behind(verb: Token, what: list[Token], preposition: str) -> list[Token]:
    """What stands behind a preposition of a verb, of its object or of its particle: "handed the city back to China"."""
    holders = [verb, *what, *children(verb, "advmod", "prt")]
    return [t for holder in holders for t in prepositional(holder, preposition)]
