"""Pronouns and pairs by rule: he, she, they, it; "both countries", "the two leaders", "the latter".

No coreference model could be installed, so the rules are those of the classic hand-made resolvers: number and gender
must agree, a subject is likelier than an object, the last sentence likelier than the one before (Hobbs 1978; Lappin and
Leass 1994); in news, whoever spoke last goes on speaking.
"""

from __future__ import annotations

import bisect
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from dateline.actors import turns
from dateline.actors.clauses import OBJECTIVE, in_own_clause, is_subject, named_beside, same_clause, speaks, subject_of
from dateline.actors.naming import first_name_gender
from dateline.actors.pairs import LATTER, PAIR, TWO, is_phrase, resolve_latter, resolve_pair, resolve_they
from dateline.actors.scene import Found, Person, Scene
from dateline.actors.who import in_turn, quoted, reflexive, relative

if TYPE_CHECKING:
    from spacy.tokens import Token

HE = frozenset(["he", "him", "his", "himself"])
SHE = frozenset(["she", "her", "hers", "herself"])
THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
IT = frozenset(["it", "its", "itself"])
SINGULAR = HE | SHE
REFLEXIVE = frozenset(["himself", "herself", "itself"])
WHO = frozenset({"who", "whom", "whose", "which"})
RELATIVE = frozenset({"WP", "WP$", "WDT"})
BURYING = frozenset({"bury", "cremate", "inter", "mourn"})
HUMANS = frozenset({
    "activist", "boy", "child", "civilian", "demonstrator", "doctor", "driver", "girl", "gunman", "journalist",
    "lawyer", "man", "migrant", "officer", "pilot", "policeman", "prisoner", "protester", "protestor", "reporter",
    "sailor", "soldier", "student", "suspect", "teacher", "tourist", "victim", "witness", "woman", "worker",
})  # fmt: skip
MOURNED = timedelta(days=14)
"""So long after a death an obituary still tells what becomes of the dead ("he will be buried on Wednesday")."""


def anaphors(scene: Scene) -> list[tuple[int, int, str]]:
    """Pronouns and pair phrases of an article in order: start, end, kind."""
    out = [(m.start(), m.end(), "pair") for m in PAIR.finditer(scene.text) if _tells_a_pair(m)]
    for match in TWO.finditer(scene.text):
        if not any(a <= match.start() < b for a, b, _ in out) and is_phrase(scene, match.start(), match.end()):
            out.append((match.start(), match.end(), "two"))
    out += [(m.start(), m.end(), m["which"].lower()) for m in LATTER.finditer(scene.text)]
    taken = bytearray(len(scene.text))
    for start, end, _ in out:
        taken[start:end] = b"\x01" * (end - start)
    for token in scene.doc:
        if token.tag_ in RELATIVE and token.lower_ in WHO:
            out.append((int(token.idx), int(token.idx + len(token)), "who"))
        elif token.tag_ in {"PRP", "PRP$"} and token.lower_ in turns.FIRST:
            if scene.quote(token.idx) >= 0:
                out.append((int(token.idx), int(token.idx + len(token)), "i"))
            elif scene.turns:
                out.append((int(token.idx), int(token.idx + len(token)), "turn"))
        elif scene.turns and token.tag_ in {"PRP", "PRP$"} and token.lower_ in turns.FIRST | turns.SECOND:
            if scene.quote(token.idx) < 0:
                out.append((int(token.idx), int(token.idx + len(token)), "turn"))
        elif token.tag_ in {"PRP", "PRP$"} and token.lower_ in SINGULAR | THEY | IT:
            start, end = int(token.idx), int(token.idx + len(token))
            if scene.free(start, end) and not any(a <= start < b for a, b, _ in out):
                out.append((start, end, str(token.lower_)))
    return sorted(out)


def _tells_a_pair(match: re.Match[str]) -> bool:
    """True with a number, and for "the sides", "the leaders" that need none."""
    if match["both"] or match["number"]:
        return True
    if re.match(r" of (?!both|the two|these|those)", match.string[match.end() : match.end() + 16]):
        return False  # "the leaders of Ukraine and Belarus"
    return match["the"].lower() != "all" and match["noun"].lower() in {"countries", "sides", "leaders"}


def resolve(scene: Scene, start: int, end: int, kind: str, said: list[Found]) -> list[Found]:
    """The actors that an anaphor stands for; several for a pair, none where no rule decides."""
    if kind in REFLEXIVE:
        found = reflexive(scene, start, end, said)
        return [found] if found else []
    if kind in SINGULAR:
        found = _person(scene, start, end, "m" if kind in HE else "f", said)
        return [found] if found else []
    if kind == "who":
        found = relative(scene, start, end, said)
        return [found] if found else []
    if kind == "i":
        found = quoted(scene, start, end, said)
        return [found] if found else []
    if kind == "turn":
        found = in_turn(scene, scene.token(start), said)
        return [found] if found else []
    if kind in IT:
        found = _thing(scene, start, end, said)
        return [found] if found else []
    if kind in THEY:
        return resolve_they(scene, start, end, said)
    if kind in {"latter", "former"}:
        return resolve_latter(scene, start, end, kind, said)
    return resolve_pair(scene, start, end, kind, said)


