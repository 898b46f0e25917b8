"""Where an article comes back to what it has told: what does and what must not; stored, printed, shown."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from test_store_writer import ANCHOR, article, event, mention

from dateline import store
from dateline.cli import event_row, mention_row
from dateline.extraction import extract_document
from dateline.model import Document, EventMention, When
from dateline.plain import event_from, plain_event
from dateline.store.db import SCHEMA_VERSION, sqlite3
from dateline.store.writer import Writer

PUBLISHED = When.of("2024-06-20")

# An article, and the words that come back with the trigger to which each leads.
AGAIN = [
    (
        "A 6.1-magnitude earthquake struck the Indonesian province of Aceh on Tuesday. The quake was felt in Medan.",
        {"quake": "struck"},
    ),
    (
        "A gunman shot three people at a mosque in Norway on Monday. Police closed the road after the shooting.",
        {"shooting": "shot"},
    ),
    (
        "Police in Kenya arrested the mayor Peter Otieno on Friday. Crowds gathered in the streets after his arrest.",
        {"arrest": "arrested"},
    ),
    (
        "Russia and North Korea signed a treaty in Pyongyang on Wednesday. Western states condemned the pact.",
        {"pact": "signed"},
    ),
    (
        "A bomb exploded at a market in Baghdad on Sunday. Nobody has said who was behind the attack.",
        {"attack": "exploded"},
    ),
    (
        "Nurse shot in Manila\nA nurse was shot on Monday outside a hospital in Manila, police said.",
        {"shot": "shot"},  # a headline that is no mention of its own
    ),
    (
        "The government of Chile dismissed its police chief Luis Soto on Monday. His dismissal had been expected.",
        {"dismissal": "dismissed"},
    ),
    (
        "Twelve people were killed in a fire in Dhaka on Saturday. Two of the dead are children.",
        {"dead": "killed"},
    ),
]


@pytest.mark.parametrize(("text", "leads"), AGAIN, ids=[text[:30] for text, _ in AGAIN])
def test_words_that_come_back_lead_to_their_mention(text: str, leads: dict[str, str]) -> None:
    assert {text[s:e]: text[slice(*m.trigger)] for m in told(text) for s, e in m.again} == leads


NOT_AGAIN = [
    "A 6.1-magnitude earthquake struck Aceh in Indonesia on Tuesday. Another earthquake is expected.",
    "A gunman shot three people in Norway on Monday. It was the third shooting this year.",
    "Police in Kenya arrested the mayor Peter Otieno on Friday. The arrest of Grace Wanjiru had been quieter.",
    "A bomb exploded at a market in Baghdad on Sunday. The attack of 3 May 2019 had been worse.",
    "Three people were killed in Baghdad on Sunday. The mayor was not killed.",
    "Two soldiers were killed in Mali on Sunday. A court charged a man with murder.",
    "Peru elected a president on Sunday. The fire brigade was on alert.",
    "A bomb exploded in Baghdad on 3 May. A bomb exploded in Mosul on 9 May. Nobody spoke of either. "
    + "The weather was fine, and people went to the markets and the parks as on any other day of the year. " * 4
    + "The explosion was heard far away.",
]


@pytest.mark.parametrize("text", NOT_AGAIN, ids=[text[:60] for text in NOT_AGAIN])
def test_another_happening_is_not_taken_for_the_one_told(text: str) -> None:
    assert not [text[s:e] for m in told(text) for s, e in m.again]


def told(text: str) -> tuple[EventMention, ...]:
    return extract_document(document(text)).mentions


def document(text: str) -> Document:
    return Document(id="a", name="a.txt", text=text, published=PUBLISHED, publisher="The Harbour Post")


def test_what_is_printed_of_mentions_says_nothing_of_it() -> None:
    first, *_ = told(AGAIN[0][0])
    assert first.again
    assert mention_row(first, "a") == mention_row(replace(first, again=()), "a")


def test_a_timeline_lists_it_with_its_mention() -> None:
    text = AGAIN[0][0]
    first, *_ = told(text)
    row = event_row(event(first), {"a": document(text)})
    ((start, end),) = first.again
    assert row["mentions"] == [
        {
            "doc": "a.txt", "start": first.start, "end": first.end, "trigger": list(first.trigger),
            "publisher": "The Harbour Post",
        },
        {
            "doc": "a.txt", "start": start, "end": end, "trigger": [start, end], "publisher": "The Harbour Post",
            "again": True,
        },
    ]  # fmt: skip


def test_it_is_kept_as_plain_values() -> None:
    first, *_ = told(AGAIN[0][0])
    values = json.loads(json.dumps(plain_event(first)))
    assert event_from(values) == first
    del values["again"]
    assert event_from(values) == replace(first, again=())


def test_it_is_stored_and_leads_to_the_event(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    told_twice = replace(mention(), again=((53, 56), (4, 8)))
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [told_twice])
        writer.replace_events([event(told_twice)])
    assert store.event(path, "e1").event.mentions == (told_twice,)
    title = "Russia and North Korea sign a treaty"
    assert [(t.start, t.end, t.event, t.title) for t in store.told_again(path, "a1")] == [
        (4, 8, "e1", title),
        (53, 56, "e1", title),
    ]
    assert store.told_again(path, "not there") == ()


def test_schema_6_has_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention()])
        writer.replace_events([event(mention())])
    with closing(sqlite3.connect(path)) as older:
        older.execute("PRAGMA user_version = 6")
    assert store.told_again(path, "a1") == ()
    with closing(sqlite3.connect(path)) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert store.event(path, "e1").event.mentions == (mention(),)
