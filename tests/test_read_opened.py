"""Containers are opened in a process of their own: what it hands over, what ends it, and that memory stays flat."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_read_formats import MIXED, WIKI, mail, tarred, zipped

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import documents, expected, from_bytes, opened
from dateline.read.stream import as_file

FORMATS = Path(__file__).parent / "formats"
TWO = zipped({"a.txt": b"Envoys met in Geneva.", "b.txt": b"They parted."})


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No opener of one test works in another one."""
    opened.end_all()
    yield
    opened.end_all()


def brief(data: bytes, name: str) -> list[str]:
    """The text of each document, the code of each error."""
    return [result.code if isinstance(result, DatelineError) else result.text for result in from_bytes(data, name)]


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_bzip2_and_xz_are_read_like_gzip(pack: object, tmp_path: Path) -> None:
    assert callable(pack)
    ending = "bz2" if pack is bz2.compress else "xz"
    for name, data, texts in (
        ("a.txt", b"Envoys met.", ["Envoys met."]),
        ("a.jsonl", b'{"text": "one"}\n{"text": "two"}\n', ["one", "two"]),
        ("a.tar", tarred({"a.txt": b"Envoys met.", "b.md": b"# They parted."}), ["Envoys met.", "They parted."]),
        ("a.docx", (FORMATS / "lamp.docx").read_bytes(), brief((FORMATS / "lamp.docx").read_bytes(), "lamp.docx")),
    ):
        packed = pack(data)
        assert brief(packed, f"{name}.{ending}") == texts and brief(packed, name) == texts
        (tmp_path / f"{name}.{ending}").write_bytes(packed)
        found = [d.text for d in documents([tmp_path / f"{name}.{ending}"]) if isinstance(d, Document)]
        assert found == texts
    assert brief(pack(b"Envoys met. " * 500)[:-30], f"a.txt.{ending}") == ["E114"]
    (tmp_path / f"many.jsonl.{ending}").write_bytes(pack(b'{"text": "x"}\n' * 70))
    assert expected([tmp_path / f"many.jsonl.{ending}"]) == 70


def test_no_container_is_opened_in_the_program_itself(tmp_path: Path) -> None:
    """Everything that opens one is taken out of the program; what it reads is the same."""
    for name, data in {
        "all.zip": zipped(MIXED), "all.tgz": tarred(MIXED, "w:gz"), "box.mbox": b"From x@y Thu Jun 20 2024\n" + mail(),
        "wiki.xml": WIKI.encode(), "page.txt.bz2": bz2.compress(b"Envoys met."), "lamp.docx": FORMATS / "lamp.docx",
        "lamp.epub": FORMATS / "lamp.epub", "table.xlsx": FORMATS / "table.xlsx",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data.read_bytes() if isinstance(data, Path) else data)
    program = """
import bz2, gzip, lzma, mailbox, sys, tarfile, zipfile, zlib
from xml.parsers import expat
from dateline.read import documents
if sys.argv[2] == "without":
    for module, names in ((zipfile, "ZipFile"), (gzip, "GzipFile open decompress"), (bz2, "BZ2File open decompress"),
                          (lzma, "LZMAFile open decompress"), (tarfile, "TarFile open"), (expat, "ParserCreate"),
                          (zlib, "decompress decompressobj")):
        for name in names.split():
            setattr(module, name, None)
print([getattr(found, "text", None) or found.code for found in documents([sys.argv[1]])])
print("warcio" in sys.modules)
"""
    told = [
        subprocess.run(
            [sys.executable, "-c", program, tmp_path, way], capture_output=True, text=True, check=True
        ).stdout
        for way in ("with", "without")
    ]
    assert told[0] == told[1] and told[0].endswith("\nFalse\n") and told[0].count("Envoys met in Geneva.") == 2


def test_a_container_that_takes_too_long_is_given_up_and_the_next_one_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHILD_SECONDS", 0.0)
    monkeypatch.setattr(limits, "CHILD_START_SECONDS", 0.0)
    assert brief(TWO, "slow.zip") == ["E124"]
    monkeypatch.undo()
    assert brief(TWO, "two.zip") == ["Envoys met in Geneva.", "They parted."]


def test_an_opener_that_dies_is_replaced() -> None:
    assert len(brief(TWO, "two.zip")) == 2
    (opener,) = opened._idle
    opener._process.kill()
    opener._process.wait()
    assert len(brief(TWO, "two.zip")) == 2
    assert opened._idle != [opener]