def gender_of(person: Person) -> str:
    """ "m", "f" or "" of a person: by the gazetteer, a title, the first name."""
    if not person.gender:
        person.gender = first_name_gender(person.words[0]) or ""
    return person.gender


def _person(scene: Scene, start: int, end: int, gender: str, said: list[Found]) -> Found | None:
    """Whom "he" or "she" means."""
    token = scene.token(start)
    sentence, quote = scene.sentence(start), scene.quote(start)
    people = {person.actor.id: person for person in scene.people}
    near = said[bisect.bisect_left(said, scene.sentence_starts[max(0, sentence - 30)], key=lambda f: f.start) :]
    beside = {f.actor.id for f in near if abs(f.start - start) < 200 and named_beside(scene, token, f)}
    subject = subject_of(token)
    subjects = {f.actor.id for f in near if subject is not None and f.head == subject.i and f.end <= start}
    if token.dep_ in {"dobj", "iobj", "dative"} or (token.tag_ == "PRP" and token.lower_ in OBJECTIVE):
        beside |= subjects  # "spoke with Santos and congratulated him": not the one who spoke
    if quote >= 0 and token.sent.start_char >= scene.quotes[quote][0] - 1 and not speaks(scene, token):
        # "“He was hurt,” the minister said": who speaks calls himself "I".
        beside |= {f.actor.id for f in near if _utterer(scene, f, quote)}
    dated = scene.dated(start)
    best: tuple[float, int, Found] | None = None
    count: dict[str, int] = {}
    for found in near:
        if found.start > start + 200:
            break
        if found.actor.kind == "person" and found.end <= start:
            count[found.actor.id] = count.get(found.actor.id, 0) + 1
    if _nameless(scene, token, near):
        return None
    possessive = token.tag_ == "PRP$"
    topic = scene.topic()
    opening = token.dep_ in {"nsubj", "nsubjpass"} and scene.opens_paragraph(sentence)
    for found in near:
        if found.start > start + 200:
            break
        person = people.get(found.actor.id)
        if person is None or found.actor.kind != "person" or found.actor.id in beside:
            continue
        ahead = found.start >= end
        if ahead and not _cataphoric(scene, token, found):
            continue
        back = sentence - scene.sentence(found.start)
        if back > 5 or (not ahead and found.end > start):
            continue
        known = gender_of(person)
        if known and known != gender:
            continue
        score = -1.0 * back - 0.0015 * abs(start - found.start)
        score += 0.5 if known == gender else -0.4
        if is_subject(scene, found):
            score += 1.1
        if found.how == "pronoun":
            score += 0.2
        score += min(count.get(found.actor.id, 0), 4) * 0.1
        other = scene.quote(found.start)
        if other != quote:
            # Somebody named inside a quotation is seldom the one who speaks outside of it, and the other way round.
            score -= 1.3 if other >= 0 or quote >= 0 else 0.0
        if quote >= 0 and _utterer(scene, found, quote):
            score -= 1.5
        if speaks(scene, token) and quote < 0 and is_subject(scene, found):
            # In "the aide said that Kim had agreed" the aide speaks on.
            verb = scene.doc[found.head].head
            reported = (
                back > 0
                and verb.dep_ == "ccomp"
                and any(f.actor.kind == "person" and scene.doc[f.head].head.i == verb.head.i for f in near)
            )
            score += 0.6 * speaks(scene, scene.doc[found.head]) - 0.6 * reported
        other_token = scene.doc[found.head]
        if not possessive and back == 0 and same_clause(scene, token, other_token):
            score -= 3.0
        if back == 0 and in_own_clause(scene, token, other_token):
            score -= 3.0
        if back == 0 and other_token.dep_ == "poss" and other_token.head.dep_ == "nsubj":
            score += 0.9  # "Baduri's office confirmed that he would travel"
        if possessive and found.actor.id in subjects:
            score += 0.6  # "Yanayev was arrested in his office"
        if token.head.lemma_ in BURYING and token.dep_ == "nsubjpass" and scene.gaz.died.get(found.actor.id):
            score += 3.0
        if ahead:
            score -= 0.3
        if found.quiet:
            score -= 0.8
        if found.actor.id == topic:
            # A new paragraph goes on with the one whom the article is about.
            score += 0.9 if opening else 0.0
        if not scene.alive(found.actor.id, start, slack=MOURNED if found.actor.id == topic else timedelta(0)):
            # Of the dead a sentence may go on to tell without a date; on a day after the death they do nothing.
            score -= 6.0 if dated and not possessive else 0.0 if found.actor.id == topic else 1.2
        if best is None or score > best[0] or (score == best[0] and found.start > best[1]):
            best = (score, found.start, found)
    if best is None or best[0] < -4.5:
        return None
    chosen = best[2]
    word = scene.text[start:end]
    why = "the subject before it" if is_subject(scene, chosen) else "the last person named whom it fits"
    trace = f"'{word}' -> {chosen.actor.name}: {why}"
    return Found(start, end, chosen.actor, "pronoun", chosen.country, trace, token.i)


