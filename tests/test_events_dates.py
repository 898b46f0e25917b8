"""Which date an event may take, from sentences of our own: never the one of another event, never one made up."""

from __future__ import annotations

import pytest

from tests.test_events import iso, mentions, only


def dates(text: str, type_: str, *, published: str | None = "2019-03-20") -> list[tuple[str, str | None]]:
    """First word of each mention's trigger and its date, of one type, in text order."""
    found = [m for m in mentions(text, published=published) if m.type == type_]
    return [(text[slice(*m.trigger)], iso(m)) for m in found]


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        (
            "Schmidt met Honecker, then the East German leader, in Helsinki in July 1975, "
            "and West Germany established diplomatic relations with Poland on 14 September 1972.",
            "meeting",
            [("met", "1975-07")],
        ),
        (
            "Angela Merkel visited Ankara in May of 2016, "
            "and in October 2017 Recep Tayyip Erdogan was received in Berlin.",
            "visit",
            [("visited", "2016-05"), ("received", "2017-10")],
        ),
        (
            "In 2004 Angela Merkel visited Turkey, and Recep Tayyip Erdogan visited Germany in 2008.",
            "visit",
            [("visited", "2004"), ("visited", "2008")],
        ),
        # A date that opens the sentence is shared, where the second half has none.
        (
            "On 4 May 2016 Angela Merkel visited Turkey, and Vladimir Putin visited Greece.",
            "visit",
            [("visited", "2016-05-04"), ("visited", "2016-05-04")],
        ),
        # One subject, one visit told twice over: no border.
        (
            "Angela Merkel travelled to Turkey in 2004 and in 2008.",
            "visit",
            [("travelled", "2004"), ("travelled", "2008")],
        ),
    ],
)
def test_joined_clauses_keep_their_own_dates(text: str, type_: str, expected: list[tuple[str, str]]) -> None:
    assert dates(text, type_) == expected


def test_the_evidence_of_one_clause_does_not_reach_into_the_other() -> None:
    text = (
        "Angela Merkel visited Ankara in May 2016, and in October 2017 Recep Tayyip Erdogan was received in Berlin, "
        "where he and Merkel held talks."
    )
    for mention in mentions(text):
        assert ("2016" in mention.evidence) == (text[slice(*mention.trigger)] == "visited")


def test_a_date_before_the_border_is_not_lent_to_another_subject() -> None:
    text = "Angela Merkel visited Turkey on 4 May 2016, and Russia signed a treaty with Greece."
    assert iso(only(text, "treaty")) != "2016-05-04"


@pytest.mark.parametrize(
    "text",
    [
        "Angela Merkel defended the Lisbon Treaty of 2007 in Berlin on Monday.",
        "On Monday Angela Merkel criticised the law of 1998.",
    ],
)
def test_the_year_of_a_treaty_is_not_the_day_of_a_word_about_it(text: str) -> None:
    assert {iso(m) for m in mentions(text) if m.type == "statement"} == {"2019-03-18"}


def test_a_word_about_an_old_treaty_does_not_date_from_its_year() -> None:
    said = only("Angela Merkel praised the treaty of 1963 between France and Germany.", "statement")
    assert iso(said) != "1963"


def test_the_treaty_of_a_year_was_signed_in_it() -> None:
    assert iso(only("The treaty of 1963 was signed in Paris by Charles de Gaulle.", "treaty")) == "1963"


def test_a_clause_with_since_dates_only_itself() -> None:
    text = "It is Angela Merkel's first trip to Japan since she became chancellor on 22 November 2005."
    assert ("trip", "2005-11-22") not in dates(text, "visit")


def test_a_day_in_the_clause_of_a_year_is_of_that_year() -> None:
    text = (
        "It was her first journey to Turkey since 2013, when Angela Merkel met Abdullah Gul in Ankara on 25 February."
    )
    assert dates(text, "meeting") == [("met", "2013-02-25")]
    assert ("journey", "2019-02-25") not in dates(text, "visit")


def test_a_month_told_as_past_is_not_to_come() -> None:
    text = "BERLIN, 4 November 1988 - Austria joined the talks. Spain joined NATO in December."
    assert ("joined", "1988-12") not in dates(text, "treaty", published="1988-11-04")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The visit comes two weeks after the meeting of Merkel and Macron in Aachen on 6 March.", "2019-03-06"),
        ("Merkel flew to Japan on 18 March, four days after a meeting of Merkel and Macron in Paris.", "2019-03-14"),
    ],
)
def test_a_count_runs_back_from_the_main_event(text: str, date: str) -> None:
    assert iso(only("BERLIN - Angela Merkel and Emmanuel Macron are friends. " + text, "meeting")) == date


