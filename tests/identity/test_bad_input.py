"""Whatever is typed: no failure, no leak of other signs than ASCII, no waiting."""

import time

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from evenhand.core.identity.normalise import COLUMNS, Customer, Typed, normalise

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
"""Lone surrogates, controls and unassigned signs too."""

SCRIPTS = st.text(
    st.sampled_from(
        "王伟曾Ａ ađỗơ\u0301̣Ѕжαß٣๓३"
        "ก็ใאبし゛ッ김ᄀ💩\u200f\u202e\u200b\u0000\u0085\ud800'’.-–()（）@+/&0８①²ﬁǅİ"
    ),
    max_size=30,
)


def _check(customer: Customer) -> None:
    for column in COLUMNS:
        value = getattr(customer, column)
        text = "".join(value) if isinstance(value, tuple) else value
        if column == "native":
            text.encode()  # no half of a sign
            continue
        assert text.isascii(), (column, text)
        assert not text or text.isprintable(), (column, text)
        assert column == "symbols" or column in {"phone", "other_phone"} or text == text.lower()


@given(ANYTHING | SCRIPTS, ANYTHING | SCRIPTS, st.sampled_from(["", "person", "company"]))
@hypothesis_settings(max_examples=300)
def test_anything_can_be_typed_into_any_field(name: str, other: str, kind: str) -> None:
    whole = Typed(name, kind, "", "", other, other, other, other, other, other, other, other, other)
    _check(normalise(whole))
    _check(normalise(Typed(given=name, family=other, kind=kind)))


@given(SCRIPTS, st.sampled_from(["person", "company"]))
@hypothesis_settings(max_examples=300)
def test_what_was_normalised_is_normal(name: str, kind: str) -> None:
    once = normalise(Typed(name=name, kind=kind))
    assert bool(once.native) == bool(once.latin)
    assert normalise(Typed(name=name.upper() if name.isascii() else name, kind=kind)) == once
    if once.crowd == "zh" and kind == "person":
        assert normalise(Typed(name=once.native, kind=kind)).native == once.native


@pytest.mark.parametrize(
    "name", ["", " ", "💩💩", "\u202e\u200b", "&&&", "()", "\x00", "。。", "\ud800"]
)
def test_a_name_without_a_letter_is_nobodys(name: str) -> None:
    found = normalise(Typed(name=name))
    assert (found.kind, found.native, found.latin, found.tokens) == ("", "", "", ())


@pytest.mark.parametrize(
    "typed, plain",
    [
        ("💩王伟💩", "王伟"),
        ("\u202e王\u200b伟\u2069", "王伟"),
        ("Nguy\u200bễn Văn\u00a0Hùng\x07", "Nguyễn Văn Hùng"),
        ("🏠 Hoà Phát Co., Ltd 🏠", "Hoà Phát Co., Ltd"),
        ("王\ud800伟", "王伟"),
    ],
)
def test_what_cannot_be_seen_changes_no_name(typed: str, plain: str) -> None:
    assert normalise(Typed(name=typed)) == normalise(Typed(name=plain))


@pytest.mark.parametrize(
    "text",
    [
        "an" * 5_000,
        "anq" * 3_000,
        "信息技术" * 2_500 + "x",
        "有限公司" * 2_500,
        "北京" * 5_000,
        "cong ty " * 1_000,
        "chi nhanh - " * 1_000,
        "(" * 10_000,
        "a@" * 5_000,
        "a.b." * 2_500,
        "1/" * 5_000,
        "0912345678/" * 900,
        " ".join(f"w{number}" for number in range(1_000)),
        "\u0301" * 10_000,
    ],
    ids=lambda text: text[:8].strip() or "marks",
)
def test_a_pasted_page_is_read_in_no_time(text: str) -> None:
    begun = time.perf_counter()
    found = normalise(Typed(name=text, phone=text, email=text, tax=text, address=text, city=text))
    assert time.perf_counter() - begun < 0.5
    assert len(found.native) < 700


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "gb18030", "utf-16-le", "cp1258"])
def test_a_name_in_the_wrong_encoding_is_another_name_and_harmless(wrong: str) -> None:
    torn = "Nguyễn Văn Hùng 王伟".encode().decode(wrong, errors="replace")
    _check(normalise(Typed(name=torn, address=torn, city=torn)))


def test_vietnamese_of_windows_1258_is_vietnamese() -> None:
    name = b"Nguy\xea\xden V\xe3n H\xf9ng".decode("cp1258")
    assert normalise(Typed(name=name)).native == "nguyen van hung"
