"""What a date for an event is made of: the `When`, the reason in words and the rule."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.events.scene import Scene
from dateline.model import Status, TimeExpression, When

SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
"""The seasons as TIMEX3 writes them and as EDTF does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date for an event: ``when`` (None: open), the reason in words, the rule's name.

    ``until`` is the character at which the evidence has to end so that it holds this date (for lists of dates).
    """

    when: When | None
    why: tuple[str, ...]
    rule: str
    until: int | None = None


def plain(expression: TimeExpression) -> When | None:
    """The date that an expression names, without the open end that "since" gives it."""
    value = expression.value[:10]
    year, _, part = value.partition("-")
    try:
        return When.of(f"{year}-{SEASONS[part]}" if part in SEASONS else value)
    except ValueError:
        return expression.when


def dated_by(scene: Scene, expression: TimeExpression, *, rule: str, status: Status, ends: int | None = None) -> Dated:
    """The date that a time expression gives to an event; what goes on "since" a day goes on up to the article's."""
    when = expression.when
    if when is not None and when.earliest is None:
        named = plain(expression)
        today = scene.anchor.when.latest if scene.anchor.when else None
        ahead = named is not None and named.earliest is not None and today is not None and named.earliest > today
        until = scene.document.text[: expression.start].rstrip().lower().endswith(("until", "till"))
        if expression.type == "TIME" or status == "planned" or ahead or until:
            # "shortly before midnight on Wednesday" is that day; what is due by May is due in May, and what lasts until
            # 2018 ends in it.
            when = named
    if when is None:
        reason = expression.open_reason or expression.trace
        return Dated(when=None, why=(reason,), rule=f"{rule}.open", until=ends)
    why: tuple[str, ...] = (expression.trace,)
    if when.precision == "open" and when.earliest is not None and scene.anchor.when and scene.anchor.when.exact_day:
        day = scene.anchor.when.exact_day
        if when.earliest < day:
            start = when.value.split("/")[0]
            when = When.of(f"{start}/{day.isoformat()}")
            why = (*why, f"told as still going on: up to the article's day, {day.isoformat()}")
    return Dated(when=when, why=why, rule=rule, until=ends)
