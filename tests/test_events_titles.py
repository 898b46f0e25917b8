"""Titles that read as headlines: each class of bad title that readers met, with the title that stands there now."""

from __future__ import annotations

import pytest

from dateline import extraction
from dateline.model import Document, When


def titles(text: str) -> list[str]:
    document = Document(id="x", name="x", text=text, published=When.of("2019-03-20"))
    return [mention.title for mention in extraction.extract_document(document).mentions]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        # Verbs agree with whoever acts.
        (
            "On Friday the South Korean foreign ministry summoned Georgy Zinoviev, the Russian ambassador.",
            "South Korean foreign ministry summons Georgy Zinoviev, the Russian ambassador",
        ),
        ("Hundreds of workers had been on strike in Belgrade.", "Hundreds of workers are on strike in Belgrade"),
        # Nothing ties a title to the sentences before its own.
        (
            "Vladimir Putin arrived in Hanoi. Putin, too, laid a wreath at the tower.",
            "Vladimir Putin lays a wreath at the tower",
        ),
        (
            "The Group of Seven also agreed on a loan of 50 billion dollars for Kyiv.",
            "Group of Seven agrees on a loan of 50 billion dollars for Kyiv",
        ),
        (
            "On Tuesday Vladimir Putin and Jiang Zemin, the president of China, signed a joint statement there against "
            "American plans for a missile shield.",
            "Russia, China and United States sign joint statement against American plans for a…",
        ),
        # Where nobody knows who did it, what was done stands there, and no bare "Agreement in United States".
        ("The company said it bought the stake for 15 mln dlrs in Chicago.", "Stake bought for 15 mln dlrs in Chicago"),
        (
            "Harbour Gas of Chicago said it agreed to buy certain assets of two subsidiaries for 40 mln dlrs.",
            "Agreement to buy certain assets of two subsidiaries for 40 mln dlrs",
        ),
        # A body of a state is called by its own words, and a name before "'d" takes the whole word behind it.
        (
            "The interim administration, which took office in Kabul in late December, has faced problems.",
            "Interim administration takes office in Kabul",
        ),
        (
            "Barack Obama travelled to Cuba. On Monday he'd signed a decree against torture.",
            "Barack Obama signs a decree against torture",
        ),
        ("Three soldiers were killed over the weekend in Kabul.", "Three soldiers killed in Kabul"),
        # What is only tried, planned or promised is not told as done.
        ("Two dozen pirates tried to hijack a ship off Somalia.", "Two dozen pirates try to hijack a ship off Somalia"),
        ("The treaty with Kenya is expected to be signed in May.", "Treaty to be signed"),
        (
            "Angela Merkel's decision to remove Horst Seehofer surprised Germany.",
            "Angela Merkel's decision to remove Horst Seehofer",
        ),
        (
            "Angela Merkel could try to return as chancellor, diplomats said.",
            "Angela Merkel could try to return as chancellor",
        ),
        ("Angela Merkel helped to draft the law in 2005.", "Angela Merkel drafts the law"),
        ("Its assets were taken over by State Bank of Dekalb.", "Assets taken over by State Bank of Dekalb"),
    ],
)  # fmt: skip
def test_a_title_reads_as_a_headline(text: str, title: str) -> None:
    assert title in titles(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Siemens said it also plans to build two new turbines.", "Siemens says it plans to build two new turbines"),
        ("Kabul police said they found a bomb near the tent.", "Kabul police say they found a bomb near the tent"),
        ("Siemens denied that it would close its plant.", "Siemens denies that it would close its plant"),
    ],
)
def test_what_a_body_says_of_itself_keeps_its_pronoun(text: str, title: str) -> None:
    assert title in titles(text)


def test_they_are_not_a_body_that_is_one() -> None:
    assert not any("they" in title for title in titles("Iran sent migrants back, arguing that they were a burden."))


def test_people_of_a_state_are_several_and_a_state_whose_name_ends_so_is_one() -> None:
    assert "Soviets leave the talks" in titles("The Soviets left the talks on Monday.")
    assert not any("Philippines leave " in title for title in titles("The Philippines left the talks on Monday."))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        # A colon stands for verbs that only say; one that denies, asks or rules out would else be turned round.
        (
            "Emmanuel Macron denied that France had left the alliance.",
            "Emmanuel Macron denies that France had left the alliance",
        ),
        (
            "Emmanuel Macron ruled out that France would leave the alliance.",
            "Emmanuel Macron rules out that France would leave the alliance",
        ),
        (
            "Angela Merkel asked whether the treaty would hold without France.",
            "Angela Merkel asks whether the treaty would hold without France",
        ),
        ("Angela Merkel added that the treaty would hold.", "Angela Merkel: the treaty would hold"),
        # Words of the speaker about herself keep their subject.
        (
            "Angela Merkel said that she expected the treaty to hold without France.",
            "Angela Merkel says she expected the treaty to hold without France",
        ),
        # The verb of what was said is not left out for a pronoun behind it.
        (
            "Angela Merkel said that Vladimir Putin, the president of Russia, could not divide them.",
            "Angela Merkel: Vladimir Putin, the president of Russia, could not divide them",
        ),
    ],
)
def test_what_is_said_is_not_turned_round(text: str, title: str) -> None:
    assert title in titles(text)
