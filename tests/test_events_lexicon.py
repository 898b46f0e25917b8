"""Every rule of the trigger lexicon against the examples beside it: what it must tell, and what it must not."""

from __future__ import annotations

from datetime import date

import pytest

from dateline import extraction
from dateline.events.lexicon import Trigger, lexicon
from dateline.model import EVENT_TYPES, Document, EventMention, When

PLOVER = {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
          "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", None}  # fmt: skip


def mentions(text: str) -> tuple[EventMention, ...]:
    document = Document(id="x", name="x", text=text, published=When.day(date(2024, 6, 19)))
    return extraction.extract_document(document).mentions


CASES = [(rule, text) for rule in lexicon().triggers for text in rule.match]
COUNTER = [(rule, text) for rule in lexicon().triggers for text in rule.no_match]


@pytest.mark.parametrize(("rule", "text"), CASES, ids=lambda v: v.name if isinstance(v, Trigger) else None)
def test_example_is_told(rule: Trigger, text: str) -> None:
    found = mentions(text)
    assert any(m.type == rule.type for m in found), f"{rule.name}: {[(m.type, m.trace) for m in found]}"


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=lambda v: v.name if isinstance(v, Trigger) else None)
def test_counter_example_is_not_told(rule: Trigger, text: str) -> None:
    found = [m for m in mentions(text) if rule.name in m.trace]
    assert not found, f"{rule.name}: {[m.evidence for m in found]}"


def test_every_rule_has_an_example_a_known_type_and_code() -> None:
    for rule in lexicon().triggers:
        assert rule.match, rule.name
        assert rule.type in EVENT_TYPES, rule.name
        assert rule.plover in PLOVER, rule.name
        assert rule.verbs or rule.nouns, rule.name
    names = [rule.name for rule in lexicon().triggers]
    assert len(names) == len(set(names))
