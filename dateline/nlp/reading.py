"""The tokens that the model is to read, and their way back to those of the article.

The model was trained on edited news: a dateline or the date of a chronology's line makes it lose the subject behind it
("NAIROBI, May 17 - Kenya and Ethiopia signed", "1974 - Turkey invades"), a date at the beginning without a comma its
verb ("On Thursday snipers killed"). So the model does not see such a label, and sees a comma where one may stand; in
the parse of the article labels are sentences of their own and the comma is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
_WRITTEN: list[int | str] = ["POS", "HEAD", "DEP", "LEMMA", "TAG", "MORPH"]
"""What a parse says of a token, as spaCy names it."""


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
    from spacy.attrs import IDX, IS_SPACE

    text = doc.text
    hidden = [m.span() for pattern in (DATELINE, _LABEL) for m in pattern.finditer(text) if m.end() < len(text)]
    commas = {m.end() for m in _FRONTED.finditer(text)}
    spaces = doc.to_array([IS_SPACE]).tolist()
    blanks = {i for i, space in enumerate(spaces) if space and _blank(doc[i])}
    if not hidden and not commas and not blanks:
        return Reading(doc, tuple(range(len(doc))))
    hidden.sort()
    seen: list[int | None] = []
    at = 0
    for i, (begin, word) in enumerate(zip(doc.to_array([IDX]).tolist(), _words(doc), strict=True)):
        while at < len(hidden) and hidden[at][1] <= begin:
            at += 1
        if i in blanks or (at < len(hidden) and hidden[at][0] <= begin and not spaces[i]):
            continue
        seen.append(i)
        if begin + len(word) in commas:
            seen.append(None)
    return Reading(doc, tuple(seen))


def as_read(reading: Reading, nlp: Language) -> Doc:
    """The Doc that the model is to read, with the sentence starts that are sure."""
    import numpy
    from spacy.attrs import SENT_START, SPACY
    from spacy.tokens import Doc

    if reading.plain:
        return reading.doc
    source, words = reading.doc, _words(reading.doc)
    spaces, starts = (source.to_array([what]).astype("int64").tolist() for what in (SPACY, SENT_START))
    made = Doc(
        nlp.vocab,
        words=["," if i is None else words[i] for i in reading.seen],
        spaces=[True if i is None else bool(spaces[i]) for i in reading.seen],
    )
    sure: list[int] = made.to_array([SENT_START]).astype("int64").tolist()
    before: int | None = None
    for n, i in enumerate(reading.seen):
        if i is None:
            sure[n] = -1
        else:
            sure[n] = starts[i] or sure[n]
            gap = before is not None and i > before + 1 and any(not _blank(hid) for hid in source[before + 1 : i])
            if gap and not source[i].is_space:
                sure[n] = 1
        before = i
    if sure:
        known: Any = numpy.array(sure, "int64").astype("uint64")
        made.from_array([SENT_START], known)
    return made


def as_written(reading: Reading, parsed: Doc) -> Doc:
    """The parse of the article's own tokens, from that of those which the model read."""
    import numpy
    from spacy.attrs import SPACY
    from spacy.tokens import Doc, Span

    if reading.plain:
        return parsed
    source, size = reading.doc, len(reading.doc)
    words, strings = _words(source), source.vocab.strings
    back = {n: i for n, i in enumerate(reading.seen) if i is not None}
    read = parsed.to_array(_WRITTEN)
    above: list[int] = (read[:, 1].view("int64") + numpy.arange(len(read))).tolist()
    heads = list(range(size))
    for n, i in back.items():
        head = above[n]
        while head not in back and above[head] != head:
            head = above[head]
        heads[i] = back.get(head, i)
    rows: Any = numpy.zeros((size, len(_WRITTEN)), "uint64")
    rows[list(back.values())] = read[list(back)]
    label, last = None, -1
    for i in sorted(set(range(size)) - set(back.values())):
        token = source[i]
        if _blank(token):
            heads[i] = i - 1 if i else min(1, size - 1)
            said = "SPACE", "dep", "_SP"
        else:
            label = i if label is None or i > last + 1 else label
            heads[i] = label
            tag, pos = _of_label(token)
            said = pos, "ROOT" if label == i else "dep", tag
        last = i
        rows[i] = [*(strings.add(each) for each in (said[0], "", said[1], words[i], said[2])), 0]
    rows[:, 1] = (numpy.array(heads) - numpy.arange(size)).astype("uint64")
    rows[rows[:, 5] == 0, 5] = source.vocab.morphology.add("")
    made = Doc(source.vocab, words=words, spaces=[bool(space) for space in source.to_array([SPACY]).tolist()])
    made.from_array(_WRITTEN, rows)
    ents = []
    for ent in parsed.ents:
        inside = [back[n] for n in range(ent.start, ent.end) if n in back]
        if inside and inside[-1] - inside[0] == len(inside) - 1:
            ents.append(Span(made, inside[0], inside[-1] + 1, label=ent.label_))
    made.set_ents(ents)
    return made


def _words(doc: Doc) -> list[str]:
    return [token.text for token in doc]


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
