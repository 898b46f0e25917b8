"""The page Timeline in a real Chromium: from filter to event to file, and the address that can be passed on."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from dateline import store
from dateline.model import Query
from tests.browser import desk as hand

pytestmark = pytest.mark.browser


def test_from_the_sample_to_an_event_a_picture_and_a_shared_address(
    desk: str, sample_db: Path, page: Page, browser: Browser, tmp_path: Path
) -> None:
    hand.go(page, desk)
    everything = store.timeline(sample_db)
    assert f"{everything.total} events from {everything.documents} articles" in hand.count(page)
    expect(page.get_by_text("Sample data:")).to_be_visible()

    hand.tick(page, "North Korea")
    hand.choose(page, "Leader", "Vladimir Putin")
    people = {c.label: c.value for c in everything.choices["people"]}
    query = Query(countries=("PRK",), people=(people["Vladimir Putin"],))
    outlet = store.timeline(sample_db, query).choices["publishers"][0].value
    hand.choose(page, "Source", outlet)

    query = Query(countries=("PRK",), people=(people["Vladimir Putin"],), publishers=(outlet,))
    expected = store.timeline(sample_db, query)
    assert 0 < expected.total < everything.total
    assert hand.title(page).startswith("North Korea · Vladimir Putin, ")
    assert f"{expected.total} event" in hand.count(page)
    marks = hand.marks(page)
    assert {mark["id"] for mark in marks} == {event.id for event in expected.events}

    mark = hand.alone(marks)
    hand.click_mark(page, mark)
    detail = store.event(sample_db, mark["id"])
    card = hand.expect_card(page)
    expect(card.get_by_role("heading", level=2)).to_have_text(detail.event.title)
    shown = card.locator("blockquote mark").all_inner_texts()
    assert sorted(" ".join(text.split()) for text in shown) == sorted(
        " ".join(mention.evidence.split()) for mention in detail.event.mentions
    )
    for document in detail.documents.values():
        expect(card.get_by_text(document.title or document.name, exact=False).first).to_be_visible()
    for step in detail.event.when_trace:
        expect(card.get_by_text(step.replace(" -> ", " → ")).first).to_be_visible()

    picture = hand.saved(page, "PNG", tmp_path)
    assert has_text(picture)
    table = hand.saved(page, "CSV", tmp_path)
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert len(rows) == expected.total
    assert {row["title"] for row in rows} == {event.title for event in (*expected.events, *expected.undated)}
    for form in ("SVG", "PDF", "JSON"):
        assert hand.saved(page, form, tmp_path).stat().st_size > 500

    other = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    hand.go(other, page.url)
    assert hand.title(other) == hand.title(page)
    assert hand.count(other) == hand.count(page)
    assert {mark["id"] for mark in hand.marks(other)} == {mark["id"] for mark in marks}
    expect(hand.expect_card(other).get_by_role("heading", level=2)).to_have_text(detail.event.title)
    other.context.close()


def has_text(picture: Path) -> bool:
    """Whether a picture holds lines of text: a band at its top, where the title stands, with many short dark runs."""
    image = Image.open(picture).convert("L")
    width, height = image.size
    assert width >= 800
    assert height >= 200
    light = image.getpixel((3, 3)) > 128  # type: ignore[operator]
    found = 0
    for y in range(0, height // 5):
        row = [(value < 110) if light else (value > 150) for value in image.crop((0, y, width, y + 1)).tobytes()]
        found = max(found, sum(1 for a, b in pairwise(row) if b and not a))
    return found >= 20  # strokes of the letters that one line of pixels crosses


def test_a_picture_without_text_is_told_from_one_with_text(tmp_path: Path) -> None:
    bare = tmp_path / "bare.png"
    Image.new("RGB", (1200, 600), "white").save(bare)
    assert not has_text(bare)


def test_what_is_unknown_in_the_address_is_ignored(desk: str, sample_db: Path, page: Page) -> None:
    hand.go(
        page,
        f"{desk}/?country=PRK&country=XYZ&country=%3Cscript%3E&leader=nobody&type=%27%3B--&lanes=bogus"
        "&from=99999&to=abc&event=no-such-event&source=%F0%9F%92%A3&status=planned&status=x",
    )
    expected = store.timeline(sample_db, Query(countries=("PRK",), statuses=("planned",)))
    assert f"{expected.total} event" in hand.count(page)
    expect(page.locator(".st-key-card")).to_have_count(0)
    assert "XYZ" not in page.url
    assert "no-such-event" not in page.url


def test_back_takes_the_last_change_back(desk: str, page: Page) -> None:
    hand.go(page, desk)
    before = hand.count(page)
    hand.tick(page, "North Korea")
    assert hand.count(page) != before
    page.go_back()
    expect(page.locator(".dl-count").first).to_have_text(before)
    hand.settled(page)
    assert "country" not in page.url


def test_a_visit_to_another_page_keeps_the_filters(desk: str, page: Page) -> None:
    hand.go(page, f"{desk}/?country=PRK&lanes=leader")
    before = hand.count(page)
    page.get_by_role("link", name="Method").click()
    hand.expect_title(page, "Method")
    hand.settled(page)
    page.get_by_role("link", name="Timeline").click()
    expect(page.locator(".dl-count").first).to_have_text(before)
    hand.settled(page)
    assert "country=PRK" in page.url
    assert "lanes=leader" in page.url


def test_one_button_clears_all_filters(desk: str, sample_db: Path, page: Page) -> None:
    hand.go(page, f"{desk}/?country=PRK&q=treaty&type=treaty&from=1960&to=2010&lanes=country")
    page.get_by_role("button", name="Clear filters", exact=True).click()
    expect(page.locator(".dl-count").first).to_contain_text(f"{store.timeline(sample_db).total} events")
    hand.settled(page)
    assert page.url == f"{desk}/?lanes=country"


def test_nothing_found_says_what_to_loosen(desk: str, page: Page) -> None:
    hand.go(page, f"{desk}/?country=PRK&q=zebra")
    expect(page.get_by_role("heading", name="Nothing matches all the filters")).to_be_visible()
    way = page.get_by_role("button", name=re.compile(r"Without Words \(\d+ events\)"))
    number = re.search(r"\d+", way.inner_text())
    assert number
    way.click()
    expect(page.locator(".dl-count").first).to_contain_text(f"{number[0]} events")


def test_words_find_events(desk: str, sample_db: Path, page: Page) -> None:
    hand.go(page, desk)
    box = page.get_by_role("textbox", name="Words")
    box.fill("treaty")
    box.press("Enter")
    expected = store.timeline(sample_db, Query(words="treaty")).total
    expect(page.locator(".dl-count").first).to_contain_text(f"{expected} event")
    hand.settled(page)
    assert "q=treaty" in page.url


def test_the_table_opens_events_and_the_lanes_leave_them_open(desk: str, sample_db: Path, page: Page) -> None:
    hand.go(page, f"{desk}/?type=treaty")
    events = store.timeline(sample_db, Query(types=("treaty",))).events
    grid = page.locator(".st-key-table .dvn-scroller").first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 18, "y": 38 + 35 + 17})
    hand.settled(page)
    heading = hand.expect_card(page).get_by_role("heading", level=2)
    expect(heading).to_have_text(events[1].title)
    page.locator(".st-key-w_lanes button").filter(has_text="Country").click()
    hand.settled(page)
    expect(heading).to_have_text(events[1].title)
    assert f"event={events[1].id}" in page.url
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".st-key-card")).to_have_count(0)
    hand.settled(page)
    assert "event=" not in page.url


def test_undated_events_are_listed_with_the_reason(desk: str, sample_db: Path, page: Page) -> None:
    undated = store.timeline(sample_db).undated
    assert undated, "the sample has an article without a date"
    hand.go(page, desk)
    page.get_by_role("button", name=f"{len(undated)} undated").click()
    hand.settled(page)
    assert "list=undated" in page.url
    grid = page.locator(".st-key-table-undated .dvn-scroller").first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 18, "y": 38 + 17})
    hand.settled(page)
    card = hand.expect_card(page)
    expect(card.get_by_role("heading", level=2)).to_have_text(undated[0].title)
    expect(card).to_contain_text("Date not known")
    expect(card).to_contain_text(undated[0].when_trace[-1])

    everything = store.timeline(sample_db)
    disputed = [event for event in (*everything.events, *everything.undated) if event.readings]
    page.get_by_role("button", name=f"{len(disputed)} disputed").click()
    expect(page.locator(".dl-count").first).to_contain_text(f"{len(disputed)} event")
    hand.settled(page)
    assert {mark["id"] for mark in hand.marks(page)} == {event.id for event in disputed if event.when}


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_width_scrolls_sideways(desk: str, browser: Browser, width: int) -> None:
    window = browser.new_context(viewport={"width": width, "height": 844})
    page = window.new_page()
    hand.go(page, desk)
    hand.click_mark(page, hand.alone(hand.marks(page)))
    hand.expect_card(page)
    for place in ("document.documentElement", "document.querySelector('[data-testid=\"stMain\"]')"):
        assert page.evaluate(f"{place}.scrollWidth <= {width}")
    chart = page.locator(".js-plotly-plot").bounding_box()
    assert chart
    if width == 390:
        assert chart["width"] > 340
        sheet = page.locator('.st-key-desk [data-testid="stColumn"]').nth(1).bounding_box()
        assert sheet
        assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=1)
    window.close()


def test_the_chart_is_dark_where_the_viewer_is(desk: str, browser: Browser) -> None:
    window = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    page = window.new_page()
    hand.go(page, desk)
    page.wait_for_function("document.querySelector('.js-plotly-plot')._fullLayout.paper_bgcolor === '#16181b'")
    shown = Image.open(io.BytesIO(page.screenshot())).convert("L")
    dark = sum(1 for value in shown.tobytes() if value < 90)
    assert dark > 0.75 * shown.width * shown.height
    window.close()


@pytest.mark.parametrize("landscape", [False, True])
def test_a_chart_is_whole_on_paper(desk: str, page: Page, landscape: bool) -> None:
    hand.go(page, desk)
    paper = pypdfium2.PdfDocument(page.pdf(format="A4", landscape=landscape))[0]
    text = paper.get_textpage()
    assert {"1950", "1990", "2020"} <= set(text.get_text_bounded().split())
    places = [text.get_rect(n) for n in range(text.count_rects())]
    assert max(right for _, _, right, _ in places) <= paper.get_width()
