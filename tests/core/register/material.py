"""A small register, signed with a key made from a seed, and proofs of it."""

import hashlib
import random
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evenhand.core.register.checkpoint import Checkpoint, SignedCheckpoint, VerifierKey, signed
from evenhand.core.register.consistency import Consistency
from evenhand.core.register.export import checkpoint_line, entry_line
from evenhand.core.register.leaf import Leaf, Payload, commitment
from evenhand.core.register.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    root_at,
)
from evenhand.core.register.receipt import Receipt

ROOT = Path(__file__).resolve().parents[3]
NAME = "register.example.com/outlets"
BEGUN = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
KINDS = ("reception", "call", "visit", "follow_up", "message", "card", "registration", "order")


@cache
def offline() -> ModuleType:
    """verifier/evenhand_verify.py, which is a script."""
    path = ROOT / "verifier" / "evenhand_verify.py"
    spec = spec_from_file_location("evenhand_verify", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(slots=True)
class Memory:
    """A tree that keeps every complete subtree, as a database would."""

    frontier: Frontier = field(default_factory=Frontier)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def append(self, leaf: bytes) -> None:
        size = self.frontier.size
        for level, one in enumerate(self.frontier.append(leaf)):
            self.nodes[level, size >> level] = one

    def node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def signer(seed: str = "register") -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())


def key_of(private: Ed25519PrivateKey, name: str = NAME) -> VerifierKey:
    return VerifierKey(name, private.public_key().public_bytes_raw())


def payload_of(number: int, rng: random.Random) -> Payload:
    return {
        "customer": f"c-{rng.randrange(10**6)}",
        "grade": rng.choice("HABC"),
        "note": rng.choice(
            ["客户问了交期，周五再回访", "đã gọi, hẹn thứ sáu", "asked for a price 🙂"]
        ),
        "occurred_at": (BEGUN + timedelta(seconds=number)).isoformat(),
        "reached": rng.random() < 0.5,
        "who": f"p-{rng.randrange(500)}",
    }


def entry_of(number: int, rng: random.Random) -> tuple[Leaf, Payload, bytes]:
    payload, key = payload_of(number, rng), rng.randbytes(32)
    at = BEGUN + timedelta(seconds=number, microseconds=rng.randrange(10**6))
    leaf = Leaf(number, at, KINDS[number % len(KINDS)], commitment(payload, key))
    return leaf, payload, key


@dataclass(slots=True)
class Register:
    """Entries, their tree, and the key that signs for them."""

    entries: list[tuple[Leaf, Payload, bytes]]
    tree: Memory
    private: Ed25519PrivateKey

    @property
    def key(self) -> VerifierKey:
        return key_of(self.private)

    def checkpoint(self, size: int | None = None) -> SignedCheckpoint:
        size = len(self.entries) if size is None else size
        root = root_at(size, self.tree.node)
        return signed(Checkpoint(NAME, size, root), self.key, self.private.sign)

    def receipt(self, number: int, size: int | None = None) -> Receipt:
        size = len(self.entries) if size is None else size
        leaf, payload, key = self.entries[number - 1]
        proof = tuple(inclusion_proof(leaf.index, size, self.tree.node))
        return Receipt(leaf, payload, key, proof, self.checkpoint(size), self.key)

    def consistency(self, old: int, new: int) -> Consistency:
        proof = tuple(consistency_proof(old, new, self.tree.node))
        return Consistency(self.checkpoint(old), self.checkpoint(new), proof, self.key)

    def export(self, *sizes: int, erased: frozenset[int] = frozenset()) -> list[bytes]:
        """Its lines, with a checkpoint after each of these sizes and at the end."""
        lines = []
        for leaf, payload, key in self.entries:
            opened = () if leaf.sequence in erased else (payload, key)
            lines.append(entry_line(leaf, *opened))
            if leaf.sequence in {*sizes, len(self.entries)}:
                lines.append(checkpoint_line(self.checkpoint(leaf.sequence), self.key))
        return lines or [checkpoint_line(self.checkpoint(0), self.key)]


@cache
def register(size: int, seed: int = 0) -> Register:
    rng = random.Random(seed)
    entries = [entry_of(number, rng) for number in range(1, size + 1)]
    tree = Memory()
    for leaf, _, _ in entries:
        tree.append(leaf.hash)
    return Register(entries, tree, signer())
