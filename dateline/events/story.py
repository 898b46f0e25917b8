"""The day that a story tells of, and the date of what is told without one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from dateline.events.binding import expressions, root_of
from dateline.events.clause import children, clause, governors, perfect, tense
from dateline.events.dated import Dated, plain
from dateline.events.lexicon import lexicon, word_list
from dateline.events.narrative import NEAR, carried, paragraph_start, tells_on
from dateline.events.scene import Scene
from dateline.model import Participant, Status, TimeExpression, When

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


LONG_GONE = timedelta(days=3653)
STORY_SENTENCES = 4
LABEL_WORDS = 4
"""So few words are a label, a place or a date that stands above the text, and no sentence of it."""
ISSUE = timedelta(days=1)
"""How far the day in a dateline may lie from the publication date: a paper prints what was written the day before."""
PLACE_CHARS = 60
"""So long is the place in capitals before a dateline's date at most."""
STORY_TYPES = frozenset({"treaty", "visit", "meeting", "vote", "policy", "legal"})
EARLIER = word_list("earlier")
DONE_BEFORE = word_list("done_before")
ERAS = frozenset({"War", "Wars", "Revolution"})
PERIODS = word_list("periods")
BYGONE = word_list("bygone")
NOWADAYS = frozenset({"now", "today", "currently", "meanwhile", "has", "have"})
RECENT = timedelta(days=90)


def story_day(scene: Scene) -> date | None:
    """The day that the story tells of: the first one named at its beginning, if near publication."""
    return lead_day(scene) or (scene.anchor.when.exact_day if scene.anchor.when else None)


def lead_day(scene: Scene) -> date | None:
    """The first day named in the first sentences, if it is near publication."""
    if not scene.lead_days:
        scene.lead_days.append(_lead_day(scene))
    return scene.lead_days[0]


def _lead_day(scene: Scene) -> date | None:
    anchor = scene.anchor.when.exact_day if scene.anchor.when else None
    if anchor is None:
        return None
    told = (sentence for sentence in scene.doc.sents if sum(token.is_alpha for token in sentence) > LABEL_WORDS)
    for sentence in islice(told, STORY_SENTENCES):
        for expression in expressions(scene, list(sentence)):
            if _is_dateline(scene, expression):
                continue
            when = plain(expression) if expression.type == "TIME" else expression.when
            day = when.exact_day if when and expression.type in ("DATE", "TIME") else None
            if day and timedelta(0) <= anchor - day <= NEAR:
                return day
    return None


def _is_dateline(scene: Scene, expression: TimeExpression) -> bool:
    """Whether a date is the one of the dateline at the top, which tells when the article was written."""
    if scene.anchor.when is None or expression.when is None:
        return False
    text = scene.document.text
    begin = text.rfind("\n", 0, expression.start) + 1
    before = text[begin : expression.start]
    written, day = scene.anchor.when.exact_day, expression.when.exact_day
    if written and day and abs(written - day) <= ISSUE:
        alone = re.fullmatch(r"\W*", before + text[expression.end :].partition("\n")[0])
        if alone or (before.isupper() and len(before) <= PLACE_CHARS):
            return True
    if scene.anchor.origin != "dateline":
        return False
    return expression.when == scene.anchor.when and not any(mark in before for mark in ".:;")


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
    earlier = EARLIER if speech else EARLIER | DONE_BEFORE
    if type_ not in ("statement", "meeting", "visit") and (gone_before := _went_before(trigger)):
        why = f"told only as what “{gone_before.text}” puts before the news, on a day that the text does not tell"
        return Dated(when=None, why=(why,), rule="date.background")
    if not speech and (era := _in_an_era(trigger)) is not None:
        why = f"told of the “{era.text}”, on a day that the text does not tell"
        return Dated(when=None, why=(why,), rule="date.background")
    before = next((a for a in children(trigger, "advmod") if a.lower_ in earlier), None)
    if before is not None:
        why = f"“{before.text}” puts it before the story, on a day that the text does not tell"
        return Dated(when=None, why=(why,), rule="date.background")
    if not speech and (vague := _on_other_days(trigger)) is not None:
        why = f"“{vague.text}” names other days than the story's, not which"
        return Dated(when=None, why=(why,), rule="date.background")
    if not speech and _with_a_birth(trigger):
        why = "told of a life, in the sentence of a birth; on which day is not told"
        return Dated(when=None, why=(why,), rule="date.background")
    if trigger.i >= scene.lead_end() and any(mark.lower_ == "before" for mark in children(trigger, "mark")):
        why = "told only as what something went before, on a day that the text does not tell"
        return Dated(when=None, why=(why,), rule="date.background")
    story = story_day(scene)
    if status == "happened" and (going_on := carried(scene, trigger, story=story, speech=speech)):
        return going_on
    if not speech and (gone := _gone_back(scene, trigger)):
        why = f"the paragraph tells of “{gone.text}”; on which day this was is not told"
        return Dated(when=None, why=(why,), rule="date.background")
    if type_ in STORY_TYPES:
        current = _in_the_present(scene, trigger, since=paragraph_start(scene, trigger))
    else:
        current = tells_on(trigger) and _in_the_present(scene, trigger)
    reported = trigger.dep_ == "ccomp" and trigger.head.lemma_.lower() in lexicon().speech
    news = reported and trigger.i < scene.lead_end()  # "announced that they had signed a deal"
    # "who has just signed a decree", "who has died aged 92"
    lately = trigger.lemma_ == "die" or any(t.lower_ == "just" for t in children(trigger, "advmod"))
    told_now = lately and trigger.i < scene.lead_end() and perfect(trigger) and tense(trigger) == "present"
    aside = (_in_aside(trigger) and not told_now) or (trigger.i >= scene.lead_end() and not current)
    if (aside or (_background(trigger) and not news) or _long_gone(participants, anchor.when)) and not speech:
        return Dated(when=None, why=("told as background, without a date",), rule="date.background")
    day = story
    if speech and day is not None and anchor.when.exact_day and anchor.when.exact_day - day > timedelta(days=1):
        day = None
    if day is not None and day != anchor.when.exact_day:
        why = f"the sentence gives no date; the story is about {day.isoformat()}, the day named at its beginning"
        return Dated(when=When.day(day), why=(why,), rule="date.story")
    why = "the sentence gives no date; the article's own date counts: " + anchor.when.value
    return Dated(when=anchor.when, why=(why, anchor.reason), rule="date.publication")


