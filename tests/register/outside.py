"""A witness outside: a server of its own, which remembers in memory what it saw."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evenhand.base.ed25519 import verify
from evenhand.core.register.checkpoint import COSIGNATURE, Checkpoint, VerifierKey
from evenhand.core.register.cosignature import cosign
from evenhand.core.register.submission import read_submission
from evenhand.core.register.witness import Objection, attest

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey("outside.example/w1", PRIVATE.public_key().public_bytes_raw(), COSIGNATURE)


@dataclass
class Outside:
    register: VerifierKey
    seen: Checkpoint | None = None
    url: str = ""
    asked: list[int] = field(default_factory=list)
    """The old sizes with which it was asked."""
    broken: tuple[int, str] | None = None
    """What it answers instead, whatever it is asked."""

    def answer(self, content: bytes) -> tuple[int, str]:
        submission = read_submission(content)
        self.asked.append(submission.old)
        if self.broken:
            return self.broken
        size = self.seen.size if self.seen else 0
        if submission.old != size:
            return 409, f"{size}\n"
        new, proof = submission.signed, submission.proof
        found = attest(self.seen, new, proof=proof, key=self.register, verify=verify)
        if found.objection is Objection.SPLIT_VIEW:
            return 409, f"{size}\n"
        if not found.accepts:
            return 422, str(found.said)
        self.seen = new.checkpoint
        other = cosign(self.seen, VerifierKey("another", KEY.public, COSIGNATURE), at=1, sign=_sign)
        return 200, str(other) + str(cosign(self.seen, KEY, at=int(time.time()), sign=_sign))


def _sign(message: bytes) -> bytes:
    return PRIVATE.sign(message)


@contextmanager
def witnessing(register: VerifierKey) -> Iterator[Outside]:
    outside = Outside(register)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/w1/add-checkpoint"
            length = int(self.headers.get("Content-Length", 0))
            status, told = outside.answer(self.rfile.read(length))
            self.send_response(status)
            if status in {301, 307}:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(told.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    outside.url = f"http://127.0.0.1:{server.server_address[1]}/w1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield outside
    finally:
        server.shutdown()
        server.server_close()
