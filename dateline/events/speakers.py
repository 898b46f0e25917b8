"""Who speaks: the person, else the body, behind the subject of a verb of speech or the owner of a statement.

A document speaks for who issued it ("the White House statement said"); where an article goes on with "the statement
also said", "she added" or "it urged", and nothing in it tells who that is, the last that fits has spoken again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.events.bodies import body_name, named_beside, tidy
from dateline.events.clause import children, conjuncts, governors, prepositional
from dateline.events.lexicon import word_list
from dateline.events.public import (
    MEDIA,
    NOT_PUBLIC,
    OUTLETS,
    is_media,
    is_private,
    sent_by_a_body,
    some_of_a_people,
    within_clause,
)
from dateline.events.scene import Scene
from dateline.model import ActorMention

if TYPE_CHECKING:
    from spacy.tokens import Token

PUBLIC = word_list("public")
DOCUMENTS = word_list("documents")
OFFICIAL_DOCUMENTS = word_list("official_documents")
QUANTITIES = word_list("quantities")
_FIRST_PERSON = frozenset({"i", "we", "you", "me", "us"})
SPOKESMEN = frozenset({
    "adviser", "aide", "ambassador", "analyst", "commander", "diplomat", "envoy", "judge", "lawyer", "minister",
    "negotiator", "officer", "official", "prosecutor", "source", "spokesman", "spokesperson", "spokeswoman",
})  # fmt: skip
FIRMS = frozenset({"company", "firm", "group", "bank", "corporation", "airline", "concern", "association", "union"})
QUOTED_TOKENS = 160
"""So far behind who spoke without a name "he" is still that one, if the words between name nobody."""
STATE_WORDS = frozenset({"country", "nation", "state", "republic", "kingdom", "island"})
_NO_SPEAKERS = frozenset({"", "GPE", "LOC", "FAC", "PRODUCT"})
"""Kinds of names that the model gives to a speaker whom it does not know."""
_PERSONAL = frozenset({"he", "she"})
_COMMON = frozenset({"it", "they"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: ``name`` (None: nobody whom the text names) and the actors behind the words."""

    name: str | None
    mentions: tuple[ActorMention, ...] = ()
    personal: bool = False
    """True for a named person, False for a body, a document or an unnamed official."""


@dataclass(slots=True)
class Voices:
    """Who has spoken so far in an article: in all, as a person, as a body, and through which kind of document."""

    last: Voice | None = None
    person: Voice | None = None
    body: Voice | None = None
    document: Voice | None = None
    bodies: list[Voice] = field(default_factory=list)
    at: int = -1
    """The token by which somebody spoke last."""

    def named(self, noun: str) -> Voice | None:
        """The last body that was called by more than a noun alone: "Fisheries Department official", "group of Ten"."""
        for voice in reversed(self.bodies):
            words = (voice.name or "").lower().split()
            if len(words) > 1 and (words[-1] == noun or words[:2] == [noun, "of"]):
                return voice
        return None

    def heard(self, voice: Voice, *, at: int, written: bool = False) -> None:
        """Remember who spoke by the token ``at``; ``written``: in a document that "the statement" may take up later."""
        if not voice.name and not voice.mentions:
            return
        self.last, self.at = voice, at
        if voice.personal:
            self.person = voice
        else:
            self.body = voice
        if not voice.personal or not any(m.actor.kind == "person" for m in voice.mentions):
            self.bodies.append(voice)
        if written:
            self.document = voice


def is_first_person(token: Token) -> bool:
    """Whether a token is "I", "we" or "you"; "US" is a state."""
    return token.lower_ in _FIRST_PERSON and token.text != "US"


def voice_of(scene: Scene, heads: list[Token], voices: Voices, *, lemma: str = "say") -> Voice | None:
    """The voice of a verb's subject (``heads``: its coordinated nouns); None where nobody public speaks."""
    found = [voice for head in heads if (voice := _one(scene, head, voices, lemma))]
    if not found:
        return None
    mentions = tuple(dict.fromkeys(m for voice in found for m in voice.mentions))
    # "The official Soviet news agency Tass": two nouns side by side are one body, called by its name.
    one = len(heads) == 2 and heads[1].i == heads[0].i + 1 and heads[1].pos_ == "PROPN"
    named = found[-1] if one else found[0]
    return Voice(named.name, mentions, named.personal)


