"""The newsroom's words for types, statuses and outlets."""

from __future__ import annotations

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
    "years": "Years",
}
"""The filters by the field of the view that holds them, in the order in which they are shown."""

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
