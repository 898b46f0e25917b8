"""Where an article comes back to what it has told: "the quake", "after the shooting", "his arrest", "was found dead".

Such words are no mentions of their own. Each leads to the mention that it tells again: of the same family of words (see
data/again.en.toml), of the same people and date as far as either says so, the nearest one before it, else behind it
(a headline comes first). Where two happenings of an article fit alike, nothing is said.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.events.again_parties import VERBAL, Party, agree, clash, done_by, done_to, names_of, party_of
from dateline.events.again_words import NONE, Words, words
from dateline.events.clause import agents, children, objects, prepositional, subjects
from dateline.events.lexicon import word_list
from dateline.events.scene import OUTSIDE, Scene
from dateline.events.status import status_of
from dateline.events.told import headline
from dateline.model import EventMention, When

if TYPE_CHECKING:
    from spacy.tokens import Token

POINTING = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my"})
NOMINAL = ("NOUN", "PROPN")
ANOTHER = word_list("another_one")
BORNE_BY = word_list("borne_by")
BLAME = word_list("blame_for")
TOP = 500
"""So many characters at the head of an article may be headlines, and tell what is told in full below."""
LINE = 150
"""No headline has more characters."""
CHANGEABLE = ("hypothetical", "denied")
"""Statuses of what did not come about: nothing comes back to it."""
NEARBY = 1000
"""Characters within which "he was hit" means who was hit before, where no name says so."""
NEAR = 300
"""Characters within which a word means what was told just before, whatever else the article tells of the kind."""


@dataclass(frozen=True)
class Telling:
    """A mention as words come back to it: its place among those found, its trigger and families; ``own``: the subject
    and object of its clause; ``nouned``: families of these."""

    at: int
    mention: EventMention
    token: Token
    families: frozenset[str]
    nouned: frozenset[str]
    own: frozenset[int]

    def holds(self, word: Token) -> bool:
        """Whether a word stands in the clause that tells it."""
        return self.mention.start <= word.idx < self.mention.end or word.i in self.own

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The names in its clause, in lower case."""
        clause = self.token.doc.char_span(self.mention.start, self.mention.end, alignment_mode="expand")
        return names_of(clause or ())

    @functools.cached_property
    def done_to(self) -> Party:
        """Whom it happened to."""
        return done_to(self.token)

    @functools.cached_property
    def done_by(self) -> Party:
        """Who did it."""
        return done_by(self.token)


def find_again(scene: Scene, found: Sequence[EventMention]) -> dict[int, tuple[tuple[int, int], ...]]:
    """The words that tell a mention of an article again: their spans, by the mention's place in ``found``.

    ``found`` are the article's mentions in text order. Linear in the words of the article, with little for each but
    those few that stand in a family.
    """
    known = words()
    tellings, triggers = _tellings(scene, found, known)
    by_family: dict[str, list[Telling]] = defaultdict(list)
    by_noun: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        for name in telling.families:
            by_family[name].append(telling)
        for name in telling.nouned:
            by_noun[name].append(telling)
    again: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for word in _candidates(scene, known) if tellings else ():
        told = None if word.i in triggers else _told_again(scene, word, known, by_family, by_noun)
        if told is not None:
            again[told.at].append((word.idx, word.idx + len(word)))
    return {at: tuple(spans) for at, spans in again.items()}


def _candidates(scene: Scene, known: Words) -> list[Token]:
    """The words of an article that stand in a family, looked up by number: few do."""
    from spacy.attrs import LOWER

    numbers = _numbers(scene, known)
    return [scene.doc[i] for i, number in enumerate(scene.doc.to_array([LOWER]).tolist()) if number in numbers]


_numbered: tuple[int, frozenset[int]] | None = None


def _numbers(scene: Scene, known: Words) -> frozenset[int]:
    """The forms of all families as numbers of the article's vocabulary."""
    global _numbered
    strings = scene.doc.vocab.strings
    if _numbered is None or _numbered[0] != id(strings):
        _numbered = id(strings), frozenset(strings.add(form) for form in (*known.nouns, *known.verbs))
    return _numbered[1]


