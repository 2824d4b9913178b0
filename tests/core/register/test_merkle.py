"""the tree of RFC 6962. Vectors: certificate-transparency's eight leaves."""

import hashlib
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.core.errors import NotFound
from evenhand.core.register.merkle import (
    EMPTY,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.core.register.material import Memory, offline

ENTRIES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
MOST = 64


@cache
def tree(entries: tuple[bytes, ...]) -> Memory:
    made = Memory()
    for entry in entries:
        made.append(leaf_hash(entry))
    return made


@cache
def numbered() -> Memory:
    return tree(tuple(b"%d" % number for number in range(MOST)))


def by_definition(entries: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    halves = by_definition(entries[:k]) + by_definition(entries[k:])
    return hashlib.sha256(b"\x01" + halves).digest()


def hexed(proof: Sequence[bytes]) -> list[str]:
    return [one.hex() for one in proof]


def unhexed(proof: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in proof]


# Roots


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size: int) -> None:
    expected = [EMPTY.hex(), *ROOTS][size]
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of(map(leaf_hash, ENTRIES[:size])).hex() == expected
    assert root_at(size, tree(tuple(ENTRIES)).node).hex() == expected
    assert by_definition(ENTRIES[:size]).hex() == expected
    offline_tree = offline().Tree()
    for entry in ENTRIES[:size]:
        offline_tree.add(leaf_hash(entry))
    assert offline_tree.root().hex() == expected


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_the_root_is_that_of_the_definition_however_it_is_reached(entries: list[bytes]) -> None:
    expected = by_definition(entries)
    kept = tree(tuple(entries))
    assert root_of(map(leaf_hash, entries)) == kept.frontier.root() == expected
    assert root_at(len(entries), kept.node) == expected


# The right edge


@given(st.integers(0, MOST), st.integers(0, MOST))
def test_a_frontier_goes_on_from_what_was_kept_of_it(size: int, more: int) -> None:
    hashes = [leaf_hash(b"%d" % number) for number in range(size + more)]
    first = Frontier()
    for one in hashes[:size]:
        first.append(one)
    second = Frontier(first.size, first.hashes)
    for one in hashes[size:]:
        second.append(one)
    assert second.root() == root_of(hashes)
    assert first.root() == root_of(hashes[:size])
    assert len(second.hashes) == (size + more).bit_count()


@pytest.mark.parametrize(
    "size,hashes",
    [(1, []), (0, [EMPTY]), (3, [EMPTY]), (2, [EMPTY, EMPTY]), (1, [b"short"]), (-1, [EMPTY])],
)
def test_a_frontier_refuses_what_does_not_fit_together(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(ValueError, match="right edge"):
        Frontier(size, hashes)


def test_a_frontier_tells_of_each_subtree_that_a_leaf_completes() -> None:
    entries = [b"%d" % number for number in range(MOST)]
    for (level, index), found in numbered().nodes.items():
        assert found == by_definition(entries[index << level : (index + 1) << level])
    assert len(numbered().nodes) == 2 * MOST - 1


# Proofs


@pytest.mark.parametrize("index,size", INCLUSION)
def test_inclusion_proofs_are_those_of_certificate_transparency(index: int, size: int) -> None:
    proof = inclusion_proof(index, size, tree(tuple(ENTRIES)).node)
    assert hexed(proof) == INCLUSION[index, size]


@pytest.mark.parametrize("old,new", CONSISTENCY)
def test_consistency_proofs_are_those_of_certificate_transparency(old: int, new: int) -> None:
    proof = consistency_proof(old, new, tree(tuple(ENTRIES)).node)
    assert hexed(proof) == CONSISTENCY[old, new]


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_leaf_of_every_tree_is_proved_and_only_at_its_place(size: int) -> None:
    kept = numbered()
    root, included = root_at(size, kept.node), offline().included
    for index in range(size):
        leaf = kept.nodes[0, index]
        proof = inclusion_proof(index, size, kept.node)
        assert verify_inclusion(leaf, index=index, size=size, proof=proof, root=root)
        assert included(leaf, index, size, proof, root)
        for other in {index - 1, index + 1, index ^ 2, size - 1, 0} - {index}:
            assert not verify_inclusion(leaf, index=other, size=size, proof=proof, root=root)
            assert not included(leaf, other, size, proof, root)
        for wrong in ([*proof, root], [root, *proof], proof[:-1] if proof else [leaf]):
            assert not verify_inclusion(leaf, index=index, size=size, proof=wrong, root=root)
            assert not included(leaf, index, size, wrong, root)


@pytest.mark.parametrize("new", range(MOST + 1))
def test_every_two_sizes_are_proved_to_be_consistent(new: int) -> None:
    kept = numbered()
    new_root, consistent = root_at(new, kept.node), offline().consistent
    for old in range(new + 1):
        old_root = root_at(old, kept.node)
        proof = consistency_proof(old, new, kept.node)

        def both(path: list[bytes], before: bytes, *, old: int = old) -> set[bool]:
            return {
                verify_consistency(
                    old=old, new=new, old_root=before, new_root=new_root, proof=path
                ),
                consistent(old, new, before, new_root, path),
            }

        assert both(proof, old_root) == {True}
        assert both(proof, leaf_hash(b"another")) == {False}
        for wrong in ([*proof, new_root], [old_root, *proof], [new_root, *proof]):
            assert both(wrong, old_root) == {False}
        for place in range(len(proof)):
            assert both(proof[:place] + proof[place + 1 :], old_root) == {False}


def test_a_proof_asks_for_few_nodes() -> None:
    asked: list[tuple[int, int]] = []

    def node(level: int, index: int) -> bytes:
        asked.append((level, index))
        return bytes(32)

    inclusion_proof(123_456, 1_000_001, node)
    consistency_proof(654_321, 1_000_001, node)
    root_at(1_000_001, node)
    assert len(asked) < 100


def test_proofs_of_what_is_not_there_are_refused() -> None:
    node = numbered().node
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        with pytest.raises(NotFound, match="has no leaf"):
            inclusion_proof(index, size, node)
    for old, new in ((-1, 3), (4, 3)):
        with pytest.raises(NotFound, match="never had"):
            consistency_proof(old, new, node)


# Verifiers: what certificate-transparency's own tests refuse


def test_a_malformed_inclusion_proof_is_refused() -> None:
    leaf, root = leaf_hash(b""), bytes.fromhex(ROOTS[7])
    proof = unhexed(INCLUSION[0, 8])
    assert verify_inclusion(leaf, index=0, size=8, proof=proof, root=root)
    for wrong in ([b"", *proof], [*proof, b""], [proof[0][:-1], *proof[1:]], [leaf] * 200):
        assert not verify_inclusion(leaf, index=0, size=8, proof=wrong, root=root)
    for index, size in ((0, 0), (1, 0), (2, 1), (-1, 8), (8, 8), (0, 16), (0, 4)):
        assert not verify_inclusion(leaf, index=index, size=size, proof=proof, root=root)
    assert not verify_inclusion(b"", index=0, size=1, proof=[], root=b"")
    assert not verify_inclusion(leaf[:-1], index=0, size=1, proof=[], root=leaf[:-1])


@pytest.mark.parametrize(
    "old,new,old_root,new_root,proof,holds",
    [
        (0, 0, "empty", "empty", [], True),
        (0, 8, "empty", "last", [], True),
        (1, 1, "last", "last", [], True),
        (0, 0, "last", "last", [], False),
        (0, 0, "empty", "last", [], False),
        (0, 8, "last", "last", [], False),
        (1, 1, "empty", "last", [], False),
        (1, 0, "last", "empty", [], False),
        (2, 1, "last", "last", [], False),
        (1, 2, "empty", "last", [], False),
        (-1, 2, "empty", "last", [], False),
        (0, 0, "empty", "empty", ["empty"], False),
        (0, 1, "empty", "empty", ["empty"], False),
        (1, 1, "empty", "empty", ["empty"], False),
        (4, 8, "last", "last", ["empty"] * 200, False),
    ],
)
def test_what_two_sizes_alone_show(
    old: int, new: int, old_root: str, new_root: str, proof: list[str], holds: bool
) -> None:
    named = {"empty": EMPTY, "last": bytes.fromhex(ROOTS[7])}
    path = [named[one] for one in proof]
    before, after = named[old_root], named[new_root]
    found = verify_consistency(old=old, new=new, old_root=before, new_root=after, proof=path)
    assert found == offline().consistent(old, new, before, after, path) == holds
