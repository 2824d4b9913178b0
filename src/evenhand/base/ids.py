"""Public ids: random, so that knowing one tells nothing of another and grants nothing."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No character that is taken for another when it is read aloud."""
LENGTH = 20
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"


class PublicIdConverter:
    """In an address, a public id and nothing else: `<public_id:public_id>`."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


def new_id() -> str:
    """A public id of 99 bits.

    >>> len(new_id())
    20
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
