"""A table of numbers as colours: pairs and years, outlets and outlets. The number stands in each cell that has room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from . import font
from .filling import SMALL
from .hover import safe
from .layout import TEXT
from .theme import BLUE, FONT_STACK, THEMES, ThemeName, rgba

_ROW, _HEAD = 26, 30
# Least width of a column, in pixels, in which its number is written.
_ROOM = 24
# Names set aslant: by how many degrees, and how far they reach along and up for their length.
_ANGLE = 35
_ALONG, _UP = math.cos(math.radians(_ANGLE)), math.sin(math.radians(_ANGLE))


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[int | None]],
    *,
    told: Sequence[Sequence[str]],
    theme: ThemeName = "light",
    width: int = 1100,
    turned: bool = False,
) -> dict[str, Any]:
    """``values`` by row and column as a heat map ``width`` pixels wide; 0 and None stay empty.

    ``told``: what the hover says of each cell. ``turned`` sets the names of the columns aslant. A click on a cell gives
    its place as ``customdata``: the number of the row, that of the column.
    """
    colours = THEMES[theme]
    names = [font.shorten(name, min(190.0, width * 0.34), TEXT) for name in rows]
    left = 14 + max((font.text_width(name, TEXT) for name in names), default=40.0)
    heads = [font.shorten(name, 150.0, SMALL) for name in columns]
    # A name that is set aslant begins above the middle of its column and runs out to the right of the last one.
    right = max(26.0, font.text_width(heads[-1], SMALL) * _ALONG + 8) if turned and heads else 26.0
    cell = max(width - left - right, 60) / max(len(columns), 1)
    most = max((value for row in values for value in row if value), default=1)
    widest = max((font.text_width(name, SMALL) for name in heads), default=0.0)
    step = 1 if turned else max(1, -(-int(widest + 12) // max(int(cell), 1)))
    top = widest * _UP + 18 if turned else float(_HEAD)
    shown: list[list[Any]] = [[value or None for value in row] for row in values]
    strong = rgba(BLUE, 0.95) if theme == "light" else rgba("#56B4E9", 0.95)
    paper = colours.paper
    data = {
        "type": "heatmap",
        "z": shown,
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "zmin": 0,
        "zmax": most,
        "xgap": 1 if cell > 6 else 0,
        "ygap": 2,
        "showscale": False,
        "colorscale": [[0, rgba(BLUE, 0.12)], [1, strong]],
        "hoverongaps": False,
        "hoverinfo": "skip",
    }
    # A heat map's own cells cannot be chosen by a click: unseen squares upon them can.
    filled = [(y, x) for y, row in enumerate(shown) for x, value in enumerate(row) if value]
    cells = {
        "type": "scatter",
        "mode": "markers",
        "x": [x for _, x in filled],
        "y": [y for y, _ in filled],
        "customdata": [[y, x] for y, x in filled],
        "marker": {"symbol": "square", "size": max(min(cell, _ROW) - 2, 6), "opacity": 0},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
        "hovertext": [safe(told[y][x]) for y, x in filled],
        "hoverinfo": "text",
    }
    written = [
        (y, x, value)
        for y, x in filled
        if (value := shown[y][x]) and cell >= max(_ROOM, font.text_width(f"{value:,}", SMALL) + 6)
    ]
    numbers = {
        "type": "scatter",
        "mode": "text",
        "x": [x for _, x, _ in written],
        "y": [y for y, _, _ in written],
        "text": [f"{value:,}" for _, _, value in written],
        "textposition": "middle center",
        "textfont": {
            "size": SMALL,
            "color": [paper if value > most * 0.55 else colours.ink for _, _, value in written],
        },
        "hoverinfo": "skip",
    }
    height = round(top + _ROW * len(rows) + 8)
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "", "showline": False}
    face = {"family": FONT_STACK, "size": TEXT, "color": colours.ink}
    small = {"size": SMALL, "color": colours.muted}
    layout = {
        "xaxis": {
            **axis, "side": "top", "tickvals": list(range(0, len(columns), step)), "tickfont": small,
            "ticktext": [safe(name) for name in heads[::step]], "tickangle": -_ANGLE if turned else 0,
            "range": [-0.5, len(columns) - 0.5], "ticklabeloverflow": "allow",
        },
        "yaxis": {
            **axis, "tickvals": list(range(len(rows))), "ticktext": [safe(name) for name in names],
            "range": [len(rows) - 0.5, -0.5],
        },
        "width": width,
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": 8, "pad": 0},
        "paper_bgcolor": colours.paper,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": face,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": int(max(cell, _ROW) / 2),
        "hoverlabel": {"bgcolor": colours.paper, "bordercolor": colours.muted, "align": "left", "font": face},
        "template": {},
    }  # fmt: skip
    return {"data": [data, cells, *([numbers] if written else [])], "layout": layout}
