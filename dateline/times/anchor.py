"""The anchor of a document: its publication date, else a dateline, else what the text lets infer, else unknown."""

from __future__ import annotations

from dateline.model import Anchor, Document, When
from dateline.times.language import Language
from dateline.times.lexer import SHAPES, Tokens

YEAR = SHAPES["YEAR"]
LAST_PLAUSIBLE_YEAR = 2100
# What news counts from its own day.
COUNTED = "(WEEKDAY | today | yesterday | tomorrow | tonight | (last | this | next) UNIT | UNITS ago | UNIT ago)"


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
    here = anchor.when.earliest.year if anchor.when and anchor.when.earliest else None
    years = [int(tokens.word(i)) for i, code in enumerate(codes) if code == YEAR]
    years = [year for year in years if year <= LAST_PLAUSIBLE_YEAR]
    near = sum(1 for year in years if here is not None and abs(year - here) <= 1)
    far = len(years) - near + len(language.cue("BC").findall(codes))
    months = len(language.cue("MONTH").findall(codes))
    counted = len(language.cue(COUNTED).findall(codes))
    dated = far + months
    return far >= 3 and near <= far / 2 and dated >= 10 and dated >= 8 * counted
