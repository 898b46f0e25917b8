"""Whose people are: the state that a sentence about somebody gives them where no title before the name does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.actors.gazetteer import table
from dateline.actors.scene import Found, Person, Scene
from dateline.actors.states import dated_code

if TYPE_CHECKING:
    from spacy.tokens import Token

STATE_OUTLETS: dict[str, str] = table("words")["state_outlets"]
SERVING = frozenset(table("words")["serving"])
"""Posts that somebody has with a leader: "Gorbachev's adviser", "an aide to Clinton"."""


def belongs(scene: Scene, person: Person) -> tuple[str, str] | None:
    """The state of somebody and the words that tell it: "Ana Ruiz is a Chilean national", "Clinton's envoy, Jo Lee"."""
    heads = {f.head: f for f in scene.found}
    for found in sorted(scene.found, key=lambda f: f.start):
        if found.actor.id != person.actor.id or found.how != "name":
            continue
        name = scene.doc[found.head]
        for noun in _nouns(name):
            other = _of_state(noun, heads, name) or _of_leader(noun, heads, person)
            if other is not None and other.country in scene.gaz.states:
                return str(other.country), f"by '{noun.text}'"
            outlet = next((c for c in noun.children if c.dep_ == "compound" and c.lower_ in STATE_OUTLETS), None)
            if outlet is not None:
                return dated_code(scene, STATE_OUTLETS[outlet.lower_], (outlet.lower_,))[0], f"by '{outlet.text}'"
        # "the Russian analyst Pavel Orlov"
        for child in name.children:
            if child.dep_ == "amod" and child.i in heads and heads[child.i].how == "demonym":
                return str(heads[child.i].country), f"by '{child.text}'"
    return None


def _nouns(name: Token) -> Iterator[Token]:
    """The nouns that say what somebody is: beside the name, as a complement, in the clause that describes the name."""
    for child in name.children:
        if child.dep_ in {"appos", "compound", "nmod"} and child.pos_ == "NOUN":
            yield child
        if child.dep_ == "relcl" and child.lemma_ in {"be", "serve"}:
            yield from _complements(child)
    if name.dep_ == "appos" and name.head.pos_ in {"NOUN", "PROPN"}:
        yield name.head
    if name.dep_ in {"nsubj", "appos"} and name.head.lemma_ in {"be", "become"}:
        yield from _complements(name.head)


def _complements(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ == "attr" and child.pos_ in {"NOUN", "PROPN"}:
            yield child
        if verb.lemma_ == "serve" and child.lower_ == "as":
            yield from child.children


def _of_state(noun: Token, heads: dict[int, Found], name: Token) -> Found | None:
    """The state whose adjective, name or body stands with a noun: "a Turkish national", "an official of Norway"."""
    for child in noun.children:
        if child.i == name.i:
            continue
        found = heads.get(child.i)
        beside = child.dep_ in {"amod", "compound", "nmod", "poss"} and found is not None and found.how != "metonym"
        if beside and found is not None and found.actor.kind != "person":
            return found
        if child.dep_ == "prep" and child.lower_ == "of":
            for place in child.children:
                found = heads.get(place.i)
                if found is not None and found.actor.kind == "country" and found.how == "name":
                    return found
    return None


def _of_leader(noun: Token, heads: dict[int, Found], person: Person) -> Found | None:
    """The leader whom somebody serves: "Trump's special envoy", "an aide to Blair"."""
    if noun.lemma_.lower() not in SERVING:
        return None
    for child in noun.children:
        near = [child] if child.dep_ == "poss" else list(child.children) if child.lower_ in {"to", "of"} else []
        for token in near:
            found = heads.get(token.i)
            if found is not None and found.actor.kind == "person" and found.actor.id != person.actor.id:
                return found
    return None
