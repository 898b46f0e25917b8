"""Read: bytes to `Document`. Plain text, Markdown with front matter, HTML pages, JSONL, each gzipped too."""

from __future__ import annotations

from .document import document_id, shown
from .files import documents, from_bytes
from .published import given_date
from .written import written_date

__all__ = ["document_id", "documents", "from_bytes", "given_date", "shown", "written_date"]
