"""The files of a data set: one Parquet file a batch, a row an article with all that was found in it.

The columns are documented in docs/scale.md. What is written is read back without loss.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from dateline.errors import DatelineError
from dateline.extraction import Extraction
from dateline.model import Actor, Anchor, Document, EventMention, Office, Participant, When
from dateline.read import filesystem, is_remote, shown

ORDER = "_order"
"""The file that names the batches in the order of their sources: of two equal articles the first one counts. Its name
begins with what DuckDB, Spark and pandas pass over."""

_ASIDE = ".aside"
_DOCUMENT = (
    "id", "name", "title", "publisher", "published", "published_origin", "published_confidence", "date_note",
    "proposed", "url", "language", "text",
)  # fmt: skip
_MENTION = tuple(f.name for f in fields(EventMention) if f.name not in ("document", "trigger", "participants"))


def schema() -> Any:
    """The columns, as pyarrow writes them."""
    import pyarrow as pa

    text, texts, day = pa.string(), pa.list_(pa.string()), pa.date32()
    when = pa.struct([("value", text), ("earliest", day), ("latest", day), ("precision", text)])
    anchor = pa.struct([("when", when), ("origin", text), ("reason", text), ("confidence", pa.float64())])
    office = pa.struct([("title", text), ("country", text), ("start", day), ("end", day)])
    actor = pa.struct([
        ("id", text), ("kind", text), ("name", text), ("country", text), ("aliases", texts),
        ("offices", pa.list_(office)),
    ])  # fmt: skip
    part = pa.struct([("actor", pa.int32()), ("id", text), ("role", text), ("country", text)])
    span = pa.struct([("start", pa.int32()), ("end", pa.int32())])
    mention = pa.struct([
        ("start", pa.int32()), ("end", pa.int32()), ("trigger_start", pa.int32()), ("trigger_end", pa.int32()),
        ("evidence", text), ("type", text), ("plover", text), ("title", text), ("status", text), ("when", when),
        ("when_trace", texts), ("participants", pa.list_(part)), ("speaker", text), ("outlet", text),
        ("confidence", pa.float64()), ("trace", texts), ("again", pa.list_(span)),
    ])  # fmt: skip
    of_document = {"published": when, "proposed": when, "published_confidence": pa.float64()}
    return pa.schema([
        *((name, of_document.get(name, text)) for name in _DOCUMENT),
        ("anchor", anchor), ("actors", pa.list_(actor)), ("mentions", pa.list_(mention)),
    ])  # fmt: skip


def encoded(found: Iterable[Extraction], *, notes: Mapping[str, object]) -> bytes:
    """A Parquet file of articles; ``notes`` are kept in its metadata. The same bytes for the same articles."""
    import pyarrow as pa
    import pyarrow.parquet

    kept = {"dateline": json.dumps(notes, ensure_ascii=False, sort_keys=True)}
    table = pa.Table.from_pylist([_row(each) for each in found], schema=schema().with_metadata(kept))
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def decoded(data: bytes) -> list[Extraction]:
    """The articles of a Parquet file, without times and places of actors, which are not kept."""
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(io.BytesIO(data), use_threads=False)
    return [_extraction(row) for row in table.to_pylist()]


def notes_of(data: bytes) -> dict[str, Any]:
    """The ``notes`` of a Parquet file."""
    import pyarrow.parquet

    found: dict[str, Any] = json.loads(pyarrow.parquet.read_metadata(io.BytesIO(data)).metadata[b"dateline"])
    return found


def extractions(folder: str) -> Iterator[Extraction | DatelineError]:
    """All articles of a data set, one file in memory at a time, in the order of the sources; E606 for a damaged file.

    Raises E113 where there is no file of a data set.
    """
    shelf = Shelf(folder)
    names = shelf.names()
    if not names:
        raise DatelineError("E113", name=shown(folder))
    place = {name: n for n, name in enumerate(shelf.order())}
    for name in sorted(names, key=lambda name: (place.get(name, len(place)), name)):
        try:
            found = decoded(shelf.read(name))
        except Exception:  # whatever pyarrow makes of a file that is none
            yield DatelineError("E606", name=shown(name))
            continue
        yield from found


class Shelf:
    """The folder of a data set: on a disc, or behind an address that fsspec opens."""

    def __init__(self, folder: str) -> None:
        self._remote = is_remote(folder)
        self._system: Any = None
        self._root = folder
        if self._remote:
            self._system, self._root = filesystem(folder)

    def names(self) -> set[str]:
        """The names of its Parquet files."""
        if self._remote:
            self._system.invalidate_cache(self._root)  # workers have written since it was listed
            found = self._system.ls(self._root, detail=False) if self._system.exists(self._root) else []
            every = {str(path).rsplit("/", 1)[-1] for path in found}
        else:
            every = {path.name for path in Path(self._root).iterdir()} if Path(self._root).is_dir() else set()
        return {name for name in every if name.endswith(".parquet") and not name.startswith(".")}

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        if self._remote:
            data: bytes = self._system.cat_file(f"{self._root}/{name}")
            return data
        return Path(self._root, name).read_bytes()

    def put(self, name: str, data: bytes) -> None:
        """Write a file so that it is there whole or not at all. Raises E304 where it cannot be written."""
        try:
            if self._remote:
                # An object store shows an object when all of it has arrived.
                self._system.makedirs(self._root, exist_ok=True)
                self._system.pipe_file(f"{self._root}/{name}", data)
                return
            Path(self._root).mkdir(parents=True, exist_ok=True)
            aside = Path(self._root, f".{name}.{uuid.uuid4().hex}{_ASIDE}")
            with aside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(Path(self._root, name))
        except OSError as error:
            raise DatelineError("E304", path=self._root, why=error.strerror or "it cannot be written") from None

    def order(self) -> list[str]:
        """The names of batches in the order of their sources, also of such as are not there."""
        try:
            return self.read(ORDER).decode().split()
        except OSError:
            return []

    def put_order(self, names: Sequence[str]) -> None:
        """Keep the order of the batches of a run, behind those of runs before."""
        known = self.order()
        new = list(dict.fromkeys(known + list(names)))
        if new != known:
            self.put(ORDER, "".join(f"{name}\n" for name in new).encode())

    def tidy(self) -> None:
        """Remove what writers that were killed have left of files that are there by now."""
        if self._remote:
            return
        names = self.names()
        for path in Path(self._root).glob(f".*{_ASIDE}"):
            if path.name[1:].split(".parquet.")[0] + ".parquet" in names:
                with contextlib.suppress(OSError):
                    path.unlink()


# --- rows ----------------------------------------------------------------------------------------------------------


def _row(found: Extraction) -> dict[str, Any]:
    document = {name: getattr(found.document, name) for name in _DOCUMENT}
    document |= {name: _when(document[name]) for name in ("published", "proposed")}
    actors: dict[Actor, int] = {}
    for mention in found.mentions:
        for part in mention.participants:
            actors.setdefault(part.actor, len(actors))
    anchor = found.anchor
    return {
        **document,
        "anchor": {
            "when": _when(anchor.when), "origin": anchor.origin, "reason": anchor.reason,
            "confidence": anchor.confidence,
        },
        "actors": [_actor(actor) for actor in actors],
        "mentions": [_mention(mention, actors) for mention in found.mentions],
    }  # fmt: skip


def _mention(mention: EventMention, actors: Mapping[Actor, int]) -> dict[str, Any]:
    parts = [
        {"actor": actors[part.actor], "id": part.actor.id, "role": part.role, "country": part.country}
        for part in mention.participants
    ]
    start, end = mention.trigger
    plain = {name: getattr(mention, name) for name in _MENTION}
    again = [{"start": first, "end": last} for first, last in mention.again]
    return {
        **plain, "when": _when(mention.when), "trigger_start": start, "trigger_end": end, "participants": parts,
        "again": again,
    }  # fmt: skip


def _actor(actor: Actor) -> dict[str, Any]:
    offices = [{"title": o.title, "country": o.country, "start": o.start, "end": o.end} for o in actor.offices]
    return {
        "id": actor.id, "kind": actor.kind, "name": actor.name, "country": actor.country, "aliases": actor.aliases,
        "offices": offices,
    }  # fmt: skip


def _when(when: When | None) -> dict[str, Any] | None:
    if when is None:
        return None
    return {"value": when.value, "earliest": when.earliest, "latest": when.latest, "precision": when.precision}


def _extraction(row: Mapping[str, Any]) -> Extraction:
    document = Document(
        **{name: row[name] for name in _DOCUMENT if name not in ("published", "proposed")},
        published=_to_when(row["published"]), proposed=_to_when(row["proposed"]),
    )  # fmt: skip
    actors = [
        Actor(
            id=a["id"], kind=a["kind"], name=a["name"], country=a["country"], aliases=tuple(a["aliases"]),
            offices=tuple(Office(**office) for office in a["offices"]),
        )
        for a in row["actors"]
    ]  # fmt: skip
    anchor = Anchor(**{**row["anchor"], "when": _to_when(row["anchor"]["when"])})
    mentions = tuple(_to_mention(m, document.id, actors) for m in row["mentions"])
    return Extraction(document=document, anchor=anchor, times=(), actors=(), mentions=mentions)


def _to_mention(row: Mapping[str, Any], document: str, actors: Sequence[Actor]) -> EventMention:
    parts = tuple(
        Participant(actor=actors[part["actor"]], role=part["role"], country=part["country"])
        for part in row["participants"]
    )
    plain = {name: row[name] for name in _MENTION if name != "again"}
    plain["again"] = tuple((span["start"], span["end"]) for span in row.get("again") or ())
    plain |= {"when": _to_when(row["when"]), "when_trace": tuple(row["when_trace"]), "trace": tuple(row["trace"])}
    return EventMention(
        document=document, trigger=(row["trigger_start"], row["trigger_end"]), participants=parts, **plain
    )  # fmt: skip


def _to_when(row: Mapping[str, Any] | None) -> When | None:
    return None if row is None else When(**row)
