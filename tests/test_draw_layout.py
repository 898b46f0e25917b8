"""The layout: every event has its place, no label lies on another or on the ink of another event."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.draw import font
from dateline.draw.far import far_events, far_in_words
from dateline.draw.filling import Mark
from dateline.draw.lanes import LaneKind
from dateline.draw.layout import Layout, arrange
from dateline.draw.marks import segments
from dateline.draw.packing import Item, pack, share
from dateline.draw.scale import Scale, iso, ticks
from dateline.draw.symbols import OUTLINES
from dateline.draw.theme import STYLES, shape
from dateline.limits import MAX_MARKS
from dateline.model import EVENT_TYPES, STATUSES, Event, Query, When
from tests.draw_timelines import COUNTRIES, OUTLETS, PEOPLE, event, many, participant, realistic, timeline

KINDS: tuple[LaneKind, ...] = ("type", "country", "leader", "source")

day = st.dates().map(str)
year = st.integers(1, 9999).map(lambda y: f"{y:04}")
recent = st.dates(min_value=date(1990, 1, 1), max_value=date(2025, 1, 1))
values = st.one_of(
    recent.map(str),
    recent.map(lambda d: f"{d:%Y-%m}"),
    recent.map(lambda d: f"{d:%Y}~"),
    recent.map(lambda d: f"{d:%Y-%m-%d}?"),
    recent.map(lambda d: f"../{d:%Y}"),
    recent.map(lambda d: f"{d:%Y-%m}/.."),
    st.tuples(recent, recent).map(lambda pair: "/".join(map(str, sorted(pair)))),
    st.sampled_from(["199X", "20XX", "2024-24", "0001", "9999-12-31", "../0001-01-01", "9999-12/..", "0001~"]),
    day,
    year,
)


@st.composite
def timelines(draw: st.DrawFn) -> list[Event]:
    number = draw(st.integers(0, 40))
    return [
        event(
            at,
            draw(st.text(max_size=90)),
            draw(st.one_of(st.none(), values)) if draw(st.integers(0, 9)) == 0 else draw(values),
            type=draw(st.sampled_from([*EVENT_TYPES, "unheard-of"])),
            status=draw(st.sampled_from(STATUSES)),
            importance=draw(st.floats(0, 1)),
            publishers=draw(st.lists(st.sampled_from(OUTLETS), unique=True).map(tuple)),
            participants=tuple(
                participant(key)
                for key in draw(st.lists(st.sampled_from([*COUNTRIES, *PEOPLE]), max_size=3, unique=True))
            ),
        )
        for at in range(number)
    ]


def ink(mark: Mark) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a mark's ink in pixels."""
    reach = max((max(abs(x), abs(y)) for x, y in OUTLINES.get(shape(mark.event.type), ())), default=1.0)
    half = max(mark.size / 2 * reach, mark.bar / 2 if mark.segments else 0)
    return mark.left, mark.y - half, mark.right, mark.y + half


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def check(placed: Layout) -> None:
    labels = [(mark, mark.label.box) for mark in placed.marks if mark.label]
    for (one, first), (other, second) in combinations(labels, 2):
        assert not overlap(first, second), (one.label, other.label)
    for mark, box in labels:
        assert placed.left - 0.01 <= box[0] and box[2] <= placed.right + 0.01
        for other in placed.marks:
            if other is not mark:
                assert not overlap(box, ink(other)), (mark.label, other)
    for pile in placed.piles:
        if pile.box:
            assert pile.box[2] <= placed.right
            assert not any(overlap(pile.box, ink(mark)) for mark in placed.marks)
            assert not any(overlap(pile.box, box) for _, box in labels)
            assert not any(p.box and p is not pile and overlap(pile.box, p.box) for p in placed.piles)
    for mark in placed.marks:
        band = placed.bands[mark.lane]
        assert band.top < mark.y < band.bottom
    for one_band, next_band in pairwise(placed.bands):
        assert one_band.bottom == next_band.top


@settings(max_examples=80, deadline=None)
@given(
    events=timelines(),
    kind=st.sampled_from(KINDS),
    width=st.sampled_from([240, 390, 599, 600, 1100, 2400]),
    height=st.sampled_from([None, None, 120, 500]),
)
def test_labels_never_overlap(events: list[Event], kind: LaneKind, width: int, height: int | None) -> None:
    shown = timeline(events)
    placed = arrange(shown, lanes=kind, width=width, height=height, title="A title", footer="A footer")
    check(placed)
    lanes = Counter(mark.event.id for mark in placed.marks)
    far = {e.id for e in far_events(shown.events)}
    assert set(lanes) == {e.id for e in shown.events} - far
    assert placed.outside == len(far)
    assert placed.height >= placed.bottom


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [390, 1100, 1600])
def test_labels_never_overlap_among_real_and_many(kind: LaneKind, width: int) -> None:
    check(arrange(realistic(), lanes=kind, width=width))
    check(arrange(many(300), lanes=kind, width=width))


