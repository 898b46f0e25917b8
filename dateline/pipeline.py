"""Where the verbs are put together: read -> tag -> link -> extract -> merge -> rank -> correct -> store."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from dateline import __version__, read
from dateline.alike import groups
from dateline.errors import DatelineError
from dateline.extraction import Extraction, extract_documents, extract_or_tell
from dateline.merge import merge
from dateline.model import Document, Event, EventMention
from dateline.rank import rank
from dateline.store import Writer
from dateline.upkeep import bring_up_to_date

SAMPLE = Path(__file__).parent.parent / "sample_data" / "articles"
"""The sample articles, beside the engine in a checkout."""

RULES_VERSION = __version__
"""The rules go with the release: what an older one has read is read again by the next `ingest_documents`."""

LOADING = "loading"

Outcome = Literal["added", "known", "updated", "failed"]
Progress = Callable[["FileResult"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one article or file: its name, the outcome, how many event mentions, a sentence, its headline.

    ``document`` is the id of an article that is new in the database, None for all others.
    """

    name: str
    outcome: Outcome
    events: int
    message: str
    title: str | None = None
    document: str | None = None


def timeline(
    documents: Iterable[Document], *, on_error: Callable[[DatelineError], None] = lambda error: None
) -> list[Event]:
    """The ranked events of articles, merged across them, sorted by date; nothing is stored.

    ``on_error`` is told of an article that could not be worked through; the others go on.
    """
    held: dict[str, Document] = {}

    def new() -> Iterator[Document]:
        for document in documents:
            if document.id not in held:
                held[document.id] = document
                yield document

    mentions: list[EventMention] = []
    for found in extract_documents(new()):
        if isinstance(found, DatelineError):
            on_error(found)
        else:
            mentions += found.mentions
    for id_, wire in groups(held.values()).items():
        held[id_] = replace(held[id_], wire=wire)
    return rank(merge(mentions, held), held)


def ingest_documents(
    items: Iterable[Document | DatelineError],
    db: Path | str,
    *,
    on_progress: Progress | None = None,
    processes: int = 1,
) -> tuple[FileResult, ...]:
    """Read articles into a database and merge; an article that is there already changes nothing.

    An item that is an error is reported in its result and the rest goes on; results come in the order of the items.
    Each article is stored as soon as it is read: a run that is stopped goes on where it was. ``processes``: how many
    work through the texts (see `dateline.extraction.extract_documents`). Raises DatelineError where the database
    itself cannot be opened or written.
    """
    return _written(db, lambda writer: _ingested(items, writer, processes), on_progress, processes)


def load(
    found: Iterable[Extraction | DatelineError],
    db: Path | str,
    *,
    on_progress: Progress | None = None,
    processes: int = 1,
) -> tuple[FileResult, ...]:
    """Store what was extracted elsewhere (`dateline.cluster`), and merge; the same as `ingest_documents` gives.

    An error is reported in its result and the rest goes on. What is known is passed over; an article of which the
    database knows more (a date that a person gave, metadata of the same article) is extracted anew.
    """
    return _written(db, lambda writer: (_loaded(each, writer) for each in found), on_progress, processes)


def _written(
    db: Path | str, work: Callable[[Writer], Iterable[FileResult]], on_progress: Progress | None, processes: int
) -> tuple[FileResult, ...]:
    """What comes of ``work`` on a database, each result told as it is there, and the merge after it."""
    results: list[FileResult] = []
    with Writer(Path(db)) as writer:
        for result in work(writer):
            results.append(result)
            if on_progress:
                on_progress(result)
        # Also where nothing was added: an earlier run may have been stopped before it merged.
        catch_up(writer, rules_version=RULES_VERSION, processes=processes)
    return tuple(results)


def _loaded(found: Extraction | DatelineError, writer: Writer) -> FileResult:
    if isinstance(found, DatelineError):
        return _failed(found)
    return _stored(found.document, found.document, found, writer)


def _ingested(items: Iterable[Document | DatelineError], writer: Writer, processes: int) -> Iterator[FileResult]:
    """The results of ``items`` in their order: of each what is known without reading it, or what reading it gave."""
    waiting: deque[tuple[Document, Document] | FileResult] = deque()

    def unread() -> Iterator[Document]:
        for item in items:
            if isinstance(item, DatelineError):
                waiting.append(_failed(item))
            elif writer.knows(item):
                waiting.append(_known(item))
            else:
                resolved = writer.resolve(item)
                waiting.append((item, resolved))
                yield resolved

    for found in extract_documents(unread(), processes=processes):
        while isinstance(result := waiting.popleft(), FileResult):
            yield result
        yield _stored(*result, found, writer)
    yield from (result for result in waiting if isinstance(result, FileResult))


def _failed(error: DatelineError) -> FileResult:
    return FileResult(name=str(error.facts.get("name", "")), outcome="failed", events=0, message=str(error))


def _known(item: Document) -> FileResult:
    message = "already there, nothing changed"
    return FileResult(name=item.name, outcome="known", events=0, message=message, title=item.title)


