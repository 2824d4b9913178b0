"""Whatever is changed of a proof, neither verifier takes it, and they agree in everything.

benchmarks/register_mutations.py does the same ten thousand times each.
"""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.core.register import export, receipt, witness
from evenhand.core.register.checkpoint import SignedCheckpoint
from evenhand.core.register.leaf import Leaf
from tests.core.register.mutations import FORGERS, Mutant


@pytest.mark.parametrize("forger", FORGERS.values(), ids=list(FORGERS))
@settings(max_examples=100)
@given(rng=st.randoms(use_true_random=False))
def test_no_forgery_is_taken(forger: Callable[[random.Random], Mutant], rng: random.Random) -> None:
    what, core, offline = forger(rng)
    assert (core, offline) == (False, False), what


def taken(forger: str) -> int:
    """How many of some forgeries the core takes, which are the same every time."""
    rng = random.Random(7)
    return sum(FORGERS[forger](rng)[1] for _ in range(120))


@pytest.mark.parametrize(
    "forger,owner,name",
    [
        ("receipts", receipt, "verify_inclusion"),
        ("receipts", Leaf, "commits_to"),
        ("receipts", SignedCheckpoint, "is_signed_by"),
        ("consistency proofs", witness, "verify_consistency"),
        ("consistency proofs", SignedCheckpoint, "is_signed_by"),
        ("exports", Leaf, "commits_to"),
        ("checkpoints", SignedCheckpoint, "is_signed_by"),
    ],
)
def test_the_forgeries_find_a_verifier_that_does_not_look(
    monkeypatch: pytest.MonkeyPatch, forger: str, owner: Any, name: str
) -> None:
    monkeypatch.setattr(owner, name, lambda *_, **__: True)
    assert taken(forger) > 0


def test_the_forgeries_find_an_export_whose_root_is_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fits(reading: export._Reading, _: object) -> None:
        reading.covered = True

    monkeypatch.setattr(export._Reading, "_fits", fits)
    monkeypatch.setattr(export._Reading, "_against_seen", lambda _: None)
    assert taken("exports") > 0
