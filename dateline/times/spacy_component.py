"""The spaCy component ``dateline_times``: time expressions in ``doc.spans["times"]``.

    nlp = spacy.blank("en")
    nlp.add_pipe("dateline_times", config={"published": "2024-06-20"})
    doc = nlp("They signed on Wednesday.")
    [(span.text, span.label_, span.id_) for span in doc.spans["times"]]  # [("Wednesday", "DATE", "2024-06-19")]

A span's label is its TIMEX3 type, its id the TIMEX3 value, ``span._.time`` the whole `TimeExpression` with trace and
`When`; ``doc._.times_anchor`` is the anchor. A document of its own date says so before the pipeline runs:
``doc = nlp.make_doc(text); doc.user_data["published"] = "2024-06-20"; doc = nlp(doc)``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from dateline.model import Document, When
from dateline.times import tag

KEY = "times"


class TimesComponent:
    """Tags each document; ``published`` is the publication date (EDTF) of those that bring none of their own."""

    def __init__(self, name: str, published: str | None) -> None:
        self.name = name
        self.published = When.of(published) if published else None
        if not Span.has_extension("time"):
            Span.set_extension("time", default=None)
        if not Doc.has_extension("times_anchor"):
            Doc.set_extension("times_anchor", default=None)

    def __call__(self, doc: Doc) -> Doc:
        own = doc.user_data.get("published")
        published = When.of(str(own)) if own else self.published
        document = Document(id="", name="", text=doc.text, published=published)
        tagging = tag(document, doc=doc if doc.has_annotation("DEP") else None)
        spans = []
        for expression in tagging.expressions:
            found = doc.char_span(
                expression.start,
                expression.end,
                label=expression.type,
                span_id=expression.value,
                alignment_mode="expand",
            )
            if found is not None:
                found._.time = expression
                spans.append(found)
        doc.spans[KEY] = spans
        doc._.times_anchor = tagging.anchor
        return doc


@Language.factory("dateline_times", assigns=["doc.spans"], default_config={"published": None})
def make_times(nlp: Language, name: str, published: str | None) -> TimesComponent:
    """The factory that spaCy's registry finds under the entry point ``dateline_times``."""
    return TimesComponent(name, published)
