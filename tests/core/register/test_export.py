"""An export is the register line by line; what was altered is named by its place."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from evenhand.base.ed25519 import verify
from evenhand.core.register.checkpoint import signed
from evenhand.core.register.export import checkpoint_line, entry_line, verify_export
from evenhand.core.register.verdict import Flaw, Verdict
from tests.core.register.material import key_of, offline, register, signer

BOOK, OTHER = register(21), register(21, seed=1)


def found(lines: list[bytes], *kept: int) -> Verdict:
    """What both say, with checkpoints of these sizes that were kept elsewhere."""
    seen = [BOOK.checkpoint(size) for size in kept]
    verdict = verify_export(
        lines, trusted=[BOOK.key], verify=verify, seen=[one.checkpoint for one in seen]
    )
    assert _offline_position(lines, [str(one) for one in seen]) == (
        None if verdict.holds else verdict.position
    )
    return verdict


def _offline_position(lines: list[bytes], kept: list[str]) -> int | None:
    """Where the verifier that ships apart finds the first flaw; None if everything holds."""
    verifier = offline()
    try:
        verifier.verify_export(
            lines, [verifier.Key(str(BOOK.key))], list(map(verifier.Checkpoint, kept))
        )
    except verifier.NotVerified as error:
        return int(error.position)
    return None


def without_checkpoints(lines: list[bytes]) -> list[bytes]:
    return [line for line in lines if b'"sequence"' in line]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 8, 21])
def test_an_export_is_verified(size: int) -> None:
    assert found(register(size).export()).holds


def test_checkpoints_may_stand_in_between_and_entries_may_be_erased() -> None:
    lines = BOOK.export(3, 8, erased=frozenset({1, 5, 21}))
    assert found(lines, 1, 8, 20, 21).said == "all 21 entries are as they were recorded"


def test_contents_that_were_changed_are_named() -> None:
    lines = BOOK.export()
    leaf, payload, key = BOOK.entries[6]
    lines[6] = entry_line(leaf, {**payload, "who": "p-0"}, key)
    verdict = found(lines)
    assert (verdict.flaw, verdict.position) == (Flaw.BAD_COMMITMENT, 7)


@pytest.mark.parametrize(
    "change,position",
    [
        (lambda lines: lines.pop(6), 7),
        (lambda lines: lines.insert(6, lines[5]), 7),
        (lambda lines: lines.insert(2, lines.pop(9)), 3),
    ],
)
def test_a_gap_a_repetition_and_another_order_are_named(
    change: Callable[[list[bytes]], object], position: int
) -> None:
    lines = BOOK.export()
    change(lines)
    verdict = found(lines)
    assert (verdict.flaw, verdict.position) == (Flaw.OUT_OF_ORDER, position)


def test_an_entry_that_was_replaced_is_known_by_the_checkpoints_around_it() -> None:
    lines = BOOK.export(3, 8, 16)
    at = next(at for at, line in enumerate(lines) if b'"sequence":11' in line)
    lines[at] = entry_line(*OTHER.entries[10])
    verdict = found(lines)
    assert (verdict.flaw, verdict.position) == (Flaw.BAD_ROOT, 9)
    assert verdict.said == "of the entries 9 to 16, one is not what it was"


def test_a_register_that_was_rewritten_by_its_owner_is_caught_by_what_was_kept() -> None:
    """Whoever has the key signs whatever is wanted: only a checkpoint elsewhere shows it."""
    lines = OTHER.export(8)
    assert found(lines).holds
    verdict = found(lines, 5)
    assert (verdict.flaw, verdict.position) == (Flaw.REWRITTEN, 1)


def test_a_checkpoint_that_was_kept_and_fits_narrows_the_place() -> None:
    lines = without_checkpoints(BOOK.export())
    lines[12] = entry_line(*OTHER.entries[12])
    verdict = found(lines, 5, 11, 16)
    assert (verdict.flaw, verdict.position) == (Flaw.REWRITTEN, 12)


def test_entries_that_went_missing_at_the_end_are_caught_by_what_was_kept() -> None:
    lines = register(13).export()
    assert found(lines).holds
    verdict = found(lines, 21)
    assert (verdict.flaw, verdict.position) == (Flaw.ROLLBACK, 14)


def test_entries_without_a_checkpoint_after_them_are_not_verified() -> None:
    for lines in ([], BOOK.export()[:-1], [*BOOK.export(), b"\n"]):
        assert not found(lines).holds
    assert found(BOOK.export()[:-1]).flaw is Flaw.NO_CHECKPOINT


def test_a_checkpoint_must_be_signed_and_stand_at_its_place() -> None:
    entries, good = without_checkpoints(BOOK.export()), BOOK.checkpoint()
    stranger = key_of(signer("another"))
    for line, flaw in (
        (checkpoint_line(good, stranger), Flaw.UNKNOWN_KEY),
        (checkpoint_line(BOOK.checkpoint(20), BOOK.key), Flaw.OUT_OF_ORDER),
        (checkpoint_line(OTHER.checkpoint(), BOOK.key), Flaw.BAD_ROOT),
        (
            checkpoint_line(replace(good, signatures=OTHER.checkpoint().signatures), BOOK.key),
            Flaw.BAD_SIGNATURE,
        ),
        (b'{"checkpoint":1}\n', Flaw.UNREADABLE),
        (b"no JSON\n", Flaw.UNREADABLE),
    ):
        assert found([*entries, line]).flaw is flaw


def test_without_a_known_key_all_checkpoints_must_at_least_have_the_same() -> None:
    verifier, stranger = offline(), signer("another")
    lines = BOOK.export(8)
    verifier.verify_export(lines)
    last = BOOK.checkpoint().checkpoint
    lines[-1] = checkpoint_line(signed(last, key_of(stranger), stranger.sign), key_of(stranger))
    with pytest.raises(verifier.NotVerified, match="another key"):
        verifier.verify_export(lines)
    keys = [verifier.Key(str(one)) for one in (BOOK.key, key_of(stranger))]
    verifier.verify_export(lines, keys)


@pytest.mark.parametrize(
    "was,now",
    [
        (b'"kind":"call"', b'"kind":"Call"'),
        (b'"kind":"call",', b""),
        (b'"sequence":2', b'"sequence":"2"'),
        (b'"key":"', b'"key":"00'),
        (b'"payload":{', b'"payloads":{'),
        (b'{"commitment"', b'{"a":1,"commitment"'),
        (b'{"commitment"', b' {"commitment"'),
    ],
)
def test_a_line_that_is_no_entry_is_named(was: bytes, now: bytes) -> None:
    lines = BOOK.export()
    at = next(at for at, line in enumerate(lines) if was in line)
    lines[at] = lines[at].replace(was, now, 1)
    verdict = found(lines)
    assert (verdict.flaw, verdict.position) == (Flaw.UNREADABLE, at + 1)


def test_the_lines_of_a_file_are_read_as_they_stand() -> None:
    content = b"".join(BOOK.export(8))
    assert found(list(io.BytesIO(content))).holds
    assert not found(list(io.BytesIO(content[:-1]))).holds
    assert not found(list(io.BytesIO(content.replace(b"\n", b"\r\n")))).holds
