"""The articles: those without a date first, each with one field to give it."""

from __future__ import annotations

from components import articles, desk, empty, notice, shell, told
from components import view as views
from dateline import draw

# So many articles without a date get a field of their own; more would push the table out of sight.
AT_ONCE = 8


def main() -> None:
    """Draws the page."""
    told.follow_address()
    views.leave("documents")
    rows = desk.documents() if desk.path().exists() else ()
    if not rows:
        empty.database(has_articles=False)
        return
    undated = desk.undated_documents()
    below = f"{len(undated):,} without a stated date" if undated else "all with a date"
    notice.heading("Documents", f"{draw.counted(len(rows), 'article')}, {below}")
    articles.outcome()
    for item in undated[:AT_ONCE]:
        articles.without_date(item)
    if len(undated) > AT_ONCE:
        notice.muted(f"{len(undated) - AT_ONCE:,} more without a date stand first in the table; choose one to date it.")
    articles.table(rows)


shell.run(main)
