"""Bodies by the words that name them: a noun phrase, an entity, the owner of an office ("Merkel's spokesman")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.events.clause import children
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

DETERMINERS = word_list("determiners")


def body_name(scene: Scene, head: Token) -> str:
    """The words of a noun phrase as the name of a body: "Iranian foreign ministry", "US officials"."""
    kept = {head.i}
    for child in head.children:
        if child.dep_ in ("amod", "compound", "nmod", "poss", "nummod") or (
            child.dep_ == "prep" and child.lower_ == "of" and child.i > head.i
        ):
            kept |= {t.i for t in child.subtree}
    start, end = head.i, head.i + 1
    while start - 1 in kept and not (scene.doc[start - 1].is_quote or scene.doc[start - 1].is_space):
        start -= 1
    while end in kept:
        end += 1
    owner = next((m for c in children(head, "poss") for m in scene.named(c) if m.actor.kind == "person"), None)
    if owner is not None:  # "his spokesman", "Obama's office"
        start = next(c.i for c in children(head, "poss") if owner in scene.named(c)) + 1
        start += scene.doc[start].tag_ == "POS"
        words = scene.document.text[scene.doc[start].idx : scene.doc[end - 1].idx + len(scene.doc[end - 1])]
        return f"{owner.actor.name}'s {tidy(words)}"
    while start < head.i and (scene.doc[start].lower_ in DETERMINERS or scene.doc[start].is_punct):
        start += 1
    return tidy(scene.document.text[scene.doc[start].idx : scene.doc[end - 1].idx + len(scene.doc[end - 1])])


def named_beside(scene: Scene, head: Token) -> str:
    """The name that a body is given in apposition: "the pipeline operator, Naftogaz, said"; "" for none."""
    for child in children(head, "appos"):
        named = [m for m in scene.named(child) if m.actor.kind in ("organisation", "IGO")]
        if named:
            return named[0].actor.name
        entity = next((e for e in head.sent.ents if e.start <= child.i < e.end and e.label_ == "ORG"), None)
        if entity is not None and child.pos_ == "PROPN":
            return tidy(entity.text)
    return ""


def tidy(text: str) -> str:
    """A name as it is printed: "Iran's state television" for the spaced tokens of some sources."""
    text = re.sub(r"\b([A-Z])\.([A-Z])\.", r"\1\2", text)  # "U.S. officials"
    text = re.sub(r"(?<=\w),? (?:Inc|Corp|Ltd|Plc|PLC|Co|SA|AG|NV|GmbH)\b\.?$", "", text)
    text = text.partition(" (")[0] if text.count("(") > text.count(")") else text
    return re.sub(r"^the ", "", re.sub(r" (['’]s?)(?!\w)", r"\1", " ".join(text.split())), flags=re.I)
