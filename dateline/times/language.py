"""A language's rules and words, read from TOML once and compiled."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from dateline.times.lexer import BREAK, CAPITAL, FIRST_WORD, OTHER, SHAPES, Tokens, tokenize
from dateline.times.patterns import PatternError, compile_pattern, needed

# Files of a language, in the order in which they are read; words first.
FILES = ("words", "dates", "relative", "sets", "durations", "vague", "narrative", "prefixes")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its compiled pattern, the name of its production and what the file says beside it.

    ``left`` is what has to stand (or not) before a match: apart from the pattern, because a pattern that begins with
    a look behind cannot skip ahead to where it may match. ``needs`` are codes of which a text must hold one.
    """

    name: str
    pattern: re.Pattern[str]
    make: str
    facts: dict[str, Any]
    domain: str = ""
    weak: bool = False
    left: re.Pattern[str] | None = None
    in_context: bool = False
    needs: frozenset[str] = frozenset()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


@dataclass(slots=True)
class Language:
    """Words (``codes``, ``classes``) and rules of one language. Get one with `load`."""

    name: str
    codes: dict[str, str] = field(default_factory=dict)
    classes: dict[str, dict[str, Any]] = field(default_factory=dict)
    macros: dict[str, str] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    prefixes: list[Rule] = field(default_factory=list)
    suffixes: list[Rule] = field(default_factory=list)
    cues: dict[str, frozenset[str]] = field(default_factory=dict)
    triggers: re.Pattern[str] = re.compile("")
    _sets: dict[str, str] = field(default_factory=dict)
    _seen: dict[str, str] = field(default_factory=dict)
    _cues: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def tokens(self, text: str) -> Tokens:
        """The tokens of ``text`` with this language's codes."""
        return tokenize(text, self.codes, self._seen)

    def value(self, name: str, word: str) -> Any:
        """What class ``name`` says of a word (any case), or None."""
        return self.classes[name].get(word.lower())

    def code(self, word: str) -> str:
        """The code character of a word, given one if it has none. Words with capitals hold as written or all upper."""
        found = self.codes.get(word)
        if found is None:
            found = chr(FIRST_WORD + len(set(self.codes.values())))
            self.codes[word] = found
            self._seen.clear()
            if word != word.lower():
                self.codes[word.upper()] = found
        return found

    def charset(self, name: str) -> str:
        """The expression for a name in capitals: a macro, a class of words, or a shape of numbers."""
        found = self._sets.get(name)
        if found is None:
            if name in self.macros:
                found = "(?:" + self.compile(self.macros[name]) + ")"
            elif name in self.classes:
                found = "[" + "".join(re.escape(self.code(word)) for word in self.classes[name]["*words*"]) + "]"
            elif name in SHAPES:
                found = SHAPES[name]
            elif name == "ANY":
                found = f"[^{BREAK}]"
            elif name in ("SOME", "CAP"):
                found = OTHER if name == "SOME" else CAPITAL
            else:
                raise PatternError(f"{name}: no macro, word class or shape of this name")
            self._sets[name] = found
        return found

    def compile(self, pattern: str) -> str:
        """The regular expression of a pattern."""
        return compile_pattern(pattern, self.charset, self.code)

    def cue(self, pattern: str) -> re.Pattern[str]:
        """A compiled pattern by itself, kept for the next time."""
        found = self._cues.get(pattern)
        if found is None:
            found = self._cues[pattern] = re.compile(self.compile(pattern))
        return found


@functools.cache
def load(name: str = "en") -> Language:
    """The language ``name``, compiled; read once a process. FileNotFoundError for one that has no rules."""
    language = Language(name)
    language.cues.update({label: frozenset(words) for label, words in _read(name, "cues").items()})
    data = {part: _read(name, part) for part in FILES}
    words = data.pop("words")
    language.macros.update(words.pop("macros"))
    for label, entries in words.items():
        language.classes[label] = {word.lower(): value for word, value in entries.items()} | {"*words*": list(entries)}
        for word in entries:
            language.code(word)
    for content in data.values():
        for rule in (_rule(language, entry) for entry in content["rule"]):
            {"prefix": language.prefixes, "suffix": language.suffixes}.get(rule.make, language.rules).append(rule)
    # Of two matches of one length the rule that also looks at what stands around it is the surer one.
    language.rules.sort(key=lambda rule: not rule.in_context)
    language.triggers = _triggers(language, words)
    return language


# Word classes without which hardly any rule can match, and shapes of numbers that alone make a date.
TRIGGER_CLASSES = (
    "MONTH", "LOWMONTH", "WEEKDAY", "WEEKDAYS", "UNIT", "UNITS", "SEASON", "DAYPART", "DAYPARTS", "AMPM", "HOLIDAY",
    "DECADEWORD", "NUMBER", "LONGUNIT", "TZ", "QUARTERCODE", "TRIGGER",
)  # fmt: skip
TRIGGER_SHAPES = ("ISO", "SLASHED", "CLOCK", "HOURS", "NTH", "DECADE", "SHORT", "YEAR", "SPLITYEAR")


def _triggers(language: Language, words: dict[str, Any]) -> re.Pattern[str]:
    """Finds the stretches of a text's codes that rules need to look at: a trigger and what may stand around it."""
    codes = {language.code(word) for label in TRIGGER_CLASSES for word in language.classes[label]["*words*"]}
    codes |= {SHAPES[shape] for shape in TRIGGER_SHAPES}
    return re.compile("[" + "".join(re.escape(code) for code in sorted(codes)) + "]")


def _read(name: str, part: str) -> dict[str, Any]:
    path = resources.files("dateline.times") / "rules" / name / f"{part}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rule(language: Language, entry: dict[str, Any]) -> Rule:
    facts = dict(entry)
    pattern = language.compile(facts.pop("pattern"))
    in_context = "before" in facts or "after" in facts
    needs = needed(pattern)
    for key, look in (("not_before", "(?!"), ("before", "(?=")):
        if key in facts:
            pattern += look + language.compile(facts.pop(key)) + ")"
    left = ""
    for key, look in (("not_after", "(?<!"), ("after", "(?<=")):
        if key in facts:
            pieces = [f"{look}{language.compile(one)})" for one in _one_by_one(facts.pop(key))]
            left += "".join(pieces) if key == "not_after" else "(?:" + "|".join(pieces) + ")"
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise PatternError(f"{facts['name']}: {error}") from error
    return Rule(
        name=facts.pop("name"),
        pattern=compiled,
        make=facts.pop("make"),
        domain=facts.pop("domain", ""),
        weak=facts.pop("weak", False),
        left=re.compile(left) if left else None,
        in_context=in_context,
        needs=needs,
        yes=tuple(facts.pop("yes", ())),
        no=tuple(facts.pop("no", ())),
        facts=facts,
    )


def _one_by_one(patterns: list[str] | str) -> Iterator[str]:
    """Left contexts must have a fixed width each: one pattern a list entry."""
    yield from [patterns] if isinstance(patterns, str) else patterns
