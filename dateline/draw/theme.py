"""Colours, sizes and the shape of each type of event; the same for the figure and for pictures.

Colours are the Okabe-Ito palette (Okabe and Ito, "Color Universal Design", 2008), which holds for all common kinds
of colour blindness. Its yellow is left out (too pale on paper) and its black gives way to the theme's own ink.
Seven colours cannot tell 18 types, and colour alone would leave some readers out: each type has a shape of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]

BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, INK = "#E69F00", "#56B4E9", "ink"

# Type -> (colour, shape); the shapes carry Plotly's names.
STYLES: dict[str, tuple[str, str]] = {
    "treaty": (BLUE, "diamond"),
    "visit": (VERMILLION, "circle"),
    "meeting": (GREEN, "square"),
    "statement": (SKY, "triangle-up"),
    "vote": (PURPLE, "diamond-wide"),
    "policy": (INK, "pentagon"),
    "sanction": (ORANGE, "hourglass"),
    "attack": (VERMILLION, "star"),
    "military": (ORANGE, "triangle-right"),
    "protest": (PURPLE, "triangle-left"),
    "legal": (INK, "bowtie"),
    "election": (BLUE, "hexagram"),
    "office": (GREEN, "triangle-down"),
    "aid": (GREEN, "cross"),
    "disaster": (ORANGE, "star-diamond"),
    "life": (SKY, "diamond-tall"),
    "founding": (BLUE, "hexagon"),
    "other": (INK, "octagon"),
}

# How strong a bar's colour is, by status: what has not happened is nearly hollow.
BAR_STRENGTH = {"happened": 0.42, "planned": 0.08, "denied": 0.12, "hypothetical": 0.06}
HOLLOW = frozenset({"planned", "hypothetical"})

FONT_FAMILY = "Source Sans 3"
# Streamlit serves the same design as "Source Sans"; the narrow faces after it never need more room than was measured.
FONT_STACK = "'Source Sans 3','Source Sans','Source Sans Pro','Arial Narrow','Liberation Sans Narrow',sans-serif"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a page: ``paper``, ``ink`` and two steps between, and the accent, for the selected event only."""

    paper: str
    ink: str
    muted: str
    line: str
    band: str
    accent: str
    bar: str

    def colour(self, kind: str) -> str:
        """Colour of a type of event, as #rrggbb."""
        found = STYLES.get(kind, STYLES["other"])[0]
        return self.muted if found == INK else found


THEMES: dict[str, Theme] = {
    "light": Theme("#fdfcf9", "#1d1d1b", "#5d5b55", "#e2dfd6", "#f6f4ee", "#8a1c3b", "#c9c5b9"),
    "dark": Theme("#16181b", "#ecebe6", "#a9a79f", "#33363b", "#1c1f23", "#e5789a", "#4b4f56"),
}


def shape(kind: str) -> str:
    """Shape of a type of event, by Plotly's name."""
    return STYLES.get(kind, STYLES["other"])[1]


def rgba(colour: str, opacity: float) -> str:
    """``#rrggbb`` with an opacity between 0 and 1, as CSS writes it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:.3g})"
