"""The figure: the layout drawn with Plotly, for the dashboard.

Pixels down the page are the data of the y axes, so that figure and pictures stand on the same numbers. A click on a
symbol or on any piece of a bar gives ``customdata[0]``, the event's id; the bars of the density strip give none.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from ..model import Timeline
from .chart_frame import axes, key_bottom, key_traces, label_traces, shapes, texts
from .filling import Mark
from .hover import hover_text
from .lanes import LaneKind
from .layout import TEXT, Layout, arrange
from .marks import Segment
from .scale import iso, year_span
from .theme import BAR_STRENGTH, FONT_STACK, HOLLOW, THEMES, Theme, ThemeName, rgba, shape
from .words import counted

_DAY_MS = 86_400_000
# A click dims what was not clicked by default; here the accent colour alone tells the selection.
_NOT_DIMMED = {"marker": {"opacity": 1}}

Trace = dict[str, Any]


def figure_data(
    timeline: Timeline,
    *,
    lanes: LaneKind = "type",
    theme: ThemeName = "light",
    width: int = 1100,
    height: int | None = None,
    selected: str | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    footer: str | None = None,
    interactive: bool = True,
    view: tuple[date, date] | None = None,
    counts: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """The timeline as Plotly's own JSON: "data" and "layout" of plain values; a pure function of its arguments.

    ``width`` in pixels: labels are set for it and hold in any wider place. ``height`` None: as high as the rows need;
    one that the lanes cannot do with is not kept. ``selected``: id of the event drawn in the accent colour.
    ``title, subtitle, footer`` are plain text and wrapped. ``interactive`` False: no hover, no zoom. ``view``: first
    and last day to show, for what a reader zoomed to. ``counts``: all events of each lane by its key (type, alpha-3,
    actor id, outlet), where the timeline does not hold them all.
    """
    placed = arrange(
        timeline, lanes=lanes, width=width, height=height, title=title, subtitle=subtitle,
        footer=footer, view=view, counts=counts,
    )  # fmt: skip
    colours = THEMES[theme]

    def colour(mark: Mark) -> str:
        return colours.accent if mark.event.id == selected else colours.colour(mark.event.type)

    hovers = _hovers(placed) if interactive else {}
    data = [
        *_strip(placed, colours),
        *_label_boxes(placed, colours),
        *_bars(placed, colour, hovers, selected),
        *_symbols(placed, colours, colour, hovers),
        *_crosses(placed, colours),
        *_rings(placed, colours, selected),
        *label_traces(placed, colours, selected),
        *key_traces(placed, colours),
    ]
    # An axis of dates needs a point to become one.
    data.append({"type": "scatter", "x": [iso(placed.scale.start)], "y": [placed.bottom], "mode": "markers",
                 "marker": {"opacity": 0}, "hoverinfo": "skip"})  # fmt: skip
    if placed.upper_axis:
        data.append({**data[-1], "xaxis": "x3", **({"y": [0], "yaxis": "y2"} if placed.bins else {})})
    face = {"family": FONT_STACK, "size": TEXT, "color": colours.ink}
    layout = {
        **axes(placed, colours, interactive=interactive),
        "annotations": texts(placed, colours),
        "shapes": shapes(placed, colours),
        "width": int(placed.width),
        "height": round(placed.height),
        "margin": {
            "l": placed.left,
            "r": placed.width - placed.right,
            "t": placed.strip,
            "b": placed.height - key_bottom(placed),
            "pad": 0,
        },
        "paper_bgcolor": colours.paper,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": face,
        "showlegend": False,
        "barmode": "overlay",
        "bargap": 0,
        "hovermode": "closest" if interactive else False,
        # Less than to the next row: a symbol there would win over the bar under the pointer.
        "hoverdistance": int(placed.row / 2 - 1),
        "hoverlabel": {"bgcolor": colours.paper, "bordercolor": colours.muted, "align": "left", "font": face},
        # On a narrow screen a finger's drag scrolls the page.
        "dragmode": "zoom" if interactive and not placed.narrow else False,
        "modebar": {"bgcolor": rgba(colours.paper, 0.85), "color": colours.muted, "activecolor": colours.ink},
        "uirevision": f"{lanes} {iso(placed.scale.start)} {iso(placed.scale.end)}",
        "template": {},
    }
    return {"data": data, "layout": layout}


def figure(timeline: Timeline, **options: Any) -> go.Figure:
    """The timeline as a Plotly figure, checked by Plotly; the arguments are those of `figure_data`."""
    return go.Figure(figure_data(timeline, **options))


def _strip(placed: Layout, colours: Theme) -> list[Trace]:
    """The density strip: a bar for each year, as high as it has events."""
    if not placed.bins:
        return []
    most = max(number for _, number in placed.bins)
    spans = [year_span(year) for year, _ in placed.bins]
    return [{
        "type": "bar",
        "x": [iso((start + end) / 2) for start, end in spans],
        "width": [(end - start) * _DAY_MS * 0.86 for start, end in spans],
        "y": [(placed.top - placed.strip - 5) * number / most for _, number in placed.bins],
        "yaxis": "y2",
        "marker": {"color": colours.bar, "line": {"width": 0}},
        "hovertext": [f"{year}: {counted(number, 'event')}<br>A click shows this year" for year, number in placed.bins],
        "hoverinfo": "text",
        "unselected": _NOT_DIMMED,
    }]  # fmt: skip


def _bars(placed: Layout, colour: Callable[[Mark], str], hovers: dict[str, str], selected: str | None) -> list[Trace]:
    """All pieces of all bars in one trace; the dotted outlines of the hypothetical ones, a trace for each colour."""
    pieces = [(mark, piece) for mark in placed.marks for piece in mark.segments]
    if not pieces:
        return []

    def outline(mark: Mark, piece: Segment) -> float:
        drawn = mark.event.status in ("planned", "denied") or mark.event.id == selected
        return 1.2 if drawn and piece.opacity == 1 else 0.0

    found: list[Trace] = [{
        "type": "bar",
        "orientation": "h",
        "base": [iso(piece.start) for _, piece in pieces],
        "x": [round((piece.end - piece.start) * _DAY_MS) for _, piece in pieces],
        "y": [mark.y for mark, _ in pieces],
        "width": [mark.bar for mark, _ in pieces],
        "marker": {
            "color": [rgba(colour(mark), BAR_STRENGTH[mark.event.status] * piece.opacity) for mark, piece in pieces],
            "line": {
                "color": [colour(mark) for mark, _ in pieces],
                "width": [outline(mark, piece) for mark, piece in pieces],
            },
        },
        "unselected": _NOT_DIMMED,
        **_told([mark for mark, _ in pieces], hovers),
    }]  # fmt: skip
    dotted: dict[str, Trace] = {}
    for mark, piece in pieces:
        if mark.event.status == "hypothetical" and piece.opacity == 1:
            line = {"color": colour(mark), "width": 1.2, "dash": "dot"}
            blank = {"type": "scatter", "x": [], "y": [], "mode": "lines", "line": line, "hoverinfo": "skip"}
            trace = dotted.setdefault(colour(mark), blank)
            start, end, up, down = iso(piece.start), iso(piece.end), mark.y - mark.bar / 2, mark.y + mark.bar / 2
            trace["x"] += [start, end, end, start, start, None]
            trace["y"] += [up, up, down, down, up, None]
    return [*found, *dotted.values()]


def _label_boxes(placed: Layout, colours: Theme) -> list[Trace]:
    """Bars of paper behind the labels: no line of the grid runs through a word, and a click on a label is a click on
    its event.

    When a reader zooms they grow with the axis, so they show no hover of their own.
    """
    labels = [(mark, mark.label) for mark in placed.marks if mark.label]
    if not labels:
        return []
    spans = [(placed.scale.day(label.box[0]), placed.scale.day(label.box[2])) for _, label in labels]
    return [{
        "type": "bar",
        "orientation": "h",
        "base": [iso(start) for start, _ in spans],
        "x": [round((end - start) * _DAY_MS) for start, end in spans],
        "y": [mark.y for mark, _ in labels],
        "width": [label.box[3] - label.box[1] for _, label in labels],
        "marker": {"color": colours.paper, "line": {"width": 0}},
        "customdata": _ids(mark for mark, _ in labels),
        "hoverinfo": "none",
        "unselected": _NOT_DIMMED,
    }]  # fmt: skip


def _symbols(placed: Layout, colours: Theme, colour: Callable[[Mark], str], hovers: dict[str, str]) -> list[Trace]:
    """A trace for the solid outlines and one for the dotted: each trace more makes the browser slower."""
    groups: dict[str, list[Mark]] = {}
    # The more important lie on top where marks must overlap.
    for mark in reversed(placed.marks):
        groups.setdefault("dot" if mark.event.status == "hypothetical" else "solid", []).append(mark)
    found = []
    for dash, marks in sorted(groups.items(), reverse=True):
        chosen = [colour(mark) for mark in marks]
        hollow = [mark.event.status in HOLLOW for mark in marks]
        found.append({
            **_at(marks),
            "marker": {
                "symbol": [shape(mark.event.type) for mark in marks],
                "size": [mark.size for mark in marks],
                "opacity": 1,
                "color": [colours.paper if empty else full for empty, full in zip(hollow, chosen, strict=True)],
                "line": {
                    "color": [full if empty else colours.paper for empty, full in zip(hollow, chosen, strict=True)],
                    "width": [1.6 if empty else 0.8 for empty in hollow],
                    "dash": dash,
                },
            },
            "unselected": _NOT_DIMMED,
            **_told(marks, hovers),
        })  # fmt: skip
    return found


def _crosses(placed: Layout, colours: Theme) -> list[Trace]:
    """A cross over what was denied."""
    denied = [mark for mark in placed.marks if mark.event.status == "denied"]
    line = {"color": colours.ink, "width": 1.6}
    marker = {"symbol": "x-thin", "size": [mark.size + 5 for mark in denied], "opacity": 1, "line": line}
    return [{**_at(denied), "marker": marker, "hoverinfo": "skip"}] if denied else []


def _rings(placed: Layout, colours: Theme, selected: str | None) -> list[Trace]:
    """A ring around the selected event, in each lane that it stands in."""
    ringed = [mark for mark in placed.marks if mark.event.id == selected]
    line = {"color": colours.accent, "width": 2}
    size = [mark.size + 7 for mark in ringed]
    marker = {"symbol": "circle-open", "size": size, "opacity": 1, "color": colours.accent, "line": line}
    return [{**_at(ringed), "marker": marker, "hoverinfo": "skip"}] if ringed else []


def _at(marks: Sequence[Mark]) -> Trace:
    return {"type": "scatter", "mode": "markers", "x": [iso(mark.day) for mark in marks], "y": [m.y for m in marks]}


def _told(marks: Sequence[Mark], hovers: dict[str, str]) -> Trace:
    """What a hover shows and a click gives."""
    told: Trace = {"customdata": _ids(marks)}
    if not hovers:
        return {**told, "hoverinfo": "skip"}
    return {**told, "hovertext": [hovers[mark.event.id] for mark in marks], "hoverinfo": "text"}


def _hovers(placed: Layout) -> dict[str, str]:
    """For each event what the hover tells."""
    room = min(placed.width * 0.6, 420.0)
    below = {event.id: [e for e in pile.events if e is not event] for pile in placed.piles for event in pile.events}
    events = {mark.event.id: mark.event for mark in placed.marks}.values()
    return {event.id: hover_text(event, room=room, below=below.get(event.id, ())) for event in events}


def _ids(marks: Iterable[Mark]) -> list[list[str]]:
    return [[html.escape(mark.event.id, quote=False)] for mark in marks]
