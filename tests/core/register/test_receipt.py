"""A receipt shows that an entry stands at its place, and names the first thing that fails."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from evenhand.base.ed25519 import verify
from evenhand.core.errors import ReceiptRefused
from evenhand.core.register.checkpoint import Checkpoint, signed
from evenhand.core.register.consistency import (
    read_consistency,
    verify_consistency_of,
    write_consistency,
)
from evenhand.core.register.leaf import Payload, commitment
from evenhand.core.register.receipt import (
    MOST_BYTES,
    Receipt,
    read_receipt,
    verify_receipt,
    write_receipt,
)
from evenhand.core.register.verdict import Flaw
from evenhand.core.ruling.canonical import canonical
from tests.core.register.material import NAME, key_of, register, signer
from tests.core.register.mutations import core_takes_receipt, offline_takes

BOOK = register(13)


def flaw_of(receipt: Receipt) -> Flaw | None:
    content = write_receipt(receipt)
    assert read_receipt(content) == receipt
    verdict = verify_receipt(receipt, trusted=[BOOK.key], verify=verify)
    assert verdict.holds == offline_takes(content, BOOK)
    assert verdict.position == (0 if verdict.holds else receipt.leaf.sequence)
    return verdict.flaw


@pytest.mark.parametrize("size", range(1, 14))
def test_every_entry_has_a_receipt(size: int) -> None:
    for number in range(1, size + 1):
        content = write_receipt(BOOK.receipt(number, size))
        assert core_takes_receipt(content, BOOK)
        assert offline_takes(content, BOOK)


def test_what_holds_is_told() -> None:
    receipt = BOOK.receipt(5)
    found = verify_receipt(receipt, trusted=[BOOK.key], verify=verify)
    assert found.said.startswith("entry 5 of register.example.com/outlets was recorded at 2026-11-")


GOOD = BOOK.receipt(5)
OTHER = register(13, seed=1)


@pytest.mark.parametrize(
    "receipt,flaw",
    [
        (GOOD, None),
        (replace(GOOD, verifier_key=key_of(signer("another"))), Flaw.UNKNOWN_KEY),
        (
            replace(
                GOOD, checkpoint=replace(GOOD.checkpoint, checkpoint=OTHER.checkpoint().checkpoint)
            ),
            Flaw.BAD_SIGNATURE,
        ),
        (replace(GOOD, checkpoint=BOOK.checkpoint(4)), Flaw.NOT_COVERED),
        (replace(GOOD, payload={**GOOD.payload, "who": "p-0"}), Flaw.BAD_COMMITMENT),
        (replace(GOOD, key=bytes(32)), Flaw.BAD_COMMITMENT),
        (replace(GOOD, leaf=replace(GOOD.leaf, kind="order")), Flaw.BAD_PROOF),
        (replace(GOOD, leaf=replace(GOOD.leaf, sequence=6)), Flaw.BAD_PROOF),
        (replace(GOOD, proof=GOOD.proof[1:]), Flaw.BAD_PROOF),
        (replace(GOOD, checkpoint=BOOK.checkpoint(12)), Flaw.BAD_PROOF),
        (replace(GOOD, checkpoint=OTHER.checkpoint()), Flaw.BAD_PROOF),
    ],
)
def test_the_first_thing_that_fails_is_named(receipt: Receipt, flaw: Flaw | None) -> None:
    assert flaw_of(receipt) is flaw


def test_a_key_that_nobody_trusts_verifies_nothing() -> None:
    assert verify_receipt(GOOD, trusted=[], verify=verify).flaw is Flaw.UNKNOWN_KEY


def test_every_problem_of_a_receipt_is_told_at_once() -> None:
    content = {
        "checkpoint": "no checkpoint",
        "entry": {"commitment": "zz", "kind": "A call", "recorded_at": "today", "other": 1},
        "format": "evenhand-receipt/2",
        "key": "00",
        "payload": [],
        "proof": ["00"],
    }
    with pytest.raises(ReceiptRefused) as refused:
        read_receipt(json.dumps(content, indent=2).encode())
    told = [one.message for one in refused.value.problems]
    assert len(told) == 12
    for what in (
        "this was saved anew",
        "verifier_key: this is missing",
        "format: evenhand-receipt/1 is wanted",
        "checkpoint: this is no checkpoint",
        "entry.sequence: this is missing",
        "entry.other: nothing is called so here",
        "entry.commitment: 32 bytes in hex are wanted",
        "entry.recorded_at: today is no instant",
        "entry.kind: A call is no kind of entry",
        "payload: an object is wanted",
        "key: 32 bytes in hex are wanted",
        "proof: a list of at most 128 hashes is wanted",
    ):
        assert any(one.startswith(what) for one in told), what


def _changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    fields = json.loads(write_receipt(GOOD))
    change(fields)
    return canonical(fields) + b"\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"[]\n",
        b"{}\n",
        b"null\n",
        b"\xff\n",
        b"[" * 100_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"\n",
        b'{"a":' + b"9" * 5_000 + b"}\n",
        b'{"a":0.5}\n',
        b'{"a":NaN}\n',
        b'{"a":"\\ud800"}\n',
        write_receipt(GOOD)[:-1],
        write_receipt(GOOD) + b"\n",
        write_receipt(GOOD).replace(b",", b", ", 1),
        write_receipt(GOOD).replace(b'"format"', b'"format":"x","format"'),
        write_receipt(GOOD).decode().encode("utf-16"),
        b"\xef\xbb\xbf" + write_receipt(GOOD),
        b" " * MOST_BYTES + write_receipt(GOOD),
        _changed(lambda one: one.update(key=one["key"].upper())),
        _changed(lambda one: one.update(key=one["key"] + "\n")),
        _changed(lambda one: one.update(key=None)),
        _changed(lambda one: one.update(proof=one["proof"] * 50)),
        _changed(lambda one: one["entry"].update(sequence=True)),
        _changed(lambda one: one["entry"].update(sequence="5")),
        _changed(lambda one: one["entry"].update(sequence=0)),
        _changed(lambda one: one["entry"].update(kind=["call"])),
        _changed(lambda one: one["payload"].update(more=None)),
        _changed(lambda one: one.update(format="")),
        _changed(lambda one: one.update(format=None)),
    ],
)
def test_what_is_no_receipt_is_refused_by_both(content: bytes) -> None:
    assert not core_takes_receipt(content, BOOK)
    assert not offline_takes(content, BOOK)


def test_keys_in_the_order_of_code_points_are_refused_by_both() -> None:
    """Beyond U+FFFF the order of RFC 8785 is another than Python's."""
    payload: Payload = {"\ue000": 1, "\N{GRINNING FACE}": 2}
    leaf = replace(GOOD.leaf, sequence=1, commitment=commitment(payload, GOOD.key))
    checkpoint = signed(Checkpoint(NAME, 1, leaf.hash), BOOK.key, BOOK.private.sign)
    good = write_receipt(replace(GOOD, leaf=leaf, payload=payload, proof=(), checkpoint=checkpoint))
    assert core_takes_receipt(good, BOOK)
    assert offline_takes(good, BOOK)
    first, second = '"\N{GRINNING FACE}":2', '"\ue000":1'
    turned = good.decode().replace(f"{first},{second}", f"{second},{first}").encode()
    assert turned != good
    assert not core_takes_receipt(turned, BOOK)
    assert not offline_takes(turned, BOOK)


