"""Markdown: front matter, and plain reading text of the body."""

from __future__ import annotations

import time

import pytest

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import from_bytes
from dateline.read.markdown import plain_text

BODY = "The ministers met in Hanoi on Tuesday.\n"


def read(source: str, **given: str) -> tuple[Document, list[str]]:
    """The document of a Markdown file and the codes of the errors before it."""
    *errors, document = from_bytes(source.encode(), "a.md", **given)
    assert isinstance(document, Document), document
    return document, [error.code for error in errors if isinstance(error, DatelineError)]


def test_front_matter() -> None:
    document, errors = read(
        "---\ntitle: Rail line reopens\npublisher: The Harbour Lamp\npublished: 2024-06-19\n"
        "url: https://lamp.example/rail\nauthor: someone\n---\n\n" + BODY,
        published="1999",
        publisher="Other",
        title="Other",
    )
    assert errors == []
    assert (document.title, document.publisher) == ("Rail line reopens", "The Harbour Lamp")
    assert document.published is not None and document.published.value == "2024-06-19"
    assert document.published_origin == "stated in the file"
    assert document.url == "https://lamp.example/rail"
    assert document.text == BODY.strip()
    assert document.name == "a.md"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2024-06", "2024-06"),
        ("2024", "2024"),
        ("'2024-06-19'", "2024-06-19"),
        ("19 June 2024", "2024-06-19"),
        ("2024-06-19 10:00:00", "2024-06-19"),
        ("2024-06-19T23:30:00-04:00", "2024-06-19"),
        ("03/04/2024", "2024"),
        ("~", None),
        ("null", None),
        ("", None),
    ],
)
def test_dates_of_front_matter(line: str, expected: str | None) -> None:
    document, errors = read(f"---\npublished: {line}\n---\n{BODY}")
    assert errors == []
    assert (document.published and document.published.value) == expected


@pytest.mark.parametrize("line", ["19 June", "2024-02-30", "yesterday", "soon", "!!timestamp 2024-99-99"])
def test_an_unreadable_date_is_told_and_the_article_read(line: str) -> None:
    document, errors = read(f"---\ntitle: T\npublished: {line}\n---\n{BODY}")
    assert errors == ["E110"]
    assert document.published is None and document.published_origin is None and document.title == "T"
    given, _ = read(f"---\npublished: {line}\n---\n{BODY}", published="2024")
    assert given.published_origin == "given by you"


def test_values_stay_as_they_are_written() -> None:
    document, _ = read(f"---\nTitle: 1984\npublisher: No\n---\n{BODY}")
    assert (document.title, document.publisher) == ("1984", "No")


def test_a_colon_in_the_headline_is_no_reason_to_lose_the_article() -> None:
    document, errors = read(
        f'---\ntitle: Russia: the "pact"\npublisher: "The Lamp"\npublished: 2024-06-19\n---\n{BODY}'
    )
    assert errors == []
    assert (document.title, document.publisher) == ('Russia: the "pact"', "The Lamp")
    assert document.published is not None and document.published.value == "2024-06-19"


@pytest.mark.parametrize(
    "block",
    [
        "title: [a, b]",
        "publisher: {name: x}",
        "title: 'never closed\nother",
        "a:\n\t- tab\n  : b",
        "? {a: b}\n: c",
        "- " * 9000 + "a",
        "x: y\n" * 5000,
    ],
    ids=["list", "mapping", "quote", "tab", "key", "deep", "long"],
)
def test_broken_front_matter_is_one_sentence(block: str) -> None:
    (error,) = from_bytes(f"---\n{block}\n---\n{BODY}".encode(), "a.md")
    assert isinstance(error, DatelineError) and error.code == "E107"
    assert "\n" not in str(error) and len(str(error)) < 300


def test_no_code_is_run_and_nothing_unfolds() -> None:
    document, _ = read(f"---\ntitle: !!python/object/apply:os.system ['echo ran']\n---\n{BODY}")
    assert document.text == BODY.strip()
    levels = "".join(f"a{n + 1}: &a{n + 1} {{<<: [{', '.join([f'*a{n}'] * 9)}]}}\n" for n in range(25))
    started = time.monotonic()
    read(f"---\na0: &a0 {{x: 1}}\n{levels}---\n{BODY}")
    assert time.monotonic() - started < 5


def test_what_only_looks_like_front_matter() -> None:
    assert read("---\n\nSome words between rules\n\n---\n\nMore")[0].text == "Some words between rules\n\nMore"
    assert read("---\ntitle: x\n\nnever closed")[0].text == "title: x\n\nnever closed"
    assert read("---\n---\nBody")[0].text == "Body"
    assert read("No front matter at all")[0].text == "No front matter at all"


def test_crlf_front_matter() -> None:
    document, errors = read("---\r\ntitle: A\r\npublished: 2024-06\r\n---\r\n\r\nOne\r\ntwo\r\n\r\nThree")
    assert errors == [] and document.title == "A" and document.text == "One two\n\nThree"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Head\n\nBody", "Head\n\nBody"),
        ("Head\n====\n\nBody", "Head\n\nBody"),
        ("one\ntwo  \nthree", "one two\nthree"),
        ("*em* **strong** `code` ~~gone~~", "em strong code gone"),
        ("[words](https://x.example 'title') and [more][1]\n\n[1]: https://y.example", "words and more"),
        ("[bad](javascript:alert(1)) ![alt *text*](https://x.example/a.png)", "bad alt text"),
        ("- one\n- two\n  - three", "one\n\ntwo\n\nthree"),
        ("1. one\n\n2. two", "one\n\ntwo"),
        ("> quoted\n> words\n\nafter", "quoted words\n\nafter"),
        ("| a | b |\n|---|---|\n| 1 |  |", "a | b\n\n1"),
        ("```\nkept *as* is\n```", "kept *as* is"),
        ("a<br>b <b>c</b> <!-- no --> d", "ab c d"),
        ("<div>\n<script>x()</script>\n<p>seen</p><p hidden>unseen</p></div>", "seen"),
        ("Tom &amp; Jerry &copy; 5 \\* 3", "Tom & Jerry © 5 * 3"),
        ("one\n\n---\n\ntwo", "one\n\ntwo"),
        ("", ""),
    ],
)
def test_reading_text(markdown: str, text: str) -> None:
    assert plain_text(markdown)[0] == text


def test_the_first_heading_is_the_likely_headline() -> None:
    assert read(f"# Rail line\n\n{BODY}")[0].title == "Rail line"
    assert read(f"# Rail line\n\n{BODY}", title="Given")[0].title == "Given"
    assert read(f"{BODY}\n# Later\n")[0].title is None


def test_too_long() -> None:
    (error,) = from_bytes(b"# a\n" * (limits.MAX_MARKDOWN_CHARS // 4 + 1), "a.md")
    assert isinstance(error, DatelineError) and error.code == "E111"


@pytest.mark.parametrize("marks", ["[\n", "![", "*a_", "`\n", "[[]("])
def test_a_storm_of_marks_is_read_in_no_time(marks: str) -> None:
    storm = marks * (400_000 // len(marks))
    begun = time.process_time()
    assert plain_text(storm) == (storm, None)
    few = marks * (limits.MAX_MARKDOWN_MARKS // len(marks))
    plain_text(few)
    assert time.process_time() - begun < 5
