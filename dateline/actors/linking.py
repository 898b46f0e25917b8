"""The verb *link*: a parsed article in, its actor mentions out."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dateline.actors.belonging import belongs
from dateline.actors.gazetteer import load, table
from dateline.actors.naming import NO_STATE
from dateline.actors.offices import resolve_noun, resolve_office, resolve_plural
from dateline.actors.people import choose, link_full_names, link_new_names, named_states
from dateline.actors.pronouns import anaphors, resolve
from dateline.actors.relations import kin_of_pronouns, link_relations
from dateline.actors.scene import Found, Person, Scene
from dateline.actors.states import link_states
from dateline.actors.surnames import link_surnames
from dateline.actors.titles import Description, descriptions
from dateline.actors.words import key
from dateline.model import Actor, ActorMention, Document, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc


Task = tuple[int, int, str, Description | None]
"""An anaphor to resolve: start, end, kind, and the description where it is one."""
UNHEARD = frozenset({"who", "i", "turn"})
"""Pronouns that later ones do not look back to: what stands in a relative clause or a quotation is out of sight."""


def link(
    document: Document, doc: Doc, times: Sequence[TimeExpression] = (), *, reference: date | None = None
) -> tuple[ActorMention, ...]:
    """All actor mentions of an article.

    ``doc`` is the spaCy parse of ``document.text`` (tagger, parser, entities). ``times`` are its time expressions:
    they tell which of two office holders a name means. ``reference`` is the day that the article speaks from.
    Returns mentions sorted by start and not overlapping, but for pairs ("both countries"), which give one mention
    for each actor with the same span. Every mention says in ``trace`` why it is this actor.
    """
    if reference is None and document.published and document.published.earliest:
        reference = document.published.earliest
    scene = Scene.of(load(), document, doc, times, reference)
    link_full_names(scene)
    link_new_names(scene)
    link_surnames(scene)
    link_states(scene)
    link_relations(scene)
    fill_countries(scene)
    link_anaphors(scene)
    kin_of_pronouns(scene)
    return tuple(finished(scene, found) for found in apart(scene.found))


def apart(found: list[Found]) -> list[Found]:
    """Mentions in order of the text, of those that overlap the longer; the mentions of a pair share one span."""
    kept: list[Found] = []
    for mention in sorted((f for f in found if not f.quiet), key=lambda f: (f.start, -f.end)):
        before = kept[-1] if kept else None
        if before and mention.start < before.end and (mention.start, mention.end) != (before.start, before.end):
            continue
        kept.append(mention)
    return kept


def link_anaphors(scene: Scene) -> None:
    """Descriptions, pronouns and pairs in the order of the text, each heard by those after it.

    Titles of a named state come first in their sentence, since a pronoun may stand before its noun ("once his stay
    ends, the Russian leader ..."); "I" in a quotation comes last: the speaker may be a pronoun behind it.
    """
    todo: list[Task] = [
        *((what.start, what.end, what.kind, what) for what in descriptions(scene)),
        *((start, end, kind, None) for start, end, kind in anaphors(scene)),
    ]
    said = sorted(scene.found, key=lambda f: f.start)
    taken = bytearray(len(scene.text))
    for start, end, kind, what in sorted(todo, key=lambda item: _turn(scene, item)):
        if any(taken[start:end]):
            continue
        new = described(scene, what, said) if what else resolve(scene, start, end, kind, said)
        if not new:
            continue
        taken[start:end] = b"\x01" * (end - start)
        for found in new if kind not in UNHEARD else ():
            insort(said, found, key=lambda f: f.start)
        scene.found += new


def _turn(scene: Scene, task: Task) -> tuple[bool, int, bool, int, int]:
    start, end, kind, what = task
    return kind in {"i", "turn"}, scene.sentence(start), not (what and what.state), start, -end


def described(scene: Scene, what: Description, said: list[Found]) -> list[Found]:
    """The actors that a description stands for."""
    if what.kind == "office" and what.title and what.title.plural:
        return resolve_plural(scene, what, said)
    one = resolve_office(scene, what, said) if what.kind == "office" else resolve_noun(scene, what, said)
    return [one] if one else []


def fill_countries(scene: Scene) -> None:
    """The state of people for whom the article names none: that of its story, said so in the trace."""
    home = scene.focus()
    for person in scene.people:
        if person.country is None and not person.known and (told := belongs(scene, person)):
            person.country, person.because = told
        if person.country is None and not person.known and (state := of_title(scene, person)):
            person.country, person.because = state, "by a title that no other state gives"
        if person.country is None and not person.known and (ministry := of_ministry(scene, person)):
            person.country, person.because = ministry, "by the ministry named before"
        if person.country is None and not person.known and (state := of_paragraph(scene, person)):
            person.country = state
            person.because = f"the sentence before tells of {scene.gaz.state_name(state)}"
        if person.country is None and not person.known and home:
            person.country = home
            person.because = f"the story is about {scene.gaz.state_name(home)}"
    by_id = {person.actor.id: person for person in scene.people}
    for person in scene.people:
        if person.country == NO_STATE:
            person.country = None
    for found in scene.found:
        if found.country == NO_STATE:
            found.country = None
        new = by_id.get(found.actor.id)
        if new is None or new.known:
            continue
        found.actor = new.actor
        if found.country is None and new.country:
            found.country = new.country
            if new.because.startswith("the story"):
                found.trace += f"; counted for {scene.gaz.state_name(new.country)}: {new.because}"


def of_paragraph(scene: Scene, person: Person) -> str | None:
    """The state that is the subject of the sentence before, in one paragraph: "Uganda welcomed it. Foreign Minister …".

    Only for somebody with a title, where no other state is the subject there.
    """
    first = next((f for f in scene.found if f.actor.id == person.actor.id), None)
    if first is None or not person.titles:
        return None
    number = scene.sentence(first.start)
    if number == 0 or "\n" in scene.text[scene.sentence_starts[number - 1] : first.start].strip():
        return None
    subjects = [
        f
        for f in scene.found
        if f.actor.kind == "country"
        and f.how == "name"
        and scene.sentence(f.start) == number - 1
        and scene.doc[f.head].dep_ == "nsubj"
        and scene.doc[f.head].head.dep_ == "ROOT"
    ]
    return subjects[0].country if len({f.country for f in subjects}) == 1 else None


def of_title(scene: Scene, person: Person) -> str | None:
    """The state that alone gives a person's title, if the article names it: "Agriculture Secretary Ann Reed"."""
    titles = {title.replace("_", " ") for title in person.titles}
    found = [code for code, given in table("titles")["home"].items() if titles & set(given)]
    return found[0] if len(found) == 1 and found[0] in named_states(scene) else None


def of_ministry(scene: Scene, person: Person) -> str | None:
    """The state of a minister whose ministry was named just before: "The Korean foreign ministry ... the minister"."""
    offices = {
        word for title in person.titles for word in title.replace("_", " ").split() if title.endswith("minister")
    }
    offices -= {"minister", "prime", "deputy", "vice"}
    first = next((f for f in scene.found if f.actor.id == person.actor.id), None)
    if first is None or not offices:
        return None
    number = scene.sentence(first.start)
    for found in sorted(scene.found, key=lambda f: -f.start):
        if found.end > first.start or found.country not in scene.gaz.states or number - scene.sentence(found.start) > 2:
            continue
        after = scene.text[found.end : found.end + 40].lower().replace("’", "'").lstrip().removeprefix("'s").split()
        if "ministry" in after[:3] and offices & set(after[: after.index("ministry")]):
            return found.country
    return None


def finished(scene: Scene, found: Found) -> ActorMention:
    """The mention as it is handed out."""
    return ActorMention(
        start=found.start,
        end=found.end,
        text=scene.text[found.start : found.end],
        actor=found.actor,
        how=found.how,
        country=found.country,
        trace=found.trace,
    )


def lookup(name: str, *, on: date | None = None) -> Actor | None:
    """The actor that a name means, on a day if given: ``lookup("Kim", on=date(1972, 1, 1))``.

    None for a name that the gazetteer does not hold, and for one that several share while no day decides.
    """
    gaz = load()
    forms = gaz.by_key.get(key(name), [])
    exact = [f for f in forms if f.sort != "blocked"]
    ids = list(dict.fromkeys(f.actor for f in exact if f.sort in {"person", "surname"}))
    for sort in ("state", "organisation", "demonym", "seat", "capital", "place"):
        codes = [f.actor for f in exact if f.sort == sort]
        if codes and not ids:
            return gaz.actor(codes[0])
    if not ids:
        return gaz.actor(name)
    if len(ids) > 1 and on is None:
        return None
    who = choose(gaz, ids, on, frozenset())
    return gaz.people[who] if who else None


def country(code: str) -> Actor | None:
    """The state of an alpha-3 code (ISO 3166-1; ISO 3166-3 for states of the past): ``country("PRK").name``."""
    state = load().states.get(code.upper())
    return state.actor if state else None


def died(who: str) -> date | None:
    """The day on which a person died, by id (``died("kim-il-sung")``); None where it is not known."""
    return load().died.get(who)
