"""Whether words fit what a rule of the lexicon wants: nouns of its classes, names of its kinds, parties it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.clause import children, prepositional, subjects
from dateline.events.lexicon import ANY, Trigger, lexicon, word_list
from dateline.events.scene import Scene
from dateline.model import Participant

if TYPE_CHECKING:
    from spacy.tokens import Token

SOMEBODY = {"he", "she", "him", "her", "who"}
NAMES = {"PERSON", "GPE", "NORP"}
STANDING_FOR = frozenset({"it", "which", "they"})
WARLIKE = word_list("warlike")
FIGURATIVE = word_list("figurative")
FOES = word_list("foes")
SAID_ON_THE_WAY = word_list("said_on_the_way")
DELIVERING = frozenset({"deliver", "launch", "make", "mount", "unleash"})
QUANTITIES = word_list("quantities")
COUNTS = frozenset({"billion", "million", "thousand", "trillion"})
CURRENCIES = word_list("currencies")


def is_in(token: Token, wanted: frozenset[str], scene: Scene) -> bool:
    """Whether a noun phrase's head is one of the words or classes wanted."""
    if wanted & ANY:
        return token.i not in scene.time_at
    names = scene.party(token)
    if token.lower_ in STANDING_FOR and names and not any(word.startswith("@@") for word in wanted):
        return False  # "it takes effect", of a law, not of who made it
    if "@@actor" in wanted and names and (_acts(token) or scene.named(token)):
        return True
    post = token.pos_ == "NOUN" and token.lemma_.lower() in lexicon().classes["post"]  # "return to the presidency"
    if (
        "@@country" in wanted
        and not post
        and any(m.how != "pronoun" and m.actor.kind == "country" for m in scene.named(token))
    ):
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
    if (
        "@@place" in wanted
        and token.pos_ == "PROPN"
        and (token.ent_type_ in ("GPE", "LOC", "FAC") or any(m.actor.kind == "country" for m in scene.named(token)))
    ):
        return True
    if "@@number" in wanted and token.pos_ == "NUM":
        return True
    if "@@money" in wanted and is_money(token):
        return True
    counted = prepositional(token, "of") if token.lemma_.lower() in COUNTS else []
    if counted:
        return any(is_in(t, wanted, scene) for t in counted)  # "millions of votes" are no money
    if token.lemma_.lower() in wanted or token.lower_ in wanted or _two_words(token) in wanted:
        return True
    if token.tag_ == "NNPS" and token.ent_type_ == "NORP" and token.lower_.removesuffix("s") in wanted:
        return True  # "the Democrats", whose lemma is the name itself
    if "@@person" in wanted and token.ent_type_ == "PERSON" and token.pos_ == "PROPN" and not names:
        return True
    if token.lemma_.lower() in QUANTITIES and any(is_in(t, wanted, scene) for t in prepositional(token, "of")):
        return True
    # "Comprehensive Strategic Partnership Agreement" may be parsed with its head elsewhere in the name.
    return token.pos_ == "PROPN" and any(t.lower_ in wanted for t in token.doc[token.left_edge.i : token.i + 1])


def _acts(token: Token) -> bool:
    """Whether a noun is somebody or something that acts for a state: "American troops", not "American cables"."""
    classes = lexicon().classes
    return any(
        token.lemma_.lower() in classes[name] for name in ("public", "post", "victim", "force", "court", "fighter")
    )


def figurative(noun: Token) -> bool:
    """Whether a word of war only stands for something else: "a price war", "a court battle", "a war of words"."""
    if noun.lemma_.lower() in ("destruction", "murder", "killing"):
        return any(c.lower_ == "mass" for c in noun.children) and noun.head.lower_ == "of" and noun.dep_ == "pobj"
    if noun.lemma_.lower() == "demonstration":
        shown = prepositional(noun, "of")  # "a demonstration of unity"
        return bool(shown) and not any(t.tag_ in ("NNS", "NNPS", "CD") or t.pos_ == "PROPN" for t in shown)
    if noun.lemma_.lower() not in WARLIKE:
        return False
    foes = {t.lemma_.lower() for t in prepositional(noun, "with", "against", "on")}
    own = {c.lower_ for c in noun.children if c.dep_ in ("compound", "amod", "nmod")}
    spoken = any(t.lemma_.lower() in ("word", "nerve") for t in prepositional(noun, "of"))
    return bool(spoken or own & FIGURATIVE or foes & FOES)


def quarrels(verb: Token) -> bool:
    """Whether only words are exchanged: "the minister clashed with the head of the army"."""
    if verb.lemma_.lower() != "clash":
        return False
    return any(
        t.tag_ in ("NN", "NNP") and (t.ent_type_ == "PERSON" or t.lemma_.lower() in lexicon().classes["post"])
        for t in [*subjects(verb), *prepositional(verb, "with")]
    )


def in_words(verb: Token) -> bool:
    """Whether somebody attacks in words: "the minister launched an attack on the press, accusing it of bias"."""
    if verb.lemma_.lower() not in DELIVERING:
        return False
    said = any(c.tag_ == "VBG" and c.lemma_.lower() in SAID_ON_THE_WAY for c in children(verb, "advcl"))
    post = lexicon().classes["post"]
    return said and any(
        t.ent_type_ == "PERSON" or (t.tag_ == "NN" and t.lemma_.lower() in post) for t in subjects(verb)
    )


def is_money(token: Token) -> bool:
    """Whether a word heads a sum of money: "$10m", "300 mln dlrs", "£ 13 m"."""
    short = token.lower_ in ("m", "bn", "mln", "billion", "million") and token.i > 0
    return (
        token.ent_type_ == "MONEY"
        or token.lemma_.lower() in CURRENCIES
        or (short and token.nbor(-1).ent_type_ == "MONEY")
    )


def unlike(noun: Token, words: frozenset[str]) -> bool:
    """Whether a noun is one of the words, or has one of them before it: "press conference", "trading session"."""
    if not words:
        return False
    return noun.lemma_.lower() in words or bool(
        words & {t.lower_ for t in children(noun, "compound", "amod", "nmod", "poss")}
    )


def _two_words(token: Token) -> str:
    """A noun with the word before it, if that belongs to it: "rescue team", "tear gas"."""
    if token.i == 0:
        return ""
    before = token.doc[token.i - 1]
    if before.dep_ == "conj" and before.head.head == token:
        before = before.head  # "military and financial support"
    if before.dep_ not in ("compound", "amod", "nmod"):
        return ""
    return f"{token.doc[token.i - 1].lower_} {token.lemma_.lower()}"


def satisfied(rule: Trigger, scene: Scene, people: tuple[Participant, ...], *, who: list[Token], dated: bool) -> bool:
    if rule.needs in ("any", "dated", "acted", "sides"):
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
