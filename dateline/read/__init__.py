"""Read: bytes to `Document`. Texts, pages, documents, tables, mails, feeds, and archives of them, each gzipped too;
pages by their address."""

from __future__ import annotations

from .address import is_address
from .columns import COLUMNS, Head, chosen
from .cutting import Piece, pieces, read_piece
from .document import Given, amended, document_id, shown
from .expected import expected
from .files import documents, from_address, from_bytes
from .kinds import PACKED, SUFFIXES
from .language import READ, language_name
from .published import given_date
from .remote import filesystem, is_remote
from .written import written_date

__all__ = [
    "COLUMNS",
    "PACKED",
    "READ",
    "SUFFIXES",
    "Given",
    "Head",
    "Piece",
    "amended",
    "chosen",
    "document_id",
    "documents",
    "expected",
    "filesystem",
    "from_address",
    "from_bytes",
    "given_date",
    "is_address",
    "is_remote",
    "language_name",
    "pieces",
    "read_piece",
    "shown",
    "written_date",
]
