"""Who a word of an article tells of: whom it happened to and who did it, and whether two words can mean the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.events.again_words import NONE, words
from dateline.events.clause import agents, children, objects, prepositional, subjects
from dateline.events.lexicon import lexicon, word_list

if TYPE_CHECKING:
    from spacy.tokens import Token

VERBAL = ("VERB", "AUX")
PERSONAL = frozenset({"he", "him", "his", "she", "her", "they", "them", "who", "whom", "i", "me", "we", "us", "you"})
SPELLED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Party:
    """Whom something happened to, or who did it: names in lower case, nouns, numbers, and whether it is somebody."""

    names: frozenset[str] = NONE
    nouns: frozenset[str] = NONE
    numbers: frozenset[str] = NONE
    somebody: bool = False
    pronoun: bool = False

    def __bool__(self) -> bool:
        return bool(self.names or self.nouns or self.pronoun)


def agree(one: Party, other: Party, *, near: bool) -> bool:
    """Whether two parties are likely one: a common name or noun, or somebody in both and ``near`` each other."""
    if one.names & other.names or one.nouns & other.nouns:
        return True
    return near and one.somebody and other.somebody


def clash(one: Party, other: Party) -> bool:
    """Whether two parties are not one: other names, other numbers, or a thing and somebody."""
    if not one or not other:
        return False
    if one.names and other.names and not one.names & other.names:
        return True
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return True
    if one.nouns & other.nouns or not (one.nouns and other.nouns):
        return False
    return not (one.somebody and other.somebody)


def done_to(token: Token) -> Party:
    """Whom what a word tells happened to: the object or passive subject of a verb, who is dead, whom a noun is of."""
    if token.pos_ in VERBAL:
        return party_of(objects(token) or ([] if children(token, "dobj") else subjects(token)))
    if token.pos_ == "ADJ":
        if token.dep_ == "amod":
            return party_of([token.head])
        return party_of(children(token, "nsubj") or subjects(token.head) if token.head.pos_ in VERBAL else [])
    if token.lower_ in words().states:
        return replace(party_of([token]), nouns=NONE, somebody=True, pronoun=True)
    return party_of([*prepositional(token, "of"), *children(token, "poss")])


def party_of(heads: Iterable[Token]) -> Party:
    """The party that the heads of noun phrases name."""
    found: list[Token] = list(heads)
    if not found:
        return Party()
    near = [t for head in found for t in (head, *children(head, "compound", "nummod", "appos", "amod", "det"))]
    names = names_of(near)
    nouns = frozenset(t.lemma_.lower() for t in found if t.pos_ == "NOUN")
    pronoun = any(t.lower_ in PERSONAL for t in found)
    person = any(t.ent_type_ == "PERSON" for t in near)
    return Party(
        names=names,
        nouns=nouns,
        numbers=frozenset(filter(None, map(_number, near))),
        somebody=pronoun or person or bool(nouns & _people()) or any(t.pos_ == "NUM" for t in found),
        pronoun=pronoun,
    )


def _number(token: Token) -> str:
    """How many a word beside a noun says: "3" and "three" alike, one for "a"; "" where it says nothing."""
    word = token.lower_
    if token.dep_ == "det":
        return "1" if word in ("a", "an") else ""
    if token.pos_ != "NUM" or token.dep_ != "nummod" or "year" in word:
        return ""
    return str(SPELLED.index(word)) if word in SPELLED else word


def _people() -> frozenset[str]:
    return lexicon().classes["people_noun"] | word_list("kin")


def names_of(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(t.lower_ for t in tokens if t.pos_ == "PROPN" and len(t) > 2)


def done_by(token: Token) -> Party:
    """Who did what a verb tells; nobody for other words."""
    return party_of(agents(token) if token.pos_ in VERBAL else ())
