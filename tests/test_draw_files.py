"""Exports: the same events in the same order, pictures with text in them, data that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from dateline.draw import export, files
from dateline.draw.symbols import OUTLINES, path
from dateline.draw.tables import COLUMNS
from dateline.draw.theme import THEMES
from dateline.errors import DatelineError
from dateline.model import Document, Event, EventMention, When
from tests.conftest import ROOT
from tests.draw_timelines import event, many, realistic, timeline
from tests.test_draw_figure import HOSTILE, hostile_timeline

SVG = "{http://www.w3.org/2000/svg}"
INK, PAPER = (0x1D, 0x1D, 0x1B), (0xFD, 0xFC, 0xF9)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def dark(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Number of pixels in a box that are about as dark as ink."""
    band = image.crop(box)
    return sum(sum(band.getpixel((x, y))) < 200 for x in range(band.width) for y in range(band.height))


@pytest.mark.parametrize("fmt", ["gif", "", "PNG", "htm"])
def test_unknown_format(fmt: str) -> None:
    with pytest.raises(DatelineError) as caught:
        export(realistic(), fmt)
    assert caught.value.code == "E303"


def test_csv_holds_all_events_in_order() -> None:
    shown = realistic()
    data = export(shown, "csv")
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [e.id for e in (*shown.events, *shown.undated)]
    pact = next(row for row in rows if row["id"] == "e0030")
    assert pact["date"] == pact["earliest"] == pact["latest"] == "2024-06-19"
    assert pact["precision"] == "day"
    assert pact["countries"] == "PRK; RUS"
    assert pact["people"] == "Kim Jong Un; Vladimir Putin"
    assert pact["sources"].count(";") == 3
    aid = next(row for row in rows if row["date"] == "../1961")
    assert (aid["earliest"], aid["latest"], aid["precision"]) == ("", "1961-12-31", "open")
    assert [(row["date"], row["earliest"]) for row in rows[-2:]] == [("", ""), ("", "")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_csv_runs_no_formula(start: str) -> None:
    shown = timeline([event(1, f'{start}HYPERLINK("http://evil.example";"x")', publishers=(f"{start}cmd",))])
    row = next(csv.DictReader(io.StringIO(export(shown, "csv").decode("utf-8-sig"), newline="")))
    assert row["title"].startswith("'" + start)
    assert row["sources"].startswith("'" + start)


def test_csv_and_json_survive_any_character() -> None:
    shown = timeline([event(1, 'half \ud800 "quoted", 김정은\r\nline')])
    assert "김정은" in export(shown, "csv").decode("utf-8-sig")
    assert "김정은" in json.loads(export(shown, "json"))["events"][0]["title"]


def test_json_is_lossless_enough() -> None:
    shown = realistic()
    data = json.loads(export(shown, "json", title="T", subtitle="S"))
    assert (data["format"], data["version"], data["title"], data["subtitle"]) == ("dateline-timeline", 1, "T", "S")
    assert [e["id"] for e in data["events"]] == [e.id for e in shown.events]
    assert [e["id"] for e in data["undated"]] == [e.id for e in shown.undated]
    assert data["counts"] == {"events": 42, "dated": 40, "undated": 2, "documents": 17}
    assert data["filters"]["countries"] == ["PRK"] and data["filters"]["since"] == "1945-01-01"
    for told, known in zip(data["events"], shown.events, strict=True):
        assert known.when is not None
        assert When.of(told["date"]["value"]) == known.when
        assert (told["title"], told["type"], told["status"]) == (known.title, known.type, known.status)
        assert [p["name"] for p in told["participants"]] == [p.actor.name for p in known.participants]
    assert all(told["date"] is None for told in data["undated"])


def test_json_takes_mentions_from_details() -> None:
    mention = EventMention(
        document="d1", start=3, end=9, evidence="signed", trigger=(3, 9), type="treaty", when=When.of("2024-06-19"),
        when_trace=("Wednesday", "2024-06-19"),
    )  # fmt: skip
    full = event(1, mentions=(mention,))

    @dataclass(frozen=True)
    class Detail:
        event: Event
        documents: Mapping[str, Document]

    document = Document(id="d1", name="a.txt", text="xx signed", title="Pact", publisher="The Meridian")
    data = json.loads(export(timeline([event(1)]), "json", details=[Detail(full, {"d1": document})]))
    told = data["events"][0]["mentions"][0]
    assert (told["evidence"], told["publisher"], told["title"]) == ("signed", "The Meridian", "Pact")
    assert told["why"] == ["Wednesday", "2024-06-19"]


@pytest.mark.parametrize("lanes", ["type", "source"])
@pytest.mark.parametrize("width", [390, 1600])
def test_svg_is_plain(lanes: str, width: int) -> None:
    for shown in (realistic(), hostile_timeline(), timeline([])):
        data = export(shown, "svg", title=HOSTILE[2], subtitle=HOSTILE[0], lanes=lanes, width=width)  # type: ignore[arg-type]
        root = ET.fromstring(data)
        assert root.tag == f"{SVG}svg" and root.get("width") == str(width)
        allowed = {f"{SVG}{tag}" for tag in ("svg", "title", "style", "rect", "path", "circle", "g", "text", "tspan")}
        for node in root.iter():
            assert node.tag in allowed
            assert not any(name.lower().startswith("on") or "href" in name.lower() for name in node.attrib)
            assert not any("url(" in value for value in node.attrib.values())
        style = root.find(f"{SVG}style")
        assert style is not None and style.text is not None
        assert style.text.count("url(") == style.text.count("url(data:font/ttf;base64,") == 2


def test_svg_shows_the_timeline_and_nothing_else() -> None:
    shown = realistic()
    root = ET.fromstring(export(shown, "svg", title="Moscow and Pyongyang", subtitle="1945 to 2024"))
    told = [node.findtext(f"{SVG}title") or "" for node in root.iter(f"{SVG}g") if node.find(f"{SVG}path") is not None]
    assert len([t for t in told if t]) >= len(shown.events)
    for known in shown.events:
        assert any(t.startswith(f"{known.title}, ") for t in told)
    assert not any("Undated" in t for t in told)
    papers = [node for node in root.iter(f"{SVG}rect") if node.get("fill") == THEMES["light"].paper]
    assert len(papers) > 10, "behind each label, so that no line of the grid runs through it"
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert texts.count("Moscow and Pyongyang") == 1 and texts.count("1945 to 2024") == 1
    footer = "Sources: Harbour Courier, Northern Ledger, The Meridian, Radio Steppe · 42 events from 17 articles"
    assert any(t.startswith(footer) for t in texts)


def test_svg_carries_its_letters() -> None:
    small = export(timeline([event(1)]), "svg", title="A")
    large = export(realistic(), "svg", title="A")
    assert len(small) < len(large) < 200_000


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1600])
def test_png_has_text(theme: str, width: int) -> None:
    image = picture(export(realistic(), "png", title="Moscow and Pyongyang", width=width, theme=theme))  # type: ignore[arg-type]
    assert image.width == width
    paper = image.getpixel((3, 3))
    assert paper == (PAPER if theme == "light" else (0x16, 0x18, 0x1B))
    title = image.crop((0, 0, width * 2 // 3, 60))
    marked = sum(
        abs(sum(title.getpixel((x, y))) - sum(paper)) > 400 for x in range(title.width) for y in range(title.height)
    )
    assert marked > 300
    for corner in ((0, 0), (image.width - 1, 0), (0, image.height - 1), (image.width - 1, image.height - 1)):
        assert image.getpixel(corner) == paper, "the picture is filled to its edges"


def test_png_takes_scale_and_height() -> None:
    image = picture(export(realistic(), "png", width=1200, height=900, scale=2))
    assert (image.width, image.height) == (2400, 1800)


def test_png_is_never_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_PICTURE_PIXELS", 100_000)
    image = picture(export(realistic(), "png", scale=4))
    assert image.width * image.height <= 101_000


def test_text_needs_no_font_of_the_system(tmp_path: Path) -> None:
    """With and without the system's fonts the picture is the same to the byte, with the title's ink in it."""
    (tmp_path / "fonts.conf").write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    program = (
        "import sys; from dateline.draw import export; from tests.draw_timelines import realistic\n"
        "open(sys.argv[1], 'wb').write(export(realistic(), 'png', title='Moscow and Pyongyang'))\n"
    )
    bare = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    env = {**os.environ, **bare, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "a.png")], env=env, check=True, cwd=ROOT)
    data = (tmp_path / "a.png").read_bytes()
    assert dark(picture(data), (0, 0, 700, 60)) > 500
    assert data == export(realistic(), "png", title="Moscow and Pyongyang")


