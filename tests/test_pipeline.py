"""The whole way: the sample articles through the real pipeline, held against what people read in them."""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import extraction, pipeline, read, store
from dateline.errors import DatelineError
from dateline.limits import MAX_MARKS
from dateline.merge import merge
from dateline.model import Document, Event, EventMention
from tests.command_line import dump
from tests.conftest import ROOT

ARTICLES = ROOT / "sample_data" / "articles"
FACTS = ROOT / "sample_data" / "facts.jsonl"
UNDATED = "liberation-tower.txt"
SENSES = tomllib.loads((ROOT / "dateline" / "merge" / "senses.toml").read_text(encoding="utf-8"))
TOGETHER = (
    {"attack", "life", "legal", "disaster", "military", "protest"},
    *(set(row["types"].split()) for row in SENSES.values()),
)
"""Types that one happening may be told by: a man is shot, and dies; talks end with an agreement."""

SAMPLE_HASH = "8a609b2c4c23c090e9ac3a6ba98a924f62e97fac61a4a0e30b17f04fa703d912"
"""Of the articles and facts that the floors below were measured on."""
FACTS_FOUND = 102
"""How many of the 108 hand-checked facts have a mention of that type, date and (by half of the union) countries."""

OWN = (
    "Egypt and Jordan signed a treaty in Amman on Friday. "
    "Egypt and Israel had signed a treaty on 26 March 1979. "
    "The president of Russia, Vladimir Putin, visited Cairo in 2015."
)


def sample_hash() -> str:
    """Changes whenever an article or a fact does."""
    whole = hashlib.sha256()
    for path in (*sorted(ARTICLES.iterdir()), FACTS):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def events_of(db: Path) -> tuple[Event, ...]:
    """All events of a database, with their mentions."""
    shown = store.timeline(db, limit=10 * MAX_MARKS)
    return tuple(store.event(db, event.id).event for event in (*shown.events, *shown.undated))


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """The sample articles by name."""
    found = list(read.documents([ARTICLES]))
    assert all(isinstance(item, Document) for item in found)
    return {item.name: item for item in found if isinstance(item, Document)}


