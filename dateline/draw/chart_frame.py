"""What stands around the marks of the figure: axes, lane lines, key, labels and other texts, as Plotly takes them."""

from __future__ import annotations

from typing import Any

from .filling import SMALL, Label, Mark
from .hover import safe
from .layout import AXIS, FOOT_ROW, TEXT, TITLE, KeyEntry, Layout
from .scale import iso
from .theme import HOLLOW, Theme, shape

_DAY_MS = 86_400_000
# What Plotly writes at the ticks of a range that a reader zoomed to: words, days without a leading zero.
_TICK_WORDS = (
    {"dtickrange": [None, _DAY_MS - 1], "value": "%-d %b %H:%M"},
    {"dtickrange": [_DAY_MS, 27 * _DAY_MS], "value": "%-d %b %Y"},
    {"dtickrange": ["M1", "M11"], "value": "%b %Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
)
_QUIET = {"showgrid": False, "zeroline": False, "fixedrange": True}
_HIDDEN = {"visible": False, "fixedrange": True}


def axes(placed: Layout, colours: Theme, *, interactive: bool) -> dict[str, Any]:
    """One axis of dates, and one of pixels each for the strip and the lanes; the key has axes of its own below.

    The areas must not overlap: the uppermost one alone would get the pointer.
    """
    end = key_bottom(placed)
    whole = end - placed.strip
    small = {"size": SMALL, "color": colours.muted}
    found: dict[str, Any] = {
        "xaxis": {
            "type": "date",
            "range": [iso(placed.scale.start), iso(placed.scale.end)],
            "anchor": "y",
            "nticks": max(len(placed.ticks) + 1, 3),
            "showticklabels": bool(placed.marks),
            "showgrid": bool(placed.marks),
            "ticklabeloverflow": "hide past div",
            "tickformatstops": list(_TICK_WORDS),
            "tickangle": 0,
            "tickfont": small,
            "ticks": "outside" if placed.marks else "",
            "ticklen": 4,
            "tickcolor": colours.line,
            "gridcolor": colours.line,
            "showline": True,
            "linecolor": colours.line,
            "zeroline": False,
            "fixedrange": not interactive,
        },
        "yaxis": {
            **_QUIET,
            "range": [placed.bottom, placed.top],
            "domain": [(end - placed.bottom) / whole, (end - placed.top) / whole],
            "tickvals": [band.name_y for band in placed.bands],
            "ticktext": [_lane_name(band.name, band.count, colours) for band in placed.bands],
            "ticklabelstandoff": 8,
            "showticklabels": not placed.narrow,
            "automargin": not placed.narrow,
        },
    }
    if placed.key:
        top = placed.bottom + AXIS
        found["xaxis2"] = {**_HIDDEN, "range": [placed.left, placed.right], "anchor": "y3"}
        found["yaxis3"] = {**_HIDDEN, "range": [end, top], "domain": [0, (end - top) / whole], "anchor": "x2"}
    if placed.upper_axis:
        # The same axis once more above a chart so high that the one below is out of sight. An overlaid axis would take
        # its ticks from the other by their place in pixels, which makes the first moment of 2000 one of 1999.
        found["xaxis3"] = {
            **{key: value for key, value in found["xaxis"].items() if key not in ("ticks", "showline")},
            "matches": "x",
            "overlaying": "x",
            "side": "top",
            "tickmode": "auto",
            "anchor": "y2" if placed.bins else "y",
            "showgrid": False,
        }
    if placed.bins:
        found["yaxis2"] = {
            **_QUIET,
            "anchor": "x",
            "range": [0, placed.top - placed.strip],
            "domain": [(end - placed.top) / whole, 1],
            "tickvals": [(placed.top - placed.strip) / 2],
            "ticktext": ["per year"],
            "tickfont": small,
            "ticklabelstandoff": 8,
            "showticklabels": not placed.narrow,
        }
    return found


def key_bottom(placed: Layout) -> float:
    """Bottom of the area between the margins, which holds the key as well, in pixels."""
    return placed.key[-1].y + 10 if placed.key else placed.bottom


def key_traces(placed: Layout, colours: Theme) -> list[dict[str, Any]]:
    """The key: its words, which as annotations would take a browser far longer; the solid outlines, the dotted, the
    crosses."""
    groups: dict[str, list[KeyEntry]] = {}
    for entry in placed.key:
        if entry.kind != "note":
            groups.setdefault("dot" if entry.value == "hypothetical" else "solid", []).append(entry)
            if entry.value == "denied":
                groups.setdefault("cross", []).append(entry)

    def colour(entry: KeyEntry) -> str:
        return colours.colour(entry.value) if entry.kind == "type" else colours.muted

    found = []
    for group, entries in groups.items():
        crosses = {"symbol": "x-thin", "size": 14, "line": {"color": colours.ink, "width": 1.6}}
        looks = {
            "symbol": [shape(entry.value) if entry.kind == "type" else "circle" for entry in entries],
            "size": 10,
            "color": [colours.paper if entry.value in HOLLOW else colour(entry) for entry in entries],
            "line": {
                "color": [colour(entry) for entry in entries],
                "width": [1.6 if entry.value in HOLLOW else 0 for entry in entries],
                "dash": group,
            },
        }
        found.append({
            "type": "scatter", "mode": "markers", "xaxis": "x2", "yaxis": "y3",
            "x": [entry.x for entry in entries], "y": [entry.y for entry in entries],
            "marker": crosses if group == "cross" else looks, "hoverinfo": "skip",
        })  # fmt: skip
    if placed.key:
        found.append({
            "type": "scatter", "mode": "text", "xaxis": "x2", "yaxis": "y3",
            "x": [entry.x + (-7 if entry.kind == "note" else 9) for entry in placed.key],
            "y": [entry.y for entry in placed.key], "text": [entry.value for entry in placed.key],
            "textposition": "middle right", "textfont": {"size": SMALL, "color": colours.muted}, "hoverinfo": "skip",
        })  # fmt: skip
    return found


def shapes(placed: Layout, colours: Theme) -> list[dict[str, Any]]:
    """A thin line above each lane."""
    return [
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": band.top, "y1": band.top,
            "layer": "below", "line": {"color": colours.line, "width": 1},
        }
        for band in placed.bands
    ]  # fmt: skip


