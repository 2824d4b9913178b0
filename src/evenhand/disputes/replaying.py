"""A ruling record that is handed in, ruled again: identical, or what differs."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.core.errors import TooLarge
from evenhand.core.ruling.recorded import read_record
from evenhand.core.ruling.replay import Difference, replay
from evenhand.core.said import said
from evenhand.disputes.offers import policy_recorded
from evenhand.people.models import User

MOST_BYTES = 4 * 1024 * 1024
"""A record is no larger than this: one of 4,000 entries has a quarter of it."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it. `same_policy`: it was ruled again under the very text it names."""

    policy: str
    version: str
    recorded_policy_sha256: str
    policy_sha256: str
    record_sha256: str
    size: int
    differences: tuple[Difference, ...]

    @property
    def is_identical(self) -> bool:
        """Byte for byte."""
        return not self.differences

    @property
    def same_policy(self) -> bool:
        """Whether the text of the policy is the one that is named."""
        return self.policy_sha256 == self.recorded_policy_sha256

    @property
    def outcome_differs(self) -> bool:
        """Whether somebody else would have the customer."""
        return any(one.path.startswith("outcome") for one in self.differences)


def replay_record(content: bytes, user: User) -> Replayed:
    """Rule again what a record was ruled on.

    Raises RecordRefused if it was altered or is none, NotFound if its policy is not known here,
    TooLarge.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(said("a ruling record has at most {most:,} bytes", most=MOST_BYTES))
    read = read_record(content)
    policy = policy_recorded(user, read)
    named = read.ruled_on.policy
    return Replayed(
        named.id,
        named.version,
        named.sha256,
        policy.sha256,
        read.sha256,
        len(content),
        replay(read, policy),
    )
