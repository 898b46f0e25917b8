"""Untrusted text inside Plotly, and what the hover tells of an event."""

from __future__ import annotations

import html
from collections.abc import Sequence

from ..model import Event
from . import font
from .layout import TEXT
from .words import clean, counted, date_in_words, precision_in_words, who_in_words

_MOST_BELOW = 5


def safe(text: str) -> str:
    """Untrusted text such that Plotly's own little markup shows it character for character.

    Dollar signs too: with MathJax on the page, what stands between two of them would be set as mathematics.
    """
    return html.escape(clean(text), quote=False).replace("$", "&#36;")


def hover_text(event: Event, *, room: float, below: Sequence[Event] = ()) -> str:
    """What the hover tells of an event, in lines no wider than ``room`` pixels: escaped, with ``<br>`` between.

    ``below``: the events whose marks lie at the same place.
    """
    lines = [f"<b>{safe(line)}</b>" for line in font.wrap(clean(event.title), room, TEXT, bold=True, lines=4)]
    kind = event.type if event.status == "happened" else f"{event.type}, {event.status}"
    by_hand = any(change.kind == "add" for change in event.changes)
    sources = (
        "added by hand" if by_hand and not event.mention_count else counted(max(len(event.publishers), 1), "source")
    )
    corrected = " · corrected" if {change.kind for change in event.changes} - {"note", "add"} else ""
    plain = (
        f"{date_in_words(event.when, weekday=True)}, {precision_in_words(event.when)}",
        f"{kind} · {sources}{corrected}",
        who_in_words(event),
        ", ".join(event.publishers),
    )
    lines += [safe(line) for text in plain for line in font.wrap(clean(text), room, TEXT)]
    if below:
        lines.append(safe(f"In the same place {counted(len(below), 'more event')}:"))
        lines += [safe(font.shorten(clean(other.title), room, TEXT)) for other in below[:_MOST_BELOW]]
        lines += ["…"] if len(below) > _MOST_BELOW else []
    return "<br>".join(lines)
