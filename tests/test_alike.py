"""The same text again: an agency's in many papers, cut or changed, and newer versions; and what only looks alike."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest
from test_store_writer import ANCHOR, TO_SCHEMA_3

from dateline import alike, pipeline, store
from dateline.model import Document, When
from dateline.rank import parts
from dateline.store import db
from dateline.store.db import SCHEMA_VERSION, sqlite3
from dateline.store.writer import Writer

PARAGRAPHS = [
    "The two presidents signed a treaty on fishing rights in Geneva on Wednesday, after three days of talks that both"
    " sides called frank and useful.",
    "Under the treaty, boats of both countries may fish within forty miles of the islands from April to September, and"
    " a joint commission will meet each spring to set the quotas.",
    "Fishermen in the northern ports had blocked the harbour for a week in protest against the closing of the grounds,"
    " and lifted their blockade when the news of the signing came.",
    "The parliaments of both countries have to approve the treaty before it enters into force; the opposition in the"
    " larger of the two has said that it will vote against it.",
    "A first treaty on the same waters, signed in 1976, lapsed twelve years ago and was never renewed, because the two"
    " sides could not agree on who should patrol the straits.",
    "The commission will have its seat on the largest of the islands, and its first chairman will be named by the"
    " smaller country, the joint statement said.",
]
WIRE = "\n\n".join(PARAGRAPHS)
OTHER = (
    "A court in the capital sentenced the former minister of transport to four years in prison on Thursday for taking"
    " bribes from a builder of bridges. He had denied the charge throughout the trial, which lasted two years, and his"
    " lawyers said that he would appeal. The builder, who had turned himself in, was given a suspended sentence and a"
    " fine. It is the third conviction of a member of that government."
)


def article(id_: str, text: str, **more: object) -> Document:
    return Document(id=id_, name=f"{id_}.txt", text=text, **more)  # type: ignore[arg-type]


def changed() -> dict[str, str]:
    """One agency text as papers print it."""
    return {
        "whole": WIRE,
        "white-space": WIRE.replace("\n\n", "\n \n").replace(", ", ",  "),
        "capitals": PARAGRAPHS[0].upper() + "\n\n" + "\n\n".join(PARAGRAPHS[1:]),
        "quotes": WIRE.replace("frank and useful", "“frank” and “useful”"),
        "cut": "\n\n".join(PARAGRAPHS[:2]),
        "headed": "Peace on the sea at last, writes our desk.\n\n" + "\n\n".join(PARAGRAPHS[:5]),
        "edited": WIRE.replace("three days", "four days").replace("boats", "vessels").replace("spring", "March"),
        "reordered": "\n\n".join([PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[1], *PARAGRAPHS[3:]]),
        "with more": WIRE + "\n\n" + OTHER[:200],
    }


@pytest.mark.parametrize("name", list(changed()))
def test_one_text_however_it_is_printed(name: str) -> None:
    held = [article("a", WIRE), article("b", changed()[name]), article("c", OTHER)]
    assert alike.groups(held) == {"a": "a", "b": "a"}


def test_what_only_looks_alike_is_not_one() -> None:
    quoting = OTHER + " " + PARAGRAPHS[0]
    chance = random.Random(5)
    words = sorted(set(f"{WIRE} {OTHER}".split()))
    digest = "\n\n".join([*PARAGRAPHS, *(" ".join(chance.choices(words, k=200)) for _ in range(6))])
    same_form = [
        f"Stocks closed {way} on {day}. The index of leading shares ended at {level} points, {share} per cent {way}"
        f" from {eve}. {name} led the list, followed by {other}. Volume was {count} million shares."
        for way, day, level, share, eve, name, other, count in (
            ("higher", "Monday", 4_120, 1.2, "Friday", "Northern Mills", "Lamp Oil", 310),
            ("lower", "Tuesday", 4_075, 1.1, "Monday", "Harbour Rail", "Kite Paper", 287),
        )
    ]
    told_anew = " ".join(" ".join(reversed(p.split(", "))) for p in reversed(PARAGRAPHS)).replace("treaty", "pact")
    held = [article(str(n), text) for n, text in enumerate([WIRE, OTHER, quoting, digest, *same_form])]
    found = alike.groups(held)
    assert found == {"1": "1", "2": "1"}, "a quoted paragraph, a digest, a form and the same facts make no copy"
    assert alike.shingles(told_anew) != alike.shingles(WIRE)


def test_short_texts_are_one_only_word_for_word() -> None:
    held = [article("a", "No report today."), article("b", "No  report today."), article("c", "No report tonight.")]
    assert alike.groups(held) == {"a": "a", "b": "a"}


@pytest.mark.parametrize("seed", range(8))
def test_the_store_groups_as_the_function_does_in_any_order(tmp_path: Path, seed: int) -> None:
    held = [
        article(f"{n:02}", text, publisher=f"Paper {n}") for n, text in enumerate([*changed().values(), OTHER, OTHER])
    ]
    expected = alike.groups(held)
    random.Random(seed).shuffle(held)
    with Writer(tmp_path / "a.db") as writer:
        for document in held:
            writer.add(document, ANCHOR, [])
        assert {d.id: d.wire for d in writer.documents() if d.wire} == dict(expected)
        gone, *_ = held
        writer.remove_document(gone.id)
        left = alike.groups(held[1:])
        assert {d.id: d.wire for d in writer.documents() if d.wire} == dict(left)
        writer.add(gone, ANCHOR, [])
        assert {d.id: d.wire for d in writer.documents() if d.wire} == dict(expected)


def test_thirty_papers_with_one_agency_text_are_one_independent_source(tmp_path: Path) -> None:
    text = "Vladimir Putin and Kim Jong Un signed a treaty in Pyongyang on 19 June 2024. " + WIRE
    cuts = [text, text + "\n\n(Agency)", text.rsplit("\n\n", 1)[0], "PYONGYANG - " + text]
    files = [(f"{n}.txt", cuts[n % 4].encode()) for n in range(30)]
    alone = tmp_path / "one.db"
    many = tmp_path / "thirty.db"
    pipeline.ingest_bytes(alone, files[:1], published="2024-06-20", publisher="Paper 0")
    for n, file in enumerate(files):
        pipeline.ingest_bytes(many, [file], published="2024-06-20", publisher=f"Paper {n}")
    rows = store.documents(many)
    assert len(rows) == 30 and len({row.document.wire for row in rows}) == 1
    assert all(len(row.copies) == 29 and row.newer is None for row in rows)
    event = max(store.timeline(many).events, key=lambda e: len(e.publishers))
    detail = store.event(many, event.id)
    assert len(detail.event.publishers) == 30, "thirty publishers"
    assert parts(detail.event, detail.documents).sources == 0.25, "one independent source"
    independent = {id_: replace(d, wire=None) for id_, d in detail.documents.items()}
    assert parts(detail.event, independent).sources == 1.0
    (single,) = [e for e in store.timeline(alone).events if e.title == event.title][:1]
    assert parts(store.event(alone, single.id).event, store.event(alone, single.id).documents).sources == 0.25


def test_a_newer_version_is_known_as_such(tmp_path: Path) -> None:
    older = article("1", WIRE, publisher="The Lamp", published=When.of("2024-06-19"))
    newer = article("2", WIRE + "\n\nUpdated with a reaction.", publisher="The Lamp", published=When.of("2024-06-20"))
    elsewhere = article("3", WIRE, publisher="The Kite", published=When.of("2024-06-21"))
    with Writer(tmp_path / "a.db") as writer:
        for document in (older, newer, elsewhere):
            writer.add(document, ANCHOR, [])
    found = {row.document.id: row.newer for row in store.documents(tmp_path / "a.db")}
    assert found == {"1": "2", "2": None, "3": None}


def test_schema_3_learns_what_carries_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Writer(path) as writer:
        for n, text in enumerate([WIRE, OTHER, *changed().values()]):
            writer.add(article(f"{n:02}", text, publisher=f"Paper {n}"), ANCHOR, [])
    before = store.documents(path)
    db._pool.clear()
    with sqlite3.connect(path) as older:
        older.executescript(TO_SCHEMA_3 + "PRAGMA user_version = 3;")
    assert store.documents(path) == before
    with Writer(path) as writer:
        assert writer.needs_merge
        assert writer._connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_a_thousand_copies_cost_no_more_than_each_its_own(tmp_path: Path) -> None:
    variants = itertools.cycle(changed().values())
    with Writer(tmp_path / "a.db") as writer:
        for n in range(300):
            writer.add(article(f"{n:04}", next(variants), publisher=f"Paper {n}"), ANCHOR, [])
        assert len({d.wire for d in writer.documents()}) == 1
