"""The engine: rules over tokens, the best of what overlaps, and values in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.model import Anchor, TimeExpression
from dateline.times import lengths, make, tense
from dateline.times.anchor import is_narrative
from dateline.times.guards import plausible
from dateline.times.language import Language, load
from dateline.times.lexer import Tokens
from dateline.times.readings import Found, Reading
from dateline.times.resolve import Context, Resolved, resolve

if TYPE_CHECKING:
    from spacy.tokens import Doc

assert lengths  # its productions register themselves on import


def find(tokens: Tokens, language: Language, narrative: bool) -> list[tuple[Found, Reading]]:
    """Readings of a document, in the order of the text, none overlapping: the longest first, earlier rules in doubt."""
    options: list[tuple[int, int, int, int, object]] = []
    for rank, rule in enumerate(language.rules):
        if rule.domain and (rule.domain == "narrative") != narrative:
            continue
        for match in rule.pattern.finditer(tokens.codes):
            start, end = match.span()
            if end > start:
                options.append((start - end, rank, start, end, match))
    options.sort(key=lambda option: option[:4])
    taken = bytearray(len(tokens.codes))
    chosen: list[tuple[Found, Reading]] = []
    for _, rank, start, end, match in options:
        if any(taken[start:end]):
            continue
        rule = language.rules[rank]
        found = Found(language, tokens, rule, match, start, end)  # type: ignore[arg-type]
        if not plausible(found):
            continue
        reading = make.MAKERS[rule.make](found)
        if reading is None:
            continue
        chosen.append((found, reading))
        taken[start:end] = b"\x01" * (end - start)
    chosen.sort(key=lambda pair: pair[0].start)
    return chosen


def tag_text(text: str, anchor: Anchor, *, narrative: bool | None = None, doc: Doc | None = None,
             language: Language | None = None) -> list[TimeExpression]:  # fmt: skip
    """The time expressions of ``text``, sorted, none overlapping."""
    language = language or load()
    tokens = language.tokens(text)
    if narrative is None:
        narrative = is_narrative(tokens, language, anchor)
    readings = find(tokens, language, narrative)
    context = Context(anchor, narrative=narrative)
    out: list[TimeExpression] = []
    for found, reading in readings:
        start, end = tokens.starts[found.start], tokens.ends[found.end - 1]
        context.direction = (
            tense.direction_by_tags(doc, start, end) if doc is not None else tense.direction(tokens, found.start, found.end)
        )
        resolved = resolve(reading, context)
        if resolved is None:
            continue
        note(context, resolved)
        words = text[start:end]
        out.append(TimeExpression(start=start, end=end, text=words, type=resolved.type, value=resolved.value,
                                  when=resolved.when, trace=trace(words, resolved), rule=found.rule.name,
                                  open_reason=resolved.open_reason))  # fmt: skip
    return out


def note(context: Context, resolved: Resolved) -> None:
    """Remembers what was told, for what is counted from it later."""
    if resolved.point is not None:
        context.told.append(resolved.point)
        if resolved.point.grain == "Q":
            context.results = resolved.point


def trace(words: str, resolved: Resolved) -> str:
    """ "'Wednesday' in an article published on Thursday 20 June 2024 -> Wednesday 19 June 2024"."""
    shown = resolved.point.words() if resolved.point else resolved.value
    return f"'{' '.join(words.split())}' {resolved.how} -> {shown}"
