"""The lines of a chronology: each begins with its date ("May 1961: …"), or stands below a line that is one."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence

from dateline.model import TimeExpression

BEFORE = re.compile(r"[ \t*#|•·>-]*(?:\d{1,2}[.)] )?[(\[*_]*")
"""What may stand before the date of a line: a bullet, a table's bar, the signs of a heading, a bracket."""
BEHIND = re.compile(r"[)\]*_]*\s*(?::|[-–—|]\s|[-–—|:]?$)")
"""What sets the date apart from the rest of its line."""
LEAST = 2
"""So many different dates must label lines before a text counts as a chronology: one alone is the article's own."""


def labels(text: str, times: Sequence[TimeExpression]) -> Mapping[int, TimeExpression]:
    """The date of each line that has one, by the character at which the line begins; empty for other texts."""
    found: dict[int, TimeExpression] = {}
    above: TimeExpression | None = None
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        label = _label(text, times, start, end) if line.strip() else None
        if label is not None:
            found[start] = label
            # A date that has its line to itself labels the lines below it, up to the next.
            above = None if text[label.end : end].strip(" \t*_#|:.-–—)]") else label
        elif above is not None and line.strip():
            found[start] = above
        start = end + 1
    return found if len({label.value for label in found.values()}) >= LEAST else {}


def _label(text: str, times: Sequence[TimeExpression], start: int, end: int) -> TimeExpression | None:
    before = BEFORE.match(text, start, end)
    place = before.end() if before else start
    first = bisect.bisect_left(times, place, key=lambda time: time.start)
    if first == len(times) or times[first].start > place:
        return None
    label = times[first]
    if label.type != "DATE" or label.when is None or label.end > end:
        return None
    return label if BEHIND.match(text[label.end : end]) else None
