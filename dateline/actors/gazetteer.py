"""The gazetteer: states, organisations, places and people, read once per process from the data files.

Built by ``tools/build_gazetteer.py``; the files under ``data/hand`` win over what was taken from elsewhere.
"""

from __future__ import annotations

import csv
import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from typing import Any, Literal

from dateline.actors.words import key, split
from dateline.model import Actor, Office

Sort = Literal["state", "demonym", "capital", "seat", "place", "organisation", "person", "surname", "blocked"]
SENSES: tuple[Sort, ...] = (
    "blocked",
    "person",
    "organisation",
    "state",
    "demonym",
    "seat",
    "capital",
    "place",
    "surname",
)
"""All sorts of names, the one that wins among equally long ones first."""

SHARED_NAMES: tuple[tuple[str, Sort, str], ...] = (
    ("Korea", "state", "KOR"),
    ("Korean", "demonym", "KOR"),
    ("Koreans", "demonym", "KOR"),
    ("Congo", "state", "COD"),
)
"""Short names that two states share; `dateline.actors.states` decides which is meant."""


@dataclass(frozen=True, slots=True)
class NameForm:
    """One way to write a name: its folded words, which of them must be capitalised (2: in capitals throughout)."""

    words: tuple[str, ...]
    capitals: tuple[int, ...]
    sort: Sort
    actor: str
    form: str


@dataclass(frozen=True, slots=True)
class State:
    """A state with the years it existed and what followed it."""

    actor: Actor
    since: date | None
    until: date | None
    successor: str | None


