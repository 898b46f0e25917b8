"""Senses: which words tell one kind of happening ("thwarted", "foiled"), from `senses.toml`."""

from __future__ import annotations

import functools
import tomllib

from .words import HERE, number, stem_of

_MARK = "sense "
"""Before the name of a sense: no stem has a blank in it."""


@functools.cache
def _senses() -> dict[tuple[str, str], str]:
    with (HERE / "senses.toml").open("rb") as file:
        table = tomllib.load(file)
    found: dict[tuple[str, str], str] = {}
    for name, row in table.items():
        words = {kind: f"{row['words']} {row.get('also', {}).get(kind, '')}" for kind in row["types"].split()}
        for kind in words:
            for word in words[kind].split():
                if found.setdefault((kind, stem_of(word)), name) != name:
                    raise ValueError(f"{kind} {word}: {name} and {found[kind, stem_of(word)]}")
    return found


def sense(type_: str, stem: str) -> str:
    """The sense of a trigger's stem in a mention of a type; the stem itself where the table does not know it."""
    found = _senses().get((type_, stem))
    return _MARK + found if found else stem


def number_of(name: str) -> int:
    """The number of a sense of the table, as sketches have it."""
    return number(_MARK + name)
