"""Sending something over HTTP to a host outside, and nowhere else: past the fence, no redirects."""

from __future__ import annotations

import socket
import ssl
import threading
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


def post(url: str, content: bytes) -> Answer:
    """Send it to one of the addresses that were looked at: a name may resolve otherwise later.

    Raises OSError, HTTPException, ValueError if nothing that can be read comes back, EvenhandError
    if the host may not be written to.
    """
    parts = parts_of(url)
    host = parts.hostname or ""
    address = min(check_host(host, allowed=settings.ENVIRONMENT.notice_hosts))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = HTTPConnection(host, port)
    connection.sock = socket.create_connection((address, port), timeout=SECONDS)
    limit = threading.Timer(SECONDS, _cut, [connection])
    limit.daemon = True
    limit.start()
    try:
        if parts.scheme == "https":
            _protect(connection, host)
        headers = {"Host": parts.netloc, "Content-Type": "text/plain; charset=utf-8"}
        connection.request("POST", parts.path or "/", content, headers)
        response = connection.getresponse()
        body = response.read(MOST_BYTES + 1)
    finally:
        limit.cancel()
        connection.close()
    if len(body) > MOST_BYTES:
        raise HTTPException
    return Answer(response.status, body)


def _protect(connection: HTTPConnection, host: str) -> None:
    """TLS on what is connected; greeting comes after, so that it can be cut off like the rest."""
    safe = ssl.create_default_context().wrap_socket(
        connection.sock, server_hostname=host, do_handshake_on_connect=False
    )
    connection.sock = safe
    safe.do_handshake()


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError):
        connection.sock.shutdown(socket.SHUT_RDWR)
