"""Binding an event to its time expression: by syntax first, by nearness only where syntax ties.

The reason for each date is given in words, step by step; a date that cannot be known is None, with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline.events.clause import children, governors, tense
from dateline.events.lexicon import lexicon, word_list
from dateline.events.scene import Scene
from dateline.model import Participant, Status, TimeExpression, When

if TYPE_CHECKING:
    from spacy.tokens import Token

# What one step up the tree costs, from the date and from the event towards what they have in common: a clause of its
# own keeps its dates to itself ("the treaty signed in 1961 was renewed"), but may share those of the clause above it.
FROM_DATE = {
    "ccomp": 40,
    "relcl": 31,
    "advcl": 15,
    "conj": 12,
    "parataxis": 30,
    "xcomp": 4,
    "acl": 31,
    "pcomp": 8,
    "appos": 8,
}
FROM_EVENT = {
    "ccomp": 10,
    "relcl": 12,
    "advcl": 6,
    "conj": 4,
    "parataxis": 30,
    "xcomp": 2,
    "acl": 6,
    "pcomp": 2,
    "appos": 6,
}
OWN_CLAUSE = 10
BESIDE = 3
LONG_GONE = timedelta(days=3653)
ABOUT = word_list("about")
GOING_ON = word_list("going_on")
FARTHEST = 30
STORY_SENTENCES = 4
STORY_TYPES = frozenset({"treaty", "visit", "meeting", "vote", "policy", "legal"})
STORY_DAYS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date for an event: ``when`` (None: open), the reason in words, the rule's name, how sure from 0 to 1.

    ``until`` is the character at which the evidence has to end so that it holds this date (for lists of dates).
    """

    when: When | None
    why: tuple[str, ...]
    rule: str
    sure: float
    until: int | None = None


def dates_of(
    scene: Scene,
    trigger: Token,
    sentence: list[Token],
    *,
    status: Status,
    type_: str,
    participants: tuple[Participant, ...] = (),
    support: Token | None = None,
) -> list[Dated]:
    """When an act or a statement took place: one `Dated`, or several where the text lists dates for it."""
    speech = type_ == "statement"
    candidates = [e for e in _expressions(scene, sentence) if e.type in ("DATE", "TIME")]
    scored = sorted(
        (
            (_cost(scene, e, trigger, support), abs(_root(scene, e).i - trigger.i), i, e)
            for i, e in enumerate(candidates)
        ),
        key=lambda row: row[:3],
    )
    scored = [row for row in scored if row[0] <= (OWN_CLAUSE if speech else FARTHEST)]
    first_since = [e for e in candidates if _first_since(scene, e, sentence)]
    scored = [row for row in scored if row[3] not in first_since]
    relative = _event_relative(scene, trigger, sentence)
    if relative and not (scored and _hangs_on(scene, scored[0][3], trigger)):
        return [relative]
    if not scored and not speech and (carried := _continued(scene, sentence, status)):
        return [carried]
    if not scored:
        found = [default_date(scene, trigger, status=status, type_=type_, participants=participants)]
    else:
        best = _finest([row[3] for row in scored if row[0] <= scored[0][0] + BESIDE])
        group = _list_of(scene, best, candidates)
        span = _range_of(scene, best, candidates)
        if span:
            found = [span]
        elif len(group) == 1 and group[0] is not best:
            found = [_dated(scene, group[0], rule="date.clause", sure=0.9, status=status)]
        elif len(group) > 1 and not speech:
            found = [_dated(scene, e, rule="date.list", sure=0.9, status=status, until=e.end) for e in group]
        else:
            cost = scored[0][0]
            found = [
                _dated(
                    scene,
                    _of_the_clause(scene, best, trigger),
                    rule="date.clause" if cost < OWN_CLAUSE else "date.sentence",
                    sure=0.9 if cost < OWN_CLAUSE else 0.6,
                    status=status,
                )
            ]
    if not speech:
        found += [
            Dated(
                when=_plain(e),
                why=(f"the first since {e.text.removeprefix('since ')}, says the text: so it happened then as well",),
                rule="date.first-since",
                sure=0.8,
                until=e.end,
            )
            for e in first_since
            if _cost(scene, e, trigger, support) <= FARTHEST and _plain(e)
        ]
    return found