def test_an_opener_that_dies_at_work_costs_the_rest_of_its_container(tmp_path: Path) -> None:
    path = tmp_path / "large.tar"
    path.write_bytes(tarred({f"{n}.txt": b"words " * 100_000 for n in range(8)}))
    results = documents([path, tmp_path / "large.tar"])
    first = next(results)
    assert isinstance(first, Document)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("needs /proc")
    for child in map(int, children.read_text().split()):
        if b"read.opener" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(child, 9)
    kinds = [result.code if isinstance(result, DatelineError) else "" for result in results]
    assert kinds[: kinds.index("E124")] == [""] * kinds.index("E124") and kinds[kinds.index("E124") + 1 :] == [""] * 8


def test_an_opener_is_replaced_after_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "from dateline import limits; limits.CHILD_FILES = 3; " + opened._PROGRAM
    monkeypatch.setattr(opened, "_PROGRAM", program)
    seen = []
    for _ in range(4):
        assert len(brief(TWO, "two.zip")) == 2
        seen.append(len(opened._idle))
    assert seen == [1, 1, 0, 1]


def test_containers_may_be_read_by_turns_and_left_in_the_middle(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        (tmp_path / name).write_bytes(TWO)
    one, two = documents([tmp_path / "one.zip"]), documents([tmp_path / "two.zip"])
    texts = [result.text for pair in zip(one, two, strict=True) for result in pair if isinstance(result, Document)]
    assert texts == ["Envoys met in Geneva."] * 2 + ["They parted."] * 2
    left = documents([tmp_path / "one.zip"])
    assert isinstance(next(left), Document)
    del left
    assert len(opened._idle) == 1, "what little was left has been passed over"


TAKEN_OVER = """
import json, os, socket, struct
line = socket.socket(fileno=os.dup(0))
socket.recv_fds(line, 65536, 1)
def say(head, body=b"", claimed=None):
    line.sendall(struct.pack("<QQ", len(head), len(body) if claimed is None else claimed) + head + body)
"""


@pytest.mark.parametrize(
    "lies",
    [
        "line.sendall(os.urandom(4000))",
        "say(b'{}', claimed=2**62)",
        "say(b'[]')",
        "say(b'{\"is\": \"file\"}', b'x')",
        'say(b\'{"is": "error", "code": "E999", "facts": {}}\')',
        'say(b\'{"is": "error", "code": "E104", "facts": {}}\')',
        'say(b\'{"is": "kind", "kind": [1]}\')',
        'say(b\'{"is": "file", "name": 7, "url": [], "downloaded": "soon", "kind": null}\', b\'x\')',
        '[say(b\'{"is": "beat"}\') for _ in range(10**7)]',
        "[say(b'{\"is\": \"piece\"}', b' ' * 2**20) for _ in range(10**4)]",
        "pass",
    ],
)
def test_an_opener_that_was_taken_over_gets_a_sentence(lies: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "_PROGRAM", TAKEN_OVER + lies)
    monkeypatch.setattr(opened, "_MOST_MESSAGES", 20_000)
    assert set(brief(TWO, "two.zip")) <= {"E124", "E104", "E120"} and not opened._idle


def test_files_inside_of_archives_inside_of_an_archive_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 1_000_000)
    inner = zipped({f"{n}.txt": b"words " * 50_000 for n in range(3)})
    codes = brief(zipped({f"{n}.zip": inner for n in range(5)}), "nested.zip")
    assert codes[-1] == "E104" and len(codes) == 4
    monkeypatch.setattr(limits, "MAX_WIKI_PAGES", 7)
    few = zipped({f"{n}.txt": b"words" for n in range(4)})
    assert brief(zipped({f"{n}.zip": few for n in range(5)}), "many.zip") == ["words"] * 7 + ["E125"]
    monkeypatch.setattr(limits, "MAX_MEMBERS", 2)
    assert brief(few, "few.zip") == ["words"] * 2 + ["E125"]


def test_an_archive_from_a_pipe_is_read(tmp_path: Path) -> None:
    program = "from dateline.read import documents; print([d.text for d in documents(['-'])])"
    for data in (TWO, tarred({"a.txt": b"Envoys met in Geneva.", "b.txt": b"They parted."}, "w:gz")):
        done = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=True)
        assert done.stdout.decode().strip() == "['Envoys met in Geneva.', 'They parted.']"


# --- large ones ------------------------------------------------------------------------------------------------------


def dump(pages: int, words: int) -> Iterator[bytes]:
    """A wiki's dump in MediaWiki's export schema, piece by piece; every third page is a talk page or a redirect."""
    yield WIKI[: WIKI.index("<page>")].encode()
    for n in range(pages):
        body = " ".join(f"Envoys of {n} states met on day {k} of the talks." for k in range(words))
        text = "#REDIRECT [[Page 1]]" if n % 6 == 5 else f"{{{{date|June {n % 28 + 1}, 2024}}}}\n{body}"
        ns = 1 if n % 6 == 2 else 0
        yield (
            f"<page><title>Page {n}</title><ns>{ns}</ns><id>{n}</id><revision><text>An old text.</text></revision>"
            f"<revision><id>{n}</id><timestamp>2026-01-02T03:04:05Z</timestamp><text>{text}</text></revision></page>\n"
        ).encode()
    yield b"</mediawiki>"


