"""Does the clause around an expression look back or ahead? Light local cues; a spaCy Doc's tags where one is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.times.lexer import BREAK, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

# How sure: a verb that says so, or only an infinitive ("an agreement to acquire the bank in January").
AHEAD, PERHAPS_AHEAD, UNTOLD, BACK = 2, 1, 0, -2
REACH = 14

_MODAL = frozenset("will 'll shall would may should can must wo".split())
_PLANNED = frozenset("scheduled due expected planned slated set planning expects expect plans plan intends intend hopes "
                     "aims upcoming forthcoming deadline going tentatively".split())  # fmt: skip
_BACK = frozenset(
    "was were had did said told went came took made got gave began held met left fell rose won lost sent found became "
    "brought kept led put cut shot hit struck spoke wrote broke drew grew flew ran sold bought paid built felt saw knew "
    "thought taught fought caught heard sat stood lay ate drove chose froze stole swore threw wore 'd been since ago".split()
)
_NO_VERB = frozenset("united need hundred indeed speed red bed feed seed embed".split())
_BEFORE_PARTICIPLE = frozenset("be is are get being".split())
_STOP = frozenset(".;?!")


def direction(tokens: Tokens, start: int, end: int) -> int:
    """`AHEAD`, `PERHAPS_AHEAD`, `BACK` or `UNTOLD` for the tokens ``[start, end)``: the nearest cue wins, left first."""
    if start and tokens.lower(start - 1) in ("by", "through"):
        return _by(tokens, start, end)
    left = _scan(tokens, range(start - 1, max(-1, start - 1 - REACH), -1), start)
    if left:
        return left
    return _scan(tokens, range(end, min(len(tokens.codes), end + REACH)), len(tokens.codes))


def _by(tokens: Tokens, start: int, end: int) -> int:
    """ "by Friday" looks ahead, unless a verb nearby tells what had happened by then."""
    near = _scan(tokens, range(start - 2, max(-1, start - 5), -1), start) or _scan(
        tokens, range(end, min(len(tokens.codes), end + 6)), len(tokens.codes)
    )
    return PERHAPS_AHEAD if near == BACK else AHEAD


def _scan(tokens: Tokens, indices: range, limit: int) -> int:
    codes = tokens.codes
    for i in indices:
        if codes[i] == BREAK:
            return UNTOLD
        word = tokens.lower(i)
        if word in _STOP and not (word == "." and i and tokens.ends[i - 1] - tokens.starts[i - 1] <= 4
                                  and i + 1 < len(codes) and i + 1 < limit):  # fmt: skip
            return UNTOLD
        if word in _MODAL:
            return AHEAD
        if word in _PLANNED and not (word == "set" and tokens.lower(i + 1 if i + 1 < len(codes) else i) not in ("to", "for")):
            return BACK if any(tokens.lower(k) == "had" for k in range(max(0, i - 3), i)) else AHEAD
        if word == "to" and i + 1 < limit and codes[i + 1] == "x":
            if i and tokens.lower(i - 1) in ("is", "are", "about"):
                return AHEAD
            return PERHAPS_AHEAD
        if word in _BACK or (len(word) > 4 and word.endswith("ed") and word not in _NO_VERB):
            return AHEAD if i and tokens.lower(i - 1) in _BEFORE_PARTICIPLE else BACK
    return UNTOLD


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
            if ancestor.tag_ == "VBN" and not words & _BEFORE_PARTICIPLE:
                return BACK
    return UNTOLD
