"""The register's own keys, which lie beside the others: one signs its checkpoints, one others'."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from evenhand.base.keys import key_named
from evenhand.core.register.checkpoint import (
    COSIGNATURE,
    Checkpoint,
    Signature,
    SignedCheckpoint,
    VerifierKey,
    signed,
)
from evenhand.core.register.cosignature import cosign

NAME = "register"
WITNESS = "witness"


def verifier_key(origin: str) -> VerifierKey:
    """The public half, as it is published: whoever holds it can verify."""
    return VerifierKey(origin, _public(NAME))


def sign(checkpoint: Checkpoint) -> SignedCheckpoint:
    """The checkpoint with the register's signature."""
    return signed(checkpoint, verifier_key(checkpoint.origin), _private(NAME).sign)


def witness_key() -> VerifierKey:
    """By which others know us as a witness; the name is made of the key, and changes with it."""
    public = _public(WITNESS)
    return VerifierKey(f"witness-{hashlib.sha256(public).hexdigest()[:16]}", public, COSIGNATURE)


def countersign(checkpoint: Checkpoint, now: datetime) -> Signature:
    """Our line under the checkpoint of another register."""
    at = int(now.timestamp())
    return cosign(checkpoint, witness_key(), at=at, sign=_private(WITNESS).sign)


def _public(name: str) -> bytes:
    return _private(name).public_key().public_bytes_raw()


@cache
def _private(name: str) -> Ed25519PrivateKey:
    secret = key_named(name, folder=settings.ENVIRONMENT.keys_home)
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret.encode()).digest())
