"""Reading the JSON of receipts and exports: strictly, and with every problem at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from evenhand.core.errors import CheckpointRefused, PayloadRefused, Problem, ReceiptRefused
from evenhand.core.register.leaf import (
    DEEPEST,
    Leaf,
    Payload,
    instant_text,
    payload_content,
    read_instant,
    read_kind,
)
from evenhand.core.register.merkle import HASH_BYTES
from evenhand.core.ruling.canonical import EXACT, Json
from evenhand.core.said import Said, said, together

T = TypeVar("T")

LONGEST_PROOF = 128
"""More hashes than any proof has: of 2^63 entries, 63 show inclusion and 126 consistency."""


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON object that is read field by field.

    What cannot be read is kept in `problems`, and something that fits stands in for it.
    """

    fields: Payload
    problems: list[Problem]
    place: str = ""

    def complain(self, name: str, message: Said) -> None:
        """Keep a problem with a field."""
        place = f"{self.place}{name}"
        self.problems.append(Problem(together([place, message], ": ")))

    def only(self, *names: str) -> None:
        """Complain of fields that are missing, and of others."""
        for name in names:
            if name not in self.fields:
                self.complain(name, said("this is missing"))
        for name in self.fields:
            if name not in names:
                self.complain(name, said("nothing is called so here"))

    def of_format(self, name: str) -> None:
        """Complain when the field `format` says another one."""
        if self.fields.get("format", name) != name:
            self.complain("format", said("{format} is wanted", format=name))

    def text(self, name: str) -> str:
        """A text."""
        value = self.fields.get(name, "")
        if isinstance(value, str):
            return value
        self.complain(name, said("a text is wanted"))
        return ""

    def number(self, name: str) -> int:
        """A number from 1."""
        value = self.fields.get(name, 1)
        if type(value) is int and 0 < value <= EXACT:
            return value
        self.complain(name, said("a whole number from 1 is wanted"))
        return 1

    def hexed(self, name: str, count: int = HASH_BYTES) -> bytes:
        """So many bytes, in hex of small letters."""
        found = _unhexed(self.fields.get(name), count)
        if found is None and name in self.fields:
            self.complain(name, said("{count} bytes in hex are wanted", count=count))
        return found or bytes(count)

    def hashes(self, name: str) -> tuple[bytes, ...]:
        """The hashes of a proof."""
        value = self.fields.get(name, [])
        if isinstance(value, list) and len(value) <= LONGEST_PROOF:
            found = [_unhexed(one, HASH_BYTES) for one in value]
            if None not in found:
                return tuple(one for one in found if one is not None)
        self.complain(name, said("a list of at most {most} hashes is wanted", most=LONGEST_PROOF))
        return ()

    def inside(self, name: str) -> Document:
        """An object in this one."""
        value = self.fields.get(name, {})
        if isinstance(value, dict):
            return Document(value, self.problems, f"{self.place}{name}.")
        self.complain(name, said("an object is wanted"))
        return Document({}, self.problems, f"{self.place}{name}.")

    def made(self, name: str, make: Callable[[str], T]) -> T | None:
        """What a text stands for; None if it is there and stands for nothing."""
        if not isinstance(self.fields.get(name), str):
            self.text(name)
            return None
        try:
            return make(self.text(name))
        except CheckpointRefused as error:
            self.complain(name, error.said)
        except ValueError as error:
            self.complain(name, together(error.args))
        return None


def read_document(content: bytes) -> Document:
    """A line with a JSON object in its one canonical form.

    Raises ReceiptRefused for what is no JSON object at all.
    """
    try:
        value: Json = json.loads(content)
    except (ValueError, RecursionError):
        raise _refused(said("this is no JSON")) from None
    if not isinstance(value, dict):
        raise _refused(said("a JSON object is wanted"))
    try:
        anew = payload_content(value, DEEPEST + 1)
    except PayloadRefused as error:
        raise _refused(error.said) from None
    problems = [] if content == anew + b"\n" else [Problem(_saved_anew())]
    return Document(value, problems)


LEAF_FIELDS = ("commitment", "kind", "recorded_at", "sequence")


def leaf_fields(leaf: Leaf) -> Payload:
    """A leaf as it stands in receipts and exports."""
    return {
        "commitment": leaf.commitment.hex(),
        "kind": leaf.kind,
        "recorded_at": instant_text(leaf.recorded_at),
        "sequence": leaf.sequence,
    }


def read_leaf(document: Document) -> Leaf | None:
    """The leaf that stands in a document; None when there was something to complain of."""
    sequence, commitment = document.number("sequence"), document.hexed("commitment")
    recorded_at = document.made("recorded_at", read_instant)
    kind = document.made("kind", read_kind)
    if document.problems or recorded_at is None or kind is None:
        return None
    return Leaf(sequence, recorded_at, kind, commitment)


def _saved_anew() -> Said:
    return said(
        "this was saved anew (spaces, line ends, order of keys) or altered: use the file as it was "
        "handed out"
    )


def _refused(why: Said) -> ReceiptRefused:
    return ReceiptRefused([Problem(why)])


def _unhexed(value: object, count: int) -> bytes | None:
    if not isinstance(value, str) or len(value) != 2 * count:
        return None
    try:
        found = bytes.fromhex(value)
    except ValueError:
        return None
    return found if found.hex() == value else None
