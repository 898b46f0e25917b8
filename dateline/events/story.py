"""The day that a story tells of, and the date of what is told without one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateline.events.binding import expressions
from dateline.events.clause import children, tense
from dateline.events.dated import Dated
from dateline.events.scene import Scene
from dateline.model import Participant, Status, When

if TYPE_CHECKING:
    from spacy.tokens import Token


LONG_GONE = timedelta(days=3653)
STORY_SENTENCES = 4
STORY_TYPES = frozenset({"treaty", "visit", "meeting", "vote", "policy", "legal"})
STORY_DAYS = 8


def story_day(scene: Scene) -> date | None:
    """The day that the story tells of: the first one named at its beginning, if near publication."""
    return lead_day(scene) or (scene.anchor.when.exact_day if scene.anchor.when else None)


def lead_day(scene: Scene) -> date | None:
    """The first day named in the first sentences, if it is near publication."""
    anchor = scene.anchor.when.exact_day if scene.anchor.when else None
    if anchor is None:
        return None
    for number, sentence in enumerate(scene.doc.sents):
        if number >= STORY_SENTENCES:
            break
        for expression in expressions(scene, list(sentence)):
            day = expression.when.exact_day if expression.when and expression.type in ("DATE", "TIME") else None
            if day and timedelta(0) <= anchor - day <= timedelta(days=STORY_DAYS):
                return day
    return None


def default_date(
    scene: Scene, trigger: Token, *, status: Status, type_: str, participants: tuple[Participant, ...] = ()
) -> Dated:
    """The date of an event that is told without one.

    Statements, what the first sentences tell, and the acts that news is made of elsewhere (`STORY_TYPES`, in a main
    clause) date from the story's day; the rest is background, whose date is open.
    """
    anchor = scene.anchor
    speech = type_ == "statement"
    if anchor.when is None:
        return Dated(
            when=None,
            why=("the sentence gives no date, and the article's own date is not known",),
            rule="date.none",
            sure=0.9,
        )
    if status in ("planned", "hypothetical") and not speech:
        return Dated(when=None, why=("the text does not say when it is to happen",), rule="date.planned-open", sure=0.5)
    aside = _in_aside(trigger) or (trigger.i >= scene.lead_end() and type_ not in STORY_TYPES)
    if (aside or _background(trigger) or _long_gone(participants, anchor.when)) and not speech:
        return Dated(when=None, why=("told as background, without a date",), rule="date.background", sure=0.4)
    day = story_day(scene)
    if speech and day is not None and anchor.when.exact_day and anchor.when.exact_day - day > timedelta(days=1):
        day = None
    if day is not None and day != anchor.when.exact_day:
        why = f"the sentence gives no date; the story is about {day.isoformat()}, the day named at its beginning"
        return Dated(when=When.day(day), why=(why,), rule="date.story", sure=0.55)
    why = "the sentence gives no date; the article's own date counts: " + anchor.when.value
    return Dated(when=anchor.when, why=(why, anchor.reason), rule="date.publication", sure=0.7 if speech else 0.5)


def _long_gone(participants: tuple[Participant, ...], when: When) -> bool:
    """Whether somebody takes part whose last office ended ten years and more before: then it is an old story."""
    if when.earliest is None:
        return False
    for each in participants:
        ends = [office.end for office in each.actor.offices]
        if each.actor.kind == "person" and ends and all(end and when.earliest - end > LONG_GONE for end in ends):
            return True
    return False


def _in_aside(trigger: Token) -> bool:
    """Whether an act stands in a relative clause ("who was arrested"), which seldom tells the story's own news."""
    return trigger.dep_ == "relcl" or (trigger.dep_ == "conj" and trigger.head.dep_ == "relcl")


def _background(trigger: Token) -> bool:
    """Whether a verb stands in the past perfect ("had signed"), which tells what came before the story."""
    verb = trigger
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    return any(aux.lower_ in ("had", "'d") for aux in children(verb, "aux")) and tense(verb) == "past"
