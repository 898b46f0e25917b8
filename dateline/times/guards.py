"""What looks like a date and is none: years that count things, May the person, spring the verb."""

from __future__ import annotations

from dateline.times.readings import Found


def plausible(found: Found) -> bool:
    """False where the neighbours of a weak match say that it is no date."""
    return True
