"""What the reader has chosen to see, and its form in the address bar.

A `View` is kept in the session and written to the URL after every run, so that the address can be passed on. What
comes in by the URL is checked: what is unknown, too long or out of range is left out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, get_args

import streamlit as st

from components import words
from dateline.limits import MAX_CHOICES, MAX_QUERY_CHARS
from dateline.model import Match, Query, Timeline

Lanes = Literal["type", "country", "leader", "source"]
LANES: tuple[Lanes, ...] = get_args(Lanes)
MATCHES: tuple[Match, ...] = get_args(Match)
_MANY = {
    "country": "countries", "leader": "people", "source": "publishers", "type": "types", "status": "statuses",
    "org": "organisations", "acts": "acting", "upon": "targets", "speaker": "speakers", "cited": "outlets",
    "known": "precisions", "told": "source_counts", "sure": "confidences", "differ": "disagreements",
}  # fmt: skip
"""Names in the address, and the fields of a query that they fill."""
TOGETHER = ("people", "organisations", "publishers")
"""Fields of whose values all can be asked for, beside the countries."""
_MAX_VALUES = 100
_KEY = "view"
_GO = "view-go"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The question for the store (its filters, time range in whole years), the lanes, the open event's id, and the
    first and last day of the stretch that the chart is zoomed to."""

    query: Query = field(default_factory=Query)
    lanes: Lanes = "type"
    event: str | None = None
    undated: bool = False
    zoom: tuple[date, date] | None = None

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The first and the last year of the time range; None where it is open."""
        since, until = self.query.since, self.query.until
        return since.year if since else None, until.year if until else None

    @property
    def filtered_by(self) -> tuple[str, ...]:
        """The filters in use, by their names in `words.FIELDS`."""
        nothing = Query()
        return tuple(
            name
            for name in words.FIELDS
            if any(getattr(self.query, field) != getattr(nothing, field) for field in _fields_of(name))
        )

    def filtered(self, **fields: Any) -> View:
        """The same view with fields of its query set anew."""
        return replace(self, query=_joined(replace(self.query, **fields)))

    def without(self, *names: str) -> View:
        """The same view with some filters, by their names in `words.FIELDS`, taken off."""
        nothing = Query()
        return self.filtered(**{field: getattr(nothing, field) for name in names for field in _fields_of(name)})

    def cleared(self) -> View:
        """The same lanes and open event without any filter."""
        return View(lanes=self.lanes, event=self.event, undated=self.undated)


def _fields_of(name: str) -> tuple[str, ...]:
    """The fields of a query behind a filter's name in `words.FIELDS`."""
    return {"years": ("since", "until"), "countries": ("countries", "match")}.get(name, (name,))


def _joined(query: Query) -> Query:
    """The query less what it says of fields without a value."""
    return replace(query, together=tuple(name for name in TOGETHER if name in query.together and getattr(query, name)))


def in_years(first: int | None, last: int | None) -> dict[str, Any]:
    """The time range of a query that covers all days of some years."""
    return {"since": date(first, 1, 1) if first else None, "until": date(last, 12, 31) if last else None}


def typed_years(text: str) -> tuple[int | None, int | None]:
    """The first and last year of ``1961 to 2000``, in order; one year alone is both, none leaves both open."""
    years = sorted(int(found) for found in re.findall(r"(?<!\d)\d{3,4}(?!\d)", text, re.ASCII) if int(found))
    return (years[0], years[-1]) if years else (None, None)


def from_params(params: Mapping[str, Sequence[str]]) -> View:
    """The view that a URL's parameters (each with all its values) ask for; what makes no sense is left out."""
    many: dict[str, Any] = {
        field: tuple(dict.fromkeys(value for value in params.get(name, ())[:_MAX_VALUES] if 0 < len(value) <= 200))
        for name, field in _MANY.items()
    }
    for coded, codes in words.VALUES.items():
        many[coded] = tuple(value for value in many[coded] if value in codes)
    first, last = _year(params.get("from")), _year(params.get("to"))
    if first and last and last < first:
        first, last = last, first
    lanes, match = _last(params.get("lanes")), _last(params.get("match"))
    event = _last(params.get("event"))
    sought = " ".join(_last(params.get("q")).replace("\x00", " ").split())[:MAX_QUERY_CHARS]
    return View(
        query=_joined(
            Query(
                words=sought,
                match=next((each for each in MATCHES if each == match), "any"),
                together=tuple(field for name, field in _MANY.items() if name in params.get("all", ())),
                **in_years(first, last),
                **many,
            )
        ),
        lanes=next((known for known in LANES if known == lanes), "type"),
        event=event if 0 < len(event) <= 100 and event.isprintable() else None,
        undated=_last(params.get("list")) == "undated",
        zoom=stretch(_last(params.get("zoom"))),
    )