def _on_other_days(verb: Token) -> Span | None:
    """The phrase that puts an act on days of which it names none: "on previous occasions", "in earlier years"."""
    for prep in children(verb, "prep"):
        for noun in children(prep, "pobj"):
            vague = noun.lemma_.lower() in PERIODS and any(t.lower_ in BYGONE for t in children(noun, "amod"))
            if vague and prep.lower_ in ("on", "in", "at", "during"):
                return verb.doc[prep.i : noun.i + 1]
    return None


def _with_a_birth(trigger: Token) -> bool:
    """Whether an act is a birth or told in one breath with it: "was born and raised there", "Born there, he served"."""
    joined = [trigger, *(head for head, dep in governors(trigger) if dep in ("conj", "advcl", "acl"))]
    joined += children(trigger, "advcl", "conj")
    return any(token.lower_ == "born" for token in joined)


def _in_an_era(verb: Token) -> Span | None:
    """The war or revolution with a name of its own that an act happened in: "fought beside them in the Korean War"."""
    start, end = clause(verb)
    for noun in verb.doc[start:end]:
        named = noun.text in ERAS and noun.i > noun.left_edge.i
        if named and noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during"):
            first = next((t.i for t in noun.doc[noun.left_edge.i : noun.i] if t.text[:1].isupper()), noun.i)
            return noun.doc[first : noun.i + 1]
    return None


def _went_before(noun: Token) -> Token | None:
    """The word that puts what a noun tells before the news: "the arrests followed two weeks of protests"."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    for head, dep in governors(noun):
        if dep == "pobj" and head.lower_ in ("after", "following", "since"):
            return head
        if dep == "dobj" and head.lemma_.lower() == "follow":
            return head
        if dep not in ("pobj", "prep", "conj") or head.pos_ in ("VERB", "AUX"):
            return None
    return None


def _gone_back(scene: Scene, trigger: Token) -> TimeExpression | None:
    """The date of the sentence before in the same paragraph, if that lies well before the story's day."""
    told = scene.anchor.when.earliest if scene.anchor.when else None
    start, since = trigger.sent.start_char, paragraph_start(scene, trigger)
    if told is None or trigger.i < scene.lead_end() or trigger.sent.start == 0:
        return None
    above = scene.doc[trigger.sent.start - 1].sent
    if above.start_char < since or any(t.lower_ in NOWADAYS for t in trigger.sent):
        return None
    dates = [e for e in scene.dates_before(start, since=above.start_char) if e.type in ("DATE", "TIME") and e.when]
    if not dates or not all(e.when and e.when.latest and told - e.when.latest > NEAR for e in dates):
        return None
    return dates[0] if _told(scene, dates[0]) else None


def _told(scene: Scene, expression: TimeExpression) -> bool:
    """Whether a date tells when the story is, not when a thing in it was made ("treaties signed in 1961")."""
    root = root_of(scene, expression)
    if root.dep_ in ("compound", "amod", "nmod", "poss", "nummod") and root.head.pos_ in ("NOUN", "PROPN"):
        return False  # "the November attacks"
    above = [dep for _, dep in governors(root)]
    return "acl" not in above and "relcl" not in above


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
    """Whether an act stands in a relative clause or a participle behind a noun ("who was arrested", "a pact reached
    with them"), which seldom tells the story's own news."""
    above = {dep for _, dep in governors(trigger)}
    return bool(above & {"relcl"}) or (trigger.dep_ == "acl" and trigger.tag_ == "VBN")


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