def test_every_event_once_in_each_lane_it_belongs_to() -> None:
    shown = realistic()
    expected = {
        "type": Counter((e.id, e.type) for e in shown.events),
        "country": Counter((e.id, COUNTRIES[c]) for e in shown.events for c in e.countries),
        "leader": Counter((e.id, name) for e in shown.events for name in e.people),
        "source": Counter((e.id, name) for e in shown.events for name in e.publishers),
    }
    for kind in KINDS:
        placed = arrange(shown, lanes=kind, width=1100)
        found = Counter((mark.event.id, placed.bands[mark.lane].name) for mark in placed.marks)
        nobody = {"country": "no country named", "leader": "nobody named"}.get(kind)
        named = Counter({key: n for key, n in found.items() if key[1] != nobody})
        assert named == expected[kind]
        left_over = {e.id for e in shown.events} - {id_ for id_, _ in expected[kind]}
        assert {id_ for id_, lane in found if lane == nobody} == left_over


def test_too_many_lanes_share_the_last_one() -> None:
    events = [event(n, publishers=(f"Outlet {n:02}",)) for n in range(40)] + [event(99, publishers=())]
    placed = arrange(timeline(events), lanes="source", width=1100)
    assert len(placed.bands) == 14
    assert [band.name for band in placed.bands[-2:]] == ["other sources", "no source named"]
    assert placed.bands[-2].count == 40 - 12
    assert len(placed.marks) == 41


def test_most_important_gets_the_label() -> None:
    same_place = [event(n, f"Happening {n}", "2024-06-19", importance=n / 100) for n in range(60)]
    placed = arrange(timeline(same_place), width=1100, height=300)
    labelled = {mark.event.id for mark in placed.marks if mark.label}
    assert "e0059" in labelled
    assert "e0000" not in labelled


def test_labels_of_real_events_are_there() -> None:
    placed = arrange(realistic(), width=1100)
    labelled = [mark.event.title for mark in placed.marks if mark.label]
    assert len(labelled) >= 30
    assert "Russia and North Korea sign the Comprehensive Strategic Partnership" in labelled
    narrow = arrange(realistic(), width=390)
    assert 10 <= sum(mark.label is not None for mark in narrow.marks) < len(labelled)


def test_same_input_same_layout() -> None:
    assert arrange(many(300)) == arrange(many(300))


def test_cap_leaves_out_the_least_important() -> None:
    events = [event(n, importance=n / 5000) for n in range(MAX_MARKS + 50)]
    placed = arrange(timeline(events))
    assert placed.drawn == MAX_MARKS == len(placed.marks)
    assert {mark.event.id for mark in placed.marks} == {f"e{n:04}" for n in range(50, MAX_MARKS + 50)}
    assert placed.bands[0].count == MAX_MARKS + 50


@pytest.mark.parametrize("kind", KINDS)
def test_cap_counts_marks_in_all_lanes(kind: LaneKind) -> None:
    assert len(arrange(many(2000), lanes=kind).marks) <= MAX_MARKS


def test_empty_charts_say_so() -> None:
    assert arrange(timeline([])).sentence == "There are no events yet."
    assert arrange(timeline([], query=realistic().query)).sentence == "No event matches."
    undated = [event(1, value=None), event(2, value=None)]
    assert arrange(timeline(undated)).sentence == "None of the 2 events has a date."
    empty = arrange(timeline([]))
    assert not empty.ticks, "an axis of years would be made up"
    assert arrange(realistic()).sentence is None


SCALE = Scale(When.of("2000").earliest.toordinal(), When.of("2030").earliest.toordinal(), 0, 1000)  # type: ignore[union-attr]


def test_precision_to_shape() -> None:
    def bar(value: str) -> list[tuple[str, str, float]]:
        return [(iso(p.start)[:10], iso(p.end)[:10], p.opacity) for p in segments(When.of(value), SCALE)]

    assert bar("2024-06-19") == []
    assert bar("2024-06") == [("2024-06-01", "2024-07-01", 1.0)]
    assert bar("2024") == [("2024-01-01", "2025-01-01", 1.0)]
    assert bar("201X") == [("2010-01-01", "2020-01-01", 1.0)]
    assert bar("2024-06-18/2024-06-19") == [("2024-06-18", "2024-06-20", 1.0)]
    assert bar("2024-24") == [("2024-12-01", "2025-03-01", 1.0)]


