"""How sure a mention is: the share of such mentions that are right in type, date and states.

A logistic regression over a dozen plain facts about a mention, each a name with one weight in `data/confidence.toml`;
`tools/fit_confidence.py` made the weights from articles read by hand. So a confidence of 0.9 means that nine in ten
such mentions were right there.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator

from dateline.events.lexicon import read_data
from dateline.model import EventMention

LEAST, MOST = 0.05, 0.95


def facts(mention: EventMention) -> Iterator[str]:
    """The names of what is known about a mention, as the table of weights has them."""
    speech = mention.type == "statement"
    kind = "statement" if speech else "act"
    yield "all"
    yield kind if speech else f"act.{mention.type}"
    date = next((rule for rule in mention.trace if rule.startswith("date.")), "date.none")
    yield f"{kind}.{date}"
    if mention.when is None:
        yield f"{kind}.undated"
    if mention.status != "happened":
        yield f"{kind}.{mention.status}"
    if "actors.setting" in mention.trace:
        yield f"{kind}.setting"
    yield f"{kind}.states.{min(len(mention.countries), 3)}"
    if speech:
        yield (
            "speaker.person"
            if mention.speaker in mention.people
            else "speaker.body"
            if mention.speaker
            else "speaker.none"
        )
    elif any(p.actor.kind == "person" for p in mention.participants):
        yield "act.person"
    if mention.trace and ".noun" in mention.trace[0]:
        yield f"{kind}.noun"
    if mention.trace and "plover." in mention.trace[0]:
        yield f"{kind}.coded"


def confidence_of(mention: EventMention) -> float:
    """How sure a mention is, from 0.05 to 0.95."""
    total = sum(weights().get(fact, 0.0) for fact in facts(mention))
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 2)


@functools.cache
def weights() -> dict[str, float]:
    """The weight of each fact, in logits."""
    return {name: float(weight) for name, weight in read_data("confidence.toml")["weights"].items()}
