"""Which dates of a sentence or of an article's head are not an event's, from sentences of our own."""

from __future__ import annotations

import pytest

from tests.test_events import iso, mentions
from tests.test_events_dates import dates


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        # The happening since which something is the first of its kind has that date, and nothing else has.
        ("The talks in Bonn were the first between Peru and Chile since the 1991 war.", "attack", [("war", "1991")]),
        ("Ana Ruiz paid the first visit to Cuba since the 1991 war.", "visit", [("paid", "2019-03-20")]),
        # Each "when" has the date before it.
        (
            "In 1953, when a soldier shot the king of Nepal, and in 1973, when his son was deposed, all stayed calm.",
            "office", [("deposed", "1973")],
        ),
        # Two dates of two clauses are no list.
        (
            "Ana Ruiz died in a clash with police in January, and last month her rebels fought the army of Peru.",
            "attack", [("died", "2019-01"), ("fought", "2019-02")],
        ),
        ("Peru and Chile fought in the 1965 and 1971 wars.", "attack", [("wars", "1965"), ("wars", "1971")]),
        # What is agreed to be done later this month was not agreed then.
        ("Angela Merkel agreed to meet Emmanuel Macron later this month.", "meeting", [("meet", "2019-03")]),
        # When a paper wrote of it is not when it was.
        ("France had signed a deal with Peru, as a newspaper revealed last week.", "treaty", [("signed", None)]),
        # What could happen does not happen on the day that is over.
        ("If the peace plan agreed on Friday fails, France could send troops to Mali.", "military", [("send", None)]),
        # What has been going on and what is still to come do not share a date.
        (
            "The orchestra, which has been founded again and was last week to perform in Lima, was dissolved.",
            "founding", [("founded", None), ("dissolved", "2019-03-20")],
        ),
        # Years in office, of a map, of another noun in a list, are theirs.
        ("Ana Ruiz, president of Peru from 2001 to 2008, criticised Chile for invading Bolivia.", "attack",
         [("invading", "2019-03-20")]),
        ("Peru signed a deal with Chile based on 1967 borders.", "treaty", [("signed", "2019-03-20")]),
        ("There is a lack of trust in the ballot last August and her problems in appointing ministers.", "office",
         [("appointing", "2019-03-20")]),
        # What goes on and what will be are joined, and each has its own time.
        ("Ana Ruiz is meeting Angela Merkel, and will tomorrow meet Emmanuel Macron.", "meeting",
         [("meeting", "2019-03-20"), ("meet", "2019-03-21")]),
        # What is to be held, hindered or reached is to come.
        ("Angela Merkel hopes to seal a deal in time for a summit on trade to be held in April.", "meeting",
         [("held", "2019-04")]),
        ("Rebels in Peru attacked a town in a bid to derail Saturday's election.", "election",
         [("election", "2019-03-23")]),
        ("Angela Merkel will meet Emmanuel Macron in Rome in two weeks.", "meeting",
         [("meet", "2019-03-31/2019-04-06")]),
        ("The first summit to be held in Lima was opened in 1998.", "meeting", [("opened", "1998")]),
        ("Voters in Peru and Chile say Saturday's election should go ahead.", "election", [("election", "2019-03-23")]),
        # The year of a happening that a thing is named after is not that of a word on it; that of its aftermath is.
        ("Angela Merkel's decision to disband a court is a blow to the legacy of the 2001 invasion.", "policy",
         [("decision", "2019-03-20")]),
        ("Ten protesters were killed in Peru in the aftermath of the 2009 election.", "attack", [("killed", "2009")]),
        # What has to be waited for is to come; what has been done since something was not done then.
        ("Angela Merkel said the deal should not be signed until after the elections in Peru in August.", "election",
         [("elections", "2019-08")]),
        ("The bill will have to be voted on by the parliament of Peru in September.", "vote", [("voted", "2019-09")]),
        ("Since sealing a deal last year, Iran and the United States have held talks.", "meeting",
         [("held", "2019-03-20")]),
        # A range ends where a "when" says so, and a rise is not of the year that it is compared with.
        ("Zia ul-Haq was the dictator of Pakistan from 1977 to 1988, when he died in a crash.", "life",
         [("died", "1988")]),
        ("The government of Peru cut tariffs by 5 per cent from 1985.", "policy", [("cut", "2019-03-20")]),
        # The day on which a debt falls due is that of no event.
        ("France signed a deal with Peru on bonds due April 7, 2027.", "treaty", [("signed", "2019-03-20")]),
        ("France will sign a deal with Peru on a loan repayable by 2030 on April 9.", "treaty",
         [("sign", "2019-04-09")]),
        # How long there was none such before does not say when it will be.
        ("Unions in Peru will begin the largest protest in 20 years.", "protest", [("begin", None)]),
        ("Unions in Peru will begin a protest in two years.", "protest", [("begin", "2021")]),
        # What the verb says of time is not said of the month that a thing is known by.
        ("Angela Merkel will meet Emmanuel Macron after the January deal between Peru and Chile.", "treaty",
         [("deal", "2019-01")]),
        # What is done regularly has no day.
        ("Ana Ruiz regularly held meetings with rebels in Peru.", "meeting", [("held", None)]),
        # It is the meeting that was the first since then, and the attack that was made then.
        ("Calls went on, but this was the first meeting since May 26, when Chile attacked Peru.",
         "attack", [("attacked", "2018-05-26")]),
        # A birth gives its date to nothing else, and what is told with it has no day.
        ("Born on 11 December 1935 in Mirati, Pranab Mukherjee began his political career in Bengal.", "life",
         [("Born", "1935-12-11"), ("began", None)]),
        # The month of an arrest is not that of what followed; who has died did not do so when he came back years ago.
        ("After her arrest in September 2010, Ana Ruiz was sentenced to 11 years in jail in Peru.", "legal",
         [("sentenced", None), ("arrest", "2010-09")]),
        ("Ana Ruiz, who has died aged 92, returned to Afghanistan in April 2002.", "life", [("died", "2019-03-20")]),
        ("Ana Ruiz of Peru could see herself ousted in elections in June.", "election", [("elections", "2019-06")]),
        # What is to come and what is going on do not share a date; on other days nobody knows which.
        ("Ana Ruiz will appear before a court in Peru tomorrow and is facing new charges.", "legal",
         [("appear", "2019-03-21"), ("facing", "2019-03-20")]),
        ("On previous occasions Hugo Chavez has bought arms from Russia.", "treaty", [("bought", None)]),
        ("The agreement envisaged the deployment of EU observers to Georgia by October 1.", "military",
         [("deployment", "2019-10-01")]),
        ("Greece repealed a law from 1972 on Monday.", "policy", [("repealed", "2019-03-18")]),
        # A clause without a verb of its own, and a sentence that is one noun, have their date.
        ("The parliament declared Catalonia a republic on 27 October 2017.", "founding", [("declared", "2017-10-27")]),
        ("A coup followed in 1999.", "office", [("coup", "1999")]),
    ],
)  # fmt: skip
def test_a_date_of_something_else_is_not_the_event_s(
    text: str, type_: str, expected: list[tuple[str, str | None]]
) -> None:
    assert dates(text, type_) == expected


