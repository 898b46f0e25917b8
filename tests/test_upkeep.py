"""Merging what has changed in a store gives what merging everything gives, in any order and any batches."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_merge import mention

from dateline import editing, store, upkeep
from dateline.errors import DatelineError
from dateline.merge import blocks, entries, merge
from dateline.model import Anchor, Document, Event, EventMention, When
from dateline.rank import rank
from dateline.store import Writer
from dateline.store.db import reading

ANCHOR = Anchor(when=None, origin="unknown", reason="", confidence=0.0)
NAMES = "abcdef"
WORDS = ("signed a pact", "signed the document in Pyongyang", "visited the capital", "met by the river", "agreed on it")

told = st.builds(
    lambda start, type_, when, who, words, status: (start, type_, when, who, words, status),
    st.integers(0, 30).map(lambda n: n * 20),
    st.sampled_from(["treaty", "visit", "visit", "attack"]),
    st.sampled_from(["2024-06-18", "2024-06-19", "2024-06-20", "2024-06", "2024", "1961", None]),
    st.sampled_from(["RUS PRK", "RUS PRK", "RUS", "PUT PRK", "USA UKR", "CHN PRK", "SUN PRK"]),
    st.sampled_from(WORDS),
    st.sampled_from(["happened", "happened", "planned"]),
)
tellings = st.lists(told, max_size=4, unique_by=lambda t: t[0])
published = st.sampled_from([None, "2024-06-18", "2024-06-20", "2024-09-01", "2001-01-01"])
step = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(NAMES), tellings, published),
    st.tuples(st.just("put"), st.sampled_from(NAMES), tellings, published),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just([]), st.none()),
)
steps = st.lists(st.tuples(step, st.booleans()), min_size=1, max_size=9)


@pytest.fixture(autouse=True, params=[blocks.CROWD, 3], ids=["roomy", "crowded"])
def crowd(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Blocks as they are, and blocks that three mentions crowd, led by two."""
    if request.param == 3:
        for module in (blocks, entries):
            monkeypatch.setattr(module, "CROWD", 3)
            monkeypatch.setattr(module, "LEADERS", 2)
    yield


def document(name: str, mentions: list[EventMention], day: str | None) -> Document:
    text = f"{name} " + " ".join(m.evidence for m in mentions)
    return Document(id=name, name=name, text=text, publisher=f"Outlet {name}", published=When.of(day) if day else None)


def put(writer: Writer, name: str, facts: list[tuple[object, ...]], day: str | None) -> None:
    """Store an article, or, where it is there, read it again as better rules would."""
    found = [
        mention(name, start, type_=type_, when=when, who=who, evidence=words, status=status)  # type: ignore[arg-type]
        for start, type_, when, who, words, status in facts
    ]
    new = document(name, found, day)
    try:
        held = writer.get_document(name)
    except DatelineError:
        writer.add(new, ANCHOR, found, rules_version="1")
    else:
        writer.add(held, ANCHOR, found, refresh=True, rules_version="1")


def take(writer: Writer, what: tuple[str, str, list[tuple[object, ...]], str | None]) -> None:
    kind, name, facts, day = what
    if kind == "put":
        put(writer, name, facts, day)
    else:
        with contextlib.suppress(DatelineError):
            writer.remove_document(name)


def shown(path: Path) -> dict[str, Event]:
    found = store.timeline(path)
    return {e.id: store.event(path, e.id).event for e in (*found.events, *found.undated)}


def from_scratch(writer: Writer) -> dict[str, Event]:
    documents = {d.id: d for d in writer.documents()}
    return {event.id: event for event in rank(merge(writer.mentions(), documents), documents)}


def blocks_in(path: Path) -> set[tuple[int, str, int]]:
    with reading(path) as connection:
        rows = connection.execute(
            """SELECT b.key, d.id, m.start FROM block b JOIN telling t ON t.n = b.telling
               JOIN mention m ON m.n = t.mention JOIN document d ON d.n = m.document"""
        )
        (count,) = connection.execute("SELECT count(*) FROM block").fetchone()
        found = set(rows)
    assert len(found) == count
    return found


