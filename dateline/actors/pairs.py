"""Pairs and groups by rule: "both countries", "the two leaders", "they", "the latter"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.actors.scene import Found, Person, Scene

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
            if mates and last.how != "demonym":
                group = _distinct([*mates, last])
                return [_copy(scene, start, end, f, token, "those named together before it") for f in group]
    return []


def _copy(scene: Scene, start: int, end: int, found: Found, token: Token, why: str) -> Found:
    word = scene.text[start:end]
    return Found(start, end, found.actor, "pronoun", found.country, f"'{word}' -> {found.actor.name}: {why}", token.i)


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
    """ "both countries", "the two leaders": the last distinct states or people before it."""
    match = PAIR.match(scene.text, start)
    noun = match["noun"].lower().split()[-1] if match else ""
    size = {"three": 3, "four": 4}.get((match["number"] or "").lower() if match else "", 2)
    personal = noun in PERSONAL or kind == "two"
    sentence = scene.sentence(start)
    before = [f for f in said if f.end <= start]
    word = scene.text[start:end]
    token = scene.token(end - 1)
    if personal:
        people = [f for f in before if f.actor.kind == "person"]
        if noun in {"leaders", "presidents", "premiers", "statesmen"}:
            by_id = {p.actor.id: p for p in scene.people}
            people = [f for f in people if _of_rank(by_id.get(f.actor.id), noun)]
        picked = _last_distinct(people, size, lambda f: f.actor.id)
        if len(picked) == size:
            return [
                Found(
                    start, end, f.actor, "title", f.country, f"'{word}' -> {f.actor.name}: the last two named", token.i
                )
                for f in picked
            ]
        if kind == "two":
            return []
    later = [f for f in said if f.start >= end and scene.sentence(f.start) == sentence] if start == 0 else []
    lands = [f for f in [*before, *later] if f.country and f.country in scene.gaz.states]
    near = [f for f in lands if sentence - scene.sentence(f.start) <= 6]
    codes = _last_distinct(near, size, lambda f: f.country)
    if len(codes) != size:
        return []
    out = []
    for f in codes:
        actor = scene.gaz.states[f.country or ""].actor
        out.append(
            Found(
                start,
                end,
                actor,
                "title",
                f.country,
                f"'{word}' -> {actor.name}: the last {size} states named",
                token.i,
            )
        )
    return out


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
