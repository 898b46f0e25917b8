"""What a desk would see of ordinary news: datelines, chronologies, obituaries, interviews, and dates told across
sentences. Every text is our own, about plain facts."""

from __future__ import annotations

import pytest

from dateline import extraction
from dateline.model import Document, EventMention, When

Row = tuple[str, str | None, str]


def mentions(text: str, published: str) -> tuple[EventMention, ...]:
    document = Document(id="d", name="d", text=text, published=When.of(published))
    return extraction.extract_document(document).mentions


def rows(text: str, published: str) -> list[Row]:
    """Type, date and title of each mention."""
    return [(m.type, m.when.value if m.when else None, m.title) for m in mentions(text, published)]


OBITUARY = (
    "Boris Yeltsin, the first president of Russia, died on Monday at the age of 76.\n\n"
    "Yeltsin joined the Communist Party in 1961. Mikhail Gorbachev brought him to Moscow in 1985 and made him the "
    "city's party chief, only to dismiss him two years later.\n\n"
    "In June 1991 he was elected president. In December he resigned from the party.\n\n"
    "He was re-elected in 1996. President George W. Bush called him a historic figure. "
    "He will be buried on Wednesday at Novodevichy cemetery."
)
INTERVIEW = (
    "Der Wind: Mr President, you were elected in April.\n\n"
    "Ilham Aliyev: I signed the decree on Friday.\n\n"
    "Der Wind: Armenia says your army shelled a village on Saturday.\n\n"
    "Aliyev: We signed a ceasefire in 1994."
)


@pytest.mark.parametrize(
    ("text", "published", "row"),
    [
        (
            "Deal on power\n\nNAIROBI, May 17 - Kenya and Ethiopia signed an agreement on Wednesday.",
            "2023-05-17",
            ("treaty", "2023-05-17", "Kenya and Ethiopia sign agreement"),
        ),
        (
            "Turkey and Armenia sign accord\n\nTurkey and Armenia signed an accord on Saturday.",
            "2009-10-10",
            ("treaty", "2009-10-10", "Turkey and Armenia sign accord"),
        ),
        (
            "1974 - Turkey invades northern Cyprus.\n2004 - Cyprus joins the European Union.",
            "2010-03-01",
            ("attack", "1974", "Turkey invades northern Cyprus"),
        ),
        ("On Thursday snipers killed at least 50 people in Kiev.", "2014-02-22", ("attack", "2014-02-20", "")),
        (OBITUARY, "2007-04-24", ("election", "1991-06", "Boris Yeltsin elected president")),
        (OBITUARY, "2007-04-24", ("office", "1991-12", "")),
        (OBITUARY, "2007-04-24", ("election", "1996", "Boris Yeltsin re-elected")),
        (OBITUARY, "2007-04-24", ("life", "2007-04-25", "Boris Yeltsin will be buried at Novodevichy cemetery")),
        (INTERVIEW, "2018-06-12", ("election", "2018-04", "Ilham Aliyev elected")),
        (INTERVIEW, "2018-06-12", ("policy", "2018-06-08", "Ilham Aliyev signs the decree")),
        (INTERVIEW, "2018-06-12", ("attack", "2018-06-09", "Ilham Aliyev's army shells a village")),
        (
            "Amina's brother was arrested by Chadian police last month. He was released two days later.",
            "2015-11-08",
            ("legal", "2015-10", ""),
        ),
        (
            "In November 2013 Viktor Yanukovich rejected the pact. A week later he flew to Vilnius.",
            "2014-02-22",
            ("visit", "2013-11/2013-12", "Viktor Yanukovych visits Lithuania"),
        ),
        (
            "London won the games a day earlier, and 16 months after bombers killed 191 people in Madrid. "
            "The blasts in London came on Thursday.",
            "2005-07-09",
            ("attack", "2004-03", "Bombers kill 191 people in Madrid"),
        ),
        (
            "Pierre Nkurunziza of Burundi died on Monday. His term was to end in August.",
            "2020-06-11",
            ("office", "2020-08", ""),
        ),
        (
            "Vladimir Putin has invited Xi Jinping to Kazan for the BRICS summit in October.",
            "2024-05-17",
            ("statement", "2024-05-17", "Vladimir Putin invites Xi Jinping to Kazan for the BRICS summit"),
        ),
        (
            "The army council of Egypt said on Saturday it would respect all treaties.",
            "2011-02-14",
            ("statement", "2011-02-12", ""),
        ),
        (
            "Alexander Haig flew to London in April but failed to broker a settlement.",
            "1982-06-15",
            ("treaty", "1982-04", "Alexander Haig fails to broker a settlement"),
        ),
        (
            "A strong earthquake hit Turkey on Tuesday. Another 45,000 people were injured.",
            "1999-08-18",
            ("disaster", "1999-08-17", ""),
        ),
        (
            "The cruiser was sunk by a British submarine on May 2.",
            "1982-06-15",
            ("attack", "1982-05-02", "Cruiser sunk by a British submarine"),
        ),
        (
            "Vladimir Putin wound up a visit to China on Friday.",
            "2024-05-17",
            ("visit", "2024-05-17", "Vladimir Putin visits China"),
        ),
        (
            "He went to the tomb of Ole Moe, the founder of the Norwegian state, who died in 1994.",
            "2000-07-20",
            ("life", "1994", "Ole Moe dies"),
        ),
        (
            "Norway and Oman confirmed a moratorium on the launch of long-range missiles on Friday.",
            "2024-05-17",
            ("statement", "2024-05-17", "moratorium on the launch of long-range missiles"),
        ),
    ],
)
def test_an_article_tells(text: str, published: str, row: Row) -> None:
    found = rows(text, published)
    type_, date, title = row
    assert any(t == type_ and d == date and title in name for t, d, name in found), found


def test_a_title_ends_with_whole_words() -> None:
    found = mentions("Norway and Oman spoke of a moratorium on the launch of long-range missiles.", "2024-05-17")
    assert found and not any(m.title.endswith("long") for m in found), [m.title for m in found]


def test_who_is_accused_does_it_not_who_accuses() -> None:
    found = mentions("Human rights groups accused Azerbaijan of jailing journalists.", "2018-06-12")
    jailed = [m for m in found if m.type == "legal"]
    assert all("groups jail" not in m.title for m in jailed)
    assert {p.actor.id for m in jailed for p in m.participants} <= {"AZE"}


def test_what_somebody_fails_to_do_is_denied() -> None:
    (found,) = [m for m in mentions("France and Spain failed to sign the pact on Monday.", "2019-03-20")
                if m.type == "treaty"]  # fmt: skip
    assert found.status == "denied"
    assert "fail to sign" in found.title


def test_a_date_behind_the_best_since_is_not_the_events() -> None:
    found = rows("The pound fell on Friday to its lowest level since 1985, the Bank of England said.", "2016-06-24")
    assert all(date != "1985" and "1985" not in str(date) for _, date, _ in found)


def test_a_dead_man_s_life_goes_on_being_his() -> None:
    names = {p.actor.id for m in mentions(OBITUARY, "2007-04-24") for p in m.participants if m.when}
    assert names <= {"boris-yeltsin", "RUS", "SUN", "mikhail-gorbachev", "george-w-bush", "USA"}
    elected = [m for m in mentions(OBITUARY, "2007-04-24") if m.type == "election"]
    assert elected
    assert all("boris-yeltsin" in {p.actor.id for p in m.participants} for m in elected)
