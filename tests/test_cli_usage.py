"""How the command line takes its input and its options, and what it does when something is wrong."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from dateline import __version__
from tests.command_line import LINES, UNDATED, environment, errors, rows, run, write_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("articles"))


# input


def test_publisher_holds_for_articles_that_name_none(corpus: Path) -> None:
    found = rows(
        run("timeline", corpus / "kite.md", corpus / "more" / "deeper" / "packed.txt.gz", "--publisher", "Desk")
    )
    given = {m["doc"]: m["publisher"] for row in found for m in row["mentions"]}
    assert given == {"kite.md": "The Paper Kite", "packed.txt.gz": "Desk"}


def test_standard_input_takes_text_jsonl_and_gzip() -> None:
    assert [row["doc"] for row in rows(run("tag", "-", stdin=UNDATED.encode()))] == ["-"]
    assert [row["doc"] for row in rows(run("tag", "-", stdin=gzip.compress(UNDATED.encode())))] == ["-"]
    lines = "".join(json.dumps(line) + "\n" for line in LINES).encode()
    assert [row["doc"] for row in rows(run("tag", "-", stdin=lines))] == ["wire-7", "-:2", "-:2"]


def test_standard_input_knows_jsonl_by_a_long_first_line() -> None:
    line = json.dumps({"text": "It was signed on 19 June 2024. " * 1000, "id": "long"}).encode()
    assert {row["doc"] for row in rows(run("tag", "-", stdin=line))} == {"long"}


def test_what_cannot_be_read_is_one_line_and_the_rest_goes_on(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01\x02\x00\xff" * 50)
    (tmp_path / "damaged.txt.gz").write_bytes(gzip.compress(UNDATED.encode() * 100)[:60])
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "half.jsonl").write_text('{"text": "On 3 May 2001."}\n{"text": \n{"text": "In 2002."}\n')
    (tmp_path / "zlast.txt").write_text("On 4 July 1999.")
    result = run("tag", tmp_path, tmp_path / "absent.txt", tmp_path / "half.jsonl", corpus / "plain.txt")
    assert result.returncode == 1
    said = errors(result)
    for name in ("broken.txt", "damaged.txt.gz", "empty.txt", "half.jsonl, line 2", "absent.txt"):
        assert sum(name in line for line in said) == (2 if "half" in name else 1), name
    assert len(said) == 6 and "Traceback" not in result.stderr.decode()
    assert [row["doc"] for row in rows(result)][:3] == ["half.jsonl:1", "half.jsonl:3", "zlast.txt"]
    assert rows(result)[-1]["doc"] == "plain.txt"


def test_a_name_with_a_line_break_stays_one_line(tmp_path: Path) -> None:
    result = run("tag", f"{tmp_path}/no\nsuch\x1b[31m.txt")
    assert result.returncode == 1
    assert len(errors(result)) == 1 and "\x1b" not in result.stderr.decode()


# usage


@pytest.mark.parametrize(
    "args",
    [
        (), ("unknown",), ("tag",), ("tag", "-", "--nonsense"), ("timeline", "-", "--top", "0"),
        ("timeline", "-", "--top", "many"), ("export",), ("export", "--format", "docx"),
        ("tag", "-", "--columns", "Body"), ("ingest", "-", "--columns", "words=Body"),
        ("tag", "-", "--published", "soon"), ("extract", "-", "--published", "2024-02-30"),
        ("export", "--format", "csv", "--since", "yesterday"), ("export", "--format", "csv", "--type", "treatyy"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_exit_status_2(args: Sequence[str], tmp_path: Path) -> None:
    result = run(*args, env={"DATELINE_DB": str(tmp_path / "none.db")})
    assert result.returncode == 2
    assert not result.stdout
    said = result.stderr.decode()
    assert said and "Traceback" not in said
    assert "_positive" not in said, "names of functions mean nothing to a reader"


def test_help_comes_at_once() -> None:
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        result = run("--help")
        taken.append(time.perf_counter() - start)
        assert result.returncode == 0
        assert {"tag", "extract", "timeline", "ingest", "export", "serve"} <= set(result.stdout.decode().split())
    assert min(taken) < 1


def test_version() -> None:
    assert run("--version").stdout.decode().split() == ["dateline", __version__]


# pipes


def test_a_reader_that_goes_away_leaves_no_traceback(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    line = json.dumps({"text": "It was signed on 19 June 2024, and ratified on 9 November 2024. " * 10}) + "\n"
    many.write_text(line * 300)
    for wanted in (0, 1):  # gone before the first line, and after it
        process = subprocess.Popen(
            [sys.executable, "-m", "dateline", "tag", str(many)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        )  # fmt: skip
        assert process.stdout and process.stderr
        for _ in range(wanted):
            assert json.loads(process.stdout.readline())["doc"] == "many.jsonl:1"
        process.stdout.close()
        said = process.stderr.read()
        process.stderr.close()
        assert process.wait(timeout=60) == 0
        assert said == b""


def test_an_interrupt_ends_without_a_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "dateline", "tag", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        # A shell starts what runs in its background with interrupts ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stdin and process.stdout and process.stderr
    line = (json.dumps({"id": "a", "text": "Signed on 19 June 2024. And nothing else."}) + "\n").encode()
    process.stdin.write(line * 3)
    process.stdin.flush()
    process.stdout.readline()  # it is at work
    process.send_signal(signal.SIGINT)
    said = process.stderr.read()
    assert process.wait(timeout=60) == 130
    assert b"Traceback" not in said
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


def test_output_is_utf8_whatever_the_terminal_speaks() -> None:
    text = "Zürich, мир, 北京: signed on 19 June 2024 “in Пхеньян in 2000”."
    line = json.dumps({"id": "мир", "text": text}).encode()
    result = run("tag", "-", stdin=line, env={"PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0, result.stderr.decode()
    assert {row["doc"] for row in rows(result)} == {"мир"}
