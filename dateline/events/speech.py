"""Finding statements: who says something, by which verb, and whom the sentence cites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.events.acts import gather, without_places
from dateline.events.clause import agents, children, clause, is_passive, objects, prepositional, subjects
from dateline.events.lexicon import Speech, lexicon, word_list
from dateline.events.scene import Scene
from dateline.model import ActorMention, Participant, Role

if TYPE_CHECKING:
    from spacy.tokens import Token

PUBLIC = word_list("public")
NOT_PUBLIC = word_list("not_public")
MEDIA = word_list("media")
PLAIN_SPEECH = word_list("plain_speech")
QUOTES = frozenset("\"'“”‘’«»")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement found in a sentence."""

    rule: Speech
    token: Token
    start: int
    end: int
    speaker: str | None
    outlet: str | None
    participants: tuple[Participant, ...]
    content: tuple[int, int] | None


def find_sayings(scene: Scene, sentence: list[Token]) -> Iterator[Saying]:
    """The statements of a sentence: one for each speaker, told by the first verb of speech that is theirs."""
    seen: set[str] = set()
    # "Speaking in Hanoi, Putin replied …": the main verb tells the statement, not the participle beside it.
    for token in sorted(sentence, key=lambda t: (t.dep_ == "advcl", t.i)):
        found = _according(scene, token, sentence) if token.lower_ == "according" else _verb(scene, token, sentence)
        if found is None:
            continue
        who = found.speaker or "?"
        if who in seen:
            continue
        seen.add(who)
        yield found


def _verb(scene: Scene, verb: Token, sentence: list[Token]) -> Saying | None:
    if verb.pos_ not in ("VERB", "AUX") or verb.dep_ == "amod":
        return None
    rule = _rule(verb)
    if rule is None:
        return None
    # What is said, when "said" is the whole sentence of a quotation, or hangs on the verb as a clause or an object.
    said = children(verb, "ccomp", "xcomp", "parataxis", "advcl")
    quoted = any(t.text in QUOTES for t in sentence)
    around = verb.dep_ in ("parataxis", "ccomp") or (verb.head.dep_ == "ROOT" and verb.dep_ == "advcl" and quoted)
    plain = verb.lemma_.lower() in PLAIN_SPEECH and verb.tag_ != "VBN"
    if rule.content == "clause" and not (plain or children(verb, "ccomp", "parataxis") or quoted or around):
        return None
    if rule.content == "any" and not (said or objects(verb) or prepositional(verb) or quoted):
        return None
    passive = is_passive(verb)
    who = agents(verb) if passive else subjects(verb)
    if passive and not who:
        return None
    voice = _speaker(scene, who)
    if voice is None:
        return None
    name, mentions = voice
    start, end = clause(verb)
    span = _content(verb, sentence, plain=rule.content == "clause")
    targets = scene.phrases([*objects(verb), *prepositional(verb)] if not passive else subjects(verb))
    about = _about(scene, sentence, span)
    pairs: list[tuple[ActorMention, Role]] = [(m, "source") for m in mentions]
    pairs += [(m, "target") for m in targets] + [(m, "other") for m in about]
    outlet = _outlet(scene, verb)
    return Saying(
        rule=rule,
        token=verb,
        start=start,
        end=end,
        speaker=name,
        outlet=outlet,
        participants=gather(without_places(scene, pairs)),
        content=span,
    )


def _rule(verb: Token) -> Speech | None:
    rules = lexicon().speech
    lemma = verb.lemma_.lower()
    for child in children(verb, "prt", "prep"):
        both = rules.get(f"{lemma} {child.lower_}")
        if both:
            return both[0]
    said = {t.lemma_.lower() for t in objects(verb)}
    plain = [rule for rule in rules.get(lemma, ()) if rule.objects is None or rule.objects & said]
    if not plain:
        return None
    if len(plain) > 1 and not children(verb, "ccomp", "xcomp", "parataxis"):
        return next((rule for rule in plain if rule.content == "any"), plain[0])
    return plain[0]


