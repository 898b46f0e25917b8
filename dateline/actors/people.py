"""People named in a text: those the gazetteer holds, and new ones with country and office from the text itself."""

from __future__ import annotations

from datetime import date

from dateline.actors.around import describe_person, read_after
from dateline.actors.gazetteer import Gazetteer, distance, in_office, table
from dateline.actors.naming import (
    PARTICLES,
    alike,
    first_name_gender,
    from_appositions,
    from_entities,
    from_first_names,
    from_surnames,
    from_titles,
    in_headline,
    surname_first,
    tail,
)
from dateline.actors.roles import title_before
from dateline.actors.scene import Found, Person, Scene, titles_of
from dateline.actors.words import key, mended, slug
from dateline.model import Actor


def country_on(actor: Actor, day: date | None) -> str | None:
    """The state that a person belongs to on a day: of the office held then, else of the nearest term."""
    if not actor.offices:
        return actor.country
    if day is None:
        return actor.offices[-1].country or actor.country
    # Whoever heads an international organisation acts for no state: its offices have no country.
    return min(actor.offices, key=lambda o: distance([o], day)).country or None


def office_on(actor: Actor, day: date | None) -> str:
    """The highest office held on a day, in words: "President of Russia on 19 June 2024"."""
    if day is None:
        return ""
    held = [o for o in actor.offices if in_office(o, day)]
    if not held:
        return ""
    from dateline.actors.gazetteer import load

    first = held[0]
    whose = f" of {load().state_name(first.country)}" if first.country else ""
    return f"{first.title}{whose} on {day.day} {day:%B %Y}"


def describe(actor: Actor, day: date | None, text: str) -> str:
    """Trace of a person's name."""
    office = office_on(actor, day)
    named = actor.name if text == actor.name else f"'{text}' is {actor.name}"
    return f"{named}, {office}" if office else named


def choose(gaz: Gazetteer, ids: list[str], day: date | None, countries: frozenset[str]) -> str | None:
    """Of people who share a name the one in office on the day, or next to it, with a word for states in the article."""
    ids = list(dict.fromkeys(ids))
    if len(ids) == 1:
        return ids[0]

    def rank(who: str) -> tuple[int, bool, int, int]:
        actor = gaz.people[who]
        gap = distance(actor.offices, day) if day else 0
        dead = bool(day and who in gaz.died and gaz.died[who] < day)
        return (0 if actor.country in countries or not countries else 1, dead, gap, -len(actor.offices))

    ranked = sorted(ids, key=rank)
    return ranked[0]


def link_full_names(scene: Scene) -> None:
    """People whose full name the gazetteer holds."""
    countries = named_states(scene)
    for match in scene.matches:
        if match.forms[0].sort != "person":
            continue
        ids = [form.actor for form in match.of("person")]
        who = choose(scene.gaz, ids, scene.time_of(match.start), countries)
        if who:
            place_known(scene, match.start, match.end, who)


def named_states(scene: Scene) -> frozenset[str]:
    """Codes of the states that the article names, whatever the names turn out to mean."""
    if scene.named is not None:
        return scene.named
    named = {form.actor for match in scene.matches for form in match.of("state", "demonym", "capital")[:1]}
    bodies = {scene.gaz.organisations[form.actor].country for m in scene.matches for form in m.of("organisation")[:1]}
    scene.named = frozenset(named | {code for code in bodies if code})
    return scene.named


def place_known(scene: Scene, start: int, end: int, who: str) -> Person:
    """A mention of somebody whom the gazetteer holds."""
    gaz = scene.gaz
    actor = gaz.people[who]
    day = scene.time_of(start)
    person = scene.introduce(
        Person(
            actor, key(actor.name), gaz.gender.get(who, ""), country_on(actor, scene.reference), titles_of(actor, day)
        )
    )
    text = scene.text[start:end]
    why = describe(actor, day, text)
    scene.add(Found(start, end, actor, "name", country_on(actor, day), why, scene.head(start, end)))
    describe_person(scene, person, start, end)
    return person


