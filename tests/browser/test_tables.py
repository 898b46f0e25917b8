"""The pages Events, Actors and Sources in a real Chromium."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from dateline import store
from dateline.model import Query
from tests.browser import desk as hand

pytestmark = pytest.mark.browser

LINK, DATE = 88, 150
"""Where columns of the table on the page Events begin, in pixels from its edge, and a little more."""


@pytest.fixture
def copied(sample_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_db, tmp_path / "own.db"))


def test_cells_are_corrected_in_place_and_many_rows_at_once(
    desk_over: Callable[[Path], str], copied: Path, page: Page
) -> None:
    before = store.timeline(copied, Query(types=("treaty",)))
    events = before.events
    hand.go(page, f"{desk_over(copied)}/events?type=treaty")
    assert "Events: What happened" in hand.title(page)
    hand.write(page, 0, DATE, "14 August 1946")
    hand.settled(page)
    expect(page.get_by_text("1 correction of 1 event, not saved yet")).to_be_visible()
    page.get_by_role("textbox", name="Your name").fill("Ada Reyes")
    page.get_by_role("textbox", name="Why").fill("the archive")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    hand.settled(page)
    found = store.event(copied, events[0].id).event
    assert found.when and found.when.value == "1946-08-14"
    assert (found.changes[0].author, found.changes[0].reason) == ("Ada Reyes", "the archive")

    hand.cell(page, 2, 30)
    hand.settled(page)
    hand.cell(page, 3, 30)
    hand.settled(page)
    expect(page.get_by_text("2 events ticked")).to_be_visible()
    page.get_by_role("button", name="Hide", exact=True).click()
    expect(page.get_by_text("Hidden: 2 events.")).to_be_visible()
    hand.settled(page)
    assert store.hidden(copied) == 2
    assert f"{before.total - 2} events" in hand.count(page)


def test_what_is_no_date_is_said_and_stays_in_the_table(
    desk_over: Callable[[Path], str], copied: Path, page: Page
) -> None:
    hand.go(page, f"{desk_over(copied)}/events?type=treaty")
    hand.write(page, 0, DATE, "soon")
    hand.settled(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("'soon' is no date")
    hand.settled(page)
    expect(page.get_by_text("1 correction of 1 event, not saved yet")).to_be_visible()
    page.get_by_role("button", name="Give up").click()
    expect(page.get_by_text("not saved yet")).to_have_count(0)
    assert store.corrections(copied) == ()


def test_an_event_is_opened_by_keyboard_alone(desk: str, page: Page) -> None:
    hand.go(page, f"{desk}/events?type=treaty&country=PRK")
    page.locator(".stDataFrame [data-testid='data-grid-canvas']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    hand.settled(page)
    open_it = page.get_by_role("button", name="Open it")
    expect(open_it).to_be_visible()
    open_it.focus()
    page.keyboard.press("Enter")
    hand.settled(page)
    hand.expect_card(page)
    assert "event=" in page.url


def test_what_was_typed_waits_while_filters_and_pages_change(
    desk_over: Callable[[Path], str], copied: Path, page: Page
) -> None:
    """Who filters for the next event to mend must not lose what was typed for the one before."""
    first = store.timeline(copied, Query(types=("treaty",))).events[0]
    hand.go(page, f"{desk_over(copied)}/events?type=treaty")
    hand.write(page, 0, DATE, "14 August 1946")
    expect(page.get_by_text("1 correction of 1 event, not saved yet")).to_be_visible()
    hand.tick(page, "United States")
    expect(page.get_by_text("1 correction of 1 event (1 not in the table now), not saved yet")).to_be_visible()
    page.get_by_role("link", name="Sources", exact=True).first.click()
    hand.expect_title(page, "Sources")
    page.get_by_role("link", name="Events", exact=True).first.click()
    hand.expect_title(page, "Events: ")
    hand.tick(page, "United States")
    expect(page.get_by_text("1 correction of 1 event, not saved yet")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    found = store.event(copied, first.id).event
    assert found.when
    assert found.when.value == "1946-08-14"


def test_a_row_ticked_before_a_filter_stays_ticked(desk: str, page: Page) -> None:
    """A table with other rows is another one: a tick that it overtakes is carried into it."""
    hand.go(page, f"{desk}/events?type=treaty&country=PRK")
    hand.cell(page, 1, 30)
    hand.settled(page)
    expect(page.get_by_text("1 event ticked")).to_be_visible()
    hand.tick(page, "Soviet Union")  # more events than before, this one among them
    expect(page.get_by_text("1 event ticked")).to_be_visible()


def opened_by_click(page: Page) -> Page:
    """The tab that the first row's link opens; once more where a busy browser lost the click."""
    for wait in (10_000, 30_000):
        with contextlib.suppress(TimeoutError), page.context.expect_page(timeout=wait):
            hand.cell(page, 0, LINK)
        if len(page.context.pages) > 1:
            return page.context.pages[-1]
    pytest.fail("no tab was opened")


