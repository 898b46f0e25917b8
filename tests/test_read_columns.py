"""Columns of tables: found by their names, told with what they are taken for, chosen where the names do not tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_read_formats import FORMATS, zipped

from dateline import store
from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import Head, chosen, documents, from_bytes
from tests.command_line import errors, rows, run

GERMAN = b"Datum;Titel;Body;Zeitung\n2023-10-20;Besuch;Sergey Lavrov met Kim Jong Un on Thursday.;The Kite\n"
LINES = b'{"Body": "Lavrov met Kim.", "Datum": "2023-10-20"}\n{"Body": "They parted.", "Datum": "2023-10-21"}\n'
CHOSEN = {"text": "Body", "published": "Datum", "title": "Titel", "publisher": "zeitung"}


def test_what_columns_are_taken_for_is_told() -> None:
    heads: list[Head] = []
    from_bytes((FORMATS / "table.xlsx").read_bytes(), "table.xlsx", heads=heads)
    (head,) = heads
    assert set(head.taken) >= {"text", "title", "published", "publisher", "url"}
    assert set(head.taken.values()) <= set(head.columns)
    heads.clear()
    (error,) = from_bytes(b"Datum;Artikel\n2023;Words.\n", "a.csv", heads=heads)
    assert isinstance(error, DatelineError) and error.code == "E123"
    assert [(head.columns, dict(head.taken)) for head in heads] == [(("Datum", "Artikel"), {})]


@pytest.mark.parametrize("name", ["a.csv", "a.zip"])
def test_a_chosen_column_wins_over_its_name(name: str) -> None:
    data = GERMAN if name == "a.csv" else zipped({"inside/a.csv": GERMAN})
    (plain,) = from_bytes(data, name)
    assert isinstance(plain, Document) and (plain.title, plain.published) == (None, None)
    (document,) = from_bytes(data, name, columns=CHOSEN)
    assert isinstance(document, Document) and document.published
    assert (document.title, document.publisher, document.published.value) == ("Besuch", "The Kite", "2023-10-20")
    (other,) = from_bytes(data, name, columns={"text": "Titel"})
    assert isinstance(other, Document) and other.text == "Besuch"


def test_a_column_may_be_taken_for_nothing() -> None:
    data = b"text,date\nEnvoys met.,2001-02-03\n"
    (dated,), (undated,) = from_bytes(data, "a.csv"), from_bytes(data, "a.csv", columns={"published": ""})
    assert isinstance(dated, Document) and dated.published
    assert isinstance(undated, Document) and undated.published is None


@pytest.mark.parametrize(("data", "name"), [(GERMAN, "a.csv"), (LINES, "a.jsonl"), (b'[{"Body": "x"}]', "a.json")])
def test_a_column_that_is_not_there_is_said_with_those_that_are(data: bytes, name: str) -> None:
    (error,) = from_bytes(data, name, columns={"text": "Inhalt"})
    assert isinstance(error, DatelineError) and error.code == "E132"
    assert "'Inhalt'" in str(error) and "Body" in str(error)


def test_lines_of_json_name_their_fields_as_tables_do() -> None:
    line = {
        "headline": "Talks",
        "body": "Envoys met.",
        "date": "2001-02-03",
        "source": "The Lamp",
        "link": "https://a.example/",
    }
    (document,) = from_bytes(json.dumps(line).encode(), "a.jsonl")
    assert isinstance(document, Document) and document.published
    assert (document.title, document.text, document.publisher) == ("Talks", "Envoys met.", "The Lamp")
    assert (document.published.value, document.url) == ("2001-02-03", "https://a.example/")
    (kept,) = from_bytes(json.dumps({"text": "Envoys met.", "source": 7, "date": [1]}).encode(), "a.jsonl")
    assert isinstance(kept, Document) and kept.publisher is None, "what fits no field under another name is passed over"
    first, second = from_bytes(LINES, "a.jsonl", columns={"published": "Datum"})
    assert isinstance(first, Document) and isinstance(second, Document)
    assert first.published and second.published and second.published.value == "2023-10-21"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text=Body,published=Datum", {"text": "Body", "published": "Datum"}),
        ("date = Tag, Monat, outlet=Zeitung", {"published": "Tag, Monat", "publisher": "Zeitung"}),
        ("url=", {"url": ""}),
        ("text=a=b", {"text": "a=b"}),
    ],
)
def test_a_choice_is_read(text: str, expected: dict[str, str]) -> None:
    assert chosen(text) == expected


@pytest.mark.parametrize("text", ["", "Body", "words=Body", "=x", "text=a,,", "text"])
def test_a_choice_that_is_none_gets_a_sentence(text: str) -> None:
    if text == "text=a,,":
        assert chosen(text) == {"text": "a,,"}
        return
    with pytest.raises(DatelineError) as caught:
        chosen(text)
    assert caught.value.code == "E133"


def test_columns_by_command(tmp_path: Path) -> None:
    table, db = tmp_path / "clippings.csv", tmp_path / "news.db"
    table.write_bytes(GERMAN)
    wrong = run("ingest", table, "--db", db, "--columns", "text=Inhalt")
    assert wrong.returncode == 1
    assert errors(wrong) == [
        "clippings.csv: it has no column 'Inhalt' (found: Datum, Titel, Body, Zeitung); choose one of these."
    ]
    assert run("ingest", table, "--db", db, "--columns", "text=Body,published=Datum,title=Titel").returncode == 0
    (row,) = store.documents(db)
    assert row.document.title == "Besuch" and row.document.published and row.document.published.value == "2023-10-20"
    (mention,) = rows(run("extract", table, "--columns", "text=Body,published=Datum"))[:1]
    assert mention["date"] == "2023-10-19"
    assert [d.text for d in documents([table], columns={"text": "Titel"}) if isinstance(d, Document)] == ["Besuch"]
