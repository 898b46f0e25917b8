"""Who is meant by a title or by "the country": somebody of the article, else the holder of the office on the day."""

from __future__ import annotations

from datetime import date

from dateline.actors.gazetteer import in_office
from dateline.actors.pairs import only_where
from dateline.actors.people import country_on, describe, office_on
from dateline.actors.scene import Found, Person, Scene, titles_of
from dateline.actors.titles import LEADING, LESSER, PAST, POSSESSIVE, Description, heads_of_government
from dateline.actors.words import key
from dateline.model import Actor

HEADS = frozenset({"prime_minister", "chancellor"})
BY_LAST_WORD = frozenset(
    "spokesman spokeswoman spokesperson senator governor mayor ambassador envoy judge prosecutor commissioner speaker "
    "lawmaker legislator diplomat chairman director activist candidate analyst journalist adviser advisor princess "
    "prince sultan duke archbishop bishop general king queen".split()
)
"""Titles that longer ones end with: "the spokesman" is whoever was called "foreign ministry spokesman"."""


def resolve_plural(scene: Scene, what: Description, said: list[Found]) -> list[Found]:
    """The people whom "the energy ministers" means: those of the last sentences who bear the title, if two or more."""
    assert what.title is not None
    sentence = scene.sentence(what.start)
    office = what.title.office or what.noun.rstrip("s").replace(" ", "_")
    near = {f.actor.id for f in said if f.end <= what.start and not f.quiet and sentence - scene.sentence(f.start) <= 3}
    people = [p for p in scene.people if p.actor.id in near and _bears({t.replace(" ", "_") for t in p.titles}, office)]
    # Whom the article only looks back to ("then the president") is not among those who now come together.
    people = [p for p in people if not p.actor.offices or not p.known or scene.serves(p.actor, what.start)]
    if len(people) < 2:
        return []
    text = scene.text[what.start : what.end]
    head = scene.head(what.start, what.end)
    day = scene.time_of(what.start)
    return [
        Found(what.start, what.end, p.actor, "title", country_on(p.actor, day) if p.known else p.country,
              f"'{text}' -> {p.actor.name}, named with this title before", head)
        for p in people
    ]  # fmt: skip


def resolve_office(scene: Scene, what: Description, said: list[Found]) -> Found | None:
    """The person whom a title means: somebody of the article who bears it, else its holder on the day."""
    assert what.title is not None
    day = scene.time_of(what.start)
    office = what.title.office or what.noun.replace(" ", "_")
    text = scene.text[what.start : what.end]
    country = what.state.country if what.state else None
    body = what.state.actor if what.state and what.state.actor.kind != "country" else None
    if country is None and (seat := _office_in(scene, what, said)):
        trace = f"'{text}' -> {seat.actor.name}: the office in {scene.text[seat.start : seat.end]}"
        return Found(what.start, what.end, seat.actor, "title", seat.country, trace, scene.head(what.start, what.end))
    lesser = LESSER & set(what.before)
    past = PAST & set(what.before)
    person = _bearer(scene, office, country, said, what.start, lesser, body)
    presided = office == "leader" and country and country not in heads_of_government()
    if person and presided and country and day and not (person.titles & LEADING) - HEADS:
        # A prime minister is not "the leader" of a state that a president leads.
        person = None if holder(scene, country, office, day) else person
    if person:
        when = office_on(person.actor, day) if person.known else ""
        trace = f"'{text}' -> {person.actor.name}{', ' + when if when else ''}, named in the article"
        return _titled(
            scene, what, person.actor, country_on(person.actor, day) if person.known else person.country, trace
        )
    if lesser or past or day is None:
        return None
    if body is not None and body.country is None:
        actor = head_of_body(scene, body, day)
    elif body is not None:
        return None
    else:
        home = country or (_home(scene, said, what.start) if what.owner == "the" or what.capital else None)
        if office == "pope":
            home = "VAT"
        actor = holder(scene, home, office, day) if home else None
    if actor is None:
        return None
    trace = f"'{text}' -> {describe(actor, day, actor.name)}"
    if not country and not body and office != "pope":
        trace += f"; the story is about {scene.gaz.state_name(actor.country)}"
    found = _titled(scene, what, actor, country_on(actor, day), trace)
    scene.introduce(
        Person(
            actor, key(actor.name), scene.gaz.gender.get(actor.id, ""), country_on(actor, day), titles_of(actor, day)
        )
    )
    return found


def _office_in(scene: Scene, what: Description, said: list[Found]) -> Found | None:
    """The capital where a sentence sets an office: "In Seoul the office of the president condemned it"."""
    behind = scene.text[what.end : what.end + 9].replace("’", "'")
    if not scene.text.endswith("office of ", 0, what.start) and not behind.startswith("'s office"):
        return None
    number = scene.sentence(what.start)
    return next(
        (f for f in said if f.actor.kind == "country" and f.end < what.start and scene.sentence(f.start) == number
         and only_where(scene, f)), None
    )  # fmt: skip


def _titled(scene: Scene, what: Description, actor: Actor, country: str | None, trace: str) -> Found:
    if what.state:
        what.state.quiet = True
    return Found(what.start, what.end, actor, "title", country, trace, scene.head(what.start, what.end))