def _tellings(scene: Scene, found: Sequence[EventMention], known: Words) -> tuple[list[Telling], set[int]]:
    """What words can come back to, and the tokens of all triggers."""
    tellings: list[Telling] = []
    triggers: set[int] = set()
    before = -1
    for at, mention in enumerate(found):
        span = scene.doc.char_span(*mention.trigger, alignment_mode="expand")
        if span is None:
            continue
        triggers.update(range(span.start, span.end))
        token = span[0]
        if mention.status in CHANGEABLE or token.i == before:
            continue
        before = token.i
        families = _fitting(known, known.of(token.lower_), mention.type)
        if token.lemma_.lower() == "open" and any(t.lower_ == "fire" for t in children(token, "dobj")):
            families |= {"shooting"}
        verbal = token.pos_ in VERBAL
        args = {t.i: t for t in (*subjects(token), *objects(token), *agents(token))} if verbal else {}
        # "A quake hit, injuring ten": the quake is what hit.
        shared = token.dep_ in ("advcl", "conj") and not children(token, "nsubj", "nsubjpass")
        named = () if shared else (name for t in args.values() for name in known.nouns.get(t.lower_, NONE))
        nouned = _fitting(known, named, mention.type) - families
        if not families and not nouned:
            continue
        tellings.append(Telling(at, mention, token, families, nouned, frozenset(args)))
    return tellings, triggers


def _fitting(known: Words, names: Iterable[str], type_: str) -> frozenset[str]:
    return frozenset(name for name in names if type_ in known.families[name].types)


def _told_again(
    scene: Scene,
    word: Token,
    known: Words,
    by_family: dict[str, list[Telling]],
    by_noun: dict[str, list[Telling]],
) -> Telling | None:
    """The mention that a word tells again; None where it tells none, or may tell two."""
    noun = word.pos_ in NOMINAL and word.lower_ in known.nouns
    if noun and word.lower_ in known.states:
        noun = any(t.lower_ in POINTING for t in children(word, "det"))  # "two of the dead"
    names = (known.nouns if noun else known.verbs).get(word.lower_, NONE)
    same = _distinct(t for name in names for t in by_family.get(name, ()))
    nouned = _distinct(t for name in names for t in by_noun.get(name, ())) if noun else []
    plural = word.tag_ in ("NNS", "NNPS")
    wide: list[Telling] = []
    if noun and not plural and not same and not nouned:
        meant = {other for name in names for other in known.families[name].stands_for}
        wide = _distinct(t for name in meant for t in by_family.get(name, ()))
    options = same or nouned or wide
    if not options or any(t.holds(word) for t in (*same, *nouned, *wide)):
        return None  # nothing to come back to, or itself a part of what is told
    kind = _noun_kind(scene, word) if noun else _verb_kind(scene, word)
    if noun and kind == "headline":
        options = [t for t in same if not plural or t.token.lower_ == word.lower_]
    if not kind or not options:
        return None
    phrase = _phrase(word)
    own_names = names_of(phrase)
    dates = [scene.time_at[t.i].when for t in phrase if t.i in scene.time_at and scene.time_at[t.i].type != "DURATION"]
    status = status_of(word)
    fits = [
        telling
        for telling in options
        if _in_time(dates, telling.mention.when)
        and (not own_names or not telling.names or own_names & telling.names)
        and (_noun_fits(word, telling) if noun else _verb_fits(word, status, telling, kind))
    ]
    if own_names:
        fits = [t for t in fits if own_names & t.names] or fits
    return _nearest(word, fits, later=kind == "headline" or (bool(same) and word.idx <= TOP))


def _distinct(tellings: Iterable[Telling]) -> list[Telling]:
    return list({telling.at: telling for telling in tellings}.values())


def _nearest(word: Token, fits: list[Telling], *, later: bool) -> Telling | None:
    """The last one before a word, else, where ``later`` ones count, the first behind it; None where two fit alike."""
    before = [t for t in fits if t.token.i < word.i]
    if not before and not (fits and later):
        return None
    best = max(before, key=lambda t: t.token.i) if before else min(fits, key=lambda t: t.token.i)
    if before and word.idx - best.mention.end <= NEAR:
        rivals = [t for t in before if word.idx - t.mention.end <= NEAR]
    else:
        rivals = fits
    return None if any(_apart(best, other) for other in rivals if other is not best) else best


def _apart(one: Telling, other: Telling) -> bool:
    """Whether two mentions of a family tell two happenings: other days, other people, other numbers."""
    a, b = one.mention, other.mention
    if a.status != b.status or not _in_time([a.when] if a.when else [], b.when):
        return True
    return clash(one.done_to, other.done_to)


