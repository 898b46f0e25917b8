"""Timelines made by hand for the tests of drawing: real happenings from 1945 to 2024, and hostile ones."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

from dateline.model import EVENT_TYPES, STATUSES, Actor, Choice, Event, Participant, Query, Timeline, When

COUNTRIES = {
    "RUS": "Russia", "SUN": "Soviet Union", "PRK": "North Korea", "KOR": "South Korea", "CHN": "China",
    "USA": "United States", "UKR": "Ukraine", "VNM": "Vietnam",
}  # fmt: skip
PEOPLE = {
    "joseph-stalin": ("Joseph Stalin", "SUN"),
    "kim-il-sung": ("Kim Il Sung", "PRK"),
    "mikhail-gorbachev": ("Mikhail Gorbachev", "SUN"),
    "vladimir-putin": ("Vladimir Putin", "RUS"),
    "kim-jong-il": ("Kim Jong Il", "PRK"),
    "kim-jong-un": ("Kim Jong Un", "PRK"),
    "dmitry-medvedev": ("Dmitry Medvedev", "RUS"),
    "xi-jinping": ("Xi Jinping", "CHN"),
    "joe-biden": ("Joe Biden", "USA"),
    "sergei-lavrov": ("Sergei Lavrov", "RUS"),
}
OUTLETS = ("Harbour Courier", "Northern Ledger", "The Meridian", "Radio Steppe")

# title, type, EDTF, status, who, number of outlets, importance
ROWS: tuple[tuple[str, str, str, str, str, int, float], ...] = (
    ("Soviet troops enter northern Korea", "military", "1945-08", "happened", "SUN PRK", 1, 0.5),
    ("Korea divided along the 38th parallel", "founding", "1945~", "happened", "SUN USA", 2, 0.6),
    ("North Korea founded", "founding", "1948-09-09", "happened", "PRK kim-il-sung", 2, 0.7),
    ("Kim Il Sung visits Stalin in Moscow", "visit", "1949-03", "happened", "kim-il-sung joseph-stalin SUN", 1, 0.5),
    ("Korean War", "attack", "1950-06-25/1953-07-27", "happened", "PRK KOR CHN USA", 4, 0.9),
    ("Treaty of Friendship, Cooperation and Mutual Assistance", "treaty", "1961-07-06", "happened", "SUN PRK", 3, 0.9),
    ("Soviet aid to Pyongyang's industry", "aid", "../1961", "happened", "SUN PRK", 1, 0.2),
    ("Trade between Moscow and Pyongyang grows", "policy", "197X", "happened", "SUN PRK", 1, 0.2),
    ("Gorbachev and Kim Il Sung meet in Moscow", "meeting", "1986-10", "happened",
     "mikhail-gorbachev kim-il-sung", 1, 0.4),
    ("Soviet Union recognises South Korea", "policy", "1990-09-30", "happened", "SUN KOR", 2, 0.6),
    ("Kim Il Sung dies", "life", "1994-07-08", "happened", "kim-il-sung PRK", 2, 0.6),
    ("Russia lets the treaty of 1961 lapse", "treaty", "1996", "happened", "RUS PRK", 1, 0.5),
    ("Treaty of Friendship and Good-Neighbourliness signed", "treaty", "2000-02-09", "happened", "RUS PRK", 2, 0.7),
    ("Putin visits Pyongyang", "visit", "2000-07-19/2000-07-20", "happened", "vladimir-putin kim-jong-il", 3, 0.8),
    ("Kim Jong Il travels to Moscow by train", "visit", "2001-08", "happened", "kim-jong-il vladimir-putin", 2, 0.6),
    ("Moscow Declaration", "treaty", "2001-08-04", "happened", "RUS PRK", 1, 0.4),
    ("First nuclear test", "military", "2006-10-09", "happened", "PRK", 3, 0.7),
    ("Security Council votes for sanctions", "vote", "2006-10-14", "happened", "RUS CHN USA PRK", 2, 0.5),
    ("Kim Jong Il and Medvedev meet at Ulan-Ude", "meeting", "2011-08-24", "happened",
     "kim-jong-il dmitry-medvedev", 1, 0.5),
    ("Kim Jong Un takes power", "office", "2011-12", "happened", "kim-jong-un PRK", 3, 0.7),
    ("Russia writes off most of North Korea's debt", "policy", "2014-05-05", "happened", "RUS PRK", 1, 0.4),
    ("War in the Donbas", "attack", "2014/..", "happened", "RUS UKR", 2, 0.5),
    ("Kim Jong Un and Putin meet in Vladivostok", "meeting", "2019-04-25", "happened",
     "kim-jong-un vladimir-putin", 3, 0.7),
    ("Russia invades Ukraine", "attack", "2022-02-24", "happened", "RUS UKR", 4, 0.95),
    ("Kim Jong Un visits the Vostochny cosmodrome", "visit", "2023-09-13", "happened",
     "kim-jong-un vladimir-putin", 3, 0.7),
    ("North Korea sends shells to Russia, Washington says", "statement", "2023-10-13", "happened",
     "USA PRK RUS", 2, 0.4),
    ("Pyongyang denies arms sales", "aid", "2023", "denied", "PRK RUS", 2, 0.3),
    ("Russia vetoes the panel of experts on sanctions", "vote", "2024-03-28", "happened", "RUS", 3, 0.7),
    ("Biden and Zelensky sign a security agreement", "treaty", "2024-06-13", "happened", "joe-biden USA UKR", 2, 0.6),
    ("Russia and North Korea sign the Comprehensive Strategic Partnership", "treaty", "2024-06-19", "happened",
     "vladimir-putin kim-jong-un RUS PRK", 4, 1.0),
    ("Putin visits North Korea", "visit", "2024-06-18/2024-06-19", "happened", "vladimir-putin kim-jong-un", 4, 0.9),
    ("Putin visits Vietnam", "visit", "2024-06-20", "happened", "vladimir-putin VNM", 2, 0.5),
    ("Putin thanks Pyongyang for its support over Ukraine", "statement", "2024-06-19", "happened",
     "vladimir-putin", 2, 0.4),
    ("Kim Jong Un promises full support", "statement", "2024-06-19", "happened", "kim-jong-un", 2, 0.4),
    ("Seoul protests against the pact", "statement", "2024-06-20", "happened", "KOR", 1, 0.3),
    ("Seoul considers arms for Ukraine", "aid", "2024-06-20", "hypothetical", "KOR UKR", 2, 0.4),
    ("Kim Jong Un to visit Moscow", "visit", "2025", "planned", "kim-jong-un RUS", 2, 0.5),
    ("Second round of talks", "meeting", "2024-22", "planned", "RUS PRK", 1, 0.3),
    ("Joint exercise", "military", "2024-12/2025-03", "hypothetical", "RUS PRK", 1, 0.2),
    ("Letters between the capitals", "statement", "2024-05~", "happened", "RUS PRK", 1, 0.2),
)  # fmt: skip


def participant(key: str) -> Participant:
    """An actor by country code or slug."""
    if key in COUNTRIES:
        return Participant(
            actor=Actor(id=key, kind="country", name=COUNTRIES[key], country=key), role="source", country=key
        )
    name, country = PEOPLE[key]
    return Participant(actor=Actor(id=key, kind="person", name=name, country=country), role="source", country=country)


def event(number: int = 1, title: str = "Pact signed", value: str | None = "2024-06-19", **more: Any) -> Event:
    """An event with an id of its own."""
    kinds = {"type": "treaty", "publishers": OUTLETS[:1], "mention_count": 1, "importance": 0.5, **more}
    return Event(id=f"e{number:04}", title=title, when=When.of(value) if value else None, **kinds)


def timeline(events: list[Event], *, query: Query | None = None, documents: int = 17) -> Timeline:
    """A timeline as a query would return it: dated by date, undated apart, with choices and years."""
    dated = sorted(
        (e for e in events if e.when), key=lambda e: (str(e.when and (e.when.earliest or e.when.latest)), e.id)
    )
    undated = [e for e in events if not e.when]
    years = Counter((e.when.earliest or e.when.latest).year for e in dated)  # type: ignore[union-attr]
    countries = Counter(code for e in events for code in e.countries)
    people = Counter(p.actor.id for e in events for p in e.participants if p.actor.kind == "person")
    return Timeline(
        query=query or Query(),
        events=tuple(dated),
        undated=tuple(undated),
        total=len(events),
        documents=documents if events else 0,
        choices={
            "countries": tuple(Choice(value=c, label=COUNTRIES.get(c, c), count=n) for c, n in countries.most_common()),
            "people": tuple(
                Choice(value=p, label=PEOPLE[p][0], count=n) for p, n in people.most_common() if p in PEOPLE
            ),
        },
        years=dict(sorted(years.items())),
    )


def realistic() -> Timeline:
    """Forty dated events and two undated ones."""
    events = [
        event(
            number, title, value, type=kind, status=status, publishers=OUTLETS[:outlets],
            mention_count=outlets + number % 3,
            importance=importance, participants=tuple(participant(key) for key in who.split()),
            when_trace=(f"“{value}” in the text",),
        )
        for number, (title, kind, value, status, who, outlets, importance) in enumerate(ROWS, start=1)
    ]  # fmt: skip
    events += [event(90 + n, f"Undated talks {n}", None, type="meeting") for n in (1, 2)]
    return timeline(
        events,
        query=Query(countries=("PRK",), people=("vladimir-putin",), since=date(1945, 1, 1), until=date(2024, 12, 31)),
    )


def many(number: int = 2000, *, seed: int = 7) -> Timeline:
    """Many events, most of them in the last years, as news has it."""
    pick = random.Random(seed)
    events = []
    for at in range(number):
        days = int(pick.expovariate(1 / 1500))
        day = date(2024, 12, 28) - timedelta(days=min(days, 29_000))
        value = pick.choice([day.isoformat()] * 7 + [f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y-%m}~"])
        kind = pick.choice([*EVENT_TYPES, *["statement"] * 12, *["meeting"] * 5])
        who = pick.sample([*COUNTRIES, *PEOPLE], pick.choice((0, 1, 2, 2, 3)))
        events.append(
            event(
                at, f"{kind.capitalize()} number {at} of a long series of happenings", value, type=kind,
                status=pick.choices(STATUSES, (90, 5, 2, 3))[0], importance=pick.random() ** 3,
                publishers=OUTLETS[: pick.choices((1, 2, 3, 4), (70, 20, 7, 3))[0]],
                participants=tuple(participant(key) for key in who),
            )
        )  # fmt: skip
    return timeline(events, documents=900)
