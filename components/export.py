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

FORMATS: dict[str, tuple[str, str]] = {
    "png": ("PNG", "image/png"),
    "svg": ("SVG", "image/svg+xml"),
    "pdf": ("PDF", "application/pdf"),
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
}


def show(shown: Timeline, view: View, *, title: str, subtitle: str) -> None:
    """The button "Export": choose a form, the file is made, save it."""
    panel = st.popover("Export", icon=":material/download:", on_change="rerun", key="export")
    with panel:
        if not panel.open:
            return
        st.html("<p class='dl-note'>Exactly what is shown, with its title and sources.</p>")
        form = st.segmented_control(
            "Form",
            list(FORMATS),
            format_func=lambda name: FORMATS[name][0],
            key="export-form",
            label_visibility="collapsed",
        )
        if form:
            _offer(form, shown, view, title=title, subtitle=subtitle)


def _offer(form: str, shown: Timeline, view: View, *, title: str, subtitle: str) -> None:
    name, mime = FORMATS[form]
    try:
        with st.spinner(f"Making the {name} …"):
            data = _made(
                str(desk.path()),
                desk.version(),
                view.query,
                view.lanes,
                form,
                title,
                subtitle,
                chart.theme(),
                _shown=shown,
            )
    except DatelineError as error:
        notice.error(str(error))
        return
    st.download_button(
        f"Save {name}",
        data,
        file_name=safe.file_name(title, form),
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
    *,
    _shown: Timeline,
) -> bytes:
    details = desk.details(_shown) if form == "json" else None
    return draw.export(
        _shown, form, title=title, subtitle=subtitle or None, theme=theme, lanes=lanes, scale=1.5, details=details
    )
