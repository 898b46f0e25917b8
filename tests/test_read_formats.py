"""Files of other programs: documents, tables, mails, feeds and archives, each with its text, title, outlet and date."""

from __future__ import annotations

import io
import json
import tarfile
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import documents, from_bytes
from dateline.read.wiki import plain

FORMATS = Path(__file__).parent / "formats"
OPENING = "HANOI – Donald Trump and Kim Jong Un ended their second summit in the Vietnamese capital on Thursday"
PAGE = (
    "<html><head><title>Talks in Geneva</title><meta property='og:site_name' content='The Lamp'></head>"
    "<body><article><p>Envoys of two states met in Geneva on Monday and spoke of fishing rights.</p>"
    "<p>They will meet again in the spring, said a spokesman for the hosts on Tuesday.</p></article></body></html>"
)


def read(data: bytes, name: str) -> list[Document]:
    """The documents of a file that has no errors."""
    results = from_bytes(data, name)
    assert not [str(result) for result in results if isinstance(result, DatelineError)]
    return [result for result in results if isinstance(result, Document)]


def codes(data: bytes, name: str) -> list[str]:
    """The error codes of a file, "" for each document."""
    return [result.code if isinstance(result, DatelineError) else "" for result in from_bytes(data, name)]


def published(document: Document) -> tuple[str | None, str | None]:
    """Value and origin of the publication date."""
    return document.published.value if document.published else None, document.published_origin


@pytest.mark.parametrize(
    "name", ["noted.odt", "lamp.docx", "lamp.rtf", "lamp.pdf", "lamp.epub", "printed.pdf", "saved.mhtml"]
)
def test_an_article_is_read_whole_from_any_program(name: str) -> None:
    (document,) = read((FORMATS / name).read_bytes(), name)
    paragraphs = document.text.split("\n\n")
    opening = next(paragraph for paragraph in paragraphs if paragraph.startswith(OPENING))
    assert opening.endswith("The talks at the Metropole hotel had begun on Wednesday evening with a dinner.")
    assert "closed with a short declaration." in document.text
    assert document.title


@pytest.mark.parametrize("name", ["noted.odt", "lamp.docx", "lamp.rtf", "lamp.pdf", "lamp.epub", "printed.pdf"])
def test_the_day_of_saving_or_printing_is_no_date_of_the_article(name: str) -> None:
    (document,) = read((FORMATS / name).read_bytes(), name)
    assert published(document) == (None, None)
    assert "2026" not in document.text and "/26" not in document.text


def test_a_page_saved_by_a_browser_keeps_what_the_page_says_of_itself() -> None:
    (document,) = read((FORMATS / "saved.mhtml").read_bytes(), "saved.mhtml")
    assert published(document) == ("2019-02-28", "the page's metadata")
    assert document.publisher == "The Lamp Gazette"
    assert document.url == "http://127.0.0.1:8799/lamp.html"


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx", "table.xls", "table.ods"])
def test_tables_find_their_columns_by_name(name: str) -> None:
    pact, visit = read((FORMATS / name).read_bytes(), name)
    assert (pact.title, pact.publisher, published(pact)[0]) == ("Pact of 1961", "The Lamp Gazette", "1961-07-06")
    assert pact.url == "https://lamp.example/1961" and visit.url is None
    assert visit.text == 'Vladimir Putin arrived in Pyongyang on Wednesday. "A first," an aide said.'
    assert published(visit)[0] == "2000-07-19"
    assert [pact.name, visit.name] == [f"{name}:2", f"{name}:3"]


def test_content_decides_where_the_name_is_wrong() -> None:
    for name in ("lamp.docx", "printed.pdf", "noted.odt"):
        (document,) = read((FORMATS / name).read_bytes(), "article.txt")
        assert OPENING in document.text


def test_a_table_without_texts_names_its_columns() -> None:
    (error,) = from_bytes(b"Name,Price\nPen,2\n", "prices.csv")
    assert isinstance(error, DatelineError) and error.code == "E123" and "Name, Price" in str(error)


