"""The editor's desk without a browser: correct, merge, split, hide, note, add by hand, undo, exchange."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import editing as tools
from components import outcome
from dateline import editing, pipeline, store, upkeep
from dateline.editing import By
from dateline.model import Event, When

ROOT = Path(__file__).parent.parent
HOSTILE = "<img src=x onerror=alert(1)> ![a](http://x.test/b.png) $x$ :material/home: :red[x]"
TEXT = (
    "Russia and North Korea signed a treaty in Pyongyang on 19 June 2024. Vladimir Putin visited Vietnam on 20 June "
    "2024. China launched a military exercise on 23 May 2024."
)
AGAIN = "On 19 June 2024 Russia and North Korea signed a treaty. Japan imposed sanctions on Russia on 21 June 2024."


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("desk") / "filled.db"
    for name, text, publisher in (("one.txt", TEXT, "The Kite"), ("two.txt", AGAIN, "The Harbour Post")):
        pipeline.ingest_bytes(db, [(name, text.encode())], published="2024-06-22", publisher=publisher)
    return db


@pytest.fixture
def db(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(filled, tmp_path / "news.db"))
    monkeypatch.setenv("DATELINE_DB", str(path))
    return path


@pytest.fixture
def app(db: Path) -> Iterator[AppTest]:
    yield AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def shown(app: AppTest) -> str:
    assert not app.exception
    return " ".join(element.proto.body for element in app.get("html"))


def one(db: Path, type_: str) -> Event:
    (found,) = [e for e in store.timeline(db).events if e.type == type_]
    return store.event(db, found.id).event


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [button for button in app.button if button.label == label]
    return button.click().run()


def opened(app: AppTest, event: Event, tool: str) -> AppTest:
    app.query_params["event"] = event.id
    app.run()
    return press(app, tool)


def test_a_date_is_corrected_beside_what_the_rules_found_and_taken_back(app: AppTest, db: Path) -> None:
    event = one(db, "military")
    opened(app, event, "Correct")
    assert app.text_input(key="edit-date").value == "23 May 2024"
    app.text_input(key="edit-date").set_value("30 February 2024")
    press(app, "Save")
    assert "&#x27;30 February 2024&#x27; is no date; write it like 19 June 2024" in shown(app)
    assert app.text_input(key="edit-date").value == "30 February 2024"  # what was typed is still there
    app.text_input(key="edit-date").set_value("24 May 2024")
    app.text_input(key="edit-reason").set_value("the ministry's own page")
    app.text_input(key="edit-author").set_value("Ada")
    press(app, "Save")
    assert store.event(db, event.id).event.when == When.of("2024-05-24")
    page = shown(app)
    assert "Friday 24 May 2024" in page and "Date corrected" in page and "Corrected: date." in page
    assert "by Ada on" in page and "the ministry&#x27;s own page" in page
    assert "Said: <b>24 May 2024</b> · The rules found: 23 May 2024" in page
    press(app, "Correct")
    assert app.text_input(key="edit-author").value == "Ada"
    assert "The rules found: 23 May 2024" in shown(app)
    press(app, "Cancel")
    press(app, "Undo")
    assert store.event(db, event.id).event == event and "Undone." in shown(app)


def test_saving_without_a_change_changes_nothing(app: AppTest, db: Path) -> None:
    opened(app, one(db, "military"), "Correct")
    press(app, "Save")
    assert "Nothing was changed." in shown(app) and store.corrections(db) == ()


def test_title_type_status_and_actors(app: AppTest, db: Path) -> None:
    event = one(db, "military")
    opened(app, event, "Correct")
    app.text_input(key="edit-title").set_value("An exercise")
    app.selectbox(key="edit-type").set_value("other")
    app.selectbox(key="edit-status").set_value("planned")
    app.multiselect(key="edit-actors").set_value(["China", "Russia"])
    press(app, "Save")
    found = store.event(db, event.id).event
    assert (found.title, found.type, found.status, found.countries) == (
        "An exercise",
        "other",
        "planned",
        ("CHN", "RUS"),
    )
    assert "Corrected: title, type, status and who takes part." in shown(app)


def test_hiding_closes_the_card_and_the_page_corrections_shows_it_again(app: AppTest, db: Path) -> None:
    event = one(db, "military")
    opened(app, event, "Hide")
    press(app, "Hide it")
    assert "Hidden. The page Corrections can show it again." in shown(app)
    assert event.title not in [e.title for e in store.timeline(db).events]
    assert [link.proto.label for link in app.get("page_link")] == ["1 hidden"]
    app.switch_page("pages/corrections.py").run()
    assert "Hidden events" in shown(app) and "1 correction in force" in shown(app)
    app.button(key=f"undo-hidden-{store.corrections(db)[0].correction.id}").click().run()
    assert store.event(db, event.id).event == event
    assert "Hidden events" not in shown(app)
    press(app, "Put back")
    assert "Hidden events" in shown(app)


def test_merging_offers_the_nearest_first_and_needs_a_choice(app: AppTest, db: Path) -> None:
    event, other = one(db, "treaty"), one(db, "sanction")
    opened(app, event, "Merge")
    press(app, "Merge them")
    assert "Choose the other event first." in shown(app)
    app.selectbox(key="edit-other").set_value(other.id)
    press(app, "Merge them")
    assert store.event(db, event.id).event.mention_count == 3
    assert "Merged" in shown(app) and "The Harbour Post" in shown(app)


def test_two_events_are_kept_apart(app: AppTest, db: Path) -> None:
    opened(app, one(db, "treaty"), "Merge")
    app.selectbox(key="edit-other").set_value(one(db, "sanction").id)
    press(app, "Keep them apart")
    assert store.corrections(db)[0].state == "idle" and "They will be kept apart." in shown(app)


def test_splitting_takes_what_is_ticked(app: AppTest, db: Path) -> None:
    event = one(db, "treaty")
    opened(app, event, "Split")
    press(app, "Split them off")
    assert "Write which of the tellings" in shown(app)
    app.checkbox(key="edit-off-1").check()
    press(app, "Split them off")
    assert store.event(db, event.id).event.mention_count == 1
    assert len([e for e in store.timeline(db).events if e.type == "treaty"]) == 2
    app.run()
    assert "Split" not in [button.label for button in app.button]  # nothing is left to split


def test_a_note_stays_text(app: AppTest, db: Path) -> None:
    opened(app, one(db, "treaty"), "Note")
    app.text_area(key="edit-text").set_value(f"first\n{HOSTILE}")
    press(app, "Keep the note")
    assert "first\n&lt;img src=x onerror=alert(1)&gt;" in shown(app) and "<img" not in shown(app)


def test_an_event_is_added_by_hand(app: AppTest, db: Path) -> None:
    app.run()
    press(app, "Add an event")
    app.text_input(key="hand-title").set_value("A founding")
    press(app, "Add it")
    assert "Write when it happened first" in shown(app)
    app.text_input(key="hand-date").set_value("1961 or earlier")
    app.text_input(key="hand-link").set_value("javascript:alert(1)")
    press(app, "Add it")
    assert "is no address of a page" in shown(app)
    app.text_input(key="hand-link").set_value("https://archive.example/1948")
    app.selectbox(key="hand-type").set_value("founding")
    press(app, "Add it")
    event = one(db, "founding")
    assert (event.title, event.when) == ("A founding", When.of("../1961"))
    page = shown(app)
    assert "added by hand" in page and "No article tells it" in page and "Added by hand" in page
    press(app, "Undo")
    assert not [e for e in store.timeline(db).events if e.type == "founding"] and "Undone." in shown(app)


def test_the_page_lists_all_kinds_and_hostile_words_stay_words(app: AppTest, db: Path) -> None:
    by = By(author=HOSTILE[:60], reason=HOSTILE)
    treaty, sanction = one(db, "treaty"), one(db, "sanction")
    editing.change(db, treaty.id, by, title=HOSTILE, date="unknown", actors=editing.participants((), [HOSTILE]))
    editing.note(db, treaty.id, HOSTILE, by)
    editing.keep_apart(db, treaty.id, sanction.id, by)
    editing.merge(db, treaty.id, sanction.id, by)
    editing.add(db, by, title=HOSTILE, type="other", date="2000", link="https://x.test/?<b>")
    editing.hide(db, one(db, "visit").id, by)
    editing.undo(db, store.corrections(db)[0].correction.id, by)
    pipeline.set_published(db, store.documents(db)[0].document.id, "2024-06-23")
    app.query_params["event"] = one(db, "other").id
    app.run()
    assert "<img" not in shown(app)
    app.switch_page("pages/corrections.py").run()
    page = shown(app)
    assert "<img" not in page and "Undone:" in page and "Article dated 23 June 2024" in page and "Told apart" in page
    for element in (*app.button, *app.checkbox):
        assert "![" not in element.label and "<img" not in element.label


def test_a_lost_correction_is_listed_openly(app: AppTest, db: Path) -> None:
    editing.change(db, one(db, "military").id, By(author="Ada"), title="An exercise")
    with store.Writer(db) as writer:
        for document in list(writer.documents()):
            writer.remove_document(document.id)
        upkeep.merge_anew(writer, whole=True)
    app.run()
    app.switch_page("pages/corrections.py").run()
    assert "Not found again" in shown(app) and "Title: An exercise" in shown(app)


def test_an_empty_history_says_what_the_page_is_for(app: AppTest, monkeypatch: pytest.MonkeyPatch, db: Path) -> None:
    app.run()
    app.switch_page("pages/corrections.py").run()
    assert "What people correct on the timeline is listed here" in shown(app)


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [("date", "../1961", "1961 or earlier"), ("date", None, "no date"), ("date", "odd", "odd"),
     ("type", "visit", "Visit"),
     ("actors", "", "nobody"), ("title", "x", "x")],
)  # fmt: skip
def test_values_in_words(kind: str, value: str | None, said: str) -> None:
    assert outcome.value_in_words(kind, value) == said


def test_the_nearest_events_come_first(db: Path) -> None:
    everything = store.timeline(db)
    order: Callable[[Event], str] = lambda e: e.type  # noqa: E731
    assert [order(e) for e in tools.nearest(one(db, "treaty"), everything)][-1] == "military"
