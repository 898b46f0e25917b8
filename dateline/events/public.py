"""Whose words count: who speaks in a public role, and who only passes words on or speaks for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.clause import children, governors
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene, phrase_tokens

if TYPE_CHECKING:
    from spacy.tokens import Token

NOT_PUBLIC = word_list("not_public")
PRIVATE = word_list("private")
MEDIA = word_list("media")
OUTLETS = word_list("outlets")
OF_THE_STATE = word_list("of_the_state")
PASSING_ON = word_list("passing_on")
SENT = frozenset({"advocate", "analyst", "economist", "expert", "observer"})
"""Who speaks for nobody, unless a body has sent them."""
PARTLY = frozenset({"few", "many", "most", "numerous", "ordinary", "other", "several", "some", "young"})


def is_media(scene: Scene, head: Token, lemma: str) -> bool:
    """Whether a noun phrase is an outlet that only passes words on: "the BBC said", "state television reported".

    What an outlet of the state blames or calls for (``lemma``: the verb) is its own word.
    """
    inside = phrase_tokens(head)
    word = head.lower_ if head.lower_ in MEDIA else head.lemma_.lower()
    outlet = word in MEDIA or any(t.lower_ in OUTLETS for t in [head, *children(head, "compound")])
    if not outlet or (word == "agency" and not any(t.lower_ in {"news", "media", "press", *OUTLETS} for t in inside)):
        return False
    of_the_state = any(t.lower_ in OF_THE_STATE for t in inside)
    return lemma in PASSING_ON if of_the_state else True


def sent_by_a_body(scene: Scene, head: Token) -> bool:
    """Whether observers and experts are those of an organisation: "the European Union's observers", "UN experts"."""
    if head.lemma_.lower() not in SENT:
        return False
    owners = [t for t in children(head, "poss", "compound", "nmod", "amod") if t.i < head.i]
    return any(m.actor.kind in ("IGO", "organisation") for t in owners for m in scene.named(t))


def some_of_a_people(scene: Scene, head: Token) -> bool:
    """Whether a people is named of which only some speak: "many Russians", "some Kenyans", not "the Russians"."""
    if head.tag_ not in ("NNS", "NNPS") or not any(m.how == "demonym" for m in scene.named(head)):
        return False
    return any(c.lower_ in PARTLY or c.dep_ == "nummod" for c in head.children)


def is_private(head: Token) -> bool:
    """Whether somebody is introduced by no public role: "Eva Lund, 56, of Oslo", "Jan Berg, a neighbour"."""
    beside = [t for t in children(head, "appos") if t.i > head.i]
    if any(t.lemma_.lower() in PRIVATE and t.pos_ == "NOUN" for t in [*beside, *_titles(head)]):
        return True
    aged = any(t.pos_ == "NUM" or t.like_num for t in beside)
    return aged and any(c.lower_ in ("of", "from") for c in children(head, "prep")) and len(beside) == 1


def _titles(head: Token) -> list[Token]:
    """Nouns right before a name: "resident Jan Berg"."""
    return [t for t in children(head, "compound") if t.pos_ == "NOUN"]


def within_clause(token: Token, head: Token) -> bool:
    """Whether a token below a noun stands in a clause that describes it: "officers who had searched for Berg"."""
    for above, dep in governors(token):
        if dep in ("relcl", "acl", "advcl", "ccomp"):
            return True
        if above.i == head.i:
            return False
    return False
