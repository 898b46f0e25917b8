"""Where a sentence is two sentences joined: "they met in June, and the states established relations on 30 September".

The parse of such sentences is often wrong, so that the border is read off the surface: a joining word, behind it a
subject of its own and its verb. What stands on one side says nothing of the other side's dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.clause import SUBJECTS
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

JOINING = word_list("joining")
SUBORDINATING = word_list("subordinating")
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


def borders(scene: Scene, sentence: list[Token]) -> list[int]:
    """The tokens, by index, at which another main clause with a subject and a verb of its own begins."""
    found: list[int] = []
    for at, token in enumerate(sentence):
        if token.lower_ not in JOINING or at in (0, len(sentence) - 1):
            continue
        comma = sentence[at - 1].text in {",", ";", "–", "—"}
        if not (comma or token.text == ";" or (token.dep_ == "cc" and token.head.pos_ in ("VERB", "AUX"))):
            continue
        left = sentence[:at] if not found else [t for t in sentence[:at] if t.i > found[-1]]
        # "they met in June, and the states established …": no list of names goes on behind a date and a comma.
        dated = comma and at > 1 and sentence[at - 2].i in scene.time_at
        if any(t.tag_ in FINITE for t in left) and stands_alone(sentence[at + 1 :], dated=dated):
            found.append(token.i)
    return found


def stands_alone(right: list[Token], *, dated: bool) -> bool:
    """Whether words begin a clause of their own: a subject, then its finite verb; "and when …" goes on below.

    ``dated``: a date stands before them, so that a noun which the parse adds to an earlier one is the subject.
    """
    if right[0].lower_ in SUBORDINATING:
        return False
    verb = next((t for t in right if t.tag_ in FINITE and t.dep_ not in SUBJECTS), None)
    if verb is None:
        return False
    before = [t for t in right if t.i < verb.i]
    return any(
        (t.dep_ in SUBJECTS and t.lower_ not in SUBORDINATING and t.left_edge.i >= right[0].i)
        or (dated and t.dep_ == "conj" and t.pos_ in ("NOUN", "PROPN", "PRON") and t.head.i < right[0].i)
        for t in before
    )


def goes_on(sentence: list[Token], joint: int) -> bool:
    """Whether a pronoun goes on behind a border with what the clause before told: "…, and there they signed"."""
    subject = next((t for t in sentence if t.i > joint and (t.dep_ in SUBJECTS or t.tag_ in FINITE)), None)
    return subject is not None and subject.pos_ == "PRON"


def apart(joints: list[int], left: int, right: int) -> bool:
    """Whether a border lies between two tokens given by index, in either order."""
    low, high = sorted((left, right))
    return any(low < joint <= high for joint in joints)


def opens(sentence: list[Token], at: int) -> bool:
    """Whether a token stands before the first subject of its sentence: "On Monday A signed, and B resigned"."""
    first = next((t.left_edge.i for t in sentence if t.dep_ in SUBJECTS), None)
    return first is not None and at < first
