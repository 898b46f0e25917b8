"""People named in a text: those the gazetteer holds, and new ones with country and office from the text itself."""

from __future__ import annotations

import functools
from datetime import date
from difflib import SequenceMatcher

from dateline.actors.gazetteer import Gazetteer, distance, in_office, table
from dateline.actors.matching import Match, joined
from dateline.actors.roles import Title, genders, modifiers, title_before
from dateline.actors.scene import Found, Person, Scene, titles_of
from dateline.actors.words import key, mended, slug
from dateline.model import Actor, Office

PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "de",
        "van",
        "von",
        "der",
        "den",
        "da",
        "dos",
        "di",
        "du",
        "la",
        "le",
        "ter",
        "bint",
        "abu",
        "abd",
        "ould",
        "ul",
        "ur",
        "y",
        "e",
    ]
)
NO_STATE = "-"
"""In place of a country: acts for an international organisation."""

NOT_NAMES: frozenset[str] = frozenset(table("words")["not_names"])


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


def choose(gaz: Gazetteer, ids: list[str], day: date | None, countries: set[str]) -> str | None:
    """Of people who share a name the one in office on the day, or next to it, with a word for states in the article."""
    ids = list(dict.fromkeys(ids))
    if len(ids) == 1:
        return ids[0]

    def rank(who: str) -> tuple[int, int, int]:
        actor = gaz.people[who]
        gap = distance(actor.offices, day) if day else 0
        return (0 if actor.country in countries or not countries else 1, gap, -len(actor.offices))

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


def named_states(scene: Scene) -> set[str]:
    """Codes of the states that the article names, whatever the names turn out to mean."""
    return {form.actor for match in scene.matches for form in match.of("state", "demonym", "capital")[:1]}


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
    spans = sorted(
        {*_from_entities(scene), *_from_titles(scene), *_from_first_names(scene)}, key=lambda s: (s[0], -s[1])
    )
    for first, last in spans:
        if in_headline(scene, first):
            continue
        words = scene.words[first:last]
        start, end = words[0].start, words[-1].end
        if not scene.free(start, end):
            continue
        name = mended(" ".join(scene.text[start:end].split()))
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
            earlier = scene.introduce(Person(actor, folded, known=False))
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


def _evidence(scene: Scene, first: int, last: int) -> bool:
    """True where more than the entity recogniser's word says that a name is a person's."""
    words, text = scene.words, scene.text
    if first_name_gender(words[first].folded) or title_before(scene.titles, scene.words, first, scene.text):
        return True
    if any(w.folded in table("blocked")["after_any"] for w in words[first:last]):
        return False
    if text[words[last - 1].end :][:2] in {", ", " ,", " ("} and _after(scene, words[last - 1].end)[1]:
        return True
    head = scene.doc[scene.head(words[first].start, words[last - 1].end)]
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


def alike(one: list[str], other: list[str]) -> bool:
    """True for two spellings of a name of two words: one word the same, the other a letter or two off."""
    if len(one) != 2 or len(other) != 2 or one == other:
        return False
    (a, b), (c, d) = one, other
    left, right = (a, c) if b == d else (b, d), b == d or a == c
    return right and min(map(len, left)) > 4 and SequenceMatcher(None, *left).ratio() > 0.82


def _from_entities(scene: Scene) -> list[tuple[int, int]]:
    spans = []
    for ent in scene.doc.ents:
        if ent.label_ != "PERSON":
            continue
        first, last = scene.word_at(ent.start_char), scene.word_at(ent.end_char)
        span = _trim(scene, first, last)
        if span and span[1] - span[0] > 1:
            spans.append(span)
    return spans


