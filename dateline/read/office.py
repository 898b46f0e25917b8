"""Word processors and e-books: DOCX, ODT and EPUB, which all are zip archives of XML."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO
from urllib.parse import unquote

from lxml import etree

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import When

from .document import Found, Given, Result, make, shown
from .encoding import decode
from .html import read_html
from .kinds import FileKind
from .published import stated_date

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, OSError, RuntimeError)
"""What the zip reader raises for archives that are damaged, locked, or packed in a way it does not know."""

_BY_TYPE: dict[bytes, FileKind] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "sheet",
    b"application/epub+zip": "epub",
}
_ODT_ASIDE = frozenset({"annotation", "tracked-changes", "forms", "sequence-decls", "scripts"})
_DOCX_MAIN = ("word/document.xml", "word/document2.xml")
"""Where the text of a DOCX file lies; Microsoft's programs on the web write the second."""
_DOCX_SIGNS = {"tab": " ", "br": " ", "cr": " ", "ptab": " ", "noBreakHyphen": "-"}
_DOCX_ASIDE = frozenset({"pPr", "rPr", "del", "moveFrom", "drawing", "pict", "object", "AlternateContent"})
_DOCX_TAGS = [f"{{*}}{tag}" for tag in ("p", "t", "tr", "tc", *_DOCX_SIGNS, *_DOCX_ASIDE)]
_LEAST_CHAPTER = 200
"""Characters of text below which a part of a book (a cover, a page of rights) is not an article."""


def zip_kind(stream: IO[bytes]) -> FileKind:
    """What a zip archive is: a document of some kind, or "zip" for an archive of files. ``stream`` must be seekable.

    Raises one of `BROKEN` where it is damaged.
    """
    with zipfile.ZipFile(stream) as archive:
        names = set(archive.namelist())
        if not names.isdisjoint(_DOCX_MAIN):
            return "docx"
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            return "sheet"
        if "mimetype" in names:
            with archive.open("mimetype") as member:
                return _BY_TYPE.get(member.read(100).strip(), "zip")
    return "zip"


