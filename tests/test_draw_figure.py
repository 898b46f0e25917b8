"""The Plotly figure: what a click gives, what the hover says, and that no text becomes markup."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.draw import figure, network
from dateline.draw.hover import hover_text, safe
from dateline.draw.layout import arrange
from dateline.model import EVENT_TYPES, Actor, Participant, Timeline
from tests.draw_timelines import event, many, realistic, timeline

HOSTILE = (
    '<a href="https://evil.example">x</a>',
    '<span style="background:url(https://evil.example/x.png)">y</span>',
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "%{customdata[0]} %{x} ${y}",
    "$\\href{javascript:alert(1)}{click}$",
    "<b>bold</b><br>&lt;i&gt; &amp; \u202egnp\u0000\x1b",
)
OWN_TAGS = re.compile(r"</?b>|<br>|</?span(?: style=\"color:#[0-9a-f]{6}\")?>")


def as_data(fig: go.Figure) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(fig.to_json())
    return data


def symbols(fig: go.Figure) -> list[dict[str, Any]]:
    """The traces of symbols that give an event."""
    return [t for t in as_data(fig)["data"] if t["type"] == "scatter" and "customdata" in t]


def bars(fig: go.Figure) -> dict[str, Any]:
    return next(t for t in as_data(fig)["data"] if t["type"] == "bar" and "hovertext" in t and "customdata" in t)


def strings(value: Any) -> list[str]:
    """Every string anywhere in a figure."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for v in value.values() for s in strings(v)]
    return [s for v in value for s in strings(v)] if isinstance(value, list) else []


