"""Titles in the words of a text: "deputy foreign minister", "Mr.", "the then Russian president"."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from dateline.actors.gazetteer import office_classes, table
from dateline.actors.matching import joined
from dateline.actors.words import Word, key


@dataclass(frozen=True, slots=True)
class Title:
    """Words ``first`` to ``last`` (half-open) are a title; ``office`` its class, "" where it leads to no office."""

    first: int
    last: int
    text: str
    office: str
    plural: bool


@functools.cache
def _lexicon() -> dict[str, list[tuple[tuple[str, ...], str, bool]]]:
    lexicon: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}

    def put(title: str, office: str) -> None:
        words = key(title)
        lexicon.setdefault(words[0], []).append((words, office, False))
        plural = (*words[:-1], words[-1] + "s")
        if len(words[-1]) > 3 and not words[-1].endswith("s"):
            lexicon.setdefault(plural[0], []).append((plural, office, True))

    for title, office in office_classes().items():
        put(title, office)
    for title in table("titles")["others"]["titles"]:
        put(title, "")
    for entries in lexicon.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return lexicon


@functools.cache
def modifiers() -> frozenset[str]:
    """Words that may stand between a state's adjective and a title."""
    return frozenset(word for phrase in table("titles")["others"]["modifiers"] for word in key(phrase))


@functools.cache
def genders() -> dict[str, str]:
    """Title -> "m" or "f" where the word itself tells."""
    return {title: gender for gender, titles in table("titles")["gender"].items() for title in titles}


def title_at(words: list[Word], first: int, text: str) -> Title | None:
    """The longest title that begins at a word."""
    for wanted, office, plural in _lexicon().get(words[first].folded, ()):
        last = first + len(wanted)
        if last <= len(words) and all(
            words[first + n].folded == wanted[n] and (not n or joined(text, words[first + n - 1], words[first + n]))
            for n in range(len(wanted))
        ):
            return Title(first, last, text[words[first].start : words[last - 1].end], office, plural)
    return None


def titles_in(words: list[Word], text: str) -> dict[int, Title]:
    """All titles of a text by the index of their first word, the longest at each place."""
    lexicon = _lexicon()
    found = {}
    for first, word in enumerate(words):
        if word.folded in lexicon and (title := title_at(words, first, text)):
            found[first] = title
    return found


def title_before(titles: dict[int, Title], words: list[Word], first: int, text: str) -> Title | None:
    """The longest title that ends right before a word (``Mr.``, ``President``, ``deputy foreign minister``)."""
    for start in range(max(0, first - 5), first):
        title = titles.get(start)
        if title and title.last == first:
            gap = text[words[first - 1].end : words[first].start]
            if gap.strip(" \n") in {"", "."} and gap.count("\n") < 2:
                return title
    return None
