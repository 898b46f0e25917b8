"""Descriptions that stand for a name: "the Russian leader", "the prime minister", "the country", "the ministry"."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.actors.gazetteer import in_office, table
from dateline.actors.people import country_on, describe, office_on
from dateline.actors.roles import Title, modifiers
from dateline.actors.scene import Found, Person, Scene, titles_of
from dateline.actors.words import key
from dateline.model import Actor

LEADING = frozenset(
    [
        "president",
        "prime_minister",
        "chancellor",
        "monarch",
        "supreme_leader",
        "general_secretary",
        "leader",
        "chief_executive",
        "chairman",
    ]
)
DEFINITE = frozenset(["the", "this", "that"])
INDEFINITE = frozenset(["a", "an", "any", "every", "each", "another", "no", "some", "next", "future", "first"])
POSSESSIVE = frozenset(["his", "her", "its", "their", "our", "my", "your"])
# Words before a title that make it another, lower post: only somebody whom the article names so can be meant.
LESSER = frozenset(
    [
        "deputy",
        "vice",
        "assistant",
        "opposition",
        "rebel",
        "military",
        "party",
        "student",
        "union",
        "religious",
        "community",
        "church",
        "local",
        "regional",
        "provincial",
        "spiritual",
        "separatist",
        "guerrilla",
        "faction",
        "gang",
        "cult",
        "business",
        "labor",
        "labour",
        "majority",
        "minority",
        "youth",
        "acting",
        "team",
        "project",
        "minister",
    ]
)
PAST = frozenset(["former", "ex", "then", "late", "deposed", "ousted", "previous", "old", "past"])
LANDS = frozenset(["country", "nation", "kingdom", "republic", "homeland", "motherland"])
BODIES = frozenset(
    [
        "council",
        "court",
        "house",
        "government",
        "parliament",
        "ministry",
        "army",
        "military",
        "authorities",
        "cabinet",
        "regime",
        "administration",
        "police",
        "navy",
        "legislature",
        "opposition",
        "junta",
        "congress",
        "senate",
        "presidency",
        "state-media",
    ]
)


@dataclass(frozen=True, slots=True)
class Description:
    """A description without a name: its span, the title or noun, and the state or body that it names."""

    start: int
    end: int
    kind: Literal["office", "land", "body"]
    noun: str
    state: Found | None = None
    owner: str = ""
    before: tuple[str, ...] = ()
    title: Title | None = None
    capital: bool = False


@functools.cache
def heads_of_government() -> frozenset[str]:
    """States whose "leader" is the head of government."""
    return frozenset(table("titles")["head"]["government"])


def descriptions(scene: Scene) -> list[Description]:
    """All descriptions of an article that no name completes, in order."""
    words, text = scene.words, scene.text
    starts = {f.start: f for f in scene.found}
    ends = {f.end: f for f in scene.found}
    out: list[Description] = []
    n = 0
    while n < len(words):
        word = words[n]
        if word.folded in LANDS or word.folded in BODIES:
            found = _noun(scene, n)
            if found:
                out.append(found)
            n += 1
            continue
        title = scene.titles.get(n)
        if title is None:
            n += 1
            continue
        n = title.last
        if not scene.free(words[title.first].start, words[title.last - 1].end):
            continue
        end = words[title.last - 1].end
        follows = next((starts[w.start] for w in words[title.last : title.last + 1] if w.start in starts), None)
        if follows and follows.actor.kind == "person" and text[end : follows.start].strip(" \n") in {"", "."}:
            continue
        if any(a <= words[title.first].start < b for a, b in scene.described):
            continue
        found = _office(scene, title, ends, starts)
        if found:
            out.append(found)
    return out


def _left(scene: Scene, first: int, ends: dict[int, Found]) -> tuple[int, Found | None, tuple[str, ...], str]:
    """What stands before a noun: index of its first word, a state or body, the modifiers, the determiner."""
    words, text = scene.words, scene.text
    before: list[str] = []
    state: Found | None = None
    n = first
    while n > 0 and first - n < 6:
        gap = text[words[n - 1].end : words[n].start] if n < len(words) else " "
        if gap.count("\n") > 1 or gap.strip(" \n-‑’'"):
            break
        word = words[n - 1]
        found = ends.get(word.end) or (ends.get(word.end + 1) if text[word.end : word.end + 1] == "." else None)
        if found is None and word.folded == "s" and n > 1:
            found = ends.get(words[n - 2].end)
        if found is not None and found.actor.kind != "person":
            state = found
            n = scene.word_at(found.start)
            if n > 0 and words[n - 1].folded in DEFINITE | INDEFINITE:
                return n - 1, state, tuple(before), words[n - 1].folded
            return n, state, tuple(before), ""
        if found is not None:
            return n, None, tuple(before), "name"
        if word.folded in DEFINITE | INDEFINITE | POSSESSIVE:
            return n - 1, None, tuple(before), word.folded
        token = scene.token(word.start)
        if word.folded in modifiers() or word.folded in LESSER or token.pos_ in {"ADJ", "NOUN", "PROPN"}:
            before.append(word.folded)
            n -= 1
            continue
        break
    return n, state, tuple(before), ""


def _office(scene: Scene, title: Title, ends: dict[int, Found], starts: dict[int, Found]) -> Description | None:
    words, text = scene.words, scene.text
    first, state, before, determiner = _left(scene, title.first, ends)
    if title.plural:
        if determiner != "the" or state or set(before) - {"two", "three"}:
            return None
        return Description(
            words[first].start, words[title.last - 1].end, "office", title.text.lower(), None, determiner, before, title
        )
    if first and words[first - 1].folded in {
        "as",
        "become",
        "became",
        "becomes",
        "elected",
        "named",
        "appointed",
        "for",
        "been",
    }:
        return None
    if determiner in INDEFINITE or determiner in POSSESSIVE or determiner == "name":
        return None
    end = words[title.last - 1].end
    if state is None and title.last + 1 < len(words) and words[title.last].folded == "of":
        n = title.last + 1
        n += words[n].folded == "the" and n + 1 < len(words)
        state = starts.get(words[n].start)
        if state is None or state.actor.kind == "person":
            return None
        end = state.end
    capital = words[title.first].capital
    if determiner == "" and not (state and (capital or first == 0 or _opens(scene, first))) and not capital:
        return None
    if determiner == "" and state is None and (before or not _opens(scene, first)):
        return None
    if state is None and title.text.lower() in {"general", "major", "secretary", "chief", "head", "justice", "dr", "miss", "lord",
                                                "father", "student", "lawyer", "official", "chair", "captain"}:  # fmt: skip
        return None
    start = min(words[first].start, state.start) if state else words[first].start
    return Description(start, end, "office", title.text.lower(), state, determiner, before, title, capital)


def _opens(scene: Scene, first: int) -> bool:
    """True where a noun phrase opens a sentence, a line or a clause."""
    if first == 0:
        return True
    gap = scene.text[scene.words[first - 1].end : scene.words[first].start]
    return any(mark in gap for mark in '.\n:;,"”“') or scene.words[first - 1].folded in {
        "and",
        "but",
        "as",
        "when",
        "that",
    }


def _noun(scene: Scene, n: int) -> Description | None:
    """ "the country", "his country", "the government", "Parliament": nouns that stand for a state."""
    words, text = scene.words, scene.text
    word = words[n]
    if not scene.free(word.start, word.end) or n == 0:
        return None
    kind: Literal["land", "body"] = "land" if word.folded in LANDS else "body"
    first = n - 1
    while first > 0 and n - first < 3 and kind == "body" and scene.token(words[first].start).pos_ in {"ADJ", "NOUN"}:
        first -= 1
    if text[words[first].end : words[first + 1].start].strip(" \n"):
        return None
    owner = words[first].folded
    if n + 1 < len(words) and words[n + 1].folded == "of" and text[word.end : words[n + 1].start] == " ":
        return None
    if owner in DEFINITE and not (owner == "that" and kind == "body"):
        return Description(words[first].start, word.end, kind, word.folded, owner=owner)
    if owner in POSSESSIVE:
        return Description(word.start, word.end, kind, word.folded, owner=owner)
    if (
        kind == "body"
        and word.capital
        and word.folded in {"parliament", "congress"}
        and scene.free(word.start, word.end)
    ):
        return Description(word.start, word.end, kind, word.folded)
    return None


# --- who is meant


def resolve_plural(scene: Scene, what: Description, said: list[Found]) -> list[Found]:
    """The people whom "the energy ministers" means: those of the last sentences who bear the title, if two or more."""
    assert what.title is not None
    sentence = scene.sentence(what.start)
    office = what.title.office or what.noun.rstrip("s").replace(" ", "_")
    near = {f.actor.id for f in said if f.end <= what.start and sentence - scene.sentence(f.start) <= 3}
    people = [p for p in scene.people if p.actor.id in near and _bears({t.replace(" ", "_") for t in p.titles}, office)]
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
    lesser = LESSER & set(what.before)
    past = PAST & set(what.before)
    person = _bearer(scene, office, country, said, what.start, lesser, body)
    if person and office == "leader" and country and country not in heads_of_government() and day:
        if not (person.titles & LEADING) - {"prime_minister", "chancellor"} and holder(scene, country, office, day):
            person = None  # the prime minister of a state that a president leads
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
        titles = person.titles | ({t for t in titles_of(person.actor, scene.time_of(start))} if person.known else set())
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
    heads = {"prime_minister", "chancellor"}
    if country in heads_of_government():
        return [p for p in people if p.titles & heads] or people
    return [p for p in people if (p.titles & LEADING) - heads] or people


def _bears(titles: set[str], office: str) -> bool:
    if office in titles:
        return True
    if office == "leader":
        return bool(titles & LEADING)
    if office == "monarch":
        return bool(titles & {"monarch", "king", "queen"})
    if office in {"prime_minister", "chancellor", "premier"}:
        return bool(titles & {"prime_minister", "chancellor", "premier"})
    if office in {"minister", "secretary"}:
        return any(t.endswith(office) and t != "prime_minister" for t in titles)
    if office in {"princess", "prince", "sultan", "duke", "archbishop", "bishop", "general", "king", "queen"}:
        return any(t.endswith(office) for t in titles)
    if office in {"spokesman", "spokeswoman", "spokesperson", "senator", "governor", "mayor", "ambassador", "envoy", "judge",
                  "prosecutor", "commissioner", "speaker", "lawmaker", "legislator", "diplomat", "chairman", "director",
                  "activist", "candidate", "analyst", "journalist", "adviser", "advisor"}:  # fmt: skip
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
            if what.noun in scene.text[found.end : found.end + 40].lower().split("\n")[0].split(".")[0].split():
                return found
    return None


def resolve_noun(scene: Scene, what: Description, said: list[Found]) -> Found | None:
    """The state that "the country" or "the government" means."""
    text = scene.text[what.start : what.end]
    sentence = scene.sentence(what.start)
    if what.owner in POSSESSIVE:
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