def _speaker(scene: Scene, who: list[Token]) -> tuple[str | None, list[ActorMention]] | None:
    """The speaker's name (None for unnamed officials) and the actors behind it; None where nobody public speaks."""
    for head in who:
        named = scene.named(head)
        people = [m for m in named if m.actor.kind == "person"]
        if people:
            return people[0].actor.name, people
        if named:
            return named[0].actor.name, named
        behind = scene.phrase(head)
        lemma = head.lemma_.lower()
        if lemma in NOT_PUBLIC or lemma in MEDIA:
            return None
        persons = [m for m in scene.party(head) if m.actor.kind == "person"]
        if persons and lemma in PUBLIC:
            return persons[0].actor.name, persons
        if lemma in PUBLIC:
            return None if not behind and head.tag_ == "NN" and lemma == "report" else (None, behind)
        if head.ent_type_ == "PERSON":
            ent = next(ent for ent in head.sent.ents if ent.start <= head.i < ent.end)
            return " ".join(scene.document.text[ent.start_char : ent.end_char].split()), behind
    return None


def _content(verb: Token, sentence: list[Token], *, plain: bool) -> tuple[int, int] | None:
    """The token range of what is said: the clause that hangs on the verb, else what the punctuation shows.

    The parser may lose the words said: after a ``plain`` verb of saying they stand behind "that" or a colon, or
    before ", he said" at the end.
    """
    for child in children(verb, "ccomp", "parataxis", "xcomp"):
        tokens = [t.i for t in child.subtree]
        return min(tokens), max(tokens) + 1
    if not plain:
        return None
    last = sentence[-1].i + 1
    for token in sentence:
        if token.i > verb.i and (token.text == ":" or (token.lower_ == "that" and token.tag_ in ("IN", "WDT"))):
            return (token.i + 1, last) if token.i + 1 < last else None
    start = min([verb.i, *(t.left_edge.i for t in children(verb, "nsubj"))])
    if last - verb.i <= 4 and start - sentence[0].i >= 4:
        return sentence[0].i, start
    return None


def _about(scene: Scene, sentence: list[Token], span: tuple[int, int] | None) -> list[ActorMention]:
    """The states that the words said are about: those in the first subject and object of what is said."""
    if span is None:
        return []
    head = next((t for t in sentence if span[0] <= t.i < span[1] and (t.head.i < span[0] or t.head.i >= span[1])), None)
    if head is None:
        return []
    return [m for m in scene.phrases([*subjects(head), *objects(head)]) if m.how != "pronoun"]


def _according(scene: Scene, token: Token, sentence: list[Token]) -> Saying | None:
    """ "according to the Russian leader, …"."""
    heads = prepositional(token, "to") or [
        t
        for t in sentence[token.i - sentence[0].i : token.i - sentence[0].i + 8]
        if t.dep_ == "pobj" and t.head.lower_ == "to"
    ]
    voice = _speaker(scene, heads[:1])
    if voice is None:
        return None
    name, mentions = voice
    last = max(t.i for t in heads[0].subtree)
    pairs: list[tuple[ActorMention, Role]] = [(m, "source") for m in mentions]
    rule = lexicon().speech["say"][0]
    return Saying(
        rule=rule,
        token=token,
        start=token.i,
        end=last + 1,
        speaker=name,
        outlet=None,
        participants=gather(pairs),
        content=None,
    )


def _outlet(scene: Scene, verb: Token) -> str | None:
    """The outlet or agency through which somebody speaks: "told TASS", "said in an interview with the Guardian"."""
    for head in [*children(verb, "dobj", "dative"), *prepositional(verb, "to", "on")]:
        if head.ent_type_ == "ORG" and not scene.named(head) and verb.lemma_.lower() in ("tell", "say"):
            return str(scene.doc[head.left_edge.i : head.i + 1].text)
    return None
