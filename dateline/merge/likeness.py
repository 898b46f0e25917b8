"""How likely two mentions tell one happening: a small trained model over pair features, and firm rules around it.

The weights (`weights.json`) are a logistic regression trained by `tools/train_merge.py` on pairs that people have put
together. Those texts have few dates, so what dates, parties and agreements say beyond it are rules.
"""

from __future__ import annotations

import functools
import json
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from dateline.model import EVENT_TYPES, STATUSES

from .pairs import CHUNK, FEATURES, HARM, STATEMENT, column, common, features
from .senses import number_of
from .sketch import HERE, Floats, Ints, Sketches
from .within import PLANNED, parallel, told_again, two_here

THRESHOLD = 0.0
"""Mean log odds from which two groups are one happening."""

FIRM = 3.0
"""Log odds where type, date and parties agree: that singles a happening out."""

DOUBT = -1.0
"""Log odds below which the model denies a pair: such agreement lifts what it doubts, and no more."""

DOUBT_HERE = -2.5
"""The same for the disaster that one article tells of one day and the same states."""

APART = -20.0
"""Log odds of a pair that cannot be one happening; outweighs what the other pairs of two groups say."""

LESS = 1.0
"""Log odds that a pair loses where one of the two only supposes what the other tells, where nothing else ties them, or
where one article tells two things by one word."""

ABOUT_THEN, ALIKE_LATER = 30, 0.5
"""Days from its article within which a telling without a date happened as a rule, and how alike the words must be of
two tellings that lie further apart."""

UNLIKE = -3.0
"""Log odds, at most, of two such tellings: as of a pair that was never compared."""

ONE_STORY = 0.15
"""How alike articles must be where a date is not known."""

ONE_SUBJECT, ONE_SUBJECT_NAMED = 0.2, 0.5
"""How alike articles are that have one subject, and how alike where the sentences name different things."""

ALIKE_ELSEWHERE, ALIKE_NAMED = 0.7, 0.5
"""How alike the words of two acts must be where the subjects differ, and where their sentences share a name."""

SAID_WORDS, SAID_WORDS_HERE, SAID_WORDS_OFFERED = 0.3, 0.6, 0.2
"""How alike the words of two statements must be, in two articles, in one, and where each is told as one's "offer"."""

REPEATED = tuple(EVENT_TYPES.index(t) for t in ("attack", "military", "protest"))
"""Types whose happenings of one day seldom are those of the next."""

THREADS = max(1, min(4, os.cpu_count() or 1))
"""Threads that compare pairs."""

HYPOTHETICAL = STATUSES.index("hypothetical")
TREATY = EVENT_TYPES.index("treaty")
DISASTER = EVENT_TYPES.index("disaster")
ELECTION = EVENT_TYPES.index("election")
VISIT = EVENT_TYPES.index("visit")

POLLING, SAYING = number_of("polling"), number_of("saying")
"""Senses of words that tell an election as such, and of those that tell any words."""


@functools.cache
def _weights() -> tuple[Floats, float]:
    data = json.loads((HERE / "weights.json").read_text(encoding="utf-8"))
    return np.array([data["weights"][name] for name in FEATURES], dtype=np.float32), float(data["intercept"])


def compared(table: Sketches, a: Ints, b: Ints) -> Floats:
    """The log odds of pairs."""
    odds = np.empty(len(a), dtype=np.float32)

    def fill(at: int) -> None:
        chunk = slice(at, at + CHUNK)
        odds[chunk] = odds_of(table, a[chunk], b[chunk])

    # NumPy lets other threads work while it counts.
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(fill, range(0, len(a), CHUNK)))
    return odds


def odds_of(s: Sketches, a: Ints, b: Ints) -> Floats:
    """Log odds that each pair of rows tells one happening."""
    # Most pairs are told apart by what costs little to see: the words of the others alone are compared.
    open_ = np.flatnonzero(~clearly_apart(s, a, b))
    a, b, odds = a[open_], b[open_], np.full(len(a), APART, dtype=np.float32)
    found = features(s, a, b)
    weights, intercept = _weights()
    # Row by row in one order: what a pair gets must not depend on which others it is looked at with.
    some = (found * weights).sum(axis=1) + np.float32(intercept)
    some = np.where(firm(s, found, a, b, some), np.maximum(some, np.float32(FIRM)), some)
    less = one_supposed(s, a, b).astype(np.float32) + adrift(found) + parallel(s, found, a, b)
    some -= np.float32(LESS) * less
    some = np.where(long_apart(s, found, a, b) | untied(s, found, a, b), np.minimum(some, np.float32(UNLIKE)), some)
    odds[open_] = np.where(apart(s, found, a, b), np.float32(APART), some)
    return odds


