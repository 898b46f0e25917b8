"""The newsroom's words for types, statuses and outlets."""

from __future__ import annotations

from typing import Any

from dateline import draw, read
from dateline.errors import DatelineError
from dateline.model import Document

TYPES: dict[str, str] = {
    "treaty": "Treaty",
    "visit": "Visit",
    "meeting": "Meeting",
    "statement": "Statement",
    "vote": "Vote",
    "policy": "Policy",
    "sanction": "Sanction",
    "attack": "Attack",
    "military": "Military",
    "protest": "Protest",
    "legal": "Legal",
    "election": "Election",
    "office": "Office",
    "aid": "Aid",
    "disaster": "Disaster",
    "life": "Life",
    "founding": "Founding",
    "other": "Other",
}

STATUSES: dict[str, str] = {
    "happened": "Happened",
    "planned": "Planned",
    "denied": "Denied",
    "hypothetical": "Hypothetical",
}

FIELDS: dict[str, str] = {
    "words": "Words",
    "countries": "Country",
    "people": "Leader",
    "publishers": "Source",
    "types": "Type",
    "statuses": "Status",
    "organisations": "Organisation",
    "acting": "State that acts",
    "targets": "State acted upon",
    "speakers": "Speaker",
    "outlets": "Cited outlet",
    "precisions": "Date known to",
    "source_counts": "Number of outlets",
    "confidences": "Confidence",
    "disagreements": "Sources disagree on",
    "years": "Years",
}
"""The filters by the field of the view that holds them, in the order in which they are shown."""

FEW = ("people", "publishers", "types", "statuses")
"""Filters that stand in the sidebar at once, after words, years and countries."""

MORE = (
    "organisations", "acting", "targets", "speakers", "outlets", "precisions", "source_counts", "confidences",
    "disagreements",
)  # fmt: skip
"""Filters under "More filters"."""

MATCHES: dict[str, str] = {"any": "any of", "all": "all of", "between": "between"}
"""How the chosen countries go together."""

VALUES: dict[str, dict[str, str]] = {
    "types": TYPES,
    "statuses": STATUSES,
    **draw.FILTER_VALUES,
}
"""Words for the values of filters that are codes of our own."""

CORRECTED: dict[str, str] = {
    "date": "date",
    "type": "type",
    "title": "title",
    "status": "status",
    "actors": "who takes part",
}
"""The fields that people correct, by their kind in `dateline.corrections`."""

ROLES: dict[str, str] = {"source": "acts", "target": "acted upon", "other": "takes part"}


def outlet(document: Document) -> str:
    """The outlet that an article is of, or that it is not known."""
    return document.publisher or "outlet not known"


def copies(row: Any) -> str:
    """How many other articles carry the text of one (`store.DocumentRow`), and whether a newer version is there."""
    if not row.copies:
        return ""
    return f"{len(row.copies):,} more" + (", newer version" if row.newer else "")


DATE_HELP = "19 June 2024, March 2024 or 2024"
"""What stands in an empty field for a publication date."""


def published(typed: str) -> str | None:
    """A publication date as a person types it, as ISO day, month or year; None for an empty field.

    Raises DatelineError E307 for what is no date, or no single day, month or year.
    """
    if not typed.strip():
        return None
    try:
        when = read.written_date(typed)
    except DatelineError:
        when = None
    if when is None or when.approximate or when.precision not in ("day", "month", "year"):
        raise DatelineError("E307", value=typed.strip()[:60])
    return when.value
