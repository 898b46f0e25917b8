"""Descriptions that stand for a name: "the Russian leader", "the prime minister", "the country", "the ministry"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from dateline.actors.gazetteer import table
from dateline.actors.roles import Title, modifiers
from dateline.actors.scene import Found, Scene

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
BECOMING = frozenset("as become became becomes elected named appointed for been".split())
"""Words after which a title says what somebody is or becomes, and names nobody."""
VAGUE = frozenset(
    "general major secretary chief head justice dr miss lord father student lawyer official chair captain".split()
)
"""Titles that without a state before them are too often something else."""
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
    words = scene.words
    first, state, before, determiner = _left(scene, title.first, ends)
    if title.plural:
        if determiner != "the" or state or set(before) - {"two", "three"}:
            return None
        return Description(
            words[first].start, words[title.last - 1].end, "office", title.text.lower(), None, determiner, before, title
        )
    if first and words[first - 1].folded in BECOMING and scene.token(words[first - 1].start).dep_ != "mark":
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
        if state.how == "demonym" and scene.doc[state.head].dep_ in {"amod", "compound", "nmod"}:
            return None  # "the president of the Peruvian central bank"
        end = state.end
    if state is None and _one_of_posts(scene, title):
        return None
    capital = words[title.first].capital
    if state and state.end < words[title.first].start and re.match(r" ?['’]s ", scene.text[state.end :]):
        determiner = determiner or "the"  # "NATO's secretary general"
    if determiner == "" and not (state and (capital or first == 0 or _opens(scene, first))) and not capital:
        return None
    if determiner == "" and state is None and (before or not _opens(scene, first)):
        return None
    if state is None and title.text.lower() in VAGUE:
        return None
    start = min(words[first].start, state.start) if state else words[first].start
    return Description(start, end, "office", title.text.lower(), state, determiner, before, title, capital)


def _one_of_posts(scene: Scene, title: Title) -> bool:
    """True for the first of the posts of a body: "The president, vice-president and four managers at the bank"."""
    other = scene.titles.get(title.last)
    gap = scene.text[scene.words[title.last - 1].end : scene.words[title.last].start] if other else ""
    return other is not None and not other.plural and gap.strip() in {",", "and"} and other.office != title.office


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
    if scene.token(word.start).dep_ in {"compound", "amod", "nmod", "npadvmod"}:
        return None  # "the military operation"
    kind: Literal["land", "body"] = "land" if word.folded in LANDS else "body"
    first = n - 1
    while first > 0 and n - first < 3 and kind == "body" and scene.token(words[first].start).pos_ in {"ADJ", "NOUN"}:
        first -= 1
    if text[words[first].end : words[first + 1].start].strip(" \n"):
        return None
    if any(not scene.free(w.start, w.end) for w in words[first + 1 : n]):
        return None  # "the Sudanese government" names its state
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
