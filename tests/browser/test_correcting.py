"""The editor's desk in a real Chromium: correct, re-read, undo, hide, merge, split, add by hand, exchange files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dateline import pipeline, store, upkeep
from dateline.model import Event, When
from dateline.store import Writer
from tests.browser import desk as hand
from tests.browser.test_articles import HOSTILE, foreign

pytestmark = pytest.mark.browser

TEXT = (
    "Russia and North Korea signed a treaty in Pyongyang on 19 June 2024. Vladimir Putin visited Vietnam on 20 June "
    "2024. China launched a military exercise on 23 May 2024."
)
AGAIN = "On 19 June 2024 Russia and North Korea signed a treaty. Japan imposed sanctions on Russia on 21 June 2024."


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    for name, text, publisher in (("one.txt", TEXT, "The Kite"), ("two.txt", AGAIN, "The Harbour Post")):
        pipeline.ingest_bytes(path, [(name, text.encode())], published="2024-06-22", publisher=publisher)
    return path


def one(db: Path, type_: str) -> Event:
    (found,) = [e for e in store.timeline(db).events if e.type == type_]
    return store.event(db, found.id).event


def press(page: Page, name: str) -> None:
    page.locator('[data-testid="stMain"]').get_by_role("button", name=name, exact=True).first.click()
    hand.settled(page)


def on_chart(page: Page) -> dict[str, float]:
    """Where each mark lies, by the event's id."""
    return {mark["id"]: mark["left"] for mark in hand.marks(page)}


def test_a_corrected_day_is_on_the_chart_survives_and_is_undone(
    desk_over: Callable[[Path], str], db: Path, page: Page
) -> None:
    event = one(db, "military")
    address = desk_over(db)
    hand.go(page, f"{address}/?event={event.id}")
    before = on_chart(page)[event.id]
    press(page, "Correct")
    page.get_by_role("textbox", name="Date").fill("31 June 2024")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("'31 June 2024' is no date; write it like 19 June 2024")
    page.get_by_role("textbox", name="Date").fill("13 June 2024")
    page.get_by_role("textbox", name="Why").fill("the ministry's own page")
    page.get_by_role("textbox", name="Your name").fill("Ada")
    press(page, "Save")
    card = hand.expect_card(page)
    expect(card).to_contain_text("Thursday 13 June 2024")
    expect(card).to_contain_text("Date corrected by Ada on")
    expect(card).to_contain_text("the ministry's own page")
    expect(card).to_contain_text("The rules found: 23 May 2024")
    hand.settled(page)
    assert on_chart(page)[event.id] > before + 20

    hand.go(page, f"{address}/?event={event.id}")  # a new visit
    expect(hand.expect_card(page)).to_contain_text("Thursday 13 June 2024")
    with Writer(db) as writer:  # the articles are read again
        pipeline._read_again(writer, [document.id for document in writer.documents()])
        upkeep.merge_anew(writer, whole=True)
    hand.go(page, f"{address}/?event={event.id}")
    expect(hand.expect_card(page)).to_contain_text("Thursday 13 June 2024")
    press(page, "Correct")
    expect(page.get_by_role("textbox", name="Your name")).to_have_value("Ada")
    press(page, "Cancel")
    press(page, "Undo")
    expect(hand.expect_card(page)).to_contain_text("Thursday 23 May 2024")
    hand.settled(page)
    assert abs(on_chart(page)[event.id] - before) < 5
    assert store.event(db, event.id).event == event


