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
