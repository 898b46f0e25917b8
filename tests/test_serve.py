"""``dateline serve``: it answers where it says, ends its server with it, and does not take another program's port."""

from __future__ import annotations

import ast
import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(db: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dateline", "serve", "--db", str(db), "--port", str(port), "--no-browser"]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ},
        start_new_session=True,
    )


def test_it_answers_where_it_says_and_takes_its_server_with_it(tmp_path: Path) -> None:
    port = free_port()
    process = serve(tmp_path / "new.db", port)
    try:
        assert process.stdout
        assert process.stdout.readline().startswith(f"Dateline is at http://127.0.0.1:{port}")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = serve(tmp_path / "new.db", port)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert out == ""
    assert err.strip().splitlines() == [
        f"The port {port} is taken by another program; choose another one with --port (make run PORT=...)."
    ]


def test_what_the_first_page_needs_is_loaded_before_anybody_asks_for_it() -> None:
    page = ast.parse((ROOT / "pages" / "timeline.py").read_text(encoding="utf-8"))
    needed = {
        f"components.{alias.name}"
        for node in ast.walk(page)
        if isinstance(node, ast.ImportFrom) and node.module == "components"
        for alias in node.names
    }
    script = "import sys; from components import started; started.load(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {*needed, "pandas", "dateline.store", "dateline.draw"} <= set(loaded.stdout.split())
