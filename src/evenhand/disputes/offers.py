"""Which policies a dispute may be tried under."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evenhand.base.language import language
from evenhand.core.errors import NotFound
from evenhand.core.said import said
from evenhand.people.models import User
from evenhand.policies.shipped import ReadPolicy, read_policy_file, shipped

SHIPPED = "shipped"
PREFERRED = "showroom"
"""Offered first: the demonstration is about it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A policy to rule under."""

    key: str
    """Names it in an address: `shipped:showroom`."""
    title: str
    versions: tuple[str, ...]
    """Their ids, oldest first."""
    source: str


def policies_offered(_user: User) -> list[Offer]:
    """What somebody may rule under, what is nearest to them first."""
    names = sorted(shipped(), key=lambda name: (name != PREFERRED, name))
    return [_offer(name) for name in names]


def _offer(name: str) -> Offer:
    policy = _read(shipped()[name]).policy
    title = policy.title.in_(language().value)
    return Offer(f"{SHIPPED}:{name}", title, tuple(one.id for one in policy.versions), SHIPPED)


def read_offer(_user: User, key: str) -> ReadPolicy:
    """The policy of an offer; one that ships also by its name alone. Raises NotFound."""
    source, _, name = key.rpartition(":")
    if source in ("", SHIPPED) and name in shipped():
        return _read(shipped()[name])
    raise NotFound(said("There is no policy {key} to rule under.", key=key or "?"))


def _read(path: Path) -> ReadPolicy:
    return _kept(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _kept(path: Path, _changed: int) -> ReadPolicy:
    """Reading one takes half a second, and evaluators keep what they compiled with it."""
    return read_policy_file(path)
