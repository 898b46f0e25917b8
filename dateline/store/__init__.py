"""The store: one SQLite file that a single writer fills and any number of readers query.

`Writer` writes; the functions of `dateline.store.query`, re-exported here, read.
"""

from .around import Around, ToldAgain, around, told_again, told_in
from .bins import Lane, Unit, binned
from .care import backup, check
from .merging import TellingRow
from .outlets import Outlet, Outlets, outlets
from .query import (
    CHOICES,
    corrections,
    details,
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
from .renewing import Renewing
from .results import DocumentRow, EventDetail, Recorded, Summary, UndatedDocument
from .tellings import Happening
from .views import SavedView, Views
from .whowith import Counterpart, actor, counterparts
from .writer import Writer

__all__ = [
    "CHOICES",
    "Around",
    "Counterpart",
    "DocumentRow",
    "EventDetail",
    "Happening",
    "Lane",
    "Outlet",
    "Outlets",
    "Recorded",
    "Renewing",
    "SavedView",
    "Summary",
    "TellingRow",
    "ToldAgain",
    "UndatedDocument",
    "Unit",
    "Views",
    "Writer",
    "actor",
    "around",
    "backup",
    "binned",
    "check",
    "corrections",
    "counterparts",
    "details",
    "document",
    "documents",
    "event",
    "hidden",
    "outlets",
    "saved_views",
    "setting",
    "summary",
    "timeline",
    "told_again",
    "told_in",
    "undated_documents",
    "version",
]
