"""The articles: those without a date first, each with one field to give it."""

from __future__ import annotations

from components import articles, desk, empty, notice, shell, words
from components import view as views
from dateline.errors import DatelineError


def main() -> None:
    """Draws the page."""
    views.leave("documents")
    rows = desk.documents() if desk.path().exists() else ()
    if not rows:
        empty.database(has_articles=False)
        return
    undated = desk.undated_documents()
    below = f"{len(undated):,} without a stated date" if undated else "all with a date"
    notice.heading("Documents", f"{words.count(len(rows), 'article')}, {below}")
    articles.outcome()
    for item in undated:
        articles.without_date(item)
    articles.table(rows)


shell.require()
try:
    main()
except DatelineError as error:
    notice.error(str(error))
