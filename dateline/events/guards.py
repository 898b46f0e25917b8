"""What a date near an event cannot be: that of a thing named beside it, of a clause of its own, of days to come.

A date is right or openly unknown; where one of these guards speaks, it is left open with the reason in words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dateline.events.binding import PREMODIFYING, clause_of, is_below, root_of, tokens_of
from dateline.events.clause import children, governors, perfect, tense
from dateline.events.dated import Dated
from dateline.events.lexicon import lexicon, word_list
from dateline.events.scene import Scene
from dateline.model import Participant, Status, TimeExpression, When

if TYPE_CHECKING:
    from spacy.tokens import Token

DATED_THINGS = word_list("dated_things")
DRAWN = word_list("drawn_things")
CHANGING = word_list("changing")
MAKING = word_list("making")
WHILES = word_list("whiles")
BLAMING = word_list("blaming")
BOUNDING = word_list("bounding")
UNCOUNTED = word_list("uncounted")
SERVING = word_list("serving")
OCCASIONS = frozenset({"speech", "statement", "letter", "interview", "address", "broadcast", "report", "article"})
FAR = timedelta(days=45)
"""So long before the article nothing is told that was said without its date."""
LIFETIME = timedelta(days=2)
"""How long after a death a day may still be that of the dead person's act (time zones, late reports)."""


def names_a_thing(scene: Scene, expression: TimeExpression, trigger: Token) -> bool:
    """Whether a date belongs to a thing that is spoken of: "they defended the treaty of 1972".

    What is made or is itself the event has that date: "the treaty of 1972 was signed in Moscow".
    """
    first, root = tokens_of(scene, expression)[0], root_of(scene, expression)
    behind = root.dep_ in PREMODIFYING and root.i < root.head.i and re.fullmatch(r"\d{4}", expression.value)
    if behind and root.head.lemma_.lower() in lexicon().by_noun and _far_below(root.head, trigger):
        return True  # "the decision is a blow to the legacy of the 2001 invasion"
    if behind and root.head.lemma_.lower() in DRAWN:
        made = root.head.head == trigger and trigger.lemma_.lower() in MAKING  # "signed the 1991 treaty"
        return root.head != trigger and not made  # "based on 1967 borders"
    prep = root.head if root.head.head.lower_ != "from" else root.head.head
    if prep.lower_ == "from" and prep.head.pos_ == "PROPN":
        return True  # "Ana Ruiz, president from 2001 to 2008, criticised them", where the parse gives it to the name
    if first.i < 2 or scene.doc[first.i - 1].lower_ not in ("of", "from") or scene.range_of(expression) is not None:
        return False
    thing = scene.doc[first.i - 2]
    if thing.i == trigger.i or thing.i in scene.time_at:
        return False
    return thing.lemma_.lower() in DATED_THINGS and trigger.lemma_.lower() not in MAKING


def _far_below(noun: Token, trigger: Token) -> bool:
    """Whether a noun hangs on another noun ("the legacy of the invasion") that is not, and has not, the trigger."""
    if noun == trigger or is_below(trigger, noun) or noun.dep_ != "pobj" or noun.head.lower_ != "of":
        return False
    above = noun.head.head
    if above.lower_ in WHILES:
        return False  # "killed in the aftermath of the 2009 vote"
    return above.pos_ == "NOUN" and above != trigger and not is_below(trigger, above)


def of_another_event(scene: Scene, expression: TimeExpression, verb: Token) -> bool:
    """Whether a date far from the article's own is that of a happening which somebody speaks of.

    "rejected comparisons with the fall of the city in 1975", "invited him to the summit in October".
    """
    when, told = expression.when, scene.anchor.when.earliest if scene.anchor.when else None
    if when is None or told is None or when.latest is None or told - when.latest < FAR:
        return False
    root = root_of(scene, expression)
    noun = next((head for head, _ in governors(root) if head.pos_ != "ADP"), None)
    if noun is None or noun.pos_ not in ("NOUN", "PROPN") or noun == verb or noun.lemma_.lower() in OCCASIONS:
        return False
    return noun.lemma_.lower() in lexicon().by_noun and verb in {head for head, _ in governors(noun)}


