"""One connection to one checked address: every byte before a deadline, no name looked up twice.

A name is looked up once; if any of its addresses is not public it is refused whole, else the connection goes to
exactly these addresses, whatever the name means a moment later (DNS rebinding). The name stays the one that the
certificate must hold and that the server is asked for.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore

from dateline import limits
from dateline.errors import DatelineError

from .address import Address, is_public, refused
from .document import shown

_AT_ONCE = 3
"""Most addresses of one name that are tried in turn."""


def system_addresses(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a name, as this machine looks them up. Raises OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial(number: str, port: int, seconds: float) -> socket.socket:
    """A connected socket to an IP address. Raises OSError."""
    return socket.create_connection((number, port), timeout=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What fetching needs of the outside; tests give their own, so that names lead to servers of theirs.

    ``resolve``: host and port to IP addresses; ``dial``: IP address, port and seconds to a connected socket; ``tls``:
    which certificates are trusted (None: those that browsers trust); ``pause``: seconds between two requests to a host.
    """

    resolve: Callable[[str, int], Sequence[str]] = system_addresses
    dial: Callable[[str, int, float], socket.socket] = dial
    tls: ssl.SSLContext | None = None
    pause: float = limits.FETCH_PAUSE_SECONDS


def looked_up(address: Address, network: Network, deadline: float) -> list[str]:
    """The IP addresses that a connection may go to. Raises E128 where one is not public, E130 where there are none."""
    answers: queue.Queue[Sequence[str] | Exception] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(network.resolve(address.host, address.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # The system's own look-up knows no deadline.
    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        raise httpcore.ConnectTimeout from None
    if isinstance(found, Exception) or not found:
        raise DatelineError("E130", name=shown(address.url), why="no site has this name")
    if not all(map(is_public, found)):
        raise refused(address.url, "it leads to an address that is not of the public network")
    return list(found[:_AT_ONCE])


class Pinned(httpcore.NetworkBackend):
    """Connects to the given IP addresses alone, whatever host is asked for."""

    def __init__(self, numbers: Sequence[str], network: Network, deadline: float) -> None:
        self._numbers, self._network, self._deadline = numbers, network, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address that answers."""
        for number in self._numbers:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise httpcore.ConnectTimeout
            try:
                return _Stream(
                    self._network.dial(number, port, min(left, limits.FETCH_CONNECT_SECONDS)), self._deadline
                )
            except OSError:
                continue
        raise httpcore.ConnectError("no answer")

    def sleep(self, seconds: float) -> None:
        """Nothing is tried again, so nothing waits."""


class _Stream(httpcore.NetworkStream):
    """A socket on which no call lasts beyond the deadline, however slowly the other side trickles."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket, self._deadline = connected, deadline

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes; b"" at the end."""
        try:
            self._socket.settimeout(self._left())
            return self._socket.recv(max_bytes)
        except TimeoutError:
            raise httpcore.ReadTimeout from None
        except OSError as error:
            raise httpcore.ReadError(str(error)) from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of ``buffer``."""
        try:
            self._socket.settimeout(self._left())
            self._socket.sendall(buffer)
        except TimeoutError:
            raise httpcore.WriteTimeout from None
        except OSError as error:
            raise httpcore.WriteError(str(error)) from None

    def close(self) -> None:
        """Ends the connection."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted, to a server whose certificate holds ``server_hostname``."""
        try:
            self._socket.settimeout(self._left())
            return _Stream(ssl_context.wrap_socket(self._socket, server_hostname=server_hostname), self._deadline)
        except ssl.SSLError as error:
            self.close()
            raise httpcore.ConnectError(f"no trusted connection: {error.reason or 'bad certificate'}") from None
        except (OSError, ValueError) as error:
            self.close()
            raise httpcore.ConnectError(str(error)) from None

    def get_extra_info(self, info: str) -> Any:
        """The encrypted connection where it is asked for, else nothing."""
        return self._socket if info == "ssl_object" and isinstance(self._socket, ssl.SSLSocket) else None
