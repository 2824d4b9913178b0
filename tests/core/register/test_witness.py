"""a register cannot go back on a checkpoint that somebody else has seen."""

import pytest

from evenhand.base.ed25519 import verify
from evenhand.core.register.checkpoint import Checkpoint, signed
from evenhand.core.register.merkle import EMPTY
from evenhand.core.register.witness import Attestation, Objection, attest
from tests.core.register.material import key_of, register, signer


def judged(old: int | None, new: int, proof_from: int | None = None) -> Attestation:
    book = register(21)
    seen = None if old is None else book.checkpoint(old).checkpoint
    begun = old if proof_from is None else proof_from
    proof = () if begun is None or begun > new else book.consistency(begun, new).proof
    return attest(seen, book.checkpoint(new), proof=proof, key=book.key, verify=verify)


@pytest.mark.parametrize("old,new", [(None, 5), (0, 5), (5, 5), (5, 21), (8, 16), (20, 21)])
def test_what_only_adds_is_accepted(old: int | None, new: int) -> None:
    assert judged(old, new).accepts


def test_going_back_is_told() -> None:
    found = judged(8, 5)
    assert found.objection is Objection.ROLLBACK
    assert found.said == "the register had 8 entries and now has 5"


def test_two_registers_of_one_size_are_told() -> None:
    book = register(8, seed=1)
    seen = register(8).checkpoint().checkpoint
    found = attest(seen, book.checkpoint(), proof=(), key=book.key, verify=verify)
    assert found.objection is Objection.SPLIT_VIEW


def test_a_rewritten_register_has_no_proof() -> None:
    book = register(13, seed=1)
    seen = register(8).checkpoint().checkpoint
    proof = book.consistency(8, 13).proof
    found = attest(seen, book.checkpoint(), proof=proof, key=book.key, verify=verify)
    assert found.objection is Objection.BAD_PROOF


@pytest.mark.parametrize("old,new,proof_from", [(5, 13, 6), (5, 13, 13), (13, 13, 5), (None, 9, 3)])
def test_a_proof_of_something_else_is_refused(old: int | None, new: int, proof_from: int) -> None:
    assert judged(old, new, proof_from).objection is Objection.BAD_PROOF


def test_a_signature_of_somebody_else_is_refused() -> None:
    other = signer("another")
    forged = signed(Checkpoint(key_of(other).name, 5, EMPTY), key_of(other), other.sign)
    found = attest(None, forged, proof=(), key=register(5).key, verify=verify)
    assert found.objection is Objection.BAD_SIGNATURE


def test_another_register_with_the_same_key_is_refused() -> None:
    private = signer()
    seen = register(5).checkpoint().checkpoint
    key = key_of(private, "elsewhere.example.com")
    other = signed(Checkpoint(key.name, 5, seen.root), key, private.sign)
    found = attest(seen, other, proof=(), key=key, verify=verify)
    assert found.objection is Objection.OTHER_REGISTER
