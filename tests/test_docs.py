"""The documentation is a contract: what it names exists, what exists it names, and its examples run."""

from __future__ import annotations

import argparse
import doctest
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dateline import __version__, cli, draw, limits, pipeline, store
from dateline.draw.tables import COLUMNS
from dateline.errors import SENTENCES
from dateline.read.kinds import SUFFIXES
from tests.command_line import UNDATED, environment, rows, run
from tests.conftest import ROOT

README = ROOT / "README.md"
CLI = ROOT / "docs" / "cli.md"
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "SECURITY.md", "benchmarks/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]


class Table(NamedTuple):
    """A table of a page: the head of its first column, and its rows of cells."""

    head: str
    rows: list[list[str]]

    def names(self) -> list[str]:
        """What stands in code marks in the first column."""
        return [name for row in self.rows for name in code(row[0])]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code(markdown: str) -> list[str]:
    """What stands in code marks on one line."""
    return re.findall(r"`([^`\n]+)`", markdown)


def blocks(path: Path) -> list[tuple[str, str]]:
    """The language and the lines of each fenced block, and of each indented one (without language)."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text(path), re.M | re.S)
    indented = [("", found) for found in re.findall(r"(?:^ {4}\S.*\n)+", text(path), re.M)]
    return [*fenced, *indented]


def tables(markdown: str) -> list[Table]:
    found = []
    for block in re.findall(r"(?:^\|.*\|$\n?)+", markdown, re.M):
        cells = [re.split(r"(?<!\\)\|", line.strip("|\n")) for line in block.splitlines()]
        clean = [[cell.strip().replace("\\|", "|") for cell in row] for row in cells]
        found.append(Table(clean[0][0], clean[2:]))
    return found


def section(path: Path, heading: str) -> str:
    """The text under a heading of the second level, up to the next one."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text(path), re.M | re.S)
    assert found, f"{path.name} has no section {heading!r}"
    return found[1]