def test_each_event_has_a_link_to_itself(desk: str, sample_db: Path, page: Page) -> None:
    """In a cell for the mouse, and beside the tools for whoever ticks its row: an anchor, for keyboard and screen."""
    event = store.timeline(sample_db, Query(types=("treaty",), countries=("PRK",))).events[0]
    hand.go(page, f"{desk}/events?type=treaty&country=PRK")
    hand.cell(page, 0, 30)
    hand.settled(page)
    link = page.get_by_role("link", name="See it on the timeline")
    assert f"event={event.id}" in str(link.get_attribute("href"))
    other = opened_by_click(page)
    other.wait_for_selector(".st-key-card", timeout=60_000)
    expect(other.locator(".dl-event")).to_have_text(event.title)
    assert f"event={event.id}" in other.url


def test_in_a_narrow_window_the_table_begins_with_dates_and_titles(desk: str, browser: Browser) -> None:
    window = browser.new_context(viewport={"width": 390, "height": 844})
    page = window.new_page()
    hand.go(page, f"{desk}/?type=treaty&country=PRK")
    canvas = page.locator(".st-key-rows .stDataFrame [data-testid='data-grid-canvas']")
    canvas.focus()
    expect(canvas).to_contain_text(re.compile(r"^DateEvent\d"))  # as it is read out
    window.close()


def heat_cell(page: Page, row: int, column: int) -> dict[str, float]:
    """Where a cell of the heat map lies in the window."""
    found: dict[str, float] = page.evaluate(
        """([row, column]) => {
        const plots = [...document.querySelectorAll('.js-plotly-plot')];
        const plot = plots.find(p => p._fullData.some(t => t.type === 'heatmap'));
        plot.scrollIntoView({block: 'center'});
        const box = plot.getBoundingClientRect(), size = plot._fullLayout;
        return {left: box.left + size.xaxis._offset + size.xaxis.d2p(column),
                top: box.top + size.yaxis._offset + size.yaxis.d2p(row), value: plot._fullData[0].z[row][column] || 0};
      }""",
        [row, column],
    )
    return found


def test_an_actor_has_its_own_timeline_and_a_cell_leads_to_both(desk: str, sample_db: Path, page: Page) -> None:
    hand.go(page, f"{desk}/actors?actor=person:vladimir-putin")
    assert hand.title(page) == "Vladimir Putin"
    events = store.timeline(sample_db, Query(people=("vladimir-putin",)))
    assert f"{events.total} events" in hand.count(page)
    assert {mark["id"] for mark in hand.marks(page)} == {event.id for event in events.events}
    expect(page.get_by_role("region", name="Offices with their dates")).to_be_visible()

    box = page.get_by_role("combobox", name="Actor")
    box.click()
    box.press_sequentially("North Korea", delay=15)
    page.get_by_role("option").filter(has_text="North Korea · State").first.click()
    hand.settled(page)
    assert hand.title(page) == "North Korea"
    assert "actor=country" in page.url
    others = store.counterparts(sample_db, "country", "PRK", "country")
    place: dict[str, float] = {}
    column = 0
    for column in range(30):
        place = heat_cell(page, 0, column)
        if place["value"]:
            break
    page.wait_for_timeout(300)
    place = heat_cell(page, 0, column)
    for _ in range(3):  # Plotly takes no click while it still draws what the pointer is over, on a busy machine
        page.mouse.move(place["left"] - 3, place["top"] - 2)
        page.mouse.move(place["left"], place["top"], steps=3)
        page.wait_for_selector(".hoverlayer .hovertext")
        page.mouse.down()
        page.mouse.up()
        with contextlib.suppress(TimeoutError):
            page.wait_for_url(re.compile("match=all"), timeout=10_000)
            break
    hand.settled(page)
    assert "country=PRK" in page.url
    assert f"country={others[0].id}" in page.url
    assert f"{int(place['value'])} event" in hand.count(page)

    # The network of those who take part with it, by keyboard; a circle leads to the events of both.
    hand.go(page, f"{desk}/actors?actor=country:PRK")
    page.locator(".st-key-actor-how button").filter(has_text="Among themselves").click()
    ring = page.locator(".st-key-actor-network").get_by_role("application")
    expect(ring).to_be_visible()
    hand.settled(page)
    ring.focus()
    ring.press("ArrowRight")
    said = page.locator(".st-key-actor-network").get_by_role("status")
    expect(said).to_contain_text(re.compile(r"\w+: \d+ events? \(1 of \d+\)"))
    ring.press("Enter")
    page.wait_for_url(re.compile("match=all"))
    hand.settled(page)
    assert hand.title(page).startswith("North Korea and ") or " and North Korea" in hand.title(page)


