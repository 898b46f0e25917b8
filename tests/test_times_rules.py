"""Every rule against the examples beside it in the rule files: those that must match, those that must not.

An example is a sentence with the expression in [brackets], then " = " and its TIMEX3 value, then, where the article
is not one of Thursday 20 June 2024, " @ " and its date ("-" for none).
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import pytest

from dateline.model import Document, TimeExpression, When
from dateline.times import tag
from dateline.times.language import Rule, load

PUBLISHED = "2024-06-20"
_EXAMPLE = re.compile(r"(?P<text>.*) = (?P<value>\S+)(?: @ (?P<published>\S+))?", re.DOTALL)
ENGLISH = load("en")


@dataclass(frozen=True)
class Example:
    """One example: text without brackets, the span and value expected, the publication date or None."""

    text: str
    start: int
    end: int
    value: str
    published: str | None


def read(line: str) -> Example:
    found = _EXAMPLE.fullmatch(line)
    assert found, f"not an example: {line!r}"
    text = found["text"]
    start, end = text.index("["), text.index("]") - 1
    published = found["published"] or PUBLISHED
    plain = text[:start] + text[start + 1 : end + 1] + text[end + 2 :]
    return Example(plain, start, end, found["value"], None if published == "-" else published)


def expressions(text: str, published: str | None, *, narrative: bool) -> tuple[TimeExpression, ...]:
    when = When.of(published) if published else None
    return tag(Document(id="x", name="x", text=text, published=when), narrative=narrative).expressions


def cases(side: str) -> list[object]:
    return [
        pytest.param(rule, line, id=f"{rule.name}-{i}")
        for rule in [*ENGLISH.rules, *ENGLISH.prefixes, *ENGLISH.suffixes]
        for i, line in enumerate(getattr(rule, side))
    ]


@pytest.mark.parametrize(("rule", "line"), cases("yes"))
def test_must_match(rule: Rule, line: str) -> None:
    example = read(line)
    found = expressions(example.text, example.published, narrative=rule.domain == "narrative")
    fits = [e for e in found if (e.start, e.end) == (example.start, example.end)]
    assert fits, f"{[(e.text, e.value, e.rule) for e in found]}"
    assert fits[0].value == example.value, fits[0]
    if rule.make not in ("prefix", "suffix"):
        assert fits[0].rule == rule.name, fits[0]


@pytest.mark.parametrize(("rule", "line"), cases("no"))
def test_must_not_match(rule: Rule, line: str) -> None:
    found = expressions(line, PUBLISHED, narrative=rule.domain == "narrative")
    if rule.make == "nothing":
        assert not found, found
    assert rule.name not in {e.rule for e in found}, [(e.text, e.rule) for e in found]


def test_every_rule_has_a_name_of_its_own_and_an_example() -> None:
    rules = [*ENGLISH.rules, *ENGLISH.prefixes, *ENGLISH.suffixes]
    names = [rule.name for rule in rules]
    assert len(names) == len(set(names))
    assert not [rule.name for rule in rules if not rule.yes and not rule.no]


def test_rules_lose_nothing_by_looking_only_near_words_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example gives the same with the whole text before the rules; a rule whose word is no trigger fails here."""
    import dateline.times.tagger as tagger

    def whole(tokens: tagger.Tokens, _: object) -> tuple[str, list[int]]:
        return tokens.codes, list(range(len(tokens.codes) + 1))

    examples = [(rule.domain == "narrative", read(line)) for rule in ENGLISH.rules for line in rule.yes]
    near = [expressions(example.text, example.published, narrative=told) for told, example in examples]
    monkeypatch.setattr(tagger, "stretches", whole)
    assert near == [expressions(example.text, example.published, narrative=told) for told, example in examples]


def hostile(rule: Rule) -> list[str]:
    """Long strings of codes made to keep a pattern busy: its own examples over and over, whole and cut short, and each
    of its characters alone."""
    strings = {char * 8000 for char in set(rule.pattern.pattern) if ord(char) >= 0x100 or char.isalpha()}
    for line in (*rule.yes, *rule.no):
        codes = ENGLISH.tokens(line.partition(" = ")[0].replace("[", "").replace("]", "")).codes
        strings |= {(codes[:cut] * 8000)[:8000] for cut in range(1, len(codes) + 1)}
        strings |= {(codes[cut:] * 8000)[:8000] for cut in range(1, len(codes))}
    return sorted(strings)


@pytest.mark.parametrize("rule", [*ENGLISH.rules, *ENGLISH.prefixes, *ENGLISH.suffixes], ids=lambda rule: rule.name)
def test_every_pattern_takes_linear_time(rule: Rule) -> None:
    """Four times the text may take ten times as long, not sixteen; a millisecond or two is no measure."""
    for codes in hostile(rule):
        took = []
        for size in (len(codes) // 4, len(codes)):
            start = time.process_time()
            for _ in rule.pattern.finditer(codes[:size]):
                pass
            took.append(time.process_time() - start)
        assert took[1] < max(10 * took[0], 0.05), (rule.name, codes[:40], took)


def test_a_rule_is_left_out_only_where_it_cannot_match() -> None:
    for rule in ENGLISH.rules:
        assert rule.needs, rule.name
        for line in rule.yes:
            text = line.partition(" = ")[0].replace("[", "").replace("]", "")
            codes = ENGLISH.tokens(text).codes
            assert not rule.pattern.search(codes) or not rule.needs.isdisjoint(codes), (rule.name, line)