@settings(max_examples=60, deadline=None)
@given(steps)
def test_any_order_and_any_batches_give_what_merging_everything_gives(
    history: list[tuple[tuple[str, str, list[tuple[object, ...]], str | None], bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "news.db")
        with Writer(path) as writer:
            for what, merged in history:
                take(writer, what)
                if merged and writer.needs_merge:
                    upkeep.merge_anew(writer)
            upkeep.bring_up_to_date(writer)
            expected = from_scratch(writer)
            assert shown(path) == expected
            kept = blocks_in(path)
            upkeep.merge_anew(writer, whole=True)
            assert shown(path) == expected and blocks_in(path) == kept


@settings(max_examples=40, deadline=None)
@given(steps, st.randoms())
def test_the_order_of_articles_leaves_events_and_ids(
    history: list[tuple[tuple[str, str, list[tuple[object, ...]], str | None], bool]], random: object
) -> None:
    last = {name: (kind, name, facts, day) for (kind, name, facts, day), _ in history if kind == "put"}
    found = []
    for _ in range(2):
        order = list(last.values())
        random.shuffle(order)  # type: ignore[attr-defined]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "news.db")
            with Writer(path) as writer:
                for what in order:
                    take(writer, what)
                    upkeep.bring_up_to_date(writer)
            found.append(shown(path))
    assert found[0] == found[1]


@settings(max_examples=40, deadline=None)
@given(steps)
def test_an_id_that_somebody_has_leads_on_while_anything_is_left_of_its_event(
    history: list[tuple[tuple[str, str, list[tuple[object, ...]], str | None], bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "news.db")
        had: dict[str, set[tuple[str, tuple[int, int]]]] = {}
        with Writer(path) as writer:
            for what, _ in history:
                take(writer, what)
                upkeep.bring_up_to_date(writer)
                now = shown(path)
                there = {(m.document, m.trigger) for event in now.values() for m in event.mentions}
                for id_ in list(had):
                    had[id_] &= there
                    if had[id_]:
                        store.event(path, id_)
                had |= {id_: {(m.document, m.trigger) for m in event.mentions} for id_, event in now.items()}


def test_what_is_kept_of_a_corrected_event_follows_what_else_is_told_of_its_date(tmp_path: Path) -> None:
    path = tmp_path / "news.db"

    def kept() -> list[tuple[object, ...]]:
        with reading(path) as connection:
            return connection.execute("SELECT id, day, weight, importance FROM happening ORDER BY id").fetchall()

    with Writer(path) as writer:
        for n in range(8):
            put(writer, f"n{n}", [(0, "visit", f"19{n}1-07-01", "CHN PRK", f"was{n} seen{n} in{n}", "happened")], None)
        upkeep.bring_up_to_date(writer)
    (first, *_) = sorted(shown(path))
    day = shown(path)[first].when
    editing.change(path, first, editing.By(author="Ada", reason=""), title="The visit")
    before = kept()
    with Writer(path) as writer:
        put(
            writer, "b", [(0, "attack", day.value if day else None, "USA UKR", "fired at the bridge", "happened")], None
        )
        upkeep.bring_up_to_date(writer)
        found = kept()
        upkeep.merge_anew(writer, whole=True)
    assert kept() == found and len(found) == len(before) + 1
    importance = {id_: value for id_, _, _, value in found}
    assert importance[first] != {id_: value for id_, _, _, value in before}[first]


def test_a_mention_that_is_found_twice_is_one(tmp_path: Path) -> None:
    """Where its traces differ a store holds both, and its event is called what merging from scratch calls it."""
    path = tmp_path / "news.db"
    once = mention("a", 0)
    found = [once, replace(once, when_trace=("for another reason",)), replace(once, title="Z")]
    with Writer(path) as writer:
        writer.add(document("a", found, "2024-06-20"), ANCHOR, found, rules_version="1")
        for _ in range(2):
            upkeep.bring_up_to_date(writer)
            expected = from_scratch(writer)
            assert shown(path) == expected
            upkeep.merge_anew(writer, whole=True)
            assert shown(path) == expected
            for n in range(8):  # so much beside it that it is looked at by itself
                put(
                    writer,
                    f"n{n}",
                    [(0, "visit", f"19{n}1-07-01", "CHN PRK", f"was{n} seen{n} in{n}", "happened")],
                    None,
                )
            upkeep.bring_up_to_date(writer)
            writer.add(document("a", found, "2024-06-20"), ANCHOR, found[::-1], refresh=True, rules_version="2")


def test_only_what_is_concerned_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.db"
    years = [str(year) for year in range(1961, 2001)]
    with Writer(path) as writer:
        for year in years:
            put(
                writer,
                f"n{year}",
                [(0, "visit", f"{year}-07-01", "RUS PRK", f"was{year} seen{year} in{year}", "happened")],
                None,
            )
        upkeep.bring_up_to_date(writer)
        read = writer.tellings.read
        seen: set[int] = set()
        monkeypatch.setattr(writer.tellings, "read", lambda numbers: (seen.update(held := set(numbers)), read(held))[1])
        put(writer, "new", [(0, "visit", "1980-07-01", "RUS PRK", "was1980 seen1980 in1980", "happened")], None)
        upkeep.bring_up_to_date(writer)
        assert 2 <= len(seen) <= 6
        assert shown(path) == from_scratch(writer)


def test_a_correction_before_or_after_a_change_elsewhere_gives_the_same(tmp_path: Path) -> None:
    by = editing.By(author="Ada", reason="")
    first = [(0, "visit", "2024-06-19", "RUS PRK", "visited the capital", "happened")]
    again = [
        (0, "visit", "2024-06-19", "RUS PRK", "visited the capital", "happened"),
        *[(40, "treaty", "2024-06-19", "RUS PRK", "signed a pact", "happened")],
    ]
    found = []
    for before in (True, False):
        path = tmp_path / f"{before}.db"
        with Writer(path) as writer:
            put(writer, "a", first, "2024-06-20")  # type: ignore[arg-type]
            upkeep.bring_up_to_date(writer)
        (id_,) = shown(path)
        if before:
            editing.change(path, id_, by, title="The visit")
        with Writer(path) as writer:
            put(writer, "b", again, "2024-06-18")  # type: ignore[arg-type]
            put(writer, "c", first, "2024-06-21")  # type: ignore[arg-type]
            upkeep.bring_up_to_date(writer)
        if not before:
            editing.change(path, id_, by, title="The visit")
        found.append({i: replace(e, changes=()) for i, e in shown(path).items()})
    assert found[0] == found[1] and any(e.title == "The visit" for e in found[0].values())
