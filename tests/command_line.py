"""What the tests of the command line share: a run in a process of its own, a corpus of every kind that is read."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

Result = subprocess.CompletedProcess[bytes]
Row = dict[str, Any]

# An emoji, and an accent as a character of its own: bytes, UTF-16 units and characters all differ.
PLAIN = (
    "Ankara \U0001f54a and Zu\u0308rich\r\n\r\n"
    "Xi Jinping arrived in Moscow on 20 March 2023. “We signed a treaty on 4 May 2021,” Vladimir Putin said on Tuesday."
    "\r\nJapan and Germany signed an agreement in 1995.\r\n"
)
MARKDOWN = """---
title: Brazil and Chile sign
publisher: The Paper Kite
published: 2019-05-15
url: https://example.org/kite
---
Brazil and Chile signed an agreement in Santiago on Tuesday. The French president arrived in Rome yesterday.
"""
PAGE = """<!doctype html><html><head><title>Envoys at work</title>
<meta property="og:site_name" content="The Paper Kite">
<meta property="article:published_time" content="2015-07-15"></head>
<body><nav>Home News Sport</nav><article><h1>Envoys at work</h1>
<p>Iran and the United States signed an agreement on Tuesday after long talks about it in a hotel by the river.</p>
<p>The ministers of both states had first met in Geneva in November 2013, the hosts said in a note to the press.</p>
</article><footer>All rights reserved</footer></body></html>
"""
LINES: tuple[Row, ...] = (
    {
        "id": "wire-7",
        "published": "2020-01-10",
        "publisher": "Wire",
        "text": "India and Nepal signed a treaty on Monday.",
    },
    {
        "published": "2020-01-11",
        "text": "Canada and Mexico signed a treaty on 8 January 2020. "
        "India and Nepal had signed a treaty on 6 January 2020.",
    },
)
UNDATED = "Egypt and Jordan signed a treaty on Friday."
NAMES = {"plain.txt", "kite.md", "wire-7", "lines.jsonl:2", "page.html", "packed.txt.gz", "wire-8"}
"""What the articles of the corpus are called in the column ``doc``."""


def write_corpus(folder: Path) -> Path:
    """Fills a folder with an article of every kind that is read; wire-8 is wire-7 once more."""
    (folder / "plain.txt").write_bytes(PLAIN.encode())
    (folder / "kite.md").write_text(MARKDOWN, encoding="utf-8")
    (folder / "lines.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    deeper = folder / "more" / "deeper"
    deeper.mkdir(parents=True)
    (deeper / "page.html").write_text(PAGE, encoding="utf-8")
    (deeper / "packed.txt.gz").write_bytes(gzip.compress(UNDATED.encode()))
    (deeper / "packed.jsonl.gz").write_bytes(gzip.compress(json.dumps({**LINES[0], "id": "wire-8"}).encode()))
    return folder


def run(*args: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Result:
    """``dateline ARGS`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, args)],
        input=stdin,
        capture_output=True,
        env=environment(env),
        cwd=cwd,
        timeout=240,
        check=False,
    )


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without the settings of Dateline, in which the package is found from any folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DATELINE_")}
    return {**kept, "PYTHONPATH": str(ROOT), **(more or {})}


def rows(result: Result) -> list[Row]:
    """The JSON lines of a run: UTF-8, one object a line, nothing else."""
    text = result.stdout.decode("utf-8")
    assert text == "" or text.endswith("\n")
    found = [json.loads(line) for line in text.splitlines()]
    assert all(isinstance(row, dict) for row in found)
    return found


def csv_rows(result: Result) -> list[dict[str, str]]:
    """The lines of a CSV export by the names of their columns."""
    assert result.returncode == 0, errors(result)
    return list(csv.DictReader(io.StringIO(result.stdout.decode("utf-8-sig"), newline="")))


def errors(result: Result) -> list[str]:
    """The lines on standard error."""
    return result.stderr.decode("utf-8").splitlines()


def dump(db: Path) -> dict[str, list[str]]:
    """Every row of every table of a database, those of the full-text index as well."""
    import pysqlite3

    connection = pysqlite3.connect(f"file:{db}?mode=ro", uri=True)
    try:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for (name,) in tables}
    finally:
        connection.close()