def _one(scene: Scene, head: Token, voices: Voices, lemma: str) -> Voice | None:
    named = scene.named(head)
    word = head.lower_ if head.lower_ in MEDIA else head.lemma_.lower()
    people = [m for m in named if m.actor.kind == "person"]
    if word in _PERSONAL and (unnamed := _goes_on(scene, head, voices)):
        return unnamed
    if word in _COMMON and _speaks_above(head, voices):
        return voices.last
    if people:
        unknown = people[0].how == "name" and not people[0].actor.offices
        return None if unknown and is_private(head) else Voice(people[0].actor.name, tuple(people), personal=True)
    if some_of_a_people(scene, head):
        return None
    if head.pos_ == "PRON" and not named:
        return _taken_up(scene, head, voices)
    person = _name_beside(scene, head)
    if person is not None and word not in DOCUMENTS:
        return Voice(person.actor.name, (person,), personal=True)
    if word in QUANTITIES and head.pos_ == "NOUN":
        of = [t for t in prepositional(head, "of") if t.pos_ in ("NOUN", "PROPN")]
        if of:
            return _one(scene, of[0], voices, lemma)
    if head.pos_ == "NUM":
        bodies = [m for child in children(head, "appos") for m in scene.named(child)]
        if bodies:
            return Voice(bodies[0].actor.name, tuple(bodies))
        # "One of the main insurgent groups"
        of = [t for t in prepositional(head, "of") if t.lemma_.lower() in PUBLIC]
        return Voice(None, tuple(scene.phrase(of[0]))) if of else None
    if named and (head.pos_ != "NOUN" or named[0].actor.kind != "country" or word in STATE_WORDS):
        return Voice(named[0].actor.name, tuple(named))
    behind = tuple(m for m in scene.phrase(head) if not (m.actor.kind == "person" and m.how == "pronoun"))
    if word in DOCUMENTS:
        return _written(scene, head, voices)
    sent = sent_by_a_body(scene, head)
    if (word in NOT_PUBLIC and not sent) or is_media(scene, head, lemma):
        return None
    entity = next((e for e in head.sent.ents if e.start <= head.i < e.end and e.label_ == "ORG"), None)
    named_whole = entity is not None and (head.pos_ == "PROPN" or (head.is_title and len(entity) > 2))
    if word in PUBLIC and entity is not None and named_whole:
        return Voice(tidy(entity.text), behind)
    if word in PUBLIC and not named and (again := _again(scene, head, voices)):
        return again
    if word in PUBLIC or word in MEDIA or named or sent:
        owner = [m for child in children(head, "poss") for m in scene.named(child) if m.actor.kind == "person"]
        return Voice(named_beside(scene, head) or body_name(scene, head), tuple(owner) or behind)
    if head.ent_type_ in ("PERSON", "ORG") or (head.ent_type_ == "NORP" and behind):
        entity = next((e for e in head.sent.ents if e.start <= head.i < e.end), None)
        if entity is not None:
            return Voice(tidy(entity.text), behind, personal=head.ent_type_ == "PERSON")
    if head.pos_ == "PROPN" and head.ent_type_ in _NO_SPEAKERS and (head.is_title or head.is_upper):
        return Voice(_full_name(scene, head) or body_name(scene, head), behind, personal=True)
    return None


def _full_name(scene: Scene, head: Token) -> str:
    """The name by which a person was introduced before who is called by the last part of it; "" for none."""
    named = (e for e in scene.doc.ents if e.label_ == "PERSON" and e.end <= head.i and len(e) > 1)
    return next((tidy(e.text) for e in named if e[-1].text == head.text), "")


def _again(scene: Scene, head: Token, voices: Voices) -> Voice | None:
    """The body that "the official", "the spokesman" or "the company" takes up again, by the name that it had before."""
    if any(child.dep_ not in ("det", "punct", "relcl", "advcl") for child in head.children):
        return None
    if not any(child.lower_ in ("the", "this", "that") for child in head.children):
        return None
    word = head.lower_
    if (named := voices.named(word)) is not None or word not in FIRMS:
        return named
    for voice in reversed(voices.bodies):
        if voice.name and voice.name[0].isupper() and voice.name.split()[-1].lower() not in PUBLIC:
            return voice
    return None


def _name_beside(scene: Scene, head: Token) -> ActorMention | None:
    """The person whom a noun introduces: "her counterpart, Anatoly Antonov", "One of the ministers, Rebecca Mabior".

    The name may end up deeper in the parse, as in "former ambassador to the United Nations Nikki Haley".
    """
    near = children(head, "appos", "compound", "nmod", "conj")
    last = head.right_edge
    while last.i > head.i and (last.is_punct or last.is_space):
        last = last.nbor(-1)
    aside = any(t.text == "," for t in scene.doc[head.i : last.i])
    behind = last.dep_ in ("pobj", "appos", "compound") and not aside and not within_clause(last, head)
    if head.lemma_.lower() in PUBLIC and behind:
        near.append(last)
    found = [m for token in near for m in scene.named(token) if m.actor.kind == "person" and m.how == "name"]
    return found[0] if found and head.pos_ in ("NOUN", "PROPN", "NUM") else None


def _speaks_above(pronoun: Token, voices: Voices) -> bool:
    """Whether "it" or "they" stands in the words of a body: "The union wrote that it had warned the ministry"."""
    if voices.last is None or voices.last.personal or not voices.last.name:
        return False
    return any(head.i == voices.at for head, dep in governors(pronoun) if dep == "ccomp")