def of_what_comes(scene: Scene, expression: TimeExpression, trigger: Token, status: Status) -> bool:
    """Whether a date is that of what somebody has set out to do: "agreed to meet later this month"."""
    when, told = expression.when, scene.anchor.when.latest if scene.anchor.when else None
    if status != "happened" or when is None or when.latest is None or told is None or when.latest <= told:
        return False
    for head, dep in governors(root_of(scene, expression)):
        if head == trigger:
            return dep == "xcomp" and trigger.dep_ != "acl" and tense(trigger) in ("past", "present")
    return False


def gone_by(scene: Scene, expression: TimeExpression, status: Status) -> bool:
    """Whether a date is over by the article's day, so that what is planned or only thought of does not fall on it."""
    when, told = expression.when, scene.anchor.when.latest if scene.anchor.when else None
    ahead = when is None or when.latest is None or told is None or when.latest > told
    return status in ("planned", "hypothetical") and not ahead


def in_clause_apart(scene: Scene, expression: TimeExpression, trigger: Token, sentence: list[Token]) -> bool:
    """Whether a date stands in a clause that only bounds the trigger's time or tells of another.

    "His first visit since he took office in May"; "the first since 2002, when they met on 23 August".
    """
    at = tokens_of(scene, expression)[0].i
    within = clause_of(scene, sentence, at)
    if within is not None and within != expression and clause_of(scene, sentence, trigger.i) != within:
        return True
    last = root_of(scene, expression)
    verb = next((head for head, _ in governors(last) if head.pos_ in ("VERB", "AUX")), None)
    if verb is not None and verb.lower_ == "born" and verb != trigger:
        return True  # "born in 1940, he studied in India", "was born in 1940 and studied in India"
    for head, dep in governors(last):
        below, last = last, head
        if head == trigger:
            return False
        if dep == "pcomp" and head.lower_ == "since" and below.tag_ == "VBG" and not is_below(trigger, below):
            return True  # "since sealing the agreement last year, they have held talks"
        if dep == "pcomp" and head.head == trigger and trigger.lemma_.lower() in BLAMING:
            return True  # "is accused of selling arms in 2012"
        marks = {mark.lower_ for mark in children(head, "mark")}
        reports = head.lemma_.lower() in lexicon().speech or not children(head, "nsubj", "nsubjpass")
        likened = "as" in marks and (head.lemma_ == "do" or (head.tag_ in ("VBN", "VBD") and reports))
        if likened and not is_below(trigger, head):
            return True  # "signed a deal, as the paper revealed last week", "as they did in August"
        if head.pos_ in ("VERB", "AUX") and marks & BOUNDING and not is_below(trigger, head):
            return True
    return False


def after_an_act(scene: Scene, trigger: Token, sentence: list[Token]) -> TimeExpression | None:
    """The month or year of an act after which another was done: "after her arrest in May 2010 she was sentenced".

    A day is shared ("after talks on Friday they signed a deal"); from a month on, the later act may be of another.
    """
    verbs = [trigger, trigger.head] if trigger.dep_ == "conj" else [trigger]
    dated = [t for t in sentence if t.i in scene.time_at and scene.time_at[t.i].type in ("DATE", "TIME")]
    first = scene.time_at[dated[0].i] if dated else None
    if first is None or first.when is None or first.when.precision not in ("month", "year"):
        return None
    opening = [prep for verb in verbs for prep in children(verb, "prep") if prep.i < verb.i]
    nouns = [noun for prep in opening if prep.lower_ in ("after", "following") for noun in children(prep, "pobj")]
    told = any(n.lemma_.lower() in lexicon().by_noun and all(is_below(t, n) for t in dated) for n in nouns)
    return first if told else None


def until_now(scene: Scene, expression: TimeExpression, trigger: Token) -> bool:
    """Whether a day that is over is another clause's, since a perfect tells what is so now: "who has died, returned in
    2002"."""
    when, told = expression.when, scene.anchor.when.earliest if scene.anchor.when else None
    over = when is not None and when.latest is not None and told is not None and told - when.latest > FAR
    return over and perfect(trigger) and tense(trigger) == "present"