@pytest.mark.parametrize("count", ["days", "months"])
def test_an_uncounted_while_leaves_the_earlier_event_open(count: str) -> None:
    text = f"Angela Merkel visited Turkey on 9 June 2016, {count} after Turkey and Greece signed an agreement."
    signed = only(text, "treaty")
    assert signed.when is None
    assert count in signed.when_trace[0]
    assert iso(only(text, "visit")) == "2016-06-09"


def test_the_dead_do_not_speak() -> None:
    text = (
        "Seventy years ago, on 5 May 1949, a council was founded in London.\n\nCharles de Gaulle thanked the British."
    )
    said = only(text, "statement", published="2019-05-05")
    assert said.when is None
    assert "died on 1970-11-09" in " ".join(said.when_trace)


def test_the_day_that_a_paragraph_has_moved_on_to_holds_for_its_rest() -> None:
    text = (
        "BERLIN - Angela Merkel and Emmanuel Macron signed an agreement on Monday. "
        "The ceremony took place in Aachen.\n\n"
        "A day later, on Tuesday, Vladimir Putin named his own terms in Moscow. "
        "Emmanuel Macron rejected the offer as an ultimatum."
    )
    said = [m for m in mentions(text) if m.speaker == "Emmanuel Macron"]
    assert [iso(m) for m in said] == ["2019-03-19"]


def test_words_that_point_back_to_an_occasion_take_its_day() -> None:
    text = (
        "BERLIN - Angela Merkel opened a fair on Monday. She shook hands. The hall was full. The band played.\n\n"
        "On 25 January Merkel met Vladimir Putin in Sochi. After that meeting Putin said that gas would flow."
    )
    assert iso(next(m for m in mentions(text) if m.speaker == "Vladimir Putin")) == "2019-01-25"


def test_the_date_in_a_dateline_is_not_the_day_of_the_story() -> None:
    text = (
        "BONN, 4 November 1978 - France and Germany signed a treaty on Friday. "
        "Helmut Schmidt said after the signing that it would last."
    )
    assert iso(only(text, "statement", published=None)) == "1978-11-03"


def test_a_rank_never_takes_the_day_of_the_story() -> None:
    text = (
        "ANKARA - Turkey opened a port on Tuesday.\n\nAngela Merkel arrived in Turkey on Sunday. "
        "It was the first visit to Turkey by a German chancellor since 2016."
    )
    assert ("arrived", "2019-03-17") in dates(text, "visit")
    assert {day for word, day in dates(text, "visit") if word == "visit"} <= {"2019-03-17", "2016", None}


@pytest.mark.parametrize(
    "text", ["Hu Jintao came from Beijing on Monday.", "Ho Chi Minh returned from France in 1946."]
)
def test_whoever_comes_from_a_place_does_not_visit_it(text: str) -> None:
    assert not [m for m in mentions(text) if m.type == "visit"]


@pytest.mark.parametrize(
    "text", ["No German chancellor had ever visited Bhutan before.", "None of the leaders met Angela Merkel in Berlin."]
)
def test_what_nobody_has_done_is_no_event(text: str) -> None:
    assert not [m for m in mentions(text) if m.type in ("visit", "meeting")]


def test_a_weekday_of_a_plan_is_the_next_one() -> None:
    visit = only("Angela Merkel is to travel to Turkey on Monday.", "visit")
    assert (iso(visit), visit.status) == ("2019-03-25", "planned")


def test_after_midnight_it_is_the_next_day() -> None:
    text = (
        "PARIS - Angela Merkel held talks in Paris on Monday evening. "
        "Emmanuel Macron told reporters after midnight that there was no result."
    )
    said = only(text, "statement", published="2019-03-20")
    assert iso(said) in ("2019-03-19", None)


def test_a_bound_of_a_promise_is_not_its_day() -> None:
    said = only("On Monday Angela Merkel confirmed the ban on exports until 2023.", "statement")
    assert iso(said) == "2019-03-18"


def test_what_lies_ahead_has_not_happened() -> None:
    text = "Angela Merkel is due in Osaka for the summit of the Group of Twenty on 28 June 2019."
    assert {m.status for m in mentions(text)} <= {"planned"}


def test_a_statement_in_the_clause_of_a_day_has_that_day() -> None:
    text = "Angela Merkel visited Japan on Monday. She last came on 31 May 2018, when she invited Shinzo Abe to Berlin."
    assert "2018-05-31" in {iso(m) for m in mentions(text) if m.type == "statement"}


