"""Processes that work for this one: started anew, behind other work, and gone when it is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor

NICENESS = 10
"""By how much the processes step back behind what else the machine does (Unix's ``nice``)."""


def pool(processes: int) -> ProcessPoolExecutor:
    """So many processes. Not forked: the dashboard has threads, whose locks a copy would inherit."""
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """A process of its own: it steps back behind others, and leaves it to its parent to be interrupted."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _end_with_parent() -> None:
    """A parent that was killed says nothing to those who wait for its work: they would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