# Two checkpoints


@pytest.mark.parametrize("new", range(14))
def test_any_two_checkpoints_are_proved(new: int) -> None:
    for old in range(new + 1):
        found = BOOK.consistency(old, new)
        content = write_consistency(found)
        assert read_consistency(content) == found
        assert verify_consistency_of(found, trusted=[BOOK.key], verify=verify).holds
        assert offline_takes(content, BOOK)


def test_what_is_wrong_with_two_checkpoints_is_named() -> None:
    good = BOOK.consistency(5, 13)
    other = key_of(signer("another"))
    for changed, flaw in (
        (replace(good, verifier_key=other), Flaw.UNKNOWN_KEY),
        (replace(good, old=good.new, new=good.old), Flaw.ROLLBACK),
        (replace(good, old=OTHER.checkpoint(), proof=()), Flaw.REWRITTEN),
        (replace(good, old=OTHER.checkpoint(5)), Flaw.BAD_PROOF),
        (replace(good, proof=good.proof[::-1]), Flaw.BAD_PROOF),
        (replace(good, new=replace(good.new, signatures=good.old.signatures)), Flaw.BAD_SIGNATURE),
        (replace(good, old=replace(good.old, signatures=good.new.signatures)), Flaw.BAD_SIGNATURE),
    ):
        assert verify_consistency_of(changed, trusted=[BOOK.key], verify=verify).flaw is flaw
        assert not offline_takes(write_consistency(changed), BOOK)
