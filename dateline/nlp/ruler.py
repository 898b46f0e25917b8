"""spaCy's attribute ruler, remembered: it takes a seventh of a parse to say the same of the same words again and again.

The ruler maps a token's tag, form and relation, and for a few words ("gonna", "there is") those of a neighbour, to its
part of speech, morphology and lemma. What it gave is kept by just these, so that later articles only look it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Where a pattern asks for anything else than these, or for more than two tokens, nothing is remembered.
KNOWN = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
MOST_KEPT = 200_000
"""Combinations that are kept; there are some thousands in the news of decades."""

Key = tuple[Any, ...]


@dataclass(slots=True)
class QuickRuler:
    """``ruler`` is the pipe that it stands for; ``words`` and ``shapes`` the forms that its patterns name, ``pairs``
    and ``relations`` the forms and relations that those of two tokens name."""

    ruler: Any
    words: frozenset[int]
    shapes: tuple[re.Pattern[str], ...]
    pairs: frozenset[int]
    relations: frozenset[int]
    kept: dict[Key, tuple[int, ...]] = field(default_factory=dict)
    _named: dict[int, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, nlp: Language) -> QuickRuler | None:
        """The one for the attribute ruler of ``nlp``; None where it has none, or one that asks for more."""
        if "attribute_ruler" not in nlp.pipe_names:
            return None
        ruler = nlp.get_pipe("attribute_ruler")
        words: set[str] = set()
        shapes: set[str] = set()
        pairs: set[str] = set()
        relations: set[str] = set()
        for pattern in (one for entry in ruler.patterns for one in entry["patterns"]):  # type: ignore[attr-defined]
            if len(pattern) > 2 or any(not KNOWN.issuperset(token) for token in pattern):
                return None
            for token in pattern:
                forms = set(_forms(token.get("LOWER")))
                exact = {form for form in forms if not form.startswith("^")}
                words |= exact
                shapes |= forms - exact
                if len(pattern) > 1:
                    if not forms and "DEP" not in token:
                        return None
                    pairs |= exact
                    relations |= set(_forms(token.get("DEP")))
        strings = nlp.vocab.strings
        hashed = [frozenset(strings.add(word) for word in some) for some in (words, pairs, relations)]
        return cls(ruler, hashed[0], tuple(re.compile(shape) for shape in sorted(shapes)), hashed[1], hashed[2])

    def __call__(self, doc: Doc) -> Doc:
        """What the ruler makes of ``doc``."""
        keys = list(self._keys(doc))
        unknown = {key: i for i, key in enumerate(keys) if key not in self.kept}
        new = self._learned(doc, unknown) if unknown else {}
        rows = [new.get(key) or self.kept[key] for key in keys]
        if rows:
            import numpy

            values: Any = numpy.array(rows, dtype="uint64")
            doc.from_array(_asked(), values)
        return doc

    def _learned(self, doc: Doc, unknown: dict[Key, int]) -> dict[Key, tuple[int, ...]]:
        """What the ruler gives the tokens at these places, each read with its two neighbours alone."""
        from spacy.tokens import Doc

        places: list[int] = []
        middle: dict[Key, int] = {}
        for key, i in unknown.items():
            around = range(max(0, i - 1), min(len(doc), i + 2))
            middle[key] = len(places) + around.index(i)
            places += around
        words = [doc[i].text for i in places]
        some = Doc(doc.vocab, words=words)
        said: Any = doc.to_array(_asked())
        some.from_array(_asked(), said[places])
        given = self.ruler(some).to_array(_asked()).tolist()
        new = {key: tuple(given[at]) for key, at in middle.items()}
        for key, row in new.items():
            if len(self.kept) < MOST_KEPT:
                self.kept[key] = row
        return new

    def _keys(self, doc: Doc) -> Iterator[Key]:
        """For each token what the patterns can ask of it and its neighbours."""
        from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, POS, TAG

        strings = doc.vocab.strings
        before: Key = ()
        rows = doc.to_array([LOWER, TAG, DEP, IS_SPACE, POS, MORPH, LEMMA]).tolist()
        seen = [(lower if self._names(lower, strings) else 0, *rest) for lower, *rest in rows]
        # Forms that only a regular expression names may stand in a pair as well.
        beside = [
            (form, tag, dep if dep in self.relations else 0)
            if (form and (form in self.pairs or form not in self.words)) or dep in self.relations
            else ()
            for form, tag, dep, *_ in seen
        ]
        for i, one in enumerate(seen):
            yield (one, before, beside[i + 1] if i + 1 < len(seen) else ())
            before = beside[i]

    def _names(self, lower: int, strings: Any) -> bool:
        """Whether a pattern names this form."""
        if lower in self.words:
            return True
        named = self._named.get(lower)
        if named is None:
            named = any(shape.search(strings[lower]) for shape in self.shapes)
            if len(self._named) < MOST_KEPT:
                self._named[lower] = named
        return named


def _asked() -> list[int | str]:
    from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG

    return [TAG, POS, MORPH, LEMMA, DEP]


def _forms(value: Any) -> Iterator[str]:
    """The forms that a pattern's value asks for; regular expressions of it begin with "^"."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for asked in value.values():
            yield from [asked] if isinstance(asked, str) else [str(one) for one in asked]
