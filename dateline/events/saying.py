"""A statement as found in a sentence: whose, by which rule, through whom, what was said, which states it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.events.clause import children, objects, subjects
from dateline.events.lexicon import Speech, word_list
from dateline.events.outlets import outlet_of
from dateline.events.parties import gather, without_all_places, without_places
from dateline.events.scene import Scene
from dateline.events.speakers import Voice
from dateline.model import ActorMention, Participant, Role, Status

if TYPE_CHECKING:
    from spacy.tokens import Token

PLACING = word_list("placing")
QUOTES = frozenset("\"'“”‘’«»")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement found in a sentence."""

    rule: Speech
    token: Token
    start: int
    end: int
    speaker: str | None
    outlet: str | None
    participants: tuple[Participant, ...]
    content: tuple[int, int] | None
    status: Status = "happened"
    taken_up: bool = False
    """True for a noun that refers to words of before ("Gorbachev's offer"): without a date of its own it has none."""


def saying_of(
    scene: Scene,
    rule: Speech,
    token: Token,
    span: tuple[int, int],
    voice: Voice,
    *,
    sentence: list[Token],
    targets: list[ActorMention] | None = None,
    content: tuple[int, int] | None = None,
    status: Status = "happened",
) -> Saying:
    """The statement of a ``voice``, told by ``token`` over the token range ``span``."""
    pairs: list[tuple[ActorMention, Role]] = [(m, "source") for m in voice.mentions]
    pairs += [(m, "target") for m in targets or ()]
    pairs += [(m, "other") for m in _about(scene, sentence, content)]
    return Saying(
        rule=rule,
        token=token,
        start=span[0],
        end=span[1],
        speaker=voice.name,
        outlet=outlet_of(scene, token, sentence),
        participants=gather(_without_places(scene, pairs)),
        content=content,
        status=status,
    )


def _without_places(scene: Scene, pairs: list[tuple[ActorMention, Role]]) -> list[tuple[ActorMention, Role]]:
    """Leave out the states where it was only said ("told reporters in Geneva"), if the story has a state of its own."""
    own = scene.setting.state or scene.setting.place
    return without_all_places(scene, pairs) if own else without_places(scene, pairs)


def content_of(verb: Token, sentence: list[Token], *, plain: bool) -> tuple[int, int] | None:
    """The token range of what is said: the clause that hangs on the verb, else what the punctuation shows.

    The parser may lose the words said: after a ``plain`` verb of saying they stand behind "that" or a colon, or
    before ", he said" at the end.
    """
    for child in children(verb, "ccomp", "parataxis", "xcomp"):
        tokens = [t.i for t in child.subtree]
        return min(tokens), max(tokens) + 1
    if not plain:
        return None
    last = sentence[-1].i + 1
    for token in sentence:
        if token.i > verb.i and (token.text == ":" or (token.lower_ == "that" and token.tag_ in ("IN", "WDT"))):
            return (token.i + 1, last) if token.i + 1 < last else None
    start = min([verb.i, *(t.left_edge.i for t in children(verb, "nsubj"))])
    quoted = any(t.text in QUOTES for t in sentence if t.i < start)
    if last - verb.i <= (16 if quoted else 4) and start - sentence[0].i >= 4:
        return sentence[0].i, start
    following = next((token for token in sentence if token.i > verb.i), None)  # white space is no part of a sentence
    if following is not None and following.text == "," and last - verb.i > 5:
        return following.i + 1, last
    return None


def _about(scene: Scene, sentence: list[Token], span: tuple[int, int] | None) -> list[ActorMention]:
    """Whom the words said are about: those in their first subject and object, and the states named in them.

    A quotation ("...", he said) has no ``span`` of its own: then the whole sentence is looked through.
    """
    if span is None:
        span = (sentence[0].i, sentence[-1].i + 1)
    inside = [t for t in sentence if span[0] <= t.i < span[1]]
    head = next((t for t in inside if t.head.i < span[0] or t.head.i >= span[1]), None)
    about = scene.phrases([*subjects(head), *objects(head)]) if head is not None else []
    about += [m for t in inside for m in scene.named(t) if m.actor.kind == "country" and m not in about]
    return [m for m in about if m.how != "pronoun" and not _only_place(scene, m)]


def _only_place(scene: Scene, mention: ActorMention) -> bool:
    """Whether a state is named by a town where something was: "last year's Geneva deal", "in Reykjavik, Iceland"."""
    span = scene.doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return False
    root = span.root
    if mention.how == "metonym":
        return root.dep_ == "compound" or (root.dep_ == "pobj" and root.head.lower_ in PLACING)
    return root.dep_ == "appos" and root.head.dep_ == "pobj" and root.head.head.lower_ in PLACING
