"""Finding the telling that a selector quotes among the mentions of today."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from dateline import limits
from dateline.model import EventMention

from .nouns import Selector, word

ALIKE = 0.5
"""Share of the words of two sentences (of their union) that must be common where the trigger is another one."""

AKIN = 0.25
"""The same where the trigger is the same: the evidence may have become a clause, or a whole sentence."""


class Finder:
    """Finds mentions by selectors; ``texts``: hashes of texts by document.

    An article that is not there by its id is looked for by its text. What is found depends on the mentions of that
    article alone, and not on ids or on the order of mentions.
    """

    def __init__(self, mentions: Sequence[EventMention], texts: Mapping[str, str]) -> None:
        self._mentions = mentions
        self._by_document: dict[str, list[int]] = defaultdict(list)
        for n, mention in enumerate(mentions):
            self._by_document[mention.document].append(n)
        self._known = {*texts, *self._by_document}
        self._by_text: dict[str, list[str]] = defaultdict(list)
        for document in sorted(texts):
            self._by_text[texts[document]].append(document)
        self._found: dict[Selector, int | None] = {}

    def find(self, wanted: Selector) -> int | None:
        """The number of the mention that tells what the selector quotes; None where none does."""
        if wanted not in self._found:
            self._found[wanted] = self._search(wanted)
        return self._found[wanted]

    def _search(self, wanted: Selector) -> int | None:
        document = wanted.document
        if document not in self._known:
            same_text = self._by_text.get(wanted.text, []) if wanted.text else []
            if not same_text:
                return None
            document = same_text[0]
        best: tuple[float, int, int, int] | None = None
        for n in self._by_document.get(document, ()):
            mention = self._mentions[n]
            likeness = _likeness(wanted, mention)
            if likeness > 0:
                away = abs(mention.trigger[0] - wanted.trigger[0])
                rank = (-likeness, away, mention.start, n)
                best = rank if best is None or rank < best else best
        return None if best is None else best[-1]


def _likeness(wanted: Selector, mention: EventMention) -> float:
    """How well a mention fits a selector, from 0 (another telling) to 3 (the same words)."""
    same_word = _folded(wanted.word) == _folded(word(mention)) != ""
    same_type = wanted.type == mention.type
    first, second = _words(wanted.evidence), _words(mention.evidence[: limits.MAX_QUOTE_CHARS])
    common = len(first & second) / len(first | second) if first | second else 1.0
    # Two acts of one sentence share its words: there the trigger has to decide.
    if (same_word and common >= AKIN) or (same_type and common >= ALIKE):
        return round(same_word + same_type * 0.5 + common, 6)
    return 0


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))