def test_no_ink_without_a_title() -> None:
    """The count of dark pixels can tell a title from none."""
    image = picture(export(timeline([]), "png", title=" "))
    assert dark(image, (0, 0, 700, 60)) == 0


def test_pdf_has_its_text() -> None:
    data = export(realistic(), "pdf", title="Moscow and Pyongyang", subtitle="1945 to 2024")
    assert data.startswith(b"%PDF")
    pypdf = pytest.importorskip("pypdf")
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "Moscow and Pyongyang" in text
    assert "Putin visits Pyongyang" in text


@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_pictures_of_anything(fmt: str) -> None:
    unicode = timeline(
        [
            event(1, "김정은과 푸틴, 조약 서명"),
            event(2, "Путин и Ким Чен Ын", "2024-05"),
            event(3, "بوتين يزور كوريا", "2020"),
            event(4, "half \ud800 \x00 \u202e", "0001"),
            event(5, "", "9999-12-31"),
        ]
    )
    for shown in (unicode, timeline([]), timeline([event(1)]), many(300)):
        assert len(export(shown, fmt, title="한국어 Привет مرحبا", width=390)) > 500


def test_renderer_failure_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "svg", lambda *_, **__: "<svg")
    with pytest.raises(DatelineError) as caught:
        export(realistic(), "png")
    assert caught.value.code == "E302"
    assert "\n" not in str(caught.value)


def test_symbols_fit_their_circle() -> None:
    for name, corners in OUTLINES.items():
        assert all(x * x + y * y <= 2.01 for x, y in corners), name
        assert path(name, 0, 0, 5).startswith("M") and path(name, 0, 0, 5).endswith("Z")
    assert "a5.00,5.00" in path("circle", 0, 0, 5)


def test_font_ships_with_its_licence() -> None:
    folder = Path(files.FOLDER)
    assert "SIL Open Font License" in (folder / "SourceSans3-LICENSE.txt").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in folder.glob("*.ttf")) < 1_000_000
