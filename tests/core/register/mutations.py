"""Forgeries: what is verified, changed in one place, and what the two verifiers say of it.

Some are made of bytes, which the strict reading stops; the others are written anew in the one form
that is read, so that only the proof itself can stop them.
"""

import base64
import io
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from evenhand.base.ed25519 import verify
from evenhand.core.errors import CheckpointRefused, ReceiptRefused
from evenhand.core.register.checkpoint import read_checkpoint
from evenhand.core.register.consistency import (
    read_consistency,
    verify_consistency_of,
    write_consistency,
)
from evenhand.core.register.export import verify_export
from evenhand.core.register.merkle import (
    consistency_proof,
    inclusion_proof,
    root_at,
    verify_consistency,
    verify_inclusion,
)
from evenhand.core.register.receipt import read_receipt, verify_receipt, write_receipt
from evenhand.core.ruling.canonical import canonical
from tests.core.register.material import Register, offline, register

Mutant = tuple[str, bool, bool]
"""What was done, and whether the core and the verifier that ships apart took it."""

SIZES = (1, 2, 3, 5, 7, 8, 13, 16, 21, 33)


# What is done to bytes, to hashes and to lists


def of_bytes(content: bytes, rng: random.Random) -> tuple[str, bytes]:
    start = rng.randrange(len(content))
    end = min(len(content), start + rng.randint(1, 40))
    name = rng.choice(["flip", "cut", "end", "repeat", "extend", "insert", "swap"])
    match name:
        case "flip":
            return name, flipped(content, rng)
        case "cut":
            return name, content[:start] + content[end:]
        case "end":
            return name, content[:start]
        case "repeat":
            return name, content[:end] + content[start:]
        case "extend":
            return name, content + rng.choice([b"\n", b" ", b"{}", content, rng.randbytes(9)])
        case "insert":
            return name, content[:start] + rng.randbytes(1) + content[start:]
        case _:
            return name, content[:start] + content[end:] + content[start:end]


def flipped(content: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << rng.randrange(8)]) + content[place + 1 :]


def of_hex(text: str, rng: random.Random) -> str:
    return flipped(bytes.fromhex(text), rng).hex()


def of_base64(text: str, rng: random.Random) -> str:
    return base64.b64encode(flipped(base64.b64decode(text), rng)).decode()


def of_proof(proof: list[str], rng: random.Random) -> list[str]:
    made = list(proof)
    place = rng.randrange(len(made) + 1)
    name = rng.choice(["flip", "drop", "swap", "add", "repeat", "turn"])
    if not made or name == "add":
        made.insert(place, rng.randbytes(32).hex())
        return made
    place %= len(made)
    match name:
        case "flip":
            made[place] = of_hex(made[place], rng)
        case "drop":
            del made[place]
        case "swap":
            other = rng.randrange(len(made))
            made[place], made[other] = made[other], made[place]
        case "repeat":
            made.insert(place, made[place])
        case _:
            made.reverse()
    return made


def of_checkpoint(text: str, rng: random.Random, other: str) -> str:
    name, size, root, empty, line, end = text.split("\n")
    match rng.randrange(7):
        case 0:
            size = str(max(0, int(size) + rng.choice([-1, 1, int(size)])))
        case 1:
            root = of_base64(root, rng)
        case 2:
            start, _, signature = line.rpartition(" ")
            line = f"{start} {of_base64(signature, rng)}"
        case 3:
            name += rng.choice(["/", "x", "\N{NO-BREAK SPACE}"])
        case 4:
            root += "\nmore"
        case 5:
            return other
        case _:
            line = other.split("\n")[4]
    return "\n".join((name, size, root, empty, line, end))


def of_key(text: str, rng: random.Random) -> str:
    name, id_, content = text.split("+", 2)
    match rng.randrange(3):
        case 0:
            return f"{name}x+{id_}+{content}"
        case 1:
            return f"{name}+{flipped(bytes.fromhex(id_), rng).hex()}+{content}"
        case _:
            return f"{name}+{id_}+{of_base64(content, rng)}"


def of_entry(entry: dict[str, Any], rng: random.Random) -> None:
    match rng.choice(["sequence", "recorded_at", "kind", "commitment"]):
        case "sequence":
            entry["sequence"] = max(0, entry["sequence"] + rng.choice([-1, 1, 8]))
        case "recorded_at":
            digits = [at for at, one in enumerate(entry["recorded_at"]) if one.isdigit()]
            at = rng.choice(digits)
            was = entry["recorded_at"]
            entry["recorded_at"] = f"{was[:at]}{(int(was[at]) + 1) % 10}{was[at + 1 :]}"
        case "kind":
            entry["kind"] = rng.choice(["order", "card", "Call", "", "erased", "kind"])
        case _:
            entry["commitment"] = of_hex(entry["commitment"], rng)


