"""JSONL: an article a line; a bad line is told with its number, the rest goes on."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import from_bytes
from dateline.read.columns import Head
from dateline.read.document import Given
from dateline.read.table import read_lines


def read(*articles: object, **given_fields: str) -> list[Document | DatelineError]:
    lines = [article if isinstance(article, str) else json.dumps(article) for article in articles]
    return from_bytes("\n".join(lines).encode(), "news.jsonl", **given_fields)


def document(*articles: object, **given_fields: str) -> Document:
    (result,) = read(*articles, **given_fields)
    assert isinstance(result, Document), result
    return result


def test_all_fields() -> None:
    found = document(
        {
            "id": "a/1",
            "text": " Two\r\nwords ",
            "published": "2024-06-19",
            "publisher": "The Lamp",
            "title": "T",
            "url": "https://lamp.example/x",
            "licence": "ignored",
        },
        published="1999",
        publisher="Other",
    )
    assert (found.name, found.text, found.title, found.publisher) == ("a/1", " Two\r\nwords ", "T", "The Lamp")
    assert found.published is not None and found.published.value == "2024-06-19"
    assert (found.published_origin, found.url) == ("stated in the file", "https://lamp.example/x")


def test_only_text_is_required() -> None:
    found = document({"text": "words"}, published="2024", publisher="The Lamp")
    assert (found.published_origin, found.publisher, found.title) == ("given by you", "The Lamp", None)
    blank = document({"text": "words", "title": "", "publisher": None, "published": "", "url": "", "id": " "})
    assert (blank.title, blank.publisher, blank.published, blank.url, blank.name) == (None,) * 4 + ("news.jsonl",)


def test_names_of_articles_without_an_id() -> None:
    assert document({"text": "a"}).name == "news.jsonl"
    names = [r.name for r in read({"text": "a"}, "", {"text": "b"}, {"text": "c", "id": 7}) if isinstance(r, Document)]
    assert names == ["news.jsonl:1", "news.jsonl:3", "7"]


@pytest.mark.parametrize(
    ("published", "expected"), [(2024, "2024"), ("June 2024", "2024-06"), ("2024-06-19T01:00:00Z", "2024-06-19")]
)
def test_dates(published: object, expected: str) -> None:
    found = document({"text": "a", "published": published})
    assert found.published is not None and found.published.value == expected


def test_an_unreadable_date_comes_before_its_article() -> None:
    error, found = read({"text": "a", "published": "19 June"})
    assert isinstance(error, DatelineError) and error.code == "E110"
    assert str(error).startswith("news.jsonl, line 1: its publication date '19 June' is no date")
    assert isinstance(found, Document) and found.published is None


def test_the_date_in_the_address() -> None:
    found = document({"text": "a", "url": "https://lamp.example/2024/jun/19/x"})
    assert found.published is not None and found.published.value == "2024-06-19"
    assert found.published_origin == "the page's address"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "no valid JSON"),
        ("[]", "no JSON object"),
        ("5", "no JSON object"),
        ('"text"', "no JSON object"),
        ("{}", "no text"),
        ('{"text": null}', "no text"),
        ('{"text": 5}', "its text is no string"),
        ('{"text": ["a"]}', "its text is no string"),
        ('{"text": "a", "title": ["x"]}', "its title is no string"),
        ('{"text": "a", "publisher": {}}', "its publisher is no string"),
        ('{"text": "a", "url": 5}', "its url is no string"),
        ('{"text": "a", "published": ["2024"]}', "its published is no string"),
        ('{"text": "a", "published": true}', "its published is no string"),
        ('{"text": "a", "id": 1.5}', "its id is neither"),
        ('{"text": "a", "id": "' + "x" * 501 + '"}', "its id is longer"),
        ('{"text": " \\n "}', "its text is blank"),
        ('{"text": "' + "x" * 1_000_001 + '"}', "1,000,001 characters long"),
        ("[" * 100_000, "no valid JSON"),
        ('{"text": ' + "9" * 5000 + "}", "no valid JSON"),
        ("not json", "no valid JSON"),
    ],
)
def test_a_bad_line_is_left_out_and_the_rest_goes_on(line: str, why: str) -> None:
    first, bad, last = read({"text": "a"}, line, {"text": "b"})
    assert isinstance(bad, DatelineError) and bad.code == "E109"
    assert (
        str(bad).startswith("news.jsonl, line 2: ") and why in str(bad) and str(bad).endswith("the line is left out.")
    )
    assert isinstance(first, Document) and isinstance(last, Document) and (first.text, last.text) == ("a", "b")


def test_a_line_that_is_not_utf8() -> None:
    results = from_bytes(b'{"text": "a"}\n{"text": "caf\xe9"}\n{"text": "b"}', "news.jsonl")
    assert [getattr(result, "code", "") for result in results] == ["", "E109", ""]


def test_what_cannot_be_stored_becomes_a_blank_of_the_same_length() -> None:
    found = document(
        '{"text": "a\\u0000b\\ud800c \\ud83d\\ude00", "title": "x\\u0000\\udc00y", "id": "n\\u0000\\ud800"}'
    )
    assert found.text == "a b c \U0001f600" and found.title == "x y" and found.name == "n  "
    json.dumps([found.text, found.title, found.name], ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "http://[", "http://", "x" * 3000,
            "https://a b", "https://x.example/\u202e"]
)  # fmt: skip
def test_an_address_that_must_not_be_opened_is_dropped(url: str) -> None:
    assert document({"text": "a", "url": url}).url is None


def test_a_bom_and_windows_line_ends() -> None:
    results = from_bytes(b'\xef\xbb\xbf{"text": "a"}\r\n\r\n{"text": "b"}\r\n', "news.jsonl")
    assert [result.text for result in results if isinstance(result, Document)] == ["a", "b"]


def test_utf16_as_some_shells_write_it() -> None:
    results = from_bytes('{"text": "a é"}\r\n{"text": "b\u0a0a"}\r\n'.encode("utf-16"), "news.jsonl")
    assert [result.text for result in results if isinstance(result, Document)] == ["a é", "b\u0a0a"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"", "E105"), (b"\n \n", "E105"), (b"\x89PNG\r\n\x1a\n\x00", "E106"), (b"\x00" * 50, "E106")],
)
def test_files_without_articles(data: bytes, expected: str) -> None:
    (error,) = from_bytes(data, "news.jsonl")
    assert isinstance(error, DatelineError) and error.code == expected


class Counting(io.BytesIO):
    """A stream that knows how much was read from it."""

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        self.taken = getattr(self, "taken", 0) + len(line)
        return line


def test_lines_are_read_only_when_they_are_asked_for() -> None:
    stream = Counting(b'{"text": "words"}\n' * 1000)
    results: Iterator[object] = read_lines(stream, name="-", given=Given())
    assert isinstance(next(results), Head) and isinstance(next(results), Document)
    assert stream.taken < 100


def test_a_line_without_end_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LINE_BYTES", 1024 * 1024)
    long = '{"text": "' + "x" * 3_000_000 + '"}'
    bad, good = read(long, {"text": "b", "id": "b"})
    assert isinstance(bad, DatelineError) and "line 1: it is longer than 1 MB" in str(bad)
    assert isinstance(good, Document) and good.text == "b"


def test_a_collection_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_COLLECTION_BYTES", 1000)
    *documents, error = read(*[{"text": "words"}] * 1000)
    assert isinstance(error, DatelineError) and error.code == "E104"
    assert documents and all(isinstance(each, Document) for each in documents)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(["text", "title", "publisher", "published", "url", "id", "x"])


@given(st.lists(st.dictionaries(KEYS, values, max_size=7), min_size=1, max_size=4))
def test_any_objects_give_documents_or_sentences(articles: list[dict[str, object]]) -> None:
    for result in read(*articles):
        assert isinstance(result, Document | DatelineError)
        if isinstance(result, Document):
            "".join(filter(None, [result.text, result.title, result.name, result.publisher, result.url])).encode()


def test_the_gold_articles_are_read_as_they_are(shared: object) -> None:
    from pathlib import Path

    path = Path(str(shared)) / "gold" / "dev_docs.jsonl"
    raw = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    results = from_bytes(path.read_bytes(), path.name)
    assert [(r.name, r.text, r.published and r.published.value) for r in results if isinstance(r, Document)] == [
        (article["id"], article["text"], article["published"]) for article in raw
    ]


def test_bad_lines_beyond_twenty_are_counted() -> None:
    *results, last = read(*["{}"] * 250, {"text": "good", "id": "g"}, "{}")
    assert [getattr(result, "code", "") for result in results] == ["E109"] * 20 + [""]
    assert isinstance(last, DatelineError) and str(last) == (
        "news.jsonl: 231 more lines cannot be read; they are left out."
    )


def test_unreadable_dates_beyond_twenty_are_counted() -> None:
    results = read(*[{"text": "words", "published": "19 June"}] * 30)
    codes = [getattr(result, "code", "") for result in results]
    assert (codes.count("E110"), codes.count(""), codes[-1]) == (20, 30, "E118")


def test_what_is_no_jsonl_is_not_read_to_its_end() -> None:
    stream = Counting(b"text,title\n" * 100_000)
    *_, last = read_lines(stream, name="table.jsonl", given=Given())
    assert isinstance(last, DatelineError)
    assert str(last) == "table.jsonl: 1,000 lines one after the other hold no article; the rest is not read."
    assert stream.taken < 20_000


def test_an_article_with_an_id_does_not_wait_for_the_next_line() -> None:
    stream = Counting(b'{"text": "a", "id": "1"}\n{"text": "b", "id": "2"}\n')
    assert [type(found) for found in islice(read_lines(stream, name="-", given=Given()), 2)] == [Head, Document]
    assert stream.taken == 25
