"""Titles of statements: who speaks, and the beginning of what was said, as a quotation or in a headline's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.events.clause import children
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene
from dateline.events.titles import headline, parties
from dateline.events.wording import QUOTES, cut, listed, opened, phrase, resolved, verb_form
from dateline.model import Participant

if TYPE_CHECKING:
    from spacy.tokens import Token

INVERTING = word_list("inverting")
VAGUE = word_list("vague")
ASKING = word_list("asking")
COLON = word_list("colon")
DENIALS = word_list("denials")
_SPACED = re.compile(r" +(?=[,.;:!?%])")
MANY = frozenset({"authorities", "people", "police", "troops"})
OWN = {"it": frozenset({"it", "its", "itself"}), "they": frozenset({"they", "their", "them", "themselves"})}
TOPICAL = frozenset({"for", "of", "on", "about", "against", "to"})


def saying_title(
    scene: Scene,
    speaker: str | None,
    trigger: Token,
    participants: Sequence[Participant],
    content: tuple[int, int] | None,
    span: tuple[int, int],
    *,
    plain: bool,
) -> str:
    """The title of a statement: the speaker and the beginning of what was said.

    ``plain``: the verb only says (and does not deny, demand, promise), so that a colon can stand for it.
    """
    sources = [p.actor.name for p in participants if p.role == "source"]
    who = speaker or listed(sources) or "Officials"
    if len(set(sources)) == 2 and speaker in sources:
        who = listed(sources)
    plural = " and " in who or (who.endswith("s") and who.split()[-1].islower())
    if content:
        said = resolved(scene, content[0], content[1], keep_dates=True, known=(who,), partial=True, bare=False)
        if said and _verbless(scene, content, said):
            said = _SPACED.sub("", " ".join(scene.doc[content[0] : content[1]].text.split()))
        said = said.removeprefix("that ")
        pronoun = _himself(scene, content) if said.startswith(f"{who} ") else ""
        said = said.removeprefix(f"{who} ").rstrip(".")
        said = said if pronoun else opened(said)
        whom = children(trigger, "dobj", "dative") if trigger.pos_ in ("VERB", "AUX") else []
        if said.startswith("to ") and whom and len((line := headline(scene, span, trigger)).split()) >= 4:
            return cut(line)  # "urges Canada to act"
        if len(said.split()) >= (2 if plain else 3):
            if (plain or _quotation(scene, content)) and not said.startswith("to "):
                says = "say" if pronoun == "they" else "says"
                title = f"{who} {says} {pronoun} {said}" if pronoun else f"{who}: {said}"
                return cut(title)
            # "denies that", "promises to": there the verb carries the meaning.
            verb = _verb_and_particle(trigger, plural=plural)
            asks = said.split()[0].lower() in ASKING
            clause = said.startswith("to ") or trigger.pos_ not in ("VERB", "AUX") or not _is_that_clause(trigger)
            said = f"{pronoun} {said}" if pronoun and not clause else said
            return cut(f"{who} {verb} {said}" if clause or asks else f"{who} {verb} that {said}")
        several = plural or who.split()[-1].lower() in MANY
        if own := _of_itself(scene, content, trigger, several=several):
            verb = ("say" if several else "says") if plain else _verb_and_particle(trigger, plural=several)
            return cut(f"{who} {verb} {'' if plain else 'that '}{own}")
    line = headline(scene, span, trigger) if _says_more(trigger) else ""
    if len(line.split()) >= 4:
        return cut(line if bare(who.split()[-1]) in bare(line) else f"{who}: {line}")
    quote = (_quotation(scene, content) if content else "") or _quoted_behind(scene, trigger)
    if quote:
        return cut(f"{who}: {quote}")
    topic = _topic(scene, content or (trigger.i + 1, span[1]), trigger)
    topic = topic.replace(f"{who}'s ", "own ")
    if topic and topic.lower() not in who.lower():
        return cut(f"{who} on {topic}")
    about = [p.actor.name for p in parties(participants) if p.actor.name != who and p.role != "source"]
    return cut(f"{who} on {listed(about)}" if about else f"{who} {'make' if plural else 'makes'} a statement")


def _himself(scene: Scene, content: tuple[int, int]) -> str:
    """The pronoun with which reported words begin, where it is a subject ("said that she expected"); "" for none."""
    first = next((t for t in scene.doc[content[0] : content[1]] if t.lower_ != "that" and not t.is_space), None)
    if first is None or first.pos_ != "PRON" or first.dep_ not in ("nsubj", "nsubjpass"):
        return ""
    return first.lower_


def _of_itself(scene: Scene, content: tuple[int, int], verb: Token, *, several: bool) -> str:
    """What a body says of itself ("said it would close its plant"), with its pronouns; "" where they may be others'.

    ``several``: whether more than one speak, so that "they" may be themselves.
    """
    words = [t for t in scene.doc[content[0] : content[1]] if not t.is_space]
    words = words[1:] if words and words[0].lower_ == "that" else words
    if (
        len(words) < 4
        or words[0].i < verb.i
        or words[0].lower_ not in OWN
        or words[0].dep_ not in ("nsubj", "nsubjpass")
    ):
        return ""
    own = OWN[words[0].lower_]
    if ("they" in own) != several:
        return ""
    if any((t.tag_ in ("PRP", "PRP$") and t.lower_ not in own) or t.is_quote for t in words):
        return ""
    said = " ".join(scene.doc[words[0].i : content[1]].text.split())
    said = re.sub(r" (?=['’]s\b)", "", said)
    return _SPACED.sub("", re.sub(r"^(it|they)((?: \w+)?) also\b", r"\1\2", said, flags=re.I)).rstrip(" .,;")


def _verbless(scene: Scene, content: tuple[int, int], said: str) -> bool:
    """Whether the verb of what was said was left out: "Y, the president of Z" ("could not divide them")."""
    verb = next((t.text for t in scene.doc[content[0] : content[1]] if t.dep_ == "ccomp"), "")
    return bool(verb) and verb not in said.split()


def _verb_and_particle(verb: Token, *, plural: bool) -> str:
    """A verb of saying in the headline's present: "denies", "rules out", "does not confirm"."""
    particle = " ".join(child.text for child in children(verb, "prt"))
    if children(verb, "neg"):
        return f"{'do' if plural else 'does'} not {verb.lemma_} {particle}".rstrip()
    return f"{verb_form(verb, plural=plural)} {particle}".rstrip()


