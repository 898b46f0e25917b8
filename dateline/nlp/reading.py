"""The tokens that the model is to read, and their way back to those of the article.

The model was trained on edited news: a dateline or the date of a chronology's line makes it lose the subject behind it
("NAIROBI, May 17 - Kenya and Ethiopia signed", "1974 - Turkey invades"), a date at the beginning without a comma its
verb ("On Thursday snipers killed"). So the model does not see such a label, and sees a comma where one may stand; in
the parse of the article labels are sentences of their own and the comma is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .text import DATELINE

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|April|May|June|July|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?"
    r"|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_LABEL = re.compile(
    rf"^[ \t]*(?:(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}})?,? )?(?:\d{{1,2}} )?(?:{_MONTH} )?(?:1[5-9]|20)\d\d"
    r" ?[-\u2013\u2014] ",
    re.M,
)
"""The date of a chronology's line: "1974 - ", "Aug 17, 1999 - "."""
_COUNT = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|(?:a )?few)"
_FRONTED = re.compile(
    r"(?:^|(?<=[.!?] )|(?<=[.!?]['\"] ))"
    rf"(?:On (?:{_DAY}(?: (?:morning|afternoon|evening|night))?|{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}(?: \d{{4}})?)"
    rf"|In (?:(?:early |late |mid-)?{_MONTH}(?: \d{{4}}| last year| this year)?|(?:early |late )?\d{{4}})"
    rf"|By (?:{_DAY}|{_MONTH}|\d{{4}})"
    rf"|Last (?:{_DAY}|{_MONTH}|week|month|year|night)|(?:This|Earlier this) (?:week|month|year)"
    rf"|(?i:{_COUNT}) (?:day|week|month|year|hour)s? (?:later|earlier|ago)"
    r"|The (?:same|next|following|previous) (?:day|week|month|year|evening|morning|night))"
    r"(?= (?!(?:and|or|to|of|at|in|on|as|but|when|that|which|who|after|before|through|until|for|by|from|last|this|next"
    r"|there)\b)[A-Za-z])",
    re.M,
)
_NUMBERS = re.compile(r"[\d.,:]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """``doc``: an article's tokens. ``seen``: for each token that the model reads its index there, None for a comma.

    Blanks are not read: more than one between two words make it lose what hangs on them.
    """

    doc: Doc
    seen: tuple[int | None, ...]

    @property
    def plain(self) -> bool:
        """Whether the model reads just the article's tokens."""
        return len(self.seen) == len(self.doc) and None not in self.seen


def reading_of(doc: Doc) -> Reading:
    """What the model is to read of an article's tokens."""
    text = doc.text
    hidden = [m.span() for pattern in (DATELINE, _LABEL) for m in pattern.finditer(text) if m.end() < len(text)]
    commas = {m.end() for m in _FRONTED.finditer(text)}
    if not hidden and not commas and not any(map(_blank, doc)):
        return Reading(doc, tuple(range(len(doc))))
    hidden.sort()
    seen: list[int | None] = []
    at = 0
    for token in doc:
        while at < len(hidden) and hidden[at][1] <= token.idx:
            at += 1
        if _blank(token) or (at < len(hidden) and hidden[at][0] <= token.idx and not token.is_space):
            continue
        seen.append(token.i)
        if token.idx + len(token) in commas:
            seen.append(None)
    return Reading(doc, tuple(seen))


def as_read(reading: Reading, nlp: Language) -> Doc:
    """The Doc that the model is to read, with the sentence starts that are sure."""
    from spacy.tokens import Doc

    if reading.plain:
        return reading.doc
    source = reading.doc
    words = ["," if i is None else source[i].text for i in reading.seen]
    spaces = [True if i is None else bool(source[i].whitespace_) for i in reading.seen]
    made = Doc(nlp.vocab, words=words, spaces=spaces)
    starts = source.has_annotation("SENT_START")
    for token, i in zip(made, reading.seen, strict=True):
        if i is None:
            token.is_sent_start = False
            continue
        before = reading.seen[token.i - 1] if token.i else None
        gap = before is not None and any(not _blank(hidden) for hidden in source[before + 1 : i])
        if starts and source[i].is_sent_start is not None:
            token.is_sent_start = source[i].is_sent_start
        if token.i and gap and not token.is_space:
            token.is_sent_start = True
    return made


def as_written(reading: Reading, parsed: Doc) -> Doc:
    """The parse of the article's own tokens, from that of those which the model read."""
    from spacy.tokens import Doc, Span

    if reading.plain:
        return parsed
    source, size = reading.doc, len(reading.doc)
    place = {i: n for n, i in enumerate(reading.seen) if i is not None}
    back = {n: i for i, n in place.items()}
    heads, deps, tags, poses, lemmas = list(range(size)), [""] * size, [""] * size, [""] * size, [""] * size
    starts = [False] * size
    morphs = [""] * size
    label: int | None = None
    for token in source:
        n = place.get(token.i)
        if n is None and _blank(token):
            heads[token.i] = token.i - 1 if token.i else min(1, size - 1)
            deps[token.i], tags[token.i], poses[token.i] = "dep", "_SP", "SPACE"
            lemmas[token.i] = token.text
            continue
        if n is None:
            starts[token.i] = label is None
            label = token.i if label is None else label
            heads[token.i] = label
            deps[token.i] = "ROOT" if label == token.i else "dep"
            tags[token.i], poses[token.i] = _of_label(token)
            lemmas[token.i] = token.text
            continue
        read = parsed[n]
        head = read.head
        while head.i not in back and head.head.i != head.i:
            head = head.head
        heads[token.i] = back.get(head.i, token.i)
        deps[token.i], tags[token.i], poses[token.i] = read.dep_, read.tag_, read.pos_
        lemmas[token.i], morphs[token.i] = read.lemma_, str(read.morph)
        starts[token.i] = bool(read.is_sent_start) or label is not None
        label = None
    made = Doc(
        source.vocab,
        words=[t.text for t in source],
        spaces=[bool(t.whitespace_) for t in source],
        heads=heads,
        deps=deps,
        tags=tags,
        pos=poses,
        lemmas=lemmas,
        morphs=morphs,
    )
    ents = []
    for ent in parsed.ents:
        inside = [back[t.i] for t in ent if t.i in back]
        if inside and inside[-1] - inside[0] == len(inside) - 1:
            ents.append(Span(made, inside[0], inside[-1] + 1, label=ent.label_))
    made.set_ents(ents)
    return made


def _blank(token: Token) -> bool:
    """Whether a token is blanks alone, without the end of a line: more of them than one between two words."""
    return token.is_space and "\n" not in token.text


def _of_label(token: Token) -> tuple[str, str]:
    """Tag and part of speech of a token of a label, which the model did not see."""
    if token.is_punct:
        return (",", "PUNCT") if token.text == "," else (":", "PUNCT")
    if _NUMBERS.fullmatch(token.text):
        return "CD", "NUM"
    return "NNP", "PROPN"
