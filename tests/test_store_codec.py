"""The nouns go into the database and come out equal, whatever they hold. Also the generators of the store's tests."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import store
from dateline.model import (
    EVENT_TYPES,
    STATUSES,
    Actor,
    Anchor,
    Change,
    Document,
    Event,
    EventMention,
    Link,
    Office,
    Participant,
    Reading,
    When,
)
from dateline.store.codec import (
    UNDATED,
    decode_actor,
    decode_when,
    encode_actor,
    encode_when,
    normalise,
    number_day,
    sound,
    span,
    text_hash,
)

EDTF = (
    "1961", "2024-03", "2024-06-19", "2024-06-19/2024-06-20", "199X", "19XX", "2024-22", "2024-24", "1945~", "1945?",
    "../1961", "2014/..", "0001", "9999-12-31", "2014-11/2015-02", "0001-01-01/9999-12-31",
)  # fmt: skip
COUNTRIES = ("RUS", "PRK", "SUN", "USA")
PEOPLE = ("vladimir-putin", "kim-jong-un", "xi-jinping")
WORDS = ("treaty", "Treatise", "visit", "Pyongyang", "sanctions", "sanction", "Ünion", "müde")

texts = st.text(st.characters(codec="utf-8"), max_size=30)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
whens = st.one_of(
    st.sampled_from(EDTF).map(When.of),
    days.map(When.day),
    st.builds(
        When,
        texts,
        st.none() | days,
        st.none() | days,
        st.sampled_from(["day", "month", "season", "year", "decade", "century", "span", "open"]),
    ),
)
offices = st.builds(
    Office, title=texts, country=st.sampled_from(COUNTRIES), start=st.none() | days, end=st.none() | days
)
actors = st.builds(
    Actor,
    id=texts,
    kind=st.sampled_from(["country", "person", "IGO", "organisation"]),
    name=texts,
    country=st.none() | st.sampled_from(COUNTRIES),
    aliases=st.lists(texts, max_size=2).map(tuple),
    offices=st.lists(offices, max_size=2).map(tuple),
)
participants = st.builds(
    Participant,
    actor=actors,
    role=st.sampled_from(["source", "target", "other"]),
    country=st.none() | st.sampled_from(COUNTRIES),
)
lines = st.lists(texts, max_size=3).map(tuple)
shares = st.floats(0, 1)


def mentions(document: str) -> st.SearchStrategy[EventMention]:
    """Mentions of one document."""
    number = st.integers(0, 2**40)
    return st.builds(
        EventMention,
        document=st.just(document),
        start=number,
        end=number,
        evidence=texts,
        trigger=st.tuples(number, number),
        type=st.sampled_from(EVENT_TYPES),
        when=st.none() | whens,
        when_trace=lines,
        participants=st.lists(participants, max_size=3).map(tuple),
        plover=st.none() | texts,
        speaker=st.none() | texts,
        outlet=st.none() | texts,
        status=st.sampled_from(STATUSES),
        title=texts,
        confidence=shares,
        trace=lines,
    )


changes = st.builds(
    Change,
    correction=texts,
    kind=texts,
    author=texts,
    reason=texts,
    made=texts,
    found=st.none() | texts,
    said=st.none() | texts,
)

readings = st.builds(
    Reading, field=st.sampled_from(["date", "actors", "status", "count"]), value=texts, documents=lines
)
ends = st.tuples(texts, st.integers(0, 9_999))
links = st.builds(Link, mention=ends, other=ends, reasons=lines, score=shares)


@st.composite
def events(draw: Any, document: str) -> Event:
    """An event with mentions in one document."""
    told = tuple(draw(st.lists(mentions(document), max_size=3)))
    return Event(
        id=draw(texts),
        title=draw(texts),
        type=draw(st.sampled_from(EVENT_TYPES)),
        when=draw(st.none() | whens),
        when_trace=draw(lines),
        status=draw(st.sampled_from(STATUSES)),
        participants=tuple(draw(st.lists(participants, max_size=3))),
        mentions=told,
        mention_count=len(told),
        publishers=draw(lines),
        importance=draw(shares),
        changes=tuple(draw(st.lists(changes, max_size=2))),
        readings=tuple(draw(st.lists(readings, max_size=2))),
        links=tuple(draw(st.lists(links, max_size=2))),
    )


UNKNOWN = Anchor(when=None, origin="unknown", reason="Nothing in the text tells when it was written.")


@given(st.none() | whens)
def test_a_when_comes_back_equal(when: When | None) -> None:
    assert decode_when(encode_when(when)) == when


def test_a_plain_date_is_stored_as_its_own_text() -> None:
    for value in EDTF:
        assert encode_when(When.of(value)) == value
    odd = When("2003", date(2003, 1, 1), date(2003, 4, 30), "month")
    assert encode_when(odd) == '["2003","2003-01-01","2003-04-30","month"]'


@given(actors)
def test_an_actor_comes_back_equal(actor: Actor) -> None:
    assert decode_actor(encode_actor(actor)) == actor


@given(days)
def test_days_as_integers_keep_their_order(day: date) -> None:
    first, last = span(When.day(day))
    assert first == last and number_day(first) == day
    assert first // 10_000 == day.year and first // 100 % 100 == day.month


def test_open_bounds_and_no_date() -> None:
    assert span(When.of("../1961")) == (0, 19611231)
    assert span(When.of("2014/..")) == (20140101, 99_999_999)
    assert span(None) == UNDATED and UNDATED[0] > UNDATED[1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(mentions("d"), max_size=4), st.builds(Anchor, when=st.none() | whens, origin=st.just("inferred"),
                                                      reason=texts, confidence=shares))  # fmt: skip
def test_mentions_and_anchors_come_back_equal(told: list[EventMention], anchor: Anchor) -> None:
    with tempfile.TemporaryDirectory() as folder, store.Writer(Path(folder, "x.db")) as writer:
        writer.add(Document(id="d", name="d", text="some words"), anchor, told)
        found = list(writer.mentions())
        assert sorted(map(repr, found)) == sorted(map(repr, told))
        assert [(m.start, m.end) for m in found] == sorted((m.start, m.end) for m in told)
        assert store.documents(writer.path)[0].anchor == anchor


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(events("d"), max_size=4, unique_by=lambda event: event.id))
def test_events_come_back_equal(merged: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder, store.Writer(Path(folder, "x.db")) as writer:
        writer.add(Document(id="d", name="d", text="some words"), UNKNOWN, [])
        writer.replace_events(merged)
        for event in merged:
            assert store.event(writer.path, event.id).event == event


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Document,
        id=texts,
        name=texts,
        text=texts,
        title=st.none() | texts,
        publisher=st.none() | texts,
        published=st.none() | whens,
        published_origin=st.none() | texts,
        url=st.none() | texts,
        language=texts,
    )
)
def test_a_document_comes_back_equal(document: Document) -> None:
    with tempfile.TemporaryDirectory() as folder, store.Writer(Path(folder, "x.db")) as writer:
        assert writer.add(document, UNKNOWN, []) == "added"
        assert writer.get_document(document.id) == document
        assert list(writer.documents()) == [document]


def test_half_a_surrogate_pair_is_replaced_in_place(tmp_path: Path) -> None:
    """``\\ud83d`` alone, as a broken JSON file holds it, cannot be written as UTF-8; offsets must not move."""
    broken = "A \ud83d B signed"
    assert sound(broken) == "A \ufffd B signed" and sound("é😀") == "é😀"
    mention = EventMention(
        document="d\udc00", start=4, end=12, evidence="\ud83d B", trigger=(0, 1), type="other", when=None, when_trace=()
    )
    document = Document(id="d\udc00", name="\ud800", text=broken, title="\udfff", publisher="\ud800")
    with store.Writer(tmp_path / "x.db") as writer:
        assert writer.add(document, UNKNOWN, [mention]) == "added"
        assert writer.add(document, UNKNOWN, [mention]) == "known"
        writer.replace_events([Event(id="\ud800", title="\ud800", type="other", when=None, mentions=(mention,))])
        assert len(writer.get_document("d\udc00").text) == len(broken)
        assert next(writer.mentions()).evidence == "\ufffd B"
    assert store.event(tmp_path / "x.db", "\ud800").event.title == "\ufffd"
    assert store.timeline(tmp_path / "x.db", store_query("\ud800 B")).total == 1


def store_query(words: str) -> Any:
    from dateline.model import Query

    return Query(words=words)


def test_the_same_words_have_the_same_hash() -> None:
    assert text_hash("Kim  and\r\nPutin\u00a0met.\n") == text_hash("Kim and Putin met.")
    assert text_hash("Se\u0301oul") == text_hash("S\u00e9oul")
    assert text_hash("Kim met Putin.") != text_hash("Putin met Kim.")
    assert normalise(" \t\n") == ""
