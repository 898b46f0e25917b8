"""The figure in a real Chromium: labels as wide as they were measured, clicks that give their event."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from playwright.sync_api import Browser, Page

from dateline.draw import figure, font
from tests.draw_timelines import many, realistic

pytestmark = pytest.mark.browser

# Where a label really lies on the screen, without the air above and below its letters.
_LABELS = """() => [...document.querySelectorAll('.textpoint text')].map(e => {
  const box = e.getBoundingClientRect();
  return [box.left, box.top + 3, box.right, box.bottom - 3, e.textContent];
})"""
_CLICKS = """() => {
  window.clicked = [];
  document.querySelector('.js-plotly-plot').on('plotly_click', e => window.clicked.push(e.points[0].customdata));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    shown = browser.new_page(viewport={"width": 1100, "height": 1000})
    yield shown
    shown.close()


def open_figure(page: Page, fig: go.Figure, folder: Path) -> list[str]:
    """Opens a figure with the shipped font, as the dashboard has its own; gives what the browser complained about."""
    faces = "".join(
        f"@font-face{{font-family:'Source Sans 3';font-weight:{weight};src:url(data:font/ttf;base64,"
        f"{base64.b64encode(file.read_bytes()).decode()})}}"
        for file, weight in ((font.REGULAR, 400), (font.SEMIBOLD, 600))
    )
    file = folder / "figure.html"
    text = fig.to_html(include_plotlyjs=True)
    file.write_text(text.replace("<head>", f"<head><style>{faces}body{{margin:0}}</style>"), encoding="utf-8")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector(".scatterlayer .point", state="attached", timeout=60_000)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    return complaints


@pytest.mark.parametrize(("kind", "width"), [("type", 1100), ("country", 1100), ("type", 390)])
def test_labels_keep_apart_on_the_screen(page: Page, tmp_path: Path, kind: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1200})
    assert not open_figure(page, figure(realistic(), lanes=kind, width=width), tmp_path)
    labels = page.evaluate(_LABELS)
    assert len(labels) >= 10
    for one, other in combinations(labels, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one[4], other[4])
    assert all(left >= 0 and right <= width for left, _, right, _, _ in labels)


def test_clicks_on_bar_and_label_give_the_event(page: Page, tmp_path: Path) -> None:
    open_figure(page, figure(realistic()), tmp_path)
    page.evaluate(_CLICKS)
    war = next(e.id for e in realistic().events if e.title == "Korean War")
    label = next(box for box in page.evaluate(_LABELS) if "Korean War" in box[4])
    middle = (label[1] + label[3]) / 2
    # On the label, then on the bar, which ends just before its label begins.
    for number, x in enumerate((label[0] + 0.8 * (label[2] - label[0]), label[0] - 9), start=1):
        page.mouse.move(x, middle)
        # Plotly asks what lies under the pointer after a short while; two clicks close together are a double click.
        page.wait_for_timeout(700)
        page.mouse.click(x, middle)
        page.wait_for_function(f"window.clicked.length === {number}")
    assert page.evaluate("window.clicked") == [[war], [war]]


def test_many_events_are_drawn(page: Page, tmp_path: Path) -> None:
    assert not open_figure(page, figure(many(2000)), tmp_path)
    assert page.locator(".scatterlayer .point").count() >= 2000


def test_a_tall_chart_says_the_same_years_above_and_below(page: Page, tmp_path: Path) -> None:
    open_figure(page, figure(realistic()), tmp_path)
    above, below = (
        page.evaluate("axis => [...document.querySelectorAll('.' + axis + 'tick text')].map(e => e.textContent)", axis)
        for axis in ("x3", "x")
    )
    assert len(below) >= 5
    assert above == below
