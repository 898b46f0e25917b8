"""Names of people whom the gazetteer does not hold: where they begin and end, and what speaks for them."""

from __future__ import annotations

import functools
from difflib import SequenceMatcher

from dateline.actors.gazetteer import table
from dateline.actors.roles import Title, genders, modifiers, title_before
from dateline.actors.scene import Scene

PARTICLES = frozenset("al el bin ibn ben de van von der den da dos di du la le ter bint abu abd ould ul ur y e".split())


NO_STATE = "-"
"""In place of a country: acts for an international organisation."""


NOT_NAMES: frozenset[str] = frozenset(table("words")["not_names"])


def from_entities(scene: Scene) -> list[tuple[int, int]]:
    spans = []
    for ent in scene.doc.ents:
        if ent.label_ != "PERSON":
            continue
        first, last = scene.word_at(ent.start_char), scene.word_at(ent.end_char)
        span = _trim(scene, first, last)
        if span and span[1] - span[0] > 1:
            spans.append(span)
    return spans


def from_first_names(scene: Scene) -> list[tuple[int, int]]:
    """A common first name and a capitalised word behind it, which the entity recogniser may have missed."""
    spans, words = [], scene.words
    for n in range(len(words) - 1):
        if not (words[n].capital and first_name_gender(words[n].folded)) or not scene.free(
            words[n].start, words[n].end
        ):
            continue
        last = n + 1
        while last < len(words) and last - n < 4 and _name_gap(scene.text, words[last - 1], words[last]) and (
            words[last].capital
            or (words[last].folded in PARTICLES and last + 1 < len(words) and words[last + 1].capital)
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
            match = scene.starting.get(first)
            if match and not match.has("state", "demonym", "organisation"):
                match = None
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
    inside = [scene.inside[n] for n in range(first, last) if n in scene.inside]
    inside = list(dict.fromkeys(inside))
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


def from_titles(scene: Scene) -> list[tuple[int, int]]:
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


def first_name_gender(word: str) -> str:
    """Gender of a common first name, "" where it is unknown or either."""
    return _first_names().get(word, "")


@functools.cache
def _first_names() -> dict[str, str]:
    names = table("first_names")
    return {name: gender for gender in ("m", "f") for name in names[gender]}


def alike(one: list[str], other: list[str]) -> bool:
    """True for two spellings of a name of two words: one word the same, the other a letter or two off."""
    if len(one) != 2 or len(other) != 2 or one == other:
        return False
    (a, b), (c, d) = one, other
    left, right = (a, c) if b == d else (b, d), b == d or a == c
    return right and min(map(len, left)) > 4 and SequenceMatcher(None, *left).ratio() > 0.82