def hostile_timeline() -> Timeline:
    events = [
        event(
            number, text, "2024", publishers=(text,), type="visit",
            participants=(
                Participant(
                    actor=Actor(id=f"p{number}", kind="person", name=text, country="XXX"), role="source", country="XXX"
                ),
            ),
        )
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip
    return timeline(events)


@pytest.mark.parametrize("lanes", ["type", "country", "leader", "source"])
def test_every_event_has_one_symbol_in_each_lane(lanes: Any) -> None:
    shown = realistic()
    found = Counter(data[0] for trace in symbols(figure(shown, lanes=lanes)) for data in trace["customdata"])
    assert found == Counter(mark.event.id for mark in arrange(shown, lanes=lanes).marks)
    assert set(found) == {e.id for e in shown.events}


def test_status_and_type_to_shape() -> None:
    events = [
        event(n, type=kind, status=status)
        for n, (kind, status) in enumerate(
            [("treaty", "happened"), ("visit", "planned"), ("meeting", "denied"), ("attack", "hypothetical")]
        )
    ]
    fig = figure(timeline(events))
    found = {
        data[0]: {**{key: trace["marker"][key][at] for key in ("symbol", "color")},
                  "dash": trace["marker"]["line"]["dash"],
                  "y": trace["y"][at]}
        for trace in symbols(fig) for at, data in enumerate(trace["customdata"])
    }  # fmt: skip
    treaty, visit, meeting, attack = (found[each.id] for each in events)
    paper = fig.layout.paper_bgcolor
    assert treaty["symbol"] == "diamond"
    assert treaty["color"] not in (paper, None)
    assert visit["color"] == paper, "hollow"
    assert visit["dash"] == "solid"
    assert attack["dash"] == "dot"
    crosses = [t for t in as_data(fig)["data"] if t.get("marker", {}).get("symbol") == "x-thin" and "xaxis" not in t]
    assert [len(t["x"]) for t in crosses] == [1]
    assert crosses[0]["y"] == [meeting["y"]]


def test_bars_are_as_long_as_the_date_is_uncertain() -> None:
    events = [event(1, value="2024"), event(2, value="2024-06-19"), event(3, value="2014/2015")]
    trace = bars(figure(timeline(events)))
    found = {data[0]: (base[:10], ms / 86_400_000) for data, base, ms in zip(
        trace["customdata"], trace["base"], trace["x"], strict=True
    )}  # fmt: skip
    assert found == {"e0001": ("2024-01-01", 366), "e0003": ("2014-01-01", 730)}


def test_day_stands_in_the_middle_of_its_day() -> None:
    assert symbols(figure(timeline([event(1, value="2024-06-19")])))[0]["x"] == ["2024-06-19T12:00:00"]


def test_label_and_bar_give_the_event_too() -> None:
    fig = as_data(figure(realistic()))
    labels = next(t for t in fig["data"] if t.get("hoverinfo") == "none")
    texts = next(t for t in fig["data"] if t.get("mode") == "markers+text")
    assert len(labels["customdata"]) == len(texts["text"]) >= 30
    assert {d[0] for d in labels["customdata"]} <= {e.id for e in realistic().events}


def test_density_bars_give_no_event() -> None:
    strip = next(t for t in as_data(figure(realistic()))["data"] if t.get("yaxis") == "y2")
    assert "customdata" not in strip
    assert "1945: 2 events<br>A click shows this year" in strip["hovertext"]


def test_selection_has_the_accent_and_moves_nothing() -> None:
    plain, chosen = as_data(figure(realistic())), as_data(figure(realistic(), selected="e0030"))
    assert "#8a1c3b" not in json.dumps(plain["data"])
    assert "#8a1c3b" in json.dumps(chosen["data"])
    assert "#e5789a" in json.dumps(as_data(figure(realistic(), selected="e0030", theme="dark"))["data"])

    def places(fig: dict[str, Any]) -> list[Any]:
        return [(t["x"], t["y"]) for t in fig["data"] if "customdata" in t]

    assert places(plain) == places(chosen)
    assert plain["layout"]["height"] == chosen["layout"]["height"]
    assert plain["layout"]["uirevision"] == chosen["layout"]["uirevision"]


def test_nothing_is_dimmed_by_a_click() -> None:
    for trace in as_data(figure(realistic()))["data"]:
        if "customdata" in trace:
            assert trace["unselected"]["marker"]["opacity"] == 1


@pytest.mark.parametrize("lanes", ["type", "country", "leader", "source"])
def test_hostile_text_stays_text(lanes: Any) -> None:
    title, footer = HOSTILE[0], HOSTILE[2]
    fig = as_data(figure(hostile_timeline(), lanes=lanes, title=title, subtitle=HOSTILE[1], footer=footer))
    for text in strings(fig):
        bare = OWN_TAGS.sub("", text)
        assert "<" not in bare and ">" not in bare, text
        assert "$" not in text, "MathJax would set it"
        assert "\u202e" not in text and "\x00" not in text
    assert not any("hovertemplate" in trace or "texttemplate" in trace for trace in fig["data"])


@given(st.text(max_size=60))
def test_escaped_text_reads_as_it_was(text: str) -> None:
    shown = html.unescape(safe(text))
    assert shown == html.unescape(safe(shown)), "escaping it again shows the same"
    assert "<" not in safe(text) and "$" not in safe(text)


def test_hover_tells_date_precision_and_sources() -> None:
    lines = hover_text(realistic().events[-1], room=400).split("<br>")
    assert lines[0].startswith("<b>")
    pact = next(e for e in realistic().events if e.id == "e0030")
    words = hover_text(pact, room=600)
    assert "Wednesday 19 June 2024, known to the day" in words
    assert "treaty · 4 sources" in words
    assert "Vladimir Putin · Kim Jong Un · Russia · North Korea" in words


def test_hover_names_what_lies_below() -> None:
    events = [event(n, f"Statement {n}", type="statement", importance=n / 40) for n in range(30)]
    others = [event(40 + n, "Elsewhere", f"19{n + 50}", type=kind) for n, kind in enumerate(EVENT_TYPES[:10])]
    (trace,) = symbols(figure(timeline([*events, *others])))
    assert any("In the same place" in text and "more event" in text for text in trace["hovertext"])
    assert not any("Elsewhere</b>" in text and "In the same place" in text for text in trace["hovertext"])
    assert hover_text(event(1), room=400, below=[event(n, f"B{n}") for n in range(9)]).endswith("B4<br>…")


def test_range_comes_from_the_data() -> None:
    first, last = as_data(figure(realistic()))["layout"]["xaxis"]["range"]
    assert "1938" < first < "1945-01-02" and "2025-12-31" < last < "2032"
    alone = as_data(figure(timeline([event(1, value="2024-06-19")])))["layout"]["xaxis"]["range"]
    assert [d[:10] for d in alone] == ["2024-05-20", "2024-07-19"]


def test_pure_and_quick_to_build_again() -> None:
    assert figure(realistic()).to_json() == figure(realistic()).to_json()


def test_empty_chart_has_a_sentence_and_no_years() -> None:
    fig = as_data(figure(timeline([])))
    assert any("no events yet" in a["text"] for a in fig["layout"]["annotations"])
    assert fig["layout"]["xaxis"]["showticklabels"] is False


def test_narrow_names_lanes_above_and_lets_the_page_scroll() -> None:
    fig = as_data(figure(realistic(), width=390))
    assert fig["layout"]["yaxis"]["showticklabels"] is False
    assert any(a["text"].startswith("treaty") for a in fig["layout"]["annotations"])
    assert fig["layout"]["dragmode"] is False
    assert fig["layout"]["width"] == 390


def test_still_figure_has_no_hover() -> None:
    fig = as_data(figure(realistic(), interactive=False))
    assert fig["layout"]["hovermode"] is False
    assert fig["layout"]["xaxis"]["fixedrange"] is True


def test_traces_stay_few_with_many_events() -> None:
    fig = figure(many(2000))
    assert len(fig.data) < 20
    assert sum(len(t["customdata"]) for t in symbols(fig)) == 2000
    assert len(fig.to_json()) < 3_000_000


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8), st.sampled_from([300, 1100]))
def test_any_title_makes_a_figure(titles: list[str], width: int) -> None:
    figure(timeline([event(n, title, "2024") for n, title in enumerate(titles)]), width=width).to_json()


