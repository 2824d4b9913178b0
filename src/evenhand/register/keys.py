"""The register's own key, with which it signs checkpoints; it lies beside the other keys."""

from __future__ import annotations

import hashlib
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from evenhand.base.keys import key_named
from evenhand.core.register.checkpoint import Checkpoint, SignedCheckpoint, VerifierKey, signed

NAME = "register"


def verifier_key(origin: str) -> VerifierKey:
    """The public half, as it is published: whoever holds it can verify."""
    return VerifierKey(origin, _private().public_key().public_bytes_raw())


def sign(checkpoint: Checkpoint) -> SignedCheckpoint:
    """The checkpoint with the register's signature."""
    return signed(checkpoint, verifier_key(checkpoint.origin), _private().sign)


@cache
def _private() -> Ed25519PrivateKey:
    secret = key_named(NAME, folder=settings.ENVIRONMENT.keys_home)
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret.encode()).digest())