def _from_first_names(scene: Scene) -> list[tuple[int, int]]:
    """A common first name and a capitalised word behind it, which the entity recogniser may have missed."""
    spans, words = [], scene.words
    for n in range(len(words) - 1):
        if not (words[n].capital and first_name_gender(words[n].folded)) or not scene.free(
            words[n].start, words[n].end
        ):
            continue
        last = n + 1
        while last < len(words) and last - n < 4 and _name_gap(scene.text, words[last - 1], words[last]) and (
            words[last].capital or (words[last].folded in PARTICLES and last + 1 < len(words) and words[last + 1].capital)
        ):  # fmt: skip
            last += 1
        if (
            n
            and words[n - 1].capital
            and _name_gap(scene.text, words[n - 1], words[n])
            and not title_before(scene.titles, scene.words, n, scene.text)
        ):
            continue
        if any(scene.token(w.start).ent_type_ in {"ORG", "FAC", "WORK_OF_ART", "EVENT"} for w in words[n:last]):
            continue
        span = _trim(scene, n, last)
        if span and span[0] == n and span[1] - n > 1:
            spans.append(span)
    return spans


def in_headline(scene: Scene, first: int) -> bool:
    """True in a line where nearly every word is capitalised: there a capital tells nothing of names."""
    start = scene.text.rfind("\n", 0, scene.words[first].start) + 1
    end = scene.text.find("\n", start)
    line = scene.words[scene.word_at(start) : scene.word_at(end if end >= 0 else len(scene.text))]
    long = [word for word in line if len(word.text) > 3]
    return len(long) > 3 and sum(word.capital for word in long) > 0.85 * len(long)


def _trim(scene: Scene, first: int, last: int) -> tuple[int, int] | None:
    """Words of a name without titles, states' names, a possessive; None where no name is left."""
    words = scene.words
    for n in range(first + 1, last):
        if scene.text.count("\n", words[n - 1].end, words[n].start) > 1:
            last = n
            break
    while first < last:
        word = words[first]
        title = scene.titles.get(first)
        if title and title.last <= last:
            first = title.last
        elif (
            word.folded in NOT_NAMES
            or word.folded in modifiers()
            or (not word.capital and word.folded not in PARTICLES)
        ):
            first += 1
        else:
            match = next(
                (m for m in scene.matches if m.first == first and m.has("state", "demonym", "organisation")), None
            )
            if match and scene.text[match.start : match.end] in table("blocked")["ambiguous"]:
                break  # "Chad Brown"
            if match is None or match.last >= last + 1 or match.last - match.first >= last - first:
                break
            first = match.last
    while last > first and (words[last - 1].folded in NOT_NAMES or words[last - 1].folded == "s"
                            or not words[last - 1].capital):  # fmt: skip
        last -= 1
    if last - first < 1 or last - first > 6:
        return None
    if any(w.folded in NOT_NAMES or w.text[0].isdigit() for w in words[first:last]):
        return None
    if any(not w.capital and w.folded not in PARTICLES for w in words[first:last]):
        return None
    start, end = words[first].start, words[last - 1].end
    inside = [m for m in scene.matches if m.start < end and start < m.end]
    if any(m.forms[0].sort in {"blocked", "organisation"} for m in inside):
        return None
    if (
        len(inside) == 1
        and inside[0].start == start
        and inside[0].end == end
        and not inside[0].has("person", "surname")
    ):
        return None
    return first, last


def _from_titles(scene: Scene) -> list[tuple[int, int]]:
    """Capitalised words after a title: "spokesman Hami Aksoy", "Mr. Sergeyev"."""
    spans = []
    words, text = scene.words, scene.text
    n = 0
    while n < len(words):
        title = scene.titles.get(n)
        if title is None or title.plural:
            n += 1
            continue
        n = title.last
        gap_ok = n < len(words) and text[words[n - 1].end : words[n].start].strip(" \n") in {"", "."}
        last = n
        while gap_ok and last < len(words) and last - n < 5:
            word = words[last]
            if last > n and not _name_gap(text, words[last - 1], word):
                break
            if not (word.capital or (word.folded in PARTICLES and last + 1 < len(words) and words[last + 1].capital)):
                break
            if word.folded in NOT_NAMES or (last > n and word.folded in modifiers()):
                break
            last += 1
        if last > n and not scene.is_loud(words[n].start):
            span = _trim(scene, n, last)
            if span and span[0] == n and _looks_like_name(scene, span, title):
                spans.append(span)
                n = span[1]
    return spans


