"""Cutting sources into batches, and the files that come of them: nothing is lost, nothing depends on chance."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dateline import cluster, limits, pipeline, read
from dateline.cluster import Batch, batches, dataset, made_here
from dateline.cluster.batch import FORMAT
from dateline.cluster.work import report_of, work
from dateline.errors import DatelineError
from dateline.extraction import Extraction, extract_document
from dateline.model import Document, When
from tests.command_line import LINES, PAGE, UNDATED, environment, run, write_corpus
from tests.conftest import ROOT

NOTHING = read.Given()


def read_in_pieces(*paths: Path | str, given: read.Given = NOTHING) -> list[object]:
    return [
        result
        for piece in read.pieces(paths)
        for result in ([piece] if isinstance(piece, DatelineError) else read.read_piece(piece, given))
    ]


def cut(*paths: Path | str, given: read.Given = NOTHING) -> list[Batch]:
    found = batches(read.pieces(paths), given=given, made=made_here())
    return [batch for batch in found if isinstance(batch, Batch)]


def same(one: list[object], other: list[object]) -> bool:
    return [str(r) if isinstance(r, DatelineError) else r for r in one] == [
        str(r) if isinstance(r, DatelineError) else r for r in other
    ]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of every kind that is read, archives of them, lines with something wrong, and a table of columns."""
    folder = write_corpus(tmp_path_factory.mktemp("corpus"))
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("in/page.html", PAGE)
        archive.writestr("in/lines.jsonl", "".join(json.dumps(line) + "\n" for line in LINES))
    (folder / "bad.jsonl").write_text('{"text": "One."}\nnothing\n\n{"text": "", "id": 3}\n{"text": "Four."}\n')
    (folder / "empty.txt").write_text("")
    rows = {
        "text": [UNDATED, "Second."],
        "id": ["../../etc/passwd", None],
        "published": [datetime.date(2020, 6, 10), None],
    }
    pq.write_table(pa.table({**rows, "other": [1, 2]}), folder / "table.parquet")
    return folder


def test_pieces_hold_what_reading_as_a_whole_gives(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CLUSTER_BATCH_BYTES", 1)
    given = read.Given(published=When.of("2001-02-03"), publisher="Outlet")
    assert same(
        read_in_pieces(corpus, corpus / "missing.txt", given=given),
        list(read.documents([corpus, corpus / "missing.txt"], published="2001-02-03", publisher="Outlet")),
    )


def test_a_line_that_is_too_long_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LINE_BYTES", 100)
    file = tmp_path / "long.jsonl"
    file.write_text('{"text": "One."}\n{"text": "' + "x" * 500 + '"}\n{"text": "Three."}\n')
    assert same(read_in_pieces(file), list(read.documents([file])))


def test_rows_of_parquet_are_read_as_lines(corpus: Path, tmp_path: Path) -> None:
    first, second = read.documents([corpus / "table.parquet"])
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.name, first.text, first.published) == ("../../etc/passwd", UNDATED, When.of("2020-06-10"))
    assert (second.name, second.published) == ("table.parquet:2", None)
    pq.write_table(pa.table({"words": ["One."]}), tmp_path / "other.parquet")
    (tmp_path / "torn.parquet").write_bytes((corpus / "table.parquet").read_bytes()[:-9])
    (tmp_path / "lie.parquet").write_text("One.")
    other, torn, lie = read.documents([tmp_path / f"{name}.parquet" for name in ("other", "torn", "lie")])
    assert str(other) == str(DatelineError("E109", name="other.parquet", line=1, why="it has no text"))
    assert str(torn) == str(DatelineError("E120", name="torn.parquet"))
    assert isinstance(lie, Document)
    assert [d.text for d in read.from_bytes((corpus / "table.parquet").read_bytes(), "up.parquet")] == [
        UNDATED,
        "Second.",
    ]  # type: ignore[union-attr]


