"""Read: bytes to `Document`. Plain text, Markdown with front matter, HTML pages, JSONL, each gzipped too."""

from __future__ import annotations

from .document import document_id
from .files import documents, from_bytes

__all__ = ["document_id", "documents", "from_bytes"]