@pytest.fixture(scope="module")
def extractions(documents: dict[str, Document]) -> dict[str, pipeline.Extraction]:
    return {name: extraction.extract_document(document) for name, document in documents.items()}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample articles; tests that change one make their own."""
    db = tmp_path_factory.mktemp("sample") / "sample.db"
    results = pipeline.load_sample(db)
    assert {result.outcome for result in results} == {"added"}
    return db


# what people read in the sample


def found_in(fact: dict[str, Any], extraction: pipeline.Extraction) -> bool:
    """Whether a mention at the place of a fact has its type, its date, and countries that share half of the union."""
    start = extraction.document.text.find(fact["words"])
    assert start >= 0, f"{fact['file']}: {fact['words']!r} is not in the text as it is read"
    wanted = set(fact["countries"])
    for mention in extraction.mentions:
        got = set(mention.countries)
        if (
            mention.start < start + len(fact["words"])
            and start < mention.end
            and mention.type == fact["type"]
            and (mention.when.iso if mention.when else None) == fact["date"]
            and (wanted == got or 2 * len(wanted & got) >= len(wanted | got))
        ):
            return True
    return False


def test_the_sample_is_the_one_that_the_floor_was_measured_on() -> None:
    assert sample_hash() == SAMPLE_HASH


def test_facts_read_by_hand_are_found(extractions: dict[str, pipeline.Extraction]) -> None:
    facts = [json.loads(line) for line in FACTS.read_text(encoding="utf-8").splitlines()]
    missed = [fact for fact in facts if not found_in(fact, extractions[fact["file"]])]
    assert len(facts) == 108
    print("missed:", *(f"{fact['file']}: {fact['words']}" for fact in missed), sep="\n")
    assert len(facts) - len(missed) >= FACTS_FOUND


def test_a_treaty_told_by_three_outlets_is_one_event(sample: Path) -> None:
    pacts = [
        event
        for event in events_of(sample)
        if event.type == "treaty"
        and event.when
        and event.when.value == "2024-06-19"
        and {"PRK", "RUS"} <= set(event.countries)
    ]
    assert len(pacts) == 1
    assert len({mention.document for mention in pacts[0].mentions}) >= 3


def test_an_article_without_a_date_gives_no_day_that_it_does_not_write(
    extractions: dict[str, pipeline.Extraction],
) -> None:
    extraction = extractions[UNDATED]
    assert extraction.document.published is None
    days = {str(m.when.exact_day) for m in extraction.mentions if m.when and m.when.exact_day}
    # "Five days later" is counted from 6 July 1961, which is written.
    assert days <= {"1947-08-15", "1961-07-06", "1961-07-11", "1990-09-30"}
    assert any(m.when is None and m.when_trace for m in extraction.mentions), "'On Thursday' stays open and says why"


# what always holds


def test_every_mention_leads_back_to_its_sentence(sample: Path) -> None:
    events = events_of(sample)
    assert events
    for event in events:
        documents = store.event(sample, event.id).documents
        assert event.mention_count == len(event.mentions) > 0
        for mention in event.mentions:
            text = documents[mention.document].text
            assert text[mention.start : mention.end] == mention.evidence
            assert mention.start <= mention.trigger[0] < mention.trigger[1] <= mention.end
            assert any({mention.type, event.type} <= types for types in ({event.type}, *TOGETHER))
        if event.when is None:
            assert all(mention.when is None for mention in event.mentions)
        else:
            assert event.when in {mention.when for mention in event.mentions}
        assert event.when_trace, f"{event.title}: no reason for its date"
        assert set(event.publishers) == {d.publisher for d in documents.values() if d.publisher}


def test_each_mention_is_told_once(sample: Path, extractions: dict[str, pipeline.Extraction]) -> None:
    told = [(m.document, m.start, m.end, m.type, m.trigger) for event in events_of(sample) for m in event.mentions]
    found = [(m.document, m.start, m.end, m.type, m.trigger) for e in extractions.values() for m in e.mentions]
    assert sorted(told) == sorted(found)


def test_the_timeline_is_the_same_with_and_without_a_database(sample: Path, documents: dict[str, Document]) -> None:
    stored = {event.id: (event.title, event.when, event.importance, event.mentions) for event in events_of(sample)}
    direct = pipeline.timeline(documents.values())
    assert {event.id: (event.title, event.when, event.importance, event.mentions) for event in direct} == stored


def test_reading_again_changes_nothing(tmp_path: Path) -> None:
    db = tmp_path / "twice.db"
    pipeline.load_sample(db)
    before, version = dump(db), store.version(db)
    assert {result.outcome for result in pipeline.load_sample(db)} == {"known"}
    assert dump(db) == before and store.version(db) == version


def test_the_order_of_reading_changes_no_event(sample: Path, tmp_path: Path) -> None:
    db = tmp_path / "backwards.db"
    for path in sorted(ARTICLES.iterdir(), reverse=True):  # one by one: merged after each
        (result,) = pipeline.ingest_paths([path], db)
        assert result.outcome == "added"
    assert events_of(db) == events_of(sample)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32), part=st.floats(min_value=0.2, max_value=1.0))
def test_merging_does_not_depend_on_the_order(
    seed: int, part: float, extractions: dict[str, pipeline.Extraction]
) -> None:
    chance = random.Random(seed)
    chosen = [e for e in extractions.values() if chance.random() < part]
    held = {e.document.id: e.document for e in chosen}
    mentions: list[EventMention] = [m for e in chosen for m in e.mentions]
    before = merge(mentions, held)
    chance.shuffle(mentions)
    assert merge(mentions, dict(reversed(held.items()))) == before
    assert len({event.id for event in before}) == len(before)


def test_a_reprint_is_a_further_source_and_no_further_event(extractions: dict[str, pipeline.Extraction]) -> None:
    """An agency's story that a second outlet prints word for word."""
    held = {e.document.id: e.document for e in extractions.values()}
    mentions = [m for e in extractions.values() for m in e.mentions]
    again = {id_ + "b": replace(document, id=id_ + "b") for id_, document in held.items()}
    dated = [m for m in mentions if m.when and m.type in ("treaty", "visit", "meeting") and m.when.exact_day]
    reprints = [replace(m, document=m.document + "b") for m in dated]
    assert len(merge([*dated, *reprints], held | again)) == len(merge(dated, held))


# dates given by hand


def test_a_date_given_by_hand_moves_what_was_open_and_can_be_taken_back(tmp_path: Path) -> None:
    db = tmp_path / "own.db"
    pipeline.ingest_bytes(db, [("own.txt", OWN.encode())])
    (item,) = store.undated_documents(db)
    before = events_of(db)
    (treaty,) = [event for event in before if event.when is None]
    assert treaty.type == "treaty" and item.events == 1

    pipeline.set_published(db, item.document.id, "2024-06-19")
    dated = events_of(db)
    assert all(event.when for event in dated) and len(dated) == len(before)
    (moved,) = [e for e in dated if e.type == "treaty" and e.when and e.when.value == "2024-06-14"]
    assert moved.when_trace and not store.undated_documents(db)
    assert {e.when for e in before} - {None} <= {e.when for e in dated}, "what was dated stays as it was"

    pipeline.ingest_bytes(db, [("own.txt", OWN.encode())])
    assert events_of(db) == dated, "reading the article again keeps the date that was given"

    pipeline.set_published(db, item.document.id, "")
    assert events_of(db) == before


