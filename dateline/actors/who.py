"""Words whose actor stands beside them: "who" of a relative clause, "I" of a quotation, "himself" of a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.actors.clauses import according, speaks, subject_of
from dateline.actors.scene import Found, Scene
from dateline.actors.turns import SECOND, turn_at

if TYPE_CHECKING:
    from spacy.tokens import Token

OURS = frozenset({"we", "us", "our", "ours"})


def reflexive(scene: Scene, start: int, end: int, said: list[Found]) -> Found | None:
    """The subject of the clause that "himself", "herself" or "itself" stands in; None where that is nobody known."""
    token = scene.token(start)
    subject = subject_of(token)
    chosen = next((f for f in reversed(said) if subject is not None and f.head == subject.i and f.start < start), None)
    if chosen is None:
        return None
    trace = f"'{scene.text[start:end]}' -> {chosen.actor.name}: the subject of its clause"
    return Found(start, end, chosen.actor, "pronoun", chosen.country, trace, token.i)


def relative(scene: Scene, start: int, end: int, said: list[Found]) -> Found | None:
    """The noun that a relative clause hangs on, where it is an actor: "Babaryka, who was arrested"."""
    token = scene.token(start)
    clause = token
    for _ in range(4):
        if clause.dep_ in {"relcl", "acl"}:
            break
        clause = clause.head
    if clause.dep_ not in {"relcl", "acl"}:
        return None
    noun = clause.head
    left, right = noun.left_edge.idx, noun.idx + len(noun)
    near = [f for f in said if left <= f.start and f.end <= max(right, start) and f.how != "demonym"]
    heads = [
        f
        for f in near
        if f.head == noun.i or (scene.doc[f.head].dep_ == "appos" and scene.doc[f.head].head.i == noun.i)
    ]
    if not heads or (token.lower_ in {"who", "whom"} and heads[-1].actor.kind != "person"):
        heads = _described(scene, noun, said, start)
        if token.lower_ == "which":
            return None
    elif token.lower_ == "which" and _described(scene, noun, said, start):
        return None  # "met Mr. Trump, the president of the United States, which came to nothing"
    if not heads:
        return None
    chosen = heads[-1]
    if token.lower_ in {"who", "whom"} and chosen.actor.kind != "person":
        return None
    if token.lower_ == "which" and chosen.actor.kind == "person":
        return None
    trace = f"'{scene.text[start:end]}' -> {chosen.actor.name}: the noun that the clause describes"
    return Found(start, end, chosen.actor, "pronoun", chosen.country, trace, token.i)


def _described(scene: Scene, noun: Token, said: list[Found], start: int) -> list[Found]:
    """Whom a noun in apposition speaks of: "Kim Il Sung, the founder of the state, who died in 1994"."""
    for _ in range(4):
        if noun.dep_ == "pobj" and noun.head.dep_ == "prep":
            noun = noun.head.head
            continue
        if noun.dep_ not in {"appos", "conj"} or noun.head.i == noun.i:
            return []
        noun = noun.head
        named = [f for f in said if f.head == noun.i and f.end <= start and f.actor.kind == "person"]
        if named:
            return named
    return []


def quoted(scene: Scene, start: int, end: int, said: list[Found]) -> Found | None:
    """Who says "I" in a quotation: the subject of the verb of saying beside it, else the last speaker before."""
    quote = scene.quote(start)
    first, last = scene.quotes[quote]
    people = [f for f in said if f.actor.kind == "person" and scene.quote(f.start) < 0]
    speakers = [f for f in people if speaks(scene, scene.doc[f.head]) or according(scene, f)]
    beside = [f for f in speakers if f.start >= first - 160 and f.end <= last + 80]
    # A speaker right after the quotation ("..., she said") wins over one before it.
    after = [f for f in beside if f.start >= last and scene.text[last : f.start].count("\n") < 1]
    before = [f for f in speakers if f.end <= first]
    earlier = beside or before
    chosen = after[0] if after and after[0].start - last < 40 else earlier[-1] if earlier else None
    if chosen is None:
        return None
    trace = f"'{scene.text[start:end]}' -> {chosen.actor.name}, who is quoted"
    found = Found(start, end, chosen.actor, "pronoun", chosen.country, trace, scene.token(start).i)
    return for_the_state(scene, found) if scene.text[start:end].lower() in OURS else found


def for_the_state(scene: Scene, found: Found) -> Found | None:
    """ "We" and "our" of somebody who holds or held an office of a state is that state; of others nobody known."""
    state = scene.gaz.states.get(found.country or "")
    person = next((p for p in scene.people if p.actor.id == found.actor.id), None)
    if state is None or person is None or not (person.titles or person.actor.offices):
        return None
    trace = f"{found.trace}, for the state"
    return Found(found.start, found.end, state.actor, "pronoun", found.country, trace, found.head)


def in_turn(scene: Scene, token: Token, said: list[Found]) -> Found | None:
    """Who "I", "our" or "you" is in an interview: the one whose turn it is, or the only other one of them known."""
    here = turn_at(scene.turns, int(token.idx))
    if here is None:
        return None
    voices: dict[str, Found] = {}
    for turn in scene.turns:
        named = next((f for f in said if turn.start <= f.start < turn.start + len(turn.label)), None)
        if named is not None and named.actor.kind == "person":
            voices.setdefault(named.actor.id, named)
        if turn == here:
            mine = named
    others = [f for who, f in voices.items() if mine is None or who != mine.actor.id]
    if token.lower_ in SECOND:
        chosen = others[0] if len(others) == 1 else None
    else:
        chosen = mine if mine is not None and mine.actor.kind == "person" else None
    if chosen is None:
        return None
    start, end = int(token.idx), int(token.idx + len(token))
    trace = f"'{token.text}' -> {chosen.actor.name}, in the turns of an interview"
    found = Found(start, end, chosen.actor, "pronoun", chosen.country, trace, token.i)
    return for_the_state(scene, found) if token.lower_ in OURS else found
