"""Uploaded articles before they are read: a table to confirm or mend headline, outlet and date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from components import columns, notice, words
from components.grid import ROW_HEIGHT
from dateline import draw, read
from dateline.errors import DatelineError
from dateline.limits import MAX_PROBLEMS, MAX_STAGED_ROWS, MAX_STAGED_TABLES
from dateline.model import Document

_STAGED = "add-staged"
_ROUND = "add-staged-round"
_PUT = "add-staged-put"
_WRONG = "add-staged-wrong"
_KEEP = "Add"

Item = Document | DatelineError


@dataclass(slots=True)
class _File:
    """An uploaded file: what was read of it, and of tables what is needed to read it again with other columns."""

    name: str
    items: list[Item]
    heads: list[read.Head]
    again: Callable[[dict[str, str]], list[Item]]


def put(files: Iterable[tuple[str, bytes]], *, published: str | None, publisher: str | None) -> None:
    """Reads the files into articles, which wait in the session until they are confirmed."""
    staged: list[_File] = []
    for name, data in files:
        again = partial(_again, data, name, published=published, publisher=publisher)
        heads: list[read.Head] = []
        items = read.from_bytes(data, name, published=published, publisher=publisher, heads=heads)
        staged.append(_File(name, items, heads, again if heads else _never))
    st.session_state[_STAGED] = staged
    st.session_state[_PUT] = st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _again(data: bytes, name: str, chosen: dict[str, str], **given: Any) -> list[Item]:
    return read.from_bytes(data, name, columns=chosen, **given)


def _never(_: dict[str, str]) -> list[Item]:
    raise AssertionError("a file without a table has no columns")


def _changed(file: _File, chosen: dict[str, str]) -> None:
    """Reads a table again with the columns that were chosen for it; what was typed into the rows below is given up."""
    file.items = file.again(chosen)
    st.session_state[_ROUND] += 1


def waiting() -> bool:
    """Whether articles wait to be confirmed."""
    return bool(st.session_state.get(_STAGED))


def show(add: Callable[[Sequence[Item]], None]) -> None:
    """Draws the table and its two ways on; ``add`` gets what was confirmed, with the files that could not be read."""
    files: list[_File] = st.session_state[_STAGED]
    tables = [file for file in files if file.heads]
    for number, file in enumerate(tables[:MAX_STAGED_TABLES]):
        key = f"columns-{st.session_state[_PUT]}-{number}"
        columns.show(file.heads, name=file.name, key=key, changed=partial(_changed, file))
    if len(tables) > MAX_STAGED_TABLES:
        notice.muted(f"{len(tables) - MAX_STAGED_TABLES:,} more tables are read by the names of their columns.")
    items = [item for file in files for item in file.items]
    documents = [item for item in items if isinstance(item, Document)]
    failed = [item for item in items if not isinstance(item, Document)]
    undated = sum(document.published is None for document in documents)
    notice.muted(
        f"{draw.counted(len(documents), 'article')} to add{f', {undated:,} without a date' if undated else ''}. "
        "Check headline, outlet and date: relative dates are counted from it. Untick what shall stay out."
    )
    for error in failed[:MAX_PROBLEMS]:
        notice.error(str(error))
    if len(failed) > MAX_PROBLEMS:
        notice.error(f"{len(failed) - MAX_PROBLEMS:,} more cannot be read.")
    shown = documents[:MAX_STAGED_ROWS]
    key = f"staged-{st.session_state.get(_ROUND, 0)}"
    if shown:
        st.data_editor(
            pd.DataFrame(
                {
                    _KEEP: [True] * len(shown),
                    "Headline": [document.title or "" for document in shown],
                    "Outlet": [document.publisher or "" for document in shown],
                    "Published": [_day(document) for document in shown],
                    "Begins": [_begins(document) for document in shown],
                    "File": [document.name for document in shown],
                }
            ),
            key=key,
            hide_index=True,
            num_rows="fixed",
            height=min(len(shown) + 1, 14) * ROW_HEIGHT + 2,
            disabled=["Begins", "File"],
            column_config={
                _KEEP: st.column_config.CheckboxColumn(_KEEP, width=56),
                "Headline": st.column_config.TextColumn(width="large", max_chars=300),
                "Outlet": st.column_config.TextColumn(width="medium", max_chars=300),
                "Published": st.column_config.TextColumn(width=130, max_chars=40, help=words.DATE_HELP),
                "Begins": st.column_config.TextColumn(width="medium"),
                "File": st.column_config.TextColumn(width="medium"),
            },
            alt="Articles to add",
        )
    if len(documents) > len(shown):
        notice.muted(f"{len(documents) - len(shown):,} more are added as they are.")
    typed: dict[Any, dict[str, Any]] = (st.session_state.get(key) or {}).get("edited_rows") or {}
    # Below the table: what comes and goes above it would move its cells from under the pointer.
    wrong = st.session_state.pop(_WRONG, None)
    if wrong:
        notice.error(wrong)
    with st.container(horizontal=True, gap="small"):
        wanted = st.button(
            "Add these articles", key="staged-add", type="primary", icon=":material/add:", disabled=not shown
        )
        st.button("Start over", key="staged-drop", type="tertiary", on_click=drop)
    if wanted:
        try:
            confirmed = [*_confirmed(shown, typed), *documents[len(shown) :], *failed]
        except DatelineError as error:
            st.session_state[_WRONG] = str(error)
            st.rerun()
        drop()
        add(confirmed)
        st.rerun()


def drop() -> None:
    """Forgets what waits."""
    st.session_state.pop(_STAGED, None)


def _confirmed(shown: Sequence[Document], typed: dict[Any, dict[str, Any]]) -> list[Item]:
    """The articles that stayed ticked, with what was typed. Raises DatelineError E307 where a date is none."""
    found: list[Item] = []
    for number, document in enumerate(shown):
        cells = typed.get(number) or typed.get(str(number)) or {}
        if cells.get(_KEEP) is False:
            continue
        said: dict[str, Any] = {}
        if "Headline" in cells:
            said["title"] = str(cells["Headline"] or "")
        if "Outlet" in cells:
            said["publisher"] = str(cells["Outlet"] or "")
        if "Published" in cells and str(cells["Published"] or "").strip() != _day(document):
            said["published"] = words.published(str(cells["Published"] or ""))
        found.append(read.amended(document, **said) if said else document)
    return found


def _begins(document: Document) -> str:
    """The first words of an article behind its headline."""
    return " ".join(document.text.lstrip().removeprefix(document.title or "").lstrip()[:160].split())


def _day(document: Document) -> str:
    return document.published.iso if document.published else ""
