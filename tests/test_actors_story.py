"""Linking across the sentences of a story: who goes by a surname, whom background names bring in, who is dead by then.

Each case is a story of our own with its day, and for some words of it the people or states that they stand for;
None where a mention of these words must not be given out.
"""

from __future__ import annotations

from datetime import date

import pytest

from dateline import nlp
from dateline.actors import link
from dateline.actors.gazetteer import load
from dateline.actors.words import key
from dateline.model import ActorMention, Document, When
from dateline.times import tag

Case = tuple[str, str, list[tuple[str, set[str]]]]

SURNAMES: list[Case] = [
    (
        "2013-12-06",
        "Nelson Mandela died on Thursday. Mandela led South Africa. He divorced Winnie Mandela in 1996. Mandela will "
        "be buried on 15 December.",
        [("Mandela will", {"nelson-mandela"})],
    ),
    (
        "2019-04-26",
        "It was the first Russian visit of a Korean leader since 2011, when Kim Jong Il came. Vladimir Putin and Kim "
        "Jong Un, the leader of North Korea, talked in Vladivostok. Kim praised the host.",
        [("Kim praised", {"kim-jong-un"})],
    ),
    (
        "2019-04-26",
        "Kim Jong Un came to Vladivostok. Kim Jong Il had been there before: in August 2002 Kim met Vladimir Putin.",
        [("Kim met", {"kim-jong-il"})],
    ),
    (
        "1950-06-30",
        "Kim Il Sung spoke on the radio. Kim blamed the South.",
        [("Kim blamed", {"kim-il-sung"})],
    ),
    (
        "2003-03-20",
        "George H. W. Bush watched at home. George W. Bush, the president, addressed the nation. Bush said the war "
        "had begun.",
        [("Bush said", {"george-w-bush"})],
    ),
    (
        "2019-02-19",
        "Arjun Sharma died on Monday. His death was announced by his son Vikram Sharma. Sharma was buried on Tuesday.",
        [("Sharma was", {"arjun-sharma"})],
    ),
    (
        "2024-06-19",
        "On Wednesday Russia signed a pact with North Korea. Korean leader Kim extolled the alliance.",
        [("Kim extolled", {"kim-jong-un"})],
    ),
]

NAMES: list[Case] = [
    (
        "2023-05-04",
        "Park Sung-min, a deputy minister of South Korea, flew to Tokyo. Park said the talks went well.",
        [("Park Sung-min", {"park-sung-min"}), ("Park said", {"park-sung-min"})],
    ),
    (
        "1999-05-04",
        "The Russian minister and his North Korean counterpart, Paek Chol Su, signed the papers.",
        [("Paek Chol Su", {"paek-chol-su"})],
    ),
    ("2009-10-04", "In Beijing Medvedev held talks with Hu Jintao.", [("Medvedev", {"dmitry-medvedev"})]),
    ("2024-06-14", "FASANO, Italy - Joe Biden signed the paper.", [("Joe Biden", {"joe-biden"}), ("FASANO", set())]),
    (
        "2009-10-04",
        "Nadezhda Orlova, Medvedev's press secretary, denied it in Beijing. China was silent and China waited.",
        [("Nadezhda Orlova", {"nadezhda-orlova"}), ("Medvedev", set())],
    ),
    (
        "1994-12-05",
        "It was signed in Moscow by Mikhail Gorbachev, then the Soviet president, and George H. W. Bush.",
        [("Mikhail Gorbachev", {"mikhail-gorbachev"}), ("George H. W. Bush", {"george-h-w-bush"})],
    ),
]

BACKGROUND: list[Case] = [
    (
        "2018-09-19",
        "Kim Jong Un, a grandson of Kim Il Sung, received Moon Jae-in.",
        [("Kim Jong Un", {"kim-jong-un"}), ("Kim Il Sung", set()), ("Moon Jae-in", {"moon-jae-in"})],
    ),
    (
        "2018-09-19",
        "Kim Jong Un stayed at home. Kim's grandfather, Kim Il Sung, went to Hanoi in 1958.",
        [("Kim's", set()), ("Kim Il Sung", {"kim-il-sung"})],
    ),
    (
        "2019-09-25",
        "A paper wrote about Hunter Biden, the son of Joe Biden, who served as vice president until 2017.",
        [("Joe Biden", {"joe-biden"}), ("who", {"joe-biden"})],
    ),
    ("2018-09-19", "Moon Jae-in laid a wreath at the tomb of Ho Chi Minh.", [("Ho Chi Minh", set())]),
]

