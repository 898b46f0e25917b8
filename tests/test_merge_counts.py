"""What a clause counts, and where sources count differently: in merging, store, exports and the card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_store_codec import UNKNOWN

from components import disputes
from dateline import draw, store
from dateline.extraction import extract_document
from dateline.merge import merge
from dateline.merge.counts import Count, counts_in
from dateline.model import Actor, Document, Event, EventMention, Participant, Query, Status, Timeline, When
from dateline.store.writer import Writer

COUNTS = {
    "A bomb killed twelve people and wounded 40": ["killed: 12", "injured: 40"],
    "killing at least fifteen people and wounding 40 others": ["killed: at least 15", "injured: 40"],
    "12 people were killed and 30 injured when the roof fell": ["killed: 12", "injured: 30"],
    "leaving 12 dead and some thirty wounded": ["killed: 12", "injured: some 30"],
    "At least 12 killed, 30 hurt": ["killed: at least 12", "injured: 30"],
    "the death toll rose from 12 to 1,200": ["killed: 1,200"],
    "Police arrested seven people": ["arrested: 7"],
    "more than 200 demonstrators have been detained": ["demonstrators arrested: more than 200"],
    "twenty-one soldiers died": ["soldiers killed: 21"],
    "three Norwegian troops were injured": ["Norwegian soldiers injured: 3"],
    "12 policemen were killed in the raid": ["police officers killed: 12"],
    "The storm left 3,000 people homeless": ["displaced: 3,000"],
    "up to 60 people died": ["killed: up to 60"],
    "two hundred villagers were evacuated": ["villagers evacuated: 200"],
    "twelve deaths": ["killed: 12"],
    "seven miners were still missing": ["miners missing: 7"],
}  # fmt: skip
NONE = (
    "twelve rebels killed a guard",  # what they did
    "two of the twelve were arrested", "twelve more people were killed", "a further four were injured",
    "the other four people were arrested", "including three children killed in the blast",  # parts
    "he was killed twelve years ago", "killed 12 miles north of Bergen", "arrested 12 August", "killed in 1987",
    "2001 was killed", "a 12-year-old was killed", "an earthquake of 6.4 killed cattle",  # no people
    "as many as 20 people feared dead", "12 people may have been killed", "denied that 12 people were killed",
    "more than 500 people were killed since May", "500 people were killed last year",  # longer than the event
    "killed himself and five others", "the driver and two people were killed",  # not all
    "a quake killed more than 26 , 000 people", "left 1,000 people dead or missing", "nobody was killed",
    "one person was arrested", "a chicken farm lost 12 hens, and 30 sheep died",
)  # fmt: skip


@pytest.mark.parametrize("clause", COUNTS)
def test_a_clause_counts_people(clause: str) -> None:
    assert [count.value for count in counts_in(clause)] == COUNTS[clause]


@pytest.mark.parametrize("clause", NONE)
def test_what_is_not_sure_counts_nothing(clause: str) -> None:
    assert counts_in(clause) == ()


@given(st.text(alphabet=st.sampled_from("0123456789,.- abdeiklpo"), max_size=40) | st.text(max_size=40))
def test_no_clause_breaks_it(text: str) -> None:
    for count in counts_in(f"killed {text} people were injured"):
        assert 0 <= count.least <= count.most and count.agrees(count)


def test_a_bound_agrees_with_what_it_allows() -> None:
    def count(text: str) -> Count:
        return counts_in(f"{text} people were killed")[0]

    for one, other in (("at least 12", "15"), ("about 40", "44"), ("up to 60", "58"), ("more than 9", "at least 30")):
        assert count(one).agrees(count(other)) and count(other).agrees(count(one))
    for one, other in (("12", "15"), ("12", "at least 15"), ("about 40", "60"), ("up to 60", "70")):
        assert not count(one).agrees(count(other)) and not count(other).agrees(count(one))


STATE = Actor(id="NOR", kind="country", name="Norway", country="NOR")
PAPERS = {
    name: Document(
        id=name,
        name=name,
        text=f"{text}, the harbour office reports.",
        publisher=f"Outlet {name}",
        published=When.of(day),
    )
    for name, text, day in (
        ("a", "A blast at the port of Bergen on Wednesday killed 12 people", "2024-06-20"),
        ("b", "A blast at the port of Bergen on Wednesday killed 15 people", "2024-06-21"),
        ("c", "A blast at the port of Bergen on Wednesday killed at least 11 people", "2024-06-19"),
        ("d", "A blast at the port of Bergen on Wednesday killed 12 people", "2024-06-22"),
        ("e", "A blast at the port of Bergen on Wednesday killed 90 people", "2024-06-22"),
        ("f", "A blast at the port of Bergen on Wednesday killed 12 people, in all it killed 20 people", "2024-06-22"),
    )
}  # fmt: skip


def told(
    name: str, *, when: str | None = "2024-06-19", type_: str = "attack", status: Status = "happened"
) -> EventMention:
    evidence = PAPERS[name].text.removesuffix(", the harbour office reports.")
    at = evidence.index("killed")
    return EventMention(
        document=name, start=0, end=len(evidence), evidence=evidence, trigger=(at, at + 6), type=type_,
        when=When.of(when) if when else None, when_trace=("because",), status=status,
        participants=(Participant(actor=STATE, role="other", country="NOR"),), title=evidence, confidence=0.8,
    )  # fmt: skip


def event(*mentions: EventMention) -> Event:
    (found,) = merge(mentions, PAPERS)
    return found


def counted(found: Event) -> list[tuple[str, tuple[str, ...]]]:
    return [(reading.value, reading.documents) for reading in found.readings if reading.field == "count"]


def test_counts_that_differ_are_readings_in_the_order_of_publication() -> None:
    assert counted(event(told("b"), told("a"), told("c"), told("d"))) == [
        ("killed: 12", ("a", "d")), ("killed: 15", ("b",)),
    ]  # fmt: skip
    assert counted(event(told("a"), told("c"), told("d"))) == []


def test_what_may_count_another_thing_is_no_reading() -> None:
    assert counted(event(told("a"), told("b", when="2024-06"))) == [], "of a month"
    assert counted(event(told("a"), told("e"))) == [], "seven times as many"
    assert counted(event(told("a"), told("f"))) == [], "two numbers in one article"
    assert counted(event(told("a", when=None), told("b", when=None))) == [], "of no day"


def test_the_readings_of_one_thing_go_with_it_when_an_article_goes(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    found = event(told("a"), told("b"))
    with Writer(path) as writer:
        for name in "ab":
            writer.add(PAPERS[name], UNKNOWN, [told(name)])
        writer.replace_events([found])
        assert store.event(path, found.id).event.readings == found.readings
        assert store.timeline(path, Query(disagreements=("count",))).total == 1
        assert store.outlets(path).differ == {("Outlet a", "Outlet b"): 1}
        writer.remove_document("b")
        assert store.event(path, found.id).event.readings == ()
        assert store.timeline(path, Query(disagreements=("count",))).total == 0


def test_the_card_shows_the_counts_side_by_side_with_the_sentences() -> None:
    other = told("a", when="2024-06-19")
    shown = disputes.readings(event(told("a"), told("b"), other), PAPERS, {})
    assert "The sources count differently" in shown
    assert "<h4>12 killed</h4>" in shown and "<h4>15 killed</h4>" in shown
    assert shown.index("12 killed") < shown.index("15 killed")
    assert "Outlet a" in shown and "Outlet b" in shown
    assert disputes.about(event(told("a"), told("b"))) == "numbers"
    assert disputes.DIFFER.keys() == disputes.ABOUT.keys() == draw.FILTER_VALUES["disagreements"].keys()


def test_an_export_lists_the_counts() -> None:
    found = event(told("a"), told("b"))
    timeline = Timeline(query=Query(), events=(found,), undated=(), total=1, documents=2, years={2024: 1})
    (row,) = json.loads(draw.export(timeline, "json"))["events"]
    assert [(r["field"], r["value"], r["documents"]) for r in row["readings"]] == [
        ("count", "killed: 12", ["a"]), ("count", "killed: 15", ["b"]),
    ]  # fmt: skip


def test_articles_as_they_come_say_how_they_count() -> None:
    texts = {
        "a": "BERGEN, June 20 - A bomb killed 12 people in a market in Bergen, Norway, on Wednesday, police said.",
        "b": "OSLO, June 20 - Fifteen people were killed on Wednesday when a bomb exploded in a market in Bergen, "
        "Norway. Police arrested four men on Thursday.",
        "c": "OSLO, June 21 - At least 10 people were killed in the bombing of a market in Bergen, Norway, on "
        "Wednesday. Police arrested seven men on Thursday in Bergen.",
    }
    articles = {
        name: Document(id=name, name=name, text=text, publisher=name, published=When.of(f"2024-06-2{day}"))
        for (name, text), day in zip(texts.items(), "001", strict=True)
    }
    mentions = [mention for article in articles.values() for mention in extract_document(article).mentions]
    found = [counted(each) for each in merge(mentions, articles)]
    assert [readings for readings in found if readings] == [
        [("killed: 12", ("a",)), ("killed: 15", ("b",))],
        [("men arrested: 4", ("b",)), ("men arrested: 7", ("c",))],
    ]
