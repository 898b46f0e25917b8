"""HTML source to a tree that is safe to walk: bounded in depth, in elements, and in attributes of an element.

libxml2 reads the page and tells us of each tag; the tree is built here, because its own takes time that grows with
the square of an element's attributes and drops what lies deep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, html_parser

from dateline import limits

MAX_ATTRIBUTES, MAX_ATTRIBUTE_CHARS = 50, 5_000
MAX_OPEN = 500
"""Most elements open at once before reading is given up: the parser looks through all of them at each closing tag."""

BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin a new paragraph."""

# Pictures written into a page make it megabytes long.
_DATA_ADDRESS = re.compile(r"data:[\w.+-]{1,40}/[\w.+-]{1,80}(?:;[\w.=+-]{1,80}){0,5},[A-Za-z0-9+/=%._-]*+")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Of scripts only data about the page are kept.
_DATA_SCRIPT = "application/ld+json"
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
# Pages hide these until a script has run; a reader of the page sees them.
_NEVER_HIDDEN = frozenset({"html", "body", "main", "article"})


class TooIntricateError(Exception):
    """The page is nested more deeply, or has more elements, than any article."""


@dataclass(frozen=True, slots=True)
class Tree:
    """``root`` is the html element. ``large``: it is too much for a search by trafilatura, or was flattened."""

    root: HtmlElement
    large: bool


def parse(source: str) -> Tree | None:
    """The tree of a page or a piece of one; None where there is no element in it.

    Comments, scripts and the text of what is hidden are left out. What lies deeper than `limits.MAX_PAGE_DEPTH` is
    moved up to that depth. Raises TooIntricateError beyond `MAX_OPEN` open elements or `limits.MAX_PAGE_TAGS` tags.
    """
    plain = _ILLEGAL.sub(" ", _DATA_ADDRESS.sub("data:,", source))
    if plain.count("</") > limits.MAX_PAGE_TAGS:
        raise TooIntricateError
    builder = _Builder()
    parser = HTMLParser(encoding="utf-8", target=builder, no_network=True, huge_tree=True)
    try:
        parser.feed(plain.encode("utf-8"))
        root = parser.close()
    except (etree.LxmlError, AssertionError):
        if builder.gave_up:  # the tree builder complains of its open elements before our own error is raised
            raise TooIntricateError from None
        return None
    if not isinstance(root, HtmlElement):
        return None
    large = builder.count > limits.MAX_PAGE_ELEMENTS or builder.characters > limits.MAX_TEXT_CHARS
    return Tree(root, builder.flattened or large)


def _is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    """True for an element that a browser does not show."""
    if tag in _NEVER_HIDDEN:
        return False
    style = attributes.get("style")
    return (
        tag in ("template", "noscript")
        or "hidden" in attributes
        or (style is not None and _HIDDEN_STYLE.search(style[:1000]) is not None)
    )


class _Builder:
    """The parser's target: passes tags on to lxml's tree builder within bounds. Its names are those lxml asks for."""

    def __init__(self) -> None:
        self.tree = etree.TreeBuilder(element_factory=html_parser.makeelement)
        self.count = 0
        self.characters = 0
        self.depth = 0
        self.flattened = False
        self.gave_up = False
        # Within a script or a style sheet nothing is kept; within what is hidden elements are, for their metadata, but
        # not their text.
        self._skipped_from: int | None = None
        self._silent_from: int | None = None
        self._in_data = False

    def start(self, tag: Any, attrib: Any) -> None:
        self.count += 1
        self.depth += 1
        if self.depth > MAX_OPEN or self.count > limits.MAX_PAGE_TAGS:
            self.gave_up = True
            raise TooIntricateError
        if self._skipped_from is not None:
            return
        deep = self.depth > limits.MAX_PAGE_DEPTH
        if tag == "style" or (tag == "script" and (deep or _DATA_SCRIPT not in attrib.get("type", "").lower())):
            self._skipped_from = self.depth
            return
        self._in_data = tag == "script"
        if self._silent_from is None and _is_hidden(tag, attrib):
            self._silent_from = self.depth
        if not deep:
            kept = list(attrib.items())[:MAX_ATTRIBUTES]
            self.tree.start(tag, {name: value[:MAX_ATTRIBUTE_CHARS] for name, value in kept})
        else:
            self.flattened = True
            self._break(tag)

    def end(self, tag: Any) -> None:
        self.depth -= 1
        self._in_data = False
        if self._silent_from is not None and self.depth < self._silent_from:
            self._silent_from = None
        if self._skipped_from is not None:
            if self.depth < self._skipped_from:
                self._skipped_from = None
        elif self.depth < limits.MAX_PAGE_DEPTH:
            self.tree.end(tag)
        else:
            self._break(tag)

    def data(self, data: Any) -> None:
        if self._skipped_from is None and self.depth and (self._silent_from is None or self._in_data):
            self.characters += len(data)
            self.tree.data(data)

    def comment(self, text: Any) -> None:
        """Comments are not kept."""

    def close(self) -> HtmlElement | None:
        return self.tree.close() if self.count else None

    def _break(self, tag: str) -> None:
        """Where a deep block began or ended, a line break keeps its text apart."""
        if tag in BLOCKS:
            self.tree.start("br", {})
            self.tree.end("br")
