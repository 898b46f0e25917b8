"""Through whom a statement comes: the outlet that a sentence names, or the article's closing line of sources."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from dateline.events.clause import children, prepositional, subjects
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

MEDIA = word_list("media")
OUTLETS = word_list("outlets")
PASSING_ON = word_list("passing_on")
_SOURCES = re.compile(r"^[ \t]*(?:Sources?|Agencies|Fuentes?)[ \t]*:[ \t]*([^\n]{2,120}?)[ \t.]*$", re.M | re.I)
_BETWEEN = re.compile(r"\s+[-–—/|]\s+|\s*[,;/]\s*|\s+and\s+")


def outlet_of(scene: Scene, token: Token, sentence: list[Token]) -> str | None:
    """The outlet through which somebody speaks.

    "told TASS", "said in an interview with the Guardian", "wrote on Twitter", "…, state media reported", "according to
    Xinhua"; else what the closing line of the article names ("Sources: EFE - Xinhua - TASS"); else None.
    """
    told = [*children(token, "dobj", "dative"), *prepositional(token, "to", "on", "via", "by", "in")]
    told += [t for each in prepositional(token, "in") for t in prepositional(each, "with", "to", "on", "by")]
    for head in told:
        if _is_outlet(head):
            return _name(scene, head)
    for other in sentence:
        if other.lemma_.lower() in PASSING_ON and other.pos_ == "VERB":
            heads = subjects(other)
        elif other.lower_ == "according":
            heads = prepositional(other, "to")
        elif other.lower_ in ("quoted", "cited", "carried", "published"):
            heads = [t for by in children(other, "agent", "prep") for t in children(by, "pobj")]
        else:
            continue
        for head in heads:
            if _is_outlet(head):
                return _name(scene, head)
    return closing_sources(scene.document.text)


@functools.lru_cache(maxsize=1)
def closing_sources(text: str) -> str | None:
    """The names in the last line of an article that gives its sources, joined by commas; None where there is none."""
    found = _SOURCES.findall(text[-2000:])
    return ", ".join(name for name in _BETWEEN.split(found[-1]) if name) if found else None


def _is_outlet(head: Token) -> bool:
    inside = [head, *children(head, "compound", "appos", "nmod")]
    return bool({head.lemma_.lower(), head.lower_} & MEDIA) or any(t.lower_ in OUTLETS for t in inside)


def _name(scene: Scene, head: Token) -> str:
    left = head.left_edge.i
    right = max([head.i, *(t.i for t in children(head, "appos") if t.i == head.i + 1)])
    while left < head.i and scene.doc[left].pos_ in ("DET", "PRON"):
        left += 1
    start, last = scene.doc[left], scene.doc[right]
    return " ".join(scene.document.text[start.idx : last.idx + len(last)].split())
