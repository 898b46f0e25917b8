"""What a reader types into the search box, as an FTS5 expression that cannot be a query language."""

from __future__ import annotations

from dateline import limits

from .codec import sound


def match_expression(words: str) -> str | None:
    """All the words, in any order, the last one as a beginning ("sanct" finds sanctions).

    Each word is quoted, so that operators, columns and quotes are only text; a word such as ``Kim-Jong`` or ``U.S.``
    becomes a phrase. None where there is no letter or digit in it: then there is nothing to search for. Only the
    first `limits.MAX_QUERY_CHARS` characters count.
    """
    text = sound(words[: limits.MAX_QUERY_CHARS]).replace("\0", " ")
    tokens = [token for token in text.split() if any(c.isalnum() for c in token)]
    if not tokens:
        return None
    quoted = ['"' + token.replace('"', '""') + '"' for token in tokens]
    return " ".join(quoted) + ("*" if tokens[-1][-1].isalnum() else "")
