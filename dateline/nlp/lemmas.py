"""spaCy's lemmatizer, remembered: it asks of each word again whether it is a base form before it looks the lemma up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .ruler import MOST_KEPT

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(slots=True)
class QuickLemmatizer:
    """``lemmatizer`` is the pipe that it stands for: the rules of English, which ask for form, part of speech and
    morphology of a word and for nothing else."""

    lemmatizer: Any
    kept: dict[tuple[int, int, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, nlp: Language) -> QuickLemmatizer | None:
        """The one for the lemmatizer of ``nlp``; None where it has none, or one of another kind."""
        from spacy.lang.en.lemmatizer import EnglishLemmatizer

        pipe = nlp.get_pipe("lemmatizer") if "lemmatizer" in nlp.pipe_names else None
        if type(pipe) is EnglishLemmatizer and pipe.mode == "rule" and not pipe.overwrite:
            _looked_up(pipe.lookups.get_table("lemma_index"))
            return cls(pipe)
        return None

    def __call__(self, doc: Doc) -> Doc:
        """What the lemmatizer makes of ``doc``."""
        from spacy.attrs import LEMMA, MORPH, ORTH, POS

        rows: Any = doc.to_array([ORTH, POS, MORPH, LEMMA])
        lemmas = rows[:, 3].copy() if len(doc) else rows
        for i, (orth, pos, morph, lemma) in enumerate(rows.tolist()):
            if lemma:
                continue
            key = (orth, pos, morph)
            known = self.kept.get(key)
            if known is None:
                known = doc.vocab.strings.add(self.lemmatizer.lemmatize(doc[i])[0])
                if len(self.kept) < MOST_KEPT:
                    self.kept[key] = known
            lemmas[i] = known
        if len(doc):
            doc.from_array([LEMMA], lemmas)
        return doc


def _looked_up(forms: Any) -> None:
    """Have a form looked up among those of its part of speech, which are lists of thousands, to be gone through."""
    for part in list(forms):
        forms[part] = dict.fromkeys(forms[part])
