"""Files, folders, links, pipes, gzip and standard input: a sentence for what cannot be read, the rest goes on."""

from __future__ import annotations

import functools
import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import documents, from_bytes

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def brief(results: Iterable[Document | DatelineError]) -> list[str]:
    """The text of each document, the code of each error."""
    return [result.text if isinstance(result, Document) else result.code for result in results]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a reader may drop it: nested, with hidden and foreign files."""
    for name, data in {
        "b.txt": "b",
        "a.md": "# a",
        "sub/deep/z.jsonl": '{"text": "z1"}\n{"text": "z2"}',
        "sub/c.html": "<p>c</p>",
        "sub/.hidden.txt": "hidden",
        ".git/x.txt": "hidden",
        "x.txt/inner.txt": "a folder named like a file",
        "picture.png": "\x89PNG",
        "Makefile": "all:",
        "LOUD.TXT": "loud",
    }.items():
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, encoding="utf-8")
    return tmp_path / "articles"


def test_a_folder_is_walked_by_name(folder: Path) -> None:
    expected = ["loud", "a", "b", "c", "z1", "z2", "a folder named like a file"]
    assert brief(documents([folder])) == expected
    assert brief(documents([str(folder) + "/"])) == expected


def test_names_are_those_of_the_files(folder: Path) -> None:
    names = [result.name for result in documents([folder / "b.txt", folder / "sub"]) if isinstance(result, Document)]
    assert names == ["b.txt", "c.html", "z.jsonl:1", "z.jsonl:2"]


def test_named_files_of_unknown_kind_are_told(folder: Path) -> None:
    results = list(documents([folder / "picture.png", folder / "b.txt", folder / "nothing.txt", folder / "Makefile"]))
    assert brief(results) == ["E103", "b", "E101", "all:"]
    assert ".png" in str(results[0])


@pytest.mark.parametrize("names", [[], ["a.png"], [".a.txt"], ["sub/"]])
def test_a_folder_without_articles(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        if name.endswith("/"):
            (tmp_path / name).mkdir()
        else:
            (tmp_path / name).write_text("x")
    (error,) = documents([tmp_path])
    assert isinstance(error, DatelineError) and error.code == "E113" and str(tmp_path) in str(error)


def test_a_folder_of_broken_files_is_told_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.4")
    assert brief(documents([tmp_path])) == ["E105", "E120"]


def test_what_the_caller_gives(folder: Path) -> None:
    (result,) = documents([folder / "b.txt"], published="2024-06-19", publisher="The Lamp")
    assert isinstance(result, Document) and result.published is not None
    assert (result.published.value, result.published_origin, result.publisher) == (
        "2024-06-19",
        "given by you",
        "The Lamp",
    )


def test_a_bad_date_from_the_caller_is_raised_at_once(folder: Path) -> None:
    with pytest.raises(DatelineError) as caught:
        documents([folder], published="soon")
    assert caught.value.code == "E301"


def test_files_are_opened_one_after_the_other(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(name)
    results = documents([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert isinstance(next(results), Document)
    (tmp_path / "b.txt").unlink()
    assert brief(results) == ["E101"]


def test_files_that_vanish_from_a_folder_during_the_walk(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name)
    results = documents([tmp_path])
    next(results)
    (tmp_path / "b.txt").unlink()
    assert brief(results) == ["E101", "c"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_links(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / ".store").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    (tmp_path / "in-and-more").mkdir()
    (tmp_path / "in-and-more" / "s.txt").write_text("secret too")
    (inside / ".store" / "kept.txt").write_text("kept")
    (inside / "a.txt").write_text("a")
    (inside / "b.txt").symlink_to(outside / "secret.txt")
    (inside / "c").symlink_to(outside)
    (inside / "d.txt").symlink_to(inside / ".store" / "kept.txt")
    (inside / "e").symlink_to(inside)
    (inside / "f.txt").symlink_to("/etc/passwd")
    (inside / "g").symlink_to(tmp_path / "in-and-more")
    (inside / "h.txt").symlink_to(inside / "h.txt")
    (inside / "i.txt").symlink_to("../out/secret.txt")
    assert [text for text in brief(documents([inside])) if not text.startswith("E1")] == ["a", "kept"]
    assert brief(documents([inside / "b.txt"])) == ["secret"], "a link that was named is followed"
    (tmp_path / "linked").symlink_to(inside)
    assert "a" in brief(documents([tmp_path / "linked"]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_pipes_and_devices_do_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "z.txt").write_text("z")
    assert brief(documents([tmp_path])) == ["E115", "z"]
    assert brief(documents([tmp_path / "pipe.txt", "/dev/zero", "/dev/null"])) == ["E115", "E115", "E115"]


def test_errors_of_the_system_become_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    real = os.open

    def refuse(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    assert brief(documents([tmp_path])) == ["E102", "b"]


@pytest.mark.skipif(IS_ROOT, reason="root may read everything")
def test_files_and_folders_without_permission(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "sub").mkdir()
    (tmp_path / "z.txt").write_text("z")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "sub").chmod(0)
    try:
        assert brief(documents([tmp_path])) == ["E102", "E102", "z"]
    finally:
        (tmp_path / "sub").chmod(stat.S_IRWXU)


@pytest.mark.parametrize("path", ["", "\x00", "a" * 5000, "no/such/thing.txt", "b.txt/x.txt"])
def test_odd_paths(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.txt").write_text("b")
    monkeypatch.chdir(tmp_path)
    results = list(documents([path, "b.txt"]))
    assert isinstance(results[0], DatelineError) or path == ""
    assert brief(results)[-1] == "b" and all("\n" not in str(r) for r in results if isinstance(r, DatelineError))


def test_names_that_could_forge_a_message(tmp_path: Path) -> None:
    (tmp_path / "a\nb: all is well\u202etxt.txt").write_bytes(b"")
    (error,) = documents([tmp_path])
    assert "\n" not in str(error) and "\u202e" not in str(error)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux only")
def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("words")
    (result,) = documents([tmp_path])
    assert isinstance(result, Document) and result.name.encode("utf-8")


def test_a_very_deep_folder(tmp_path: Path) -> None:
    path = tmp_path
    for _ in range(600):
        path = path / "d"
    try:
        path.mkdir(parents=True)
        (path / "x.txt").write_text("deep")
    except OSError:
        pytest.skip("the file system allows no such depth")
    assert brief(documents([tmp_path])) == ["deep"]


def test_gzip(tmp_path: Path) -> None:
    packed = {
        "a.txt.gz": "words of a",
        "b.jsonl.gz": '{"text": "b1"}\n{"text": "b2"}',
        "c.html.gz": "<!doctype html><p>c",
        "d.md.gz": "# d",
        "e.txt": "packed though not named so",
    }
    for name, text in packed.items():
        (tmp_path / name).write_bytes(gzip.compress(text.encode()))
    (tmp_path / "f.txt.gz").write_bytes(b"named so but not packed")
    expected = ["words of a", "b1", "b2", "c", "d", "packed though not named so", "named so but not packed"]
    assert brief(documents([tmp_path])) == expected
    (tmp_path / "g.gz").write_bytes(gzip.compress(b"no ending"))
    (result,) = documents([tmp_path / "g.gz"])
    assert isinstance(result, Document) and (result.name, result.text) == ("g.gz", "no ending")


WHOLE = gzip.compress(b'{"text": "words"}\n' * 1000)


@pytest.mark.parametrize(
    "data",
    [WHOLE[: len(WHOLE) // 2], WHOLE[:5], b"\x1f\x8b", WHOLE[:-4] + b"\x00\x00\x00\x00", WHOLE + b"rubbish",
     WHOLE[:12] + b"\xff" * 20 + WHOLE[32:]],
)  # fmt: skip
def test_damaged_gzip(data: bytes) -> None:
    for name in ("x.jsonl.gz", "x.txt.gz"):
        *_, last = from_bytes(data, name)
        assert isinstance(last, DatelineError) and last.code in ("E114", "E117")


def test_gzip_within_gzip_is_binary() -> None:
    assert brief(from_bytes(gzip.compress(gzip.compress(b"words")), "a.txt.gz")) == ["E106"]


@functools.cache
def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = b" " * 2**20
    return b"".join(packer.compress(piece) for _ in range(size // 2**20)) + packer.flush()


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.html.gz", "a.gz", ""])
def test_a_gzip_bomb_is_not_unfolded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 5 * 2**20)
    assert brief(from_bytes(bomb(500 * 2**20), name)) == ["E104"]


def test_a_gzipped_text_has_the_limit_of_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"x" * (limits.MAX_FILE_BYTES + 1)))
    (tmp_path / "b.txt").write_bytes(b"x" * (limits.MAX_FILE_BYTES + 1))
    assert brief(documents([tmp_path])) == ["E104", "E104"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Plain words.\nMore.", ["Plain words.\nMore."]),
        (b'{"id": "a", "text": "one"}\n{"text": "two"}\n', ["one", "two"]),
        (b'\n\n{"text": "one"}\nrubbish\n{"text": "two"}', ["one", "E109", "two"]),
        (b"<!DOCTYPE html><html><body><p>Page</p></body></html>", ["Page"]),
        (gzip.compress(b'{"text": "packed"}'), ["packed"]),
        ('{"text": "wide"}\n'.encode("utf-16"), ["wide"]),
        (b"", ["E105"]),
        (b"\x00\x01\x02", ["E106"]),
        (b"{curly words, not JSON}", ["{curly words, not JSON}"]),
    ],
)
def test_standard_input(data: bytes, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert brief(documents(["-"])) == expected


def test_standard_input_has_the_name_of_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("words"))
    (result,) = documents([Path("-")], published="2024")
    assert isinstance(result, Document) and result.name == "-" and result.published_origin == "given by you"


def test_standard_input_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as stream, os.fdopen(writer, "wb", buffering=0) as sink:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
        sink.write(b'{"text": "one", "id": "1"}\n{"text": "two", "id": "2"}\n')
        results: Iterator[Document | DatelineError] = documents(["-"])
        first = next(results)
        assert isinstance(first, Document) and first.text == "one"


def test_standard_input_in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    class Trickle(io.RawIOBase):
        def __init__(self) -> None:
            self.pieces = [bytes([byte]) for byte in b'\n {"text": "one"}\n{"text": "two"}\n']

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any, /) -> int:
            piece = self.pieces.pop(0) if self.pieces else b""
            buffer[: len(piece)] = piece
            return len(piece)

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(Trickle())))
    assert brief(documents(["-"])) == ["one", "two"]


def test_the_two_first_articles_are_read_exactly(shared: Path) -> None:
    results = list(documents([shared / "seeds"]))
    found = [result for result in results if isinstance(result, Document)]
    assert [document.name for document in found] == ["000_1d11b664f2ddbc09.txt", "002_d4f3499a72247f42.txt"]
    for document in found:
        assert document.text == (shared / "seeds" / document.name).read_bytes().decode("utf-8")


def test_every_article_of_the_corpora_is_read(shared: Path) -> None:
    counts = {"reuters": 17365, "whitehouse": 1181}
    for name, count in counts.items():
        kinds = [type(result).__name__ for result in documents([shared / "corpus" / f"{name}.docs.jsonl.gz"])]
        assert kinds == ["Document"] * count
