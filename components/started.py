"""The dashboard's server as ``dateline serve`` starts it: what the first page needs is loaded ahead.

    python -m components.started run dashboard.py [options of ``streamlit run``]

Streamlit runs the script only for a visit, and the first one would wait for pandas, Plotly and the store, a second of
one processor: they are loaded here while the browser starts and fetches its part.
"""

from __future__ import annotations

import importlib
import threading
import time
from pathlib import Path

from streamlit import runtime
from streamlit.web.cli import main as streamlit_main


def load() -> tuple[str, ...]:
    """Imports what a page imports from ``components``; gives the modules' names."""
    here = Path(__file__).parent
    parts = sorted(file.stem for file in here.glob("*.py"))
    names = tuple(f"components.{part}" for part in parts if part not in ("__init__", "started"))
    for name in names:
        importlib.import_module(name)
    return names


def _when_up() -> None:
    while not runtime.exists():  # what makes the server answer goes first
        time.sleep(0.02)
    load()


if __name__ == "__main__":
    threading.Thread(target=_when_up, name="first-page", daemon=True).start()
    streamlit_main(prog_name="streamlit")
