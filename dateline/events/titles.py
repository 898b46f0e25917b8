"""Titles fit for a chart: who does what to whom, in the present of headlines, names for pronouns, no dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.events.clause import RELATIVE, children, is_passive, subjects, with_to
from dateline.events.lexicon import lexicon, word_list
from dateline.events.scene import Scene
from dateline.events.wording import capital, cut, listed, phrase, resolved, status_plain, verb_form
from dateline.model import ActorMention, Participant

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
PLACING = word_list("placing")
TREATY_VERBS = word_list("treaty_verbs")
INTENDING = word_list("failing") | word_list("intending")
INTENT_NOUNS = word_list("intent_nouns")
RETURNING = word_list("returning")
SUMMONING = word_list("summoning")
# What ties a clause to the text around it: a title stands alone.
LINKING = frozenset({"also", "too", "already", "then", "later", "meanwhile", "however"})
# Past forms that are no participle, so that "the pact broke" is not put as "the pact broke" of somebody.
PAST_ALONE = frozenset({
    "began", "broke", "chose", "did", "drew", "fell", "flew", "forgot", "froze", "gave", "grew", "knew", "ran", "rose",
    "saw", "spoke", "stole", "swore", "took", "threw", "went", "withdrew", "wrote",
})  # fmt: skip


def act_title(
    scene: Scene,
    type_: str,
    trigger: Token,
    participants: Sequence[Participant],
    obj: Token | None,
    span: tuple[int, int],
    *,
    denied: bool = False,
) -> str:
    """The title of an act, at most `MAX_TITLE_CHARS` long.

    Treaties, visits and meetings follow a pattern where their parties are known, and where they are not ``denied``;
    otherwise the clause itself (the token range ``span``) is put into a headline's words.
    """
    pattern = {} if denied else {"treaty": _treaty, "visit": _visit, "meeting": _meeting}
    made = pattern.get(type_)
    title = made(scene, trigger, participants, obj, span) if made else None
    if title:
        return cut(title)
    line = headline(scene, span, trigger) or headline(scene, _before_unknown(scene, span, trigger), trigger)
    who = [p.actor.name for p in parties(participants)]
    if len(line.split()) < 2 and trigger.pos_ == "NOUN":
        dated = phrase(scene, trigger, keep_dates=True)
        if len(dated.split()) > 1 and type_ == "treaty":
            return cut(dated)  # "treaty of 1961"
        if type_ == "meeting" and line and who:
            return cut(f"{line} {'between' if len(who) > 1 else 'with'} {listed(who)}")
    if line and trigger.pos_ not in ("VERB", "AUX") and who and not any(name.split()[-1] in line for name in who):
        states = [p for p in participants if p.actor.kind == "country"]
        if len(participants) == 1 and states and states[0].role == "other":
            return cut(f"{line} in {states[0].actor.name}")
        return cut(f"{listed(who)}: {phrase(scene, trigger)}")
    if line and len(line.split()) >= 2:
        return cut(line)
    only_there = all(p.role == "other" for p in participants)
    if all(p.role != "source" for p in participants) and (deed := _deed(scene, span, trigger, type_)):
        return cut(deed)
    if type_ in ("treaty", "meeting") and len(who) > 1 and not only_there:
        return cut(f"{capital(NOUN[type_])} between {listed(who)}")
    if who and only_there and not (type_ == "treaty" and len(who) > 1):
        return cut(f"{capital(NOUN[type_])} in {listed(who)}")  # only where it was is known
    return cut(f"{listed(who)}: {NOUN[type_]}" if who else capital(NOUN[type_]))


def _deed(scene: Scene, span: tuple[int, int], verb: Token, type_: str) -> str:
    """What was done by somebody unknown ("it bought the stake"), or "".

    "Stake bought for 15 million", "Plan to buy the stake", "Agreement to buy the stake".
    """

    def to_do(what: Token) -> str:
        own = what.tag_ == "VB" and with_to(what)
        rest = resolved(scene, what.i + 1, span[1], partial=True) if own else ""
        return f"to {what.lemma_.lower()} {rest}" if rest else ""

    if verb.pos_ != "VERB":
        return ""
    if plan := to_do(verb):
        return f"Plan {plan}"
    if type_ == "treaty" and (agreed := next(filter(None, map(to_do, children(verb, "xcomp"))), "")):
        return f"Agreement {agreed}"
    things = [thing for thing in children(verb, "dobj") if thing.i > verb.i and phrase(scene, thing)]
    done = verb.lower_
    if not things or verb.tag_ not in ("VBD", "VBN") or done in PAST_ALONE or not status_plain(verb):
        return ""
    thing, last = phrase(scene, things[0]), things[0].right_edge.i + 1
    around = last < span[1] and scene.doc[last].pos_ == "ADP"
    rest = resolved(scene, last, span[1], partial=True) if around else ""
    words = f"{thing} {done} {rest}".split()
    return capital(" ".join(words)) if len(words) > 2 else ""


def _treaty(
    scene: Scene, trigger: Token, participants: Sequence[Participant], obj: Token | None, span: tuple[int, int]
) -> str | None:
    sides = side_names(scene, participants)
    thing = re.sub(r"\bthere ", "", phrase(scene, obj))  # "signed a joint statement there against the plans"
    if obj is None or len(sides) < 2 or not thing:
        return None
    if obj.i != trigger.i and trigger.lemma_.lower() not in TREATY_VERBS and not _agreed(obj):
        return None  # "ended a dispute", "ordered tanks"
    verb = trigger.lemma_.lower() if obj.i != trigger.i and trigger.lemma_.lower() in TREATY_VERBS else "sign"
    if obj.i != trigger.i and verb != "sign":
        return f"{listed(sides)} {verb} {thing}"
    return capital(thing) if any(side in thing for side in sides) else f"{listed(sides)} sign {thing}"


def _agreed(noun: Token) -> bool:
    """Whether a noun is something that is signed: "put their names to the deal"."""
    agreements = lexicon().classes["agreement"]
    return any(t.lemma_.lower() in agreements for t in noun.doc[noun.left_edge.i : noun.i + 1])


def _visit(
    scene: Scene, trigger: Token, participants: Sequence[Participant], obj: Token | None, span: tuple[int, int]
) -> str | None:
    people = [p for p in participants if p.actor.kind == "person"]
    if trigger.lemma_.lower() in RETURNING | SUMMONING or not people:
        return None
    if trigger.lemma_.lower() in HOSTING and (by := _hosted(trigger, people)):
        return by
    left = _after(scene, span, ("from",))
    states = {p.actor.id for p in participants if p.actor.kind == "country"} - left
    guests = "target" if trigger.lemma_.lower() in HOSTING else "source"
    travellers = [p for p in people if p.role == guests] or people[:1]
    abroad = [p for p in travellers if p.country not in states] or travellers
    home = {p.country for p in abroad}
    hosts = [p.actor.id if p.actor.kind == "country" else p.country for p in participants if p not in abroad]
    codes = dict.fromkeys(code for code in hosts if code and code not in home | left)
    there = [state.name for code in codes if (state := scene.state(code))]
    if not there:
        return None
    verb = "visits" if len(abroad) == 1 else "visit"
    return f"{listed(p.actor.name for p in abroad)} {verb} {listed(there)}"


def _hosted(verb: Token, people: Sequence[Participant]) -> str | None:
    """Who receives whom, where both are named: of a visit of days that is one hour, and no second visit."""
    hosts, guests = ([p.actor.name for p in people if p.role == role] for role in ("source", "target"))
    return f"{listed(hosts)} {verb_form(verb, plural=len(hosts) > 1)} {listed(guests)}" if hosts and guests else None


def _meeting(
    scene: Scene, trigger: Token, participants: Sequence[Participant], obj: Token | None, span: tuple[int, int]
) -> str | None:
    places = _after(scene, span, tuple(PLACING))
    noun = obj if obj is not None and trigger.pos_ in ("VERB", "AUX") else trigger
    owned = noun.pos_ == "NOUN" and noun.lemma_.lower() in ("summit", "session", "conference", "forum", "congress")
    own = [t for t in noun.doc[noun.left_edge.i : noun.i] if t.dep_ in ("compound", "poss", "nmod", "pobj")]
    if owned and any(m.actor.kind in ("IGO", "organisation") for t in own for m in scene.named(t)):
        return None  # "the BRICS summit": its own meeting, which nobody has with it
    met = [p for p in parties(participants) if p.role != "other" and p.actor.id not in places]
    people = [p for p in met if p.actor.kind == "person"]
    who = people if len(people) >= 2 else met
    return f"{listed(p.actor.name for p in who)} meet" if len(who) >= 2 else None


def _after(scene: Scene, span: tuple[int, int], prepositions: Sequence[str]) -> set[str]:
    """The states that a clause names only behind one of these prepositions: where it was, where somebody came from."""
    behind: set[str] = set()
    elsewhere: set[str] = set()
    for token in scene.doc[span[0] : span[1]]:
        for mention in scene.named(token):
            if mention.actor.kind == "country" and mention.how in ("name", "metonym"):
                placed = token.dep_ == "pobj" and token.head.lower_ in prepositions
                (behind if placed else elsewhere).add(mention.actor.id)
    return behind - elsewhere


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

    It begins with its subject. "" where a pronoun cannot be resolved.
    """
    if trigger.pos_ not in ("VERB", "AUX"):
        return capital(phrase(scene, trigger))
    start, end = span
    helpers = children(trigger, "aux", "auxpass", "neg") if status_plain(trigger) else []
    dropped = {h.i for h in helpers} | _links(scene, trigger)
    forms: dict[int, str] = {}
    doers = subjects(trigger)
    passive = is_passive(trigger)
    if not passive and status_plain(trigger):
        before = [doer for doer in doers if doer.i < trigger.i]  # one behind the verb is its object, misread
        forms[trigger.i] = verb_form(trigger, plural=_several(scene, before or doers))
    own = children(trigger, "nsubj", "nsubjpass")
    if own and own[0].lower_ not in RELATIVE and start <= own[0].i < end:
        titled = [m for m in scene.named(own[0]) if m.how == "title" and m.actor.kind == "person"]
        if titled and own[0].i < trigger.i:
            known = [m.actor.name for m in titled]
            rest = resolved(scene, _after_subject(own[0], trigger), end, dropped=dropped, forms=forms, known=known)
            return f"{listed(m.actor.name for m in titled)} {rest}" if rest else ""
        if own[0].i < trigger.i and (aside := _aside(scene, own[0])) is not None:
            # "Shultz, accompanied by his advisers, arrived": the name alone.
            dropped |= set(range(aside, min(h.i for h in [trigger, *helpers, *children(trigger, "aux")])))
        first = own[0].left_edge.i if own[0].i < trigger.i else start
        if scene.doc[first].tag_ == "PRP$" and not scene.named(scene.doc[first]) and own[0].i < trigger.i:
            first += 1  # "its assets were sold", where nobody knows whose
        line = _main(resolved(scene, max(start, first), end, dropped=dropped, forms=forms, bare=True))
        if line and trigger.dep_ == "relcl" and any(t.lower_ in RELATIVE for t in children(trigger, "dobj")):
            line = f"{line} {phrase(scene, trigger.head)}"  # "the treaty that Moscow concluded"
        return capital(line)
    # The clause shares its subject with another ("who died", "to visit the city"): name it here.
    named = listed(_called(scene, t) for t in doers[:3])
    if children(trigger, "aux") and trigger.tag_ == "VB" and trigger.head.lemma_ == "be":
        forms[trigger.i] = f"to {trigger.lemma_.lower()}"  # "the parliament is to meet"
    known = [m.actor.name for t in doers for m in scene.named(t)]
    first = min(trigger.i, min(dropped, default=trigger.i))
    if not status_plain(trigger):
        # "which will provide money", "who has never held office": without these words it would say something else.
        first = min([first, *(h.i for h in children(trigger, "aux", "auxpass", "neg") if h.lower_ != "to")])
    elif named and (intent := _intent(scene, trigger, doers)) is not None:
        first = min([trigger.i, *(h.i for h in children(trigger, "aux"))])
        named = f"{named} {intent}".strip()
        forms[trigger.i] = f"to {'be ' if passive else ''}{trigger.lower_ if passive else trigger.lemma_.lower()}"
    rest = resolved(scene, first, end, dropped=dropped, forms=forms, known=known)
    return capital(_main(f"{named} {rest}")) if named and rest else ""


