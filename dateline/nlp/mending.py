"""What the model often reads wrongly in news, and that grammar alone can set right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# What the model's lemmatizer cuts wrongly ("staged", "waged", "raped", "re-elected") or leaves as it is ("overthrew").
_LEMMAS = {
    "stag": "stage", "wag": "wage", "rap": "rape", "instal": "install", "re-electe": "re-elect", "cordone": "cordon",
    "deadlocke": "deadlock", "reappointe": "reappoint", "re-establishe": "re-establish", "airdrope": "airdrop",
    "fin": "fine", "unbane": "unban", "readie": "ready", "overthrew": "overthrow", "forgave": "forgive",
    "retook": "retake", "mistook": "mistake", "forsook": "forsake", "strove": "strive", "slew": "slay",
}  # fmt: skip
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


def mend(doc: Doc) -> None:
    """Set lemmas, tags and relations of a parse right, in place."""
    for token in doc:
        if token.pos_ == "VERB":
            token.lemma_ = _LEMMAS.get(token.lemma_, token.lemma_)
            if token.tag_ in ("VBZ", "VBD", "VBP"):
                _subject(token)
        elif token.pos_ == "ADJ" and token.lower_.endswith("ised") and any(c.dep_ == "dobj" for c in token.children):
            # "Portugal decriminalised drugs": what has an object is a verb.
            token.pos_, token.tag_, token.lemma_ = "VERB", "VBD", token.lower_[:-1]
    for sentence in list(doc.sents):
        _main_verb(sentence)


def _subject(verb: Token) -> None:
    """ "Turkey invades Cyprus": a name before a finite verb without a subject is its subject, not a part of a name."""
    if any(child.dep_ in _SUBJECTS for child in verb.children):
        return
    before = [child for child in verb.children if child.dep_ == "compound" and child.i < verb.i]
    if before and verb.dep_ in ("ROOT", "conj", "ccomp"):
        before[-1].dep_ = "nsubj"


def _main_verb(sentence: Span) -> None:
    """ "Snipers killed 50 people": a participle with an object behind the only noun above it is the sentence's verb."""
    noun = sentence.root
    if noun.pos_ not in ("NOUN", "PROPN", "PRON") or any(t.tag_ in _FINITE and _main(t, noun) for t in sentence):
        return
    verb = next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.i > noun.i), None)
    if verb is None or not any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children):
        return
    if not sentence.text.rstrip().endswith((".", "!", "?")) or any(c.dep_ == "agent" for c in verb.children):
        return
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
    noun.head, noun.dep_ = verb, "nsubj"
    for child in list(noun.children):
        if child.dep_ in ("prep", "punct", "advmod", "npadvmod") and (child.i > verb.i or child.i == sentence.start):
            child.head = verb


def _main(verb: Token, root: Token) -> bool:
    """Whether a verb hangs on the root by no clause of its own."""
    return verb.head == root and verb.dep_ not in ("relcl", "acl", "ccomp", "advcl")
