"""The trigger lexicon: data files compiled into look-ups by lemma. See data/triggers.en.toml for the format."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

ANY = frozenset({"*"})
TRIGGER_FILES = (
    "triggers.en.toml",
    "triggers-ties.en.toml",
    "triggers-diplomacy.en.toml",
    "triggers-help.en.toml",
    "triggers-force.en.toml",
    "triggers-power.en.toml",
    "triggers-people.en.toml",
    "triggers-wide.en.toml",
    "triggers-news.en.toml",
    "triggers-measures.en.toml",
    "triggers-public.en.toml",
    "triggers-violence.en.toml",
    "triggers-justice.en.toml",
    "triggers-ballots.en.toml",
    "triggers-posts.en.toml",
    "triggers-unrest.en.toml",
    "triggers-dealings.en.toml",
    "triggers-reports.en.toml",
    "triggers-rulings.en.toml",
)
"""In the order in which their rules are tried: the exact ones first, then the broad ones by type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One rule of the lexicon: the words that tell an act of ``type``, and what has to stand beside them."""

    name: str
    type: str
    plover: str | None = None
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    subjects: frozenset[str] | None = None
    objects: frozenset[str] | None = None
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    of: frozenset[str] | None = None
    particle: frozenset[str] = frozenset()
    complement: bool = False
    complements: frozenset[str] | None = None
    not_to: frozenset[str] = frozenset()
    clause: bool = False
    past: bool = False
    asserted: bool = False
    done: bool = False
    first: bool = False
    lends: bool = False
    brings: bool = False
    anew: bool = False
    both: bool = False
    intransitive: bool = False
    alone: bool = False
    of_clause: bool = False
    not_after: frozenset[str] = frozenset()
    unlike: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    present: bool = False
    tags: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    needs: str = "actor"
    bare: bool = False
    place: bool = False
    passive: bool = False
    active: bool = False
    passive_or_object: bool = False
    beats_speech: bool = False
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One rule of the speech lexicon. ``content`` "clause": words said must follow; "any": an object will do.

    ``objects``: the object or complement must be one of these ("issued a statement", "made clear"). ``subjects``: the
    subject, or a paper in which it is said ("found in its report"). ``nouns`` tell the same as the verbs ("his warning
    that …").
    """

    name: str
    verbs: frozenset[str]
    nouns: frozenset[str] = frozenset()
    plover: str | None = None
    content: str = "clause"
    objects: frozenset[str] | None = None
    subjects: frozenset[str] | None = None
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()

    @property
    def judges(self) -> bool:
        """Whether its nouns take what they are about with "of": "condemnation of the attack", not "the claim of"."""
        return self.plover in ("ACCUSE", "REJECT", "SUPPORT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Triggers by the lemma of their verb and of their noun, and speech rules by lemma, each in file order.

    ``speech_nouns`` has the one rule of a noun of speech; ``statements`` all speech rules in file order.
    """

    triggers: tuple[Trigger, ...]
    by_verb: Mapping[str, tuple[Trigger, ...]]
    by_noun: Mapping[str, tuple[Trigger, ...]]
    speech: Mapping[str, tuple[Speech, ...]]
    speech_nouns: Mapping[str, Speech]
    statements: tuple[Speech, ...]
    classes: Mapping[str, frozenset[str]]


def read_data(name: str) -> dict[str, Any]:
    """One of the data files beside the rules."""
    return tomllib.loads(resources.files("dateline.events").joinpath("data", name).read_text(encoding="utf-8"))


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """One of the small word lists of data/words.en.toml, in lower case; KeyError for a list that is not there."""
    return frozenset(_words()[name])


@functools.cache
def _words() -> dict[str, list[str]]:
    return read_data("words.en.toml")


@functools.cache
def lexicon() -> Lexicon:
    """The English lexicon, compiled once. Raises KeyError for a rule that names an unknown class."""
    files = [read_data(name) for name in TRIGGER_FILES]
    plain: dict[str, list[str]] = {name: words for data in files for name, words in data["classes"].items()}
    classes: dict[str, frozenset[str]] = {}

    def spelled(name: str) -> frozenset[str]:
        """A class with the classes that it names written out."""
        if name not in classes:
            classes[name] = frozenset().union(
                *(spelled(w[1:]) if w.startswith("@") and not w.startswith("@@") else {w} for w in plain[name])
            )
        return classes[name]

    for name in plain:
        spelled(name)

    def words(value: str | list[str] | None) -> frozenset[str] | None:
        if value is None:
            return None
        if isinstance(value, list):
            return frozenset().union(*(words(v) or frozenset() if v.startswith("@") else {v} for v in value))
        if value.startswith("@") and not value.startswith("@@"):
            return classes[value[1:]]
        return frozenset({value})

    triggers = tuple(
        Trigger(
            name=row["name"],
            type=row["type"],
            plover=row.get("plover"),
            verbs=frozenset(row.get("verbs", ())),
            nouns=frozenset(row.get("nouns", ())),
            subjects=words(row.get("subjects")),
            objects=words(row.get("objects")),
            within={prep: words(value) or ANY for prep, value in row.get("with", {}).items()},
            of=words(row.get("of")),
            particle=words(row.get("particle")) or frozenset(),
            complement=row.get("complement", False),
            complements=words(row.get("complements")),
            not_to=words(row.get("not_to")) or frozenset(),
            clause=row.get("clause", False),
            past=row.get("past", False),
            asserted=row.get("asserted", False),
            done=row.get("done", False),
            first=row.get("first", False),
            lends=row.get("lends", False),
            brings=row.get("brings", False),
            anew=row.get("anew", False),
            both=row.get("both", False),
            intransitive=row.get("intransitive", False),
            alone=row.get("alone", False),
            of_clause=row.get("of_clause", False),
            not_after=frozenset(row.get("not_after", ())),
            unlike=words(row.get("unlike")) or frozenset(),
            about=words(row.get("about")) or frozenset(),
            present=row.get("present", False),
            tags=frozenset(row.get("tags", ())),
            without=frozenset(row.get("without", ())),
            needs=row.get("needs", "any" if "subjects" in row else "actor"),
            bare=row.get("bare", False),
            place=row.get("place", False),
            passive=row.get("passive", False),
            active=row.get("active", False),
            passive_or_object=row.get("passive_or_object", False),
            beats_speech=row.get("beats_speech", False),
            match=tuple(row.get("match", ())),
            no_match=tuple(row.get("no_match", ())),
        )
        for data in files
        for row in data["trigger"]
    )
    by_verb: dict[str, list[Trigger]] = {}
    by_noun: dict[str, list[Trigger]] = {}
    for trigger in sorted(triggers, key=lambda rule: (not rule.first, not rule.both)):
        for verb in trigger.verbs:
            by_verb.setdefault(verb, []).append(trigger)
        for noun in trigger.nouns:
            by_noun.setdefault(noun, []).append(trigger)
    speech: dict[str, list[Speech]] = {}
    nouns: dict[str, Speech] = {}
    statements: list[Speech] = []
    for row in read_data("speech.en.toml")["speech"]:
        rule = Speech(
            name=row["name"],
            verbs=frozenset(row["verbs"]),
            nouns=frozenset(row.get("nouns", ())),
            plover=row.get("plover"),
            content=row.get("content", "clause"),
            objects=words(row.get("objects")),
            subjects=words(row.get("subjects")),
            match=tuple(row.get("match", ())),
            no_match=tuple(row.get("no_match", ())),
        )
        statements.append(rule)
        nouns.update(dict.fromkeys(rule.nouns, rule))
        for verb in rule.verbs:
            speech.setdefault(verb, []).append(rule)
    return Lexicon(
        triggers=triggers,
        by_verb={k: tuple(v) for k, v in by_verb.items()},
        by_noun={k: tuple(v) for k, v in by_noun.items()},
        speech={k: tuple(v) for k, v in speech.items()},
        speech_nouns=nouns,
        statements=tuple(statements),
        classes=classes,
    )
