"""How fast the dashboard answers in a real Chromium, beside a trivial Streamlit app in the same run.

    python -m benchmarks.dashboard [--sizes 1000 20000 1000000] [--rounds 7] [--folder FOLDER]

For each size a made-up database is filled, the dashboard opened, and a country's box ticked and unticked: the time from
the click to the last change inside the chart ("painted"), and to the last change of the page, tables included ("at
rest"). Both states have been seen before, so charts may come from a cache. The trivial app has one box and a chart of
twelve bars. Printed beside it: the time to the first chart, the bytes that the server sent for it, and the server's
processor time a click, which a busy machine does not change. A folder keeps the databases for the next time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dateline import __version__
from dateline.model import EVENT_TYPES, STATUSES, Actor, Anchor, Document, Event, EventMention, Participant, When
from dateline.store import Writer

ROOT = Path(__file__).parent.parent
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip

TRIVIAL = """
import plotly.graph_objects as go
import streamlit as st
on = st.checkbox("on", key="on")
st.plotly_chart(go.Figure(go.Bar(y=list(range(12)) if on else list(range(12, 0, -1)))), key="chart")
"""

# From the click to the last change in the chart and in the page, once nothing has changed for 300 ms; in milliseconds.
CLICKED = """async (selector) => {
  const app = document.querySelector('[data-testid="stApp"]');
  let last = performance.now(), painted = last, ran = false;
  const watch = new MutationObserver((changes) => {
    last = performance.now();
    if (changes.some(({ target }) => target.closest?.('.js-plotly-plot'))) painted = last;
  });
  watch.observe(document.querySelector('[data-testid="stMain"]'), {subtree: true, childList: true, attributes: true});
  // Seen even where it is over between two looks.
  const state = new MutationObserver(() => { ran = true; });
  state.observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
  const start = performance.now();
  document.querySelector(selector).click();
  while (performance.now() - start < 120000) {
    await new Promise((done) => setTimeout(done, 10));
    const stale = document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
    if (ran && app.dataset.testScriptState === 'notRunning' && !stale && performance.now() - last > 300) break;
  }
  watch.disconnect();
  state.disconnect();
  return [painted - start, last - start];
}"""


def events(count: int) -> Iterator[Event]:
    """Made-up events: 60 states of which few are in many events, 400 people, 30 outlets, 80 years."""
    people = [Actor(id=f"person-{n}", kind="person", name=f"Person Number{n}", country="S00") for n in range(400)]
    states = [Actor(id=f"S{n:02}", kind="country", name=f"State {n}", country=f"S{n:02}") for n in range(60)]
    for n in range(count):
        parts = (
            Participant(actor=states[n * 7 % 60 if n % 3 else n % 3], role="source"),
            Participant(actor=states[n * n % 60], role="target"),
            Participant(actor=people[(n * n + 7 * n) % 400], role="source", country=states[n % 60].id),
        )
        told = EventMention(
            document=f"d{n % 2_000}", start=n, end=n + 9, evidence=f"Clause {n} tells of word{n % 997}",
            trigger=(n, n + 4),
            type="other", when=None, when_trace=(),
        )  # fmt: skip
        when = None if n % 20 == 0 else When.of(f"{1945 + n % 80}-{1 + n % 12:02}-{1 + n % 28:02}")
        yield Event(
            id=f"event-{n:08}", title=f"State signs thing{n % 500} with State", type=EVENT_TYPES[n % 18], when=when,
            status=STATUSES[0 if n % 5 else n % 4], participants=parts, mentions=(told,), mention_count=1,
            publishers=(f"Outlet {n % 30}",), importance=(n * 37 % 1000) / 1000,
        )  # fmt: skip


def fill(path: Path, count: int) -> None:
    """Writes a database of made-up events."""
    unknown = Anchor(when=None, origin="unknown", reason="made up", confidence=0.0)
    with Writer(path) as writer:
        for n in range(min(count, 2_000)):
            document = Document(id=f"d{n}", name=f"d{n}", text=f"text {n}", publisher=f"Outlet {n % 30}")
            writer.add(document, unknown, [], rules_version=__version__)  # so that no correction reads them again
        writer.replace_events(events(count))


@contextmanager
def serving(script: str, db: Path | None) -> Iterator[tuple[str, int]]:
    """A Streamlit script on a free port; gives its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    environment = {**os.environ, **({"DATELINE_DB": str(db)} if db else {})}
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.25)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


def opened(page: Page, address: str, ready: str) -> tuple[float, int]:
    """Opens an address; seconds until ``ready`` stands there, and bytes that came through the socket until then."""
    received: list[int] = []
    page.on("websocket", lambda socket_: socket_.on("framereceived", lambda data: received.append(len(data))))
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(ready, timeout=120_000)
    took = time.perf_counter() - started
    page.wait_for_function("document.querySelector('[data-testid=\"stApp\"]').dataset.testScriptState === 'notRunning'")
    page.wait_for_timeout(1500)
    return took, sum(received)


def clicks(page: Page, selector: str, rounds: int, pid: int) -> tuple[float, float, float]:
    """Medians of the time from a click to the painted chart, to the page at rest, and of the server's processor time.

    All in milliseconds.
    The first two rounds warm up.
    """
    page.wait_for_selector(selector, state="attached")
    painted, rest, processor = [], [], []
    for _ in range(rounds + 2):
        before = processor_ms(pid)
        chart, whole = page.evaluate(CLICKED, selector)
        painted.append(chart)
        rest.append(whole)
        processor.append(processor_ms(pid) - before)
    return statistics.median(painted[2:]), statistics.median(rest[2:]), statistics.median(processor[2:])


def processor_ms(pid: int) -> float:
    """Processor time that a process has taken, in milliseconds; 0 where the system does not tell it in /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 20_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="where made-up databases are kept")
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium was found: this measurement is left out")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        script = Path(folder) / "trivial.py"
        script.write_text(TRIVIAL)
        with serving(str(script), None) as (address, pid):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            first, sent = opened(page, address, ".js-plotly-plot")
            base, rest, cost = clicks(page, '[data-testid="stCheckbox"] input', args.rounds, pid)
        print("| app | first chart, s | sent, KB | painted, ms | times trivial | at rest, ms | of the server, ms |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        print(f"| trivial | {first:.1f} | {sent / 1000:.0f} | {base:.0f} | 1.0 | {rest:.0f} | {cost:.0f} |", flush=True)
        for size in args.sizes:
            db = (args.folder or Path(folder)) / f"{size}.db"
            if not db.exists():
                fill(db, size)
            with serving("dashboard.py", db) as (address, pid):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                opened(page, address, ".js-plotly-plot")  # a server's first page loads what all others find loaded
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                first, sent = opened(page, address, ".js-plotly-plot")
                box = ".st-key-countries [data-testid='stCheckbox'] input"
                took, rest, cost = clicks(page, box, args.rounds, pid)
            told = f"{first:.1f} | {sent / 1000:.0f} | {took:.0f} | {took / base:.1f} | {rest:.0f} | {cost:.0f}"
            print(f"| {size:,} events | {told} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
