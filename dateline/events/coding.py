"""PLOVER codes and roles of a sentence: what each trigger stands for once the words around it are read.

A promised attack is a threat, a promised visit an agreement, a refused one a rejection; what is only possible, or
meant as a purpose, has no code. The words said in a statement can give the statement its code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.events.clause import children, governors, objects, prepositional, tense, with_to
from dateline.events.lexicon import word_list
from dateline.events.plover import AGAINST, Code, codes, is_object, noun_code, verb_code
from dateline.events.roles import Roles, in_phrases, noun_roles, verb_roles
from dateline.events.scene import Scene
from dateline.events.status import by_nobody
from dateline.model import ActorMention

if TYPE_CHECKING:
    from spacy.tokens import Token

SAYING = word_list("plain_speech") | {
    "announce",
    "declare",
    "state",
    "report",
    "insist",
    "tell",
    "reiterate",
    "stress",
    "warn",
}
SUPPORT = word_list("support")
PROMISES = ("agree.verb", "agree.offer")
SELF = frozenset({"it", "they", "he", "she", "we", "i"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What a trigger stands for: ``plover`` (None: nothing that counts), its rule, who acts and who is acted upon.

    ``lent``: the coding of a verb, put on the noun that is its object.
    """

    token: Token
    rule: Code
    plover: str | None
    roles: Roles
    lent: bool = False


def codings(scene: Scene, sentence: Sequence[Token]) -> dict[int, Coding]:
    """The codings of a sentence by the place of their trigger in the text."""
    found: dict[int, Coding] = {}
    for token in sentence:
        if token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBG", "VBD"):
            rule = verb_code(scene, token)
            if rule is not None and not by_nobody(token):
                code = _in_context(token, rule)
                roles = verb_roles(scene, token, rule, code)
                found[token.i] = Coding(token=token, rule=rule, plover=code, roles=roles)
    for token in sentence:
        if token.pos_ in ("NOUN", "PROPN"):
            lent = found.get(token.head.i)
            if lent is not None and token.dep_ in ("dobj", "nsubjpass") and is_object(scene, lent.rule, token):
                # "staged demonstrations", "broke off talks": the verb with its object is what tells it.
                found[token.i] = replace(lent, token=token, lent=True)
                continue
            noun = noun_code(token)
            if noun is not None:
                roles = noun_roles(scene, token, noun)
                code = _noun_in_context(token, noun, found)
                if roles.sources or roles.targets:
                    found[token.i] = Coding(token=token, rule=noun, plover=code, roles=roles)
    for token in sentence:
        if token.lemma_.lower() in SAYING and token.i not in found and (said := _said(scene, token, found)):
            found[token.i] = said
    return {coding.token.idx: coding for coding in found.values()}


def _in_context(verb: Token, rule: Code) -> str | None:
    """The code of a verb under its auxiliaries and governors."""
    words = codes().operators
    negated = bool(children(verb, "neg"))
    aux = {c.lower_ for c in children(verb, "aux")}
    if negated:
        told = bool(aux & words["denying"]) or not aux - {"have", "has", "had"} or rule.plover in ("AGREE", "SUPPORT")
        return "REJECT" if rule.plover not in AGAINST and told else None
    how = tense(verb)
    if how == "modal" and not aux & {"would", "'d"}:
        return None
    planned = how == "future" or how == "modal"
    infinitive = "to" in aux
    if rule.name in PROMISES and any(_hostile(t) for t in children(verb, "xcomp")):
        return "THREATEN"
    for head, dep in _above(verb):
        lemma = head.lemma_.lower()
        if dep in ("advcl", "xcomp") and infinitive and rule.plover == "CONSULT" and lemma in words["motion"]:
            return "CONSULT"  # "is in Paris to meet the king"
        if dep == "advcl" and infinitive:
            return None  # a purpose
        if dep in ("acl", "relcl") and infinitive:
            return None  # "a plan to deploy troops"
        if dep not in ("xcomp", "ccomp", "pcomp", "prep", "conj", "oprd", "acomp"):
            break
        if dep == "conj":
            infinitive = infinitive or with_to(head)
            if tense(head) == "future" and not children(verb, "nsubj", "aux"):
                planned = True
            continue
        if head.pos_ in ("VERB", "AUX"):
            outer = next((r for r, p in codes().by_verb.get(lemma, ()) if r.clause and not p), None)
            if outer is not None and dep in ("xcomp", "ccomp", "pcomp", "prep"):
                return None if dep != "ccomp" or tense(verb) in ("none", "modal") else _planned(rule, planned)
            if lemma in words["planning"]:
                planned = True
            elif lemma not in words["transparent"] and dep == "xcomp" and infinitive:
                return None
        elif head.pos_ == "ADJ" and head.lemma_.lower() in words["willing"]:
            planned = True
        elif infinitive:
            return None
        if dep == "ccomp":
            break
    return _planned(rule, planned)


