"""The gazetteer: the data agree with themselves and with what made them; gold files are met as well as before."""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dateline.actors import gazetteer, link
from dateline.actors.matching import find, loud_lines
from dateline.actors.words import fold, key, mended, split
from dateline.model import Document, When
from dateline.nlp import language

ROOT = Path(__file__).parent.parent
DATA = ROOT / "dateline" / "actors" / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_ids_are_unique_and_offices_belong_to_somebody() -> None:
    people = [row["id"] for row in rows("people.csv")]
    assert len(people) == len(set(people)) > 2000
    states = [row["code"] for row in rows("states.csv")]
    assert len(states) == len(set(states)) > 240
    known, codes = set(people), set(states)
    for row in rows("offices.csv"):
        assert row["person"] in known
        assert not row["country"] or row["country"] in codes, row
        since, until = gazetteer.first_day(row["since"]), gazetteer.last_day(row["until"])
        assert since is None or since <= date(2026, 12, 31)
        assert since is None or until is None or since <= until, row
    for row in rows("people.csv"):
        assert not row["country"] or row["country"] in codes, row
        assert row["gender"] in {"m", "f", ""}, row
        assert key(row["surname"]), row
    for row in rows("states.csv"):
        assert not row["successor"] or row["successor"] in codes, row


def test_every_independent_state_has_its_adjective_and_capital() -> None:
    gaz = gazetteer.load()
    with_adjective = {form.actor for forms in gaz.forms.values() for form in forms if form.sort == "demonym"}
    for code in "USA RUS CHN GBR FRA DEU JPN IND BRA PRK KOR SUN DDR YUG CSK VDR YMD SSD XKX PSE TWN FSM VUT".split():
        assert code in gaz.states and code in with_adjective, code


def test_historic_states_have_their_years() -> None:
    states = gazetteer.load().states
    for code in ("SUN", "YUG", "DDR", "CSK", "VDR", "YMD", "SCG", "ANT"):
        assert states[code].until and states[code].successor in states
    assert states["SSD"].since == date(2011, 1, 1)


@pytest.mark.parametrize(
    ("country", "office", "day", "who"),
    [
        ("RUS", "president", "1996-01-01", "boris-yeltsin"),
        ("RUS", "president", "2010-01-01", "dmitry-medvedev"),
        ("RUS", "prime_minister", "2010-01-01", "vladimir-putin"),
        ("RUS", "foreign_minister", "2020-01-01", "sergei-lavrov"),
        ("SUN", "general_secretary", "1970-01-01", "leonid-brezhnev"),
        ("USA", "president", "1963-06-01", "john-f-kennedy"),
        ("USA", "secretary_of_state", "1987-03-01", "george-shultz"),
        ("GBR", "prime_minister", "1982-05-01", "margaret-thatcher"),
        ("FRA", "president", "1985-01-01", "francois-mitterrand"),
        ("DEU", "chancellor", "1970-01-01", "willy-brandt"),
        ("PRK", "leader", "2005-01-01", "kim-jong-il"),
        ("EGY", "president", "1978-09-17", "anwar-sadat"),
        ("IRN", "supreme_leader", "1985-01-01", "ruhollah-khomeini"),
        ("CUB", "president", "1980-01-01", "fidel-castro"),
        ("VNM", "general_secretary", "2012-01-01", "nguyen-phu-trong"),
        ("CHN", "president", "2024-06-19", "xi-jinping"),
        ("UKR", "president", "2024-06-19", "volodymyr-zelensky"),
    ],
)
def test_one_holder_of_an_office_on_a_day(country: str, office: str, day: str, who: str) -> None:
    terms = gazetteer.load().holders[country, office]
    held = {person for term, person in terms if gazetteer.in_office(term, date.fromisoformat(day))}
    assert held == {who}


