"""What the writer promises: the same article once, corrections that win, events that change only where they differ."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import store
from dateline.errors import DatelineError
from dateline.model import Actor, Anchor, Document, Event, EventMention, Link, Participant, Query, Reading, When
from dateline.store.db import reading
from dateline.store.writer import Writer

TEXT = "Russia and North Korea signed a treaty on Wednesday. Its terms were not given."
TO_SCHEMA_5 = """DROP TABLE event_change; DROP TRIGGER event_change_put; DROP TRIGGER event_change_gone;
    DROP TRIGGER event_change_weight; DROP TRIGGER event_change_told; DROP TRIGGER event_change_come;
    DROP TRIGGER event_change_left; DROP TRIGGER event_change_dated; DELETE FROM meta WHERE key = 'changes_from';"""
"""What takes schema 6 back to schema 5."""

TO_SCHEMA_3 = (
    TO_SCHEMA_5
    + """DROP TRIGGER telling_wire; DROP TABLE telling; DROP TABLE block; DROP TABLE happening;
    DROP TABLE event_alias; DROP INDEX mention_gone;
    DROP TABLE sketch; DROP INDEX document_wire;
    ALTER TABLE document DROP COLUMN wire; ALTER TABLE document DROP COLUMN proposed;
    ALTER TABLE document DROP COLUMN date_note; ALTER TABLE document DROP COLUMN published_confidence;"""
)
"""What takes it back to schema 3."""

ANCHOR = Anchor(when=When.of("2024-06-20"), origin="published", reason="The article states its date.")
RUSSIA = Actor(id="RUS", kind="country", name="Russia", country="RUS", aliases=("Moscow",))
KIM = Actor(id="kim-jong-un", kind="person", name="Kim Jong Un", country="PRK")
PARTIES = (
    Participant(actor=RUSSIA, role="source", country="RUS"),
    Participant(actor=KIM, role="target", country="PRK"),
)


def article(**changes: Any) -> Document:
    base = Document(id="a1", name="a1.txt", text=TEXT, title="A treaty", publisher="The Harbour Post")
    return replace(base, **changes)


def mention(document: str = "a1", value: str | None = "2024-06-19", *, start: int = 0, end: int = 52) -> EventMention:
    return EventMention(
        document=document,
        start=start,
        end=end,
        evidence=TEXT[start:end],
        trigger=(23, 29),
        type="treaty",
        when=When.of(value) if value else None,
        when_trace=("Wednesday", "the Wednesday of publication"),
        participants=PARTIES,
        title="Russia and North Korea sign a treaty",
    )


def event(*mentions: EventMention, id: str = "e1", **changes: Any) -> Event:
    base = Event(
        id=id,
        title="Russia and North Korea sign a treaty",
        type="treaty",
        when=mentions[0].when if mentions else None,
        participants=PARTIES,
        mentions=mentions,
        mention_count=len(mentions),
        publishers=("The Harbour Post",),
        importance=0.5,
    )
    return replace(base, **changes)


def dump(path: Path) -> list[Any]:
    """Every row of every table, those behind the full-text index too."""
    with reading(path) as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return [
            (name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names if name != "event_words"
        ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def test_the_same_article_twice_changes_nothing(path: Path) -> None:
    with Writer(path) as writer:
        assert writer.add(article(), ANCHOR, [mention()]) == "added"
        writer.replace_events([event(mention())])
    before, content, version = dump(path), hashlib.sha256(path.read_bytes()).digest(), store.version(path)
    with Writer(path) as writer:
        assert writer.knows(article()) == "a1"
        assert writer.add(article(), ANCHOR, [mention()]) == "known"
        assert (
            writer.add(article(id="other", name="b.txt", title=None, text=TEXT.replace(" ", "\n")), ANCHOR, [])
            == "known"
        )
        assert writer.add(article(), ANCHOR, [mention()], refresh=True) == "known"
        writer.replace_events([event(mention())])
    assert dump(path) == before
    assert hashlib.sha256(path.read_bytes()).digest() == content
    assert store.version(path) == version
    assert any(rows for _, rows in before)


META = {
    "title": ("A treaty", "Another story"),
    "publisher": ("The Harbour Post", "Northern Wire"),
    "published": (When.of("2024-06-20"), When.of("2024-06-21")),
    "url": ("https://harbour.example/1", "https://harbour.example/2"),
}


@pytest.mark.parametrize("field", META)
def test_one_article_while_its_metadata_agree(path: Path, field: str) -> None:
    one, other = META[field]
    blank: dict[str, Any] = dict.fromkeys(META)
    with Writer(path) as writer:
        writer.add(article(**blank), ANCHOR, [])
        assert writer.knows(article(**blank | {field: one})) is None
        assert writer.add(article(id="a2", **blank | {field: one}), ANCHOR, [mention("a2")]) == "updated"
        assert writer.knows(article(id="a2", **blank | {field: one})) == "a1"
        assert writer.add(article(id="a2", **blank | {field: one}), ANCHOR, [mention("a2")]) == "known"
        assert writer.add(article(id="a3", **blank), ANCHOR, []) == "known"
        assert getattr(writer.get_document("a1"), field) == one
        assert [m.document for m in writer.mentions()] == ["a1"]
        assert writer.knows(article(**blank | {field: other})) is None
        assert writer.add(article(id="a4", **blank | {field: other}), ANCHOR, []) == "added"
        assert [d.id for d in writer.documents()] == ["a1", "a4"]


def test_an_article_that_fits_as_it_is_goes_before_one_with_gaps(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(publisher=None, title="One"), ANCHOR, [])
        writer.add(article(id="a2", publisher="Northern Wire", title="Two"), ANCHOR, [])
        assert writer.knows(article(publisher="NORTHERN  wire", title=None)) == "a2"


documents = st.builds(
    article,
    id=st.uuids().map(str),
    title=st.sampled_from([None, "One", "Two"]),
    publisher=st.sampled_from([None, "Harbour", "Wire"]),
    published=st.sampled_from([None, When.of("2024-06-20"), When.of("2024-06")]),
    url=st.sampled_from([None, "https://a.example", "https://b.example"]),
    text=st.sampled_from(["one text", "one\n text", "another text"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(documents, min_size=1, max_size=8))
def test_what_was_added_is_known_whatever_came_between(
    tmp_path_factory: pytest.TempPathFactory, many: list[Document]
) -> None:
    path = tmp_path_factory.mktemp("known") / "x.db"
    with Writer(path) as writer:
        for document in many:
            first = writer.add(document, ANCHOR, [])
            known = writer.knows(document)
            assert known is not None and writer.resolve(document).id == known
            assert first != "added" or known == document.id
        before = dump(path)
        assert {writer.add(document, ANCHOR, []) for document in many} == {"known"}
        assert dump(path) == before


def test_two_papers_with_one_text_are_two_articles(path: Path) -> None:
    with Writer(path) as writer:
        assert writer.add(article(), ANCHOR, [mention()]) == "added"
        assert writer.add(article(id="b1", publisher="Northern Wire"), ANCHOR, [mention("b1")]) == "added"
        assert len(list(writer.mentions())) == 2


def test_ids_are_hashes_and_never_meet(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [])
        with pytest.raises(ValueError, match="hashes"):
            writer.add(article(text="Quite another text."), ANCHOR, [])
        assert writer.get_document("a1").text == TEXT


def test_refresh_replaces_mentions_and_keeps_the_id(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention(value=None)], rules_version="1")
        assert writer.outdated("1") == () and writer.outdated("2") == ("a1",)
        writer.replace_events([event(mention(value=None))])
        assert writer.add(article(id="x"), ANCHOR, [mention("x")], refresh=True, rules_version="2") == "updated"
        assert writer.outdated("2") == ()
        assert list(writer.mentions()) == [mention()]
        # until the next merge the event still shows what it was made of
        assert store.event(path, "e1").event == event(mention(value=None))
        writer.replace_events([event(mention())])
        assert store.event(path, "e1").event == event(mention())
        with reading(path) as connection:
            assert connection.execute("SELECT count(*) FROM mention").fetchone() == (1,)


def test_the_same_mention_twice_in_one_document_is_kept_twice(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention(), mention()])
        assert list(writer.mentions()) == [mention(), mention()]
        assert writer.add(article(), ANCHOR, [mention(), mention()], refresh=True) == "known"
        assert writer.add(article(), ANCHOR, [mention()], refresh=True) == "updated"
        assert list(writer.mentions()) == [mention()]


def test_text_and_offsets_stay_together_when_gaps_are_filled(path: Path) -> None:
    spaced = "\n\n" + TEXT
    with Writer(path) as writer:
        writer.add(article(title=None), ANCHOR, [mention()])
        moved = replace(mention("a2"), start=2, end=54)
        writer.add(article(id="a2", text=spaced), ANCHOR, [moved])
        document, found = writer.get_document("a1"), next(writer.mentions())
        assert document.text[found.start : found.end] == found.evidence


# --- corrections ---------------------------------------------------------------------------------------------------


def test_a_persons_date_wins_survives_and_can_be_undone(path: Path) -> None:
    read = article(published=When.of("2024-06-20"), published_origin="stated in the file")
    with Writer(path) as writer:
        writer.add(read, ANCHOR, [])
        first = writer.ledger.set_published("a1", When.of("2024-06-21"), author="Ada", reason="the printed page")
        assert writer.ledger.set_published("a1", When.of("2024-06-21")) == first
        document = writer.get_document("a1")
        assert (document.published, document.published_origin) == (When.of("2024-06-21"), "given by you")
        assert writer.add(read, ANCHOR, []) == "known"
        assert writer.add(read, ANCHOR, [mention()], refresh=True) == "updated"
        # the article once more, now with the date that the person gave: still the same article
        again = article(id="z", published=When.of("2024-06-21"))
        assert writer.add(again, ANCHOR, []) == "known"
        assert writer.get_document("a1").published == When.of("2024-06-21")
        second = writer.ledger.set_published("a1", None, reason="not certain after all")
        assert writer.get_document("a1").published is None and writer.get_document("a1").published_origin is None
        assert next(writer.documents()).published is None
        assert [row.document.id for row in store.undated_documents(path)] == ["a1"]
        writer.ledger.undo(second)
        assert writer.get_document("a1").published == When.of("2024-06-21")
        assert store.undated_documents(path) == ()
        writer.ledger.undo(first)
        writer.ledger.undo(first)
        assert writer.get_document("a1") == read
        kept = writer.ledger.all()
        assert [(c.correction.kind, c.correction.author, c.holds) for c in kept] == [
            ("published", "Ada", False), ("published", "", False), ("undo", "", True), ("undo", "", True),
        ]  # fmt: skip
        assert [c.correction.id for c in kept[:2]] == [first, second] and kept[0].correction.made.tzinfo is not None
        assert kept[2].correction.target == second and store.corrections(path) == kept


def test_all_that_people_said_of_a_date_can_be_taken_back(path: Path) -> None:
    read = article(published=When.of("2024-06-20"), published_origin="stated in the file")
    with Writer(path) as writer:
        writer.add(read, ANCHOR, [], rules_version="1")
        writer.ledger.set_published("a1", When.of("2024-06-21"))
        writer.ledger.set_published("a1", None)
        writer.ledger.take_back_published("a1")
        assert writer.get_document("a1") == store.document(path, "a1") == read
        assert [c.holds for c in writer.ledger.all() if c.correction.kind == "published"] == [False, False]
        with pytest.raises(DatelineError) as caught:
            writer.ledger.take_back_published("nobody")
        assert caught.value.code == "E205"


def test_what_a_stopped_run_left_undone_is_known(path: Path) -> None:
    with Writer(path) as writer:
        assert not writer.needs_merge
        writer.add(article(), ANCHOR, [mention()], rules_version="1")
    with Writer(path) as writer:  # the run was stopped before the merge
        assert writer.add(article(), ANCHOR, [mention()]) == "known" and writer.needs_merge
        writer.replace_events([event(mention())])
        assert not writer.needs_merge and writer.outdated("1") == ()
        correction = writer.ledger.set_published("a1", When.of("2024-06-21"))
    with Writer(path) as writer:  # ... or before the article was read again with its new date
        assert writer.outdated("1") == ("a1",)
        assert writer.add(article(), ANCHOR, [mention()], refresh=True, rules_version="1") == "updated"
        assert writer.needs_merge and writer.outdated("1") == ()
        writer.ledger.undo(correction)
        assert writer.outdated("1") == ("a1",)
        writer.replace_events([])
        writer.remove_document("a1")
        assert writer.needs_merge


def test_a_date_read_later_lies_under_the_persons(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [])
        correction = writer.ledger.set_published("a1", When.of("2024-06-21"))
        dated = article(id="a2", published=When.of("2024-06-20"))
        assert writer.resolve(dated) == replace(
            dated, id="a1", published=When.of("2024-06-21"), published_origin="given by you"
        )
        assert writer.add(dated, ANCHOR, []) == "updated"
        assert writer.get_document("a1").published == When.of("2024-06-21")
        writer.ledger.undo(correction)
        assert writer.get_document("a1").published == When.of("2024-06-20")


def test_giving_the_persons_date_again_leaves_nothing_behind_when_undone(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [])
        correction = writer.ledger.set_published("a1", When.of("2024-06-21"))
        assert writer.add(writer.get_document("a1"), ANCHOR, [mention()], refresh=True) == "updated"
        writer.ledger.undo(correction)
        assert writer.get_document("a1").published is None


def test_a_correction_holds_again_when_the_article_comes_back(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [])
        writer.ledger.set_published("a1", When.of("2024-06-21"))
        writer.remove_document("a1")
        assert writer.resolve(article()).published == When.of("2024-06-21")
        writer.add(article(), ANCHOR, [])
        assert writer.get_document("a1").published == When.of("2024-06-21")


def test_resolve_leaves_a_new_article_as_it_is(path: Path) -> None:
    with Writer(path) as writer:
        assert writer.resolve(article()) == article()
        writer.add(article(url="https://harbour.example/1"), ANCHOR, [])
        assert writer.resolve(article(id="b", title=None)).url == "https://harbour.example/1"
        assert writer.resolve(article(id="b", title=None)).title == "A treaty"


@pytest.mark.parametrize(
    "call",
    [
        lambda w: w.get_document("nobody"),
        lambda w: store.document(w.path, "nobody"),
        lambda w: w.ledger.set_published("nobody", None),
        lambda w: w.remove_document("nobody"),
        lambda w: w.replace_events([event(mention("nobody"))]),
    ],
)
def test_an_unknown_article_is_said_to_be_unknown(path: Path, call: Any) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention()])
        writer.replace_events([event(mention())])
        before = dump(path)
        with pytest.raises(DatelineError, match="nobody") as caught:
            call(writer)
        assert caught.value.code == "E205"
        assert dump(path) == before
        with pytest.raises(DatelineError) as caught:
            writer.ledger.undo("99")
        assert caught.value.code == "E208"


# --- events and documents that go ----------------------------------------------------------------------------------


def test_only_events_that_changed_are_written(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention(), mention(start=53, end=78)])
        one, two = event(mention()), event(mention(start=53, end=78), id="e2", title="Terms not given")
        writer.replace_events([one, two])
        before, version = dict(dump(path)), store.version(path)
        writer.replace_events(iter([two, one]))
        assert dict(dump(path)) == before and store.version(path) == version
        writer.replace_events([one, replace(two, importance=0.9)])
        assert store.version(path) != version
        assert dict(dump(path))["event_card"] == before["event_card"]
        assert store.event(path, "e2").event.importance == 0.9
        writer.replace_events([one])
        assert [e.id for e in store.timeline(path).events] == ["e1"]
        assert len(list(writer.mentions())) == 2


def test_two_events_with_one_id_are_refused_whole(path: Path) -> None:
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention()])
        writer.replace_events([event(mention())])
        with pytest.raises(ValueError, match="e1"):
            writer.replace_events([event(mention(), title="New"), event(mention())])
        assert store.event(path, "e1").event == event(mention())
        # what was numbered in the transaction that was rolled back is not remembered
        unseen = Actor(id="XYZ", kind="organisation", name="Unseen")
        other = event(mention(), participants=(Participant(actor=unseen, role="other"),))
        with pytest.raises(ValueError, match="e1"):
            writer.replace_events([other, other])
        writer.replace_events([other])
        assert store.event(path, "e1").event == other


def test_an_event_may_show_a_mention_that_merging_changed(path: Path) -> None:
    refined = replace(mention(), confidence=0.9)
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention()])
        writer.replace_events([event(refined)])
        assert store.event(path, "e1").event.mentions == (refined,)
        assert list(writer.mentions()) == [mention()]


def test_removing_an_article_takes_what_hung_on_it_alone(path: Path) -> None:
    both = event(
        mention(), mention("b1"), publishers=("The Harbour Post", "Northern Wire"),
        readings=(
            Reading(field="date", value="2024-06-19", documents=("a1", "b1")),
            Reading(field="date", value="2024-06-20", documents=("b1",)),
            Reading(field="count", value="killed: 12", documents=("a1",)),
            Reading(field="count", value="killed: 15", documents=("b1",)),
            Reading(field="count", value="injured: 30", documents=("a1",)),
            Reading(field="count", value="injured: 40", documents=("b1",)),
        ),
        links=(Link(mention=("b1", 0), other=("a1", 0), reasons=("same day",), score=0.9),),
    )  # fmt: skip
    alone = event(mention("b1", start=53, end=78), id="e2", title="Terms")
    with Writer(path) as writer:
        writer.add(article(), ANCHOR, [mention()])
        writer.add(
            article(id="b1", publisher="Northern Wire"), ANCHOR, [mention("b1"), mention("b1", start=53, end=78)]
        )
        writer.replace_events([both, alone])
        writer.remove_document("b1")
        left = store.timeline(path)
        assert [e.id for e in left.events] == ["e1"] and left.total == 1 and left.documents == 1
        assert left.events[0].publishers == ("The Harbour Post",) and left.events[0].mention_count == 1
        assert [c.value for c in left.choices["publishers"]] == ["The Harbour Post"]
        assert store.event(path, "e1").event == replace(event(mention()), publishers=("The Harbour Post",), readings=())
        assert store.timeline(path, Query(words="Terms")).total == 0
        assert list(writer.mentions()) == [mention()]
        with pytest.raises(DatelineError) as caught:
            store.event(path, "e2")
        assert caught.value.code == "E206"
        writer.remove_document("a1")
        assert store.summary(path).documents == store.summary(path).events == 0


def test_writing_while_iterating(path: Path) -> None:
    """The pipeline reads a document and stores what better rules found in it, one after the other."""
    with Writer(path) as writer:
        for n in range(5):
            writer.add(article(id=f"a{n}", text=f"{TEXT} {n}"), ANCHOR, [mention(f"a{n}")])
        for document in writer.documents():
            assert writer.add(document, ANCHOR, [mention(document.id, None)], refresh=True) == "updated"
        for found in writer.mentions():
            if found.document == "a1":
                writer.remove_document("a3")
            assert found.when is None and found.document != "a3"
        assert [d.id for d in writer.documents()] == ["a0", "a1", "a2", "a4"]


def test_facts_about_the_database(path: Path) -> None:
    with Writer(path) as writer:
        assert dict(writer.meta) == {} and writer.meta.get("sample") is None and not store.summary(path).sample
        writer.meta["sample"] = "yes"
        version = store.version(path)
        writer.meta["sample"] = "yes"
        assert store.version(path) == version and store.summary(path).sample
        assert dict(writer.meta) == {"sample": "yes"} and len(writer.meta) == 1
        del writer.meta["sample"]
        assert not store.summary(path).sample
        with pytest.raises(KeyError):
            del writer.meta["sample"]
        with pytest.raises(ValueError, match="own"):
            writer.meta["generation"] = "0"
