"""Countries and offices of people, read from the words around their names."""

from __future__ import annotations

from dateline.actors.matching import Match
from dateline.actors.naming import NO_STATE
from dateline.actors.roles import genders, modifiers, title_before
from dateline.actors.scene import Person, Scene
from dateline.model import Actor, Office


def describe_person(scene: Scene, person: Person, start: int, end: int) -> str:
    """Read title and state around a name; the state's own mention becomes part of the person's. Gives it in words."""
    before = read_before(scene, start)
    after = read_after(scene, end) if not before[0] else (None, "", 0, 0)
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
    match = scene.ending.get(last)
    return match if match and match.forms[0].sort in {"state", "demonym", "capital", "seat", "organisation"} else None


def _code(scene: Scene, match: Match) -> str | None:
    forms = match.of("organisation", "state", "demonym", "seat", "capital")
    if not forms:
        return None
    if forms[0].sort == "organisation":
        return scene.gaz.organisations[forms[0].actor].country or NO_STATE
    if " ".join(forms[0].words) in {"korea", "korean", "congo", "congolese"}:
        return None
    from dateline.actors.states import dated_code

    return dated_code(scene, forms[0].actor, forms[0].words)[0]


def _only_where(scene: Scene, match: Match) -> bool:
    """True for a capital behind a preposition, which tells the place: "In Hanoi", "from Moscow"."""
    before = scene.words[match.first - 1].folded if match.first else ""
    return match.forms[0].sort == "capital" and before in {"in", "at", "from", "near", "to", "outside", "via"}


def read_before(scene: Scene, start: int) -> tuple[str | None, str, int, int]:
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
    if not title_text and n and text[words[n - 1].end : start].strip(" ") == ",":
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
            if text[words[match.last - 1].end :][:2].strip()[:1] == ",":
                break
            if not title_text and _only_where(scene, match):
                break  # "In Hanoi Putin held talks"
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


def read_after(scene: Scene, end: int) -> tuple[str | None, str, int, int]:
    """State and title in an apposition: ", the Russian presidential advisor on ...", ", Iran's foreign minister,"."""
    words, text = scene.words, scene.text
    n = scene.word_at(end)
    if n + 1 < len(words) and words[n].folded == "of" and text[end : words[n].start] == " ":
        # "Foreign Minister Anna Kovac of Slovenia"
        match = scene.starting.get(n + 1 + (words[n + 1].folded == "the"))
        return (_code(scene, match) if match and match.has("state") else None), "", n, n
    if n >= len(words) or not text[end : words[n].start].lstrip(" ").startswith((",", "(", "—", "–")):
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
        match = scene.starting.get(n)
        if match and not state:
            state = _code(scene, match)
        n += 1
    if not title_text:
        return None, "", n, n
    scene.described.append((words[first].start, words[n - 1].end))
    return state, title_text, n, n
