"""People's corrections of events: what they are, how they find their event again, and what they make of it.

A `Correction` is a row of its own, apart from what the machine found. `correct` is the one place that applies them:
machine events and corrections in, the events shown out. `write` and `read` are for the files that colleagues exchange.
"""

from __future__ import annotations

from .apply import Corrected, Outcome, correct, event_id, holding
from .checked import from_row, link, read
from .lines import clean, dumps, to_row, write
from .nouns import KINDS, Correction, Selector, Subject, named_actor, selector, subject

__all__ = [
    "KINDS",
    "Corrected",
    "Correction",
    "Outcome",
    "Selector",
    "Subject",
    "clean",
    "correct",
    "dumps",
    "event_id",
    "from_row",
    "holding",
    "link",
    "named_actor",
    "read",
    "selector",
    "subject",
    "to_row",
    "write",
]