def test_hide_merge_and_split(desk_over: Callable[[Path], str], db: Path, page: Page) -> None:
    military, treaty, sanction = one(db, "military"), one(db, "treaty"), one(db, "sanction")
    address = desk_over(db)
    hand.go(page, f"{address}/?event={military.id}")
    press(page, "Hide")
    press(page, "Hide it")
    expect(page.locator(".st-key-card")).to_have_count(0)
    expect(page.get_by_text("Hidden. The page Corrections can show it again.")).to_be_visible()
    hand.settled(page)
    assert military.id not in on_chart(page)
    page.get_by_role("link", name="Corrections").click()
    hand.expect_title(page, "Corrections")
    page.get_by_role("button", name="Show again").first.click()
    expect(page.get_by_text("Undone. The page Corrections can put it back.")).to_be_visible()
    assert store.event(db, military.id).event == military

    hand.go(page, f"{address}/?event={treaty.id}")
    press(page, "Merge")
    page.get_by_role("combobox", name="The other event").click()
    page.get_by_role("option").filter(has_text=sanction.title).click()
    press(page, "Merge them")
    expect(hand.expect_card(page)).to_contain_text(f"with {sanction.title}")
    hand.settled(page)
    assert sanction.id not in on_chart(page)
    assert store.event(db, treaty.id).event.mention_count == 3

    press(page, "Split")
    box = page.locator(".st-key-desk-form label").filter(has_text="sanctions")
    box.click()
    press(page, "Split them off")
    expect(hand.expect_card(page)).to_contain_text("Told apart")
    assert store.event(db, treaty.id).event.mention_count == 2
    assert one(db, "sanction").mention_count == 1


def test_an_event_by_hand_and_hostile_words(desk_over: Callable[[Path], str], db: Path, page: Page) -> None:
    asked = foreign(page)
    address = desk_over(db)
    hand.go(page, address)
    press(page, "Add an event")
    page.get_by_role("textbox", name="What happened").fill(f"Founded {HOSTILE}"[:290])
    page.get_by_role("textbox", name="When").fill("1961 or earlier")
    page.get_by_role("textbox", name="Link").fill("https://evil.test/%3Cimg%3E")
    page.get_by_role("textbox", name="Why").fill(HOSTILE)
    page.get_by_role("textbox", name="Your name").fill("<b>$x$</b> :material/home:")
    press(page, "Add it")
    card = hand.expect_card(page)
    expect(card).to_contain_text("1961 or earlier")
    expect(card).to_contain_text("Founded <img src=http://evil.test/a.png")
    expect(card).to_contain_text("No article tells it")
    (event,) = [e for e in store.timeline(db).events if e.type == "other"]
    assert event.when == When.of("../1961")
    press(page, "Note")
    page.get_by_role("textbox", name="Note").fill(HOSTILE)
    press(page, "Keep the note")
    expect(card).to_contain_text("![x](http://evil.test/b.png)")
    hand.go(page, f"{address}/corrections")
    expect(page.locator('[data-testid="stMain"]')).to_contain_text(":material/home:")
    hand.go(page, f"{address}/?event={one(db, 'treaty').id}")
    press(page, "Merge")
    page.get_by_role("combobox", name="The other event").click()
    expect(page.get_by_role("option").filter(has_text="Founded <img")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.title() != "owned"
    assert page.locator('[src*="evil"], [style*="evil"]').count() == 0
    assert asked == []


def test_on_a_phone_the_form_is_all_in_reach(desk_over: Callable[[Path], str], db: Path, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    event = one(db, "treaty")
    hand.go(page, f"{desk_over(db)}/?event={event.id}")
    press(page, "Correct")
    for name in ("Title", "Date", "Why", "Your name"):
        box = page.get_by_role("textbox", name=name)
        box.scroll_into_view_if_needed()
        place = box.bounding_box()
        assert place
        assert place["x"] >= 0 and place["x"] + place["width"] <= 390
    page.get_by_role("textbox", name="Title").fill("The pact")
    press(page, "Save")
    expect(hand.expect_card(page)).to_contain_text("The pact")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_file_goes_to_a_colleague_and_a_damaged_one_is_refused(
    desk_over: Callable[[Path], str], db: Path, tmp_path: Path, page: Page
) -> None:
    from dateline import editing

    editing.change(db, one(db, "military").id, editing.By(author="Ada"), title="An exercise")
    hand.go(page, f"{desk_over(db)}/corrections")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a file").click()
    saved = tmp_path / "corrections.jsonl"
    waiting.value.save_as(saved)
    assert saved.read_bytes() == editing.export_file(db)
    damaged = tmp_path / "<b>damaged.jsonl"
    damaged.write_bytes(saved.read_bytes()[:-40])
    for file, said in ((saved, "0 new corrections, 1 known already."), (damaged, "nothing was changed.")):
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_text(file.name)).to_be_visible()
        page.get_by_role("button", name="Apply it").click()
        expect(page.locator(".dl-notice").filter(has_text=said)).to_be_visible()
        hand.settled(page)
