"""The commands that keep a database: `dateline ingest`, `export` and `serve`."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dateline.limits import MAX_MARKS
from dateline.model import Anchor, Document, Event, EventMention, When
from dateline.store import Writer
from tests.command_line import NAMES, csv_rows, dump, environment, errors, run, write_corpus
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("articles"))


@pytest.fixture(scope="module")
def database(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("db") / "news.db"
    result = run("ingest", corpus, "--db", db)
    assert result.returncode == 0, errors(result)
    return db


@pytest.fixture(scope="module")
def events(database: Path) -> int:
    """How many events the database holds."""
    return len(csv_rows(run("export", "--format", "csv", "--db", database)))


# ingest


def test_ingest_says_what_became_of_each_article_and_twice_changes_nothing(corpus: Path, database: Path) -> None:
    before = dump(database)
    assert len(before["document"]) == 6, "wire-7 and wire-8 are one article under two names"
    again = run("ingest", corpus, "--db", database)
    assert again.returncode == 0 and not again.stderr
    lines = again.stdout.decode().splitlines()
    assert {line.split(": ")[0] for line in lines[:-1]} == NAMES
    assert lines[-1] == "7 known"
    assert dump(database) == before


def test_ingest_reports_a_bad_file_and_keeps_the_others(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "some.db"
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01\x02\x00\xff" * 50)
    result = run("ingest", tmp_path / "broken.txt", corpus / "kite.md", env={"DATELINE_DB": str(db)})
    assert result.returncode == 1
    assert len(errors(result)) == 1 and "broken.txt" in errors(result)[0]
    assert result.stdout.decode().splitlines()[-1] == "1 added, 1 failed"
    assert len(dump(db)["document"]) == 1


@pytest.mark.parametrize("bad", [3, 30])
def test_what_could_not_be_read_is_said_again_at_the_end_of_many_lines(corpus: Path, tmp_path: Path, bad: int) -> None:
    for n in range(bad):
        (tmp_path / f"broken{n:02}.txt").write_bytes(b"\x00\x01\x02\x00\xff" * 50)
    result = run("ingest", tmp_path, corpus / "kite.md", env={"DATELINE_DB": str(tmp_path / "some.db")})
    said, _, again = result.stderr.decode().partition("\nNot read:\n")
    assert len(said.splitlines()) == bad
    assert again.splitlines() == ([] if bad < 20 else [*said.splitlines()[:20], "… and 10 more, said above"])
    assert result.stdout.decode().splitlines()[-1] == f"1 added, {bad} failed"


def test_ingest_keeps_the_date_and_outlet_that_were_given(corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "given.db"
    run(
        "ingest",
        corpus / "more" / "deeper" / "packed.txt.gz",
        "--db",
        db,
        "--published",
        "2024-06-19",
        "--publisher",
        "Desk",
    )
    (event,) = csv_rows(run("export", "--format", "csv", "--db", db))
    assert event["date"] == "2024-06-14" and event["sources"] == "Desk"


# export


@pytest.mark.parametrize("form", ["csv", "json", "png", "svg", "pdf"])
def test_export_to_a_file_and_to_standard_output(form: str, database: Path, events: int, tmp_path: Path) -> None:
    target = tmp_path / f"out.{form}"
    written = run("export", "--format", form, "--db", database, "--output", target, "--title", "Treaties & visits")
    assert written.returncode == 0 and not written.stdout and not written.stderr
    piped = run("export", "--format", form, "--db", database, "--title", "Treaties & visits")
    assert piped.returncode == 0 and not piped.stderr
    for data in (target.read_bytes(), piped.stdout):
        if form == "csv":
            assert len(list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))) == events + 1
        elif form == "json":
            found = json.loads(data)
            assert found["title"] == "Treaties & visits"
            assert len(found["events"]) + len(found["undated"]) == found["counts"]["events"] == events
        elif form == "png":
            assert data.startswith(b"\x89PNG\r\n\x1a\n") and data.endswith(b"IEND\xaeB`\x82")
        elif form == "svg":
            tree = ElementTree.fromstring(data)
            assert tree.tag.endswith("svg")
            assert "Treaties & visits" in "".join(tree.itertext())
        else:
            assert data.startswith(b"%PDF-") and b"%%EOF" in data[-32:]
    if form != "pdf":
        assert target.read_bytes() == piped.stdout


def test_json_leads_back_to_the_sentences(database: Path) -> None:
    found = json.loads(run("export", "--format", "json", "--db", database).stdout)
    for event in (*found["events"], *found["undated"]):
        assert len(event["mentions"]) == event["mention_count"] > 0
        assert all(mention["evidence"] for mention in event["mentions"])


def test_data_holds_every_event_also_beyond_what_a_chart_can_draw(tmp_path: Path) -> None:
    db = tmp_path / "many.db"
    text = "It was signed on 19 June 2024."
    document = Document(id="d1", name="d1", text=text)
    mentions = [
        EventMention(
            document="d1", start=0, end=29, evidence=text[:29], trigger=(7, 13), type="treaty",
            when=When.of(f"{1000 + number % 1000}"), when_trace=("written out",), title=f"Treaty {number}",
        )
        for number in range(MAX_MARKS + 1)
    ]  # fmt: skip
    with Writer(db) as writer:
        writer.add(document, Anchor(when=None, origin="unknown", reason="none"), mentions, rules_version="1")
        writer.replace_events(
            Event(id=f"e{number}", title=m.title, type=m.type, when=m.when, mentions=(m,), mention_count=1)
            for number, m in enumerate(mentions)
        )
    assert len(csv_rows(run("export", "--format", "csv", "--db", db))) == MAX_MARKS + 1


@pytest.mark.parametrize(
    ("filters", "column", "wanted"),
    [
        (("--country", "bra"), "countries", "BRA"),
        (("--person", "vladimir-putin"), "people", "Vladimir Putin"),
        (("--source", "The Paper Kite"), "sources", "The Paper Kite"),
        (("--type", "visit"), "type", "visit"),
        (("--words", "agreement"), "title", ""),
    ],
)
def test_export_of_what_the_filters_leave(filters: Sequence[str], column: str, wanted: str, database: Path) -> None:
    every = csv_rows(run("export", "--format", "csv", "--db", database))
    kept = csv_rows(run("export", "--format", "csv", "--db", database, *filters))
    assert 0 < len(kept) < len(every)
    assert all(wanted in row[column] for row in kept)
    if wanted:
        assert kept == [row for row in every if wanted in row[column].split("; ")]


def test_export_between_two_days(database: Path) -> None:
    kept = csv_rows(run("export", "--format", "csv", "--db", database, "--since", "2019", "--until", "2020-01-07"))
    assert kept and all(row["latest"] >= "2019-01-01" and row["earliest"] <= "2020-01-07" for row in kept)
    assert ("2019-05-14", "BRA; CHL") in {(row["date"], row["countries"]) for row in kept}
    assert "CAN; MEX" not in {row["countries"] for row in kept}


def test_two_values_of_one_filter_are_either_of_them(database: Path) -> None:
    kept = csv_rows(run("export", "--format", "csv", "--db", database, "--country", "BRA", "--country", "IND"))
    assert {"BRA; CHL", "IND; NPL"} <= {row["countries"] for row in kept}


def test_a_database_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = run("export", "--format", "csv", "--db", tmp_path / "none.db")
    assert result.returncode == 1 and not result.stdout
    assert len(errors(result)) == 1 and "none.db" in errors(result)[0]
    assert not (tmp_path / "none.db").exists(), "looking for a database does not make one"


def test_a_file_that_is_no_database_is_one_sentence_and_stays_as_it_is(corpus: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_text("my notes\n" * 1000)
    for args in (("export", "--format", "csv"), ("ingest", corpus / "kite.md")):
        result = run(*args, "--db", other)
        assert result.returncode == 1
        assert len(errors(result)) == 1 and "other.db" in errors(result)[0]
    assert other.read_text() == "my notes\n" * 1000


def test_a_place_that_cannot_be_written_is_one_sentence(database: Path, tmp_path: Path) -> None:
    result = run("export", "--format", "csv", "--db", database, "--output", tmp_path / "no" / "such" / "out.csv")
    assert result.returncode == 1
    assert len(errors(result)) == 1 and "out.csv" in errors(result)[0]


# serve


def test_serve_opens_on_the_sample_and_stops(tmp_path: Path) -> None:
    """`dateline serve --sample` fills a new database and answers on its port, on this machine alone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    db = tmp_path / "sample.db"
    process = subprocess.Popen(
        [sys.executable, "-m", "dateline", "serve", "--db", str(db), "--sample", "--port", str(port), "--no-browser"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(), start_new_session=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 180
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
                    assert answer.read() == b"ok"
                    break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None, process.stdout and process.stdout.read().decode()
                assert time.monotonic() < deadline
                time.sleep(0.5)
        assert len(dump(db)["document"]) == len(list((ROOT / "sample_data" / "articles").iterdir()))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()
