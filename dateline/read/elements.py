"""Elements of a page: their text, and whether they belong to its article."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

PAGE_TYPES = re.compile(r"(?:\w*WebPage|CreativeWork)\Z")
"""Types of JSON-LD objects that are the page, not its article."""

MAX_CANDIDATES, MAX_PIECES = 30, 400
"""Most elements that are looked at for one fact, and most pieces of text of one element."""

# An element within one of these tells of something other than the article.
_FOREIGN = re.compile(r"comment|related|recommend|sidebar|footer|teaser|promo|trending|latest|widget", re.I)


def text_of(element: HtmlElement | None) -> str | None:
    """The beginning of an element's text, as much of it as a headline or a date can be."""
    if element is None:
        return None
    parts: list[str] = []
    for event, part in islice(etree.iterwalk(element, events=("start", "end")), MAX_PIECES):
        if event == "start":
            parts.append(part.text or "")
        elif part is not element:
            parts.append(part.tail or "")
    return "".join(parts)


def key(text: str | None) -> str:
    """Letters and digits alone, to compare names: "The Daily Lamp" is "thedailylamp"."""
    return "".join(c for c in (text or "").casefold() if c.isalnum())


def is_foreign(element: HtmlElement) -> bool:
    """True for what stands within a comment, a list of other articles, a footer or an aside."""
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in ("footer", "aside", "nav"):
            return True
        marks = f"{ancestor.get('class', '')} {ancestor.get('id', '')} {ancestor.get('itemtype', '')}"
        if ancestor.tag not in ("body", "html") and _FOREIGN.search(marks[:300]):
            return True
    return False