def link_new_names(scene: Scene) -> None:
    """People whom the gazetteer does not hold: names that the entity recogniser or a title marks as such."""
    found = {*from_entities(scene), *from_titles(scene), *from_first_names(scene), *from_appositions(scene)}
    found |= from_surnames(scene)
    spans = sorted(found, key=lambda s: (s[0], -s[1]))
    for first, last in spans:
        if in_headline(scene, first):
            continue
        words = scene.words[first:last]
        start, end = words[0].start, words[-1].end
        if not scene.free(start, end):
            continue
        name = mended(" ".join(scene.text[start:end].split())).replace(" - ", "-")
        folded = tuple(word.folded for word in words)
        who = _known_variant(scene, folded)
        if who:
            place_known(scene, start, end, who)
            continue
        if sum(word not in PARTICLES for word in folded) < 2:
            continue  # a surname alone: see link_surnames
        earlier = _introduced(scene, folded)
        if earlier is None and not _evidence(scene, first, last):
            continue
        if earlier is None:
            actor = Actor(id=slug(name), kind="person", name=name)
            surname = folded[0] if surname_first(scene, first, last) else ""
            earlier = scene.introduce(Person(actor, folded, known=False, surname=surname))
        described = describe_person(scene, earlier, start, end)
        trace = (
            f"{earlier.actor.name}, {described}" if described else f"{earlier.actor.name}, a name new to the gazetteer"
        )
        scene.add(Found(start, end, earlier.actor, "name", earlier.country, trace, scene.head(start, end)))


def _introduced(scene: Scene, folded: tuple[str, ...]) -> Person | None:
    """The person of the article whose name this is, shorter, longer or spelled otherwise."""
    for person in scene.people:
        mine, theirs = set(folded), set(person.words)
        if (mine <= theirs or theirs <= mine) and len(mine & theirs) > 1:
            return person
        bare = [w for w in folded if w not in PARTICLES]
        if not person.known and alike(bare, [w for w in person.words if w not in PARTICLES]):
            return person
    return None


NAMED_THINGS = frozenset(table("words")["named_things"])


def _evidence(scene: Scene, first: int, last: int) -> bool:
    """True where more than the entity recogniser's word says that a name is a person's."""
    words, text = scene.words, scene.text
    if first_name_gender(words[first].folded) or title_before(scene.titles, scene.words, first, scene.text):
        return True
    if surname_first(scene, first, last) and tail(scene, last - 1):
        return True
    if any(w.folded in table("blocked")["after_any"] for w in words[first:last]):
        return False
    if text[words[last - 1].end :][:2] in {", ", " ,", " ("} and read_after(scene, words[last - 1].end)[1]:
        return True
    head = scene.doc[scene.head(words[first].start, words[last - 1].end)]
    if head.dep_ == "appos" and head.head.lemma_.lower() in NAMED_THINGS:
        return False
    if head.dep_ in {"nsubj", "nsubjpass", "appos", "agent"} and head.head.pos_ in {"VERB", "NOUN", "PROPN"}:
        return True
    surname = words[last - 1].folded
    alone = [w for n, w in enumerate(words) if w.folded == surname and w.capital and not words[n - 1].capital]
    return any(scene.token(w.start).ent_type_ in {"PERSON", ""} for w in alone)


def _known_variant(scene: Scene, folded: tuple[str, ...]) -> str | None:
    """A person of the gazetteer whose name differs only in middle names or initials: George P. Shultz."""
    if len(folded) < 2:
        return None
    gaz = scene.gaz
    bare = [word for word in folded if len(word) > 1 and word not in PARTICLES]
    if len(bare) < 2:
        return None
    states = named_states(scene)
    fitting = [
        who
        for who in gaz.by_word.get(bare[-1], ())
        for name in (gaz.people[who].name, *gaz.people[who].aliases)
        if len(words := [w for w in key(name) if w not in PARTICLES]) > 1 and words[-1] == bare[-1]
        and (set(bare) >= set(words) or words[:-1] != [w for w in key(gaz.people[who].name) if w not in PARTICLES])
        and (set(words) <= set(bare) or set(bare) <= set(words))
    ]  # fmt: skip
    if not fitting:
        fitting = [who for who in _spelled_alike(scene, bare) if gaz.people[who].country in states]
    return choose(gaz, fitting, scene.reference, states) if fitting else None


def _spelled_alike(scene: Scene, bare: list[str]) -> list[str]:
    """People whose first or last name agrees and whose other name is nearly the same: "Mikhael Gorbachev"."""
    gaz = scene.gaz
    near = {*gaz.by_word.get(bare[-1], ()), *gaz.by_word.get(bare[0], ())}
    return sorted(who for who in near if alike(bare, [w for w in key(gaz.people[who].name) if w not in PARTICLES]))


# --- countries and offices of people, read from the words around them
