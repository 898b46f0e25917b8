"""How well tellings are put together, against articles in which people have named the happenings.

The articles lie in ../shared; the tests skip where that is absent. Floors are only ever raised.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from benchmarks.merge import groups

HASHES = {
    "eval/score_merge.py": "7c5ca132992a5a9fd7165ac6fd3e81b7eadfdb62d3bae41650f37e22c8caa551",
    "gold/seed_events.jsonl": "4e27471294035ab6dae24e5504d8240bdf3a0ebc613fb0307b85979b6863b523",
    "gold/dev_docs.jsonl": "938ac444ff2157ce35416300356f476fbb6719278756af65c5f42e84dfbb8dcf",
    "gold/dev_events.jsonl": "b26913da865ddaa585c39f17939b50a7769776fde30e5c14e6300db057e52588",
}
B3_F1 = {"seeds": 0.95, "dev": 0.9}
COVERAGE = {"seeds": 1.0, "dev": 0.64}


@pytest.mark.parametrize("name", HASHES)
def test_the_files_are_those_that_the_floors_were_measured_on(name: str, shared: Path) -> None:
    assert hashlib.sha256((shared / name).read_bytes()).hexdigest() == HASHES[name]


@pytest.mark.parametrize("name", B3_F1)
def test_one_happening_is_one_event(name: str, shared: Path) -> None:
    said = groups(shared, name, None)["all"]
    found = re.search(r"coverage ([\d.]+) .*B3 P [\d.]+ R [\d.]+ F1 ([\d.]+)", said)
    assert found, said
    assert float(found[1]) >= COVERAGE[name] and float(found[2]) >= B3_F1[name], said