def test_a_bad_date_in_a_table_is_told_and_the_row_read() -> None:
    assert codes(b"text;date\nEnvoys met in Geneva.;soon\n", "news.csv") == ["E110", ""]


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ([{"title": "A", "body": "Envoys met."}, {"title": "B", "body": "They parted."}], 2),
        ({"articles": [{"title": "A", "content": "Envoys met.", "source": {"name": "The Lamp"}}]}, 1),
        ({"headline": "A", "text": "Envoys met."}, 1),
        (
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [{"id": "1", "content_html": "<p>Envoys met.</p>"}],
            },
            1,
        ),
    ],
)
def test_json_lists_and_objects(value: object, count: int) -> None:
    found = read(json.dumps(value, indent=1).encode(), "news.json")
    assert len(found) == count
    assert found[0].text == "Envoys met."


def mail(*, html: str | None = None, attach: bytes | None = None) -> bytes:
    """A newsletter."""
    message = EmailMessage()
    message["Subject"] = "Morning brief"
    message["From"] = "The Lamp <brief@lamp.example>"
    message["Date"] = "Thu, 20 Jun 2024 06:30:00 +0900"
    message["Message-ID"] = "<1@lamp.example>"
    message.set_content("Putin left Pyongyang on Wednesday night.\n" if html is None else "See the web version.\n")
    if html:
        message.add_alternative(html, subtype="html")
    if attach:
        message.add_attachment(attach, maintype="application", subtype="pdf", filename="../../printed.pdf")
    return message.as_bytes()


def test_a_mail_is_dated_by_the_day_on_which_it_was_sent() -> None:
    (document,) = read(mail(), "brief.eml")
    assert (document.title, document.publisher) == ("Morning brief", "The Lamp")
    assert published(document) == ("2024-06-20", "the day on which the mail was sent")
    assert document.text.strip() == "Putin left Pyongyang on Wednesday night."
    assert [d.text for d in read(mail(), "")] == [document.text], "a mail is known by its head as well"


def test_a_mail_that_is_a_page_is_read_as_one() -> None:
    (document,) = read(mail(html=PAGE + "<!--" + "x" * 400 + "-->"), "brief.eml")
    assert "spoke of fishing rights" in document.text and "web version" not in document.text


def test_what_hangs_on_a_mail_is_read_as_well() -> None:
    body, attached = read(mail(attach=(FORMATS / "printed.pdf").read_bytes()), "brief.eml")
    assert "Wednesday night" in body.text and OPENING in attached.text
    assert attached.name == "brief.eml/printed.pdf" and published(attached) == (None, None)


@pytest.mark.parametrize(
    "field", ["From: " + "<a@b>," * 100_000, "Content-Type: text/plain; " + "a*0*=utf-8''x;" * 50_000,
              "Subject: " + "=?utf-8?q?=41?= " * 100_000, "From: " + "(" * 200_000],
)  # fmt: skip
def test_a_header_without_end_is_cut(field: str) -> None:
    begun = time.monotonic()
    (document,) = read(
        f"MIME-Version: 1.0\n{field}\nDate: Thu, 20 Jun 2024 06:30:00 +0900\n\nEnvoys met.".encode(), "a.eml"
    )
    assert document.text == "Envoys met." and published(document)[0] == "2024-06-20"
    assert time.monotonic() - begun < 20, "seconds, on a busy machine"


