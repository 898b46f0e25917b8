"""Files that are all of one thing: each is read, or refused with the limit named, in a time that grows with its length.

What takes a reader time with the square of something takes minutes at these sizes.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable

import pytest
from test_read_apart import rezipped
from test_read_formats import mail

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import from_bytes
from dateline.read.document import Given
from dateline.read.files import guarded
from dateline.read.sheet import read_csv

SECONDS = 15
"""Most seconds for a file, on a busy machine."""
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
RUN = "<w:r><w:t>Met. </w:t></w:r>"
CELL = f"<w:tc><w:p>{RUN}</w:p></w:tc>"
LEVEL = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b{0}\r\n\r\n--b{0}\r\n"
ATTRIBUTES = [f'a{n}=""' for n in range(100_000)]
DATA = '<html><script type="application/ld+json">{}</script>'
GRAPH = '{"@graph":[{"@type":"NewsArticle"}]},' * 90_000
RSS = '<rss version="2.0"><channel><title>The Lamp</title>{}</channel></rss>'
ENTRY = "<item><title>Round {0}</title><description>&lt;p&gt;Envoys met for round {0}.&lt;/p&gt;</description></item>"
PART = "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename={}.txt\r\n\r\nEnvoys met.\r\n"
MIXED = "Subject: many\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n"
SAVED = "Snapshot-Content-Location: http://lamp.example/\r\nMIME-Version: 1.0\r\n"
SAVED += "Content-Type: multipart/related; boundary=b\r\n\r\n{}--b--\r\n"


def word(body: str) -> bytes:
    """A Word file with this body."""
    return rezipped("lamp.docx", {"word/document.xml": BODY.format(body).encode()})


def nested(depth: int) -> str:
    """A mail in a mail in a mail."""
    return "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" * depth + "\r\nEnvoys met."


def read(name: str, data: str | bytes) -> Counter[str]:
    """How many documents ("") and errors of each code a file gives, in time."""
    begun = time.monotonic()
    results = from_bytes(data.encode() if isinstance(data, str) else data, name)
    assert time.monotonic() - begun < SECONDS
    assert all(isinstance(result, Document) or "\n" not in str(result) for result in results)
    return Counter(result.code if isinstance(result, DatelineError) else "" for result in results)


STORMS: dict[str, tuple[Callable[[], str | bytes], dict[str, int]]] = {
    "attachments.eml": (lambda: MIXED.format("".join(map(PART.format, range(100_000)))), {"E125": 1}),
    "parts.mhtml": (lambda: SAVED.format("--b\r\nContent-Type: image/png\r\n\r\nabc\r\n" * 50_000), {"E125": 1}),
    "nested.eml": (lambda: nested(1_000), {"E126": 1}),
    "levels.eml": (lambda: "".join(map(LEVEL.format, range(500))), {"E126": 1}),
    "paragraphs.docx": (lambda: word("<w:p><w:r><w:t>Met</w:t></w:r></w:p>" * 100_000), {"": 1}),
    "runs.docx": (lambda: word(f"<w:p>{RUN * 150_000}</w:p>"), {"": 1}),
    "rows.docx": (lambda: word("<w:tbl>" + f"<w:tr>{CELL * 2}</w:tr>" * 20_000 + "</w:tbl>"), {"": 1}),
    "cells.docx": (lambda: word(f"<w:tbl><w:tr>{CELL * 40_000}</w:tr></w:tbl>"), {"": 1}),
    "links.rtf": (lambda: r"{\rtf1 " + r'{\field{\*\fldinst{HYPERLINK "http://a.example' * 25_000 + "x}", {"E105": 1}),
    "fonts.rtf": (lambda: r"{\rtf1{\fonttbl" + r"\f1\fcharset1 " * 100_000 + "}Envoys met.}", {"": 1}),
    "groups.rtf": (lambda: r"{\rtf1 Envoys met." + "{}" * 300_000 + "{" * 300_000, {"": 1}),
    "pictures.rtf": (lambda: r"{\rtf1 Envoys met.{\pict " + "0123456789abcdef" * 900_000 + "}}", {"": 1}),
    "long.rtf": (lambda: r"{\rtf1 " + "Envoys met. " * 1_000_000 + "}", {"E111": 1}),
    "depth.rss": (lambda: RSS.format("<item>" + "<a>" * 300_000), {"E116": 1}),
    "attributes.rss": (lambda: RSS.format(f"<item><title {' '.join(ATTRIBUTES)}>"), {"E116": 1}),
    "entry.rss": (lambda: RSS.format(f"<item>{'<description>x</description>' * 50_000}</item>"), {"E104": 1}),
    "loose.rss": (lambda: RSS.format("<item><title>a & b" + "<a b" * 40_000), {"E105": 1}),
    "blank.csv": (lambda: "text,title\n" + "\n" * 1_500_000, {"E125": 1}),
    "columns.csv": (lambda: f"text,{','.join(map(str, range(300_000)))}\nEnvoys met.{',' * 300_000}\n", {"": 1}),
    "quotes.csv": (lambda: 'text,title\n"' + '""' * 5_000_000, {"E111": 1}),
    "dates.csv": (lambda: "text,date\n" + "a,nope\n" * 5_000, {"": 5_000, "E110": 20, "E118": 1}),
    "keys.json": (lambda: json.dumps([{**dict.fromkeys(map(str, range(200_000))), "text": "Envoys met."}]), {"": 1}),
    "twice.json": (lambda: "[{" + '"text":"Envoys met.",' * 300_000 + '"text":"They parted."}]', {"": 1}),
    "digits.json": (lambda: '[{"text":"Envoys met.","date":' + "9" * 5_000_000 + "}]", {"E120": 1}),
    "nan.json": (lambda: '[{"text":"Envoys met.","date":1e999,"title":NaN,"id":-Infinity}]', {"E110": 1, "": 1}),
    "depth.json": (lambda: '{"text":' * 1_000_000, {"E120": 1}),
    "blank.jsonl": (lambda: "\n" * 5_000_000 + '{"text": "a"}', {"E119": 1}),
    "barren.jsonl": (lambda: '{"text": "a"}\n' + "x\n" * 2_000_000, {"": 1, "E109": 20, "E119": 1}),
    "keys.jsonl": (lambda: json.dumps({**dict.fromkeys(map(str, range(100_000))), "text": "Envoys met."}), {"": 1}),
    "attributes.html": (lambda: f"<html><p {' '.join(ATTRIBUTES)}>Envoys met.</p>", {"": 1}),
    "data.html": (lambda: DATA.format('{"@type":"NewsArticle"}') * 40_000 + "<p>Envoys met.", {"": 1}),
    "graph.html": (lambda: DATA.format(f"[{GRAPH}1]") + "<p>Envoys met.", {"": 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", STORMS)
def test_a_storm_is_over_soon(name: str) -> None:
    made, expected = STORMS[name]
    assert read(name, made()) == expected


def test_a_feed_of_any_length_is_read() -> None:
    begun = time.process_time()
    feed = RSS.format("".join(map(ENTRY.format, range(1, 2_001)))).encode()
    results = from_bytes(feed, "feed.rss")
    documents = [result for result in results if isinstance(result, Document)]
    assert len(documents) == len(results) == 2_000
    assert all(d.text == f"Envoys met for round {n}." for n, d in enumerate(documents, start=1))
    assert [d.name for d in documents[::500]] == ["feed.rss:1", "feed.rss:501", "feed.rss:1001", "feed.rss:1501"]
    assert {d.publisher for d in documents} == {"The Lamp"}
    assert time.process_time() - begun < 5, "seconds of the program itself"


def test_what_is_too_much_is_said_after_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MEMBERS", 300)
    assert read("feed.rss", RSS.format("".join(map(ENTRY.format, range(700))))) == {"": 300, "E125": 1}
    assert read("feed.rss", RSS.format("".join(map(ENTRY.format, range(300))))) == {"": 300}
    rows = "text\n" + "Envoys met.\n" * 301
    *found, last = guarded(read_csv(rows, name="a.csv", given=Given()), "a.csv")
    assert len(found) == 301, "the columns, and as many articles as are read"
    assert str(last) == "a.csv: it holds more than 300 articles; split it."


@pytest.mark.parametrize("damage", ["<title>The Lamp & more</title>", "<item><title>a & b</title></item>"])
def test_a_feed_that_is_damaged_is_read_entry_by_entry_all_the_same(damage: str) -> None:
    entries = list(map(ENTRY.format, range(1, 701)))
    feed = RSS.replace("<title>The Lamp</title>", damage).format("".join([*entries[:350], damage, *entries[350:]]))
    texts = [result.text for result in from_bytes(feed.encode(), "feed.rss") if isinstance(result, Document)]
    assert [text for text in texts if text.startswith("Envoys")] == [
        f"Envoys met for round {n}." for n in range(1, 701)
    ]


def test_a_feed_with_entities_is_read_where_it_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    entity = '<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    feed = entity + RSS.format("<item><title>Envoys met &e; there</title></item>" * 3)
    for result in from_bytes(feed.encode(), "feed.rss"):
        assert isinstance(result, Document) and "root:" not in result.text
    monkeypatch.setattr(limits, "MAX_ENTRY_BYTES", 100)
    assert read("feed.rss", feed) == {"E120": 1}


def test_a_mail_that_was_forwarded_whole_is_read() -> None:
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    inner = message_from_bytes(mail(), policy=policy.default)
    for _ in range(6):
        outer = EmailMessage()
        outer["Subject"] = "For you"
        outer.set_content("See below.")
        outer.add_attachment(inner)
        inner = outer
        results = from_bytes(outer.as_bytes(), "for_you.eml")
        last = results[-1]
        if len(results) <= limits.MAX_FORWARDED_DEPTH:
            assert isinstance(last, Document) and "Wednesday night" in last.text and last.title == "Morning brief"
            assert last.published is not None and last.published.value == "2024-06-20"
    assert isinstance(last, DatelineError) and last.code == "E126"


def test_what_was_inserted_in_a_word_file_is_read_and_what_was_deleted_is_not() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    body = f"<w:p>{run('Envoys met ')}<w:ins>{run('in Geneva')}</w:ins><w:moveFrom>{run('in Rome')}</w:moveFrom>"
    body += "<w:del><w:r><w:delText>in Oslo</w:delText></w:r></w:del><w:r><w:tab/></w:r>"
    body += f"<w:hyperlink>{run('twice')}</w:hyperlink></w:p>"
    body += f"<w:sdt><w:sdtContent><w:p>{run('They parted.')}</w:p></w:sdtContent></w:sdt>"
    inner = f"<w:tbl><w:tr>{cell('c')}{cell('d')}</w:tr></w:tbl>"
    body += f"<w:tbl><w:tr>{cell('a')}<w:tc><w:p>{run('b')}</w:p>{inner}</w:tc></w:tr></w:tbl>"
    (document,) = from_bytes(word(body), "a.docx")
    assert isinstance(document, Document)
    assert document.text == "Envoys met in Geneva twice\n\nThey parted.\n\na | b c | d"
