"""Names of the gazetteer in the words of a text: longest match from left to right."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.actors.gazetteer import Gazetteer, NameForm
from dateline.actors.words import Word


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``first`` to ``last`` (half-open) of a text spell the names ``forms``; ``start, end`` in characters."""

    first: int
    last: int
    start: int
    end: int
    forms: tuple[NameForm, ...]

    def has(self, *sorts: str) -> bool:
        """True where one of the readings is of one of these sorts."""
        return any(form.sort in sorts for form in self.forms)

    def of(self, *sorts: str) -> list[NameForm]:
        """The readings of these sorts."""
        return [form for form in self.forms if form.sort in sorts]


def joined(text: str, left: Word, right: Word) -> bool:
    """True where two words stand close enough to be one name: a blank, a line's end, a hyphen, an apostrophe, a point
    after a letter or two.
    """
    gap = text[left.end : right.start]
    if len(gap) > 3 or gap.count("\n") > 1:
        return False
    bare = gap.strip()
    if not bare:
        return bool(gap)
    if bare in {"-", "‐", "‑", "'", "’", "–"}:
        return len(gap) == 1 or gap == f" {bare} "  # the words of some sources are split by blanks: "Ban Ki - moon"
    return bare == "." and len(left.text) <= 2


def _spelled(form: NameForm, words: list[Word], first: int, text: str, loud: bool) -> bool:
    last = first + len(form.words)
    if last > len(words):
        return False
    for offset, (wanted, case) in enumerate(zip(form.words, form.capitals, strict=True)):
        word = words[first + offset]
        if word.folded != wanted:
            return False
        if case == 2 and not word.text.isupper() and (len(wanted) < 4 or not word.capital):
            return False
        if case == 1 and not word.capital:
            return False
        if offset and not joined(text, words[first + offset - 1], word):
            return False
    if len(form.words) == 1 and form.capitals[0] == 2 and len(form.words[0]) <= 3:
        # "US" and "IS" in a line of capitals are as likely the words.
        return not loud or form.words[0] not in {"us", "is", "it", "who", "au", "eac", "imo", "car"}
    return True


def loud_lines(text: str) -> list[tuple[int, int]]:
    """Spans of lines written in capitals throughout (headlines of agencies)."""
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        letters = [char for char in line if char.isalpha()]
        if len(letters) > 8 and sum(char.isupper() for char in letters) > 0.85 * len(letters):
            spans.append((start, start + len(line)))
        start += len(line)
    return spans


def find(gaz: Gazetteer, text: str, words: list[Word], loud: list[tuple[int, int]]) -> list[Match]:
    """All names of the gazetteer in a text, the longest at each place, not overlapping, in order.

    ``loud``: spans in capitals, see `loud_lines`.
    """
    found: list[Match] = []
    first = 0
    while first < len(words):
        entries = gaz.forms.get(words[first].folded)
        length = 0
        forms: list[NameForm] = []
        if entries:
            start = words[first].start
            shouting = any(a <= start < b for a, b in loud)
            for form in entries:
                if length and len(form.words) < length:
                    break
                if _spelled(form, words, first, text, shouting):
                    length = len(form.words)
                    forms.append(form)
        if not length:
            first += 1
            continue
        end = words[first + length - 1].end
        if forms[0].form.endswith(".") and text[end : end + 1] == ".":
            end += 1
        found.append(Match(first, first + length, words[first].start, end, tuple(forms)))
        first += length
    return found
