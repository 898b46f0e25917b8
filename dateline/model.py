"""The nouns of Dateline: frozen dataclasses that every other module speaks in.

The flow is ``read -> tag -> link -> extract -> merge -> rank -> store -> query -> draw``;
each verb takes and returns the classes below. Spans are half-open ``[start, end)`` and count
Unicode characters of ``Document.text``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

EVENT_TYPES: tuple[str, ...] = (
    "treaty", "visit", "meeting", "statement", "vote", "policy", "sanction", "attack", "military",
    "protest", "legal", "election", "office", "aid", "disaster", "life", "founding", "other",
)  # fmt: skip

STATUSES: tuple[str, ...] = ("happened", "planned", "denied", "hypothetical")

CONTINUED_BY: Mapping[str, tuple[str, int]] = {
    "SUN": ("RUS", 1991), "DDR": ("DEU", 1990), "CSK": ("CZE", 1992), "YUG": ("SRB", 2003), "VDR": ("VNM", 1976),
}  # fmt: skip
"""Historic states by alpha-3, each with the state that continued it and the year in which it ended."""

Status = Literal["happened", "planned", "denied", "hypothetical"]
Role = Literal["source", "target", "other"]
Kind = Literal["country", "person", "IGO", "organisation"]
Precision = Literal["day", "month", "season", "year", "decade", "century", "span", "open"]
Match = Literal["any", "all", "between"]

SOURCE_BANDS: tuple[str, ...] = ("1", "2", "3", "5")
"""Bands of the number of outlets that tell an event, each by its least: one, two, three or four, five and more."""

CONFIDENCE_BANDS: tuple[str, ...] = ("0.9", "0.7", "0.4", "0")
"""Bands of the confidence of an event's surest mention, each by its least; 0.9 holds 1."""

# EDTF level 1 seasons 21-24, as the first month of each and the number of months (northern hemisphere).
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}
_POINT = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?\Z")


def _point(text: str) -> tuple[date, date, Precision]:
    """First and last day, and precision, of one EDTF date without qualifier."""
    if re.fullmatch(r"\d{3}X", text):
        first = int(text[:3]) * 10
        return date(max(first, 1), 1, 1), date(first + 9, 12, 31), "decade"
    if re.fullmatch(r"\d\dXX", text):
        first = int(text[:2]) * 100
        return date(max(first, 1), 1, 1), date(first + 99, 12, 31), "century"
    found = _POINT.match(text)
    if not found:
        raise ValueError(f"not an EDTF date: {text!r}")
    year = int(found["y"])
    if found["m"] is None:
        return date(year, 1, 1), date(year, 12, 31), "year"
    month = int(found["m"])
    if month in _SEASON_START:
        start = date(year, _SEASON_START[month], 1)
        last_year, last_month = (year + 1, 2) if month == 24 else (year, start.month + 2)
        return start, date(last_year, last_month, calendar.monthrange(last_year, last_month)[1]), "season"
    if found["d"] is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month"
    day = date(year, month, int(found["d"]))
    return day, day, "day"


