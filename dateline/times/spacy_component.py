"""The spaCy component ``dateline_times``: time expressions in ``doc.spans["times"]``.

    nlp = spacy.blank("en")
    nlp.add_pipe("dateline_times", config={"published": "2024-06-20"})
    doc = nlp("They signed on Wednesday.")
    [(span.text, span.label_, span.id_) for span in doc.spans["times"]]  # [("Wednesday", "DATE", "2024-06-19")]

A span's label is its TIMEX3 type, its id the TIMEX3 value, ``span._.time`` the whole `TimeExpression` with trace and
`When`; ``doc._.times_anchor`` is the `Anchor`, ``doc._.times_ranges`` holds the ranges ("from 2011 to 2014"). What they
tell is kept as plain values in ``doc.user_data``, so that a `Doc` with times can be written out and sent between
processes. A document of its own date says so before the pipeline runs:
``doc = nlp.make_doc(text); doc.user_data["published"] = "2024-06-20"; doc = nlp(doc)``.

Settings: ``published`` is the publication date (EDTF) of documents that bring none of their own, ``narrative`` whether
dates without a year count from the date told before (true) or from publication (false); by default the text decides.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from dateline.model import Anchor, Document, TimeExpression, TimeRange, When
from dateline.times import tag

KEY = "times"
# Where the plain values stand in ``doc.user_data``.
STORE = "dateline_times"


def plain(item: TimeExpression | Anchor) -> dict[str, Any]:
    """The item as plain values, its `When` as EDTF."""
    return {**asdict(replace(item, when=None)), "when": item.when.value if item.when else None}


def time_of(span: Span) -> TimeExpression | None:
    """The `TimeExpression` of a span that the component made; None for other spans."""
    found = span.doc.user_data.get(STORE, {}).get("expressions", {}).get(f"{span.start_char} {span.end_char}")
    return TimeExpression(**{**found, "when": _when(found)}) if found else None


def anchor_of(doc: Doc) -> Anchor | None:
    """The `Anchor` of a document that the component has seen; None for others."""
    found = doc.user_data.get(STORE, {}).get("anchor")
    return Anchor(**{**found, "when": _when(found)}) if found else None


def ranges_of(doc: Doc) -> tuple[TimeRange, ...]:
    """The ranges of a document that the component has seen; none for others."""
    at = {time.start: time for span in doc.spans.get(KEY, ()) if (time := time_of(span))}
    found = doc.user_data.get(STORE, {}).get("ranges", ())
    return tuple(
        TimeRange((at[first], at[last]), When.of(when)) for first, last, when in found if first in at and last in at
    )


def _when(values: dict[str, Any]) -> When | None:
    return When.of(values["when"]) if values["when"] else None


class TimesComponent:
    """Tags each document; ``published`` and ``narrative`` are the settings above."""

    def __init__(self, name: str, published: str | None, narrative: bool | None) -> None:
        self.name = name
        self.published = When.of(published) if published else None
        self.narrative = narrative

    def __call__(self, doc: Doc) -> Doc:
        own = doc.user_data.get("published")
        published = When.of(str(own)) if own else self.published
        document = Document(id="", name="", text=doc.text, published=published)
        tagging = tag(document, doc=doc if doc.has_annotation("DEP") else None, narrative=self.narrative)
        spans, expressions = [], {}
        for expression in tagging.expressions:
            span = doc.char_span(
                expression.start,
                expression.end,
                label=expression.type,
                span_id=expression.value,
                alignment_mode="expand",
            )
            if span is not None:
                expressions[f"{span.start_char} {span.end_char}"] = plain(expression)
                spans.append(span)
        doc.spans[KEY] = spans
        ranges = [[each.ends[0].start, each.ends[1].start, each.when.value] for each in tagging.ranges]
        doc.user_data[STORE] = {"anchor": plain(tagging.anchor), "expressions": expressions, "ranges": ranges}
        return doc


@Language.factory("dateline_times", assigns=["doc.spans"], default_config={"published": None, "narrative": None})
def make_times(nlp: Language, name: str, published: str | None, narrative: bool | None) -> TimesComponent:
    """The factory that spaCy's registry finds under the entry point ``dateline_times``."""
    return TimesComponent(name, published, narrative)


Span.set_extension("time", getter=time_of, force=True)
Doc.set_extension("times_anchor", getter=anchor_of, force=True)
Doc.set_extension("times_ranges", getter=ranges_of, force=True)
