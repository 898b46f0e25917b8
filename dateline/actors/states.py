"""States and organisations named in a text: which state a name means here, and which names mean none."""

from __future__ import annotations

import functools
import re
from datetime import date

from dateline.actors.gazetteer import NameForm, first_day, table
from dateline.actors.matching import Match, joined
from dateline.actors.scene import Found, How, Scene

# Republics of states that dissolved: before the end of the union its name counts, whatever the republic's own.
UNIONS: dict[str, tuple[date, frozenset[str]]] = {
    "SUN": (
        date(1991, 12, 26),
        frozenset(["RUS", "UKR", "BLR", "MDA", "GEO", "ARM", "AZE", "KAZ", "KGZ", "UZB", "TKM", "TJK"]),
    ),
    "YUG": (date(1991, 6, 25), frozenset(["HRV", "SVN", "BIH", "MKD", "MNE", "SRB"])),
    "CSK": (date(1993, 1, 1), frozenset({"CZE", "SVK"})),
}
# Capitals whose state changed: until the day, the other state.
CAPITAL_UNTIL: dict[tuple[str, str], list[tuple[date, str]]] = {
    ("belgrade", "SRB"): [(date(2003, 2, 4), "YUG"), (date(2006, 6, 5), "SCG")],
    ("hanoi", "VNM"): [(date(1976, 7, 2), "VDR")],
    ("aden", "YEM"): [(date(1990, 5, 22), "YMD")],
}
# Names that two states share, decided by which of the two the article names otherwise.
SHARED: dict[str, tuple[str, ...]] = {
    "korea": ("PRK", "KOR"),
    "korean": ("PRK", "KOR"),
    "koreans": ("PRK", "KOR"),
    "korea s": ("PRK", "KOR"),
    "congo": ("COD", "COG"),
    "congolese": ("COD", "COG"),
    "dominican": ("DOM", "DMA"),
    "dominicans": ("DOM", "DMA"),
}
# "GENEVA, Switzerland (Reuters) - ": where the article was written takes no part in what it tells.
_DATELINE = re.compile(
    r"^[A-Z][A-Z.']+(?:[ -][A-Z][A-Z.']+){0,4}(?:, [^\n\-\u2013\u2014]{1,50}?)?(?: \([^)\n]{2,30}\))? "
    r"(?:-{1,2}|[\u2013\u2014]) ",
    re.M,
)
GUINEAS = ("GNQ", "GNB", "PNG")


@functools.cache
def blocked_words(name: str) -> frozenset[str]:
    return frozenset(table("blocked")[name])


def blocked_by_neighbour(scene: Scene, match: Match) -> str | None:
    """Why the words around a state's name make it part of another name; None where they do not."""
    words, text = scene.words, scene.text
    if match.last < len(words) and not scene.is_loud(match.start):
        after = words[match.last]
        possessive = text[match.end : after.start].strip() in {"'", "’"} and after.folded == "s"
        if not possessive and joined(text, words[match.last - 1], after) and "-" not in text[match.end : after.start]:
            city = match.has("capital", "place") and not match.has("state")
            if city and after.folded in blocked_words("after_city"):
                return f"'{text[match.start : after.end]}' names no state"
            if after.capital and after.folded in blocked_words("after_any") - blocked_words("bodies"):
                return f"'{text[match.start : after.end]}' is another name"
            if city and after.capital and not _known_after(scene, match):
                token = scene.token(match.start)
                if token.ent_type_ in {"PERSON", "ORG", "FAC", "PRODUCT", "WORK_OF_ART"} and token.i + 1 < len(
                    scene.doc
                ):
                    follower = scene.token(after.start)
                    if follower.ent_type_ == token.ent_type_ and follower.ent_iob_ == "I":
                        return f"'{text[match.start : after.end]}' is another name"
    return None


def _known_after(scene: Scene, match: Match) -> bool:
    """True where a title, a body of state or another known name follows: "Moscow Mayor", "Paris Police"."""
    after = scene.words[match.last]
    if after.folded in blocked_words("bodies") or scene.titles.get(match.last):
        return True
    return match.last in scene.starting


def cues(scene: Scene) -> frozenset[str]:
    """All folded words of the article, for names that the context decides."""
    return frozenset(word.folded for word in scene.words)


def decide_ambiguous(scene: Scene, match: Match, around: frozenset[str]) -> tuple[bool, str]:
    """Whether a name such as Georgia or Jordan means the state here, and the reason in words."""
    name = scene.text[match.start : match.end]
    rule = table("blocked")["ambiguous"].get(name)
    if not rule:
        return True, ""
    born = first_day(rule.get("born", ""))
    against = sorted(around & set(rule["against"]))
    helps = sorted((around & set(rule["for"])) - {name.lower()})
    if born and scene.reference and scene.reference < born and "soviet" not in around:
        return False, f"'{name}' before {born.year} is {rule['otherwise']}"
    bearer = next((p for p in scene.people if not p.known and name.lower() in p.words), None)
    if bearer:
        return False, f"'{name}' is {bearer.actor.name}"
    before = scene.words[match.first - 1] if match.first else None
    if before and before.capital and joined(scene.text, before, scene.words[match.first]):
        token = scene.token(before.start)
        if token.ent_type_ == "PERSON":
            return False, f"'{before.text} {name}' is a person's name"
    if rule["for"] == ["*"]:
        return not against, f"'{name}' is {rule['otherwise']} beside {', '.join(against)}" if against else ""
    if len(helps) > len(against):
        return True, f"'{name}' is the state: the article also speaks of {', '.join(helps[:3])}"
    if against:
        return False, f"'{name}' is {rule['otherwise']}: the article also speaks of {', '.join(against[:3])}"
    return bool(helps), f"nothing in the article tells whether '{name}' is the state or {rule['otherwise']}"


