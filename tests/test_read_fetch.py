"""Pages by their address: what is asked of a site and how, and what is never asked of anybody.

The servers are real ones on this machine; the tests' own look-up says that a name is at a public address, and their own
dialling leads that address to the server.
"""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dateline import limits, pipeline, store
from dateline.errors import DatelineError
from dateline.model import Document
from dateline.read import documents, fetch, from_address
from dateline.read.address import is_public, parsed
from dateline.read.network import Network
from tests.conftest import ROOT

PUBLIC = "93.184.215.14"
PAGE = (
    "<html><head><title>Talks in Geneva</title><meta property='article:published_time' content='2024-06-19'>"
    "<link rel='stylesheet' href='/style.css'></head><body><img src='/picture.png'><script src='/script.js'></script>"
    "<article><p>Envoys of two states met in Geneva on Monday and spoke of fishing rights.</p></article></body></html>"
)
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """A server, what it answers by path, and what it was asked."""

    port: int = 0
    answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    dialled: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    def network(self, resolve: Callable[[str, int], Sequence[str]] | None = None, **more: object) -> Network:
        """The outside world, in which every name is this site."""

        def look_up(host: str, port: int) -> Sequence[str]:
            self.looked_up.append(host)
            return resolve(host, port) if resolve else [PUBLIC]

        def dial(number: str, port: int, seconds: float) -> socket.socket:
            self.dialled.append(number)
            return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

        return Network(**{"resolve": look_up, "dial": dial, "pause": 0.0, **more})  # type: ignore[arg-type]


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                site.asked.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
                site.times.append(time.monotonic())
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
            try:
                answer = site.answers.get(self.path, (404, {}, b""))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked has gone
            finally:
                with lock:
                    site.at_once -= 1

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with one page; nothing is remembered of sites of other tests."""
    monkeypatch.setattr(fetch, "_HOSTS", fetch._Hosts())
    with serving() as running:
        running.answers["/a.html"] = (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode())
        yield running


def code(url: str, network: Network) -> str:
    with pytest.raises(DatelineError) as caught:
        fetch.fetch(url, network=network)
    assert "\n" not in str(caught.value)
    return caught.value.code


def redirect(to: str, status: int = 302) -> Answer:
    return status, {"Location": to}, b""


# what is asked


def test_the_page_is_the_only_request_beside_robots_txt(site: Site) -> None:
    (document,) = from_address("http://news.example.com/a.html", network=site.network())
    assert isinstance(document, Document)
    assert "fishing rights" in document.text and document.title == "Talks in Geneva"
    assert document.url == "http://news.example.com/a.html" == document.name
    assert document.published and document.published.value == "2024-06-19"
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/a.html"]
    assert {host for _, host, _ in site.asked} == {"news.example.com"}
    assert all(agent.startswith("Dateline/") for _, _, agent in site.asked)
    from_address("http://news.example.com/a.html", network=site.network())
    assert [path for path, _, _ in site.asked][2:] == ["/a.html"], "robots.txt is kept"


def test_a_page_goes_into_a_database_by_its_address(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "DEFAULT", site.network())
    (result,) = pipeline.ingest_address(tmp_path / "a.db", "http://news.example.com/a.html")
    assert result.outcome == "added"
    (row,) = store.documents(tmp_path / "a.db")
    assert row.document.url == "http://news.example.com/a.html"
    assert [d.text for d in documents(["http://news.example.com/a.html"]) if isinstance(d, Document)]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ((404, {}, b""), True),
        ((403, {}, b""), True),
        ((503, {}, b""), False),
        ((200, {}, b"User-agent: *\nDisallow: /\n"), False),
        ((200, {}, b"User-agent: *\nDisallow: /*.html$\n"), False),
        ((200, {}, b"User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nAllow: /\n"), True),
        ((200, {}, b"User-agent: Dateline\nDisallow: /a\n"), False),
        ((200, {}, b"\x00\xff garbage " * 200_000), True),
    ],
)
def test_robots_txt_is_heeded(site: Site, robots: Answer, allowed: bool) -> None:
    site.answers["/robots.txt"] = robots
    if allowed:
        fetch.fetch("http://news.example.com/a.html", network=site.network())
    else:
        assert code("http://news.example.com/a.html", site.network()) == "E129"
        assert [path for path, _, _ in site.asked] == ["/robots.txt"]


def test_one_request_at_a_time_and_a_pause_between_two(site: Site) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.3\n")
    network = site.network(pause=0.15)
    url = "http://news.example.com/a.html"
    threads = [threading.Thread(target=fetch.fetch, args=(url,), kwargs={"network": network}) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.asked) == 5 and site.most_at_once == 1
    gaps = [b - a for a, b in zip(site.times[1:], site.times[2:], strict=False)]
    assert min(gaps) >= 0.29


def test_two_redirects_are_followed_and_no_third(site: Site) -> None:
    site.answers["/1"] = redirect("/2", 301)
    site.answers["/2"] = redirect("http://www.other-news.com/a.html", 308)
    site.answers["/0"] = redirect("/1")
    page = fetch.fetch("http://news.example.com/1", network=site.network())
    assert page.url == "http://www.other-news.com/a.html"
    assert code("http://news.example.com/0", site.network()) == "E130"
    site.answers["/loop"] = redirect("/loop")
    assert code("http://news.example.com/loop", site.network()) == "E130"


def test_the_address_that_a_page_claims_holds_for_its_own_site_alone(site: Site) -> None:
    for canonical, expected in (
        ("http://news.example.com/b.html", "http://news.example.com/b.html"),
        ("http://phishing.example.org/", "http://news.example.com/a.html"),
    ):
        page = PAGE.replace("<head>", f"<head><link rel='canonical' href='{canonical}'>")
        site.answers["/a.html"] = (200, {"Content-Type": "text/html"}, page.encode())
        (document,) = from_address("http://news.example.com/a.html", network=site.network())
        assert isinstance(document, Document) and document.url == expected


def test_other_formats_are_read_by_their_content(site: Site) -> None:
    data = (Path(__file__).parent / "formats" / "printed.pdf").read_bytes()
    site.answers["/report"] = (200, {"Content-Type": "application/octet-stream"}, data)
    site.answers["/packed"] = (200, {"Content-Type": "text/html"}, gzip.compress(PAGE.encode()))
    for path in ("report", "packed"):
        (document,) = from_address(f"http://news.example.com/{path}", network=site.network())
        assert isinstance(document, Document) and document.url == f"http://news.example.com/{path}"


def test_the_charset_that_the_server_names_holds(site: Site) -> None:
    page = PAGE.replace("Envoys", "Посланцы").encode("koi8-r")
    site.answers["/a.html"] = (200, {"Content-Type": "text/html; charset=KOI8-R"}, page)
    (document,) = from_address("http://news.example.com/a.html", network=site.network())
    assert isinstance(document, Document) and "Посланцы" in document.text


# what ends it


def test_off_by_a_setting(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_FETCH", "off")
    assert code("http://news.example.com/a.html", site.network()) == "E127"
    assert site.looked_up == [] and site.asked == []


def test_a_page_that_is_too_large_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)

    site.answers["/a.html"] = endless
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 1024 * 1024)
    assert code("http://news.example.com/a.html", site.network()) == "E104"


@pytest.mark.parametrize("part", ["head", "body", "silence"])
def test_a_server_that_trickles_is_given_up_in_time(site: Site, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        if part == "body":
            handler.send_response(200)
            handler.end_headers()
        for _ in range(200):
            if part != "silence":
                handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: yes"[:1] if part == "head" else b"x")
            time.sleep(0.05)

    site.answers["/a.html"] = slow
    monkeypatch.setattr(limits, "FETCH_SECONDS", 1)
    started = time.monotonic()
    assert code("http://news.example.com/a.html", site.network()) == "E130"
    assert time.monotonic() - started < 3


def test_a_look_up_that_never_ends_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FETCH_SECONDS", 1)

    def never(host: str, port: int) -> Sequence[str]:
        time.sleep(20)
        return [PUBLIC]

    started = time.monotonic()
    assert code("http://news.example.com/a.html", site.network(never)) == "E130"
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((404, {}, b"gone"), "E130"),
        ((500, {}, b""), "E130"),
        ((304, {}, b""), "E130"),
        ((302, {}, b"nowhere"), "E130"),
        ((200, {"Content-Type": "image/png"}, b"\x89PNG"), "E106"),
        (lambda handler: handler.wfile.write(b"garbage\r\n\r\n" * 10), "E130"),
        (lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000), "E130"),
        (lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort"), "E130"),
        (lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), "E130"),
        (lambda handler: handler.connection.shutdown(socket.SHUT_RDWR), "E130"),
    ],
)
def test_answers_that_are_no_page(site: Site, answer: object, expected: str) -> None:
    site.answers["/a.html"] = answer  # type: ignore[assignment]
    assert code("http://news.example.com/a.html", site.network()) == expected


def test_nobody_there(site: Site) -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    def refusing(number: str, port: int, seconds: float) -> socket.socket:
        raise ConnectionRefusedError

    assert code("http://no-such-site.com/", site.network(unknown)) == "E130"
    assert code("http://no-such-site.com/", site.network(dial=refusing)) == "E130"


# what is refused

PRIVATE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.215.14", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "100::1",
    "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:c0a8:101::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1",
    "fe80::1%eth0", "fec0::1", "ff02::1", "5f00::1",
]  # fmt: skip
HOSTILE = [
    "http://127.0.0.1/",
    "http://127.1/",  # short
    "http://2130706433/",  # decimal
    "http://0177.0.0.1/",  # octal
    "http://017700000001/",
    "http://0x7f.0.0.1/",  # hex
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://127.0.0.1./",
    "http://127.000.000.001/",
    "http://0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",  # mapped
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:169.254.169.254]/",
    "http://[64:ff9b::169.254.169.254]/",  # translated
    "http://[2002:7f00:1::]/",  # tunnelled
    "http://[fe80::1%25eth0]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://news.localhost/",
    "http://printer.local/",
    "http://intranet/",
    "http://①②⑦.⓪.⓪.①/",  # digits that become plain ones
    "http://127。0。0。1/",  # full stops that become plain ones
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://news.example.com@127.0.0.1/",  # userinfo
    "http://user:password@news.example.com/",
    "http://news.example.com:secret@news.example.com/",
    "http://127.0.0.1\\@news.example.com/",
    "http://news.example.com\\@127.0.0.1/",
    "http://127.0.0.1#@news.example.com/",
    "http://127.0.0.1?@news.example.com/",
    "http://news.example.com\r\nHost: 127.0.0.1/",
    "http://news.example.com /",
    "http://news.example.com:22/",
    "http://news.example.com:8501/",
    "http://news.example.com:0/",
    "http://news.example.com:99999/",
    "https://news.example.com:80/",
    "http:///etc/passwd",
    "http://",
    "http://.../",
    "http://[::1/",
    "http://news..example.com/",
    "http://-news.example.com/",
    "http://" + "a" * 64 + ".com/",
    "http://" + "a." * 130 + "com/",
    "http://news.example.com/" + "a" * 2_000,
    "file:///etc/passwd",
    "ftp://news.example.com/",
    "gopher://news.example.com:70/_",
    "data:text/html,<p>words",
    "javascript:alert(1)",
    "//127.0.0.1/",
    "HTTP:127.0.0.1",
    "",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_addresses_are_refused_before_anything_is_asked(site: Site, url: str) -> None:
    assert code(url, site.network()) == "E128"
    assert (site.looked_up, site.dialled, site.asked) == ([], [], [])


@pytest.mark.parametrize("number", PRIVATE)
def test_names_that_lead_inside_are_refused(site: Site, number: str) -> None:
    assert not is_public(number)
    assert code("http://news.example.com/a.html", site.network(lambda *_: [number])) == "E128"
    assert code("http://news.example.com/a.html", site.network(lambda *_: [PUBLIC, number])) == "E128"
    assert (site.dialled, site.asked) == ([], [])


@pytest.mark.parametrize("number", ["8.8.8.8", PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001::1"])
def test_public_addresses_are_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://localhost/", "http://[::1]/", "//127.1/",
     "http://2130706433/", "file:///etc/passwd", "ftp://news.example.com/", "http://news.example.com:8080/",
     "http://user@news.example.com/", "http://inside.example.com/"],
)  # fmt: skip
def test_redirects_inside_are_refused(site: Site, target: str) -> None:
    site.answers["/a"] = redirect(target)
    network = site.network(lambda host, _: ["10.0.0.7"] if host == "inside.example.com" else [PUBLIC])
    assert code("http://news.example.com/a", network) == "E128"
    assert {path for path, _, _ in site.asked} == {"/robots.txt", "/a"}
    assert set(site.dialled) == {PUBLIC}


def test_a_robots_txt_that_leads_inside_is_not_followed(site: Site) -> None:
    site.answers["/robots.txt"] = redirect("http://127.0.0.1/robots.txt")
    assert code("http://news.example.com/a.html", site.network()) == "E128"
    site.answers["/robots.txt"] = redirect("http://other.example.com/robots.txt")
    fetch.fetch("http://news.example.com/a.html", network=site.network())
    assert {host for _, host, _ in site.asked} == {"news.example.com"}


def test_a_name_that_changes_its_address_is_not_looked_up_again(site: Site) -> None:
    """DNS rebinding: public when it is checked, this machine when it is connected to."""
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    network = site.network(lambda *_: next(answers))
    fetch.fetch("http://news.example.com/a.html", network=network)
    assert set(site.dialled) == {PUBLIC} and site.looked_up == ["news.example.com"]
    assert code("http://news.example.com/a.html", network) == "E128", "the next page is looked up and checked anew"


def test_letters_of_other_scripts_and_odd_paths_are_sent_in_ascii() -> None:
    assert parsed("http://bücher.example.com/übér?q=ä#part").url == (
        "http://xn--bcher-kva.example.com/%C3%BCb%C3%A9r?q=%C3%A4"
    )
    assert parsed("HTTPS://News.Example.COM").url == "https://news.example.com/"
    assert parsed("https://news.example.com:443/a%20b").url == "https://news.example.com/a%20b"


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for news.example.com and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example.com",
         "-addext", "subjectAltName=DNS:news.example.com", "-out", paths[0], "-keyout", paths[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    return paths


def test_a_certificate_must_be_trusted_and_hold_the_name(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "_HOSTS", fetch._Hosts())
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(*certificate)
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    with serving(server) as site:
        site.answers["/a.html"] = (200, {"Content-Type": "text/html"}, PAGE.encode())
        page = fetch.fetch("https://news.example.com/a.html", network=site.network(tls=trusting))
        assert page.data == PAGE.encode()
        assert code("https://other.example.com/a.html", site.network(tls=trusting)) == "E130"
        assert code("https://news.example.com/a.html", site.network()) == "E130"


# the page Add


def test_the_page_add_fetches_and_says_why_it_does_not(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("DATELINE_DB", str(tmp_path / "news.db"))
    monkeypatch.setattr(fetch, "DEFAULT", site.network())
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    app.switch_page("pages/add.py").run()
    app.button_group[0].set_value("Fetch a page").run()
    for url, said in (
        ("news.example.com", "it begins with https:// or http://"),
        ("http://169.254.169.254/latest", "is not fetched"),
        ("http://news.example.com/a.html", "Talks in Geneva"),
    ):
        app.text_input(key="address-url").set_value(url)
        next(button for button in app.button if button.label == "Fetch this page").click()
        app.run()
        assert not app.exception
        assert said in " ".join(element.proto.body for element in app.get("html")), url
