"""The stretch of time that the chart shows: what the reader zoomed to comes back, and more fits on the chart.

Streamlit's chart does not tell its zoom; a small component without a face listens to Plotly's own event.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from components import desk
from components import view as views
from components.view import View
from dateline import draw
from dateline.model import Timeline

_KEY = "zoom"
_LEAST_DAYS = 3
"""The shortest stretch that can be zoomed to."""

_JS = """
export default function ({ setStateValue, data }) {
  let plot = null;
  const day = (value) => String(value).slice(0, 10);
  const moved = (event) => {
    const range = event["xaxis.range"] || [event["xaxis.range[0]"], event["xaxis.range[1]"]];
    if (!range[0] || !range[1]) return;
    const said = day(range[0]) + "/" + day(range[1]);
    if (said !== data.shown) setStateValue("range", said);
  };
  const out = () => setStateValue("range", "all/" + Date.now());
  const attach = () => {
    const found = document.querySelector(".st-key-chart .js-plotly-plot");
    if (!found || found === plot || !found.on) return;
    plot = found;
    plot.on("plotly_relayout", moved);
    plot.on("plotly_doubleclick", out);
  };
  attach();
  const timer = setInterval(attach, 300);
  return () => {
    clearInterval(timer);
    if (plot && plot.removeListener) {
      plot.removeListener("plotly_relayout", moved);
      plot.removeListener("plotly_doubleclick", out);
    }
  };
}
"""


def timeline(view: View, shown: Timeline) -> Timeline:
    """What the chart draws: all that is shown, or its part in the stretch that was zoomed to."""
    if view.zoom is None:
        return shown
    first, last = view.zoom
    query = shown.query
    since = max(first, query.since) if query.since else first
    until = min(last, query.until) if query.until else last
    if until < since:
        since, until = first, last
    return desk.timeline(replace(query, since=since, until=until), offer=("countries", "people"))


def note(view: View, drawn: Timeline) -> None:
    """Which stretch is shown, and the way back."""
    if view.zoom is None:
        return
    with st.container(key="zoom-note", horizontal=True, vertical_alignment="center", gap="small"):
        words = draw.period_in_words(*view.zoom)
        st.html(f"<p class='dl-count'>Zoomed to {words}: {draw.counted(drawn.total, 'event')}</p>", width="content")
        st.button("Show all years", key="zoom-out", type="tertiary", icon=":material/zoom_out_map:", on_click=out)


def far(view: View, shown: Timeline) -> None:
    """Which events lie so far from all others that the chart leaves them out, and the way to them."""
    if view.zoom is not None or view.query.since or view.query.until:
        return
    left = draw.far_events(shown.events)
    if not left:
        return
    days = [day for event in shown.events if event.when for day in (event.when.earliest, event.when.latest) if day]
    named = draw.listed([draw.date_in_words(event.when) for event in left[:3]])
    more = f" and {len(left) - 3} more" if len(left) > 3 else ""
    with st.container(key="far-note", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f"<p class='dl-count'>{draw.counted(len(left), 'event')} far from all others not drawn: {named}{more}</p>",
            width="content",
        )
        st.button("Show all years", key="far-show", type="tertiary", on_click=to, args=(min(days), max(days)))


def listen(view: View) -> None:
    """Lays the listener, without a height of its own."""
    shown = "/".join(day.isoformat() for day in view.zoom) if view.zoom else ""
    with st.container(key="zoom-box"):
        _listener()(key=_KEY, data={"shown": shown}, on_range_change=_zoomed)


def to(first: date, last: date) -> None:
    """Zooms to a stretch of days, both included; for a widget's callback."""
    views.change(zoom=(first, last))


def out() -> None:
    """Shows all years again."""
    views.change(zoom=None)


def _zoomed() -> None:
    said = str((st.session_state.get(_KEY) or {}).get("range") or "")
    found = views.stretch(said)
    if found is None:
        out()
    elif (found[1] - found[0]).days < _LEAST_DAYS:
        to(found[0] - timedelta(days=_LEAST_DAYS), found[1] + timedelta(days=_LEAST_DAYS))
    else:
        to(*found)


@st.cache_resource(show_spinner=False)
def _listener() -> ComponentRenderer:
    return st.components.v2.component("dateline_zoom", html="<div></div>", js=_JS)
