"""The shapes of the types as SVG paths, as large as Plotly draws the symbols of the same names."""

from __future__ import annotations

from functools import cache
from math import cos, pi, sin, sqrt

Points = list[tuple[float, float]]


def _ring(corners: int, radius: float = 1.0, *, turn: float = 0.0, inner: float = 0.0) -> Points:
    """Corners of a regular polygon (a star with ``inner``), clockwise from the top; ``turn`` in parts of a side."""
    step = 2 * pi / corners
    found = []
    for corner in range(corners):
        angle = (corner + turn) * step - pi / 2
        found.append((radius * cos(angle), radius * sin(angle)))
        if inner:
            found.append((inner * cos(angle + step / 2), inner * sin(angle + step / 2)))
    return found


_SIDE = 2 / sqrt(3)
_ARM, _REACH = 0.4, 1.2

# Shape -> corners, for a symbol of radius 1; y grows downwards.
OUTLINES: dict[str, Points] = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "diamond": [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
    "diamond-tall": [(0, -1.4), (0.7, 0), (0, 1.4), (-0.7, 0)],
    "diamond-wide": [(0, -0.7), (1.4, 0), (0, 0.7), (-1.4, 0)],
    "triangle-up": [(0, -1), (_SIDE, 0.5), (-_SIDE, 0.5)],
    "triangle-down": [(0, 1), (-_SIDE, -0.5), (_SIDE, -0.5)],
    "triangle-right": [(1, 0), (-0.5, _SIDE), (-0.5, -_SIDE)],
    "triangle-left": [(-1, 0), (0.5, -_SIDE), (0.5, _SIDE)],
    "cross": [
        (_ARM, -_REACH), (_ARM, -_ARM), (_REACH, -_ARM), (_REACH, _ARM), (_ARM, _ARM), (_ARM, _REACH),
        (-_ARM, _REACH), (-_ARM, _ARM), (-_REACH, _ARM), (-_REACH, -_ARM), (-_ARM, -_ARM), (-_ARM, -_REACH),
    ],
    "pentagon": _ring(5),
    "hexagon": _ring(6),
    "octagon": _ring(8, turn=0.5),
    "star": _ring(5, 1.4, inner=0.535),
    "hexagram": _ring(6, 1.0, turn=0.5, inner=0.577),
    "star-diamond": _ring(4, 1.4, inner=0.55),
    "hourglass": [(-1, -1), (1, -1), (-1, 1), (1, 1)],
    "bowtie": [(-1, -1), (1, 1), (1, -1), (-1, 1)],
}  # fmt: skip


@cache
def half_width(name: str) -> float:
    """How far a shape reaches to either side, in radii."""
    return max((abs(x) for x, _ in OUTLINES.get(name, ())), default=1.0)


def path(name: str, x: float, y: float, radius: float) -> str:
    """The SVG path of a shape around (x, y) in pixels; what has no outline here is a circle."""
    corners = OUTLINES.get(name)
    if corners is None:
        return (
            f"M{x - radius:.2f},{y:.2f}a{radius:.2f},{radius:.2f} 0 1 1 {2 * radius:.2f},0"
            f"a{radius:.2f},{radius:.2f} 0 1 1 {-2 * radius:.2f},0Z"
        )
    return "M" + "L".join(f"{x + dx * radius:.2f},{y + dy * radius:.2f}" for dx, dy in corners) + "Z"
