"""Corrections as lines of JSON, for the database and for files that colleagues exchange.

The first line of a file is ``{"format": "dateline-corrections", "version": 1}``, each other one is a correction with
the keys that docs/cli.md lists; what does not belong to its kind is left out. `checked` reads them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from dateline.model import Participant

from .nouns import Correction, Subject

HEAD = {"format": "dateline-corrections", "version": 1}

NEEDED = {
    "date": ("event", "date"), "type": ("event", "type"), "title": ("event", "title"), "status": ("event", "status"),
    "actors": ("event", "actors"), "hide": ("event",), "note": ("event", "text"), "merge": ("event", "other"),
    "apart": ("event", "other"), "add": ("title", "type", "date", "status", "actors", "link"),
    "published": ("document", "text_hash", "date"), "undo": ("target",),
}  # fmt: skip
ALWAYS = ("id", "kind", "author", "reason", "made")
# What turns the direction of text, hides in it, or cannot be stored.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def clean(text: str, most: int, *, lines: bool = False) -> str:
    """What a person typed, fit to be kept: without what cannot be seen, on one line unless ``lines``, cut."""
    seen = _UNSEEN.sub("", text.replace("\r\n", "\n"))
    if lines:
        return seen.strip()[:most].rstrip()
    return " ".join(seen.split())[:most].rstrip()


# --- writing -------------------------------------------------------------------------------------------------------


def to_row(correction: Correction) -> dict[str, Any]:
    """A correction as the object of its line."""
    values: dict[str, Any] = {
        "id": correction.id,
        "kind": correction.kind,
        "author": correction.author,
        "reason": correction.reason,
        "made": correction.made.astimezone(UTC).isoformat(timespec="microseconds"),
        "event": _subject_row(correction.event),
        "other": _subject_row(correction.other),
        "date": correction.when.value if correction.when else None,
        "type": correction.type,
        "title": correction.title,
        "status": correction.status,
        "actors": [_actor_row(part) for part in correction.actors],
        "text": correction.text,
        "link": correction.link,
        "document": correction.document,
        "text_hash": correction.text_hash,
        "target": correction.target,
    }
    return {key: values[key] for key in (*ALWAYS, *NEEDED[correction.kind])}


def dumps(row: dict[str, Any]) -> str:
    """One line, of one fixed form."""
    return json.dumps(row, ensure_ascii=False)


def write(corrections: Iterable[Correction]) -> bytes:
    """The file of corrections, the oldest first."""
    ordered = sorted(corrections, key=lambda c: (c.made, c.id))
    return "".join(f"{dumps(row)}\n" for row in (HEAD, *map(to_row, ordered))).encode()


def _subject_row(subject: Subject | None) -> dict[str, Any] | None:
    if subject is None:
        return None
    return {
        "id": subject.id,
        "title": subject.title,
        "date": subject.when.value if subject.when else None,
        "tellings": [
            {
                "document": s.document,
                "text_hash": s.text,
                "start": s.start,
                "end": s.end,
                "trigger": list(s.trigger),
                "word": s.word,
                "type": s.type,
                "evidence": s.evidence,
            }
            for s in subject.selectors
        ],
    }


def _actor_row(part: Participant) -> dict[str, Any]:
    actor = part.actor
    return {"id": actor.id, "name": actor.name, "kind": actor.kind, "role": part.role, "country": part.country}
