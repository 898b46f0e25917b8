"""Bytes to text: byte-order marks, UTF-8, the charset that a page declares, and careful guesses; never a wrong letter
in silence, never a replacement character."""

from __future__ import annotations

import codecs
import io
import re
from typing import IO, Any

from dateline.errors import DatelineError

from .document import shown
from .eastasian import east_asian, seven_bit
from .kinds import FileKind, kind_by_name

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT: frozenset[FileKind] = frozenset({"sheet", "pdf", "docx", "odt", "epub", "zip", "tar", "parquet"})
_BINARY = (
    b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG", b"GIF87a", b"GIF89a", b"\xff\xd8\xff", b"\x7fELF",
    b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00", b"{\\rtf", b"\x1f\x8b",
)  # fmt: skip
_CHARSET = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
# Codecs that a page may name: Python knows others that are no charsets (rot13, zip, unicode_escape, utf_7, idna).
_KNOWN = re.compile(
    r"utf-?8|ascii|iso8859-\d+|cp(?:125\d|866|874|932|949)|koi8-[ru]|mac-roman|mac-cyrillic|gb2312|gbk|gb18030|big5\w*"
    r"|euc_(?:jp|kr)|shift_jis|iso2022_(?:jp|kr)"
)
_SAMPLE_BYTES = 64 * 1024
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x9f]")
# What English text in cp1252 holds beyond ASCII: typographic marks anywhere, Western letters inside of words.
_WESTERN = re.compile(
    "[\u2018\u2019\u201c\u201d\u201a\u201e\u2013\u2014\u2026\u2022\u2122\u20ac£¢¥§©®°«»·¡¿½¼¾²³±×¹º\xa0\xad]"
    "|(?<![A-Z])[\xdf-\xf6\xf8-\xff\u0153\u0161\u017e](?![A-Z])"
    "|(?<![a-z])[\xc0-\xd6\xd8-\xde\u0152\u0160\u017d](?=[a-z]{2}|[A-Z])"
)


def decode(data: bytes, *, name: str) -> str:
    """The text of ``data``, without its byte-order mark; line ends stay as they are.

    Tried in turn: a byte-order mark, UTF-8, the charset that an HTML page declares, UTF-16 without a mark, cp1252 where
    it gives plausible Western text, the East Asian encodings likewise, and what charset-normalizer is sure of. Raises
    DatelineError E106 for binary data (E120 where the name promises a PDF or the like) and E112 where no encoding fits.
    ``name`` is the file's.
    """
    text = _by_mark(data, name=name)
    if text is None:
        if data.startswith(_BINARY):
            raise _no_text(name)
        text = _without_mark(data, name=name)
    if is_binary(text):
        raise _no_text(name)
    return text


def wide_mark(head: bytes) -> str | None:
    """The name of the wide encoding (UTF-16, UTF-32) whose mark ``head`` begins with, else None."""
    return next((encoding for mark, encoding in _BOMS[1:] if head.startswith(mark)), None)


def looks_binary(head: bytes) -> bool:
    """True where the beginning of a file in UTF-8 shows that it is no text."""
    return head.startswith(_BINARY) or b"\x00" in head


class Recoded(io.RawIOBase):
    """A stream in a wide encoding read as UTF-8, piece by piece. Raises UnicodeDecodeError where it is damaged."""

    def __init__(self, source: IO[bytes], encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._rest:
            raw = self._source.read(_SAMPLE_BYTES)
            self._rest = self._decoder.decode(raw, final=not raw).encode("utf-8", "surrogatepass")
            if not raw:
                break
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def _by_mark(data: bytes, *, name: str) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                if encoding == "utf-8":  # a stray byte in a file that says it is UTF-8
                    return None
                raise DatelineError("E112", name=shown(name)) from None
    return None


def _without_mark(data: bytes, *, name: str) -> str:
    declared = _declared(data)
    if declared and declared.startswith("iso2022"):  # made of ASCII bytes, so UTF-8 would fit as well
        try:
            return data.decode(declared)
        except UnicodeDecodeError:
            declared = None
    try:
        return seven_bit(data) or data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return data.decode(declared)
        except UnicodeDecodeError:
            pass  # the page is wrong about itself; go on by its bytes
    if b"\x00" in data:
        return _wide(data, name=name)
    western = _western(data)
    if western is not None:
        return western
    guessed = east_asian(data) or _guess(data)
    if guessed is None:
        raise DatelineError("E112", name=shown(name))
    return guessed


def _declared(data: bytes) -> str | None:
    """The Python name of the charset that the head of an HTML page declares, where it is one that we know."""
    found = _CHARSET.search(data[:4096])
    if not found:
        return None
    try:
        codec = codecs.lookup(found[1].decode("ascii")).name
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    if codec == "iso8859-1" or codec == "ascii":  # browsers read both as cp1252, and so are pages written
        return "cp1252"
    return codec if _KNOWN.fullmatch(codec) else None


def _no_text(name: str) -> DatelineError:
    """E106, or E120 where the file's name says that it is no text anyway."""
    return DatelineError("E120" if kind_by_name(name) in _NO_TEXT else "E106", name=shown(name))


def _wide(data: bytes, *, name: str) -> str:
    """UTF-16 without a mark: in Western text every other byte is zero. E106 for anything else with zero bytes."""
    head = data[:_SAMPLE_BYTES]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if len(data) % 2 == 0 and zeros > 0.7 * half and others == 0:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    raise _no_text(name)


def _western(data: bytes) -> str | None:
    """``data`` as cp1252 where every character beyond ASCII stands where Western text has it and they are few."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = sum(byte > 0x7F for byte in data)
    if beyond > 0.15 * len(data):
        return None
    return text if len(_WESTERN.findall(text)) == beyond else None


def _guess(data: bytes) -> str | None:
    """``data`` in the encoding that charset-normalizer is sure of, else None."""
    from charset_normalizer import from_bytes  # slow to import and seldom needed

    best = from_bytes(data[:_SAMPLE_BYTES], enable_fallback=False).best()
    if best is None or best.chaos > 0.1 or best.coherence < 0.5:
        return None
    try:
        return data.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def is_binary(text: str) -> bool:
    """True where the text holds NUL, or more control characters than a stray one here and there."""
    if "\x00" in text:
        return True
    sample = text[:_SAMPLE_BYTES]
    return len(_CONTROLS.findall(sample)) > max(3, len(sample) // 100)
