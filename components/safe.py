"""Untrusted text, one function for each place it can go.

Whatever an article brought along (text, title, outlet, address, file name) passes through here before it reaches
the page. Plain `st.text` and `st.dataframe` show text as it is and need nothing; `st.markdown`, messages such as
`st.error`, and the labels of buttons, checkboxes and tabs render Markdown and get only text made by `label`.
"""

from __future__ import annotations

import html as _html
import re
from urllib.parse import urlsplit

# Everything that starts or ends Markdown, Streamlit's :directives: and $maths$.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&^=])")
# A colon opens :material/x:, :red[x] and :smile:, and a backslash before it is gone by the time those are looked for.
_COLON = re.compile(r":(?=\S)")
_WORD_JOINER = "\u2060"
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def html(text: str) -> str:
    """``text`` for the inside of an element or a quoted attribute of `st.html`; direction overrides are dropped."""
    return _html.escape(_INVISIBLE.sub("", text), quote=True)


def label(text: str) -> str:
    """``text`` for a widget's label or any other place that renders Markdown, on one line."""
    line = " ".join(_INVISIBLE.sub("", text).split())
    # "www." and "http://" become links by themselves: a word joiner after the first letters keeps them words.
    line = re.sub(r"(?i)\b(www|https?|ftp|mailto)(?=[.:])", rf"\1{_WORD_JOINER}", line)
    return _COLON.sub(f":{_WORD_JOINER}", _MARKDOWN.sub(r"\\\1", line))


def link(url: str | None) -> str | None:
    """``url`` if it may be offered as a link (http or https, with a host, no blanks), else None."""
    if not url or re.search(r"[\s\x00-\x1f]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def passage(text: str, start: int, end: int, *, around: int = 260) -> tuple[str, str, str]:
    """The sentences about ``text[start:end]``: what stands before, the span itself, what stands after.

    Stays within the paragraph, at most ``around`` characters to each side; cuts at the end of a sentence where
    there is one, else between two words, with an ellipsis.
    """
    start = min(max(0, start), len(text))
    end = min(max(start, end), len(text))
    floor = text.rfind("\n", 0, start) + 1
    newline = text.find("\n", end)
    ceiling = len(text) if newline < 0 else newline
    before, after = text[floor:start], text[end:ceiling]
    if len(before) > around:
        tail = before[-around:]
        stop = re.search(r"(?<=[.!?])[\"'”’)]*\s+(?=\S)", tail)
        before = tail[stop.end() :] if stop else "… " + tail.partition(" ")[2]
    if len(after) > around:
        head = after[:around]
        stops = [found.end() for found in re.finditer(r"[.!?][\"'”’)]*(?=\s)", head)]
        after = head[: stops[-1]] if stops else head.rpartition(" ")[0] + " …"
    return before.lstrip(), text[start:end], after.rstrip()


def quoted(text: str, *spans: tuple[int, int], around: int = 260) -> str:
    """`passage` about one or more spans as HTML, each span in ``<mark>``; every character of the text escaped."""
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    first, last = merged[0][0], merged[-1][1]
    before, _, after = passage(text, first, last, around=around)
    inside = "".join(
        f"<mark>{html(text[start:end])}</mark>{html(text[end:following])}"
        for (start, end), following in zip(merged, [*(m[0] for m in merged[1:]), last], strict=True)
    )
    return f"{html(before)}{inside}{html(after)}"


def file_name(text: str, ending: str) -> str:
    """A name for a download: letters, digits and hyphens of ``text``, at most 60, with ``.ending``."""
    stem = re.sub(r"[^0-9a-z]+", "-", text.lower()).strip("-")[:60].strip("-")
    return f"{stem or 'timeline'}.{ending}"
