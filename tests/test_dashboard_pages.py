"""The pages without a browser: each runs, and says what went wrong in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dateline import draw, pipeline, store
from dateline.errors import DatelineError

ROOT = Path(__file__).parent.parent
TEXT = "On 19 June 2024 Vladimir Putin met Kim Jong Un in Pyongyang. Russia and North Korea signed a treaty."


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one article."""
    db = tmp_path_factory.mktemp("pages") / "one.db"
    files = [("one.txt", TEXT.encode())]
    (result,) = pipeline.ingest_bytes(db, files, published="2024-06-20", publisher="The Kite", title="A pact")
    assert result.outcome == "added"
    return db


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AppTest]:
    """The dashboard, over a database that is not there yet unless the test says so."""
    monkeypatch.setenv("DATELINE_DB", str(tmp_path / "none.db"))
    yield AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def shown(app: AppTest) -> str:
    """All HTML of the page."""
    return " ".join(element.proto.body for element in app.get("html"))


def test_an_empty_desk_offers_two_ways(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert "No articles yet" in shown(app)
    assert [button.label for button in app.button] == ["Load the sample", "Add articles"]


def test_a_file_that_is_no_database_is_named_in_a_sentence(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear all, this is no database. " * 100)
    monkeypatch.setenv("DATELINE_DB", str(path))
    app.run()
    assert not app.exception
    assert "is not a Dateline database" in shown(app)


def test_one_year_stands_in_the_field_alone(app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    texts = [TEXT, "On 7 June 2020 Emmanuel Macron visited Rome."]
    pipeline.ingest_bytes(tmp_path / "own.db", [(f"{n}.txt", text.encode()) for n, text in enumerate(texts)])
    monkeypatch.setenv("DATELINE_DB", str(tmp_path / "own.db"))
    app.query_params["from"] = app.query_params["to"] = "2024"
    app.run()
    assert not app.exception
    assert app.text_input(key="w_years_typed").value == "2024"


def test_where_nothing_is_between_all_countries_any_of_them_is_offered(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    db = tmp_path / "own.db"
    texts = [TEXT, "On 7 June 2024 Joe Biden visited Paris."]
    pipeline.ingest_bytes(db, [(f"{n}.txt", text.encode()) for n, text in enumerate(texts)])
    monkeypatch.setenv("DATELINE_DB", str(db))
    app.query_params["country"] = ["PRK", "USA"]
    app.query_params["match"] = "between"
    app.run()
    assert not app.exception
    (way,) = (button for button in app.button if button.label.startswith("Any of these countries"))
    way.click().run()
    assert app.query_params["country"] == ["PRK", "USA"]
    assert "Nothing matches" not in shown(app)


def test_a_chart_that_leaves_events_out_says_so(app: AppTest, monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    monkeypatch.setenv("DATELINE_DB", str(filled))
    app.run()
    assert "most important" not in shown(app)
    monkeypatch.setattr("dateline.draw.lanes.MAX_MARKS", 1)
    app.run()
    assert not app.exception
    assert "the 1 most important are drawn" in shown(app)


def test_the_timeline_counts_what_it_shows(app: AppTest, monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    monkeypatch.setenv("DATELINE_DB", str(filled))
    app.run()
    assert not app.exception
    found = store.timeline(filled)
    assert f"{found.total} events from 1 article, 1 outlet" in shown(app)
    assert len(app.dataframe[0].value) == len(found.events)


def test_the_open_event_comes_from_the_address(app: AppTest, monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    monkeypatch.setenv("DATELINE_DB", str(filled))
    event = store.timeline(filled).events[0]
    app.query_params["event"] = event.id
    app.run()
    assert not app.exception
    assert event.title in shown(app)
    assert "<mark>" in shown(app)
    assert "The Kite" in shown(app)


def test_an_export_that_fails_gives_its_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    def fails(*_: object, **__: object) -> bytes:
        raise DatelineError("E302", why="the renderer is missing")

    monkeypatch.setenv("DATELINE_DB", str(filled))
    monkeypatch.setattr(draw, "export", fails)
    app.session_state["export"] = True
    app.session_state["export-form"] = "png"
    app.run()
    assert not app.exception
    assert "The picture could not be made (the renderer is missing)" in shown(app)


@pytest.mark.parametrize("name", ["events", "actors", "sources", "documents", "add", "corrections", "method"])
def test_each_page_runs(app: AppTest, monkeypatch: pytest.MonkeyPatch, filled: Path, name: str) -> None:
    monkeypatch.setenv("DATELINE_DB", str(filled))
    app.run()
    app.switch_page(f"pages/{name}.py").run()
    assert not app.exception
    assert "dl-title" in shown(app)