def _continued(scene: Scene, sentence: list[Token], status: Status) -> Dated | None:
    """The date of the sentence before for one that goes on from it: "There they signed …"."""
    if sentence[0].lower_ not in GOING_ON or sentence[0].i == 0 or status != "happened":
        return None
    before = [token for token in scene.doc[sentence[0].i - 1].sent if token.i < sentence[0].i]
    dates = [e for e in _expressions(scene, before) if e.type in ("DATE", "TIME") and e.when]
    if not dates:
        return None
    dated = _dated(scene, dates[-1], rule="date.continued", sure=0.7, status=status)
    why = f"'{sentence[0].text}' goes on from the sentence before, which is dated “{dates[-1].text}”"
    return replace(dated, why=(why, *dated.why))


def _finest(beside: list[TimeExpression]) -> TimeExpression:
    """Of dates that hang equally near, the finest that lies inside the first: "earlier this week on Wednesday"."""
    best = beside[0]
    for other in beside[1:]:
        a, b = best.when, other.when
        if a is None or b is None or a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
            continue
        if a.earliest <= b.earliest and b.latest <= a.latest and (b.latest - b.earliest) < (a.latest - a.earliest):
            best = other
    return best


def _expressions(scene: Scene, sentence: list[Token]) -> list[TimeExpression]:
    found: list[TimeExpression] = []
    for token in sentence:
        expression = scene.time_at.get(token.i)
        if expression is not None and expression not in found:
            found.append(expression)
    return found


def _tokens(scene: Scene, expression: TimeExpression) -> list[Token]:
    span = scene.doc.char_span(expression.start, expression.end, alignment_mode="expand")
    return list(span) if span is not None else []


def _root(scene: Scene, expression: TimeExpression) -> Token:
    tokens = _tokens(scene, expression)
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[0])


def _cost(scene: Scene, expression: TimeExpression, trigger: Token, support: Token | None) -> float:
    """How far a time expression hangs from a trigger in the tree; clause edges weigh more than phrases."""
    root = _root(scene, expression)
    above_time: dict[int, float] = {root.i: 0.0}
    cost = 0.0
    for head, dep in governors(root):
        cost += FROM_DATE.get(dep, 1)
        above_time[head.i] = cost
    cost = 0.0
    best = above_time.get(trigger.i)
    if support is not None and support.i in above_time:
        best = min(best if best is not None else 99.0, above_time[support.i] + 1)
    if best is not None:
        return best
    for head, dep in governors(trigger):
        cost += 40 if dep == "ccomp" and _speaks(head) else FROM_EVENT.get(dep, 1)
        if head.i in above_time:
            return cost + above_time[head.i] + 1
    return 99.0


def _of_the_clause(scene: Scene, expression: TimeExpression, trigger: Token) -> TimeExpression:
    """ "since September, when they met": what happened in the clause below happened then, not since then."""
    when = expression.when
    if (
        when is not None
        and when.precision == "open"
        and any(h == _root(scene, expression) for h, _ in governors(trigger))
    ):
        return replace(expression, when=_plain(expression))
    return expression


def _hangs_on(scene: Scene, expression: TimeExpression, trigger: Token) -> bool:
    """Whether a time expression stands in the trigger's own clause."""
    return _cost(scene, expression, trigger, None) < OWN_CLAUSE and any(
        head == trigger for head, _ in governors(_root(scene, expression))
    )


def _speaks(verb: Token) -> bool:
    return verb.lemma_.lower() in lexicon().speech


