"""Names that only tell who somebody else is: "the father of Kim Jong Un", "Kim's grandfather", "an aide to Putin"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.actors.gazetteer import table
from dateline.actors.naming import NO_STATE
from dateline.actors.scene import Found, Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

KIN: frozenset[str] = frozenset(table("words")["kin"])
SERVICE: frozenset[str] = frozenset(table("words")["service"])
MONUMENTS: frozenset[str] = frozenset(table("words")["monuments"])


def link_relations(scene: Scene) -> None:
    """Set names aside that only describe somebody else, or a place; the described get the country of that name.

    The names set aside stay known to the discourse: a pronoun may still mean them, but they take no part themselves.
    """
    people = [found for found in scene.found if found.actor.kind == "person"]
    by_head = {found.head: found for found in people}
    for found in people:
        noun = relation(scene, found)
        if noun is None:
            continue
        word = noun.lemma_.lower()
        # Of whom a clause of its own tells more, that one is spoken of: "the son of Joe Biden, who served as ...".
        aside = not any(child.dep_ == "relcl" for child in scene.doc[found.head].children)
        if word in MONUMENTS:
            found.quiet = aside
            continue
        named = described_by(noun, by_head)
        if named is None or named.actor.id == found.actor.id:
            continue
        found.quiet = aside
        if found.country:
            give_country(scene, named, found)


def relation(scene: Scene, found: Found) -> Token | None:
    """The noun of kin, of service or of a monument that a name depends on; None where there is none."""
    token: Token = scene.doc[found.head]
    if token.dep_ == "poss":
        noun = token.head
    elif token.dep_ == "pobj" and token.head.lower_ in {"of", "to", "for"} and token.head.i < token.i:
        noun = token.head.head
    else:
        return None
    word = noun.lemma_.lower()
    if word in KIN or word in SERVICE:
        return noun
    return noun if word in MONUMENTS and noun.pos_ == "NOUN" else None


def described_by(noun: Token, by_head: dict[int, Found]) -> Found | None:
    """The person named beside a noun of kin or service: "Natalya Timakova, Medvedev's press secretary"."""
    if noun.dep_ == "appos" and noun.head.i in by_head:
        return by_head[noun.head.i]
    return next((by_head[child.i] for child in noun.children if child.dep_ == "appos" and child.i in by_head), None)


def give_country(scene: Scene, named: Found, owner: Found) -> None:
    """Count a person of whom the article tells no state for the one of the relative or the master."""
    person = next((p for p in scene.people if p.actor.id == named.actor.id), None)
    if person is None or person.known or (person.country and not person.because.startswith("the story")):
        return
    person.country, person.because = owner.country, f"by {owner.actor.name}"
    for found in scene.found:
        if found.actor.id == person.actor.id and found.country != NO_STATE:
            found.country = person.country
            found.trace = f"{found.trace.partition('; counted for')[0]}; counted for " + (
                f"{scene.gaz.state_name(person.country)}, the state of {owner.actor.name}"
            )


def kin_of_pronouns(scene: Scene) -> None:
    """The state of "his wife, Peng Liyuan", once it is known who "his" means; before a subject it is set aside."""
    by_head = {found.head: found for found in scene.found if found.actor.kind == "person" and found.how == "name"}
    for found in [f for f in scene.found if f.how == "pronoun" and f.actor.kind == "person"]:
        token = scene.doc[found.head]
        if token.dep_ != "poss" or token.head.lemma_.lower() not in KIN | SERVICE:
            continue
        named = described_by(token.head, by_head)
        if named is not None and named.actor.id != found.actor.id:
            found.quiet = token.head.dep_ in {"nsubj", "nsubjpass"}  # who overthrows his father takes part
            if found.country:
                give_country(scene, named, found)
