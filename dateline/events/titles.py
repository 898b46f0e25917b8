"""Titles fit for a chart: who does what to whom, in the present of headlines, names for pronouns, no dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dateline.events.clause import RELATIVE, children, is_passive, subjects, tense
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene
from dateline.limits import MAX_TITLE_CHARS
from dateline.model import Participant

if TYPE_CHECKING:
    from spacy.tokens import Token

# What a title calls an act when its clause gives no words of its own.
NOUN = {
    "treaty": "agreement", "visit": "visit", "meeting": "meeting", "statement": "statement", "vote": "vote",
    "policy": "decision", "sanction": "sanctions", "attack": "attack", "military": "military move",
    "protest": "protest", "legal": "legal action", "election": "election", "office": "change of office",
    "aid": "aid", "disaster": "disaster", "life": "life event", "founding": "founding", "other": "event",
}  # fmt: skip
HOSTING = word_list("hosting")
TREATY_VERBS = word_list("treaty_verbs")
BEFORE_DATE = word_list("before_date")
DETERMINERS = word_list("determiners")
LEADING = word_list("leading")
KEPT_PREPOSITIONS = word_list("kept_prepositions")


def act_title(
    scene: Scene,
    type_: str,
    trigger: Token,
    participants: Sequence[Participant],
    obj: Token | None,
    span: tuple[int, int],
) -> str:
    """The title of an act, at most `MAX_TITLE_CHARS` long.

    Treaties, visits and meetings follow a pattern where their parties are known; otherwise the clause itself (the
    token range ``span``) is put into a headline's words.
    """
    people = [p for p in participants if p.actor.kind == "person"]
    if type_ == "treaty" and obj is not None:
        sides = side_names(scene, participants)
        thing = phrase(scene, obj)
        if len(sides) >= 2 and thing:
            verb = trigger.lemma_.lower() if obj.i != trigger.i and trigger.lemma_.lower() in TREATY_VERBS else "sign"
            if obj.i == trigger.i or verb == "sign":
                inside = [side for side in sides if side in thing]
                return cut(f"{listed(sides)} sign {thing}" if not inside else capital(thing))
            return cut(f"{listed(sides)} {verb} {thing}")
    if type_ == "visit":
        guests = "target" if trigger.lemma_.lower() in HOSTING else "source"
        travellers = [p for p in people if p.role == guests] or people[:1]
        home = {p.country for p in travellers}
        hosts = [p.actor.id if p.actor.kind == "country" else p.country for p in participants if p.role != guests]
        there = [state.name for code in hosts if code and code not in home and (state := scene.state(code))]
        if travellers and there:
            verb = "visits" if len(travellers) == 1 else "visit"
            return cut(f"{listed(p.actor.name for p in travellers)} {verb} {listed(there)}")
    if type_ == "meeting":
        who = [p.actor.name for p in parties(participants) if p.role != "other"]
        if len(who) >= 2:
            return cut(f"{listed(who)} meet")
    line = headline(scene, span, trigger)
    who = [p.actor.name for p in parties(participants)]
    if line and trigger.pos_ not in ("VERB", "AUX") and who and not any(name.split()[-1] in line for name in who):
        return cut(f"{listed(who)}: {phrase(scene, trigger)}")
    if line and len(line.split()) >= 2:
        return cut(line)
    return cut(f"{listed(who)}: {NOUN[type_]}" if who else capital(NOUN[type_]))


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
    who = speaker or listed(p.actor.name for p in participants if p.role == "source") or "Officials"
    if content:
        said = resolved(scene, content[0], content[1], keep_dates=True, known=(who,))
        said = said.removeprefix("that ").rstrip(".")
        if len(said.split()) >= 3:
            if plain and not said.startswith("to "):
                return cut(f"{who}: {said}")
            # "denies that", "promises to": there the verb carries the meaning.
            verb = verb_form(trigger, plural=" and " in who)
            clause = said.startswith("to ") or trigger.pos_ not in ("VERB", "AUX") or not _is_that_clause(trigger)
            return cut(f"{who} {verb} {said}" if clause else f"{who} {verb} that {said}")
    line = headline(scene, span, trigger)
    if line and len(line.split()) >= 4:
        return cut(line if who.split()[-1] in line else f"{who}: {line}")
    about = [p.actor.name for p in parties(participants) if p.actor.name != who and p.role != "source"]
    return cut(f"{who} on {listed(about)}" if about else f"{who}: statement")


def _is_that_clause(verb: Token) -> bool:
    return any(child.dep_ == "ccomp" for child in verb.children)


def listed(names: Iterable[str], *, most: int = 3) -> str:
    """ "Russia and North Korea"; "Cyprus, Greece and Israel"; more are counted: "France, Spain and 4 others"."""
    found = list(dict.fromkeys(names))
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} others"]
    return ", ".join(found[:-1]) + " and " + found[-1] if len(found) > 1 else "".join(found)


def parties(participants: Sequence[Participant]) -> list[Participant]:
    """Who a title names: people, and the states that no named person stands for, then organisations."""
    people = [p for p in participants if p.actor.kind == "person"]
    covered = {p.country for p in people}
    states = [p for p in participants if p.actor.kind == "country" and p.actor.id not in covered]
    rest = [p for p in participants if p.actor.kind in ("IGO", "organisation")]
    return [*people, *states, *rest]


def side_names(scene: Scene, participants: Sequence[Participant]) -> list[str]:
    """The states that sign: those named, and those that the people who sign stand for."""
    codes = [p.actor.id if p.actor.kind == "country" else p.country for p in participants if p.role != "other"]
    states = [state for code in codes if code and (state := scene.state(code))]
    return list(dict.fromkeys(state.name for state in states))


def headline(scene: Scene, span: tuple[int, int], trigger: Token) -> str:
    """A clause in a headline's words: its verb in the present, passives without "was", no dates, names for pronouns.

    "" where a pronoun cannot be resolved.
    """
    if trigger.pos_ not in ("VERB", "AUX"):
        return capital(phrase(scene, trigger))
    start, end = span
    helpers = children(trigger, "aux", "auxpass", "neg") if status_plain(trigger) else []
    dropped = {h.i for h in helpers}
    forms: dict[int, str] = {}
    doers = subjects(trigger)
    passive = is_passive(trigger)
    if not passive and status_plain(trigger):
        plural = len(doers) > 1 or any(t.tag_ in ("NNS", "NNPS") or t.lower_ in ("they", "we", "two") for t in doers)
        forms[trigger.i] = verb_form(trigger, plural=plural)
    own = children(trigger, "nsubj", "nsubjpass")
    if own and own[0].lower_ not in RELATIVE and start <= own[0].i < end:
        return capital(_start(resolved(scene, start, end, dropped=dropped, forms=forms)))
    # The clause shares its subject with another ("who died", "to visit the city"): name it here.
    named = listed(m.actor.name for t in doers[:3] for m in scene.named(t)) or (
        phrase(scene, doers[0]) if doers else ""
    )
    rest = resolved(scene, min(trigger.i, min(dropped, default=trigger.i)), end, dropped=dropped, forms=forms)
    return capital(f"{named} {rest}") if named and rest else ""


def status_plain(verb: Token) -> bool:
    """Whether a verb simply tells that something happened or happens, so that a headline may put it in the present."""
    return tense(verb) in ("past", "present", "none") and not children(verb, "neg")


def resolved(
    scene: Scene,
    start: int,
    end: int,
    *,
    dropped: set[int] | None = None,
    forms: dict[int, str] | None = None,
    keep_dates: bool = False,
    known: Sequence[str] = (),
) -> str:
    """The words between two tokens with names for pronouns, without quotation marks and (unless kept) dates.

    "" where a personal pronoun stands for nobody known.
    """
    skip = set(dropped or ())
    if not keep_dates:
        for i in range(start, end):
            if i in scene.time_at and scene.time_at[i].type in ("DATE", "TIME"):
                skip.add(i)
                if i - 1 >= start and scene.doc[i - 1].lower_ in BEFORE_DATE:
                    skip.add(i - 1)
    pieces: list[str] = []
    said: set[str] = set(known)
    for i in range(start, end):
        token = scene.doc[i]
        if i in skip or token.is_space or token.text in '"“”„«»':
            if pieces and not pieces[-1].endswith(" "):
                pieces.append(" ")
            continue
        text = (forms or {}).get(i) or scene.document.text[token.idx : token.idx + len(token)]
        if token.tag_ in ("PRP", "PRP$") and token.dep_ != "expl" and token.lower_ != "itself":
            names = [m.actor.name for m in scene.named(token)]
            if not names:
                return ""
            # Whose is plain where the name has just been said.
            if token.tag_ != "PRP$":
                text = listed(names)
            elif not set(names) <= said:
                text = listed(names) + "'s"
        people = [m for m in scene.named(token) if m.actor.kind == "person" and m.how == "name"]
        if people:
            # The full name, once: a headline's reader has not read the article's first sentence.
            if i > start and i - 1 not in skip and people[0] in scene.named(scene.doc[i - 1]):
                if token.whitespace_ and pieces and not pieces[-1].endswith(" "):
                    pieces.append(" ")
                continue
            text = people[0].actor.name
        said |= {m.actor.name for m in scene.named(token)}
        pieces.append(text + token.whitespace_)
    text = " ".join("".join(pieces).split())
    return text.replace(" ,", ",").replace(",,", ",").strip(" ,;:-–'‘’")


def phrase(scene: Scene, head: Token | None) -> str:
    """The words of a noun phrase up to its first clause, without its determiner; "" where a pronoun stays."""
    if head is None or head.pos_ == "PRON":
        return ""
    left, right = head.left_edge.i, head.i + 1
    for child in head.children:
        kept_prep = child.dep_ == "prep" and child.lower_ in KEPT_PREPOSITIONS
        if child.i > head.i and (kept_prep or child.dep_ in ("compound", "nmod", "poss", "case")):
            right = max(right, child.right_edge.i + 1)
    for i in range(head.i + 1, right):
        if scene.doc[i].dep_ in ("relcl", "acl", "advcl") or scene.doc[i].text in ("\n", ",", ";", ":", "-", "–"):
            right = i
            break
    return _start(resolved(scene, left, right))


def _start(text: str) -> str:
    """``text`` without the determiners and link words that it begins with."""
    words = text.split(" ")
    while len(words) > 1 and words[0].lower().strip(",") in LEADING | DETERMINERS | {""}:
        words = words[1:]
    return " ".join(words)


def capital(text: str) -> str:
    """``text`` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def verb_form(verb: Token, *, plural: bool) -> str:
    """A verb in the headline's present: "sign" after several, "signs" after one."""
    lemma = verb.lemma_.lower()
    if plural:
        return lemma
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or lemma in ("go", "do", "veto"):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return {"have": "has", "be": "is"}.get(lemma, lemma + "s")


def cut(text: str) -> str:
    """At most `MAX_TITLE_CHARS` characters: shortened at a word with an ellipsis where it must be."""
    text = capital(" ".join(text.split()))
    if len(text) <= MAX_TITLE_CHARS:
        return text
    return text[: MAX_TITLE_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"
