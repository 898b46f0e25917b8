"""Take what is shown along: a picture or the data, made when asked for."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import chart, desk, notice, safe
from components.view import Lanes, View
from dateline import draw
from dateline.draw.theme import ThemeName
from dateline.errors import DatelineError
from dateline.model import Query, Timeline

FORMATS: dict[str, tuple[str, str, str]] = {
    "png": ("PNG", "png", "image/png"),
    "svg": ("SVG", "svg", "image/svg+xml"),
    "pdf": ("PDF", "pdf", "application/pdf"),
    "html": ("Web page", "html", "text/html"),
    "csv": ("CSV", "csv", "text/csv"),
    "xlsx": ("Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("JSON", "json", "application/json"),
    "ics": ("Calendar", "ics", "text/calendar"),
    "timelinejs": ("TimelineJS", "timelinejs.json", "application/json"),
    "md": ("Markdown", "md", "text/markdown"),
}
"""Each format's name, the ending of its files, and its media type."""

_SIZES = {"screen": "As shown", "slide": "Slide", "page": "Page", "post": "Post"}
_SCALES = {1: "1x", 2: "2x", 3: "3x", 4: "4x"}


def show(shown: Timeline, view: View, *, title: str, subtitle: str) -> None:
    """The button "Export": choose a form, the file is made, save it."""
    panel = st.popover("Export", icon=":material/download:", on_change="rerun", key="export")
    with panel:
        if not panel.open:
            return
        st.html("<p class='dl-note'>Exactly what is shown, with its title and sources.</p>")
        form = st.pills(
            "Form",
            list(FORMATS),
            format_func=lambda name: FORMATS[name][0],
            key="export-form",
            label_visibility="collapsed",
        )
        size, scale = "screen", 1
        if form in draw.PICTURES:
            with st.container(horizontal=True, key="export-look"):
                size = _one_of("Size", _SIZES, "export-size")
                scale = _one_of("Pixels", _SCALES, "export-scale") if form == "png" else 1
        if form:
            _offer(form, shown, view, title=title, subtitle=subtitle, size=size, scale=scale)


def _one_of(label: str, names: dict[Any, str], key: str) -> Any:
    first = next(iter(names))
    return st.segmented_control(
        label, list(names), format_func=names.__getitem__, default=first, required=True, key=key
    ) or first  # fmt: skip


def _offer(
    form: str, shown: Timeline, view: View, *, title: str, subtitle: str, size: str, scale: int
) -> None:  # fmt: skip
    name, ending, mime = FORMATS[form]
    try:
        with st.spinner(f"Making the {name} …"):
            data = _made(
                str(desk.path()),
                desk.version(),
                shown.query,
                view.lanes,
                form,
                title,
                subtitle,
                chart.theme(),
                size,
                scale,
                _shown=shown,
            )
    except DatelineError as error:
        notice.error(str(error))
        return
    st.download_button(
        f"Save {name}",
        data,
        file_name=safe.file_name(title, ending),
        mime=mime,
        key="export-save",
        on_click="ignore",
        type="primary",
        icon=":material/save:",
    )


@st.cache_data(max_entries=16, show_spinner=False)
def _made(
    db: str,
    at: Any,
    query: Query,
    lanes: Lanes,
    form: str,
    title: str,
    subtitle: str,
    theme: ThemeName,
    size: str,
    scale: int,
    *,
    _shown: Timeline,
) -> bytes:
    # A file of data holds more than a chart can show; pictures and pages hold what was not asked for to be shown yet.
    chart_alone = form in draw.CHARTED
    complete = len(_shown.events) == _shown.dated_total and len(_shown.undated) == _shown.undated_total
    held = desk.whole(query) if not chart_alone else _shown if complete else desk.timeline(query)
    width, height = draw.SIZES[size]
    return draw.export(
        held, form, title=title, subtitle=subtitle or None, theme=theme, lanes=lanes, width=width, height=height,
        scale=scale, details=desk.details(held) if form in draw.DETAILED else None,
    )  # fmt: skip
