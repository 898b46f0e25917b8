"""Takes the pictures in docs/screenshots from the sample data: ``python tools/screenshots.py``. Needs Chromium."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from dateline import editing, pipeline, store  # noqa: E402
from dateline.model import Query  # noqa: E402
from tests.browser import desk as hand  # noqa: E402
from tests.browser.conftest import FLAGS, running  # noqa: E402

OUT = ROOT / "docs" / "screenshots"
MAX_BYTES = 300_000


def main() -> None:
    """Writes all pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no Chromium was found: install it (Debian: apt-get install chromium)")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        db = Path(folder) / "sample.db"
        pipeline.load_sample(db)
        treaties = store.timeline(db, Query(types=("treaty",), countries=("PRK",))).events
        # The event that most sources tell shows most of what a card can hold.
        event = max(treaties, key=lambda found: (len(found.publishers), found.importance)).id
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))

        def window(width: int = 1440, height: int = 900, *, dark: bool = False) -> Page:
            return browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
            ).new_page()

        with running(db, Path(folder) / "log") as address:
            for name, page, query in (
                ("timeline", window(), ""),
                ("event", window(), f"?country=PRK&country=RUS&type=treaty&type=visit&event={event}"),
                ("dark", window(dark=True), "?country=PRK&lanes=country&type=treaty&type=visit&type=meeting"),
                ("phone", window(390, 844), "?country=PRK&type=treaty&type=visit"),
                ("phone-event", window(390, 844), f"?country=PRK&type=treaty&type=visit&event={event}"),
                ("nothing", window(), "?country=PRK&q=zebra"),
                ("events", window(), "events?country=PRK&type=treaty&type=visit"),
                ("actors", window(1440, 1300), "actors?actor=country:PRK"),
                ("sources", window(1440, 1100), "sources"),
                ("zoom", window(), "?zoom=1988-01-01/2001-12-31"),
                ("documents", window(), "documents"),
                ("add", window(), "add"),
                ("method", window(), "method"),
            ):
                hand.go(page, f"{address}/{query}")
                shoot(page, name)
        corrected(db, event)
        with running(db, Path(folder) / "log") as address:
            page = window()
            hand.go(page, f"{address}/?event={event}")
            shoot(page, "corrected")
            page.get_by_role("button", name="Correct", exact=True).click()
            hand.settled(page)
            page.mouse.move(0, 0)
            shoot(page, "correct")
            hand.go(page, f"{address}/corrections")
            shoot(page, "corrections")
        with running(Path(folder) / "none.db", Path(folder) / "log") as address:
            page = window()
            hand.go(page, address)
            shoot(page, "empty")
        browser.close()


def corrected(db: Path, event: str) -> None:
    """What an editor might have said of the sample."""
    by = editing.By(author="Ada Reyes", reason="the signed text in the archive")
    visits = store.timeline(db, Query(types=("visit",))).events
    editing.change(db, event, by, title="The treaty of friendship is signed in Moscow")
    editing.note(db, event, "Ask the archive for the annex.", by)
    editing.hide(db, visits[0].id, editing.By(author="Ben Okoro", reason="a journey in private"))
    editing.add(db, by, title="The archive in Pyongyang opens", type="founding", date="1961 or earlier")
    editing.undo(db, store.corrections(db)[2].correction.id, by)


def shoot(page: Page, name: str) -> None:
    """Saves what the window shows as OUT/name.png, with fewer colours where it would be too large."""
    path = OUT / f"{name}.png"
    page.screenshot(path=path)
    if path.stat().st_size > MAX_BYTES:
        Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    main()