PRONOUNS: list[Case] = [
    (
        "2013-07-24",
        "The Lebanese president, Michel Suleiman, had accepted. Hamid Karzai's office confirmed he will go to Oslo.",
        [("he will", {"hamid-karzai"})],
    ),
    (
        "2016-02-22",
        "Erna Solberg won a prize. She spoke of the killing of a woman by her family outside a court.",
        [("her family", set())],
    ),
    (
        "1991-08-22",
        "Mikhail Gorbachev thanked Boris Yeltsin. Gennady Yanayev shot himself. Dmitri Yazov was arrested in his "
        "office.",
        [("himself", {"gennady-yanayev"}), ("his office", {"dmitri-yazov"})],
    ),
    (
        "2016-08-24",
        "Barack Obama spoke with Juan Manuel Santos by telephone and congratulated him.",
        [("him", {"juan-manuel-santos"})],
    ),
    (
        "1978-11-04",
        "Moscow recognised the government of Ho Chi Minh in 1950. He went there in 1955. For Brezhnev it is a success. "
        "In May 1972 he received an American president.",
        [("He went", {"ho-chi-minh"}), ("he received", {"leonid-brezhnev"})],
    ),
    (
        "1978-11-04",
        "Brezhnev praised Ho Chi Minh. In July 1974 he flew to Warsaw.",
        [("he flew", {"leonid-brezhnev"})],
    ),
    (
        "2018-11-04",
        "Anna Weber, the spokeswoman, told reporters that Angela Merkel had confirmed the date. She said that more "
        "would follow.",
        [("She said", {"anna-weber"})],
    ),
    (
        "1994-12-06",
        "Boris Yeltsin spoke first. Bill Clinton, who had listened to him, disagreed.",
        [("him", {"boris-yeltsin"}), ("who had", {"bill-clinton"})],
    ),
    (
        "2000-07-20",
        "Kim Jong Il smiled. In February Igor Ivanov, the Russian foreign minister, came to Pyongyang. There he signed "
        "a treaty.",
        [("he signed", {"igor-ivanov"})],
    ),
    (
        "2018-07-20",
        "Visitors bow to Kim Il Sung, the founder of the state, who died in 1994.",
        [("who died", {"kim-il-sung"})],
    ),
    (
        "2019-07-20",
        "Kim Jong Un held talks with Donald Trump, the president of the United States, which came to nothing.",
        [("which", set())],
    ),
    (
        "2018-09-19",
        "Kim Il Sung never saw it. His grandson, Kim Jong Un, built it.",
        [("His", set()), ("Kim Jong Un", {"kim-jong-un"})],
    ),
]

