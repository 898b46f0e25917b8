"""What the store's queries return beside the nouns of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dateline.corrections import Correction
from dateline.model import Anchor, Document, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """One event with its mentions, and the articles that they stand in, by id."""

    event: Event
    documents: Mapping[str, Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndatedDocument:
    """An article without a known publication date (its text left out).

    ``anchor`` is what relative dates were counted from all the same, if anything, with the reason; ``events`` the
    number of events without a date that it tells.
    """

    document: Document
    anchor: Anchor
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """An article in a list: without its text, with the number of events that it tells.

    ``copies``: ids of the other articles that carry the same text; ``newer``: the id of a later version of it from the
    same outlet or address, if there is one.
    """

    document: Document
    anchor: Anchor
    events: int
    copies: tuple[str, ...] = ()
    newer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The whole database in a line.

    ``undated`` counts events, ``publishers`` outlets; ``earliest`` and ``latest`` are the first and last day that
    any event states, None where there is none. ``sample``: it holds the sample data.
    """

    documents: int
    events: int
    undated: int
    publishers: int
    earliest: date | None
    latest: date | None
    sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A person's correction, and what became of it.

    ``holds``: no undo takes it back now. ``state`` is that of `dateline.corrections.Outcome`, "" while the events were
    not put together since it was made; ``event`` is the id of the event that shows it, if one does.
    """

    correction: Correction
    holds: bool
    state: str
    event: str | None
