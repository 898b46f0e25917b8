"""The timeline as one HTML file that works without any network: chart, search, every event with its sentences.

Plotly's own bundle lies inside. Texts of articles are in it as data or escaped, and a content security policy forbids
the file to fetch or send anything.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..model import Event, Timeline
from .chart import figure_data
from .far import far_in_words
from .lanes import LaneKind, within_cap
from .links import web_link
from .script import bundle
from .svg import faces
from .tables import Detail
from .theme import FONT_STACK, THEMES, ThemeName
from .words import (
    clean,
    counts_in_words,
    date_in_words,
    escaped,
    listed,
    outlets_of,
    precision_in_words,
    who_in_words,
)

_PARTS = Path(__file__).parent / "assets"
_WIDTHS = (1160, 720, 320)
"""Widths of the chart, in pixels: the page shows the widest that fits into the window."""


def as_html(
    timeline: Timeline,
    *,
    title: str | None,
    subtitle: str | None,
    lanes: LaneKind,
    theme: ThemeName,
    details: Sequence[Detail],
) -> bytes:
    """The file, see above. ``details``: the events with their mentions and articles."""
    colours = THEMES[theme]
    known = {detail.event.id: detail for detail in details}
    charts = [figure_data(timeline, lanes=lanes, theme=theme, width=width) for width in _WIDTHS]
    drawn = len(within_cap(timeline.events, lanes))
    cards = "".join(_card(event, known.get(event.id)) for event in (*timeline.events, *timeline.undated))
    style = (_PARTS / "page.css").read_text(encoding="utf-8")
    root = f":root{{--paper:{colours.paper};--ink:{colours.ink};--muted:{colours.muted};--line:{colours.line};"
    root += f"--accent:{colours.accent};--face:{FONT_STACK};color-scheme:{theme}}}"
    name = escaped(title or "Timeline")
    origin = listed(outlets_of(timeline))
    below = [counts_in_words(timeline, drawn=drawn), f"Sources: {origin}" if origin else "", far_in_words(timeline)]
    lines = "".join(f"<p>{escaped(line)}</p>" for line in below if line)
    data = _data(charts)
    letters = sorted(set(cards + json.dumps(charts, ensure_ascii=False) + name + (subtitle or "") + lines))
    body = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
        "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{name}</title><style>{faces(letters)}{root}{style}</style></head><body>",
        f"<header><h1>{name}</h1>",
        f"<p>{escaped(subtitle)}</p>" if subtitle else "",
        f"{lines}</header>",
        '<main><div id="chart" role="img" aria-label="Timeline; the list below holds the same events"></div>',
        '<label for="words">Search the list</label><input id="words" type="search" autocomplete="off">',
        f'<p id="found" role="status"></p><ol id="events">{cards}</ol></main>',
        f'<script type="application/json" id="figure">{data}</script>',
        f"<script>{bundle().read_text(encoding='utf-8')}</script>",
        f"<script>{(_PARTS / 'page.js').read_text(encoding='utf-8')}</script>",
        "</body></html>",
    ]
    return "\n".join(part for part in body if part).encode("utf-8", errors="replace")


def _card(event: Event, detail: Detail | None) -> str:
    status = "" if event.status == "happened" else f" · {event.status}"
    sources = "".join(_source(detail, key) for key in _articles(detail)) if detail else ""
    why = "".join(f"<li>{escaped(step.replace(' -> ', ' → '))}</li>" for step in event.when_trace)
    day = escaped(date_in_words(event.when))
    return (
        f'<li id="{escaped(f"e-{event.id}")}" tabindex="-1"><details><summary><b>{day}</b> '
        f"{escaped(event.title)} <i>{escaped(event.type + status)}</i></summary>"
        f"<p>{escaped(who_in_words(event))}</p><p>{escaped(precision_in_words(event.when))}</p><ul>{why}</ul>"
        f"{sources}</details></li>"
    )


def _articles(detail: Detail | None) -> list[str]:
    return list(dict.fromkeys(mention.document for mention in detail.event.mentions)) if detail else []


def _source(detail: Detail, key: str) -> str:
    document = detail.documents.get(key)
    quotes = [clean(mention.evidence) for mention in detail.event.mentions if mention.document == key]
    lines = "".join(f"<blockquote>{escaped(quote)}</blockquote>" for quote in dict.fromkeys(quotes))
    if document is None:
        return lines
    day = date_in_words(document.published) if document.published else "no publication date"
    said = listed([document.publisher or "outlet not known", day])
    link = web_link(document.url)
    address = f' <a href="{html.escape(link)}" rel="noopener noreferrer">at the source</a>' if link else ""
    return f"<h3>{escaped(said)}</h3><p>{escaped(document.title or document.name)}{address}</p>{lines}"


def _data(value: Any) -> str:
    """JSON that no browser takes for the end of its element."""
    safe = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        safe = safe.replace(char, f"\\u{ord(char):04x}")
    return safe
