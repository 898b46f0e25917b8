"""Adding and dating articles, the sample, and hostile text, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dateline import draw, pipeline, store
from tests.browser import desk as hand

pytestmark = pytest.mark.browser

PUBLISHED = 830
"""Where the column Published of the table of uploads lies, in pixels from its left edge."""

HOSTILE = (
    "<img src=http://evil.test/a.png onerror=\"document.title='owned'\"> ![x](http://evil.test/b.png) "
    "[go](http://evil.test/c) $x^2$ :material/home: :red[x] <script>fetch('http://evil.test/d')</script> "
    '<a href=http://evil.test/e>a</a> <span style="background:url(http://evil.test/f)">s</span>'
)


def foreign(page: Page) -> list[str]:
    """Starts a list that gets every address on another host that the page asks for."""
    asked: list[str] = []
    own = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(own) else asked.append(request.url))
    return asked


def test_an_empty_database_offers_the_sample_and_the_sample_can_be_put_away(
    desk_over: Callable[[Path], str], tmp_path: Path, page: Page
) -> None:
    db = tmp_path / "new.db"
    hand.go(page, desk_over(db))
    assert hand.title(page) == "No articles yet"
    expect(page.get_by_role("button", name="Add articles")).to_be_visible()
    page.get_by_role("button", name="Load the sample").click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=120_000)
    hand.settled(page)
    assert f"{store.timeline(db).total} events" in hand.count(page)
    page.get_by_role("button", name="Put it away").click()
    hand.expect_title(page, "No articles yet")
    assert store.summary(db).documents == 0


def test_an_article_without_a_date_gets_one_and_the_timeline_follows(
    desk_over: Callable[[Path], str], tmp_path: Path, page: Page
) -> None:
    db = tmp_path / "undated.db"
    text = "Sergey Lavrov, the foreign minister of Russia, met Kim Jong Un in Pyongyang on Thursday."
    pipeline.ingest_bytes(db, [("tower.txt", text.encode())], published=None, publisher="The Kite", title="Flowers")
    (item,) = store.undated_documents(db)
    assert item.events == 1
    address = desk_over(db)
    hand.go(page, f"{address}/documents")
    box = page.locator(f".st-key-undated-{item.document.id}")
    expect(box.get_by_text("Flowers")).to_be_visible()
    expect(box.get_by_text(item.anchor.reason)).to_be_visible()
    field = box.get_by_role("textbox", name="Published on")
    field.fill("soon")
    box.get_by_role("button", name="Set date").click()
    expect(page.get_by_role("alert")).to_contain_text("'soon' is no date")
    field.fill("2023-10-21")
    box.get_by_role("button", name="Set date").click()
    expect(page.get_by_text("The article has its date now, and 1 event with it.")).to_be_visible(timeout=60_000)
    expect(page.locator(".dl-count").first).to_contain_text("1 article, all with a date")
    (event,) = store.timeline(db).events
    assert event.when
    assert event.when.value == "2023-10-19"

    # What got its date is one click away, in this tab or in one of its own.
    link = page.locator(".st-key-told-dated-" + item.document.id).get_by_role("link")
    with page.context.expect_page() as tab:
        link.click(button="middle")
    expect(tab.value.locator(".st-key-card")).to_contain_text("Thursday 19 October 2023", timeout=60_000)
    tab.value.close()
    link.click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    hand.settled(page)
    assert [mark["id"] for mark in hand.marks(page)] == [event.id]
    expect(hand.expect_card(page)).to_contain_text("Thursday 19 October 2023")

    hand.go(page, f"{address}/documents")
    page.locator(".st-key-articles .dvn-scroller").click(position={"x": 18, "y": 38 + 17})
    expect(page.locator(".dl-article")).to_have_text(text)
    page.get_by_role("button", name="Take the date back").click()
    expect(page.get_by_text("The date was taken back")).to_be_visible(timeout=60_000)
    assert len(store.timeline(db).undated) == 1


def test_a_pasted_article_is_on_the_timeline(desk_over: Callable[[Path], str], tmp_path: Path, page: Page) -> None:
    db = tmp_path / "pasted.db"
    hand.go(page, f"{desk_over(db)}/add")
    page.get_by_role("button", name="Add this article").click()
    expect(page.get_by_role("alert")).to_contain_text("Paste the text")
    page.get_by_role("textbox", name="Headline").fill("Talks in Hanoi")
    page.get_by_role("textbox", name="Outlet").fill("The Paper Boat")
    page.get_by_role("textbox", name="Published").fill("2024-06-21")
    page.get_by_role("textbox", name="Text").fill(
        "HANOI - Vladimir Putin met President To Lam in Hanoi on Thursday. Russia and Vietnam signed an agreement."
    )
    page.get_by_role("button", name="Add this article").click()
    results = page.locator(".dl-results li")
    expect(results).to_have_count(1, timeout=60_000)
    expect(results).to_contain_text("read,")
    hand.settled(page)
    page.get_by_role("link", name="See the timeline").click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    hand.settled(page)
    assert hand.title(page) == "What happened, 2024"
    days = {event.when.value for event in store.timeline(db).events if event.when}
    assert "2024-06-20" in days


def test_each_file_gets_its_line(desk_over: Callable[[Path], str], tmp_path: Path, page: Page) -> None:
    db = tmp_path / "files.db"
    good = tmp_path / "good.txt"
    good.write_text("SEOUL - South Korea and Russia established diplomatic relations on 30 September 1990.")
    same = tmp_path / "same.txt"
    same.write_text(good.read_text())
    binary = tmp_path / "<b>binary<i>.txt"
    binary.write_bytes(bytes(range(256)) * 4)
    hand.go(page, f"{desk_over(db)}/add")
    page.get_by_role("button", name="Upload files").or_(page.get_by_role("radio", name="Upload files")).first.click()
    page.locator("input[type=file]").set_input_files([good, same, binary])
    page.get_by_role("textbox", name="Published").fill("1990-10-01")
    expect(page.get_by_text("good.txt")).to_be_visible()
    page.get_by_role("button", name="Open these files").click()
    expect(page.get_by_text("2 articles to add.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("alert")).to_contain_text("<b>binary<i>.txt")
    page.get_by_role("button", name="Add these articles").click()
    lines = page.locator(".dl-results li")
    expect(lines).to_have_count(3, timeout=60_000)
    assert "read," in lines.nth(0).inner_text()
    assert "already there" in lines.nth(1).inner_text()
    assert "<b>binary<i>.txt" in lines.nth(2).inner_text()
    assert lines.nth(2).locator(".failed").count() == 1


def test_an_upload_is_confirmed_in_a_table_and_taken_back_whole(
    desk_over: Callable[[Path], str], tmp_path: Path, page: Page
) -> None:
    db = tmp_path / "files.db"
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.txt").write_text(f"Talks {name}. Sergey Lavrov met Kim Jong Un in Pyongyang on Thursday.")
    hand.go(page, f"{desk_over(db)}/add")
    page.get_by_role("radio", name="Upload files").click()
    page.locator("input[type=file]").set_input_files([tmp_path / f"{name}.txt" for name in ("one", "two", "three")])
    expect(page.get_by_text("three.txt")).to_be_visible()
    page.get_by_role("button", name="Open these files").click()
    expect(page.get_by_text("3 articles to add, 3 without a date.")).to_be_visible(timeout=60_000)
    hand.settled(page)
    hand.write(page, 1, 200, "Lavrov in Pyongyang")
    hand.write(page, 1, PUBLISHED, "20 October 2023")
    hand.cell(page, 2, 44)
    hand.settled(page)
    page.get_by_role("button", name="Add these articles").click()
    lines = page.locator(".dl-results li")
    expect(lines).to_have_count(2, timeout=180_000)
    expect(lines.nth(1)).to_contain_text("Lavrov in Pyongyang")
    hand.settled(page)
    rows = {row.document.name: row.document for row in store.documents(db)}
    assert set(rows) == {"one.txt", "two.txt"}
    published = rows["two.txt"].published
    assert published and published.value == "2023-10-20"
    assert rows["one.txt"].published is None
    page.get_by_role("button", name="Undo this addition (2 articles)").click()
    expect(page.get_by_text("Undone: 2 articles taken out again")).to_be_visible(timeout=180_000)
    assert store.documents(db) == ()


def test_columns_of_a_table_are_shown_and_chosen(desk_over: Callable[[Path], str], tmp_path: Path, page: Page) -> None:
    db, table = tmp_path / "table.db", tmp_path / "clippings.csv"
    table.write_text(
        f'Datum;Titel;Body;"{HOSTILE.replace(chr(34), chr(34) * 2)}"\n'
        "20.10.2023;Lavrov in Pyongyang;Sergey Lavrov met Kim Jong Un in Pyongyang on Thursday.;The Kite\n"
    )
    asked = foreign(page)
    hand.go(page, f"{desk_over(db)}/add")
    page.get_by_role("radio", name="Upload files").click()
    page.locator("input[type=file]").set_input_files([table])
    expect(page.get_by_text("clippings.csv")).to_be_visible()
    page.get_by_role("button", name="Open these files").click()
    expect(page.get_by_text("clippings.csv: which column holds what?")).to_be_visible(timeout=60_000)
    hand.settled(page)
    boxes = {
        name: page.get_by_role("combobox", name=name) for name in ("Text", "Headline", "Date", "Outlet", "Address")
    }
    shown = {name: box.input_value() or box.inner_text() for name, box in boxes.items()}
    assert shown == {"Text": "Body", "Headline": "none", "Date": "none", "Outlet": "none", "Address": "none"}
    expect(page.get_by_text("1 article to add, 1 without a date.")).to_be_visible()
    hand.choose(page, "Headline", "Titel")
    hand.settled(page)
    hand.choose(page, "Date", "Datum")
    expect(page.get_by_text("1 article to add. Check")).to_be_visible(timeout=60_000)
    hand.settled(page)
    hand.choose(page, "Outlet", "<img src")
    hand.settled(page)
    page.get_by_role("button", name="Add these articles").click()
    expect(page.locator(".dl-results li")).to_contain_text("Lavrov in Pyongyang", timeout=60_000)
    (row,) = store.documents(db)
    assert row.document.published and row.document.published.value == "2023-10-20"
    assert (row.document.title, row.document.publisher) == ("Lavrov in Pyongyang", "The Kite")
    assert asked == []


def test_an_article_is_read_with_its_times_actors_and_events_marked(desk: str, sample_db: Path, page: Page) -> None:
    hand.go(page, f"{desk}/documents")
    rows = store.documents(sample_db)
    hand.cell(page, 5, 18, where=".st-key-articles")
    hand.settled(page)
    text = page.locator(".dl-article")
    expect(text).to_be_visible(timeout=60_000)
    document = store.document(sample_db, rows[5].document.id)
    assert "".join(text.inner_text().split()) == "".join(document.text.split())
    for name, word in (("dl-ti", "Time: "), ("dl-ac", "Actor: "), ("dl-ev", "Event: ")):
        first = text.locator(f".{name}").first
        assert word in (first.get_attribute("title") or "")
    day = text.locator(".dl-ti", has_text="Wednesday").first
    assert "published on" in (day.get_attribute("title") or "")


def test_hostile_text_stays_text(desk_over: Callable[[Path], str], tmp_path: Path, page: Page) -> None:
    db = tmp_path / "hostile.db"
    text = f"On 19 June 2024 Vladimir Putin met Kim Jong Un in Moscow. {HOSTILE} He said that {HOSTILE} was good."
    results = pipeline.ingest_bytes(
        db,
        [(f"{HOSTILE}.txt", text.encode()), ("two.txt", f"Russia signed a treaty with China. {HOSTILE}".encode())],
        published=None,
        publisher=f"Outlet {HOSTILE}",
        title=f"Headline {HOSTILE}",
    )
    assert any(result.events for result in results)
    asked = foreign(page)
    address = desk_over(db)
    hand.go(page, address)
    shown = page.locator('[data-testid="stMain"]')
    for lanes in ("source", "leader", "type"):
        hand.go(page, f"{address}/?lanes={lanes}")
        hand.click_mark(page, hand.alone(hand.marks(page)))
        expect(hand.expect_card(page)).to_contain_text("<img src=http://evil.test/a.png")
        expect(shown).to_contain_text("![x](http://evil.test/b.png)")
        expect(shown).to_contain_text(":material/home:")
    page.get_by_role("combobox", name="Source").click()
    expect(page.get_by_role("option").first).to_contain_text("![x](http://evil.test/b.png)")
    page.keyboard.press("Escape")
    for name in ("events", "actors", "sources"):
        hand.go(page, f"{address}/{name}")
    expect(shown).to_contain_text("Outlet <img src=")  # whose statements they tell
    hand.cell(page, 0, 18, where=".st-key-outlets")
    hand.settled(page)
    expect(page.locator(".st-key-outlet-card")).to_contain_text("Outlet <img src=")
    hand.go(page, f"{address}/documents")
    expect(shown).to_contain_text("Headline <img src=")
    hand.cell(page, 0, 18, where=".st-key-articles")
    expect(page.locator(".dl-article")).to_contain_text("![x](http://evil.test/b.png)", timeout=60_000)
    exported = tmp_path / "page.html"
    timeline = store.timeline(db)
    details = store.details(db, [event.id for event in (*timeline.events, *timeline.undated)])
    exported.write_bytes(draw.export(timeline, "html", title=HOSTILE, subtitle=HOSTILE, details=details))
    own_page = page.context.new_page()
    asked_by_file = foreign(own_page)
    own_page.goto(exported.as_uri())
    own_page.wait_for_selector("#chart .main-svg")
    own_page.locator("#events summary").first.click()
    expect(own_page.locator("#events")).to_contain_text("<script>fetch(")
    assert own_page.title() != "owned"
    assert [address for address in asked_by_file if not address.startswith("file:")] == []
    own_page.close()
    hand.go(page, f"{address}/?source=Outlet+{'%3Cimg%20src=http://evil.test/g.png%3E'}&q=%3Cimg+src%3Dx%3E")
    assert page.title() != "owned"
    assert page.locator('[src*="evil"], [href*="evil"], [style*="evil"]').count() == 0
    assert asked == []


def test_the_page_asks_no_other_host_for_anything(desk: str, page: Page) -> None:
    asked = foreign(page)
    for name in ("", "events", "actors", "sources", "documents", "add", "corrections", "method"):
        hand.go(page, f"{desk}/{name}")
    assert asked == []


@pytest.mark.parametrize("name", ["documents", "add", "method"])
def test_any_page_can_be_the_first_that_a_server_is_asked_for(
    desk_over: Callable[[Path], str], tmp_path: Path, page: Page, name: str
) -> None:
    """A fresh server has not seen `st.navigation` yet, and would run the page's file alone."""
    hand.go(page, f"{desk_over(tmp_path / 'none.db')}/{name}")
    expect(page.get_by_role("link", name="Timeline")).to_be_visible()
    assert page.locator(".dl-title").evaluate("e => getComputedStyle(e).fontFamily").startswith('"Source Serif"')
    assert page.get_by_role("link", name="dashboard").count() == 0