def test_addresses_that_fsspec_opens_are_read(corpus: Path, tmp_path: Path) -> None:
    system = fsspec.filesystem("memory")
    for path in sorted(corpus.rglob("*")):
        if path.is_file():
            system.pipe_file(f"/news/{path.relative_to(corpus)}", path.read_bytes())
    try:
        there = {(r.name, r.text) for r in read_in_pieces("memory://news") if isinstance(r, Document)}
        assert there == {(d.name, d.text) for d in read.documents([corpus]) if isinstance(d, Document)}
        assert len(read_in_pieces("memory://news/*.parquet")) == 2
    finally:
        system.rm("/news", recursive=True)
    assert [str(e) for e in read_in_pieces("memory://news/a.txt")] == [str(DatelineError("E101", name="/news/a.txt"))]
    (unknown,) = read_in_pieces("nowhere://a/b.txt")
    assert isinstance(unknown, DatelineError) and unknown.code == "E605"
    assert not read.is_remote("https://news.example/a") and not read.is_remote("a.txt")


def test_what_is_not_installed_is_said_in_one_sentence(corpus: Path, tmp_path: Path) -> None:
    for missing, args in (
        ("distributed", ["scale", "ingest", str(corpus), "--scheduler", "tcp://127.0.0.1:9", "--out", str(tmp_path)]),
        (
            "s3fs",
            ["scale", "ingest", "s3://bucket/a.txt", "--scheduler", "tcp://127.0.0.1:9", "--out", "s3://bucket/out"],
        ),
    ):
        program = (
            f"import sys; sys.modules[{missing!r}] = None; from dateline.cli import main; sys.exit(main({args!r}))"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment(), check=False)
        assert done.returncode == 1 and done.stdout == b""
        (line,) = done.stderr.decode().splitlines()
        assert "is not installed; install it with" in line and missing in line.replace(
            "dask.distributed", "distributed"
        )


def test_a_scheduler_that_is_not_there_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CLUSTER_START_SECONDS", 1)
    for address in ("tcp://127.0.0.1:9", "what is this"):
        with pytest.raises(DatelineError) as error:
            list(cluster.ingest([tmp_path], scheduler=address, folder=str(tmp_path / "out"), given=NOTHING))
        assert error.value.code == "E602" and "\n" not in str(error.value)
    assert not (tmp_path / "out").exists()


def test_wrong_usage(tmp_path: Path) -> None:
    assert run("scale", "ingest", tmp_path).returncode == 2
    assert run("scale", "load", tmp_path, tmp_path).returncode == 2
    done = run("scale", "load", tmp_path, "--db", tmp_path / "a.db")
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1


# batches


