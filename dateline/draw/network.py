"""Who takes part together: names on a ring, lines between those that share events, thicker for more.

A heat map tells one actor's relations by year; this tells those among many actors at one glance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from . import font
from .filling import SMALL
from .hover import safe
from .layout import TEXT
from .theme import BLUE, FONT_STACK, THEMES, ThemeName, rgba
from .words import counted

_WIDTHS = (1.0, 2.0, 3.5, 5.5)
"""Of lines, in pixels, for the quarters of the largest number."""
_LONGEST = 150.0
"""Of a name, in pixels; longer ones are cut."""
_MOST_ROUNDS = 40


def network(
    names: Sequence[str],
    counts: Sequence[int],
    pairs: Mapping[tuple[int, int], int],
    *,
    theme: ThemeName = "light",
    width: int = 1100,
) -> dict[str, Any]:
    """Plotly's JSON of a network: ``names`` with their numbers of events as circles, ``pairs`` of two of them (by their
    places, the smaller first) with the number of events that both are in as lines.

    Circles that share much stand near one another. A click on one gives ``[place, 0]`` as ``customdata``.
    """
    colours = THEMES[theme]
    shown = [font.shorten(name, min(_LONGEST, width * 0.22), TEXT) for name in names]
    side = max((font.text_width(name, TEXT) for name in shown), default=40.0) + 24
    radius = max(min((width - 2 * side) / 2, 210.0), 60.0)
    order = _around(len(names), pairs)
    place = {node: at for at, node in enumerate(order)}
    angle = {node: math.pi / 2 - 2 * math.pi * at / max(len(order), 1) for node, at in place.items()}
    x = {node: radius * math.cos(angle[node]) for node in order}
    y = {node: radius * math.sin(angle[node]) for node in order}
    most_joint, most = max(pairs.values(), default=1), max(counts, default=1)
    strong = BLUE if theme == "light" else "#56B4E9"
    lines: list[dict[str, Any]] = []
    for step, thick in enumerate(_WIDTHS):
        held = [pair for pair, number in pairs.items() if min(3, 4 * number // (most_joint + 1)) == step]
        if held:
            lines.append({
                "type": "scatter", "mode": "lines", "hoverinfo": "skip",
                "x": [value for a, b in held for value in (x[a], x[b], None)],
                "y": [value for a, b in held for value in (y[a], y[b], None)],
                "line": {"width": thick, "color": rgba(strong, 0.25 + 0.15 * step)},
            })  # fmt: skip
    # The middle of each line tells its number.
    told = {
        "type": "scatter", "mode": "markers", "hoverinfo": "text",
        "x": [(x[a] + x[b]) / 2 for a, b in pairs], "y": [(y[a] + y[b]) / 2 for a, b in pairs],
        "marker": {"size": 14, "opacity": 0},
        "hovertext": [
            safe(f"{names[a]} and {names[b]}: {counted(number, 'event')}") for (a, b), number in pairs.items()
        ],
    }  # fmt: skip
    nodes = {
        "type": "scatter",
        "mode": "markers",
        "x": [x[node] for node in order],
        "y": [y[node] for node in order],
        "customdata": [[node, 0] for node in order],
        "hovertext": [safe(f"{names[node]}: {counted(counts[node], 'event')}") for node in order],
        "hoverinfo": "text",
        "marker": {
            "size": [8 + 18 * math.sqrt(counts[node] / most) for node in order], "color": strong, "opacity": 1,
            "line": {"color": colours.paper, "width": 1.5},
        },
        "unselected": {"marker": {"opacity": 1}},
    }  # fmt: skip
    words = [
        _name(shown[node], angle[node], x[node], y[node], 6 + 9 * math.sqrt(counts[node] / most)) for node in order
    ]
    half = radius + 44
    axis = {"showgrid": False, "zeroline": False, "visible": False, "fixedrange": True}
    face = {"family": FONT_STACK, "size": TEXT, "color": colours.ink}
    layout = {
        "xaxis": {**axis, "range": [-width / 2, width / 2]},
        "yaxis": {**axis, "range": [-half, half]},
        "annotations": words,
        "width": width,
        "height": round(2 * half),
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "paper_bgcolor": colours.paper,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {**face, "size": SMALL},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": colours.paper, "bordercolor": colours.muted, "align": "left", "font": face},
        "template": {},
    }
    return {"data": [*lines, told, nodes], "layout": layout}


def _name(text: str, angle: float, x: float, y: float, away: float) -> dict[str, Any]:
    """A name outside of the ring, beside its circle."""
    side = "left" if math.cos(angle) > 0.15 else "right" if math.cos(angle) < -0.15 else "center"
    return {
        "x": x, "y": y, "text": safe(text), "showarrow": False, "xanchor": side,
        "yanchor": "middle" if side != "center" else "bottom" if y > 0 else "top",
        "xshift": {"left": away, "right": -away, "center": 0}[side],
        "yshift": away * math.sin(angle) * (1 if side == "center" else 0.6), "font": {"size": TEXT},
    }  # fmt: skip


def _around(number: int, pairs: Mapping[tuple[int, int], int]) -> list[int]:
    """The order on the ring: two places are exchanged as long as that makes the lines shorter."""

    def length(order: Sequence[int]) -> int:
        at = {node: place for place, node in enumerate(order)}
        steps = ((abs(at[a] - at[b]), joint) for (a, b), joint in pairs.items())
        return sum(min(step, number - step) * joint for step, joint in steps)

    order = list(range(number))
    best = length(order)
    for _ in range(_MOST_ROUNDS):
        before = best
        for one in range(number):
            for other in range(one + 1, number):
                order[one], order[other] = order[other], order[one]
                if (now := length(order)) < best:
                    best = now
                else:
                    order[one], order[other] = order[other], order[one]
        if best == before:
            break
    return order
