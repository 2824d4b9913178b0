"""Public ids: random, so that knowing one tells nothing of another and grants nothing."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No character that is taken for another when it is read aloud."""
LENGTH = 20
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"


def new_id() -> str:
    """A public id of 99 bits.

    >>> len(new_id())
    20
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