def test_later_this_week_is_next_week_on_a_sunday() -> None:
    text = "The law on marriage in Taiwan comes into effect later this week."
    assert dates(text, "policy", published="2019-05-19") == [("comes", "2019-05-20/2019-05-26")]
    assert dates(text, "policy", published="2019-05-16") == [("comes", "2019-05-13/2019-05-19")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscow and Pyongyang signed a treaty on 6 July 1961.", ("PRK", "SUN")),
        ("Moscow and Pyongyang signed a treaty in 2000.", ("PRK", "RUS")),
        ("Prague signed the pact in 1955.", ("CSK",)),
        ("Russia signed a treaty with China in 1950.", ("CHN", "RUS")),  # in the writer's own word
    ],
)
def test_a_capital_stands_for_the_state_of_the_time(text: str, expected: tuple[str, ...]) -> None:
    assert [m.countries for m in mentions(text) if m.type == "treaty"] == [expected]


def test_a_month_of_a_plan_is_the_one_to_come() -> None:
    text = "Angela Merkel said that the conference in London in January would discuss the war in Mali."
    assert dates(text, "meeting", published="2009-12-02") == [("discuss", "2010-01")]


def test_the_occasion_of_what_was_said_is_over() -> None:
    text = "In a December 31 conversation with Angela Merkel, Emmanuel Macron criticised Peru."
    assert ("conversation", "2009-12-31") in dates(text, "meeting", published="2010-12-01")


def test_a_date_line_above_the_text_is_not_the_day_of_the_story() -> None:
    text = (
        "Wednesday, March 20, 2019\n\nPeru\n\nOn Monday the parliament of Peru voted for a new law. Ana Ruiz, a member "
        "of the opposition, left the hall.\n\nThe parliament rejected two other bills."
    )
    votes = [m for m in mentions(text, published="2019-03-20") if m.type == "vote"]
    assert [iso(m) for m in votes] == ["2019-03-18", "2019-03-18"]
