"""What people drop on the page Add, hostile things among it: shown as text, a sentence each, undone at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import staging
from dateline import limits, read, store

ROOT = Path(__file__).parent.parent
GOOD = b"On 19 June 2024 Vladimir Putin met Kim Jong Un in Pyongyang."
NAMES = [
    "<img src=x onerror=alert(1)>.txt", "![](http://evil.example/a.png).txt", "a\u202etxt.exe.txt", "n" * 300 + ".txt",
    "same.txt", "same.txt", "../../up.txt", "$x^2$ :material/add: **b**.txt", "=HYPERLINK(1).txt",
]  # fmt: skip


@pytest.fixture
def db(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A database that is not there yet."""
    monkeypatch.setenv("DATELINE_DB", str(tmp_path / "added.db"))
    return tmp_path / "added.db"


@pytest.fixture
def app(db: Path) -> Iterator[AppTest]:
    """The page Add."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    app.switch_page("pages/add.py")
    yield app.run()


def shown(app: AppTest) -> str:
    """All HTML of the page, which nothing else that came from outside reaches."""
    assert not app.exception
    for kind in ("markdown", "button", "error", "warning", "info"):
        for element in app.get(kind):
            said = f"{getattr(element, 'value', '')} {getattr(element, 'label', '')}"
            assert "evil.example" not in said and "onerror" not in said
    html = " ".join(element.proto.body for element in app.get("html"))
    assert "<img" not in html and "\u202e" not in html
    return html


def press(app: AppTest, label: str) -> AppTest:
    """Presses the button whose label begins so."""
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def staged(app: AppTest, files: list[tuple[str, bytes]]) -> AppTest:
    """The page after these files were dropped: their reading, as the upload's button does it."""
    app.session_state["how"] = "Upload files"
    waits = []
    for name, data in files:
        heads: list[read.Head] = []
        waits.append(staging._File(name, read.from_bytes(data, name, heads=heads), heads, staging._never))
    app.session_state["add-staged"] = waits
    app.session_state["add-staged-put"] = app.session_state["add-staged-round"] = 1
    return app.run()


def test_odd_names_are_text_and_the_addition_is_taken_back(app: AppTest, db: Path) -> None:
    files = [(name, GOOD + b" %d." % n) for n, name in enumerate(NAMES)]
    files += [("empty.txt", b""), ("<b>damaged</b>.docx", b"PK\x03\x04x"), ("data.txt", bytes(range(256)))]
    staged(app, files)
    html = shown(app)
    for sentence in ("empty.txt: it holds no text.", "&lt;b&gt;damaged&lt;/b&gt;.docx: it is damaged"):
        assert html.count(sentence) == 1
    press(app, "Add these articles")
    html = shown(app)
    assert html.count("<li>") == len(files) and "&lt;img src=x onerror" in html
    assert len(store.documents(db)) == len(NAMES)
    assert all(len(row.document.name) <= limits.MAX_NAME_CHARS for row in store.documents(db))
    press(app, f"Undo this addition ({len(NAMES)} articles)")
    assert "Undone" in shown(app) and store.documents(db) == ()


def test_many_that_cannot_be_read_are_counted(app: AppTest) -> None:
    staged(app, [(f"{n}.txt", b"") for n in range(180)] + [("good.txt", GOOD)])
    html = shown(app)
    assert html.count("it holds no text.") == 50 and "130 more cannot be read." in html


def test_a_paste_that_is_too_long_is_one_sentence(app: AppTest, db: Path) -> None:
    app.text_area(key="paste-text").set_value("Envoys met in Geneva. " * 50_000)
    press(app, "Add this article")
    assert "the limit is 1,000,000" in shown(app) and store.documents(db) == ()


def test_a_headline_of_markup_is_text(app: AppTest, db: Path) -> None:
    app.text_input(key="paste-title").set_value("<img src=x onerror=alert(1)> ![](http://evil.example/a.png) \u202egpj")
    app.text_area(key="paste-text").set_value(GOOD.decode())
    press(app, "Add this article")
    assert "&lt;img src=x onerror" in shown(app) and len(store.documents(db)) == 1


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://lamp.example/a",
        "/etc/passwd",
        "<b>x</b>",
    ],
)
def test_what_is_no_address_is_said(address: str, app: AppTest, db: Path) -> None:
    _addressed(app, address)
    assert "it begins with https:// or http://" in shown(app) and not db.exists()


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8501/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://2130706433/",
     "http://localhost/", "https://user:pw@lamp.example/", "http://10.0.0.1/<img src=x>", "http://0x7f.1/"],
)  # fmt: skip
def test_an_address_that_leads_inside_is_not_fetched(address: str, app: AppTest, db: Path) -> None:
    _addressed(app, address)
    html = shown(app)
    assert "this address is not fetched" in html and html.count("<li>") == 1
    assert store.documents(db) == ()


def _addressed(app: AppTest, address: str) -> None:
    app.session_state["how"] = "Fetch a page"
    app.run()
    app.text_input(key="address-url").set_value(address)
    press(app, "Fetch this page")
