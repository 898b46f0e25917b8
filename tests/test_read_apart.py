"""Hostile files of foreign formats: each ends with documents or one sentence, in time, and the next file is read."""

from __future__ import annotations

import bz2
import io
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import apart, from_bytes
from dateline.read.document import Given

FORMATS = Path(__file__).parent / "formats"
ARTICLES = FORMATS.parent.parent / "sample_data" / "articles"
FILES = [
    *sorted(path for path in FORMATS.iterdir() if path.name != "README.md"),
    ARTICLES / "1972-05-27-moscow-summit.html",
    ARTICLES / "2024-03-29-veto.md",
]
SEED = 20_241_125
MUTANTS = 1_000


def brief(data: bytes, name: str) -> list[str]:
    """The code of each error, "" for each document."""
    return [result.code if isinstance(result, DatelineError) else "" for result in from_bytes(data, name)]


def mutant(data: bytes, chance: random.Random) -> bytes:
    """A file with a few bytes changed, cut out, doubled, or swapped with a stretch from elsewhere in it."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at, size = chance.randrange(len(changed)), chance.choice((1, 2, 4, 64, 700))
        match chance.randrange(4):
            case 0:
                changed[at : at + size] = chance.randbytes(min(size, 8))
            case 1 if len(changed) > size + 100:
                del changed[at : at + size]
            case 2:
                changed[at:at] = changed[at : at + size]
            case _:
                other = chance.randrange(len(changed))
                changed[at : at + size] = changed[other : other + size]
    return bytes(changed)


def samples() -> list[tuple[str, bytes]]:
    """A file of each format: those of other programs, and those that the tests of formats make."""
    from test_read_formats import ATOM, MIXED, RSS, WIKI, mail, tarred, zipped

    made = {
        "feed.rss": RSS.encode(), "feed.atom": ATOM.encode(), "export.xml": WIKI.encode(), "all.zip": zipped(MIXED),
        "all.txz": tarred(MIXED, "w:xz"), "page.txt.bz2": bz2.compress(b"Envoys met in Geneva. " * 99),
        "all.tar": tarred(MIXED), "all.tgz": tarred(MIXED, "w:gz"),
        "brief.eml": mail(attach=(FORMATS / "printed.pdf").read_bytes()),
        "box.mbox": b"From x@y Thu Jun 20 06:30:00 2024\n" + mail() + b"\n",
    }  # fmt: skip
    return [*((path.name, path.read_bytes()) for path in FILES), *made.items()]


def test_mutants_of_every_format_are_read_or_refused_in_a_sentence() -> None:
    chance = random.Random(SEED)
    slowest = 0.0
    files = samples()
    for number in range(MUTANTS):
        name, whole = files[number % len(files)]
        begun = time.monotonic()
        results = from_bytes(mutant(whole, chance), name)
        slowest = max(slowest, time.monotonic() - begun)
        assert results, f"mutant {number} of {name} vanished without a word"
        for result in results:
            assert isinstance(result, Document) or "\n" not in str(result)
    assert slowest < limits.CHILD_SECONDS + limits.CHILD_START_SECONDS
    assert brief((FORMATS / "lamp.docx").read_bytes(), "lamp.docx") == [""]


def rezipped(name: str, replaced: dict[str, bytes]) -> bytes:
    """A zip file of the tests with some of its members replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(FORMATS / name) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, replaced.get(info.filename, old.read(info)))
    return buffer.getvalue()


def test_what_unpacks_to_too_much_is_refused_at_once() -> None:
    large = limits.MAX_UNPACKED_BYTES + 1
    bomb = rezipped("lamp.docx", {"word/document.xml": b" " * large})
    assert len(bomb) < 200_000
    begun = time.monotonic()
    assert brief(bomb, "bomb.docx") == ["E104"]
    assert time.monotonic() - begun < 10


def test_a_cell_that_spans_a_billion_columns_is_read_once() -> None:
    row = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tblPr/>'
        '<w:tblGrid/><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr><w:p><w:r><w:t>Envoys met.</w:t></w:r></w:p>'
        "</w:tc></w:tr></w:tbl></w:body></w:document>"
    )
    begun = time.monotonic()
    assert brief(rezipped("lamp.docx", {"word/document.xml": row.format(999_999_999).encode()}), "a.docx") == [""]
    assert brief(rezipped("lamp.docx", {"word/document.xml": row.format(2).encode()}), "a.docx") == [""]
    assert time.monotonic() - begun < 10


def test_a_chapter_that_a_book_names_again_and_again_is_read_once() -> None:
    from test_read_formats import zipped

    spine = '<itemref idref="a"/>' * 20_000
    package = f'<package><manifest><item id="a" href="a.xhtml"/></manifest><spine>{spine}</spine></package>'
    book = {
        "mimetype": b"application/epub+zip", "o.opf": package.encode(), "a.xhtml": b"<html><p>Envoys met.</p>",
        "META-INF/container.xml": b'<container><rootfiles><rootfile full-path="o.opf"/></rootfiles></container>',
    }  # fmt: skip
    assert brief(zipped(book), "book.epub") == [""]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "' + "ha" * 500 + '">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 50}">' for old, new in zip("abcde", "bcdef", strict=True))
    + "]>"
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("laughs.odt", rezipped("noted.odt", {"content.xml": f"{LAUGHS}<l><p>&f;</p></l>".encode()})),
        ("laughs.docx", rezipped("lamp.docx", {"word/document.xml": f"{LAUGHS}<l>&f;</l>".encode()})),
        ("laughs.rss", f"{LAUGHS}<rss version='2.0'><channel><title>&f;</title></channel></rss>".encode()),
    ],
)
def test_entities_that_unfold_into_gigabytes_do_not(name: str, data: bytes) -> None:
    begun = time.monotonic()
    assert set(brief(data, name)) <= {"E105", "E120", "E124"}
    assert time.monotonic() - begun < limits.CHILD_SECONDS


