"""The figure: the layout drawn with Plotly, for the dashboard.

Pixels down the page are the data of the y axes, so that figure and pictures stand on the same numbers. A click on a
symbol or on any piece of a bar gives ``customdata[0]``, the event's id; the bars of the density strip give none.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import date

import plotly.graph_objects as go

from ..model import Event, Timeline
from . import font
from .filling import SMALL, Mark
from .lanes import LaneKind
from .layout import FOOT_ROW, TEXT, TITLE, Layout, arrange
from .scale import LAST, iso
from .theme import FONT_STACK, THEMES, Theme, ThemeName, rgba, shape
from .words import clean, counted, date_in_words, precision_in_words, who_in_words

_DAY_MS = 86_400_000
# What Plotly writes at the ticks of a range that a reader zoomed to: words without zeros before days.
_TICK_WORDS = (
    {"dtickrange": [None, _DAY_MS - 1], "value": "%-d %b %H:%M"},
    {"dtickrange": [_DAY_MS, 27 * _DAY_MS], "value": "%-d %b %Y"},
    {"dtickrange": ["M1", "M11"], "value": "%b %Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
)
_BAR_STRENGTH = {"happened": 0.42, "planned": 0.08, "denied": 0.12, "hypothetical": 0.06}


def figure(
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
) -> go.Figure:
    """The timeline as a Plotly figure, a pure function of its arguments.

    ``width`` in pixels: labels are set for it and hold in any wider place. ``height`` None: as high as the rows need.
    ``selected``: id of the event drawn in the accent colour. ``title, subtitle, footer`` are plain text, wrapped.
    ``interactive`` False: no hover, no zoom. ``view``: first and last day to show, for what a reader zoomed to.
    """
    placed = arrange(
        timeline, lanes=lanes, width=width, height=height, selected=selected, title=title, subtitle=subtitle,
        footer=footer, view=view,
    )  # fmt: skip
    colours = THEMES[theme]
    fig = go.Figure()
    _add_strip(fig, placed, colours)
    _add_bars(fig, placed, colours, selected)
    _add_symbols(fig, placed, colours, selected)
    _add_key(fig, placed, colours)
    if not placed.marks:
        # An axis of dates needs a point to become one.
        fig.add_scatter(x=[iso(placed.scale.start)], y=[placed.bottom], mode="markers", opacity=0, hoverinfo="skip")
    _set_axes(fig, placed, colours, interactive)
    _set_texts(fig, placed, colours, selected)
    fig.update_layout(
        width=int(placed.width),
        height=round(placed.height),
        margin={
            "l": placed.left,
            "r": placed.width - placed.right,
            "t": placed.strip,
            "b": max(placed.height - _key_bottom(placed), 0),
            "pad": 0,
        },
        paper_bgcolor=colours.paper,
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT_STACK, "size": TEXT, "color": colours.ink},
        showlegend=False,
        barmode="overlay",
        bargap=0,
        hovermode="closest" if interactive else False,
        hoverdistance=30,
        hoverlabel={
            "bgcolor": colours.paper,
            "bordercolor": colours.line,
            "align": "left",
            "font": {"family": FONT_STACK, "size": TEXT, "color": colours.ink},
        },
        # On a narrow screen a finger's drag scrolls the page.
        dragmode="zoom" if interactive and not placed.narrow else False,
        uirevision=f"{lanes} {iso(placed.scale.start)} {iso(placed.scale.end)}",
    )
    return fig


def safe(text: str) -> str:
    """Untrusted text as Plotly's own little markup would show it, character for character.

    Dollar signs too: with MathJax on the page, what stands between two of them would be set as mathematics.
    """
    return html.escape(clean(text), quote=False).replace("$", "&#36;")


def hover_text(event: Event, *, room: float) -> str:
    """What the hover tells of an event, in lines no wider than ``room`` pixels: escaped, with ``<br>`` between."""
    lines = [f"<b>{safe(line)}</b>" for line in font.wrap(clean(event.title), room, TEXT, bold=True, lines=4)]
    lines.append(safe(f"{date_in_words(event.when, weekday=True)}, {precision_in_words(event.when)}"))
    kind = event.type if event.status == "happened" else f"{event.type}, {event.status}"
    sources = counted(max(len(event.publishers), 1), "source")
    lines.append(safe(f"{kind} · {sources}"))
    for text in (who_in_words(event), ", ".join(event.publishers)):
        lines += [safe(line) for line in font.wrap(clean(text), room, TEXT, lines=3)]
    return "<br>".join(lines)


def _add_strip(fig: go.Figure, placed: Layout, colours: Theme) -> None:
    """The density strip: a bar for each year, as high as it has events."""
    if not placed.bins:
        return
    most = max(number for _, number in placed.bins)
    starts = [date(year, 1, 1).toordinal() for year, _ in placed.bins]
    ends = [min(float(date(min(year + 1, 9999), 1, 1).toordinal()), LAST) for year, _ in placed.bins]
    room = placed.top - placed.strip - 5
    fig.add_bar(
        x=[iso((start + end) / 2) for start, end in zip(starts, ends, strict=True)],
        width=[(end - start) * _DAY_MS * 0.86 for start, end in zip(starts, ends, strict=True)],
        y=[room * number / most for _, number in placed.bins],
        yaxis="y2",
        marker={"color": colours.bar, "line": {"width": 0}},
        hovertext=[f"{year}: {counted(number, 'event')}" for year, number in placed.bins],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _add_bars(fig: go.Figure, placed: Layout, colours: Theme, selected: str | None) -> None:
    """All pieces of all bars in one trace; dotted outlines of the hypothetical ones in another."""
    pieces = [(mark, piece) for mark in placed.marks for piece in mark.segments]
    if not pieces:
        return
    whole = [len(mark.segments) == 1 or piece.opacity == 1 for mark, piece in pieces]
    fig.add_bar(
        orientation="h",
        base=[iso(piece.start) for _, piece in pieces],
        x=[round((piece.end - piece.start) * _DAY_MS) for _, piece in pieces],
        y=[mark.y for mark, _ in pieces],
        width=[placed.bar] * len(pieces),
        marker={
            "color": [
                rgba(_colour(mark, colours, selected), _BAR_STRENGTH[mark.event.status] * piece.opacity)
                for mark, piece in pieces
            ],
            "line": {
                "color": [_colour(mark, colours, selected) for mark, _ in pieces],
                "width": [
                    (1.2 if mark.event.status in ("planned", "denied") or mark.event.id == selected else 0) * is_whole
                    for (mark, _), is_whole in zip(pieces, whole, strict=True)
                ],
            },
        },
        customdata=_ids(mark for mark, _ in pieces),
        hovertext=_hovers((mark for mark, _ in pieces), placed),
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )
    dotted = [(mark, piece) for mark, piece in pieces if mark.event.status == "hypothetical" and piece.opacity == 1]
    for colour in sorted({_colour(mark, colours, selected) for mark, _ in dotted}):
        x: list[str | None] = []
        y: list[float | None] = []
        for mark, piece in dotted:
            if _colour(mark, colours, selected) == colour:
                start, end, up, down = (
                    iso(piece.start),
                    iso(piece.end),
                    mark.y - placed.bar / 2,
                    mark.y + placed.bar / 2,
                )
                x += [start, end, end, start, start, None]
                y += [up, up, down, down, up, None]
        line = {"color": colour, "width": 1.2, "dash": "dot"}
        fig.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _add_symbols(fig: go.Figure, placed: Layout, colours: Theme, selected: str | None) -> None:
    """A trace for each type and status, then the crosses of what was denied and the ring of the selected event."""
    groups: dict[tuple[str, str], list[Mark]] = {}
    # The more important lie on top where marks must overlap.
    for mark in reversed(placed.marks):
        groups.setdefault((mark.event.type, mark.event.status), []).append(mark)
    for (kind, status), marks in sorted(groups.items()):
        chosen = [_colour(mark, colours, selected) for mark in marks]
        hollow = status in ("planned", "hypothetical")
        fig.add_scatter(
            x=[iso(mark.day) for mark in marks],
            y=[mark.y for mark in marks],
            mode="markers",
            marker={
                "symbol": shape(kind),
                "size": [mark.size for mark in marks],
                "opacity": 1,
                "color": [colours.paper] * len(marks) if hollow else chosen,
                "line": {
                    "color": chosen if hollow else colours.paper,
                    "width": 1.6 if hollow else 0.8,
                    "dash": "dot" if status == "hypothetical" else "solid",
                },
            },
            customdata=_ids(marks),
            hovertext=_hovers(marks, placed),
            hoverinfo="text",
            name=f"{kind}, {status}",
            unselected={"marker": {"opacity": 1}},
        )
    denied = [mark for mark in placed.marks if mark.event.status == "denied"]
    if denied:
        fig.add_scatter(
            x=[iso(mark.day) for mark in denied],
            y=[mark.y for mark in denied],
            mode="markers",
            marker={
                "symbol": "x-thin",
                "size": [mark.size + 5 for mark in denied],
                "line": {"color": colours.ink, "width": 1.6},
            },
            hoverinfo="skip",
        )
    ringed = [mark for mark in placed.marks if mark.event.id == selected]
    if ringed:
        fig.add_scatter(
            x=[iso(mark.day) for mark in ringed],
            y=[mark.y for mark in ringed],
            mode="markers",
            marker={
                "symbol": "circle-open",
                "size": [mark.size + 7 for mark in ringed],
                "line": {"color": colours.accent, "width": 2},
            },
            hoverinfo="skip",
        )


def _add_key(fig: go.Figure, placed: Layout, colours: Theme) -> None:
    """The key under the axis: a symbol and a word for each type or status."""
    for entry in placed.key:
        known = entry.kind == "type"
        colour = colours.colour(entry.value) if known else colours.muted
        hollow = entry.value in ("planned", "hypothetical")
        marker = {
            "symbol": shape(entry.value) if known else "circle",
            "size": 10,
            "color": colours.paper if hollow else colour,
            "line": {
                "color": colour,
                "width": 1.6 if hollow else 0,
                "dash": "dot" if entry.value == "hypothetical" else "solid",
            },
        }
        key = {"xaxis": "x2", "yaxis": "y3", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False}
        fig.add_scatter(x=[entry.x], y=[entry.y], marker=marker, **key)
        if entry.value == "denied":
            cross = {"symbol": "x-thin", "size": 14, "line": {"color": colours.ink, "width": 1.6}}
            fig.add_scatter(x=[entry.x], y=[entry.y], marker=cross, **key)
        fig.add_annotation(
            x=entry.x + 10, y=entry.y, xref="x2", yref="y3", text=entry.value, xanchor="left", yanchor="middle",
            showarrow=False, font={"size": SMALL, "color": colours.muted},
        )  # fmt: skip


def _key_bottom(placed: Layout) -> float:
    """Bottom of the drawn area, which holds the key as well."""
    return placed.key[-1].y + 10 if placed.key else placed.bottom


def _set_axes(fig: go.Figure, placed: Layout, colours: Theme, interactive: bool) -> None:
    """One axis of dates, and for the strip, the lanes and the key an axis of pixels each, one below the other."""
    end = _key_bottom(placed)
    whole = end - placed.strip
    fig.update_xaxes(
        type="date",
        range=[iso(placed.scale.start), iso(placed.scale.end)],
        anchor="y",
        side="bottom",
        nticks=max(len(placed.ticks) + 1, 3),
        tickformatstops=list(_TICK_WORDS),
        tickangle=0,
        tickfont={"size": SMALL, "color": colours.muted},
        ticks="outside",
        ticklen=4,
        tickcolor=colours.line,
        gridcolor=colours.line,
        showline=True,
        linecolor=colours.line,
        zeroline=False,
        fixedrange=not interactive,
    )
    quiet = {"showgrid": False, "zeroline": False, "fixedrange": True}
    fig.update_layout(
        yaxis={
            **quiet,
            "range": [placed.bottom, placed.top],
            "domain": [(end - placed.bottom) / whole, (end - placed.top) / whole],
            "tickmode": "array",
            "tickvals": [] if placed.narrow else [band.name_y for band in placed.bands],
            "ticktext": [_lane_name(band.name, band.count, colours) for band in placed.bands],
            "ticklabelstandoff": 8,
            "showticklabels": not placed.narrow,
            "automargin": not placed.narrow,
        },
        xaxis2={
            "overlaying": "x", "range": [placed.left, placed.right], "visible": False, "fixedrange": True,
        },
        yaxis3={
            "overlaying": "y", "range": [end, placed.strip], "domain": [0, 1], "visible": False, "fixedrange": True,
        },
    )  # fmt: skip
    if placed.bins:
        fig.update_layout(
            yaxis2={
                **quiet,
                "anchor": "x",
                "range": [0, placed.top - placed.strip],
                "domain": [(end - placed.top) / whole, 1],
                "tickmode": "array",
                "tickvals": [] if placed.narrow else [(placed.top - placed.strip) / 2],
                "ticktext": ["per year"],
                "tickfont": {"size": SMALL, "color": colours.muted},
                "ticklabelstandoff": 8,
            }
        )
    for band in placed.bands:
        fig.add_shape(
            type="line", xref="paper", x0=0, x1=1, yref="y", y0=band.top, y1=band.top, layer="below",
            line={"color": colours.line, "width": 1},
        )  # fmt: skip


def _set_texts(fig: go.Figure, placed: Layout, colours: Theme, selected: str | None) -> None:
    """Labels at their marks, lane names where they stand above, title, subtitle and footer."""
    for mark in placed.marks:
        if not mark.label:
            continue
        chosen = mark.event.id == selected
        words = safe(mark.label.title)
        right = mark.label.side == "right"
        fig.add_annotation(
            x=iso(mark.day),
            y=mark.y,
            xshift=mark.label.x - placed.scale.px(mark.day),
            xanchor="left" if right else "right",
            yanchor="middle",
            align="left",
            showarrow=False,
            borderpad=0,
            text=_tinted(mark.label.date, colours.muted) + words,
            font={
                "size": placed.label_size,
                "color": colours.accent if chosen else colours.ink,
                "weight": 600 if chosen else 400,
            },
            name=mark.event.id,
        )
    here = {"xref": "x2", "yref": "y3", "showarrow": False, "xanchor": "left", "borderpad": 0, "align": "left"}
    if placed.narrow:
        for band in placed.bands:
            text = _lane_name(band.name, band.count, colours)
            fig.add_annotation(x=placed.left, y=band.name_y, yanchor="middle", text=text, **here)
    if placed.sentence:
        middle = (placed.left + placed.right) / 2, (placed.top + placed.bottom) / 2
        centred = {**here, "xanchor": "center", "font": {"size": 15, "color": colours.muted}}
        fig.add_annotation(x=middle[0], y=middle[1], text=safe(placed.sentence), **centred)
    # Outside the axes' ranges an annotation must hang on the paper's edge, so many pixels up or down.
    above = {**here, "xref": "paper", "x": 0, "xshift": placed.edge - placed.left, "yref": "paper", "yanchor": "top"}
    under = {**above, "y": 0}
    above["y"] = 1
    for at, line in enumerate(placed.title):
        font_of = {"size": TITLE, "weight": 600}
        fig.add_annotation(yshift=placed.strip - placed.title_y - 25 * at, text=safe(line), font=font_of, **above)
    small = {"size": TEXT, "color": colours.muted}
    for at, line in enumerate(placed.subtitle):
        fig.add_annotation(yshift=placed.strip - placed.subtitle_y - 19 * at, text=safe(line), font=small, **above)
    small = {"size": SMALL, "color": colours.muted}
    for at, line in enumerate(placed.footer):
        down = _key_bottom(placed) - placed.footer_y - FOOT_ROW * at
        fig.add_annotation(yshift=down, text=safe(line), font=small, **under)


def _lane_name(name: str, count: int, colours: Theme) -> str:
    return f"{safe(name)}  {_tinted(f'{count:,}', colours.muted)}"


def _tinted(text: str, colour: str) -> str:
    return f'<span style="color:{colour}">{safe(text)} </span>' if text else ""


def _colour(mark: Mark, colours: Theme, selected: str | None) -> str:
    return colours.accent if mark.event.id == selected else colours.colour(mark.event.type)


def _ids(marks: Iterable[Mark]) -> list[list[str]]:
    return [[html.escape(mark.event.id, quote=False)] for mark in marks]


def _hovers(marks: Iterable[Mark], placed: Layout) -> list[str]:
    room = min(placed.width * 0.6, 420.0)
    texts: dict[str, str] = {}
    return [texts.setdefault(mark.event.id, hover_text(mark.event, room=room)) for mark in marks]
