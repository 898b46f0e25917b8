"""The reader's marks and the neighbours of an event, without a browser."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_store_query import STATES, build, plain

from components import staging
from components.reader import Span, marked
from dateline import store
from dateline.errors import DatelineError
from dateline.model import Document, Participant

spans = st.lists(
    st.builds(
        Span, st.integers(-2, 30), st.integers(-2, 30), st.sampled_from(["event", "time", "actor"]), st.text(max_size=9)
    ),
    max_size=8,
)


@given(st.text(alphabet=st.characters(min_codepoint=32, blacklist_categories=("Cs", "Cc", "Cf")), max_size=30), spans)
def test_marks_leave_every_character_and_no_markup_of_others(text: str, found: list[Span]) -> None:
    made = marked(text, found)
    tags = re.findall(r"<[^>]*>", made)
    assert unescape(re.sub(r"<[^>]*>", "", made)) == text
    assert all(tag == "</span>" or re.fullmatch(r"<span class='[a-z -]+' title='[^'<>]*'>", tag) for tag in tags)
    kept = [span for span in found if 0 <= span.start < span.end <= len(text)]
    assert bool(kept) == bool(tags)


def test_marks_lie_across_one_another() -> None:
    made = marked("abcdef", [Span(0, 4, "event", "e"), Span(2, 6, "time", "<t>")])
    assert made == (
        "<span class='dl-ev dl-first' title='e'>ab</span><span class='dl-ev dl-ti' title='e · &lt;t&gt;'>cd</span>"
        "<span class='dl-ti' title='&lt;t&gt;'>ef</span>"
    )


def test_what_tells_an_event_again_is_a_link_to_it() -> None:
    made = marked("<b> cd", [Span(0, 6, "event", "e"), Span(4, 6, "again", "Tells again: A & B", "x'y&z")])
    assert made == (
        "<span class='dl-ev dl-first' title='e'>&lt;b&gt; </span>"
        "<a class='dl-ev dl-ag' href='?event=x%27y%26z' title='Tells again: A &amp; B'>cd</a>"
    )


def test_an_upload_takes_what_was_typed_and_leaves_what_was_unticked() -> None:
    shown = [Document(id=f"d{n}", name=f"{n}.txt", text=f"text {n}", title="Old") for n in range(4)]
    typed = {1: {"Headline": "New <b>", "Published": "March 2024"}, 2: {"Add": False}, "3": {"Outlet": " The Kite "}}
    found = staging._confirmed(shown, typed)
    assert all(isinstance(document, Document) for document in found)
    told = [(d.name, d.title, d.publisher, d.published and d.published.value) for d in found if isinstance(d, Document)]
    assert told == [
        ("0.txt", "Old", None, None),
        ("1.txt", "New <b>", None, "2024-03"),
        ("3.txt", "Old", "The Kite", None),
    ]
    assert len({document.id for document in found if isinstance(document, Document)}) == 3
    with pytest.raises(DatelineError, match="'soon' is no date"):
        staging._confirmed(shown, {0: {"Published": "soon"}})


def part(code: str) -> Participant:
    return Participant(actor=STATES[code], role="other", country=code)


def test_before_and_after_between_the_same_two(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    both = (part("RUS"), part("PRK"))
    build(
        path,
        [
            *(plain(f"b{year}", f"{year}-05-01", participants=both) for year in range(1990, 2000)),
            plain("same", "1995-05-01", participants=both),
            plain("open", "../1994", participants=both),
            plain("other", "1995-04-30", participants=(part("RUS"),)),
            plain("undated", None, participants=both),
            plain("nobody", "1995-05-02"),
        ],
    )
    found = store.around(path, "b1995")
    assert set(found.actors) == {"Russia", "North Korea"}
    assert [event.id for event in found.before] == ["b1992", "b1993", "b1994"]
    assert [event.id for event in found.after] == ["same", "b1996", "b1997"]
    alone = store.around(path, "other", most=1)
    assert ([e.id for e in alone.before], [e.id for e in alone.after]) == (["b1994"], ["b1995"])
    for id_ in ("undated", "nobody", "open", "not there"):
        assert store.around(path, id_) == store.around(path, "not there")
