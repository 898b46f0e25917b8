"""Linking: who is meant, case by case; and what holds for every mention of every text."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from dateline.actors import country, link, lookup
from dateline.model import ActorMention, Document, TimeExpression, When
from dateline.nlp import parse

# text, day of the article, mentions that must be there as (text, actor, state), actors that must not be there
CASES: list[tuple[str, str, list[tuple[str, str, str | None]], list[str]]] = [
    # names, demonyms, metonyms
    (
        "Russia and North Korea signed a treaty.",
        "2024-06-19",
        [("Russia", "RUS", "RUS"), ("North Korea", "PRK", "PRK")],
        ["KOR"],
    ),
    ("The U.S. and the UK sent aid.", "2024-06-19", [("U.S.", "USA", "USA"), ("UK", "GBR", "GBR")], []),
    ("French troops left Mali.", "2022-02-19", [("French", "FRA", "FRA"), ("Mali", "MLI", "MLI")], []),
    (
        "The Kremlin denied it; the Blue House did not.",
        "2018-02-19",
        [("Kremlin", "RUS", "RUS"), ("Blue House", "KOR", "KOR")],
        [],
    ),
    ("USSR leaders met in Moscow.", "1975-02-19", [("USSR", "SUN", "SUN"), ("Moscow", "SUN", "SUN")], ["RUS"]),
    (
        "The treaty signed between Moscow and Pyongyang in 1961 lapsed.",
        "2024-06-19",
        [("Moscow", "RUS", "RUS"), ("Pyongyang", "PRK", "PRK")],
        ["SUN"],
    ),
    ("The Soviet Union backed North Korea.", "2024-06-19", [("Soviet Union", "SUN", "SUN")], ["RUS"]),
    (
        "Envoys from Prague and Belgrade spoke.",
        "1980-06-19",
        [("Prague", "CSK", "CSK"), ("Belgrade", "YUG", "YUG")],
        ["CZE", "SRB"],
    ),
    (
        "East Germany and West Germany agreed.",
        "1987-06-19",
        [("East Germany", "DDR", "DDR"), ("West Germany", "DEU", "DEU")],
        [],
    ),
    (
        "The United Nations Security Council and the IAEA condemned Iran.",
        "2012-06-19",
        [("United Nations Security Council", "UNSC", None), ("IAEA", "IAEA", None), ("Iran", "IRN", "IRN")],
        [],
    ),
    ("Nato and Brics members disagree.", "2023-06-19", [("Nato", "NATO", None), ("Brics", "BRICS", None)], []),
    # no actors of state
    ("The Washington Post reported that Paris Hilton visited Georgia Tech.", "2019-06-19", [], ["USA", "FRA", "GEO"]),
    ("Soldiers marched across Kim Il-Sung Square.", "2019-06-19", [], ["kim-il-sung"]),
    ("The Vienna Convention binds all.", "2019-06-19", [], ["AUT"]),
    ("Latin American ministers met on the Korean Peninsula.", "2019-06-19", [], ["USA", "KOR", "PRK"]),
    ("A pro-Russian crowd gathered.", "2014-06-19", [], ["RUS"]),
    # names that need their context
    ("Georgia and Russia broke off relations over South Ossetia.", "2008-09-19", [("Georgia", "GEO", "GEO")], []),
    ("Georgia's governor praised the Atlanta mayor.", "2020-09-19", [], ["GEO"]),
    ("Jordan and Israel opened a border crossing near Aqaba.", "1995-09-19", [("Jordan", "JOR", "JOR")], []),
    (
        "Michael Jordan left the Bulls. Jordan, 35, gave no reason.",
        "1998-09-19",
        [("Jordan", "michael-jordan", None)],
        ["JOR"],
    ),
    ("Rebels in Chad fled to Sudan.", "2008-02-19", [("Chad", "TCD", "TCD")], []),
    ("Congo's army said Kinshasa was calm.", "2008-02-19", [("Congo", "COD", "COD")], ["COG"]),
    ("Korean firms raised prices.", "2008-02-19", [], ["KOR", "PRK"]),
    ("South Korea's exports rose. Korean firms raised prices.", "2008-02-19", [("Korean", "KOR", "KOR")], ["PRK"]),
    ("Korea's Kim Jong Un smiled.", "2024-06-19", [("Kim Jong Un", "kim-jong-un", "PRK")], ["KOR"]),
    # people
    ("Russian President Vladimir Putin arrived.", "2024-06-19", [("Vladimir Putin", "vladimir-putin", "RUS")], ["RUS"]),
    ("Zelenskyy thanked Ukrainian troops.", "2023-06-19", [("Zelenskyy", "volodymyr-zelensky", "UKR")], []),
    ("Libya's Moammar Gadhafi spoke for hours.", "2009-09-23", [("Moammar Gadhafi", "muammar-gaddafi", "LBY")], []),
    (
        "Soviet leader Mikhael Gorbachev will visit.",
        "1987-03-03",
        [("Mikhael Gorbachev", "mikhail-gorbachev", "SUN")],
        [],
    ),
    (
        "Bush signed the bill, the White House said.",
        "2003-03-03",
        [("Bush", "george-w-bush", "USA")],
        ["george-h-w-bush"],
    ),
    (
        "Bush signed the bill, the White House said.",
        "1990-03-03",
        [("Bush", "george-h-w-bush", "USA")],
        ["george-w-bush"],
    ),
    ("Prime Minister May said in May that she would resign.", "2019-05-24", [("May", "theresa-may", "GBR")], []),
    ("The Obama administration protested.", "2013-08-03", [("Obama administration", "USA", "USA")], ["barack-obama"]),
    (
        "Hamza bin Laden, son of Osama bin Laden, has died. Hamza was thirty.",
        "2019-09-14",
        [("Hamza bin Laden", "hamza-bin-laden", None), ("Hamza", "hamza-bin-laden", None)],
        [],
    ),
    ("Iranian foreign minister Karim Daryani left.", "2030-01-03", [("Karim Daryani", "karim-daryani", "IRN")], []),
    (
        "Elena Marku, a spokeswoman for the Albanian foreign ministry, said so. Marku gave no date.",
        "2015-01-03",
        [("Elena Marku", "elena-marku", "ALB"), ("Marku", "elena-marku", "ALB")],
        [],
    ),
    (
        "Jens Stoltenberg, Norway's prime minister, spoke.",
        "2011-07-22",
        [("Jens Stoltenberg", "jens-stoltenberg", "NOR")],
        [],
    ),
    ("Jens Stoltenberg, the head of NATO, spoke.", "2022-07-22", [("Jens Stoltenberg", "jens-stoltenberg", None)], []),
    (
        "Venezuela's president , Hugo ChÃ¡vez , flew to Moscow.",
        "2010-10-15",
        [("Hugo ChÃ¡vez", "hugo-chavez", "VEN")],
        [],
    ),
    # titles
    (
        "Putin flew to Hanoi. There the Russian leader met students.",
        "2024-06-20",
        [("the Russian leader", "vladimir-putin", "RUS")],
        [],
    ),
    ("The Russian president said nothing.", "2009-06-20", [("The Russian president", "dmitry-medvedev", "RUS")], []),
    (
        "The British prime minister resigned.",
        "1990-11-22",
        [("The British prime minister", "margaret-thatcher", "GBR")],
        [],
    ),
    (
        "The US secretary of state flew to Cairo.",
        "1977-12-09",
        [("The US secretary of state", "cyrus-vance", "USA")],
        [],
    ),
    ("The pope prayed for peace.", "2015-11-22", [("The pope", "pope-francis", "VAT")], []),
    (
        "The UN secretary-general met NATO's secretary general.",
        "2022-11-22",
        [
            ("The UN secretary-general", "antonio-guterres", None),
            ("NATO's secretary general", "jens-stoltenberg", None),
        ],
        [],
    ),
    (
        "Li Qiang met Xi Jinping. The Chinese leader smiled.",
        "2024-03-02",
        [("The Chinese leader", "xi-jinping", "CHN")],
        [],
    ),
    ("A former Russian president died.", "2030-11-22", [("Russian", "RUS", "RUS")], ["vladimir-putin"]),
    ("He served as President of India for five years.", "2020-11-22", [], ["ram-nath-kovind"]),
    (
        "Turkey's foreign ministry protested. The ministry summoned an envoy from Greece.",
        "2020-11-22",
        [("The ministry", "TUR", "TUR")],
        [],
    ),
    # pronouns and pairs
    (
        "Angela Merkel met Viktor Orban. She warned him.",
        "2015-09-04",
        [("She", "angela-merkel", "DEU"), ("him", "viktor-orban", "HUN")],
        [],
    ),
    (
        'The text replaces others, according to Yuri Ushakov, a Russian aide.\n"It is not aimed at anyone," he said.',
        "2024-06-19",
        [("he", "yuri-ushakov", "RUS")],
        [],
    ),
    ("In his speech, Emmanuel Macron attacked Brexit.", "2018-06-19", [("his", "emmanuel-macron", "FRA")], []),
    ("Karim Daryani, who leads the Iranian team, was arrested.", "2018-06-19", [("who", "karim-daryani", "IRN")], []),
    ('"I will stay," Boris Johnson said.', "2019-09-19", [("I", "boris-johnson", "GBR")], []),
    (
        "Biden and Zelensky met six days after they signed a pact.",
        "2024-06-19",
        [("they", "joe-biden", "USA"), ("they", "volodymyr-zelensky", "UKR")],
        [],
    ),
    (
        "Flags of India flew in Beijing as both countries reopened the border with China.",
        "2024-10-30",
        [("both countries", "IND", "IND"), ("both countries", "CHN", "CHN")],
        [],
    ),
    (
        "Kim Jong Un received Vladimir Putin. The two leaders signed a pact.",
        "2024-06-19",
        [("The two leaders", "kim-jong-un", "PRK"), ("The two leaders", "vladimir-putin", "RUS")],
        [],
    ),
    (
        "Nawaz Sharif called Atal Bihari Vajpayee. The latter declined.",
        "1999-07-04",
        [("The latter", "atal-bihari-vajpayee", "IND")],
        [],
    ),
    ("Putin praised his country.", "2024-06-19", [("his", "vladimir-putin", "RUS"), ("country", "RUS", "RUS")], []),
]


def linked(text: str, day: date | None, times: tuple[TimeExpression, ...] = ()) -> tuple[ActorMention, ...]:
    document = Document(id="d", name="d", text=text)
    return link(document, parse(text), times, reference=day)


def check_spans(text: str, mentions: tuple[ActorMention, ...]) -> None:
    """Sorted, spelled as in the text, apart but for equal spans, each with a reason."""
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text and mention.text
        assert mention.trace
        assert mention.how in {"name", "demonym", "metonym", "title", "pronoun"}
        assert mention.country is None or country(mention.country), mention
    for left, right in pairwise(mentions):
        assert left.start <= right.start
        assert left.end <= right.start or (left.start, left.end) == (right.start, right.end), (left, right)


@pytest.mark.parametrize(("text", "day", "there", "absent"), CASES, ids=[f"{c[0][:40]}-{c[1][:4]}" for c in CASES])
def test_who_is_meant(text: str, day: str, there: list[tuple[str, str, str | None]], absent: list[str]) -> None:
    mentions = linked(text, date.fromisoformat(day))
    check_spans(text, mentions)
    got = {(m.text, m.actor.id, m.country) for m in mentions}
    by_actor = {(m.text, m.actor.id) for m in mentions}
    for form, actor, state in there:
        if state is None and "-" in actor:
            assert (form, actor) in by_actor, mentions  # a person whose state the text leaves open
        else:
            assert (form, actor, state) in got, mentions
    for actor in absent:
        assert actor not in {m.actor.id for m in mentions}, mentions


@pytest.mark.parametrize(("year", "who"), [(1972, "kim-il-sung"), (2000, "kim-jong-il"), (2024, "kim-jong-un")])
def test_a_name_is_dated_by_its_sentence(year: int, who: str) -> None:
    text = f"A North Korean paper said that Kim visited Beijing in {year}."
    start = text.index(str(year))
    when = When.of(str(year))
    time = TimeExpression(
        start=start, end=start + 4, text=str(year), type="DATE", value=str(year), when=when, trace="a year"
    )
    kim = [m for m in linked(text, date(2024, 6, 19), (time,)) if m.text == "Kim"]
    assert [m.actor.id for m in kim] == [who]
    assert kim[0].country == "PRK"


def test_without_any_day_names_still_link() -> None:
    mentions = linked("Vladimir Putin flew to Pyongyang.", None)
    assert [(m.actor.id, m.country) for m in mentions] == [("vladimir-putin", "RUS"), ("PRK", "PRK")]


def test_the_publication_date_is_the_reference() -> None:
    text = "The Russian president said nothing."
    document = Document(id="d", name="d", text=text, published=When.of("2009-06-20"))
    assert [m.actor.id for m in link(document, parse(text))] == ["dmitry-medvedev"]


def test_traces_give_reasons() -> None:
    mentions = linked("Putin arrived. The Russian leader met Kim Jong Un of North Korea.", date(2024, 6, 19))
    traces = {m.text: m.trace for m in mentions}
    assert traces["Putin"] == "'Putin' is Vladimir Putin, President of Russia on 19 June 2024"
    assert traces["The Russian leader"] == (
        "'The Russian leader' -> Vladimir Putin, President of Russia on 19 June 2024, named in the article"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "?!",
        "he he he",
        '"""',
        "The the The",
        "Prime Minister",
        "Mr.",
        "of of of the two",
        "Ã¡",
        "U.S.",
        "both countries",
        "“I ” said",
        "Kim " * 50,
        "President of the Republic of the Congo of the",
        "X'" * 30,
        "\u0301abc Ø",
    ],
)
def test_odd_texts_do_no_harm(text: str) -> None:
    check_spans(text, linked(text, date(2020, 1, 1)))


