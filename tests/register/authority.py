"""A time-stamping authority: `openssl ts` behind a small server, with certificates of its own."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = {digests}
ess_cert_id_alg = sha256
"""
EXTENSION = "extendedKeyUsage=critical,timeStamping\n"


@dataclass
class Authority:
    folder: Path
    url: str = ""
    asked: list[bytes] = field(default_factory=list)
    broken: bytes | None = None
    """What it answers instead."""

    @property
    def roots(self) -> Path:
        return self.folder / "root.pem"

    def believe_only(self, *digests: str) -> None:
        """Refuse whatever else is sent."""
        text = CONFIG.format(folder=self.folder, digests=", ".join(digests))
        (self.folder / "tsa.cnf").write_text(text, encoding="utf-8")

    def answer(self, query: bytes) -> bytes:
        self.asked.append(query)
        if self.broken is not None:
            return self.broken
        (self.folder / "query").write_bytes(query)
        openssl(self.folder, "ts -reply -config tsa.cnf -queryfile query -out reply")
        return (self.folder / "reply").read_bytes()


def openssl(folder: Path, line: str) -> str:
    done = subprocess.run(
        ["openssl", *line.split()], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def founded(folder: Path) -> Authority:
    """An authority whose signer was certified by a root."""
    folder.mkdir()
    curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    openssl(folder, f"req -x509 {curve} -keyout root.key -out root.pem -subj /CN=Root -days 30")
    openssl(folder, f"req {curve} -keyout signer.key -out signer.csr -subj /CN=Clock")
    (folder / "usage").write_text(EXTENSION, encoding="utf-8")
    openssl(
        folder,
        "x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 "
        "-extfile usage -out signer.pem",
    )
    (folder / "serial").write_text("01\n", encoding="utf-8")
    found = Authority(folder)
    found.believe_only("sha256")
    return found


@contextmanager
def stamping(authority: Authority) -> Iterator[Authority]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            told = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    authority.url = f"http://127.0.0.1:{server.server_address[1]}/tsr"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
