"""The policy that all parts measure: six rules, ten criteria, and a rule for ties."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.versions import Policy, Version
from evenhand.core.ruling.facts import CATALOGUE

PATH = Path(__file__).with_name("policy.yaml")


@lru_cache(maxsize=1)
def policy() -> Policy:
    return load_policy(PATH.read_text(encoding="utf-8"), source=PATH.name, catalogue=CATALOGUE)


def version() -> Version:
    return policy().versions[0]
