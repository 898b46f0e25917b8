"""Addresses that articles brought along, for exported files."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit


def web_link(url: str | None) -> str | None:
    """``url`` where a file may hold it as a link: http or https, with a host; every odd character percent-encoded."""
    if not url or re.search(r"[\s\x00-\x1f\x7f]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return quote(url, safe="%/:?#[]@!$&*+,;=~-._")
