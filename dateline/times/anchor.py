"""The anchor of a document: its publication date, else a dateline, else what the text lets infer, else unknown."""

from __future__ import annotations

from dateline.model import Anchor, Document, When
from dateline.times.language import Language
from dateline.times.lexer import Tokens


def choose_anchor(document: Document, published: When | None) -> Anchor:
    """The anchor of ``document``; ``published`` wins where it is given."""
    if published is not None:
        return Anchor(when=published, origin="published", reason="The publication date is stated.")
    return Anchor(
        when=None, origin="unknown", reason="The article states no date and its text does not tell it.", confidence=0.0
    )


def is_narrative(tokens: Tokens, language: Language, anchor: Anchor) -> bool:
    """True where most dates are told with their year and few are counted from the day of writing.

    Biographies and histories say "in April" of the year told before, news of the year of publication.
    """
    codes = tokens.codes
    dated = len(language.cue("(MONTH (.? DAYNUM)? ,? YEAR | in YEAR | BC)").findall(codes))
    counted = len(language.cue("(WEEKDAY | today | yesterday | tomorrow | tonight | (last | this | next) UNIT | UNITS ago)").findall(codes))
    return dated >= 8 and dated > 4 * counted
