"""Finding acts: where a word of the trigger lexicon stands under its conditions, and who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.events.clause import (
    agents,
    children,
    clause,
    conjuncts,
    governors,
    is_passive,
    objects,
    prepositional,
    subjects,
)
from dateline.events.lexicon import ANY, Trigger, lexicon, word_list
from dateline.events.parties import noun_parties, verb_parties
from dateline.events.scene import Scene, phrase_tokens
from dateline.events.status import by_nobody
from dateline.events.told import aimed, asserted, dated, is_told, tells, told_of
from dateline.model import Participant

if TYPE_CHECKING:
    from spacy.tokens import Token

SUPPORT = word_list("support")
SHARING_PREPOSITIONS = word_list("sharing_prepositions")
SOMEBODY = {"he", "she", "him", "her", "who"}
NAMES = {"PERSON", "GPE", "NORP"}
QUANTITIES = word_list("quantities")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A trigger found in a sentence: its token, its clause as a token range, and who takes part.

    ``refers``: a noun that may only point back to what was told before ("his death", "the killing of the minister").
    """

    rule: Trigger
    token: Token
    start: int
    end: int
    participants: tuple[Participant, ...]
    object: Token | None = None
    verb: Token | None = None
    consumed: frozenset[int] = frozenset()
    refers: bool = False


def find_acts(scene: Scene, sentence: list[Token]) -> Iterator[Act]:
    """The acts told in a sentence, verbs before nouns; a noun that a verb's rule has used up is not told again."""
    words = lexicon()
    used: set[int] = set()
    found: list[Act] = []
    for token in sentence:
        if token.pos_ in ("VERB", "AUX") or (token.tag_ in ("VBN", "VBG", "VBD")):
            rules = words.by_verb.get(token.lemma_.lower(), ())
            for rule in rules if rules and is_told(scene, token) else ():
                act = _verb_act(scene, rule, token)
                if act:
                    found.append(act)
                    used |= act.consumed
                    break
    for token in sentence:
        if token.pos_ in ("NOUN", "PROPN") and token.i not in used and token.i not in scene.time_at:
            for rule in words.by_noun.get(token.lemma_.lower(), ()):
                act = _noun_act(scene, rule, token)
                if act:
                    found.append(act)
                    used |= act.consumed
                    break
    yield from sorted((act for act in found if not _told_twice(act, found)), key=lambda act: act.token.i)


def _told_twice(act: Act, found: list[Act]) -> bool:
    """Whether a noun only says again what the verb that it hangs on tells: "travelled to Vietnam for a visit"."""
    if act.rule.lends:
        return any(other.verb == act.token for other in found if other is not act)
    if any(other.rule.lends and act.verb is None and act.token in told_of(other.token) for other in found):
        return True
    if act.token.pos_ in ("VERB", "AUX"):
        return False
    verbs = (other for other in found if other.token.pos_ in ("VERB", "AUX") and not other.rule.lends)
    told = {other.token.i: other.rule.type for other in verbs}
    for head, dep in governors(act.token):
        if dep not in ("pobj", "prep", "dobj", "conj", "attr", "nsubj", "nsubjpass"):
            return False
        if told.get(head.i) == act.rule.type:
            return True
        if head.pos_ in ("VERB", "AUX"):
            return False
    return False


def _acts(token: Token) -> bool:
    """Whether a noun is somebody or something that acts for a state: "American troops", not "American cables"."""
    classes = lexicon().classes
    return any(
        token.lemma_.lower() in classes[name] for name in ("public", "post", "victim", "force", "court", "fighter")
    )


def _is_in(token: Token, wanted: frozenset[str], scene: Scene) -> bool:
    """Whether a noun phrase's head is one of the words or classes wanted."""
    if wanted & ANY:
        return token.i not in scene.time_at
    names = scene.party(token)
    if "@@actor" in wanted and names and (_acts(token) or scene.named(token)):
        return True
    if "@@country" in wanted and any(m.how != "pronoun" and m.actor.kind == "country" for m in scene.named(token)):
        return token.tag_ not in ("NNS", "NNPS") or scene.named(token)[0].how != "demonym"  # "Venezuelans" are people
    if "@@person" in wanted and any(m.actor.kind == "person" for m in scene.named(token)):
        return True
    if "@@organisation" in wanted and any(m.actor.kind in ("IGO", "organisation") for m in scene.named(token)):
        return True
    if "@@body" in wanted and token.pos_ == "PROPN" and token.ent_type_ == "ORG":
        return True
    if "@@person_or_post" in wanted and (
        any(m.actor.kind == "person" for m in scene.named(token))
        or token.lemma_.lower() in lexicon().classes["post"]
        or (token.ent_type_ == "PERSON" and token.pos_ == "PROPN" and not names)
    ):
        return True
    if "@@number" in wanted and token.pos_ == "NUM":
        return True
    if token.lemma_.lower() in wanted or token.lower_ in wanted or _two_words(token) in wanted:
        return True
    if "@@person" in wanted and token.ent_type_ == "PERSON" and token.pos_ == "PROPN" and not names:
        return True
    if token.lemma_.lower() in QUANTITIES and any(_is_in(t, wanted, scene) for t in prepositional(token, "of")):
        return True
    # "Comprehensive Strategic Partnership Agreement" may be parsed with its head elsewhere in the name.
    return token.pos_ == "PROPN" and any(t.lower_ in wanted for t in token.doc[token.left_edge.i : token.i + 1])


