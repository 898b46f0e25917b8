"""Files made to break a reader: each gives documents or one sentence, soon, and nothing else."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import documents, from_bytes

HOSTILE = Path(__file__).parent / "hostile"
# For each file the text of each document and the code of each error; null: anything that holds for all.
EXPECTED: dict[str, list[str] | None] = json.loads((HOSTILE / "expected.json").read_text(encoding="utf-8"))
NAMES = [
    "",
    "a",
    "a.txt",
    "a.md",
    "a.html",
    "a.jsonl",
    "a.gz",
    "a.txt.gz",
    "a.md.gz",
    "a.html.gz",
    "a.jsonl.gz",
    "a.pdf",
]


def check(results: list[Document | DatelineError]) -> None:
    """What holds for every result: it can be stored and printed, and its offsets are those of its text."""
    assert results
    for result in results:
        if isinstance(result, DatelineError):
            assert "\n" not in str(result) and len(str(result)) < 500
            continue
        assert isinstance(result, Document)
        assert result.text.strip() and "\x00" not in result.text
        for value in (result.text, result.name, result.title or "", result.publisher or "", result.url or ""):
            value.encode("utf-8")
        for line in (result.title, result.publisher):
            assert line is None or (line == " ".join(line.split()) and line)
        assert result.url is None or result.url.startswith(("http://", "https://"))
        assert (result.published is None) == (result.published_origin is None)


def test_each_file_has_its_expectation() -> None:
    assert {path.name for path in HOSTILE.iterdir()} == {*EXPECTED, "expected.json"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_hostile_file(name: str) -> None:
    started = time.monotonic()
    results = list(documents([HOSTILE / name]))
    assert time.monotonic() - started < 20, "seconds, on a busy machine"
    check(results)
    check(from_bytes((HOSTILE / name).read_bytes(), name))
    found = [result.text if isinstance(result, Document) else result.code for result in results]
    assert EXPECTED[name] is None or found == EXPECTED[name]


def test_no_file_of_the_system_is_read() -> None:
    for result in documents([HOSTILE / "entities.html"]):
        assert isinstance(result, Document) and "root:" not in result.text


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(NAMES))
def test_any_bytes(data: bytes, name: str) -> None:
    check(from_bytes(data, name))
    check(from_bytes(gzip.compress(data), name))


PIECES = [
    "<html>", "<!doctype html>", "<p>", "</p>", "<div hidden>", "</div>", "<article>", "<table><tr><td>", "<script>",
    "</script>", '<script type="application/ld+json">', '{"@type":"NewsArticle","datePublished":"2024-06-19"}',
    '<meta property="article:published_time" content="', '">', "<title>", "<!--", "-->", "&#0;", "&#xD800;", "&amp",
    "<", ">", '"', "'", "=", "<a:b:c ", '<a"b', "<x$ ", ":", "xmlns:x=", "---\n", "title: ", "published: ",
    "2024-06-19",
    "2024-02-31", "&a ", "*a", "[", "](", ")", "`", "\n", "\r\n", "> ", "- ", "|", "# ", '{"text": "', '"}', "null",
    '{"text": ', "\\ud800", "\x00", "\ufeff", "\u202e", "é", "words ", "<time pubdate datetime='", "<svg><style>",
    "<template>", "<base href='//'>", "<br/>", "<![CDATA[", "]]>", "<?xml ", "\x0c", "\x85", "\ufffe", "\U000e0041",
]  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(NAMES), st.sampled_from(["utf-8", "utf-16"]))
def test_any_mixture_of_marks(pieces: list[str], name: str, encoding: str) -> None:
    check(from_bytes("".join(pieces).encode(encoding), name))


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_tag(inside: str, after: str) -> None:
    check(from_bytes(f"<html><p><{inside}>{after} words <x{inside}=1>".encode("utf-8", "replace"), "a.html"))
