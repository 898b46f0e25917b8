"""What an event can be found by: the values that filters offer, each a row of the table ``facet``."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.model import CONFIDENCE_BANDS, SOURCE_BANDS, Event

from .codec import sound

OFFERED: dict[str, tuple[str, ...]] = {
    "countries": ("country",),
    "people": ("person",),
    "publishers": ("publisher",),
    "types": ("type",),
    "statuses": ("status",),
    "organisations": ("organisation",),
    "acting": ("acting",),
    "targets": ("target",),
    "speakers": ("speaker",),
    "outlets": ("outlet",),
    "precisions": ("precision",),
    "source_counts": ("sources",),
    "confidences": ("confidence",),
    "disagreements": ("disagreement",),
}
"""Fields of a `Query` and the facets that they offer."""

ACCEPTED = {**OFFERED, "people": ("person", "organisation")}
"""Fields of a `Query` and the facets that they find: ``people`` finds organisations too, by their ids."""


def facets_of(event: Event) -> set[tuple[str, str]]:
    """Field and value of all that an event, with its mentions, can be found by."""
    return {(field, sound(value)) for field, value in _facets(event)}


def source_band(outlets: int) -> str:
    """The band of `SOURCE_BANDS` of so many outlets; an outlet that is not known is one."""
    return next(band for band in reversed(SOURCE_BANDS) if max(outlets, 1) >= int(band))


def confidence_band(confidence: float) -> str:
    """The band of `CONFIDENCE_BANDS` of a confidence between 0 and 1."""
    return next(band for band in CONFIDENCE_BANDS if confidence >= float(band))


def _facets(event: Event) -> Iterator[tuple[str, str]]:
    yield "type", event.type
    yield "status", event.status
    yield "precision", event.when.precision if event.when else "none"
    for code in event.countries:
        yield "country", code
    for publisher in event.publishers:
        yield "publisher", publisher
    for part in event.participants:
        if part.actor.kind != "country":
            yield "person" if part.actor.kind == "person" else "organisation", part.actor.id
        state = part.country or (part.actor.id if part.actor.kind == "country" else None)
        if state and part.role != "other":
            yield "acting" if part.role == "source" else "target", state
    for mention in event.mentions:
        if mention.speaker:
            yield "speaker", mention.speaker
        if mention.outlet:
            yield "outlet", mention.outlet
    if event.mentions:  # one that was added by hand has no source and no confidence
        yield "sources", source_band(len(event.publishers))
        yield "confidence", confidence_band(max(mention.confidence for mention in event.mentions))
    for reading in event.readings:
        yield "disagreement", reading.field