def _goes_on(scene: Scene, pronoun: Token, voices: Voices) -> Voice | None:
    """Who spoke just now and is no known actor: "An official said so. It was late, he added", "Berg said so. He added".

    A known one is found by whoever resolves the pronoun, who would take it for somebody that was spoken of.
    """
    voice, start = voices.last, pronoun.sent.start
    if voice is None or not 0 <= voices.at < pronoun.i or start == 0 or pronoun.i - voices.at > QUOTED_TOKENS:
        return None
    noun = (voice.name or "").split()[-1:]
    known = voice.personal and any(m.actor.kind == "person" for m in voice.mentions)
    if known or not noun or not (voice.personal or noun[0].lower() in SPOKESMEN):
        return None
    between = scene.doc[voices.at : pronoun.i]
    if voices.at < scene.doc[start - 1].sent.start and any(
        m.actor.kind == "person" and m.how in ("name", "title") for t in between for m in scene.named(t)
    ):
        return None
    return voice


def _taken_up(scene: Scene, pronoun: Token, voices: Voices) -> Voice | None:
    """Who an unexplained pronoun stands for: the last person, or the last body or document, that spoke."""
    word = pronoun.lower_
    if word in _PERSONAL:
        return _introduced(scene, pronoun) or (voices.person if _may_be(scene, voices.person, word) else None)
    if word in _COMMON:
        return voices.body or (voices.document if word == "it" else None)
    return None


def _introduced(scene: Scene, pronoun: Token) -> Voice | None:
    """Somebody whom nobody links, named as the subject of the sentence before: "Its director, Ana Ruiz, won …"."""
    start = pronoun.sent.start
    if start == 0:
        return None
    for token in scene.doc[start - 1].sent:
        entity = next((e for e in token.sent.ents if e.start <= token.i < e.end and e.label_ == "PERSON"), None)
        top = token.head if token.dep_ == "appos" else token
        if entity is not None and not scene.named(token) and top.dep_ == "nsubj" and top.head.dep_ == "ROOT":
            return Voice(tidy(entity.text), personal=True)
    return None


def _may_be(scene: Scene, voice: Voice | None, pronoun: str) -> bool:
    """Whether the article never calls a speaker by the other pronoun."""
    ids = {m.actor.id for m in voice.mentions} if voice else set()
    others = {"he", "his", "him"} if pronoun == "she" else {"she", "her", "hers"}
    called = (m for found in scene.actors.values() for m in found if m.how == "pronoun" and m.actor.id in ids)
    return not any(m.text.lower() in others for m in called)


def _written(scene: Scene, head: Token, voices: Voices) -> Voice | None:
    """The voice of a document: of its owner ("the White House statement", "a report by …"), else of the last one."""
    owner = owner_of(scene, head)
    if owner is not None:
        return (voices.named(owner.name) if owner.name in PUBLIC else None) or owner
    if voices.document is not None and head.tag_ == "NN":
        return voices.document
    if head.lemma_.lower() in OFFICIAL_DOCUMENTS:
        return Voice(body_name(scene, head), tuple(scene.phrase(head)))
    return voices.last if head.lemma_.lower() in ("statement", "letter") else None


def owner_of(scene: Scene, noun: Token) -> Voice | None:
    """Whose words a noun tells: "Gorbachev's offer", "the Turkish statement", "an announcement by the ministry"."""
    owners = [t for child in children(noun, "poss", "compound", "nmod", "amod") for t in conjuncts(child)]
    owners += prepositional(noun, "by", "from")
    if noun.lemma_.lower() in DOCUMENTS:
        owners += prepositional(noun, "of")
        for made in children(noun, "acl"):
            owners += [t for by in children(made, "agent", "prep") if by.lower_ == "by" for t in children(by, "pobj")]
    for head in owners:
        people = [m for m in scene.named(head) if m.actor.kind == "person"]
        if people:
            return Voice(people[0].actor.name, tuple(people), personal=True)
    for head in owners:
        named = scene.named(head)
        if named:
            return Voice(_body(scene, head, named[0]), tuple(named))
        if head.lemma_.lower() in PUBLIC and head.dep_ in ("pobj", "poss", "compound", "nmod"):
            beside = [m for child in children(head, "appos", "compound") for m in scene.named(child)]
            people = [m for m in beside if m.actor.kind == "person"]
            if people:
                return Voice(people[0].actor.name, tuple(people), personal=True)
            return Voice(body_name(scene, head), tuple(scene.phrase(head)))
    for head in owners:
        entity = next((e for e in head.sent.ents if e.start <= head.i < e.end and e.label_ in ("ORG", "PERSON")), None)
        owns = head.dep_ in ("pobj", "poss") and head.pos_ == "PROPN"
        if owns and entity is not None and entity.text.lower() not in OUTLETS:
            return Voice(tidy(entity.text), tuple(scene.phrase(head)), personal=entity.label_ == "PERSON")
    return None


def _body(scene: Scene, head: Token, mention: ActorMention) -> str:
    if head.pos_ == "NOUN" and mention.actor.kind == "country":
        return body_name(scene, head)
    return mention.actor.name
