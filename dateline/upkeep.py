"""Keeping the events of a database up to date: merged anew where mentions have changed, ranked, corrected.

Only what a change concerns is looked at: its blocks (`dateline.merge.renewal`), the dates whose events it changes
(ranking), and what people's corrections can reach (`dateline.store.reach`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dateline.actors import country
from dateline.corrections import Corrected, Correction, correct
from dateline.merge import Renewal, event_of, renew
from dateline.model import Document, Event, EventMention
from dateline.rank import Told, day_weight, heroes, importances, in_lead, is_about, parts, rank, text_of
from dateline.store import Happening, TellingRow, Writer


def bring_up_to_date(writer: Writer, *, processes: int = 1) -> None:
    """Put together what has changed, rank it, apply people's corrections; nothing is done where nothing has changed."""
    if writer.needs_merge:
        merge_anew(writer, processes=processes)
    elif writer.ledger.pending:
        found = writer.found_in_reach()
        corrected = _corrected(writer, found, writer.reach())
        writer.replace_in_reach(found, corrected.events, corrected.outcomes)
        _name_states(writer, corrected.events)


def merge_anew(writer: Writer, *, whole: bool = False, processes: int = 1) -> None:
    """Merge what has changed since the last time; ``whole``: everything, which gives the same."""
    while True:
        with writer.snapshot() as generation:
            found = renew(writer.tellings, whole=whole, processes=processes)
            plan = _planned(writer, found)
        done = writer.renew(
            generation, plan.rows, plan.happenings, events=plan.beyond, machine=plan.near,
            corrected=plan.corrected.events, outcomes=plan.corrected.outcomes, importance=plan.importance,
            added=found.added, removed=found.removed, whole=found.whole,
        )  # fmt: skip
        if done:  # else another program has written meanwhile
            break
    _name_states(writer, (*plan.beyond, *plan.corrected.events))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What is to be written: events that no correction can reach, the machine's others, and what is shown of those."""

    rows: list[TellingRow]
    happenings: list[Happening]
    beyond: list[Event]
    near: list[Event]
    corrected: Corrected
    importance: dict[str, float]


def _planned(writer: Writer, found: Renewal) -> _Plan:
    shelf = writer.tellings
    old = shelf.happenings_of(kept.n for kept, _ in found.kept)
    about = _about(found)
    events, weights, others = _ranked(writer, found, about, old)
    reach = writer.reach()
    gone = {happening.id for happening in old}
    near = [] if found.whole else [event for event in writer.found_in_reach() if event.id not in gone]
    near = [replace(event, importance=others.get(event.id, event.importance)) for event in near]
    near += [event for event in events if any(mention.document in reach for mention in event.mentions)]
    touched = {event.id for event in near}
    rows = [
        TellingRow(
            n=kept.n, part=kept.part, own=kept.own, nth=kept.nth, wording=kept.wording, word=kept.trigger,
            rank=kept.rank, event=event, act=kept.mention.type != "statement", about=about.get(kept.n), keys=kept.keys,
        )
        for kept, event in found.kept
    ]  # fmt: skip
    return _Plan(
        rows=rows,
        happenings=[Happening(e.id, e.when.value if e.when else "", weights[e.id], e.importance) for e in events],
        beyond=[event for event in events if event.id not in touched],
        near=near,
        corrected=_corrected(writer, near, reach),
        importance={id_: value for id_, value in others.items() if id_ not in touched},
    )


def _about(found: Renewal) -> dict[int, bool]:
    """Of the tellings whose articles are looked at whole: whether they are of the person that the article is about."""
    new = {kept.mention.document for kept, _ in found.kept if kept.waited}
    hero = heroes(mention for event in found.events for mention in event.mentions if mention.document in new)
    return {kept.n: is_about(kept.mention, hero) for kept, _ in found.kept if kept.mention.document in new}


def _ranked(
    writer: Writer, found: Renewal, about: Mapping[int, bool], old: Sequence[Happening]
) -> tuple[list[Event], dict[str, float], dict[str, float]]:
    """The new events with their importance, what each weighs by itself, and the importance of others of their dates
    and of those of the ``old`` ones."""
    shelf = writer.tellings
    weights = {event.id: parts(event, found.documents).own for event in found.events}
    region = {kept.n for kept, _ in found.kept}
    of_event: dict[str, list[Told]] = defaultdict(list)
    for kept, event_id in found.kept:
        document = found.documents[kept.mention.document]
        said = about.get(kept.n, kept.about)
        of_event[event_id].append(
            Told(
                text_of(document.id, found.documents),
                document.published,
                act=kept.mention.type != "statement",
                about=said,
                lead=in_lead(kept.mention.start),
            )
        )
    by_day: dict[str, list[Event]] = {happening.day: [] for happening in old}
    for each in found.events:
        by_day.setdefault(each.when.value if each.when else "", []).append(each)
    gone = {happening.id for happening in old}
    new: dict[str, float] = {}
    others: dict[str, float] = {}
    for day, events in by_day.items():
        # An open date weighs nothing, so that what stands beside it keeps its importance.
        beside = [] if found.whole or not day else shelf.happenings_on(day, but=gone)
        before = [] if found.whole or not day else shelf.told_on(day, but=region)
        told = [Told(t.text, t.published, t.act, t.about, in_lead(t.start)) for t in before]
        for event in events:
            told += of_event[event.id]
        weight = day_weight(day, told)
        value = importances({**{h.id: h.weight for h in beside}, **{e.id: weights[e.id] for e in events}}, weight)
        new |= {event.id: value[event.id] for event in events}
        others |= {h.id: value[h.id] for h in beside if value[h.id] != h.importance}
    return [replace(event, importance=new[event.id]) for event in found.events], weights, others


def _corrected(writer: Writer, found: Sequence[Event], reach: Mapping[str, str]) -> Corrected:
    corrections: list[Correction] = [recorded.correction for recorded in writer.ledger.all()]
    return correct(found, corrections, together=partial(_together, writer), texts=reach)


def _together(writer: Writer, mentions: Sequence[EventMention]) -> Event:
    """The event that mentions tell which a person has put together, or left together."""
    documents: dict[str, Document] = {id_: writer.get_document(id_) for id_ in {m.document for m in mentions}}
    (event,) = rank([event_of(mentions, documents)], documents)
    return event


def _name_states(writer: Writer, events: Iterable[Event]) -> None:
    """A state may take part through its president alone: the filters need its name."""
    codes = {p.country for event in events for p in event.participants if p.country}
    writer.add_actors(state for code in sorted(codes) if (state := country(code)))
