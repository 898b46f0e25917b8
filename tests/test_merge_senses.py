"""Senses: words that tell one kind of happening, and what they put together and keep apart."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dateline import merge as room
from dateline.merge import merge
from dateline.merge.senses import number_of, sense
from dateline.merge.words import number, stem_of
from dateline.model import EVENT_TYPES, Actor, Document, EventMention, Participant, When

TABLE = tomllib.loads((Path(room.__file__).parent / "senses.toml").read_text(encoding="utf-8"))
FRANCE = Actor(id="FRA", kind="country", name="France", country="FRA")
PEOPLE = {
    name: Actor(id=name.lower(), kind="person", name=name, country="FRA") for name in ("Dupont", "Martin", "Moreau")
}
TEXTS = {
    "a": "The Lyon ferry Belle Rive sank in fog off Marseille on Monday, coast guard and harbour office report.",
    "b": "Divers search the wreck of the ferry Belle Rive off Marseille; the harbour office of Lyon blames the fog.",
}
BARE = {name: Document(id=name, name=name, text="", title=text) for name, text in TEXTS.items()}
"""The articles by what they are about, without the words that the tellings below stand in."""


def of(telling: str) -> str:
    """The sense of an example, a type and a word."""
    type_, word = telling.split()
    return sense(type_, stem_of(word))


def told(
    document: str, start: int, word: str, rest: str, *, type_: str, when: str | None = None, who: str = "",
    speaker: str | None = None,
) -> EventMention:  # fmt: skip
    """A telling of which ``word`` is the trigger and comes first."""
    evidence = f"{word} {rest}"
    actors = [FRANCE, *(PEOPLE[name] for name in who.split())]
    return EventMention(
        document=document, start=start, end=start + len(evidence), evidence=evidence,
        trigger=(start, start + len(word)), type=type_, when=When.of(when) if when else None, when_trace=("because",),
        participants=tuple(Participant(actor=actor, role="source", country="FRA") for actor in actors),
        speaker=speaker, title=evidence, confidence=0.8,
    )  # fmt: skip


def count(*mentions: EventMention) -> int:
    return len(merge(mentions, BARE))


@pytest.mark.parametrize("name", TABLE)
def test_a_sense_holds_its_examples_and_not_the_others(name: str) -> None:
    row = TABLE[name]
    assert row["same"] and row["other"]
    assert set(row["types"].split()) | set(row.get("also", {})) <= set(EVENT_TYPES)
    for telling in row["same"]:
        assert number(of(telling)) == number_of(name), telling
    for telling in row["other"]:
        assert number(of(telling)) != number_of(name), telling


def test_a_word_that_no_sense_holds_stands_for_itself() -> None:
    assert sense("treaty", "unheard") == "unheard"
    assert sense("visit", "die") == "die"


def test_a_happening_is_one_though_the_words_and_types_for_it_differ() -> None:
    sank = "when the ferry Belle Rive sank off Marseille"
    assert count(told("a", 0, "died", sank, type_="life"), told("b", 0, "killed", sank, type_="disaster")) == 1
    assert count(told("a", 0, "died", sank, type_="life"), told("b", 0, "sued", sank, type_="legal")) == 2


def test_who_resigned_and_who_was_sworn_in_on_a_day_are_two_events() -> None:
    day = "2024-06-19"
    resigned = told(
        "a", 0, "resigned", "as minister for Dupont to follow", type_="office", when=day, who="Martin Dupont"
    )
    sworn = told(
        "a", 90, "sworn", "in as minister, Dupont followed Martin", type_="office", when=day, who="Martin Dupont"
    )
    stepped = told("b", 0, "stepped", "down as minister", type_="office", when=day, who="Martin Dupont")
    assert count(resigned, sworn) == 2
    assert count(resigned, stepped) == 1


def test_a_state_holds_one_election_a_day() -> None:
    voted = told("a", 0, "voted", "on Sunday in great numbers", type_="election", when="2024-06-30")
    won = told("a", 90, "won", "a third of the seats", type_="election", when="2024-06-30")
    runs = told("a", 160, "contests", "a seat in Lyon", type_="election", when="2024-06-30")
    assert count(voted, won) == 1
    assert count(voted, runs) == 2


def test_a_visit_of_two_days_is_one_and_two_raids_are_two() -> None:
    for type_, events in (("visit", 1), ("attack", 2)):
        word = "visited" if type_ == "visit" else "bombed"
        first = told("a", 0, word, "Marseille and its harbour", type_=type_, when="2024-06-19", who="Dupont")
        second = told("a", 90, word, "the harbour of Marseille", type_=type_, when="2024-06-20", who="Dupont")
        assert count(first, second) == events


def test_an_offer_is_one_where_two_sayings_are_two() -> None:
    day, end = "2024-06-19", "that ends the old quarrel of trawlers, ports and quotas"
    for word, events in (("offer", 1), ("said", 2)):
        first = told("a", 0, word, "of talks about the fishing quotas", type_="statement", when=day, speaker="Dupont")
        second = told("a", 90, word, end, type_="statement", when=day, speaker="Dupont")
        assert count(first, second) == events


def test_the_sources_say_that_words_of_one_sense_put_them_together() -> None:
    sank = "when the ferry Belle Rive sank off Marseille"
    died, killed = told("a", 0, "died", sank, type_="life"), told("b", 0, "killed", sank, type_="disaster")
    (event,) = merge([died, killed], BARE)
    (link,) = event.links
    assert "words of one sense for it" in link.reasons and "same word for it" not in link.reasons
