"""The verifier that ships apart: one file, the standard library, its own Ed25519, three exits."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from evenhand.base.ed25519 import verify
from evenhand.core.register.consistency import write_consistency
from evenhand.core.register.receipt import write_receipt
from tests.core.register.material import ROOT, key_of, offline, register, signer

SCRIPT = ROOT / "verifier" / "evenhand_verify.py"
BOOK = register(13)

# RFC 8032, 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493


# Ed25519


@pytest.mark.parametrize("vector", VECTORS, ids=["empty", "one byte", "two bytes", "sha-512"])
def test_the_vectors_of_rfc_8032_hold(vector: tuple[str, str, str, str]) -> None:
    secret, public, message, signature = map(bytes.fromhex, vector)
    private = Ed25519PrivateKey.from_private_bytes(secret)
    assert private.public_key().public_bytes_raw() == public
    assert private.sign(message) == signature
    assert offline().ed25519_verify(public, signature, message)
    for at in range(64):
        forged = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
        assert not offline().ed25519_verify(public, forged, message)
    assert not offline().ed25519_verify(public, signature, message + b"\0")


def test_a_signature_has_one_form() -> None:
    """S plus the order of the group is the same number to whoever forgets to look."""
    _, public, message, signature = map(bytes.fromhex, VECTORS[2])
    larger = int.from_bytes(signature[32:], "little") + ORDER
    forged = signature[:32] + larger.to_bytes(32, "little")
    assert not offline().ed25519_verify(public, forged, message)
    assert not verify(public, forged, message)


@pytest.mark.parametrize(
    "key", [b"", bytes(31), bytes(33), b"\xff" * 32, (2).to_bytes(32, "little")]
)
def test_what_is_no_point_is_no_key(key: bytes) -> None:
    assert not offline().ed25519_verify(key, bytes(64), b"")


@given(
    st.binary(min_size=32, max_size=32),
    st.binary(max_size=80),
    st.integers(0, 64 * 8 - 1),
    st.integers(0, 32 * 8 - 1),
)
def test_both_libraries_agree_on_signatures_and_on_forgeries(
    secret: bytes, message: bytes, in_signature: int, in_key: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    ours = offline().ed25519_verify
    assert ours(public, signature, message)
    forged = (int.from_bytes(signature, "big") ^ 1 << in_signature).to_bytes(64, "big")
    other = (int.from_bytes(public, "big") ^ 1 << in_key).to_bytes(32, "big")
    assert not ours(public, forged, message)
    assert not verify(public, forged, message)
    assert not ours(other, signature, message)
    assert not verify(other, signature, message)


# The file


def test_it_imports_the_standard_library_alone_and_nothing_of_evenhand() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names <= sys.stdlib_module_names
    assert "evenhand" not in names


def test_it_is_written_for_python_3_8() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


# Being called


def called(*arguments: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.json"
    path.write_bytes(write_receipt(BOOK.receipt(5)))
    return path


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.ndjson"
    path.write_bytes(b"".join(BOOK.export(8, erased=frozenset({2}))))
    return path


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "kept.txt"
    path.write_text(str(BOOK.checkpoint(8)), encoding="utf-8")
    return path


def test_a_receipt_is_verified(receipt: Path) -> None:
    code, told = called(receipt, "--key", BOOK.key)
    assert code == 0
    assert told.startswith("VERIFIED: entry 5 of register.example.com/outlets, recorded at 2026-")
    assert str(BOOK.entries[4][1]["note"]) in told
    assert "--key" not in told


def test_without_a_key_it_says_that_the_key_is_the_file_s_own(receipt: Path) -> None:
    code, told = called(receipt)
    assert code == 0
    assert "The key was taken from the file" in told


def test_an_export_is_verified(export: Path, kept: Path) -> None:
    code, told = called(export, "--key", BOOK.key, "--against", kept)
    assert code == 0
    assert "all 13 entries of register.example.com/outlets: 12 with what they say, 1 erased" in told


def test_two_checkpoints_are_verified(tmp_path: Path, kept: Path) -> None:
    path = tmp_path / "consistency.json"
    path.write_bytes(write_consistency(BOOK.consistency(8, 13)))
    code, told = called(path, "--key", BOOK.key, "--against", kept)
    assert code == 0
    assert "the first 8 of 13 entries" in told
    path.write_bytes(write_consistency(BOOK.consistency(5, 13)))
    code, told = called(path, "--key", BOOK.key, "--against", kept)
    assert code == 1


def test_a_register_that_was_rewritten_is_told_with_the_place(tmp_path: Path, kept: Path) -> None:
    path = tmp_path / "export.ndjson"
    path.write_bytes(b"".join(register(13, seed=1).export()))
    assert called(path, "--key", BOOK.key)[0] == 0
    code, told = called(path, "--key", BOOK.key, "--against", kept)
    assert code == 1
    assert told.startswith(
        "NOT VERIFIED at entry 1: of the first 8 entries, one is not what it was"
    )


def test_a_receipt_and_a_checkpoint_of_another_size_cannot_be_compared(
    receipt: Path, kept: Path
) -> None:
    code, told = called(receipt, "--against", kept)
    assert code == 1
    assert "says nothing of one of 13 without a consistency proof" in told


def test_a_receipt_with_an_altered_word_is_not_verified(receipt: Path) -> None:
    receipt.write_bytes(receipt.read_bytes().replace(b'"grade":"', b'"grade":"A'))
    code, told = called(receipt, "--key", BOOK.key)
    assert code == 1
    assert told == "NOT VERIFIED at entry 5: this is not what was entered\n"


def test_another_key_is_not_verified(receipt: Path) -> None:
    code, told = called(receipt, "--key", key_of(signer("another")))
    assert code == 1
    assert "signed with another key" in told


def test_a_terminal_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "receipt.json"
    path.write_bytes(b"")
    found = offline().printable("a\x1b[31m\x9b\N{RIGHT-TO-LEFT OVERRIDE}客\n")
    assert found == "a\\u001b[31m\\u009b\\u202e客\n"


def test_being_called_wrongly_ends_with_2(receipt: Path, tmp_path: Path) -> None:
    for arguments in (
        (),
        (tmp_path / "missing",),
        (tmp_path,),
        (receipt, "--key", "no key"),
        (receipt, "--against", tmp_path / "missing"),
        (receipt, "--other"),
    ):
        assert called(*arguments)[0] == 2, arguments


@pytest.mark.parametrize("content", [b"", b"\n", b"\x00\xff", b"{}\n", b"[" * 200_000, b"{" * 9])
def test_whatever_else_is_handed_in_is_not_verified(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    code, told = called(path)
    assert code == 1
    assert told.startswith("NOT VERIFIED")


def test_a_checkpoint_to_compare_with_that_is_none_is_not_verified(
    receipt: Path, tmp_path: Path
) -> None:
    path = tmp_path / "kept.txt"
    path.write_bytes(b"\xff\x00")
    assert called(receipt, "--against", path)[0] == 1


def test_an_entry_says_what_the_core_says_it_says(receipt: Path) -> None:
    told = called(receipt, "--key", BOOK.key)[1]
    assert json.loads(told.partition("\n")[2]) == BOOK.entries[4][1]