@dataclass(slots=True)
class Gazetteer:
    """Everything known of names; see `load`."""

    states: dict[str, State] = field(default_factory=dict)
    organisations: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)
    surname: dict[str, str] = field(default_factory=dict)
    died: dict[str, date] = field(default_factory=dict)
    """Days of death, for the best-known of those who are dead (``data/hand/deaths.csv``)."""
    forms: dict[str, list[NameForm]] = field(default_factory=dict)
    by_key: dict[tuple[str, ...], list[NameForm]] = field(default_factory=dict)
    by_surname: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    by_word: dict[str, list[str]] = field(default_factory=dict)
    holders: dict[tuple[str, str], list[tuple[Office, str]]] = field(default_factory=dict)

    def add(self, form: str, sort: Sort, actor: str) -> None:
        """Register one way to write a name."""
        found = split(form)
        if not found:
            return
        words = tuple(word.folded for word in found)
        capitals = tuple(2 if _acronym(w.text) else 1 if w.capital else 0 for w in found)
        entry = NameForm(words, capitals, sort, actor, form)
        known = self.by_key.setdefault(words, [])
        if any(e.sort == sort and e.actor == actor and e.capitals <= capitals for e in known):
            return
        known.append(entry)
        self.forms.setdefault(words[0], []).append(entry)

    def actor(self, code: str) -> Actor | None:
        """The actor of an id, whichever kind it is."""
        state = self.states.get(code)
        return state.actor if state else self.organisations.get(code) or self.people.get(code)

    def state_name(self, code: str | None) -> str:
        """Common English name of a state, the code itself where none is known."""
        state = self.states.get(code or "")
        return state.actor.name if state else code or ""


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def first_day(text: str) -> date | None:
    """First possible day of an ISO date of any precision; None for an empty one."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def last_day(text: str) -> date | None:
    """Last possible day of an ISO date of any precision; None for an empty one."""
    start = first_day(text)
    if start is None or text.count("-") == 2:
        return start
    after = date(
        start.year + (text.count("-") == 0 or start.month == 12), start.month % 12 + 1 if "-" in text else 1, 1
    )
    return after - timedelta(days=1)


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("dateline.actors") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@functools.cache
def table(name: str) -> dict[str, Any]:
    """One of the TOML files of rules."""
    return tomllib.loads((resources.files("dateline.actors") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@functools.cache
def office_classes() -> dict[str, str]:
    """Lower-case title -> class of office, longest titles first for matching."""
    offices = table("titles")["offices"]
    return {title: name for name, titles in offices.items() for title in titles}


def office_class(title: str) -> str:
    """Class of an office by its title: "Prime Minister" -> "prime_minister"; the title itself where it has none."""
    return office_classes().get(title.lower(), title.lower().replace(" ", "_"))


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _plurals(demonym: str) -> list[str]:
    if demonym.endswith(("ese", "sh", "ch", "ss", "men", "man", "women", "s", "Thai-")):
        return [demonym]
    return [demonym, f"{demonym}s"]


def _add_states(gaz: Gazetteer) -> None:
    for row in _rows("states.csv"):
        aliases = _parts(row["aliases"])
        actor = Actor(id=row["code"], kind="country", name=row["name"], country=row["code"], aliases=tuple(aliases))
        gaz.states[row["code"]] = State(
            actor, first_day(row["since"]), last_day(row["until"]), row["successor"] or None
        )
        if row["successor"] and not row["demonyms"]:
            continue  # only renamed: its names belong to the present code
        for form in [row["name"], *aliases]:
            gaz.add(form, "state", row["code"])
        for form in _parts(row["demonyms"]):
            for number in _plurals(form):
                gaz.add(number, "demonym", row["code"])
        for form in _parts(row["capitals"]):
            gaz.add(form, "capital", row["code"])
    for form, sort, code in SHARED_NAMES:
        gaz.add(form, sort, code)


def _add_places(gaz: Gazetteer) -> None:
    for row in _rows("hand/places.csv"):
        if row["sort"] == "seat":
            gaz.add(row["name"], "seat", row["country"])
        elif row["sort"] == "place":
            gaz.add(row["name"], "place", row["country"])
        elif row["sort"] == "people":  # a people of one state, as its adjective: "Igbo", "Rohingya"
            for number in _plurals(row["name"]):
                gaz.add(number, "demonym", row["country"])


def _add_organisations(gaz: Gazetteer) -> None:
    for row in _rows("hand/organisations.csv"):
        kind: Literal["IGO", "organisation"] = "IGO" if row["kind"] == "IGO" else "organisation"
        aliases = _parts(row["aliases"])
        gaz.organisations[row["id"]] = Actor(
            id=row["id"], kind=kind, name=row["name"], country=row["country"] or None, aliases=tuple(aliases)
        )
        for form in [row["name"], *aliases]:
            gaz.add(form, "organisation", row["id"])


def _add_people(gaz: Gazetteer) -> None:
    offices: dict[str, list[Office]] = {}
    for row in _rows("offices.csv"):
        office = Office(
            title=row["title"], country=row["country"], start=first_day(row["since"]), end=last_day(row["until"])
        )
        offices.setdefault(row["person"], []).append(office)
    for row in _rows("people.csv"):
        who, aliases = row["id"], _parts(row["aliases"])
        held = tuple(offices.get(who, ()))
        gaz.people[who] = Actor(
            id=who,
            kind="person",
            name=row["name"],
            country=row["country"] or None,
            aliases=tuple(aliases),
            offices=held,
        )
        gaz.gender[who] = row["gender"]
        gaz.surname[who] = row["surname"]
        for form in [row["name"], *aliases]:
            gaz.add(form, "person" if len(key(form)) > 1 else "surname", who)
            for word in set(key(form)):
                if who not in gaz.by_word.setdefault(word, []):
                    gaz.by_word[word].append(who)
        short = [row["surname"], *(a for a in aliases if len(key(a)) == 1)]
        for surname in short:
            gaz.add(surname, "surname", who)
            gaz.by_surname.setdefault(key(surname), []).append(who)
        for office in held:
            gaz.holders.setdefault((office.country, office_class(office.title)), []).append((office, who))


def _add_deaths(gaz: Gazetteer) -> None:
    for row in _rows("hand/deaths.csv"):
        day = first_day(row["died"])
        if day and row["person"] in gaz.people:
            gaz.died[row["person"]] = day


@functools.cache
def load() -> Gazetteer:
    """The gazetteer, read and indexed on first use (a fraction of a second), then kept."""
    gaz = Gazetteer()
    _add_states(gaz)
    _add_places(gaz)
    _add_organisations(gaz)
    _add_people(gaz)
    _add_deaths(gaz)
    for name in table("blocked")["names"]:
        gaz.add(name, "blocked", "")
    for forms in gaz.forms.values():
        forms.sort(key=lambda form: (-len(form.words), SENSES.index(form.sort)))
    return gaz


def in_office(office: Office, day: date, *, slack: int = 0) -> bool:
    """True where the office was held on the day, give or take ``slack`` days."""
    margin = timedelta(days=slack)
    return (office.start is None or office.start - margin <= day) and (office.end is None or day <= office.end + margin)


def distance(offices: Iterable[Office], day: date) -> int:
    """Days between a day and the nearest term of office; 0 within one, a large number where no term is known."""
    best = 10**6
    for office in offices:
        if in_office(office, day):
            return 0
        if office.start and day < office.start:
            best = min(best, (office.start - day).days)
        if office.end and day > office.end:
            best = min(best, (day - office.end).days)
    return best
