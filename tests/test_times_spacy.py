"""The spaCy component ``dateline_times``: the example of its documentation, and what it writes."""

from __future__ import annotations

import spacy

import dateline.times.spacy_component as component
from dateline.model import When


def test_the_example_of_the_documentation_runs() -> None:
    lines = [line[4:] for line in (component.__doc__ or "").splitlines() if line.startswith("    ")]
    *code, last = lines
    space: dict[str, object] = {"spacy": spacy}
    exec("\n".join(code), space)
    expression, _, expected = last.partition("  # ")
    assert eval(expression, space) == eval(expected)


def test_spans_carry_the_expression_and_the_document_its_anchor() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("dateline_times")
    doc = nlp.make_doc("They signed on Wednesday, six days after a two-day visit.")
    doc.user_data["published"] = "2024-06-20"
    doc = nlp(doc)
    assert [(span.text, span.label_, span.id_) for span in doc.spans["times"]] == [
        ("Wednesday", "DATE", "2024-06-19"),
        ("six days", "DURATION", "P6D"),
        ("two-day", "DURATION", "P2D"),
    ]
    assert doc.spans["times"][0]._.time.when == When.of("2024-06-19")
    assert doc._.times_anchor.origin == "published"


def test_without_a_date_the_spans_are_there_and_open() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("dateline_times")
    doc = nlp("They signed on Wednesday.")
    (span,) = doc.spans["times"]
    assert (span.id_, span._.time.when) == ("XXXX-WXX-3", None)
