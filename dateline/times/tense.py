"""Does the clause around an expression look back or ahead? Light local cues; a spaCy Doc's tags where one is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from dateline.times.lexer import BREAK, OTHER, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

# How sure: a verb that says so, or only an infinitive ("an agreement to acquire the bank in January"); what was ahead
# once ("was due in January") need not be any more; "since" never looks ahead.
WAS_AHEAD, AHEAD, PERHAPS_AHEAD, UNTOLD, BACK, SINCE = 3, 2, 1, 0, -2, -3
REACH = 14

Cues: TypeAlias = Mapping[str, frozenset[str]]
_STOP = frozenset(".;?!")
# Before a plain verb they give it another tense: "did not begin", "helped to meet", "could begin".
_OTHER_TENSE = frozenset({"did", "didn", "could", "might", "to", "helped", "made", "let", "saw", "when", "if", "since"})


def direction(tokens: Tokens, start: int, end: int, cues: Cues) -> int:
    """`AHEAD`, `PERHAPS_AHEAD`, `BACK` or `UNTOLD` for tokens ``[start, end)``: the nearest cue wins, left first."""
    before = tokens.lower(start - 1) if start else ""
    if before == "by" or (before == "through" and not _next_in(tokens, end - 1, ("'s",))):
        return _by(tokens, start, end, cues, reach=5 if before == "by" else REACH)
    if before in ("until", "till"):
        words = {tokens.lower(i) for i in range(max(0, start - 10), start - 1)}
        return AHEAD if words & cues["term"] and not words & cues["negation"] else BACK
    if before == "since":
        return SINCE
    if before == "of" and start > 1 and tokens.lower(start - 2) == "ahead":
        return AHEAD
    left = _scan(tokens, range(start - 1, max(-1, start - 1 - REACH), -1), start, cues)
    if left:
        return left
    return _scan(tokens, range(end, min(len(tokens.codes), end + REACH)), len(tokens.codes), cues)


def _by(tokens: Tokens, start: int, end: int, cues: Cues, *, reach: int) -> int:
    """ "by Friday" looks ahead, unless a verb nearby tells what had happened by then."""
    near = _scan(tokens, range(start - 2, max(-1, start - reach), -1), start, cues) or _scan(
        tokens, range(end, min(len(tokens.codes), end + 6)), len(tokens.codes), cues
    )
    return PERHAPS_AHEAD if near == BACK else AHEAD


def _scan(tokens: Tokens, indices: range, limit: int, cues: Cues) -> int:
    codes = tokens.codes
    for i in indices:
        word = tokens.lower(i)
        if codes[i] == BREAK or (word in _STOP and _ends_sentence(tokens, i)):
            return UNTOLD
        if word in cues["ahead_modal"] and not (word == "may" and tokens.word(i) == "May"):
            return AHEAD
        if word in cues["ahead_present"]:
            near = {tokens.lower(k) for k in range(max(0, i - 4), i)}
            last = tokens.lower(i - 1) if i else ""
            noun = last[:1].isdigit() or last == "of" or last in cues["before_adjective"] or last in cues["possessive"]
            if not noun and not near & _OTHER_TENSE:
                return AHEAD
        if word == "ahead" and _next_in(tokens, i, ("of",)):
            return PERHAPS_AHEAD
        if word in ("could", "might") and not _next_in(tokens, i, ("not", "be", "n't")):
            return PERHAPS_AHEAD
        if word in cues["ahead"] or (word in cues["ahead_before_to"] and _next_in(tokens, i, ("to", "for", "a", "an"))):
            return _planned(tokens, i)
        if word == "to" and i + 1 < limit and codes[i + 1] == OTHER:
            leads = {tokens.lower(k) for k in range(max(0, i - 3), i)}
            last = tokens.lower(i - 1) if i else ""
            if last in ("was", "were"):
                return AHEAD
            if last in cues["moved"]:
                return BACK
            if leads & cues["ahead"]:
                return _planned(tokens, i)
            return AHEAD if leads & (cues["ahead_before_to"] | cues["leads_to"]) else PERHAPS_AHEAD
        if word in cues["back"] or (
            len(word) > 4
            and word.endswith("ed")
            and word not in cues["no_verb"]
            and not (i and tokens.lower(i - 1) in cues["before_adjective"])
        ):
            return _participle(tokens, i)
    return UNTOLD


def _planned(tokens: Tokens, i: int) -> int:
    """What a plan says: "is due" looks ahead, "was due" did once, "had been due" looks back."""
    near = [tokens.lower(k) for k in range(max(0, i - 5), i)]
    if "had" in near:
        return BACK
    return WAS_AHEAD if "was" in near or "were" in near else AHEAD


def _participle(tokens: Tokens, i: int) -> int:
    """What a past form says: "was held" looks back, "to be held" and "are held" ahead, "could be held" back."""
    before = tokens.lower(i - 1) if i else ""
    if before == "be":
        return BACK if i > 1 and tokens.lower(i - 2) in ("could", "not") else AHEAD
    return AHEAD if before in ("is", "are", "get", "being") else BACK


def _next_in(tokens: Tokens, i: int, words: tuple[str, ...]) -> bool:
    return i + 1 < len(tokens.codes) and tokens.lower(i + 1) in words


def sentence_end(tokens: Tokens, start: int, end: int) -> str:
    """What ends a sentence between two tokens: `BREAK` for a paragraph's end, else a mark; "" where nothing does."""
    if BREAK in tokens.codes[start:end]:
        return BREAK
    return next((w for i in range(start, end) if (w := tokens.lower(i)) in _STOP and _ends_sentence(tokens, i)), "")


def _ends_sentence(tokens: Tokens, i: int) -> bool:
    """True unless the full stop belongs to a short form ("Mr.", "Nov.", "U.S.")."""
    if tokens.lower(i) != "." or not i:
        return True
    if i + 1 < len(tokens.codes) and not tokens.word(i + 1)[:1].isupper():
        return not tokens.word(i - 1)[:1].isupper()
    word = tokens.word(i - 1)
    return not (word[:1].isupper() and len(word) <= 4)


def direction_by_tags(doc: Doc, start: int, end: int) -> int:
    """As `direction`, from the tags and the tree of a spaCy Doc; ``start`` and ``end`` are characters."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return UNTOLD
    token = span.root
    for ancestor in [token, *token.ancestors]:
        if ancestor.pos_ in ("VERB", "AUX"):
            helpers = [child for child in ancestor.children if child.dep_ in ("aux", "auxpass")]
            words = {child.lower_ for child in helpers}
            if words & {"will", "'ll", "’ll", "shall", "would", "may", "should", "must", "can"}:
                return AHEAD
            if any(child.tag_ == "VBD" for child in helpers) or ancestor.tag_ == "VBD":
                return BACK
            if "to" in words:
                return PERHAPS_AHEAD
            if ancestor.tag_ == "VBN" and not words & {"be", "is", "are", "get", "being"}:
                return BACK
    return UNTOLD
