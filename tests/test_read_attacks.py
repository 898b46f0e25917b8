"""One dropped folder of files that were made to break a reader: each gets what it deserves, the others are read.

Nothing is written, nothing outside is read, and memory stays flat. What is all of one thing is in test_read_storms.py.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import socket
import struct
import subprocess
import sys
import tarfile
import threading
import zipfile
import zlib
from pathlib import Path

import pytest
from test_read_apart import rezipped
from test_read_formats import zipped

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import documents, from_bytes
from dateline.read.document import Given
from dateline.read.files import guarded
from dateline.read.office import read_epub

GOOD = b"Envoys met in Geneva."
PAGE = b"<html><body><p>Envoys met in Geneva.</p></body></html>"
# One of them lies in a hidden folder, and is passed over.
ODD_NAMES = (
    "/etc/absolute.txt", "../../up.txt", "..\\..\\back.txt", "C:\\Windows\\drive.txt", "in/../../../../tmp/out.txt",
    "~/.ssh/home.txt", "a" * 60_000 + ".txt", "CON.txt", "x\u202etxt.exe.txt", "<img src=x onerror=alert(1)>.txt",
    "a\nb.txt", "$(touch made).txt", "|made.txt", " .txt", "same.txt", "same.txt", "r\u0430ypal.txt",
)  # fmt: skip
RECORD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://lamp.example/\r\nContent-Length: %b\r\n"
    b"Content-Type: application/http; msgtype=response\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%b\r\n\r\n"
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
CELL = '<row r="{0}"><c r="A{0}" t="{1}">{2}</c></row>'
STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>text</t></si><si><t>{}</t></si></sst>'


def overlapping(members: int) -> bytes:
    """A zip archive all of whose members are the same few bytes."""
    whole = zipped({"a.txt": b"words " * 2_000_000})
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        info, start = archive.infolist()[0], archive.start_dir
    entry = whole[start : start + 46] + b"a.txt"
    assert info.header_offset == 0
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, members, members, len(entry) * members, start, 0)
    return whole[:start] + entry * members + end


def lying(size: int) -> bytes:
    """A zip archive of two files that says that the first has another size."""
    data = bytearray(zipped({"a.txt": GOOD, "b.txt": GOOD}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


def tar(*files: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """A tar archive of headers and contents as they are given."""
    blocks = b"".join(
        info.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape") + data + bytes(-len(data) % 512)
        for info, data in files
    )
    return blocks + bytes(1024)


def member(name: str, kind: bytes = tarfile.REGTYPE, *, size: int = 0, link: str = "") -> tarfile.TarInfo:
    """The header of a tar archive's member."""
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, link
    return info


def pax(records: bytes, data: bytes = GOOD) -> bytes:
    """A tar archive of one file with these extended headers."""
    return tar((member("pax", tarfile.XHDTYPE, size=len(records)), records), (member("x.txt", size=len(data)), data))


def odd_tar() -> bytes:
    """A tar archive of odd names, links, pipes and devices, and one honest file."""
    links = [
        (tarfile.SYMTYPE, "/etc/passwd"),
        (tarfile.LNKTYPE, "/etc/passwd"),
        (tarfile.FIFOTYPE, ""),
        (tarfile.CHRTYPE, ""),
    ]
    odd = [(member(name, size=len(GOOD)), GOOD) for name in ODD_NAMES]
    return tar(
        *odd, *((member("l.txt", kind, link=link), b"") for kind, link in links), (member("z.txt", size=21), GOOD)
    )


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    data, offsets = b"%PDF-1.5\n", list[int]()
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table) + end


