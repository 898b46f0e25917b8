"""Processes that work for this one: started anew, behind other work, and gone when it is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

NICENESS = 10
"""By how much the processes step back behind what else the machine does (Unix's ``nice``)."""

LOOK = 1.0
"""Seconds after which a process looks again whether its parent is there."""


GRACE = 3.0
"""Seconds that an executor has to notice by itself that one of its processes was killed."""


def pool(processes: int) -> ProcessPoolExecutor:
    """So many processes. Not forked: the dashboard has threads, whose locks a copy would inherit."""
    return _Pool(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


class _Pool(ProcessPoolExecutor):
    """An executor that also breaks where a process is killed while it sends a result.

    The standard one reads on for the rest of the result then, for ever: the pipe stays open, since the other processes
    and this one hold its other end. So a thread looks after the processes, and closes all these ends.
    """

    _looks = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = super().submit(fn, *args, **kwargs)
        if not self._looks:
            self._looks = True
            # Not the executor itself, which is to go when nobody has it any more.
            parts = (self._executor_manager_thread, self._processes, self._result_queue)
            threading.Thread(target=_look_after, args=parts, daemon=True).start()
        return future


def _look_after(manager: threading.Thread, processes: dict[int, BaseProcess], results: Any) -> None:
    """Until an executor's own thread has ended: where it does not get over a killed process, end the others too."""
    killed_since: float | None = None
    while manager.is_alive():
        manager.join(LOOK)
        if not any(process.exitcode for process in list(processes.values())):
            continue
        killed_since = killed_since or time.monotonic()
        if time.monotonic() - killed_since > GRACE:
            for process in list(processes.values()):
                process.kill()
            for process in list(processes.values()):
                process.join()
            results._writer.close()
            return


def _begin() -> None:
    """A process of its own: it steps back behind others, and leaves it to its parent to be interrupted."""
    _end_with_parent()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _end_with_parent() -> None:
    """A parent that was killed says nothing to those who wait for its work: they would wait for ever.

    So the process looks now and then whether it has another parent, by a timer where there is one: a second thread,
    though it only waited, cost a fifth of all work, since the C library locks nothing in a process that never had one.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if not hasattr(signal, "setitimer"):
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
        return

    def look(*_: object) -> None:
        if os.getppid() != parent.pid:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
