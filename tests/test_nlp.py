"""Sentences that follow paragraphs, not parser moods: wires, quotes, datelines, and offsets that never move."""

from __future__ import annotations

import platform
import resource
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from dateline import nlp
from dateline.nlp import text as text_module
from dateline.nlp.ruler import QuickRuler

ROOT = Path(__file__).parent.parent


def sentences(text: str) -> list[str]:
    return [span.text.strip() for span in nlp.parse(text).sents if span.text.strip()]


def test_a_headline_is_no_part_of_the_next_sentence() -> None:
    found = sentences("Kohl in Prague\nThe chancellor arrived on Monday.\nRELATED:\nMore news")
    assert found == ["Kohl in Prague", "The chancellor arrived on Monday.", "RELATED:", "More news"]


def test_the_lines_of_a_wire_are_joined_and_its_paragraphs_are_not() -> None:
    text = (
        "    The United States and the Soviet Union said they\n"
        "would meet in Geneva on Monday to speak about arms,\n"
        "officials said.\n"
        "    A second paragraph of the report was filed by the\n"
        "same office an hour later and said nothing that was\n"
        "new.\n"
    )
    assert "\n" not in nlp.unwrapped(text).rstrip("\n").replace(".\n", "")
    found = sentences(text)
    assert found[0].endswith("officials said.")
    assert len(found) == 2


def test_a_dateline_is_its_own_sentence() -> None:
    found = sentences(
        "FASANO, Italy - The president signed the agreement.\n\nMOSCOW, 4 November 1978 (APX) - They left."
    )
    assert "The president signed the agreement." in found
    assert "They left." in found


def test_curly_quotes_do_not_split_a_sentence() -> None:
    assert sentences("“We will sign,” the minister said.\n“It is late.”") == [
        '"We will sign," the minister said.',
        '"It is late."',
    ]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Baduriâ€ ™ s plan", "Baduri    's plan"),
        ("They couldnâ€\n™ t", "They couldn    't"),
        ("â€œWe go,â€ � he said", '"  We go,"    he said'),
        ("a leader â€ “ any leader", "a leader –    any leader"),
        ("Zoltán said â€¦", "Zoltán said …  "),
        ("cafés, €5 and â", "cafés, €5 and â"),
    ],
)
def test_broken_punctuation_is_read_as_it_was_meant(broken: str, whole: str) -> None:
    assert nlp.unbroken(broken) == whole
    assert len(broken) == len(whole)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("aBs .,\n\r\t'\"“”’-–—()é漢\xa0â€™œ"), max_size=120))
def test_tokens_have_the_offsets_of_the_text(text: str) -> None:
    doc = nlp.parse(text)
    assert len(doc.text) == len(text) == len(nlp.unwrapped(text))
    for token in doc:
        if token.is_alpha:
            assert text[token.idx : token.idx + len(token)] == token.text


def test_datelines_are_looked_for_in_linear_time() -> None:
    started = time.perf_counter()
    text_module.DATELINE.search("AB " * 200_000 + ", x" * 100_000)
    nlp.unwrapped("word word word word word word word word word\n" * 50_000)
    assert time.perf_counter() - started < 2


def said_of(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_, t.is_sent_start)
        for t in doc
    ]


def test_many_articles_are_parsed_as_each_by_itself() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "sample_data" / "articles").glob("*.*"))]
    together = [said_of(doc) for doc in nlp.parse_many([*texts, "", "One."])]
    assert together == [said_of(nlp.parse(text)) for text in [*texts, "", "One."]]


def test_the_remembered_ruler_says_what_the_ruler_says() -> None:
    texts = [
        "There's nothin' they're gonna do. Let's go, y'all! It ain't so.",
        "There is a plan. He did it, and I gave it to you.\n\nThat is what they do. What did they have?",
        "He's going to do what he'd have done. C'mon, they gotta have it.",
    ]
    nlp_ = nlp.language()
    quick = QuickRuler.of(nlp_)
    assert quick is not None

    def before_the_ruler(text: str) -> Doc:
        doc = nlp_.make_doc(text)
        for name, pipe in nlp_.pipeline:
            if name == "attribute_ruler":
                break
            doc = pipe(doc)
        return doc

    for text in [*texts, *texts, " ".join(texts)]:
        assert said_of(quick(before_the_ruler(text))) == said_of(quick.ruler(before_the_ruler(text)))
    # What was seen is looked up; nothing new is kept of it.
    kept = len(quick.kept)
    quick(before_the_ruler(texts[0]))
    assert len(quick.kept) == kept > 20


def test_blanks_between_words_hang_on_the_word_before_them() -> None:
    doc = nlp.parse("Norway’s     king   met the queen.")
    assert [t.text for t in doc if t.dep_ == "nsubj"] == ["king"]
    assert [t.head.text for t in doc if t.is_space] == ["'s", "king"]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library is told to keep what is freed")
def test_memory_of_one_batch_serves_the_next() -> None:
    texts = ["The ministers of Norway and Sweden met in Oslo on Tuesday and signed an agreement on fishing. " * 60] * 10
    for _ in range(3):
        list(nlp.parse_many(texts))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    list(nlp.parse_many(texts))
    # Some twenty thousand pages come anew for such a batch where they went back to the system.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before < 4000
