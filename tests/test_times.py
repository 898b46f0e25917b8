"""The temporal tagger: anchors, open dates, bounds, ranges, bad input, patterns in linear time, corpus floors."""

from __future__ import annotations

import datetime as datetime_module
import doctest
import hashlib
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dateline.model import Document, TimeExpression, When
from dateline.times import Tagging, tag
from dateline.times.foreign import explicit
from dateline.times.holidays import holiday_date
from dateline.times.points import Point, nth_weekday, shift

ROOT = Path(__file__).parent.parent


def tagging(text: str, published: str | None = None, **options: bool) -> Tagging:
    when = When.of(published) if published else None
    return tag(Document(id="x", name="x", text=text, published=when), **options)


def one(text: str, published: str | None = None) -> TimeExpression:
    found = tagging(text, published).expressions
    assert len(found) == 1, [(e.text, e.value) for e in found]
    return found[0]


def found(text: str, published: str | None = None) -> list[tuple[str, str]]:
    return [(e.text, e.value) for e in tagging(text, published).expressions]


# --- anchors -----------------------------------------------------------------------------------------------------


def test_the_stated_date_is_the_anchor() -> None:
    result = tagging("They met on Wednesday.", "2024-06-20")
    assert (result.anchor.origin, result.anchor.when) == ("published", When.of("2024-06-20"))
    assert result.expressions[0].when == When.of("2024-06-19")
    assert result.expressions[0].trace == (
        "'Wednesday' in an article published on Thursday 20 June 2024 -> Wednesday 19 June 2024"
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Talks fail\nFriday, January 4, 2019\nThey met yesterday.", "2019-01-04"),
        ("Talks fail\nPublished: 4 January 2019\n\nThey met yesterday.", "2019-01-04"),
        ("Talks fail\n2019-01-04 10:15\nThey met yesterday.", "2019-01-04"),
        ("PARIS, January 4, 2019 (AFP) - They met yesterday.", "2019-01-04"),
        ("PORT LOUIS, Mauritius, Jan. 4, 2019 - They met yesterday.", "2019-01-04"),
    ],
)
def test_a_dateline_is_the_anchor_where_nothing_else_is(text: str, day: str) -> None:
    result = tagging(text)
    assert (result.anchor.origin, result.anchor.when) == ("dateline", When.of(day))
    yesterday = next(e for e in result.expressions if e.text == "yesterday")
    assert yesterday.when == When.of("2019-01-03")


def test_a_date_inside_the_text_is_no_dateline() -> None:
    assert tagging("The treaty of June 4, 1990 was praised on Monday.").anchor.origin == "unknown"
    assert tagging("They met on January 4, 2019.\nOn Monday they left.").anchor.origin == "unknown"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("By Jane Doe, June 19, 2024\n\nThe leaders met on Wednesday.", "2024-06-19"),
        ("June 19, 2024 - The leaders met on Wednesday.", "2024-06-19"),
        ("(June 19, 2024) The leaders met on Wednesday.", "2024-06-19"),
        ("19/06/2024\nThe leaders met on Wednesday.", "2024-06-19"),
        ("Office of the Press Secretary ____ For Immediate Release          June 19, 2024\n\nHe spoke.", "2024-06-19"),
        (
            "Leaders of both countries meet in the capital for talks\nJune 19, 2024\nThey met on Wednesday.",
            "2024-06-19",
        ),
        ("Posted: June 19, 2024 | Updated: June 20, 2024\n\nThe leaders met on Wednesday.", "2024-06-19"),
    ],
)
def test_the_first_line_gives_the_date_in_other_forms(text: str, when: str) -> None:
    assert tagging(text).anchor.when == When.of(when)


@pytest.mark.parametrize(
    "text",
    [
        "June 19, 2024 - The leaders met.\nJune 20, 2024 - They left.\nOn Monday it was over.",
        "04/06/2024\nThe leaders met on Wednesday.",
        "They met on June 19, 2024 - a Wednesday.",
        "The bank said that it will offer bonds of five billion\nwhich it has sold so far, all of them maturing on\n"
        "April 25, 1994.\n    The offer ends on Monday.",
    ],
)
def test_a_chronology_or_an_open_numeric_date_is_no_dateline(text: str) -> None:
    assert tagging(text).anchor.origin == "unknown"


