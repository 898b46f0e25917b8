"""The editor's desk over a real database: corrections win, survive, travel, and can be undone."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from test_store_writer import TO_SCHEMA_3

from dateline import editing, pipeline, store, upkeep
from dateline.editing import By
from dateline.errors import DatelineError
from dateline.model import Event, Query, When
from dateline.store import Writer
from tests.command_line import dump

ADA = By(author="Ada", reason="the printed page")
PACT = (
    "Russia and North Korea signed a treaty in Pyongyang on 19 June 2024. Vladimir Putin visited Vietnam on 20 June "
    "2024. China launched a military exercise on 23 May 2024."
)
AGAIN = "On 19 June 2024 Russia and North Korea signed a treaty. Japan imposed sanctions on Russia on 21 June 2024."
ARTICLES = (("pact.txt", PACT, "The Kite"), ("again.txt", AGAIN, "The Harbour Post"))


def fill(db: Path, articles: tuple[tuple[str, str, str], ...] = ARTICLES) -> Path:
    for name, text, publisher in articles:
        pipeline.ingest_bytes(db, [(name, text.encode())], published="2024-06-22", publisher=publisher)
    return db


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("editing") / "filled.db")


@pytest.fixture
def db(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "news.db"))


def events(db: Path) -> list[Event]:
    shown = store.timeline(db)
    return [store.event(db, found.id).event for found in (*shown.events, *shown.undated)]


def one(db: Path, word: str) -> Event:
    (found,) = [e for e in events(db) if word in (e.title + " ".join(m.evidence for m in e.mentions))]
    return found


def read_again(db: Path) -> None:
    """All articles once more, as better rules would read them, and everything put together anew."""
    with Writer(db) as writer:
        for document in list(writer.documents()):
            pipeline._read_again(writer, [document.id])
        upkeep.merge_anew(writer, whole=True)


def refused(call: Callable[[], object]) -> DatelineError:
    with pytest.raises(DatelineError) as caught:
        call()
    assert "\n" not in str(caught.value)
    return caught.value


def test_what_was_said_shows_everywhere_and_survives_a_re_read(db: Path) -> None:
    before = one(db, "exercise")
    assert (
        editing.change(db, before.id, ADA, date="May 2024", type="attack", title="An exercise", status="planned") == 4
    )
    assert editing.change(db, before.id, ADA, date="May 2024", title=" An  exercise ") == 0
    for _ in range(2):
        event = store.event(db, before.id).event
        assert (event.when, event.type, event.title, event.status) == (
            When.of("2024-05"),
            "attack",
            "An exercise",
            "planned",
        )
        assert [(c.kind, c.found) for c in event.changes] == [
            ("date", "2024-05-23"), ("title", before.title), ("type", before.type), ("status", before.status)
        ]  # fmt: skip
        assert [e.id for e in store.timeline(db, Query(types=("attack",))).events] == [before.id]
        assert [e.id for e in store.timeline(db, Query(words="exercise", statuses=("planned",))).events] == [before.id]
        read_again(db)


def test_what_is_no_date_no_title_or_no_link_is_refused_and_nothing_changed(db: Path) -> None:
    event, whole = one(db, "exercise"), dump(db)
    assert refused(lambda: editing.change(db, event.id, ADA, date="soon", title="x")).code == "E404"
    assert refused(lambda: editing.change(db, event.id, ADA, title=" \u200b ")).code == "E406"
    assert refused(lambda: editing.note(db, event.id, "  ", ADA)).code == "E406"
    assert refused(lambda: editing.merge(db, event.id, event.id, ADA)).code == "E407"
    assert refused(lambda: editing.split(db, event.id, [0], ADA)).code == "E406"
    assert refused(lambda: editing.hide(db, "nobody", ADA)).code == "E206"
    assert refused(lambda: editing.undo(db, "nobody", ADA)).code == "E208"
    add: dict[str, Any] = {"title": "x", "type": "other", "date": "2000"}
    for link in ("javascript:alert(1)", "https://", "http://a b", "/etc/passwd", "http://[::1"):
        assert refused(lambda link=link: editing.add(db, ADA, **add, link=link)).code == "E405"
    assert dump(db) == whole


def test_undo_restores_exactly_and_is_itself_on_record(db: Path) -> None:
    event, before = one(db, "exercise"), events(db)
    editing.change(db, event.id, ADA, date="2000")
    corrected = events(db)
    (date,) = store.corrections(db)
    editing.undo(db, date.correction.id, By(author="Bob", reason="misread"))
    assert events(db) == before
    editing.undo(db, date.correction.id, ADA)  # once more changes nothing
    undone, undo = store.corrections(db)
    assert not undone.holds and undone.state == "undone" and undo.correction.author == "Bob" and undo.holds
    editing.redo(db, date.correction.id, ADA)
    assert events(db) == corrected
    assert [c.correction.kind for c in store.corrections(db)] == ["date", "undo", "undo"]
    assert [c.holds for c in store.corrections(db)] == [True, False, True]
    editing.undo(db, store.corrections(db)[2].correction.id, ADA)
    assert events(db) == before


def test_hidden_merged_and_told_apart(db: Path) -> None:
    before = events(db)
    exercise, sanctions, pact = one(db, "exercise"), one(db, "sanctions"), one(db, "treaty")
    assert pact.mention_count == 2
    editing.hide(db, exercise.id, ADA)
    assert len(events(db)) == len(before) - 1 and refused(lambda: store.event(db, exercise.id)).code == "E206"
    editing.merge(db, pact.id, sanctions.id, ADA)
    merged = store.event(db, pact.id).event
    assert merged.mention_count == 3 and merged.changes[0].said == sanctions.title
    new = editing.split(db, pact.id, [0], ADA)
    assert store.event(db, new).event.mention_count == 1 and store.event(db, pact.id).event.mention_count == 2
    read_again(db)
    assert store.event(db, new).event.mention_count == 1 and store.event(db, pact.id).event.mention_count == 2
    for recorded in store.corrections(db):
        editing.undo(db, recorded.correction.id, ADA)
    assert events(db) == before


def test_an_event_added_by_hand(db: Path, tmp_path: Path) -> None:
    actors = editing.participants((), ["North Korea", "Harbour Board (organisation)", "Jane Roe", "jane roe", " "])
    assert [(p.actor.id, p.actor.kind) for p in actors] == [
        ("PRK", "country"), ("harbour-board", "organisation"), ("jane-roe", "person"),
    ]  # fmt: skip
    id_ = editing.add(
        db, ADA, title="A founding", type="founding", date="9 September 1948", actors=actors, link="https://a.example/b"
    )
    read_again(db)
    event = store.event(db, id_).event
    assert (event.when, event.changes[0].said) == (When.of("1948-09-09"), "https://a.example/b")
    assert store.timeline(db, Query(countries=("PRK",), types=("founding",))).events[0].id == id_
    assert "North Korea" in {c.label for c in store.timeline(db).choices["countries"]}
    alone = tmp_path / "alone.db"
    id_ = editing.add(alone, ADA, title="Alone", type="other", date="unknown")
    assert [e.id for e in store.timeline(alone).undated] == [id_]
    editing.change(alone, id_, ADA, date="1961 or earlier")
    assert store.event(alone, id_).event.when == When.of("../1961")


def test_a_name_keeps_the_part_that_it_had(db: Path) -> None:
    pact = one(db, "treaty")
    kept = editing.participants(pact.participants, ["Russia", "Japan", "Moscow"])
    (russia,) = [p for p in pact.participants if p.actor.id == "RUS"]
    assert (kept[0].actor.id, kept[0].role) == ("RUS", russia.role) and (kept[1].actor.id, kept[1].role) == (
        "JPN",
        "other",
    )
    assert (kept[2].actor.id, kept[2].actor.kind) == ("moscow", "person")
    editing.change(db, pact.id, ADA, actors=kept[:2])
    assert store.event(db, pact.id).event.countries == ("JPN", "RUS")


def desk(db: Path, seed: int, length: int) -> None:
    """What a person does at random."""
    rng = random.Random(seed)
    for nth in range(length):
        shown = events(db)
        event = rng.choice(shown)
        kind = rng.choice(["change", "hide", "merge", "split", "add", "undo", "redo", "note"])
        if kind == "change":
            editing.change(
                db, event.id, ADA, title=f"Title {nth}", date=rng.choice(["2000", "unknown", "1961 or earlier"])
            )
        elif kind == "hide" and len(shown) > 2:
            editing.hide(db, event.id, ADA)
        elif kind == "merge" and len(shown) > 1:
            editing.merge(db, event.id, rng.choice([e.id for e in shown if e.id != event.id]), ADA)
        elif kind == "split" and event.mention_count > 1:
            editing.split(db, event.id, [rng.randrange(event.mention_count)], ADA)
        elif kind == "add":
            editing.add(db, ADA, title=f"By hand {nth}", type="other", date="1999")
        elif kind in ("undo", "redo") and (made := store.corrections(db)):
            getattr(editing, kind)(db, rng.choice(made).correction.id, ADA)
        else:
            editing.note(db, event.id, f"note {nth}", ADA)


@pytest.mark.parametrize("seed", range(12))
def test_step_by_step_whole_and_elsewhere_are_the_same(db: Path, filled: Path, tmp_path: Path, seed: int) -> None:
    """Each correction touches only its surroundings, a re-read does everything anew, a colleague imports the file."""
    desk(db, seed, 10)
    step_by_step = events(db), store.corrections(db)
    with Writer(db) as writer:
        upkeep.merge_anew(writer, whole=True)
    assert (events(db), store.corrections(db)) == step_by_step
    colleague = Path(shutil.copy(filled, tmp_path / "colleague.db"))
    data = editing.export_file(db)
    assert editing.import_file(colleague, data, name="x.jsonl") == (len(step_by_step[1]), 0)
    assert events(colleague) == step_by_step[0] and editing.export_file(colleague) == data
    whole = dump(colleague)
    assert editing.import_file(colleague, data, name="x.jsonl") == (0, len(step_by_step[1]))
    assert dump(colleague) == whole


def test_a_rebuilt_database_gets_them_back_and_says_which_found_nothing(db: Path, tmp_path: Path) -> None:
    pact, exercise = one(db, "treaty"), one(db, "exercise")
    document = exercise.mentions[0].document
    editing.change(db, pact.id, ADA, title="The pact")
    editing.change(db, exercise.id, ADA, title="The exercise")
    pipeline.set_published(db, document, "2024-06-23", author="Ada")
    data = editing.export_file(db)

    # Other ids: the outlet is another one now, and one article is missing.
    rebuilt = fill(tmp_path / "rebuilt.db", (("pact.txt", PACT, "The Paper Kite"),))
    editing.import_file(rebuilt, data, name="x.jsonl")
    assert one(rebuilt, "The exercise").mentions[0].document != document
    assert store.documents(rebuilt)[0].document.published == When.of("2024-06-23")
    assert {r.state for r in store.corrections(rebuilt)} == {"applied"}
    other = fill(tmp_path / "other.db", ARTICLES[1:])
    editing.import_file(other, data, name="x.jsonl")
    states = {r.correction.title or r.correction.kind: r.state for r in store.corrections(other)}
    assert states["The pact"] == "applied" and states["The exercise"] == "lost"
    # ... until the article comes
    fill(other, ARTICLES[:1])
    assert {r.state for r in store.corrections(other)} == {"applied"}
    assert one(other, "The exercise") and store.document(other, document).published == When.of("2024-06-23")


def test_corrections_stay_when_articles_go(db: Path) -> None:
    editing.change(db, one(db, "exercise").id, ADA, title="The exercise")
    with Writer(db) as writer:
        for document in list(writer.documents()):
            writer.remove_document(document.id)
        upkeep.merge_anew(writer, whole=True)
    assert events(db) == [] and store.corrections(db)[0].state == "lost"
    fill(db)
    assert one(db, "The exercise") and store.corrections(db)[0].state == "applied"


# --- files that come from anywhere ---------------------------------------------------------------------------------


def lines(db: Path) -> list[dict[str, Any]]:
    editing.change(db, one(db, "exercise").id, ADA, title="The exercise", date="2000")
    editing.split(db, one(db, "treaty").id, [0], ADA)
    editing.add(db, ADA, title="By hand", type="other", date="2000", actors=editing.participants((), ["Japan"]))
    editing.note(db, one(db, "exercise").id, "two\nlines", ADA)
    return [json.loads(line) for line in editing.export_file(db).decode().splitlines()]


Rows = list[dict[str, Any]]


def by_hand(**changes: Any) -> Callable[[Rows], Rows]:
    """The head and the event added by hand, with something changed."""
    return lambda rows: [rows[0], *({**row, **changes} for row in rows if row.get("kind") == "add")]


def first(**changes: Any) -> Callable[[Rows], Rows]:
    """The head and the first correction (a date), with something changed."""
    return lambda rows: [rows[0], {**rows[1], **changes}]


def about(**changes: Any) -> Callable[[Rows], Rows]:
    """The same, with something changed in what it says of its event."""
    return lambda rows: [rows[0], {**rows[1], "event": {**rows[1]["event"], **changes}}]


def behind_the_head(line: bytes) -> Callable[[Rows], bytes]:
    return lambda rows: json.dumps(rows[0]).encode() + b"\n" + line


HOSTILE: tuple[tuple[str, Callable[[Rows], Any]], ...] = (
    ("E401", lambda rows: b""),
    ("E401", lambda rows: b"\xff\xfe\x00"),
    ("E401", lambda rows: b"\x00" * 1000),
    ("E401", lambda rows: b"[" * 100_000),
    ("E401", lambda rows: b"[]\n"),
    ("E401", lambda rows: rows[1:]),
    ("E401", lambda rows: [{**rows[0], "version": 99}, *rows[1:]]),
    ("E401", lambda rows: b'{"text": "an article"}\n'),
    ("E402", behind_the_head(b"[" * 100_000)),
    ("E402", behind_the_head(b'{"id": NaN}')),
    ("E402", behind_the_head(b'{"id": 1')),
    ("E402", lambda rows: [*rows, []]),
    ("E402", first(kind="drop")),
    ("E402", first(kind=["title"])),
    ("E402", first(extra=1)),
    ("E402", first(made="2026-11-25T10:00:00")),
    ("E402", first(made="9999-12-31T23:59:59+00:00")),
    ("E402", first(made=5)),
    ("E402", first(date="2024-02-30")),
    ("E402", first(date=2024)),
    ("E402", first(author="x" * 1000)),
    ("E402", first(author="a\u202eb")),
    ("E402", first(author=None)),
    ("E402", first(id="../../etc")),
    ("E402", first(event=None)),
    ("E402", about(tellings=[1])),
    ("E402", about(title="\ud800")),
    ("E402", lambda rows: about(tellings=rows[1]["event"]["tellings"] * 600)(rows)),
    ("E402", lambda rows: [*rows, {**rows[1], "reason": "another"}]),
    ("E402", by_hand(link="javascript:alert(1)")),
    ("E402", by_hand(title="")),
    ("E402", by_hand(type="war")),
    ("E402", by_hand(actors=[{"id": "x", "name": "x", "kind": "god", "role": "other", "country": None}])),
    ("E403", first(reason="another")),
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_damaged_or_hostile_file_is_one_sentence_and_changes_nothing(db: Path, number: int) -> None:
    code, damage = HOSTILE[number]
    made = damage(lines(db))
    data = made if isinstance(made, bytes) else "".join(json.dumps(row) + "\n" for row in made).encode()
    whole = dump(db)
    assert refused(lambda: editing.import_file(db, data, name="<b>.jsonl")).code == code
    assert dump(db) == whole


def test_undos_in_a_circle_end_somewhere(db: Path) -> None:
    head, *_ = lines(db)
    circle = [
        {"id": f"{n:016x}", "kind": "undo", "author": "", "reason": "", "made": "2026-01-01T00:00:00+00:00",
         "target": f"{(n + 1) % 3:016x}"}
        for n in range(3)
    ]  # fmt: skip
    data = "".join(json.dumps(row) + "\n" for row in (head, *circle)).encode()
    before = events(db)
    assert editing.import_file(db, data, name="x") == (3, 0)
    assert events(db) == before


def test_what_a_stopped_program_had_recorded_is_applied_later(db: Path) -> None:
    event = one(db, "exercise")
    data = editing.export_file(db)
    editing.change(db, event.id, ADA, title="The exercise")
    data = editing.export_file(db)
    editing.undo(db, store.corrections(db)[0].correction.id, ADA)
    with Writer(db) as writer:  # recorded, and then the lights went out
        writer.ledger.redo(store.corrections(db)[0].correction.id)
        assert writer.ledger.pending
    assert one(db, "exercise").title == event.title
    pipeline.ingest_bytes(db, [])
    assert one(db, "exercise").title == "The exercise" and data


# --- databases of the first version --------------------------------------------------------------------------------


def first_version(db: Path) -> None:
    """Makes a database as the first version left it."""
    import pysqlite3

    with Writer(db) as writer:
        ids = [document.id for document in writer.documents()]
    connection = pysqlite3.connect(str(db))
    connection.executescript(TO_SCHEMA_3)
    for table in ("correction", "found_mention", "found_event", "saved_view"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute(
        """CREATE TABLE correction (n INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, id TEXT NOT NULL,
           field TEXT NOT NULL, value TEXT, author TEXT NOT NULL, reason TEXT NOT NULL, made TEXT NOT NULL,
           undone TEXT) STRICT"""
    )
    for id_, value, undone in ((ids[0], "2024-06-21", "2026-01-02T00:00:00+00:00"), (ids[0], "2024-06-23", None),
                               (ids[1], None, None)):  # fmt: skip
        connection.execute(
            "INSERT INTO correction VALUES (NULL, 'document', ?, 'published', ?, 'Ada', 'why', ?, ?)",
            (id_, value, "2026-01-01T00:00:00+00:00", undone),
        )
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("opened_by", ["reader", "writer"])
def test_an_older_database_is_brought_up_to_date_with_its_corrections(db: Path, opened_by: str) -> None:
    first_version(db)
    if opened_by == "writer":
        Writer(db).close()
    kept = store.corrections(db)
    assert sorted((c.correction.kind, c.holds) for c in kept) == [
        ("published", False), ("published", True), ("published", True), ("undo", True),
    ]  # fmt: skip
    dates = {row.document.published for row in store.documents(db)}
    assert dates == {When.of("2024-06-23"), None}
    editing.change(db, one(db, "exercise").id, ADA, title="The exercise")
    assert one(db, "The exercise")
