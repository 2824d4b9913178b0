"""The tree of RFC 6962: one hash stands for the whole register, and short proofs for its parts.

A leaf is SHA256(0x00 || entry) and a node SHA256(0x01 || left || right), so that neither can be
passed off as the other. Of n leaves, the left subtree has the largest power of two below n.
Leaves count from 0. The node (level, index) is the root of the leaves index * 2^level and on, as
many as 2^level: a complete subtree, which never changes once it is there.

The verifiers are those of RFC 9162, 2.1.3.2 and 2.1.4.2. A proof says nothing of the sizes it is
verified with: take them from a signed checkpoint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from evenhand.core.errors import NotFound
from evenhand.core.said import said

Node = Callable[[int, int], bytes]
"""The hash of a complete subtree, by level and index: from a database, or from memory."""

HASH_BYTES = 32
EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

_sha256 = hashlib.sha256


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry."""
    return _sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees that stand side by side."""
    return _sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: all that is needed to add a leaf and to tell the root.

    `hashes` has the root of each complete subtree, from the left: one for each bit of `size`.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Go on where another one stopped; raises ValueError when the two do not fit together."""
        self._size = size
        self._hashes = list(hashes)
        if size < 0 or len(self._hashes) != size.bit_count() or not are_hashes(self._hashes):
            raise ValueError(
                said("these are not the hashes of the right edge of {size} leaves", size=size)
            )

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    @property
    def hashes(self) -> list[bytes]:
        """What to keep in order to go on later."""
        return list(self._hashes)

    def append(self, leaf: bytes) -> list[bytes]:
        """Add the hash of an entry, in O(log n).

        Returns the hashes of the subtrees that it completes, by level: for a tree that had `size`
        leaves, the one at `level` is the node (level, size >> level).
        """
        hashes, rest = self._hashes, self._size
        completed = [leaf]
        while rest & 1:
            leaf = _sha256(b"\x01" + hashes.pop() + leaf).digest()
            completed.append(leaf)
            rest >>= 1
        hashes.append(leaf)
        self._size += 1
        return completed

    def root(self) -> bytes:
        """The root of the leaves so far."""
        if not self._hashes:
            return EMPTY
        *others, root = self._hashes
        for left in reversed(others):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of a tree with these hashes of entries.

    >>> root_of([]).hex()[:16]
    'e3b0c44298fc1c14'
    """
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


# Proofs


def root_at(size: int, node: Node) -> bytes:
    """The root of the first `size` leaves."""
    return _root(0, size, node) if size else EMPTY


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The proof that the leaf `index` is among the first `size` (RFC 9162, 2.1.3.1).

    Asks for O(log n) nodes. Raises NotFound when there is no such leaf.
    """
    if not 0 <= index < size:
        raise NotFound(said("a tree of {size} leaves has no leaf {index}", size=size, index=index))
    proof = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_root(middle, end, node))
            end = middle
        else:
            proof.append(_root(start, middle, node))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """The proof that the first `old` leaves of `new` are as they were (RFC 9162, 2.1.4.1).

    Nothing needs to be proved of an empty tree, or of the same size. Asks for O(log n) nodes.
    Raises NotFound when there never was such a tree.
    """
    if not 0 <= old <= new:
        raise NotFound(said("a tree of {new} leaves never had {old}", new=new, old=old))
    proof = []
    start, end = 0, new
    while old not in {0, end}:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(_root(middle, end, node))
            end = middle
        else:
            proof.append(_root(start, middle, node))
            start = middle
    if start:
        proof.append(_root(start, end, node))
    return proof[::-1]


def _root(start: int, end: int, node: Node) -> bytes:
    """The root of some leaves, the first of which begins a complete subtree of that many."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(count)
    return node_hash(_root(start, middle, node), _root(middle, end, node))


def _split(count: int) -> int:
    """How many of several leaves stand in the left subtree."""
    return 1 << ((count - 1).bit_length() - 1)


# Verifiers


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the proof shows that the hash of an entry is the leaf `index` under the root."""
    if not 0 <= index < size or not are_hashes([leaf, root, *proof]):
        return False
    place, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(one, found)
            place, last = _climbed(place, last)
        else:
            found = node_hash(found, one)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the tree of `new` leaves begins with that of `old`."""
    if not 0 <= old <= new or not are_hashes([old_root, new_root, *proof]):
        return False
    if any(root != EMPTY for size, root in ((old, old_root), (new, new_root)) if size == 0):
        return False
    if old in {0, new}:
        return not proof and (old == 0 or old_root == new_root)
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    return _connects(path, old - 1, new - 1, old_root, new_root)


def _connects(path: list[bytes], place: int, last: int, old_root: bytes, new_root: bytes) -> bool:
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(one, before), node_hash(one, after)
            place, last = _climbed(place, last)
        else:
            after = node_hash(after, one)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _climbed(place: int, last: int) -> tuple[int, int]:
    """Past the levels at which a subtree on the right edge has nothing beside it."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def are_hashes(values: Iterable[bytes]) -> bool:
    """Whether each is as long as a hash."""
    return all(len(value) == HASH_BYTES for value in values)