def _in_time(dates: Iterable[When | None], when: When | None) -> bool:
    """Whether a mention's date is none, or shares a day with all of some dates."""
    for date in dates:
        if date is None or when is None:
            continue
        if date.earliest and when.latest and date.earliest > when.latest:
            return False
        if date.latest and when.earliest and date.latest < when.earliest:
            return False
    return True


def _in_headline(scene: Scene, word: Token) -> bool:
    """Whether a word stands in a headline, or in a line above the text that no full stop ends."""
    if headline(word):
        return True
    if word.idx > TOP:
        return False
    text = scene.document.text
    begin, end = text.rfind("\n", 0, word.idx) + 1, text.find("\n", word.idx)
    return end - begin <= LINE and end > 0 and text[begin:end].rstrip()[-1:].isalnum()


def _noun_kind(scene: Scene, noun: Token) -> str:
    """How a noun may point back: "definite", or "headline" for one without article there; "" where it does not."""
    below = list(noun.children)
    beside = {t.lower_ for t in below if t.dep_ != "prep"}
    if beside & ANOTHER or any(t.dep_ == "nummod" or t.tag_ in ("JJS", "RBS", "JJR") for t in below):
        return ""
    if noun.dep_ in ("compound", "amod", "nmod"):
        borne = noun.head.lemma_.lower() in BORNE_BY or noun.head.lower_ in BORNE_BY
        return "headline" if borne and _in_headline(scene, noun) else ""
    if _blamed(noun):
        return ""
    if noun.pos_ == "PROPN" and not _in_headline(scene, noun):
        return ""  # "the Non-Proliferation Treaty" is a name
    if beside & POINTING or any(t.dep_ == "poss" for t in below):
        return "definite"
    return "headline" if _in_headline(scene, noun) and not beside & {"a", "an"} else ""


def _blamed(noun: Token) -> bool:
    """ "charged with murder", "two counts of murder": what somebody is blamed for, named by the law's word."""
    preposition = noun.head
    return noun.dep_ == "pobj" and not children(noun, "det", "poss") and preposition.head.lemma_.lower() in BLAME


def _verb_kind(scene: Scene, word: Token) -> str:
    """How a verb or participle may tell again: "finite", "participle", "headline" or "state"; "" where it does not."""
    if children(word, "neg") or any(t.lower_ in ANOTHER for t in children(word, "advmod")):
        return ""
    if word.pos_ == "PROPN":
        return "headline" if _in_headline(scene, word) else ""
    if word.pos_ == "ADJ" or (word.pos_ == "NOUN" and word.lower_ in words().states):
        return "state"
    if word.pos_ != "VERB":
        return ""
    if word.tag_ in ("VBP", "VBZ", "VB", "VBG"):
        return "headline" if _in_headline(scene, word) else ""
    return (
        "participle" if word.dep_ in ("amod", "acl", "relcl") else "headline" if _in_headline(scene, word) else "finite"
    )


def _noun_fits(noun: Token, telling: Telling) -> bool:
    owners = [t for t in children(noun, "poss") if t.pos_ in NOMINAL]
    whom = party_of([*prepositional(noun, "of"), *owners])
    return not clash(whom, telling.done_to) or not clash(whom, telling.done_by)


def _verb_fits(word: Token, status: str, telling: Telling, kind: str) -> bool:
    """Whether a verb has the status of a mention, and is told of the same people as far as both say."""
    if status != telling.mention.status or (word.tag_ == "VB" and status != "planned"):
        return False
    whom = done_to(word)
    if clash(whom, telling.done_to):
        return False
    by = done_by(word)
    if clash(by, telling.done_by):
        return False
    if kind == "headline" and (whom.somebody or not whom or telling.done_to):
        return True  # else it is a thing, which has to be named again
    near = abs(word.idx - telling.mention.trigger[0]) <= NEARBY
    return any(agree(a, b, near=near) for a, b in ((whom, telling.done_to), (by, telling.done_by)))


def _phrase(word: Token) -> list[Token]:
    """A word with what hangs on it, other clauses left out, and what a participle hangs on."""
    kept, queue = [word], [word]
    while queue:
        head = queue.pop()
        for child in head.children:
            if child.dep_ not in OUTSIDE:
                kept.append(child)
                queue.append(child)
    if word.dep_ in ("acl", "relcl", "amod") and word.pos_ in ("VERB", "ADJ"):
        kept += [word.head, *children(word.head, "compound", "amod", "poss")]
    return kept
