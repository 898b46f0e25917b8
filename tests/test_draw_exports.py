"""Exports beside pictures, CSV and JSON: workbook, calendar, TimelineJS, Markdown, the page that works offline."""

from __future__ import annotations

import html.parser
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from markdown_it import MarkdownIt
from PIL import Image
from plotly.offline import get_plotlyjs_version
from python_calamine import CalamineWorkbook

from dateline.draw import DETAILED, SIZES, export
from dateline.draw.links import web_link
from dateline.draw.script import WHOLE, bundle
from dateline.draw.tables import COLUMNS
from dateline.model import Document, Event, EventMention, When
from tests.draw_timelines import event, realistic, timeline
from tests.test_draw_figure import HOSTILE, hostile_timeline
from tools import fetch_plotly

EVIL = (
    '=HYPERLINK("http://evil.test") <script>alert(1)</script> ![x](http://evil.test/b.png) [go](http://evil.test/c) '
    "www.evil.test </script> <!-- $x$ :material/home: &lt; end"
)


@dataclass(frozen=True)
class Detail:
    event: Event
    documents: Mapping[str, Document]


def detail(told: Event, url: str | None = "https://example.org/a?b=c") -> Detail:
    mention = EventMention(
        document="d1", start=0, end=9, evidence=f"signed {EVIL}", trigger=(0, 6), type="treaty",
        when=When.of("2024-06-19"), when_trace=("Wednesday",), speaker="Ann Lee", confidence=0.834,
    )  # fmt: skip
    document = Document(
        id="d1", name="a.txt", text="", title=EVIL, publisher=f"Outlet {EVIL}", url=url, published=When.of("2024-06-20")
    )
    full = event(1, EVIL, mentions=(mention,))
    return Detail(Event(**{**_fields(full), "id": told.id}), {"d1": document})


def _fields(found: Event) -> dict[str, Any]:
    return {name: getattr(found, name) for name in Event.__dataclass_fields__}


def test_the_workbook_holds_events_and_tellings_as_text() -> None:
    shown = timeline([event(1, EVIL), event(2, "+1 plain", None)])
    data = export(shown, "xlsx", title=EVIL, details=[detail(shown.events[0])])
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Events", "Tellings", "About"]
    events = book.get_sheet_by_name("Events").to_python()
    assert tuple(events[0]) == COLUMNS
    assert [row[1] for row in events[1:]] == [EVIL, "+1 plain"]
    tellings = book.get_sheet_by_name("Tellings").to_python()
    assert tellings[1][7] == f"signed {EVIL}" and tellings[1][12] == 0.83
    assert tellings[1][6] == "https://example.org/a?b=c"
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if "worksheets/" in name)
        assert b"<f>" not in sheets and b"hyperlink" not in sheets.lower()
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")


def test_the_same_workbook_twice_is_the_same() -> None:
    assert export(realistic(), "xlsx") == export(realistic(), "xlsx")


def test_the_calendar_has_each_event_with_both_bounds() -> None:
    whens = {1: "2024-06-19", 2: "2000", 3: "2024-03", 4: "../1961", 5: "9999-12-31", 6: "2014-01-02/2014-01-04"}
    shown = timeline(
        [event(n, f"Title {n}, with; signs\nand lines", when) for n, when in whens.items()] + [event(7, "x", None)]
    )
    read = icalendar.Calendar.from_ical(export(shown, "ics", title="Moscow, Hanoi; both"))
    entries = {str(e["uid"]): e for e in read.walk("VEVENT")}
    spans = sorted((e.decoded("dtstart"), e.decoded("dtend")) for e in entries.values())
    assert spans == [
        (date(2000, 1, 1), date(2001, 1, 1)),
        (date(2014, 1, 2), date(2014, 1, 5)),
        (date(2024, 3, 1), date(2024, 4, 1)),
        (date(2024, 6, 19), date(2024, 6, 20)),
        (date(9999, 12, 31), date(9999, 12, 31)),
    ]
    assert str(read["x-wr-calname"]) == "Moscow, Hanoi; both"
    assert "2 events" in str(read["x-wr-caldesc"])
    assert {str(e["summary"]) for e in entries.values()} >= {"Title 1, with; signs and lines"}


def test_timelinejs_says_no_more_of_a_date_than_is_known() -> None:
    whens = {1: "2024-06-19", 2: "2000", 3: "2024-03", 4: "../1961", 5: "2014-01-02/2014-01-04", 6: "199X"}
    shown = timeline([event(n, EVIL, when) for n, when in whens.items()])
    data = json.loads(export(shown, "timelinejs", title="<b>T</b>", subtitle="s"))
    slides = {slide["display_date"]: slide for slide in data["events"]}
    assert slides["19 June 2024"]["start_date"] == {"year": 2024, "month": 6, "day": 19}
    assert slides["2000"]["start_date"] == {"year": 2000}
    assert slides["March 2024"]["start_date"] == {"year": 2024, "month": 3}
    assert "end_date" not in slides["1961 or earlier"]
    assert slides["2 to 4 January 2014"]["end_date"] == {"year": 2014, "month": 1, "day": 4}
    assert slides["the 1990s"]["end_date"] == {"year": 1999, "month": 12, "day": 31}
    assert data["title"]["text"]["headline"] == "&lt;b&gt;T&lt;/b&gt;"
    for slide in data["events"]:
        assert not set(slide["text"]["headline"]) & set("<>\"'")
        assert set(slide) <= {"unique_id", "group", "display_date", "start_date", "end_date", "text"}
        assert set(re.findall(r"<[^>]*>", slide["text"]["text"])) <= {"<p>", "</p>"}


