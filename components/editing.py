"""The editor's desk in the card of an event: correct, merge, split, hide, note, each a small form of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from components import desk, notice, outcome, safe, signed, words
from components import view as views
from dateline import draw, editing, limits
from dateline.errors import DatelineError
from dateline.model import EVENT_TYPES, STATUSES, Document, Event, EventMention, Timeline

_OPEN = "desk-open"
"""Which form is open: the event's id and one of `_TOOLS`, else None."""

_PREFIX = "edit-"
NOT_KNOWN = "not known"
DATE_HELP = "19 June 2024, March 2024, 2000, 1961 or earlier, 2014 to 2015, about 1945; or: not known"
_QUOTE = 110
"""Characters of a sentence in a list to choose from."""

_TOOLS: dict[str, tuple[str, str]] = {
    "correct": ("Correct", "Correct date, title, type, status or who takes part"),
    "merge": ("Merge", "Say that another event is the same happening, or that it never is"),
    "split": ("Split", "Take off sentences that tell another happening"),
    "hide": ("Hide", "Take the event off the timeline"),
    "note": ("Note", "Write a note on the event"),
}


def show(detail: Any, everything: Timeline) -> None:
    """Draws the row of tools for a `store.EventDetail`, and the form of the one that is open."""
    event: Event = detail.event
    at = st.session_state.get(_OPEN)
    open_tool = at[1] if at and at[0] == event.id else None
    with st.container(key="desk-tools", horizontal=True, gap="small"):
        for name, (label, help_) in _TOOLS.items():
            if name == "split" and len(event.mentions) < 2:
                continue
            st.button(
                label,
                key=f"tool-{name}",
                type="primary" if name == open_tool else "secondary",
                help=help_,
                on_click=_toggle,
                args=(event.id, name),
            )
    if open_tool:
        forms: dict[str, Callable[[], None]] = {
            "correct": partial(_correct, event, everything),
            "merge": partial(_merge, event, everything),
            "split": partial(_split, event, detail.documents),
            "hide": partial(_hide, event),
            "note": partial(_note, event),
        }
        with st.container(key="desk-form"):
            outcome.sentence()
            with st.form(f"{_PREFIX}form", border=False):
                forms[open_tool]()


def is_open() -> bool:
    """Whether a form stands in the card of the open event; it says itself what is wrong with it."""
    at = st.session_state.get(_OPEN)
    return at is not None and at[0] == views.current().event


def choose_actors(key: str, chosen: Sequence[str], everything: Timeline) -> None:
    """A list to choose who takes part from, or to type a new name into."""
    known = [*chosen]
    for field in ("countries", "people"):
        known += [choice.label for choice in everything.choices.get(field, ())]
    known += [name for found in everything.events for name in found.orgs]
    st.session_state.setdefault(key, list(chosen))
    st.multiselect(
        "Who takes part",
        list(dict.fromkeys([*known, *st.session_state[key]])),
        key=key,
        accept_new_options=True,
        select_all=False,
        wrap=True,
        placeholder="Choose, or type a name",
        help="A new name is taken for a person; write “(organisation)” behind that of a body.",
    )


def nearest(event: Event, everything: Timeline) -> list[Event]:
    """The other events, those first that are most likely the same: near in time, with the same parties and type."""

    def far(other: Event) -> tuple[bool, float, bool, int, str]:
        days = _days_apart(event, other)
        shared = len({*event.countries, *event.people} & {*other.countries, *other.people})
        return (days > 31 or not shared, days / (1 + shared), other.type != event.type, -shared, other.id)

    return sorted((e for e in (*everything.events, *everything.undated) if e.id != event.id), key=far)


def _days_apart(one: Event, other: Event) -> int:
    """Between the nearest days of two events; 40,000 where a date is open."""
    if one.when is None or other.when is None:
        return 40_000
    first, start = (when.earliest or when.latest for when in (one.when, other.when))
    last, end = (when.latest or when.earliest for when in (one.when, other.when))
    if not (first and start and last and end):
        return 40_000
    return max((start - last).days, (first - end).days, 0)


def _found(event: Event, kind: str) -> None:
    """What the rules had found, under a field that was corrected before."""
    change = next((change for change in event.changes if change.kind == kind), None)
    if change is not None:
        notice.muted(f"The rules found: {outcome.value_in_words(kind, change.found)}")


def _correct(event: Event, everything: Timeline) -> None:
    before = {
        "title": event.title,
        "date": draw.date_in_words(event.when) if event.when else NOT_KNOWN,
        "type": event.type,
        "status": event.status,
    }
    for field, value in before.items():
        st.session_state.setdefault(_PREFIX + field, value)
    st.text_input("Title", key=f"{_PREFIX}title", max_chars=limits.MAX_FIELD_CHARS)
    _found(event, "title")
    st.text_input("Date", key=f"{_PREFIX}date", max_chars=100, help=DATE_HELP)
    _found(event, "date")
    with st.container(horizontal=True, wrap=False):  # columns would be taken for those of the page
        with st.container():
            st.selectbox("Type", EVENT_TYPES, format_func=words.TYPES.__getitem__, key=f"{_PREFIX}type")
            _found(event, "type")
        with st.container():
            st.selectbox("Status", STATUSES, format_func=words.STATUSES.__getitem__, key=f"{_PREFIX}status")
            _found(event, "status")
    names = list(dict.fromkeys(part.actor.name for part in event.participants))
    choose_actors(f"{_PREFIX}actors", names, everything)
    _found(event, "actors")
    _end("Save", _save, event, before, names)


