"""The real dashboard on a loopback port, and a real Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.desk import ROOT

# A rerun of the page takes a second or two, and many times that where other work is on the machine.
expect.set_options(timeout=45_000)

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium with a fresh profile."""
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    if found is None:
        pytest.fail("no Chromium was found: install it (Debian: apt-get install chromium)", pytrace=False)
    with sync_playwright() as playwright:
        expect.set_options(timeout=30_000)  # two busy cores take their time; a promise that is broken stays broken
        chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield chromium
        chromium.close()


@contextmanager
def running(db: Path, log: Path, options: Callable[[str], list[str]] = lambda _: []) -> Iterator[str]:
    """The dashboard over a database; gives its address and ends it. ``options``: more for Streamlit, by the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    command += options(address)
    with log.open("w") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "DATELINE_DB": str(db)}, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            for _ in range(240):
                if server.poll() is not None:
                    pytest.fail(f"the dashboard ended by itself: {log.read_text()[-2000:]}")
                try:
                    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                        if answer.status == 200:
                            break
                except OSError:
                    time.sleep(0.25)
            else:
                pytest.fail(f"the dashboard was not up within a minute: {log.read_text()[-2000:]}")
            yield address
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@pytest.fixture(scope="session")
def sample_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database made of the sample articles by the real pipeline."""
    from dateline import pipeline

    db = tmp_path_factory.mktemp("sample") / "sample.db"
    pipeline.load_sample(db)
    return db


@pytest.fixture(scope="session")
def desk(sample_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard over the sample data, for tests that change nothing."""
    with running(sample_db, tmp_path_factory.mktemp("log") / "desk.log") as address:
        yield address


@pytest.fixture
def desk_over(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Starts a dashboard of its own over a database, for tests that write."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda db: stack.enter_context(running(db, tmp_path / "desk.log"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window of 1440 by 900 without history."""
    window = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    yield window
    window.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One tab."""
    return context.new_page()
