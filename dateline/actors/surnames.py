"""Surnames alone: "Kim" after "Kim Jong Un", "Gorbachev" in an article of 1987, "Mr. Sergeyev"."""

from __future__ import annotations

import functools
from collections import Counter
from datetime import timedelta

from dateline.actors.around import describe_person, read_before
from dateline.actors.clauses import same_clause
from dateline.actors.gazetteer import distance, office_class, table
from dateline.actors.matching import Match, joined
from dateline.actors.naming import DOUBTFUL, NOT_NAMES, PARTICLES, first_name_gender, in_headline
from dateline.actors.people import choose, country_on, describe, named_states, place_known
from dateline.actors.roles import title_before
from dateline.actors.scene import Found, Person, Scene, titles_of
from dateline.actors.words import Word, key, slug
from dateline.model import Actor


@functools.cache
def things() -> frozenset[str]:
    """Words that make a person's name the name of a thing: "Reagan Library", "Sultan Qaboos Grand Mosque"."""
    more = set("airport library center centre foundation prize doctrine plan act grand mosque".split())
    return frozenset(table("blocked")["after_any"]) | more


MOURNED = timedelta(days=90)
"""So long after a death news go on to call the dead by the surname alone."""
HEADS = frozenset({"president", "prime_minister", "chancellor"})
KIN: frozenset[str] = frozenset(table("words")["kin"])
WED = frozenset({"married", "divorced", "wed", "remarried", "marrying", "divorcing"})
WORLDWIDE = frozenset(
    ["USA", "RUS", "SUN", "CHN", "GBR", "FRA", "DEU", "JPN", "ISR", "IRN", "PRK", "UKR", "TUR", "SAU", "IND", "VAT"]
)
"""States whose leaders news name without the state."""


def link_surnames(scene: Scene) -> None:
    """People named by a part of their name; introduced ones first, then office holders whom everybody knows."""
    states = named_states(scene)
    n = 0
    words = scene.words
    while n < len(words):
        word = words[n]
        if not word.capital or not scene.free(word.start, word.end):
            n += 1
            continue
        last = n + 1
        local = None
        for length in (3, 2, 1):
            if n + length > len(words) or any(
                not joined(scene.text, words[i], words[i + 1]) for i in range(n, n + length - 1)
            ):
                continue
            people = scene.by_surname.get(" ".join(w.folded for w in words[n : n + length]))
            if people:
                local, last = people, n + length
                break
        if local is None:
            local = _by_other_name(scene, n)
            last = n + 1
        if local:
            local = [p for p in local if not _met_in_clause(scene, words[n], p)]
        if local is not None and not local:
            n = last  # somebody else of that name, who is left open
            continue
        if local:
            if _governs(scene, n, last, local[-1]):
                pass
            elif _stands_alone(scene, n, last) and (not _reads_as_word(scene, words[n]) or last - n > 1):
                _place_local(scene, n, last, local)
            n = last
            continue
        match = scene.starting.get(n)
        if match and match.forms[0].sort == "surname":
            last = match.last
            if _stands_alone(scene, n, last):
                _place_leader(scene, match, states)
        elif (title := title_before(scene.titles, scene.words, n, scene.text)) and title.text.lower() in CIVIL | (
            HONORIFICS if title.text[:1].isupper() and _closed(scene, n) else set()
        ):
            last = _place_stranger(scene, n, title.text if title.text.lower() in HONORIFICS else "")
        n = last


CIVIL = {"mr", "mrs", "ms", "miss", "dr"}
HONORIFICS = {"mufti", "imam", "mullah", "maulana", "sheikh", "ayatollah", "rabbi", "archbishop", "bishop", "cardinal"}
"""Titles before a name of one word: "Mufti Kifayatullah, a leader of the party"."""


def _closed(scene: Scene, n: int) -> bool:
    """True where a name ends with one word: a comma, a verb or a small word follows."""
    after = scene.words[n + 1] if n + 1 < len(scene.words) else None
    return after is None or not after.capital


def _met_in_clause(scene: Scene, word: Word, person: Person) -> bool:
    """True in "Kim shook hands with Kim Dae-jung": subject and object of one verb are not one person."""
    token = scene.token(word.start)
    return any(
        same_clause(scene, token, scene.doc[found.head])
        for found in scene.found
        if found.actor.id == person.actor.id and found.start > word.start and scene.doc[found.head].sent == token.sent
    )


REIGN = frozenset("administration government regime presidency cabinet era family dynasty loyalists supporters".split())


