"""The web server: sync Django over WSGI, in processes of their own."""

from __future__ import annotations

from pathlib import Path

APPLICATION = "evenhand.web.wsgi:application"


def run_server(*, address: str, port: int, workers: int = 2, threads: int = 4) -> None:
    """Serve until a signal ends it: SIGINT or SIGTERM, after the requests that have begun."""
    from granian.constants import Interfaces  # noqa: PLC0415 - most commands start no server
    from granian.server import Server  # noqa: PLC0415 - as above

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
