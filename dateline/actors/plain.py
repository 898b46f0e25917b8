"""Actors and their mentions as plain values and back, so that a `Doc` with them can be written out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from dateline.model import Actor, ActorMention, Office


def plain_actor(actor: Actor) -> dict[str, Any]:
    """An actor as plain values, days as ISO writes them."""
    offices = [
        {
            **asdict(office),
            "start": office.start and office.start.isoformat(),
            "end": office.end and office.end.isoformat(),
        }
        for office in actor.offices
    ]
    return {**asdict(actor), "aliases": list(actor.aliases), "offices": offices}


def actor_from(values: dict[str, Any]) -> Actor:
    """The actor that `plain_actor` gave as these values."""
    offices = tuple(
        Office(**{**office, "start": _day(office["start"]), "end": _day(office["end"])}) for office in values["offices"]
    )
    return Actor(**{**values, "aliases": tuple(values["aliases"]), "offices": offices})


def plain_mention(mention: ActorMention) -> dict[str, Any]:
    """A mention of an actor as plain values."""
    return {**asdict(mention), "actor": plain_actor(mention.actor)}


def mention_from(values: dict[str, Any]) -> ActorMention:
    """The mention that `plain_mention` gave as these values."""
    return ActorMention(**{**values, "actor": actor_from(values["actor"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
