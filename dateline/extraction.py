"""From articles to what they tell: tag -> link -> extract, one by one or shared out to processes."""

from __future__ import annotations

import itertools
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dateline import limits, nlp, read, spawned
from dateline.actors import country, died, link
from dateline.errors import DatelineError
from dateline.events import extract
from dateline.model import ActorMention, Anchor, Document, EventMention, TimeExpression
from dateline.times import tag

if TYPE_CHECKING:
    from spacy.tokens import Doc

# How many batches wait or run for each process: enough that none stands idle, few enough that memory stays flat.
AHEAD = 3
Running: TypeAlias = "deque[tuple[list[Document], Future[list[Extraction | DatelineError]]]]"
"""What was given to a pool, the oldest first: each batch with what becomes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything found in one article."""

    document: Document
    anchor: Anchor
    times: tuple[TimeExpression, ...]
    actors: tuple[ActorMention, ...]
    mentions: tuple[EventMention, ...]


def extract_document(document: Document) -> Extraction:
    """Tag, link and extract one article. Of an article in a language that is not read nothing is extracted."""
    (found,) = _extract_batch([document])
    return found


def extract_or_tell(document: Document) -> Extraction | DatelineError:
    """What `extract_document` gives, or E134 where a rule fails on the article: one fault of ours costs one article."""
    (found,) = _answered([document])
    return found


def extract_documents(documents: Iterable[Document], *, processes: int = 1) -> Iterator[Extraction | DatelineError]:
    """What `extract_document` gives for each article, in their order and whatever ``processes`` is.

    ``documents`` is read as the work goes on, some batches (`limits.PARSE_BATCH_CHARS`) ahead, so that memory does not
    grow with it. Other processes are started for more than `limits.ALONE_DOCUMENTS` articles only: starting them
    takes seconds. An article on which a process dies is answered with E131, one on which a rule fails with E134, and
    the rest goes on. A caller that stops asking (closes the iterator) stops the processes.
    """
    source = iter(documents)
    first = list(itertools.islice(source, limits.ALONE_DOCUMENTS + 1))
    if len(first) <= limits.ALONE_DOCUMENTS:
        yield from map(extract_or_tell, first)
        return
    batches = _batches(itertools.chain(first, source))
    del first
    if processes <= 1:
        yield from itertools.chain.from_iterable(map(_answered, batches))
        return
    yield from _shared_out(batches, processes)


def extract_in_batches(documents: Iterable[Document]) -> Iterator[Extraction | DatelineError]:
    """What `extract_or_tell` gives for each article, in this process, some (`limits.PARSE_BATCH_CHARS`) at a time."""
    return itertools.chain.from_iterable(map(_answered, _batches(documents)))


def _extracted(document: Document, doc: Doc) -> Extraction:
    whole = nlp.unbroken(document.text)
    if whole != document.text:
        return _as_given(_extracted(replace(document, text=whole), doc), document)
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


def _as_given(found: Extraction, document: Document) -> Extraction:
    """What was found in the mended text of a document, with the characters of the document's own."""
    text = document.text
    return replace(
        found,
        document=document,
        times=tuple(replace(time, text=text[time.start : time.end]) for time in found.times),
        actors=tuple(replace(actor, text=text[actor.start : actor.end]) for actor in found.actors),
        mentions=tuple(replace(mention, evidence=text[mention.start : mention.end]) for mention in found.mentions),
    )


def _extract_batch(batch: Sequence[Document]) -> list[Extraction]:
    parsed = nlp.parse_many(document.text for document in batch if document.language in read.READ)
    return [
        _extracted(document, next(parsed)) if document.language in read.READ else _unread(document)
        for document in batch
    ]


def _answered(batch: Sequence[Document]) -> list[Extraction | DatelineError]:
    """As `_extract_batch`; where that fails, one article after the other, and a sentence for each on which it does."""
    try:
        return [*_extract_batch(batch)]
    except Exception as error:
        if len(batch) == 1:
            last = traceback.extract_tb(error.__traceback__)[-1]
            why = f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"
            return [DatelineError("E134", name=batch[0].name, why=why)]
    return [found for document in batch for found in _answered([document])]


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


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= limits.PARSE_BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _shared_out(batches: Iterable[list[Document]], processes: int) -> Iterator[Extraction | DatelineError]:
    pool = spawned.pool(processes)
    running: Running = deque()
    try:
        for batch in batches:
            running.append((batch, _given(pool, batch)))
            if len(running) >= AHEAD * processes:
                pool, found = _oldest(pool, running, processes)
                yield from found
        while running:
            pool, found = _oldest(pool, running, processes)
            yield from found
    finally:
        spawned.end(pool)


def _given(pool: ProcessPoolExecutor, batch: list[Document]) -> Future[list[Extraction | DatelineError]]:
    """The batch given to a pool; where a process of it has died already, the pool says so when it is asked for it."""
    try:
        return spawned.submit(pool, _answered, batch)
    except BrokenProcessPool as error:
        failed: Future[list[Extraction | DatelineError]] = Future()
        failed.set_exception(error)
        return failed


def _oldest(
    pool: ProcessPoolExecutor, running: Running, processes: int
) -> tuple[ProcessPoolExecutor, Sequence[Extraction | DatelineError]]:
    """What the batch that was given out first gave, and the pool to go on with: a new one where a process died."""
    batch, future = running.popleft()
    try:
        return pool, future.result()
    except BrokenProcessPool:
        spawned.end(pool)
        found = _one_by_one(batch)
        fresh = spawned.pool(processes)
        # What waited died with the pool; what was done is kept.
        for n, (waiting, given) in enumerate(running):
            if given.cancelled() or given.exception() is not None:
                running[n] = waiting, _given(fresh, waiting)
        return fresh, found


def _one_by_one(batch: Sequence[Document]) -> list[Extraction | DatelineError]:
    """A batch on which a process died, each article in a process that it can only take along itself."""
    found: list[Extraction | DatelineError] = []
    pool = spawned.pool(1)
    try:
        for document in batch:
            try:
                found += spawned.submit(pool, _answered, [document]).result()
            except BrokenProcessPool:
                found.append(DatelineError("E131", name=document.name))
                spawned.end(pool)
                pool = spawned.pool(1)
    finally:
        spawned.end(pool)
    return found
