"""Keeping the events of a database up to date: merged anew where mentions have changed, ranked, corrected.

Only what a change concerns is looked at: its blocks (`dateline.merge.renewal`), the dates whose events it changes
(ranking), and what people's corrections can reach (`dateline.store.reach`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from dateline.actors import country
from dateline.corrections import Corrected, Correction, correct
from dateline.merge import Facts, Renewal, event_of, renew
from dateline.model import Document, Event, EventMention
from dateline.rank import Told, day_weight, heroes, importances, in_lead, is_about, is_day, parts, rank
from dateline.store import Happening, Renewing, TellingRow, Writer

ROWS_AT_ONCE = 10_000
"""Rows of numbers that become Python's objects at a time, which take many times their memory."""


def bring_up_to_date(writer: Writer, *, processes: int = 1) -> None:
    """Put together what has changed, rank it, apply people's corrections; nothing is done where nothing has changed."""
    if writer.needs_merge:
        merge_anew(writer, processes=processes)
    elif writer.ledger.pending:
        found = writer.found_in_reach()
        corrected = _corrected(writer, found, writer.reach())
        writer.replace_in_reach(found, corrected.events, corrected.outcomes)
        _name_states(writer, set().union(*map(_states_of, corrected.events)))


def merge_anew(writer: Writer, *, whole: bool = False, processes: int = 1) -> None:
    """Merge what has changed since the last time; ``whole``: everything, which gives the same."""
    while True:
        with writer.snapshot() as generation:
            found = renew(writer.tellings, mark=_about, whole=whole, processes=processes)
        with writer.renewing(generation, found.facts.n, whole=found.whole) as pen:
            if pen is not None:  # else another program has written meanwhile
                states = _written(writer, pen, found)
                break
    _name_states(writer, states)


def _about(mentions: Sequence[EventMention]) -> list[bool]:
    """Which mentions of an article are of the person that it is about."""
    hero = heroes(mentions)
    return [is_about(mention, hero) for mention in mentions]


def _written(writer: Writer, pen: Renewing, found: Renewal) -> set[str]:
    """Write what merging found, ranked, with people's corrections; the codes of the states that take part."""
    reach = writer.reach()
    gone = {happening.id for happening in pen.old}
    near = [] if found.whole else [event for event in writer.found_in_reach() if event.id not in gone]
    new: list[Event] = []
    made = _Made([], [], [])
    states: set[str] = set()
    for event in found.events:
        made.take(event, found.articles)
        if any(mention.document in reach for mention in event.mentions):
            new.append(event)
        else:
            pen.put(event)
            states |= _states_of(event)
    importance = _importance(writer, found, made, pen.old)
    near = [replace(event, importance=importance.get(event.id, event.importance)) for event in (*near, *new)]
    corrected = _corrected(writer, near, reach)
    pen.finish(
        _rows(found.facts, made.ids),
        (Happening(*each, importance[each[0]]) for each in zip(made.ids, made.days, made.weights, strict=True)),
        machine=near,
        corrected=corrected.events,
        outcomes=corrected.outcomes,
        importance=importance,
        added=found.added,
        removed=found.removed,
    )
    return states.union(*map(_states_of, corrected.events))


def _rows(facts: Facts, ids: Sequence[str]) -> Iterator[TellingRow]:
    """What is kept of each telling; ``ids``: of the events."""
    columns = (facts.n, facts.part, facts.nth, facts.wording, facts.trigger, facts.rank, facts.event)
    by_number = np.argsort(facts.n)  # as they lie in the database
    for some in np.split(by_number, range(ROWS_AT_ONCE, len(facts), ROWS_AT_ONCE)):
        rows = np.stack([column[some] for column in columns], axis=1).tolist()
        for at, (n, part, nth, wording, word, order, event) in zip(some.tolist(), rows, strict=True):
            yield TellingRow(
                n=n, part=part, own=facts.own[at], nth=nth, wording=wording, word=word, rank=order, event=ids[event],
                act=bool(facts.act[at]), about=bool(facts.about[at]), keys=facts.keys(at),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Made:
    """Of events, in their order: ids, dates as EDTF ("" for none), and what each weighs by itself."""

    ids: list[str]
    days: list[str]
    weights: list[float]

    def take(self, event: Event, articles: Mapping[str, Document]) -> None:
        self.ids.append(event.id)
        self.days.append(event.when.value if event.when else "")
        self.weights.append(parts(event, articles).own)


def _importance(writer: Writer, found: Renewal, made: _Made, old: Sequence[Happening]) -> dict[str, float]:
    """The importance of the events made, and of others of their dates, and of those of the ``old`` ones, by id."""
    shelf, facts = writer.tellings, found.facts
    articles = list(found.articles.values())
    region = set() if found.whole else set(facts.n.tolist())
    by_event = np.argsort(facts.event, kind="stable")
    bounds = np.searchsorted(facts.event[by_event], np.arange(len(made.ids) + 1)).tolist()
    by_day: dict[str, list[int]] = {happening.day: [] for happening in old if is_day(happening.day)}
    apart: list[tuple[str, list[int]]] = []
    for event, day in enumerate(made.days):
        if is_day(day):
            by_day.setdefault(day, []).append(event)
        else:
            apart.append((day, [event]))
    gone = {happening.id for happening in old}
    importance: dict[str, float] = {}
    for day, events in itertools.chain(by_day.items(), apart):
        shared = not found.whole and is_day(day)
        beside = shelf.happenings_on(day, but=gone) if shared else []
        before = shelf.told_on(day, but=region) if shared else []
        told = [Told(t.text, t.published, t.act, t.about, in_lead(t.start)) for t in before]
        for event in events if day else ():
            for at in by_event[bounds[event] : bounds[event + 1]].tolist():
                article = articles[facts.article[at]]
                told.append(
                    Told(
                        article.wire or article.id,
                        article.published,
                        act=bool(facts.act[at]),
                        about=bool(facts.about[at]),
                        lead=in_lead(int(facts.start[at])),
                    )
                )
        weights = {h.id: h.weight for h in beside} | {made.ids[event]: made.weights[event] for event in events}
        importance |= importances(weights, day_weight(day, told))
    return importance


def _corrected(writer: Writer, found: Sequence[Event], reach: Mapping[str, str]) -> Corrected:
    corrections: list[Correction] = [recorded.correction for recorded in writer.ledger.all()]
    return correct(found, corrections, together=partial(_together, writer), texts=reach)


def _together(writer: Writer, mentions: Sequence[EventMention]) -> Event:
    """The event that mentions tell which a person has put together, or left together."""
    documents: dict[str, Document] = {id_: writer.get_document(id_) for id_ in {m.document for m in mentions}}
    (event,) = rank([event_of(mentions, documents)], documents)
    return event


def _states_of(event: Event) -> set[str]:
    return {p.country for p in event.participants if p.country}


def _name_states(writer: Writer, codes: Iterable[str]) -> None:
    """A state may take part through its president alone: the filters need its name."""
    writer.add_actors(state for code in sorted(codes) if (state := country(code)))
