"""The page Corrections: what is hidden, what found no event, everything that people said, and files for colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from components import desk, notice, outcome, safe, words
from components import view as views
from dateline import draw, editing
from dateline.corrections import Correction, Subject
from dateline.errors import DatelineError

_AT_ONCE = 40
_MORE = "history-more-"


def lists(recorded: Sequence[Any]) -> None:
    """Draws the lists of `store.Recorded` corrections, the latest first."""
    by_id = {each.correction.id: each.correction for each in recorded}
    latest = list(reversed(recorded))
    lost = [each for each in latest if each.holds and each.state == "lost"]
    hidden = list(filter(desk.hides, latest))
    if lost:
        _heading(
            "Not found again", "The sentence that each of these quotes is in no article here now. They wait for it."
        )
        _some(lost, by_id, "lost")
    if hidden:
        _heading("Hidden events", "")
        _some(hidden, by_id, "hidden")
    _heading("All corrections", "")
    _some(latest, by_id, "all")


def _some(rows: Sequence[Any], by_id: dict[str, Correction], where: str) -> None:
    """As many rows as a page bears, and a button for more."""
    most = int(st.session_state.get(_MORE + where) or _AT_ONCE)
    for each in rows[:most]:
        _row(each, by_id, where)
    if len(rows) > most:
        label = f"Show more ({len(rows) - most:,})"
        st.button(label, key=f"more-{where}", on_click=_show_more, args=(where, most + _AT_ONCE))


def exchange(recorded: Sequence[Any]) -> None:
    """Draws what goes to colleagues and comes from them."""
    _heading("With colleagues", "A file holds every correction. Applied elsewhere, each finds its event by its words.")
    with st.container(key="exchange", width=760):
        if recorded:
            st.download_button(
                "Save as a file", editing.export_file(desk.path()), file_name="corrections.jsonl",
                mime="application/x-ndjson", key="corrections-save", on_click="ignore", icon=":material/save:",
            )  # fmt: skip
        with st.form("corrections-import", clear_on_submit=True, border=False):
            file = st.file_uploader("Apply a colleague's file (.jsonl)", type=["jsonl"], key="corrections-file")
            sent = st.form_submit_button("Apply it", icon=":material/upload:")
    if sent and file is None:
        notice.error("Choose a file first.")
    elif sent and file is not None:
        _apply(file.name, file.getvalue())


def _apply(name: str, data: bytes) -> None:
    try:
        with st.spinner("Applying …"):
            new, known = editing.import_file(desk.path(), data, name=name)
    except DatelineError as error:
        notice.error(str(error))
        return
    outcome.say(f"{draw.counted(new, 'new correction')}, {known:,} known already.")
    st.rerun()


def _heading(title: str, below: str) -> None:
    note = f"<p class='dl-note'>{safe.html(below)}</p>" if below else ""
    st.html(f"<h2 class='dl-h3'>{safe.html(title)}</h2>{note}")


def _show_more(where: str, most: int) -> None:
    st.session_state[_MORE + where] = most


def _row(recorded: Any, by_id: dict[str, Correction], where: str) -> None:
    correction: Correction = recorded.correction
    key = f"{where}-{correction.id}"
    with st.container(key=f"row-{key}", horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        state = "" if recorded.holds else " dl-undone"
        st.html(f"<div class='dl-change{state}'>{_told(correction, by_id)}{_state(recorded)}</div>", width="stretch")
        shown = recorded.event and recorded.holds and correction.kind != "hide"
        if shown and st.button("See it", key=f"see-{key}", type="tertiary"):
            views.go(replace(views.current().cleared(), event=recorded.event))
        if not recorded.holds:
            st.button("Put back", key=f"redo-{key}", on_click=outcome.redo, args=(correction.id,))
        elif correction.kind != "undo":
            label = "Show again" if correction.kind == "hide" else "Undo"
            st.button(label, key=f"undo-{key}", on_click=outcome.undo, args=(correction.id,))


def _state(recorded: Any) -> str:
    if not recorded.holds:
        return "<p class='dl-beside'>Undone</p>"
    said = {
        "replaced": "Replaced by a later correction",
        "lost": "Not found again: its sentence is in no article here",
        "idle": "It is so already",
    }.get(recorded.state)
    return f"<p class='dl-beside'>{said}</p>" if said else ""


def _told(correction: Correction, by_id: dict[str, Correction]) -> str:
    """What was said, of what, by whom, when and why."""
    what, about = _what(correction, by_id)
    who = outcome.signature(correction.author, correction.made, correction.reason)
    return f"<p><b>{safe.html(what)}</b> {safe.html(about)}</p><p class='dl-beside'>{safe.html(who)}</p>"


def _what(correction: Correction, by_id: dict[str, Correction]) -> tuple[str, str]:
    event = _named(correction.event)
    match correction.kind:
        case "undo":
            target = by_id.get(correction.target)
            return "Undone:", " · ".join(_what(target, by_id)) if target else "a correction that is not here"
        case "published":
            return f"Article dated {draw.date_in_words(correction.when)}", _article(correction.document)
        case "add":
            return "Added by hand", f"{correction.title} · {draw.date_in_words(correction.when)}"
        case "hide":
            return "Hidden", event
        case "note":
            return "Note", f"{event}: {correction.text}"
        case "merge":
            return "Merged", f"{event} — with — {_named(correction.other)}"
        case "apart":
            return "Told apart", f"{event} — from — {_named(correction.other)}"
        case "actors":
            said = "; ".join(dict.fromkeys(part.actor.name for part in correction.actors)) or "nobody"
        case "date":
            said = draw.date_in_words(correction.when)
        case kind:
            said = outcome.value_in_words(kind, str(getattr(correction, kind)))
    return f"{words.CORRECTED[correction.kind].capitalize()}: {said}", event


def _named(subject: Subject | None) -> str:
    if subject is None:
        return ""
    return f"{subject.title} · {draw.date_in_words(subject.when)}"


def _article(document: str) -> str:
    found = next((row.document for row in desk.documents() if row.document.id == document), None)
    return (found.title or found.name) if found else "an article that is not here"