@dataclass(frozen=True, slots=True)
class When:
    """A date with its precision; never a day that nobody stated.

    ``value`` is EDTF level 1: ``1961``, ``2024-03``, ``2024-06-19``, ``2024-06-19/2024-06-20``, ``199X``
    (a decade), ``2024-22`` (a season), ``1945~`` (about), ``../1961`` and ``2014/..`` (an open bound).
    ``earliest`` and ``latest`` are the first and last possible day, both included; None where the bound is open.
    Build one with `When.of`.
    """

    value: str
    earliest: date | None
    latest: date | None
    precision: Precision

    @classmethod
    def of(cls, value: str) -> When:
        """The `When` of an EDTF string; ValueError for what is no date (``2024-02-30``, ``soon``)."""
        if "/" in value:
            left, _, right = value.partition("/")
            first = None if left in ("..", "") else _point(left.rstrip("~?%"))[0]
            last = None if right in ("..", "") else _point(right.rstrip("~?%"))[1]
            if first is None and last is None:
                raise ValueError(f"an interval open on both sides says nothing: {value!r}")
            if first and last and last < first:
                raise ValueError(f"interval ends before it starts: {value!r}")
            return cls(value, first, last, "span" if first and last else "open")
        first, last, precision = _point(value.rstrip("~?%"))
        return cls(value, first, last, precision)

    @classmethod
    def day(cls, day: date) -> When:
        """The `When` of one known day."""
        return cls(day.isoformat(), day, day, "day")

    @property
    def approximate(self) -> bool:
        """True where the value carries an EDTF qualifier (``~`` about, ``?`` uncertain, ``%`` both)."""
        return any(mark in self.value for mark in "~?%")

    @property
    def iso(self) -> str:
        """ISO date at its own precision, or START/END for what ISO has no short form for (decades, seasons)."""
        plain = re.sub(r"[~?%]", "", self.value)
        if self.precision in ("decade", "century") and self.earliest and self.latest:
            return f"{self.earliest.year:04}/{self.latest.year:04}"
        if self.precision == "season" and self.earliest and self.latest:
            return f"{self.earliest:%Y-%m}/{self.latest:%Y-%m}"
        return plain

    @property
    def exact_day(self) -> date | None:
        """The day where it is known, else None."""
        return self.earliest if self.precision == "day" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article as read. ``id`` is a hash of text and metadata (see `dateline.read`).

    ``name`` is the id the article brought along, else its file's name: what the command line prints as ``doc``.
    ``published`` is the publication date at the precision that is known, ``published_origin`` says in words
    where it comes from ("stated in the file", "given by you", "the page's metadata"); both None when unknown.
    ``published_confidence`` is between 0 and 1; ``date_note`` is a sentence for the reader where what the article says
    of its date cannot be taken at its word (two dates, a day without a year), and ``proposed`` a date that is likely
    but not stated. ``wire`` names the group of articles that carry the same text, None where there is no other.
    """

    id: str
    name: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: When | None = None
    published_origin: str | None = None
    url: str | None = None
    language: str = "en"
    published_confidence: float = 1.0
    date_note: str | None = None
    proposed: When | None = None
    wire: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The day (or month, or year) from which relative expressions of a document are counted.

    ``when`` None: nothing is known, relative dates stay open. ``origin``: "published" (stated with the document),
    "dateline" (read from a dateline line), "inferred" (worked out from the text), "unknown". ``reason`` is a
    sentence for the reader; ``confidence`` is between 0 and 1.
    """

    when: When | None
    origin: Literal["published", "dateline", "inferred", "unknown"]
    reason: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A TIMEX3 in a document: ``type`` DATE, TIME, DURATION or SET, ``value`` as TIMEX3 writes it.

    ``when`` is None where the expression names no place on the calendar, or one that cannot be known: then
    ``open_reason`` says why. ``trace`` tells in words which rule and which anchor gave the value.
    """

    start: int
    end: int
    text: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    when: When | None
    trace: str
    rule: str = ""
    open_reason: str | None = None


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Two time expressions that a text makes the ends of one span ("from 2011 to 2014"), and the whole of it."""

    ends: tuple[TimeExpression, TimeExpression]
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A post held: ``title`` ("President"), ``country`` alpha-3, from ``start`` to ``end`` (None: unknown)."""

    title: str
    country: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who takes part: a state, a person, an organisation of states (IGO) or another organisation.

    ``id``: ISO 3166-1 alpha-3 of a state (``RUS``; historic: ISO 3166-3, ``SUN``), the short name of an
    organisation (``UN``), a slug for people (``vladimir-putin``). ``country`` is the alpha-3 of the state that
    a person or organisation belongs to, or of the state itself; None where it belongs to none.
    """

    id: str
    kind: Kind
    name: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """A place in a document that names an actor, and how it was recognised.

    ``how``: "name", "demonym", "metonym" (a capital or a palace for its state), "title" ("the Russian leader"),
    "pronoun". ``country`` is the state that counts here (the Soviet Union for a leader of 1961), alpha-3.
    ``trace`` says in words why this actor.
    """

    start: int
    end: int
    text: str
    actor: Actor
    how: Literal["name", "demonym", "metonym", "title", "pronoun"]
    country: str | None
    trace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An actor's part in an event. ``country``: the state that counts for this event, alpha-3."""

    actor: Actor
    role: Role
    country: str | None = None


def of_their_time(participants: tuple[Participant, ...], when: When | None) -> tuple[Participant, ...]:
    """Participants with one party where both a state and the one that continued it were named: the one of the time.

    "Stalin received Kim in Moscow", told in 2019, is of the Soviet Union alone. Nothing changes for an open date.
    """
    if when is None or when.earliest is None:
        return participants
    codes = {p.actor.id for p in participants if p.actor.kind == "country"} | {p.country for p in participants}
    for former, (latter, ended) in CONTINUED_BY.items():
        if former in codes and latter in codes:
            wrong = latter if when.earliest.year <= ended else former
            participants = tuple(p for p in participants if p.actor.id != wrong)
    return participants