PAIRS: list[Case] = [
    (
        "2001-08-05",
        "In July Vladimir Putin talked with Kim Jong Il, the father of Kim Jong Un, and on Saturday the two signed a "
        "declaration.",
        [("the two", {"vladimir-putin", "kim-jong-il"})],
    ),
    (
        "1978-11-04",
        "The Soviet Union and Vietnam signed a treaty. Le Duan and Pham Van Dong signed for Hanoi. If either country "
        "is attacked, the two are to consult.",
        [("the two", {"SUN", "VNM"})],
    ),
    (
        "2018-06-13",
        "Donald Trump and Kim Jong Un met on Tuesday. The two leaders smiled. They signed a statement.",
        [("The two leaders", {"donald-trump", "kim-jong-un"}), ("They", {"donald-trump", "kim-jong-un"})],
    ),
    (
        "1990-10-01",
        "The Soviet Union and South Korea set up relations. Mikhail Gorbachev met Roh Tae Woo in San Francisco. It was "
        "a first for the two states.",
        [("the two states", {"SUN", "KOR"})],
    ),
    (
        "1990-10-01",
        "The Soviet Union spoke with South Korea and with North Korea. Shevardnadze and David Levy of Israel restored "
        "ties between their countries.",
        [("their countries", {"SUN", "ISR"})],
    ),
    (
        "1950-02-15",
        "China and the Soviet Union signed a treaty. The Soviet Union lends China money. It is the first journey of a "
        "Chinese leader. The treaty replaces one that Moscow had with Taiwan. The two allies have acted together. Last "
        "month both recognised a government.",
        [("The two allies", {"CHN", "SUN"}), ("both", {"CHN", "SUN"})],
    ),
    (
        "2024-06-21",
        "Vladimir Putin and To Lam met. The two signed eleven papers, among them one on oil.",
        [("The two", {"vladimir-putin", "to-lam"}), ("them", set())],
    ),
    (
        "1994-12-06",
        "Boris Yeltsin and Bill Clinton spoke. Mikhail Gorbachev, then the Soviet president, signed in 1991. The "
        "leaders left.",
        [("The leaders", {"boris-yeltsin", "bill-clinton"})],
    ),
]

BODIES: list[Case] = [
    ("2001-08-05", "Russia and Russia spoke. The government in Seoul agreed.", [("The government", {"KOR"})]),
    ("1972-05-27", "Russia needs the consent of the Senate in Washington.", [("the Senate", {"USA"})]),
    (
        "2024-06-20",
        "Vladimir Putin, the president of Russia, left. In Seoul the office of the president condemned it.",
        [("the president condemned", {"KOR"})],
    ),
    (
        "1994-12-06",
        "Ukraine gave in. Russia, the United States and Britain promised to respect its borders.",
        [("its", set())],
    ),
]


def read(text: str, day: str) -> tuple[ActorMention, ...]:
    """The mentions of a text, linked as in the pipeline."""
    document = Document(id="d", name="d", text=text, published=When.of(day))
    doc = nlp.parse(text)
    return link(document, doc, tag(document, doc=doc).expressions, reference=date.fromisoformat(day))


@pytest.mark.parametrize(("day", "text", "wanted"), [*SURNAMES, *NAMES, *BACKGROUND, *PRONOUNS, *PAIRS, *BODIES])
def test_who_is_meant(day: str, text: str, wanted: list[tuple[str, set[str]]]) -> None:
    mentions = read(text, day)
    for words, actors in wanted:
        start = text.index(words)
        found = {m.actor.id for m in mentions if m.start == start}
        assert found == actors, words


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("Ivan Petrenko, an aide to Vladimir Putin, spoke in Pyongyang. North Korea and North Korea.", "Ivan", "RUS"),
        ("Xi Jinping came to North Korea with his wife, Peng Liyuan. North Korea was glad.", "Peng", "CHN"),
        (
            "Russia and Russia spoke. The South Korean foreign ministry called the envoy in. Vice foreign minister Kim "
            "Chul-soo warned Russia.",
            "Kim",
            "KOR",
        ),
        ("The truce was signed by General John Miller of the United States. North Korea waited.", "John", "USA"),
        ("Saudi Arabia was silent. Leyla Demir, an author, spoke. Leyla Demir is a Turkish national.", "Leyla", "TUR"),
        ("Syria was silent. Brad Miller, who was Donald Trump's envoy, spoke of Syria.", "Brad", "USA"),
        ("Syria was silent. The Russian analyst Pavel Orlov spoke of Syria.", "Pavel", "RUS"),
    ],
)
def test_people_belong_to_the_state_of_those_they_serve(text: str, name: str, state: str) -> None:
    mention = next(m for m in read(text, "2019-06-21") if m.text.startswith(name))
    assert mention.country == state


def test_deaths_are_of_known_people_and_after_their_terms_began() -> None:
    gaz = load()
    assert len(gaz.died) > 150
    for who, day in gaz.died.items():
        starts = [office.start for office in gaz.people[who].offices if office.start]
        assert not starts or max(starts) <= day, who
        assert key(gaz.people[who].name), who
