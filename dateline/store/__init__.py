"""The store: one SQLite file that a single writer fills and any number of readers query.

`Writer` writes; the functions of `dateline.store.query`, re-exported here, read.
"""

from .query import document, documents, event, summary, timeline, undated_documents, version
from .results import Correction, DocumentRow, EventDetail, Summary, UndatedDocument
from .writer import Writer

__all__ = [
    "Correction",
    "DocumentRow",
    "EventDetail",
    "Summary",
    "UndatedDocument",
    "Writer",
    "document",
    "documents",
    "event",
    "summary",
    "timeline",
    "undated_documents",
    "version",
]
