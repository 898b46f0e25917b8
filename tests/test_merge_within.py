"""Merging within one article: what its writer takes up again, and what is two since one writer tells it so."""

from __future__ import annotations

from dataclasses import replace

from dateline.merge import merge
from dateline.model import Actor, Document, EventMention, Participant, Status, When

STATE = Actor(id="NOR", kind="country", name="Norway", country="NOR")
PEOPLE = {name: Actor(id=name, kind="person", name=name, country="NOR") for name in ("Eva Lund", "Nils Berg")}
DOCUMENTS = {name: Document(id=name, name=name, text="") for name in "ab"}


def told(
    start: int, type_: str, word: str, evidence: str, *, when: str | None = "2024-06-19", people: str = "",
    status: Status = "happened", document: str = "a",
) -> EventMention:  # fmt: skip
    at = start + evidence.index(word)
    actors = [STATE, *(PEOPLE[name] for name in PEOPLE if name in people)]
    return EventMention(
        document=document,
        start=start,
        end=start + len(evidence),
        evidence=evidence,
        trigger=(at, at + len(word)),
        type=type_,
        when=When.of(when) if when else None,
        when_trace=("because",),
        participants=tuple(Participant(actor=actor, role="source", country="NOR") for actor in actors),
        status=status,
        title=evidence,
        confidence=0.8,
    )


def count(*mentions: EventMention) -> int:
    return len(merge(mentions, DOCUMENTS))


def test_what_is_taken_up_without_a_date_by_another_word_is_the_same() -> None:
    first = told(0, "legal", "detained", "police detained a ticket seller at the harbour hotel on Wednesday")
    again = told(200, "legal", "arrested", "the ticket seller arrested at the hotel", when=None)
    assert count(first, again) == 1
    assert count(first, replace(again, status="planned")) == 2
    assert count(first, told(200, "legal", "arrested", "a smuggler arrested in the hills", when=None)) == 2


def test_a_career_is_told_by_many_acts_of_one_sense() -> None:
    first = told(0, "office", "became", "Eva Lund became minister of finance in 1982", when="1982", people="Eva Lund")
    again = told(200, "office", "appointed", "Eva Lund was appointed minister of defence", when=None, people="Eva Lund")
    assert count(first, again) == 2


def test_one_word_with_a_date_and_without_tells_two_things_of_a_person() -> None:
    first = told(0, "election", "elected", "Eva Lund was elected mayor of Bergen", when=None, people="Eva Lund")
    again = told(200, "election", "elected", "Eva Lund was elected president in 2012", when="2012", people="Eva Lund")
    assert count(first, again) == 2
    killed = told(0, "attack", "killed", "Eva Lund was killed in her car", when=None, people="Eva Lund")
    assert (
        count(killed, told(200, "attack", "killed", "Eva Lund was killed in 2012", when="2012", people="Eva Lund")) == 1
    )


def test_two_people_who_leave_their_offices_on_one_day_are_two_events() -> None:
    first = told(0, "office", "announced", "Eva Lund announced her resignation on Wednesday", people="Eva Lund")
    other = told(200, "office", "announced", "Nils Berg announced his resignation", people="Nils Berg")
    assert count(first, other) == 2
    same = told(200, "office", "announced", "Eva Lund announced her resignation", people="Eva Lund")
    assert count(first, same) == 1


def test_talks_of_the_week_and_those_planned_for_tomorrow_are_two() -> None:
    held = told(
        0, "meeting", "consultations", "consultations on fish and oil", when="2024-06-17/2024-06-23", people="Eva Lund"
    )
    planned = told(
        200,
        "meeting",
        "talks",
        "talks on fish and oil tomorrow",
        when="2024-06-20",
        people="Eva Lund",
        status="planned",
    )
    assert count(held, planned) == 2
    assert count(held, replace(planned, status="happened")) == 1
    assert count(held, replace(planned, document="b")) == 1, "another article may have been written before"
