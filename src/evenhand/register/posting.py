"""Sending something over HTTP to a host outside, and nowhere else: past the fence, no redirects."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Final

from django.conf import settings

from evenhand.notices.fence import check_host
from evenhand.register.addresses import parts_of

SECONDS: Final = 30
"""For everything, however slowly the other side answers."""
MOST_BYTES: Final = 64 * 1024
TEXT: Final = "text/plain; charset=utf-8"
_MOST_ADDRESSES: Final = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


def post(url: str, content: bytes, *, kind: str = TEXT, is_plain: bool = False) -> Answer:
    """Send it to one of the addresses that were looked at: a name may resolve otherwise later.

    Raises OSError, HTTPException, ValueError if nothing that can be read comes back, EvenhandError
    if the host may not be written to.
    """
    parts = parts_of(url, is_plain=is_plain)
    host = parts.hostname or ""
    addresses = check_host(host, allowed=settings.ENVIRONMENT.notice_hosts)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = HTTPConnection(host, port)
    connection.sock = _connected(addresses, port)
    connection.sock.settimeout(SECONDS)
    lines = [connection.sock]
    limit = threading.Timer(SECONDS, _cut, [lines])
    limit.daemon = True
    limit.start()
    try:
        if parts.scheme == "https":
            connection.sock = _protected(lines, host)
        headers = {"Host": parts.netloc, "Content-Type": kind}
        connection.request("POST", parts.path or "/", content, headers)
        response = connection.getresponse()
        body = response.read(MOST_BYTES + 1)
        if limit.finished.is_set():  # what was read so far may be half of it
            raise TimeoutError
    finally:
        limit.cancel()
        connection.close()
        lines[-1].close()
    if len(body) > MOST_BYTES:
        raise HTTPException
    return Answer(response.status, body)


def _connected(addresses: Collection[str], port: int) -> socket.socket:
    """To the first that answers: not every network has both kinds of addresses."""
    failed = OSError()
    for address in sorted(addresses, key=lambda one: ":" in one)[:_MOST_ADDRESSES]:
        try:
            return socket.create_connection((address, port), timeout=SECONDS / _MOST_ADDRESSES)
        except OSError as error:
            failed = error
    raise failed


def _protected(lines: list[socket.socket], host: str) -> ssl.SSLSocket:
    """TLS on what is connected; greeting comes after, so that it can be cut off like the rest."""
    safe = ssl.create_default_context().wrap_socket(
        lines[-1], server_hostname=host, do_handshake_on_connect=False
    )
    lines.append(safe)
    safe.do_handshake()
    return safe


def _cut(lines: list[socket.socket]) -> None:
    """End it for both sides, whoever still reads."""
    with suppress(OSError):
        lines[-1].shutdown(socket.SHUT_RDWR)
