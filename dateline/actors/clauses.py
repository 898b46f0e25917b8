"""Places of words in their clauses: subjects, speakers, who cannot be one and the same.

In the order of the classic resolvers (see `dateline.actors.pronouns`), read from spaCy's dependencies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.actors.gazetteer import table
from dateline.actors.scene import Found, Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

SAYING: frozenset[str] = frozenset(table("words")["saying"])


def is_subject(scene: Scene, found: Found) -> bool:
    """True for the subject of a clause, also of a coordinated one, and for "according to X"."""
    token = scene.doc[found.head]
    for _ in range(3):
        if token.dep_ in {"nsubj", "nsubjpass", "csubj"}:
            return True
        if token.dep_ in {"conj", "appos", "compound", "nmod"} and token.head.i != token.i:
            token = token.head
            continue
        break
    return according(scene, found) or _topic(scene, found)


def speaks(scene: Scene, token: Token) -> bool:
    return token.dep_ in {"nsubj", "nsubjpass"} and token.head.lemma_.lower() in SAYING


def _topic(scene: Scene, found: Found) -> bool:
    """True in "For Brezhnev it is the second treaty": whom a sentence begins with is what it speaks of.

    Also in "In February Igor Ivanov paid a visit", where the parser takes the month and the name for one phrase and
    the verb is left without a subject.
    """
    token = scene.doc[found.head]
    if token.dep_ != "pobj" or token.head.i != token.sent.start:
        return False
    orphan = token.head.head.pos_ == "VERB" and not any(
        child.dep_ in {"nsubj", "nsubjpass"} for child in token.head.head.children
    )
    return token.head.lower_ in {"for", "to"} or orphan


def in_own_clause(scene: Scene, token: Token, other: Token) -> bool:
    """True for a pronoun in the clause that describes a person, "Clinton, who had spoken before him": somebody else."""
    climb = token
    for _ in range(6):
        if climb.dep_ == "relcl":
            subject = next((child for child in climb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
            return bool(
                climb.head.i == other.i and subject is not None and subject.lower_ == "who" and token.tag_ != "PRP$"
            )
        climb = climb.head
    return False


def named_beside(scene: Scene, token: Token, found: Found) -> bool:
    """True for who is named as the relative: "his grandfather, Kim Il Sung" is not his own grandfather."""
    other = scene.doc[found.head]
    noun = token.head
    return token.dep_ == "poss" and (
        (other.dep_ == "appos" and other.head.i == noun.i) or (noun.dep_ == "appos" and noun.head.i == other.i)
    )


def according(scene: Scene, found: Found) -> bool:
    token = scene.doc[found.head]
    return bool(token.dep_ == "pobj" and token.head.head.lower_ == "according")


def same_clause(scene: Scene, token: Token, other: Token) -> bool:
    """True where two tokens are subject and object of one verb, which then cannot be one person."""
    if token.dep_ in {"nsubj", "nsubjpass"} and other.dep_ in {"dobj", "pobj", "iobj", "dative"}:
        return bool(token.head.i in {other.head.i, other.head.head.i})
    if token.dep_ in {"dobj", "iobj", "dative"} and other.dep_ in {"nsubj", "nsubjpass"}:
        return bool(token.head.i == other.head.i)
    if token.dep_ == "pobj" and other.dep_ in {"nsubj", "nsubjpass"}:
        return bool(token.head.head.i == other.head.i and token.head.lower_ in {"with", "against", "for", "to"})
    return False
