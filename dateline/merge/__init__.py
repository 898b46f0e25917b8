"""Merging: mentions of one or many articles become events, one for each happening.

Mentions are sketched (`sketch`), pairs that may tell one happening are found by blocks (`blocks`), compared (`pairs`,
`likeness`), and put together by the mean likeness of groups (`linkage`). How alike two mentions are depends on them and
their articles alone, and groups that share no likely pair do not influence each other: so the result does not depend on
the order in which articles arrive.
"""

from __future__ import annotations

from .dates import SLACK, dates_agree
from .event import event_of, id_of
from .renewal import renew
from .renewed import Facts, Renewal
from .shelf import Kept, Shelf
from .together import merge

__all__ = ["SLACK", "Facts", "Kept", "Renewal", "Shelf", "dates_agree", "event_of", "id_of", "merge", "renew"]
