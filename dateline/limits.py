"""Every cap and time limit of Dateline, each with its unit in the name or beside it."""

from __future__ import annotations

MAX_FILE_BYTES = 20 * 1024 * 1024
"""Largest file that is read, in bytes; the same 20 MB as the dashboard's upload limit."""

MAX_TEXT_CHARS = 1_000_000
"""Longest article that is read, in characters; spaCy's own cap."""

MAX_FILES_PER_UPLOAD = 200
"""Most files that one upload on the page Add takes."""

MAX_MARKS = 2_000
"""Most marks that are drawn one by one on the chart; above that the least important are left out and counted."""

MAX_TITLE_CHARS = 90
"""Longest event title, in characters."""

MAX_QUERY_CHARS = 200
"""Longest full-text search, in characters."""

BUSY_TIMEOUT_MS = 10_000
"""How long a connection waits for another process's write to end, in milliseconds."""