def _intent(scene: Scene, verb: Token, doers: Sequence[Token]) -> str | None:
    """What a title puts before an infinitive that has not come about: "tries" to storm it, "" of a plan to do so.

    None where the infinitive tells what was done ("helped to draft").
    """
    above = verb.head
    if not with_to(verb) or not any(aux.lower_ == "to" for aux in children(verb, "aux")):
        return None
    if verb.dep_ in ("acl", "relcl"):
        return "" if above.lemma_.lower() in INTENT_NOUNS and doers and doers[0] == above else None
    if verb.dep_ != "xcomp" or children(above, "dobj", "neg") or above.lemma_.lower() not in INTENDING:
        return None
    if is_passive(above):
        return ""  # "is expected to resign"
    if not status_plain(above):
        helpers = [h.lower_ for h in children(above, "aux") if h.lower_ != "to"]
        return " ".join([*helpers, above.lower_])
    return verb_form(above, plural=_several(scene, doers))


def _links(scene: Scene, verb: Token) -> set[int]:
    """The adverbs that tie a verb to what was told before ("also", ", too,"), with the commas around them."""
    found = {t.i for t in children(verb, "advmod") if t.lower_ in LINKING}
    for i in tuple(found):
        if 0 < i < len(scene.doc) - 1 and scene.doc[i - 1].text == scene.doc[i + 1].text == ",":
            found |= {i - 1, i + 1}
    return found


