"""The temporal tagger on bad input: binary, a megabyte without a blank, days that do not exist, long hostile texts."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Document, When
from dateline.times import Tagging, tag


def tagging(text: str, published: str | None = None) -> Tagging:
    when = When.of(published) if published else None
    return tag(Document(id="x", name="x", text=text, published=when))


# --- no exception and no invented date ---------------------------------------------------------------------------

NO_DATE = {
    "a megabyte of letters": "a" * 1_000_000,
    "a megabyte of figures": "1" * 1_000_000,
    "a megabyte of letters and figures": "a1" * 500_000,
    "bytes": bytes(random.Random(1).randrange(256) for _ in range(20_000)).decode("latin-1"),
    "control characters": "".join(map(chr, range(32))) * 1000,
    "any characters": "".join(chr(random.Random(2).randrange(0x3000, 0xD800)) for _ in range(20_000)),
    "a number": "2882015",
    "a number with a full stop": "It is 2882015.",
    "dates run together": "20240619 and 19610512",
    "30 February": "On 30 February 2024 it rained.",
    "February 30": "On February 30, 2024, it rained.",
    "29 February": "On 29 February 2023 it rained.",
    "31 April": "It was 31 April.",
    "31 June": "It was 31 June 1999.",
    "day 32": "It was January 32, 2020, or 32 January 2020.",
    "day 0": "It was 0 March 2020.",
    "day 99": "It was 99/99/2024.",
    "month 13": "It was 2024-13-45.",
    "30 February in figures": "It was 2024-02-30, or 30/02/2024, or 2/30/2020.",
    "nothing but zeros": "It was 0000-00-00, or 00/00/0000.",
    "the year 0": "It was 0000-01-01.",
    "hour 25": "It was 25:99.",
    "addresses": "It is 192.168.19.61, or 10.0.0.1.",
    "a version": "It is v2.0.1999.",
    "a book's number": "It is ISBN 978-3-16-148410-0.",
    "phone numbers": "Call +1 202-555-1999, (202) 555-2001 or 555-1961.",
}


@pytest.mark.parametrize("name", NO_DATE)
@pytest.mark.parametrize("published", [None, "2024-06-20"])
def test_bad_input_gives_no_exception_and_no_invented_date(name: str, published: str | None) -> None:
    assert tagging(NO_DATE[name], published).expressions == ()


# --- bad input ---------------------------------------------------------------------------------------------------

HOSTILE = {
    "letters": "a" * 1_000_000,
    "digits": "1" * 200000,
    "blanks": " " * 200000,
    "lines": "\n" * 200000,
    "mixed blanks": "\n \t" * 66666,
    "dashes": "1-" * 100000,
    "dots": "1." * 100000,
    "commas": "1,111" * 40000,
    "slashes": "1/1/" * 50000,
    "colons": "1:11:" * 40000,
    "quotes": "'" * 200000,
    "links": "http://" * 28000,
    "underscores": "_" * 200000,
    "dates": "1 May 1990 " * 18000,
    "months": "May " * 50000,
    "the": "the " * 50000,
    "the last": "the last " * 22000,
    "numbers": "twenty " * 28000,
    "and": "two and a half " * 13200,
    "units": "years and months ago " * 9400,
    "weekdays": "Monday, " * 25000,
    "ranges": "from 1990 to " * 15200,
    "brackets": "(1990" * 40000,
    "a. m.": "a. m. b. c. " * 16600,
    "binary": "".join(map(chr, range(32))) * 6000,
    "emoji": "\U0001f600" * 50000,
    "foreign": "1 mai 199 " * 20000,
}


@pytest.fixture
def own_garbage_alone() -> Iterator[None]:
    """Collecting garbage then does not go through what thousands of tests before have left behind."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("own_garbage_alone")
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    """A tenth of the text and the whole of it: the whole may take thirty times as long, not a hundred times."""
    text = HOSTILE[name]
    tagging("warm up on Monday")
    start = time.process_time()
    tagging(text[: len(text) // 10], "2024-06-20")
    tenth = time.process_time() - start
    start = time.process_time()
    tagging(text, "2024-06-20")
    whole = time.process_time() - start
    assert whole < max(30 * tenth, 0.5), f"{tenth:.2f} s for a tenth, {whole:.2f} s for all"


_WORDS = st.sampled_from(
    """
    the a of in on by 1 2 12 19 30 31 99 1961 2024 30/02/2024 2882015 99:99 May March Monday Friday Tues last next this
    that year years week day days ago later before after until since and to through from - , . ( ' ’ quarter
    first second fall BC p.m. decade century 0 00 '00 's half two few now today tomorrow Christmas early late end night
    1/0 2024-02-30
    """.split()
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_WORDS, max_size=25),
    st.sampled_from([None, "2024-06-20", "0001-01-01", "9998-12-31", "2024"]),
)
def test_any_words_of_time_give_expressions_in_order_and_no_exception(words: list[str], published: str | None) -> None:
    text = " ".join(words).replace(" . ", ".\n").replace("( ", "\n\n(")
    end = 0
    for expression in tagging(text, published).expressions:
        assert end <= expression.start < expression.end <= len(text)
        assert text[expression.start : expression.end] == expression.text
        assert expression.value
        end = expression.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_no_exception(text: str) -> None:
    tagging(text, "2024-06-20")
    tagging(text)