def test_open_ends_fade_on_the_open_side_only() -> None:
    before, after = segments(When.of("../2010"), SCALE), segments(When.of("2010/.."), SCALE)
    fading = [piece.opacity for piece in before]
    assert fading == sorted(fading) and fading[0] < 0.2 and fading[-1] == 1
    assert before[-1].end == segments(When.of("2010"), SCALE)[0].end
    assert [piece.opacity for piece in after] == fading[::-1]
    assert after[0].start == segments(When.of("2010"), SCALE)[0].start
    for pieces in (before, after):
        assert all(one.end == pytest.approx(two.start) for one, two in pairwise(pieces))


def test_approximate_dates_have_soft_ends() -> None:
    for value in ("2010~", "2010-06-01~"):
        opacities = [piece.opacity for piece in segments(When.of(value), SCALE)]
        assert opacities == opacities[::-1] and opacities[0] < opacities[1] < 1 == max(opacities)


def test_more_sources_larger_mark() -> None:
    events = [event(n, publishers=OUTLETS[:n]) for n in (1, 2, 3)]
    sizes = {len(mark.event.publishers): mark.size for mark in arrange(timeline(events)).marks}
    assert sizes[1] < sizes[2] < sizes[3]


def test_every_type_has_a_shape_of_its_own() -> None:
    assert set(STYLES) == set(EVENT_TYPES)
    shapes = [name for _, name in STYLES.values()]
    assert len(set(shapes)) == len(shapes)
    assert set(shapes) - set(OUTLINES) == {"circle"}


def test_key_names_types_where_lanes_do_not() -> None:
    events = [event(1), event(2, type="visit", status="planned", publishers=OUTLETS[:2])]
    assert [e.value for e in arrange(timeline(events), lanes="type").key] == [
        "happened", "planned", "larger: more sources",
    ]  # fmt: skip
    assert [e.value for e in arrange(timeline(events), lanes="source").key][:2] == ["treaty", "visit"]
    assert not arrange(timeline([event(1), event(2)]), lanes="type").key


def test_wanted_height_is_kept() -> None:
    for height in (500, 700, 1000):
        assert arrange(realistic(), height=height).height == height
    assert arrange(many(), height=800).height == 800
    assert arrange(many(), height=300).height > 300, "18 lanes cannot be drawn in it"


def test_ticks_stand_at_whole_years_months_or_days() -> None:
    def words(start: str, end: str) -> list[str]:
        first, last = When.of(start).earliest, When.of(end).latest
        assert first and last
        return [tick.text for tick in ticks(Scale(first.toordinal(), last.toordinal() + 1, 0, 1000), room=84)]

    assert words("1945", "2024") == ["1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020"]
    assert words("2024", "2024")[:2] == ["Jan 2024", "Mar 2024"]
    assert words("2024-06", "2024-06")[0] == "3 Jun 2024"
    assert words("0001", "9999")[-1] == "9000"
    assert all(Scale(0, 1, 0, 1) for _ in words("9999-12", "9999-12"))


def test_view_shows_the_range_asked_for() -> None:
    first, last = When.of("2024").earliest, When.of("2024").latest
    assert first and last
    placed = arrange(realistic(), view=(first, last))
    assert iso(placed.scale.start) == "2024-01-01T00:00:00"
    assert iso(placed.scale.end) == "2025-01-01T00:00:00"
    check(placed)
    for mark in placed.marks:
        if mark.label:
            assert mark.right > placed.left and mark.left < placed.right, "a label without its mark"


def test_marks_are_never_left_out_of_full_rows() -> None:
    crowded = [Item(0, 50, 60, 30)] + [Item(0, 50, 60, 0)] * 29
    places, rows = pack(crowded, lanes=1, rows=5, most_rows=5, lane_rows=5, left=0, right=100, labels=9)
    assert len(places) == 30 and rows == [5]
    assert places[0].side == "right", "the most important keeps its label"


def test_lesser_labels_give_way_to_marks() -> None:
    first = [Item(0, 1000 * n, 1000 * n + 10, 20) for n in range(12)]
    lesser, mark = Item(0, 500, 510, 80), Item(0, 530, 540, 0)
    places, rows = pack(
        [*first, lesser, mark], lanes=1, rows=1, most_rows=1, lane_rows=1, left=495, right=99_999, labels=99
    )
    assert rows == [1]
    assert places[12].side is None and places[13].row == 0
    assert sum(place.side is not None for place in places) == 11


