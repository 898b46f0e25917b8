"""Plotly's JavaScript, which charts in the dashboard and exported pages run.

The file that comes with the package `plotly` holds maps, 3D and more. Setting up fetches Plotly's own bundle of what is
drawn here from the npm registry (``tools/fetch_plotly.py``): a third of the size, read by a browser in a third of the
time. Where it could not be fetched, or is of another version than the package, the package's own file does the same.
"""

from __future__ import annotations

from pathlib import Path

import plotly

FOLDER = Path(__file__).parent / "assets" / "fetched"
WHOLE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def bundle(folder: Path = FOLDER) -> Path:
    """The file to run: the fetched bundle of the installed package's version, else the package's own."""
    from plotly.offline import get_plotlyjs_version  # takes a while to load, and is wanted once

    fetched = folder / f"plotly-cartesian-{get_plotlyjs_version()}.min.js"
    return fetched if fetched.is_file() else WHOLE