def test_a_file_on_this_machine_is_not_fetched_by_a_document(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    entity = f'<!DOCTYPE l [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    data = rezipped("noted.odt", {"content.xml": f"{entity}<l><p>Envoys met. &s;</p></l>".encode()})
    for result in from_bytes(data, "reader.odt"):
        assert "the secret" not in (result.text if isinstance(result, Document) else str(result))


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHILD_SECONDS", 0.0)
    monkeypatch.setattr(limits, "CHILD_START_SECONDS", 0.0)
    data = (FORMATS / "lamp.docx").read_bytes()
    with pytest.raises(DatelineError) as caught:
        list(apart.read_apart("docx", data, name="slow.docx", given=Given()))
    assert caught.value.code == "E124" and "slow.docx" in str(caught.value)
    monkeypatch.undo()
    assert brief(data, "lamp.docx") == [""]


def test_a_child_that_dies_is_replaced() -> None:
    data = (FORMATS / "lamp.docx").read_bytes()
    assert brief(data, "lamp.docx") == [""]
    child = apart._CHILD._process
    assert child is not None
    child.kill()
    child.wait()
    assert brief(data, "lamp.docx") == [""]
    assert apart._CHILD._process is not child


def test_a_child_whose_parent_is_gone_does_not_work_for_ever() -> None:
    endless = (
        "import sys, os; from dateline.read import child, sandbox; sandbox.MOST_SECONDS = 1\n"
        "def read(*_, **__):\n    while True: pass\n    yield\n"
        "child.read = read; child.main()"
    )
    program = (
        "import sys, os, threading, time; from dateline.read import apart, from_bytes; apart._PROGRAM = sys.argv[1]\n"
        "threading.Thread(target=from_bytes, args=(b'<html><p>x', 'a.html'), daemon=True).start()\n"
        "while apart._CHILD._process is None: time.sleep(0.01)\n"
        "print(apart._CHILD._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, endless], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        time.sleep(1.5)  # the child has its file
        parent.kill()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.kill(child, 9)
    pytest.fail("the child works on")


def test_a_child_is_replaced_after_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    page = b"<html><body><article><p>Envoys of two states met in Geneva on Monday.</p></article></body></html>"
    monkeypatch.setattr(apart, "_PROGRAM", "from dateline import limits; limits.CHILD_FILES = 3; " + apart._PROGRAM)
    apart._CHILD.end()
    seen = []
    for _ in range(7):
        assert brief(page, "page.html") == [""]
        seen.append(apart._CHILD._process)
    assert [child is None for child in seen] == [False, False, True, False, False, True, False]
    apart._CHILD.end()


def test_a_large_program_does_not_make_its_children_large() -> None:
    """Linux hands the peak memory of a process on to its children: they must not be replaced for it after each file."""
    program = (
        "import sys; from dateline import limits; from dateline.read import apart, documents; "
        "large = b'x' * (limits.CHILD_KEPT_BYTES + 50_000_000); "
        "print([(len(list(documents([name]))), apart._CHILD._process is not None) for name in sys.argv[1:]])"
    )
    files = [str(ARTICLES / "1972-05-27-moscow-summit.html"), str(ARTICLES / "2024-03-29-veto.md")]
    done = subprocess.run([sys.executable, "-c", program, *files], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[(1, True), (1, True)]"


def test_a_page_is_never_parsed_in_the_program_itself() -> None:
    program = (
        "import sys; from dateline.read import documents; found = list(documents(sys.argv[1:])); "
        "print(len(found), sorted({'trafilatura', 'yaml', 'markdown_it', 'charset_normalizer'} & set(sys.modules)))"
    )
    files = [str(ARTICLES / "1972-05-27-moscow-summit.html"), str(ARTICLES / "2024-03-29-veto.md")]
    done = subprocess.run([sys.executable, "-c", program, *files], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2 []"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('news.example', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('written.txt', 'w')",
        "import os; os.remove('kept.txt')",
        "import shutil; shutil.rmtree('.')",
    ],
)
def test_a_reader_that_was_taken_over_reaches_nothing(attempt: str, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    program = f"""
import sys
sys.path.insert(0, {str(FORMATS.parent.parent)!r})
from dateline.read.sandbox import confine
confine()
try:
    {attempt}
except PermissionError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "not allowed" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_a_child_inherits_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "of the dashboard")
    apart._CHILD.end()
    assert brief((FORMATS / "lamp.docx").read_bytes(), "lamp.docx") == [""]
    child = apart._CHILD._process
    environment = Path(f"/proc/{child.pid}/environ") if child else None
    if environment is None or not environment.exists():
        pytest.skip("needs /proc")
    assert b"SECRET_TOKEN" not in environment.read_bytes()