def _two_words(token: Token) -> str:
    """A noun with the word before it, if that belongs to it: "rescue team", "tear gas"."""
    if token.i == 0 or token.doc[token.i - 1].dep_ not in ("compound", "amod", "nmod"):
        return ""
    return f"{token.doc[token.i - 1].lower_} {token.lemma_.lower()}"


def _behind(verb: Token, what: list[Token], preposition: str) -> list[Token]:
    """What stands behind a preposition of a verb, of its object or of its particle: "handed the city back to China"."""
    holders = [verb, *what, *children(verb, "advmod", "prt")]
    return [t for holder in holders for t in prepositional(holder, preposition)]


def _verb_act(scene: Scene, rule: Trigger, verb: Token) -> Act | None:
    if (verb.dep_ == "amod" and verb.head.pos_ in ("NOUN", "PROPN")) or by_nobody(verb):
        return None
    if rule.particle and not any(c.lower_ == rule.particle for c in children(verb, "prt", "advmod", "prep")):
        return None
    passive = is_passive(verb)
    if (rule.passive and not passive) or (rule.intransitive and children(verb, "dobj")):
        return None
    if rule.complement and not any(c.tag_ in ("VB", "VBG") for c in children(verb, "xcomp", "ccomp")):
        return None
    if rule.past and not tells(verb):
        return None
    if rule.complements is not None and not any(
        _is_in(t, rule.complements, scene) for t in children(verb, "acomp", "attr", "oprd", "advmod", "ccomp", "xcomp")
    ):
        return None
    who, what = agents(verb), objects(verb)
    used = {verb.i}
    main_object: Token | None = what[0] if what else None
    if rule.subjects is not None:
        doers = who or (what if passive else [])
        if passive and rule.objects is None:
            doers = [*who, *what]
        # "the bill was suspended": by whom is not told, and need not be where anybody may do it.
        unnamed = passive and not who and rule.objects is not None and "@@actor" in rule.subjects and asserted(verb)
        fitting = [t for t in doers if _is_in(t, rule.subjects, scene)]
        if not fitting and not unnamed:
            return None
        if not rule.lends:
            used |= {t.i for t in fitting}
    if rule.objects is not None:
        given = [t for c in children(verb, "dobj", "oprd", "attr") for t in conjuncts(c)] if passive else []
        hit = [t for t in [*what, *given] if _is_in(t, rule.objects, scene)]
        if (
            hit
            and rule.both
            and not any(
                _is_in(t, wanted, scene) for prep, wanted in rule.within.items() for t in _behind(verb, hit, prep)
            )
        ):
            return None
        if not hit and rule.within and not rule.both:
            hit = [
                t for prep, wanted in rule.within.items() for t in prepositional(verb, prep) if _is_in(t, wanted, scene)
            ]
        if not hit:
            return None
        main_object = hit[0]
        used |= {t.i for t in hit}
    elif rule.within:
        hit = [t for prep, wanted in rule.within.items() for t in prepositional(verb, prep) if _is_in(t, wanted, scene)]
        if not hit:
            return None
        main_object = hit[0]
    if rule.passive_or_object and not what:
        return None
    people = verb_parties(scene, rule, verb, who=who, what=what)
    if rule.needs == "dated" and not dated(scene, verb):
        return None
    if not _satisfied(rule, scene, people, who=[*who, *what], dated=False):
        return None
    if verb.dep_ == "acl" and not people:
        return None  # "the agreement signed today" only says which one is meant
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


