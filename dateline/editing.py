"""What a person at the editor's desk can do: each call records a correction and brings the events shown up to date.

All raise `DatelineError`: those of the store, E206 for an event that is not there (any more), and E404 to E407 for what
cannot be meant. ``author`` and ``reason`` stand beside the correction wherever it is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dateline import limits, store
from dateline.actors import lookup
from dateline.corrections import Correction, Subject, clean, event_id, named_actor, read, subject, write
from dateline.corrections import link as checked_link
from dateline.errors import DatelineError
from dateline.model import Actor, Event, EventMention, Participant
from dateline.pipeline import catch_up
from dateline.read import written_date
from dateline.store import Writer

UNCHANGED: Any = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who corrects, and why."""

    author: str = ""
    reason: str = ""

    def fields(self) -> dict[str, str]:
        """Both, fit to be kept."""
        return {
            "author": clean(self.author, limits.MAX_AUTHOR_CHARS),
            "reason": clean(self.reason, limits.MAX_REASON_CHARS),
        }


def change(
    db: Path | str,
    event: str,
    by: By,
    *,
    date: str = UNCHANGED,
    type: str = UNCHANGED,
    title: str = UNCHANGED,
    status: str = UNCHANGED,
    actors: Sequence[Participant] = UNCHANGED,
) -> int:
    """Correct fields of an event, each a correction of its own; how many were changed. What is said already is not.

    ``date`` as people write it (`dateline.read.written_date`).
    """
    said = {"date": date, "type": type, "title": title, "status": status, "actors": actors}
    return change_all(db, {event: {field: value for field, value in said.items() if value is not UNCHANGED}}, by)


def change_all(db: Path | str, said: Mapping[str, Mapping[str, Any]], by: By) -> int:
    """Correct fields of several events, each as `change` does; how many were changed. All of it is checked first."""
    with Writer(Path(db), create=False) as writer:
        shown = {event: _event(db, event) for event in said}
        facts = [(shown[event], kind, fact) for event in said for kind, fact in _facts(shown[event], said[event])]
        for event, kind, fact in facts:
            _make(writer, kind, by, event=_subject(writer, event), **fact)
        catch_up(writer)
    return len(facts)