def _name_gap(text: str, left: object, right: object) -> bool:
    gap = text[left.end : right.start]  # type: ignore[attr-defined]
    return gap in {" ", "-", "\n", ". ", "’", "'"} and not (gap == ". " and len(left.text) > 2)  # type: ignore[attr-defined]


def _looks_like_name(scene: Scene, span: tuple[int, int], title: Title) -> bool:
    """True where the words after a title are a name, not the rest of an institution's."""
    token = scene.token(scene.words[span[0]].start)
    if token.pos_ not in {"PROPN", "NOUN", "ADJ"} or token.ent_type_ in {"ORG", "GPE", "NORP", "DATE", "FAC"}:
        return title.text.lower() in {"mr", "mrs", "ms", "miss", "dr"} or (
            token.ent_type_ == "ORG" and span[1] - span[0] == 2
        )
    return span[1] - span[0] > 1 or token.ent_type_ == "PERSON" or bool(title.text.lower() in genders())


# --- countries and offices of people, read from the words around them


def describe_person(scene: Scene, person: Person, start: int, end: int) -> str:
    """Read title and state around a name; the state's own mention becomes part of the person's. Gives it in words."""
    before = _before(scene, start)
    after = _after(scene, end) if not before[0] else (None, "", 0, 0)
    state, title, _, _ = before if before[0] or before[1] else after
    if before[1] and after[0] and not before[0]:
        state = after[0]
        title = before[1]
    words = [w for w in (title or "").lower().replace(".", "").split("/") if w]
    for word in words:
        person.titles.add(_class(word))
        gender = genders().get(word)
        if gender:
            person.gender = person.gender or gender
    if state == NO_STATE:
        person.country = person.country or NO_STATE
        state = None
    if not person.known and state and not person.country:
        person.country = state
        person.because = title
        if title:
            office = Office(title=title[:1].upper() + title[1:], country=state)
            person.actor = Actor(
                id=person.actor.id, kind="person", name=person.actor.name, country=state, offices=(office,)
            )
        else:
            person.actor = Actor(id=person.actor.id, kind="person", name=person.actor.name, country=state)
    if state or title:
        of = f" of {scene.gaz.state_name(state)}" if state else ""
        return f"{title or 'somebody'}{of} by the article"
    return ""


def _class(title: str) -> str:
    from dateline.actors.gazetteer import office_class

    return office_class(title)


def _state_match(scene: Scene, last: int) -> Match | None:
    """The state's name that ends right before word ``last``, a possessive s between them or not."""
    for match in scene.matches:
        if match.last == last and match.forms[0].sort in {"state", "demonym", "capital", "seat", "organisation"}:
            return match
        if match.first >= last:
            break
    return None


def _code(scene: Scene, match: Match) -> str | None:
    forms = match.of("organisation", "state", "demonym", "seat", "capital")
    if not forms:
        return None
    if forms[0].sort == "organisation":
        return scene.gaz.organisations[forms[0].actor].country or NO_STATE
    if " ".join(forms[0].words) in {"korea", "korean", "congo", "congolese"}:
        return None
    from dateline.actors.states import dated_code

    return dated_code(scene, forms[0].actor, forms[0].words, match.start)[0]


