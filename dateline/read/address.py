"""Addresses of pages, before anything is asked of the network: which ones may be fetched, and where a name may lead.

Refused is whatever is not plainly a page of the public web: other schemes and ports, passwords, names of this machine
or its network, numbers written so that programs read them differently (decimal, octal, hex, short), and every
address that the registries of IANA keep from the public network, also where IPv6 wraps an IPv4 address.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from dateline import limits
from dateline.errors import DatelineError

from .document import shown

_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
# Names that no public server has (RFC 6761, 6762, 8375, 9476 and the root's private-use name).
_PRIVATE_NAMES = frozenset({
    "localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "alt", "arpa",
    "onion", "test", "invalid",
})  # fmt: skip
# IANA's registry of special purposes, as far as versions of Python differ on it, and the host of Azure's machines.
_CLOSED_4 = tuple(map(ipaddress.IPv4Network, (
    "0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3",
    "168.63.129.16/32",
)))  # fmt: skip
_OPEN_6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


@dataclass(frozen=True, slots=True)
class Address:
    """A page's address in parts: ``host`` in ASCII, ``target`` the path and query as they are sent."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return f"{self.scheme}://{self.netloc}{self.target}"

    @property
    def netloc(self) -> str:
        """The host as an address writes it."""
        return f"[{self.host}]" if ":" in self.host else self.host


def is_address(text: str) -> bool:
    """True for what is meant as the address of a page, not as a file."""
    return re.match(r"https?://", text, re.I) is not None


def parsed(url: str) -> Address:
    """The parts of an address that may be fetched. Raises DatelineError E128, with the reason, for all others."""
    if len(url) > limits.MAX_URL_CHARS:
        raise refused(url, f"it is longer than {limits.MAX_URL_CHARS:,} characters")
    if any(c.isspace() or not c.isprintable() or c in '\\<>"^`{|}' for c in url):
        raise refused(url, "it holds characters that no address has")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        # Letters of other scripts; this also turns full-width digits and dots into plain ones.
        plain = host if ":" in host else host.encode("idna").decode("ascii").lower().rstrip(".")
    except (ValueError, UnicodeError):
        raise refused(url, "it is no address of a page") from None
    if parts.scheme not in _PORTS:
        raise refused(url, "it begins with neither https:// nor http://")
    if "@" in parts.netloc:
        raise refused(url, "it holds a name or password")
    if port not in (None, _PORTS[parts.scheme]):
        raise refused(url, f"port {port} is not that of a web page")
    _check_host(plain, url)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    )
    return Address(parts.scheme, plain, _PORTS[parts.scheme], target)


def _check_host(host: str, url: str) -> None:
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        number = None
    if number is not None:
        if not is_public(host):
            raise refused(url, "it is no address of the public network")
        return
    labels = host.split(".")
    if not host or len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise refused(url, "it is no address of a page")
    if _NUMBER.fullmatch(labels[-1]):
        raise refused(url, "its host is a number in disguise")
    if len(labels) == 1 or labels[-1] in _PRIVATE_NAMES:
        raise refused(url, "it is no address of the public network")


def is_public(number: str) -> bool:
    """True for an IP address of the public network: none of this machine, its network, its provider, or kept back."""
    try:
        ip = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not any(ip in closed for closed in _CLOSED_4)
    # Only what is given out to networks (2000::/3): ::1, mapped and translated IPv4 and the local ranges lie outside.
    return ip in _OPEN_6 and ip.is_global and not any(ip in closed for closed in _CLOSED_6)


def refused(url: str, why: str) -> DatelineError:
    """E128 for an address that is not fetched."""
    return DatelineError("E128", name=shown(url), why=why)
