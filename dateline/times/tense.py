"""Does the clause around an expression look back or ahead? Light local cues; a spaCy Doc's tags where one is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.times.lexer import BREAK, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

AHEAD = frozenset(
    ["will", "'ll", "shall", "would", "may", "might", "could", "should", "can", "must", "plans", "plan", "planned", "planning", "expects", "expect", "expected", "scheduled", "due", "set", "slated", "intends", "intend", "intended", "begins", "starts", "until", "upcoming", "going", "tentatively", "tentative", "next", "deadline", "hopes", "hope", "aims", "forthcoming"]
)
BACK = frozenset(
    ["was", "were", "had", "did", "said", "told", "went", "came", "took", "made", "got", "gave", "began", "held", "met", "left", "fell", "rose", "won", "lost", "sent", "found", "became", "brought", "kept", "led", "set", "put", "cut", "shot", "hit", "struck", "spoke", "wrote", "broke", "drew", "grew", "flew", "ran", "sold", "bought", "paid", "built", "felt", "saw", "knew", "thought", "taught", "fought", "caught", "heard", "sat", "stood", "lay", "ate", "drove", "chose", "froze", "stole", "swore", "threw", "wore", "'d", "been", "since", "ago", "ended", "announced", "reported"]
)
REACH = 14
_STOP = frozenset(".;?!")


def direction(tokens: Tokens, start: int, end: int) -> int:
    """-1 where the clause looks back, 1 where it looks ahead, 0 where nothing tells: the nearest cue wins, left first."""
    left = _scan(tokens, range(start - 1, max(-1, start - 1 - REACH), -1), start)
    if left:
        return left
    return _scan(tokens, range(end, min(len(tokens.codes), end + REACH)), start)


def _scan(tokens: Tokens, indices: range, start: int) -> int:
    for i in indices:
        if tokens.codes[i] == BREAK:
            return 0
        word = tokens.lower(i)
        if word in _STOP:
            return 0
        if word in AHEAD and not (word == "set" and i > 0 and tokens.lower(i - 1) not in ("is", "are", "be", "was")):
            return 1
        if word in ("is", "are", "to") and i + 1 < start and tokens.lower(i + 1) in ("to", "be"):
            return 1
        if word in BACK or (len(word) > 4 and word.endswith("ed") and word not in ("united", "need", "hundred")):
            if i > 0 and tokens.lower(i - 1) in ("be", "is", "are", "get"):
                return 1
            return -1
    return 0


def direction_by_tags(doc: Doc, start: int, end: int) -> int:
    """As `direction`, from the tags and the tree of a spaCy Doc; ``start`` and ``end`` are characters."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return 0
    token = span.root
    for ancestor in [token, *token.ancestors]:
        if ancestor.pos_ in ("VERB", "AUX"):
            helpers = [child for child in ancestor.children if child.dep_ in ("aux", "auxpass")]
            words = {child.lower_ for child in helpers}
            if words & {"will", "'ll", "’ll", "shall", "would", "may", "might", "could", "to"}:
                return 1
            if ancestor.tag_ in ("VBD", "VBN") or any(child.tag_ == "VBD" for child in helpers):
                return -1
    return 0
