"""Codings put on mentions: their code, their roles, and mentions of their own where no other rule made one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dateline.events.act import Act
from dateline.events.bodies import body_name
from dateline.events.clause import SUBJECTS, clause, objects, subjects, tense
from dateline.events.coding import Coding
from dateline.events.fitting import figurative, in_words, quarrels
from dateline.events.lexicon import Speech, Trigger
from dateline.events.parties import is_place
from dateline.events.plover import AGAINST, GUESTS, HOSTS
from dateline.events.roles import Roles
from dateline.events.saying import Saying
from dateline.events.scene import BETWEEN_STATES, Scene
from dateline.events.speakers import is_first_person
from dateline.events.told import only_possible, through_the_years
from dateline.model import CONTINUED_BY, EventMention, Participant, Role

BY_THINGS = frozenset({"prevent", "suppress", "exclude", "isolate"})
"""What things do as often as powers: "the storm prevented the vote"."""


def untold(scene: Scene, found: dict[int, Coding], there: set[int], speaking: set[str]) -> Iterator[Act | Saying]:
    """Acts and statements for the codings that no other rule has made a mention of.

    ``there``: the places of triggers in the text; ``speaking``: ids of who is told to say something already, since a
    sentence tells one statement of each speaker.
    """
    for coding in found.values():
        rule, token = coding.rule, coding.token
        if rule.type is None or coding.plover is None or coding.lent or token.idx in there:
            continue
        if not (coding.roles.sources or coding.roles.targets):
            continue
        if only_possible(rule.type, token) or _lame(coding):
            continue
        start, end = clause(token)
        participants = with_roles((), coding.roles)
        if rule.type != "statement":
            yield Act(
                rule=Trigger(name=f"plover.{rule.name}", type=_type_of(coding), plover=coding.plover),
                token=token,
                start=start,
                end=end,
                participants=participants,
                object=next(iter(objects(token)), None),
                verb=token,
            )
        elif (
            not through_the_years(token)
            and _speaks(coding)
            and not speaking & {m.actor.id for m in coding.roles.sources}
        ):
            speaking |= {m.actor.id for m in coding.roles.sources}
            yield Saying(
                rule=Speech(name=f"plover.{rule.name}", verbs=frozenset(), plover=coding.plover, content="any"),
                token=token,
                start=start,
                end=end,
                speaker=_speaker(scene, coding),
                outlet=None,
                participants=participants,
                content=None,
            )


def _speaker(scene: Scene, coding: Coding) -> str:
    """Who speaks by a coding: the person or state, or the body that is the subject ("the Russian shareholders")."""
    first = coding.roles.sources[0].actor
    subject = next(iter(subjects(coding.token)), None)
    unnamed = subject is not None and subject.pos_ == "NOUN" and first.kind == "country"
    return body_name(scene, subject) if subject is not None and unnamed and not scene.named(subject) else first.name


def _lame(coding: Coding) -> bool:
    """Whether a coding is too weak for an act of its own: an attack in words, what things keep somebody from.

    And access is told where something became of it: "access improved", not "the right of access".
    """
    token = coding.token
    if token.pos_ == "NOUN" and coding.rule.type == "other" and token.dep_ not in SUBJECTS:
        return True
    if coding.rule.type == "attack":
        wordy = quarrels(token) or in_words(token) or any(figurative(t) for t in objects(token))
        return wordy or token.lemma_.lower() == "beat"  # in games
    return token.lemma_.lower() in BY_THINGS and not coding.roles.sources


def _type_of(coding: Coding) -> str:
    """The type of an act that only its coding tells: CONSULT is a visit where somebody travels or is received."""
    type_ = coding.rule.type or "other"
    return "visit" if type_ == "meeting" and coding.token.lemma_ in GUESTS | HOSTS else type_


def _speaks(coding: Coding) -> bool:
    """Whether a finite main verb has somebody known for its subject."""
    token = coding.token
    if token.dep_ in ("relcl", "acl", "xcomp", "pcomp", "amod") or tense(token) not in ("past", "present", "future"):
        return False
    if any(map(is_first_person, subjects(token))):
        return False  # "I thank all", inside of what is said
    if token.lemma_.lower() == "make" and token.dep_ == "ccomp":
        return False  # "he said that Egyptians had made it clear"
    return bool(coding.roles.sources)


def coded(scene: Scene, mention: EventMention, coding: Coding | None) -> EventMention:
    """A mention with the code and the roles that its sentence gives it.

    Where two deal with each other, the town in which they do is no third: "their talks in Geneva".
    """
    if coding is None:
        if mention.status in ("hypothetical", "denied") and mention.type != "statement":
            return replace(mention, plover=None)
        if mention.status == "planned" and mention.plover is not None and mention.type != "statement":
            return replace(mention, plover="THREATEN" if mention.plover in AGAINST else "AGREE")
        return mention
    roles = coding.roles
    parties = {p.country if p.actor.kind != "person" else p.actor.id for p in mention.participants if p.country}
    if mention.type in BETWEEN_STATES and len(parties) > 1:
        roles = Roles(roles.sources, tuple(m for m in roles.targets if not is_place(scene, m)))
    return replace(mention, plover=coding.plover, participants=with_roles(mention.participants, roles))


def with_roles(participants: tuple[Participant, ...], roles: Roles) -> tuple[Participant, ...]:
    """Participants with their roles set anew, and with those added whom the clause names as well."""
    sources = _with_heirs(m.actor.id for m in roles.sources)
    targets = _with_heirs(m.actor.id for m in roles.targets)
    made: list[Participant] = []
    for each in participants:
        role: Role = each.role
        if each.actor.id in sources & targets and role != "other":
            pass  # both sides of one state: the two entries stay as they are
        elif each.actor.id in sources:
            role = "source"
        elif each.actor.id in targets:
            role = "target"
        elif (sources and role == "source") or (targets and role == "target"):
            role = "other"
        made.append(replace(each, role=role))
    there = {(p.actor.id, p.role) for p in made}
    heirs = _with_heirs(p.actor.id for p in made)
    for listed, role in ((roles.sources, "source"), (roles.targets, "target")):
        for mention in listed:
            key = (mention.actor.id, role)
            if key in there or (mention.actor.id in heirs and mention.actor.id not in {p.actor.id for p in made}):
                continue
            there.add(key)
            made.append(Participant(actor=mention.actor, role=role, country=mention.country))
    return tuple(made)


def _with_heirs(ids: Iterable[str]) -> set[str]:
    found = set(ids)
    for former, (latter, _) in CONTINUED_BY.items():
        if former in found or latter in found:
            found |= {former, latter}
    return found