def _noun_act(scene: Scene, rule: Trigger, noun: Token) -> Act | None:
    if noun.dep_ in ("compound", "amod", "nmod") or (noun.pos_ == "PROPN" and noun.ent_type_ in ("PERSON", "GPE")):
        return None
    if noun.head.lower_ in rule.not_after and not children(noun, "det", "amod", "nummod", "poss"):
        return None
    if rule.unlike & {t.lower_ for t in children(noun, "compound", "amod", "nmod")}:
        return None
    if rule.of_clause and not children(noun, "acl"):
        return None
    if rule.of is not None:
        beside = [*prepositional(noun, "of", "from", "to", "for"), *children(noun, "compound", "amod", "poss")]
        if not any(t.lower_ in rule.of or _is_in(t, rule.of, scene) for t in beside):
            return None
    if noun.dep_ == "attr" and noun.head.lemma_ != "there" and not children(noun.head, "expl"):
        subject = subjects(noun.head)
        if subject and subject[0].pos_ == "PRON":
            return None  # "this is an invasion", says somebody
    verb = _support(noun)
    inside = phrase_tokens(noun)
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.i in scene.time_at:
        inside = [noun.head.head, *inside]  # "two years of negotiations"
    told_when = _says_when(scene, noun, inside)
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and not told_when:
        whole = noun.head.head
        if whole.pos_ in ("NOUN", "PROPN") and whole.lemma_.lower() not in QUANTITIES:
            return None  # "a court of appeal", "the threat of war"
    with_date = told_when
    who: list[Token] = []
    if verb is not None and aimed(verb):
        return None
    if verb is not None:
        passive = is_passive(verb)
        who = agents(verb) if noun.dep_ not in ("nsubj", "nsubjpass") or passive else []
        if noun.dep_ not in ("nsubj", "nsubjpass"):
            who = subjects(verb) if not passive else agents(verb)
        beside = [t for t in prepositional(verb) if t != noun and t.i not in {x.i for x in inside}]
        with_date = with_date or any(t.i in scene.time_at for child in verb.children for t in [child, *child.children])
    else:
        beside = []
        prep = noun.head
        if noun.dep_ == "pobj" and prep.lower_ in SHARING_PREPOSITIONS and prep.head.pos_ in ("VERB", "AUX"):
            who = subjects(prep.head)
        elif noun.dep_ == "pobj" and prep.lower_ in SHARING_PREPOSITIONS and scene.named(prep.head):
            who = [prep.head]
    participants = noun_parties(scene, rule, noun, who=who, beside=beside)
    owner = rule.needs == "owned"
    alone = not told_when and not any(
        scene.named(t) or t.ent_type_ in NAMES for t in inside if owner or t.tag_ != "PRP$"
    )
    if not rule.bare and not rule.of_clause and alone and verb is None and not with_date:
        return None
    # "The talks ended": a bare reference back to what was told before.
    definite = any(
        c.lower_ in ("the", "this", "that", "these", "those", "their", "his", "her", "its") for c in noun.children
    )
    if alone and definite and not rule.of_clause and (verb is None or noun.dep_ in ("nsubj", "nsubjpass")):
        return None
    if verb is None and not told_when and not rule.bare and children(noun, "poss") and not children(noun, "prep"):
        return None  # "his death", "Russia's invasion": named, not told
    if rule.needs == "acted" and not (
        any(p.role == "source" for p in participants) and (with_date or children(noun, "acl"))
    ):
        return None
    if rule.needs == "dated" and not (told_when or (with_date and participants)):
        return None
    if rule.bare and not participants and not with_date:
        return None
    if rule.needs == "owned" and not participants and not with_date:
        return None
    if not told_when and not _satisfied(rule, scene, participants, who=[*who, *inside], dated=with_date):
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


def _says_when(scene: Scene, noun: Token, inside: list[Token]) -> bool:
    """Whether a noun phrase itself says when or how long: "last year's deal", "two years of talks"."""
    for child in children(noun, "acl", "relcl"):
        dated = [t for t in child.subtree if t.i in scene.time_at and scene.time_at[t.i].type in ("DATE", "TIME")]
        inside = [*inside, *(t for t in dated if t.i > noun.i)]
    if any(t.i in scene.time_at for t in inside):
        return True
    end = max(t.i for t in inside) + 1
    behind = list(noun.doc[end : end + 2])
    return any(t.i in scene.time_at and (t.i == end or noun.doc[end].dep_ == "prep") for t in behind)


def _support(noun: Token) -> Token | None:
    """The verb whose clause a noun lives in, if that verb only lends it: "held talks", "the talks were held"."""
    if noun.dep_ in ("dobj", "nsubj", "nsubjpass", "attr") and noun.head.lemma_.lower() in SUPPORT | {"be", "take"}:
        return noun.head
    if noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        return _support(noun.head)
    return None


def _satisfied(rule: Trigger, scene: Scene, people: tuple[Participant, ...], *, who: list[Token], dated: bool) -> bool:
    if rule.needs in ("any", "dated", "acted"):
        return True
    if rule.needs == "person":
        post = lexicon().classes["post"]
        return any(p.actor.kind == "person" for p in people) or any(
            t.lemma_.lower() in post or t.lower_ in SOMEBODY for t in who
        )
    if rule.needs == "owned":
        return dated or any(p.role == "source" for p in people)
    if rule.needs == "pair":
        plural = any(t.tag_ in ("NNS", "NNPS") and scene.phrase(t) for t in who)
        return len({p.actor.id for p in people}) >= 2 or plural
    return bool(people) or (dated and rule.bare) or any(t.ent_type_ in NAMES for t in who)
