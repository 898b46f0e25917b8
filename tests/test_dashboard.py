"""The dashboard's plain functions: safe text, and the view in the address bar."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import bins, card, filters, head, pick, safe, table, view, words
from dateline import draw, limits
from dateline.errors import DatelineError
from dateline.model import EVENT_TYPES, STATUSES, Choice, Document, Event, EventMention, Query, Reading, Timeline, When

HOSTILE = "<img src=http://x.test/a.png onerror=alert(1)> ![a](http://x.test/b.png) $x$ :material/home: :red[x] `c`"


def test_every_type_and_status_has_its_word() -> None:
    assert set(words.TYPES) == set(EVENT_TYPES)
    assert set(words.STATUSES) == set(STATUSES)


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 events"), (1, "1 event"), (2, "2 events"), (12345, "12,345 events")]
)
def test_counts_are_said_in_the_right_number(number: int, said: str) -> None:
    assert draw.counted(number, "event") == said


class TestSafe:
    @given(st.text())
    def test_html_leaves_no_markup(self, text: str) -> None:
        made = safe.html(text)
        assert not set(made) & set("<>\"'")
        assert made.count("&") == sum(made.count(name) for name in ("&amp;", "&lt;", "&gt;", "&quot;", "&#x27;"))

    def test_html_drops_what_turns_the_direction_of_the_text_after_it(self) -> None:
        assert safe.html("a\u202eb\x00c") == "abc"

    def test_a_label_has_no_markdown_left(self) -> None:
        made = safe.label(HOSTILE)
        for opener in ("![", "](", ":material", ":red", "http:"):
            assert opener not in made
        assert r"\$x\$" in made
        assert r"\`c\`" in made
        assert r"\<img" in made

    def test_a_label_stays_on_one_line(self) -> None:
        assert safe.label("# a\n\n- b") == r"\# a \- b"

    @pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://example.org:8080/"])
    def test_web_addresses_may_be_offered(self, url: str) -> None:
        assert safe.link(url) == url

    @pytest.mark.parametrize(
        "url",
        [
            None,
            "",
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            " javascript:alert(1)",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "//example.org/a",
            "https:///a",
            "https://exa mple.org",
            "http://[::1",
            "https://example.org/\njavascript:alert(1)",
        ],
    )
    def test_other_addresses_may_not(self, url: str | None) -> None:
        assert safe.link(url) is None

    @given(st.text(), st.integers(-5, 400), st.integers(-5, 400))
    def test_a_passage_holds_its_span_and_nothing_that_is_not_in_the_text(
        self, text: str, start: int, end: int
    ) -> None:
        before, span, after = safe.passage(text, start, end, around=20)
        assert span == text[max(0, start) : max(0, end)]
        assert before.removeprefix("… ") in text
        assert after.removesuffix(" …") in text

    def test_a_passage_keeps_to_its_paragraph_and_cuts_between_sentences(self) -> None:
        text = (
            "Other paragraph.\nFirst one. " + "Padding here. " * 5 + "They met on Monday. It rained. " + "More. " * 20
        )
        start = text.index("met")
        before, span, after = safe.passage(text, start, start + 13, around=40)
        assert before == "Padding here. Padding here. They "
        assert span == "met on Monday"
        assert after.startswith(". It rained.")
        assert after.endswith("More.")
        assert len(after) <= 40

    def test_a_passage_cuts_long_sentences_between_words(self) -> None:
        text = "word " * 100 + "signed" + " word" * 100
        before, _, after = safe.passage(text, 500, 506, around=22)
        assert before == "… word word word word "
        assert after == " word word word word …"

    def test_only_the_evidence_is_marked(self) -> None:
        made = safe.quoted("<b>He</b> signed & left", (10, 16))
        assert made == "&lt;b&gt;He&lt;/b&gt; <mark>signed</mark> &amp; left"

    def test_two_spans_of_a_paragraph_are_marked_in_one_passage(self) -> None:
        made = safe.quoted("Kohl <i>came</i>. It was his second visit. He left.", (0, 4), (25, 41))
        assert made == "<mark>Kohl</mark> &lt;i&gt;came&lt;/i&gt;. It was <mark>his second visit</mark>. He left."

    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("North Korea, 1961 to 2024", "north-korea-1961-to-2024.png"),
            ("../../etc/passwd", "etc-passwd.png"),
            ("Ким", "timeline.png"),
            ("x" * 500, "x" * 60 + ".png"),
        ],
    )
    def test_file_names_are_plain(self, title: str, name: str) -> None:
        assert safe.file_name(title, "png") == name


class TestView:
    FULL = view.View(
        query=Query(
            words="pact “x” & y",
            countries=("PRK", "RUS"),
            people=("vladimir-putin",),
            publishers=("The <b>Daily</b>",),
            types=("treaty", "visit"),
            statuses=("planned",),
            since=date(1961, 1, 1),
            until=date(2000, 12, 31),
            match="between",
            organisations=("UN",),
            acting=("RUS",),
            targets=("PRK",),
            speakers=("Ann <i>Lee</i>",),
            outlets=("TASS",),
            precisions=("day", "none"),
            source_counts=("1", "5"),
            confidences=("0.9", "0"),
            disagreements=("date",),
        ),
        lanes="source",
        event="e-1",
        undated=True,
        zoom=(date(1970, 1, 2), date(1980, 3, 4)),
    )

    def test_a_view_comes_back_from_its_url(self) -> None:
        assert view.from_params(view.to_params(self.FULL)) == self.FULL

    def test_the_plain_view_has_a_plain_url(self) -> None:
        assert view.to_params(view.View()) == {}
        assert view.from_params({}) == view.View()

    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    "q",
                    "country",
                    "leader",
                    "source",
                    "type",
                    "status",
                    "from",
                    "to",
                    "lanes",
                    "event",
                    "x",
                    "match",
                    "zoom",
                    "org",
                    "known",
                    "told",
                ]
            ),
            st.lists(st.text(max_size=80), max_size=4),
        )
    )
    def test_whatever_stands_in_the_url_gives_a_view_and_a_query(self, params: dict[str, list[str]]) -> None:
        found = view.from_params(params)
        assert found.lanes in view.LANES
        assert set(found.query.types) <= set(EVENT_TYPES)
        assert found.query == Query() or found.filtered_by
        assert view.from_params(view.to_params(found)) == found

    @pytest.mark.parametrize(("first", "last", "years"), [("2000", "1961", (1961, 2000)), ("0", "99999", (None, None))])
    def test_years_are_put_in_order_or_left_out(self, first: str, last: str, years: tuple[int | None, ...]) -> None:
        found = view.from_params({"from": [first], "to": [last]})
        assert found.years == years

    @pytest.mark.parametrize(
        ("text", "years"),
        [
            ("1961 to 2000", (1961, 2000)),
            ("2000-1961", (1961, 2000)),
            ("1961", (1961, 1961)),
            ("from 988", (988, 988)),
            ("", (None, None)),
            ("0000 and 12345", (None, None)),
        ],
    )
    def test_years_are_typed(self, text: str, years: tuple[int | None, ...]) -> None:
        assert view.typed_years(text) == years

    def test_a_year_covers_all_its_days(self) -> None:
        query = view.from_params({"from": ["1961"], "to": ["1961"]}).query
        assert (query.since, query.until) == (date(1961, 1, 1), date(1961, 12, 31))

    def test_what_the_database_does_not_hold_is_left_out(self) -> None:
        everything = Timeline(
            query=Query(),
            events=(),
            undated=(),
            total=0,
            documents=0,
            choices={"countries": (Choice(value="PRK", label="North Korea", count=3),)},
        )
        assert view.known(self.FULL, everything).query.countries == ("PRK",)
        assert view.known(self.FULL, everything).query.people == ()

    def test_filters_come_off_one_by_one(self) -> None:
        found = self.FULL
        assert found.filtered_by == tuple(words.FIELDS)
        for name in words.FIELDS:
            found = found.without(name)
            assert name not in found.filtered_by
        assert found == replace(self.FULL.cleared(), zoom=self.FULL.zoom)


@pytest.mark.parametrize(
    ("rows", "cells", "before", "now"),
    [([2], [], [], 2), ([], [(3, "Event")], [], 3), ([1], [(3, "Event")], [1], 3), ([2], [(3, "Event")], [1], 2),
     ([], [], [1], None), ([], [(1, "Who")], [1], None)],
)  # fmt: skip
def test_a_click_on_a_cell_is_one_on_its_row(
    rows: list[int], cells: list[tuple[int, str]], before: list[int], now: int | None
) -> None:
    assert pick.row_of({"rows": rows, "cells": cells, "columns": []}, before) == now


@pytest.mark.parametrize(
    ("typed", "value"),
    [("", None), ("  ", None), ("24 Jan 2019", "2019-01-24"), ("2019-01-24", "2019-01-24"), ("March 2024", "2024-03"),
     ("2000", "2000")],
)  # fmt: skip
def test_publication_dates_are_typed_as_people_write_them(typed: str, value: str | None) -> None:
    assert words.published(typed) == value


@pytest.mark.parametrize("typed", ["soon", "30 February 2024", "2014 to 2015", "about 1961", "the 1990s", "unknown"])
def test_what_is_no_single_day_month_or_year_is_no_publication_date(typed: str) -> None:
    with pytest.raises(DatelineError) as caught:
        words.published(typed)
    assert caught.value.code == "E307"


def test_a_list_that_holds_not_all_does_not_say_all() -> None:
    said = [filters.placeholder(number) for number in (0, 58, limits.MAX_CHOICES)]
    assert said == ["None left", "All 58", f"The {limits.MAX_CHOICES:,} most frequent"]


def test_the_tables_dates_sort_by_time() -> None:
    values = ["1945~", "1961", "1961-07-06", "../1962", "199X", "2014/..", "2024-03", "2024-06-19/2024-06-20"]
    shown = [table.sortable(When.of(value)) for value in values]
    assert shown == sorted(shown)
    assert shown[3] == "1962 or earlier"


def test_the_table_has_a_row_for_each_event() -> None:
    event = Event(id="e", title="$x$ <b>", type="visit", when=When.of("2000-07-19"), publishers=("A", "B"))
    frame = table.rows((event,), {})
    assert frame.to_dict("records") == [
        {"Date": "2000-07-19", "Type": "Visit", "Event": "$x$ <b>", "Who": "", "Status": "Happened", "Sources": 2}
    ]


def test_the_table_says_where_sources_disagree() -> None:
    readings = (
        Reading(field="date", value="2000-07-19", documents=("a",)),
        Reading(field="date", value="2000-07-20", documents=("b",)),
    )
    event = Event(id="e", title="A visit", type="visit", when=When.of("2000-07-19"), readings=readings)
    assert list(table.rows((event,), {})["Status"]) == ["Happened, disputed: date"]


def test_a_few_events_far_from_all_others_make_no_box_coarser() -> None:
    many = Counter(dict.fromkeys(range(1980, 2011), 100))
    assert bins.columns(many, "year") == [(year, year) for year in range(1980, 2011)]
    far = bins.columns(many + Counter({9: 1, 1776: 3, 2084: 2}), "year")
    assert far == [(9, 1979), *((year, year) for year in range(1980, 2011)), (2011, 2084)]
    assert bins.columns(Counter({9: 50, 2000: 50}), "year")[0] == (0, 49)
    assert bins.columns(Counter({202401: 1, 202403: 1}), "month") == [(202401, 202401), (202403, 202403)]
    assert bins.columns(Counter(), "year") == []


@pytest.mark.parametrize(
    ("outlets", "said"),
    [
        (["The Courier"], "1 article"),
        ([None], "1 article"),
        (["The Courier", "The Post"], "2 articles from 2 outlets"),
        (["The Courier", None], "2 articles, one of them without an outlet"),
        (["The Courier", "The Courier", "The Post", None, None], "5 articles: 3 from 2 outlets, 2 without an outlet"),
        ([None, None], "2 articles"),
    ],
)
def test_the_card_counts_no_article_without_an_outlet_as_one_of_an_outlet(outlets: list[str | None], said: str) -> None:
    documents = {str(n): Document(id=str(n), name="a", text=f"x{n}", publisher=o) for n, o in enumerate(outlets)}
    mentions = tuple(
        EventMention(document=id_, start=0, end=1, trigger=(0, 1), evidence="x", type="visit", when=None, when_trace=())
        for id_ in documents
    )
    event = Event(id="e", title="A visit", type="visit", when=None, mentions=mentions)
    assert card.told_by(event, documents) == said


def test_the_title_gives_the_years_of_all_events_where_only_the_most_important_are_listed() -> None:
    years = {1946: 9, 1990: 9, 2024: 9}
    few = Timeline(query=Query(), events=(), undated=(), total=27, documents=1, years=years)
    assert head.title(view.View(), few, few) == "What happened, 1946 to 2024"
    since = view.View().filtered(**view.in_years(1980, None))  # the years are counted without the chosen time
    assert head.title(since, few, few) == "What happened, 1980 to 2024"