def _bearer(
    scene: Scene,
    office: str,
    country: str | None,
    said: list[Found],
    start: int,
    lesser: frozenset[str],
    body: Actor | None,
) -> Person | None:
    """The person of the article who bears a title, the one named last before this place, else the first named later."""
    fitting = []
    for person in scene.people:
        if country and person.country != country and not any(o.country == country for o in person.actor.offices):
            continue
        if body is not None and body.country is None and not any(body.name in o.title for o in person.actor.offices):
            continue
        titles = person.titles | (titles_of(person.actor, scene.time_of(start)) if person.known else set())
        titles = {t.replace(" ", "_") for t in titles}
        if lesser and not any(word in t for t in titles for word in lesser):
            continue
        if _bears(titles, office):
            fitting.append(person)
    if not fitting:
        return None
    if office == "leader" and country:
        fitting = _first_in_rank(fitting, country)
    rank = {f.actor.id: n for n, f in enumerate(said) if f.start < start}
    named = [p for p in fitting if p.actor.id in rank]
    if named:
        return max(named, key=lambda p: rank[p.actor.id])
    return fitting[0] if country and len(fitting) == 1 else None


def _first_in_rank(people: list[Person], country: str) -> list[Person]:
    """Of several leaders of a state those whom "the leader" means: the head of government, or the one above."""
    if country in heads_of_government():
        return [p for p in people if p.titles & HEADS] or people
    return [p for p in people if (p.titles & LEADING) - HEADS] or people


def _bears(titles: set[str], office: str) -> bool:
    if office in titles:
        return True
    if office == "leader":
        return bool(titles & LEADING)
    if office == "judge" and any(t.endswith("justice") for t in titles):
        return True
    if office == "monarch":
        return bool(titles & {"monarch", "king", "queen"})
    if office in {"prime_minister", "chancellor", "premier"}:
        return bool(titles & {"prime_minister", "chancellor", "premier"})
    if office in {"minister", "secretary"}:
        return any(t.endswith(office) and t != "prime_minister" for t in titles)
    if office in BY_LAST_WORD:
        return any(t.endswith(office) for t in titles)
    return False


def holder(scene: Scene, country: str, office: str, day: date) -> Actor | None:
    """Who held an office of a state on a day, by the gazetteer; None where nobody or more than one did."""
    classes = [office]
    if office in {"prime_minister", "chancellor"}:
        classes = ["prime_minister", "chancellor"]
    if office == "foreign_minister" and country == "USA":
        classes = ["secretary_of_state"]
    if office in {"leader", "head_of_government"}:
        first = ["prime_minister", "chancellor"]
        crowned = ["leader", "supreme_leader", "general_secretary", "president", "monarch", "chief_executive"]
        if country in {"IRN"}:
            return None  # "the Iranian leader" may be the president or the supreme leader
        classes = [*first, *crowned] if country in heads_of_government() or office != "leader" else [*crowned, *first]
    for name in classes:
        held = {who for term, who in scene.gaz.holders.get((country, name), ()) if in_office(term, day)}
        if len(held) == 1:
            return scene.gaz.people[held.pop()]
    return None


def head_of_body(scene: Scene, body: Actor, day: date) -> Actor | None:
    """The head of an international organisation on a day."""
    for actor in scene.gaz.people.values():
        if any(o.title.endswith(f" of {body.name}") and in_office(o, day) for o in actor.offices):
            return actor
    return None


def _home(scene: Scene, said: list[Found], start: int) -> str | None:
    """The state whose institutions a text means without saying: the one it is mostly about."""
    home = scene.focus()
    if home and home in scene.gaz.states:
        return home
    return None


def _same_noun(scene: Scene, what: Description, said: list[Found]) -> Found | None:
    """The last state named with this noun before: "Turkey's foreign ministry ... the ministry"."""
    for found in reversed(said):
        if found.end <= what.start and found.country and found.how in {"name", "demonym"}:
            if scene.sentence(what.start) - scene.sentence(found.start) > 5:
                return None
            behind = scene.text[found.end : min(found.end + 40, what.start)].lower()
            if what.noun in behind.split("\n")[0].split(".")[0].split():
                return found
    return None


def _seated_in(scene: Scene, what: Description, said: list[Found]) -> Found | None:
    """The capital or state right behind a body: "the government in Hanoi", "the Senate in Washington"."""
    if what.kind != "body" or scene.text[what.end : what.end + 4] != " in ":
        return None
    start = what.end + 4
    start += 4 if scene.text[start : start + 4] == "the " else 0
    return next((f for f in said if f.start == start and f.actor.kind == "country"), None)


def resolve_noun(scene: Scene, what: Description, said: list[Found]) -> Found | None:
    """The state that "the country" or "the government" means."""
    text = scene.text[what.start : what.end]
    sentence = scene.sentence(what.start)
    seat = _seated_in(scene, what, said)
    if seat is not None:
        code, why = seat.country, f"that in {scene.text[seat.start : seat.end]}"
    elif what.owner in POSSESSIVE:
        owner = next((f for f in reversed(said) if f.end <= what.start and what.start - f.end <= 1 and f.country), None)
        code = owner.country if owner else None
        why = f"the state of {owner.actor.name}" if owner else ""
    elif what.kind == "land":
        near = [f for f in said if f.end <= what.start and f.country and sentence - scene.sentence(f.start) <= 2]
        places = [f for f in near if f.actor.kind == "country"]
        pick = (places or near)[-1] if near else None
        code = pick.country if pick else None
        why = "the state named last"
    elif named := _same_noun(scene, what, said):
        code, why = named.country, "the one named before"
    else:
        same = [f.country for f in said if f.end <= what.start and f.country and scene.sentence(f.start) == sentence]
        code = scene.focus() or (same[-1] if same else None)
        why = "the state that the story is about"
    if code is None or code not in scene.gaz.states:
        return None
    actor = scene.gaz.states[code].actor
    trace = f"'{text}' -> {actor.name}, {why}"
    return Found(what.start, what.end, actor, "title", code, trace, scene.head(what.start, what.end))
