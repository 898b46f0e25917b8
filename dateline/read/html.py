"""HTML pages: the article's text (trafilatura), without menus, scripts and what is hidden."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from dateline import limits
from dateline.errors import DatelineError

from .document import Found, shown
from .page import page_facts

LOGGER = logging.getLogger(__name__)

# Pictures written into a page make it megabytes long, and their attributes too long for the parser.
_DATA_ADDRESS = re.compile(r"data:[\w.+-]+/[\w.+-]+(?:;[\w.=+-]+)*,[A-Za-z0-9+/=%._-]*")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNREAD = {
    "script", "style", "template", "noscript", "head", "nav", "form", "button", "select", "textarea", "svg", "math",
    "iframe", "object", "video", "audio", "canvas", "footer", "aside", "menu", "dialog", "datalist", "input", "label",
}  # fmt: skip
_BLOCK = {
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_NEVER_HIDDEN = {"html", "body", "main", "article"}


def read_html(source: str, *, name: str) -> Found:
    """The article of an HTML page with its title, outlet, address and date, paragraphs apart by a blank line.

    Raises DatelineError E108 where the page holds no article.
    """
    tree = _parse(source)
    if tree is None:
        raise DatelineError("E108", name=shown(name))
    facts = page_facts(tree, source=source)
    for element in _hidden(tree):
        _drop(element)
    text = _article(tree) or "\n\n".join(_visible(tree))
    if not text.strip():
        raise DatelineError("E108", name=shown(name))
    return Found(
        text=text,
        title=facts.title,
        publisher=facts.publisher,
        published=facts.published,
        published_origin=facts.published_origin,
        url=facts.url,
        likely_title=facts.likely_title,
        likely_publisher=facts.likely_publisher,
    )


def text_of_fragment(source: str) -> str:
    """The visible text of a piece of HTML, "" if there is none."""
    tree = _parse(source)
    if tree is None:
        return ""
    for element in _hidden(tree):
        _drop(element)
    return "\n\n".join(_visible(tree))


def _parse(source: str) -> HtmlElement | None:
    """The tree of a page without comments; None where there is nothing in it."""
    plain = _ILLEGAL.sub(" ", _DATA_ADDRESS.sub("data:,", source))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True)
    try:
        return document_fromstring(plain.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _article(tree: HtmlElement) -> str:
    """The main text as trafilatura finds it; "" where it finds none or the page is too large to be searched."""
    if _is_too_large(tree):
        return ""
    from trafilatura import bare_extraction  # slow to import

    try:
        extracted = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # any failure of a foreign parser on a foreign page: the visible text is read instead
        LOGGER.info("trafilatura failed on a page; its visible text is read", exc_info=True)
        return ""
    if extracted is None or isinstance(extracted, dict):
        return ""
    lines = (" ".join(line.split()) for line in (extracted.text or "").split("\n"))
    return "\n\n".join(line for line in lines if line)


def _is_too_large(tree: HtmlElement) -> bool:
    """True where the page has more elements, or deeper ones, than a search by recursion can take."""
    count = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        count, depth = count + 1, depth + 1
        if count > limits.MAX_PAGE_ELEMENTS or depth > limits.MAX_PAGE_DEPTH:
            return True
    return False


def _hidden(tree: HtmlElement) -> list[HtmlElement]:
    """The outermost elements that a browser does not show."""
    return [
        element
        for element in tree.iter()
        if isinstance(element.tag, str)
        and element.tag not in _NEVER_HIDDEN
        and element.getparent() is not None
        and (
            element.tag in ("template", "noscript", "style")
            or "hidden" in element.attrib
            or _HIDDEN_STYLE.search(element.get("style", "")[:1000])
        )
    ]


def _drop(element: HtmlElement) -> None:
    """Take an element out of its tree and leave the text behind it in place."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def _visible(tree: HtmlElement) -> Iterator[str]:
    """The visible text of a page by block, without recursion."""
    parts: list[str] = []
    skipped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if tag in _BLOCK and not skipped:
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
