"""Titles fit for a chart: who does what to whom, names resolved, no pronouns, no cut words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.events.scene import Scene
from dateline.limits import MAX_TITLE_CHARS
from dateline.model import Participant

if TYPE_CHECKING:
    from spacy.tokens import Token

# What a title says when the clause itself gives no better words.
_NOUN = {
    "treaty": "agreement", "visit": "visit", "meeting": "meeting", "statement": "statement", "vote": "vote",
    "policy": "decision", "sanction": "sanctions", "attack": "attack", "military": "military move", "protest": "protest",
    "legal": "legal action", "election": "election", "office": "change of office", "aid": "aid", "disaster": "disaster",
    "life": "life event", "founding": "founding", "other": "event",
}  # fmt: skip


def short_name(participant: Participant) -> str:
    """The name by which a headline calls an actor."""
    return participant.actor.name


def names(participants: Sequence[Participant], *, most: int = 3) -> str:
    """ "Russia and North Korea"; "Cyprus, Greece and Israel"; more are counted: "France, Spain and 4 others"."""
    found = list(dict.fromkeys(short_name(p) for p in participants))
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} others"]
    return found[0] if len(found) == 1 else ", ".join(found[:-1]) + " and " + found[-1] if found else ""


def parties(participants: Sequence[Participant]) -> list[Participant]:
    """Who a title names: people, and the states that no named person stands for, then organisations."""
    people = [p for p in participants if p.actor.kind == "person"]
    covered = {p.country for p in people}
    states = [p for p in participants if p.actor.kind == "country" and p.actor.id not in covered]
    rest = [p for p in participants if p.actor.kind in ("IGO", "organisation")]
    return [*people, *states, *rest]


def act_title(scene: Scene, rule_type: str, trigger: Token, participants: Sequence[Participant], obj: Token | None) -> str:
    """The title of an act, made from its type, its parties and the words of its object."""
    who = parties(participants)
    people = [p for p in who if p.actor.kind == "person"]
    states = [p for p in participants if p.actor.kind == "country"]
    sources = [p for p in who if p.role == "source"] or who
    thing = phrase(scene, obj)
    if rule_type == "treaty":
        sides = _sides(participants)
        subject = names(sides) or names(sources)
        if thing and obj is not None and obj.i != trigger.i:
            return cut(f"{subject} {verb_form(trigger, plural=len(sides) != 1)} {thing}" if subject else capital(thing))
        return cut(f"{subject}: {thing}" if subject and thing else capital(thing) or f"Agreement of {subject}")
    if rule_type == "visit":
        travellers = [p for p in people if p.role == "source"] or people
        home = {p.country for p in travellers}
        there = [p for p in states if p.actor.id not in home]
        if travellers and there:
            return cut(f"{names(travellers)} {'visits' if len(travellers) == 1 else 'visit'} {names(there)}")
    if rule_type == "meeting" and len(who) >= 2:
        return cut(f"{names(who)} meet")
    if obj is not None and obj.i == trigger.i:
        return cut(f"{names(sources)}: {thing}" if sources and not _mentions(thing, sources) else capital(thing))
    subject = names(sources)
    if subject and thing and not _mentions(thing, sources):
        return cut(f"{subject} {verb_form(trigger, plural=len(sources) > 1)} {thing}")
    if subject:
        targets = [p for p in who if p not in sources]
        toward = f" ({names(targets)})" if targets else ""
        return cut(f"{subject}: {_NOUN[rule_type]}{toward}")
    return cut(capital(thing) or capital(_NOUN[rule_type]))


def saying_title(scene: Scene, speaker: str | None, trigger: Token, participants: Sequence[Participant], content: tuple[int, int] | None) -> str:
    """The title of a statement: the speaker, a verb, and the beginning of what was said."""
    who = speaker or names([p for p in participants if p.role == "source"]) or "Officials"
    if content:
        said = words(scene, content[0], content[1])
        if said and not _has_pronoun(scene, content):
            return cut(f"{who}: {said}")
    about = [p for p in parties(participants) if p.actor.name != who and p.role != "source"]
    verb = verb_form(trigger, plural=False) if trigger.pos_ in ("VERB", "AUX") else "speaks"
    obj = next((t for t in trigger.children if t.dep_ == "dobj"), None)
    thing = phrase(scene, obj)
    if thing and obj is not None and obj.pos_ != "PRON":
        return cut(f"{who} {verb} {thing}")
    return cut(f"{who} on {names(about)}" if about else f"{who}: statement")


def _sides(participants: Sequence[Participant]) -> list[Participant]:
    """The contracting parties of a treaty: the states, in the order told."""
    return [p for p in participants if p.actor.kind == "country"] or _state_of_people(participants)


def _state_of_people(participants: Sequence[Participant]) -> list[Participant]:
    return [p for p in participants if p.actor.kind == "person"]


def _mentions(text: str, who: Sequence[Participant]) -> bool:
    return any(short_name(p) in text for p in who)


def phrase(scene: Scene, head: Token | None) -> str:
    """The words of a noun phrase up to its first clause, without quotation marks; "" where it holds a pronoun."""
    if head is None or head.pos_ == "PRON":
        return ""
    left = head.left_edge.i
    right = head.i + 1
    for child in head.children:
        if child.i > head.i and child.dep_ == "prep" and child.lower_ in ("of", "on", "for", "to", "against", "between", "with"):
            right = max(right, child.right_edge.i + 1)
        elif child.i > head.i and child.dep_ not in ("relcl", "acl", "appos", "punct", "conj", "cc", "prep", "advcl"):
            right = max(right, child.right_edge.i + 1)
    for i in range(head.i + 1, right):
        if scene.doc[i].dep_ in ("relcl", "acl", "advcl") or scene.doc[i].text in ("\n", ",", ";", ":"):
            right = i
            break
    if any(t.tag_ == "PRP" for t in scene.doc[left:right]):
        return ""
    return words(scene, left, right)


def words(scene: Scene, start: int, end: int) -> str:
    """The article's own words between two tokens, on one line, without quotation marks around them."""
    if start >= end:
        return ""
    first, last = scene.doc[start], scene.doc[end - 1]
    text = " ".join(scene.document.text[first.idx : last.idx + len(last)].split())
    for mark in '"“”„«»':
        text = text.replace(mark, "")
    return text.strip(" ,;:'‘’").removeprefix("that ").strip()


def _has_pronoun(scene: Scene, span: tuple[int, int]) -> bool:
    return any(t.tag_ in ("PRP", "PRP$") for t in scene.doc[span[0] : span[1]])


def capital(text: str) -> str:
    """``text`` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def verb_form(verb: Token, *, plural: bool) -> str:
    """A verb in the headline's present: "sign" after several, "signs" after one."""
    lemma = verb.lemma_.lower()
    if plural:
        return lemma
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or lemma in ("go", "do", "veto"):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return "has" if lemma == "have" else lemma + "s"


def cut(text: str) -> str:
    """At most `MAX_TITLE_CHARS` characters: shortened at a word with an ellipsis where it must be."""
    text = capital(" ".join(text.split()))
    if len(text) <= MAX_TITLE_CHARS:
        return text
    return text[: MAX_TITLE_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"
