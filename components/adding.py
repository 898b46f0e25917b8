"""The forms of the page Add, and the line of results for each file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

from components import desk, notice, safe, staging, told, words
from dateline import draw, pipeline, read
from dateline.errors import DatelineError
from dateline.limits import MAX_FILES_PER_UPLOAD, MAX_RESULT_LINES, MAX_TEXT_CHARS, MAX_URL_CHARS
from dateline.model import Document

_RESULTS = "add-results"
_READ = "paste-read"
_SAID = "add-said"
_WIDTH = 760
_OPENED = 6
"""Articles of an addition whose events are listed at once."""
_PASTED = ("paste-title", "paste-publisher", "paste-published", "paste-text")


def paste() -> None:
    """One article typed or pasted in. Once it is read the form is empty again: the next article has another date."""
    if st.session_state.pop(_READ, False):
        st.session_state.update(dict.fromkeys(_PASTED, ""))
    with st.form("paste", clear_on_submit=False, border=False, width=_WIDTH):
        title = st.text_input("Headline", key="paste-title", max_chars=300)
        left, right = st.columns(2)
        publisher = left.text_input("Outlet", key="paste-publisher", max_chars=300)
        published = right.text_input("Published", key="paste-published", placeholder=words.DATE_HELP, max_chars=40)
        # One character more than is read: what is too long is refused, not cut without a word.
        text = st.text_area("Text", key="paste-text", height=260, max_chars=MAX_TEXT_CHARS + 1)
        sent = st.form_submit_button("Add this article", type="primary", icon=":material/add:")
    if not sent:
        return
    if not text.strip():
        notice.error("Paste the text of the article first.")
        return
    if (day := _date(published)) is not False:
        name = safe.file_name(title, "txt") if title.strip() else "pasted.txt"
        _read([(name, text.encode())], published=day, publisher=publisher.strip() or None, title=title.strip() or None)
        if any(result.outcome != "failed" for result in st.session_state[_RESULTS]):
            st.session_state[_READ] = True
            st.rerun()


def address() -> None:
    """One page of the web by its address, which is fetched."""
    with st.form("address", clear_on_submit=False, border=False, width=_WIDTH):
        url = st.text_input(
            "Address of the page", key="address-url", placeholder="https://…", max_chars=MAX_URL_CHARS,
            help="Only this page is asked for, and the site's rules for programs are kept.",
        )  # fmt: skip
        notice.muted("If the page does not say it itself:")
        left, right = st.columns(2)
        publisher = left.text_input("Outlet", key="address-publisher", max_chars=300)
        published = right.text_input("Published", key="address-published", placeholder=words.DATE_HELP, max_chars=40)
        sent = st.form_submit_button("Fetch this page", type="primary", icon=":material/add:")
    if not sent:
        return
    if not read.is_address(url.strip()):
        notice.error("Write the address of a page first; it begins with https:// or http://.")
        return
    if (day := _date(published)) is not False:
        with st.spinner("Fetching the page …"):
            st.session_state[_RESULTS] = pipeline.ingest_address(
                desk.path(), url.strip(), published=str(day) if day else None, publisher=publisher.strip() or None
            )


def upload() -> None:
    """Several files at once: chosen, then confirmed in a table, then read."""
    if staging.waiting():
        staging.show(_add)
        return
    with st.form("upload", clear_on_submit=True, border=False, width=_WIDTH):
        files = st.file_uploader(
            "Files (text, web pages, PDF, Word, mails, feeds, tables, archives)",
            type=[suffix.removeprefix(".") for suffix in (*read.SUFFIXES, *read.PACKED)],
            accept_multiple_files=True,
            key="upload-files",
        )
        notice.muted("For files that do not say it themselves:")
        left, right = st.columns(2)
        publisher = left.text_input("Outlet", key="upload-publisher", max_chars=300)
        published = right.text_input("Published", key="upload-published", placeholder=words.DATE_HELP, max_chars=40)
        sent = st.form_submit_button("Open these files", type="primary", icon=":material/folder_open:")
    if not sent:
        return
    if not files:
        notice.error("Choose one or more files first.")
        return
    if len(files) > MAX_FILES_PER_UPLOAD:
        notice.error(f"At most {MAX_FILES_PER_UPLOAD} files go in at once; these are {len(files)}.")
        return
    if (day := _date(published)) is not False:
        pairs = [(file.name, file.getvalue()) for file in files]
        with st.spinner("Opening the files …"):
            staging.put(pairs, published=str(day) if day else None, publisher=publisher.strip() or None)
        st.rerun()


def results() -> None:
    """A line for each file of the last addition, and the way to the timeline."""
    notice.kept(_SAID)
    found: Sequence[pipeline.FileResult] = st.session_state.get(_RESULTS, ())
    if not found:
        return
    lines = "".join(map(_line, found[:MAX_RESULT_LINES]))
    st.html(f"<ul class='dl-results' aria-label='Results'>{lines}</ul>")
    if more := found[MAX_RESULT_LINES:]:
        failed = sum(result.outcome == "failed" for result in more)
        notice.muted(f"{len(more):,} more, of which {failed:,} could not be read.")
    with st.container(horizontal=True, key="after-adding", vertical_alignment="center"):
        if any(result.outcome != "failed" for result in found):
            st.page_link("pages/timeline.py", label="See the timeline", icon=":material/timeline:")
        if desk.path().exists() and desk.undated_documents():
            st.page_link("pages/documents.py", label="Articles without a date", icon=":material/event_busy:")
        new = [result.document for result in found if result.document]
        if new:
            st.button(
                f"Undo this addition ({draw.counted(len(new), 'article')})",
                key="add-undo", type="tertiary", icon=":material/undo:", on_click=_undo, args=(new,),
            )  # fmt: skip
    read_ = [result for result in found if result.document][:_OPENED]
    for result in read_:
        title = safe.label(result.title or result.name)
        with st.expander(f"What it tells: {title}", expanded=len(read_) == 1):
            told.show(str(result.document))


def _undo(new: Sequence[str]) -> None:
    """Takes the whole addition back; a button's callback."""
    try:
        gone = pipeline.undo_addition(desk.path(), new)
    except DatelineError as error:
        notice.keep(_SAID, str(error), good=False)
        return
    st.session_state.pop(_RESULTS, None)
    notice.keep(_SAID, f"Undone: {draw.counted(gone, 'article')} taken out again, and what hung on them.")