def _merge(event: Event, everything: Timeline) -> None:
    others = nearest(event, everything)
    titles = {other.id: f"{draw.date_in_words(other.when)} · {other.title}" for other in others}
    st.selectbox(
        "The other event",
        list(titles),
        format_func=lambda id_: titles.get(id_, id_),
        key=f"{_PREFIX}other",
        index=None,
        placeholder="Choose an event; the nearest come first",
    )
    notice.muted("Merged, both become one event with all their sources. Kept apart, no rule will ever make them one.")
    signed.fields(_PREFIX)
    with st.container(horizontal=True, gap="small"):
        st.form_submit_button("Merge them", type="primary", on_click=_two, args=(event, editing.merge, "Merged."))
        st.form_submit_button(
            "Keep them apart", on_click=_two, args=(event, editing.keep_apart, "They will be kept apart.")
        )
        st.form_submit_button("Cancel", type="tertiary", on_click=close)


def _split(event: Event, documents: dict[str, Document]) -> None:
    st.html("<p class='dl-label'>Tick what tells another happening:</p>")
    for number, mention in enumerate(event.mentions):
        st.checkbox(_telling(mention, documents), key=f"{_PREFIX}off-{number}")
    _end("Split them off", _split_off, event)


def _telling(mention: EventMention, documents: dict[str, Document]) -> str:
    quote = " ".join(mention.evidence.split())
    quote = quote if len(quote) <= _QUOTE else quote[:_QUOTE].rsplit(" ", 1)[0] + " …"
    document = documents.get(mention.document)
    return safe.label(f"“{quote}” {words.outlet(document)}" if document else f"“{quote}”")


def _hide(event: Event) -> None:
    notice.muted("It goes off the timeline and out of exports. The page Corrections lists it and can show it again.")
    _end("Hide it", _act, event, editing.hide, "Hidden. The page Corrections can show it again.", True)


def _note(event: Event) -> None:
    st.text_area("Note", key=f"{_PREFIX}text", max_chars=limits.MAX_NOTE_CHARS, height=100)
    _end("Keep the note", _write_note, event)


def _end(label: str, callback: Callable[..., None], *args: Any) -> None:
    signed.fields(_PREFIX)
    with st.container(horizontal=True, gap="small"):
        st.form_submit_button(label, type="primary", on_click=callback, args=args)
        st.form_submit_button("Cancel", type="tertiary", on_click=close)


# --- what the buttons do; each runs before the page is drawn anew ----------------------------------------------------


def _toggle(event_id: str, tool: str) -> None:
    was = st.session_state.get(_OPEN)
    close()
    if was != (event_id, tool):
        st.session_state[_OPEN] = (event_id, tool)


def close() -> None:
    """Closes the form; what was typed is forgotten."""
    views.touched()
    st.session_state.pop(_OPEN, None)
    for key in [key for key in st.session_state if isinstance(key, str) and key.startswith(_PREFIX)]:
        del st.session_state[key]


def _typed(field: str) -> Any:
    return st.session_state.get(_PREFIX + field)


def _done(event: Event, said: str, act: Callable[[], Any], *, gone: bool = False) -> None:
    """Does it, closes the form and says so; or leaves the form as it is and says what is wrong."""
    views.touched()
    try:
        act()
    except DatelineError as error:
        outcome.fail(str(error))
        return
    close()
    outcome.say(said)
    if gone:
        views.change(event=None)


def _save(event: Event, before: dict[str, str], names: list[str]) -> None:
    said: dict[str, Any] = {field: _typed(field) for field, value in before.items() if _typed(field) != value}
    chosen = list(_typed("actors") or [])
    if chosen != names:
        said["actors"] = editing.participants(event.participants, chosen)
    changed = [words.CORRECTED[field] for field in said]
    sentence = f"Corrected: {draw.listed(changed)}." if changed else "Nothing was changed."
    _done(event, sentence, lambda: editing.change(desk.path(), event.id, signed.by(_PREFIX), **said))


def _two(event: Event, act: Callable[..., None], said: str) -> None:
    other = _typed("other")
    if not other:
        outcome.fail("Choose the other event first.")
        views.touched()
        return
    _done(event, said, lambda: act(desk.path(), event.id, other, signed.by(_PREFIX)))


def _split_off(event: Event) -> None:
    off = [number for number in range(len(event.mentions)) if _typed(f"off-{number}")]
    _done(event, "Split: what was ticked is an event of its own now.",
          lambda: editing.split(desk.path(), event.id, off, signed.by(_PREFIX)))  # fmt: skip


def _act(event: Event, act: Callable[..., None], said: str, gone: bool) -> None:
    _done(event, said, lambda: act(desk.path(), event.id, signed.by(_PREFIX)), gone=gone)


def _write_note(event: Event) -> None:
    text = str(_typed("text") or "")
    _done(event, "The note is kept.", lambda: editing.note(desk.path(), event.id, text, signed.by(_PREFIX)))