def test_markdown_cites_and_shows_hostile_text_as_text() -> None:
    shown = timeline([event(1, EVIL), event(2, "Plain", None)])
    text = export(shown, "md", title=EVIL, subtitle="sub", details=[detail(shown.events[0])]).decode()
    assert "[^1]: Outlet" in text and "<https://example.org/a?b=c>" in text and "## Date unknown" in text
    made = MarkdownIt("commonmark", {"linkify": False}).render(text)
    assert "<img" not in made and "<script" not in made
    assert re.findall(r'href="([^"]*)"', made) == ["https://example.org/a?b=c"]
    assert "alert(1)" in made


class _Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "javascript:alert(1)", 'https://e.org/"><img src=x>'])
def test_the_page_holds_no_markup_of_others(url: str) -> None:
    for shown in (hostile_timeline(), timeline([event(1, EVIL)]), timeline([])):
        details = [detail(told, url) for told in shown.events]
        data = export(shown, "html", title=HOSTILE[0], subtitle=EVIL, details=details).decode()
        start, _, rest = data.partition("<script>")
        page = _Page()
        page.feed(start)
        allowed = {
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "h1",
            "p",
            "main",
            "div",
            "label",
            "input",
            "ol",
            "li",
            "details",
            "summary",
            "b",
            "i",
            "ul",
            "blockquote",
            "h3",
            "a",
            "script",
        }
        assert {tag for tag, _ in page.tags} <= allowed
        assert [tag for tag, _ in page.tags].count("script") == 1
        assert not any(name.startswith("on") or name == "src" for _, attrs in page.tags for name in attrs)
        links = {attrs["href"] for tag, attrs in page.tags if tag == "a"}
        assert links <= {"https://example.org/a?b=c"}
        assert "default-src 'none'" in start and "Plotly" in rest
        found = re.search(r'<script type="application/json" id="figure">(.*?)</script>', data, re.S)
        assert found and "<" not in found[1] and all(each["data"] for each in json.loads(found[1]))


def test_the_fetched_bundle_is_of_the_version_that_figures_are_made_for(tmp_path: Path) -> None:
    assert get_plotlyjs_version() == fetch_plotly.VERSION, "pin the new version and its hash in tools/fetch_plotly.py"
    assert bundle(tmp_path) == WHOLE and WHOLE.is_file()
    (tmp_path / "plotly-cartesian-0.0.0.min.js").write_text("of another version")
    assert bundle(tmp_path) == WHOLE
    right = tmp_path / f"plotly-cartesian-{fetch_plotly.VERSION}.min.js"
    right.write_text("fetched")
    assert bundle(tmp_path) == right
    assert "</script" not in bundle().read_text(encoding="utf-8").lower()


def test_a_package_that_is_not_the_pinned_one_is_not_taken() -> None:
    with pytest.raises(ValueError, match="another package"):
        fetch_plotly.script_of(b"something else")


@pytest.mark.parametrize("size", SIZES)
def test_pictures_have_the_size_that_was_asked_for(size: str) -> None:
    width, height = SIZES[size]
    for scale in (1, 2):
        image = Image.open(io.BytesIO(export(realistic(), "png", width=width, height=height, scale=scale)))
        assert abs(image.width - width * scale) <= 1
        assert height is None or abs(image.height - height * scale) <= 2


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a b", None), ("javascript:alert(1)", None), (None, None), ("ftp://x.org/", None),
        ("//evil.test/", None), ("https:///x", None), ("http://example.org/<b>", "http://example.org/%3Cb%3E"),
        ("https://example.org/?a=1&b=%20#c", "https://example.org/?a=1&b=%20#c"), ("http://[::1", None),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None, link: str | None) -> None:
    assert web_link(url) == link


@pytest.mark.parametrize("fmt", ["html", "xlsx", "ics", "timelinejs", "md"])
def test_odd_text_and_nothing_at_all(fmt: str) -> None:
    odd = timeline(
        [event(1, "half \ud800 \x00 \u202e 김정은 بوتين"), event(2, "", "0001"), event(3, "=", "9999-12-31")]
    )
    for shown in (odd, timeline([])):
        details = [detail(told) for told in shown.events] if fmt in DETAILED else None
        assert len(export(shown, fmt, title="\ud800 한국어", details=details)) > 20
