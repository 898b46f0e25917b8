"""From an event's date to its ink: bars as long as a date is uncertain, ends that fade where it is open."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Event, When
from .scale import FIRST, LAST, Scale

_FADE_PX, _SOFT_PX = 72.0, 15.0
_FADE = (0.85, 0.68, 0.52, 0.37, 0.23, 0.1)
_SOFT = (0.66, 0.33)
# Diameter of a symbol by the number of outlets, in pixels; its area grows about as the number does, then levels off.
_SIZES = (9.5, 11.5, 13.0, 14.5)
_SIZES_TIGHT = (7.6, 8.6, 9.4, 10.0)
_SIZE_IN_BAR = 0.72
_LEAST_PX = 8.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: from ``start`` to ``end`` in days, as opaque as ``opacity`` (1: the bar's full strength)."""

    start: float
    end: float
    opacity: float


def core(when: When) -> tuple[float, float]:
    """First and last moment of what is known, in days; of an open date the known end at its own precision."""
    if when.precision == "open":
        left, _, right = when.value.partition("/")
        return core(When.of(right if left in ("..", "") else left))
    if when.earliest is None or when.latest is None:
        raise ValueError(f"a date without bounds: {when.value!r}")
    return float(when.earliest.toordinal()), float(when.latest.toordinal() + 1)


def extent(when: When, scale: Scale) -> tuple[float, float]:
    """First and last moment of all ink of a date, in days."""
    pieces = segments(when, scale)
    first, last = core(when)
    return min([first, *(s.start for s in pieces)]), max([last, *(s.end for s in pieces)])


def segments(when: When, scale: Scale) -> tuple[Segment, ...]:
    """The bar of a date from left to right; none for a known day, whose symbol says it all.

    An open end fades over a fixed length, an approximate date has soft ends: both in pixels of ``scale``.
    """
    if when.precision == "day" and not when.approximate:
        return ()
    first, last = core(when)
    before: tuple[float, ...] = _SOFT if when.approximate else ()
    after = before
    before_px = after_px = _SOFT_PX
    if when.precision == "open" and when.earliest is None:
        before, before_px = _FADE, _FADE_PX
    elif when.precision == "open":
        after, after_px = _FADE, _FADE_PX
    left = _steps(first, -before_px * scale.days_per_px, before)
    right = _steps(last, after_px * scale.days_per_px, after)
    found = (*reversed(left), Segment(first, last, 1.0), *right)
    return tuple(piece for piece in found if piece.start < piece.end)


def hidden(when: When, scale: Scale) -> bool:
    """True where a date's bar is too short to be seen beside its symbol at this scale (or where it has none).

    It is drawn all the same, behind the symbol: a reader who zooms in sees it come out.
    """
    pieces = segments(when, scale)
    return not pieces or (pieces[-1].end - pieces[0].start) / scale.days_per_px < _LEAST_PX


def size(event: Event, scale: Scale, *, tight: bool) -> float:
    """Diameter of an event's symbol in pixels: the more outlets tell it, the larger; smaller in a bar that is seen."""
    outlets = max(len(event.publishers), 1)
    sizes = _SIZES_TIGHT if tight else _SIZES
    full = sizes[0 if outlets == 1 else 1 if outlets == 2 else 2 if outlets <= 4 else 3]
    in_bar = event.when is not None and not hidden(event.when, scale)
    return round(full * (_SIZE_IN_BAR if in_bar else 1.0), 1)


def _steps(start: float, length: float, opacities: tuple[float, ...]) -> list[Segment]:
    """Pieces from ``start`` over ``length`` days (negative: to the left), one for each opacity."""
    step = length / len(opacities) if opacities else 0.0
    found = []
    for at, opacity in enumerate(opacities):
        ends = sorted((start + at * step, start + (at + 1) * step))
        found.append(Segment(max(ends[0], FIRST), min(ends[1], LAST), opacity))
    return found