CATALOGUE, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
DRAWN = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Contents 4 0 R>>"
FORM = b"<</Type/XObject/Subtype/Form/Resources<</XObject<</F 5 0 R>>>>/BBox[0 0 9 9]/Length 5>>"
FORM += b"stream\n/F Do\nendstream"
DRAW = b"<</Length 5>>stream\n/F Do\nendstream"
OBJECTS = b"<</Type/ObjStm/N 1/First 4/Extends 2 0 R/Length 8>>stream\n2 0 2 0 \nendstream"
TWICE = zlib.compress(zlib.compress(b"BT (Envoys met) Tj ET\n" * 500_000))
TWICE = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%b\nendstream" % (len(TWICE), TWICE)
SPARSE = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n33 GNU.sparse.realsize=9999999999\n"
PACKED = RECORD % (b"99999999", gzip.compress(bytes(50_000_000)))
ENTITY = b'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'


def book(hrefs: list[str], **chapters: bytes) -> bytes:
    """An EPUB whose spine names these."""
    items = "".join(f'<item id="i{n}" href="{href}"/>' for n, href in enumerate(hrefs))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(hrefs)))
    package = f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>".encode()
    container = b'<container><rootfiles><rootfile full-path="o.opf"/></rootfiles></container>'
    return zipped(
        {"mimetype": b"application/epub+zip", "META-INF/container.xml": container, "o.opf": package, **chapters}
    )


def mail(*parts: bytes) -> bytes:
    """A mail with odd names of attachments."""
    part = b'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="%b"\r\n\r\nEnvoys met.\r\n'
    head = b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"".join(part % name for name in parts) + b"--b--\r\n"


SST = {
    "xl/sharedStrings.xml": STRINGS.format("Envoys met. " * 80_000).encode(),
    "xl/worksheets/sheet1.xml": SHEET.format(
        "".join(CELL.format(n, "s", f"<v>{min(n - 1, 1)}</v>") for n in range(1, 9_000))
    ).encode(),
}
INLINE = "<is><t>{}</t></is>"
FAR = {
    "xl/worksheets/sheet1.xml": SHEET.format(
        CELL.format(1, "inlineStr", INLINE.format("text"))
        + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Envoys met.</t></is></c></row>'
    ).encode()
}

EMPTY = {"word/document.xml": b"<d>" + b"<p/>" * 1_200_000 + b"</d>"}

