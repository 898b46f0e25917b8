"""The picture: the layout drawn as SVG by hand. PNG and PDF are made from it.

Plain shapes and texts; no script, no link, nothing fetched from elsewhere. ``embed`` puts the glyphs that are used of
the shipped font into the file, so that it looks the same where the font is not installed.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from . import font
from .filling import SMALL, Mark
from .layout import FOOT_ROW, TEXT, TITLE, Layout
from .scale import year_span
from .symbols import path
from .theme import BAR_STRENGTH, FONT_FAMILY, HOLLOW, THEMES, Theme, ThemeName, shape
from .words import clean, date_in_words

# What a renderer may take for letters that the shipped font lacks.
_FALLBACKS = "'Noto Sans','Noto Sans CJK KR','Noto Sans Arabic','DejaVu Sans',sans-serif"


def svg(
    placed: Layout, *, theme: ThemeName, selected: str | None = None, zoom: float = 1.0, embed: bool = False
) -> str:
    """A layout as an SVG document, ``zoom`` times its size in pixels."""
    colours = THEMES[theme]
    body = [*_frame(placed, colours), *_strip(placed, colours), *_marks(placed, colours, selected)]
    body += [
        *_labels(placed, colours, selected, embed),
        *_counts(placed, colours),
        *_key(placed, colours),
        *_texts(placed, colours),
    ]
    width, height = placed.width, placed.height
    name = " ".join(placed.title) or "Timeline"
    style = f"<style>{faces(body)}</style>" if embed else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * zoom:.0f}" height="{height * zoom:.0f}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" '
        f'font-family={quoteattr(f"{FONT_FAMILY!r},{_FALLBACKS}")} font-size="{TEXT}">'
        f"<title>{_safe(name)}</title>{style}"
        f'<rect x="-9" y="-9" width="{width + 18:.0f}" height="{height + 18:.0f}" fill="{colours.paper}"/>'
        + "\n".join(body)
        + "</svg>"
    )


def _frame(placed: Layout, colours: Theme) -> Iterator[str]:
    """Grid, lane lines and names, axis with its words."""
    head = placed.strip
    for tick in placed.ticks:
        x = placed.scale.px(tick.day)
        yield _line(x, head, x, placed.bottom + 5, colours.line)
        half = font.text_width(tick.text, SMALL) / 2
        if half + 2 < x < placed.width - half - 2:
            yield _text(x, placed.bottom + 18, tick.text, SMALL, colours.muted, anchor="middle")
            if placed.upper_axis:
                yield _text(x, placed.strip - 6, tick.text, SMALL, colours.muted, anchor="middle")
    for band in placed.bands:
        yield _line(placed.left, band.top, placed.right, band.top, colours.line)
        count = f'<tspan fill="{colours.muted}" dx="7">{band.count:,}</tspan>'
        x, anchor = (placed.left, "start") if placed.narrow else (placed.left - 12, "end")
        yield _text(x, band.name_y + TEXT * 0.34, band.name, TEXT, colours.ink, anchor=anchor, more=count)
    yield _line(placed.left, placed.bottom, placed.right, placed.bottom, colours.line)


def _strip(placed: Layout, colours: Theme) -> Iterator[str]:
    """The density strip."""
    most = max((number for _, number in placed.bins), default=1)
    for year, number in placed.bins:
        start, end = (placed.scale.px(day) for day in year_span(year))
        inset = (end - start) * 0.07
        start, end = max(start + inset, placed.left), min(end - inset, placed.right)
        high = (placed.top - placed.strip - 5) * number / most
        if end > start:
            yield _rect(start, placed.top - high, end, placed.top, f'fill="{colours.bar}"')
    if placed.bins and not placed.narrow:
        y = (placed.strip + placed.top) / 2 + SMALL * 0.34
        yield _text(placed.left - 12, y, "per year", SMALL, colours.muted, anchor="end")


def _marks(placed: Layout, colours: Theme, selected: str | None) -> Iterator[str]:
    """Bars, above them the symbols; among each the more important lie on top."""

    def colour(mark: Mark) -> str:
        return colours.accent if mark.event.id == selected else colours.colour(mark.event.type)

    for mark in placed.marks:  # no line of the grid runs through a word
        if mark.label:
            yield _rect(*mark.label.box, f'fill="{colours.paper}"')
    for mark in reversed(placed.marks):
        pieces = "".join(_bar(mark, placed, colour(mark), chosen=mark.event.id == selected))
        if pieces:
            yield f"<g>{_told(mark)}{pieces}</g>"
    for mark in reversed(placed.marks):
        x, kind, status = placed.scale.px(mark.day), mark.event.type, mark.event.status
        yield f"<g>{_told(mark)}{_shape(shape(kind), x, mark.y, mark.size, status, colours, colour(mark))}</g>"
        if mark.event.id == selected:
            radius = mark.size / 2 + 3.5
            yield f'<circle cx="{x:.2f}" cy="{mark.y:.2f}" r="{radius:.2f}" fill="none" {_stroke(colours.accent, 2)}/>'


def _told(mark: Mark) -> str:
    """What a browser shows when the pointer rests on a mark."""
    return f"<title>{_safe(f'{mark.event.title}, {date_in_words(mark.event.when)}')}</title>"


def _bar(mark: Mark, placed: Layout, colour: str, *, chosen: bool) -> Iterator[str]:
    status = mark.event.status
    for piece in mark.segments:
        start = min(max(placed.scale.px(piece.start), placed.left), placed.right)
        end = min(max(placed.scale.px(piece.end), placed.left), placed.right)
        if end <= start:
            continue
        look = f'fill="{colour}" fill-opacity="{BAR_STRENGTH[status] * piece.opacity:.3f}"'
        if piece.opacity == 1 and (status != "happened" or chosen):
            look += " " + _stroke(colour, 1.2) + (' stroke-dasharray="1.5 2.5"' if status == "hypothetical" else "")
        yield _rect(start, mark.y - mark.bar / 2, end, mark.y + mark.bar / 2, look)


def _shape(name: str, x: float, y: float, size: float, status: str, colours: Theme, colour: str) -> str:
    """A symbol: filled when it happened, hollow when planned, crossed when denied, dotted when hypothetical."""
    if status in HOLLOW:
        look = f'fill="{colours.paper}" {_stroke(colour, 1.6)}'
        if status == "hypothetical":
            look += ' stroke-dasharray="2 2"'
    else:
        look = f'fill="{colour}" {_stroke(colours.paper, 0.8)}'
    drawn = f'<path d="{path(name, x, y, size / 2)}" {look}/>'
    if status == "denied":
        arm = size / 2 + 2
        for up in (arm, -arm):
            drawn += _line(x - arm, y - up, x + arm, y + up, colours.ink, 1.6)
    return drawn


def _labels(placed: Layout, colours: Theme, selected: str | None, fixed: bool) -> Iterator[str]:
    """The labels; ``fixed`` holds their width also where another font has to do."""
    for mark in placed.marks:
        if mark.label:
            chosen = mark.event.id == selected
            date = f'<tspan fill="{colours.muted}">{_safe(mark.label.date)} </tspan>' if mark.label.date else ""
            colour = colours.accent if chosen else colours.ink
            left, _, right, _ = mark.label.box
            more = f' textLength="{right - left:.1f}" lengthAdjust="spacingAndGlyphs"' if fixed else ""
            y = mark.y + placed.label_size * 0.34
            anchor = "start" if mark.label.side == "right" else "end"
            yield _text(
                mark.label.x, y, mark.label.title, placed.label_size, colour, anchor=anchor, first=date, look=more
            )


def _counts(placed: Layout, colours: Theme) -> Iterator[str]:
    """How many marks lie in each pile."""
    for pile in placed.piles:
        if pile.box:
            yield _text(pile.x, pile.y + placed.label_size * 0.34, pile.text, placed.label_size, colours.muted)


def _key(placed: Layout, colours: Theme) -> Iterator[str]:
    for entry in placed.key:
        known = entry.kind == "type"
        colour = colours.colour(entry.value) if known else colours.muted
        if entry.kind == "note":
            yield _text(entry.x - 7, entry.y + SMALL * 0.34, entry.value, SMALL, colours.muted)
            continue
        name, status = (shape(entry.value), "happened") if known else ("circle", entry.value)
        yield _shape(name, entry.x, entry.y, 10, status, colours, colour)
        yield _text(entry.x + 10, entry.y + SMALL * 0.34, entry.value, SMALL, colours.muted)


def _texts(placed: Layout, colours: Theme) -> Iterator[str]:
    """Title, subtitle, footer, and the sentence of an empty chart."""
    for at, line in enumerate(placed.title):
        yield _text(placed.edge, placed.title_y + 25 * at + 19, line, TITLE, colours.ink, bold=True)
    for at, line in enumerate(placed.subtitle):
        yield _text(placed.edge, placed.subtitle_y + 19 * at + 14, line, TEXT, colours.muted)
    for at, line in enumerate(placed.footer):
        yield _text(placed.edge, placed.footer_y + FOOT_ROW * at + 12, line, SMALL, colours.muted)
    if placed.sentence:
        x, y = (placed.left + placed.right) / 2, (placed.top + placed.bottom) / 2
        yield _text(x, y, placed.sentence, 15, colours.muted, anchor="middle")


def _text(
    x: float, y: float, words: str, size: float, colour: str, *, anchor: str = "start", bold: bool = False,
    first: str = "", more: str = "", look: str = "",
) -> str:  # fmt: skip
    """A line of text; ``words`` is escaped here, ``first`` and ``more`` are markup of our own around it."""
    weight = ' font-weight="600"' if bold else ""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" fill="{colour}"{weight}{place}{look}>'
        f"{first}{_safe(words)}{more}</text>"
    )


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, width: float = 1) -> str:
    return f'<path d="M{x0:.2f},{y0:.2f}L{x1:.2f},{y1:.2f}" fill="none" {_stroke(colour, width)}/>'


def _rect(x0: float, y0: float, x1: float, y1: float, look: str) -> str:
    return f'<rect x="{x0:.2f}" y="{y0:.2f}" width="{x1 - x0:.2f}" height="{y1 - y0:.2f}" {look}/>'


def _stroke(colour: str, width: float) -> str:
    return f'stroke="{colour}" stroke-width="{width:g}"'


def _safe(text: str) -> str:
    """Untrusted text as XML character data."""
    return escape(clean(text))


def faces(body: list[str]) -> str:
    """``@font-face`` rules that carry the glyphs used, as data."""
    letters = "".join(sorted(set("".join(body))))
    rules = []
    for file, weight in ((font.REGULAR, 400), (font.SEMIBOLD, 600)):
        data = base64.b64encode(_glyphs(str(file), letters)).decode("ascii")
        rules.append(
            f"@font-face{{font-family:'{FONT_FAMILY}';font-weight:{weight};"
            f"src:url(data:font/ttf;base64,{data}) format('truetype')}}"
        )
    return "".join(rules)


def _glyphs(file: str, letters: str) -> bytes:
    """A font file cut down to some letters."""
    # Slow to import, and wanted for SVG files alone.
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = subset.Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp"], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    with TTFont(file, recalcTimestamp=False) as face:  # the same picture, the same bytes
        cutter.subset(face)
        out = io.BytesIO()
        face.save(out)
    return out.getvalue()