def read_docx(data: bytes, *, name: str, given: Given) -> Iterator[Result]:
    """The one document of a DOCX file: its paragraphs and tables in order.

    Raises DatelineError E120 where it is damaged, E116 where it has more than `limits.MAX_WORD_ELEMENTS`.

    As under track changes: what was inserted is read, what was deleted or moved away is not. Pictures, their captions
    in text boxes, notes and comments are left out.
    """
    _small_enough(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            content = _xml(archive.read(next(filter(names.__contains__, _DOCX_MAIN))))
            core = _xml(archive.read("docProps/core.xml")) if "docProps/core.xml" in names else None
    except (*BROKEN, StopIteration, etree.LxmlError):
        raise DatelineError("E120", name=shown(name)) from None
    title = _first(core, "title") if core is not None else None
    blocks = _docx_blocks(content)
    if blocks is None:
        raise DatelineError("E116", name=shown(name))
    yield make(_article(blocks, title), name=name, given=given)


def _docx_blocks(content: etree._Element) -> list[str] | None:
    """The text of each paragraph of a WordprocessingML text, and of each row of a table outside of other tables.

    None where it has more than `limits.MAX_WORD_ELEMENTS`.
    """
    blocks: list[str] = []
    parts: list[str] = []
    rows: list[list[str]] = []
    cells: list[list[str]] = []
    walk = etree.iterwalk(content, events=("start", "end"), tag=_DOCX_TAGS)
    for number, (event, element) in enumerate(walk):
        if number > 2 * limits.MAX_WORD_ELEMENTS:
            return None
        tag = element.tag.rpartition("}")[2]
        if tag in _DOCX_ASIDE:
            if event == "start":
                walk.skip_subtree()
        elif tag == "t":
            parts += (element.text or "",) if event == "start" else ()
        elif tag in _DOCX_SIGNS:
            parts += (_DOCX_SIGNS[tag],) if event == "start" else ()
        elif event == "start":
            if tag in ("tr", "tc"):
                (rows if tag == "tr" else cells).append([])
        elif tag == "tc":
            (rows[-1] if rows else blocks).append(" ".join(" ".join(cells.pop()).split()))
        else:
            text = " | ".join(_once(rows.pop())) if tag == "tr" else "".join(parts)
            parts = [] if tag == "p" else parts
            (cells[-1] if cells else blocks).append(text)
    return blocks


def read_odt(data: bytes, *, name: str, given: Given) -> Iterator[Result]:
    """The one document of an ODT file: its headings and paragraphs in order. E120 where it is damaged.

    What was deleted under track changes and what colleagues noted beside the text (with the day of the note) is no
    part of the article.
    """
    _small_enough(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = _xml(archive.read("content.xml"))
            meta = _xml(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else None
    except (*BROKEN, etree.LxmlError):
        raise DatelineError("E120", name=shown(name)) from None
    yield make(
        _article(_odt_blocks(content), _first(meta, "title") if meta is not None else None), name=name, given=given
    )


def _odt_blocks(content: etree._Element) -> list[str]:
    """The text of each paragraph and heading of an OpenDocument text (``office`` and ``text`` are its namespaces)."""
    blocks: list[str] = []
    parts: list[str] = []
    skipped = 0
    for event, element in etree.iterwalk(content, events=("start", "end")):
        tag = etree.QName(element).localname
        if tag in _ODT_ASIDE:
            skipped += 1 if event == "start" else -1
        elif tag in ("p", "h") and not skipped:
            blocks.append("".join(parts))
            parts = []
        elif tag in ("s", "tab", "line-break") and event == "start":
            parts.append(" ")
        text = element.text if event == "start" else element.tail
        if text and not skipped:
            parts.append(text)
    return [*blocks, "".join(parts)]


def _article(blocks: list[str], title: str | None) -> Found:
    lines = [" ".join(block.split()) for block in blocks]
    lines = [line for line in lines if line]
    headline = lines[0] if len(lines) > 1 and len(lines[0].split()) >= 3 and len(lines[0]) <= 150 else None
    # What a word processor keeps as title is often that of the template: the headline on the page wins.
    return Found(text="\n\n".join(lines), likely_title=headline or title or None)


def _once(cells: Sequence[str]) -> list[str]:
    """The cells of a row that hold text; the same text in neighbours, as where cells were joined, once."""
    return [cell for cell, before in zip(cells, ["", *cells], strict=False) if cell and cell != before]


def read_epub(data: bytes, *, name: str, given: Given) -> Iterator[Result]:
    """The chapters of an EPUB, each a document named ``book.epub/chapter.xhtml``; publisher and date are the book's.

    Raises DatelineError E120 where it is damaged, E105 where no chapter holds text, E125 after `limits.MAX_CHAPTERS`.
    """
    _small_enough(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package_path = _package_path(archive)
            package = _xml(archive.read(package_path))
            names = set(archive.namelist())
            chapters = [(path, archive.read(path)) for path in _spine(package, package_path) if path in names]
    except (*BROKEN, etree.LxmlError):
        raise DatelineError("E120", name=shown(name)) from None
    book, publisher, date = (_first(package, tag) for tag in ("title", "publisher", "date"))
    published = _sure(date)
    empty = True
    for path, chapter in chapters[: limits.MAX_CHAPTERS]:
        try:
            found = read_html(decode(chapter, name=path), name=path)
        except DatelineError:
            continue  # a cover, or an empty page between two parts
        if len(found.text) < _LEAST_CHAPTER and len(chapters) > 1:
            continue
        empty = False
        title = found.title or found.likely_title
        if title == book:
            title = None
        yield make(
            Found(
                text=found.text,
                likely_title=title or next(iter(found.text.splitlines()), "")[:150] or book,
                publisher=publisher,
                published=published,
                published_origin="the book's own date" if published else None,
            ),
            name=f"{name}/{posixpath.basename(path)}",
            given=given,
        )
    if len(chapters) > limits.MAX_CHAPTERS:
        raise DatelineError("E125", name=shown(name), limit=f"{limits.MAX_CHAPTERS:,}", what="chapters")
    if empty:
        raise DatelineError("E105", name=shown(name))


def _package_path(archive: zipfile.ZipFile) -> str:
    for element in _xml(archive.read("META-INF/container.xml")).iter("{*}rootfile"):
        if path := element.get("full-path"):
            return path
    raise KeyError("rootfile")


def _spine(package: etree._Element, package_path: str) -> list[str]:
    """The paths of the chapters in reading order, each once: a book may name one a million times."""
    folder = posixpath.dirname(package_path)
    items = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    hrefs = (items.get(ref.get("idref")) for ref in package.iter("{*}itemref"))
    paths = (posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0]))) for href in hrefs if href)
    return list(dict.fromkeys(paths))


def _first(package: etree._Element, tag: str) -> str | None:
    return next((text for e in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{tag}") if (text := e.text)), None)


def _sure(value: str | None) -> When | None:
    try:
        return stated_date(value) if value else None
    except ValueError:
        return None


def _xml(data: bytes) -> etree._Element:
    """XML without entities and network; LxmlError where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(data, parser)


def _small_enough(data: bytes, name: str) -> None:
    """E104 where the archive says that it unpacks to more than is read, E120 where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
            packed = sum(member.compress_size for member in archive.infolist())
    except BROKEN:
        raise DatelineError("E120", name=shown(name)) from None
    if packed > len(data):  # its members lie one over the other
        raise DatelineError("E120", name=shown(name))
    if size > limits.MAX_UNPACKED_BYTES:
        large, limit = f"unpacked {size / 1024**2:.0f} MB", f"{limits.MAX_UNPACKED_BYTES // 1024**2} MB"
        raise DatelineError("E104", name=shown(name), size=large, limit=limit)