# For each file what it gives: "" a document, else a code; a set: one of these, alone.
ATTACKS: dict[str, tuple[bytes, list[str] | set[str]]] = {
    "overlapping.zip": (overlapping(3_000), ["E120"]),
    "lying_small.zip": (lying(5), ["E120", ""]),
    "lying_large.zip": (lying(0xFFFFFFF0), ["", ""]),
    "names.zip": (zipped(dict.fromkeys(ODD_NAMES, GOOD)), [""] * (len(set(ODD_NAMES)) - 1)),
    "names.tar": (odd_tar(), [""] * len(ODD_NAMES)),
    "names.eml": (mail(b"/etc/passwd.txt", b"..\\..\\a.txt", b"CON.txt", b"a" * 60_000 + b".txt"), [""] * 3),
    "huge_pax.tar": (pax(b"15000010 comment=%b\n" % (b"x" * 14_999_992)), [""]),
    "many_pax.tar": (pax(b"".join(b"13 k%06d=v\n" % n for n in range(200_000))), [""]),
    "lying_pax.tar": (pax(b"17 size=99999999\n"), ["E120"]),
    "negative_pax.tar": (pax(b"11 size=-5\n"), {"E105", "E120"}),
    "zero_pax.tar": (pax(b"0 size=1\n"), ["E120"]),
    "sparse_pax.tar": (
        pax(SPARSE, b"1\n0\n9999999999\n"),
        {"E104", "E105", "E120"},
    ),
    "members.txt.gz": (gzip.compress(GOOD) * 3, [""]),
    "members.txt.bz2": (bz2.compress(b"") * 100_000 + bz2.compress(GOOD), [""]),
    "members.txt.xz": (lzma.compress(b"") * 100_000 + lzma.compress(GOOD), [""]),
    "empty_members.txt.gz": (gzip.compress(b"") * 100_000, ["E105"]),
    "name.txt.gz": (b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 3_000_000, ["E114"]),
    "sum.txt.gz": (gzip.compress(GOOD)[:-8] + b"\1" * 8, ["E114"]),
    "short.warc": (RECORD % (b"30", PAGE) + RECORD % (b"500", PAGE), {"E105", "E120"}),
    "long.warc": (RECORD % (b"999999999999", PAGE), [""]),
    "negative.warc": (RECORD % (b"-5", PAGE), ["E120"]),
    "digits.warc": (RECORD % (b"9" * 5_000, PAGE), ["E120"]),
    "packed.warc": (PACKED.replace(b"/html\r\n", b"/html\r\nContent-Encoding: gzip\r\n"), ["E104"]),
    "pages_in_pages.pdf": (pdf(CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>"), {"E120", "E122"}),
    "forms_in_forms.pdf": (pdf(CATALOGUE, PAGES, DRAWN, DRAW, FORM), {"E122", "E124"}),
    "objects_in_objects.pdf": (pdf(CATALOGUE, OBJECTS), {"E120", "E122"}),
    "own_length.pdf": (pdf(CATALOGUE, PAGES, DRAWN, DRAW.replace(b"5", b"4 0 R")), {"E120", "E122"}),
    "twice_packed.pdf": (pdf(CATALOGUE, PAGES, DRAWN, TWICE), {"", "E122", "E124"}),
    "brackets.pdf": (pdf(CATALOGUE[:-2] + b"/X" + b"[" * 500_000 + b">>", PAGES), {"E120", "E122"}),
    "tables.pdf": (b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Prev 9>>\nstartxref\n9\n%%EOF", ["E120"]),
    "strings.xlsx": (rezipped("table.xlsx", SST), ["E124"]),
    "far.xlsx": (rezipped("table.xlsx", FAR), {"E105", "E123", "E124"}),
    "spine.epub": (book([f"a.xhtml#{n}" for n in range(20_000)], **{"a.xhtml": PAGE}), [""]),
    "loop.epub": (book(["o.opf", "../../../etc/passwd", "/etc/passwd", "META-INF/container.xml"]), ["E105"]),
    "empty.docx": (rezipped("lamp.docx", EMPTY), ["E116"]),
    "utf7.html": (b"<html><head><meta charset=utf-7></head><p>+ADw-script+AD4-alert(1) Envoys met.", [""]),
    "half_pair.txt": (b"\xff\xfe" + "Envoys met.".encode("utf-16-le") + b"\x00\xd8x\x00", ["E112"]),
    "half_pair.html": (b"\xff\xfe" + "<html><p>Envoys met.".encode("utf-16-le") + b"\x00\xdcx\x00", ["E112"]),
    "half_pair.json": (rb'[{"text":"Envoys \ud800 met \udc00.","title":"\ud83d","publisher":"\u202ea\u0000"}]', [""]),
    "too_long.txt": (b"Envoys met \xc0\xaf in Geneva.", ["E112"]),
    "beyond.txt": (b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 9, ["E112"]),
    "passwords.rss": (ENTITY + b"<rss version='2.0'><channel><item><title>Met</title></item></channel></rss>", [""]),
}  # fmt: skip

WATCHED = """
import json, sys, time
from pathlib import Path
from dateline.read import documents
begun, found = time.monotonic(), {}
for result in documents(sys.argv[1:]):
    found.setdefault("results", []).append([getattr(result, "code", ""), getattr(result, "name", str(result)),
                                            getattr(result, "text", "")[:200], time.monotonic() - begun])
found["peak"] = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
print(json.dumps(found))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_folder_of_attacks_is_read_to_its_end(tmp_path: Path) -> None:
    folder = tmp_path / "dropped"
    folder.mkdir()
    for name, (data, _) in ATTACKS.items():
        (folder / name).write_bytes(data)
        (folder / f"{name}_then.txt").write_bytes(b"Then envoys met in Geneva.")
    before = sorted(path for path in tmp_path.rglob("*"))
    done = subprocess.run([sys.executable, "-c", WATCHED, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-800:]
    found = json.loads(done.stdout)
    assert found["peak"] < 200, f"megabytes: {found['peak']}"
    assert sorted(tmp_path.rglob("*")) == before, "nothing is written"
    codes: dict[str, list[str]] = {}
    slow, last = {}, 0.0
    for code, said, text, when in found["results"]:
        name = next(known for known in sorted(ATTACKS, key=len, reverse=True) if known in said)
        assert "root:" not in text and "\n" not in (said if code else "") and len(said) <= 500
        if "_then.txt" in said:
            assert text == "Then envoys met in Geneva."
            codes.setdefault(name, [])
            continue
        codes.setdefault(name, []).append(code)
        slow[name] = max(slow.get(name, 0.0), when - last)
        last = when
    assert sum("_then.txt" in said for _, said, _, _ in found["results"]) == len(ATTACKS)
    wrong = {
        name: codes[name]
        for name, (_, due) in ATTACKS.items()
        if (set(codes[name]) - due if isinstance(due, set) else codes[name] != due)
    }
    assert not wrong
    assert max(slow.values()) < 30, slow


def test_books_and_archives_without_end_are_read_up_to_their_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CHAPTERS", 3)
    monkeypatch.setattr(limits, "MAX_WIKI_PAGES", 3)
    chapters = {f"{n}.xhtml": PAGE.replace(b"Envoys", b"Envoys of many states " * 20) for n in range(5)}
    found = guarded(read_epub(book(list(chapters), **chapters), name="a.epub", given=Given()), "a.epub")
    *read, last = found
    assert all(isinstance(result, Document) for result in read) and len(read) == 3
    assert str(last) == "a.epub: it holds more than 3 chapters; split it."
    pictures = tar(*((member(f"{n}.png", size=4), b"\x89PNG") for n in range(5)), (member("a.txt", size=21), GOOD))
    assert [getattr(result, "code", "") for result in from_bytes(pictures, "a.tar")] == ["E125"]


def test_odd_names_stay_inside_of_their_archive() -> None:
    for data, name in ((ATTACKS["names.zip"][0], "n.zip"), (ATTACKS["names.tar"][0], "n.tar")):
        for result in from_bytes(data, name):
            assert isinstance(result, Document) and result.text == GOOD.decode()
            assert result.name.startswith(f"{name}/") and ".." not in result.name.split("/") and len(result.name) <= 500


@pytest.mark.skipif(sys.platform != "linux", reason="pipes, sockets and devices of Linux")
def test_what_is_no_ordinary_file_is_passed_over_or_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "round.txt").symlink_to("round.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "last.txt").write_bytes(GOOD)
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "line.txt"))
        found = list(documents([tmp_path]))
        told = list(documents([tmp_path / "line.txt", tmp_path / "zero.txt", tmp_path / "last.txt"]))
    assert [getattr(result, "code", "") for result in told] == ["E102", "E115", ""]
    assert [result.text for result in found if isinstance(result, Document)] == [GOOD.decode()]
    assert {result.code for result in found if isinstance(result, DatelineError)} <= {"E102", "E115", "E101"}


def test_a_file_that_changes_while_it_is_read_costs_at_most_itself(tmp_path: Path) -> None:
    grows, shrinks, last = tmp_path / "a.jsonl", tmp_path / "b.zip", tmp_path / "c.txt"
    grows.write_bytes(b'{"text": "Envoys met."}\n' * 2_000)
    shrinks.write_bytes(zipped({f"{n}.txt": os.urandom(40_000).hex().encode() for n in range(40)}))
    last.write_bytes(GOOD)
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            with grows.open("ab") as stream:
                stream.write(b'{"text": "They par')
            os.truncate(shrinks, 30_000)

    results = documents([tmp_path])
    assert isinstance(next(results), Document)
    thread = threading.Thread(target=change)
    thread.start()
    try:
        found = []
        for result in results:
            found.append(result)
            stop.set()
    finally:
        stop.set()
        thread.join()
    assert isinstance(found[-1], Document) and found[-1].text == GOOD.decode()
    assert {error.code for error in found if isinstance(error, DatelineError)} <= {"E109", "E120", "E124", "E117"}
