"""The virus scanner, if the company has one: clamd, by its INSTREAM command."""

from __future__ import annotations

import logging
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenhand.files.models import StoredFile

logger = logging.getLogger(__name__)

State = StoredFile.State

_CHUNK: Final = 64 * 1024
_SECONDS: Final = 30
_LONGEST_ANSWER: Final = 4096


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner says of a file."""

    state: State
    found: str = ""


def scan(path: Path, address: str) -> Verdict:
    """Ask clamd at `/a/socket` or `host:port`; without one unscanned, unanswered pending."""
    if not address:
        return Verdict(State.unscanned)
    try:
        answer = _ask(path, address)
    except OSError as error:
        logger.warning("clamd did not answer: %s", error)
        return Verdict(State.pending)
    return read_answer(answer)


def read_answer(answer: str) -> Verdict:
    """What an answer means; one that is no verdict leaves the file pending.

    >>> read_answer("stream: OK").state.value
    'clean'
    >>> read_answer("stream: Win.Test.EICAR_HDB-1 FOUND").found
    'Win.Test.EICAR_HDB-1'
    """
    said = answer.strip("\0\n ").removeprefix("stream: ")
    if said == "OK":
        return Verdict(State.clean)
    if said.endswith(" FOUND"):
        return Verdict(State.infected, said.removesuffix(" FOUND")[:200])
    logger.warning("clamd gave no verdict: %s", said[:200])
    return Verdict(State.pending)


def _ask(path: Path, address: str) -> str:
    with _connected(address) as line, path.open("rb") as file:
        line.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            line.sendall(len(chunk).to_bytes(4, "big") + chunk)
        line.sendall(b"\0\0\0\0")
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            got = line.recv(_LONGEST_ANSWER)
            if not got:
                break
            answer += got
    return answer.decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(_SECONDS)
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port or 3310)), timeout=_SECONDS)
