"""Markdown with or without YAML front matter, turned into plain reading text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from dateline import limits
from dateline.errors import DatelineError

from .document import Found, shown
from .html import text_of_fragment
from .published import date_in_address, stated_date

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# One `key: value` on a line, as people write it without thinking of YAML: a colon in the headline breaks YAML.
_PLAIN_LINE = re.compile(r"(?P<key>[A-Za-z][\w-]{0,40})\s*:(?:\s+(?P<value>.*?))?\s*\Z")
_MARKS = "[]*_`<!~"
_TAGS = re.compile(r"<[^<>]*>")
_FIELDS = ("title", "publisher", "published", "url")


class _PlainLoader(yaml.SafeLoader):
    """YAML's safe loader that leaves dates, numbers and yes/no as the strings they are written as.

    So ``2024-06`` stays a month, a headline ``1984`` a headline, and 31 February is met by our own sentence. Aliases
    and merge keys are refused: a few lines of them unfold into gigabytes.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge keys stay keys."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith(":null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class _FrontMatter:
    fields: dict[str, str]
    body: str


def read_markdown(source: str, *, name: str) -> tuple[Found, DatelineError | None]:
    """What a Markdown file holds, and E110 where its front matter states a date that cannot be read.

    Raises DatelineError E107 where the front matter cannot be read, E111 where the file is too long to be an article.
    """
    if len(source) > limits.MAX_MARKDOWN_CHARS:
        raise DatelineError("E111", name=shown(name), size=f"{len(source):,}", limit=f"{limits.MAX_MARKDOWN_CHARS:,}")
    front = _front_matter(source, name=name)
    fields = front.fields
    published, origin, problem = None, None, None
    if stated := fields.get("published"):
        try:
            published, origin = stated_date(stated), "stated in the file"
        except ValueError:
            problem = DatelineError("E110", name=shown(name), value=stated[:60])
    elif address_date := date_in_address(fields.get("url")):
        published, origin = address_date, "the page's address"
    text, headline = plain_text(front.body)
    found = Found(
        text=text,
        title=fields.get("title"),
        publisher=fields.get("publisher"),
        published=published,
        published_origin=origin,
        url=fields.get("url"),
        likely_title=headline,
    )
    return found, problem


def plain_text(markdown: str) -> tuple[str, str | None]:
    """The reading text of Markdown, paragraphs apart by a blank line, and its first heading if it begins with one.

    Marks, link targets and HTML tags go, the words of links and the alternative texts of images stay. What has more
    than `limits.MAX_MARKDOWN_MARKS` marks is left as it is: looking for the end of each takes time with their square.
    """
    if sum(map(markdown.count, _MARKS)) > limits.MAX_MARKDOWN_MARKS:
        return markdown, None
    tokens = _parser().parse(markdown)
    paragraphs = list(_paragraphs(tokens))
    begins_with_heading = bool(tokens) and tokens[0].type == "heading_open" and bool(paragraphs)
    return "\n\n".join(paragraphs), paragraphs[0] if begins_with_heading else None


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    parser.validateLink = _any_link  # type: ignore[method-assign]
    return parser


def _any_link(url: str) -> bool:
    """Links are read for their words alone, so also those to what a browser must not open lose their marks."""
    return True


def _front_matter(source: str, *, name: str) -> _FrontMatter:
    """Front matter and body; everything is body where the file does not begin with a block of ``key: value``."""
    handler = YAMLHandler()
    if not re.match(r"---[ \t]*\r?\n", source):
        return _FrontMatter({}, source)
    try:
        block, body = handler.split(source)
    except ValueError:  # no closing line: the dashes are a rule drawn above the text
        return _FrontMatter({}, source)
    if len(block) > limits.MAX_FRONT_MATTER_CHARS:
        why = f"it is longer than {limits.MAX_FRONT_MATTER_CHARS:,} characters"
        raise DatelineError("E107", name=shown(name), why=why)
    try:
        loaded = handler.load(block, Loader=_PlainLoader)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        lines = _plain_lines(block)
        if lines is None:
            raise DatelineError("E107", name=shown(name), why=_why(error)) from None
        loaded = lines
    if loaded is None:
        return _FrontMatter({}, body)
    if not isinstance(loaded, dict):  # a text between two drawn rules
        return _FrontMatter({}, source)
    lowered = {key.lower(): value for key, value in loaded.items() if isinstance(key, str)}
    for key in _FIELDS:
        if not isinstance(lowered.get(key), str | None):
            raise DatelineError("E107", name=shown(name), why=f"its {key} is no plain text")
    return _FrontMatter({key: lowered[key].strip() for key in _FIELDS if lowered.get(key)}, body)


def _plain_lines(block: str) -> dict[str, str] | None:
    """A block of nothing but ``key: value`` lines read without YAML's rules on colons; None for any other block."""
    fields: dict[str, str] = {}
    for line in block.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        found = _PLAIN_LINE.match(line)
        if not found:
            return None
        value = found["value"] or ""
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        fields[found["key"]] = value
    return fields or None


def _why(error: Exception) -> str:
    """YAML's complaint in a few words, on one line."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        return shown(f"{error.problem}{line}")
    return "it is not valid YAML"


def _paragraphs(tokens: list[Token]) -> Iterator[str]:
    """The text of each block. Cells of a table's row are joined to one line."""
    cells: list[str] = []
    for position, token in enumerate(tokens):
        if token.type == "inline":
            text = _inline(token.children or [])
            if tokens[position - 1].type in ("th_open", "td_open"):
                cells.append(text)
            elif text:
                yield text
        elif token.type == "tr_close":
            row = " | ".join(cell for cell in cells if cell)
            cells = []
            if row:
                yield row
        elif token.type in ("fence", "code_block"):
            if token.content.strip():
                yield token.content.strip("\r\n")
        elif token.type == "html_block" and _TAGS.sub("", token.content).strip():
            yield from filter(None, [text_of_fragment(token.content)])


def _inline(tokens: list[Token]) -> str:
    """The words of a paragraph: a soft line break is a space, a hard one a line's end."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "image":
            parts.append(_inline(token.children or []))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