def _before_unknown(scene: Scene, span: tuple[int, int], trigger: Token) -> tuple[int, int]:
    """A clause up to the phrase whose pronoun stands for nobody known: "established relations with it"."""
    for token in scene.doc[trigger.i + 1 : span[1]]:
        if token.tag_ in ("PRP", "PRP$") and not scene.named(token):
            end = min(token.left_edge.i, token.head.i) if token.head.pos_ == "ADP" else token.left_edge.i
            return (span[0], end) if end > trigger.i + 1 else span
    return span


def _called(scene: Scene, subject: Token) -> str:
    """What a title calls a subject: the actor's name, but a body of a state by its own words ("Soviet parliament")."""
    named = scene.named(subject)
    names = [m.actor.name for m in named if m.how in ("name", "pronoun") or (m.how == "title" and _one_person(m))]
    words = phrase(scene, subject)
    if names or len(words.split()) < 2:
        return listed(names or [m.actor.name for m in scene.named(subject)]) or words
    return words


def _one_person(mention: ActorMention) -> bool:
    """Whether words that stand for somebody ("the Russian leader") are no body of a state: "the new government"."""
    return mention.actor.kind == "person"


def _several(scene: Scene, doers: Sequence[Token]) -> bool:
    """Whether a verb's subject is more than one; a person's name that ends in "s" is not."""
    one = {m.actor.id for t in doers for m in scene.named(t) if m.how == "name" or m.actor.kind == "person"}
    if any(_people(scene, t) for t in doers):
        return True
    if len(one) == 1 and all(scene.named(t) for t in doers):
        return False
    return len(doers) > 1 or any(t.tag_ in ("NNS", "NNPS") or t.lower_ in ("they", "we", "two") for t in doers)


def _people(scene: Scene, subject: Token) -> bool:
    """Whether a state is named by its people: "the Soviets", not "the Philippines"."""
    if subject.tag_ not in ("NNS", "NNPS"):
        return False
    return any(m.actor.kind == "country" and subject.lower_ not in m.actor.name.lower() for m in scene.named(subject))


def _main(line: str) -> str:
    """A headline without the relative clause that only adds something: "…, which he served until 2018"."""
    return re.split(r", (?:which|who|whom|whose|where)\b", line)[0]


def _aside(scene: Scene, subject: Token) -> int | None:
    """Where the description behind a subject begins: any behind a person's name, a relative clause behind a noun."""
    named = any(m.actor.kind == "person" and m.how == "name" for m in scene.named(subject))
    if named and any(c.i > subject.i for c in children(subject, "appos", "relcl", "acl", "advcl")):
        return subject.i + 1
    asides = [c.left_edge.i for c in children(subject, "relcl") if scene.doc[c.left_edge.i - 1].text == ","]
    return asides[0] - 1 if asides else None


def _after_subject(subject: Token, verb: Token) -> int:
    return min(subject.right_edge.i + 1, verb.i)
