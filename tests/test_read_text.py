"""Plain text: exact offsets, encodings, the id and the metadata that the caller gives."""

from __future__ import annotations

import codecs
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document, When
from dateline.read import document_id, from_bytes

ARTICLE = "Ministers reopen the rail line\n\nThe ministers met in Hanoi on Tuesday. They agreed at once.\n"


def one(data: bytes | str, name: str = "a.txt", **given_fields: str) -> Document:
    raw = data if isinstance(data, bytes) else data.encode("utf-8")
    (result,) = from_bytes(raw, name, **given_fields)
    assert isinstance(result, Document), result
    return result


def code(data: bytes, name: str = "a.txt") -> str:
    (result,) = from_bytes(data, name)
    assert isinstance(result, DatelineError), result
    return result.code


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip))
def test_the_text_is_kept_character_for_character(text: str) -> None:
    text = f"Once\t {text}\r\n\u2028 end \r\n\n"
    assert one(text).text == text


def test_line_ends_and_blanks_are_not_touched() -> None:
    text = "  \r\n One\r\ntwo\rthree\n\n  four\u00a0 "
    assert one(text).text == text


def test_front_matter_in_plain_text_is_text() -> None:
    text = "---\ntitle: x\n---\nBody of it"
    document = one(text)
    assert document.text == text and document.published is None


def test_the_id_is_the_documented_hash() -> None:
    document = one("Straße\n", published="2024-06-19", publisher="The Lamp", title="T")
    canonical = '["Straße\\n","T","The Lamp","2024-06-19",null]'
    assert document.id == hashlib.sha256(canonical.encode()).hexdigest()[:16]
    assert document.id == document_id(
        text="Straße\n", title="T", publisher="The Lamp", published=When.of("2024-06-19"), url=None
    )


def test_the_id_depends_on_text_and_metadata_not_on_the_name() -> None:
    assert one(ARTICLE, "a.txt").id == one(ARTICLE, "b.txt").id
    others = [one(ARTICLE + " "), one(ARTICLE, publisher="The Lamp"), one(ARTICLE, published="2024"), one(ARTICLE)]
    assert len({document.id for document in others}) == 4


def test_what_the_caller_gives_is_said_to_be_given() -> None:
    document = one(ARTICLE, published="2024-06", publisher=" The\nLamp ", title="Rail line")
    assert document.published == When.of("2024-06") and document.published_origin == "given by you"
    assert (document.publisher, document.title, document.name) == ("The Lamp", "Rail line", "a.txt")
    assert one(ARTICLE).published_origin is None


def test_a_bad_date_from_the_caller_is_raised() -> None:
    with pytest.raises(DatelineError) as caught:
        from_bytes(b"x", "a.txt", published="19 June")
    assert caught.value.code == "E301"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ARTICLE, "Ministers reopen the rail line"),
        ("\n\n  Three little words \nbody", "Three little words"),
        ("Menu\n\nThe ministers met.", None),
        ("The ministers met in Hanoi. \nThey agreed.", None),
        ("Only a line without an end", None),
        ("word " * 100 + "\nbody", None),
    ],
)
def test_the_first_line_as_headline(text: str, title: str | None) -> None:
    assert one(text).title == title
    assert one(text, title="Given").title == "Given"


