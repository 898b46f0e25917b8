"""What everybody needs: names on everything, contrast, order. Checked by axe-core in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dateline import store
from dateline.model import Query
from tests.browser import desk as hand

pytestmark = pytest.mark.browser

PAGES = ("", "events", "actors", "sources", "documents", "add", "corrections", "method")
SERIOUS = {"serious", "critical"}
# Rules that the frame of Streamlit breaks by itself, where no page of ours can mend it.
OF_THE_FRAME: dict[str, tuple[str, ...]] = {}


def violations(page: Page) -> list[str]:
    """What axe-core finds and calls serious or critical, a line for each element."""
    found: dict[str, Any] = Axe().run(page).response
    lines = []
    for rule in found["violations"]:
        if rule["impact"] not in SERIOUS:
            continue
        for node in rule["nodes"]:
            target = " ".join(map(str, node["target"]))
            if not any(part in target or part in node["html"] for part in OF_THE_FRAME.get(rule["id"], ())):
                lines.append(f"{rule['id']}: {target}: {node['html'][:160]}")
    return lines


def test_axe_sees_what_is_wrong(page: Page) -> None:
    page.set_content("<html lang='en'><title>x</title><main><button></button><img src='data:,'></main></html>")
    assert {line.split(":")[0] for line in violations(page)} == {"button-name", "image-alt"}


@pytest.fixture(params=["light", "dark"])
def themed(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    window = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=request.param)
    yield window.new_page()
    window.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_serious_violation(desk: str, themed: Page, name: str) -> None:
    hand.go(themed, f"{desk}/{name}")
    assert violations(themed) == []


def test_nor_has_an_open_event_with_all_filters(desk: str, sample_db: Path, page: Page) -> None:
    event = max(store.timeline(sample_db, Query(types=("treaty",))).events, key=lambda e: len(e.publishers))
    hand.go(page, f"{desk}/?event={event.id}&known=day&match=all&zoom=1990-01-01/2024-12-31")
    assert violations(page) == []
    page.get_by_role("button", name="Correct", exact=True).click()
    hand.settled(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(desk: str, browser: Browser, name: str) -> None:
    window = browser.new_context(viewport={"width": 390, "height": 844})
    page = window.new_page()
    hand.go(page, f"{desk}/{name}")
    for width in (390, 768, 1440):  # a telephone, held upright and across, and a desk
        page.set_viewport_size({"width": width, "height": 844})
        hand.settled(page)
        for place in ("document.documentElement", "document.querySelector('[data-testid=\"stMain\"]')"):
            assert page.evaluate(f"{place}.scrollWidth") <= width
    window.close()


def test_what_is_chosen_shows_where_the_system_sets_the_colours(desk: str, browser: Browser) -> None:
    """Backgrounds of a page are not painted then, and with them ticks and pressed buttons would be gone."""
    window = browser.new_context(viewport={"width": 1440, "height": 900}, forced_colors="active")
    page = window.new_page()
    hand.go(page, f"{desk}/?country=PRK&type=treaty")

    def colour(place: str) -> str:
        return str(page.locator(place).first.evaluate("element => getComputedStyle(element).backgroundColor"))

    ticked = ".st-key-countries [data-testid='stCheckbox'][data-selected='true'] label > div:has(> svg)"
    others = ".st-key-countries [data-testid='stCheckbox']:not([data-selected='true']) label > div:not([data-testid])"
    assert colour(ticked) != colour(others)
    lane = ".st-key-w_lanes [role='radio'][aria-checked='{}']"
    assert colour(lane.format("true")) != colour(lane.format("false"))
    window.close()
