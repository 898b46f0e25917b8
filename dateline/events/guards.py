"""What a date near an event cannot be: that of a thing named beside it, of a clause of its own, of days to come.

A date is right or openly unknown; where one of these guards speaks, it is left open with the reason in words.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dateline.events.binding import OWN_CLAUSE, cost_of, root_of, tokens_of
from dateline.events.clause import children, governors, tense
from dateline.events.dated import Dated
from dateline.events.lexicon import lexicon, word_list
from dateline.events.scene import Scene
from dateline.model import Participant, Status, TimeExpression, When

if TYPE_CHECKING:
    from spacy.tokens import Token

DATED_THINGS = word_list("dated_things")
MAKING = word_list("making")
BLAMING = word_list("blaming")
BOUNDING = word_list("bounding")
UNCOUNTED = word_list("uncounted")
MONTHS = frozenset(calendar.month_name[1:]) | frozenset(calendar.month_abbr[1:])
SERVING = word_list("serving")
DUE = word_list("due")
OCCASIONS = frozenset({"speech", "statement", "letter", "interview", "address", "broadcast", "report", "article"})
FAR = timedelta(days=45)
"""So long before the article nothing is told that was said without its date."""
LIFETIME = timedelta(days=2)
"""How long after a death a day may still be that of the dead person's act (time zones, late reports)."""


def names_a_thing(scene: Scene, expression: TimeExpression, trigger: Token) -> bool:
    """Whether a date belongs to a thing that is spoken of: "they defended the treaty of 1972".

    What is made or is itself the event has that date: "the treaty of 1972 was signed in Moscow".
    """
    first = tokens_of(scene, expression)[0]
    if first.i < 2 or scene.doc[first.i - 1].lower_ != "of":
        return False
    thing = scene.doc[first.i - 2]
    if thing.i == trigger.i or thing.i in scene.time_at:
        return False
    return thing.lemma_.lower() in DATED_THINGS and trigger.lemma_.lower() not in MAKING


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


def since_the_best(scene: Scene, expression: TimeExpression, trigger: Token, sentence: list[Token]) -> bool:
    """Whether a date only says how long nothing was like it: "its lowest level since 1985"."""
    first = tokens_of(scene, expression)[0]
    said = first.lower_ == "since" or (first.i > 0 and scene.doc[first.i - 1].lower_ == "since")
    if clause_of(scene, sentence, trigger.i) == expression:
        return False  # "the strongest since 1939, when thousands died"
    best = ("JJS", "RBS")
    return said and any(t.tag_ in best and first.i - 10 <= t.i < first.i for t in sentence)


def in_clause_apart(scene: Scene, expression: TimeExpression, trigger: Token, sentence: list[Token]) -> bool:
    """Whether a date stands in a clause that only bounds the trigger's time or tells of another.

    "His first visit since he took office in May"; "the first since 2002, when they met on 23 August".
    """
    at = tokens_of(scene, expression)[0].i
    within = clause_of(scene, sentence, at)
    if within is not None and within != expression and clause_of(scene, sentence, trigger.i) != within:
        return True
    for head, dep in governors(root_of(scene, expression)):
        if head == trigger:
            return False
        if dep == "pcomp" and head.head == trigger and trigger.lemma_.lower() in BLAMING:
            return True  # "is accused of selling arms in 2012"
        marks = {mark.lower_ for mark in children(head, "mark")}
        if head.pos_ in ("VERB", "AUX") and marks & BOUNDING and head not in {h for h, _ in governors(trigger)}:
            return True
    return False


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


def next_in_turn(scene: Scene, expression: TimeExpression, verb: Token, status: Status) -> TimeExpression:
    """A weekday for which something is planned is the next one: "he is to leave on Wednesday", told on a Sunday."""
    when, told = expression.when, scene.anchor.when.exact_day if scene.anchor.when else None
    day = when.exact_day if when else None
    if status != "planned" or day is None or told is None or not timedelta(0) < told - day < timedelta(days=7):
        return expression
    if verb.pos_ not in ("VERB", "AUX") or tense(verb.sent.root) == "past":
        return expression  # "they agreed on Sunday to restore ties"
    if not any(word in calendar.day_name for word in expression.text.split()) or re.search(r"\d", expression.text):
        return expression
    moved = When.day(day + timedelta(days=7))
    trace = f"'{expression.text}', planned, after {told.isoformat()} -> {moved.value}"
    return replace(expression, when=moved, value=moved.value, trace=trace)


def still_ahead(scene: Scene, expression: TimeExpression, verb: Token, status: Status) -> TimeExpression | None:
    """A month without a year for which something is due comes after the article's day: "was due to leave in August".

    None where nothing is due, or the month is ahead already.
    """
    when, told = expression.when, scene.anchor.when.latest if scene.anchor.when else None
    if status != "planned" or when is None or when.latest is None or told is None or when.precision != "month":
        return None
    words = re.findall(r"\w+", expression.text)
    if not any(word in MONTHS for word in words) or any(re.fullmatch(r"\d{4}|last|past", w) for w in words):
        return None
    heads = [head for head, dep in list(governors(verb))[:2] if dep in ("xcomp", "ccomp", "acomp", "oprd")]
    due = any(head.lemma_.lower() in DUE or (head.lemma_ == "be" and verb.tag_ == "VB") for head in heads)
    if not due or when.latest >= told:
        return None
    for year in (told.year, told.year + 1):
        moved = When.of(f"{year:04}{when.value[4:]}")
        if moved.latest is not None and moved.latest >= told:
            trace = f"'{expression.text}', due after {told.isoformat()} -> {moved.value}"
            return replace(expression, when=moved, value=moved.value, trace=trace)
    return None


