"""Everything that people corrected, with undo; hidden events; files for colleagues."""

from __future__ import annotations

from components import desk, history, notice, outcome, shell
from components import view as views
from dateline import draw


def main() -> None:
    """Draws the page."""
    views.leave("corrections")
    recorded = desk.corrections()
    holding = sum(each.holds for each in recorded if each.correction.kind != "undo")
    notice.heading(
        "Corrections",
        f"{draw.counted(holding, 'correction')} in force. They win over what the rules find, and each can be undone."
        if holding
        else "None is in force; what was undone can be put back."
        if recorded
        else "What people correct on the timeline is listed here, and can be undone.",
    )
    outcome.sentence()
    if recorded:
        history.lists(recorded)
    history.exchange(recorded)


shell.run(main)