def _governs(scene: Scene, first: int, last: int, person: Person) -> bool:
    """ "the Obama administration" is the United States, no act of Obama's; a "Shinawatra family" is no actor."""
    words = scene.words
    if last >= len(words) or words[last].folded not in REIGN or not joined(scene.text, words[last - 1], words[last]):
        return False
    start, end = words[first].start, words[last].end
    country = country_on(person.actor, scene.time_of(start)) if person.known else person.country
    if (
        words[last].folded in {"administration", "government", "regime", "presidency", "cabinet"}
        and country in scene.gaz.states
    ):
        actor = scene.gaz.states[country].actor
        trace = f"'{scene.text[start:end]}', that of {person.actor.name}, stands for {actor.name}"
        scene.add(Found(start, end, actor, "metonym", country, trace, scene.head(start, end)))
    else:
        scene.cover(words[first].start, words[last - 1].end)
    return True


def _by_other_name(scene: Scene, n: int) -> list[Person] | None:
    """People introduced before this place whose first or middle name this word is, if it is nobody else's."""
    word = scene.words[n]
    people = scene.by_given.get(word.folded, [])
    token = scene.token(word.start)
    if len(people) != 1 or token.pos_ != "PROPN" or (word.folded in DOUBTFUL and token.ent_type_ != "PERSON"):
        return None
    if token.ent_type_ not in {"PERSON", ""} and not (token.ent_type_ in {"ORG", "GPE"} and token.ent_iob_ == "B"):
        return None
    if n in scene.inside and scene.inside[n].forms[0].sort != "surname":
        return None
    after = scene.words[n + 1] if n + 1 < len(scene.words) else None
    if (after and after.capital and joined(scene.text, word, after)) or not _stands_alone(scene, n, n + 1):
        return None
    return people if any(f.actor.id == people[0].actor.id and f.start < word.start for f in scene.found) else None


def _reads_as_word(scene: Scene, word: Word) -> bool:
    """True where the capital is only that of a sentence's first word or of a month: "May" in "in May 2016"."""
    if word.folded not in DOUBTFUL:
        return False
    token = scene.token(word.start)
    if token.ent_type_ in {"DATE", "TIME"} or token.pos_ in {"AUX", "VERB", "ADP", "DET", "CCONJ"}:
        return not title_before(scene.titles, scene.words, scene.word_at(word.start), scene.text)
    return False


def _stands_alone(scene: Scene, first: int, last: int) -> bool:
    """False where the word is part of another's name: "Hunter Biden", "Kennedy Airport", "Reagan Library"."""
    words, text = scene.words, scene.text
    if scene.is_loud(words[first].start) or in_headline(scene, first):
        return True
    if last < len(words) and words[last].capital and text[words[last - 1].end : words[last].start] in {" ", "-"}:
        after = words[last]
        token = scene.token(after.start)
        mine = scene.token(words[first].start)
        if (
            token.ent_type_ == mine.ent_type_
            and token.ent_iob_ == "I"
            and token.ent_type_ in {"FAC", "ORG", "PERSON", "GPE", "LOC"}
        ):
            return scene.titles.get(last) is not None
        if any(w.capital and w.folded in things() for w in words[last : last + 2]):
            return False
    if first and text[words[first - 1].end : words[first].start] in {" ", "-", ". "}:
        before = words[first - 1]
        if (
            not before.capital
            or scene.titles.get(first - 1)
            or title_before(scene.titles, scene.words, first, scene.text)
        ):
            return True
        if first in scene.ending and scene.ending[first].has("state", "demonym", "capital"):
            return True
        if first_name_gender(before.folded):
            return False
        token = scene.token(before.start)
        if token.ent_type_ == "PERSON" and token.pos_ == "PROPN" and before.folded not in NOT_NAMES:
            mine = scene.token(words[first].start)
            return mine.ent_iob_ == "B" or mine.ent_type_ != "PERSON"
    return True


def _place_local(scene: Scene, first: int, last: int, people: list[Person]) -> None:
    words = scene.words
    start, end = words[first].start, words[last - 1].end
    state, title, _, _ = read_before(scene, start)
    fitting = [p for p in people if not state or p.country == state] or people
    person = _main(scene, fitting, start)
    describe_person(scene, person, start, end) if title else None
    day = scene.time_of(start)
    country = country_on(person.actor, day) if person.known else person.country
    text = scene.text[start:end]
    trace = f"'{text}' is {person.actor.name}, named in full in the article"
    scene.add(Found(start, end, person.actor, "name", country, trace, scene.head(start, end)))


