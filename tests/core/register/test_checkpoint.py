"""checkpoints are C2SP signed notes. Vectors: the reference implementation's own."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from evenhand.base.ed25519 import verify
from evenhand.core.errors import CheckpointRefused
from evenhand.core.register.checkpoint import (
    LARGEST,
    Checkpoint,
    Signature,
    SignedCheckpoint,
    VerifierKey,
    read_checkpoint,
    read_verifier_key,
    signed,
)
from evenhand.core.register.merkle import EMPTY
from tests.core.register.material import NAME, key_of, offline, register, signer

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZ"
    "b6KE6RyyBwJnAM=\n"
)
PUBLISHED = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGz\
Gku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1n\
PZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""


def both_refuse(text: str) -> bool:
    """Whether neither the core nor the verifier that ships apart reads it as a checkpoint."""
    verifier = offline()
    try:
        read_checkpoint(text)
    except CheckpointRefused:
        with pytest.raises(verifier.NotVerified):
            verifier.Checkpoint(text)
        return True
    verifier.Checkpoint(text)
    return False


# Signed notes of others


def test_the_key_of_the_reference_implementation_is_read_and_written() -> None:
    key = read_verifier_key(PETER)
    assert (key.name, key.id.hex(), str(key)) == ("PeterNeumann", "c74f20a3", PETER)
    private = Ed25519PrivateKey.from_private_bytes(PETER_SEED)
    assert private.public_key().public_bytes_raw() == key.public


def test_the_note_of_the_reference_implementation_is_signed_byte_for_byte() -> None:
    private = Ed25519PrivateKey.from_private_bytes(PETER_SEED)
    key = read_verifier_key(PETER)
    value = private.sign(PETER_TEXT.encode())
    assert str(Signature(key.name, key.id, value)) == PETER_LINE
    assert verify(key.public, value, PETER_TEXT.encode())
    assert offline().ed25519_verify(key.public, value, PETER_TEXT.encode())


def test_the_checkpoint_of_the_specification_is_read_and_written() -> None:
    found = read_checkpoint(PUBLISHED)
    assert (found.checkpoint.origin, found.checkpoint.size) == (
        "example.com/behind-the-sofa",
        20852163,
    )
    assert [one.name for one in found.signatures][1] == "witness.example.com/w1"
    assert str(found) == PUBLISHED
    assert not both_refuse(PUBLISHED)


# Keys


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        PETER.upper(),
        PETER.replace("c74f", "C74F"),
        PETER + "\n",
        " " + PETER,
        PETER.replace("Peter", "Peter "),
        PETER.replace("Peter", "Peter\N{NO-BREAK SPACE}"),
        PETER.replace("Peter", "Peter\x01"),
        PETER.replace("Peter", "Peter\ud800"),
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(CheckpointRefused, match="verifier key"):
        read_verifier_key(text)
    with pytest.raises(offline().NotVerified):
        offline().Key(text)


def test_every_part_and_every_mangling_of_a_key_is_refused() -> None:
    parts = {PETER[start:end] for start in range(len(PETER)) for end in range(start, len(PETER))}
    mangled = {PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :] for at in range(len(PETER))}
    for text in (parts | mangled) - {PETER}:
        with pytest.raises(CheckpointRefused):
            read_verifier_key(text)


# Checkpoints


def test_a_checkpoint_is_signed_read_and_verified() -> None:
    book = register(13)
    text = str(book.checkpoint())
    assert read_checkpoint(text) == book.checkpoint()
    assert text.startswith(f"{NAME}\n13\n")
    assert read_checkpoint(text).is_signed_by(book.key, verify)
    offline().Checkpoint(text).check(offline().Key(str(book.key)))


def test_another_key_another_name_and_another_register_are_not_taken() -> None:
    book = register(5)
    mine, other = book.checkpoint(), signer("another")
    assert not mine.is_signed_by(key_of(other), verify)
    assert not mine.is_signed_by(VerifierKey(NAME + "2", book.key.public), verify)
    elsewhere = Checkpoint("elsewhere.example.com", 5, EMPTY)
    line = Signature(NAME, book.key.id, book.private.sign(elsewhere.text.encode()))
    assert not SignedCheckpoint(elsewhere, (line,)).is_signed_by(book.key, verify)


def test_signatures_of_others_are_left_alone() -> None:
    book = register(5)
    mine = book.checkpoint()
    witness = Signature("witness.example.com", b"abcd", b"of another kind")
    both = SignedCheckpoint(mine.checkpoint, (witness, *mine.signatures))
    assert read_checkpoint(str(both)).is_signed_by(book.key, verify)
    offline().Checkpoint(str(both)).check(offline().Key(str(book.key)))
    alone = SignedCheckpoint(mine.checkpoint, (witness,))
    assert not read_checkpoint(str(alone)).is_signed_by(book.key, verify)


@pytest.mark.parametrize(
    "origin,size",
    [("", 1), ("two\nlines", 1), (NAME, -1), (NAME, LARGEST + 1), ("another", 1), ("a\x00b", 1)],
)
def test_what_could_not_be_read_again_is_not_signed(origin: str, size: int) -> None:
    private = signer()
    name = NAME if origin == "another" else origin or NAME
    with pytest.raises(CheckpointRefused):
        signed(Checkpoint(origin, size, EMPTY), key_of(private, name), private.sign)


ROOT = base64.b64encode(EMPTY).decode()
LINE = "— a.example.com " + base64.b64encode(b"abcd" + bytes(64)).decode()
GOOD = f"a.example.com\n7\n{ROOT}\n\n{LINE}\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        GOOD[:-1],
        GOOD + "\n",
        GOOD + "more\n",
        GOOD + LINE + "\n",
        GOOD.replace("\n\n", "\n"),
        GOOD.replace("\n\n", "\n\n\n"),
        GOOD.replace("\n7", "\n\n7"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("7", "07"),
        GOOD.replace("7", "+7"),
        GOOD.replace("7", "-7"),
        GOOD.replace("7", "7 "),
        GOOD.replace("7", "٧"),
        GOOD.replace("7", "1_0"),
        GOOD.replace("7", str(LARGEST + 1)),
        GOOD.replace(ROOT, ROOT[:-1]),
        GOOD.replace(ROOT, ROOT + "="),
        GOOD.replace(ROOT, ROOT[:-2] + "V="),
        GOOD.replace(ROOT, ROOT + " "),
        GOOD.replace(ROOT, ""),
        GOOD.replace(ROOT, base64.b64encode(EMPTY[:31]).decode()),
        GOOD.replace(ROOT, base64.urlsafe_b64encode(EMPTY[:31] + b"\xff").decode() + "-"),
        GOOD.replace("a.example.com\n", "\n"),
        GOOD.replace("a.example.com\n", "a\x00b\n"),
        GOOD.replace("a.example.com\n", "a\tb\n"),
        GOOD.replace("a.example.com\n", "a\ud800b\n"),
        GOOD.replace("—", "-"),
        GOOD.replace("— ", "—"),
        GOOD.replace("— a", "— a+a"),
        GOOD.replace("— a", "— a a"),
        GOOD.replace(LINE, "— a.example.com YWJjZA=="),
        GOOD.replace(LINE, LINE + " "),
        GOOD.replace(LINE, ""),
        GOOD.replace(LINE, "\n".join(f"— a{n} {LINE.split()[2]}" for n in range(65))),
        GOOD.replace("a.example.com\n", "a" * 70_000 + "\n"),
    ],
)
def test_what_is_not_exactly_a_checkpoint_is_refused(text: str) -> None:
    assert not both_refuse(GOOD)
    assert both_refuse(text)


@given(st.text(alphabet="a7\n —+=YWJjZA\x00", max_size=60))
def test_both_refuse_and_read_the_same_texts(end: str) -> None:
    for text in (end, GOOD + end, GOOD[: -len(end) - 1] + end):
        if not both_refuse(text):
            assert str(read_checkpoint(text)) == text