def test_great_offices_have_one_holder_at_a_time() -> None:
    """No two presidents, or heads of government, of the larger states for longer than a handover."""
    gaz = gazetteer.load()
    for code in (
        "USA RUS FRA DEU GBR ITA JPN IND CAN AUS BRA ARG MEX TUR ISR EGY KOR ZAF IDN POL UKR ESP PRT NLD BEL SWE NOR "
        "DNK GRC HUN ROU BGR CZE SVK IRN IRQ SYR PAK BGD CUB VEN COL PER CHL NGA KEN ETH"
    ).split():
        for office in ("president", "prime_minister", "chancellor"):
            terms = gaz.holders.get((code, office), ())
            for year in range(1946, 2026):
                days = (date(year, 7, 10), date(year, 8, 25))  # more than the month that a date may be vague by
                held = {who for term, who in terms if all(gazetteer.in_office(term, day) for day in days)}
                assert len(held) <= 1, (code, office, year, held)


def test_the_built_files_come_from_the_hand_kept_ones(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("build_gazetteer", ROOT / "tools" / "build_gazetteer.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "build_gazetteer", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "DATA", tmp_path)
    monkeypatch.setattr(sys, "argv", ["build_gazetteer.py", "--data", str(shared / "data")])
    module.main()
    for name in ("states.csv", "people.csv", "offices.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), f"{name}: run tools/build_gazetteer.py"


def test_folding() -> None:
    assert fold("Erdoğan") == "erdogan"
    assert fold("Łódź") == "lodz"
    assert fold("ChÃ¡vez") == "chavez"
    assert mended("ChÃ¡vez") == "Chávez"
    assert mended("Über") == "Über"
    assert key("Kim Jong-un") == key("Kim Jong Un") == ("kim", "jong", "un")
    word = split("in Côte d'Ivoire")[1]
    assert (word.start, word.end, word.folded) == (3, 7, "cote")


def test_capitals_matter() -> None:
    gaz = gazetteer.load()

    def found(text: str) -> list[str]:
        return [text[m.start : m.end] for m in find(gaz, text, split(text), loud_lines(text))]

    assert found("they told us that turkey is polish") == []
    assert found("told the US") == ["US"]
    assert found("the Security\nCouncil of the U.N. met") == ["Security\nCouncil", "U.N."]


def test_loading_is_fast() -> None:
    start = time.perf_counter()
    gazetteer.load.__wrapped__()
    assert time.perf_counter() - start < 2.0  # 0.3 s alone; the cores may be shared


@pytest.mark.shared
def test_gold_countries_and_people_floor(shared: Path) -> None:
    """Floors only go up; see benchmarks/actors.py for what is counted."""
    events: dict[str, list[dict[str, object]]] = {}
    for line in (shared / "gold" / "dev_events.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if not event.get("optional"):
            events.setdefault(event["doc"], []).append(event)
    sums: dict[str, Counter[str]] = {"countries": Counter(), "people": Counter()}
    docs = [json.loads(line) for line in (shared / "gold" / "dev_docs.jsonl").read_text(encoding="utf-8").splitlines()]
    for row, parsed in zip(docs, language().pipe(d["text"] for d in docs), strict=True):
        document = Document(id=row["id"], name=row["id"], text=row["text"], published=When.of(row["published"]))
        mentions = link(document, parsed)
        for event in events.get(row["id"], ()):
            inside = [m for m in mentions if m.start < int(str(event["end"])) and int(str(event["start"])) < m.end]
            got = {
                "countries": {m.country for m in inside if m.country},
                "people": {" ".join(key(m.actor.name)) for m in inside if m.actor.kind == "person"},
            }
            people = event["people"]
            assert isinstance(people, list)
            countries = event["countries"]
            assert isinstance(countries, list)
            want = {"countries": set(countries), "people": {" ".join(key(p)) for p in people}}
            for sort, count in sums.items():
                both = len(got[sort] & want[sort])
                count.update(right=both, extra=len(got[sort]) - both, missed=len(want[sort]) - both)
    for sort, precision, recall in (("countries", 0.93, 0.64), ("people", 0.92, 0.76)):
        count = sums[sort]
        assert count["right"] / (count["right"] + count["extra"]) >= precision, (sort, count)
        assert count["right"] / (count["right"] + count["missed"]) >= recall, (sort, count)
