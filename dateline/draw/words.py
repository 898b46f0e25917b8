"""Dates, counts and filters as a person writes them: "19 June 2024", "1961 or earlier", "42 events from 17 articles".

Plain text for pages and pictures alike; nothing here is escaped, the caller escapes for the place it writes to.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from ..model import Event, Query, Timeline, When

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_PRECISIONS = {
    "day": "known to the day",
    "month": "known to the month",
    "season": "known to the season",
    "year": "known to the year",
    "decade": "known to the decade",
    "century": "known to the century",
    "span": "between these dates",
}
_QUALIFIERS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
_SAID = {
    "people": "{}", "publishers": "{}", "types": "{}", "statuses": "{}", "organisations": "{}", "acting": "{} acts",
    "targets": "{} acted upon", "speakers": "said by {}", "outlets": "citing {}", "precisions": "known to {}",
    "source_counts": "told by {}", "confidences": "confidence {}", "disagreements": "sources disagree on {}",
}  # fmt: skip
FILTER_VALUES = {
    "precisions": {"day": "the day", "month": "the month", "season": "the season", "year": "the year", "decade":
                   "the decade", "century": "the century", "span": "two dates", "open": "an open bound",
                   "none": "no date"},
    "source_counts": {"1": "one outlet", "2": "two", "3": "three or four", "5": "five or more outlets"},
    "confidences": {"0.9": "0.9 and more", "0.7": "0.7 to 0.9", "0.4": "0.4 to 0.7", "0": "below 0.4"},
    "disagreements": {"date": "the date", "actors": "the states", "status": "whether it happened", "count": "a number"},
}  # fmt: skip
"""How the filters of a query read in a line, and words for those of their values that are codes."""
# Line and paragraph separators, and the marks that turn the direction of all text after them.
_DROPPED = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF}


def date_in_words(when: When | None, *, weekday: bool = False) -> str:
    """A date at the precision that is known; "date unknown" for None.

    ``19 June 2024``, ``March 2024``, ``2000``, ``about 1945``, ``the 1990s``, ``1961 or earlier``, ``2014 to 2015``,
    ``19 to 20 June 2024``. ``weekday`` puts the day of the week before a single known day.
    """
    if when is None:
        return "date unknown"
    if "/" in when.value:
        left, _, right = when.value.partition("/")
        if left in ("..", ""):
            return f"{_point_in_words(right)} or earlier"
        if right in ("..", ""):
            return f"{_point_in_words(left)} or later"
        return _range_in_words(left, right)
    words = _point_in_words(when.value)
    if weekday and when.exact_day and not when.approximate:
        return f"{WEEKDAYS[when.exact_day.weekday()]} {words}"
    return words


def date_in_short(when: When | None) -> str:
    """The shortest form that is still true, for labels on the chart: ``19 Jun 2024``, ``1961``, ``2014–2015``."""
    if when is None:
        return "undated"
    words = date_in_words(when).removeprefix("the ").replace(" to ", "–").replace("about ", "c. ")
    for month in MONTHS:
        words = words.replace(month, month[:3])
    return words


def precision_in_words(when: When | None) -> str:
    """How exactly a date is known: "known to the day", "between these dates", "not known", ..."""
    if when is None:
        return "not known"
    if when.precision == "open":
        words = "no start is known" if when.earliest is None else "no end is known"
    else:
        words = _PRECISIONS[when.precision]
    return f"{words}, approximately" if when.approximate else words


def period_in_words(since: date | None, until: date | None) -> str:
    """A time range, both days included: "1990 to 2024", "from 3 May 1990", "until 2024"; empty without bounds."""
    first = last = ""
    if since:
        first = str(since.year) if (since.month, since.day) == (1, 1) else _day(since)
    if until:
        last = str(until.year) if (until.month, until.day) == (12, 31) else _day(until)
    if since and until:
        if since == until:
            return _day(since)
        # A year alone may stand only where both ends are whole years: "1990 to 3 May 1990" would mislead.
        if first.isdigit() != last.isdigit():
            first, last = _day(since), _day(until)
        return first if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else ""


def filters_in_words(query: Query, timeline: Timeline) -> str:
    """The filters in one line: "North Korea · Vladimir Putin · 1990 to 2024"; "All events" without any.

    Codes and ids are turned into names with what ``timeline`` knows of them (its choices, its events' participants).
    """
    names = _names(timeline)
    parts = []
    if query.words.strip():
        parts.append(f"“{clean(query.words.strip())}”")
    joint = "or" if query.match == "any" else "and"
    if query.countries:
        states = listed([clean(names.get(code, code)) for code in query.countries], joint)
        parts.append(f"between {states} alone" if query.match == "between" and len(query.countries) > 1 else states)
    for field, said in _SAID.items():
        if values := getattr(query, field):
            named = [clean(FILTER_VALUES.get(field, {}).get(value) or names.get(value, value)) for value in values]
            parts.append(said.format(listed(named, "and" if query.joint(field) else "or")))
    if period := period_in_words(query.since, query.until):
        parts.append(period)
    return " · ".join(parts) or "All events"


def counts_in_words(timeline: Timeline, *, drawn: int | None = None) -> str:
    """ "42 events from 17 articles, 4 outlets · 3 undated"; ``drawn`` tells how many of the dated ones are shown."""
    words = origin_in_words(timeline)
    if timeline.undated_total:
        words += f" · {timeline.undated_total:,} undated"
    if drawn is not None and drawn < len(timeline.events):
        words += f" · the {drawn:,} most important are drawn"
    return words


def origin_in_words(timeline: Timeline) -> str:
    """ "42 events from 17 articles, 4 outlets"."""
    words = counted(timeline.total, "event")
    if timeline.documents:
        words += f" from {counted(timeline.documents, 'article')}"
    if outlets := outlets_of(timeline):
        words += f", {counted(len(outlets), 'outlet')}"
    return words


def outlets_of(timeline: Timeline) -> tuple[str, ...]:
    """Names of the outlets behind a timeline's events, the most frequent first.

    Where not all events are at hand the filter for outlets tells the names, if it was asked for and is not set.
    """
    choices = timeline.choices.get("publishers", ())
    if choices and not timeline.query.publishers and len(timeline.events) + len(timeline.undated) < timeline.total:
        return tuple(choice.value for choice in choices if choice.count)
    seen: dict[str, int] = {}
    for event in (*timeline.events, *timeline.undated):
        for publisher in event.publishers:
            seen[publisher] = seen.get(publisher, 0) + 1
    return tuple(sorted(seen, key=lambda name: (-seen[name], name)))


def who_in_words(event: Event) -> str:
    """The people, organisations and countries that take part, by name, at most six."""
    names: dict[str, None] = {}
    for kinds in (("person",), ("IGO", "organisation"), ("country",)):
        for part in event.participants:
            if part.actor.kind in kinds:
                names.setdefault(part.actor.name)
    shown = list(names)[:6]
    return " · ".join(shown) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def counted(number: int, noun: str) -> str:
    """ "1 event", "2 events", "1,204 events"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(items: Sequence[str], joint: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


@lru_cache(maxsize=65_536)
def clean(text: str) -> str:
    """Text fit for one line of a picture: no control, direction-changing or half characters, runs of space as one."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Zs") else char
        for char in text
        if ord(char) not in _DROPPED and unicodedata.category(char) not in ("Cs", "Cn") and ord(char) & 0xFFFE != 0xFFFE
    )
    return " ".join("".join(kept).split())


def escaped(text: str | None) -> str:
    """Untrusted text for a web page: `clean`, and shown as it stands instead of read as marks."""
    return html.escape(clean(text or ""))


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _point_in_words(text: str) -> str:
    """One EDTF date, with its qualifier."""
    bare = text.rstrip("~?%")
    qualifier = _QUALIFIERS.get(text[len(bare) : len(bare) + 1], "")
    if bare.endswith("XX"):
        return f"{qualifier}the {_ordinal(int(bare[:2]) + 1)} century"
    if bare.endswith("X"):
        return f"{qualifier}the {int(bare[:3])}0s"
    year, _, rest = bare.partition("-")
    month, _, day = rest.partition("-")
    if not month:
        return f"{qualifier}{int(year)}"
    if season := _SEASONS.get(int(month)):
        years = f"{int(year)} to {int(year) + 1}" if season == "winter" else str(int(year))
        return f"{qualifier}{season} {years}"
    name = MONTHS[int(month) - 1]
    return f"{qualifier}{int(day)} {name} {int(year)}" if day else f"{qualifier}{name} {int(year)}"


def _range_in_words(left: str, right: str) -> str:
    """Two EDTF dates, what they share said once: "19 to 20 June 2024", "June to July 2024"."""
    first, last = _point_in_words(left), _point_in_words(right)
    if first == last:
        return first
    if left[:1].isdigit() and not set("~?%X") & set(left + right) and left.count("-") == right.count("-") > 0:
        if left[:7] == right[:7] and left.count("-") == 2:
            first = first.split(" ")[0]
        elif left[:4] == right[:4] and int(left[5:7]) <= 12 and int(right[5:7]) <= 12:
            first = first.rsplit(" ", 1)[0]
    return f"{first} to {last}"


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _names(timeline: Timeline) -> dict[str, str]:
    """Codes and ids -> names, as far as the timeline knows them."""
    names = {
        part.actor.id: part.actor.name for event in (*timeline.events, *timeline.undated) for part in event.participants
    }
    for field in ("countries", "people", "organisations", "acting", "targets"):
        names.update((choice.value, choice.label) for choice in timeline.choices.get(field, ()))
    return names
