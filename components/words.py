"""The newsroom's words for types, statuses and counts."""

from __future__ import annotations

from collections.abc import Sequence

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

ROLES: dict[str, str] = {"source": "acts", "target": "acted upon", "other": "takes part"}


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 event``, ``1,204 events``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str], joint: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"
