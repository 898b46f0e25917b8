"""The database behind the page, read through caches that live as long as it does not change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import streamlit as st

from dateline import limits, store
from dateline.model import Actor, Document, Event, Query, Timeline


def path() -> Path:
    """The database: environment variable DATELINE_DB, else ``dateline.db`` in the working directory."""
    return Path(os.environ.get("DATELINE_DB") or "dateline.db")


def version() -> Any:
    """What changes whenever the database does; None while there is none."""
    return store.version(path()) if path().exists() else None


def timeline(
    query: Query, *, offer: tuple[str, ...] = store.CHOICES, crowded: int = limits.MAX_MARKS,
    undated: int = limits.MAX_MARKS,
) -> Timeline:  # fmt: skip
    """The answer to a query, as `store.timeline` says; DatelineError where the database cannot be read."""
    return _timeline(str(path()), version(), query, offer, crowded, undated)


def everything() -> Timeline:
    """The answer to the query without filters."""
    return timeline(Query())


def has_sample() -> bool:
    """Whether the database holds the sample articles."""
    return path().exists() and bool(store.summary(path()).sample)


def actor(actor_id: str) -> Actor | None:
    """Who an actor is, as `store.actor` says."""
    return _actor(str(path()), version(), actor_id)


def counterparts(field: str, actor_id: str, others: str) -> tuple[store.Counterpart, ...]:
    """Who takes part in an actor's events, as `store.counterparts` says."""
    return _counterparts(str(path()), version(), field, actor_id, others)


def around(event_id: str) -> store.Around:
    """What happened before and after an event, as `store.around` says."""
    return _around(str(path()), version(), event_id)


def told_in(document_id: str) -> tuple[Event, ...]:
    """The events that an article tells, as `store.told_in` says."""
    return _told_in(str(path()), version(), document_id)


def told_again(document_id: str) -> tuple[store.ToldAgain, ...]:
    """Where an article comes back to its events, as `store.told_again` says."""
    return _told_again(str(path()), version(), document_id)


def binned(query: Query, field: Any, unit: store.Unit) -> tuple[store.Lane, ...]:
    """How many events lie where, as `store.binned` says."""
    return _binned(str(path()), version(), query, field, unit)


def outlets() -> store.Outlets:
    """Which outlet tells what, as `store.outlets` says."""
    return _outlets(str(path()), version())


def document(document_id: str) -> Document:
    """An article with its text; DatelineError E205 where there is none."""
    return _document(str(path()), version(), document_id)


def documents() -> tuple[Any, ...]:
    """All articles, as `store.documents` gives them."""
    return _documents(str(path()), version())


def undated_documents() -> tuple[Any, ...]:
    """The articles whose dates are open for want of their own, as `store.undated_documents` gives them."""
    return _undated_documents(str(path()), version())


def event(event_id: str) -> Any:
    """An event with its mentions and articles; DatelineError E206 where there is none."""
    return _event(str(path()), version(), event_id)


def corrections() -> tuple[Any, ...]:
    """All corrections, as `store.corrections` gives them; none where there is no database."""
    return _corrections(str(path()), version()) if path().exists() else ()


def hidden() -> int:
    """How many events people have hidden."""
    return store.hidden(path())


def hides(recorded: Any) -> bool:
    """Whether a correction (`store.Recorded`) hides its event now."""
    return bool(recorded.holds and recorded.state == "applied" and recorded.correction.kind == "hide")


def last_author() -> str:
    """The name that was last used at this desk."""
    return store.setting(path(), "author") if path().exists() else ""


def details(shown: Timeline) -> tuple[Any, ...]:
    """All events of a timeline with their mentions and articles, for an export."""
    return store.details(path(), [found.id for found in (*shown.events, *shown.undated)])


def whole(query: Query) -> Timeline:
    """All that a file of data may hold of the answer to a query, not only what a chart can."""
    return store.timeline(path(), query, limit=limits.MAX_EXPORT_EVENTS, offer=("countries", "people", "organisations"))


# The engine's answers are frozen, so one copy serves all sessions: nothing is pickled (cache_data would).
@st.cache_resource(max_entries=64, show_spinner=False)
def _timeline(
    db: str, at: Any, query: Query, offer: tuple[str, ...], crowded: int, undated: int
) -> Timeline:  # fmt: skip
    return store.timeline(Path(db), query, offer=offer, crowded=crowded, undated=undated, again=True)


@st.cache_resource(max_entries=8, show_spinner=False)
def _documents(db: str, at: Any) -> tuple[Any, ...]:
    return tuple(store.documents(Path(db)))


@st.cache_resource(max_entries=8, show_spinner=False)
def _undated_documents(db: str, at: Any) -> tuple[Any, ...]:
    return tuple(store.undated_documents(Path(db)))


@st.cache_resource(max_entries=8, show_spinner=False)
def _corrections(db: str, at: Any) -> tuple[Any, ...]:
    return tuple(store.corrections(Path(db)))


@st.cache_resource(max_entries=64, show_spinner=False)
def _actor(db: str, at: Any, actor_id: str) -> Actor | None:
    return store.actor(Path(db), actor_id)


@st.cache_resource(max_entries=64, show_spinner=False)
def _counterparts(db: str, at: Any, field: str, actor_id: str, others: str) -> tuple[store.Counterpart, ...]:
    return store.counterparts(Path(db), field, actor_id, others, again=True)


@st.cache_resource(max_entries=256, show_spinner=False)
def _around(db: str, at: Any, event_id: str) -> store.Around:
    return store.around(Path(db), event_id)


@st.cache_resource(max_entries=64, show_spinner=False)
def _told_again(db: str, at: Any, document_id: str) -> tuple[store.ToldAgain, ...]:
    return store.told_again(Path(db), document_id)


@st.cache_resource(max_entries=64, show_spinner=False)
def _told_in(db: str, at: Any, document_id: str) -> tuple[Event, ...]:
    return store.told_in(Path(db), document_id)


@st.cache_resource(max_entries=32, show_spinner=False)
def _binned(db: str, at: Any, query: Query, field: Any, unit: store.Unit) -> tuple[store.Lane, ...]:
    return store.binned(Path(db), query, field, unit=unit, again=True)


@st.cache_resource(max_entries=4, show_spinner=False)
def _outlets(db: str, at: Any) -> store.Outlets:
    return store.outlets(Path(db), again=True)


@st.cache_resource(max_entries=256, show_spinner=False)
def _event(db: str, at: Any, event_id: str) -> Any:
    return store.event(Path(db), event_id)


@st.cache_resource(max_entries=64, show_spinner=False)
def _document(db: str, at: Any, document_id: str) -> Document:
    return store.document(Path(db), document_id)
