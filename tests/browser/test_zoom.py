"""Zoom that the program sees, boxes for too many events, the keyboard alone, in a real Chromium."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.dashboard import fill
from dateline import store
from dateline.model import Query
from tests.browser import desk as hand

pytestmark = pytest.mark.browser


# The middle of a year's bar in the strip above the lanes, in the window.
BAR = """(year) => {
  const plot = document.querySelector('.js-plotly-plot'), box = plot.getBoundingClientRect(), size = plot._fullLayout;
  const strip = plot._fullData.find(({ yaxis }) => yaxis === 'y2');
  const x = strip.x.find((each) => String(each).startsWith(String(year)));
  return [box.left + size.xaxis._offset + size.xaxis.d2p(x), box.top + size.yaxis2._offset + size.yaxis2._length - 3];
}"""


def test_a_drag_over_the_chart_shows_more_and_stands_in_the_address(
    desk: str, sample_db: Path, page: Page, tmp_path: Path
) -> None:
    hand.go(page, desk)
    everything = {mark["id"] for mark in hand.marks(page)}
    areas = [area.bounding_box() for area in page.locator(".js-plotly-plot .nsewdrag").all()]
    area = max((area for area in areas if area), key=lambda area: area["height"])
    at = area["y"] + 30
    page.mouse.move(area["x"] + area["width"] * 0.6, at)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.8, at + 2, steps=8)
    page.mouse.up()
    page.wait_for_url(re.compile("zoom="))
    hand.settled(page)
    expect(page.get_by_text(re.compile(r"Zoomed to .*: \d+ events"))).to_be_visible()
    part = {mark["id"] for mark in hand.marks(page)}
    assert part and part < everything
    address = page.url
    page.get_by_role("button", name="Show all years").click()
    expect(page.get_by_text(re.compile("Zoomed to"))).to_have_count(0)
    hand.settled(page)
    assert {mark["id"] for mark in hand.marks(page)} == everything
    assert "zoom=" not in page.url
    hand.go(page, address)
    assert {mark["id"] for mark in hand.marks(page)} == part
    # No button would send the chart to another host, and what is taken along is what the chart shows.
    buttons = page.locator(".modebar-btn").evaluate_all("all => all.map(each => each.dataset.title)")
    assert set(buttons) == {"Zoom", "Pan", "Reset axes", "Fullscreen"}
    taken = csv.DictReader(io.StringIO(hand.saved(page, "CSV", tmp_path).read_text(encoding="utf-8-sig")))
    assert {row["id"] for row in taken} == part
    page.keyboard.press("Escape")
    # A bar of the strip opens its year; a zoom that lies outside of the chosen years is let go.
    page.get_by_role("button", name="Show all years").click()
    expect(page.get_by_text(re.compile("Zoomed to"))).to_have_count(0)
    hand.settled(page)
    page.mouse.move(*page.evaluate(BAR, 2001))
    page.wait_for_selector(".hoverlayer .hovertext")
    page.mouse.down()
    page.mouse.up()
    inside = store.timeline(sample_db, Query(since=date(2001, 1, 1), until=date(2001, 12, 31)))
    expect(page.get_by_text(f"Zoomed to 2001: {inside.total} events")).to_be_visible()
    hand.go(page, f"{desk}/?zoom=2001-01-01/2001-12-31&to=1990")
    assert "zoom=" not in page.url
    assert {mark["id"] for mark in hand.marks(page)} < everything


def test_too_many_events_are_counted_in_boxes_that_open(
    desk_over: Callable[[Path], str], tmp_path: Path, page: Page
) -> None:
    db = tmp_path / "many.db"
    fill(db, 20_000)
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    address = desk_over(db)
    hand.go(page, address)
    expect(page.get_by_text("19,000 dated events are too many to draw one by one")).to_be_visible()
    assert max(received) < 1_000_000
    for name in ("events", "actors", "sources"):
        received.clear()
        hand.go(page, f"{address}/{name}")
        assert max(received) < 1_000_000
    hand.go(page, address)
    box = page.get_by_role("combobox", name="Open the events of")
    box.click()
    page.get_by_role("option").nth(3).click()
    page.wait_for_url(re.compile("zoom="))
    hand.settled(page)
    found = re.search(r"zoom=(\d{4})-01-01%2F(\d{4})-12-31", page.url)
    assert found
    events = store.binned(db, Query(), "type", unit="year", most=50)
    years = range(int(found[1]), int(found[2]) + 1)
    number = sum(n for lane in events for year, n in lane.counts.items() if year in years)
    expect(page.get_by_text(re.compile(f"Zoomed to .*: {number:,} events"))).to_be_visible()
    assert len(hand.marks(page)) == number


def tab_to(page: Page, selector: str, *, most: int = 120) -> None:
    """Presses Tab until the focus is in what the selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def focused(page: Page) -> str:
    """The words on what has the focus."""
    text: str = page.evaluate("(document.activeElement.innerText || document.activeElement.parentElement.innerText)")
    return text.strip()


def test_from_start_to_an_exported_table_by_keyboard_alone(
    desk: str, sample_db: Path, page: Page, tmp_path: Path
) -> None:
    hand.go(page, desk)
    tab_to(page, "input[aria-label='Words']")
    page.keyboard.type("treaty", delay=20)
    page.keyboard.press("Enter")
    expected = store.timeline(sample_db, Query(words="treaty"))
    expect(page.locator(".dl-count").first).to_contain_text(f"{expected.total} event")
    hand.settled(page)
    tab_to(page, ".st-key-export button")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-export-form")).to_be_visible()
    hand.settled(page)
    page.wait_for_function("document.activeElement.closest('.st-key-export-form') !== null")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('.st-key-export button')")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.closest('.st-key-export-form') !== null")
    hand.settled(page)
    for _ in range(12):
        chosen = focused(page)
        if chosen == "CSV":
            break
        page.keyboard.press("ArrowRight")
        if focused(page) == chosen:
            page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Save CSV")).to_be_visible(timeout=60_000)
    hand.settled(page)
    tab_to(page, ".st-key-export-save button, .stDownloadButton button")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    path = tmp_path / "saved.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == expected.total
