"""The temporal tagger: finds time expressions in news, gives their TIMEX3 values and their places on the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.model import Anchor, Document, TimeExpression, When

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Tagging", "tag"]


@dataclass(frozen=True, slots=True)
class Tagging:
    """What `tag` found in one document: the anchor and the expressions, sorted by start and not overlapping."""

    anchor: Anchor
    expressions: tuple[TimeExpression, ...]


def tag(document: Document, *, published: When | None = None, doc: Doc | None = None) -> Tagging:
    """The time expressions of ``document``, counted from ``published`` (else from the document's own date)."""
    from dateline.times.anchor import choose_anchor
    from dateline.times.tagger import tag_text

    anchor = choose_anchor(document, published or document.published)
    return Tagging(anchor, tuple(tag_text(document.text, anchor, doc=doc)))