def _nameless(scene: Scene, token: Token, near: list[Found]) -> bool:
    """ "One protester died when a device went off in his hand": the only person of the clauses before has no name."""
    people = {f.head for f in near if f.actor.kind == "person"}
    for t in reversed([t for t in token.sent if t.i < token.i]):
        if t.i in people:
            break
        if t.lemma_.lower() in HUMANS and t.tag_ == "NN" and any(c.lower_ in {"a", "an"} for c in t.children):
            return True  # "the killing of a woman by her family"
    before = [t for t in token.sent if t.i < token.i and t.dep_ in {"nsubj", "nsubjpass"}]
    if not before or any(f.actor.kind == "person" and before[0].sent.start <= f.head < token.i for f in near):
        return False
    noun = next((t for t in reversed(before) if t.lemma_.lower() in HUMANS), before[-1])
    some = any(c.lower_ in {"a", "an", "one", "another"} for c in noun.children)
    return noun.tag_ == "NN" and some and noun.lemma_.lower() in HUMANS and not any(f.head == noun.i for f in near)


def _cataphoric(scene: Scene, token: Token, found: Found) -> bool:
    """ "In his speech, Johnson ...": a pronoun in front of the subject that it means."""
    if (
        found.how == "pronoun"
        or scene.sentence(found.start) != scene.sentence(token.idx)
        or found.start - token.idx > 120
    ):
        return False
    head = scene.doc[found.head]
    if head.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    # The pronoun's phrase has to hang on the subject's verb and to stand before the subject.
    verb = head.head
    climb = token
    for _ in range(8):
        if climb.head.i == climb.i:
            return False
        climb = climb.head
        if climb.i == verb.i:
            return bool(token.tag_ == "PRP$" or token.head.i != verb.i)
    return False


def _utterer(scene: Scene, found: Found, quote: int) -> bool:
    """True for the one who speaks a quotation: subject of a verb of saying next to it."""
    start, end = scene.quotes[quote]
    if not (found.end > start - 120 and found.start < end + 60):
        return False
    return speaks(scene, scene.doc[found.head])


def _thing(scene: Scene, start: int, end: int, said: list[Found]) -> Found | None:
    """The state or body that "it" means: the subject of its sentence or of the one before, and nothing else between."""
    token = scene.token(start)
    if token.lower_ == "it" and (token.dep_ not in {"nsubj", "nsubjpass"} or token.head.lemma_ == "be"):
        return None
    sentence = scene.sentence(start)
    things = [
        f for f in said if f.actor.kind != "person" and f.end <= start and sentence - scene.sentence(f.start) <= 1
    ]
    own = [f for f in things if scene.sentence(f.start) == sentence]
    subjects = [f for f in own if is_subject(scene, f) and _is_head(scene, f) and not _one_of_several(scene, f)]
    chosen = subjects[-1] if subjects else None
    if chosen is None and token.lower_ in {"its", "itself"}:
        near = [f for f in own if start - f.end < 60 and f.actor.kind == "country" and f.how in {"name", "metonym"}]
        near = [] if near and _one_of_several(scene, near[-1]) else near
        nouns = scene.doc[near[-1].head + 1 : token.i] if near else []
        chosen = near[-1] if near and not any(t.pos_ in {"NOUN", "PROPN"} for t in nouns) else None
    if chosen is None and token.dep_ in {"nsubj", "nsubjpass"}:
        before = [
            f for f in things if scene.sentence(f.start) == sentence - 1 and is_subject(scene, f) and _is_head(scene, f)
        ]
        roots = [f for f in before if scene.doc[f.head].head.dep_ == "ROOT"]
        chosen = roots[-1] if roots and not own else None
    if chosen is None:
        return None
    word = scene.text[start:end]
    trace = f"'{word}' -> {chosen.actor.name}: the subject before it"
    return Found(start, end, chosen.actor, "pronoun", chosen.country, trace, token.i)


def _one_of_several(scene: Scene, found: Found) -> bool:
    """True in "Russia, the United States and Britain undertook to respect its borders", where "its" means none."""
    token = scene.doc[found.head]
    others = [child for child in token.children if child.dep_ == "conj"]
    others += [token.head] if token.dep_ == "conj" else []
    return any(other.pos_ == "PROPN" for other in others)


def _is_head(scene: Scene, found: Found) -> bool:
    """True where the mention is the noun itself, no adjective of another."""
    return scene.doc[found.head].dep_ in {"nsubj", "nsubjpass", "conj", "pobj", "appos"} and found.how != "demonym"