def test_rows_are_shared_by_need() -> None:
    assert share([1, 1, 1], 30, most=9) == [1, 1, 1]
    assert sum(share([3, 100], 10, most=99)) == 10
    shared = share([5] * 10 + [200], 40, most=99)
    assert sum(shared) == 40 and shared[-1] == max(shared) and min(shared) >= 2
    assert share([200, 2], 40, most=8) == [8, 2]


def test_piles_are_counted() -> None:
    events = [event(n, f"Statement {n}", type="statement", importance=n / 40) for n in range(30)]
    others = [event(40 + n, "Elsewhere", f"19{n:02}", type=kind) for n, kind in enumerate(EVENT_TYPES[:10], start=50)]
    placed = arrange(timeline([*events, *others]))
    lane = next(n for n, band in enumerate(placed.bands) if band.name == "statement")
    piled = [pile for pile in placed.piles if pile.events[0].type == "statement"]
    rows = {mark.row for mark in placed.marks if mark.lane == lane}
    assert len(rows) <= 8, "one day does not fill the page"
    assert sum(len(pile.events) for pile in piled) == 30
    for pile in piled:
        assert pile.text == f"×{len(pile.events)}" and pile.box
        importances = [e.importance for e in pile.events]
        assert importances == sorted(importances, reverse=True)


def test_text_widths() -> None:
    assert font.text_width("", 12) == 0
    assert font.text_width("WWW", 12) > font.text_width("iii", 12)
    assert font.text_width("ab", 24) == pytest.approx(2 * font.text_width("ab", 12))
    assert font.text_width("한", 10) >= 10
    assert font.text_width("e\u0301", 12) == pytest.approx(font.text_width("e", 12), abs=0.1)


@given(st.text(max_size=60), st.floats(0, 300))
def test_shortened_text_fits(text: str, room: float) -> None:
    short = font.shorten(text, room, 12)
    assert font.text_width(short, 12) <= room + 1e-6
    if font.text_width(text, 12) <= room:
        assert short == text


@given(st.text(max_size=200), st.floats(30, 300))
def test_wrapped_lines_fit(text: str, room: float) -> None:
    lines = font.wrap(text, room, 13, lines=3)
    assert len(lines) <= 3
    assert all(font.text_width(line, 13) <= room + 1e-6 for line in lines)


def test_the_axis_keeps_to_the_time_range_that_was_asked_for() -> None:
    asked = Query(since=date(2000, 1, 1), until=date(2000, 12, 31))
    events = [event(1, value="2000-07-19"), event(2, value="../2003"), event(3, value="1990/2010")]
    scale = arrange(replace(timeline(events), query=asked)).scale
    assert date(1999, 12, 20).toordinal() < scale.start <= date(2000, 1, 1).toordinal()
    assert date(2001, 1, 1).toordinal() <= scale.end < date(2001, 1, 12).toordinal()
    since = arrange(replace(timeline(events), query=Query(since=date(2000, 1, 1)))).scale
    assert since.end > date(2010, 12, 31).toordinal() and since.start > date(1999, 1, 1).toordinal()


def test_a_few_events_far_away_do_not_stretch_the_axis() -> None:
    near = [event(n, f"Near {n}", f"{1945 + n}-05-01") for n in range(50)]
    far = [event(100, "Far", "1392"), event(101, "Further", "0988-01-01")]
    placed = arrange(timeline([*near, *far]))
    assert placed.outside == 2 and placed.drawn == 50
    said = far_in_words(timeline([*near, *far]))
    assert said == "2 events far from all others not drawn: 1 January 988 and 1392"
    assert date.fromordinal(int(placed.scale.start)).year > 1900
    whole = arrange(timeline([*near, *far]), view=(date(900, 1, 1), date(2000, 12, 31)))
    assert (whole.outside, whole.drawn) == (0, 52)
    few = arrange(timeline([*near[:10], *far]))
    assert (few.outside, few.drawn) == (0, 12)
    many_far = [event(200 + n, "Old", f"{1300 + n}") for n in range(10)]
    assert arrange(timeline([*near, *many_far])).outside == 0


def test_lanes_count_all_events_rather_than_the_drawn_ones() -> None:
    shown = timeline([event(1, "One", "2024", type="visit"), event(2, "Two", "2023", type="treaty")])
    placed = arrange(shown, counts={"visit": 12_345, "vote": 7})
    assert [(band.name, band.count) for band in placed.bands] == [("treaty", 1), ("visit", 12_345)]
