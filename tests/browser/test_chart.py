"""The chart in a real Chromium: it stays mounted, is drawn once a change, and is read and used with the keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from components import plot
from dateline import store
from dateline.model import Query
from tests.browser import desk as hand

pytestmark = pytest.mark.browser

PLOT = ".st-key-chart .js-plotly-plot"


def test_a_filter_changes_the_chart_that_stands_there_and_draws_it_once(desk: str, page: Page) -> None:
    hand.go(page, desk)
    before = {mark["id"] for mark in hand.marks(page)}
    page.evaluate(
        """(selector) => {
        const plot = document.querySelector(selector);
        plot.kept = true;
        window.draws = 0;
        plot.on('plotly_afterplot', () => { window.draws += 1; });
      }""",
        PLOT,
    )
    page.locator(".st-key-countries [data-testid='stCheckbox'] label").first.click()
    page.wait_for_url(re.compile("country="))
    hand.settled(page)
    marks, drawn = hand.marks(page), hand.symbols(page)
    after = {mark["id"] for mark in marks}
    assert after and after < before
    # Plotly knows where the symbols are, we draw them.
    assert all(any(abs(x - m["left"]) < 1 and abs(y - m["top"]) < 1 for x, y in drawn) for m in marks)
    assert page.evaluate("(selector) => [document.querySelector(selector).kept, window.draws]", PLOT) == [True, 1]


def test_ctrl_click_and_the_menu_of_the_right_button_take_an_event_to_its_own_tab(desk: str, page: Page) -> None:
    hand.go(page, f"{desk}/?country=PRK")
    mark = hand.alone(hand.marks(page))
    address = f"{desk}/?country=PRK&event={mark['id']}"
    hand.point_at(page, mark)
    page.keyboard.down("Control")
    with page.context.expect_page() as opened:
        page.mouse.down()
        page.mouse.up()
    page.keyboard.up("Control")
    opened.value.wait_for_url(address)
    opened.value.close()
    page.evaluate("addEventListener('contextmenu', ({target}) => { window.menuOf = target.href; })")
    hand.point_at(page, mark)
    page.mouse.down(button="right")
    page.mouse.up(button="right")
    page.wait_for_function("address => window.menuOf === address", arg=address)
    # Streamlit would follow its own link in this tab.
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sources").click(modifiers=["Control"])
    opened.value.close()
    assert page.url == f"{desk}/?country=PRK"


def test_arrow_keys_go_from_event_to_event_and_enter_opens_one(desk: str, sample_db: Path, page: Page) -> None:
    hand.go(page, desk)
    page.locator(PLOT).focus()
    said = page.locator(".st-key-chart [role=status]")
    page.keyboard.press("End")
    expect(said).to_have_text(re.compile(r"\((\d+) of \1\)$"))
    page.keyboard.press("Home")
    expect(said).to_have_text(re.compile(r"\(1 of \d+\)$"))
    assert page.locator(f"{PLOT} .hoverlayer .hovertext").count() == 1
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"\(2 of \d+\)$"))
    page.keyboard.press("ArrowDown")
    expect(said).not_to_have_text(re.compile(r"\(2 of \d+\)$"))
    words = said.inner_text()
    assert "<" not in words and "&" not in words
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("event="))
    card = hand.expect_card(page)
    opened = store.event(sample_db, page.url.split("event=")[1].split("&")[0]).event
    assert opened.title in words and opened.title in card.inner_text()
    expect(page.locator(PLOT)).to_be_focused()


def test_two_people_of_whom_both_have_to_take_part(desk: str, sample_db: Path, page: Page) -> None:
    people = [choice.value for choice in store.timeline(sample_db, Query()).choices["people"]]
    one, other = next(
        (one, other)
        for one in people
        for other in people
        if one < other and store.timeline(sample_db, Query(people=(one, other), together=("people",))).total
    )
    either = store.timeline(sample_db, Query(people=(one, other)))
    both = store.timeline(sample_db, Query(people=(one, other), together=("people",)))
    assert 0 < both.total < either.total
    hand.go(page, f"{desk}/?leader={one}&leader={other}")
    expect(page.locator(".dl-count").first).to_contain_text(f"{either.total} events")
    page.get_by_test_id("stSidebar").locator(".st-key-w_joint_people").get_by_text("all of").click()
    page.wait_for_url(re.compile("all=leader"))
    hand.settled(page)
    expect(page.locator(".dl-count").first).to_contain_text(f"{both.total} event")
    assert " and " in hand.title(page)


def test_two_tabs_keep_their_own_view_and_see_each_others_corrections(
    desk_over: Callable[[Path], str], sample_db: Path, tmp_path: Path, context: BrowserContext
) -> None:
    db = tmp_path / "two.db"
    store.backup(sample_db, db)
    treaty = store.timeline(db, Query(types=("treaty",))).events[-1]
    address = desk_over(db)
    one, other = context.new_page(), context.new_page()
    hand.go(one, f"{address}/?type=treaty&event={treaty.id}")
    hand.go(other, f"{address}/?event={treaty.id}")
    one.locator(".st-key-countries [data-testid='stCheckbox'] label").first.click()
    one.wait_for_url(re.compile("country="))
    hand.settled(one)
    assert "country=" not in other.url and "type=" not in other.url
    for label in ("Hide", "Hide it"):
        one.get_by_role("button", name=label, exact=True).click()
        hand.settled(one)
    expect(one.locator(".st-key-card")).to_have_count(0)
    # The other tab still shows the card: what it does next is answered by what is true now.
    other.get_by_role("button", name="Correct", exact=True).click()
    expect(other.locator("[data-testid=stException]")).to_have_count(0)
    hand.settled(other)
    assert treaty.id not in {mark["id"] for mark in hand.marks(other)}
    assert len(store.corrections(db)) == 1


# What Streamlit does with a component's calls (hooks/useHandleJsContent): it calls for overtaken data too, and calls at
# once what that call gave back. Of two calls that wait for the module Chromium may let the later one go first.
OVERTAKEN = """async ([source, first, last]) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const called = async (data, overtaken) => {
    const module = await import(url);
    const left = await (async () => module.default({ parentElement: place, data, setTriggerValue() {} }))();
    if (overtaken) Promise.resolve(left).then((leave) => leave?.());
  };
  const place = document.createElement("div");
  place.id = "place";
  document.body.append(place);
  await called(last, false);
  await called(first, true);
}"""


def test_a_call_for_overtaken_data_that_comes_last_neither_ends_the_chart_nor_draws_old_data(
    desk: str, page: Page
) -> None:
    hand.go(page, desk)
    figure = {"data": [{"type": "scatter", "x": [1, 2], "y": [1, 2]}], "layout": {"width": 300, "height": 200}}
    given = {
        "figure": json.dumps(figure), "alt": "", "shown": "", "zooms": False, "stretch": True, "toolbar": False,
        "keys": "event", "opens": False, "library": plot.library(),
    }  # fmt: skip
    page.evaluate(OVERTAKEN, [plot.source(), {**given, "stamp": "first"}, {**given, "stamp": "last"}])
    drawn = page.locator("#place .dl-plot > [data-drawn]")
    expect(drawn).to_have_attribute("data-drawn", "last")
    page.wait_for_timeout(1500)
    expect(drawn).to_have_attribute("data-drawn", "last")
    expect(page.locator("#place .dl-plot")).to_have_count(1)


def test_a_first_visit_runs_the_page_once_and_the_next_one_is_drawn_for_the_window_as_it_was(
    desk: str, browser: Browser
) -> None:
    def runs(window: BrowserContext) -> int:
        page = window.new_page()
        asked: list[object] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda data: asked.append(data)))
        hand.go(page, desk)
        page.close()
        return len(asked)

    usual = browser.new_context(viewport={"width": 1440, "height": 900})
    assert runs(usual) == 1
    usual.close()
    other = browser.new_context(viewport={"width": 1200, "height": 900})
    assert [runs(other), runs(other)] == [2, 1]
    other.close()
