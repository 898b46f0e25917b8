"""The two articles that the project began with, and the articles read by hand: what must be found, and how well.

All of it lies in ../shared; the tests skip where that is absent. A floor stands beside the hashes of what it was
measured on. Floors are only ever raised.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dateline.model import When
from tests.command_line import Row, rows, run

PUBLISHED = "2024-06-19"
SEEDS = ("000_1d11b664f2ddbc09.txt", "002_d4f3499a72247f42.txt")
HASHES = {
    "seeds/000_1d11b664f2ddbc09.txt": "e156b95e598b36f27cca576c28de152bd1297332a351d239117e8714921c24bb",
    "seeds/002_d4f3499a72247f42.txt": "52d7ad2b2015781078a751c1006f1490af6b4e032d82e0b8c1e211c3f1cbd399",
    "gold/seed_events.jsonl": "4e27471294035ab6dae24e5504d8240bdf3a0ebc613fb0307b85979b6863b523",
    "gold/plover_docs.jsonl": "36a06d08416d2a35ae14b16f83658749aeba162074da4077d865a22928ea932e",
    "gold/plover_dev.jsonl": "ecee744cad8c0f83c141a2f4138ded923b0f4a6760461669e6402625864fda41",
    "gold/dev_docs.jsonl": "938ac444ff2157ce35416300356f476fbb6719278756af65c5f42e84dfbb8dcf",
    "gold/dev_events.jsonl": "b26913da865ddaa585c39f17939b50a7769776fde30e5c14e6300db057e52588",
}
PLOVER_TYPE_F1 = 0.817
PLOVER_TRIPLE_F1 = 0.669
SEED_RIGHT_F1 = {"all": 0.853, "acts": 0.857, "statements": 0.848}
DEV_RIGHT_F1 = {"all": 0.673, "acts": 0.589, "statements": 0.797}
DEV_MEASURES = {"date_accuracy": 0.834, "countries_f1": 0.896, "people_f1": 0.897, "speaker_accuracy": 0.908}

MONTHS = "January February March April May June July August September October November December".split()
WRITTEN = re.compile(
    rf"\b(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)\b|\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{'|'.join(MONTHS)}),? "
    rf"(?P<y1>\d{{4}})|\b(?P<m2>{'|'.join(MONTHS)}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}})"
)


def written_days(text: str) -> set[date]:
    """The days that a text writes out in full."""
    found = set()
    for match in WRITTEN.finditer(text):
        parts = {key.rstrip("12"): value for key, value in match.groupdict().items() if value}
        month = int(parts["m"]) if parts["m"].isdigit() else MONTHS.index(parts["m"]) + 1
        found.add(date(int(parts["y"]), month, int(parts["d"])))
    return found


@pytest.fixture(scope="module")
def seeds(shared: Path) -> list[Path]:
    return [shared / "seeds" / name for name in SEEDS]


@pytest.fixture(scope="module")
def dated(seeds: list[Path]) -> list[Row]:
    """The timeline of the two articles with their publication date."""
    result = run("timeline", "--published", PUBLISHED, *seeds)
    assert result.returncode == 0
    return rows(result)


@pytest.fixture(scope="module")
def undated(seeds: list[Path]) -> list[Row]:
    """The timeline of the same without it."""
    result = run("timeline", *seeds)
    assert result.returncode == 0
    return rows(result)


def scores(
    shared: Path, gold: str, predicted: bytes, tmp_path: Path, *, scorer: str = "score_events.py"
) -> dict[str, Any]:
    """The figures of the scorer of ../shared."""
    found = tmp_path / "found.jsonl"
    found.write_bytes(predicted)
    command = [
        sys.executable,
        str(shared / "eval" / scorer),
        str(shared / "gold" / gold),
        str(found),
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def of(events: Sequence[Row], kind: str, when: str, *states: str) -> list[Row]:
    """The events of a type and a date in which some states take part."""
    return [e for e in events if e["type"] == kind and e["date"] == when and set(states) <= set(e["countries"])]


# what is measured is what it was


@pytest.mark.parametrize("name", HASHES)
def test_the_files_are_those_that_the_floors_were_measured_on(name: str, shared: Path) -> None:
    assert hashlib.sha256((shared / name).read_bytes()).hexdigest() == HASHES[name]


def test_seeds_right(shared: Path, seeds: list[Path], tmp_path: Path) -> None:
    found = run("extract", "--published", PUBLISHED, *seeds)
    figures = scores(shared, "seed_events.jsonl", found.stdout, tmp_path)
    reached = {name: figures[name]["right"]["f1"] for name in SEED_RIGHT_F1}
    assert all(reached[name] >= floor for name, floor in SEED_RIGHT_F1.items()), reached


def test_gold_articles_right(shared: Path, tmp_path: Path) -> None:
    found = run("extract", shared / "gold" / "dev_docs.jsonl")
    figures = scores(shared, "dev_events.jsonl", found.stdout, tmp_path)
    reached = {name: figures[name]["right"]["f1"] for name in DEV_RIGHT_F1}
    assert all(reached[name] >= floor for name, floor in DEV_RIGHT_F1.items()), reached
    reached = {name: figures[name] for name in DEV_MEASURES}
    assert all(reached[name] >= floor for name, floor in DEV_MEASURES.items()), reached


def test_plover_sentences_coded(shared: Path, tmp_path: Path) -> None:
    found = run("extract", shared / "gold" / "plover_docs.jsonl")
    figures = scores(shared, "plover_dev.jsonl", found.stdout, tmp_path, scorer="score_plover.py")
    assert figures["type_f1"] >= PLOVER_TYPE_F1
    assert figures["triple_f1"] >= PLOVER_TRIPLE_F1


# the timeline of the two articles, published on 19 June 2024


def test_the_founding_of_1945(dated: list[Row]) -> None:
    assert len(of(dated, "founding", "1945", "PRK")) == 1


@pytest.mark.parametrize("year", ["1961", "2000", "2001"])
def test_the_treaties_that_the_pact_replaces(year: str, dated: list[Row]) -> None:
    (treaty,) = of(dated, "treaty", year, "PRK")
    assert {"RUS", "SUN"} & set(treaty["countries"])


def test_the_visit_of_2000(dated: list[Row]) -> None:
    (visit,) = of(dated, "visit", "2000", "PRK", "RUS")
    assert visit["people"] == ["Vladimir Putin"]
    assert {mention["doc"] for mention in visit["mentions"]} == set(SEEDS), "both articles tell it"


def test_the_veto_of_march_2024(dated: list[Row]) -> None:
    assert len(of(dated, "vote", "2024-03", "RUS")) == 1


def test_the_agreement_six_days_before(dated: list[Row]) -> None:
    (agreement,) = of(dated, "treaty", "2024-06-13", "UKR", "USA")
    assert {"Joe Biden", "Volodymyr Zelensky"} <= set(agreement["people"])


def test_the_pact_is_one_event_with_both_articles(dated: list[Row]) -> None:
    (pact,) = of(dated, "treaty", PUBLISHED)
    assert set(pact["countries"]) == {"PRK", "RUS"}
    assert {"Vladimir Putin", "Kim Jong Un"} <= set(pact["people"])
    assert {mention["doc"] for mention in pact["mentions"]} == set(SEEDS)


# the same without a date


def test_without_a_date_the_years_stand(undated: list[Row]) -> None:
    for kind, year, states in (
        ("founding", "1945", ("PRK",)),
        ("treaty", "1961", ("PRK",)),
        ("treaty", "2000", ("PRK",)),
        ("treaty", "2001", ("PRK",)),
        ("visit", "2000", ("PRK", "RUS")),
    ):
        assert len(of(undated, kind, year, *states)) == 1, f"{kind} of {year}"


def test_a_state_is_not_named_beyond_its_end(dated: list[Row], undated: list[Row]) -> None:
    """The Soviet Union ended in 1991: it signs nothing in 2000, whether or not the article has a date."""
    for event in (*dated, *undated):
        first = When.of(event["date"]).earliest if event["date"] else None
        if first and first.year > 1991:
            assert "SUN" not in event["countries"], event["title"]


def test_without_a_date_no_weekday_is_given_a_day(undated: list[Row], seeds: list[Path]) -> None:
    written = {day for path in seeds for day in written_days(path.read_text(encoding="utf-8"))}
    days = {When.of(event["date"]).exact_day for event in undated if event["date"]} - {None}
    assert days <= written


def test_every_open_date_says_why(undated: list[Row]) -> None:
    open_ones = [event for event in undated if event["date"] is None]
    assert open_ones
    for event in open_ones:
        assert event["why"] and all(event["why"]), event["title"]


def test_nothing_is_dated_by_the_day_of_the_run(dated: list[Row], undated: list[Row]) -> None:
    today = datetime.now(tz=UTC).date()
    for event in (*dated, *undated):
        if event["date"]:
            when = When.of(event["date"])
            assert when.latest is not None and when.latest.year <= 2024 < today.year, event
            assert str(today.year) not in event["date"]


def test_written_days_are_found() -> None:
    assert written_days("On 19 June 2024, July 4th, 1961 and 2000-07-19.") == {
        date(2024, 6, 19), date(1961, 7, 4), date(2000, 7, 19),
    }  # fmt: skip
    assert not written_days("On Wednesday 19 June, in June 2024, in 2024.")