def _main(scene: Scene, people: list[Person], start: int) -> Person:
    """Of people with one surname the one who goes by it alone at a place.

    That is somebody introduced before it, alive and in office on the day of which the sentence speaks (the article's
    own where it names none), of whom the article spoke most, or just now; relatives get their full names.
    """
    if len(people) == 1:
        return people[0]
    # Names in full are all placed before the first surname alone: a headline may use one ahead of the introduction.
    before = [f for f in scene.found if f.start < start]
    seen = Counter(f.actor.id for f in before if not f.quiet)
    ids = {p.actor.id for p in people}
    latest = max((f for f in before if f.actor.id in ids and not f.quiet), key=lambda f: f.start, default=None)
    relatives = {f.actor.id for f in before if f.start and scene.words[scene.word_at(f.start) - 1].folded in KIN | WED}
    whole = Counter(f.actor.id for f in scene.found if not f.quiet)

    def score(person: Person) -> tuple[bool, bool, float]:
        who = person.actor.id
        points = 2.0 * scene.serves(person.actor, start) + 0.4 * min(seen[who], 5) + 0.1 * min(whole[who], 5)
        points += 0.8 * bool(latest and latest.actor.id == who)
        points -= 1.5 * (who in relatives)
        return bool(seen[who]) or not seen.keys() & ids, scene.alive(who, start, slack=MOURNED), points

    return max(people, key=score)


def _place_leader(scene: Scene, match: Match, states: frozenset[str]) -> None:
    """A surname of the gazetteer whose bearer the article does not introduce."""
    start, end = match.start, match.end
    day = scene.time_of(start)
    ids = [form.actor for form in match.of("surname")]
    state, title, _, _ = read_before(scene, start)
    people = scene.gaz.people
    if state:
        ids = [
            who for who in ids if any(o.country == state for o in people[who].offices) or people[who].country == state
        ]
    if not ids:
        return
    wanted = office_class(title.split("/")[-1]) if title else ""
    bearing = [who for who in ids if wanted and wanted in titles_of(people[who], day)]
    who = choose(scene.gaz, bearing or ids, day, states)
    if who is None:
        return
    actor = people[who]
    gap = distance(actor.offices, day) if day else 0
    token = scene.token(start)
    rivals = {people[i].country for i in ids}
    doubtful = match.forms[0].words[-1] in DOUBTFUL or len(match.forms[0].words[-1]) < 4 or len(rivals) > 2
    at_home = actor.country in states or not actor.country
    if bearing:
        good = True
    elif title or state:
        good = gap < 3653 and (at_home or bool(state) or not doubtful)
    elif doubtful:
        known_by_all = gap == 0 and actor.country in WORLDWIDE and bool(titles_of(actor, day) & HEADS)
        good = gap < 120 and (at_home or known_by_all) and token.ent_type_ == "PERSON"
    else:
        good = (at_home and gap < 20 * 365) or (
            gap < 400 and (actor.country in WORLDWIDE or not actor.country or _alone(scene, match, ids))
        )
    if not good:
        return
    if _governs(scene, match.first, match.last, Person(actor, match.forms[0].words)):
        return
    person = place_known(scene, start, end, who)
    person.titles |= titles_of(actor, day)
    found = scene.found[-1]
    if found.start == start and day:
        found.trace = describe(actor, day, scene.text[start:end])


def _alone(scene: Scene, match: Match, ids: list[str]) -> bool:
    """True for a long surname that known people of one state bear, called a person by the recogniser or a subject."""
    token = scene.doc[scene.head(match.start, match.end)]
    of_one_state = len({scene.gaz.people[who].country for who in ids}) == 1
    person = token.ent_type_ == "PERSON" or token.dep_ in {"nsubj", "conj"}
    return of_one_state and match.end - match.start > 5 and person


def _place_stranger(scene: Scene, first: int, honorific: str = "") -> int:
    """ "Mr. Sergeyev" whom nobody introduces: a person by this name, which "Mufti" or "Archbishop" is part of."""
    words = scene.words
    word = words[first]
    last = first + 1
    if word.folded in NOT_NAMES or word.folded in PARTICLES or len(word.text) < 2:
        return last
    name = f"{honorific} {word.text}".strip()
    person = scene.introduce(Person(Actor(id=slug(name), kind="person", name=name), key(name), known=False))
    described = describe_person(scene, person, word.start, word.end)
    trace = f"{name}, {described or 'a name new to the gazetteer'}"
    scene.add(
        Found(word.start, word.end, person.actor, "name", person.country, trace, scene.head(word.start, word.end))
    )
    return last
