"""How Dateline works, short and true."""

from __future__ import annotations

from components import method, notice, shell
from components import view as views


def main() -> None:
    """Draws the page."""
    views.leave("method")
    notice.heading("Method", "What is shown here was found by rules, and each rule can be asked why.")
    method.show()


shell.run(main)
