"""The PLOVER lexicon: which code the words of an act or a statement stand for. See data/plover.en.toml for the format.

PLOVER (Political Language Ontology for Verifiable Event Records) is the successor of the CAMEO coding scheme; the word
classes here are written from the definitions of its types.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING

from dateline.events.clause import agents, children, is_passive, objects, prepositional, subjects
from dateline.events.lexicon import ANY, lexicon, word_list
from dateline.events.scene import Scene, phrase_tokens

if TYPE_CHECKING:
    from spacy.tokens import Token

AGAINST = frozenset({"SANCTION", "COERCE", "ASSAULT", "PROTEST", "MOBILIZE", "REJECT", "ACCUSE", "THREATEN"})
"""Codes of acts against others: promised they are threats."""
SPEAKERS = word_list("public")
HOSTS = frozenset({"receive", "host"})
LETTING = frozenset({"allow", "let", "permit"})
GUESTS = frozenset({"visit", "tour", "arrive", "travel", "fly"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One rule of the PLOVER lexicon."""

    name: str
    plover: str
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    subjects: frozenset[str] | None = None
    objects: frozenset[str] | None = None
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    clause: bool = False
    of: str = "target"
    needs: str = ""
    type: str | None = None
    match: tuple[tuple[str, ...], ...] = ()
    no_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Rules by the lemma of their verb (particle apart) and of their noun, and the words around a verb."""

    rules: tuple[Code, ...]
    by_verb: Mapping[str, tuple[tuple[Code, str], ...]]
    by_noun: Mapping[str, tuple[Code, ...]]
    operators: Mapping[str, frozenset[str]]


@functools.cache
def codes() -> Codes:
    """The English PLOVER lexicon, compiled once. Raises KeyError for a rule that names an unknown class."""
    text = resources.files("dateline.events").joinpath("data", "plover.en.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    classes = {name: frozenset(words) for name, words in data["classes"].items()}

    def words(value: str | list[str] | None) -> frozenset[str] | None:
        if value is None:
            return None
        listed = [value] if isinstance(value, str) else value
        one = [classes[v[1:]] if v.startswith("@") and not v.startswith("@@") else frozenset({v}) for v in listed]
        return frozenset().union(*one)

    rules = tuple(
        Code(
            name=row["name"],
            plover=row["plover"],
            verbs=frozenset(row.get("verbs", ())),
            nouns=frozenset(row.get("nouns", ())),
            subjects=words(row.get("subjects")),
            objects=words(row.get("objects")),
            within={prep: words(value) or ANY for prep, value in row.get("with", {}).items()},
            clause=row.get("clause", False),
            of=row.get("of", "target"),
            needs=row.get("needs", ""),
            type=row.get("type"),
            match=tuple(tuple(example) for example in row["match"]),
            no_match=tuple(row["no_match"]),
        )
        for row in data["code"]
    )
    by_verb: dict[str, list[tuple[Code, str]]] = {}
    by_noun: dict[str, list[Code]] = {}
    for rule in rules:
        for verb in sorted(rule.verbs):
            lemma, _, particle = verb.partition(" ")
            by_verb.setdefault(lemma, []).append((rule, particle))
        for noun in sorted(rule.nouns):
            by_noun.setdefault(noun.rpartition(" ")[2], []).append(rule)
    for entries in by_verb.values():  # a verb with its particle says more than the verb alone
        entries.sort(key=lambda entry: not entry[1])
    return Codes(
        rules=rules,
        by_verb={lemma: tuple(entries) for lemma, entries in by_verb.items()},
        by_noun={lemma: tuple(entries) for lemma, entries in by_noun.items()},
        operators={name: frozenset(listed) for name, listed in data["operators"].items()},
    )


def verb_code(scene: Scene, verb: Token) -> Code | None:
    """The rule that a verb tells, None where none fits."""
    if verb.dep_ in ("amod", "compound", "aux", "auxpass"):
        return None
    for rule, particle in codes().by_verb.get(verb.lemma_.lower(), ()):
        if particle and not _with_particle(verb, particle):
            continue
        if _fits(scene, rule, verb):
            return rule
    return None


def noun_code(noun: Token) -> Code | None:
    """The rule that a noun tells, None where none fits."""
    if noun.dep_ in ("compound", "amod", "nmod") or (noun.pos_ == "PROPN" and noun.ent_type_ in ("PERSON", "GPE")):
        return None
    lemma = noun.lemma_.lower()
    before = noun.nbor(-1).lower_ if noun.i else ""
    for rule in codes().by_noun.get(lemma, ()):
        if lemma in rule.nouns or f"{before} {lemma}" in rule.nouns:
            return rule
    return None


def is_object(scene: Scene, rule: Code, token: Token) -> bool:
    """Whether a noun is one of those that a rule wants for its object by name."""
    return rule.objects is not None and rule.objects != ANY and not rule.clause and _is_in(scene, token, rule.objects)


def _with_particle(verb: Token, particle: str) -> bool:
    wanted = particle.split()
    beside = {c.lower_ for c in children(verb, "prt", "advmod", "prep", "acomp", "dobj", "oprd", "advcl")}
    if wanted[0] in beside:
        return len(wanted) == 1 or wanted[1] in {t.lower_ for t in verb.subtree}
    return verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == wanted[0]


def _fits(scene: Scene, rule: Code, verb: Token) -> bool:
    if rule.subjects is not None:
        doers = agents(verb)
        if "@@not_group" in rule.subjects:
            if any(_is_in(scene, t, codes_group()) for t in doers) and _hunger(verb):
                return False
        elif not any(_is_in(scene, t, rule.subjects) for t in doers):
            return False
    if rule.objects is not None or rule.within:
        what = objects(verb)
        if not what and verb.lemma_.lower() in LETTING:
            what = [t for c in children(verb, "ccomp", "xcomp") for t in children(c, "nsubj")]
        hit = rule.objects is not None and any(_is_in(scene, t, rule.objects) for t in what)
        hit = hit or (rule.clause and rule.objects == ANY and bool(children(verb, "ccomp")))
        hit = hit or any(
            _is_in(scene, t, wanted) for prep, wanted in rule.within.items() for t in prepositional(verb, prep)
        )
        if not hit:
            return False
    return not rule.needs or _has(scene, rule.needs, verb)


def _is_somebody(scene: Scene, token: Token) -> bool:
    """Whether a noun can be met: a name, a pronoun, people, the holder of a post or a body."""
    return (
        bool(scene.named(token))
        or token.pos_ in ("PROPN", "PRON", "NUM")
        or _posted(token)
        or any(token.lemma_.lower() in lexicon().classes[name] for name in ("victim", "post", "public"))
    )


def _posted(token: Token) -> bool:
    """Whether a noun is the holder of a post or a body that is received: a minister, a delegation."""
    return token.lemma_.lower() in SPEAKERS


def codes_group() -> frozenset[str]:
    """Nouns for crowds and people without a post, who demonstrate and strike."""
    return next(rule.subjects for rule in codes().rules if rule.name == "protest.verb" and rule.subjects)


def _hunger(verb: Token) -> bool:
    return any(t.lemma_.lower() == "strike" for t in objects(verb))


def _has(scene: Scene, needs: str, verb: Token) -> bool:
    """Conditions that word lists cannot say."""
    what = objects(verb)
    if needs == "infinitive":
        below = children(verb, "xcomp", "ccomp")
        return any(c.lower_ == "to" for inner in below for c in inner.children) and not is_passive(verb)
    if needs == "asked":
        below = [t for c in children(verb, "ccomp", "xcomp") for t in children(c, "nsubj")]
        return any(scene.party(t) for t in below)
    if needs == "person":
        people = next(rule.objects for rule in codes().rules if rule.name == "retreat.release" and rule.objects)
        return any(scene.phrase(t) or _is_in(scene, t, people) or t.pos_ in ("NUM", "PRON") for t in what)
    if needs == "complement":
        return bool(what or children(verb, "xcomp", "ccomp", "prep"))
    if needs == "at":
        return bool(prepositional(verb, "at", "on", "into", "against", "toward", "towards"))
    if needs == "recipient":
        return bool(
            children(verb, "dative") or prepositional(verb, "to", "for") or any(prepositional(t, "to") for t in what)
        )
    if needs == "target":
        return any(scene.phrase(t) for t in what) and bool(agents(verb))
    if needs == "party":
        guests = verb.lemma_.lower() in GUESTS
        if verb.lemma_.lower() in HOSTS and not any(
            any(m.actor.kind == "person" for m in scene.named(t)) or (_posted(t) and scene.phrase(t)) for t in what
        ):
            return False
        if verb.lemma_ == "meet" and what and not any(_is_somebody(scene, t) for t in what):
            return False  # "met that requirement"
        if verb.lemma_.lower() == "discuss" and not prepositional(verb, "with"):
            return False
        named = [
            m for t in [*what, *subjects(verb), *prepositional(verb, "with", "to", "in", "at")] for m in scene.phrase(t)
        ]
        public = any(t.lemma_.lower() in SPEAKERS for t in subjects(verb))
        return len({m.actor.id for m in named}) >= 2 or (bool(named) and (public or not guests))
    return needs == "verb"


def _is_in(scene: Scene, token: Token, wanted: Iterable[str]) -> bool:
    """Whether a noun phrase's head, or a word of its compound, is one of the words or classes wanted."""
    wanted = frozenset(wanted)
    if wanted & ANY:
        return True
    if "@@speaker" in wanted:
        return bool(scene.phrase(token)) or token.lemma_.lower() in SPEAKERS or token.pos_ == "PRON"
    if "@@country" in wanted and any(m.actor.kind == "country" and m.how != "demonym" for m in scene.named(token)):
        return True
    if "@@organisation" in wanted and any(m.actor.kind in ("IGO", "organisation") for m in scene.party(token)):
        return True
    if "@@public" in wanted and token.lemma_.lower() in SPEAKERS:
        return True
    if "@@actor" in wanted and scene.party(token):
        return True
    if "@@person" in wanted and any(m.actor.kind == "person" for m in scene.named(token)):
        return True
    if "@@demonym" in wanted and any(m.how == "demonym" for m in scene.named(token)):
        return True
    if "@@demonym_of" in wanted and any(
        m.how == "demonym" for c in children(token, "amod", "compound") for m in scene.named(c)
    ):
        return True
    if "@@number" in wanted and token.pos_ == "NUM":
        return True
    lemma = token.lemma_.lower()
    if lemma in wanted or token.lower_ in wanted:
        return True
    compound = [t.lower_ for t in phrase_tokens(token) if t.dep_ in ("compound", "amod", "nmod") and t.head == token]
    if any(f"{word} {lemma}" in wanted for word in compound):
        return True
    # "part of a military aid program", "dozens of prisoners": the noun behind counts as well.
    if any(t.lemma_.lower() in wanted for t in prepositional(token, "of")):
        return True
    return lemma in codes().operators["light"] and any(w in wanted for w in compound)