def test_batches_are_named_by_all_that_decides_what_comes_of_them(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CLUSTER_BATCH_BYTES", 600)
    names = [batch.name for batch in cut(corpus)]
    assert len(names) == len(set(names)) > 3
    assert names == [batch.name for batch in cut(corpus)]
    assert all(len(name) == 40 and set(name.removesuffix(".parquet")) <= set("0123456789abcdef") for name in names)
    assert not set(names) & {batch.name for batch in cut(corpus, given=read.Given(publisher="Outlet"))}
    older = [replace(batch, made=replace(batch.made, version="0")).name for batch in cut(corpus)]
    assert not set(names) & set(older)


def test_one_more_file_changes_few_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CLUSTER_BATCH_BYTES", 2_000)
    for n in range(200):
        (tmp_path / f"{n:03}.txt").write_text(f"Article {n}. " * 20)
    before = {batch.name for batch in cut(tmp_path)}
    (tmp_path / "0500.txt").write_text("One more.")
    after = {batch.name for batch in cut(tmp_path)}
    assert len(before) > 20 and len(after - before) < 8


# files


@pytest.fixture(scope="module")
def found() -> list[Extraction]:
    articles = [item for item in read.documents([ROOT / "sample_data" / "articles"]) if isinstance(item, Document)]
    return [extract_document(document) for document in sorted(articles, key=lambda d: len(d.text))[:4]]


def test_a_file_gives_back_what_was_put_in_and_its_bytes_are_always_the_same(found: list[Extraction]) -> None:
    odd = replace(
        found[0].document,
        published=When.of("198X"),
        proposed=When.of("../1961"),
        published_confidence=0.25,
        date_note="x",
    )
    assert sum(len(e.mentions) for e in found) > 20
    whole = [
        *(replace(e, times=(), actors=()) for e in found),
        replace(found[0], document=odd, times=(), actors=(), mentions=()),
    ]
    data = dataset.encoded(whole, notes={"format": 1})
    assert dataset.decoded(data) == whole
    assert dataset.encoded(whole, notes={"format": 1}) == data
    assert dataset.notes_of(data) == {"format": 1}


def test_work_writes_one_file_and_does_it_once(corpus: Path, tmp_path: Path) -> None:
    (batch,) = cut(corpus)
    report = work(batch, str(tmp_path / "out"), batch.name)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [batch.name]  # whatever the articles are called
    written = (tmp_path / "out" / batch.name).stat().st_mtime_ns
    assert work(batch, str(tmp_path / "out"), batch.name) == report
    assert report_of(dataset.Shelf(str(tmp_path / "out")), batch.name) == report
    assert (tmp_path / "out" / batch.name).stat().st_mtime_ns == written
    expected = list(read.documents([corpus]))
    assert report.documents == sum(isinstance(r, Document) for r in expected)
    assert list(report.wrong) == [str(r) for r in expected if isinstance(r, DatelineError)]
    with pytest.raises(DatelineError) as error:
        work(replace(batch, made=replace(batch.made, version="0")), str(tmp_path / "out"), batch.name)
    assert error.value.code == "E604"


def test_a_damaged_file_is_named_and_the_rest_is_loaded(found: list[Extraction], tmp_path: Path) -> None:
    shelf = dataset.Shelf(str(tmp_path / "out"))
    names = [f"{n:032x}.parquet" for n in range(3)]
    for name, each in zip(names, found, strict=False):
        shelf.put(name, dataset.encoded([each], notes={}))
    shelf.put(names[1], b"PAR1 and no more")
    shelf.put_order([names[2], names[0]])
    results = pipeline.load(cluster.extractions(str(tmp_path / "out")), tmp_path / "news.db")
    assert [r.outcome for r in results] == ["added", "added", "failed"]
    assert [r.name for r in results[:2]] == [found[2].document.name, found[0].document.name]  # the order of the sources
    assert results[2].message == str(DatelineError("E606", name=names[1]))
    again = pipeline.load(cluster.extractions(str(tmp_path / "out")), tmp_path / "news.db")
    assert [r.outcome for r in again] == ["known", "known", "failed"]


def test_what_a_killed_writer_left_is_removed_once_its_file_is_there(tmp_path: Path) -> None:
    shelf = dataset.Shelf(str(tmp_path))
    (tmp_path / ".aa.parquet.123.aside").write_bytes(b"half")
    (tmp_path / ".bb.parquet.123.aside").write_bytes(b"half")
    shelf.put("aa.parquet", b"whole")
    assert shelf.names() == {"aa.parquet"}
    shelf.tidy()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".bb.parquet.123.aside", "aa.parquet"]


def test_a_folder_behind_an_address(found: list[Extraction]) -> None:
    shelf = dataset.Shelf("memory://set")
    assert shelf.names() == set()
    shelf.put("aa.parquet", dataset.encoded(found[:1], notes={}))
    shelf.put_order(["aa.parquet"])
    assert shelf.names() == {"aa.parquet"} and shelf.order() == ["aa.parquet"]
    assert [e.document for e in cluster.extractions("memory://set") if isinstance(e, Extraction)] == [found[0].document]


def test_an_error_comes_back_from_another_process_as_it_was() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(DatelineError("E109", name="a", line=3, why="it is no JSON object")))
    assert (error.code, error.facts["line"], str(error)) == (
        "E109",
        3,
        "a, line 3: it is no JSON object; the line is left out.",
    )


def test_the_documentation_names_every_column_and_the_format() -> None:
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    part = text.partition("### The files")[2].partition("\n## ")[0]
    columns, _, fields = part.partition("| field of a mention |")
    mention = dataset.schema().field("mentions").type.value_type

    def named(table: str) -> list[str]:
        return re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)))

    assert sorted(named(columns)) == sorted(dataset.schema().names)
    assert sorted(named(fields)) == sorted(each.name for each in mention)
    assert f"`format` ({FORMAT};" in part
