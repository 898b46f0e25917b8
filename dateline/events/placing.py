"""The year, week or day that a date gets from its clause and from whether what happens is past or to come.

"they met in June" is told of a June that is over, "is due to leave in August" of one to come, "2002, when they met on
23 August" of that year.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dateline.events.binding import OWN_CLAUSE, clause_of, cost_of, root_of, tokens_of
from dateline.events.clause import children, governors, perfect, tense
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene
from dateline.events.status import AWAITING as EXPECTING
from dateline.events.status import RANKS, status_of
from dateline.model import Status, TimeExpression, When

if TYPE_CHECKING:
    from spacy.tokens import Token

AWAITING = word_list("awaiting")
DUE = word_list("due")
HELD = word_list("held")
OCCASIONAL = frozenset({"in", "at", "during", "after", "following"})
SOON = timedelta(days=183)
"""So far ahead a month is the one to come where something only "would" be: farther, an old plan may be meant."""
MONTHS = frozenset(calendar.month_name[1:]) | frozenset(calendar.month_abbr[1:])


def in_its_place(
    scene: Scene, expression: TimeExpression, sentence: list[Token], verb: Token, status: Status
) -> TimeExpression:
    """A time expression with the year, week or day that its clause and the status of what happens give it."""
    if (ahead := still_ahead(scene, expression, verb, status)) is not None:
        return ahead
    above = _planned_above(verb) if verb.pos_ not in ("VERB", "AUX") else None
    if above is not None and (ahead := still_ahead(scene, expression, above, "planned")) is not None:
        return ahead
    expression = with_its_year(scene, expression, sentence)
    expression = not_to_come(scene, expression, verb, status)
    expression = past_midnight(scene, next_in_turn(scene, expression, verb, status))
    return week_ahead(scene, expression, status)


def week_ahead(scene: Scene, expression: TimeExpression, status: Status) -> TimeExpression:
    """The week for which something is planned on its last day is the next: "a vote is due later this week"."""
    when, told = expression.when, scene.anchor.when.exact_day if scene.anchor.when else None
    words = expression.text.lower().split()
    if when is None or when.earliest is None or told is None or when.latest != told or words[-2:] != ["this", "week"]:
        return expression
    if status != "planned" and "later" not in words:
        return expression
    week = timedelta(days=7)
    moved = When.of(f"{when.earliest + week}/{told + week}")
    trace = f"'{expression.text}', planned on the last day of a week, {told} -> {moved.value}"
    return replace(expression, when=moved, value=moved.value, trace=trace)


def next_in_turn(scene: Scene, expression: TimeExpression, verb: Token, status: Status) -> TimeExpression:
    """A weekday for which something is planned is the next one: "he is to leave on Wednesday", told on a Sunday."""
    when, told = expression.when, scene.anchor.when.exact_day if scene.anchor.when else None
    day = when.exact_day if when else None
    # "The result is not expected until Saturday" is still to come, though denied.
    upcoming = _awaited(verb) or (verb.lemma_.lower() in EXPECTING and bool(children(verb, "auxpass")))
    if (
        (status != "planned" and not upcoming)
        or day is None
        or told is None
        or not timedelta(0) < told - day < timedelta(days=7)
    ):
        return expression
    if not upcoming and (verb.pos_ not in ("VERB", "AUX") or tense(verb.sent.root) == "past"):
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
    if any(child.lower_ in RANKS for child in verb.children):
        return None  # "fewer voters than in the first round in August"
    words = re.findall(r"\w+", expression.text)
    if not any(word in MONTHS for word in words) or any(re.fullmatch(r"\d{4}|last|past", w) for w in words):
        return None
    heads = [head for head, dep in list(governors(verb))[:2] if dep in ("xcomp", "ccomp", "acomp", "oprd")]
    due = any(head.lemma_.lower() in DUE or (head.lemma_ == "be" and verb.tag_ == "VB") for head in heads)
    due = due or (verb.dep_ in ("acl", "relcl") and status == "planned")  # "a summit to be held in May"
    announced = tense(verb) in ("future", "modal")
    if not (due or announced) or when.latest >= told:
        return None
    for year in (told.year, told.year + 1):
        moved = When.of(f"{year:04}{when.value[4:]}")
        if moved.latest is not None and moved.latest >= told and (due or moved.latest - told < SOON):
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
    if {"next", "coming", "this"} & {word.lower() for word in words}:
        return expression
    monthly = when.precision in ("day", "month") and any(word in MONTHS for word in words)
    past = tense(trigger) == "past" or _occasion(trigger)
    if status != "happened" or not past or not monthly or any(re.fullmatch(r"\d{4}", w) for w in words):
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


def _planned_above(noun: Token) -> Token | None:
    """The verb of what is planned around a noun: "expected to recognise the state ahead of the assembly in May"."""
    prep = noun.head
    bound = prep.lower_ in ("before", "until") or (prep.lower_ == "after" and prep.head.lower_ == "until")
    if noun.dep_ != "pobj" or not (bound or prep.lower_ in ("of", "at", "during", "in", "for")):
        return None
    verb = next((head for head, _ in governors(noun) if head.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return None
    # "could be ousted in elections in June"
    group = [verb, verb.head] if verb.dep_ in ("ccomp", "xcomp") else [verb]
    may = next((each for each in group if tense(each) == "modal" and not perfect(each)), None)
    if may is not None and noun.head.lower_ in ("in", "at") and noun.head.head == verb:
        return may
    # "should not be signed until after the elections in April"
    return verb if status_of(verb) == "planned" or (bound and tense(verb) in ("future", "modal")) else None


def _occasion(noun: Token) -> bool:
    """Whether a noun is the occasion of what a verb tells as past: "in a December 31 talk he criticised them"."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in OCCASIONAL:
        return False
    verb = noun.head.head
    return verb.pos_ in ("VERB", "AUX") and tense(verb) == "past" and verb.tag_ != "VBN"


def _awaited(noun: Token) -> bool:
    """Whether words around a noun say that it is still to come: "derail Saturday's poll", "ahead of Monday's talks"."""
    for head, dep in list(governors(noun))[:2]:
        if dep == "dobj" and head.lemma_.lower() in AWAITING and head.tag_ in ("VB", "VBG"):
            return True
        if dep in ("nsubj", "nsubjpass") and tense(head) in ("future", "modal") and head.lemma_.lower() in HELD:
            return not perfect(head)  # "Saturday's vote should go ahead"
        if dep == "pobj" and (head.lower_ == "before" or (head.lower_ == "of" and head.head.lower_ == "ahead")):
            return tense(noun.sent.root) != "past"
    return False
