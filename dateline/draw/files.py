"""Exports: exactly what is shown, as a file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from ..errors import DatelineError
from ..limits import MAX_PICTURE_PIXELS
from ..model import Timeline
from .far import far_events
from .filling import SMALL
from .font import FOLDER, text_width
from .ics import as_ics
from .lanes import LaneKind, within_cap
from .layout import Layout, arrange
from .markdown import as_markdown
from .page import as_html
from .sheet import as_xlsx
from .svg import svg
from .tables import Detail, as_csv, as_json
from .theme import ThemeName
from .timelinejs import as_timelinejs
from .words import clean, counted, counts_in_words, outlets_of

PICTURES = ("png", "svg", "pdf")
FORMATS = (*PICTURES, "html", "csv", "xlsx", "json", "ics", "timelinejs", "md")
CHARTED = (*PICTURES, "html")
"""Formats that show the chart, and so hold the `MAX_MARKS` most important events at most."""
DETAILED = ("html", "xlsx", "json", "md")
"""Formats that hold the events' sentences, and so want ``details``."""

SIZES: dict[str, tuple[int, int | None]] = {
    "screen": (1600, None),
    "slide": (1920, 1080),
    "page": (1684, 1190),
    "post": (1200, 1200),
}
"""Width and height of pictures in pixels: as high as the rows need; 16 to 9; A4 turned; square."""

# A wide picture is the page's chart enlarged, not a larger chart with small words.
_WIDEST = 1120
# Pixels of the layout to a pixel of the picture beyond which words could not be read: then the picture is higher.
_SMALLEST = 1.6


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
    "html" (`.page`), "csv" or "json" (`.tables`), "xlsx" (`.sheet`), "ics" (`.ics`), "timelinejs" (`.timelinejs`) or
    "md" (`.markdown`).

    ``width`` and ``height`` in pixels, ``height`` None as high as the rows need; ``scale`` multiplies a PNG's pixels.
    ``details``: events with their mentions and articles, for the `DETAILED` formats. Raises `DatelineError` E303 for
    another format and E302 where a picture cannot be made.
    """
    if fmt == "csv":
        return as_csv(timeline)
    if fmt == "json":
        return as_json(timeline, title=title, subtitle=subtitle, details=details or ())
    if fmt == "xlsx":
        return as_xlsx(timeline, title=title, subtitle=subtitle, details=details or ())
    if fmt == "ics":
        return as_ics(timeline, title=title)
    if fmt == "timelinejs":
        return as_timelinejs(timeline, title=title, subtitle=subtitle)
    if fmt == "md":
        return as_markdown(timeline, title=title, subtitle=subtitle, details=details or ())
    if fmt == "html":
        return as_html(timeline, title=title, subtitle=subtitle, lanes=lanes, theme=theme, details=details or ())
    if fmt not in PICTURES:
        raise DatelineError("E303", value=fmt, known=", ".join(FORMATS))

    def placed_in(inner: int) -> Layout:
        return arrange(
            timeline, lanes=lanes, width=inner, height=round(height * inner / width) if height else None, title=title,
            subtitle=subtitle, footer=_footer(timeline, lanes, inner),
        )  # fmt: skip

    inner = min(width, _WIDEST)
    placed = placed_in(inner)
    # Where the lanes need more height than the picture has, all is drawn smaller.
    while height and placed.height > height * inner / width + 1 and inner < _SMALLEST * width:
        inner = round(inner * 1.15)
        placed = placed_in(inner)
    zoom = width / inner
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
    query = timeline.query
    far = len(far_events(timeline.events)) if not query.since and not query.until else 0
    if far:
        counts += f" · without {counted(far, 'event')} far from all others"
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
