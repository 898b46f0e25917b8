"""The sample articles: complete, consistent with the calendar, free of quotations and of markup."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import frontmatter
import pytest
import trafilatura

from dateline.model import EVENT_TYPES, When

SAMPLE = Path(__file__).parent.parent / "sample_data"
ARTICLES = sorted((SAMPLE / "articles").iterdir())
FACTS = [json.loads(line) for line in (SAMPLE / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
UNDATED = "liberation-tower.txt"

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FULL_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
WEEKDAY_AND_DATE = re.compile(rf"\b({'|'.join(DAYS)}),? (\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?\b")
DATELINE = re.compile(r"^[A-Z-]+(?:, [A-Z][a-z]+)?, (\d{1,2}) (\w+) (\d{4}) - ", re.MULTILINE)


class Article(NamedTuple):
    text: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None


@cache
def article(path: Path) -> Article:
    """An article read independently of `dateline.read`, so that the two can be held against each other."""
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        post = frontmatter.loads(raw)
        meta = post.metadata
        assert set(meta) == {"title", "publisher", "published", "url"}
        published = meta["published"]
        assert isinstance(published, date)
        return Article(post.content, str(meta["title"]), str(meta["publisher"]), published, str(meta["url"]))
    if path.suffix == ".html":
        # htmldate passes over pages from before 1995 unless told otherwise.
        page = trafilatura.bare_extraction(
            raw, with_metadata=True, include_comments=False, date_extraction_params={"min_date": "1900-01-01"}
        )
        assert isinstance(page, trafilatura.settings.Document)
        assert page.text
        assert page.date
        return Article(page.text, page.title, page.sitename, date.fromisoformat(page.date), page.url)
    found = DATELINE.search(raw)
    published = date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])) if found else None
    return Article(raw, raw.splitlines()[0], None, published, None)


def by_path(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[path.name for path in paths])


def test_enough_of_everything() -> None:
    assert len(ARTICLES) >= 15
    assert {path.suffix for path in ARTICLES} == {".md", ".txt", ".html"}
    assert min(Counter(path.suffix for path in ARTICLES).values()) >= 3
    publishers = {article(path).publisher for path in ARTICLES} - {None}
    assert len(publishers) >= 4
    assert all(name and name.endswith(" (sample)") for name in publishers)
    published = [day for path in ARTICLES if (day := article(path).published)]
    assert min(published).year <= 1950
    assert max(published).year == 2024


def test_people_and_cities_occur() -> None:
    everything = "\n".join(article(path).text for path in ARTICLES)
    people = (
        "Joseph Stalin", "Mao Zedong", "Kim Il Sung", "Ho Chi Minh", "Leonid Brezhnev", "Richard Nixon",
        "Mikhail Gorbachev", "Roh Tae-woo", "Boris Yeltsin", "Vladimir Putin", "Kim Jong Il", "Dmitry Medvedev",
        "Kim Jong Un", "Sergey Lavrov", "Xi Jinping", "Donald Trump", "Joe Biden", "Volodymyr Zelensky",
    )  # fmt: skip
    cities = ("Moscow", "Pyongyang", "Seoul", "Beijing", "Washington", "Kyiv", "Hanoi")
    assert [name for name in people + cities if name not in everything] == []


@by_path(ARTICLES)
def test_is_a_short_article_without_markup_or_quotation(path: Path) -> None:
    text = article(path).text
    assert 120 <= len(text.split()) <= 350
    assert not re.search(r"[<>{}\[\]$*_`|#]|&\w+;|https?://", text)
    assert not re.search('["“”„«»]', text)


@by_path([path for path in ARTICLES if path.suffix != ".txt"])
def test_metadata(path: Path) -> None:
    it = article(path)
    assert it.title
    assert it.publisher
    assert it.published
    assert path.name.startswith(it.published.isoformat())
    if it.url is not None:
        assert (urlsplit(it.url).hostname or "").endswith((".example.org", ".example.com", ".invalid"))


@by_path([path for path in ARTICLES if path.suffix == ".html"])
def test_pages_load_nothing_from_elsewhere(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    assert not re.search(r"\bsrc=|<link rel=\"?stylesheet|<iframe|@import|url\(", raw)
    hosts = set(re.findall(r"https?://([^/\"\s]+)", raw))
    assert all(host.endswith(("example.org", "example.com")) or host in {"schema.org", "ogp.me"} for host in hosts)


@by_path([path for path in ARTICLES if path.suffix == ".html"])
def test_the_frame_of_a_page_can_be_told_from_its_article(path: Path) -> None:
    frame = re.compile(r"crossword|cookie|comments|archive|subscribe|short letters|invented", re.IGNORECASE)
    assert frame.search(path.read_text(encoding="utf-8"))
    assert not frame.search(article(path).text)


def test_one_article_states_no_date() -> None:
    assert [path.name for path in ARTICLES if article(path).published is None] == [UNDATED]
    text = article(SAMPLE / "articles" / UNDATED).text
    assert re.search(r"\b(19|20)\d\d\b", text)
    assert "On Thursday" in text
    assert "today" in text


@by_path(ARTICLES)
def test_dates_exist_and_weekdays_agree_with_the_calendar(path: Path) -> None:
    it = article(path)
    for number, month, year in FULL_DATE.findall(it.text):
        date(int(year), MONTHS.index(month) + 1, int(number))
    for weekday, number, month, year in WEEKDAY_AND_DATE.findall(it.text):
        if not year:
            assert it.published, f"{weekday}, {number} {month} needs a year"
        day = date(int(year or it.published.year), MONTHS.index(month) + 1, int(number))  # type: ignore[union-attr]
        assert DAYS[day.weekday()] == weekday


def test_some_weekdays_stand_beside_their_date() -> None:
    pairs = [pair for path in ARTICLES for pair in WEEKDAY_AND_DATE.findall(article(path).text)]
    assert len(pairs) >= 2


def test_two_articles_disagree_on_one_day() -> None:
    arrivals = {
        fact["file"]: fact["date"]
        for fact in FACTS
        if fact["type"] == "visit" and "Putin arrived in Pyongyang" in fact["words"]
    }
    assert sorted(arrivals.values()) == ["2024-06-18", "2024-06-19"]


def test_several_outlets_tell_the_pact() -> None:
    files = {fact["file"] for fact in FACTS if fact["type"] == "treaty" and fact["date"] == "2024-06-19"}
    assert len({article(SAMPLE / "articles" / name).publisher for name in files}) >= 3


def test_every_article_has_facts() -> None:
    counts = Counter(fact["file"] for fact in FACTS)
    assert set(counts) == {path.name for path in ARTICLES}
    assert all(3 <= number <= 6 for number in counts.values())


@pytest.mark.parametrize("fact", FACTS, ids=[f"{fact['file']}-{fact['words'][:30]}" for fact in FACTS])
def test_fact(fact: dict[str, object]) -> None:
    assert set(fact) == {"file", "type", "date", "countries", "people", "words"}
    it = article(SAMPLE / "articles" / str(fact["file"]))
    words = str(fact["words"])
    assert it.text.count(words) == 1
    assert fact["type"] in EVENT_TYPES
    assert isinstance(fact["countries"], list)
    assert fact["countries"]
    assert fact["countries"] == sorted(set(fact["countries"]))
    assert all(re.fullmatch("[A-Z]{3}", code) for code in fact["countries"])
    assert isinstance(fact["people"], list)
    assert all(name in it.text for name in fact["people"])
    if fact["date"] is None:
        assert fact["file"] == UNDATED
        return
    when = When.of(str(fact["date"]))
    # "on Friday" in the words is the Friday of the date.
    for weekday in re.findall(rf"\b({'|'.join(DAYS)})\b", words):
        assert when.exact_day is not None
        assert DAYS[when.exact_day.weekday()] == weekday
        assert it.published is not None
        assert abs(when.exact_day - it.published) <= timedelta(days=7)
    for number, month in re.findall(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b", words):
        day = datetime.strptime(f"{number} {month} {when.value[:4]}", "%d %B %Y").date()  # noqa: DTZ007
        assert when.exact_day == day
    for year in re.findall(r"\b((?:19|20)\d\d)\b", words):
        assert when.value.startswith(year)
