"""The temporal tagger: finds time expressions in news, gives their TIMEX3 values and their places on the calendar.

Rules and words are data (``rules/<language>/*.toml``), compiled once; no language model is needed and none is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.model import Anchor, Document, TimeExpression, TimeRange, When
from dateline.times.bounds import find_ranges

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Tagging", "tag"]


@dataclass(frozen=True, slots=True)
class Tagging:
    """What `tag` found in one document.

    ``expressions`` are sorted by start and do not overlap. ``ranges`` are the pairs of neighbours that the text makes
    the two ends of one span ("from 2011 to 2014").
    """

    anchor: Anchor
    expressions: tuple[TimeExpression, ...]
    ranges: tuple[TimeRange, ...] = ()


def tag(
    document: Document, *, published: When | None = None, doc: Doc | None = None, narrative: bool | None = None
) -> Tagging:
    """The time expressions of ``document``.

    ``published``: the publication date, by default the document's own; where there is none, the anchor comes from a
    dateline or is inferred from the text, else it is unknown and what depends on it stays open. ``doc``: the spaCy
    parse of exactly ``document.text``, asked for tense where local cues tell nothing. ``narrative``: whether dates
    without a year count from the date told before them (biographies, histories) and not from publication (news); by
    default the text decides.

    Each expression of a list or range is one `TimeExpression` with its own `When`: "in 1961, 2000, and 2001" gives
    three; of "from 2011 to 2014" each has its year, and `Tagging.ranges` the span. After "since", "until", "by" and
    "before" ``when`` is an open interval (``2014/..``), while ``value`` stays the TIMEX3 value of the date itself.
    "six days after they signed" is a DURATION (``P6D``) whose rule is ``units-after``: it counts from an event. Never
    raises for any text.
    """
    from dateline.times.tagger import tag_text

    anchor, expressions = tag_text(document.text, published or document.published, narrative=narrative, doc=doc)
    return Tagging(anchor, tuple(expressions), find_ranges(document.text, expressions))
