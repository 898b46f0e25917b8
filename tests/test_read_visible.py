"""The date that a page shows: whole, counted back, without a year; contradictions; and that nothing is made up."""

from __future__ import annotations

import io
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline import pipeline, store
from dateline.model import Document
from dateline.read import documents, from_bytes
from dateline.read.visible import shown_date

BODY = "<p>Envoys of two states met in Geneva on Monday and spoke of fishing rights.</p>"


def page(byline: str, *, head: str = "", first: str = "") -> str:
    return f"{first}<html><head><title>Talks</title>{head}</head><body><article>{byline}{BODY}</article></body></html>"


def fetched(html: str, tmp_path: Path, *, at: str = "2024-06-19T15:00:00Z") -> Document:
    """The page out of a web archive, that is with a known time of download."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        "http://lamp.example/talks", "response", payload=io.BytesIO(html.encode()), http_headers=headers,
        warc_headers_dict={"WARC-Date": at},
    )  # fmt: skip
    writer.write_record(record)
    path = tmp_path / "crawl.warc"
    path.write_bytes(buffer.getvalue())
    (document,) = documents([path])
    assert isinstance(document, Document) and document.url
    assert "canonical" in html or document.url == "http://lamp.example/talks"
    return document


def saved(html: str) -> Document:
    """The page as a browser's user saves it: nothing tells when."""
    (document,) = from_bytes(html.encode(), "page.html")
    assert isinstance(document, Document)
    return document


def value(document: Document) -> str | None:
    return document.published.value if document.published else None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("4 days ago", "2024-06-15"),
        ("Published 4 days ago", "2024-06-15"),
        ("1 day ago", "2024-06-18"),
        ("a day ago", "2024-06-18"),
        ("yesterday", "2024-06-18"),
        ("3 hours ago", "2024-06-19"),
        ("16 hours ago", "2024-06-18"),
        ("20h ago", "2024-06-18"),
        ("5 mins ago", "2024-06-19"),
        ("Today", "2024-06-19"),
        ("just now", "2024-06-19"),
    ],
)
def test_what_is_counted_back_is_placed_by_a_known_day_of_download_alone(words: str, day: str, tmp_path: Path) -> None:
    html = page(f"<div class='byline'>By Jo Lee <time>{words}</time></div>")
    document = fetched(html, tmp_path)
    assert value(document) == day
    assert document.published_origin == "counted from the day of saving"
    assert document.published_confidence == 0.7
    assert document.date_note and "19 June 2024" in document.date_note and words.split()[-1] in document.date_note
    alone = saved(html)
    assert value(alone) is None and alone.proposed is None
    assert alone.date_note and "nothing tells when it was saved" in alone.date_note


@pytest.mark.parametrize(
    ("words", "likely"),
    [("2 weeks ago", "2024-06"), ("3 weeks ago", "2024-05"), ("3 months ago", "2024-03"), ("2 years ago", "2022"),
     ("September 14", "2023-09-14"), ("14 June", "2024-06-14"), ("Jun. 19", "2024-06-19"), ("20 June", "2023-06-20"),
     ("February 29", "2024-02-29")],
)  # fmt: skip
def test_what_is_no_one_day_stays_open_with_a_proposal(words: str, likely: str, tmp_path: Path) -> None:
    html = page(f"<span class='post-date'>{words}</span>")
    document = fetched(html, tmp_path)
    assert document.published is None
    assert document.proposed and document.proposed.value == likely
    assert document.date_note and words in document.date_note
    assert saved(html).published is None and saved(html).proposed is None


@pytest.mark.parametrize(
    "byline",
    [
        "<span class='date-published'>September 14, 2024</span>",
        "<p class='byline'>By Jo Lee | 14 September 2024 | 3 min read</p>",
        "<div id='publish-date'><time>2024-09-14</time></div>",
        "<span class='timestamp'>Sept. 14, 2024, 10:15 a.m.</span>",
        "<span class='date'>14th September 2024</span><span class='updated-date'>Updated 20 September 2024</span>",
    ],
)
def test_a_byline_with_a_whole_date_dates_the_page(byline: str) -> None:
    document = saved(page(byline))
    assert (value(document), document.published_origin) == ("2024-09-14", "the page's byline")
    assert document.published_confidence == 0.85 and document.date_note is None