def texts(placed: Layout, colours: Theme) -> list[dict[str, Any]]:
    """Names of lanes where they stand above; title, subtitle, footer."""
    small = {"size": SMALL, "color": colours.muted}
    found: list[dict[str, Any]] = []
    here = {"showarrow": False, "xanchor": "left", "yanchor": "middle", "align": "left"}
    if placed.narrow:
        found += [
            {**here, "xref": "paper", "x": 0, "y": band.name_y, "text": _lane_name(band.name, band.count, colours)}
            for band in placed.bands
        ]
    if placed.sentence:
        look = {"xref": "paper", "yref": "paper", "xanchor": "center", "font": {"size": 15, "color": colours.muted}}
        found.append({**here, "x": 0.5, "y": 0.5, "text": safe(placed.sentence), **look})
    # What lies outside the axes' ranges must hang on the edge of the drawn area, so many pixels up or down.
    lines = (
        (placed.title, placed.title_y, 25.0, {"size": TITLE, "weight": 600}),
        (placed.subtitle, placed.subtitle_y, 19.0, {"size": TEXT, "color": colours.muted}),
        (placed.footer, placed.footer_y, FOOT_ROW, small),
    )
    for words, top, step, font in lines:
        below = top > placed.bottom
        edge = key_bottom(placed) if below else placed.strip
        found += [
            {
                "xref": "paper", "yref": "paper", "x": 0, "y": 0 if below else 1, "xanchor": "left", "yanchor": "top",
                "xshift": placed.edge - placed.left, "yshift": edge - top - step * at, "text": safe(line),
                "font": font, "showarrow": False, "align": "left",
            }
            for at, line in enumerate(words)
        ]  # fmt: skip
    return found


def label_traces(placed: Layout, colours: Theme, selected: str | None) -> list[dict[str, Any]]:
    """The labels, as texts of unseen markers: a text so anchored stays in place when its font comes in late.

    Beside a symbol the label hangs on the symbol's moment, beside a bar on the bar's end, and keeps its distance in
    pixels when a reader zooms.
    """
    marks = [(mark, mark.label) for mark in placed.marks if mark.label]
    if not marks:
        return _counts(placed, colours)
    ends = [_anchor(mark, label) for mark, label in marks]
    chosen = [mark.event.id == selected for mark, _ in marks]
    apart = [abs(label.x - placed.scale.px(day)) for (_, label), day in zip(marks, ends, strict=True)]
    return [{
        "type": "scatter",
        "mode": "markers+text",
        "x": [iso(day) for day in ends],
        "y": [mark.y for mark, _ in marks],
        "text": [_label(label, colours) for _, label in marks],
        "textposition": [f"middle {label.side}" for _, label in marks],
        "textfont": {
            "size": placed.label_size,
            "color": [colours.accent if is_chosen else colours.ink for is_chosen in chosen],
        },
        "marker": {"size": [_reach(pixels) for pixels in apart], "opacity": 0},
        "hoverinfo": "skip",
    }, *_counts(placed, colours)]  # fmt: skip


def _counts(placed: Layout, colours: Theme) -> list[dict[str, Any]]:
    """How many marks lie in each pile."""
    shown = [pile for pile in placed.piles if pile.box]
    if not shown:
        return []
    return [{
        "type": "scatter",
        "mode": "markers+text",
        "x": [iso(pile.day) for pile in shown],
        "y": [pile.y for pile in shown],
        "text": [pile.text for pile in shown],
        "textposition": "middle right",
        "textfont": {"size": placed.label_size, "color": colours.muted},
        "marker": {"size": [_reach(pile.x - placed.scale.px(pile.day)) for pile in shown], "opacity": 0},
        "hoverinfo": "skip",
    }]  # fmt: skip


def _reach(pixels: float) -> float:
    """Size of an unseen marker whose text begins so many pixels from its centre: Plotly adds a quarter and a pixel."""
    return max(pixels - 1, 0) * 1.6


def _anchor(mark: Mark, label: Label) -> float:
    """The moment that a label hangs on."""
    if mark.bar_hidden:
        return mark.day
    return mark.segments[-1].end if label.side == "right" else mark.segments[0].start


def _label(label: Label, colours: Theme) -> str:
    if not label.date:
        return safe(label.title)
    return f'<span style="color:{colours.muted}">{safe(label.date)} </span>{safe(label.title)}'


def _lane_name(name: str, count: int, colours: Theme) -> str:
    return f'{safe(name)}  <span style="color:{colours.muted}">{count:,}</span>'
