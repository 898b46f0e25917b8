"""Corrections in words: what came of the last one, what each did, and the button that takes it back."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from components import desk, notice, safe, signed, words
from components import view as views
from dateline import draw, editing
from dateline.errors import DatelineError
from dateline.model import Change, Event, When

_SAID = "desk-said"


def say(sentence_: str) -> None:
    """Keeps a good outcome for the next time that the page is drawn."""
    notice.keep(_SAID, sentence_)


def fail(sentence_: str) -> None:
    """Keeps what went wrong for the next time that the page is drawn."""
    notice.keep(_SAID, sentence_, good=False)


def sentence() -> None:
    """What came of the last correction, said once."""
    notice.kept(_SAID)


def changes(event: Event) -> None:
    """What people changed in an event, beside what the rules had found, each with its undo."""
    for change in event.changes:
        with st.container(key=f"change-{change.correction}", horizontal=True, wrap=False, gap="small"):
            st.html(f"<div class='dl-change'>{_change(change)}</div>", width="stretch")
            st.button("Undo", key=f"undo-{change.correction}", type="tertiary", icon=":material/undo:",
                      on_click=undo, args=(change.correction,))  # fmt: skip


def undo(correction: str) -> None:
    """Takes a correction back; a button's callback."""
    _take(editing.undo, correction, "Undone. The page Corrections can put it back.")


def redo(correction: str) -> None:
    """Lets an undone correction hold again; a button's callback."""
    _take(editing.redo, correction, "Put back.")


def _take(act: object, correction: str, said: str) -> None:
    views.touched()
    try:
        act(desk.path(), correction, signed.as_before())  # type: ignore[operator]
    except DatelineError as error:
        fail(str(error))
    else:
        say(said)


def signature(author: str, made: datetime, reason: str) -> str:
    """``corrected by …`` without the verb: who, when, why."""
    day = f"{made.day} {made:%B %Y}"
    return f"by {author or 'a reader'} on {day}" + (f": {reason}" if reason else "")


def value_in_words(kind: str, value: str | None) -> str:
    """What a field was, as the page says it."""
    if kind == "date":
        try:
            return draw.date_in_words(When.of(value)) if value else "no date"
        except ValueError:
            return value or "no date"
    if kind in ("type", "status"):
        return {**words.TYPES, **words.STATUSES}.get(value or "", value or "")
    return value or "nobody" if kind == "actors" else value or ""


def _change(change: Change) -> str:
    made = datetime.fromisoformat(change.made)
    who = safe.html(signature(change.author, made, change.reason))
    if change.kind in words.CORRECTED:
        head = f"<b>{safe.html(words.CORRECTED[change.kind].capitalize())} corrected</b> {who}"
        said = safe.html(value_in_words(change.kind, change.said))
        found = safe.html(value_in_words(change.kind, change.found))
        return f"<p>{head}</p><p class='dl-beside'>Said: <b>{said}</b> · The rules found: {found}</p>"
    if change.kind == "note":
        return f"<p><b>Note</b> {who}</p><p class='dl-typed'>{safe.html(change.said or '')}</p>"
    if change.kind == "add":
        return f"<p><b>Added by hand</b> {who}</p>"
    if change.kind == "hide":
        return f"<p><b>Some of its tellings hidden</b> {who}</p>"
    head = {"merge": "Merged", "apart": "Told apart"}.get(change.kind, "Corrected")
    joint = {"merge": "with", "apart": "from"}.get(change.kind, "")
    return f"<p><b>{head}</b> {who}</p><p class='dl-beside'>{joint} {safe.html(change.said or '')}</p>"
