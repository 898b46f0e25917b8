"""Read: bytes to `Document`. Texts, pages, documents, tables, mails, feeds, and archives of them, each gzipped too;
pages by their address."""

from __future__ import annotations

from .address import is_address
from .columns import COLUMNS, Head, chosen
from .document import amended, document_id, shown
from .expected import expected
from .files import documents, from_address, from_bytes
from .kinds import PACKED, SUFFIXES
from .language import READ, language_name
from .published import given_date
from .written import written_date

__all__ = [
    "COLUMNS",
    "PACKED",
    "READ",
    "SUFFIXES",
    "Head",
    "amended",
    "chosen",
    "document_id",
    "documents",
    "expected",
    "from_address",
    "from_bytes",
    "given_date",
    "is_address",
    "language_name",
    "shown",
    "written_date",
]  # fmt: skip
