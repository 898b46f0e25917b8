"""Features of pairs of mentions, many pairs at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dateline.model import EVENT_TYPES, STATUSES

from .sketch import Floats, Ints, Sketches

STATEMENT = EVENT_TYPES.index("statement")
DENIED = STATUSES.index("denied")
HARM = tuple(EVENT_TYPES.index(t) for t in ("attack", "life", "legal", "disaster", "military", "protest"))
"""Types that one happening may be told by: a man is shot, and dies; others come together with their own type alone,
or where they are told by words of one sense."""

CHUNK = 20_000
"""Pairs compared at a time, so that a million mentions need little memory."""

FEATURES = (
    "same_article", "story", "story_same_trigger", "same_trigger", "same_type", "both_statements", "one_statement",
    "clause", "said_sentence", "clause_story", "people_shared", "people_differ", "people_one_side", "states_shared",
    "states_differ", "states_none", "bodies_shared", "same_speaker", "speakers_differ", "numbers_shared",
    "numbers_differ",
    "both_lead", "same_day", "dates_agree", "dates_open", "one_date_open", "denied_differs", "trigger_clause",
    "said_clause", "said_same_article", "agree_clause", "agree_states",
    "contained", "article_contained", "same_sense", "story_same_sense", "sense_clause",
    "senses_differ",
)  # fmt: skip


def overlap(words: Ints, weights: Floats, a: Ints, b: Ints) -> tuple[Floats, Floats]:
    """Cosine of rows, and how much of the smaller one stands in the other: 1 where it adds nothing to it."""
    x, y = words[a], words[b]
    u, v = weights[a], weights[b]
    dot, left, right = (np.zeros(len(a), dtype=np.float32) for _ in range(3))
    # Column by column: no table of all words against all is built.
    for k in range(x.shape[1]):
        equal = (x[:, k, None] == y) & (x[:, k, None] > 0)
        there = equal.any(axis=1)
        other = (equal * v).sum(axis=1)
        dot += u[:, k] * other
        left += u[:, k] ** 2 * there
        right += other**2
    return dot, np.maximum(left, right)


def common(table: Ints, a: Ints, b: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """How many values two rows share, and how many each has."""
    left, right = table[a], table[b]
    shared = ((left[:, :, None] == right[:, None, :]) & (left > 0)[:, :, None]).sum(axis=(1, 2))
    return shared, (left > 0).sum(axis=1), (right > 0).sum(axis=1)


def features(s: Sketches, a: Ints, b: Ints) -> Floats:
    """One row of `FEATURES` for each pair of rows ``a[n]``, ``b[n]``; the order within a pair does not matter."""
    out = np.empty((len(a), len(FEATURES)), dtype=np.float32)
    for at in range(0, len(a), CHUNK):
        out[at : at + CHUNK] = _features(s, a[at : at + CHUNK], b[at : at + CHUNK])
    return out


def column(found: Floats, name: str) -> Floats:
    """One feature of all pairs."""
    return np.asarray(found[:, FEATURES.index(name)])


def _features(s: Sketches, a: Ints, b: Ints) -> Floats:
    same_article = s.story[a] == s.story[b]
    story = np.where(same_article, 1.0, stories(s, a, b))
    same_trigger = (s.trigger[a] == s.trigger[b]) & (s.trigger[a] > 0)
    same_sense = (s.sense[a] == s.sense[b]) & (s.sense[a] > 0) & ~same_trigger
    said_a, said_b = s.kind[a] == STATEMENT, s.kind[b] == STATEMENT
    clause, held = overlap(s.clause_words, s.clause_weights, a, b)
    sentence = np.zeros(len(a), dtype=np.float32)
    said = np.flatnonzero(said_a & said_b)
    sentence[said] = overlap(s.sentence_words, s.sentence_weights, a[said], b[said])[0]
    people, people_a, people_b = common(s.people, a, b)
    states, states_a, states_b = common(s.states, a, b)
    bodies, _, _ = common(s.bodies, a, b)
    numbers, numbers_a, numbers_b = common(s.numbers, a, b)
    spoken = (s.speaker[a] > 0) & (s.speaker[b] > 0)
    both_known = s.known[a] & s.known[b]
    exact = both_known & (s.first[a] == s.last[a]) & (s.first[b] == s.last[b])
    columns = {
        "same_article": same_article,
        "story": np.where(same_article, 0, story),
        "story_same_trigger": np.where(same_article, 0.3, story) * same_trigger,
        "same_trigger": same_trigger,
        "same_type": s.kind[a] == s.kind[b],
        "both_statements": said_a & said_b,
        "one_statement": said_a ^ said_b,
        "clause": clause,
        "said_sentence": sentence,
        "clause_story": clause * story,
        "people_shared": np.minimum(people, 2),
        "people_differ": (people == 0) & (people_a > 0) & (people_b > 0),
        "people_one_side": (people_a > 0) ^ (people_b > 0),
        "states_shared": np.minimum(states, 2),
        "states_differ": (states == 0) & (states_a > 0) & (states_b > 0),
        "states_none": (states_a == 0) & (states_b == 0),
        "bodies_shared": np.minimum(bodies, 2),
        "same_speaker": spoken & (s.speaker[a] == s.speaker[b]),
        "speakers_differ": spoken & (s.speaker[a] != s.speaker[b]),
        "numbers_shared": np.minimum(numbers, 2),
        "numbers_differ": (numbers == 0) & (numbers_a > 0) & (numbers_b > 0),
        "both_lead": s.lead[a] & s.lead[b],
        "same_day": exact & (s.first[a] == s.first[b]),
        "dates_agree": both_known & inside(s, a, b),
        "dates_open": ~s.known[a] & ~s.known[b],
        "one_date_open": s.known[a] ^ s.known[b],
        "denied_differs": (s.status[a] == DENIED) ^ (s.status[b] == DENIED),
        "trigger_clause": same_trigger * clause,
        "said_clause": (said_a & said_b) * clause,
        "said_same_article": said_a & said_b & same_article,
        "agree_clause": (both_known & inside(s, a, b)) * clause,
        "contained": held,
        "article_contained": same_article * held,
        "same_sense": same_sense,
        "story_same_sense": np.where(same_article, 0.3, story) * same_sense,
        "sense_clause": same_sense * clause,
        "senses_differ": s.sensed[a] & s.sensed[b] & (s.sense[a] != s.sense[b]),  # "resigned", "was sworn in"
        "agree_states": (both_known & inside(s, a, b)) * np.minimum(states, 2),
    }
    return np.stack([np.asarray(columns[name], dtype=np.float32) for name in FEATURES], axis=1)


def stories(s: Sketches, a: Ints, b: Ints) -> Floats:
    """How alike the articles of each pair are, from 0 to 1; each pair of articles is compared once."""
    x, y = np.minimum(s.story[a], s.story[b]), np.maximum(s.story[a], s.story[b])
    pairs, back = np.unique(x * len(s.story_words) + y, return_inverse=True)
    return overlap(s.story_words, s.story_weights, pairs // len(s.story_words), pairs % len(s.story_words))[0][back]


def inside(s: Sketches, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether one span of days holds the other whole, or two days lie at most a day apart."""
    within = ((s.first[a] <= s.first[b]) & (s.last[b] <= s.last[a])) | (
        (s.first[b] <= s.first[a]) & (s.last[a] <= s.last[b])
    )
    days = (s.first[a] == s.last[a]) & (s.first[b] == s.last[b]) & (np.abs(s.first[a] - s.first[b]) <= 1)
    return np.asarray(within | days)
