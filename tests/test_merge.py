"""Merging: what becomes one event and what stays two, whatever the order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import limits
from dateline.merge import blocks, dates_agree, divided, files, likeness, merge
from dateline.merge.pairs import features
from dateline.merge.sketch import sketches
from dateline.model import Actor, Document, Event, EventMention, Participant, When
from dateline.rank import Told, day_weight, parts, rank

STATES = {
    code: Actor(id=code, kind="country", name=code, country=code) for code in ("RUS", "SUN", "PRK", "CHN", "USA", "UKR")
}
PUTIN = Actor(id="vladimir-putin", kind="person", name="Vladimir Putin", country="RUS")


def mention(
    document: str, start: int, *, type_: str = "treaty", when: str | None = "2024-06-19", who: str = "RUS PRK",
    evidence: str = "signed a pact", speaker: str | None = None, status: str = "happened",
) -> EventMention:  # fmt: skip
    people = tuple(
        Participant(
            actor=PUTIN if code == "PUT" else STATES[code], role="source", country="RUS" if code == "PUT" else code
        )
        for code in who.split()
    )
    return EventMention(
        document=document,
        start=start,
        end=start + len(evidence),
        evidence=evidence,
        trigger=(start, start + 6),
        type=type_,
        when=When.of(when) if when else None,
        when_trace=("because",),
        participants=people,
        speaker=speaker,
        status=status,  # type: ignore[arg-type]
        title=evidence if type_ == "statement" else f"{who} {type_}",
        confidence=0.8,
    )


DOCUMENTS = {
    name: Document(id=name, name=name, text="", publisher=f"Outlet {name}") for name in ("a", "b", "c", "d", "e")
}


def events(*mentions: EventMention) -> list[Event]:
    return merge(mentions, DOCUMENTS)


def test_two_articles_tell_one_pact() -> None:
    (event,) = events(mention("a", 0), mention("b", 10, evidence="signed the document"))
    assert event.publishers == ("Outlet a", "Outlet b")
    assert event.mention_count == 2


def test_three_treaties_of_the_same_states_stay_three() -> None:
    found = events(mention("a", 0, when="1961"), mention("a", 10, when="2000"), mention("a", 20, when="2001"))
    assert [e.when.value if e.when else None for e in found] == ["1961", "2000", "2001"]


def test_a_year_agrees_with_its_month_and_the_finer_date_is_shown() -> None:
    (event,) = events(mention("a", 0, when="2000", type_="visit"), mention("b", 0, when="2000-07", type_="visit"))
    assert event.when == When.of("2000-07")


def test_an_article_takes_up_what_it_told_in_a_bare_word() -> None:
    told = mention("a", 0, who="RUS PRK", evidence="agreed in Moscow to open the border to trains")
    for bare in ("yesterday's deal", "the deal of Wednesday"):
        assert len(events(told, mention("a", 90, who="RUS", evidence=bare))) == 1
    for other in (
        mention("a", 90, who="RUS", evidence="a deal on wheat and coal"),
        mention("a", 90, who="USA", evidence="yesterday's deal"),
        mention("a", 90, who="RUS", evidence="yesterday's deal", when="2024-06-12"),
    ):
        assert len(events(told, other)) == 2, other


def test_other_states_make_another_event() -> None:
    assert len(events(mention("a", 0), mention("b", 0, who="USA UKR"))) == 2


def test_a_state_and_the_one_that_continued_it_are_one_party() -> None:
    assert len(events(mention("a", 0, when="1961", who="SUN PRK"), mention("b", 0, when="1961", who="RUS PRK"))) == 1


def test_days_that_disagree_are_kept_as_readings_with_their_sources() -> None:
    (event,) = events(
        mention("a", 0, type_="visit"),
        mention("b", 0, type_="visit"),
        mention("c", 0, type_="visit", when="2024-06-18"),
    )
    assert event.when == When.of("2024-06-19")
    assert [(r.field, r.value, r.documents) for r in event.readings] == [
        ("date", "2024-06-19", ("a", "b")),
        ("date", "2024-06-18", ("c",)),
    ]


def test_what_was_planned_and_then_happened_is_one_event_that_happened() -> None:
    (event,) = events(mention("a", 0, type_="visit", status="planned"), mention("b", 0, type_="visit"))
    assert event.status == "happened"


def test_what_was_planned_for_a_month_is_the_visit_that_then_happened() -> None:
    planned = mention("a", 0, type_="visit", when="2024-06", status="planned", evidence="will come in June")
    happened = mention("b", 0, type_="visit", who="RUS PRK CHN", evidence="arrived from Beijing by train")
    (event,) = events(planned, happened)
    assert (event.status, event.when) == ("happened", When.of("2024-06-19"))
    # What happened in that month is not the plan of one day of it; nor does a denial come true.
    for one, other in (("happened", "planned"), ("planned", "denied")):
        assert len(events(replace(planned, status=one), replace(happened, status=other))) == 2


def test_what_is_only_supposed_is_not_what_happened() -> None:
    told = mention("a", 0, type_="meeting", evidence="talked in the capital about grain and oil")
    again = mention("b", 0, type_="meeting", evidence="discussed grain in the capital until night")
    assert len(events(told, again)) == 1
    assert len(events(told, replace(again, status="hypothetical"))) == 2


def test_in_one_article_two_people_whom_a_third_meets_are_met_twice() -> None:
    others = [Actor(id=f"o{n}", kind="person", name=f"Anna Moor{n}", country="USA") for n in range(2)]
    both = [
        replace(m, participants=(*m.participants, Participant(actor=other, role="target", country="USA")))
        for m, other in zip(
            [mention("a", n, type_="meeting", who="PUT", evidence="met in the palace") for n in (0, 50)],
            others,
            strict=True,
        )
    ]
    assert len(events(*both)) == 2
    same = replace(both[1], participants=both[0].participants)
    assert len(events(both[0], same)) == 1


def test_an_article_tells_one_disaster_of_a_day_by_its_parts() -> None:
    broke = mention("a", 0, type_="disaster", who="RUS", evidence="fire broke out in a club near the river")
    died = mention("a", 90, type_="disaster", who="RUS", evidence="more than a hundred guests died")
    assert len(events(broke, died)) == 1
    for other in (
        replace(died, when=When.of("2024-06-12")),
        mention("a", 90, type_="disaster", who="USA", evidence="more than a hundred guests died"),
        mention("a", 90, type_="attack", who="RUS", evidence="more than a hundred guests saw the raid"),
    ):
        assert len(events(broke, other)) == 2, other


def test_statements_of_one_speaker_stay_apart_unless_their_words_agree() -> None:
    words = {"a": "Putin said that the sanctions against Pyongyang should be reviewed"}
    found = events(
        mention("a", 0, type_="statement", speaker="Vladimir Putin", evidence=words["a"]),
        mention(
            "b",
            0,
            type_="statement",
            speaker="Vladimir Putin",
            evidence="said sanctions against Pyongyang should be reviewed",
        ),
        mention(
            "b", 99, type_="statement", speaker="Vladimir Putin", evidence="Putin thanked North Korea for its support"
        ),
    )
    assert sorted(e.mention_count for e in found) == [1, 2]


def test_undated_mentions_do_not_join_dated_ones() -> None:
    assert len(events(mention("a", 0), mention("b", 0, when=None))) == 2


def test_a_vague_telling_joins_the_one_event_it_can_mean() -> None:
    (event,) = events(
        mention("a", 0, when="1961-07-06", who="SUN PRK"),
        mention("b", 0, when="1961", who="SUN", evidence="the Soviet treaty"),
    )
    assert event.mention_count == 2


def test_a_vague_telling_that_can_mean_two_events_joins_neither() -> None:
    found = events(
        mention("a", 0, when="1961-07-06", who="SUN PRK"),
        mention("a", 50, when="1961-07-11", who="CHN PRK"),
        mention("b", 0, when="1961", who="PRK", evidence="a treaty"),
    )
    assert len(found) == 3


def article(name: str, published: str, text: str) -> Document:
    return Document(id=name, name=name, text=text, publisher=f"Outlet {name}", published=When.of(published))


def test_a_later_and_more_exact_telling_leaves_the_id() -> None:
    documents = {"z": article("z", "2000-08-01", ""), "b": article("b", "2001-01-01", "")}
    (before,) = merge([mention("z", 0, when="2000", type_="visit")], documents)
    (after,) = merge(
        [mention("b", 0, when="2000-07-19", type_="visit"), mention("z", 0, when="2000", type_="visit")], documents
    )
    assert after.id == before.id and after.when == When.of("2000-07-19")


def test_treaties_told_in_one_breath_are_three_events_with_ids_of_their_own() -> None:
    told = [mention("a", 0, when=year) for year in ("1961", "2000", "2001")]
    assert len({event.id for event in events(*told)}) == 3


def test_a_denial_that_more_articles_tell_is_shown_and_both_are_kept() -> None:
    (event,) = events(
        mention("a", 0, type_="visit"),
        mention("b", 0, type_="visit", status="denied"),
        mention("c", 0, type_="visit", status="denied"),
    )
    assert event.status == "denied"
    assert [(r.value, r.documents) for r in event.readings] == [("denied", ("b", "c")), ("happened", ("a",))]


def test_states_that_sources_disagree_on_are_kept_with_their_sources() -> None:
    (event,) = events(
        mention("a", 0, type_="meeting", who="RUS PRK PUT"),
        mention("b", 0, type_="meeting", who="RUS PRK PUT"),
        mention("c", 0, type_="meeting", who="RUS PRK CHN PUT"),
        mention("d", 0, type_="meeting", who="RUS PRK USA PUT"),
    )
    assert [(r.field, r.value, r.documents) for r in event.readings] == [
        ("actors", "CHN PRK RUS", ("c",)),
        ("actors", "PRK RUS USA", ("d",)),
    ]


def test_each_telling_but_the_first_says_why_it_belongs_there() -> None:
    (event,) = events(mention("a", 0), mention("b", 10, evidence="signed the document"))
    (link,) = event.links
    assert {link.mention, link.other} == {("a", 0), ("b", 10)}
    assert {"same day", "same two states", "both a treaty"} <= set(link.reasons) and 0.5 < link.score <= 1


def test_a_reprint_is_the_same_sentence() -> None:
    text = "RUS PRK signed a pact in the capital on Wednesday."
    documents = {name: article(name, "2024-06-20", text) for name in "ab"}
    (event,) = merge([mention("a", 8), mention("b", 8)], documents)
    assert [link.reasons for link in event.links] == [("the same sentence",)]


dates = st.sampled_from(["2024-06-18", "2024-06-19", "2024-06-20", "2024-06", "2024", "2000", "1961", None])
drawn = st.lists(
    st.builds(
        lambda d, start, t, w, who: mention(d, start, type_=t, when=w, who=who),
        st.sampled_from("abcde"),
        st.integers(0, 400).map(lambda n: n * 20),
        st.sampled_from(["treaty", "visit"]),
        dates,
        st.sampled_from(["RUS PRK", "RUS", "PUT PRK", "USA UKR", "CHN PRK", "SUN PRK"]),
    ),
    max_size=14,
    unique_by=lambda m: (m.document, m.start),
)


@settings(max_examples=60, deadline=None)
@given(drawn, st.randoms())
def test_the_order_of_mentions_does_not_matter(mentions: list[EventMention], random: object) -> None:
    shuffled = list(mentions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert events(*mentions) == events(*shuffled)


@settings(max_examples=30, deadline=None)
@given(drawn)
def test_blocks_that_are_paired_in_shares_give_what_they_give_in_one_piece(mentions: list[EventMention]) -> None:
    whole = events(*mentions)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "MERGE_ALONE_MENTIONS", 0)
        patch.setattr(files, "SHARE", 2)
        patch.setattr(files, "SAMPLE", 1)
        patch.setattr(divided, "PIECE", 3)
        patch.setattr(divided, "PAIRS", 4)
        patch.setattr(blocks, "PIECE", 5)
        assert events(*mentions) == whole


@settings(max_examples=50, deadline=None)
@given(drawn)
def test_the_same_mentions_twice_change_nothing(mentions: list[EventMention]) -> None:
    assert events(*mentions, *reversed(mentions)) == events(*mentions)


@settings(max_examples=60, deadline=None)
@given(drawn)
def test_every_mention_is_in_exactly_one_event_and_ids_are_unique(mentions: list[EventMention]) -> None:
    found = events(*mentions)
    told = [(m.document, m.start) for e in found for m in e.mentions]
    assert sorted(told) == sorted((m.document, m.start) for m in mentions)
    assert len({e.id for e in found}) == len(found)


@settings(max_examples=200, deadline=None)
@given(dates, dates)
def test_dates_agree_both_ways(a: str | None, b: str | None) -> None:
    if a and b:
        assert dates_agree(When.of(a), When.of(b)) == dates_agree(When.of(b), When.of(a))


def test_more_sources_weigh_more_and_words_weigh_less_than_acts() -> None:
    (one,) = rank(events(mention("a", 0)))
    (two,) = rank(events(mention("a", 0), mention("b", 0)))
    (said,) = rank(events(mention("a", 0, type_="statement", speaker="X")))
    assert 0 < said.importance < one.importance < two.importance <= 1
    assert 0 < parts(one).own <= parts(two).own <= 1


def test_a_day_weighs_by_the_texts_that_tell_it_first_and_by_what_its_person_says() -> None:
    day = When.of("2024-06-19")
    plain = Told("a", day, act=True, about=False, lead=False)
    alone = day_weight("2024-06-19", [plain])
    assert 0 < alone == day_weight("2024-06-19", [plain, plain]), "two tellings of one text"
    assert alone < day_weight("2024-06-19", [plain, plain._replace(lead=True)])
    assert alone < day_weight("2024-06-19", [plain, plain._replace(act=False, about=True)])
    assert alone == day_weight("2024-06-19", [plain, plain._replace(act=False)])
    assert alone < day_weight("2024-06-19", [plain, plain._replace(text="b")]) < 1
    assert day_weight("", [plain]) == 0


def test_an_agency_report_in_many_papers_makes_no_day_of_many_articles() -> None:
    told = [mention(name, 0) for name in ("a", "b", "c")]
    carried = {name: replace(each, wire="a") for name, each in DOCUMENTS.items()}
    single, copied, several = (
        rank(merge(some, papers), papers)[0].importance
        for some, papers in ((told[:1], DOCUMENTS), (told, carried), (told, DOCUMENTS))
    )
    assert single <= copied < several
    assert copied - single < 0.2 * (several - single)


def test_one_article_does_not_disagree_with_itself_and_a_plan_not_with_what_happened() -> None:
    for event in events(
        mention("a", 0, type_="visit"),
        mention("a", 40, type_="visit", when="2024-06-20"),
        mention("b", 0, type_="visit"),
        mention("c", 0, type_="visit", when="2024-06-18", status="planned"),
    ):
        assert not [r for r in event.readings if r.field == "date"]


def test_what_two_articles_of_different_years_tell_without_a_date_are_two_happenings() -> None:
    text = "The president of the country and the judges of its supreme court."
    told = [
        replace(mention(name, 0, type_="office", who="RUS", when=None, evidence=evidence), title=evidence)
        for name, evidence in (
            ("a", "sacked the judges who had ruled against him at the supreme court"),
            ("b", "sacked the whole general staff of the navy on his return from exile"),
        )
    ]

    def count(*days: str | None) -> int:
        articles = [
            Document(id=name, name=name, text=text, published=When.of(day) if day else None)
            for name, day in zip("ab", days, strict=True)
        ]
        return len(merge(told, {article.id: article for article in articles}))

    assert count("2007-08-30", "2007-09-02") == 1
    assert count("2007-08-30", "2008-05-12") == count("2008-05-12", "2007-08-30") == 2
    assert count(None, "2008-05-12") == count(None, None) == 1, "nothing is known of when they were told"
    again = replace(told[1], evidence=told[0].evidence, title=told[0].title)
    told[1] = again
    assert count("2007-08-30", "2008-05-12") == 1, "most of the words are the same"


def told_by_sentence(
    name: str, sentence: str, trigger: str, *, who: str = "USA", type_: str = "treaty"
) -> EventMention:
    start = sentence.index(trigger)
    return replace(
        mention(name, start, who="USA", evidence=sentence[start:].rstrip(".")),
        trigger=(start, start + len(trigger)),
        title="Acquisition",
    )


NOTES = {
    "a": "Borealis Foods Inc said it completed the previously announced acquisition of Quince Bakeries Corp.",
    "b": "Tamarind Steel Corp said it completed the previously announced acquisition of Osier Wire Inc.",
    "c": "Quince Bakeries Corp said Borealis Foods Inc completed the previously announced acquisition of the firm.",
}


def test_notes_on_other_companies_of_one_day_are_other_acts() -> None:
    """Date, state, type, word and most other words are the same; what they name is not."""
    documents = {name: article(name, "2024-06-19", text) for name, text in NOTES.items()}
    told = {name: told_by_sentence(name, text, "completed") for name, text in NOTES.items()}
    assert len(merge([told["a"], told["b"]], documents)) == 2
    assert len(merge([told["a"], told["c"]], documents)) == 1


def test_a_disaster_of_one_day_and_state_is_one_whatever_its_articles_are_about() -> None:
    texts = {
        "a": "Crude futures climbed in London as traders feared for refinery output, brokers said, after the quake.",
        "b": "The football league put its weekend matches off because the quake had cracked two stadiums.",
    }
    documents = {name: article(name, "2024-06-20", text) for name, text in texts.items()}
    told = [
        replace(
            mention(name, text.index("quake"), type_="disaster", who="UKR", evidence=text[text.index("quake") :]),
            trigger=(text.index("quake"), text.index("quake") + 5),
            title=text,
        )
        for name, text in texts.items()
    ]
    assert len(merge(told, documents)) == 1
    attacks = [replace(each, type="attack") for each in told]
    assert len(merge(attacks, documents)) == 2


@pytest.mark.parametrize(("when", "more"), [("2024-06-19", True), ("2024-06", False), ("2024", False)])
def test_only_of_a_day_counts_what_else_is_told_of_it(when: str, more: bool) -> None:
    """Of a month or a year so much is told that it says nothing of one event."""
    words = {"attack": "bombed a port", "visit": "visited us", "founding": "opened a bank", "treaty": "signed a pact"}
    told = [
        mention(name, 0, when=when, type_=kind, evidence=said)
        for name, (kind, said) in zip("abcd", words.items(), strict=True)
    ]
    alone = {e.id: e.importance for each in told for e in rank(merge([each], DOCUMENTS), DOCUMENTS)}
    among = {e.id: e.importance for e in rank(merge(told, DOCUMENTS), DOCUMENTS)}
    assert len(among) == 4
    assert (max(among.values()) > max(alone.values())) is more and (among == alone) is not more


@pytest.mark.parametrize(("when", "apart"), [("1961", False), ("1961-07-06", True)])
def test_what_is_known_by_its_year_alone_may_be_what_an_article_on_something_else_tells(when: str, apart: bool) -> None:
    """ "The treaty of 1961" needs no more to be found again; of a day any article may tell one."""
    texts = {
        "a": "In Oslo the fishermen asked for quotas of cod. A speaker recalled the treaty and its aims.",
        "b": "Nikita Khrushchev received the delegation in the Kremlin, and signed a pact of mutual assistance.",
    }
    documents = {name: article(name, "2024-06-20", text) for name, text in texts.items()}
    start, signed = texts["a"].index("treaty"), texts["b"].index("signed")
    told = [
        mention("a", start, when=when, who="", evidence="treaty"),
        mention("b", signed, when="1961-07-06", who="SUN PRK", evidence=texts["b"][signed:].rstrip(".")),
    ]
    table, a, b = sketches(told, documents), np.array([0]), np.array([1])
    assert likeness.untied(table, features(table, a, b), a, b).tolist() == [apart]
