"""Finding the telling that a selector quotes among the mentions of today."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from dateline import limits
from dateline.model import EventMention

from .nouns import Selector, word

NEAR = 0.3
"""Share of the words of two sentences (of their union) that must be common where they stand at the same place."""

FAR = 0.6
"""The same where they stand elsewhere in the same text, or where the text was another one."""

_SMALL = frozenset(
    """
    a an the of in on at to for from by with as and or but that this which who whom whose he she it they his her its
    their was were is are be been has had have also not
    """.split()
)
"""Words that two sentences share by chance."""


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
        self._texts = texts
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
            of_the_text = self._by_text.get(wanted.text, []) if wanted.text else []
            if not of_the_text:
                return None
            document = of_the_text[0]
        same_text = bool(wanted.text) and self._texts.get(document) == wanted.text
        best: tuple[float, int, int, int] | None = None
        for n in self._by_document.get(document, ()):
            mention = self._mentions[n]
            likeness = _likeness(wanted, mention, same_text=same_text)
            if likeness > 0:
                away = abs(mention.trigger[0] - wanted.trigger[0])
                rank = (-likeness, away, mention.start, n)
                best = rank if best is None or rank < best else best
        return None if best is None else best[-1]


def _likeness(wanted: Selector, mention: EventMention, *, same_text: bool) -> float:
    """How well a mention fits a selector: 0 where it is another telling, else more the better it fits.

    In the same text the place says most; the words have to agree the more where the place does not. Two acts of one
    sentence share its words and its place: there the trigger decides.
    """
    same_word = _folded(wanted.word) == _folded(word(mention)) != ""
    same_type = wanted.type == mention.type
    first, second = _words(wanted.evidence), _words(mention.evidence[: limits.MAX_QUOTE_CHARS])
    common = len(first & second) / len(first | second) if first | second else float(same_word)
    here = same_text and mention.start < wanted.end and wanted.start < mention.end
    trigger = here and mention.trigger[0] < wanted.trigger[1] and wanted.trigger[0] < mention.trigger[1]
    enough = trigger or common >= (NEAR if here else FAR)
    if not enough or not (same_word or same_type):
        return 0
    return round(trigger + here + same_word + same_type * 0.5 + common, 6)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold())) - _SMALL