@pytest.mark.parametrize(
    "byline",
    [
        "<span class='updated'>Updated 4 days ago</span>",
        "<span class='date'>14 September 2024</span><span class='date'>20 September 2024</span>",
        "<aside><span class='date'>14 September 2024</span></aside>",
        "<div class='related'><time class='date'>4 days ago</time></div>",
        "<div class='comment'><span class='timestamp'>4 days ago</span></div>",
        "<p>It began 4 days ago, on September 14.</p>",
        "<span class='candidate'>14 September 2024</span>",
        "<span class='date'>99 days ago or so, maybe 31 February 2024</span>",
        "<span class='date'>999 years ago</span>" * 2 + "<span class='date'>1 day ago</span>",
    ],
)
def test_what_is_no_date_of_the_page_dates_nothing(byline: str, tmp_path: Path) -> None:
    assert fetched(page(byline), tmp_path).published is None


META = "<meta property='article:published_time' content='2024-06-19T10:00:00Z'>"


@pytest.mark.parametrize(
    ("byline", "address", "noted"),
    [
        ("<span class='date'>June 19, 2024</span>", "/2024/06/19/a", False),
        ("<span class='date'>June 18, 2024</span>", "/2024/06/20/a", False),  # another zone's day
        ("<span class='date'>June 12, 2024</span>", "/a", True),
        ("", "/2024/06/12/a", True),
        ("", "/2024/06/a", False),
        ("", "/2023/a", False),
        ("<span class='date'>4 days ago</span>", "/a", False),
    ],
)
def test_a_contradiction_is_kept_and_shown(byline: str, address: str, noted: bool, tmp_path: Path) -> None:
    canonical = f"<link rel='canonical' href='http://lamp.example{address}'>"
    document = fetched(page(byline, head=META + canonical), tmp_path)
    assert (value(document), document.published_origin) == ("2024-06-19", "the page's metadata")
    assert (document.date_note is not None) == noted
    assert document.published_confidence == (0.6 if noted else 1.0)


def test_the_time_of_saving_of_other_programs() -> None:
    single = "<!--\n Page saved with SingleFile \n url: https://lamp.example/a \n saved date: Wed Jun 19 2024 15:00:00 GMT+0900 (x)\n-->"  # noqa: E501
    html = page("<span class='date'>4 days ago</span>", first=single)
    assert value(saved(html)) == "2024-06-15"
    mail = EmailMessage()
    mail["Snapshot-Content-Location"] = "http://lamp.example/a"
    mail["Subject"] = "Talks"
    mail["Date"] = "Wed, 19 Jun 2024 15:00:00 -0000"
    mail["MIME-Version"] = "1.0"
    mail.set_content(page("<span class='date'>4 days ago</span>"), subtype="html")
    (document,) = from_bytes(mail.as_bytes(), "a.mhtml")
    assert isinstance(document, Document) and value(document) == "2024-06-15"


def test_no_clock_is_read() -> None:
    source = (Path(__file__).parent.parent / "dateline" / "read" / "visible.py").read_text(encoding="utf-8")
    assert "now()" not in source and "today()" not in source
    assert shown_date(iter(["4 days ago"]), downloaded=datetime(2, 1, 3)) is not None  # noqa: DTZ001
    assert shown_date(iter(["13 days ago"]), downloaded=datetime(1, 1, 3)) is not None  # noqa: DTZ001


def test_the_store_keeps_origin_confidence_note_and_proposal(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    html = page("<span class='date'>June 12, 2024</span>", head=META)
    pipeline.ingest_bytes(db, [("a.html", html.encode())])
    (row,) = store.documents(db)
    assert (row.document.published_confidence, row.anchor.confidence) == (0.6, 0.6)
    assert row.document.date_note == 'The page\'s metadata say 2024-06-19, but the page shows "June 12, 2024".'
    assert row.document.date_note in row.anchor.reason
    pipeline.set_published(db, row.document.id, "2024-06-12")
    (row,) = store.documents(db)
    assert (row.document.published_origin, row.document.date_note) == ("given by you", None)
