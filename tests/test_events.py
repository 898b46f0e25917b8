"""Events from sentences of our own: dates, participants, speakers, status, titles, and the reasons given."""

from __future__ import annotations

import pytest

from dateline import extraction
from dateline.events import wording
from dateline.limits import MAX_TITLE_CHARS
from dateline.model import Document, EventMention, When

PUBLISHED = "2019-03-20"  # a Wednesday


def mentions(text: str, *, published: str | None = PUBLISHED) -> tuple[EventMention, ...]:
    document = Document(id="d", name="d", text=text, published=When.of(published) if published else None)
    return extraction.extract_document(document).mentions


def only(text: str, type_: str, *, published: str | None = PUBLISHED) -> EventMention:
    found = [m for m in mentions(text, published=published) if m.type == type_]
    assert len(found) == 1, [(m.type, m.evidence) for m in found]
    return found[0]


def iso(mention: EventMention) -> str | None:
    return mention.when.iso if mention.when else None


@pytest.mark.parametrize(
    ("text", "type_", "date"),
    [
        ("Angela Merkel visited Turkey on Monday.", "visit", "2019-03-18"),
        ("Angela Merkel will visit Turkey on Friday.", "visit", "2019-03-22"),
        ("Angela Merkel visited Turkey in 2016.", "visit", "2016"),
        ("Angela Merkel visited Turkey in January.", "visit", "2019-01"),
        ("France and Germany signed a treaty in Aachen two months ago.", "treaty", "2019-01"),
        ("India and Pakistan held talks from 2004 to 2008.", "meeting", "2004/2008"),
        ("Iraq invaded Kuwait on 2 August 1990.", "attack", "1990-08-02"),
    ],
)
def test_an_event_has_the_date_of_its_clause(text: str, type_: str, date: str) -> None:
    assert iso(only(text, type_)) == date


def test_a_list_of_years_gives_one_treaty_each() -> None:
    found = [
        m
        for m in mentions("Treaties were signed between Poland and Ukraine in 1992, 1997 and 2001.")
        if m.type == "treaty"
    ]
    assert [iso(m) for m in found] == ["1992", "1997", "2001"]
    assert all(m.countries == ("POL", "UKR") for m in found)
    assert found[0].evidence.endswith("1992")
    assert found[2].evidence.endswith("2001")


def test_a_first_visit_since_a_year_is_two_visits() -> None:
    found = [
        m for m in mentions("Emmanuel Macron arrived in Kenya for the first time since 2014.") if m.type == "visit"
    ]
    assert sorted(iso(m) or "" for m in found) == ["2014", "2019-03-20"]


def test_days_after_another_event_are_counted_back() -> None:
    text = "Macron spoke in Paris on Wednesday, six days after France and Italy signed a border agreement."
    treaty = only(text, "treaty")
    assert iso(treaty) == "2019-03-14"
    assert "six days" in treaty.when_trace[0]


def test_a_date_in_a_relative_clause_stays_there() -> None:
    text = "France and Spain renewed the agreement that Portugal and Spain had signed in 1984."
    dates = {iso(m) for m in mentions(text) if m.type == "treaty"}
    assert "1984" in dates
    renewed = next(m for m in mentions(text) if m.evidence.startswith("France and Spain renewed"))
    assert iso(renewed) != "1984"


def test_without_a_publication_date_a_weekday_stays_open_and_says_why() -> None:
    visit = only("Angela Merkel visited Turkey on Monday.", "visit", published=None)
    assert visit.when is None
    assert "publication date" in " ".join(visit.when_trace)


def test_without_any_date_nothing_is_invented() -> None:
    visit = only("Angela Merkel visited Turkey.", "visit", published=None)
    assert visit.when is None
    assert "not known" in " ".join(visit.when_trace)


def test_background_without_a_date_stays_open() -> None:
    text = (
        "Angela Merkel visited Turkey on Monday. She met reporters. The weather was fine. The hall was full. "
        "Kemal Atatürk had founded the republic. The old parliament was dissolved."
    )
    founding = [m for m in mentions(text) if m.type == "founding"]
    assert founding
    assert all(m.when is None for m in founding)


def test_a_speaker_is_resolved_through_a_pronoun() -> None:
    text = (
        "The Russian foreign minister, Sergei Lavrov, arrived in Cairo on Tuesday. He said that the talks would go on."
    )
    said = only(text, "statement")
    assert said.speaker == "Sergei Lavrov"
    assert "RUS" in said.countries


