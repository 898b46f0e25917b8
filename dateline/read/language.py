"""Which language an article is in: English unless the text plainly shows another one.

English prose is told by its function words alone; only a text that lacks them is given to py3langid, whose model (in
the package, nothing is fetched) must then be sure. What is short, or made of names and figures, stays English.
"""

from __future__ import annotations

import contextlib
import functools
import io
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "mk": "Macedonian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""The languages that are told apart, by their codes (ISO 639-1)."""

READ = frozenset({"en"})
"""The languages that are read."""

_SAMPLE_CHARS = 4_000
_LEAST_LETTERS = 60
_FUNCTION_WORDS = re.compile(
    r"\b(?:the|of|and|to|in|that|for|is|was|were|are|on|with|said|by|from|at|has|have|had|it|its|as|an?)\b", re.I
)
_ENGLISH_SHARE = 0.15
_SURE = 0.9


def language_of(text: str) -> str:
    """The code of a text's language, "en" where nothing shows another one."""
    sample = text[:_SAMPLE_CHARS]
    words = len(re.findall(r"[^\W\d_]+", sample))
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS or len(_FUNCTION_WORDS.findall(sample)) >= _ENGLISH_SHARE * words:
        return "en"
    code, probability = _identifier().classify(sample)
    return str(code) if code in NAMES and probability >= _SURE else "en"


def language_name(code: str) -> str:
    """The English name of a language by its code."""
    return NAMES.get(code, code)


@functools.cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError:  # no room in the folder for temporary files, into which it would be unpacked
        with _unpacked_in_memory():
            identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(NAMES))
    return identifier


@contextlib.contextmanager
def _unpacked_in_memory() -> Iterator[None]:
    """The model's reader finds memory where it asks for a temporary file."""
    from py3langid import modelio

    files = modelio.tempfile
    modelio.tempfile = SimpleNamespace(TemporaryFile=lambda suffix: io.BytesIO())
    try:
        yield
    finally:
        modelio.tempfile = files