def of_payload(payload: dict[str, Any], rng: random.Random) -> None:
    name = rng.choice(sorted(payload))
    match rng.randrange(4):
        case 0:
            payload[name] = f"{payload[name]} "
        case 1:
            del payload[name]
        case 2:
            payload[f"{name}s"] = payload[name]
        case _:
            payload[name] = not payload[name]


# A receipt, two checkpoints, an export, a checkpoint alone, and bare proofs


def receipts(rng: random.Random) -> Mutant:
    book = register(rng.choice(SIZES))
    number = rng.randint(1, len(book.entries))
    content = write_receipt(book.receipt(number))
    if rng.random() < 0.3:
        what, made = of_bytes(content, rng)
    else:
        fields = json.loads(content)
        what = rng.choice(sorted(set(fields) - {"format"}))
        match what:
            case "checkpoint":
                other = str(register(40).checkpoint(rng.randint(0, 40)))
                fields[what] = of_checkpoint(fields[what], rng, other)
            case "entry":
                of_entry(fields[what], rng)
            case "key":
                fields[what] = of_hex(fields[what], rng)
            case "payload":
                of_payload(fields[what], rng)
            case "proof":
                fields[what] = of_proof(fields[what], rng)
            case _:
                fields[what] = of_key(fields[what], rng)
        made = canonical(fields) + b"\n"
    if made == content:
        return receipts(rng)
    return what, core_takes_receipt(made, book), offline_takes(made, book)


def consistencies(rng: random.Random) -> Mutant:
    book = register(rng.choice(SIZES[2:]))
    new = rng.randint(2, len(book.entries))
    content = write_consistency(book.consistency(rng.randint(1, new - 1), new))
    if rng.random() < 0.3:
        what, made = of_bytes(content, rng)
    else:
        fields = json.loads(content)
        what = rng.choice(["new", "old", "proof", "proof", "verifier_key"])
        match what:
            case "proof":
                fields[what] = of_proof(fields[what], rng)
            case "verifier_key":
                fields[what] = of_key(fields[what], rng)
            case _:
                other = str(register(40, seed=1).checkpoint(rng.randint(1, 40)))
                fields[what] = of_checkpoint(fields[what], rng, other)
        made = canonical(fields) + b"\n"
    if made == content:
        return consistencies(rng)
    return what, core_takes_consistency(made, book), offline_takes(made, book)