@pytest.mark.parametrize("value", ["2024", "2024-06"])
def test_a_month_or_year_given_by_hand_makes_no_day(value: str, tmp_path: Path) -> None:
    db = tmp_path / "own.db"
    pipeline.ingest_bytes(db, [("own.txt", OWN.encode())])
    (item,) = store.undated_documents(db)
    pipeline.set_published(db, item.document.id, value)
    days = {event.when.value for event in events_of(db) if event.when and event.when.precision == "day"}
    assert days == {"1979-03-26"}


def test_what_is_no_date_changes_nothing(tmp_path: Path) -> None:
    db = tmp_path / "own.db"
    pipeline.ingest_bytes(db, [("own.txt", OWN.encode())])
    (item,) = store.undated_documents(db)
    before = dump(db)
    for value, document, wanted in (("soon", item.document.id, "E301"), ("2024-02-30", item.document.id, "E301"),
                                    ("2024-06-19", "nobody", "E205")):  # fmt: skip
        with pytest.raises(DatelineError) as raised:
            pipeline.set_published(db, document, value)
        assert raised.value.code == wanted
    assert dump(db) == before


# the sample and a person's own articles


def test_putting_the_sample_away_leaves_a_persons_own_articles(tmp_path: Path) -> None:
    alone, both = tmp_path / "alone.db", tmp_path / "both.db"
    own = "North Korea and Russia signed a treaty in Pyongyang on 19 June 2024. " + OWN
    files = [("own.txt", own.encode())]
    pipeline.ingest_bytes(alone, files, publisher="Own", published="2024-06-20")
    pipeline.load_sample(both)
    pipeline.ingest_bytes(both, files, publisher="Own", published="2024-06-20")
    assert store.summary(both).sample
    shared = [event for event in events_of(both) if "Own" in event.publishers and len(event.publishers) > 1]
    assert shared, "the sample tells the treaty of 19 June 2024 as well"

    assert pipeline.remove_sample(both) == len(list(ARTICLES.iterdir()))
    assert not store.summary(both).sample
    assert events_of(both) == events_of(alone)
    assert [row.document.name for row in store.documents(both)] == ["own.txt"]
    assert pipeline.remove_sample(both) == 0, "a second time there is nothing left to take out"
    assert events_of(both) == events_of(alone)


# reports


def test_each_article_has_its_result_in_order_and_errors_do_not_stop_the_run(tmp_path: Path) -> None:
    files = [("a.txt", OWN.encode()), ("b.txt", b"\x00\x01\xff" * 20), ("c.txt", b""), ("d.txt", b"In 1999 it rained.")]
    seen: list[pipeline.FileResult] = []
    results = pipeline.ingest_bytes(tmp_path / "own.db", files, on_progress=seen.append)
    assert tuple(seen) == results
    assert [result.outcome for result in results] == ["added", "failed", "failed", "added"]
    assert results[0].events == 3 and results[0].name == "a.txt"
    for result in results[1:3]:
        assert result.name in result.message and result.events == 0
    assert {row.document.name for row in store.documents(tmp_path / "own.db")} == {"a.txt", "d.txt"}


def test_nothing_to_read_makes_no_event_and_no_error(tmp_path: Path) -> None:
    db = tmp_path / "empty.db"
    assert pipeline.ingest_bytes(db, []) == ()
    assert store.timeline(db).total == 0
    assert pipeline.timeline([]) == []


def test_an_article_is_removed_with_what_it_alone_told(tmp_path: Path) -> None:
    db = tmp_path / "two.db"
    one = b"On 19 June 2024 Russia and North Korea signed a treaty in Pyongyang."
    two = one + b" On 6 July 1961 the Soviet Union and North Korea signed a treaty in Moscow."
    pipeline.ingest_bytes(db, [("one.txt", one), ("two.txt", two)])
    dates = {e.when.value: len({m.document for m in store.event(db, e.id).event.mentions})
             for e in store.timeline(db).events if e.when}  # fmt: skip
    assert dates == {"1961-07-06": 1, "2024-06-19": 2}
    (second,) = [row.document.id for row in store.documents(db) if row.document.name == "two.txt"]
    pipeline.remove_document(db, second)
    assert [e.when.value for e in store.timeline(db).events if e.when] == ["2024-06-19"]
    with pytest.raises(DatelineError) as caught:
        pipeline.remove_document(db, second)
    assert caught.value.code == "E205"