def to_params(view: View) -> dict[str, list[str]]:
    """The URL's parameters of a view; what is as it always is stays out of the URL."""
    found = {name: list(getattr(view.query, field)) for name, field in _MANY.items()}
    first, last = view.years
    found["match"] = [view.query.match] if view.query.match != "any" else []
    found["all"] = [name for name, field in _MANY.items() if field in view.query.together]
    found["q"] = [view.query.words] if view.query.words else []
    found["from"] = [str(first)] if first else []
    found["to"] = [str(last)] if last else []
    found["lanes"] = [view.lanes] if view.lanes != "type" else []
    found["event"] = [view.event] if view.event else []
    found["zoom"] = ["/".join(day.isoformat() for day in view.zoom)] if view.zoom else []
    found["list"] = ["undated"] if view.undated else []
    return {name: values for name, values in found.items() if values}


def known(view: View, everything: Timeline) -> View:
    """The view less the countries, people, outlets and the like that the database does not hold."""
    kept: dict[str, Any] = {}
    for name in _MANY.values():
        offered = {choice.value for choice in everything.choices.get(name, ())}
        if name not in words.VALUES and len(offered) < MAX_CHOICES:  # where there are more, the others are not listed
            kept[name] = tuple(value for value in getattr(view.query, name) if value in offered)
    return view.filtered(**kept)


def current() -> View:
    """The view of this session."""
    view = st.session_state.get(_KEY)
    return view if isinstance(view, View) else View()


def change(**fields: Any) -> None:
    """Changes the view from a widget's callback; the URL follows at the end of the run."""
    put(replace(current(), **fields))


def refine(**fields: Any) -> None:
    """Changes fields of the view's query from a widget's callback."""
    put(current().filtered(**fields))


def put(view: View) -> None:
    """Sets the whole view from a widget's callback."""
    st.session_state[_KEY] = view
    st.session_state["view_touched"] = True


def go(view: View) -> None:
    """Opens the timeline with this view."""
    put(view)
    st.switch_page("pages/timeline.py")


def go_after(view: View) -> None:
    """Opens the timeline with this view from a callback, which cannot open a page itself: `follow` does it after."""
    put(view)
    st.session_state[_GO] = True


def follow() -> None:
    """Opens the timeline where a click has asked for it (`go_after`)."""
    if st.session_state.pop(_GO, False):
        st.switch_page("pages/timeline.py")


def put_quietly(view: View) -> None:
    """Sets the view within a run, after it was checked against the database."""
    st.session_state[_KEY] = view


def touched() -> None:
    """Says that this run comes from a widget and not from a changed address."""
    st.session_state["view_touched"] = True


def adopt_url(page: str) -> None:
    """Takes over the URL where the reader has changed it: on the first run, by a link, by back and forward.

    A run that a widget started never does: the URL it brings along may be older than the widget's change. Coming
    back from another page without parameters keeps what was chosen before.
    """
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    arrived = st.session_state.get("view_page") != page
    from_widget = bool(st.session_state.pop("view_touched", False))
    written = st.session_state.get("view_written")
    st.session_state["view_page"] = page
    if _KEY not in st.session_state or (arrived and params) or (not arrived and not from_widget and params != written):
        st.session_state[_KEY] = from_params(params)


def leave(page: str) -> None:
    """Notes that another page is open; coming back to the timeline then finds it as it was."""
    st.session_state["view_page"] = page


def write_url() -> None:
    """Writes the view into the URL if it says something else."""
    params = to_params(current())
    st.session_state["view_written"] = params
    if params != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(params)


def stretch(text: str) -> tuple[date, date] | None:
    """The first and last day of ``2001-05-03/2004-12-31``, in order; None for what says no such thing."""
    first, _, last = text.partition("/")
    try:
        days = sorted((date.fromisoformat(first), date.fromisoformat(last)))
    except ValueError:
        return None
    return days[0], days[1]


def _last(values: Sequence[str] | None) -> str:
    return values[-1] if values else ""


def _year(values: Sequence[str] | None) -> int | None:
    text = _last(values)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= 9999 else None
