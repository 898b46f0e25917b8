"""What people said wins, is found again, and can be taken back: the pure function over machine events."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import test_store_codec as codec
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.corrections import (
    Corrected,
    Correction,
    Subject,
    clean,
    correct,
    dumps,
    event_id,
    from_row,
    holding,
    named_actor,
    read,
    selector,
    subject,
    to_row,
    write,
)
from dateline.model import Actor, Event, EventMention, Participant, When

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEXTS = {f"d{n}": f"{n:064x}" for n in range(3)}
RUSSIA = Participant(actor=Actor(id="RUS", kind="country", name="Russia", country="RUS"), role="source", country="RUS")
HANOI = Participant(actor=named_actor("Harbour Board (organisation)"), role="other")
VERBS = ("signed", "visited", "said", "launched", "ratified", "opened")


def mention(document: int, nth: int) -> EventMention:
    """The nth telling of an article: each with words of its own."""
    verb = VERBS[nth % len(VERBS)]
    evidence = f"Party{document}x{nth} {verb} paper{document}x{nth} in town{nth}"
    start = nth * 100
    at = start + evidence.index(verb)
    return EventMention(
        document=f"d{document}", start=start, end=start + len(evidence), evidence=evidence,
        trigger=(at, at + len(verb)), type="treaty",
        when=When.of(f"20{10 + nth}-0{document + 1}-15"), when_trace=("it is written out",),
        participants=(RUSSIA,), title=f"Paper {document}.{nth}",
    )  # fmt: skip


def together(mentions: Sequence[EventMention]) -> Event:
    """What merging makes of mentions, in the simplest form: the first one names and dates the event."""
    told = sorted(mentions, key=lambda m: (m.document, m.start))
    first = told[0]
    return Event(
        id=f"{first.document}.{first.trigger[0]}", title=first.title, type=first.type, when=first.when,
        when_trace=first.when_trace, participants=first.participants, mentions=tuple(told), mention_count=len(told),
        importance=0.5,
    )  # fmt: skip


def apply(events: Sequence[Event], corrections: Sequence[Correction]) -> Corrected:
    return correct(events, corrections, together=together, texts=TEXTS)


def made(kind: Any, nth: int, **facts: Any) -> Correction:
    return Correction(
        id=f"{nth:016x}", kind=kind, author="Ada", reason="the printed page", made=START + timedelta(minutes=nth),
        **facts,
    )  # fmt: skip


PACT = together([mention(0, 0), mention(1, 0)])
VISIT = together([mention(0, 1)])
TALKS = together([mention(1, 2), mention(2, 2), mention(2, 3)])
EVENTS = [PACT, VISIT, TALKS]


def of(event: Event) -> Subject:
    return subject(event, TEXTS)


def by_title(found: Corrected) -> dict[str, Event]:
    return {event.title: event for event in found.events}


# --- each kind -----------------------------------------------------------------------------------------------------


def test_without_corrections_nothing_changes() -> None:
    found = apply(EVENTS, [])
    assert found.events == tuple(EVENTS) and found.hidden == () and found.outcomes == {}


def test_each_field_can_be_said_and_what_the_machine_found_stays_beside_it() -> None:
    corrections = [
        made("date", 1, event=of(PACT), when=When.of("2024-06-19")),
        made("type", 2, event=of(PACT), type="visit"),
        made("title", 3, event=of(PACT), title="The pact"),
        made("status", 4, event=of(PACT), status="planned"),
        made("actors", 5, event=of(PACT), actors=(HANOI,)),
        made("note", 6, event=of(PACT), text="ask the archive"),
    ]
    found = apply(EVENTS, corrections)
    event = found.events[0]
    assert (event.id, event.when, event.type, event.title) == (PACT.id, When.of("2024-06-19"), "visit", "The pact")
    assert event.status == "planned" and event.participants == (HANOI,) and event.orgs == ("Harbour Board",)
    assert event.mentions == PACT.mentions
    assert event.when_trace[0] == "corrected by Ada on 25 November 2026: the printed page"
    assert event.when_trace[1:] == ("the rules had found 15 January 2010", "because: it is written out")
    assert [(c.kind, c.found, c.said) for c in event.changes] == [
        ("date", "2010-01-15", "2024-06-19"), ("type", "treaty", "visit"), ("title", "Paper 0.0", "The pact"),
        ("status", "happened", "planned"), ("actors", "Russia", "Harbour Board"), ("note", None, "ask the archive"),
    ]  # fmt: skip
    assert {c.author for c in event.changes} == {"Ada"}
    assert found.events[1:] == (VISIT, TALKS)
    assert {outcome.state for outcome in found.outcomes.values()} == {"applied"}


def test_a_date_can_be_said_to_be_unknown() -> None:
    event = apply(EVENTS, [made("date", 1, event=of(PACT), when=None)]).events[0]
    assert event.when is None and event.changes[0].said is None and event.changes[0].found == "2010-01-15"


def test_the_later_word_wins_and_the_earlier_one_is_said_to_be_replaced() -> None:
    first, second = (made("title", n, event=of(PACT), title=f"Title {n}") for n in (1, 2))
    for order in ([first, second], [second, first]):
        found = apply(EVENTS, order)
        assert found.events[0].title == "Title 2" and len(found.events[0].changes) == 1
        assert found.outcomes[first.id].state == "replaced" and found.outcomes[second.id].state == "applied"


def test_hidden_events_are_kept_apart_and_come_back() -> None:
    hide = made("hide", 1, event=of(VISIT))
    found = apply(EVENTS, [hide])
    assert [e.title for e in found.events] == [PACT.title, TALKS.title]
    assert [e.title for e in found.hidden] == [VISIT.title] and found.outcomes[hide.id].event == VISIT.id
    assert apply(EVENTS, [hide, made("undo", 2, target=hide.id)]).events == tuple(EVENTS)


def test_what_is_hidden_stays_hidden_when_the_rules_divide_it_and_takes_nothing_along_when_they_join_it() -> None:
    hide = made("hide", 1, event=of(TALKS))
    divided = apply([PACT, *(together([m]) for m in TALKS.mentions)], [hide])
    assert divided.events == (PACT,) and len(divided.hidden) == 3
    small = made("hide", 1, event=of(VISIT))
    joined = apply([PACT, together([*VISIT.mentions, *TALKS.mentions])], [small])
    assert [e.mentions for e in joined.events] == [PACT.mentions, TALKS.mentions]
    assert [e.mentions for e in joined.hidden] == [VISIT.mentions]
    assert [c.kind for c in joined.events[1].changes] == ["hide"]


def test_two_events_are_merged_under_the_id_of_the_first() -> None:
    merge = made("merge", 1, event=of(PACT), other=of(TALKS))
    found = apply(EVENTS, [merge])
    assert [e.id for e in found.events] == [PACT.id, VISIT.id]
    assert found.events[0].mention_count == 5 and found.events[0].changes[0].said == TALKS.title
    again = apply(EVENTS, [merge, made("merge", 2, event=of(TALKS), other=of(PACT))])
    assert again.outcomes[f"{2:016x}"].state == "idle"
    assert again.events == found.events


def test_a_merged_event_weighs_what_the_weightiest_of_its_parts_did() -> None:
    merge = made("merge", 1, event=of(PACT), other=of(VISIT))
    weighty = [PACT, replace(VISIT, importance=0.9), TALKS]
    assert apply(weighty, [merge]).events[0].importance == 0.9
    # What is taken off a weighty event weighs what it would alone.
    talks = replace(TALKS, importance=0.9)
    off = made("apart", 1, event=subject(TALKS, TEXTS, mentions=TALKS.mentions[:2]),
               other=subject(TALKS, TEXTS, mentions=TALKS.mentions[2:]))  # fmt: skip
    assert {event.importance for event in apply([talks], [off]).events} == {0.5}


def test_what_was_said_of_either_holds_for_the_merged_event() -> None:
    said = made("date", 1, event=of(TALKS), when=When.of("1961"))
    merged = apply(EVENTS, [said, made("merge", 2, event=of(PACT), other=of(TALKS))]).events[0]
    assert merged.when == When.of("1961") and merged.title == PACT.title


def test_tellings_are_taken_off_and_stay_off() -> None:
    stay, leave = TALKS.mentions[:2], TALKS.mentions[2:]
    apart = made("apart", 1, event=subject(TALKS, TEXTS, mentions=stay), other=subject(TALKS, TEXTS, mentions=leave))
    found = apply(EVENTS, [apart])
    assert by_title(found)["Paper 1.2"].mentions == stay and by_title(found)["Paper 1.2"].id == TALKS.id
    new = by_title(found)["Paper 2.3"]
    assert new.mentions == leave and new.id == event_id(apart.id) and new.when == leave[0].when
    # the machine has put the telling elsewhere by itself: nothing is left to do
    elsewhere = [together([*VISIT.mentions, *leave]), together(stay)]
    assert apply(elsewhere, [apart]).events == tuple(elsewhere)
    assert apply(elsewhere, [apart]).outcomes[apart.id].state == "idle"
    # ... or has put far more together: only what was refused comes off
    all_in_one = apply([together([m for e in EVENTS for m in e.mentions])], [apart])
    assert sorted(e.mention_count for e in all_in_one.events) == [1, 5]


def test_two_events_that_shall_never_be_one() -> None:
    apart = made("apart", 1, event=of(PACT), other=of(VISIT))
    assert apply(EVENTS, [apart]).events == tuple(EVENTS)
    later = [together([*PACT.mentions, *VISIT.mentions]), TALKS]
    assert sorted(e.mention_count for e in apply(later, [apart]).events) == [1, 2, 3]


def test_the_later_of_merging_and_telling_apart_wins() -> None:
    merge = made("merge", 1, event=of(PACT), other=of(TALKS))
    both = apply(EVENTS, [merge]).events[0]
    off = made("apart", 2, event=subject(both, TEXTS, mentions=both.mentions[:-1]),
               other=subject(both, TEXTS, mentions=both.mentions[-1:]))  # fmt: skip
    found = apply(EVENTS, [merge, off])
    assert sorted(e.mention_count for e in found.events) == [1, 1, 4]
    back = made("merge", 3, event=of(found.events[0]), other=of(found.events[-1]))
    assert sorted(e.mention_count for e in apply(EVENTS, [merge, off, back]).events) == [1, 5]


def test_an_event_by_hand_stands_alone_and_can_be_corrected_merged_and_told_apart() -> None:
    add = made("add", 1, title="The founding", type="founding", when=When.of("1948"), status="happened",
               actors=(RUSSIA,), link="https://archive.example/1948")  # fmt: skip
    event = apply(EVENTS, [add]).events[-1]
    assert (event.id, event.title, event.when) == (event_id(add.id), "The founding", When.of("1948"))
    assert event.changes[0].said == "https://archive.example/1948" and event.mentions == () and event.importance == 1
    assert event.when_trace == ("added by hand by Ada on 25 November 2026: the printed page",)
    fixed = made("date", 2, event=of(event), when=When.of("1948-09-09"))
    assert apply(EVENTS, [add, fixed]).events[-1].when == When.of("1948-09-09")
    merge = made("merge", 3, event=of(PACT), other=of(event))
    merged = apply(EVENTS, [add, fixed, merge])
    assert len(merged.events) == 3 and merged.events[0].title == "The founding"
    assert merged.events[0].when == When.of("1948-09-09") and merged.events[0].mentions == PACT.mentions
    apart = made("apart", 4, event=of(PACT), other=of(event))
    assert {e.title for e in apply(EVENTS, [add, merge, apart]).events} == {e.title for e in [*EVENTS, event]}


def test_by_hand_without_a_date_does_not_take_the_date_of_the_articles_away() -> None:
    add = made("add", 1, title="The pact", type="treaty", status="happened")
    event = apply(EVENTS, [add]).events[-1]
    merged = apply(EVENTS, [add, made("merge", 2, event=of(PACT), other=of(event))]).events[0]
    assert (merged.title, merged.when, merged.participants) == ("The pact", PACT.when, PACT.participants)


# --- finding again -------------------------------------------------------------------------------------------------


def test_an_event_is_found_when_its_id_offsets_type_and_words_around_have_changed() -> None:
    title = made("title", 1, event=of(PACT), title="Found")
    moved = [
        replace(
            m, start=m.start + 700, end=m.end + 712, evidence=f"{m.evidence} on Thursday",
            trigger=(m.trigger[0] + 700, m.trigger[1] + 700), type="visit",
        )
        for m in PACT.mentions
    ]  # fmt: skip
    found = correct([VISIT, replace(together(moved), id="new")], [title], together=together, texts=TEXTS)
    assert found.events[1].title == "Found" and found.events[1].id == "new"


def test_an_article_whose_id_has_changed_is_known_by_its_text() -> None:
    title = made("title", 1, event=of(VISIT), title="Found")
    rebuilt = together([replace(m, document="other") for m in VISIT.mentions])
    found = correct([rebuilt], [title], together=together, texts={"other": TEXTS["d0"]})
    assert found.events[0].title == "Found"
    lost = correct([rebuilt], [title], together=together, texts={"other": "f" * 64})
    assert lost.events == (rebuilt,) and lost.outcomes[title.id].state == "lost"


def test_of_two_acts_in_one_sentence_the_trigger_decides() -> None:
    sentence = "The two states signed a pact and opened a bridge and signed a loan"
    acts = [
        replace(mention(0, 0), evidence=sentence, end=len(sentence), trigger=(at, at + 6), title=f"Act at {at}")
        for at in (15, 33, 53)
    ]
    events = [together([act]) for act in acts]
    for event in events:
        title = made("title", 1, event=of(event), title="This one")
        shown = apply([replace(e, id=f"x{e.id}") for e in events], [title]).events
        assert [e.title == "This one" for e in shown] == [e is event for e in events]


def test_what_only_sounds_alike_is_not_taken_for_the_telling() -> None:
    first = replace(mention(0, 0), evidence="the Baltic treaty of 1961", end=25, trigger=(11, 17))
    other = replace(mention(0, 0), evidence="the Test Ban Treaty of 1963", start=400, end=427, trigger=(413, 419))
    title = made("title", 1, event=of(together([first])), title="Found")
    assert apply([together([other])], [title]).outcomes[title.id].state == "lost"
    said = replace(first, evidence="which said", end=10, trigger=(6, 10), type="statement")
    also = replace(other, evidence="Sovik also said", end=415, trigger=(411, 415), type="statement")
    title = made("title", 1, event=of(together([said])), title="Found")
    assert apply([together([also])], [title]).outcomes[title.id].state == "lost"
    # a clause became its whole sentence, at the same place
    sentence = "Officials in Riga, " + "x " * 20 + "signed on Monday after long talks"
    clause = replace(first, evidence="signed on Monday", start=59, end=75, trigger=(59, 65), type="treaty")
    whole = replace(clause, evidence=sentence, start=0, end=len(sentence), type="meeting")
    title = made("title", 1, event=of(together([clause])), title="Found")
    assert apply([together([whole])], [title]).events[0].title == "Found"


def test_a_correction_that_finds_nothing_changes_nothing_and_is_said_to_be_lost() -> None:
    gone = of(TALKS)
    corrections = [
        made("title", 1, event=gone, title="x"), made("hide", 2, event=gone),
        made("merge", 3, event=of(PACT), other=gone), made("merge", 4, event=gone, other=of(PACT)),
        made("apart", 5, event=gone, other=of(PACT)), made("apart", 6, event=of(PACT), other=gone),
    ]  # fmt: skip
    found = apply([PACT, VISIT], corrections)
    assert found.events == (PACT, VISIT)
    assert {outcome.state for outcome in found.outcomes.values()} == {"lost"}


def test_undo_of_undo_is_redo_and_an_undo_before_its_correction_is_none() -> None:
    title = made("title", 1, event=of(PACT), title="New")
    undo, redo = made("undo", 2, target=title.id), made("undo", 3, target=f"{2:016x}")
    assert holding([title, undo]) == [] and holding([redo, undo, title]) == [title]
    assert holding([title, undo, made("undo", 4, target=title.id)]) == []
    early = made("undo", 0, target=title.id)
    assert holding([early, title]) == [title] and holding([made("undo", 5, target="nobody")]) == []
    itself = made("undo", 6, target=f"{6:016x}")
    assert holding([itself, title]) == [title]
    assert apply(EVENTS, [title, undo]).outcomes[title.id].state == "undone"


# --- properties ----------------------------------------------------------------------------------------------------


def reread(event: Event, *, shift: int) -> Event:
    """The same event after better rules: other offsets, longer sentences, another id; what it tells is the same."""
    moved = tuple(
        replace(
            m, start=m.start + shift, end=m.end + shift + 6, trigger=(m.trigger[0] + shift, m.trigger[1] + shift),
            evidence=f"{m.evidence} again",
        )
        for m in event.mentions
    )  # fmt: skip
    return replace(event, id=f"new-{event.id}", mentions=moved)


def shape(events: Sequence[Event]) -> set[Any]:
    """What a reader sees of events, whatever ids and offsets they have."""
    return {
        (
            frozenset((m.document, m.title) for m in e.mentions), e.title, e.type, e.status, e.when, e.participants,
            e.when_trace, e.changes,
        )
        for e in events
    }  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> list[Event]:
    """Up to twelve tellings in three articles, put together at random."""
    told = [mention(d, n) for d in range(3) for n in range(draw(st.integers(1, 4)))]
    homes = [draw(st.integers(0, 4)) for _ in told]
    return [together([m for m, home in zip(told, homes, strict=True) if home == h]) for h in sorted(set(homes))]


def decide(rng: random.Random, shown: Sequence[Event], nth: int, before: Sequence[Correction]) -> Correction:
    """A correction such as a person makes who looks at ``shown``."""
    event = rng.choice(shown)
    kind = rng.choice(["date", "title", "type", "status", "actors", "note", "hide", "merge", "apart", "add", "undo"])
    when = rng.choice([None, When.of("1961"), When.of("2024-06-19"), When.of("../1961")])
    if kind == "undo" and before:
        return made("undo", nth, target=rng.choice(before).id)
    if kind == "merge" and len(shown) > 1:
        other = rng.choice([e for e in shown if e is not event])
        return made("merge", nth, event=of(event), other=of(other))
    if kind == "apart" and len(event.mentions) > 1:
        cut = rng.randrange(1, len(event.mentions))
        told = rng.sample(event.mentions, len(event.mentions))
        stay, leave = (subject(event, TEXTS, mentions=part) for part in (told[cut:], told[:cut]))
        return made("apart", nth, event=stay, other=leave)
    if kind == "add":
        return made("add", nth, title=f"By hand {nth}", type="founding", when=when, status="happened", actors=(HANOI,))
    if kind in ("date", "hide"):
        return made(kind, nth, event=of(event), **({"when": when} if kind == "date" else {}))
    if kind == "actors":
        return made("actors", nth, event=of(event), actors=(HANOI,))
    if kind == "note":
        return made("note", nth, event=of(event), text=f"note {nth}")
    return made("title", nth, event=of(event), title=f"Title {nth}")


def history(events: Sequence[Event], seed: int, length: int) -> list[Correction]:
    """What a person does who looks at what is shown after each step."""
    rng = random.Random(seed)
    corrections: list[Correction] = []
    for nth in range(1, length + 1):
        shown = apply(events, corrections).events
        if shown:
            corrections.append(decide(rng, shown, nth, corrections))
    return corrections


@given(worlds(), st.integers(), st.integers(0, 8))
@settings(max_examples=150, deadline=None)
def test_before_or_after_a_re_read_is_the_same(events: list[Event], seed: int, length: int) -> None:
    corrections = history(events, seed, length)
    before = apply(events, corrections)
    after = apply([reread(e, shift=37) for e in reversed(events)], corrections)
    assert shape(before.events) == shape(after.events) and shape(before.hidden) == shape(after.hidden)
    assert {k: o.state for k, o in before.outcomes.items()} == {k: o.state for k, o in after.outcomes.items()}


@given(worlds(), st.integers(), st.integers(0, 8), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_corrections_arrive_does_not_matter(
    events: list[Event], seed: int, length: int, rng: random.Random
) -> None:
    corrections = history(events, seed, length)
    shuffled = rng.sample(corrections, len(corrections))
    assert apply(events, shuffled) == apply(events, corrections)
    assert apply(events, [*shuffled]).events == apply(events, corrections).events


@given(worlds(), st.integers(), st.integers(1, 8))
@settings(max_examples=150, deadline=None)
def test_undo_restores_exactly_and_undo_of_undo_brings_back(events: list[Event], seed: int, length: int) -> None:
    *before, last = history(events, seed, length)
    undo = made("undo", 100, target=last.id)
    undone, redone = (
        apply(events, [*before, last, undo]),
        apply(events, [*before, last, undo, made("undo", 101, target=undo.id)]),
    )
    assert (undone.events, undone.hidden) == (apply(events, before).events, apply(events, before).hidden)
    with_last = apply(events, [*before, last])
    assert (redone.events, redone.hidden) == (with_last.events, with_last.hidden)


@given(worlds(), st.integers(), st.permutations(range(5)))
@settings(max_examples=100, deadline=None)
def test_independent_corrections_commute(events: list[Event], seed: int, times: list[int]) -> None:
    """Corrections of different fields and different events, made in any order of time."""
    rng = random.Random(seed)
    event = rng.choice(events)
    others = [e for e in events if e is not event]
    facts: list[tuple[Any, dict[str, Any]]] = [
        ("date", {"event": of(event), "when": When.of("1961")}), ("title", {"event": of(event), "title": "Said"}),
        ("status", {"event": of(event), "status": "planned"}),
        ("add", {"title": "By hand", "type": "founding", "status": "happened"}),
        ("type", {"event": of(others[0]), "type": "visit"}) if others else ("note", {"event": of(event), "text": "n"}),
    ]  # fmt: skip

    def at(order: Sequence[int]) -> set[Any]:
        corrections = [
            replace(made(kind, n, **fact), made=START + timedelta(minutes=order[n]))
            for n, (kind, fact) in enumerate(facts)
        ]
        return {(title, type_, when) for _, title, type_, _, when, *_ in shape(apply(events, corrections).events)}

    assert at(times) == at(range(5))


@given(worlds(), st.integers(), st.integers(1, 8))
@settings(max_examples=100, deadline=None)
def test_only_events_of_the_articles_that_corrections_quote_are_touched(
    events: list[Event], seed: int, length: int
) -> None:
    """So that after a correction the store needs to look at those alone."""
    corrections = history(events, seed, length)
    subjects = [s for c in corrections for s in (c.event, c.other) if s]
    reach = {s.document for each in subjects for s in each.selectors}
    near = [e for e in events if {m.document for m in e.mentions} & reach]
    far = [e for e in events if e not in near]
    whole, part = apply(events, corrections), apply(near, corrections)
    assert [e for e in whole.events if e not in far] == list(part.events)
    assert whole.outcomes == part.outcomes


def test_a_selector_quotes_no_more_than_it_needs() -> None:
    long = replace(mention(0, 0), evidence="x" * 5000, end=5000)
    assert len(selector(long, TEXTS).evidence) == 400


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("  José  Álvarez ", ("jose-alvarez", "person", "José Álvarez")),
        ("Harbour Board (organisation)", ("harbour-board", "organisation", "Harbour Board")),
        ("Ким", ("name-d09ad0b8d0bc", "person", "Ким")),
    ],
)
def test_a_name_that_nobody_knows_becomes_an_actor(name: str, actor: tuple[str, str, str]) -> None:
    made_of = named_actor(name)
    assert (made_of.id, made_of.kind, made_of.name) == actor


@given(codec.events("d1"), st.text(), st.text())
@settings(max_examples=100, deadline=None)
def test_a_correction_of_any_event_can_be_written_and_read(event: Event, typed: str, why: str) -> None:
    """Whatever an article or a person brought along: a row that cannot be read again would lock up all others."""
    title = made("title", 1, event=of(event), title=clean(typed, 300) or "x")
    note = made("note", 2, event=of(event), text=clean(why, 2000, lines=True))
    for correction in (replace(title, reason=clean(why, 500), author=clean(typed, 80)), note):
        line = dumps(to_row(correction))
        assert from_row(json.loads(line)) == correction
        assert read(write([correction]), "x") == [correction]