def compared_with(scene: Scene, expression: TimeExpression, trigger: Token) -> bool:
    """Whether a date is what a rise or a fall is compared with: "exports rose 11 per cent from 1985"."""
    first = tokens_of(scene, expression)[0]
    behind = first.i > 0 and scene.doc[first.i - 1].lower_ == "from" and scene.range_of(expression) is None
    return behind and first.i > trigger.i and trigger.lemma_.lower() in CHANGING


def another_day(scene: Scene, sentence: list[Token]) -> TimeExpression | None:
    """A day that a relative clause of a sentence brings in: "diplomats, who came on Tuesday, said"."""
    for token in sentence:
        expression = scene.time_at.get(token.i)
        if expression is None or expression.when is None or expression.when.exact_day is None:
            continue
        aside = next((h for h in _clauses(root_of(scene, expression)) if h.dep_ == "relcl"), None)
        if aside is not None and not any(aux.lower_ == "had" for aux in children(aside, "aux")):
            return expression  # "who had come on Monday" tells what went before
    return None


def _clauses(token: Token) -> list[Token]:
    return [token, *(head for head, _ in governors(token))]


def uncounted(scene: Scene, trigger: Token, sentence: list[Token]) -> str | None:
    """The words that set an event apart from the sentence's date by days not counted: "days after the test"."""
    above = {trigger.i} | {head.i for head, _ in governors(trigger)}
    for word in sentence[:-1]:
        marker = scene.doc[word.i + 1]
        if word.lower_ not in UNCOUNTED or marker.lower_ not in ("after", "before") or trigger.i <= marker.i:
            continue
        counted = scene.doc[word.i - 1] if word.i else word
        if counted.pos_ == "NUM" or counted.lower_ in ("a", "an", "few"):
            continue
        if any(t.i in scene.time_at and scene.time_at[t.i].when for t in sentence if t.i > marker.i):
            continue  # "for decades after the founding of the state in 1945"
        if marker.i in above or (marker.dep_ == "mark" and marker.head.i in above):
            return f"{word.text} {marker.text}"
    return None


def bounds_only(expression: TimeExpression, trigger: Token, status: Status) -> bool:
    """Whether a date only says how long something is to hold: "confirmed the moratorium until 2003".

    What somebody was or did until then ended on it: "he served until 2018".
    """
    when = expression.when
    if trigger.lemma_.lower() in SERVING and tense(trigger) == "past":
        return False
    return status == "happened" and when is not None and when.earliest is None and expression.type == "DATE"


def within_the_day(expression: TimeExpression) -> bool:
    """Whether an expression only moves on by hours or minutes, which names no other day: "hours later"."""
    return expression.when is None and bool(re.search(r"\b(?:hour|minute|moment)s?\b", expression.text))


def to_come(scene: Scene, when: When | None) -> bool:
    """Whether a date lies after the article's own day, so that nothing can have happened on it yet."""
    told = scene.anchor.when.latest if scene.anchor.when else None
    return when is not None and when.earliest is not None and told is not None and when.earliest > told


def checked(scene: Scene, dated: Dated, trigger: Token, status: Status, participants: tuple[Participant, ...]) -> Dated:
    """A date, or an open one with the reason where it cannot be: after the article told it, after a death."""
    when = dated.when
    if when is None or when.earliest is None:
        return dated
    if status == "happened" and to_come(scene, when) and tense(trigger) == "past":
        return _open(dated, f"told as past, so it cannot be {when.value}, after the article's own day", "future")
    for each in participants:
        died = scene.died(each.actor.id) if each.actor.kind == "person" and each.role == "source" else None
        if died and when.earliest > died + LIFETIME and status == "happened":
            why = f"{each.actor.name} died on {died.isoformat()}: {when.value} is not the day"
            return _open(dated, why, "dead")
    return dated


def _open(dated: Dated, why: str, rule: str) -> Dated:
    return replace(dated, when=None, why=(*dated.why, why), rule=f"date.{rule}")
