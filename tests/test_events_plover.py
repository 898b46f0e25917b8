"""PLOVER codes and roles: every rule against the examples beside it, and the words around a trigger."""

from __future__ import annotations

from datetime import date

import pytest

from dateline import nlp
from dateline.actors import link
from dateline.events.coding import Coding, codings
from dateline.events.plover import Code, codes
from dateline.events.scene import Scene
from dateline.model import EVENT_TYPES, Anchor, Document, When

PLOVER = {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
          "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}  # fmt: skip
DAY = When.day(date(2012, 6, 19))


def coded(text: str) -> list[Coding]:
    """All codings of a text."""
    document = Document(id="x", name="x", text=text, published=DAY)
    doc = nlp.parse(text)
    anchor = Anchor(when=DAY, origin="published", reason="stated")
    actors = link(document, doc, ())
    scene = Scene.of(document, doc, anchor=anchor, times=(), ranges=(), mentions=actors, state=lambda code: None)
    return [c for span in doc.sents for c in codings(scene, [t for t in span if not t.is_space]).values()]


def told(text: str) -> list[tuple[str | None, set[str], set[str], str]]:
    """Code, sources, targets and rule of everything coded in a text."""
    return [
        (c.plover, {m.actor.id for m in c.roles.sources}, {m.actor.id for m in c.roles.targets}, c.rule.name)
        for c in coded(text)
    ]


def ids(listed: str) -> set[str]:
    return set(listed.split(",")) - {""}


CASES = [(rule, example) for rule in codes().rules for example in rule.match]
COUNTER = [(rule, text) for rule in codes().rules for text in rule.no_match]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=lambda v: v.name if isinstance(v, Code) else v[0][:40])
def test_example_is_coded(rule: Code, example: tuple[str, ...]) -> None:
    text, source, target, *other = example
    wanted = other[0] if other else rule.plover
    found = told(text)
    assert any(
        (code, name) == (wanted, rule.name) and ids(source) <= sources and ids(target) <= targets
        for code, sources, targets, name in found
    ), f"{rule.name}: {found}"


@pytest.mark.parametrize(("rule", "text"), COUNTER, ids=lambda v: v.name if isinstance(v, Code) else None)
def test_counter_example_is_not_coded(rule: Code, text: str) -> None:
    assert rule.name not in {name for *_, name in told(text)}


def test_every_rule_has_an_example_a_known_code_and_type() -> None:
    for rule in codes().rules:
        assert rule.match, rule.name
        assert rule.plover in PLOVER, rule.name
        assert rule.type is None or rule.type in EVENT_TYPES, rule.name
        assert rule.verbs or rule.nouns, rule.name
    names = [rule.name for rule in codes().rules]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "code", "source", "target"),
    [
        ("Kuwait will send food to Yemen.", "AGREE", "KWT", "YEM"),
        ("Kuwait plans to impose sanctions on Iran.", "THREATEN", "KWT", "IRN"),
        ("The Iraqi government said on Monday that Turkey must withdraw its troops.", "REQUEST", "IRQ", "TUR"),
        ("The Russian government said talks with Georgia were out of the question.", "REJECT", "RUS", "GEO"),
        ("Two Kenyan policemen were killed by Somali gunmen.", "ASSAULT", "SOM", "KEN"),
        ("Nigeria did not accept the offer of Cameroon.", "REJECT", "NGA", "CMR"),
        ("Farmers blocked roads in Bolivia.", "PROTEST", "BOL", "BOL"),
    ],
)  # fmt: skip
def test_words_around_a_trigger_decide(text: str, code: str, source: str, target: str) -> None:
    found = told(text)
    assert any(c == code and source in s and target in t for c, s, t, _ in found), found


@pytest.mark.parametrize(
    "text",
    [
        "Mali could bomb Niger.",
        "The troops came to attack Niger.",
    ],
)
def test_what_is_only_possible_or_meant_has_no_code(text: str) -> None:
    assert "ASSAULT" not in {code for code, *_ in told(text)}, told(text)
