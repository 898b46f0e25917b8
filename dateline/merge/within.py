"""Within one article: what its writer tells twice, and what must be two since one writer tells it so.

A writer who takes something up again varies the word and leaves out the date; the same word beside another date, or of
another person, tells something else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dateline.model import EVENT_TYPES, STATUSES

from .pairs import HARM, STATEMENT, column
from .sketch import Floats, Ints, Sketches

DOUBT_AGAIN = -1.5
"""Log odds below which the model's denial outweighs that an act is taken up by another word of its sense."""

ALIKE_AGAIN = 0.3
"""How alike the words of two such clauses must be."""

OFFICE, PLANNED = EVENT_TYPES.index("office"), STATUSES.index("planned")


def told_again(s: Sketches, found: Floats, a: Ints, b: Ints, odds: Floats) -> NDArray[np.bool_]:
    """Whether an act is taken up without a date, by another word of its sense: "detained on Monday", "the arrest".

    Not of offices: a career is told by many acts of one sense.
    """
    same = (s.kind[a] == s.kind[b]) & (s.status[a] == s.status[b]) & ~np.isin(s.kind[a], (STATEMENT, OFFICE))
    same &= (column(found, "states_shared") > 0) & (column(found, "people_differ") == 0)
    varied = (column(found, "same_sense") > 0) & (column(found, "clause") >= ALIKE_AGAIN) & (odds >= DOUBT_AGAIN)
    return np.asarray((s.story[a] == s.story[b]) & same & varied & (column(found, "one_date_open") > 0))


def parallel(s: Sketches, found: Floats, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether one word tells of a person once with a date and once without: "was elected to the Senate", "was elected
    president in 2012". Not of harm: who was killed is killed once.
    """
    named = (column(found, "people_shared") > 0) | (column(found, "people_one_side") > 0)
    word = (column(found, "same_trigger") > 0) & ~np.isin(s.kind[a], (STATEMENT, *HARM))
    return np.asarray((s.story[a] == s.story[b]) & word & named & (column(found, "one_date_open") > 0))


def two_here(s: Sketches, found: Floats, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Offices of two people; and what is planned for another time than what happened: "talks this week", "tomorrow"."""
    offices = (s.kind[a] == OFFICE) & (s.kind[b] == OFFICE) & (column(found, "people_differ") > 0)
    acts = (s.kind[a] != STATEMENT) & (s.kind[b] != STATEMENT)
    ahead = (s.status[a] == PLANNED) ^ (s.status[b] == PLANNED)
    other_time = s.known[a] & s.known[b] & ((s.first[a] != s.first[b]) | (s.last[a] != s.last[b]))
    return np.asarray((s.story[a] == s.story[b]) & (offices | (acts & ahead & other_time)))