def test_a_dateline_without_a_year_stays_open_unless_the_text_gives_the_year() -> None:
    assert tagging("PARIS, June 19 (AFP) - They met on Wednesday.").anchor.when is None
    told = tagging("PARIS, June 19 (AFP) - He came in 2000. For the next 24 years he stayed away, until Wednesday.")
    assert (told.anchor.origin, told.anchor.when) == ("dateline", When.of("2024-06-19"))


VISIT = (
    "The president first visited the city in 2000. For the next 24 years, he saw no reason to come back, "
    "until Wednesday. In March he had voted against it. The pact signed today helps."
)


def test_the_year_is_inferred_from_a_sum_in_the_text() -> None:
    result = tagging(VISIT)
    assert (result.anchor.origin, result.anchor.when) == ("inferred", When.of("2024"))
    assert 0 < result.anchor.confidence < 1
    assert "2000" in result.anchor.reason and "24 years" in result.anchor.reason
    by_text = {e.text: e for e in result.expressions}
    assert by_text["Wednesday"].value == "XXXX-WXX-3"
    assert by_text["Wednesday"].when == When.of("2024?")
    assert by_text["Wednesday"].open_reason
    assert by_text["March"].when == When.of("2024-03?")
    assert by_text["today"].when is None
    assert by_text["2000"].when == When.of("2000")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("He first visited in 2000. He came back on Wednesday, for the first time in 24 years.", "2024"),
        ("He first visited in 2000. This week he came back, 24 years later.", "2024"),
        ("The firm was founded 20 years ago, in 1998.", "2018"),
    ],
)
def test_other_sums_that_give_the_year(text: str, year: str) -> None:
    anchor = tagging(text).anchor
    assert (anchor.origin, anchor.when) == ("inferred", When.of(year))


@pytest.mark.parametrize(
    "text",
    [
        "The president came in 2000. For the next 24 years he stayed in the capital.",
        "He came in 2000 and ruled for 24 years.",
        "He came in 2000, and for the second time in 2012. On Wednesday he came for the first time in 24 years.",
        "The firm was founded about 20 years ago, in 1998.",
        "The deficit of 1991 would be as large as over the past two years.",
        "He came in 2000. His son was crowned 24 years later.",
        "In 1961, 2000, and 2001 they signed treaties. On Wednesday they signed again.",
    ],
)
def test_no_year_is_inferred_without_a_tie_to_the_present(text: str) -> None:
    assert tagging(text).anchor.origin == "unknown"


def test_without_any_date_what_is_relative_stays_open() -> None:
    result = tagging("They met on Wednesday, in March, today, last week and at noon. In 1961 they had met.")
    assert (result.anchor.origin, result.anchor.when) == ("unknown", None)
    for expression in result.expressions:
        if expression.text == "1961":
            assert expression.when == When.of("1961")
        else:
            assert expression.when is None, expression
            assert expression.open_reason == (
                f"{expression.text!r} can only be placed when the publication date is known; the article states none"
            )
            assert expression.trace.endswith("-> left open")


def test_a_month_as_publication_date_places_years_but_no_days() -> None:
    result = tagging("They met on Wednesday and last year.", "2024-06")
    wednesday, year = result.expressions
    assert wednesday.value == "XXXX-WXX-3"
    assert wednesday.open_reason
    assert year.when == When.of("2023")