def _line(result: pipeline.FileResult) -> str:
    state = safe.html(result.outcome)
    said = result.message.removeprefix(f"{result.name}: ")
    return f"<li><b>{safe.html(result.title or result.name)}</b><span class='{state}'>{safe.html(said)}</span></li>"


def _date(text: str) -> str | bool | None:
    """The date as typed, None where the field was left empty, False (and a note) where it is no date."""
    try:
        return words.published(text)
    except DatelineError as error:
        notice.error(str(error))
        return False


def _add(items: Sequence[Document | DatelineError]) -> None:
    """Reads articles into the database, with progress."""
    with _progress(len(items)) as step:
        st.session_state[_RESULTS] = pipeline.ingest_documents(items, desk.path(), on_progress=step)


def _read(files: list[tuple[str, bytes]], *, published: Any, publisher: str | None, title: str | None) -> None:
    with _progress(len(files)) as step:
        st.session_state[_RESULTS] = pipeline.ingest_bytes(
            desk.path(), files, published=published, publisher=publisher, title=title, on_progress=step
        )


@contextmanager
def _progress(number: int) -> Iterator[Callable[[pipeline.FileResult], None]]:
    """A bar that moves on with each article."""
    bar = st.progress(0.0, text=f"Reading {draw.counted(number, 'article')} …")
    done = 0

    def step(result: pipeline.FileResult) -> None:
        nonlocal done
        done += 1  # a table or an archive brings many articles, so the files are no bound
        bar.progress(min(0.95, done / (number + 1)), text=f"Read {draw.counted(done, 'article')} of {number:,} …")

    try:
        yield step
    finally:
        bar.empty()
