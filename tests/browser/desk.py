"""What the browser tests do again and again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Position, TimeoutError, expect

ROOT = Path(__file__).parent.parent.parent


ROW = 33
"""Height of a row of a table, its head too, in pixels."""

# The page has run, has all its parts, and its chart was drawn for the width that the page has.
READY = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.dataset.testScriptState !== 'notRunning') return false;
  if (document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')) return false;
  for (const key of ['chart', 'bins', 'actor-heat', 'actor-network', 'outlets-both', 'outlets-differ']) {
    const place = document.querySelector('.st-key-' + key);
    if (!place) continue;
    const plot = place.querySelector('.dl-plot > [data-wanted]');
    if (!plot || plot.dataset.drawn !== plot.dataset.wanted) return false;
  }
  const ruler = document.querySelector('[data-drawn-for]');
  if (!ruler) return !document.querySelector('.dl-plot');
  return Math.abs(ruler.getBoundingClientRect().width - Number(ruler.dataset.drawnFor)) < 20;
}"""


def settled(page: Page) -> None:
    """Waits until the page is ready and stays so for a moment."""
    for pause in (350, 0):
        page.wait_for_function(READY, timeout=60_000)
        page.wait_for_timeout(pause)


def go(page: Page, address: str) -> None:
    """Opens an address and waits until the page is drawn."""
    page.goto(address)
    page.wait_for_selector(".dl-title", timeout=60_000)
    settled(page)


def title(page: Page) -> str:
    """The page's title."""
    return page.locator(".dl-title").first.inner_text()


def expect_title(page: Page, text: str) -> None:
    """Waits for a page with this title; for a moment the page before it may still stand beside it."""
    expect(page.locator(".dl-title").filter(has_text=text)).to_be_visible(timeout=120_000)
    settled(page)
    expect(page.locator(".dl-title")).to_have_count(1)


def count(page: Page) -> str:
    """The line under the title."""
    return page.locator(".dl-count").first.inner_text()


def facet(page: Page, label: str) -> Locator:
    """A list of the sidebar that takes several values."""
    return page.locator(".stMultiSelect").filter(has_text=label).first


def choose(page: Page, label: str, wanted: str) -> None:
    """Types into a list of the sidebar and takes the first match.

    Once more if the list closed meanwhile: what is typed into the very moment of a redraw is lost.
    """
    box = page.get_by_role("combobox", name=label, exact=True)
    for last in (False, True):
        box.click()
        page.wait_for_timeout(400)
        if not page.get_by_role("option").count():  # the list closes where the click scrolled the sidebar
            box.press("ArrowDown")
        expect(page.get_by_role("option").first).to_be_visible()
        box.press_sequentially(wanted, delay=15)
        try:
            page.get_by_role("option").filter(has_text=wanted).first.click(timeout=15_000)
            break
        except TimeoutError:
            if last:
                raise
            page.keyboard.press("Escape")
            settled(page)
    settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    settled(page)


def tick(page: Page, country: str) -> None:
    """Ticks a country's row."""
    page.locator(".st-key-countries label").filter(has_text=country).first.click()
    settled(page)


def marks(page: Page) -> list[dict[str, Any]]:
    """The marks that stand for events, with their id and their place in the window, as Plotly knows them."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => {
        const plot = document.querySelector('.js-plotly-plot');
        const box = plot.getBoundingClientRect();
        const out = [];
        plot._fullData.forEach((trace, t) => {
          if (!trace.customdata || trace.visible !== true || trace.type !== 'scatter') return;
          const size = plot._fullLayout;
          const xa = size[trace.xaxis.replace('x', 'xaxis')], ya = size[trace.yaxis.replace('y', 'yaxis')];
          trace.x.forEach((x, i) => {
            const data = trace.customdata[i];
            const id = Array.isArray(data) ? data[0] : data;
            if (!id || x === null) return;
            out.push({id, left: box.left + xa._offset + xa.d2p(x), top: box.top + ya._offset + ya.d2p(trace.y[i])});
          });
        });
        return out;
      }"""
    )
    return found


def symbols(page: Page) -> list[tuple[float, float]]:
    """Where the symbols are drawn in the chart's lanes: their origins in the window."""
    found: list[tuple[float, float]] = page.evaluate(
        """() => [...document.querySelectorAll('.subplot.xy .dl-marks path.point')].map((path) => {
        const at = path.getScreenCTM();
        return [at.e, at.f];
      })"""
    )
    return found


def expect_card(page: Page) -> Locator:
    """The open event."""
    card = page.locator(".st-key-card")
    expect(card).to_be_visible()
    return card


def alone(found: list[dict[str, Any]]) -> dict[str, Any]:
    """A mark that no other one is near to, so that a click can mean no other."""
    for mark in found:
        near = [o for o in found if abs(o["left"] - mark["left"]) < 25 and abs(o["top"] - mark["top"]) < 12]
        if len(near) == 1:
            return mark
    raise AssertionError("each mark lies close to another one")


def point_at(page: Page, mark: dict[str, Any]) -> None:
    """Moves to a mark, as a hand does: Plotly takes a click only where it has seen the pointer."""
    page.evaluate("y => document.querySelector('[data-testid=\"stMain\"]').scrollBy(0, y - 300)", mark["top"])
    page.wait_for_timeout(200)
    mark = next(found for found in marks(page) if found["id"] == mark["id"])
    page.mouse.move(mark["left"] - 6, mark["top"] - 3)
    page.wait_for_timeout(100)
    page.mouse.move(mark["left"], mark["top"], steps=3)
    page.wait_for_selector(".hoverlayer .hovertext")


def click_mark(page: Page, mark: dict[str, Any]) -> None:
    """Moves to a mark and clicks it.

    Again if nothing came of it within seconds: a click into the very moment of a redraw is lost.
    """
    opened = re.compile(f"event={mark['id']}")
    for last in (False, False, True):
        point_at(page, mark)
        page.mouse.down()
        page.mouse.up()
        try:
            page.wait_for_url(opened, timeout=10_000)
            break
        except TimeoutError:
            if last:
                raise
    settled(page)


def saved(page: Page, form: str, folder: Path) -> Path:
    """Opens "Export" if it is closed, chooses a form, saves the file."""
    if not page.locator(".st-key-export-form").is_visible():
        page.get_by_role("button", name="Export").click()
    page.locator(".st-key-export-form button").filter(has_text=form).click()
    button = page.get_by_role("button", name=f"Save {form}")
    expect(button).to_be_visible(timeout=60_000)
    settled(page)
    with page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def cell(page: Page, row: int, left: float, *, where: str = ".stDataFrame") -> None:
    """Clicks a cell of a table, ``left`` pixels from its edge, once the table has drawn that the pointer is there."""
    grid = page.locator(f"{where} .dvn-scroller").first
    grid.scroll_into_view_if_needed()
    place: Position = {"x": left, "y": ROW * (row + 1) + ROW // 2}
    grid.hover(position=place)
    page.wait_for_timeout(150)
    grid.click(position=place)
    page.wait_for_timeout(300)


def write(page: Page, row: int, left: float, text: str) -> None:
    """Writes into a cell in place of what stands there."""
    cell(page, row, left)
    write_here(page, text)


def write_here(page: Page, text: str) -> None:
    """Writes into the chosen cell in place of what stands there."""
    page.keyboard.press("Enter")
    page.wait_for_selector("#portal textarea, #portal input")
    page.keyboard.press("Control+a")
    page.keyboard.type(text, delay=20)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    settled(page)
