"""What a worker does with a batch: read its pieces, extract, write one file; a short report goes back."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from dateline.errors import DatelineError
from dateline.extraction import Extraction, extract_in_batches
from dateline.model import Document
from dateline.read import read_piece

from .batch import FORMAT, Batch, Made, made_here
from .dataset import Shelf, encoded, notes_of

_ONE = threading.Lock()
"""spaCy's models belong to one thread at a time: more threads of a worker wait for each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of a batch: how many articles and mentions, and a sentence on each that could not be read."""

    documents: int
    mentions: int
    wrong: tuple[str, ...] = ()


def work(batch: Batch, folder: str, name: str) -> Report:
    """Work a batch through into the file ``name`` of ``folder``; if that is there, it is looked up what it holds.

    Raises DatelineError E604 where this worker would make something else of it than the caller.
    """
    here = made_here()
    if here != batch.made:
        raise other_made("", here, batch.made)
    shelf = Shelf(folder)
    if name in shelf.names():
        return report_of(shelf, name)
    with _ONE:
        found = [result for piece in batch.pieces for result in read_piece(piece, batch.given)]
        documents = [each for each in found if isinstance(each, Document)]
        answered = list(extract_in_batches(documents))
    extracted = [each for each in answered if isinstance(each, Extraction)]
    wrong = [str(each) for each in (*found, *answered) if isinstance(each, DatelineError)]
    report = Report(documents=len(extracted), mentions=sum(len(e.mentions) for e in extracted), wrong=tuple(wrong))
    notes = {
        "format": FORMAT, "version": batch.made.version, "model": batch.made.model,
        "documents": report.documents, "mentions": report.mentions, "wrong": wrong,
    }  # fmt: skip
    shelf.put(name, encoded(extracted, notes=notes))
    return report


def report_of(shelf: Shelf, name: str) -> Report:
    """What a file that is there tells of its batch."""
    notes = notes_of(shelf.read(name))
    return Report(documents=notes["documents"], mentions=notes["mentions"], wrong=tuple(notes["wrong"]))


def other_made(worker: str, found: Made | None, made: Made) -> DatelineError:
    """E604: a worker would make something else of an article than this process."""
    has = f"Dateline {found.version} (model {found.model})" if found else "no Dateline"
    return DatelineError("E604", worker=worker or "there", found=has, known=made.version, model=made.model)
