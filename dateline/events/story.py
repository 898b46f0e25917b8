"""The day that a story tells of, and the date of what is told without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateline.events.binding import OWN_CLAUSE, cost_of, expressions, root_of
from dateline.events.clause import children, governors, tense
from dateline.events.dated import Dated, dated_by
from dateline.events.guards import in_clause_apart, names_a_thing
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene
from dateline.model import Participant, Status, TimeExpression, When

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


LONG_GONE = timedelta(days=3653)
STORY_SENTENCES = 4
STORY_TYPES = frozenset({"treaty", "visit", "meeting", "vote", "policy", "legal"})
STORY_DAYS = 8
OCCASIONS = word_list("occasions")
POINTING = word_list("pointing")
SUPPORT = word_list("support")
EARLIER = word_list("earlier")
RECENT = timedelta(days=90)


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
            if _is_dateline(scene, expression):
                continue
            day = expression.when.exact_day if expression.when and expression.type in ("DATE", "TIME") else None
            if day and timedelta(0) <= anchor - day <= timedelta(days=STORY_DAYS):
                return day
    return None


def _is_dateline(scene: Scene, expression: TimeExpression) -> bool:
    """Whether a date is the one of the dateline at the top, which tells when the article was written."""
    if scene.anchor.origin != "dateline" or scene.anchor.when is None:
        return False
    before = scene.document.text[: expression.start]
    return expression.when == scene.anchor.when and not any(mark in before.splitlines()[-1] for mark in ".:;")


def _going_on(scene: Scene, trigger: Token) -> Dated | None:
    """The day that the paragraph has reached, where the sentence goes on from it.

    The paragraph's day goes on where words point back to it ("After that meeting …"), and where it is later than the
    story's: "A day later, on Friday, he named his terms. They rejected the offer."
    """
    here, linked = trigger.sent, _points_back(trigger.sent)
    for span in reversed(_paragraph_before(scene, here)):
        expression = _own_date(scene, span)
        if expression is None:
            linked = linked or _points_back(span)
            continue
        day = expression.when.exact_day if expression.when else None
        told = scene.anchor.when.exact_day if scene.anchor.when else None
        if day is None and _fronted(scene, expression, span):
            why = f"the sentences before tell of “{expression.text}”; which day of it is not told"
            return Dated(when=None, why=(why,), rule="date.background")
        if day is None or told is None or day > told:
            return None
        linked = linked or _at_occasion(span)
        recent = told - day <= timedelta(days=STORY_DAYS)
        story = story_day(scene)
        later = recent and story is not None and day > story
        if not (linked or later):
            return None
        dated = dated_by(scene, expression, rule="date.continued", status="happened")
        why = f"no date of its own; it goes on from the sentence dated “{expression.text}”"
        return replace(dated, why=(why, *dated.why))
    return None


def _paragraph_before(scene: Scene, here: Span) -> list[Span]:
    """The sentences of the same paragraph before one, in text order."""
    text = scene.document.text
    start = text.rfind("\n", 0, here.start_char + len(here.text) - len(here.text.lstrip())) + 1
    return [span for span in scene.doc.sents if start <= span.start_char and span.end <= here.start]


def _own_date(scene: Scene, span: Span) -> TimeExpression | None:
    """The last date that a sentence gives to what it tells itself."""
    sentence = [token for token in span if not token.is_space]
    dates = [
        e
        for e in expressions(scene, sentence)
        if e.type in ("DATE", "TIME")
        and e.when
        and cost_of(scene, e, span.root, None) < OWN_CLAUSE
        and not names_a_thing(scene, e, span.root)
        and not in_clause_apart(scene, e, span.root, sentence)
    ]
    return dates[-1] if dates else None


def _fronted(scene: Scene, expression: TimeExpression, span: Span) -> bool:
    """Whether a sentence opens with a date and so moves its paragraph there: "In early September he travelled …"."""
    before = scene.document.text[span.start_char : expression.start].split()
    when, told = expression.when, scene.anchor.when
    past = bool(when and when.latest and told and told.earliest and when.latest < told.earliest)
    return len(before) <= 1 and past


def _at_occasion(span: Span) -> bool:
    """Whether a sentence tells of an occasion at which more is said: "At a news conference on Thursday he said …"."""
    return any(t.lemma_.lower() in OCCASIONS and t.dep_ == "pobj" and t.head.lower_ in ("at", "during") for t in span)


def _points_back(span: Span) -> bool:
    """Whether words of a sentence point to the occasion before: "asked there", "after that meeting"."""
    for token in span:
        if token.lower_ == "there" and token.dep_ == "advmod":
            return True
        if token.lemma_.lower() in OCCASIONS and any(c.lower_ in POINTING for c in token.children):
            return token.dep_ == "pobj"
    return False


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
        )
    if status in ("planned", "hypothetical") and not speech:
        return Dated(when=None, why=("the text does not say when it is to happen",), rule="date.planned-open")
    if not speech and _ranked(trigger):
        why = "the sentence says which in a row it was, not when"
        return Dated(when=None, why=(why,), rule="date.ranked")
    before = next((a for a in children(trigger, "advmod") if a.lower_ in EARLIER), None)
    if before is not None:
        why = f"“{before.text}” puts it before the story, on a day that the text does not tell"
        return Dated(when=None, why=(why,), rule="date.background")
    told_on = speech or (trigger.pos_ == "VERB" and _points_back(trigger.sent))
    if status == "happened" and told_on and not speech and (going_on := _going_on(scene, trigger)):
        return going_on
    moves = any(t.lower_ in ("after", "before", "later", "then", "earlier") for t in trigger.sent)
    if not speech and _tells_on(trigger) and not moves and not expressions(scene, list(trigger.sent)):
        told = told_day(scene, trigger)
        if told is not None:
            why = f"the sentence gives no date; it goes on from “{told.text}” in the same paragraph"
            return Dated(when=told.when, why=(why, told.trace), rule="date.narrative")
    if type_ in STORY_TYPES:
        current = _in_the_present(scene, trigger, since=_paragraph(scene, trigger))
    else:
        current = _tells_on(trigger) and _in_the_present(scene, trigger)
    aside = _in_aside(trigger) or (trigger.i >= scene.lead_end() and not current)
    if (aside or _background(trigger) or _long_gone(participants, anchor.when)) and not speech:
        return Dated(when=None, why=("told as background, without a date",), rule="date.background")
    if status == "happened" and told_on and (going_on := _going_on(scene, trigger)):
        return going_on
    day = story_day(scene)
    if speech and day is not None and anchor.when.exact_day and anchor.when.exact_day - day > timedelta(days=1):
        day = None
    if day is not None and day != anchor.when.exact_day:
        why = f"the sentence gives no date; the story is about {day.isoformat()}, the day named at its beginning"
        return Dated(when=When.day(day), why=(why,), rule="date.story")
    why = "the sentence gives no date; the article's own date counts: " + anchor.when.value
    return Dated(when=anchor.when, why=(why, anchor.reason), rule="date.publication")


def told_day(scene: Scene, trigger: Token) -> TimeExpression | None:
    """The last day named before a sentence in its paragraph, if it is near publication: the story is at that day."""
    anchor = scene.anchor.when.exact_day if scene.anchor.when else None
    for expression in scene.dates_before(trigger.sent.start_char, since=_paragraph(scene, trigger)):
        day = expression.when.exact_day if expression.when else None
        near = anchor and day and timedelta(0) <= anchor - day <= timedelta(days=STORY_DAYS)
        return expression if near else None
    return None


def _told(scene: Scene, expression: TimeExpression) -> bool:
    """Whether a date tells when the story is, not when a thing in it was made ("treaties signed in 1961")."""
    return not any(dep == "acl" for _, dep in governors(root_of(scene, expression)))


def _paragraph(scene: Scene, trigger: Token) -> int:
    """The character at which the paragraph of a trigger begins: behind an empty line, or at an indented one."""
    text, at = scene.document.text, trigger.idx
    return max(text.rfind("\n\n", 0, at), text.rfind("\n  ", 0, at), 0)


def _tells_on(trigger: Token) -> bool:
    """Whether a finite verb in the simple past, in a main or a reported clause, takes the story a step further."""
    verb = trigger
    while verb.pos_ not in ("VERB", "AUX") and verb.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj", "prep", "attr"):
        verb = verb.head
    if verb != trigger and verb.lemma_.lower() not in SUPPORT:
        return False  # "called the collapse of the Soviet Union a catastrophe"
    if verb.pos_ not in ("VERB", "AUX") or verb.dep_ not in ("ROOT", "ccomp", "conj", "parataxis"):
        return False
    if verb.dep_ == "conj" and verb.head.dep_ not in ("ROOT", "ccomp"):
        return False
    perfect = any(aux.lower_ in ("had", "has", "have", "'ve", "'d") for aux in children(verb, "aux"))
    return tense(verb) == "past" and not perfect


def _in_the_present(scene: Scene, trigger: Token, *, since: int = 0) -> bool:
    """Whether the last date named between the character ``since`` and a sentence is not long before publication."""
    anchor = scene.anchor.when.earliest if scene.anchor.when else None
    before = scene.dates_before(trigger.sent.start_char, since=since)
    latest = next((e.when.latest for e in before if e.when and e.when.latest and _told(scene, e)), None)
    return anchor is None or latest is None or anchor - latest <= RECENT


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


def _ranked(trigger: Token) -> bool:
    """Whether a noun only ranks what was told before: "It was his second visit"."""
    verb = trigger.head
    it = any(t.lower_ in ("it", "this", "that") for t in children(verb, "nsubj"))
    return trigger.dep_ == "attr" and verb.lemma_ == "be" and it


def _background(trigger: Token) -> bool:
    """Whether a verb stands in the past perfect ("had signed"), which tells what came before the story."""
    verb = trigger
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    return any(aux.lower_ in ("had", "'d") for aux in children(verb, "aux")) and tense(verb) == "past"
