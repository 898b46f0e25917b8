"""Pairs and groups by rule: "both countries", "the two leaders", "they", "the latter"."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dateline.actors.scene import Found, How, Person, Scene
from dateline.model import CONTINUED_BY

if TYPE_CHECKING:
    from spacy.tokens import Token


PAIR = re.compile(
    r"\b(?:(?P<both>both)|(?:the |these |those |our |all |(?<=between ))(?P<number>two|three|four)|"
    r"(?P<the>the|these|those|our|their|all))"
    r"(?: (?:neighbou?ring|former|warring|rival|other|sides|respective|top|world|allied|european|asian|nuclear|big))?"
    r" (?P<noun>countries|nations|states|sides|governments|parties|leaders|presidents|prime ministers|ministers|men|"
    r"women|foreign ministers|neighbou?rs|capitals|superpowers|allies|politicians|statesmen|premiers|powers)\b",
    re.IGNORECASE,
)


TWO = re.compile(r"\b(?:the two|both)\b(?! [a-z]+s\b)", re.IGNORECASE)


LATTER = re.compile(
    r"\bthe (?P<which>latter|former)\b(?= (?:\w+ed|is|was|has|had|will|would|said|also|who|and)\b|[,.;])", re.IGNORECASE
)


OF_STATES = re.compile(
    r"\b(?:either|each|both|the|these|two) (?:two )?(?:countries|country|nations?|states?|sides?|parties|party)\b", re.I
)
NEAR, WHERE, OFTEN = 0.4, 1.0, 0.3
"""Weights of the states that a pair may mean: for each sentence between, for a mere place, for each time named."""

PERSONAL = frozenset(["leaders", "presidents", "men", "women", "ministers", "politicians", "statesmen", "premiers"])


def is_phrase(scene: Scene, start: int, end: int) -> bool:
    """True where "the two" or "both" is a subject or object by itself."""
    token = scene.token(end - 1)
    return token.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj"}


def _group(scene: Scene, said: list[Found], start: int) -> list[Found]:
    """The last coordinated actors before a place ("Biden and Zelensky"), or subject and partner ("met with")."""
    sentence = scene.sentence(start)
    for back in (0, 1, 2):
        here = [f for f in said if f.end <= start and sentence - scene.sentence(f.start) == back and f.how != "demonym"]
        for last in reversed(here):
            token = scene.doc[last.head]
            heads = {t.i for t in token.conjuncts}
            mates = [f for f in here if f.head in heads and f.actor.id != last.actor.id]
            if mates:
                return _distinct([*mates, last])
        people = _distinct([f for f in here if f.actor.kind == "person"])
        if len(people) == 2:
            return people
    return []


def _distinct(found: list[Found]) -> list[Found]:
    seen: dict[str, Found] = {}
    for mention in found:
        seen.setdefault(mention.actor.id, mention)
    return list(seen.values())


def resolve_they(scene: Scene, start: int, end: int, said: list[Found]) -> list[Found]:
    """Several actors coordinated before "they", else the state whose plural body is the last subject."""
    token = scene.token(start)
    sentence = scene.sentence(start)
    previous = token.nbor(-1).lower_ if token.i else ""
    part = previous in {"of", "among"} and token.lower_ == "them"  # "agreements, among them two on oil"
    again = [] if part else group_before(scene, [f for f in said if f.end <= start], start)
    if again:
        return [_copy(scene, start, end, f, token, "those meant together before it") for f in again]
    for back in (0, 1):
        here = [f for f in said if f.end <= start and sentence - scene.sentence(f.start) == back]
        for last in reversed(here):
            head = scene.doc[last.head]
            if last.how == "demonym" or last.actor.kind == "country":
                noun = head.head if last.how == "demonym" and head.head.i != head.i else head
                if noun.tag_ in {"NNS", "NNPS"} and noun.dep_ in {"nsubj", "nsubjpass"} and last.how == "demonym":
                    return [
                        _copy(
                            scene,
                            start,
                            end,
                            last,
                            token,
                            f"the {scene.text[last.start : last.end]} {noun.text} before it",
                        )
                    ]
            mates = [f for f in here if f.head in {t.i for t in head.conjuncts} and f.actor.id != last.actor.id]
            if mates and last.how != "demonym" and not part:
                group = _distinct([*mates, last])
                return [_copy(scene, start, end, f, token, "those named together before it") for f in group]
    return []


def _copy(scene: Scene, start: int, end: int, found: Found, token: Token, why: str, how: How = "pronoun") -> Found:
    word = scene.text[start:end]
    return Found(start, end, found.actor, how, found.country, f"'{word}' -> {found.actor.name}: {why}", token.i)


def resolve_latter(scene: Scene, start: int, end: int, kind: str, said: list[Found]) -> list[Found]:
    group = sorted(_group(scene, said, start), key=lambda f: f.start)
    if len(group) < 2:
        return []
    chosen = group[-1] if kind == "latter" else group[0]
    return [
        _copy(
            scene, start, end, chosen, scene.token(start), f"the {'last' if kind == 'latter' else 'first'} of the pair"
        )
    ]


def resolve_pair(scene: Scene, start: int, end: int, kind: str, said: list[Found]) -> list[Found]:
    """ "both countries", "the two leaders": those meant just before by such words, else the last people or states."""
    match = PAIR.match(scene.text, start)
    noun = match["noun"].lower().split()[-1] if match else ""
    size = {"three": 3, "four": 4}.get((match["number"] or "").lower() if match else "", 2)
    before = [f for f in said if f.end <= start]
    token = scene.token(end - 1)
    again = group_before(scene, before, start)
    if noun in PERSONAL or kind == "two":
        if len(again) == size and (kind == "two" or all(f.actor.kind == "person" for f in again)):
            return [_copy(scene, start, end, f, token, "those meant together before it", "title") for f in again]
        states = kind == "two" and _of_states(scene, start)
        picked = [] if states else _people(scene, before, start, noun, size)
        if len(picked) == size:
            return [_copy(scene, start, end, f, token, f"the last {_count(size)} named", "title") for f in picked]
        if kind == "two" and not states:
            return []
    if len(again) == size and all(f.actor.kind == "country" for f in again):
        return [_copy(scene, start, end, f, token, "those meant together before it", "title") for f in again]
    sentence = scene.sentence(start)
    later = [f for f in said if f.start >= end and scene.sentence(f.start) == sentence] if start == 0 else []
    owners = _owners(scene, before, start, size) if match and (match["the"] or "").lower() == "their" else []
    codes = owners or _states(scene, [*before, *later], start, size)
    return [
        Found(start, end, actor, "title", code,
              f"'{scene.text[start:end]}' -> {actor.name}: the last {size} states named", token.i)
        for code in codes
        for actor in [scene.gaz.states[code].actor]
    ]  # fmt: skip


def _count(size: int) -> str:
    return {2: "two", 3: "three", 4: "four"}[size]


def group_before(scene: Scene, before: list[Found], start: int) -> list[Found]:
    """Those whom one phrase of this sentence or of the one before stands for, the last such phrase."""
    sentence = scene.sentence(start)
    for last in reversed(before):
        back = sentence - scene.sentence(last.start)
        if back > 1:
            return []
        if back and last.how == "pronoun" and scene.doc[last.head].dep_ not in {"nsubj", "nsubjpass"}:
            continue  # "for use of their flags"
        group = [f for f in before if (f.start, f.end) == (last.start, last.end)]
        if len(group) > 1:
            return group
    return []


def _of_states(scene: Scene, start: int) -> bool:
    """True where the sentence spoke of states before "the two": "if either country is attacked, the two ..."."""
    first = scene.sentence_starts[scene.sentence(start)]
    return bool(OF_STATES.search(scene.text[first:start]))


def _people(scene: Scene, before: list[Found], start: int, noun: str, size: int) -> list[Found]:
    """The last people named who may be meant: alive, no background, for leaders one of each state."""
    people = [f for f in before if f.actor.kind == "person" and not f.quiet and scene.alive(f.actor.id, start)]
    if noun in {"leaders", "presidents", "premiers", "statesmen"}:
        by_id = {p.actor.id: p for p in scene.people}
        people = [f for f in people if _of_rank(by_id.get(f.actor.id), noun)]
        return _last_distinct(people, size, lambda f: f.country or f.actor.id)
    return _last_distinct(people, size, lambda f: f.actor.id)


def _owners(scene: Scene, before: list[Found], start: int, size: int) -> list[str]:
    """The states of those named together before "their countries"."""
    sentence = scene.sentence(start)
    group = [f for f in _group(scene, before, start) if scene.sentence(f.start) == sentence]
    codes = list(dict.fromkeys(f.country for f in group if f.country in scene.gaz.states))
    return [code for code in codes if code] if len(codes) == size else []


def _states(scene: Scene, lands: list[Found], start: int, size: int) -> list[str]:
    """Codes of the states that a pair means: named last and most, the parties of a story before its places."""
    sentence = scene.sentence(start)
    best: dict[str, tuple[float, int, str]] = {}
    count: Counter[str] = Counter()
    for found in lands:
        code = found.country
        if not code or code not in scene.gaz.states:
            continue
        one = CONTINUED_BY.get(code, (code, 0))[0]  # "the Soviet Union" and "Moscow" are one party
        count[one] += 1
        back = sentence - scene.sentence(found.start)
        if back > 6:
            continue
        score = -NEAR * back - 0.001 * abs(start - found.start) - WHERE * only_where(scene, found)
        if one not in best or score >= best[one][0] - 0.2:
            best[one] = (score, found.start, code)
    if len(best) < size:
        return []
    ranked = sorted(best, key=lambda one: -(best[one][0] + OFTEN * min(count[one], 6)))[:size]
    return [best[one][2] for one in sorted(ranked, key=lambda one: best[one][1])]


def only_where(scene: Scene, found: Found) -> bool:
    """True for a city behind a preposition, which tells the place: "talks in San Francisco"."""
    if found.how != "metonym":
        return False
    n = scene.word_at(found.start)
    return bool(n) and scene.words[n - 1].folded in {"in", "at", "from", "near", "to", "outside", "via"}


def _of_rank(person: Person | None, noun: str) -> bool:
    from dateline.actors.titles import LEADING

    if person is None:
        return False
    titles = {t.replace(" ", "_") for t in person.titles}
    if noun == "presidents":
        return "president" in titles
    return bool(titles & LEADING) or not titles


def _last_distinct(found: list[Found], size: int, key: object) -> list[Found]:
    picked: dict[object, Found] = {}
    for mention in reversed(found):
        picked.setdefault(key(mention), mention)  # type: ignore[operator]
        if len(picked) == size:
            break
    return sorted(picked.values(), key=lambda f: f.start)