def exports(rng: random.Random) -> Mutant:
    """Of an export of which the last checkpoint was kept elsewhere: its end may not go missing."""
    book = register(rng.choice(SIZES))
    lines = book.export(len(book.entries) // 2)
    content = b"".join(lines)
    if rng.random() < 0.3:
        what, made = of_bytes(content, rng)
    else:
        what, made = _of_lines(lines, rng)
    if made == content:
        return exports(rng)
    return what, core_takes_export(made, book), offline_takes(made, book, against=True)


def _of_lines(lines: list[bytes], rng: random.Random) -> tuple[str, bytes]:
    lines = list(lines)
    places = [at for at, line in enumerate(lines) if b'"sequence"' in line]
    at, other = rng.choice(places), rng.choice(places)
    what = rng.choice(["drop", "swap", "repeat", "entry", "payload", "key", "checkpoint"])
    fields = json.loads(lines[at])
    match what:
        case "drop":
            del lines[at]
        case "swap":
            lines[at], lines[other] = lines[other], lines[at]
        case "repeat":
            lines.insert(other, lines[at])
        case "checkpoint":
            at = len(lines) - 1
            fields = json.loads(lines[at])
            other_text = str(register(40, seed=1).checkpoint(len(places)))
            fields["checkpoint"] = of_checkpoint(fields["checkpoint"], rng, other_text)
        case "entry":
            of_entry(fields, rng)
        case "payload":
            of_payload(fields["payload"], rng)
        case _:
            fields["key"] = of_hex(fields["key"], rng)
    if what in {"checkpoint", "entry", "payload", "key"}:
        lines[at] = canonical(fields) + b"\n"
    return what, b"".join(lines)


def checkpoints(rng: random.Random) -> Mutant:
    book = register(rng.choice(SIZES))
    text = str(book.checkpoint())
    if rng.random() < 0.5:
        what, content = of_bytes(text.encode(), rng)
        made = content.decode(errors="surrogateescape")
    else:
        # Any other checkpoint of this register is one: here only of what it never was.
        what = "fields"
        other = str(register(40, seed=1).checkpoint()).replace("outlets", "others")
        made = of_checkpoint(text, rng, other)
    if made == text:
        return checkpoints(rng)
    return what, core_takes_checkpoint(made, book), offline_takes_checkpoint(made, book)


def inclusions(rng: random.Random) -> Mutant:
    """Bare proofs. The size stays: a proof does not show that, the signed checkpoint does."""
    book = register(rng.choice(SIZES))
    size = len(book.entries)
    index = rng.randrange(size)
    leaf, root = book.entries[index][0].hash, book.tree.frontier.root()
    proof = [one.hex() for one in inclusion_proof(index, size, book.tree.node)]
    was = (index, leaf, root, proof)
    what = rng.choice(["index", "leaf", "root", "proof"])
    match what:
        case "index":
            index += rng.choice([-1, 1, size, -size])
        case "leaf":
            leaf = flipped(leaf, rng)
        case "root":
            root = flipped(root, rng)
        case _:
            proof = of_proof(proof, rng)
    if was == (index, leaf, root, proof):
        return inclusions(rng)
    path = [bytes.fromhex(one) for one in proof]
    return (
        what,
        verify_inclusion(leaf, index=index, size=size, proof=path, root=root),
        offline().included(leaf, index, size, path, root),
    )


def bare_consistencies(rng: random.Random) -> Mutant:
    book = register(rng.choice(SIZES[1:]))
    new = len(book.entries)
    old = rng.randint(1, new)
    roots = [root_at(size, book.tree.node) for size in (old, new)]
    proof = [one.hex() for one in consistency_proof(old, new, book.tree.node)]
    was = (list(roots), list(proof))
    what = rng.choice(["old", "new", "roots", "proof", "proof"])
    match what:
        case "old":
            roots[0] = flipped(roots[0], rng)
        case "new":
            roots[1] = flipped(roots[1], rng)
        case "roots":
            roots.reverse()
        case _:
            proof = of_proof(proof, rng)
    if was == (roots, proof):
        return bare_consistencies(rng)
    path = [bytes.fromhex(one) for one in proof]
    return (
        what,
        verify_consistency(old=old, new=new, old_root=roots[0], new_root=roots[1], proof=path),
        offline().consistent(old, new, roots[0], roots[1], path),
    )


FORGERS: dict[str, Callable[[random.Random], Mutant]] = {
    "receipts": receipts,
    "consistency proofs": consistencies,
    "exports": exports,
    "checkpoints": checkpoints,
    "bare inclusion proofs": inclusions,
    "bare consistency proofs": bare_consistencies,
}


# What the two verifiers say


def core_takes_receipt(content: bytes, book: Register) -> bool:
    try:
        receipt = read_receipt(content)
    except ReceiptRefused:
        return False
    return verify_receipt(receipt, trusted=[book.key], verify=verify).holds


def core_takes_consistency(content: bytes, book: Register) -> bool:
    try:
        consistency = read_consistency(content)
    except ReceiptRefused:
        return False
    return verify_consistency_of(consistency, trusted=[book.key], verify=verify).holds


def core_takes_export(content: bytes, book: Register) -> bool:
    return verify_export(
        lines_of(content),
        trusted=[book.key],
        verify=verify,
        seen=[book.checkpoint().checkpoint],
    ).holds


def lines_of(content: bytes) -> Iterator[bytes]:
    return iter(io.BytesIO(content))


def core_takes_checkpoint(text: str, book: Register) -> bool:
    try:
        return read_checkpoint(text).is_signed_by(book.key, verify)
    except CheckpointRefused:
        return False


def offline_takes(content: bytes, book: Register, *, against: bool = False) -> bool:
    verifier = offline()
    kept = [verifier.Checkpoint(str(book.checkpoint()))] if against else []
    try:
        verifier.verify_file(io.BytesIO(content), [verifier.Key(str(book.key))], kept)
    except verifier.NotVerified:
        return False
    return True


def offline_takes_checkpoint(text: str, book: Register) -> bool:
    verifier = offline()
    try:
        verifier.Checkpoint(text).check(verifier.Key(str(book.key)))
    except verifier.NotVerified:
        return False
    return True
