"""Receipts, consistency of checkpoints, exports, and whether the register is as it was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import F, Q

from evenhand.base.ed25519 import verify
from evenhand.core.errors import NotFound
from evenhand.core.register.checkpoint import SignedCheckpoint, read_checkpoint
from evenhand.core.register.consistency import Consistency
from evenhand.core.register.export import checkpoint_line, entry_line
from evenhand.core.register.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
)
from evenhand.core.register.receipt import Receipt
from evenhand.core.register.verdict import Flaw, Verdict
from evenhand.core.said import said
from evenhand.register.keeping import flaw_of, kept_entries
from evenhand.register.keys import verifier_key
from evenhand.register.models import Checkpoint, Entry, Head, LeafKey, Node, Payload

AT_ONCE = 2_000
LOW = 3
"""Up to this level nodes are so many that they are asked for by the first and last of them."""
Progress = Callable[[int, int], None]
Expected = dict[int, tuple[bytes, int]]
"""Nodes by their number: their hash, and the entry that completed them."""


def node(level: int, place: int) -> bytes:
    """A complete subtree, from the database."""
    if level == 0:
        return bytes(Entry.objects.values_list("leaf", flat=True).get(pk=place + 1))
    number = Node.number_of(level, place)
    return bytes(Node.objects.values_list("hash", flat=True).get(pk=number))


def receipt_of(entry: Entry, checkpoint: SignedCheckpoint) -> Receipt:
    """The receipt of an entry. Raises NotFound if what it said was erased."""
    payload = Payload.objects.filter(entry=entry).first()
    key = LeafKey.objects.filter(entry=entry).first()
    if payload is None or key is None:
        raise NotFound(said("What entry {number} said was erased.", number=entry.pk))
    leaf, state = entry.in_tree, checkpoint.checkpoint
    proof = tuple(inclusion_proof(leaf.index, state.size, node))
    known = verifier_key(state.origin)
    return Receipt(leaf, payload.content, bytes(key.key), proof, checkpoint, known)


def consistency_of(old: SignedCheckpoint, new: SignedCheckpoint) -> Consistency:
    """The proof that of two checkpoints the later only added to the earlier."""
    proof = tuple(consistency_proof(old.checkpoint.size, new.checkpoint.size, node))
    return Consistency(old, new, proof, verifier_key(new.checkpoint.origin))


def export_lines(checkpoint: SignedCheckpoint) -> Iterator[bytes]:
    """The entries that a checkpoint covers, a line each, and the checkpoint."""
    for entry, payload, key in _rows(checkpoint.checkpoint.size):
        content = None if payload is None else payload.content
        yield entry_line(entry.in_tree, content, key)
    yield checkpoint_line(checkpoint, verifier_key(checkpoint.checkpoint.origin))


def _rows(size: int) -> Iterator[tuple[Entry, Payload | None, bytes | None]]:
    for start in range(0, size, AT_ONCE):
        here = Q(pk__gt=start, pk__lte=min(start + AT_ONCE, size))
        payloads = Payload.objects.filter(here).in_bulk()
        keys = LeafKey.objects.filter(here).in_bulk()
        for entry in Entry.objects.filter(here).order_by("pk"):
            key = keys.get(entry.pk)
            yield entry, payloads.get(entry.pk), bytes(key.key) if key else None


def verify_register(progress: Progress = lambda _done, _total: None) -> Verdict:
    """Whether every entry is as it was recorded, and every checkpoint one of this register.

    The first flaw ends it, with the register number that it concerns. Entries may be added
    meanwhile: the end is read last, so that nothing that was read before stands behind it.
    """
    last, checkpoints = _last(), {one.pk: one for one in Checkpoint.objects.iterator()}
    head = Head.objects.filter(pk=Head.THE_ONE).first()
    if head is None or (head.size == 0 and not last):
        return Verdict(said("the register is empty"))
    frontier, expected = Frontier(), Expected()
    for kept in kept_entries(max(head.size, last)):
        number = frontier.size + 1
        flaw = flaw_of(kept, number)
        if flaw is not None:
            return Verdict(flaw[1], flaw[0], number)
        completed = frontier.append(kept.leaf)
        for level in range(1, len(completed)):
            expected[Node.number_of(level, (number - 1) >> level)] = completed[level], number
        if len(expected) >= AT_ONCE and (altered := _altered(expected)):
            return _tree_altered(altered)
        if number in checkpoints and not _stands(checkpoints.pop(number), head, frontier):
            told = said("the checkpoint of {number} entries is of another register", number=number)
            return Verdict(told, Flaw.REWRITTEN, number)
        if number % AT_ONCE == 0:
            progress(number, head.size)
    if altered := _altered(expected):
        return _tree_altered(altered)
    return _end(head, frontier, checkpoints)


def _last() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _altered(expected: Expected) -> int:
    """The first entry above which the tree is not as it has to be, 0 for none; forgets them."""
    kept = {place: bytes(found) for place, found in _nodes(expected)}
    wrong = [number for place, (found, number) in expected.items() if kept.get(place) != found]
    expected.clear()
    return min(wrong, default=0)


def _nodes(expected: Expected) -> Iterator[tuple[int, bytes | memoryview]]:
    """Those that are expected, as they are: the many of the lowest levels by their ranges."""
    stored = Node.objects.annotate(level=F("pk") % Node.LEVELS).values_list("pk", "hash")
    rest = []
    ranges: dict[int, tuple[int, int]] = {}
    for place in expected:
        level = place % Node.LEVELS
        if level > LOW:
            rest.append(place)
        else:
            ranges[level] = ranges.get(level, (place, place))[0], place
    for level, within in ranges.items():
        yield from stored.filter(level=level, pk__range=within).iterator(AT_ONCE)
    yield from stored.filter(pk__in=rest)


def _tree_altered(number: int) -> Verdict:
    told = said("the tree above entry {number} was altered", number=number)
    return Verdict(told, Flaw.BAD_PROOF, number)


def _stands(kept: Checkpoint, head: Head, frontier: Frontier) -> bool:
    signed = read_checkpoint(kept.text)
    state = signed.checkpoint
    is_ours = signed.is_signed_by(verifier_key(head.origin), verify)
    return is_ours and state.size == frontier.size and state.root == frontier.root()


def _end(head: Head, frontier: Frontier, beyond: dict[int, Checkpoint]) -> Verdict:
    size = frontier.size
    if size != head.size or [one.hex() for one in frontier.hashes] != head.edge:
        told = said("the register ends at {size}, and should at {end}", size=size, end=head.size)
        return Verdict(told, Flaw.ROLLBACK, size)
    if any(beyond):
        told = said("the register had {old} entries and now has {size}", old=max(beyond), size=size)
        return Verdict(told, Flaw.ROLLBACK, size)
    return Verdict(said("all {size} entries are as they were recorded", size=size))
