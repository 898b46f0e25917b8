"""Parquet: one article a row, read as a line of JSONL with its columns as keys; lists and structs are left out.

The file is opened in a process of its own (see `dateline.read.child`): nothing but reading is allowed there, memory is
limited, and the parent watches the clock between two answers.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import selectors
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from dateline import limits
from dateline.errors import DatelineError

from . import sandbox
from .document import shown
from .stream import as_file

_PROGRAM = "from dateline.read.parquet import main; main()"
_ROWS = 256


@contextlib.contextmanager
def as_lines(stream: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """The rows of a Parquet file as lines of JSONL; ``stream`` stands at its beginning.

    Reading from it raises DatelineError E120 where the file is damaged, and E124 where it takes more than
    `limits.CHILD_SECONDS` seconds a step or `limits.CHILD_MEMORY_BYTES` of memory.
    """
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(as_file(stream, name))
        process = sandbox.start(_PROGRAM, talk=file.fileno(), answer=subprocess.PIPE)
        assert process.stdout is not None
        stack.callback(process.wait)
        stack.callback(process.kill)
        stack.callback(process.stdout.close)
        yield io.BufferedReader(_Rows(process, process.stdout, name), 256 * 1024)


class _Rows(io.RawIOBase):
    """What the process answers, piece by piece."""

    def __init__(self, process: subprocess.Popen[bytes], out: IO[bytes], name: str) -> None:
        self._process, self._out, self._name = process, out, shown(name)
        self._selector = selectors.DefaultSelector()
        self._selector.register(out, selectors.EVENT_READ)
        self._seconds = limits.CHILD_SECONDS + limits.CHILD_START_SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not self._selector.select(self._seconds):
            raise DatelineError("E124", name=self._name)
        self._seconds = limits.CHILD_SECONDS
        data = os.read(self._out.fileno(), len(buffer))
        if not data and self._process.wait() != 0:
            raise DatelineError("E120" if self._process.returncode == 1 else "E124", name=self._name)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._selector.close()
        super().close()


def main() -> None:
    """In the process of its own: standard input is the file, standard output gets the lines."""
    # Else Arrow asks for more memory than there may be, before it needs any.
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    import pyarrow
    import pyarrow.parquet

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the lines
    sandbox.confine()
    try:
        file = pyarrow.parquet.ParquetFile(sys.stdin.buffer, memory_map=False, pre_buffer=False)
        flat = [field.name for field in file.schema_arrow if not pyarrow.types.is_nested(field.type)]
        for batch in file.iter_batches(batch_size=_ROWS, columns=flat, use_threads=False):
            for row in batch.to_pylist():
                out.write(json.dumps({key: _plain(value) for key, value in row.items()}).encode() + b"\n")
            out.flush()
    except MemoryError:
        os._exit(2)
    except Exception:  # whatever a foreign parser raises on a foreign file
        os._exit(1)


def _plain(value: object) -> object:
    """A cell as JSON holds it: a day or a time as its day."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value if isinstance(value, str | int | None) else str(value)