def test_a_mailbox_is_read_mail_by_mail() -> None:
    box = b"".join(b"From x@y Thu Jun 20 06:30:00 2024\n" + mail() + b"\n" for _ in range(3))
    assert [document.name for document in read(box, "box.mbox")] == [f"box.mbox/{n}.eml" for n in (1, 2, 3)]


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>The Lamp</title><item><title>Talks &amp; more</title>
<link>https://lamp.example/1</link><pubDate>Mon, 05 Feb 2001 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Envoys met in &lt;b&gt;Geneva&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>No date here</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Lamp</title><entry><title>Talks &amp; more</title>
<link href="https://lamp.example/1"/><updated>2009-01-01T00:00:00Z</updated><published>2001-02-05T10:00:00Z</published>
<content type="html">&lt;p&gt;Envoys met in &lt;b&gt;Geneva&lt;/b&gt;.&lt;/p&gt;</content></entry>
<entry><title>No date here</title><updated>2009-01-01T00:00:00Z</updated></entry></feed>"""


@pytest.mark.parametrize("source", [RSS, ATOM])
@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", ""])
def test_feeds_entry_by_entry(source: str, name: str) -> None:
    first, second = read(source.encode(), name)
    assert (first.title, first.publisher, first.url) == ("Talks & more", "The Lamp", "https://lamp.example/1")
    assert (first.text, published(first)) == ("Envoys met in Geneva.", ("2001-02-05", "the feed"))
    assert (second.text, published(second)) == ("No date here", (None, None))


def test_json_feeds_entry_by_entry() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "The Lamp", "home_page_url": "https://lamp.example/",
        "items": [
            {"id": "1", "url": "https://lamp.example/1", "title": "Talks", "content_html": "<p>Envoys <b>met</b>.</p>",
             "date_published": "2001-02-05T10:00:00-07:00", "date_modified": "2009-01-01T00:00:00Z"},
            {"id": "2", "content_text": "No date here.", "date_modified": "2009-01-01T00:00:00Z"},
        ],
    }  # fmt: skip
    first, second = read(json.dumps(feed).encode(), "feed.json")
    assert (first.title, first.publisher, first.url) == ("Talks", "The Lamp", "https://lamp.example/1")
    assert (first.text, published(first)[0]) == ("Envoys met.", "2001-02-05")
    assert (second.text, second.publisher, published(second)) == ("No date here.", "The Lamp", (None, None))


@pytest.mark.parametrize("name", ["generated.rss", "generated.atom"])
def test_feeds_of_a_feed_generator(name: str) -> None:
    undated, summit = read((FORMATS / name).read_bytes(), name)
    assert summit.text.startswith(OPENING) and summit.publisher == "The Lamp Gazette"
    assert published(summit) == ("2019-02-28", "the feed") and published(undated) == (None, None)
    assert (undated.title, undated.url) == ("A lamp & a kite", "https://lamp.example/undated")


WIKI = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
<siteinfo><sitename>Lampnews</sitename><base>https://en.lampnews.example/wiki/Main_Page</base></siteinfo>
<page><title>Envoys meet in Geneva</title><ns>0</ns><revision><timestamp>2026-01-02T03:04:05Z</timestamp>
<text xml:space="preserve">{{date|June 19, 2024}} {{Europe}}
[[File:Geneva.jpg|thumb|The [[lake]] at night]]
'\''Envoys'\'' of [[France|two states]] met in [[Geneva]] on Monday.&lt;ref&gt;{{cite|a paper}}&lt;/ref&gt;

They &lt;!-- did they? --&gt;spoke of "fishing rights".
{| class="wikitable"
| a || b
|}
== Sources ==
* {{source|url=http://lamp.example|title=A paper}}
</text></revision></page>
<page><title>Talk:Envoys</title><ns>1</ns><revision><text>Talk.</text></revision></page>
<page><title>Old name</title><ns>0</ns><revision><text>#REDIRECT [[Envoys meet in Geneva]]</text></revision></page>
</mediawiki>""".replace("'''", "'" * 3)


@pytest.mark.parametrize("name", ["export.xml", ""])
def test_exports_of_wikis_article_by_article(name: str) -> None:
    (document,) = read(WIKI.encode(), name)
    assert document.text == 'Envoys of two states met in Geneva on Monday.\n\nThey spoke of "fishing rights".'
    assert (document.title, document.publisher) == ("Envoys meet in Geneva", "Lampnews")
    assert published(document) == ("2024-06-19", "stated in the article")
    assert document.url == "https://en.lampnews.example/wiki/Envoys_meet_in_Geneva"
    assert codes(WIKI[:600].encode(), "cut.xml") == ["E120"]


