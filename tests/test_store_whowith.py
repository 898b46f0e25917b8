"""Who takes part with whom, and which outlet tells what, on a few events that can be counted by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_store_codec import UNKNOWN
from test_store_query import STATES, plain, told

from dateline import store
from dateline.model import Actor, Document, Event, Office, Participant, Reading, When
from dateline.store.writer import Writer

ANN = Actor(id="ann", kind="person", name="Ann Lee", country="RUS",
            offices=(Office(title="Minister", country="RUS", start=date(1990, 1, 1)),))  # fmt: skip
PAPERS = {"a": ("Alpha", "2024-06-19"), "b": ("Beta", "2024-06-20"), "g": ("Gamma", "2024-06"), "n": ("Alpha", None)}


def part(actor: Actor, role: str = "other") -> Participant:
    return Participant(actor=actor, role=role, country=actor.country)  # type: ignore[arg-type]


def event(id_: str, value: str | None, papers: str, *parts: Participant, **more: object) -> Event:
    outlets = tuple(dict.fromkeys(PAPERS[paper][0] for paper in papers))
    mentions = tuple(told(paper) for paper in papers)
    return plain(id_, value, mentions=mentions, publishers=outlets, participants=parts, **more)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "x.db"
    split = (
        Reading(field="date", value="2024-06-18", documents=("a",)),
        Reading(field="date", value="2024-06-19", documents=("b",)),
    )
    # Of two things counted, each outlet counts one: they do not differ. "n" and "x" have gone.
    counted = tuple(
        Reading(field="count", value=value, documents=documents)
        for value, documents in (("killed: 3", ("b",)), ("killed: 4", ("n",)), ("injured: 8", ("g",)))
    )
    with Writer(path) as writer:
        for id_, (publisher, day) in PAPERS.items():
            when = When.of(day) if day else None
            writer.add(Document(id=id_, name=id_, text=id_, publisher=publisher, published=when), UNKNOWN, [])
        writer.replace_events(
            [
                event("e1", "1999-05-01", "ab", part(STATES["RUS"]), part(STATES["PRK"]), readings=split),
                event("e2", "1999", "bg", part(STATES["RUS"]), part(STATES["SUN"]), part(ANN), readings=counted),
                event("e3", "2001-01-01", "a", part(STATES["RUS"]), part(STATES["PRK"], "source"), type="statement"),
                event("e4", None, "an", part(STATES["RUS"]), part(STATES["PRK"])),
            ]
        )
    return path


def test_counterparts_are_counted_by_year_and_without_the_undated(path: Path) -> None:
    found = store.counterparts(path, "country", "RUS", "country")
    assert [(each.id, each.name, dict(each.years)) for each in found] == [
        ("PRK", "North Korea", {1999: 1, 2001: 1}),
        ("SUN", "Soviet Union", {1999: 1}),
    ]
    assert [each.events for each in found] == [2, 1]
    assert [each.id for each in store.counterparts(path, "country", "SUN", "person")] == ["ann"]
    assert [each.id for each in store.counterparts(path, "person", "ann", "country")] == ["RUS", "SUN"]
    assert store.counterparts(path, "country", "XXX", "country") == ()
    assert [each.id for each in store.counterparts(path, "country", "RUS", "country", most=1)] == ["PRK"]


def test_the_form_of_an_actor_that_knows_most_offices_is_taken(path: Path) -> None:
    with Writer(path) as writer:
        writer.add_actors([Actor(id="ann", kind="person", name="Ann Lee")])
    assert store.actor(path, "ann") == ANN
    assert store.actor(path, "nobody") is None


def test_outlets_first_alone_and_differing(path: Path) -> None:
    found = store.outlets(path)
    by_name = {outlet.name: outlet for outlet in found.outlets}
    alpha, beta, gamma = (by_name[name] for name in ("Alpha", "Beta", "Gamma"))
    assert [outlet.name for outlet in found.outlets] == ["Alpha", "Beta", "Gamma"]
    assert (alpha.articles, alpha.events, alpha.alone, alpha.together) == (2, 3, 2, 1)
    assert (beta.articles, beta.events, beta.alone, beta.together) == (1, 2, 0, 2)
    assert (alpha.first, beta.first, gamma.first) == (1, 0, 0)  # a day and its month cannot be told apart
    assert (alpha.differs, beta.differs, gamma.differs) == (1, 1, 0)
    assert found.both == {("Alpha", "Beta"): 1, ("Beta", "Gamma"): 1}
    assert found.differ == {("Alpha", "Beta"): 1}
    assert (dict(alpha.sides), dict(beta.sides)) == ({"PRK": 1}, {})