def test_an_outlet_shows_what_it_alone_tells(desk: str, sample_db: Path, page: Page) -> None:
    hand.go(page, f"{desk}/sources")
    outlets = store.outlets(sample_db).outlets
    # The cells of a heat map by keyboard: what they hold is read out, and Enter leads to what both outlets tell.
    cells = page.locator(".st-key-outlets-both").get_by_role("application")
    cells.focus()
    cells.press("ArrowRight")
    said = page.locator(".st-key-outlets-both").get_by_role("status")
    expect(said).to_contain_text(f"{outlets[0].name} and ")
    number = re.search(r": (\d+) event", said.inner_text())
    cells.press("Enter")
    page.wait_for_url(re.compile("all=source"))
    hand.settled(page)
    assert number
    assert hand.count(page).startswith(number[1]) or f" {number[1]} event" in hand.count(page)
    hand.go(page, f"{desk}/sources")
    grid = page.locator(".st-key-outlets .dvn-scroller").first
    grid.click(position={"x": 18, "y": hand.ROW + hand.ROW + 17})
    hand.settled(page)
    box = page.locator(".st-key-outlet-card")
    expect(box.get_by_role("heading")).to_have_text(outlets[1].name)
    expect(box).to_contain_text(f"{outlets[1].alone} events that no other outlet tells")
    box.get_by_role("button", name="See what it alone tells").click()
    hand.expect_title(page, "What happened")
    hand.settled(page)
    assert f"{outlets[1].alone} event" in hand.count(page)
    assert "told=1" in page.url


def test_more_filters_count_under_each_other_and_stand_in_the_address(desk: str, sample_db: Path, page: Page) -> None:
    hand.go(page, f"{desk}/?country=PRK&country=RUS&match=between")
    both = store.timeline(sample_db, Query(countries=("PRK", "RUS"), match="between"))
    assert f"{both.total} events" in hand.count(page)
    assert hand.title(page).startswith("Between North Korea and Russia") or "Russia and North Korea" in hand.title(page)
    page.get_by_role("button", name="More filters").click()
    hand.settled(page)
    choice = both.choices["speakers"][0]
    hand.choose(page, "Speaker", choice.label)
    assert f"{choice.count} event" in hand.count(page)
    assert "speaker=" in page.url
    address = page.url
    page.get_by_role("button", name="Clear filters", exact=True).click()
    expect(page.locator(".dl-count").first).to_contain_text(f"{store.timeline(sample_db).total} events")
    hand.go(page, address)
    assert f"{choice.count} event" in hand.count(page)


def test_a_view_is_kept_under_a_name_opened_and_removed(
    desk_over: Callable[[Path], str], copied: Path, page: Page
) -> None:
    address = desk_over(copied)
    hand.go(page, f"{address}/?country=PRK&type=treaty&lanes=leader")
    before = hand.count(page)
    page.get_by_role("button", name="Views").click()
    page.get_by_role("textbox", name="Name of this view").fill(
        "Treaties ![x](http://evil.test/v.png) of :red[Pyongyang]"
    )
    page.get_by_role("button", name="Save this view").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    (kept,) = store.saved_views(copied)
    assert kept.address == "country=PRK&type=treaty&lanes=leader"
    hand.go(page, f"{address}/?lanes=type")
    page.get_by_role("button", name="Views").click()
    panel = page.get_by_test_id("stPopoverBody")
    way: Any = panel.locator(".st-key-view-open-0 button")
    expect(way).to_have_text(re.compile(r"Treaties !\[x\]\(http"))
    way.click()
    expect(page.locator(".dl-count").first).to_have_text(before)
    hand.settled(page)
    assert "lanes=leader" in page.url
    if not panel.is_visible():
        page.get_by_role("button", name="Views").click()
    panel.locator(".st-key-view-remove-0 button").first.click()
    expect(page.get_by_text("A view keeps filters")).to_be_visible()
    assert store.saved_views(copied) == ()
