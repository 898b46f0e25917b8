"""The words by which articles come back to what they have told, from data/again.en.toml: families by each form."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dateline.events.lexicon import read_data

NONE: frozenset[str] = frozenset()
_CONSONANT_Y = re.compile(r"[^aeiou]y\Z")
_HISSING = re.compile(r"(?:s|x|ch|sh)\Z")
_DOUBLED = re.compile(r"(?:[^aeiou]*[aeiou][bdgmnpt]|.+pel)\Z")


@dataclass(frozen=True, slots=True)
class Family:
    """Words that tell one thing of mentions of ``types``; ``stands_for``: families that its nouns may mean as well."""

    types: frozenset[str]
    stands_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """Families by name, and the names of the families of each form in lower case, as a noun and as a verb.

    ``states``: forms that say how somebody is then ("dead"), which "the" makes a noun.
    """

    families: Mapping[str, Family]
    nouns: Mapping[str, frozenset[str]]
    verbs: Mapping[str, frozenset[str]]
    states: frozenset[str]

    def of(self, form: str) -> frozenset[str]:
        """The families of a form, whichever part of speech it is."""
        return self.nouns.get(form, NONE) | self.verbs.get(form, NONE)


@functools.cache
def words() -> Words:
    """The families, compiled once. Raises KeyError where one stands for a family that is not there."""
    data = read_data("again.en.toml")
    irregular = {lemma: forms.split() for lemma, forms in data["forms"].items()}
    families: dict[str, Family] = {}
    nouns: dict[str, set[str]] = {}
    verbs: dict[str, set[str]] = {}
    states: set[str] = set()
    for name, row in data["family"].items():
        families[name] = Family(frozenset(row["types"].split()), frozenset(row.get("stands_for", "").split()))
        for noun in row.get("nouns", "").split():
            for form in (noun, _with_s(noun)):
                nouns.setdefault(form, set()).add(name)
        for verb in row.get("verbs", "").split():
            for form in (verb, *irregular.get(verb, ())) if verb in irregular else _forms(verb):
                verbs.setdefault(form, set()).add(name)
        for form in (*row.get("states", "").split(), *row.get("forms", "").split()):
            verbs.setdefault(form, set()).add(name)
        for form in row.get("states", "").split():
            states.add(form)
            nouns.setdefault(form, set()).add(name)
    for family in families.values():
        for name in family.stands_for:
            families[name]
    return Words(families, _frozen(nouns), _frozen(verbs), frozenset(states))


def _frozen(found: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {form: frozenset(names) for form, names in found.items()}


def _with_s(word: str) -> str:
    if _CONSONANT_Y.search(word):
        return word[:-1] + "ies"
    return word + ("es" if _HISSING.search(word) else "s")


def _forms(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb."""
    if _CONSONANT_Y.search(verb):
        return verb, _with_s(verb), verb[:-1] + "ied", verb + "ing"
    base = verb[:-1] if verb.endswith("e") else verb + verb[-1] if _DOUBLED.match(verb) else verb
    return verb, _with_s(verb), base + "ed", base + "ing"