class _NoClock(datetime_module.datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime_module.datetime:  # type: ignore[override]
        raise AssertionError("the tagger looked at the clock")

    @classmethod
    def today(cls) -> datetime_module.datetime:  # type: ignore[override]
        raise AssertionError("the tagger looked at the clock")


class _NoToday(date):
    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        raise AssertionError("the tagger looked at the clock")


CLOCKLESS = (
    "They met today, on Wednesday, in March, last year, on 3/4/24, at noon, le 20 juin 2024, ten days ago, last "
    "quarter, on Christmas Day, in '98, this decade, over the weekend, on the 17th of last month, next Friday."
)


def test_the_tagger_never_looks_at_a_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever name a module of the tagger has for a class that can tell the day, asking it for the day fails."""
    explicit("19 juin 2024", day=True)  # dateparser is loaded before the clock is taken away
    tagging(CLOCKLESS)
    clocks: dict[object, type] = {datetime_module.datetime: _NoClock, date: _NoToday}
    for name, module in list(sys.modules.items()):
        if name == "datetime" or name == "dateline.model" or name.startswith("dateline.times"):
            for label, value in list(vars(module).items()):
                if isinstance(value, type) and value in clocks:
                    monkeypatch.setattr(module, label, clocks[value])
    for published in (None, "2024", "2024-06-20"):
        tagging(CLOCKLESS, published)


def test_no_module_of_the_tagger_asks_for_the_day() -> None:
    for path in sorted((ROOT / "dateline" / "times").glob("*.py")):
        asked = re.findall(r"\b(?:today|now|utcnow|time|localtime|gmtime)\(\)", path.read_text(encoding="utf-8"))
        assert not asked, f"{path.name} asks the clock: {asked}"


# --- what dateparser may and may not do --------------------------------------------------------------------------


def test_dateparser_reads_month_names_of_other_languages() -> None:
    assert found("Le 19 juin 2024, ils ont signé.") == [("19 juin 2024", "2024-06-19")]
    assert found("Am 3. Dezember 1990 trafen sie sich.") == [("3. Dezember 1990", "1990-12-03")]
    assert found("En diciembre de 1990 se reunieron.") == [("diciembre de 1990", "1990-12")]


@pytest.mark.parametrize("words", ["juin", "19 juin", "2024", "demain", "mercredi", "hier", "12", "juin 24"])
def test_dateparser_never_fills_in_what_is_not_stated(words: str) -> None:
    assert explicit(words, day=True) is None
    assert explicit(words, day=False) is None


def test_importing_the_tagger_loads_neither_spacy_nor_dateparser() -> None:
    program = (
        "import sys; from dateline.model import Document; from dateline.times import tag\n"
        "tag(Document(id='', name='', text='They met on Wednesday, 19 June 2024.'))\n"
        "print([m for m in ('spacy', 'dateparser', 'streamlit') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


# --- bounds, ranges, lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "when"),
    [
        ("He has ruled since 2014.", "2014", "2014/.."),
        ("He has ruled since June 2014.", "2014-06", "2014-06/.."),
        ("It is to be built by 2025.", "2025", "../2025"),
        ("It was built before 1961.", "1961", "../1960"),
        ("It stays closed until Friday.", "2024-06-14", "../2024-06-14"),
        ("He saw no need to return until Wednesday.", "2024-06-19", "2024-06-19"),
        ("They left before Wednesday's vote.", "2024-06-19", "2024-06-19"),
        ("They left before the May 3 vote.", "2024-05-03", "2024-05-03"),
        ("He will go before the end of 2025.", "2025", "../2025"),
        ("They must pay no later than June 30.", "2024-06-30", "../2024-06-30"),
        ("It was closed prior to 2010.", "2010", "../2009"),
        ("It was lifted after 2001.", "2001", "2001/.."),
        ("It stays open through 2025.", "2025", "../2025"),
        ("It has changed since Sept. 11.", "2023-09-11", "2023-09-11/.."),
        ("It began shortly before 2 a.m. Sunday.", "2024-06-16T02:00", "../2024-06-16"),
        ("It has fallen since the third quarter of 2019.", "2019-Q3", "2019-07-01/.."),
    ],
)
def test_open_bounds(text: str, value: str, when: str) -> None:
    expression = one(text, "2024-06-20")
    assert (expression.value, expression.when) == (value, When.of(when))


@pytest.mark.parametrize(
    ("text", "values", "span"),
    [
        ("From 2011 to 2014 he led.", ["2011", "2014"], "2011/2014"),
        ("They met on June 18-19.", ["2024-06-18", "2024-06-19"], "2024-06-18/2024-06-19"),
        ("The war of 1914-18 began.", ["1914", "1918"], "1914/1918"),
        ("Between May and July 2019 it fell.", ["2019-05", "2019-07"], "2019-05/2019-07"),
        ("It ran from 15 to 22 February 1984.", ["1984-02-15", "1984-02-22"], "1984-02-15/1984-02-22"),
        ("It ran from June 18 to 20, 2023.", ["2023-06-18", "2023-06-20"], "2023-06-18/2023-06-20"),
        ("The figures for April-June will be out.", ["2024-04", "2024-06"], "2024-04/2024-06"),
        ("November-January sales fell.", ["2023-11", "2024-01"], "2023-11/2024-01"),
    ],
)
def test_ranges(text: str, values: list[str], span: str) -> None:
    result = tagging(text, "2024-06-20")
    assert [e.value for e in result.expressions] == values
    assert [r.when for r in result.ranges] == [When.of(span)]


def test_a_range_of_days_that_are_not_known_is_none() -> None:
    assert tagging("They met from Monday to Friday.", "2024").ranges == ()
    assert tagging("They met from Monday to Friday.").ranges == ()
    assert tagging("They met from Monday to Friday.", "0001-01-01").ranges == ()


def test_weekdays_of_a_range_are_in_one_week() -> None:
    assert [r.when for r in tagging("They met from Monday to Friday.", "2024-06-20").ranges] == [
        When.of("2024-06-10/2024-06-14")
    ]


def test_a_list_is_no_range() -> None:
    result = tagging("The treaties of 1961, 2000, and 2001 were replaced.", "2024-06-20")
    assert [e.when and e.when.value for e in result.expressions] == ["1961", "2000", "2001"]
    assert result.ranges == ()


def test_event_relative_durations_say_so() -> None:
    expression = one("It came just six days after they signed.", "2024-06-20")
    assert (expression.type, expression.value, expression.when, expression.rule) == (
        "DURATION",
        "P6D",
        None,
        "units-after",
    )


# --- numeric dates, narratives, what is no date --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "when"),
    [
        ("It fell in the fiscal year ended June 30, 2023.", "P1Y", "2022-07-01/2023-06-30"),
        ("It fell in the third quarter ended Dec. 31.", "2023-Q3", "2023-10-01/2023-12-31"),
        ("It rose in the 12 months through May.", "P12M", "2023-06/2024-05"),
        ("It fell over the past three years.", "P3Y", "2021/2024-06-20"),
        ("It fell in the last two weeks.", "P2W", "2024-06-06/2024-06-20"),
        ("It fell in the last three years of the war.", "P3Y", None),
        ("It will fall over the next two years.", "P2Y", None),
    ],
)
def test_lengths_that_have_a_place(text: str, value: str, when: str | None) -> None:
    expression = tagging(text, "2024-06-20").expressions[0]
    assert (expression.value, expression.when and expression.when.value) == (value, when)


def test_a_length_up_to_an_unknown_day_has_no_place() -> None:
    assert one("It fell over the past three years.").when is None


def test_the_same_day_is_open_where_two_may_be_meant() -> None:
    text = "She was hurt today, in the worst week since the army came at the end of last year. On the same day he died."
    same = tagging(text, "2019-03-20").expressions[-1]
    assert same.text == "the same day" and same.when is None and "2018" in (same.open_reason or "")


def test_numeric_dates_are_decided_by_the_document_or_left_open() -> None:
    assert found("Sent on 03/04/2024 and 13/04/2024.") == [("03/04/2024", "2024-04-03"), ("13/04/2024", "2024-04-13")]
    assert found("Sent on 03/04/2024 and 04/13/2024.") == [("03/04/2024", "2024-03-04"), ("04/13/2024", "2024-04-13")]
    expression = one("Sent on 03/04/2024.")
    assert (expression.value, expression.when) == ("2024", When.of("2024"))
    assert (
        expression.open_reason
        == "The day and the month cannot be told apart: nothing in the article says which comes first"
    )


LIFE = (
    "Ada was born on 4 May 1921. In June 1939 she went to Paris. In September the war began; on 3 October she fled. "
    "In 1940 she came to London. In February she found work, and by August she taught. In December 1944 her son was "
    "born. In January they moved. The next year, in April, she wrote a book, the first of its kind since 1870. "
    "In June it was sold."
)


def test_a_narrative_counts_from_the_last_date_told() -> None:
    values = dict(found(LIFE, "2009-12-19"))
    assert values["September"] == "1939-09"
    assert values["3 October"] == "1939-10-03"
    assert values["February"] == "1940-02"
    assert values["August"] == "1940-08"
    assert values["January"] == "1945-01"
    assert dict(found(LIFE, None))["September"] == "1939-09"


COMPANY = (
    "The firm was founded in 1923. In 1931 it opened a shop abroad. Since 1964 it has been listed. In March 1972 it "
    "bought a rival; in October it closed the plant. In June 1998 it was split. On 1 May 2004 the halves merged. In "
    "September they moved. Two years later they split again."
)


def test_a_bound_is_an_aside_and_a_date_that_opens_a_sentence_moves_the_story() -> None:
    values = dict(found(COMPANY, "2024-06-20"))
    assert values["October"] == "1972-10"
    assert values["September"] == "2004-09"
    assert values["Two years later"] == "2006"


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It is issuing bonds due 2002, 2010 and 2017. Terms will be fixed on March 10.", "March 10", "2024-03-10"),
        ("The index, base 1980 (1975, then 1970), rose in January after a fall in December.", "December", "2023-12"),
        ("The law of 1949, changed in 1989, 1999 and 2003, was used in April by the court.", "April", "2024-04"),
    ],
)
def test_old_years_alone_make_news_no_history(text: str, words: str, value: str) -> None:
    assert dict(found(text, "2024-03-04" if words != "April" else "2024-06-20"))[words] == value


def test_what_happened_in_a_history_happened_before_it_was_written() -> None:
    values = dict(found(LIFE + " In September 2009 it was filmed. In December it was shown.", "2010-02-01"))
    assert values["December"] == "2009-12"
    assert (
        dict(found(LIFE + " In September 2009 it was filmed. In April it was shown.", "2010-02-01"))["April"]
        == "2009-04"
    )


def test_a_text_that_counts_nothing_from_its_own_day_is_a_narrative() -> None:
    text = "In 480 BC the king came. In the spring he left. He came again in 479 BC and in 450 BC. In August he died."
    assert dict(found(text, "2024-06-20"))["the spring"] == "BC0480-SP"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It opens from 9 a.m. to 5 p.m. on Friday.", ["2024-06-21T09:00", "2024-06-21T17:00", "2024-06-21"]),
        ("It began at 4 a.m. (0200 GMT) on Wednesday.", ["2024-06-19T04:00", "2024-06-19T02:00", "2024-06-19"]),
        ("At 5 a.m. Moscow time on 3 October 1935 they came.", ["1935-10-03T05:00", "1935-10-03"]),
    ],
)
def test_times_of_day_take_the_day_told_after_them(text: str, values: list[str]) -> None:
    assert [value for _, value in found(text, "2024-06-20")] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Talks resume Monday in Rome.", "2024-06-24"),
        ("Talks did not resume Monday.", "2024-06-17"),
        ("It had been due to expire on Friday.", "2024-06-14"),
        ("He was shot to death on Oct. 23.", "2023-10-23"),
        ("The trial was due to begin in January.", "2024-01"),
        ("His term ends in December.", "2024-12"),
        ("The vote was put off until October.", "2024-10"),
        ("Ahead of the election in September, he left.", "2024-09"),
        ("It plans a launch in September.", "2024-09"),
    ],
)
def test_the_tense_tells_which_day(text: str, value: str) -> None:
    assert one(text, "2024-06-20").value == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It took 2 1/2 years.", "'2 1/2 years' is a length of time: 2 years and 6 months"),
        ("It took weeks.", "'weeks' is a length of time: some weeks"),
        (
            "He sings every Friday night.",
            "'every Friday night' is told as coming again and again: every Friday at night",
        ),
        ("He is now here.", "'now' points to the present and names no day"),
    ],
)
def test_traces_are_words(text: str, said: str) -> None:
    assert one(text, "2024-06-20").trace == said


def test_a_trace_tells_the_time_of_day() -> None:
    assert one("They met at 5 p.m. Wednesday.", "2024-06-20").trace.endswith("-> Wednesday 19 June 2024 at 17:00")


def test_whether_a_text_is_a_narrative_can_be_said() -> None:
    text = "In 1940 he came. In March he left."
    when = When.of("2009-12-19")
    document = Document(id="x", name="x", text=text, published=when)
    assert tag(document, narrative=True).expressions[1].value == "1940-03"
    assert tag(document, narrative=False).expressions[1].value == "2009-03"


@pytest.mark.parametrize(
    "text",
    [
        "Some 2000 troops came.",
        "Flight 1961 and a Boeing 747 landed.",
        "Theresa May resigned and April Jones sang.",
        "They march and may win.",
        "It was the second such attack.",
        "See page 1999 and article 1848.",
        "It cost $1961, or 2,000 euros.",
        "They won 3-2 and lost 21:19 to no one.",
        "Call 555-1961 or +44 1961 555 2001.",
        "He is a 6-year-old boy and she 44 years old.",
        "About three-quarters of a million came.",
        "On 30 February 2024 nothing happened, nor on 31 April.",
        "The number is 2882015.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text, "2024-06-20") == []


# --- the calendar ------------------------------------------------------------------------------------------------


def test_the_calendar() -> None:
    easters = [holiday_date("easter+0", year) for year in (1961, 2000, 2024)]
    assert easters == [date(1961, 4, 2), date(2000, 4, 23), date(2024, 3, 31)]
    assert holiday_date("orthodox-easter+0", 2021) == date(2021, 5, 2)
    assert nth_weekday(2024, 11, 4, 4) == date(2024, 11, 28)
    assert nth_weekday(2024, 5, 1, -1) == date(2024, 5, 27)
    assert shift(Point("D", 2024, 1, 31), 1, "M") == Point("M", 2024, 2)
    assert shift(Point("D", 9998, 12, 31), 1, "Y") is None
    assert shift(Point("Y", -493), -10, "Y") == Point("Y", -503)


# --- the page ------------------------------------------------------------------------------------------------------


def test_the_examples_of_the_page_give_what_they_show() -> None:
    failed, tried = doctest.testfile(str(ROOT / "docs" / "times.md"), module_relative=False)
    assert failed == 0
    assert tried > 10


# --- floors on the corpora ---------------------------------------------------------------------------------------

# (strict, relaxed, value) reached, and the SHA-256 of documents and gold together that they hold for. They go up only.
FLOORS = {
    "timebank": ((91.4, 94.9, 83.9), "e7602051741a6aaae8b7cb60e56e1585c2b3b4e70d2d2a34e4de2654689b3d4b"),
    "aquaint": ((84.9, 94.2, 76.4), "d0653dfb8400fda098661d7f22f4c9cbb879f89e11065873cbe628b7b0cd5504"),
    "wikiwars": ((91.5, 96.0, 89.8), "f1c0b517cdaa996ccf62115119fd08de2c5208101d9e88cedce47879aa101c73"),
}


@pytest.mark.parametrize("corpus", FLOORS)
def test_the_floors_hold(corpus: str, shared: Path) -> None:
    from benchmarks.times import dateline, read_lines, score, scorer

    paths = [shared / "timex" / f"{corpus}.{part}.jsonl" for part in ("docs", "gold")]
    floors, digest = FLOORS[corpus]
    assert hashlib.sha256(b"".join(p.read_bytes() for p in paths)).hexdigest() == digest, "other data than the floors'"
    documents, gold = map(read_lines, paths)
    found_rows, _ = dateline(documents, corpus)
    figures = score(scorer(shared), gold, found_rows)
    reached = tuple(figures[key] for key in ("strict", "relaxed", "value"))
    assert all(have >= floor for have, floor in zip(reached, floors, strict=True)), reached
