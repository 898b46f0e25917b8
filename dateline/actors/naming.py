"""Names of people whom the gazetteer does not hold: where they begin and end, and what speaks for them."""

from __future__ import annotations

import functools
from difflib import SequenceMatcher

from dateline.actors.gazetteer import table
from dateline.actors.roles import Title, genders, modifiers, title_before
from dateline.actors.scene import Scene
from dateline.actors.words import Word

PARTICLES = frozenset("al el bin ibn ben de van von der den da dos di du la le ter bint abu abd ould ul ur y e".split())


NO_STATE = "-"
"""In place of a country: acts for an international organisation."""


NOT_NAMES: frozenset[str] = frozenset(table("words")["not_names"])
DOUBTFUL: frozenset[str] = frozenset(table("words")["doubtful_surnames"])
"""Surnames of leaders that are as often another's, or a word."""


EASTERN: frozenset[str] = frozenset(table("words")["eastern_surnames"])
"""Surnames that stand before the given name."""


def tail(scene: Scene, n: int) -> bool:
    """True for the second syllable of a given name behind a hyphen: "jin" in "Chang Ho-jin"."""
    words = scene.words
    if n < 2 or n >= len(words) or words[n].capital or len(words[n].text) > 6:
        return False
    return (
        scene.text[words[n - 1].end : words[n].start].strip(" ") in {"-", "‐", "‑"}
        and words[n - 1].capital
        and words[n - 2].folded in EASTERN
        and words[n - 2].capital
    )


def surname_first(scene: Scene, first: int, last: int) -> bool:
    """True for a name of the form "Chang Ho-jin", "Paek Nam Sun": an East Asian surname and two short syllables."""
    words = scene.words[first:last]
    return len(words) == 3 and words[0].folded in EASTERN and all(len(w.text) <= 6 for w in words[1:])


def from_entities(scene: Scene) -> list[tuple[int, int]]:
    spans = []
    for ent in scene.doc.ents:
        if ent.label_ != "PERSON":
            continue
        first, last = scene.word_at(ent.start_char), scene.word_at(ent.end_char)
        span = _trim(scene, first, last + tail(scene, last))
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
            or tail(scene, last)
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
            if match and match.has("capital") and _whole_name(scene, match.last, last):
                first = match.last  # "In Hanoi Putin held talks"
                continue
            if match and not match.has("state", "demonym", "organisation"):
                match = None
            if match and scene.text[match.start : match.end] in table("blocked")["ambiguous"]:
                break  # "Chad Brown"
            if match is None or match.last >= last + 1 or match.last - match.first >= last - first:
                break
            first = match.last
    while last > first and (words[last - 1].folded in NOT_NAMES or words[last - 1].folded == "s"
                            or not (words[last - 1].capital or tail(scene, last - 1))):  # fmt: skip
        last -= 1
    if last - first < 1 or last - first > 6:
        return None
    if any(w.folded in NOT_NAMES or w.text[0].isdigit() for w in words[first:last]):
        return None
    if any(not w.capital and w.folded not in PARTICLES and not tail(scene, first + n)
           for n, w in enumerate(words[first:last])):  # fmt: skip
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


def from_surnames(scene: Scene) -> set[tuple[int, int]]:
    """East Asian names, which the recogniser often takes for a body or a place: "Paek Nam Sun", "Choi Ho-joong"."""
    spans, words = set(), scene.words
    for n in range(len(words) - 2):
        if words[n].folded not in EASTERN or not words[n].capital or not words[n + 1].capital:
            continue
        if not (_name_gap(scene.text, words[n], words[n + 1]) and _name_gap(scene.text, words[n + 1], words[n + 2])):
            continue
        short = surname_first(scene, n, n + 3) and (words[n + 2].capital or tail(scene, n + 2))
        more = n + 3 < len(words) and words[n + 3].capital and _name_gap(scene.text, words[n + 2], words[n + 3])
        behind = n and words[n - 1].capital and _name_gap(scene.text, words[n - 1], words[n])
        if short and not more and (not behind or title_before(scene.titles, words, n, scene.text)):
            span = _trim(scene, n, n + 3)
            spans |= {span} if span == (n, n + 3) else set()
    return spans


def _whole_name(scene: Scene, first: int, last: int) -> bool:
    """True where words are the name of a known person, or the surname of one whom the article names in full."""
    if first >= last or scene.words[first - 1].folded in {"new", "san"}:
        return False
    match = scene.starting.get(first)
    if match and match.last == last and match.has("person"):
        return True
    return " ".join(word.folded for word in scene.words[first:last]) in scene.by_surname or bool(
        match and match.last == last and match.has("surname") and scene.words[first].folded not in DOUBTFUL
    )


def from_appositions(scene: Scene) -> list[tuple[int, int]]:
    """Capitalised words with an office in apposition: "Natalya Timakova, Medvedev's press secretary,"."""
    spans, words = [], scene.words
    ends = {words[title.last - 1].start for title in scene.titles.values() if not title.plural}
    for token in scene.doc:
        if token.dep_ != "appos" or token.idx not in ends or token.head.pos_ != "PROPN" or token.head.i > token.i:
            continue
        last = scene.word_at(token.head.idx) + 1
        first = last - 1
        while first > 0 and last - first < 3 and words[first - 1].capital and _name_gap(
            scene.text, words[first - 1], words[first]
        ):  # fmt: skip
            first -= 1
        span = _trim(scene, first, last)
        unknown = last - first > 1 and not any(n in scene.inside for n in range(first, last))
        if span == (first, last) and unknown and scene.text[words[last - 1].end :][:2].strip() == ",":
            spans.append((first, last))
    return spans


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
        if n < len(words) and not gap_ok and (behind := _behind_comma(scene, n)):
            spans.append(behind)
            n = behind[1]
            continue
        last = n
        while gap_ok and last < len(words) and last - n < 5:
            word = words[last]
            if last > n and not _name_gap(text, words[last - 1], word):
                break
            if not (
                word.capital
                or tail(scene, last)
                or (word.folded in PARTICLES and last + 1 < len(words) and words[last + 1].capital)
            ):
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


def _behind_comma(scene: Scene, first: int) -> tuple[int, int] | None:
    """A name set between commas behind an office: "Mali's interim president, Dioncounda Traore, asked for help"."""
    words, text = scene.words, scene.text
    if text[words[first - 1].end : words[first].start].strip(" ") != "," or words[first - 1].capital:
        return None
    last = first
    while last < len(words) and last - first < 6 and (
        words[last].capital or (words[last].folded in PARTICLES and last + 1 < len(words) and words[last + 1].capital)
    ):  # fmt: skip
        if last > first and not _name_gap(text, words[last - 1], words[last]):
            break
        last += 1
    inside = [scene.inside[n] for n in range(first, last) if n in scene.inside]
    unknown = all(match.forms[0].sort == "surname" for match in inside)
    closed = text[words[last - 1].end : words[last - 1].end + 2].strip()[:1] in {",", ".", ";", ")"}
    return (
        (first, last)
        if last - first > 1 and unknown and closed and _trim(scene, first, last) == (first, last)
        else None
    )


def _name_gap(text: str, left: Word, right: Word) -> bool:
    gap = text[left.end : right.start]
    if gap == " - ":
        # Of words split by blanks ("Obaid - Chinoy"), not a dash.
        return text.find(" , ", 0, left.start) >= 0
    return gap in {" ", "-", "\n", ". ", "’", "'"} and not (gap == ". " and len(left.text) > 2)


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
