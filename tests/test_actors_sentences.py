"""Sentences of this project's own about plain facts: who must be linked in each on its day, and who must not.

tests/actor_sentences.csv: day, text, ids of actors; "!" before an id that must not be linked.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dateline import nlp
from dateline.actors import link
from dateline.actors.gazetteer import load
from dateline.model import Document, When

FILE = Path(__file__).parent / "actor_sentences.csv"
ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines(), delimiter="|"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:50])
def test_who_is_linked(row: dict[str, str]) -> None:
    day = When.of(row["day"])
    document = Document(id="x", name="x", text=row["text"], published=day)
    found = {m.actor.id for m in link(document, nlp.parse(row["text"]), (), reference=day.earliest)}
    wanted = set(row["actors"].split())
    assert {name for name in wanted if not name.startswith("!")} <= found
    assert not {name[1:] for name in wanted if name.startswith("!")} & found


def test_there_are_as_many_sentences_as_promised() -> None:
    assert len(ROWS) >= 150


def test_no_organisation_has_the_code_of_a_state() -> None:
    gazetteer = load()
    assert not gazetteer.organisations.keys() & gazetteer.states.keys()
