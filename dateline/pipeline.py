"""Where the verbs are put together: read -> tag -> link -> extract -> merge -> rank -> correct -> store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from dateline import __version__, nlp, read
from dateline.actors import country, died, link
from dateline.alike import groups
from dateline.corrections import Correction, correct
from dateline.errors import DatelineError
from dateline.events import extract
from dateline.merge import event_of, merge
from dateline.model import ActorMention, Anchor, Document, Event, EventMention, TimeExpression
from dateline.rank import rank
from dateline.store import Writer
from dateline.times import tag

SAMPLE = Path(__file__).parent.parent / "sample_data" / "articles"
"""The sample articles, beside the engine in a checkout."""

RULES_VERSION = __version__
"""The rules go with the release: what an older one has read is read again by the next `ingest_documents`."""

LOADING = "loading"

Outcome = Literal["added", "known", "updated", "failed"]
Progress = Callable[["FileResult"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything found in one article."""

    document: Document
    anchor: Anchor
    times: tuple[TimeExpression, ...]
    actors: tuple[ActorMention, ...]
    mentions: tuple[EventMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one article or file: its name, the outcome, how many event mentions, a sentence, its headline."""

    name: str
    outcome: Outcome
    events: int
    message: str
    title: str | None = None


def extract_document(document: Document) -> Extraction:
    """Tag, link and extract one article. Of an article in a language that is not read nothing is extracted."""
    if document.language not in read.READ:
        return _unread(document)
    doc = nlp.parse(document.text)
    tagging = tag(document, doc=doc)
    anchor = _noted(tagging.anchor, document)
    reference = anchor.when.latest if anchor.when else None
    actors = link(document, doc, tagging.expressions, reference=reference)
    mentions = extract(
        document,
        doc,
        anchor=anchor,
        times=tagging.expressions,
        ranges=tagging.ranges,
        mentions=actors,
        state=country,
        died=died,
    )
    return Extraction(document=document, anchor=anchor, times=tagging.expressions, actors=actors, mentions=mentions)


def _unread(document: Document) -> Extraction:
    """What is kept of an article in a language that is not read: itself, and its date."""
    reason = f"The article is in {read.language_name(document.language)}, which is not read."
    when = document.published
    anchor = Anchor(
        when=when, origin="published" if when else "unknown", reason=reason, confidence=1.0 if when else 0.0
    )
    return Extraction(document=document, anchor=anchor, times=(), actors=(), mentions=())


def _noted(anchor: Anchor, document: Document) -> Anchor:
    """The anchor with what its document says of its own date: how sure that is, and why there is none."""
    note = f" {document.date_note}" if document.date_note else ""
    if anchor.origin == "published":
        return replace(anchor, confidence=document.published_confidence, reason=anchor.reason + note)
    return replace(anchor, reason=anchor.reason + note) if note else anchor


def timeline(documents: Iterable[Document]) -> list[Event]:
    """The ranked events of articles, merged across them, sorted by date; nothing is stored."""
    held: dict[str, Document] = {}
    mentions: list[EventMention] = []
    for document in documents:
        if document.id not in held:
            held[document.id] = document
            mentions += extract_document(document).mentions
    for id_, wire in groups(held.values()).items():
        held[id_] = replace(held[id_], wire=wire)
    return rank(merge(mentions, held), held)


def ingest_documents(
    items: Iterable[Document | DatelineError], db: Path | str, *, on_progress: Progress | None = None
) -> tuple[FileResult, ...]:
    """Read articles into a database and merge; an article that is there already changes nothing.

    An item that is an error is reported in its result and the rest goes on. Raises DatelineError where the database
    itself cannot be opened or written.
    """
    results: list[FileResult] = []
    with Writer(Path(db)) as writer:
        for item in items:
            result = _ingest_one(item, writer)
            results.append(result)
            if on_progress:
                on_progress(result)
        # Also where nothing was added: an earlier run may have been stopped before it merged.
        catch_up(writer, rules_version=RULES_VERSION)
    return tuple(results)


def _ingest_one(item: Document | DatelineError, writer: Writer) -> FileResult:
    if isinstance(item, DatelineError):
        name = str(item.facts.get("name", ""))
        return FileResult(name=name, outcome="failed", events=0, message=str(item))
    if writer.knows(item):
        return FileResult(
            name=item.name, outcome="known", events=0, message="already there, nothing changed", title=item.title
        )
    found = extract_document(writer.resolve(item))
    outcome = writer.add(item, found.anchor, found.mentions, rules_version=RULES_VERSION)
    count = len(found.mentions)
    undated = sum(m.when is None for m in found.mentions)
    if item.language not in read.READ:
        words = f"stored, but not read: it is in {read.language_name(item.language)}"
        return FileResult(name=item.name, outcome=outcome, events=0, message=words, title=item.title)
    words = f"read, {count} event mention{'s' if count != 1 else ''}" + (
        f", {undated} of them undated" if undated else ""
    )
    return FileResult(name=item.name, outcome=outcome, events=count, message=words, title=item.title)


def _read_again(writer: Writer, document_id: str) -> None:
    document = writer.get_document(document_id)
    found = extract_document(document)
    writer.add(document, found.anchor, found.mentions, refresh=True, rules_version=RULES_VERSION)


def catch_up(writer: Writer, *, rules_version: str | None = None) -> None:
    """Read again what was read with another date, put events together anew, apply people's corrections.

    Only what is necessary is done: after a correction of an event alone, no more than it can reach is looked at.
    ``rules_version``: what other rules than these had read is read again, too.
    """
    for document_id in writer.outdated(rules_version):
        _read_again(writer, document_id)
    if writer.needs_merge:
        _remerge(writer)
    elif writer.ledger.pending:
        _correct_in_reach(writer)


def _remerge(writer: Writer) -> None:
    documents = {document.id: document for document in writer.documents()}
    found = rank(merge(writer.mentions(), documents), documents)
    reach = writer.reach()
    corrected = correct(found, _corrections(writer), together=partial(_together, writer), texts=reach)
    near = [event for event in found if any(mention.document in reach for mention in event.mentions)]
    writer.replace_events(corrected.events, found=near, outcomes=corrected.outcomes)
    _name_states(writer, corrected.events)


def _correct_in_reach(writer: Writer) -> None:
    found = writer.found_in_reach()
    corrected = correct(found, _corrections(writer), together=partial(_together, writer), texts=writer.reach())
    writer.replace_in_reach(corrected.events, corrected.outcomes)
    _name_states(writer, corrected.events)


def _corrections(writer: Writer) -> list[Correction]:
    return [recorded.correction for recorded in writer.ledger.all()]


def _together(writer: Writer, mentions: Sequence[EventMention]) -> Event:
    """The event that mentions tell which a person has put together, or left together."""
    documents = {id_: writer.get_document(id_) for id_ in {mention.document for mention in mentions}}
    (event,) = rank([event_of(mentions, documents)], documents)
    return event


def _name_states(writer: Writer, events: Iterable[Event]) -> None:
    """A state may take part through its president alone: the filters need its name."""
    codes = {p.country for event in events for p in event.participants if p.country}
    writer.add_actors(state for code in sorted(codes) if (state := country(code)))


def ingest_paths(
    paths: Iterable[str | Path],
    db: Path | str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    on_progress: Progress | None = None,
) -> tuple[FileResult, ...]:
    """Read files and folders into a database; see `dateline.read.documents` and `ingest_documents`."""
    return ingest_documents(
        read.documents(paths, published=published, publisher=publisher), db, on_progress=on_progress
    )


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
        _read_again(writer, document_id)
        _remerge(writer)


def remove_document(db: Path | str, document_id: str) -> None:
    """Take an article out of a database, with the events that it alone tells. E205 for an unknown article."""
    with Writer(Path(db), create=False) as writer:
        writer.remove_document(document_id)
        _remerge(writer)


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
    removed = 0
    with Writer(Path(db)) as writer:
        for item in read.documents([SAMPLE]):
            if isinstance(item, Document):
                stored = writer.resolve(item).id
                if writer.knows(item):
                    writer.remove_document(stored)
                    removed += 1
        writer.meta.pop("sample", None)
        _remerge(writer)
    return removed