class TakesPart:
    """What a mention and an event share: views of their ``participants``."""

    __slots__ = ()
    participants: tuple[Participant, ...]

    @property
    def countries(self) -> tuple[str, ...]:
        """Alpha-3 codes of the states that take part, sorted."""
        found = {p.country for p in self.participants if p.country}
        found |= {p.actor.id for p in self.participants if p.actor.kind == "country"}
        return tuple(sorted(found))

    @property
    def people(self) -> tuple[str, ...]:
        """Full names of the people who take part, sorted."""
        return tuple(sorted({p.actor.name for p in self.participants if p.actor.kind == "person"}))

    @property
    def orgs(self) -> tuple[str, ...]:
        """Names of the organisations that take part, sorted."""
        return tuple(sorted({p.actor.name for p in self.participants if p.actor.kind in ("IGO", "organisation")}))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention(TakesPart):
    """One place in one document where the text tells that something happened, will happen or was said.

    ``evidence`` is exactly ``text[start:end]``, ``trigger`` the span of the word that told the type.
    ``when`` is None where the date is openly unknown; ``when_trace`` gives, step by step and in words, the reason
    for the date or for leaving it open. ``trace`` names the rules that made the mention. ``speaker``: full name of
    who speaks, for statements; ``outlet``: whom the sentence cites. ``confidence`` is between 0 and 1. ``again``: spans
    of words by which the article comes back to it ("the quake", "his arrest"), in text order; no mentions of their own.
    """

    document: str
    start: int
    end: int
    evidence: str
    trigger: tuple[int, int]
    type: str
    when: When | None
    when_trace: tuple[str, ...]
    participants: tuple[Participant, ...] = ()
    plover: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    status: Status = "happened"
    title: str = ""
    confidence: float = 0.5
    trace: tuple[str, ...] = ()
    again: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a person's correction did to an event: ``found`` by the machine, ``said`` by the person (None: nothing).

    ``correction`` is its id, ``kind`` as in `dateline.corrections`, ``made`` an ISO time in UTC. Dates are EDTF values,
    actors their names joined by "; "; ``said`` of an event added by hand is its link.
    """

    correction: str
    kind: str
    author: str
    reason: str
    made: str
    found: str | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What some sources of an event say where sources differ: ``documents`` holds their ids, sorted.

    ``field`` "date": an EDTF value; "actors": alpha-3 codes of the states, with blanks between; "status": one of
    `STATUSES` (a visit planned in one article and made in the next has both); "count": what is counted and how many
    ("killed: at least 15"), in the order of publication.
    """

    field: Literal["date", "actors", "status", "count"]
    value: str
    documents: tuple[str, ...]

    @property
    def about(self) -> str:
        """What the reading answers, the same for all that stand against it: its field, of a count what is counted."""
        return f"{self.field} {self.value.partition(': ')[0]}" if self.field == "count" else self.field


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why a mention belongs to its event: the mention that it is most like, and what they have in common.

    ``mention`` and ``other`` are each a document's id and the start of the trigger; ``reasons`` are words for the
    reader ("same day", "words 0.71"); ``score`` is the probability that both tell one happening.
    """

    mention: tuple[str, int]
    other: tuple[str, int]
    reasons: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(TakesPart):
    """One happening, however many articles tell it.

    ``when`` is the best supported reading of its date, None if every mention leaves it open. ``publishers`` names
    each outlet once. ``mention_count`` holds also where ``mentions`` was left out of a query to save weight.
    ``importance`` is between 0 and 1. ``readings`` gives, where the sources disagree on the date, the states,
    the status or a count, each reading with the documents that support it, of each field the one shown first; empty
    where they agree. ``links`` say of each mention but the first why it belongs here. ``changes`` are
    people's corrections that made it what it is, the oldest first.
    """

    id: str
    title: str
    type: str
    when: When | None
    when_trace: tuple[str, ...] = ()
    status: Status = "happened"
    participants: tuple[Participant, ...] = ()
    mentions: tuple[EventMention, ...] = ()
    mention_count: int = 0
    publishers: tuple[str, ...] = ()
    importance: float = 0.0
    readings: tuple[Reading, ...] = ()
    links: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What the reader asked to see. Empty tuples and None mean "no filter".

    Within one field any value will do; the fields all have to agree. ``countries`` are alpha-3, ``people`` actor ids,
    ``publishers`` outlets' names, ``since`` and ``until`` days, both included: an event is inside when its
    earliest-latest span touches them. ``words`` is a full-text search over titles and evidence.

    ``match`` tells how ``countries`` go together: "any" of them takes part, "all" of them do, or the event is "between"
    them: all of them and no other state. ``organisations`` are actor ids; ``acting`` and ``targets`` are the states
    that act and that are acted upon; ``speakers`` full names; ``outlets`` those that a sentence cites; ``precisions``
    as in `When`, "none" for no date; ``together`` names those of the fields "people", "organisations" and "publishers"
    all of whose values are asked for, not any; ``source_counts`` and ``confidences`` the bands above;
    ``disagreements`` the fields of `Reading` on which sources differ.
    """

    words: str = ""
    countries: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    match: Match = "any"
    organisations: tuple[str, ...] = ()
    acting: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    source_counts: tuple[str, ...] = ()
    confidences: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    def joint(self, field: str) -> bool:
        """Whether all values of a field have to take part, not any of them."""
        return self.match != "any" if field == "countries" else field in self.together


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value that a filter offers: what to put into the `Query`, how to show it, how many events it would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What a query returns: dated events by date, undated ones apart, what the filters could offer next.

    ``choices``: for each of the `Query` fields that hold values the values to offer, counted under the *other* filters
    (countries that all have to take part: under those chosen already), most frequent first. ``years``: events per
    year under all filters but the time range. ``total`` counts dated and undated events that match, ``undated_total``
    the undated ones: all of them, where only the most important came back.
    """

    query: Query
    events: tuple[Event, ...]
    undated: tuple[Event, ...]
    total: int
    documents: int
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    undated_total: int = 0

    def __post_init__(self) -> None:
        if self.undated_total < len(self.undated):
            object.__setattr__(self, "undated_total", len(self.undated))

    @property
    def dated_total(self) -> int:
        """The dated events that match, those that did not come back too."""
        return max(len(self.events), self.total - self.undated_total)
