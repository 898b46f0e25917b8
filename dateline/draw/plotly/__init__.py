"""Plotly's own JavaScript, with the kinds of traces alone that are drawn here.

The bundle that comes with the package `plotly` holds maps, 3D and more: it is three times as large, and a browser takes
three times as long to read it. `VERSION` is that of the installed package's bundle, whose figures are made; a test
holds them together. Renewed by ``npm pack plotly.js-cartesian-dist-min@VERSION``, whose files LICENSE and
plotly-cartesian.min.js these are.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
NAME = "plotly-cartesian.min.js"
VERSION = "4.1.1"


@cache
def script() -> str:
    """The JavaScript, 1.5 MB, with its licence at its head."""
    return (FOLDER / NAME).read_text(encoding="utf-8")
