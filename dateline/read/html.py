"""HTML pages: the article's text (trafilatura), without menus, scripts and what is hidden."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from lxml import etree
from lxml.html import HtmlElement

from dateline.errors import DatelineError

from .document import Found, shown
from .page import page_facts
from .tree import BLOCKS, TooIntricateError, parse

LOGGER = logging.getLogger(__name__)

_UNREAD = {
    "script", "style", "template", "noscript", "head", "nav", "form", "button", "select", "textarea", "svg", "math",
    "iframe", "object", "video", "audio", "canvas", "footer", "aside", "menu", "dialog", "datalist", "input", "label",
}  # fmt: skip
_TEI_BLOCK = {"body", "head", "p", "list", "item", "quote", "table", "row", "lb"}


def read_html(source: str, *, name: str, downloaded: datetime | None = None) -> Found:
    """The article of an HTML page with its title, outlet, address and date, paragraphs apart by a blank line.

    ``downloaded``: when the page was fetched or saved, where that is known.
    Raises DatelineError E108 where the page holds no article and E116 where it is too intricate to be read.
    """
    try:
        tree = parse(source)
    except TooIntricateError:
        raise DatelineError("E116", name=shown(name)) from None
    if tree is None:
        raise DatelineError("E108", name=shown(name))
    facts = page_facts(tree.root, source=source, downloaded=downloaded)
    text, visible = "" if tree.large else _article(tree.root), "\n\n".join(_visible(tree.root))
    if not text or text.split() == visible.split():  # of small pages trafilatura makes a single paragraph
        text = visible
    if not text.strip():
        raise DatelineError("E108", name=shown(name))
    return Found(
        text=text,
        title=facts.title,
        publisher=facts.publisher,
        published=facts.published,
        published_origin=facts.published_origin,
        published_confidence=facts.confidence,
        date_note=facts.date_note,
        proposed=facts.proposed,
        url=facts.url,
        likely_title=facts.likely_title,
        likely_publisher=facts.likely_publisher,
    )


def text_of_fragment(source: str) -> str:
    """The visible text of a piece of HTML, "" if there is none or it is too intricate."""
    try:
        tree = parse(source)
    except TooIntricateError:
        return ""
    if tree is None:
        return ""
    return "\n\n".join(_visible(tree.root))


def _article(tree: HtmlElement) -> str:
    """The main text as trafilatura finds it; "" where it finds none."""
    from trafilatura import bare_extraction  # slow to import

    try:
        extracted = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # any failure of a foreign parser on a foreign page: the visible text is read instead
        LOGGER.info("trafilatura failed on a page; its visible text is read", exc_info=True)
        return ""
    if extracted is None or isinstance(extracted, dict):
        return ""
    return "\n\n".join(_paragraphs(extracted.body))


def _paragraphs(body: etree._Element) -> Iterator[str]:
    """The paragraphs of trafilatura's tree (its tags are TEI's), a table's row as one line."""
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _TEI_BLOCK:
            if paragraph := " ".join("".join(parts).split()).removesuffix("|").rstrip():
                yield paragraph
            parts = []
        if event == "start":
            parts.append(element.text or "")
        else:
            if element.tag == "cell":
                parts.append(" | ")
            if element is not body:
                parts.append(element.tail or "")
    if paragraph := " ".join("".join(parts).split()):
        yield paragraph


def _visible(tree: HtmlElement) -> Iterator[str]:
    """The visible text of a page by block, without recursion."""
    parts: list[str] = []
    skipped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if tag in BLOCKS and not skipped:
            if paragraph := " ".join("".join(parts).split()):
                yield paragraph
            parts = []
        if tag in _UNREAD:
            skipped += 1 if event == "start" else -1
        text = element.text if event == "start" else element.tail
        if text and not skipped:
            parts.append(text)
    if paragraph := " ".join("".join(parts).split()):
        yield paragraph