def _stored(item: Document, read_as: Document, found: Extraction | DatelineError, writer: Writer) -> FileResult:
    """Stores what was found in an article. Another one read meanwhile may be the same, or tell its date: then anew."""
    if isinstance(found, DatelineError):
        return _failed(found)
    if writer.knows(item):
        return _known(item)
    if writer.resolve(item) != read_as:
        found = extract_or_tell(writer.resolve(item))
        if isinstance(found, DatelineError):
            return _failed(found)
    outcome = writer.add(item, found.anchor, found.mentions, rules_version=RULES_VERSION)
    if item.language not in read.READ:
        words = f"stored, but not read: it is in {read.language_name(item.language)}"
        return FileResult(name=item.name, outcome=outcome, events=0, message=words, title=item.title)
    count = len(found.mentions)
    undated = sum(m.when is None for m in found.mentions)
    words = f"read, {count} event mention{'s' if count != 1 else ''}" + (
        f", {undated} of them undated" if undated else ""
    )
    return FileResult(
        name=item.name, outcome=outcome, events=count, message=words, title=item.title,
        document=item.id if outcome == "added" else None,
    )  # fmt: skip


def _read_again(writer: Writer, document_ids: Iterable[str], *, processes: int = 1) -> None:
    documents = (writer.get_document(id_) for id_ in document_ids)
    for found in extract_documents(documents, processes=processes):
        if isinstance(found, Extraction):
            writer.add(found.document, found.anchor, found.mentions, refresh=True, rules_version=RULES_VERSION)


def catch_up(writer: Writer, *, rules_version: str | None = None, processes: int = 1) -> None:
    """Read again what was read with another date, put events together anew, apply people's corrections.

    Only what is necessary is done: after a correction of an event alone, no more than it can reach is looked at.
    ``rules_version``: what other rules than these had read is read again, too.
    """
    _read_again(writer, writer.outdated(rules_version), processes=processes)
    bring_up_to_date(writer, processes=processes)


def ingest_paths(
    paths: Iterable[str | Path],
    db: Path | str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    columns: Mapping[str, str] | None = None,
    on_progress: Progress | None = None,
    processes: int = 1,
) -> tuple[FileResult, ...]:
    """Read files and folders into a database; see `dateline.read.documents` and `ingest_documents`."""
    found = read.documents(paths, published=published, publisher=publisher, columns=columns)
    return ingest_documents(found, db, on_progress=on_progress, processes=processes)


def ingest_bytes(
    db: Path | str,
    files: Iterable[tuple[str, bytes]],
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    on_progress: Progress | None = None,
) -> tuple[FileResult, ...]:
    """Read uploaded or pasted files, each a name and its bytes, into a database."""

    def items() -> Iterator[Document | DatelineError]:
        for name, data in files:
            yield from read.from_bytes(data, name, published=published, publisher=publisher, title=title)

    return ingest_documents(items(), db, on_progress=on_progress)


def ingest_address(
    db: Path | str, url: str, *, published: str | None = None, publisher: str | None = None
) -> tuple[FileResult, ...]:
    """Fetch the page at an address and read it into a database; see `dateline.read.from_address`."""
    return ingest_documents(read.from_address(url, published=published, publisher=publisher), db)


def set_published(db: Path | str, document_id: str, value: str, *, author: str = "") -> None:
    """Give an article its publication date ("YYYY-MM-DD", "YYYY-MM", "YYYY"; "" takes a given one back), and follow it.

    Raises DatelineError E301 for what is no date and E205 for an unknown article.
    """
    when = read.given_date(value)
    with Writer(Path(db), create=False) as writer:
        if when is None:
            writer.ledger.take_back_published(document_id, author=author)
        else:
            writer.ledger.set_published(document_id, when, author=author)
        _read_again(writer, [document_id])
        bring_up_to_date(writer)


def remove_document(db: Path | str, document_id: str) -> None:
    """Take an article out of a database, with the events that it alone tells. E205 for an unknown article."""
    with Writer(Path(db), create=False) as writer:
        writer.remove_document(document_id)
        bring_up_to_date(writer)


def undo_addition(db: Path | str, document_ids: Iterable[str]) -> int:
    """Take the articles of an addition out again; how many there were. Those that are gone already are passed over."""
    with Writer(Path(db), create=False) as writer:
        removed = writer.remove_documents(document_ids)
        bring_up_to_date(writer)
    return removed


def load_sample(db: Path | str, *, on_progress: Progress | None = None) -> tuple[FileResult, ...]:
    """Read the sample articles into a database and mark it as holding the sample."""
    # A start that is stopped in between is seen by the next one, which goes on with it.
    with Writer(Path(db)) as writer:
        writer.meta.setdefault("sample", LOADING)
    results = ingest_paths([SAMPLE], db, on_progress=on_progress)
    with Writer(Path(db)) as writer:
        if writer.meta["sample"] != "yes":
            writer.meta["sample"] = "yes"
    return results


def sample_is_loading(db: Path | str) -> bool:
    """Whether loading the sample into a database was stopped halfway."""
    with Writer(Path(db), create=False) as writer:
        return writer.meta.get("sample") == LOADING


def remove_sample(db: Path | str) -> int:
    """Take the sample articles, and what hung on them alone, out of a database; returns how many there were."""
    with Writer(Path(db)) as writer:
        sample = [item for item in read.documents([SAMPLE]) if isinstance(item, Document)]
        removed = writer.remove_documents(writer.resolve(item).id for item in sample if writer.knows(item))
        writer.meta.pop("sample", None)
        bring_up_to_date(writer)
    return removed
