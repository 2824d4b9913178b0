"""Texts of the database as policies: read once, kept for as long as the process runs.

Keyed by the text itself, which never changes.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from evenhand.core.errors import NotFound, NoVersionInForce
from evenhand.core.policy.remarks import Remark
from evenhand.core.policy.versions import Version, day_number
from evenhand.core.ruling.examples import Checked, check_examples
from evenhand.core.said import said
from evenhand.policies.linting import lint_policy
from evenhand.policies.models import PolicyText
from evenhand.policies.shipped import Judged, ReadPolicy, judged_before, read_policy_text

NAMED: Final = Path("policy.yaml")
"""What messages call a text that has no file."""


def read(text: PolicyText) -> ReadPolicy:
    """The policy of a text. Raises PolicyRefused if this Evenhand reads it no longer."""
    return read_written(text.text)


@lru_cache(maxsize=32)
def read_written(text: str) -> ReadPolicy:
    """The policy of a text that may not have been taken in. Raises PolicyRefused."""
    return read_policy_text(text, NAMED)


@lru_cache(maxsize=32)
def checked(text: str) -> tuple[Checked, ...]:
    """Every example of a text, ruled, and what was wrong with it. Raises PolicyRefused."""
    policy = read_written(text)
    return tuple(check_examples(policy.policy, policy.located))


def judged(text: str) -> Judged:
    """What the examples of a text came to; those of a policy that ships were ruled before it did.

    Raises PolicyRefused.
    """
    known = judged_before().get(read_written(text).policy.sha256)
    return known or Judged.of(checked(text))


@lru_cache(maxsize=32)
def remarked(text: str) -> tuple[Remark, ...]:
    """What is most likely a mistake in a text. Raises PolicyRefused."""
    return tuple(lint_policy(read_written(text)))


def version_shown(text: PolicyText, day: date, asked: str = "") -> Version:
    """The version asked for; else the one that governs a day; else the newest. Raises NotFound."""
    policy = read(text).policy
    if asked:
        return policy.version(asked)
    try:
        return policy.version_on(day_number(day.isoformat()))
    except NoVersionInForce:
        return policy.versions[-1]


def checked_example(text: PolicyText, version: str, example: str) -> Checked:
    """One example of a text, ruled. Raises NotFound."""
    for one in checked(text.text):
        if one.version.id == version and one.example.id == example:
            return one
    raise NotFound(said("This policy has no example called {name}.", name=example))