def past_midnight(scene: Scene, expression: TimeExpression) -> TimeExpression:
    """What comes after the midnight that ends a day is on the next: "called reporters after midnight"."""
    first = tokens_of(scene, expression)[0]
    after = first.lower_ == "after" or (first.i > 0 and scene.doc[first.i - 1].lower_ == "after")
    day = expression.when.exact_day if expression.when else None
    if not after or day is None or not expression.value.endswith("T24:00"):
        return expression
    moved = When.day(day + timedelta(days=1))
    trace = f"{expression.trace}; after midnight it is {moved.value}"
    return replace(expression, when=moved, value=moved.value, trace=trace)


def clause_of(scene: Scene, sentence: list[Token], at: int) -> TimeExpression | None:
    """The date whose "when" clause a token stands in: 2002 for what stands behind "2002, when"."""
    for token in reversed([t for t in sentence if t.i <= at and t.lower_ == "when" and t.i >= 2]):
        before = scene.doc[token.i - 1] if not scene.doc[token.i - 1].is_punct else scene.doc[token.i - 2]
        return scene.time_at.get(before.i)
    return None


def with_its_year(scene: Scene, expression: TimeExpression, sentence: list[Token]) -> TimeExpression:
    """A day or month without a year in the clause of a year takes that year: "2002, when they met on 23 August"."""
    when = expression.when
    around = clause_of(scene, sentence, tokens_of(scene, expression)[0].i) or _of_long_ago(scene, expression, sentence)
    if when is None or around is None or when.precision not in ("day", "month"):
        return expression
    written = any(len(word) == 4 and word.isdigit() for word in expression.text.replace(",", " ").split())
    # Weekdays and relative dates are counted from the article's day, not from the year.
    named = any(c.isdigit() for c in expression.text) or when.precision == "month"
    year = around.value[:4] if around.type == "DATE" else ""
    if written or not named or len(year) != 4 or not year.isdigit() or when.value.startswith(year):
        return expression
    try:
        moved = When.of(year + when.value[4:])
    except ValueError:
        return expression
    if moved.earliest and around.when and around.when.earliest and moved.earliest < around.when.earliest:
        return expression  # "in November 1989, and in January": of the next year, or of another
    trace = f"'{expression.text}' in the clause of {year} -> {moved.value}"
    return replace(expression, when=moved, value=moved.value, trace=trace)


def _of_long_ago(scene: Scene, expression: TimeExpression, sentence: list[Token]) -> TimeExpression | None:
    """The date of long ago that a sentence named before: "won in April 1994, and on 10 May he took office"."""
    told = scene.anchor.when.earliest if scene.anchor.when else None
    above = {dep for _, dep in governors(root_of(scene, expression))}
    if "conj" not in above or above & {"relcl", "acl"}:
        return None
    before = list(dict.fromkeys(scene.time_at[t.i] for t in sentence if t.i in scene.time_at))
    for other in reversed([e for e in before if e.end <= expression.start and e.type == "DATE" and e.when]):
        between = scene.document.text[other.end : expression.start].lower().split()
        if {"which", "who", "due", "expected", "scheduled", "will"} & set(between):
            return None  # "signed in 1991, and which expires in December"
        written = re.search(r"\b\d{4}\b", other.text)
        aside = {dep for _, dep in governors(root_of(scene, other))} & {"relcl", "acl"}
        old = not aside and other.when and other.when.latest and told and told.year - other.when.latest.year > 1
        return other if written and old else None
    return None


def not_to_come(scene: Scene, expression: TimeExpression, trigger: Token, status: Status) -> TimeExpression:
    """A month without a year that is told as past lies before the article's day: "Vietnam joined in June"."""
    when, told = expression.when, scene.anchor.when.latest if scene.anchor.when else None
    if when is None or when.earliest is None or told is None or when.earliest <= told:
        return expression
    words = re.findall(r"\w+", expression.text)
    if cost_of(scene, expression, trigger, None) >= OWN_CLAUSE:
        return expression  # of another clause: "the accord, reached in talks, must be approved on 2 October"
    if {"next", "coming"} & {word.lower() for word in words}:
        return expression
    monthly = when.precision in ("day", "month") and any(word in MONTHS for word in words)
    if status != "happened" or tense(trigger) != "past" or not monthly or any(re.fullmatch(r"\d{4}", w) for w in words):
        return expression
    for year in (told.year, told.year - 1):
        try:
            moved = When.of(f"{year:04}{when.value[4:]}")
        except ValueError:
            continue
        if moved.earliest is not None and moved.earliest <= told:
            trace = f"'{expression.text}' told as past before {told.isoformat()} -> {moved.value}"
            return replace(expression, when=moved, value=moved.value, trace=trace)
    return expression


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
