"""Processes that work for this one: started anew, behind other work, and gone when it is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.process import BaseProcess

NICENESS = 10
"""By how much the processes step back behind what else the machine does (Unix's ``nice``)."""

LOOK = 1.0
"""Seconds after which a process looks again whether its parent is there."""


def pool(processes: int) -> ProcessPoolExecutor:
    """So many processes. Not forked: the dashboard has threads, whose locks a copy would inherit."""
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


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
