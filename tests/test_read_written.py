"""Dates as people type them are read as they are meant, or refused in one sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.draw import date_in_words
from dateline.errors import DatelineError
from dateline.model import When
from dateline.read import written_date

READ = {
    "19 June 2024": "2024-06-19", "June 19, 2024": "2024-06-19", "Wednesday 19 June 2024": "2024-06-19",
    "19 jun 2024": "2024-06-19", "2024-06-19": "2024-06-19", "March 2024": "2024-03", "2024-03": "2024-03",
    "2000": "2000", "  2000 ": "2000", "the 1990s": "199X", "1990s": "199X", "20th century": "19XX",
    "spring 2014": "2014-21", "fall of 2014": "2014-23", "winter 2014 to 2015": "2014-24", "winter 2014/15": "2014-24",
    "about 1945": "1945~", "circa 1945": "1945~", "c. 1945": "1945~", "around March 1945": "1945-03~",
    "1961 or earlier": "../1961", "until 1961": "../1961", "6 July 1961 or earlier": "../1961-07-06",
    "2014 or later": "2014/..", "since March 2014": "2014-03/..", "from 2014 on": "2014/..",
    "2014 to 2015": "2014/2015", "2014-2015": "2014/2015", "2014 – 2015": "2014/2015", "from 2014 to 2015": "2014/2015",
    "between 2014 and 2015": "2014/2015", "19 to 20 June 2024": "2024-06-19/2024-06-20",
    "June to July 2024": "2024-06/2024-07", "30 June to 2 July 2024": "2024-06-30/2024-07-02",
    "19 June 2024 to 20 July 2025": "2024-06-19/2025-07-20", "2014/..": "2014/..", "1945~": "1945~", "199X": "199X",
    "the 18th of March 1949": "1949-03-18", "March 18th, 1949": "1949-03-18", "the 19th century": "18XX",
    "2nd to 3rd May 2001": "2001-05-02/2001-05-03", "Friday, the 18th March 1949": "1949-03-18",
    "29 February 2024": "2024-02-29", "13/4/2024": "2024-04-13",
}  # fmt: skip
REFUSED = (
    "", "the 31st of June 2024", "18th March",
    "soon", "yesterday", "30 February 2024", "29 February 2023", "2024-13", "2024-02-30", "3/4/2024",
    "2015 to 2014",
    "20 to 19 June 2024", "the day after", "99999", "0000", "June", "19 June", "1961 or earlier or later", "../..",
    "about about 1945", "winter 2014 to 2017", "<b>2024</b>", "2024; DROP TABLE event", "to 2024", "2024 to", "9" * 200,
    "19 Juneteenth 2024", "١٩٦١",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "value"), READ.items())
def test_what_people_type_is_read_as_meant(typed: str, value: str) -> None:
    assert written_date(typed) == When.of(value)


@pytest.mark.parametrize("typed", ["unknown", "Not known", "date unknown", "?"])
def test_a_person_may_say_that_nobody_knows(typed: str) -> None:
    assert written_date(typed) is None


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_date_is_refused_in_one_sentence(typed: str) -> None:
    with pytest.raises(DatelineError) as caught:
        written_date(typed)
    assert caught.value.code == "E404" and "\n" not in str(caught.value)


@given(st.text(max_size=60))
def test_anything_typed_is_a_date_or_one_sentence(typed: str) -> None:
    try:
        when = written_date(typed)
    except DatelineError as error:
        assert error.code == "E404"
    else:
        assert when is None or isinstance(when, When)


days = st.dates(date(1000, 1, 1), date(2998, 12, 31))
points = st.one_of(
    days.map(lambda d: d.isoformat()),
    days.map(lambda d: f"{d:%Y-%m}"),
    days.map(lambda d: f"{d:%Y}"),
    days.map(lambda d: f"{d.year:04}-{21 + d.month % 4}"),
)
values = st.one_of(
    points,
    points.map(lambda p: f"{p}~"),
    points.map(lambda p: f"../{p}"),
    points.map(lambda p: f"{p}/.."),
    st.sampled_from(["199X", "19XX", "1945?", "1945%"]),
    st.tuples(days, days).map(lambda pair: "/".join(sorted(d.isoformat() for d in pair))),
    st.tuples(days, days).map(lambda pair: "/".join(sorted(f"{d:%Y-%m}" for d in pair))),
    st.tuples(days, days).map(lambda pair: "/".join(sorted(f"{d:%Y}" for d in pair))),
)


@given(values)
def test_a_date_as_the_page_shows_it_is_read_back(value: str) -> None:
    when = When.of(value)
    back = written_date(date_in_words(when, weekday=True))
    assert back is not None
    assert (back.earliest, back.latest, back.approximate) == (when.earliest, when.latest, when.approximate)
