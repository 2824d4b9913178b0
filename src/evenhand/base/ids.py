"""Public ids: random, so that knowing one tells nothing of another and grants nothing."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No character that is taken for another when it is read aloud."""
LENGTH = 20
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"

# Bytes that go evenly into the alphabet; the others are thrown away, so that no character is rarer.
_EVEN = 256 - 256 % len(ALPHABET)
_CHARACTERS = bytes(ord(ALPHABET[one % len(ALPHABET)]) for one in range(256))
_UNEVEN = bytes(range(_EVEN, 256))


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
    made = b""
    while len(made) < LENGTH:
        made += secrets.token_bytes(LENGTH + 4).translate(_CHARACTERS, _UNEVEN)
    return made[:LENGTH].decode()


def id_of(digest: bytes) -> str:
    """A public id made of a secret digest of at least 20 bytes: for the same one, the same id.

    >>> id_of(bytes(32))
    '22222222222222222222'
    """
    return digest[:LENGTH].translate(_CHARACTERS).decode()
