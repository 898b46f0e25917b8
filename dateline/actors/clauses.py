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
OBJECTIVE = frozenset({"him", "her", "them"})


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


def subject_of(token: Token) -> Token | None:
    """The subject of the clause that a word stands in, also one that it shares: "A spoke to B and thanked him"."""
    verb = token
    for _ in range(8):
        if verb.pos_ in {"VERB", "AUX"} and verb.i != token.i:
            break
        if verb.head.i == verb.i:
            return None
        itself = (
            verb.i == token.i and token.lower_ in OBJECTIVE
        )  # "made him the party's chief": a subject for the parser
        if verb.dep_ in {"nsubj", "nsubjpass"} and verb.head.pos_ in {"VERB", "AUX"} and not itself:
            return None  # the word is in the subject itself
        verb = verb.head
    for _ in range(6):
        own = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i != token.i), None)
        if own is not None:
            return own if own.i < token.i else None
        shared = {"conj", "xcomp", "advcl", "ccomp"} if token.lower_ in OBJECTIVE else {"conj", "xcomp"}
        if verb.dep_ not in shared or verb.head.pos_ not in {"VERB", "AUX"}:
            return None
        verb = verb.head
    return None
