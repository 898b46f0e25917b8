"""Rule patterns to regular expressions over token codes.

A pattern is a sequence of items apart by blanks: a word (``last``, ``'s``, ``,``), the name of a word class, a number's
shape or a macro in capitals (``MONTH``, ``DAY``, ``COUNT``), or a group ``(a | b c)``; ``?`` or ``{1,3}`` after an item
says how often, ``name:ITEM`` gives it a name that productions read. Repetition is bounded always, so matching takes
time linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_ITEM = re.compile(
    r"\s+|(?P<name>[a-z][a-z0-9_]*:(?=\S))|(?P<class>[A-Z][A-Z0-9_]*(?![a-z]))|(?P<open>\()|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<times>\?|\{\d,\d\})|\"(?P<quoted>[^\"]+)\"|(?P<word>[^\s()|?{}\"]+)"
)

_TIMES = re.compile(r"\?|\{\d,\d\}")


class PatternError(ValueError):
    """A pattern of a rule file that cannot be read; the text says which and where."""


def compile_pattern(pattern: str, charset: Callable[[str], str], code: Callable[[str], str]) -> str:
    """The regular expression of ``pattern``.

    ``charset(NAME)`` gives the expression for a name in capitals, ``code(word)`` the code character of a word.
    """
    out: list[str] = []
    names: list[bool] = [False]  # for every open group: does a name wrap it?
    pending = False  # a name was opened and waits for its item
    at = 0
    while at < len(pattern):
        item = _ITEM.match(pattern, at)
        if not item:
            raise PatternError(f"{pattern!r}: cannot be read from position {at}")
        at = item.end()
        kind = item.lastgroup
        if kind is None:
            continue
        if kind == "name":
            out.append(f"(?P<{item['name'][:-1]}>")
            pending = True
            continue
        if kind == "open":
            out.append("(?:")
            names.append(pending)
            pending = False
            continue
        if kind == "close":
            out.append(")" + _times(pattern, at) + (")" if names.pop() else ""))
            at = _skip_times(pattern, at)
            continue
        if kind == "bar":
            out.append("|")
            continue
        if kind == "times":
            raise PatternError(f"{pattern!r}: nothing to repeat at {item.start()}")
        piece = charset(item["class"]) if kind == "class" else re.escape(code(item["quoted"] or item["word"]))
        out.append(piece + _times(pattern, at))
        at = _skip_times(pattern, at)
        if pending:
            out.append(")")
            pending = False
    if len(names) != 1 or pending:
        raise PatternError(f"{pattern!r}: brackets or a name are left open")
    return "".join(out)


def _times(pattern: str, at: int) -> str:
    found = _TIMES.match(pattern, at)
    return found.group() if found else ""


def _skip_times(pattern: str, at: int) -> int:
    return at + len(_times(pattern, at))


def needed(expression: str) -> frozenset[str]:
    """Characters of which a text must hold one for ``expression`` (as `compile_pattern` gives it) to match anywhere.

    Empty where nothing can be said. So a rule need not look through a text that lacks its words.
    """
    found, at = _needed(expression, 0)
    if at != len(expression):
        raise PatternError(f"{expression!r}: cannot be read from position {at}")
    return found or frozenset()


def _needed(expression: str, at: int) -> tuple[frozenset[str] | None, int]:
    """What the alternatives from ``at`` to the end of their group need, and where they end; None for no need."""
    ways: list[frozenset[str] | None] = [None]
    while at < len(expression) and expression[at] != ")":
        if expression[at] == "|":
            ways.append(None)
            at += 1
            continue
        if expression[at] == "(":
            head = _HEAD.match(expression, at)
            assert head is not None
            piece, at = _needed(expression, head.end())
            at += 1
        else:
            item = _CHARS.match(expression, at)
            assert item is not None
            chars = item.group().removeprefix("[").removesuffix("]")
            piece = None if chars.startswith("^") else frozenset(_UNESCAPE.sub(r"\1", chars))
            at = item.end()
        times = _times(expression, at)
        at += len(times)
        optional = times == "?" or times.startswith("{0")
        if piece is not None and not optional and not (ways[-1] and len(ways[-1]) <= len(piece)):
            ways[-1] = piece
    return (None if None in ways else frozenset().union(*(way for way in ways if way))), at


_HEAD = re.compile(r"\((?:\?:|\?P<\w+>)")
_CHARS = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\.|[^\\]", re.DOTALL)
_UNESCAPE = re.compile(r"\\(.)", re.DOTALL)
