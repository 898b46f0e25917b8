"""The store: one SQLite file that a single writer fills and any number of readers query.

`Writer` writes; the functions of `dateline.store.query`, re-exported here, read.
"""

from .query import (
    corrections,
    document,
    documents,
    event,
    hidden,
    setting,
    summary,
    timeline,
    undated_documents,
    version,
)
from .results import DocumentRow, EventDetail, Recorded, Summary, UndatedDocument
from .writer import Writer

__all__ = [
    "DocumentRow",
    "EventDetail",
    "Recorded",
    "Summary",
    "UndatedDocument",
    "Writer",
    "corrections",
    "document",
    "documents",
    "event",
    "hidden",
    "setting",
    "summary",
    "timeline",
    "undated_documents",
    "version",
]