def test_what_others_only_say_is_a_statement_of_theirs() -> None:
    said = only("Barack Obama accused Russia of breaking the treaty.", "statement")
    assert (said.speaker, said.plover) == ("Barack Obama", "ACCUSE")
    assert {p.actor.id: p.role for p in said.participants}["RUS"] == "target"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Angela Merkel visited Turkey.", "happened"),
        ("Angela Merkel will visit Turkey next week.", "planned"),
        ("Angela Merkel plans to visit Turkey.", "planned"),
        ("Angela Merkel did not visit Turkey.", "denied"),
        ("Angela Merkel could visit Turkey.", "hypothetical"),
    ],
)
def test_status_follows_the_grammar(text: str, status: str) -> None:
    assert only(text, "visit").status == status


@pytest.mark.parametrize(
    ("text", "type_", "status", "title"),
    [
        (
            "Angela Merkel has cancelled a trip to Turkey.",
            "visit",
            "denied",
            "Angela Merkel cancels a trip to Turkey",
        ),
        (
            "The summit between France and Germany was called off on Monday.",
            "meeting",
            "denied",
            "Summit between France and Germany called off",
        ),
        (
            "Angela Merkel put off a trip to Turkey on Monday.",
            "visit",
            "planned",
            "Angela Merkel puts off a trip to Turkey",
        ),
        (
            "Russia suspended the talks with Ukraine last week.",
            "meeting",
            "happened",
            "Russia suspends the talks with Ukraine",
        ),
        (
            "The United Nations summoned Angela Merkel to Geneva on Monday.",
            "visit",
            "happened",
            "United Nations summons Angela Merkel to Geneva",
        ),
    ],
)
def test_what_is_called_off_or_put_off_is_not_told_as_held(text: str, type_: str, status: str, title: str) -> None:
    found = only(text, type_)
    assert (found.status, found.title) == (status, title)


@pytest.mark.parametrize(
    ("text", "type_", "status"),
    [
        ("Angela Merkel said she'd visited Turkey in March.", "visit", "happened"),
        ("Angela Merkel said she'd visit Turkey in June.", "visit", "planned"),
        ("Angela Merkel decided not to run again after serving as chancellor since 2005.", "office", "happened"),
        ("Envoys called for calm following the attack on Chad by Libya.", "attack", "happened"),
        ("Envoys urged Idriss Deby, whose party won the election in May, to resign.", "election", "happened"),
        ("Lawyers urged the tribunal in Brasilia to nullify the 2010 election.", "election", "happened"),
        ("The murder of the minister in Chad last week suggests that Idriss Deby is weak.", "attack", "happened"),
        ("There has been no ruling in Chad since 2009.", "legal", "denied"),
        ("Idriss Deby sent no troops to Libya on Monday.", "military", "denied"),
    ],
)
def test_a_plan_or_a_wish_does_not_reach_what_went_before_it(text: str, type_: str, status: str) -> None:
    assert only(text, type_).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Emmanuel Macron denied that France had invaded Chad.", "denied"),
        ("Emmanuel Macron denies France has invaded Chad.", "denied"),
        ("Emmanuel Macron rejected claims that French troops had invaded Chad.", "denied"),
        ("The minister's denial that France had invaded Chad was heard in Paris.", "denied"),
        ("Emmanuel Macron did not deny that France had invaded Chad.", "happened"),
        ("Emmanuel Macron rejected a report on how France had invaded Chad.", "happened"),
        ("Emmanuel Macron denied that he was angry when France invaded Chad.", "happened"),
        ("Emmanuel Macron said that France had invaded Chad.", "happened"),
    ],
)
def test_what_somebody_denies_is_denied(text: str, status: str) -> None:
    act = only(text, "attack")
    assert act.status == status
    assert act.title.startswith("Denied: ") == (status == "denied")


def test_titles_name_names_and_fit_a_chart() -> None:
    text = (
        "Vladimir Putin travelled to Ankara on Tuesday. He met Recep Tayyip Erdogan there. Turkey and Russia signed "
        "an agreement on the construction of a very long pipeline under the Black Sea that would carry gas to all of "
        "southern Europe for many decades to come."
    )
    titles = {m.type: m.title for m in mentions(text)}
    assert titles["visit"] == "Vladimir Putin visits Turkey"
    assert titles["treaty"].startswith("Turkey and Russia sign agreement on the construction")
    assert all(len(title) <= MAX_TITLE_CHARS for title in titles.values())
    assert not any(f" {p} " in f" {t.lower()} " for t in titles.values() for p in ("he", "she", "they", "him", "it"))


