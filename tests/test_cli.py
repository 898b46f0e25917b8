"""The output of `dateline tag`, `extract` and `timeline`, as other programs read it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.model import EVENT_TYPES, STATUSES, When
from tests.command_line import LINES, NAMES, PLAIN, UNDATED, Result, environment, errors, rows, run, write_corpus

TAG_KEYS = {"doc", "start", "end", "text", "type", "value", "trace"}
EXTRACT_KEYS = {
    "doc", "start", "end", "evidence", "trigger", "type", "plover", "date", "status", "countries", "people", "orgs",
    "actors", "speaker", "outlet", "confidence", "trace",
}  # fmt: skip
ACTOR_KEYS = {"id", "name", "kind", "role", "country"}
TIMELINE_KEYS = {"id", "title", "type", "date", "countries", "people", "orgs", "importance", "mentions"}
MENTION_KEYS = {"doc", "start", "end", "trigger", "publisher"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("articles"))


@pytest.fixture(scope="module")
def extracted(corpus: Path) -> Result:
    return run("extract", corpus, env={"PYTHONHASHSEED": "1"})


@pytest.fixture(scope="module")
def merged(corpus: Path) -> Result:
    return run("timeline", corpus, env={"PYTHONHASHSEED": "1"})


# tag


def test_tag_writes_one_object_a_line(corpus: Path) -> None:
    result = run("tag", corpus)
    assert result.returncode == 0 and not result.stderr
    found = rows(result)
    assert {row["doc"] for row in found} == NAMES
    for row in found:
        assert set(row) >= TAG_KEYS
        assert row["type"] in {"DATE", "TIME", "DURATION", "SET"}
        assert isinstance(row["trace"], str) and row["trace"]


def test_tag_offsets_count_the_characters_of_the_text_as_given(corpus: Path) -> None:
    found = rows(run("tag", corpus / "plain.txt"))
    assert {PLAIN[row["start"] : row["end"]] for row in found} == {row["text"] for row in found}
    assert {"20 March 2023", "4 May 2021", "Tuesday", "1995"} <= {row["text"] for row in found}
    for line in LINES:
        for row in rows(run("tag", "-", stdin=json.dumps(line).encode())):
            assert line["text"][row["start"] : row["end"]] == row["text"]


def test_published_holds_only_for_articles_that_bring_no_date(corpus: Path) -> None:
    found = rows(run("tag", corpus, "--published", "2024-06-19"))
    by_text = {(row["doc"], row["text"]): row["value"] for row in found}
    assert by_text["packed.txt.gz", "Friday"].startswith("2024-06-")
    assert by_text["wire-7", "Monday"] == "2020-01-06"
    assert by_text["kite.md", "yesterday"] == "2019-05-14"


def test_without_a_publication_date_a_weekday_gets_no_day() -> None:
    (row,) = rows(run("tag", "-", stdin=UNDATED.encode()))
    assert row["text"] == "Friday" and "XXXX" in row["value"]


def test_tag_starts_without_spacy(corpus: Path) -> None:
    code = (
        "import sys; from dateline.cli import main; status = main(sys.argv[1:]); "
        "heavy = {'spacy', 'streamlit', 'plotly', 'pandas'} & set(sys.modules); "
        "print(heavy, file=sys.stderr); sys.exit(status)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "tag", str(corpus / "plain.txt")],
        capture_output=True, env=environment(), timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == 0 and result.stdout
    assert errors(result) == ["set()"]


# extract


def test_extract_writes_every_key_with_its_form(extracted: Result) -> None:
    assert extracted.returncode == 0 and not extracted.stderr
    found = rows(extracted)
    assert {row["doc"] for row in found} == NAMES
    for row in found:
        assert set(row) >= EXTRACT_KEYS
        assert row["type"] in EVENT_TYPES and row["status"] in STATUSES
        assert row["date"] is None or When.of(row["date"]).iso == row["date"]
        assert 0 <= row["confidence"] <= 1
        assert row["start"] <= row["trigger"][0] < row["trigger"][1] <= row["end"]
        assert row["trace"] and all(isinstance(step, str) for step in row["trace"])
        assert row["countries"] == sorted(set(row["countries"])) and all(len(code) == 3 for code in row["countries"])
        for actor in row["actors"]:
            assert set(actor) >= ACTOR_KEYS
            assert actor["role"] in {"source", "target", "other"}
            assert actor["kind"] in {"country", "person", "IGO", "organisation"}
        assert {a["name"] for a in row["actors"] if a["kind"] == "person"} == set(row["people"])


def test_extract_finds_the_plain_acts_with_date_and_states(extracted: Result) -> None:
    acts = {(row["doc"], row["type"], row["date"], tuple(row["countries"])) for row in rows(extracted)}
    assert {
        ("plain.txt", "visit", "2023-03-20", ("CHN", "RUS")),
        ("plain.txt", "treaty", "1995", ("DEU", "JPN")),
        ("kite.md", "treaty", "2019-05-14", ("BRA", "CHL")),
        ("wire-7", "treaty", "2020-01-06", ("IND", "NPL")),
        ("lines.jsonl:2", "treaty", "2020-01-08", ("CAN", "MEX")),
        ("packed.txt.gz", "treaty", None, ("EGY", "JOR")),
        ("page.html", "treaty", "2015-07-14", ("IRN", "USA")),
    } <= acts


def test_evidence_is_exactly_the_text_between_the_offsets(extracted: Result) -> None:
    texts = {
        "plain.txt": PLAIN,
        "packed.txt.gz": UNDATED,
        "wire-7": LINES[0]["text"],
        "lines.jsonl:2": LINES[1]["text"],
    }
    checked = [row for row in rows(extracted) if row["doc"] in texts]
    assert {row["doc"] for row in checked} == set(texts)
    for row in checked:
        assert texts[row["doc"]][row["start"] : row["end"]] == row["evidence"]


def test_a_statement_names_its_speaker(extracted: Result) -> None:
    said = [row for row in rows(extracted) if row["doc"] == "plain.txt" and row["type"] == "statement"]
    assert [row["speaker"] for row in said] == ["Vladimir Putin"]


# timeline


def test_timeline_merges_and_leads_back_to_the_articles(merged: Result, extracted: Result) -> None:
    assert merged.returncode == 0 and not merged.stderr
    found = rows(merged)
    assert len({row["id"] for row in found}) == len(found)
    told = {(row["doc"], *row["trigger"]) for row in rows(extracted)}
    for row in found:
        assert set(row) >= TIMELINE_KEYS
        assert row["type"] in EVENT_TYPES and 0 <= row["importance"] <= 1
        assert row["mentions"]
        for mention in row["mentions"]:
            assert set(mention) >= MENTION_KEYS
            assert (mention["doc"], *mention["trigger"]) in told
    assert {m["publisher"] for row in found for m in row["mentions"] if m["doc"] == "kite.md"} == {"The Paper Kite"}
    # Two articles tell the same treaty; wire-8 is wire-7 once more, which makes no further source.
    (treaty,) = [row for row in found if row["type"] == "treaty" and row["countries"] == ["IND", "NPL"]]
    assert {m["doc"] for m in treaty["mentions"]} == {"wire-7", "lines.jsonl:2"}


def test_timeline_is_sorted_by_date_with_the_undated_last(merged: Result) -> None:
    dates = [row["date"] for row in rows(merged)]
    assert None in dates, "the corpus holds an event without a date"
    dated = [d for d in dates if d is not None]
    assert dates == dated + [None] * (len(dates) - len(dated))
    days = [When.of(d).earliest for d in dated]
    assert None not in days and days == sorted(days)  # type: ignore[type-var]


def test_top_keeps_the_most_important_in_the_order_of_dates(corpus: Path, merged: Result) -> None:
    every = rows(merged)
    kept = rows(run("timeline", corpus, "--top", "3"))
    assert len(kept) == 3
    best = sorted(every, key=lambda row: (-row["importance"], row["id"]))[:3]
    assert kept == [row for row in every if row["id"] in {b["id"] for b in best}]


# the same twice, in any order of hashing


@pytest.mark.parametrize("command", ["extract", "timeline"])
def test_the_same_run_gives_the_same_bytes(
    command: str, corpus: Path, extracted: Result, merged: Result, tmp_path: Path
) -> None:
    before = {"extract": extracted, "timeline": merged}[command]
    again = run(command, corpus, env={"PYTHONHASHSEED": "2"}, cwd=tmp_path)
    assert again.stdout == before.stdout