def one_supposed(s: Sketches, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether one tells what would or might be, and the other does not."""
    return np.asarray((s.status[a] == HYPOTHETICAL) ^ (s.status[b] == HYPOTHETICAL))


def adrift(found: Floats) -> NDArray[np.bool_]:
    """Whether one has a date and the other none, and they share no state, person or organisation."""
    shared = column(found, "states_shared") + column(found, "people_shared") + column(found, "bodies_shared")
    return np.asarray((shared == 0) & (column(found, "one_date_open") > 0))


def firm(s: Sketches, found: Floats, a: Ints, b: Ints, odds: Floats) -> NDArray[np.bool_]:
    """Acts of one type whose dates agree, of the same two states or people: enough where the day or the words agree,
    the model does not deny it by its ``odds`` and neither only supposes it; an article's bare "yesterday's deal", and
    the deal of that day; and one speaker's words of one day that are much the same.
    """
    agree = (column(found, "dates_agree") > 0) & (column(found, "same_type") > 0) & (s.kind[a] != STATEMENT)
    shared, left, right = common(s.states, a, b)
    half = shared * 2 >= left + right - shared
    people = column(found, "people_shared") > 0
    parties = half & ((shared >= 2) | people) & (column(found, "people_differ") == 0)
    clause = column(found, "clause")
    repeated = np.isin(s.kind[a], REPEATED)
    # Two states and the same year single out a treaty or a visit where the day is not told; not a raid.
    enough = np.where(repeated, clause >= 0.3, (shared >= 2) | (clause >= 0.15) | (column(found, "same_day") > 0))
    alike = half & (shared >= 1) & (clause >= 0.5)
    repeats = (
        (column(found, "same_speaker") > 0)
        & (column(found, "same_day") > 0)
        & (s.kind[a] == s.kind[b])
        & (clause >= 0.5)
    )
    # "resigned" and "was sworn in" are two, though both be of one day and one person.
    opposed = column(found, "senses_differ") > 0
    parties &= ~opposed
    alike &= ~opposed
    strangers = (column(found, "people_differ") > 0) | (column(found, "states_differ") > 0)
    taken_up = (s.story[a] == s.story[b]) & (s.bare[a] | s.bare[b]) & ~strangers
    alike &= column(found, "people_differ") == 0
    # A state holds one election on a day.
    one_vote = (s.kind[a] == ELECTION) & ((s.sense[a] == POLLING) | (s.sense[b] == POLLING)) & ~opposed
    one_vote &= half & (shared >= 1) & (column(found, "same_day") > 0)
    told = repeats | agree & ((odds >= DOUBT) & ((parties & enough) | alike) | taken_up | one_vote)
    # "Fire broke out", "109 people died": an article tells one disaster of a day by its parts.
    same = (s.story[a] == s.story[b]) & (column(found, "same_day") > 0) & (s.kind[a] == DISASTER)
    same &= (shared >= 1) & (shared == left) & (shared == right) & (column(found, "people_differ") == 0)
    told |= agree & same & ~opposed & (odds >= DOUBT_HERE)
    told |= told_again(s, found, a, b, odds)
    return np.asarray(told & ~one_supposed(s, a, b))


def clearly_apart(s: Sketches, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """What is told as two happenings whatever its words: a statement is no act, and has one speaker; "Egypt and Jordan"
    are not "Egypt and Israel", nor are in one article two people whom a third meets one; a date such as "since 2014"
    agrees with itself alone.
    """
    said_a, said_b = s.kind[a] == STATEMENT, s.kind[b] == STATEMENT
    speakers = said_a & (s.speaker[a] > 0) & (s.speaker[b] > 0) & (s.speaker[a] != s.speaker[b])
    crossing = crossed(s.states, a, b)
    crossing |= (s.story[a] == s.story[b]) & crossed(s.people, a, b)
    other_kind = (s.kind[a] != s.kind[b]) & (s.sense[a] != s.sense[b])
    other_kind &= ~(np.isin(s.kind[a], HARM) & np.isin(s.kind[b], HARM))
    bounded_a, bounded_b = (s.first[a] > 0) | (s.last[a] > 0), (s.first[b] > 0) | (s.last[b] > 0)
    open_ended = bounded_a & bounded_b & ~(s.known[a] & s.known[b])
    other_span = open_ended & ((s.first[a] != s.first[b]) | (s.last[a] != s.last[b]))
    return np.asarray((said_a ^ said_b) | speakers | crossing | other_kind | other_span)


def long_apart(s: Sketches, found: Floats, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether a telling without a date is of an article that was published long before or after what the other tells.

    "The president sacked the judges" in two articles of different years is told of two happenings, unless most of its
    words or a number single it out, or both are planned. Where publication is not known this tells nothing.
    """
    first_a, first_b = (np.where(s.known[rows], s.first[rows], s.published[rows]) for rows in (a, b))
    last_a, last_b = (np.where(s.known[rows], s.last[rows], s.published[rows]) for rows in (a, b))
    far = np.maximum(first_a - last_b, first_b - last_a) > ABOUT_THEN
    loose = (~s.known[a] | ~s.known[b]) & (first_a > 0) & (first_b > 0) & (s.story[a] != s.story[b])
    alike = (column(found, "clause") >= ALIKE_LATER) | (column(found, "numbers_shared") > 0)
    ahead = (s.status[a] == PLANNED) & (s.status[b] == PLANNED)
    return np.asarray(loose & far & ~alike & ~ahead & (s.kind[a] != STATEMENT) & (s.kind[b] != STATEMENT))


def untied(s: Sketches, found: Floats, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether nothing but a date, a word and at most one state ties two acts of articles on different subjects.

    On any day many companies "complete an acquisition" and many boards "authorize" something: that is not one act,
    unless the clauses have most of their words in common. Short notes on different companies are alike all the same,
    but name others. A state has one election and one disaster of a day.
    """
    tied = (column(found, "people_shared") > 0) | (column(found, "bodies_shared") > 0)
    tied |= column(found, "states_shared") > 1
    once = np.isin(s.kind[a], (ELECTION, DISASTER)) & (column(found, "same_type") > 0)
    tied |= once & (column(found, "dates_agree") > 0) & (column(found, "states_shared") > 0)
    # "The treaty of 1961": what is known by its year, and by nothing else.
    known_by_year = [s.bare[rows] & s.known[rows] & (s.last[rows] - s.first[rows] > 31) for rows in (a, b)]
    tied |= (known_by_year[0] | known_by_year[1]) & (column(found, "same_type") > 0)
    named, own_a, own_b = common(s.names, a, b)
    tied |= column(found, "clause") >= np.where(named > 0, ALIKE_NAMED, ALIKE_ELSEWHERE)
    strangers = (named == 0) & (own_a > 0) & (own_b > 0) & (column(found, "story") < ONE_SUBJECT_NAMED)
    strangers &= s.known[a] & s.known[b]
    strangers |= column(found, "story") < ONE_SUBJECT
    return np.asarray(
        (s.story[a] != s.story[b]) & strangers & ~tied & (s.kind[a] != STATEMENT) & (s.kind[b] != STATEMENT)
    )


def crossed(table: Ints, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether each has, of several, some that the other has not, and fewer than half of all are shared."""
    shared, left, right = common(table, a, b)
    own = (shared < left) & (shared < right) & (left > 1) & (right > 1)
    return np.asarray(own & (2 * shared < left + right - shared))


def apart(s: Sketches, found: Floats, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """What is told as two happenings, of pairs that are not so clearly.

    Two statements that share few words of what is said are two. One article that gives two days means two days; raids
    and tests come day after day; two agreements with different names in one article are two, even of one day.
    """
    exact = s.known[a] & s.known[b] & (s.first[a] == s.last[a]) & (s.first[b] == s.last[b])
    other_day = exact & (s.first[a] != s.first[b])
    one_article = s.story[a] == s.story[b]
    own, own_a, own_b = common(s.own, a, b)
    other_name = (s.kind[a] == TREATY) & (s.kind[b] == TREATY) & (own == 0) & (own_a > 0) & (own_b > 0)
    # What one person offers on a day is one offer, whatever its telling adds.
    offers = (column(found, "same_trigger") > 0) & (s.sense[a] != SAYING)
    offers &= (column(found, "same_speaker") > 0) & (column(found, "same_day") > 0)
    floor = np.where(offers, SAID_WORDS_OFFERED, np.where(one_article, SAID_WORDS_HERE, SAID_WORDS))
    said = (column(found, "both_statements") > 0) & (
        np.maximum(column(found, "clause"), column(found, "said_sentence")) < floor
    )
    # A visit goes on, and of an election an article tells the day and the day of its result.
    lasting = (s.kind[a] == VISIT) & (s.kind[b] == VISIT) & (column(found, "people_shared") > 0)
    lasting &= column(found, "states_shared") > 0
    lasting |= (s.kind[a] == ELECTION) & (s.kind[b] == ELECTION) & (s.sense[a] == POLLING) & (s.sense[b] == POLLING)
    raids = other_day & np.isin(s.kind[a], REPEATED) & (column(found, "clause") < 0.5)
    # Without dates, or of other states, only articles of one story can mean one happening.
    others = (column(found, "states_differ") > 0) & (column(found, "people_shared") == 0)
    strangers = (~(s.known[a] & s.known[b]) | others) & ~one_article & (column(found, "story") < ONE_STORY)
    two = (one_article & ((other_day & ~lasting) | other_name)) | two_here(s, found, a, b)
    return np.asarray(two | raids | strangers | said)
