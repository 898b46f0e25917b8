"""Handing batches out to a Dask cluster, some ahead of what is done, and saying what came of each."""

from __future__ import annotations

import contextlib
import logging
import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline import limits
from dateline.errors import DatelineError
from dateline.read import Given, pieces, shown

from .batch import Batch, Made, batches, made_here
from .dataset import Shelf
from .work import Report, other_made, report_of, work

_ASK_SECONDS = 10.0
"""How often the scheduler is asked how many threads there are: workers come and go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A batch that is done: its file, whether that was there before, what it holds, and how many could not be read."""

    name: str
    known: bool
    report: Report


def ingest(paths: Iterable[str | Path], *, scheduler: str, folder: str, given: Given) -> Iterator[Done | DatelineError]:
    """Work sources through on the cluster of ``scheduler`` (``tcp://host:8786``) into the data set ``folder``.

    Yields what came of each batch as it is done, and what is wrong with a source or a batch (E603), while the rest goes
    on. Batches that are there are not done again. Raises DatelineError E601 where Dask is missing, E602 where the
    scheduler does not answer, has no worker, or goes away, and E604 for a worker with another Dateline.
    """
    shelf, made = Shelf(folder), made_here()
    there, order = shelf.names(), dict[str, None]()
    with _connected(scheduler) as client:
        _check(client, made)
        hand = _Hand(client, scheduler, folder)
        for batch in batches(pieces(paths), given=given, made=made):
            if isinstance(batch, DatelineError):
                yield batch
                continue
            name = batch.name
            if name in order:  # the same articles once more
                continue
            order[name] = None
            if name in there:
                yield _known(shelf, name)
                continue
            while hand.full():
                yield hand.next()
            hand.give(batch, name)
        while hand.busy():
            yield hand.next()
    shelf.put_order(list(order))
    shelf.tidy()


def _known(shelf: Shelf, name: str) -> Done | DatelineError:
    try:
        return Done(name=name, known=True, report=report_of(shelf, name))
    except Exception:  # whatever pyarrow makes of a file that is none
        return DatelineError("E606", name=name)


class _Hand:
    """What was handed out and is not done yet."""

    def __init__(self, client: Any, scheduler: str, folder: str) -> None:
        from distributed import as_completed

        self._client, self._scheduler, self._folder = client, scheduler, folder
        self._done = as_completed(loop=client.loop)
        self._given: dict[Any, tuple[str, str]] = {}
        # A task's name is nothing that stands in an article: Dask would put its result there.
        self._run = uuid.uuid4().hex
        self._threads, self._asked = 0, -_ASK_SECONDS

    def busy(self) -> bool:
        return bool(self._given)

    def full(self) -> bool:
        if time.monotonic() > self._asked + _ASK_SECONDS:
            try:
                self._threads = sum(self._client.nthreads().values())
            except OSError:
                raise self._away() from None
            self._asked = time.monotonic()
        return len(self._given) >= limits.CLUSTER_AHEAD * max(1, self._threads)

    def give(self, batch: Batch, name: str) -> None:
        future = self._client.submit(work, batch, self._folder, name, key=f"dateline-{self._run}-{name}", pure=False)
        if self._client.status != "running":  # nobody would ever answer
            raise self._away()
        self._given[future] = (name, batch.label)
        self._done.add(future)

    def _away(self) -> DatelineError:
        return DatelineError("E602", address=shown(self._scheduler), why="it went away")

    def next(self) -> Done | DatelineError:
        """What came of the one that is done next."""
        future = next(self._done)
        name, label = self._given.pop(future)
        try:
            return Done(name=name, known=False, report=future.result())
        except CancelledError:
            raise self._away() from None
        except DatelineError as error:
            return DatelineError("E603", name=shown(label), why=str(error))
        except Exception as error:
            return DatelineError("E603", name=shown(label), why=_why(error))


def _check(client: Any, made: Made) -> None:
    """E604 where a worker would make something else of an article."""
    for worker, found in client.run(made_here, on_error="return").items():
        if found != made:
            raise other_made(worker, found if isinstance(found, Made) else None, made)


@contextlib.contextmanager
def _connected(scheduler: str) -> Iterator[Any]:
    """A client of the scheduler that has a worker at least."""
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise DatelineError("E601", missing="dask.distributed") from None
    # What goes wrong is said in one sentence by who calls; the library would add its traces.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": limits.MAX_UNPACKED_BYTES})
    try:
        client = Client(scheduler, timeout=limits.CLUSTER_START_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise DatelineError("E602", address=shown(scheduler), why=_why(error)) from None
    try:
        try:
            client.wait_for_workers(1, timeout=limits.CLUSTER_START_SECONDS)
        except TimeoutError:
            raise DatelineError("E602", address=shown(scheduler), why="it has no workers") from None
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=5)


def _why(error: Exception) -> str:
    """The first line of what a library says."""
    return shown(next(iter(str(error).strip().splitlines()), "") or type(error).__name__)