def test_what_is_said_at_an_occasion_goes_on_with_its_day() -> None:
    text = (
        "TOKYO - Angela Merkel ended a visit to Japan on Tuesday.\n\n"
        "At a reception on Sunday Merkel thanked Japan for its help. Shinzo Abe said that trade would grow."
    )
    assert iso(next(m for m in mentions(text) if m.speaker == "Shinzo Abe")) == "2019-03-17"


def test_a_day_that_a_clause_brings_in_does_not_make_the_story_s_day_sure() -> None:
    text = (
        "TOKYO - Angela Merkel ended a visit to Japan on Tuesday.\n\n"
        "French diplomats, who were in Seoul for talks on Sunday, described the visit as a success."
    )
    assert {iso(m) for m in mentions(text) if m.type == "statement"} <= {None}


def test_a_paragraph_that_opens_with_a_month_does_not_fall_back_on_the_story() -> None:
    text = (
        "TOKYO - Angela Merkel ended a visit to Japan on Tuesday.\n\n"
        "In early February Merkel travelled to Cairo. Abdel Fattah el-Sisi praised the German government."
    )
    assert {iso(m) for m in mentions(text) if m.type == "statement"} <= {None, "2019-02"}


def test_a_treaty_of_old_that_is_spoken_of_takes_no_parties_from_the_story() -> None:
    text = (
        "Poland and Latvia signed a declaration in Warsaw on Tuesday. "
        "In it both sides defend the Open Skies Treaty of 1992, which a third state wants to change."
    )
    old = [
        m for m in mentions(text, published="2001-05-10") if m.type == "treaty" and m.when and m.when.value == "1992"
    ]
    assert all(not m.countries for m in old)


CHRONOLOGY = """Years of a dam

March 1961: Egypt signs a contract with Bulgaria. Engineers arrive in Egypt.

12 May 1963: Egypt opens the dam.
"""


def test_the_lines_of_a_chronology_have_the_dates_that_they_begin_with() -> None:
    assert {iso(m) for m in mentions(CHRONOLOGY) if m.type == "treaty"} == {"1961-03"}
    assert {iso(m) for m in mentions(CHRONOLOGY) if m.type == "founding"} == {"1963-05-12"}


def test_a_line_that_is_a_date_holds_for_the_lines_below_it() -> None:
    text = "1961\n\nEgypt signs a contract with Bulgaria.\n\n1963\n\nEgypt opens a dam near Aswan.\n"
    assert [iso(m) for m in mentions(text)] == ["1961", "1963"]


def test_one_date_at_the_head_of_an_article_labels_no_line() -> None:
    text = "5 May 2018\n\nEgypt signs a contract with Bulgaria.\n\nThe minister praised it.\n"
    assert all("date.line" not in m.trace for m in mentions(text))


def test_a_story_of_long_ago_goes_on_from_its_month_and_for_one_sentence_from_its_day() -> None:
    text = (
        "In March 1961 Gamal Abdel Nasser visited Damascus. He signed a treaty with Syria.\n\n"
        "On 5 May 1962 Nasser opened a dam. The king of Jordan visited Egypt. The Syrian army invaded Lebanon."
    )
    told = {text[slice(*m.trigger)]: iso(m) for m in mentions(text)}
    assert told["signed"] == "1961-03"
    assert told["visited"] == "1962-05-05"
    assert told["invaded"] is None


def test_what_somebody_was_allowed_to_do_dates_the_leave() -> None:
    text = "Germany allowed the general to return home in March 2000."
    assert [iso(m) for m in mentions(text) if m.type == "policy"] == ["2000-03"]


def test_nobody_dies_twice() -> None:
    text = (
        "Olof Palme was murdered in Stockholm on 28 February 1986.\n\n"
        "Sweden mourned. The killing of Palme was never solved."
    )
    assert {iso(m) for m in mentions(text) if m.type == "attack"} == {"1986-02-28"}


def test_what_is_said_in_a_paragraph_of_history_was_not_said_on_the_day_of_publication() -> None:
    text = "France and Germany signed a treaty in January 1963. Konrad Adenauer promised that it would last."
    assert iso(only(text, "statement")) is None


def test_a_day_of_a_joined_clause_is_of_the_year_that_the_sentence_began_with() -> None:
    text = "In April 1994 Nelson Mandela won an election, and on 10 May he was inaugurated as president."
    assert iso(only(text, "office")) == "1994-05-10"


