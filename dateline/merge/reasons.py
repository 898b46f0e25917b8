"""Why two mentions are one happening, in words for the reader."""

from __future__ import annotations

import sys

from dateline.model import EventMention

from .pairs import FEATURES, features
from .sketch import Floats, Ints, Sketches, states

_SAID = ("dates_agree", "same_trigger", "same_sense", "clause", "same_article", "story")
"""Features that are said in words."""


def of_pairs(table: Sketches, a: Ints, b: Ints) -> Floats:
    """The features of pairs that are said in words, a row for each pair."""
    return features(table, a, b)[:, [FEATURES.index(name) for name in _SAID]]


def reasons(a: EventMention, b: EventMention, row: Floats) -> tuple[str, ...]:
    """What two linked mentions have in common, the weightiest first; ``row`` as `of_pairs` gives it."""
    value = dict(zip(_SAID, row.tolist(), strict=True))
    said: list[str] = []
    if a.when and b.when:
        if a.when.exact_day and b.when.exact_day:
            said.append("same day" if a.when == b.when else "neighbouring days")
        elif value["dates_agree"]:
            said.append(f"dates agree ({a.when.iso}, {b.when.iso})" if a.when != b.when else "same date")
    else:
        said.append("the date of one is not known" if a.when or b.when else "neither has a date")
    people = sorted({p.actor.name for p in a.participants if p.actor.kind == "person"} & set(b.people))
    if people:
        said.append(f"same people: {', '.join(people[:3])}")
    shared = sorted(set(states(a)) & set(states(b)))
    if shared:
        said.append(f"same {['state', 'two states'][len(shared) - 1]}" if len(shared) < 3 else "same states")
    if a.speaker and a.speaker == b.speaker:
        said.append("same speaker")
    if a.type == b.type:
        said.append(
            f"both {'an' if a.type[0] in 'aeo' else 'a'} {a.type}" if a.type not in UNCOUNTED else f"both {a.type}"
        )
    if value["same_trigger"]:
        said.append("same word for it")
    elif value["same_sense"]:
        said.append("words of one sense for it")
    if value["clause"] >= 0.1:
        said.append(f"words {value['clause']:.2f}")
    if value["same_article"]:
        said.append("one article")
    elif value["story"] >= 0.1:
        said.append(f"articles {value['story']:.2f}")
    return tuple(map(sys.intern, said))  # the same few words, millions of times


UNCOUNTED = frozenset({"military", "legal", "office", "aid", "life", "other", "policy"})
"""Types that read badly with an article before them."""
