"""Binding an event to its time expression: by syntax first, by nearness only where syntax ties.

The reason for each date is given in words, step by step; a date that cannot be known is None, with the reason.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline.events.binding import (
    OWN_CLAUSE,
    PREMODIFYING,
    clause_of,
    cost_of,
    expressions,
    hangs_on,
    is_below,
    root_of,
    tokens_of,
)
from dateline.events.coordination import FINITE, apart, borders, goes_on, opens, stands_alone
from dateline.events.counted import event_relative, lasting
from dateline.events.dated import Dated, dated_by, plain
from dateline.events.guards import (
    after_an_act,
    another_day,
    bounds_only,
    checked,
    compared_with,
    gone_by,
    in_clause_apart,
    names_a_thing,
    of_another_event,
    of_what_comes,
    to_come,
    uncounted,
    until_now,
    within_the_day,
)
from dateline.events.lexicon import word_list
from dateline.events.placing import in_its_place
from dateline.events.scene import Scene
from dateline.events.since import began_it, is_first, is_since_first, since_another, since_the_best
from dateline.events.story import default_date
from dateline.model import Participant, Status, TimeExpression, TimeRange

if TYPE_CHECKING:
    from spacy.tokens import Token


BESIDE = 3
GOING_ON = word_list("going_on")
FARTHEST = 20
LINKING = frozenset({"CCONJ", "ADP", "PUNCT"})
POINTS = word_list("points")


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
    found = _choose(scene, trigger, sentence, status=status, type_=type_, participants=participants, support=support)
    return [checked(scene, dated, support or trigger, status, participants) for dated in found]


def _choose(
    scene: Scene,
    trigger: Token,
    sentence: list[Token],
    *,
    status: Status,
    type_: str,
    participants: tuple[Participant, ...],
    support: Token | None,
) -> list[Dated]:
    speech = type_ == "statement"
    if apart_by := uncounted(scene, trigger, sentence):
        why = f"'{apart_by}' says that it was another day, not which"
        return [Dated(when=None, why=(why,), rule="date.uncounted")]
    if not speech and (earlier := after_an_act(scene, trigger, sentence)):
        why = f"told as coming after what is of “{earlier.text}”, on a day that the text does not tell"
        return [Dated(when=None, why=(why,), rule="date.background")]
    candidates = [
        in_its_place(scene, e, sentence, support or trigger, status)
        for e in _on_this_side(scene, trigger, sentence)
        if not names_a_thing(scene, e, trigger)
        and not in_clause_apart(scene, e, trigger, sentence)
        and not since_the_best(scene, e, trigger, sentence)
        and not since_another(scene, e, trigger)
        and not compared_with(scene, e, trigger)
        and not of_what_comes(scene, e, trigger, status)
        and not _opens_its_own(scene, e, trigger, sentence)
        and not (speech and of_another_event(scene, e, support or trigger))
        and not bounds_only(e, support or trigger, status)
        and not within_the_day(e)
        and e.value != "PRESENT_REF"  # "now" names no day other than the one that counts anyway
    ]
    scored = sorted(
        (
            (cost_of(scene, e, trigger, support), abs(root_of(scene, e).i - trigger.i), i, e)
            for i, e in enumerate(candidates)
        ),
        key=lambda row: row[:3],
    )
    scored = [row for row in scored if row[0] <= (OWN_CLAUSE if speech else FARTHEST)]
    # What is far off and names no day gives none; and what has happened did not happen after the article was printed.
    scored = [row for row in scored if (row[0] < OWN_CLAUSE and not speech) or row[3].when is not None]
    if not speech:
        scored = [row for row in scored if row[0] < OWN_CLAUSE or not gone_by(scene, row[3], status)]
    scored = [row for row in scored if row[0] < OWN_CLAUSE or not until_now(scene, row[3], support or trigger)]
    if status == "happened" and (speech or (support or trigger).tag_ in ("VBD", "VBN")):
        scored = [row for row in scored if not to_come(scene, row[3].when)]
    first_since = [e for e in candidates if is_since_first(scene, e, sentence)]
    scored = [row for row in scored if row[3] not in first_since]
    around = clause_of(scene, sentence, trigger.i)
    if scored and around in first_since:
        first_since = []  # "since 2002, when they met on 23 August": the day is told
    relative = event_relative(scene, trigger, sentence)
    if relative and not (scored and hangs_on(scene, scored[0][3], trigger)):
        return [relative]
    if not scored and status in ("happened", "denied") and (label := scene.line_date(trigger.idx)):
        return [dated_by(scene, label, rule="date.line", status=status)]
    if not scored and (carried := _continued(scene, sentence, status, speech=speech)):
        return [carried]
    if not scored and around is not None and around.when is not None and around.type == "DATE" and status == "happened":
        # "He last came on 31 May 2018, when he invited them": what the clause tells happened then.
        within = replace(around, when=plain(around)) if around.when.precision == "open" else around
        return [dated_by(scene, within, rule="date.clause", status=status)]
    if not scored and speech and (other := another_day(scene, sentence)):
        why = f"the day that the sentence names, “{other.text}”, belongs to something else in it"
        return [Dated(when=None, why=(why,), rule="date.background")]
    far = not scored or scored[0][0] >= OWN_CLAUSE
    if far and not speech and (span := lasting(scene, trigger, sentence, status)):
        return [span]
    if not scored:
        found = [default_date(scene, trigger, status=status, type_=type_, participants=participants)]
    else:
        best = _finest([row[3] for row in scored if row[0] <= scored[0][0] + BESIDE])
        group = _list_of(scene, best, candidates)
        between = scene.range_of(best) if around != best else None
        if between:
            found = [_spanning(between)]
        elif len(group) == 1 and group[0] is not best:
            found = [dated_by(scene, group[0], rule="date.clause", status=status)]
        elif len(group) > 1 and not speech:
            found = [dated_by(scene, e, rule="date.list", status=status, ends=e.end) for e in group]
        else:
            cost = scored[0][0]
            found = [
                dated_by(
                    scene,
                    _of_the_clause(scene, best, trigger),
                    rule="date.clause" if cost < OWN_CLAUSE else "date.sentence",
                    status=status,
                )
            ]
    if not speech:
        found += [
            Dated(
                when=plain(e),
                why=(f"the first since {e.text.removeprefix('since ')}, says the text: so it happened then as well",),
                rule="date.first-since",
                until=e.end,
            )
            for e in first_since
            if is_first(scene, e, trigger, support) and cost_of(scene, e, trigger, support) <= FARTHEST and plain(e)
        ]
    return found


def _on_this_side(scene: Scene, trigger: Token, sentence: list[Token]) -> list[TimeExpression]:
    """The dates of a sentence that may be the trigger's: none from beyond the border of a joined clause.

    A date that opens the sentence counts for all of it, unless the clause has one of its own.
    """
    dates = [e for e in expressions(scene, sentence) if e.type in ("DATE", "TIME")]
    joints = borders(scene, sentence)
    if not joints:
        return dates
    at = [tokens_of(scene, e)[0].i for e in dates]
    own = [e for e, i in zip(dates, at, strict=True) if not apart(joints, i, trigger.i)]
    if own:
        return own
    # What a pronoun goes on with happened where and when the clause before it did.
    last = max((joint for joint in joints if joint <= trigger.i), default=-1)
    shared = last if last >= 0 and goes_on(sentence, last) else -1
    return [e for e, i in zip(dates, at, strict=True) if i < trigger.i and (opens(sentence, i) or i < shared)]


def _continued(scene: Scene, sentence: list[Token], status: Status, *, speech: bool) -> Dated | None:
    """The date of the sentence before for one that goes on from it: "There they signed …", "At that point he said"."""
    pointing = " ".join(token.lower_ for token in sentence[:3]) in POINTS
    if sentence[0].i == 0 or status != "happened" or not (pointing or (sentence[0].lower_ in GOING_ON and not speech)):
        return None
    before = [token for token in scene.doc[sentence[0].i - 1].sent if token.i < sentence[0].i]
    dates = [e for e in expressions(scene, before) if e.type in ("DATE", "TIME") and e.when]
    if not dates:
        return None
    dated = dated_by(scene, dates[-1], rule="date.continued", status=status)
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


def _of_the_clause(scene: Scene, expression: TimeExpression, trigger: Token) -> TimeExpression:
    """ "since September, when they met": what happened in the clause below happened then, not since then."""
    when = expression.when
    if (
        when is not None
        and when.precision == "open"
        and any(
            head is not None and (head == trigger or is_below(trigger, head))
            for head in (root_of(scene, expression), began_it(scene, expression))
        )
    ):
        return replace(expression, when=plain(expression))
    return expression


def _between(scene: Scene, a: TimeExpression, b: TimeExpression) -> str:
    return scene.document.text[a.end : b.start].strip().lower()


def _list_of(scene: Scene, best: TimeExpression, candidates: list[TimeExpression]) -> list[TimeExpression]:
    """The dates that stand in one list with ``best``: "in 1961, 2000, and 2001"."""
    at = candidates.index(best)
    group = [best]
    for i in range(at - 1, -1, -1):
        if not re.fullmatch(
            r",|,?\s*(?:and|&)(?:\s+in)?(?:\s+on)?|,\s*(?:in|on)", _between(scene, candidates[i], group[0])
        ) or _goes_another_way(scene, candidates[i], group[0]):
            break
        group.insert(0, candidates[i])
    for i in range(at + 1, len(candidates)):
        if not re.fullmatch(
            r",|,?\s*(?:and|&)(?:\s+in)?(?:\s+on)?|,\s*(?:in|on)", _between(scene, group[-1], candidates[i])
        ) or _goes_another_way(scene, group[-1], candidates[i]):
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


def _goes_another_way(scene: Scene, left: TimeExpression, right: TimeExpression) -> bool:
    """Whether the second of two dates opens a clause of its own: "died in April, and last month forces attacked"."""
    first, last = tokens_of(scene, left)[0], tokens_of(scene, right)[-1]
    told = any(t.tag_ in FINITE for t in scene.doc[first.sent.start : first.i])
    behind = list(scene.doc[last.i + 1 : first.sent.end])
    if root_of(scene, right).head.i > last.i and root_of(scene, right).dep_ in PREMODIFYING:
        return False  # "the 1965 and 1971 wars"
    return told and bool(behind) and behind[0].pos_ not in LINKING and stands_alone(behind, dated=True)


def _spanning(between: TimeRange) -> Dated:
    """The span of "from 2011 to 2014" and "between May and July 2019"."""
    why = (*(end.trace for end in between.ends), "the text gives both ends")
    return Dated(when=between.when, why=why, rule="date.range")


def _opens_its_own(scene: Scene, expression: TimeExpression, trigger: Token, sentence: list[Token]) -> bool:
    """Whether a date behind a trigger's "when" clause opens the next: "in 1933, when he came, and 1973, when"."""
    last = tokens_of(scene, expression)[-1].i
    own = clause_of(scene, sentence, trigger.i)
    if own is None or own == expression or last < trigger.i:
        return False
    return [t.lower_ for t in scene.doc[last + 1 : last + 3]][-1:] == ["when"]