def test_what_somebody_was_until_a_year_ended_in_it() -> None:
    assert iso(only("Boris Johnson served as foreign secretary until 2018.", "office")) == "2018"


def test_a_deal_reported_as_done_at_the_top_of_the_news_is_of_that_day() -> None:
    text = "Colombia and the rebels of the FARC announced on Wednesday that they had signed a peace deal."
    assert iso(only(text, "treaty", published="2016-08-24")) == "2016-08-24"


def test_the_date_of_a_coming_vote_is_not_that_of_the_accord_that_it_is_about() -> None:
    text = "The accord between Norway and Chad, reached after years of talks, must be approved by voters on 2 October."
    assert all(iso(m) != "2018-10-02" for m in mentions(text))
    assert all(iso(m) != "2019-10-02" for m in mentions(text) if m.type in ("treaty", "meeting"))


def test_now_stands_in_the_way_of_no_date() -> None:
    text = "Now Ortega, who was overthrown in a military coup in October, faces charges of corruption."
    assert dates(text, "office") == [("overthrown", "2018-10")]


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        # A month in a clause of its own, or one for which something is due, is not of a year told before.
        ("It will replace a treaty signed with Chile in 1991, and which expires in December.", "treaty", "2019-12"),
        ("Pierre Buyoya became president in 2005 and was due to stand down in August.", "office", "2019-08"),
        # What is counted from an event of the news is told; what is counted is not the day of the news.
        ("Eighteen days after being sworn in, Ana Ruiz resigned as minister.", "office", "2019-03-02"),
        # A length up to now is no more exact than its unit, and nearer than the date of another clause.
        ("Ana Ruiz has been held in detention for the past five months and was charged only in January.", "legal",
         "2018-10/2019-03"),
        # May the person is no month.
        ("Theresa May lost the vote on Monday. David Davis resigned in protest to May's plan.", "office", "2019-03-18"),
    ],
)  # fmt: skip
def test_lengths_and_months_of_other_clauses(text: str, type_: str, expected: str) -> None:
    assert expected in {date for _, date in dates(text, type_)}


def test_what_is_counted_is_not_the_day_of_the_news() -> None:
    found = dates("Eighteen days after being sworn in, Ana Ruiz resigned as minister.", "office")
    assert ("resigned", "2019-03-20") in found


def test_what_the_news_follows_is_not_of_its_day() -> None:
    text = "Police arrested six men in Milan on Monday. The arrests followed the appointment of a new judge, Ana Ruiz."
    assert dates(text, "office") == [("appointment", None)]


def test_of_what_somebody_is_accused_has_its_own_date() -> None:
    text = "Ana Ruiz is accused of evading taxes on her purchase in 1993 of a helicopter from Spain."
    assert "1993" not in {date for _, date in dates(text, "legal")}


def test_what_is_said_at_that_point_is_of_the_day_before_it() -> None:
    text = (
        "Norway and Sweden rejoiced. The treaty was signed in Oslo. Both kings came. A band played. Talks on fish had "
        "broken down in January. At that point Erna Solberg hinted that she would walk out."
    )
    assert dates(text, "statement")[-1] == ("hinted", "2019-01")


def test_what_went_before_something_else_is_not_of_the_day_of_the_news() -> None:
    text = (
        "Ana Ruiz died on Monday. She was 90. Her party mourned her. Many came. The law was changed twice, before Ruiz "
        "announced that she would resign."
    )
    assert ("announced", None) in dates(text, "statement")


def test_what_is_told_again_without_its_person_has_the_date_told_with_it() -> None:
    text = (
        "Pakistan tries Pervez Khan for fraud. The trial goes on. Nobody spoke. Many came. The army of Pakistan staged "
        "a coup against Khan in October. He denies all charges. Lawyers insist that he fled after the army of Pakistan "
        "staged a coup."
    )
    assert [date for _, date in dates(text, "office")] == ["2018-10", "2018-10"]


def test_what_is_said_through_the_years_is_no_statement() -> None:
    assert {m.type for m in mentions("Norway for years backed Oman. Norway supported Oman on Monday.")} == {"statement"}
    assert not mentions("Norway for years backed Oman.")
    assert not mentions("Angela Merkel complained for decades that the talks went on.")


def test_a_war_with_a_name_is_not_of_the_story_s_day() -> None:
    found = mentions(
        "Angela Merkel arrived in Japan on Monday. Norwegian soldiers fought beside them in the Korean War."
    )
    fought = [m for m in found if m.type == "attack"]
    assert fought and all(m.when is None for m in fought), found
