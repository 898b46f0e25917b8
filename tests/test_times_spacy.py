"""The spaCy component ``dateline_times``: the example of its documentation, and what it writes."""

from __future__ import annotations

import subprocess
import sys

import spacy
from spacy.tokens import Doc

import dateline.times.spacy_component as component
from dateline.model import When
from tests.conftest import ROOT


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


def test_spacy_finds_it_by_its_name_alone() -> None:
    program = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('dateline_times', config={'published': '2024-06-20'})\n"
        "doc = nlp('They signed on Wednesday.'); print([span.id_ for span in doc.spans['times']])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "['2024-06-19']"


def test_a_document_with_times_can_be_written_out_and_read_again() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("dateline_times", config={"published": "2024-06-20"})
    doc = nlp("They signed on Wednesday and stayed for two days.")
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [span._.time for span in again.spans["times"]] == [span._.time for span in doc.spans["times"]]
    assert again.spans["times"][0]._.time.when == When.of("2024-06-19")
    assert again._.times_anchor == doc._.times_anchor
    assert again[0:2]._.time is None


def test_a_narrative_can_be_asked_for() -> None:
    text = "In 1940 he came. In March he left."
    values = []
    for narrative in (True, False):
        nlp = spacy.blank("en")
        nlp.add_pipe("dateline_times", config={"published": "2009-12-19", "narrative": narrative})
        doc = nlp(text)
        values.append(doc.spans["times"][1].id_)
    assert values == ["1940-03", "2009-03"]
