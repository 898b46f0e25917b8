"""Processes that work for this one: started anew, behind other work, and gone when it is gone."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Task = TypeVar("Task")

NICENESS = 10
"""By how much the processes step back behind what else the machine does (Unix's ``nice``)."""

LOOK = 1.0
"""Seconds after which a process looks again whether its parent is there."""

STOP = getattr(signal, "SIGUSR1", None)
"""By this a process is told that nobody waits for its work any more; None where there is no such signal."""

GRACE = 3.0
"""Seconds that an executor has to notice by itself that one of its processes was killed."""

_at_work = _stopped = False


class _Stopped(BaseException):
    """Nobody waits for the work any more: no fault of the article on which it ends."""


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
            # First taken away: with its end the executor's own thread ends too, and who waits for that closes it again.
            handle, results._writer._handle = results._writer._handle, None
            if handle is not None:
                type(results._writer)(handle).close()
            return


def submit(pool: ProcessPoolExecutor, work: Callable[[Task], T], task: Task) -> Future[T]:
    """What one of the processes makes of a task. BrokenProcessPool where one of them has died."""
    with _interrupted_later():  # a process is started when it is needed
        return pool.submit(_worked, work, task)


def end(pool: ProcessPoolExecutor) -> None:
    """End the processes, without waiting for what they are at."""
    with _interrupted_later():  # in the middle of it, it would wait for ever for processes that are told nothing more
        for pid in list(pool._processes or ()):
            if STOP is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, STOP)
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _interrupted_later() -> Iterator[None]:
    """Ctrl+C counts afterwards alone, and for a process that begins here not at all: a terminal sends it to all of its
    programs at once, also to those that do not ignore it yet."""
    handler = signal.getsignal(signal.SIGINT)
    if not hasattr(signal, "pthread_sigmask") or not callable(handler):
        yield
        return
    noted: list[int] = []
    mine = threading.current_thread() is threading.main_thread()  # no other one is interrupted
    resource_tracker.ensure_running()  # which would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    if mine:  # another thread may be told of it meanwhile
        signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if mine:
            signal.signal(signal.SIGINT, handler)
        if noted:
            handler(noted[0], None)


def _worked(work: Callable[[Task], T], task: Task) -> T:
    """Does a task, until it is to stop: then no more of it, nor of those that follow."""
    global _at_work
    _at_work = True
    try:
        if _stopped:
            raise _Stopped
        return work(task)
    finally:
        _at_work = False


def _stop(*_: object) -> None:
    global _stopped
    _stopped = True
    if _at_work:  # else it hands over what it has found, which would never end if it ended halfway
        raise _Stopped


def _begin() -> None:
    """A process of its own: it steps back behind others, and leaves it to its parent to be interrupted."""
    if STOP is not None:
        signal.signal(STOP, _stop)
    _end_with_parent()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
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
