"""Dates with month names in other languages ("19 juin 2024"), read by dateparser.

dateparser fills in what a string leaves open from a base day. A value counts here only if it needs no filling in: all
parts are required, and two far apart base days have to give the same result. It is imported on first use only, for a
string whose middle word begins like a month's name somewhere.
"""

from __future__ import annotations

import functools
import importlib
from datetime import datetime

from dateline.times.make import maker
from dateline.times.points import Point
from dateline.times.readings import Found, Known, Reading

# First letters of month names in the languages of Europe's and Latin America's press, without English.
_STEMS = tuple(
    """
    jan ene gen jän sty led fev fév feb lut úno mar mär mrt maa bře abr avr apr kwi dub mai may mei maj mag kvě jun jui
    giu cze čer jul lug lip ago aoû aou aug sie srp sep set wrz zář oct okt ott out paź říj nov lis déc dec dez dic des
    gru pro янв фев мар апр мая май июн июл авг сен окт ноя дек січ лют бер кві тра чер лип сер вер жов лис гру
    """.split()
)
# Those languages; to try all that dateparser knows would take it seconds to load them.
_LANGUAGES = ["fr", "de", "es", "it", "pt", "nl", "pl", "ru", "uk", "sv", "da", "nb", "ca", "ro", "cs"]
# As dateparser names them.
_IN_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
# Two days with nothing in common: what differs between them was filled in.
_BASES = (datetime(1904, 2, 29), datetime(1999, 12, 17))  # noqa: DTZ001


@functools.cache
def _months() -> frozenset[str]:
    """The names of months and their abbreviations in those languages, lower case, with accents and without."""
    names = set()
    for language in _LANGUAGES:
        known = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
        names |= {name.lower() for month in _IN_ENGLISH for name in known[month]}
    return frozenset(names | {_bare(name) for name in names})


def _bare(word: str) -> str:
    from dateparser.utils import normalize_unicode

    return normalize_unicode(word)


@functools.lru_cache(maxsize=1024)
def explicit(words: str, *, day: bool) -> Point | None:
    """The day (or, without ``day``, the month) that ``words`` state in full, in any language; None otherwise."""
    import dateparser

    parts = ["day", "month", "year"] if day else ["month", "year"]
    results = set()
    for base in _BASES:
        found = dateparser.parse(
            words,
            languages=_LANGUAGES,
            settings={"RELATIVE_BASE": base, "REQUIRE_PARTS": parts, "PARSERS": ["absolute-time"], "NORMALIZE": True},
        )
        if found is None:
            return None
        results.add((found.year, found.month, found.day if day else 0))
    if len(results) != 1:
        return None
    year, month, number = results.pop()
    if f"{year}" not in words:
        return None
    return Point("D", year, month, number) if day else Point("M", year, month)


@maker
def foreign_date(found: Found) -> Reading | None:
    """ "19 juin 2024", "19 de junio de 2024", "juin 2024"."""
    word = found.words("month")[0]
    if len(word) < 3 or not word.startswith(_STEMS) or not _months() & {word, _bare(word)}:
        return None  # "profit 1986": to have dateparser look at it would take milliseconds
    point = explicit(" ".join(found.tokens.slice(found.start, found.end).split()), day=found.has("day"))
    return Known(point) if point else None
