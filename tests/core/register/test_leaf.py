"""What stands in the tree for an entry, and that it says nothing of what the entry says."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.core.errors import PayloadRefused
from evenhand.core.register.leaf import (
    DEEPEST,
    Leaf,
    Payload,
    commitment,
    instant_text,
    payload_content,
    read_instant,
)
from evenhand.core.ruling.canonical import Json, canonical
from tests.core.register.material import offline

AT = datetime(2026, 11, 22, 1, 30, 0, 7, tzinfo=UTC)
KEY = bytes(range(32))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
PAYLOADS = st.dictionaries(st.text(), VALUES, max_size=5)


def nested(levels: int) -> Payload:
    value: Json = 0
    for _ in range(levels - 1):
        value = [value]
    return {"a": value}


def test_the_bytes_of_a_leaf_are_these() -> None:
    payload: Payload = {"who": "p-7", "note": "已回访"}
    leaf = Leaf(42, AT, "follow_up", commitment(payload, KEY))
    says = '{"note":"已回访","who":"p-7"}'.encode()
    committed = hmac.new(KEY, says, hashlib.sha256).hexdigest()
    assert leaf.content.decode() == (
        f'evenhand-entry/1\n{{"commitment":"{committed}","kind":"follow_up",'
        '"recorded_at":"2026-11-22T01:30:00.000007Z","sequence":42}'
    )
    assert leaf.hash == hashlib.sha256(b"\x00" + leaf.content).digest()
    assert leaf.index == 41


@given(
    st.integers(1, 2**53 - 1),
    st.datetimes(timezones=st.just(UTC)),
    st.from_regex(r"[a-z][a-z0-9_]{0,63}", fullmatch=True),
    st.binary(min_size=32, max_size=32),
)
def test_the_bytes_of_any_leaf_are_canonical_json(
    sequence: int, at: datetime, kind: str, committed: bytes
) -> None:
    leaf = Leaf(sequence, at, kind, committed)
    fields: Payload = {
        "sequence": sequence,
        "recorded_at": instant_text(at),
        "kind": kind,
        "commitment": committed.hex(),
    }
    assert leaf.content == b"evenhand-entry/1\n" + canonical(fields)
    assert read_instant(instant_text(at)) == at
    assert offline().leaf_of(sequence, instant_text(at), kind, committed.hex()) == leaf.hash


@given(PAYLOADS, PAYLOADS)
def test_a_commitment_is_opened_by_what_was_entered_alone(payload: Payload, other: Payload) -> None:
    leaf = Leaf(1, AT, "call", commitment(payload, KEY))
    assert leaf.commits_to(payload, KEY)
    assert leaf.commits_to(other, KEY) == (canonical(other) == canonical(payload))
    assert not leaf.commits_to(payload, bytes(32))
    assert not leaf.commits_to(payload, KEY[:31])
    assert payload_content(payload) == offline().canonical(payload)


def test_texts_are_taken_as_they_came() -> None:
    composed, decomposed = "é", "e\N{COMBINING ACUTE ACCENT}"
    assert commitment({"a": composed}, KEY) != commitment({"a": decomposed}, KEY)


def test_keys_stand_in_the_order_of_utf_16() -> None:
    beyond, private = "\N{GRINNING FACE}", "\ue000"
    content = payload_content({private: 1, beyond: 2, "b": 3, "a": {beyond: 4, private: 5}})
    assert content.decode() == (
        f'{{"a":{{"{beyond}":4,"{private}":5}},"b":3,"{beyond}":2,"{private}":1}}'
    )
    assert content == offline().canonical({"b": 3, private: 1, beyond: 2} | {
        "a": {private: 5, beyond: 4}
    })  # fmt: skip


@pytest.mark.parametrize("value", [0.5, 1.0, float("nan"), 2**53, -(2**53), "\ud800", b"", {1, 2}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    for payload in ({"a": value}, {"a": [value]}, {"é": 1, "b": {"c": value}}):
        with pytest.raises(PayloadRefused):
            commitment(payload, KEY)  # type: ignore[arg-type] # what is wrong is the point
        assert not Leaf(1, AT, "call", bytes(32)).commits_to(payload, KEY)  # type: ignore[arg-type] # as above


@pytest.mark.parametrize("levels", [DEEPEST + 1, 5_000])
def test_too_many_levels_are_refused(levels: int) -> None:
    commitment(nested(DEEPEST), KEY)
    commitment({"a": "[" * 100}, KEY)
    with pytest.raises(PayloadRefused, match="more than 32 levels"):
        commitment(nested(levels), KEY)


def test_a_key_has_32_bytes() -> None:
    for key in (b"", KEY[:31], KEY + b"\0"):
        with pytest.raises(ValueError, match="32 bytes"):
            commitment({}, key)


@pytest.mark.parametrize(
    "sequence,at,kind,committed",
    [
        (0, AT, "call", bytes(32)),
        (-1, AT, "call", bytes(32)),
        (2**53, AT, "call", bytes(32)),
        (1, AT.replace(tzinfo=None), "call", bytes(32)),
        (1, AT.astimezone(timezone(timedelta(hours=7))), "call", bytes(32)),
        (1, AT, "", bytes(32)),
        (1, AT, "Call", bytes(32)),
        (1, AT, 'call"', bytes(32)),
        (1, AT, "call\n", bytes(32)),
        (1, AT, "a" * 65, bytes(32)),
        (1, AT, "call", bytes(31)),
    ],
)
def test_what_can_be_no_leaf_is_refused(
    sequence: int, at: datetime, kind: str, committed: bytes
) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Leaf(sequence, at, kind, committed)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T01:30:00Z",
        "2026-11-22T01:30:00.000Z",
        "2026-11-22 01:30:00.000000Z",
        "2026-11-22T01:30:00.000000+00:00",
        "2026-11-22T01:30:00.000000Z\n",
        "2026-13-22T01:30:00.000000Z",
        "2026-02-29T01:30:00.000000Z",
        "2026-11-22T24:00:00.000000Z",
        "2026-11-22T01:30:60.000000Z",
        "0000-11-22T01:30:00.000000Z",
        "٢٠٢٦-11-22T01:30:00.000000Z",
    ],
)
def test_an_instant_is_written_in_one_way(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_instant(text)
    with pytest.raises(offline().NotVerified):
        offline().leaf_of(1, text, "call", "00" * 32)
