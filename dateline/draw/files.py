"""Exports: exactly what is shown, as a file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from ..errors import DatelineError
from ..limits import MAX_PICTURE_PIXELS
from ..model import Timeline
from .filling import SMALL
from .font import FOLDER, text_width
from .lanes import LaneKind, within_cap
from .layout import arrange
from .svg import svg
from .tables import Detail, as_csv, as_json
from .theme import ThemeName
from .words import clean, counts_in_words, outlets_of

FORMATS = ("png", "svg", "pdf", "csv", "json")

# A wide picture is the page's chart enlarged, not a larger chart with small words.
_WIDEST = 1120


def export(
    timeline: Timeline,
    fmt: str,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    theme: ThemeName = "light",
    width: int = 1600,
    height: int | None = None,
    scale: float = 1,
    lanes: LaneKind = "type",
    details: Sequence[Detail] | None = None,
) -> bytes:
    """A timeline as a file: "png", "svg", "pdf" (a picture with title, subtitle, and a line with sources and count),
    "csv" or "json" (see `dateline.draw.tables`).

    ``width`` and ``height`` in pixels, ``height`` None as high as the rows need; ``scale`` multiplies a PNG's pixels.
    ``details``: events with their mentions and articles, for JSON. Raises `DatelineError` E303 for another format and
    E302 where a picture cannot be made.
    """
    if fmt == "csv":
        return as_csv(timeline)
    if fmt == "json":
        return as_json(timeline, title=title, subtitle=subtitle, details=details or ())
    if fmt not in FORMATS:
        raise DatelineError("E303", value=fmt, known=", ".join(FORMATS))
    zoom = max(width / _WIDEST, 1.0)
    inner = round(width / zoom)
    placed = arrange(
        timeline, lanes=lanes, width=inner, height=round(height / zoom) if height else None, title=title,
        subtitle=subtitle, footer=_footer(timeline, lanes, inner),
    )  # fmt: skip
    picture = svg(placed, theme=theme, zoom=zoom, embed=fmt == "svg")
    if fmt == "svg":
        return picture.encode("utf-8")
    pixels = placed.width * placed.height * (zoom * scale) ** 2
    if pixels > MAX_PICTURE_PIXELS:
        scale *= math.sqrt(MAX_PICTURE_PIXELS / pixels)
    return _rendered(picture, fmt, scale)


def _footer(timeline: Timeline, lanes: LaneKind, width: int) -> str:
    """The line under a picture: as many sources as one line holds, and the count."""
    counts = counts_in_words(timeline, drawn=len(within_cap(timeline.events, lanes)))
    names = [clean(name) for name in outlets_of(timeline)]
    if not names:
        return counts
    for shown in range(len(names), 0, -1):
        more = f" and {len(names) - shown} more" if shown < len(names) else ""
        line = f"{'Source' if len(names) == 1 else 'Sources'}: {', '.join(names[:shown])}{more} · {counts}"
        if text_width(line, SMALL) < width - 40:
            break
    return line


def _rendered(picture: str, fmt: str, scale: float) -> bytes:
    """SVG as PNG or PDF; raises `DatelineError` E302 with the renderer's reason."""
    import vl_convert

    _use_font()
    try:
        if fmt == "png":
            return bytes(vl_convert.svg_to_png(picture, scale=scale))
        return bytes(vl_convert.svg_to_pdf(picture))
    except (RuntimeError, ValueError, OSError) as error:
        # The renderer adds a stack trace below its reason.
        why = str(error).partition("\n")[0] or type(error).__name__
        raise DatelineError("E302", why=why) from error


@cache
def _use_font() -> None:
    """Makes the shipped font known to the renderer, which else draws no text where a system has no fonts."""
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))