PEAK = """
import json, os, sys, threading, time
from pathlib import Path
from dateline.read import apart, documents, opened
def peak(of):
    return int(Path(f"/proc/{of}/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
found, opener = [], 0
for result in documents(sys.argv[1:]):
    found.append(getattr(result, "code", None) or [result.title, result.published.value, len(result.text)])
    if not opener:
        children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
        (opener,) = [c for c in children if b"read.opener" in Path(f"/proc/{c}/cmdline").read_bytes()]
print(json.dumps([peak("self"), peak(opener), found]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("packed", [False, True])
def test_a_large_dump_of_a_wiki_is_read_page_by_page(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("dump.xml.bz2" if packed else "dump.xml")
    pages, words = (300, 60) if packed else (300, 5_000)
    with bz2.open(path, "wb") if packed else path.open("wb") as stream:
        stream.writelines(dump(pages, words))
    assert packed or path.stat().st_size > 3 * limits.MAX_FILE_BYTES
    done = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True)
    ours, openers, found = json.loads(done.stdout)
    assert [title for title, _, _ in found] == [f"Page {n}" for n in range(pages) if n % 6 not in (2, 5)]
    assert found[0][1:] == ["2024-06-01", found[0][2]] and found[0][2] > words * 40
    assert ours < 120 and openers < 120, f"megabytes: {ours}, {openers}"


def test_a_page_of_a_dump_that_is_too_long_is_left_out_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_WIKITEXT_CHARS", 1_000)
    source = WIKI.replace("<page>", f"<page><title>Long</title><ns>0</ns><text>{'x' * 5_000}</text></page><page>", 1)
    first, second = from_bytes(source.encode(), "dump.xml")
    assert isinstance(first, DatelineError) and first.code == "E111" and "dump.xml:Long" in str(first)
    assert isinstance(second, Document) and second.title == "Envoys meet in Geneva"


def test_a_dump_that_breaks_off_gives_the_pages_before(tmp_path: Path) -> None:
    whole = b"".join(dump(30, 5))
    codes = brief(whole[: len(whole) // 2], "cut.xml")
    assert codes[-1] == "E120" and len(codes) > 5 and all(text.startswith("Envoys") for text in codes[:-1])
    laughs = b'<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + whole.replace(b"Envoys", b"&b;")
    assert brief(b'<?xml version="1.0"?>' + laughs, "laughs.xml") == ["E120"]


def test_a_large_archive_is_read_file_by_file(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "large.tar", "w") as archive:
        for n in range(60):
            data = f"Envoys met for round {n}. ".encode() * 40_000
            info = tarfile.TarInfo(f"{n}.png" if n % 3 else f"{n}.txt")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    with zipfile.ZipFile(tmp_path / "large.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for n in range(60):
            packed.writestr(f"{n}.txt", f"Envoys met for round {n}. ".encode() * 30_000)
    program = PEAK.replace("[result.title, result.published.value, len(result.text)]", "len(result.text)")
    if not Path("/proc/self/status").exists():
        pytest.skip("needs /proc")
    for name, count in (("large.tar", 20), ("large.zip", 60)):
        done = subprocess.run([sys.executable, "-c", program, tmp_path / name], capture_output=True, check=True)
        ours, openers, found = json.loads(done.stdout)
        assert len(found) == count and not {"E104", "E124"} & set(map(str, found))
        assert ours < 150 and openers < 150, f"megabytes: {ours}, {openers}"


@pytest.mark.parametrize("name", sorted(path.name for path in FORMATS.iterdir() if path.name != "README.md"))
def test_every_format_is_read_packed_and_from_an_archive(name: str) -> None:
    data = (FORMATS / name).read_bytes()
    plain = brief(data, name)
    assert plain and brief(gzip.compress(data), f"{name}.gz") == plain
    assert brief(zipped({f"inside/{name}": data}), "all.zip") == plain


def test_a_table_with_tabs_is_read() -> None:
    assert brief(b"title\ttext\tdate\nA, b\tEnvoys met, they say.\t2001-02-03\n", "a.tsv") == ["Envoys met, they say."]


def test_an_error_of_the_system_while_a_file_is_handed_over_is_told_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK")
    with path.open("rb") as stream, pytest.raises(OSError, match="no room"), as_file(stream, "x.zip") as file:
        assert file is stream
        raise OSError("no room")
