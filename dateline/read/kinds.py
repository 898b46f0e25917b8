"""Which kind of file it is: by its content, and by its name where the content is silent."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Literal

FileKind = Literal[
    "text", "markdown", "html", "jsonl", "json", "csv", "sheet", "pdf", "docx", "odt", "epub", "mail", "mbox", "feed",
    "zip", "tar", "warc", "rtf", "wiki", "parquet",
]  # fmt: skip

SUFFIXES: dict[str, FileKind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "sheet",
    ".xls": "sheet",
    ".ods": "sheet",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
    ".eml": "mail",
    ".mht": "mail",
    ".mhtml": "mail",
    ".mbox": "mbox",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
    ".tbz2": "tar",
    ".txz": "tar",
    ".warc": "warc",
}
"""Endings of file names that are read, each also with one of `PACKED` behind it; upper and lower case are one."""

PACKED = (".gz", ".bz2", ".xz")
"""Endings of files that are packed as a whole."""

_PACKED_HEADS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")

_ENDING = re.compile(r"\.[a-z][a-z0-9]{0,9}", re.ASCII)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_WIKI = re.compile(rb"<mediawiki[\s>]")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_MAIL_FIELD = re.compile(rb"(?:mime-version|message-id|received|return-path|delivered-to):[ \t]", re.I)
_FIELD_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]|[ \t]")
_TAG = re.compile(
    r"</?(?:html|head|body|title|meta|p|div|span|article|section|main|header|footer|h[1-6]|br|a|ul|ol|li|table|tr|td"
    r"|blockquote|img|strong|em|b|i)(?:\s[^<>]{0,2000})?/?>",
    re.I,
)
_OBJECT = re.compile(r'\s*\{\s*(?:"(?:[^"\\]|\\.){1,200}"\s*:|\}\s*$)')
_FIRST_CHARS = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"


def kind_by_name(name: str) -> FileKind | None:
    """The kind that the file's ending tells; None where the ending is missing or unknown."""
    return SUFFIXES.get(suffix_of(name))


def is_unknown(name: str) -> bool:
    """True where the file's name has an ending and it is none of `SUFFIXES`."""
    suffix = suffix_of(name)
    return bool(suffix) and suffix not in SUFFIXES


def suffix_of(name: str) -> str:
    """The ending of a file's name in lower case, without those in `PACKED`: ``News.TXT.gz`` has ``.txt``; "" for none.

    What does not begin with a letter, or is long, is no ending: ``Talks of 19.06.2024`` has none.
    """
    path = PurePath(name.lower())
    if path.suffix in PACKED:
        path = path.with_suffix("")
    return path.suffix if _ENDING.fullmatch(path.suffix) else ""


def kind_by_head(head: bytes, *, named: FileKind | None) -> FileKind | None:
    """The kind that the first bytes of a file show, whatever its name; None for what has to be looked at as text.

    ``head`` is the beginning of the file, to the end of its first line at least. A zip archive is told from the
    documents that are zip archives by `dateline.read.office.zip_kind`.
    """
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(_OLE):
        return "sheet" if named == "sheet" else None
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"From ") and named in (None, "mail", "mbox"):
        return "mbox"
    if named == "mail" or (named is None and _is_mail(head)):
        return "mail"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if named in ("feed", None) and head.lstrip().startswith(b"<") and _WIKI.search(head[:4096]):
        return "wiki"
    if named in ("feed", "html", None) and head.lstrip().startswith(b"<") and _FEED.search(head[:4096]):
        return "feed"
    return None


def is_packed(head: bytes) -> bool:
    """True for a file that is packed as a whole (gzip, bzip2, xz), by its first bytes."""
    return head.startswith(_PACKED_HEADS)


def _is_mail(head: bytes) -> bool:
    """True where a file without a telling name begins with header fields, one of which only mails have."""
    lines = head.splitlines()[:20]
    fields = lines[: next((n for n, line in enumerate(lines) if not line.strip()), len(lines))]
    return bool(fields) and all(map(_FIELD_LINE.match, fields)) and any(map(_MAIL_FIELD.match, fields))


def kind_by_content(text: str, *, named: FileKind | None) -> FileKind:
    """The kind that a text shows, given the kind that its name claims (never "jsonl": that is not read as a whole).

    A whole HTML page is HTML whatever its name; a file named HTML without a single tag is plain text, and XML
    of another kind than feeds (an agency's NITF, say) is read like a page; without a name, JSON objects by line are
    jsonl and tags make HTML.
    """
    if _PAGE.match(text[:8192]):
        return "html"
    if named == "html" or (named == "feed" and text[:1000].lstrip("\ufeff \t\r\n").startswith("<")):
        return "html" if _TAG.search(text) else "text"
    if named in ("text", "markdown", "csv", "json"):
        return named
    return "jsonl" if looks_like_jsonl(text) else "text"


def looks_like_jsonl(head: str) -> bool:
    """True where the first line that is not blank is a JSON object, or begins as one with a key."""
    line = next(iter(head.lstrip()[:_FIRST_CHARS].splitlines()), "")
    if not _OBJECT.match(line):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return line.count('"') >= 4  # a broken line of JSONL is reported as such, not read as prose