STORMS = (
    "{|",
    "<ref ",
    "<ref>",
    "<!--",
    "[[File:a|",
    "<b>",
    "[http://a ",
    "{{a|b=",
    "[[a]] ",
    "\n* [[a|b]] c",
    "{{a}} ",
)


@pytest.mark.parametrize("marks", STORMS)
def test_a_storm_of_marks_in_a_wiki_is_read_in_no_time(marks: str) -> None:
    begun = time.process_time()
    text = plain(f"Envoys of [[France|two states]] met.\n\n{marks * (400_000 // len(marks))}")
    assert text.startswith("Envoys of two states met.") and time.process_time() - begun < 5


def test_a_long_list_in_a_wiki_keeps_its_words() -> None:
    row = "\n* {{flag|{{a}}}} [[France|Envoys]] of ''two'' [[states]] [[File:a.png|thumb|b]]met in "
    row += "[http://a.example Geneva] <br/>&amp; Rome"
    words = plain(row * 3_000).split("\n\n")
    assert words[0] == "Envoys of two states met in Geneva & Rome" and len(words) == 3_000 and len(set(words)) == 1


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w") -> bytes:
    """A tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


MIXED = {
    "news/a.txt": b"Envoys met in Geneva.",
    "news/.hidden.txt": b"hidden",
    "__MACOSX/news/._a.txt": b"hidden",
    "picture.png": b"\x89PNG",
    "../../escape.md": b"# Talks\n\nThey parted.",
    "empty.txt": b"",
    "inner.zip": zipped({"b.txt": b"They met again."}),
}


@pytest.mark.parametrize(
    ("name", "data"), [("n.zip", zipped(MIXED)), ("n.tar", tarred(MIXED)), ("n.tar.gz", tarred(MIXED, "w:gz")),
                       ("n.tgz", tarred(MIXED, "w:gz"))]
)  # fmt: skip
def test_archives_file_by_file_and_never_outside(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for results in (from_bytes(data, name), list(documents([path]))):
        texts = [result.text if isinstance(result, Document) else result.code for result in results]
        assert texts == ["Envoys met in Geneva.", "Talks\n\nThey parted.", "E105", "They met again."]
        names = [result.name for result in results if isinstance(result, Document)]
        assert names == [f"{name}/news/a.txt", f"{name}/escape.md", f"{name}/inner.zip/b.txt"]
    assert [entry.name for entry in tmp_path.iterdir()] == [name], "nothing was unpacked"


def test_archives_in_archives_in_archives_are_left() -> None:
    deep = zipped({"c.zip": zipped({"b.zip": zipped({"a.txt": b"deep"})})})
    assert codes(deep, "d.zip") == ["E126"]


def test_a_web_archive_page_by_page() -> None:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    for number, status in enumerate(("200 OK", "404 Not Found", "200 OK"), start=1):
        headers = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        page = PAGE.replace("Geneva", f"Geneva {number}").encode()
        record = writer.create_warc_record(
            f"http://lamp.example/{number}", "response", payload=io.BytesIO(page), http_headers=headers
        )
        writer.write_record(record)
    found = read(buffer.getvalue(), "crawl.warc.gz")
    assert ["Geneva 1" in found[0].text, "Geneva 3" in found[1].text, len(found)] == [True, True, 2]


@pytest.mark.parametrize("name", ["lamp.docx", "noted.odt", "lamp.epub", "lamp.pdf", "table.xlsx", "table.ods"])
@pytest.mark.parametrize("cut", [0.2, 0.9])
def test_half_a_file_gives_one_sentence(name: str, cut: float) -> None:
    data = (FORMATS / name).read_bytes()
    results = from_bytes(data[: int(len(data) * cut)], name)
    assert len(results) == 1
    assert isinstance(results[0], DatelineError), results[0]
    assert results[0].code in {"E120", "E122", "E105"}


def test_what_is_locked_with_a_password_is_said() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=FORMATS / "printed.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert codes(buffer.getvalue(), "locked.pdf") == ["E121"]


def test_a_scan_is_said_to_be_one() -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(300, 300)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert codes(buffer.getvalue(), "scan.pdf") == ["E122"]
