"""The store: one SQLite file that a single writer fills and any number of readers query.

`Writer` writes; the functions of `dateline.store.query`, re-exported here, read.
"""

from .query import (
    corrections,
    document,
    documents,
    event,
    hidden,
    saved_views,
    setting,
    summary,
    timeline,
    undated_documents,
    version,
)
from .results import DocumentRow, EventDetail, Recorded, Summary, UndatedDocument
from .views import SavedView
from .writer import Writer

__all__ = [
    "DocumentRow",
    "EventDetail",
    "Recorded",
    "SavedView",
    "Summary",
    "UndatedDocument",
    "Writer",
    "corrections",
    "document",
    "documents",
    "event",
    "hidden",
    "saved_views",
    "setting",
    "summary",
    "timeline",
    "undated_documents",
    "version",
]