def only_says(trigger: Token) -> bool:
    """Whether a colon can stand for a word of saying: it does not deny, ask, demand, warn or the like."""
    lemma = trigger.lemma_.lower()
    return lemma in COLON if trigger.pos_ in ("VERB", "AUX") else lemma not in DENIALS


def bare(text: str) -> str:
    """``text`` in lower case and without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def _quotation(scene: Scene, content: tuple[int, int]) -> str:
    """The beginning of words quoted, as they were said; "" for words that are reported."""
    words = scene.doc[content[0] : content[1]]
    first = next((t for t in words if not t.is_space), None)
    before = scene.doc[first.i - 1].text if first is not None and first.i else ""
    if first is None or not {first.text, before} & set(QUOTES):
        return ""
    said = scene.document.text[words.start_char : words.end_char].strip().lstrip(QUOTES)
    for mark in QUOTES:
        said = said.split(mark)[0]
    said = " ".join(said.split()).rstrip(" ,.;")
    return f"“{said}”" if len(said.split()) >= 3 else ""


def _quoted_behind(scene: Scene, verb: Token) -> str:
    """Words quoted behind a verb in its sentence: 'called it a "historic change"'; "" where there are none."""
    marks = [t.i for t in verb.sent if t.i > verb.i and t.text in QUOTES]
    if len(marks) < 2 or marks[0] - verb.i > 6:
        return ""
    first, last = scene.doc[marks[0]], scene.doc[marks[1]]
    said = " ".join(scene.document.text[first.idx + len(first) : last.idx].split()).rstrip(" ,.;")
    return f"“{said}”" if len(said.split()) >= 2 else ""


def _is_that_clause(verb: Token) -> bool:
    return any(child.dep_ == "ccomp" for child in verb.children)


def _says_more(verb: Token) -> bool:
    """Whether a clause tells what was said, not only that somebody spoke: it has an object or a phrase about it."""
    if verb.pos_ not in ("VERB", "AUX"):
        return True
    if verb.lemma_.lower() in INVERTING:
        told = children(verb, "dobj", "xcomp", "nsubjpass")
        return any(t.lemma_.lower() not in ("reporter", "conference", "agency", "statement") for t in told)
    told = children(verb, "dobj", "xcomp", "ccomp", "oprd", "nsubjpass", "acomp")
    return bool(told) or any(prep.lower_ in TOPICAL for prep in children(verb, "prep"))


def _topic(scene: Scene, span: tuple[int, int], trigger: Token) -> str:
    """The first thing that words said are about: a noun phrase without a pronoun; "" for none."""
    for token in scene.doc[span[0] : span[1]]:
        if token.pos_ != "NOUN" or token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj"):
            continue
        if token.i in scene.time_at or (token.head.i == trigger.i and token.dep_ == "nsubj"):
            continue
        words = phrase(scene, token)
        if len(words.split()) >= 2 or (len(words) > 4 and token.lemma_.lower() not in VAGUE):
            return words
    return ""
