"""The signed state of the whole register: a C2SP tlog-checkpoint, which is a C2SP signed note.

    register.example.com/outlets      the origin: which register
    20852163                          how many entries
    CsUYapGGPo4dkMgIAUqom/Xajj7h2f…   the root of their tree, in base64

    — register.example.com/outlets Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Z…

A signature is Ed25519 (RFC 8032) of everything before the empty line. The core has no Ed25519:
whoever calls hands in what signs and what verifies.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from evenhand.core.errors import CheckpointRefused
from evenhand.core.register.merkle import HASH_BYTES
from evenhand.core.said import Said, said

Sign = Callable[[bytes], bytes]
"""An Ed25519 signature of a message, 64 bytes, by a key that only the caller knows."""

Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether a public key of 32 bytes made a signature of a message: (key, signature, message)."""

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
"""Kinds of keys: of a register, and of a witness that says when it signed."""
KEY_BYTES = 32
SIGNATURE_BYTES = 64
ID_BYTES = 4
MOST_SIGNATURES = 64
MOST_CHARACTERS = 64 * 1024
LARGEST = 2**63 - 1
"""The most entries that a register can have."""

_LINE = re.compile(r"— (\S+) ([A-Za-z0-9+/=]+)")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key, with the name it signs under; 32 bytes of Ed25519.

    Of a register, unless it is of the kind of witnesses.
    """

    name: str
    public: bytes
    kind: bytes = ED25519

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of the same name apart."""
        named = self.name.encode() + b"\n" + self.kind + self.public
        return hashlib.sha256(named).digest()[:ID_BYTES]

    def __str__(self) -> str:
        """As it is published: name+id+key."""
        return f"{self.name}+{self.id.hex()}+{in_base64(self.kind + self.public)}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a register looked like at a moment: so many entries, with this root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        lines = (self.origin, str(self.size), in_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Signature:
    """A line under a checkpoint; of a kind of key that we do not know, it is left alone."""

    name: str
    id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"— {self.name} {in_base64(self.id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint and who vouches for it."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.checkpoint.text + "\n" + "".join(map(str, self.signatures))

    def is_signed_by(self, key: VerifierKey, verify: Verify) -> bool:
        """Whether the register that this is about signed it, with this key."""
        return self.checkpoint.origin == key.name and any(
            len(one.value) == SIGNATURE_BYTES
            and verify(key.public, one.value, self.checkpoint.text.encode())
            for one in self.signatures
            if one.name == key.name and one.id == key.id
        )


def signed(checkpoint: Checkpoint, key: VerifierKey, sign: Sign) -> SignedCheckpoint:
    """The checkpoint with the register's own signature.

    Raises CheckpointRefused for one that could not be read again: an empty origin, a bad size.
    """
    signature = Signature(key.name, key.id, sign(checkpoint.text.encode()))
    made = SignedCheckpoint(checkpoint, (signature,))
    if read_checkpoint(str(made)) != made or checkpoint.origin != key.name:
        raise CheckpointRefused(
            said(
                "the key of {name} cannot sign for {origin}",
                name=key.name,
                origin=checkpoint.origin,
            )
        )
    return made


def read_verifier_key(text: str, *, kind: bytes = ED25519) -> VerifierKey:
    """A key of this kind as it is published; raises CheckpointRefused for any other text."""
    found = _KEY.fullmatch(text)
    content = from_base64(found[3]) if found else None
    if not found or content is None or not _is_key(content, kind) or not _is_text(text):
        raise CheckpointRefused(
            said("this is no verifier key: one is a name, + , 8 hex digits, + and base64")
        )
    key = VerifierKey(found[1], content[1:], kind)
    if key.id.hex() != found[2]:
        raise CheckpointRefused(
            said("the verifier key of {name} was mistyped: its id does not fit it", name=key.name)
        )
    return key


def _is_key(content: bytes, kind: bytes) -> bool:
    return content[:1] == kind and len(content) == 1 + KEY_BYTES


def read_checkpoint(text: str) -> SignedCheckpoint:
    """A checkpoint with its signatures, none of which is verified yet.

    Raises CheckpointRefused for anything else: of each checkpoint there is exactly one text.
    """
    body, found, lines = text.rpartition("\n\n")
    if len(text) > MOST_CHARACTERS or not _is_text(text) or not found:
        raise _refused(said("a text, an empty line and signatures are wanted"))
    return SignedCheckpoint(_checkpoint(body), read_signatures(lines))


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return not _CONTROL.search(text)


def _checkpoint(body: str) -> Checkpoint:
    origin, *rest = body.split("\n")
    if len(rest) < 2 or not all((origin, *rest)):
        raise _refused(said("an origin, a size and a root are wanted, each on a line"))
    size, root = rest[0], from_base64(rest[1])
    if not _SIZE.fullmatch(size) or int(size) > LARGEST:
        raise _refused(said("the second line is no size: {text}", text=size))
    if root is None or len(root) != HASH_BYTES:
        raise _refused(said("the third line is no root: {text}", text=rest[1]))
    return Checkpoint(origin, int(size), root, tuple(rest[2:]))


def read_signatures(lines: str) -> tuple[Signature, ...]:
    """Signature lines, none of which is verified yet. Raises CheckpointRefused."""
    *whole, after = lines.split("\n")
    if after or not 0 < len(whole) <= MOST_SIGNATURES:
        raise _refused(said("it ends in 1 to {most} signature lines", most=MOST_SIGNATURES))
    found = tuple(_signature(line) for line in whole)
    if len({(one.name, one.id) for one in found}) < len(found):
        raise _refused(said("the same key signed it twice"))
    return found


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    content = from_base64(found[2]) if found else None
    if not found or content is None or len(content) <= ID_BYTES or "+" in found[1]:
        raise _refused(said("this is no signature line: {text}", text=line))
    return Signature(found[1], content[:ID_BYTES], content[ID_BYTES:])


def _refused(why: Said) -> CheckpointRefused:
    return CheckpointRefused(said("this is no checkpoint: {why}", why=why))


def in_base64(content: bytes) -> str:
    """Bytes as they stand in checkpoints."""
    return base64.b64encode(content).decode()


def from_base64(text: str) -> bytes | None:
    """What base64 stands for; None when it is not written in the one way that counts."""
    try:
        content = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return content if in_base64(content) == text else None