MARKS = "“Quiet,” the minister’s aide said — at the café, for 5 € a cup…"
WESTERN = "The minister met his Czech and French colleagues. " + MARKS + " It was the last meeting of the year."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (codecs.BOM_UTF8 + WESTERN.encode(), WESTERN),
        (codecs.BOM_UTF16_LE + WESTERN.encode("utf-16-le"), WESTERN),
        (codecs.BOM_UTF16_BE + WESTERN.encode("utf-16-be"), WESTERN),
        (codecs.BOM_UTF32_LE + WESTERN.encode("utf-32-le"), WESTERN),
        (WESTERN.encode("utf-16-le"), WESTERN),
        (WESTERN.encode("utf-16-be"), WESTERN),
        (WESTERN.encode("cp1252"), WESTERN),
        ("A café in Orléans opened.".encode("latin-1"), "A café in Orléans opened."),
        ("PRAGUE - ÉLAN, Ångström and Øresund said yes to it.".encode("cp1252"),) * 2,
    ],
    ids=["utf8-bom", "utf16le", "utf16be", "utf32le", "utf16le-bare", "utf16be-bare", "cp1252", "latin1", "capitals"],
)
def test_encodings(data: bytes, text: str | bytes) -> None:
    expected = text.decode("cp1252") if isinstance(text, bytes) else text
    assert one(data).text == expected


def test_cyrillic_without_a_mark_is_read_right_or_not_at_all() -> None:
    text = "Министры встретились в Ханое во вторник и договорились снова открыть железную дорогу. " * 20
    for encoding in ("cp1251", "koi8-r"):
        (result,) = from_bytes(text.encode(encoding), "a.txt")
        if isinstance(result, Document):
            assert result.text == text
        else:
            assert result.code == "E112"


def test_no_replacement_characters_are_made() -> None:
    (result,) = from_bytes(bytes(range(0x80, 0x100)) * 10, "a.txt")
    assert isinstance(result, DatelineError) and result.code in ("E106", "E112")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "E105"),
        (b" \r\n\t ", "E105"),
        (codecs.BOM_UTF8, "E105"),
        (codecs.BOM_UTF16_LE, "E105"),
        ("\u2003\u00a0\n".encode(), "E105"),
        (b"%PDF-1.7\nsome words", "E120"),
        (b"PK\x03\x04rest", "E120"),
        (b"\x89PNG\r\n\x1a\n", "E106"),
        (b"text with a \x00 in it", "E106"),
        (bytes(range(1, 32)) * 3, "E106"),
        (codecs.BOM_UTF16_LE + b"odd", "E112"),
        (b"x" * (limits.MAX_TEXT_CHARS + 1), "E111"),
        (b"x" * (limits.MAX_FILE_BYTES + 1), "E104"),
    ],
)
def test_what_is_no_article(data: bytes, expected: str) -> None:
    assert code(data) == expected


def test_the_longest_article_is_read() -> None:
    assert len(one(b"x" * limits.MAX_TEXT_CHARS).text) == limits.MAX_TEXT_CHARS


def test_an_unknown_kind_is_named() -> None:
    (result,) = from_bytes(b"x", "News.DOC")
    assert str(result).startswith("News.DOC: files of the kind .doc are not read")


def test_pasted_text_is_known_by_its_content() -> None:
    assert one(ARTICLE, "").text == ARTICLE
    assert one(ARTICLE, "").name == "pasted text"
    assert (
        one("<!DOCTYPE html><title>T</title><p>The ministers met in Hanoi.", "").text == "The ministers met in Hanoi."
    )
    line = json.dumps({"id": "x", "text": "Two words"})
    assert [one(line, "").name, one(line, "").text] == ["x", "Two words"]
    assert one("{not json, but a text", "").text == "{not json, but a text"


def test_metadata_are_cleaned() -> None:
    document = one(ARTICLE, title="A\x00\u202eB\u200b C\n" + "x" * 1000, publisher="\u202e\x07")
    assert document.title is not None and document.title.startswith("A B C x")
    assert len(document.title) == limits.MAX_FIELD_CHARS and document.title.endswith("…")
    assert document.publisher is None


@pytest.mark.parametrize("name", ["report.docx", "Report.PDF", "table.xlsx"])
def test_what_its_name_promises_and_its_bytes_are_not_is_damaged(name: str) -> None:
    (result,) = from_bytes(bytes(range(1, 32)) * 30, name)
    assert isinstance(result, DatelineError)
    assert result.code == "E120"