def test_markup_in_names_stays_text() -> None:
    text = "President <b>Putin</b> met Mr. Evil](javascript:x) in Moscow."
    check_spans(text, linked(text, date(2020, 1, 1)))


@pytest.mark.parametrize(
    ("name", "on", "who"),
    [
        ("Kim Jong-un", None, "kim-jong-un"),
        ("Kim", date(1972, 1, 1), "kim-il-sung"),
        ("Kim", None, None),
        ("Zelenskiy", None, "volodymyr-zelensky"),
        ("Erdoğan", date(2020, 1, 1), "recep-tayyip-erdogan"),
        ("Gorbachov", None, "mikhail-gorbachev"),
        ("Soviet Union", None, "SUN"),
        ("Kremlin", None, "RUS"),
        ("European Union", None, "EU"),
        ("PRK", None, "PRK"),
        ("Nobody Anywhere", None, None),
    ],
)
def test_lookup(name: str, on: date | None, who: str | None) -> None:
    actor = lookup(name, on=on)
    assert (actor.id if actor else None) == who


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("PRK", "North Korea"),
        ("SUN", "Soviet Union"),
        ("USA", "United States"),
        ("DDR", "East Germany"),
        ("VNM", "Vietnam"),
        ("YUG", "Yugoslavia"),
        ("YMD", "South Yemen"),
        ("ZAR", "Zaire"),
        ("HKG", "Hong Kong"),
        ("prk", "North Korea"),
    ],
)
def test_country_names(code: str, name: str) -> None:
    actor = country(code)
    assert actor is not None and actor.name == name and actor.kind == "country"


def test_unknown_codes_have_no_country() -> None:
    assert country("QQQ") is None
    assert country("") is None


def test_a_name_between_commas_behind_an_office_is_somebody_new() -> None:
    text = (
        "France acted at the request of Mali's interim president, Dioncounda Traore, in January. Traore thanked Paris."
    )
    found = {(m.actor.name, m.country) for m in linked(text, date(2013, 1, 12)) if m.actor.kind == "person"}
    assert found == {("Dioncounda Traore", "MLI")}
