"""On a network: the proxy of docs/deploy.md as it stands there, and nothing shown before sign-in."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_serve import free_port, serve

from components import signin
from dateline import pipeline
from tests.conftest import ROOT

PAGES = ["timeline", "documents", "add", "corrections", "method"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("deploy") / "one.db"
    pipeline.ingest_bytes(db, [("secret.txt", b"Putin met Kim Jong Un in Pyongyang on 19 June 2024.")], title="Secret")
    return db


def everything(app: AppTest) -> str:
    return " ".join([str(app.main), str(app.sidebar), *(element.proto.body for element in app.get("html"))])


@pytest.mark.parametrize("page", PAGES)
def test_before_sign_in_no_page_shows_anything(page: str, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DB", str(filled))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.secrets["auth"] = {"client_id": "x"}
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert [button.label for button in app.button] == ["Sign in"]
    assert "Secret" not in everything(app) and "Pyongyang" not in everything(app)


@pytest.mark.parametrize(
    ("email", "verified", "expected"),
    [
        ("ada@example.org", True, True), (" Ada@Example.org ", None, True), ("ada@example.org", False, False),
        ("ada@example.org", "false", False), ("bob@example.org", True, False), ("bob@desk.example.org", True, True),
        ("bob@evil.desk.example.org", True, False), ("ada@example.org@desk.example.org", True, False),
        ("*@desk.example.org", True, True), ("", True, False), (None, True, False), (["ada@example.org"], True, False),
        ("@", True, False),
    ],
)  # fmt: skip
def test_who_is_on_the_list(email: object, verified: object, expected: bool) -> None:
    assert signin.is_allowed(email, verified, ["ada@example.org", "*@desk.example.org"]) is expected


def test_without_a_provider_the_desk_is_open(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DB", str(filled))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    assert not app.exception and "Sign in" not in [button.label for button in app.button]


def test_the_server_answers_on_this_machine_alone() -> None:
    settings = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert re.search(r'^address = "127\.0\.0\.1"$', settings, re.M)
    assert re.search(r"^gatherUsageStats = false$", settings, re.M)


@pytest.fixture
def proxied(filled: Path, tmp_path: Path) -> Iterator[int]:
    """The port of the documented proxy, before a running dashboard."""
    nginx, openssl = shutil.which("nginx"), shutil.which("openssl")
    if not nginx or not openssl:
        pytest.skip("needs nginx and openssl")
    key, cert = tmp_path / "dateline.key", tmp_path / "dateline.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=dateline.example.org",
         "-addext", "subjectAltName=DNS:dateline.example.org", "-out", cert, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    inside, outside = free_port(), free_port()
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^ {8}server \{\n.*?^ {8}\}\n", page, re.M | re.S)
    block = block.replace("listen 443", f"listen 127.0.0.1:{outside}").replace("127.0.0.1:8501", f"127.0.0.1:{inside}")
    block = block.replace("/etc/ssl", str(tmp_path))
    folders = "".join(
        f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        f"pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log; daemon off; events {{}}"
        f" http {{ access_log off; {folders} {block} }}",
        encoding="utf-8",
    )
    dashboard = serve(filled, inside)
    proxy = subprocess.Popen([nginx, "-c", str(conf), "-p", str(tmp_path)], stderr=subprocess.PIPE)
    try:
        assert dashboard.stdout and dashboard.stdout.readline().startswith("Dateline is at")
        time.sleep(0.5)
        assert proxy.poll() is None, proxy.stderr and proxy.stderr.read()
        yield outside
    finally:
        proxy.terminate()
        proxy.wait(timeout=30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(dashboard.pid, signal.SIGKILL)
        dashboard.communicate(timeout=30)


def test_the_proxy_of_the_page_passes_pages_and_the_websocket(proxied: int, tmp_path: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(tmp_path / "dateline.pem"))

    def ask(head: str, body: bytes = b"") -> str:
        with (
            socket.create_connection(("127.0.0.1", proxied), timeout=30) as plain,
            trusting.wrap_socket(plain, server_hostname="dateline.example.org") as stream,
        ):
            stream.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
            return stream.recv(65_536).decode("latin-1")

    answer = ask("GET / HTTP/1.1\nHost: dateline.example.org\nConnection: close")
    assert answer.startswith("HTTP/1.1 200")
    for header in ("Strict-Transport-Security", "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY",
                   "Referrer-Policy: no-referrer", "Content-Security-Policy: default-src 'self'"):  # fmt: skip
        assert header in answer
    upgrade = ask(
        "GET /_stcore/stream HTTP/1.1\nHost: dateline.example.org\nOrigin: https://dateline.example.org\n"
        "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
    )
    assert upgrade.startswith("HTTP/1.1 101")
    large = ask(f"POST /_stcore/upload_file/x HTTP/1.1\nHost: dateline.example.org\nContent-Length: {30 * 1024**2}")
    assert large.startswith("HTTP/1.1 413")
