"""Reading a file of corrections: it may come from anywhere, so it is checked whole before any of it is used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from urllib.parse import urlsplit

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import EVENT_TYPES, STATUSES, Actor, Kind, Participant, Role, When

from .lines import ALWAYS, HEAD, NEEDED, clean
from .nouns import KINDS, Correction, Selector, Subject

_MOST_AHEAD = timedelta(days=1)
"""How far the clock of whoever made a correction may be ahead: a date far off would win over all that follow."""

_ID = re.compile(r"[0-9a-f]{16}")
_HASH = re.compile(r"(?:[0-9a-f]{64})?")


def read(data: bytes, name: str) -> list[Correction]:
    """The corrections of a file. E401 where it is no file of corrections, E402 for the first line that is wrong."""
    if len(data) > limits.MAX_CORRECTIONS_BYTES:
        raise DatelineError("E401", name=name, why=f"it is larger than {limits.MAX_CORRECTIONS_BYTES:,} bytes")
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise DatelineError("E401", name=name, why="it is not text in UTF-8") from None
    numbered = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
    if not numbered:
        raise DatelineError("E401", name=name, why="it is empty")
    if _head(numbered[0][1]) is None:
        raise DatelineError("E401", name=name, why="its first line is another one")
    if _head(numbered[0][1]) != HEAD["version"]:
        raise DatelineError("E401", name=name, why="it is of another version; update Dateline")
    if len(numbered) - 1 > limits.MAX_CORRECTIONS:
        raise DatelineError("E401", name=name, why=f"it holds more than {limits.MAX_CORRECTIONS:,} corrections")
    found: dict[str, Correction] = {}
    latest = datetime.now(UTC) + _MOST_AHEAD
    for n, line in numbered[1:]:
        try:
            correction = from_row(_loads(line))
            if correction.made > latest:
                raise ValueError("it was made in the future")
            if found.setdefault(correction.id, correction) != correction:
                raise ValueError("another line has its id")
        except ValueError as error:
            raise DatelineError("E402", name=name, line=n, why=error) from None
    return list(found.values())


def _head(line: str) -> object:
    try:
        row = _loads(line)
    except ValueError:
        return None
    return row.get("version") if isinstance(row, dict) and row.get("format") == HEAD["format"] else None


def _loads(line: str) -> Any:
    try:
        return json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise ValueError("it is no JSON") from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def from_row(row: Any) -> Correction:
    """The reverse of `to_row`; ValueError with a reason for everything else."""
    if not isinstance(row, dict):
        raise ValueError("it is no JSON object")
    kind = next((known for known in KINDS if known == row.get("kind")), None)
    if kind is None:
        raise ValueError("its kind is not known")
    wanted = {*ALWAYS, *NEEDED[kind]}
    for key in sorted(wanted - row.keys()):
        raise ValueError(f"its {key} is missing")
    for key in sorted(row.keys() - wanted, key=str):
        raise ValueError(f"{clean(str(key), 30)!r} does not belong to it")
    facts: dict[str, Any] = {
        "kind": kind,
        "id": _matched(row["id"], _ID, "id"),
        "author": _text(row["author"], "author", limits.MAX_AUTHOR_CHARS),
        "reason": _text(row["reason"], "reason", limits.MAX_REASON_CHARS),
        "made": _time(row["made"]),
    }
    for key in NEEDED[kind]:
        facts["when" if key == "date" else key] = _READ[key](row[key])
    if kind in ("title", "add") and not facts["title"]:
        raise ValueError("its title is empty")
    return Correction(**facts)


def _text(value: Any, key: str, most: int, *, lines: bool = False) -> str:
    if not isinstance(value, str):
        raise ValueError(f"its {key} is no text")
    if len(value) > most:
        raise ValueError(f"its {key} is longer than {most:,} characters")
    if clean(value, most, lines=lines) != value:
        raise ValueError(f"its {key} holds characters or blanks that do not belong there")
    return value


def _quoted(value: Any, key: str, most: int) -> str:
    """Text of an article, kept as it is: whatever it holds is only compared."""
    if not isinstance(value, str) or len(value) > most or re.search("[\x00\ud800-\udfff]", value):
        raise ValueError(f"its {key} is no text, or longer than {most:,} characters")
    return value


def _matched(value: Any, pattern: re.Pattern[str], key: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(f"its {key} is not of the right form")
    return value


def _time(value: Any) -> datetime:
    try:
        made = datetime.fromisoformat(value)
        if made.tzinfo is None:
            raise ValueError(value)
        return made.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise ValueError("its time is no ISO time with a time zone") from None


def _when(value: Any) -> When | None:
    if value is None:
        return None
    try:
        if not isinstance(value, str) or len(value) > 40:
            raise ValueError(value)
        return When.of(value)
    except ValueError:
        raise ValueError("its date is no date") from None


def _one_of(known: Iterable[str], key: str) -> Any:
    def read_one(value: Any) -> str:
        if value not in tuple(known):
            raise ValueError(f"its {key} is not known")
        return str(value)

    return read_one


def link(value: Any) -> str:
    """An address that may be offered as a link, or ""; ValueError for any other."""
    try:
        plain = _quoted(value, "link", limits.MAX_URL_CHARS)
        parts = urlsplit(plain)
        if plain and (
            re.search(r"[\s\x00-\x20]", plain) or parts.scheme not in ("http", "https") or not parts.hostname
        ):
            raise ValueError(plain)
    except ValueError:
        raise ValueError("its link is no address of a page") from None
    return plain


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 2**53:
        raise ValueError("an offset is no number")
    return value


def _keys(row: Any, keys: tuple[str, ...], what: str) -> None:
    if not isinstance(row, dict) or set(row) != set(keys):
        raise ValueError(f"{what} has other keys than {', '.join(keys)}")


def _subject(row: Any) -> Subject:
    _keys(row, ("id", "title", "date", "tellings"), "an event")
    tellings = row["tellings"]
    if not isinstance(tellings, list) or len(tellings) > limits.MAX_SELECTORS:
        raise ValueError(f"its tellings are no list, or more than {limits.MAX_SELECTORS}")
    return Subject(
        id=_quoted(row["id"], "id", limits.MAX_NAME_CHARS),
        title=_quoted(row["title"], "title", limits.MAX_QUOTE_CHARS),
        when=_when(row["date"]),
        selectors=tuple(_selector(each) for each in tellings),
    )


def _selector(row: Any) -> Selector:
    _keys(row, ("document", "text_hash", "start", "end", "trigger", "word", "type", "evidence"), "a telling")
    if not isinstance(row["trigger"], list) or len(row["trigger"]) != 2:
        raise ValueError("a trigger is no pair of numbers")
    return Selector(
        document=_quoted(row["document"], "document", limits.MAX_NAME_CHARS),
        text=_matched(row["text_hash"], _HASH, "text_hash"),
        start=_number(row["start"]),
        end=_number(row["end"]),
        trigger=(_number(row["trigger"][0]), _number(row["trigger"][1])),
        word=_quoted(row["word"], "word", limits.MAX_QUOTE_CHARS),
        type=_quoted(row["type"], "type", 40),
        evidence=_quoted(row["evidence"], "evidence", limits.MAX_QUOTE_CHARS),
    )


def _actors(rows: Any) -> tuple[Participant, ...]:
    if not isinstance(rows, list) or len(rows) > limits.MAX_CORRECTION_ACTORS:
        raise ValueError(f"its actors are no list, or more than {limits.MAX_CORRECTION_ACTORS}")
    return tuple(_participant(row) for row in rows)


def _participant(row: Any) -> Participant:
    _keys(row, ("id", "name", "kind", "role", "country"), "an actor")
    country = row["country"]
    if country is not None:
        _matched(country, re.compile(r"[A-Z]{2,5}"), "country")
    actor = Actor(
        id=_text(row["id"], "actor's id", limits.MAX_FIELD_CHARS),
        kind=_one_of(get_args(Kind), "actor's kind")(row["kind"]),
        name=_text(row["name"], "actor's name", limits.MAX_FIELD_CHARS),
        country=country,
    )
    if not actor.id or not actor.name:
        raise ValueError("an actor has no name")
    return Participant(actor=actor, role=_one_of(get_args(Role), "actor's role")(row["role"]), country=country)


_READ: dict[str, Any] = {
    "event": _subject,
    "other": _subject,
    "date": _when,
    "type": _one_of(EVENT_TYPES, "type"),
    "title": lambda value: _text(value, "title", limits.MAX_FIELD_CHARS),
    "status": _one_of(STATUSES, "status"),
    "actors": _actors,
    "text": lambda value: _text(value, "text", limits.MAX_NOTE_CHARS, lines=True),
    "link": link,
    "document": lambda value: _quoted(value, "document", limits.MAX_NAME_CHARS),
    "text_hash": lambda value: _matched(value, _HASH, "text_hash"),
    "target": lambda value: _matched(value, _ID, "target"),
}
