"""Dates and filters in words."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.draw import date_in_words, filters_in_words, precision_in_words
from dateline.draw.words import clean, counts_in_words, date_in_short, period_in_words
from dateline.model import Query, When
from tests.draw_timelines import event, realistic, timeline

DATES = {
    "2024-06-19": ("19 June 2024", "19 Jun 2024", "known to the day"),
    "2024-03": ("March 2024", "Mar 2024", "known to the month"),
    "2000": ("2000", "2000", "known to the year"),
    "0987": ("987", "987", "known to the year"),
    "../1961": ("1961 or earlier", "1961 or earlier", "no start is known"),
    "2014/..": ("2014 or later", "2014 or later", "no end is known"),
    "2014/2015": ("2014 to 2015", "2014–2015", "between these dates"),
    "2024-06-18/2024-06-19": ("18 to 19 June 2024", "18–19 Jun 2024", "between these dates"),
    "2024-06-30/2024-07-02": ("30 June to 2 July 2024", "30 Jun–2 Jul 2024", "between these dates"),
    "2023-12-30/2024-01-02": ("30 December 2023 to 2 January 2024", "30 Dec 2023–2 Jan 2024", "between these dates"),
    "2024-06/2024-07": ("June to July 2024", "Jun–Jul 2024", "between these dates"),
    "2014-11/2015-02": ("November 2014 to February 2015", "Nov 2014–Feb 2015", "between these dates"),
    "2014/2015-02": ("2014 to February 2015", "2014–Feb 2015", "between these dates"),
    "1945~": ("about 1945", "c. 1945", "known to the year, approximately"),
    "1961?": ("perhaps 1961", "perhaps 1961", "known to the year, approximately"),
    "199X": ("the 1990s", "1990s", "known to the decade"),
    "18XX": ("the 19th century", "19th century", "known to the century"),
    "20XX": ("the 21st century", "21st century", "known to the century"),
    "2024-22": ("summer 2024", "summer 2024", "known to the season"),
    "2024-24": ("winter 2024 to 2025", "winter 2024–2025", "known to the season"),
}


@pytest.mark.parametrize("value", DATES)
def test_dates(value: str) -> None:
    when = When.of(value)
    assert (date_in_words(when), date_in_short(when), precision_in_words(when)) == DATES[value]


def test_no_date_is_said_openly() -> None:
    assert date_in_words(None) == "date unknown"
    assert precision_in_words(None) == "not known"


def test_weekday_only_for_a_known_day() -> None:
    assert date_in_words(When.of("2024-06-19"), weekday=True) == "Wednesday 19 June 2024"
    assert date_in_words(When.of("2024-06-19~"), weekday=True) == "about 19 June 2024"
    assert date_in_words(When.of("2024-06"), weekday=True) == "June 2024"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ((1990, 1, 1), (2024, 12, 31), "1990 to 2024"),
        ((2024, 1, 1), (2024, 12, 31), "2024"),
        ((1990, 5, 3), None, "from 3 May 1990"),
        (None, (2024, 12, 31), "until 2024"),
        ((1990, 1, 1), (2024, 6, 19), "1 January 1990 to 19 June 2024"),
        ((2024, 6, 19), (2024, 6, 19), "19 June 2024"),
        (None, None, ""),
    ],
)
def test_periods(since: tuple[int, int, int] | None, until: tuple[int, int, int] | None, words: str) -> None:
    assert period_in_words(since and date(*since), until and date(*until)) == words


def test_filters_name_what_the_codes_mean() -> None:
    shown = realistic()
    assert filters_in_words(shown.query, shown) == "North Korea · Vladimir Putin · 1945 to 2024"
    query = Query(words=" nuclear test ", countries=("PRK", "RUS", "XXX"), types=("treaty",), statuses=("planned",))
    assert filters_in_words(query, shown) == "“nuclear test” · North Korea, Russia or XXX · treaty · planned"
    assert filters_in_words(Query(), shown) == "All events"


def test_counts() -> None:
    assert counts_in_words(realistic()) == "42 events from 17 articles, 4 outlets · 2 undated"
    assert counts_in_words(timeline([event(1)], documents=1)) == "1 event from 1 article, 1 outlet"
    assert counts_in_words(timeline([])) == "0 events"
    assert counts_in_words(realistic(), drawn=30).endswith("the 30 most important are drawn")


def test_clean_text_is_one_line_without_what_turns_or_hides_text() -> None:
    assert clean("a\n\tb\x00 \u202ec\ud800 \u2028d\ufffe\x1b[31m") == "a b c d [31m"
    assert clean("김정은 Привет مرحبا") == "김정은 Привет مرحبا"