def _plain(expression: TimeExpression) -> When | None:
    """The date that an expression names, without the open end that "since" gives it."""
    try:
        return When.of(expression.value[:10])
    except ValueError:
        return expression.when


def _dated(
    scene: Scene, expression: TimeExpression, *, rule: str, sure: float, status: Status, until: int | None = None
) -> Dated:
    when = expression.when
    if when is not None and when.earliest is None and (expression.type == "TIME" or status == "planned"):
        # "shortly before midnight on Wednesday" is that day; what is due by May is due in May.
        when = _plain(expression)
    if when is None:
        reason = expression.open_reason or expression.trace
        return Dated(when=None, why=(reason,), rule=f"{rule}.open", sure=sure, until=until)
    why: tuple[str, ...] = (expression.trace,)
    if when.precision == "open" and when.earliest is not None and scene.anchor.when and scene.anchor.when.exact_day:
        day = scene.anchor.when.exact_day
        if when.earliest < day:
            start = when.value.split("/")[0]
            when = When.of(f"{start}/{day.isoformat()}")
            why = (*why, f"told as still going on: up to the article's day, {day.isoformat()}")
    return Dated(when=when, why=why, rule=rule, sure=sure, until=until)


def _between(scene: Scene, a: TimeExpression, b: TimeExpression) -> str:
    return scene.document.text[a.end : b.start].strip().lower()


def _list_of(scene: Scene, best: TimeExpression, candidates: list[TimeExpression]) -> list[TimeExpression]:
    """The dates that stand in one list with ``best``: "in 1961, 2000, and 2001"."""
    at = candidates.index(best)
    group = [best]
    for i in range(at - 1, -1, -1):
        if not re.fullmatch(
            r",|,?\s*(?:and|&)(?:\s+in)?(?:\s+on)?|,\s*(?:in|on)", _between(scene, candidates[i], group[0])
        ):
            break
        group.insert(0, candidates[i])
    for i in range(at + 1, len(candidates)):
        if not re.fullmatch(
            r",|,?\s*(?:and|&)(?:\s+in)?(?:\s+on)?|,\s*(?:in|on)", _between(scene, group[-1], candidates[i])
        ):
            break
        group.append(candidates[i])
    joints = [_between(scene, a, b) for a, b in pairwise(group)]
    if joints and not any(re.search(r"\b(and|or)\b|&", joint) for joint in joints):
        # "seventy years ago today, on 17 March 1949": one date said twice; the one written out in full holds.
        return [next((e for e in group if re.search(r"\d{4}", e.text)), best)]
    if len(group) > 1 and scene.document.text[: group[0].start].rstrip().lower().endswith("between"):
        return [best]
    same = {e.when.precision for e in group if e.when}
    return group if len(same) == 1 and all(e.when for e in group) else [best]


def _range_of(scene: Scene, best: TimeExpression, candidates: list[TimeExpression]) -> Dated | None:
    """The span of "from 2011 to 2014" and "between May and July 2019"."""
    at = candidates.index(best)
    for a, b in ((at - 1, at), (at, at + 1)):
        if a < 0 or b >= len(candidates):
            continue
        first, last = candidates[a], candidates[b]
        before = scene.document.text[: first.start].rstrip().lower()
        joined = _between(scene, first, last)
        if not (
            (joined in ("to", "until", "till", "through", "-", "–") and (before.endswith("from") or joined in "-–"))
            or (joined == "and" and before.endswith("between"))
        ):
            continue
        start, end = _plain(first), _plain(last)
        if start and end and start.earliest and end.latest and start.earliest <= end.latest:
            when = When.of(f"{start.iso.split('/')[0]}/{end.iso.split('/')[-1]}")
            return Dated(
                when=when, why=(first.trace, last.trace, "the text gives both ends"), rule="date.range", sure=0.9
            )
    return None