def test_the_hour_with_the_host_is_no_second_visit_and_a_capital_is_that_of_the_state_of_the_time() -> None:
    text = (
        "Kim Il Sung arrived in Moscow on 3 March 1949. Two days later he was received by Joseph Stalin, the Soviet "
        "leader. Moscow and Prague signed a treaty in May 1970. Moscow and Prague signed a treaty in May 2005."
    )
    found = [(m.title, m.countries) for m in mentions(text)]
    assert ("Kim Il Sung visits Soviet Union", ("PRK", "SUN")) in found
    assert ("Joseph Stalin receives Kim Il Sung", ("PRK", "SUN")) in found
    assert {countries for title, countries in found if "treaty" in title} >= {("CSK", "SUN"), ("CZE", "RUS")}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Boris Pugo shot himself on Thursday.", "Boris Pugo shoots himself"),
        ("“We have lost entire villages,” Angela Merkel said.", "Angela Merkel: “We have lost entire villages”"),
        ("Angela Merkel urged Turkey to release the reporters.", "Angela Merkel urges Turkey to release the reporters"),
        ("Moscow defended the armistice of 27 July 1953.", "Armistice of 27 July 1953"),
    ],
)
def test_titles_say_what_was_done_or_said(text: str, title: str) -> None:
    assert title in [m.title for m in mentions(text)]


def test_evidence_is_exactly_the_text_and_every_mention_names_its_rules() -> None:
    text = "PARIS, 20 March -\n“France and Germany signed a treaty,”\n said Emmanuel Macron.\n\nHe was in Berlin."
    found = mentions(text)
    assert found
    for mention in found:
        assert mention.evidence == text[mention.start : mention.end]
        assert mention.start <= mention.trigger[0] < mention.trigger[1] <= max(mention.end, mention.trigger[1])
        assert mention.trace
        assert mention.when_trace


def test_page_furniture_tells_nothing() -> None:
    assert mentions("Followers\n\nRELATED:\n\nNo comments\n\nTrending\n\nHome | World | Sport\n") == ()


def test_a_quotation_that_is_cut_is_no_longer_than_a_title_may_be() -> None:
    said = "“" + "as of all, before they leave, to all of us, as told, " * 4 + "for good”"
    lengths = {len(wording.cut("x" * n + said)) for n in range(40)}
    assert MAX_TITLE_CHARS - 1 <= max(lengths) <= MAX_TITLE_CHARS


def test_who_speaks_abroad_speaks_of_the_state_of_the_story() -> None:
    text = (
        "Kenya counted the votes of its election on Monday. The police of Kenya guarded the stations in Nairobi. "
        "The Norwegian ambassador, Kari Lunde, praised the count. Kenya's court will look at complaints."
    )
    (praise,) = (m for m in mentions(text) if m.type == "statement")
    assert praise.countries == ("KEN", "NOR")


def test_who_speaks_of_a_treaty_of_two_speaks_of_both() -> None:
    text = (
        "Norway and Russia opened talks on fish in Bergen on Monday. Russia's minister came to Norway with a draft. "
        "Norway's foreign minister, Kari Lunde, said that the treaty would last. Norway's king said that he was well."
    )
    said = [m.countries for m in mentions(text) if m.type == "statement"]
    assert said == [("NOR", "RUS"), ("NOR",)]


def test_the_town_where_two_meet_is_no_third_party() -> None:
    text = "Barack Obama and Dmitry Medvedev agreed on it during a meeting in London."
    assert only(text, "meeting").countries == ("RUS", "USA")


@pytest.mark.parametrize("published", [None, "2019-03-20"])
def test_a_capital_in_a_list_of_years_is_of_the_state_of_each_with_and_without_a_date(published: str | None) -> None:
    text = "Treaties signed between Moscow and Hanoi in 1978, 1994 and 2001 lapsed."
    found = [m for m in mentions(text, published=published) if m.type == "treaty" and iso(m) == "1978"]
    assert [m.countries for m in found] == [("SUN", "VNM")]


def test_soldiers_of_another_state_fight_in_that_of_the_story() -> None:
    text = (
        "Kenya counted the votes of its election on Monday. The police of Kenya guarded the stations. "
        "Two Norwegian soldiers were killed in an ambush. A bomb killed three people in Oslo."
    )
    attacks = [m.countries for m in mentions(text) if m.type == "attack"]
    assert attacks[1:] == [("KEN", "NOR"), ("NOR",)]


def test_talks_of_some_hours_are_of_those_who_speak_after_them() -> None:
    text = "Erna Solberg and Angela Merkel spoke to reporters after three hours of talks in Oslo."
    talks = only(text, "meeting")
    assert talks.people == ("Angela Merkel", "Erna Solberg")


def test_what_is_done_to_a_father_is_not_done_to_his_son() -> None:
    text = "Zahir Shah was the last king of Afghanistan. His father was assassinated in Kabul in November 1933."
    killed = only(text, "attack")
    assert killed.countries == ("AFG",)
    assert not killed.people
