"""The act that a noun tells, alone or with a verb that lends it its clause: "the signing of", "talks were held"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.act import Act
from dateline.events.clause import agents, children, clause, is_passive, prepositional, subjects, tense
from dateline.events.fitting import NAMES, QUANTITIES, figurative, in_words, is_in, satisfied, unlike
from dateline.events.lexicon import Trigger, lexicon, word_list
from dateline.events.parties import noun_parties
from dateline.events.scene import Scene, phrase_tokens
from dateline.events.told import aimed, lasts

if TYPE_CHECKING:
    from spacy.tokens import Token

SUPPORT = word_list("support")
NOT_ANEW = word_list("not_anew")
ANEW_WHERE = word_list("anew_where")
ANEW_BEHIND = word_list("anew_behind")
AVERTING = word_list("averting")
SHARES = word_list("shares")
OFFICES = word_list("offices")
SHARED_WITH = frozenset({"with", "between", "to", "by"})
SHARING_PREPOSITIONS = word_list("sharing_prepositions")
ONLY_PLURAL = word_list("only_plural")
LASTING = frozenset({"treaty", "aid"})
"""Types whose nouns a mere length does not date: "a three-year contract", "loans over five years"."""


def noun_act(scene: Scene, rule: Trigger, noun: Token) -> Act | None:
    if noun.dep_ in ("compound", "amod", "nmod") or (noun.pos_ == "PROPN" and noun.ent_type_ in ("PERSON", "GPE")):
        return None
    if rule.about and not rule.about & scene.nouns:
        return None
    if noun.head.lower_ in rule.not_after and not children(noun, "det", "amod", "nummod", "poss"):
        return None
    if figurative(noun) or (rule.type == "attack" and noun.dep_ == "dobj" and in_words(noun.head)):
        return None
    if unlike(noun, rule.unlike) or (noun.tag_ in ("NN", "NNP") and noun.lemma_.lower() in ONLY_PLURAL):
        return None
    if noun.dep_ == "pobj" and _only_named(rule, noun):
        return None
    if (rule.of_clause and not children(noun, "acl")) or (rule.anew and not _anew(scene, noun)):
        return None
    if rule.of is not None:
        beside = [*prepositional(noun, "of", "from", "to", "for"), *children(noun, "compound", "amod", "poss")]
        if not any(t.lower_ in rule.of or is_in(t, rule.of, scene) for t in beside):
            return None
    if noun.dep_ == "attr" and noun.head.lemma_ != "there" and not children(noun.head, "expl"):
        subject = subjects(noun.head)
        if subject and subject[0].pos_ == "PRON":
            return None  # "this is an invasion", says somebody
    verb = _support(noun)
    if verb is None and noun.dep_ == "dobj" and noun.head.lemma_.lower() in AVERTING and aimed(scene, noun.head):
        return None  # "to prevent his return"
    inside = phrase_tokens(noun)
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.i in scene.time_at:
        inside = [noun.head.head, *inside]  # "two years of negotiations"
    told_when = _says_when(scene, noun, inside, dates_only=rule.type in LASTING)
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and not told_when:
        whole = noun.head.head
        if whole.pos_ in ("NOUN", "PROPN") and whole.lemma_.lower() not in QUANTITIES:
            return None  # "a court of appeal", "the threat of war"
    with_date = told_when
    who: list[Token] = []
    if verb is not None and aimed(scene, verb):
        if verb.lemma_ != "use":
            return None
        verb = None  # "wants to use today's trip": the trip is made
    if verb is not None:
        passive = is_passive(verb)
        who = agents(verb) if noun.dep_ not in ("nsubj", "nsubjpass") or passive else []
        if noun.dep_ not in ("nsubj", "nsubjpass"):
            who = subjects(verb) if not passive else agents(verb)
        beside = [t for t in prepositional(verb) if t != noun and t.i not in {x.i for x in inside}]
        with_date = with_date or any(t.i in scene.time_at for child in verb.children for t in [child, *child.children])
    else:
        beside = []
        # "after three hours of talks they said": the talks are of those who said it.
        long = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
        whole = long if long.i in scene.time_at or long.lemma_.lower() in QUANTITIES else noun
        prep = whole.head
        if whole.dep_ == "pobj" and prep.lower_ in SHARING_PREPOSITIONS and prep.head.pos_ in ("VERB", "AUX"):
            who = subjects(prep.head)
        elif whole.dep_ == "pobj" and prep.lower_ in SHARING_PREPOSITIONS and scene.named(prep.head):
            who = [prep.head]
    participants = noun_parties(scene, rule, noun, who=who, beside=beside)
    owner = rule.needs == "owned"
    alone = (
        not told_when
        and not _new_to_those(scene, noun, who, verb)
        and not any(scene.named(t) or t.ent_type_ in NAMES for t in inside if owner or t.tag_ != "PRP$")
    )
    if not rule.bare and not rule.of_clause and not rule.anew and alone and verb is None and not with_date:
        return None
    # "The talks ended": a bare reference back to what was told before.
    definite = any(
        c.lower_ in ("the", "this", "that", "these", "those", "their", "his", "her", "its") for c in noun.children
    )
    again = alone and definite and not rule.of_clause and (verb is None or noun.dep_ in ("nsubj", "nsubjpass"))
    if again and not (verb is not None and _new_day(scene, verb)):
        return None
    if verb is None and not told_when and not rule.bare and children(noun, "poss") and not children(noun, "prep"):
        return None  # "his death", "Russia's invasion": named, not told
    if rule.needs == "acted" and not (
        any(p.role == "source" for p in participants) and (with_date or children(noun, "acl"))
    ):
        return None
    both = len({p.actor.id for p in participants}) > 1
    if rule.needs == "dated" and not (told_when or (with_date and participants) or (both and _of_somebody(noun))):
        return None
    if rule.bare and not participants and not with_date:
        return None
    if rule.needs == "owned" and not participants and not with_date:
        return None
    if not told_when and not satisfied(rule, scene, participants, who=[*who, *inside], dated=with_date):
        return None
    start, end = clause(noun)
    if verb is not None and verb.i < end + 3 and start - 3 <= verb.i:
        start, end = min(start, verb.i), max(end, verb.i + 1)
    used = {t.i for t in inside if t.lemma_.lower() in lexicon().classes["agreement"]} if rule.of else set()
    return Act(
        rule=rule,
        token=noun,
        start=start,
        end=end,
        participants=participants,
        object=noun,
        verb=verb,
        consumed=frozenset(used | {noun.i}),
        refers=not told_when and not children(noun, "amod") and (definite or bool(children(noun, "poss"))),
    )


def _new_day(scene: Scene, verb: Token) -> bool:
    """ "The talks ended on Monday": what is told again with its day is told."""
    return tense(verb) in ("past", "future") and any(
        t.i in scene.time_at and _is_date(scene, t)
        for child in children(verb, "prep", "npadvmod", "advmod")
        for t in [child, *child.children]
    )


def _of_somebody(noun: Token) -> bool:
    """ "the expulsion of two diplomats": whom it was done to is new."""
    return any(
        t.tag_ in ("NNS", "NNPS") and not any(c.lower_ in NOT_ANEW for c in t.children)
        for t in prepositional(noun, "of")
    )


def _only_named(rule: Trigger, noun: Token) -> bool:
    """ "40 percent of the vote", "the Committee on Government Reform": no vote of a day, no reform."""
    of = noun.head.head
    if rule.type == "vote" and noun.head.lower_ == "of":
        return of.lemma_.lower() in SHARES
    return noun.pos_ == "PROPN" and of.pos_ == "PROPN" and of.lower_ in OFFICES


def _says_when(scene: Scene, noun: Token, inside: list[Token], *, dates_only: bool) -> bool:
    """Whether a noun phrase itself says when or how long: "last year's deal", "two years of talks"."""
    for child in children(noun, "acl", "relcl"):
        lasting = child.lemma_ == "last" and not dates_only  # "a meeting lasting an hour"
        dated = [t for t in child.subtree if t.i in scene.time_at and (lasting or _is_date(scene, t))]
        inside = [*inside, *(t for t in dated if t.i > noun.i)]
    if any(t.i in scene.time_at and (not dates_only or _is_date(scene, t)) for t in inside):
        return True
    end = max(t.i for t in inside) + 1
    behind = list(noun.doc[end : end + 2])
    return any(
        t.i in scene.time_at and (t.i == end or noun.doc[end].dep_ == "prep") and (not dates_only or _is_date(scene, t))
        for t in behind
    )


def _is_date(scene: Scene, token: Token) -> bool:
    return scene.time_at[token.i].type in ("DATE", "TIME")


def _anew(scene: Scene, noun: Token) -> bool:
    """Whether a noun brings up something not told before, where it was or by whom: "after clashes between two clans".

    It is the subject of what came about, or stands behind a preposition by which that hangs on it.
    """
    words = {c.lower_ for c in noun.children}
    if words & NOT_ANEW or children(noun, "poss", "neg"):
        return False
    if not any(t.pos_ in ("NOUN", "PROPN") and t.i not in scene.time_at for t in prepositional(noun, *ANEW_WHERE)):
        return False
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ in ANEW_BEHIND:
        verb = verb.head
    elif noun.dep_ not in ("nsubj", "nsubjpass"):
        return False
    return verb.pos_ == "VERB" and tense(verb) == "past" and lasts(scene, verb) and not children(verb, "neg")


def _new_to_those(scene: Scene, noun: Token, who: list[Token], verb: Token | None) -> bool:
    """Whether a noun brings up what somebody known took part in: "after a meeting with mayors the president said"."""
    if verb is not None or not any(scene.party(t) for t in who):
        return False
    indefinite = noun.tag_ == "NNS" or any(c.lower_ in ("a", "an") for c in children(noun, "det"))
    shared = any(prep.lower_ in SHARED_WITH for prep in children(noun, "prep"))
    return indefinite and shared and not children(noun, "poss") and not {c.lower_ for c in noun.children} & NOT_ANEW


def _support(noun: Token) -> Token | None:
    """The verb whose clause a noun lives in, if that verb only lends it: "held talks", "the talks were held"."""
    if noun.dep_ in ("dobj", "nsubj", "nsubjpass", "attr") and noun.head.lemma_.lower() in SUPPORT | {"be", "take"}:
        return noun.head
    if noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        return _support(noun.head)
    return None
