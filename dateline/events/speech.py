"""Finding statements: by which verb, noun or sign somebody says something, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.events.clause import (
    agents,
    children,
    clause,
    governors,
    is_passive,
    led_by,
    objects,
    perfect,
    prepositional,
    subjects,
    tense,
    with_to,
)
from dateline.events.lexicon import Speech, lexicon, word_list
from dateline.events.saying import QUOTES, Saying, content_of, saying_of
from dateline.events.scene import Scene
from dateline.events.speakers import DOCUMENTS, Voice, Voices, is_first_person, owner_of, voice_of
from dateline.events.status import status_of
from dateline.events.told import through_the_years

if TYPE_CHECKING:
    from spacy.tokens import Token

PLAIN_SPEECH = word_list("plain_speech")
MADE = word_list("made")
LEADING_TO = word_list("leading_to")
NOUN_CONTENT = word_list("noun_content")
SAID_ON_THE_WAY = word_list("said_on_the_way")
TAKEN = frozenset({"life", "victim"})
QUOTING = frozenset({"cite", "quote"})
REPLYING = word_list("replying")
REFERRING = word_list("referring")
ASIDE = word_list("aside")
SAID_SO = 7
"""So many tokens a sentence has at most that only says who spoke before."""


def find_sayings(scene: Scene, sentence: list[Token], voices: Voices) -> Iterator[Saying]:
    """The statements of a sentence: one for each speaker, told by the first verb of speech that is theirs.

    ``voices`` holds who has spoken before in the article, and is told who speaks here.
    """
    seen: set[str] = set()
    headed = _colon(scene, sentence, voices)
    if headed is not None:
        seen.add(headed.speaker or "?")
        yield headed
    # "Speaking in Hanoi, Putin replied …": the main verb tells the statement, not the participle beside it.
    for token in sorted(sentence, key=lambda t: (t.dep_ == "advcl", t.i)):
        if token.lower_ == "according":
            found = _according(scene, token, sentence, voices)
        elif token.pos_ in ("VERB", "AUX"):
            found = _verb(scene, token, sentence, voices)
        else:
            found = _noun(scene, token, sentence, voices)
        if found is None:
            continue
        who = found.speaker or "?"
        if who in seen:
            continue
        seen.add(who)
        yield found


def _verb(scene: Scene, verb: Token, sentence: list[Token], voices: Voices) -> Saying | None:
    if verb.dep_ == "amod" or _no_statement(verb) or through_the_years(verb):
        return None
    rule = _rule(verb)
    if rule is None:
        return None
    passive = is_passive(verb)
    inverted = _inverted(verb) if not passive else []
    # "used a speech to demand": who speaks is not the speech.
    lent = verb.dep_ == "xcomp" and verb.head.lemma_.lower() == "use"
    who = agents(verb) if passive else inverted or subjects(verb.head if lent else verb)
    if not who and not passive:
        who = _beside(verb)
    if verb.dep_ == "pcomp" and verb.head.head.lemma_ in QUOTING and not is_passive(verb.head.head):
        who = objects(verb.head.head) or who  # "The paper quoted the minister as saying"
    if who and _quoted_before(who[0], verb):
        who = [t for t in children(verb, "dobj", "npadvmod", "oprd", "attr", "nsubj") if t.i > verb.i][:1]
        inverted = who
    if not who or is_first_person(who[0]):
        return None
    if not (inverted or _says(verb, rule, sentence)):
        return None
    voice = voice_of(scene, who, voices, lemma=verb.lemma_.lower())
    if voice is None:
        return None
    status = status_of(verb)
    would = any(aux.lower_ in ("would", "'d") for aux in children(verb, "aux"))
    if would or status == "hypothetical" or (status == "denied" and (rule.name != "deny" or _reported(verb))):
        return None
    written = any(t.lemma_.lower() in DOCUMENTS for t in [*who, *objects(verb), *prepositional(verb, "in")])
    if voice.personal or voice.name or voice.mentions:
        voices.heard(voice, at=verb.i, written=written)
    start, end = clause(verb)
    span = content_of(verb, sentence, plain=rule.content == "clause")
    objects_ = [] if inverted else objects(verb)
    targets = scene.phrases([*objects_, *_addressed(verb)] if not passive else subjects(verb))
    return saying_of(
        scene, rule, verb, (start, end), voice, targets=targets, content=span, sentence=sentence, status=status
    )


def _no_statement(verb: Token) -> bool:
    """Verbs that tell no statement of their own.

    "which claims sovereignty", "what it says", "Asked about it, …", "by confessing", "a decision to advise the Queen",
    "continue to provide", and what quoted words tell of the present ("Iran rejects any reading of the deal, she said").
    """
    if any(c.lower_ in ("itself", "himself", "herself", "themselves") for c in verb.children):
        return True  # "a group calling itself the Brigade"
    if verb.dep_ == "pcomp" and verb.head.lower_ == "by":
        return verb.head.head.lemma_.lower() not in REPLYING  # "responded by accusing"
    if verb.dep_ == "pcomp" and verb.head.lower_ not in ("after", "before"):
        return verb.head.lower_ != "as"  # "was quoted as saying"
    if with_to(verb) and (
        verb.dep_ in ("acl", "relcl")
        or verb.head.lemma_.lower() not in LEADING_TO
        or children(verb.head, "acomp", "attr")  # "it is premature to say"
    ):
        return True
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and not children(verb, "ccomp") and not _speaks(verb.head):
        # "The lawyers walked out, accusing the judge of bias": said on the way.
        return verb.i < verb.head.i or verb.lemma_.lower() not in SAID_ON_THE_WAY
    if verb.lemma_.lower() in ("continue", "go") and children(verb, "xcomp", "dobj"):
        return True
    if tense(verb) == "present" and not children(verb, "ccomp") and _reported(verb):
        return not perfect(verb)
    if any(t.lemma_.lower() in TAKEN for t in children(verb, "dobj")):
        return True  # "claimed twelve lives"
    if any(t.lower_ == "no" for c in children(verb, "dobj") for t in children(c, "det")):
        return True  # "made no comment", "threatens no nation"
    if any(c.lower_ == "what" for c in verb.children if c.dep_ in ("dobj", "pobj")):
        return True
    if verb.dep_ == "relcl" and tense(verb) == "present" and not children(verb, "ccomp", "aux"):
        return True
    return verb.dep_ == "advcl" and verb.tag_ == "VBN" and not children(verb, "aux", "auxpass", "nsubj", "nsubjpass")


def _speaks(verb: Token) -> bool:
    return verb.lemma_.lower() in lexicon().speech


def _reported(verb: Token) -> bool:
    """Whether a verb stands in the words that another verb reports."""
    if any(t.lower_ == "according" for t in verb.sent if t.i < verb.i):
        return True
    return any(dep == "ccomp" and _speaks(head) for head, dep in governors(verb))


def _says(verb: Token, rule: Speech, sentence: list[Token]) -> bool:
    """Whether a verb has what its rule wants: words said, or for ``content`` "any" an object as well."""
    # What is said, when "said" is the whole sentence of a quotation, or hangs on the verb as a clause or an object.
    quoted = any(t.text in QUOTES for t in sentence) or behind_a_quotation(sentence)
    if rule.content == "clause":
        around = verb.dep_ in ("parataxis", "ccomp") or (verb.head.dep_ == "ROOT" and verb.dep_ == "advcl" and quoted)
        plain = verb.lemma_.lower() in PLAIN_SPEECH and verb.tag_ != "VBN"
        # "concluded in a report that …": the parser hangs the words said on the paper.
        papers = [c for t in prepositional(verb, "in") if t.i > verb.i for c in children(t, "acl", "relcl", "ccomp")]
        written = any(m.lower_ == "that" for c in papers for m in children(c, "mark"))
        return bool(plain or children(verb, "ccomp", "parataxis") or quoted or around or written)
    said = children(verb, "ccomp", "xcomp", "parataxis", "advcl")
    return bool(said or objects(verb) or prepositional(verb) or quoted)


def behind_a_quotation(sentence: list[Token]) -> bool:
    """Whether a few words on their own say who said the quotation before: "“Why not?” Mwangi asked."

    A quotation that ends in a mark of its own is a sentence for the parse.
    """
    if not sentence or len(sentence) > SAID_SO or sentence[0].i == 0:
        return False
    before = sentence[0].nbor(-1)
    while before.i > 0 and before.is_space and "\n" not in before.text:
        before = before.nbor(-1)
    closed = before.text in QUOTES and before.i > 0 and before.nbor(-1).text in ("?", "!", ",", ".")
    return closed and any(t.tag_ in ("VBD", "VBZ") and t.dep_ == "ROOT" for t in sentence)


def _inverted(verb: Token) -> list[Token]:
    """The subject that the parser takes for an object: "…, argued the government's lawyer"."""
    lemma = verb.lemma_.lower()
    if children(verb, "nsubj", "nsubjpass", "aux", "ccomp") or lemma not in word_list("inverting"):
        return []
    before = verb.nbor(-1) if verb.i > verb.sent.start else None
    if before is not None and before.is_space and before.i > verb.sent.start:
        before = before.nbor(-1)
    after = children(verb, "dobj", "npadvmod", "oprd", "attr")
    if (
        before is None
        or not (before.text in QUOTES or before.text in (",", "?", "!"))
        or verb.tag_ not in ("VBD", "VBZ")
    ):
        return []
    return [t for t in after if t.i > verb.i][:1]


def _beside(verb: Token) -> list[Token]:
    """The person beside a finite verb of saying to which the parse gives no subject.

    "Earlier on Sunday Mwangi had said that …" (an object of "on"), "“We stay,” said Mwangi, whose party won" (the
    subject of "won").
    """
    if verb.lemma_.lower() not in word_list("inverting") or not (verb.tag_ in ("VBD", "VBZ") or children(verb, "aux")):
        return []
    first, last = verb.sent.start, verb.sent.end
    before = verb.i - 1
    while before >= first and (verb.doc[before].dep_ in ("aux", "advmod") or verb.doc[before].text == ","):
        before -= 1
    if before >= first and _person(verb.doc[before]):
        name = verb.doc[before]
        return [name.head, name] if name.dep_ == "conj" and _person(name.head) else [name]
    after = verb.i + 1
    if before >= first and verb.doc[before].text in QUOTES and after < last and _person(verb.doc[after]):
        while after + 1 < last and verb.doc[after].dep_ == "compound" and _person(verb.doc[after + 1]):
            after += 1
        return [verb.doc[after]]
    return []


def _person(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.ent_type_ == "PERSON"


def _quoted_before(subject: Token, verb: Token) -> bool:
    """Whether the parser takes the words said for who says them: "“Never,” exclaimed the minister"."""
    between = verb.doc[subject.i + 1 : verb.i]
    marks = {t.text for t in between}
    return bool(marks & QUOTES) and all(t.is_punct or t.is_space for t in between) and bool(verb.i - subject.i > 1)


def _rule(verb: Token) -> Speech | None:
    rules = lexicon().speech
    lemma = verb.lemma_.lower()
    said = {t.lemma_.lower() for t in objects(verb)}
    said |= {f"{c.lower_} {t.lemma_.lower()}" for t in objects(verb) for c in children(t, "amod")}  # "cold water"
    said |= {t.lower_ for t in children(verb, "acomp", "oprd", "xcomp", "ccomp", "advmod") if t.pos_ in ("ADJ", "ADV")}

    def fitting(key: str) -> list[Speech]:
        fit = [rule for rule in rules.get(key, ()) if rule.objects is None or rule.objects & said]
        return [rule for rule in fit if rule.subjects is None or rule.subjects & _tellers(verb)]

    for child in children(verb, "prt", "prep", "advmod"):
        both = fitting(f"{lemma} {child.lower_}")
        if both:
            return both[0]
    plain = fitting(lemma)
    if not plain:
        return None
    exact = [rule for rule in plain if rule.objects is not None]
    if exact:
        return exact[0]
    if len(plain) > 1 and not children(verb, "ccomp", "parataxis"):
        return next((rule for rule in plain if rule.content == "any"), plain[0])
    return plain[0]


def _addressed(verb: Token) -> list[Token]:
    """To whom and of whom somebody speaks: "told reporters of Ghana", "referring to Ghana, she said"."""
    found = [t for prep in children(verb, "prep", "dative", "agent") if prep.lower_ not in ASIDE for t in led_by(prep)]
    for aside in children(verb, "advcl"):
        if aside.tag_ == "VBG" and aside.lemma_.lower() in REFERRING:
            found += [*objects(aside), *prepositional(aside)]
    return found


def _tellers(verb: Token) -> set[str]:
    """The nouns that tell by a verb: its subject, and the paper that it is said in."""
    who = agents(verb) if is_passive(verb) else subjects(verb)
    return {t.lemma_.lower() for t in [*who, *prepositional(verb, "in")]}


def _noun(scene: Scene, noun: Token, sentence: list[Token], voices: Voices) -> Saying | None:
    """A statement in a noun: "Gorbachev's offer to go on", "the announcement was made", "a warning by the ministry"."""
    lemma = noun.lemma_.lower()
    rule = lexicon().speech_nouns.get(lemma) or lexicon().speech_nouns.get(lemma.removesuffix("s"))
    if rule is None or noun.pos_ not in ("NOUN", "PROPN") or noun.dep_ in ("compound", "amod", "nmod", "poss"):
        return None
    verb = noun.head
    made = noun.dep_ == "nsubjpass" and verb.lemma_.lower() in MADE
    voice = owner_of(scene, noun)
    if made:
        by = agents(verb)
        voice = (voice_of(scene, by, voices) if by else None) or voice or voices.last
    if voice is None:
        return None
    content = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i and c.dep_ != "relcl"]
    content += [c for c in children(noun, "prep") if c.lower_ in NOUN_CONTENT or (c.lower_ == "of" and rule.judges)]
    content = [c for c in content if not (c.dep_ == "acl" and c.tag_ == "VBN")]
    if not (content or made):
        return None
    span = clause(verb if made else noun)
    hypothetical = status_of(noun) == "hypothetical"
    if hypothetical:
        return None
    words = (min(t.i for t in content[0].subtree), max(t.i for t in content[0].subtree) + 1) if content else None
    targets = [m for m in scene.phrases(prepositional(noun)) if m not in voice.mentions]
    # "rejected an appeal by": the PLOVER code of the sentence is that of its verb.
    plain = replace(rule, plover=None)
    found = saying_of(scene, plain, noun, span, voice, sentence=sentence, targets=targets, content=words)
    return replace(found, taken_up=not made)


def _according(scene: Scene, token: Token, sentence: list[Token], voices: Voices) -> Saying | None:
    """ "according to the Russian leader, …"."""
    heads = prepositional(token, "to") or [
        t
        for t in sentence[token.i - sentence[0].i : token.i - sentence[0].i + 8]
        if t.dep_ == "pobj" and t.head.lower_ == "to"
    ]
    voice = voice_of(scene, heads[:1], voices, lemma="report")
    if voice is None:
        return None
    last = max(t.i for t in heads[0].subtree)
    rule = lexicon().speech["say"][0]
    voices.heard(voice, at=token.i)
    before, after = token.i - sentence[0].i, sentence[-1].i - last
    content = (last + 1, sentence[-1].i + 1) if after > before else (sentence[0].i, token.i)
    found = saying_of(scene, rule, token, (token.i, last + 1), voice, sentence=sentence)
    return replace(found, content=content if max(before, after) >= 4 else None)


def _colon(scene: Scene, sentence: list[Token], voices: Voices) -> Saying | None:
    """A headline or a turn of an interview that names its speaker before a colon: "Putin: we are ready"."""
    colon = next((t for t in sentence[:6] if t.text == ":"), None)
    if colon is None or colon == sentence[0] or len(sentence) - (colon.i - sentence[0].i) < 4:
        return None
    names = [t for t in sentence if t.i < colon.i and not t.is_punct]
    people = {m.actor.id: m for t in names for m in scene.named(t) if m.actor.kind in ("person", "country", "IGO")}
    if len(people) != 1 or not all(scene.named(t) for t in names):
        return None
    (mention,) = people.values()
    if mention.actor.kind == "country":
        return None  # "Belarus: clashes after the election" is what it is about
    voice = Voice(mention.actor.name, (mention,), mention.actor.kind == "person")
    voices.heard(voice, at=colon.i)
    rule = lexicon().speech["say"][0]
    content = (colon.i + 1, sentence[-1].i + 1)
    return saying_of(scene, rule, names[-1], (sentence[0].i, content[1]), voice, sentence=sentence, content=content)
