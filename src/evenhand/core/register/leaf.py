"""What of an entry goes into the tree: its place, its time, its kind, and a commitment.

The commitment is HMAC-SHA256 of what the entry says, under a random key of its own. Whoever holds
both can show that this is what was entered; once both are erased, nothing can be learnt from the
tree, and the tree still verifies.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from evenhand.core.errors import PayloadRefused, RecordRefused
from evenhand.core.register.merkle import HASH_BYTES, leaf_hash
from evenhand.core.ruling.canonical import EXACT, Json, canonical
from evenhand.core.said import said, together

Payload = dict[str, Json]
"""What an entry says: everything about persons is in here, and only in here."""

FORMAT = "evenhand-entry/1"
KEY_BYTES = 32
DEEPEST = 32
"""How many objects and lists of a payload may stand inside one another."""

_KIND = re.compile(r"[a-z][a-z0-9_]{0,63}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")

_BEGINNING = f'{FORMAT}\n{{"commitment":"'


@lru_cache(maxsize=1024)
def _between(kind: str, recorded_at: datetime) -> str:
    """What stands between the commitment and the number: the same for many that came together."""
    return f'","kind":"{kind}","recorded_at":"{instant_text(recorded_at)}","sequence":'


@dataclass(frozen=True, slots=True)
class Leaf:
    """The part of an entry that is never changed and never erased.

    `sequence` counts from 1 without gaps; `recorded_at` is the server's time in UTC, to the
    microsecond. Raises ValueError for what can be no leaf.
    """

    sequence: int
    recorded_at: datetime
    kind: str
    commitment: bytes

    def __post_init__(self) -> None:
        if not 0 < self.sequence <= EXACT:
            raise ValueError(said("{number} is no register number", number=self.sequence))
        if self.recorded_at.tzinfo is not UTC:
            raise ValueError(said("{at} is not in UTC", at=self.recorded_at))
        read_kind(self.kind)
        if len(self.commitment) != HASH_BYTES:
            raise ValueError(said("a commitment has {count} bytes", count=HASH_BYTES))

    @property
    def index(self) -> int:
        """Its place in the tree, from 0."""
        return self.sequence - 1

    @property
    def content(self) -> bytes:
        r"""The bytes that are hashed: the format, a line end, and canonical JSON.

        >>> Leaf(7, datetime(2026, 11, 22, tzinfo=UTC), "call", bytes(32)).content[:32]
        b'evenhand-entry/1\n{"commitment":"'
        """
        # Canonical as it stands: no part of it holds anything that JSON would escape.
        between = _between(self.kind, self.recorded_at)
        return f"{_BEGINNING}{self.commitment.hex()}{between}{self.sequence}}}".encode()

    @property
    def hash(self) -> bytes:
        """The leaf of the tree."""
        return leaf_hash(self.content)

    def commits_to(self, payload: Payload, key: bytes) -> bool:
        """Whether this is what was entered."""
        try:
            return hmac.compare_digest(commitment(payload, key), self.commitment)
        except (PayloadRefused, ValueError):
            return False


def commitment(payload: Payload, key: bytes) -> bytes:
    """The commitment to a payload under a key of 32 random bytes, which is used for nothing else.

    The payload is taken as it came, code point by code point. Raises PayloadRefused for one without
    a canonical form, and ValueError for a key of another length.
    """
    return commitment_of(payload_content(payload), key)


def commitment_of(content: bytes, key: bytes) -> bytes:
    """The same to the canonical JSON of a payload."""
    if len(key) != KEY_BYTES:
        raise ValueError(said("the key of an entry has {count} bytes", count=KEY_BYTES))
    return hmac.digest(key, content, "sha256")


def payload_content(payload: Payload, deepest: int = DEEPEST) -> bytes:
    """The canonical JSON of a payload (RFC 8785, without fractions).

    Raises PayloadRefused for a fraction, an integer beyond 53 bits, half of a character, and for
    too many levels.
    """
    try:
        content = canonical(payload)
    except RecordRefused as error:
        raise PayloadRefused(error.said) from None
    except TypeError as error:
        raise PayloadRefused(together(error.args)) from None
    except RecursionError:
        raise _too_deep(deepest) from None
    # Counting brackets, also those in texts, is quick; most payloads need no more.
    if content.count(b"{") + content.count(b"[") > deepest and _depth(payload) > deepest:
        raise _too_deep(deepest)
    return content


def _too_deep(most: int) -> PayloadRefused:
    return PayloadRefused(said("more than {most} levels stand inside one another", most=most))


def _depth(value: Json) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


@lru_cache(maxsize=256)
def read_kind(text: str) -> str:
    """A kind of entry, whether or not it is still in use; raises ValueError for any other text."""
    if not _KIND.fullmatch(text):
        raise ValueError(said("{text} is no kind of entry", text=text))
    return text


def instant_text(at: datetime) -> str:
    """An instant in UTC, always with six digits of the second.

    >>> instant_text(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    '2026-11-22T09:30:00.000000Z'
    """
    return at.isoformat(timespec="microseconds")[:-6] + "Z"


def read_instant(text: str) -> datetime:
    """The instant that was written so; raises ValueError for any other text."""
    try:
        at = datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        at = None
    if at is None:
        raise ValueError(said("{text} is no instant: 2026-11-22T09:30:00.000000Z is", text=text))
    return at.replace(tzinfo=UTC)
