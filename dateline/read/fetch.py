"""A page by its address: asked for politely, once, and from the public network alone.

Per page the site gets one request for its robots.txt (kept for an hour) and one for the page itself; nothing that the
page names (pictures, scripts, frames) is asked for. A host gets one request at a time, with a pause between two.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

import httpcore
from protego import Protego

from dateline import __version__, limits
from dateline.errors import DatelineError

from .address import Address, parsed
from .document import shown
from .network import Network, Pinned, looked_up

SETTING = "DATELINE_FETCH"
"""The environment variable that switches fetching off: ``off``, ``no``, ``false`` or ``0``."""

AGENT = f"Dateline/{__version__} (reads single articles at a person's request)"
ROBOT = "Dateline"
"""The name that robots.txt may address."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNREADABLE = ("image/", "video/", "audio/", "font/")
_ROBOTS_SECONDS, _MOST_HOSTS = 3_600, 500
_OPEN, _CLOSED = Protego.parse(""), Protego.parse("User-agent: *\nDisallow: /")
DEFAULT = Network()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as its server gave it: the address that it came from in the end, its bytes, type, and the time (UTC)."""

    url: str
    data: bytes
    kind: str
    time: datetime


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    kind: str
    location: str | None
    data: bytes


class _Hosts:
    """Whose turn it is at each host, when it was asked last, and what its robots.txt says."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._asked: dict[str, float] = {}
        self.rules: dict[str, tuple[float, Protego]] = {}

    @contextlib.contextmanager
    def turn(self, host: str, deadline: float) -> Iterator[None]:
        """Waits until nobody else asks this host."""
        with self._lock:
            if len(self._turns) > _MOST_HOSTS:
                self._turns = {name: lock for name, lock in self._turns.items() if lock.locked()}
                self._asked, self.rules = {}, {}
            lock = self._turns.setdefault(host, threading.Lock())
        if not lock.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise httpcore.PoolTimeout
        try:
            yield
        finally:
            lock.release()

    def wait(self, host: str, pause: float) -> None:
        """Leaves ``pause`` seconds between two requests to a host; to be called in its turn."""
        time.sleep(max(0.0, self._asked.get(host, 0.0) + pause - time.monotonic()))

    def asked(self, host: str) -> None:
        """Notes that the host was asked just now."""
        self._asked[host] = time.monotonic()


_HOSTS = _Hosts()


def is_off() -> bool:
    """True where the setting `SETTING` switches fetching off."""
    return os.environ.get(SETTING, "").strip().lower() in ("off", "no", "false", "0")


def fetch(url: str, *, network: Network = DEFAULT) -> Fetched:
    """The page at an address, after at most `limits.MAX_REDIRECTS` redirects, each checked like the first address.

    Raises DatelineError E104 (too large), E106 (a picture, sound or film), E127 (switched off), E128 (an address that
    is not fetched), E129 (robots.txt), E130 (no page came, with the reason; `limits.FETCH_SECONDS` bound it all).
    """
    if is_off():
        raise DatelineError("E127", name=shown(url))
    deadline = time.monotonic() + limits.FETCH_SECONDS
    at = url
    try:
        for _ in range(limits.MAX_REDIRECTS + 1):
            address = parsed(at)
            with _HOSTS.turn(address.host, deadline):
                answer = _page(address, network, deadline)
            if answer.status not in _REDIRECTS or not answer.location:
                return _fetched(address, answer)
            at = urljoin(address.url, answer.location)
    except httpcore.TimeoutException:
        raise _none(url, f"it took longer than {limits.FETCH_SECONDS} seconds") from None
    except httpcore.ConnectError as error:
        raise _none(url, str(error) or "no answer") from None
    except (httpcore.NetworkError, httpcore.ProtocolError):
        raise _none(url, "the connection broke off") from None
    raise _none(url, f"more than {limits.MAX_REDIRECTS} redirects")


def _none(url: str, why: str) -> DatelineError:
    return DatelineError("E130", name=shown(url), why=shown(why))


def _page(address: Address, network: Network, deadline: float) -> _Answer:
    """The answer to the one request for a page, if the site's robots.txt allows it."""
    numbers = looked_up(address, network, deadline)
    rules = _rules(address, numbers, network, deadline)
    if not rules.can_fetch(address.url, ROBOT):
        raise DatelineError("E129", name=shown(address.url))
    pause = max(network.pause, min(rules.crawl_delay(ROBOT) or 0.0, limits.FETCH_SECONDS / 3))
    return _get(address, numbers, network, deadline, pause=pause, most=limits.MAX_FILE_BYTES)


def _rules(address: Address, numbers: list[str], network: Network, deadline: float) -> Protego:
    """What the site's robots.txt says (RFC 9309): all is allowed where there is none, nothing while it is out of order.

    A robots.txt that lies elsewhere is followed within the same host alone.
    """
    site = f"{address.scheme}://{address.netloc}"
    until, rules = _HOSTS.rules.get(site, (0.0, _OPEN))
    if until > time.monotonic():
        return rules
    target = "/robots.txt"
    rules = _OPEN
    for _ in range(limits.MAX_REDIRECTS + 1):
        there = Address(address.scheme, address.host, address.port, target)
        answer = _get(there, numbers, network, deadline, pause=network.pause, most=limits.MAX_ROBOTS_BYTES, cut=True)
        if answer.status in _REDIRECTS and answer.location:
            other = parsed(urljoin(there.url, answer.location))
            if (other.scheme, other.host) != (address.scheme, address.host):
                break
            target = other.target
            continue
        if answer.status == 200:
            rules = Protego.parse(answer.data.decode("utf-8", "replace"))
        elif answer.status >= 500 or answer.status == 429:
            return _CLOSED
        break
    _HOSTS.rules[site] = (time.monotonic() + _ROBOTS_SECONDS, rules)
    return rules


def _get(
    address: Address,
    numbers: list[str],
    network: Network,
    deadline: float,
    *,
    pause: float,
    most: int,
    cut: bool = False,
) -> _Answer:
    """One request and its answer. Of more than ``most`` bytes: E104, or where ``cut`` is set the first ones."""
    _HOSTS.wait(address.host, pause)
    if time.monotonic() > deadline:
        raise httpcore.PoolTimeout
    headers = [
        ("Host", address.netloc), ("User-Agent", AGENT), ("Accept", "text/html,application/xhtml+xml,*/*;q=0.5"),
        ("Accept-Language", "en"), ("Accept-Encoding", "identity"), ("Connection", "close"),
    ]  # fmt: skip
    backend = Pinned(numbers, network, deadline)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=network.tls, network_backend=backend, max_connections=1) as pool,
            pool.stream("GET", address.url, headers=headers) as response,
        ):
            found = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            kind, location = found.get(b"content-type", ""), found.get(b"location")
            data = bytearray()
            if response.status == 200:
                if kind.strip().lower().startswith(_UNREADABLE):
                    raise DatelineError("E106", name=shown(address.url))
                for piece in response.iter_stream():
                    data += piece
                    if len(data) > most:
                        if cut:
                            break
                        large = f"more than {most // 1024**2} MB"
                        raise DatelineError("E104", name=shown(address.url), size=large, limit=f"{most // 1024**2} MB")
            return _Answer(response.status, kind, location, bytes(data[:most]))
    finally:
        _HOSTS.asked(address.host)


def _fetched(address: Address, answer: _Answer) -> Fetched:
    if answer.status != 200:
        raise _none(address.url, f"the site answered {answer.status}")
    return Fetched(url=address.url, data=answer.data, kind=answer.kind, time=datetime.now(UTC))