def commands() -> dict[str, argparse.ArgumentParser]:
    (sub,) = [a for a in cli._parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(sub.choices)


def options(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    return (a for a in parser._actions if a.option_strings and not isinstance(a, argparse._HelpAction))


# commands and options


def test_each_command_has_its_section_and_no_other() -> None:
    documented = re.findall(r"^## dateline (\w+)$", text(CLI), re.M)
    assert documented == list(commands())
    for name in commands():
        assert f"[{name}](#dateline-{name})" in text(CLI)


@pytest.mark.parametrize("name", list(commands()))
def test_the_section_of_a_command_lists_exactly_its_options(name: str) -> None:
    (table,) = [table for table in tables(section(CLI, f"dateline {name}")) if table.head == "option"]
    documented = {frozenset(word.split()[0] for word in code(row[0])): row for row in table.rows}
    known = {frozenset(action.option_strings): action for action in options(commands()[name])}
    assert set(documented) == set(known)
    for strings, action in known.items():
        row = " | ".join(documented[strings])
        takes_value = action.nargs != 0
        assert all((" " in word) == takes_value for word in code(documented[strings][0])), (
            f"{name} {strings}: its value"
        )
        if action.metavar:
            assert f" {action.metavar}`" in documented[strings][0]
        for choice in action.choices or ():
            if len(list(action.choices or ())) <= 10:
                assert f"`{choice}`" in row, f"{name} {strings}: {choice} is not documented"
        if (
            isinstance(action.default, str | int)
            and not isinstance(action.default, bool)
            and action.default not in ("", "-")
        ):
            assert str(action.default) in row, f"{name} {strings}: its default is not documented"
        if action.required:
            assert "required" in row


OPTION = re.compile(r"add_argument\(\s*\"(--[a-z-]+)")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_names_only_commands_and_options_that_exist(path: Path) -> None:
    known = {string for parser in commands().values() for action in parser._actions for string in action.option_strings}
    known |= {string for action in cli._parser()._actions for string in action.option_strings}
    known |= {option for script in (ROOT / "benchmarks").glob("*.py") for option in OPTION.findall(text(script))}
    spans = [*code(re.sub(r"```.*?```", "", text(path), flags=re.S)), *(body for _, body in blocks(path))]
    for span in spans:
        if "python" in span or "benchmarks/" in span:  # a script with options of its own
            continue
        for word in re.findall(r"\bdateline ([a-z]\S*)", span):
            assert word in commands(), f"{path.name}: there is no command {word!r}"
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", span):
            assert option in known, f"{path.name}: there is no option {option!r}"


def test_what_is_read_and_where_to_is_documented() -> None:
    (kinds,) = [table for table in tables(section(CLI, "What is read")) if table.head == "kind"]
    assert {ending for row in kinds.rows for ending in code(row[1])} == set(SUFFIXES)
    for ending in {".txt", ".md", ".html", ".jsonl"}:
        assert f"`{ending}`" in text(README)


def test_each_environment_variable_is_documented_and_no_other() -> None:
    sources = [*(ROOT / "dateline").rglob("*.py"), *(ROOT / "components").rglob("*.py"), ROOT / "dashboard.py"]
    used = {name for path in sources for name in re.findall(r"\bDATELINE_[A-Z]+\b", text(path))}
    (table,) = tables(section(CLI, "Environment"))
    assert set(table.names()) == used


def test_each_target_of_make_is_in_the_readme_and_no_other() -> None:
    makefile = text(ROOT / "Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.M)
    assert phony
    named = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", text(README), re.M))
    assert named == set(phony[1].split())
    for variable in re.findall(r"\bmake \w+ ([A-Z]+)=", text(README)):
        assert re.search(rf"^{variable} \?=", makefile, re.M), f"make takes no {variable}"


# output


def keys_of(heading: str) -> list[list[str]]:
    return [table.names() for table in tables(section(CLI, heading)) if table.head == "key"]


def test_keys_of_tag() -> None:
    (row,) = rows(run("tag", "-", stdin=UNDATED.encode()))
    assert [list(row)] == keys_of("dateline tag")


def test_keys_of_extract() -> None:
    row = rows(run("extract", "-", stdin=UNDATED.encode()))[0]
    assert [list(row), list(row["actors"][0])] == keys_of("dateline extract")


def test_keys_of_timeline() -> None:
    row = rows(run("timeline", "-", stdin=UNDATED.encode()))[0]
    documented = [set(keys) for keys in keys_of("dateline timeline")]
    # "again" is there for words that come back to a mention alone (tests/test_events_again.py).
    assert [set(row), {*row["mentions"][0], "again"}] == documented


def test_columns_and_keys_of_the_exports(tmp_path: Path) -> None:
    db = tmp_path / "one.db"
    pipeline.ingest_bytes(db, [("one.txt", UNDATED.encode())], published="2020-06-10")
    shown = store.timeline(db)
    details = [store.event(db, event.id) for event in shown.events]
    data: dict[str, Any] = json.loads(draw.export(shown, "json", details=details))

    (columns,) = [t for t in tables(section(CLI, "dateline export")) if t.head == "column"]
    assert sorted(columns.names()) == sorted(COLUMNS)
    whole, event = (t for t in tables(section(CLI, "dateline export")) if t.head == "key")
    assert set(whole.names()) == set(data)
    assert set(event.names()) == set(data["events"][0])
    inside = {name: set(code(row[1])) for table in (whole, event) for row in table.rows for name in code(row[0])}
    assert inside["filters"] == set(data["filters"])
    assert inside["counts"] == set(data["counts"])
    assert inside["date"] == set(data["events"][0]["date"])
    assert inside["participants"] == set(data["events"][0]["participants"][0])
    assert inside["mentions"] == set(data["events"][0]["mentions"][0])


# errors and limits


def test_each_error_stands_in_the_page_with_its_sentence_and_no_other() -> None:
    page = [row for table in tables(text(ROOT / "docs" / "errors.md")) for row in table.rows]
    assert all(len(row) == 4 and all(row) for row in page)
    sentences = {code_: re.sub(r"!\w}", "}", sentence) for code_, sentence in SENTENCES.items()}
    assert {row[0]: row[1] for row in page} == sentences
    assert [row[0] for row in page] == sorted(SENTENCES)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_names_only_errors_and_limits_that_exist(path: Path) -> None:
    assert set(re.findall(r"\bE\d{3}\b", text(path))) <= set(SENTENCES)
    assert {name for name in code(text(path)) if re.fullmatch(r"MAX_\w+|\w+_(?:MS|KIB)", name)} <= set(caps())


def caps() -> dict[str, int]:
    return {name: value for name, value in vars(limits).items() if name.isupper()}


def test_what_holds_each_promise_is_there() -> None:
    named = re.findall(r"`((?:tests|benchmarks)/[\w/]+(?:\.py)?)(?:::(\w+))?`", text(ROOT / "SECURITY.md"))
    assert len(named) > 40
    for path, function in named:
        assert (ROOT / path).exists(), path
        assert not function or f"def {function}(" in text(ROOT / path), function


def test_each_limit_stands_in_the_page_with_its_value() -> None:
    page = {row[0].strip("`"): row for table in tables(text(ROOT / "docs" / "limits.md")) for row in table.rows}
    assert set(page) == set(caps())
    for name, value in caps().items():
        assert page[name][1].split()[0] == f"{value:,}", f"{name}: the page says {page[name][1]}"


# pages among themselves


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text(path)):
        if target.startswith(("https://", "http://")):
            continue
        file, _, anchor = target.partition("#")
        other = (path.parent / file).resolve() if file else path
        assert other.exists(), f"{path.name} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", text(other), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings}


def test_the_changelog_is_dated_and_begins_with_this_version() -> None:
    entries = re.findall(r"^## (\S+) - (\d{4}-\d\d-\d\d)$", text(ROOT / "CHANGELOG.md"), re.M)
    assert entries[0][0] == __version__
    days = [day for _, day in entries]
    assert days == sorted(days, reverse=True)


def test_each_measurement_is_described_and_no_other() -> None:
    scripts = {path.name for path in (ROOT / "benchmarks").glob("*.py") if path.name != "__init__.py"}
    named = re.findall(r"benchmarks/(\w+\.py)", text(ROOT / "benchmarks" / "README.md"))
    assert set(named) == scripts


# examples


def examples(path: Path) -> list[tuple[str, str]]:
    """Each command of the page's ``console`` blocks and the output that it shows, in order."""
    found = []
    for language, body in blocks(path):
        if language == "console":
            first, *rest = re.split(r"^\$ ", body, flags=re.M)
            assert first == "", f"{path.name}: a console block begins with `$ `"
            found += [(command, shown) for command, _, shown in (part.partition("\n") for part in rest)]
    return found


@pytest.mark.parametrize(
    "path", [page for page in PAGES if examples(page)], ids=lambda path: str(path.relative_to(ROOT))
)
@pytest.mark.skipif(shutil.which("bash") is None, reason="the examples are written for bash")
def test_examples_give_the_output_that_they_show(path: Path, tmp_path: Path) -> None:
    """Runs them one after the other in a folder with nothing but the sample data; `...` stands for anything."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    command = tmp_path / "bin" / "dateline"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dateline "$@"\n')
    command.chmod(command.stat().st_mode | stat.S_IEXEC)
    env = environment({"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"})
    checker = doctest.OutputChecker()
    for line, shown in examples(path):
        done = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=240, check=False,
        )  # fmt: skip
        got = done.stdout.decode("utf-8").replace("\ufeff", "").replace("\r\n", "\n")  # as a terminal shows it
        assert checker.check_output(shown, got, doctest.ELLIPSIS), f"$ {line}\n{got}\n--- the page shows ---\n{shown}"


def test_the_page_method_tells_the_accuracy_that_the_readme_tells() -> None:
    from components.method import ACCURACY

    assert ACCURACY in " ".join(README.read_text(encoding="utf-8").split())


def test_the_check_of_examples_can_fail() -> None:
    checker = doctest.OutputChecker()
    assert checker.check_output('{"a": 1, ...}\n', '{"a": 1, "b": 2}\n', doctest.ELLIPSIS)
    assert not checker.check_output('{"a": 1, ...}\n', '{"a": 2, "b": 2}\n', doctest.ELLIPSIS)
    assert len(examples(README)) >= 8