def decide_shared(
    scene: Scene, match: Match, options: tuple[str, ...], named: dict[str, int]
) -> tuple[str | None, str]:
    """Which of the states that share a name is meant, None where the article does not tell."""
    name = scene.text[match.start : match.end]
    present = [code for code in options if named.get(code)]
    if len(present) == 1:
        return present[0], f"'{name}' is {scene.gaz.state_name(present[0])}, the only one of that name in the article"
    if not present and options[0] == "DOM":
        return "DOM", f"'{name}' is the Dominican Republic; Dominica is not named in the article"
    return None, f"'{name}' alone may be " + " or ".join(scene.gaz.state_name(code) for code in options)


def dated_code(scene: Scene, code: str, words: tuple[str, ...]) -> tuple[str, str]:
    """The state that a name counts for on the article's day, and why where it is not the name's own."""
    day = scene.state_day()
    if day is None:
        return code, ""
    for until, former in CAPITAL_UNTIL.get((words[0], code), ()):
        if day < until:
            return former, f", on {day} of {scene.gaz.state_name(former)}"
    for union, (end, members) in UNIONS.items():
        if code in members and day < end:
            return union, f", on {day} part of the {scene.gaz.state_name(union)}"
    return code, ""


GENERIC: frozenset[str] = frozenset(table("words")["shared_bodies"])


def _of_its_state(scene: Scene, match: Match, country: str, form: NameForm) -> bool:
    """False where a national body's name belongs to another here: "Christian Democrats", "the Belarusian KGB"."""
    if match.first:
        before = scene.words[match.first - 1]
        if joined(scene.text, before, scene.words[match.first]) and before.capital:
            other = scene.ending.get(match.first)
            if other is not None:
                codes = {f.actor for f in other.of("state", "demonym", "capital")}
                return not codes or country in codes or (country == "SUN" and "RUS" in codes)
            if scene.titles.get(match.first - 1) is None and before.folded != "the":
                return scene.token(before.start).pos_ not in {"PROPN", "ADJ"}
    if " ".join(form.words) in GENERIC:
        return country in {f.actor for m in scene.matches for f in m.of("state", "demonym", "capital")[:1]} or any(
            p.country == country for p in scene.people
        )
    return True


def how_named(form: NameForm) -> How:
    """Name, demonym or metonym."""
    return {"state": "name", "demonym": "demonym", "organisation": "name"}.get(form.sort, "metonym")  # type: ignore[return-value]


PREFIXED = ("pro-", "anti-")


def add_state(scene: Scene, match: Match, form: NameForm, code: str, why: str, *, quiet: bool = False) -> Found:
    """Take up a state's mention."""
    gaz = scene.gaz
    code, dated = dated_code(scene, code, form.words)
    actor = gaz.states[code].actor
    text = scene.text[match.start : match.end]
    reading = {
        "state": f"'{text}' is the name of {actor.name}",
        "demonym": f"'{text}' is the adjective of {actor.name}",
        "capital": f"'{text}', the capital, stands for {actor.name}",
        "seat": f"'{text}', a seat of power, stands for {actor.name}",
        "place": f"'{text}' is a place in {actor.name}",
    }[form.sort]
    trace = why or (actor.name if text == actor.name else reading) + dated
    head = scene.head(match.start, match.end)
    return scene.add(Found(match.start, match.end, actor, how_named(form), code, trace, head, quiet))


def link_states(scene: Scene) -> None:
    """States and organisations of all names that people did not take."""
    around = cues(scene)
    named: dict[str, int] = {}
    for match in scene.matches:
        for form in match.of("state", "demonym", "capital")[:1]:
            if (
                " ".join(form.words) not in SHARED
                and len({f.actor for f in match.of("state", "demonym", "capital")}) == 1
            ):
                named[form.actor] = named.get(form.actor, 0) + 1
    for person in scene.people:
        if person.known and person.country:
            named[person.country] = named.get(person.country, 0) + 1
    datelines = [(found.start(), found.end()) for found in _DATELINE.finditer(scene.text)]
    for match in scene.matches:
        if not scene.free(match.start, match.end) or match.forms[0].sort == "blocked":
            continue
        quiet = any(start <= match.start < end for start, end in datelines)
        forms = match.of("organisation", "state", "demonym", "seat", "capital", "place")
        if not forms or match.forms[0].sort == "person":
            continue
        form = forms[0]
        if form.sort == "organisation":
            actor = scene.gaz.organisations[form.actor]
            if actor.country and not _of_its_state(scene, match, actor.country, form):
                continue
            text = scene.text[match.start : match.end]
            trace = actor.name if text == actor.name else f"'{text}' is {actor.name}"
            scene.add(
                Found(match.start, match.end, actor, "name", actor.country, trace, scene.head(match.start, match.end))
            )
            continue
        if blocked_by_neighbour(scene, match):
            scene.cover(match.start, match.end)
            continue
        shared = SHARED.get(" ".join(form.words))
        if shared:
            code, why = decide_shared(scene, match, shared, named)
            if code:
                add_state(scene, match, form, code, why)
            continue
        if scene.text[max(0, match.start - 5) : match.start].lower().endswith(PREFIXED):
            continue  # whom a party is for or against takes no part itself
        if form.actor == "GIN" and named.get("GIN", 0) == 1 and any(named.get(code) for code in GUINEAS):
            continue  # the short form of one of the other Guineas, which the article names in full
        yes, why = decide_ambiguous(scene, match, around)
        if yes:
            add_state(scene, match, form, form.actor, why, quiet=quiet)