def _before(scene: Scene, start: int) -> tuple[str | None, str, int, int]:
    """State and title in front of a name: "the then Turkish foreign minister", "Korea's", "Prime Minister of Iraq"."""
    words, text = scene.words, scene.text
    n = scene.word_at(start)
    title_text = ""
    state: str | None = None
    for _ in range(3):
        title = title_before(scene.titles, scene.words, n, scene.text)
        if title is None:
            break
        title_text = f"{title.text}/{title_text}" if title_text else title.text
        n = title.first
    here = n
    if not title_text and n and text[words[n - 1].end : start] == ", ":
        # "a former Israeli security official, Avinoam Idan, said"
        for back in range(n - 1, max(n - 4, -1), -1):
            title = scene.titles.get(back)
            if title and title.last == n and not title.plural:
                title_text, n = title.text, title.first
    steps = 0
    while n > 0 and steps < 7:
        gap = text[words[n - 1].end : words[n].start] if n < len(words) else " "
        if gap.strip(" \n-‑'’") or gap.count("\n") > 1:
            break
        match = _state_match(scene, n)
        if match is not None:
            if text[words[match.last - 1].end :][:1] == ",":
                break
            if title_text or steps == 0:
                state = _code(scene, match)
                if scene.free(match.start, match.end):
                    _swallow(scene, match, state)
            break
        word = words[n - 1]
        if word.folded == "s" and "'" in text[words[n - 2].end : word.start].replace("’", "'") if n > 1 else False:
            n -= 1
            continue
        if not title_text and word.folded not in modifiers():
            break
        token = scene.token(word.start)
        if (
            token.pos_ in {"VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PRON", "DET", "PUNCT"}
            and word.folded not in modifiers()
        ):
            break
        n -= 1
        steps += 1
    if state is None and n >= 2:
        # "Prime Minister of Iraq Nouri al-Maliki", "president of Russia, Vladimir Putin"
        gap = text[words[here - 1].end : words[here].start].strip() if here else "x"
        match = _state_match(scene, here) if gap in {"", ","} else None
        if match is not None and match.first >= 1:
            of = match.first - 1
            of = of - 1 if words[of].folded == "the" else of
            if words[of].folded == "of":
                title = title_before(scene.titles, scene.words, of, scene.text)
                if title:
                    state, title_text = _code(scene, match), title.text
                    _swallow(scene, match, state)
    return state, title_text, n, 0


def _swallow(scene: Scene, match: Match, code: str | None) -> None:
    """Make a state's name part of the person's description; the discourse still hears of it."""
    forms = match.of("state", "demonym", "seat", "capital")
    if code and forms and code in scene.gaz.states:
        from dateline.actors.states import add_state

        if " ".join(forms[0].words) not in {"korea", "korean"}:
            add_state(scene, match, forms[0], forms[0].actor, "", quiet=True)
            return
    if forms:
        scene.cover(match.start, match.end)


def _after(scene: Scene, end: int) -> tuple[str | None, str, int, int]:
    """State and title in an apposition: ", the Russian presidential advisor on ...", ", Iran's foreign minister,"."""
    words, text = scene.words, scene.text
    n = scene.word_at(end)
    if n + 1 < len(words) and words[n].folded == "of" and text[end : words[n].start] == " ":
        # "Foreign Minister Anna Kovac of Slovenia"
        match = next((m for m in scene.matches if m.first == n + 1 and m.has("state")), None)
        return (_code(scene, match) if match else None), "", n, n
    if n >= len(words) or not text[end : words[n].start].startswith((",", " (", " —", " –")):
        return None, "", n, n
    number = scene.sentence(end)
    state: str | None = None
    title_text = ""
    first = n
    while n < len(words) and n - first < 14 and scene.sentence(words[n].start) == number:
        word = words[n]
        if n > first:
            gap = text[words[n - 1].end : word.start]
            if any(mark in gap for mark in ",;:—()\n") or gap.count('"'):
                break
        token = scene.token(word.start)
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and not state:
            return None, "", n, n
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD", "WDT", "WP", "PRP"}:
            break
        if not title_text:
            title = scene.titles.get(n)
            if title and not title.plural:
                title_text = title.text
        match = next((m for m in scene.matches if m.first == n), None)
        if match and not state:
            state = _code(scene, match)
        n += 1
    if not title_text:
        return None, "", n, n
    scene.described.append((words[first].start, words[n - 1].end))
    return state, title_text, n, n


def first_name_gender(word: str) -> str:
    """Gender of a common first name, "" where it is unknown or either."""
    return _first_names().get(word, "")


@functools.cache
def _first_names() -> dict[str, str]:
    names = table("first_names")
    return {name: gender for gender in ("m", "f") for name in names[gender]}


__all__ = ["country_on", "describe_person", "joined", "link_full_names", "link_new_names", "place_known"]