def _hostile(verb: Token) -> bool:
    """Whether what is promised is against somebody: to punish, to retaliate, to invade."""
    lemma = verb.lemma_.lower()
    plain = [rule for rule, particle in codes().by_verb.get(lemma, ()) if not particle]
    return lemma in codes().operators["hostile"] or (bool(plain) and all(r.plover in AGAINST for r in plain))


def _above(verb: Token) -> Iterable[tuple[Token, str]]:
    for number, step in enumerate(governors(verb)):
        if number > 3:
            return
        yield step


def _planned(rule: Code, planned: bool) -> str:
    if not planned:
        return rule.plover
    if rule.plover in AGAINST:
        return rule.plover if rule.clause else "THREATEN"
    return "AGREE" if rule.name != "retreat.resign" else rule.plover


def _noun_in_context(noun: Token, rule: Code, found: dict[int, Coding]) -> str | None:
    """The code of a noun: none where the verb that it hangs on tells more, or only asks for it."""
    for head, dep in _above(noun):
        coded = found.get(head.i)
        if coded is not None and dep in ("dobj", "pobj", "prep", "attr", "conj", "nsubjpass", "xcomp", "pcomp"):
            return None if coded.rule.clause or coded.plover is None else rule.plover
        if head.pos_ in ("VERB", "AUX"):
            if dep in ("dobj", "nsubj", "nsubjpass") and head.lemma_.lower() in SUPPORT and tense(head) == "future":
                return _planned(rule, True)
            break
    return rule.plover


def _said(scene: Scene, saying: Token, found: dict[int, Coding]) -> Coding | None:
    """What the words said make of a statement: "said that Iraq must leave" asks for something."""
    speakers = in_phrases(scene, children(saying, "nsubj"))
    clauses = children(saying, "ccomp", "parataxis")
    if saying.dep_ in ("ccomp", "parataxis"):  # "..., he said"
        clauses.append(saying.head)
    for said in clauses:
        content = _content(scene, said, speakers, found, demanding=saying.lemma_.lower() == "insist")
        if content is not None:
            code, about, targets = content
            source = speakers or about
            roles = Roles(tuple(source), tuple(m for m in targets if m not in source))
            return Coding(token=saying, rule=ANY_CLAUSE, plover=code, roles=roles)
    return None


def _content(
    scene: Scene, said: Token, speakers: list[ActorMention], found: dict[int, Coding], *, demanding: bool
) -> tuple[str, list[ActorMention], list[ActorMention]] | None:
    """Code of the words said, whom they are about, and who is their target."""
    words = codes().operators
    own = children(said, "nsubj", "nsubjpass")
    for clausal in children(said, "csubj"):  # "removing the sanctions is out of the question"
        own += [*objects(clausal), *prepositional(clausal)]
    about = in_phrases(scene, own)
    speaking = {m.actor.id for m in speakers}
    of_themselves = any(m.actor.id in speaking for m in about) or any(t.lower_ in SELF for t in own)
    predicate = {t.lemma_.lower() for t in children(said, "acomp", "attr", "oprd")} | {said.lemma_.lower(), said.lower_}
    where = {t.lower_ for prep in children(said, "prep") for t in prep.subtree}
    rest = [m for m in verb_roles(scene, said, ANY_CLAUSE).targets if m.actor.id not in speaking]
    singular = any(t.tag_ in ("NN", "NNP") and not children(t, "conj") for t in own)
    if demanding and said.tag_ in ("VB", "VBP") and singular and about and not of_themselves:
        return "REQUEST", about, about  # "insisted that Ankara withdraw"
    if words["obliged"] & {c.lower_ for c in children(said, "aux")} and not of_themselves and about:
        return "REQUEST", about, about
    if predicate & words["unwilling"] or {"out", "question"} <= where:
        return "REJECT", about, [*about, *rest]
    if predicate & words["willing"] and (of_themselves or about):
        return "AGREE", about, rest
    if predicate & words["guilty"]:
        return "ACCUSE", about, about
    inner = found.get(said.i)
    if inner is not None and of_themselves and inner.plover in ("AGREE", "THREATEN", "REJECT"):
        return inner.plover, about, list(inner.roles.targets)
    return None


ANY_CLAUSE = Code(name="statement.content", plover="REQUEST", clause=True)