def _first_since(scene: Scene, expression: TimeExpression, sentence: list[Token]) -> bool:
    """Whether an expression is the X of "the first … since X"."""
    first = _tokens(scene, expression)[0]
    said = first.lower_ == "since" or (first.i > 0 and scene.doc[first.i - 1].lower_ == "since")
    return said and any(t.lower_ == "first" and first.i - 14 <= t.i < first.i for t in sentence)


def _event_relative(scene: Scene, trigger: Token, sentence: list[Token]) -> Dated | None:
    """ "six days after they signed": the date of what is signed is the date of the main event less six days."""
    for expression in _expressions(scene, sentence):
        days = _days(expression)
        tokens = _tokens(scene, expression)
        after = scene.doc[tokens[-1].i + 1] if tokens[-1].i + 1 < len(scene.doc) else None
        word = (
            tokens[-1].lower_ if tokens[-1].lower_ in ("after", "before") else after.lower_ if after is not None else ""
        )
        if days is None or word not in ("after", "before") or trigger.i <= tokens[-1].i:
            continue
        marker = after if after is not None and after.lower_ == word else tokens[-1]
        below = {trigger.i} | {head.i for head, _ in governors(trigger)}
        if (
            marker.i not in below
            and marker.head.i != trigger.i
            and not (marker.dep_ == "mark" and marker.head.i in below)
        ):
            continue
        main = _named_day(scene, sentence)
        if main is None:
            return Dated(
                when=None,
                why=(f"'{expression.text} {word}' counts from the main event, whose day is not told",),
                rule="date.event-relative.open",
                sure=0.8,
            )
        slack = _slack(scene, expression, tokens[0])
        when = _counted(main, days if word == "before" else -days, slack)
        if when is None:
            continue
        step = f"'{expression.text} {word}': counted from {main.isoformat()}, the day of the story → {when.value}"
        return Dated(when=when, why=(step,), rule="date.event-relative", sure=0.75)
    return None


def _days(expression: TimeExpression) -> int | None:
    """The days that a counted length stands for; None for other lengths and for absurd ones."""
    found = re.fullmatch(r"P(\d{1,4})([DW])", expression.value)
    return int(found[1]) * (7 if found[2] == "W" else 1) if found and expression.type == "DURATION" else None


def _slack(scene: Scene, expression: TimeExpression, first: Token) -> int:
    """How many days a counted length may be off to either side: none for plain days, half a week for weeks."""
    before = scene.doc[first.i - 1].lower_ if first.i > 0 else ""
    about = any(t.lower_ in ABOUT for t in _tokens(scene, expression)) or before in ABOUT
    days = _days(expression) or 0
    return max(3 if expression.value.endswith("W") else 0, max(1, days // 4) if about else 0)


def _counted(main: date, days: int, slack: int) -> When | None:
    """The day ``days`` from ``main``, as a span where it is only about that day; None off the calendar."""
    try:
        day = main + timedelta(days=days)
        if not slack:
            return When.day(day)
        return When.of(f"{day - timedelta(days=slack)}/{day + timedelta(days=slack)}")
    except (OverflowError, ValueError):
        return None


def _named_day(scene: Scene, sentence: list[Token]) -> date | None:
    """The day that a length is counted from: one named in the same sentence, else at the beginning of the story."""
    for expression in _expressions(scene, sentence):
        if expression.when and expression.when.exact_day and expression.type in ("DATE", "TIME"):
            return expression.when.exact_day
    return _lead_day(scene)


def story_day(scene: Scene) -> date | None:
    """The day that the story tells of: the first one named at its beginning, if near publication."""
    return _lead_day(scene) or (scene.anchor.when.exact_day if scene.anchor.when else None)


def _lead_day(scene: Scene) -> date | None:
    """The first day named in the first sentences, if it is near publication."""
    anchor = scene.anchor.when.exact_day if scene.anchor.when else None
    if anchor is None:
        return None
    for number, sentence in enumerate(scene.doc.sents):
        if number >= STORY_SENTENCES:
            break
        for expression in _expressions(scene, list(sentence)):
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
