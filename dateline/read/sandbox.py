"""A process that may do nothing but read: how the program starts one, and how that takes its own rights away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from dateline import limits

_KEPT = frozenset({"PATH", "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONHOME"})
_HOME = str(Path(__file__).resolve().parents[2])


def start(program: str, *, talk: int, answer: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """A process of this Python that runs ``program``; ``talk`` is its standard input, ``answer`` its output."""
    path = os.pathsep.join(filter(None, (_HOME, os.environ.get("PYTHONPATH"))))
    # What else stands in the environment (keys, tokens) is nothing that a hostile file should find.
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("LC_")}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program],
        stdin=talk, stdout=answer, stderr=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": path}, start_new_session=True,
    )  # fmt: skip


def confine() -> None:
    """Takes memory beyond the limit, every file to write, and the way to other programs from this process."""
    import resource

    memory = limits.CHILD_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.dont_write_bytecode = True
    sys.addaudithook(_forbid)


MOST_SECONDS = 2 * (limits.CHILD_SECONDS + limits.CHILD_START_SECONDS)


def work(begun: bool) -> None:
    """Says that work has begun or ended; work that never ends is ended by the system, also where the parent is gone.

    The parent watches the clock more closely; but one that was killed does not, and a parser's loop hears of nothing.
    """
    signal.alarm(int(MOST_SECONDS) if begun else 0)


_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.remove",
              "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.link", "os.symlink", "os.truncate", "shutil.",
              "ftplib.", "smtplib.", "urllib.Request", "webbrowser.")  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _forbid(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: a reader needs neither the network, nor other programs, nor a file to write."""
    if event.startswith(_FORBIDDEN) or (event == "open" and isinstance(args[2], int) and args[2] & _WRITING):
        raise PermissionError(f"{event} is not allowed while a file is read")


def is_tired(count: int) -> bool:
    """True for a process that is to be replaced: no reader's leak lasts, and no file pays for the one before it."""
    return count >= limits.CHILD_FILES or held() > limits.CHILD_KEPT_BYTES


def held() -> int:
    """The memory that this process holds, in bytes.

    Not the peak that ``getrusage`` tells: Linux hands that of the parent on to its children.
    """
    try:
        with open("/proc/self/statm", "rb") as pages:  # noqa: PTH123 - a path object would ask the system for more
            return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
