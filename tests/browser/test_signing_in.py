"""Sign-in as docs/deploy.md sets it up: a real exchange with a small identity provider (OpenID Connect) on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, Page, expect

from tests.browser import desk as hand
from tests.browser.conftest import running

pytestmark = pytest.mark.browser

CLIENT, SECRET = "the-desk", "of the desk & the provider"


class Provider(ThreadingHTTPServer):
    """An identity provider that lets in whoever ``who`` names, after checking all that the client sends."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = self.signing_key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.who: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}
        self.audience = CLIENT
        self.tokens = 0


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _answer(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        provider, parts = self.server, urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            self._answer({
                "issuer": provider.issuer, "authorization_endpoint": f"{provider.issuer}/authorize",
                "token_endpoint": f"{provider.issuer}/token", "jwks_uri": f"{provider.issuer}/jwks",
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            })  # fmt: skip
        elif parts.path == "/jwks":
            self._answer({"keys": [provider.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            assert asked["client_id"] == CLIENT and asked["response_type"] == "code"
            assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
            code = secrets.token_urlsafe()
            provider.asked[code] = asked
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        provider = self.server
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = provider.asked.pop(form["code"][0])  # a code is good for once
        name, _, secret = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode().partition(":")
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest()).rstrip(b"=")
        assert self.path == "/token" and unquote_plus(name) == CLIENT and unquote_plus(secret) == SECRET
        assert proof.decode() == asked["code_challenge"] and form["redirect_uri"][0] == asked["redirect_uri"]
        now = int(time.time())
        claims = {
            "iss": provider.issuer,
            "aud": provider.audience,
            "iat": now,
            "exp": now + 600,
            "nonce": asked["nonce"],
        }
        token = jwt.encode({"alg": "RS256", "kid": "1"}, {**claims, **provider.who}, provider.signing_key)
        provider.tokens += 1
        self._answer({"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "id_token": token})


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def guarded(provider: Provider, sample_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard behind sign-in."""
    folder = tmp_path_factory.mktemp("guarded")

    def options(address: str) -> list[str]:
        (folder / "secrets.toml").write_text(
            f"""[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "{secrets.token_hex(32)}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"

[people]
allowed = ["ada@example.org", "*@desk.example.org"]
""",
            encoding="utf-8",
        )
        return ["--secrets.files", str(folder / "secrets.toml")]

    with running(sample_db, folder / "desk.log", options) as address:
        yield address


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()


def expect_nothing(page: Page) -> None:
    """Nothing of the database is on the page, and no way leads on."""
    hand.settled(page)
    assert page.locator(".js-plotly-plot").count() == 0
    for word in ("Pyongyang", "Putin", "Documents", "Corrections", "sample"):
        assert word not in page.locator("body").inner_text()


def test_without_sign_in_nothing_is_shown(guarded: str, page: Page) -> None:
    for path in ("", "/documents", "/add", "/corrections", "/timeline?words=Pyongyang"):
        page.goto(f"{guarded}{path}")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        expect_nothing(page)


def test_whoever_is_on_the_list_comes_in_and_goes_out_again(guarded: str, provider: Provider, browser: Browser) -> None:
    provider.who = {"sub": "1", "name": "Ada", "email": "Ada@example.org", "email_verified": True}
    window = browser.new_context(viewport={"width": 1440, "height": 900})
    page = window.new_page()
    sign_in(page, guarded)
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=120_000)
    assert page.url.startswith(guarded) and provider.tokens >= 1
    assert {cookie["name"] for cookie in window.cookies() if cookie.get("httpOnly")} >= {"_streamlit_user"}
    hand.go(page, f"{guarded}/documents")
    expect(page.locator(".st-key-articles")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect_nothing(page)
    window.close()


@pytest.mark.parametrize(
    "who",
    [
        {"email": "bob@example.org", "email_verified": True},
        {"email": "bob@desk.example.org", "email_verified": False},
        {"name": "without an address"},
        {"email": "<b>x</b>@example.org"},
    ],
)
def test_whoever_is_not_on_the_list_stays_out(
    who: dict[str, Any], guarded: str, provider: Provider, browser: Browser
) -> None:
    provider.who = {"sub": "2", **who}
    window = browser.new_context()
    page = window.new_page()
    sign_in(page, guarded)
    expect(page.get_by_text("who may not see this timeline")).to_be_visible(timeout=60_000)
    page.goto(f"{guarded}/documents")
    expect(page.get_by_text("who may not see this timeline")).to_be_visible(timeout=60_000)
    expect_nothing(page)
    window.close()


@pytest.mark.parametrize("forged", ["signed by another key", "for another client", "cookie"])
def test_what_the_provider_has_not_said_lets_nobody_in(
    forged: str, guarded: str, provider: Provider, browser: Browser
) -> None:
    provider.who = {"sub": "1", "email": "ada@example.org", "email_verified": True}
    window = browser.new_context()
    page = window.new_page()
    try:
        if forged == "cookie":
            told = base64.b64encode(json.dumps({"email": "ada@example.org", "is_logged_in": True}).encode()).decode()
            window.add_cookies([{"name": "_streamlit_user", "value": told, "url": guarded}])
        elif forged == "for another client":
            provider.audience = "another"
            sign_in(page, guarded)
        else:
            provider.signing_key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
            sign_in(page, guarded)
        page.wait_for_timeout(1_500)
        page.goto(guarded)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        expect_nothing(page)
    finally:
        provider.audience, provider.signing_key = CLIENT, provider.key
        window.close()