def _facts(shown: Event, said: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What of ``said`` is not so yet, as kinds of corrections with their fields."""
    if "date" in said and (when := written_date(said["date"])) != shown.when:
        yield "date", {"when": when}
    if "title" in said and (name := _title(said["title"])) != shown.title:
        yield "title", {"title": name}
    for kind in ("type", "status"):
        if kind in said and said[kind] != getattr(shown, kind):
            yield kind, {kind: said[kind]}
    if "actors" in said and tuple(said["actors"]) != shown.participants:
        yield "actors", {"actors": tuple(said["actors"])[: limits.MAX_CORRECTION_ACTORS]}


def hide(db: Path | str, event: str, by: By) -> None:
    """Take an event off the timeline."""
    hide_all(db, (event,), by)


def hide_all(db: Path | str, events: Iterable[str], by: By) -> None:
    """Take several events off the timeline."""
    with Writer(Path(db), create=False) as writer:
        subjects = [_subject(writer, _event(db, event)) for event in events]
        for subject_ in subjects:
            _make(writer, "hide", by, event=subject_)
        catch_up(writer)


def note(db: Path | str, event: str, text: str, by: By) -> None:
    """Write a note on an event. E406 for an empty one."""
    plain = clean(text, limits.MAX_NOTE_CHARS, lines=True)
    if not plain:
        raise DatelineError("E406", what="the note first")
    with Writer(Path(db), create=False) as writer:
        _make(writer, "note", by, event=_subject(writer, _event(db, event)), text=plain)
        catch_up(writer)


def merge(db: Path | str, event: str, other: str, by: By) -> None:
    """Say that two events are one happening; the first keeps its id. E407 for one event twice."""
    _two(db, "merge", event, other, by)


def keep_apart(db: Path | str, event: str, other: str, by: By) -> None:
    """Say that two events shall never become one, whatever the rules think of them. E407 for one event twice."""
    _two(db, "apart", event, other, by)


def split(db: Path | str, event: str, off: Iterable[int], by: By) -> str:
    """Take some of an event's mentions off, by their place in ``Event.mentions``; the id of the event that they become.

    E406 where none or all are to come off.
    """
    chosen = set(off)
    with Writer(Path(db), create=False) as writer:
        shown = _event(db, event)
        leave = [mention for n, mention in enumerate(shown.mentions) if n in chosen]
        stay = [mention for n, mention in enumerate(shown.mentions) if n not in chosen]
        if not leave or not stay:
            raise DatelineError("E406", what="which of the tellings are another happening: some of them, not all")
        made = _make(
            writer, "apart", by, event=_subject(writer, shown, stay),
            other=replace(_subject(writer, shown, leave), title=leave[0].title or shown.title, when=leave[0].when),
        )  # fmt: skip
        catch_up(writer)
    return event_id(made.id)


def add(
    db: Path | str, by: By, *, title: str, type: str, date: str, status: str = "happened",
    actors: Sequence[Participant] = (), link: str = "",
) -> str:  # fmt: skip
    """Add an event that no article tells; its id. E404 for what is no date, E405 for what is no link, E406 no title."""
    when = written_date(date)
    try:
        address = checked_link(link.strip())
    except ValueError:
        raise DatelineError("E405", value=link.strip()[:100]) from None
    with Writer(Path(db)) as writer:
        made = _make(
            writer, "add", by, title=_title(title), type=type, when=when, status=status,
            actors=tuple(actors)[: limits.MAX_CORRECTION_ACTORS], link=address,
        )  # fmt: skip
        catch_up(writer)
    return event_id(made.id)


def undo(db: Path | str, correction: str, by: By) -> None:
    """Take a correction back; one that is undone already stays so. E208 for an unknown one."""
    with Writer(Path(db), create=False) as writer:
        writer.ledger.undo(correction, **by.fields())
        catch_up(writer)


def redo(db: Path | str, correction: str, by: By) -> None:
    """Let a correction that was undone hold again. E208 for an unknown one."""
    with Writer(Path(db), create=False) as writer:
        writer.ledger.redo(correction, **by.fields())
        catch_up(writer)


def export_file(db: Path | str) -> bytes:
    """Every correction, for a colleague: JSON lines as docs/cli.md describes them."""
    return write(recorded.correction for recorded in store.corrections(Path(db)))


def import_file(db: Path | str, data: bytes, *, name: str) -> tuple[int, int]:
    """Apply a colleague's file: how many corrections were new, and how many were there already.

    E401, E402 and E403 where something is wrong with the file; then nothing is changed.
    """
    found = read(data, name)
    with Writer(Path(db)) as writer:
        new = writer.ledger.record(found, name=name)
        catch_up(writer)
    return new, len(found) - new


def participants(shown: Sequence[Participant], names: Iterable[str]) -> tuple[Participant, ...]:
    """Who takes part, by name: those of ``shown`` keep their roles, others are looked up; unknown names are people,
    or organisations where "(organisation)" stands behind them."""
    known = {part.actor.name.casefold(): part for part in reversed(shown)}
    found: dict[str, Participant] = {}
    for name in names:
        plain = clean(name, limits.MAX_FIELD_CHARS)
        if not plain:
            continue
        part = known.get(plain.casefold())
        if part is None:
            actor = _known_actor(plain) or named_actor(plain)
            part = Participant(actor=actor, role="other", country=actor.country)
        actor = replace(part.actor, name=clean(part.actor.name, limits.MAX_FIELD_CHARS), aliases=(), offices=())
        found.setdefault(actor.id, replace(part, actor=actor))
    return tuple(found.values())


def _known_actor(name: str) -> Actor | None:
    """The actor of the gazetteer that has this name; a capital does not stand for its state here."""
    actor = lookup(name)
    names = {actor.name.casefold(), *map(str.casefold, actor.aliases)} if actor else set()
    return actor if name.casefold() in names else None


def _two(db: Path | str, kind: Any, event: str, other: str, by: By) -> None:
    if event == other:
        raise DatelineError("E407")
    with Writer(Path(db), create=False) as writer:
        first, second = (_subject(writer, _event(db, each)) for each in (event, other))
        _make(writer, kind, by, event=first, other=second)
        catch_up(writer)


def _event(db: Path | str, event: str) -> Event:
    found: Event = store.event(Path(db), event).event
    return found


def _subject(writer: Writer, event: Event, mentions: Sequence[EventMention] | None = None) -> Subject:
    return subject(event, writer.ledger.texts({m.document for m in event.mentions}), mentions=mentions)


def _make(writer: Writer, kind: Any, by: By, **facts: Any) -> Correction:
    author = by.fields()["author"]
    if author and writer.meta.get("author") != author:  # offered the next time, to whoever sits here
        writer.meta["author"] = author
    whole: dict[str, Any] = {**by.fields(), **facts}
    return writer.ledger.make(Correction(id="", kind=kind, made=datetime.now(UTC), **whole))


def _title(text: str) -> str:
    title = clean(text, limits.MAX_FIELD_CHARS)
    if not title:
        raise DatelineError("E406", what="a title")
    return title