def test_view_sets_the_range() -> None:
    fig = as_data(figure(realistic(), view=(date(2024, 1, 1), date(2024, 12, 31))))
    assert fig["layout"]["xaxis"]["range"] == ["2024-01-01T00:00:00", "2025-01-01T00:00:00"]


def test_only_a_tall_chart_has_its_years_above_as_well() -> None:
    tall, short = (as_data(figure(shown))["layout"] for shown in (realistic(), timeline([event(1, value="2024")])))
    assert tall["xaxis3"]["side"] == "top" and tall["xaxis3"]["matches"] == "x"
    assert "xaxis3" not in short


def test_a_network_draws_each_pair_once_and_puts_near_what_shares_much() -> None:
    names = ["<b>A</b>", "B", "C", "D", "E", "F"]
    pairs = {(0, 3): 9, (1, 4): 5, (2, 5): 1}
    made = network(names, [9, 5, 1, 9, 5, 1], pairs, width=900)
    figure_ = go.Figure(made)  # Plotly itself checks it
    lines = [trace for trace in figure_.data if trace.mode == "lines"]
    assert sum(list(trace.x).count(None) for trace in lines) == 3
    assert sorted(trace.line.width for trace in lines) == [1.0, 3.5, 5.5]
    nodes = made["data"][-1]
    assert sorted(nodes["customdata"]) == [[n, 0] for n in range(6)]
    assert "&lt;b&gt;A" in nodes["hovertext"][nodes["customdata"].index([0, 0])]
    at = {sent[0]: place for place, sent in enumerate(nodes["customdata"])}
    for one, other in pairs:
        assert abs(at[one] - at[other]) in (1, 5), "neighbours on the ring"
    assert network([], [], {})["data"][-1]["x"] == []
