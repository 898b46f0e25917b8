"""HTML pages: the article without its furniture, and a date only where the page states one."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import from_bytes

ROOT = Path(__file__).parent.parent
LEAD = (
    "Foreign ministers of the two states met in Hanoi on Tuesday and agreed to reopen the rail line that has been "
    "shut since the flood of last spring."
)
SECOND = (
    "The line carried some forty thousand passengers a year before the water took two of its bridges, officials said."
)
THIRD = "A trade official said that freight would follow in May, and that fares would stay as they were for a year."
BODY = f"<h1>Rail line to reopen</h1><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>"


def page(head: str = "", body: str = f"<article>{BODY}</article>", after: str = "") -> str:
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}{after}</body></html>'


def read(source: str | bytes, name: str = "page.html", **given: str) -> Document:
    (result,) = from_bytes(source if isinstance(source, bytes) else source.encode(), name, **given)
    assert isinstance(result, Document), result
    return result


def published(
    head: str = "", body: str = f"<article>{BODY}</article>", after: str = ""
) -> tuple[str | None, str | None]:
    document = read(page(head, body, after))
    return document.published and document.published.value, document.published_origin


def meta(name: str, content: str, attribute: str = "property") -> str:
    return f'<meta {attribute}="{name}" content="{content}">'


def linked(*items: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(items[0] if len(items) == 1 else list(items))}</script>'


NEWS = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Rail line to reopen"}


def test_a_page_as_news_sites_make_them() -> None:
    document = read(
        page(
            '<meta charset="utf-8"><title>Rail line to reopen | The Harbour Lamp</title>'
            + meta("og:title", "Rail line to reopen | The Harbour Lamp")
            + meta("og:site_name", "The Harbour Lamp")
            + meta("article:published_time", "2024-06-19T23:10:00-04:00")
            + meta("article:modified_time", "2024-07-01T10:00:00Z")
            + '<link rel="canonical" href="https://www.lamp.example/world/2024/06/20/rail">'
            + "<script>var text = '<p>from a script</p>';</script><style>p { color: red }</style>",
            '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
            f"<article>{BODY}<ul><li>First the track.</li><li>Then the bridges.</li></ul>"
            '<p style="display: none">Never shown to anybody who reads the page.</p><p hidden>Nor is this line.</p>'
            "<!-- a remark of the editor --></article>"
            '<section class="comments"><p>I have read this article twice and liked it a lot.</p></section>'
            "<footer>© 2011-2023 The Harbour Lamp</footer>",
        ),
        published="1999",
        publisher="Other",
    )
    lines = ["Rail line to reopen", LEAD, SECOND, THIRD, "First the track.", "Then the bridges."]
    assert document.text == "\n\n".join(lines)
    assert (document.title, document.publisher) == ("Rail line to reopen", "The Harbour Lamp")
    assert document.published is not None and document.published.value == "2024-06-19"
    assert document.published_origin == "the page's metadata"
    assert document.url == "https://www.lamp.example/world/2024/06/20/rail"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Putin visited Hanoi.</p>", "Putin visited Hanoi."),
        ("<html><body><p>One.</p><p>Two.</p></body></html>", "One.\n\nTwo."),
        ("<div>One.<br>Two.<div>Three.</div>Four.</div>", "One.\n\nTwo.\n\nThree.\n\nFour."),
        ("<body>bare words", "bare words"),
        ("<p>Tom &amp; J&#233;r&eacute;my &#x1F600;", "Tom & Jérémy \U0001f600"),
        ("no tag at all, only 3 < 4", "no tag at all, only 3 < 4"),
    ],
)
def test_small_pages(source: str, text: str) -> None:
    assert read(source).text == text


def test_tables_and_breaks() -> None:
    body = (
        f"{BODY}<p>One<br>Two</p><table><tr><th>Year</th><th>Tonnes</th></tr><tr><td>2022</td><td>400</td></tr></table>"
    )
    assert read(page(body=f"<article>{body}</article>")).text.endswith("One\n\nTwo\n\nYear | Tonnes\n\n2022 | 400")


def test_hidden_elements_keep_their_metadata_but_not_their_words() -> None:
    hidden = (
        '<div style="display:none">unseen <meta itemprop="datePublished" content="2024-06-19"><p>unseen</p></div>'
        f"<noscript>{linked({**NEWS, 'publisher': 'The Lamp'})} unseen</noscript>"
    )
    document = read(page(body=f"<article>{BODY}{hidden}</article>tail"))
    assert "unseen" not in document.text and document.publisher == "The Lamp"
    assert document.published is not None and document.published.value == "2024-06-19"


@pytest.mark.parametrize(
    "source",
    ["<html></html>", "<html><body></body></html>", "<html><head><title>Only a title</title></head></html>",
     "<html><body><script>x()</script><style>y</style></body></html>", "<p hidden>unseen</p>", "<!-- x --><p>",
     "<html><frameset><frame src=x></frameset></html>"],
)  # fmt: skip
def test_pages_without_an_article(source: str) -> None:
    (error,) = from_bytes(source.encode(), "a.html")
    assert isinstance(error, DatelineError) and error.code == "E108"


def test_the_content_decides_where_the_name_lies() -> None:
    assert read(page(), "a.txt").text == read(page(), "a.html").text == read(page(), "").text
    assert read("\n\n<?xml version='1.0'?>\n<!-- x -->\n" + page(), "a.txt").title == "Rail line to reopen"
    assert read("Words about <html> and more", "a.txt").text == "Words about <html> and more"
    assert read("Just words.\n", "a.html").text == "Just words.\n"


def test_a_body_hidden_until_a_script_runs_is_read() -> None:
    assert LEAD in read(f'<html><body style="visibility:hidden"><main hidden>{BODY}</main></body></html>').text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (meta("article:published_time", "2024-06-19T10:00:00Z"), "2024-06-19"),
        (meta("Article:Published_Time", "2024-06"), "2024-06"),
        (meta("date", "19 June 2024", "name"), "2024-06-19"),
        (meta("DC.date.issued", "2024-06-19", "name"), "2024-06-19"),
        (meta("datePublished", "2024-06-19", "itemprop"), "2024-06-19"),
        (meta("date", "03/04/2024", "name"), "2024"),
        (linked({**NEWS, "datePublished": "2024-06-19T01:00:00+00:00"}), "2024-06-19"),
        (linked({"@graph": [{"@type": "WebPage", "datePublished": "2024-06-18"},
                            {**NEWS, "@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2024-06-19"}]}),
         "2024-06-19"),
        (linked({**NEWS, "datePublished": "2024-06-19"},
                {**NEWS, "headline": "Another story", "datePublished": "2023-01-01"}), "2024-06-19"),
        (meta("date", "soon", "name") + linked({**NEWS, "datePublished": "2024-06-19"}), "2024-06-19"),
    ],
)  # fmt: skip
def test_stated_dates(head: str, expected: str) -> None:
    assert published(head) == (expected, "the page's metadata")


@pytest.mark.parametrize(
    "mark",
    [
        '<time datetime="2024-06-19T10:00" pubdate>yesterday</time>',
        '<time class="entry-date published" datetime="2024-06-19">19 June</time>',
        '<span itemprop="datePublished" content="2024-06-19">an hour ago</span>',
        '<span itemprop="datePublished">19 June 2024, 10:00</span>',
    ],
)
def test_dates_marked_in_the_article(mark: str) -> None:
    assert published(body=f"<article><h1>Rail</h1>{mark}<p>{LEAD}</p><p>{SECOND}</p></article>")[0] == "2024-06-19"


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://lamp.example/2024/06/19/rail", "2024-06-19"), ("https://lamp.example/2024/06/rail", "2024-06"),
     ("https://lamp.example/2001-09-11-remembered", None)],
)  # fmt: skip
def test_dates_in_the_address(url: str, expected: str | None) -> None:
    origin = "the page's address" if expected else None
    assert published(f'<link rel="canonical" href="{url}">') == (expected, origin)
    assert published(meta("og:url", url)) == (expected, origin)


@pytest.mark.parametrize(
    ("head", "body", "after"),
    [
        ("", BODY, "<footer>© 2019 The Harbour Lamp. All rights reserved.</footer>"),
        ("", BODY, "<p>Copyright 2011-2023</p>"),
        (meta("article:modified_time", "2024-06-19"), BODY, ""),
        (meta("og:updated_time", "2024-06-19"), BODY, ""),
        (meta("last-modified", "2024-06-19", "name"), BODY, ""),
        ('<meta http-equiv="last-modified" content="Wed, 19 Jun 2024 10:00:00 GMT">', BODY, ""),
        ('<meta itemprop="copyrightYear" content="2019">', BODY, ""),
        (meta("article:published_time", "1970-01-01T00:00:00Z"), BODY, ""),
        (meta("article:published_time", "0001-01-01T00:00:00"), BODY, ""),
        (meta("article:published_time", "19 June"), BODY, ""),
        (meta("article:published_time", "{{ post.date }}"), BODY, ""),
        (linked({**NEWS, "dateModified": "2024-06-19"}), BODY, ""),
        (linked({"@type": "ItemList", "itemListElement": [{**NEWS, "datePublished": "2024-06-19"}]}), BODY, ""),
        (linked({**NEWS, "headline": "A", "datePublished": "2024-06-19"},
                {**NEWS, "headline": "B", "datePublished": "2024-06-20"}), BODY, ""),
        ('<script type="application/ld+json">{"@type": "Article", "datePublished": "2024-06-19"</script>', BODY, ""),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", BODY, ""),
        ("", BODY, '<div class="comment"><time pubdate datetime="2024-08-01">August</time></div>'),
        ("", BODY, '<ol id="comments"><li itemprop="comment"><i itemprop="datePublished">2024-08-01</i></li></ol>'),
        ("", BODY, '<aside><time pubdate datetime="2024-08-01">August</time></aside>'),
        ("", BODY, "<p>The treaty of 9 May 2023 was renewed at 10:00 on 2023-06-19.</p>"),
        ("", BODY + '<p>Signed on <time datetime="1961-07-06">6 July 1961</time>.</p>', ""),
        ('<link rel="stylesheet" href="https://lamp.example/2024/06/19/style.css">', BODY, ""),
        ("", BODY, '<img src="https://lamp.example/2024/06/19/a.jpg"><a href="https://lamp.example/2024/06/19/b">b</a>'),
    ],
)  # fmt: skip
def test_weak_evidence_is_no_publication_date(head: str, body: str, after: str) -> None:
    assert published(head, f"<article>{body}</article>", after) == (None, None)


def test_no_page_is_dated_by_the_day_of_reading() -> None:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    for head in ("", meta("date", "10:00", "name"), meta("date", "Wednesday", "name"), meta("date", "today", "name")):
        value, _ = published(head)
        assert value is None or not value.startswith(str(today.year))


@pytest.mark.parametrize(
    ("head", "body", "title", "publisher"),
    [
        ("<title>Rail line to reopen - The Lamp</title>", BODY, "Rail line to reopen", "The Lamp"),
        ("<title>Rail line to reopen | World | The Lamp</title>", BODY, "Rail line to reopen", None),
        ("<title>Lamp - Rail - a line</title>" + meta("og:site_name", "A Line"), "<p>x</p>", "Lamp - Rail", "A Line"),
        ("<title>Rail - the lamp</title>" + meta("og:site_name", "The Lamp"), "<p>x</p>", "Rail", "The Lamp"),
        ("<title>Rail - Lamp</title>" + meta("og:url", "https://lamp.example/x"), "<p>x</p>", "Rail", "Lamp"),
        ("<title>Two states - one line</title>", "<p>x</p>", "Two states - one line", None),
        ("<title>Rail</title>" + meta("og:url", "https://www.lamp.example/x"), "<p>x</p>", "Rail", "lamp.example"),
        (linked({**NEWS, "publisher": {"@type": "Organization", "name": "Lamp &amp; Co"}}), "<p>x</p>",
         "Rail line to reopen", "Lamp & Co"),
        (meta("og:title", "A\u202eB &lt;b&gt;x&lt;/b&gt;"), "<p>x</p>", "AB <b>x</b>", None),
        (meta("article:publisher", "https://social.example/lamp"), "<p>x</p>", None, None),
        (meta("twitter:site", "@lamp", "name"), "<p>x</p>", None, None),
        ("", "<h1>One</h1><h1>Two</h1><p>x</p>", None, None),
    ],
)  # fmt: skip
def test_headline_and_outlet(head: str, body: str, title: str | None, publisher: str | None) -> None:
    document = read(page(head, body))
    assert (document.title, document.publisher) == (title, publisher)


def test_what_a_page_states_wins_and_what_it_hints_at_does_not() -> None:
    hint = page('<link rel="canonical" href="https://lamp.example/x">', "<p>x</p>")
    assert read(hint).publisher == "lamp.example"
    assert read(hint, publisher="The Lamp", title="T", published="2024").publisher == "The Lamp"
    stated = page(meta("og:site_name", "The Lamp") + meta("date", "2023", "name"), BODY)
    document = read(stated, publisher="Other", published="2024", title="Other")
    assert (document.publisher, document.title) == ("The Lamp", "Rail line to reopen")
    assert document.published is not None and document.published.value == "2023"


def test_where_browsers_saved_it_from() -> None:
    mark = "<!-- saved from url=(0041)https://www.lamp.example/2024/06/19/rail -->"
    document = read("<!DOCTYPE html>\n" + mark + "\n" + page())
    assert document.url == "https://www.lamp.example/2024/06/19/rail"
    assert document.published is not None and document.published_origin == "the page's address"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/relative", "data:text/html,x", "https://", "file:///etc/passwd"]
)
def test_only_addresses_of_pages_are_kept(url: str) -> None:
    assert read(page(f'<link rel="canonical" href="{url}">')).url is None


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("shift_jis", "shift_jis"),
     ("utf-8", "cp1252"), ("rot13", "cp1252"), ("utf-16", "utf-8"), ("windows-1252", "utf-8"), ("gbk", "gbk"),
     ("nonsense", "utf-8"), ("iso-2022-jp", "iso2022_jp")],
)  # fmt: skip
def test_charsets(declared: str, encoding: str) -> None:
    words = {"cp1252": "the café’s “line”", "cp1251": "поезд", "shift_jis": "鉄道", "gbk": "铁路", "iso2022_jp": "鉄道"}
    word = words.get(encoding, "the café’s “line” поезд")
    source = f'<html><head><meta charset="{declared}"><title>x</title></head><body><p>{word}</p></body></html>'
    assert read(source.encode(encoding)).text == word
    older = source.replace(
        f'charset="{declared}"', f'http-equiv="content-type" content="text/html; charset={declared}"'
    )
    assert read(older.encode(encoding)).text == word


def test_an_xml_declaration_is_no_obstacle() -> None:
    assert (
        read('<?xml version="1.0" encoding="utf-16"?><html xmlns="http://www.w3.org/1999/xhtml"><p>ü</p></html>').text
        == "ü"
    )


def test_pictures_within_the_page() -> None:
    source = page(body=f'<article><img src="data:image/png;base64,{"A" * 5_000_000}">{BODY}</article>')
    assert read(source).text.endswith(THIRD)


def test_nothing_is_written_to_standard_error() -> None:
    code = "from dateline.read import from_bytes; print(from_bytes(b'<html><body><p></p></body></html>', 'a.html'))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "no article was found" in run.stdout and run.stderr == ""
