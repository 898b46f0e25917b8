"""Publication dates: right at the stated precision, or openly unknown; never filled in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DatelineError
from dateline.read.published import date_in_address, given_date, stated_date

STATED = {
    "2024": "2024",
    "2024-06": "2024-06",
    "2024-6": "2024-06",
    "2024-06-19": "2024-06-19",
    "2024/6/9": "2024-06-09",
    "2024.06.19": "2024-06-19",
    "20240619": "2024-06-19",
    "20240619T101500Z": "2024-06-19",
    "2024-06-19T23:59:00-04:00": "2024-06-19",
    "2024-06-19 10:00:00 UTC": "2024-06-19",
    "2024-06-19T10:00:00.123+02:00": "2024-06-19",
    "19 June 2024": "2024-06-19",
    "19th of June, 2024": "2024-06-19",
    "19-Jun-2024": "2024-06-19",
    "June 19, 2024": "2024-06-19",
    "Sept. 3, 2024": "2024-09-03",
    "June 2024": "2024-06",
    "May 2024": "2024-05",
    "2024 June 19": "2024-06-19",
    "Wednesday, 19 June 2024": "2024-06-19",
    "June 19, 2024 10:00 GMT": "2024-06-19",
    "19 June 2024 at 10.30 p.m.": "2024-06-19",
    "10:00, 19 June 2024": "2024-06-19",
    "Wed, 19 Jun 2024 23:30:00 -0500": "2024-06-19",
    "Wed Jun 19 10:00:00 2024": "2024-06-19",
    "Published on June 19, 2024": "2024-06-19",
    "06/2024": "2024-06",
    # Of a numeric date with the year last only what is sure is kept.
    "13/04/2024": "2024-04-13",
    "04/13/2024": "2024-04-13",
    "05/05/2024": "2024-05-05",
    "03/04/2024": "2024",
    "3.4.2024": "2024",
}

NO_DATES = [
    "", "19 June", "June 19", "June 24", "Wednesday", "10:00", "yesterday", "now", "today", "last week", "soon",
    "31 February 2024", "2024-02-30", "2024-13", "2024-00", "2024-21", "2024-06-31", "14/14/2024", "03/04/24",
    "Updated 19 June 2024", "1 or 2 June 2024", "1 May 2024 - 3 May 2024", "2024-06-19/2024-06-20", "2024-W25-3",
    "2024-171", "0001-01-01T00:00:00", "9999-12-31", "٢٠٢٤-06-19", "spring 2024", "x" * 1000, "{name}", "2024-06-19%",
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), STATED.items())
def test_a_stated_date_keeps_its_precision(value: str, expected: str) -> None:
    assert stated_date(value).value == expected


@pytest.mark.parametrize("value", NO_DATES)
def test_what_is_no_date_stays_unknown(value: str) -> None:
    with pytest.raises(ValueError):
        stated_date(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2024, "2024"), (20240619, "2024-06-19"), (date(2024, 6, 19), "2024-06-19"),
     (datetime(2024, 6, 19, 23, 0, tzinfo=UTC), "2024-06-19")],
)  # fmt: skip
def test_other_values_than_strings(value: object, expected: str) -> None:
    assert stated_date(value).value == expected


@pytest.mark.parametrize("value", [True, 2.5, None, [], 1718755200, -1, 0, 10**30])
def test_other_values_that_are_no_dates(value: object) -> None:
    with pytest.raises(ValueError):
        stated_date(value)


@given(st.text(alphabet="0123456789 -/.,:JunemayTZ19Wd", max_size=24))
def test_no_part_of_a_date_is_made_up(value: str) -> None:
    try:
        when = stated_date(value)
    except ValueError:
        return
    year, *rest = when.value.split("-")
    assert year in value
    digits = value.replace(year, "", 1)
    if len(rest) == 2:
        assert str(int(rest[1])) in digits or rest[1] in digits


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_in_every_form(day: date) -> None:
    for form in ("{0:%Y-%m-%d}", "{0:%Y}{0:%m}{0:%d}", "{0:%B} {0.day}, {0:%Y}", "{0.day} {0:%b} {0:%Y}"):
        assert stated_date(form.format(day)).exact_day == day


def test_what_the_caller_gives() -> None:
    assert given_date(None) is None
    assert given_date("  ") is None
    for value in ("2024", "2024-06", "2024-06-19"):
        when = given_date(value)
        assert when is not None and when.value == value
    for value in ("19 June 2024", "2024-6-19", "2024-02-30", "2024-21", "today", "2024-06-19/2024-06-20", "٢٠٢٤"):
        with pytest.raises(DatelineError) as caught:
            given_date(value)
        assert caught.value.code == "E301"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example/2024/06/19/pact", "2024-06-19"),
        ("https://news.example/world/2024/jun/09/pact", "2024-06-09"),
        ("https://news.example/2024-06-19/pact", "2024-06-19"),
        ("https://news.example/20240619/pact", "2024-06-19"),
        ("https://news.example/2024/06/pact", "2024-06"),
        ("https://news.example/2001-09-11-remembered", None),
        ("https://news.example/2024/06/99/x", None),
        ("https://news.example/2024/13/01/x", None),
        ("https://news.example/2024/abc/01/x", None),
        ("https://news.example/x?from=/2024/06/19/", None),
        ("https://news.example/9024/06/19/x", None),
        (None, None),
        ("/2024/06/19/" * 1000, None),
    ],
)
def test_the_date_in_an_address(url: str | None, expected: str | None) -> None:
    when = date_in_address(url)
    assert (when and when.value) == expected
