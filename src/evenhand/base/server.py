"""The web server: sync Django over WSGI, in processes of their own."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

from evenhand.base.system import reason
from evenhand.core.errors import Conflict
from evenhand.core.said import said

APPLICATION = "evenhand.web.wsgi:application"


def run_server(*, address: str, port: int, workers: int = 2, threads: int = 4) -> None:
    """Serve until a signal ends it: SIGINT or SIGTERM, after the requests that have begun.

    Raises Conflict if somebody listens there already.
    """
    from granian.constants import Interfaces  # noqa: PLC0415 - most commands start no server
    from granian.server import Server  # noqa: PLC0415 - as above

    refuse_taken(address, port)
    _let_go_of_the_database()
    Server(
        APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=workers,
        blocking_threads=threads,
        backpressure=64,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_access=False,
        working_dir=Path.cwd(),
    ).serve()


def refuse_taken(address: str, port: int) -> None:
    """Whether one may listen there. Raises Conflict."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Conflict(
                    said(
                        "Something listens on {address}:{port} already. "
                        "End it, or choose another port: --port {other}",
                        address=address,
                        port=port,
                        other=port + 1,
                    )
                ) from None
            raise Conflict(
                said(
                    "{address}:{port} cannot be listened on: {reason}",
                    address=address,
                    port=port,
                    reason=reason(error),
                )
            ) from None


def _let_go_of_the_database() -> None:
    """The server's processes are forked: a connection must not be carried over into them."""
    from django.db import connections  # noqa: PLC0415 - most commands start no server

    for connection in connections.all():
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
