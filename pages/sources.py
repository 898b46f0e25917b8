"""The outlets: who reports what and first, what only one has, who agrees with whom, whose statements are told."""

from __future__ import annotations

from components import desk, empty, notice, shell, sources, viewport
from components import view as views
from dateline import draw


def main() -> None:
    """Draws the page."""
    views.leave("sources")
    if (everything := empty.everything()) is None:
        return
    found = desk.outlets()
    notice.heading(
        "Sources", f"{draw.counted(len(found.outlets), 'outlet')}: who reports what, who first, and who differs."
    )
    if not found.outlets:
        notice.muted("No article says which outlet it is of. The page Add asks for it.")
        return
    width = viewport.width()
    sources.table(found)
    sources.agreement(found, width=width)
    sources.sides(found, everything)
    viewport.measure()


shell.run(main)
