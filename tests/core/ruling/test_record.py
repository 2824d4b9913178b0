"""A ruling record: the same inputs give the same bytes, for ever, and no other bytes pass."""

import copy
import json
import random
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.core.errors import DossierRefused, EvenhandError, RecordRefused
from evenhand.core.policy.literals import FACT_LIMIT
from evenhand.core.policy.places import Located, locate
from evenhand.core.policy.versions import Vocabulary
from evenhand.core.ruling.canonical import EXACT, canonical, sha256_of
from evenhand.core.ruling.cases import ABSENT, KNOWN, TRUE, UNKNOWN
from evenhand.core.ruling.codes import said, understood
from evenhand.core.ruling.record import FORMATS, record_of, sealed
from evenhand.core.ruling.recorded import read_record
from evenhand.core.ruling.replay import replay
from evenhand.core.ruling.ruling import rule_dossier
from evenhand.core.types import FactSpec, Type
from tests.core.ruling.samples import SAMPLES, Sample, kept_policy
from tests.world import policy, rule

every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
SMALL, SHARES, PAID = SAMPLES[-3:]


def record(
    dossier: str, steps: str = "- {id: first, cites: ['1'], prefer: {earliest: me.first_contact}}"
) -> Any:
    return record_of(rule(policy(steps), dossier))


def resealed(sample: Sample, record: Any) -> tuple[Any, ...]:
    """The differences of a record that was changed and given the SHA-256 of what it became."""
    return replay(read_record(sealed(record)), kept_policy(sample.policy.stem))


# For ever


@every_sample
def test_a_sample_dispute_has_the_record_it_always_had(sample: Sample) -> None:
    assert sample.again(sample.ruling()) == sample.record.read_bytes()


@every_sample
def test_a_record_needs_only_itself_and_the_policy_file(sample: Sample) -> None:
    recorded = read_record(sample.record.read_bytes())
    assert replay(recorded, kept_policy(sample.policy.stem)) == ()


# The form


def test_the_file_is_canonical_json_with_the_hash_of_its_content() -> None:
    content = SMALL.record.read_bytes()
    data = json.loads(content)
    assert set(data) == {"record", "sha256"}
    assert data["sha256"] == sha256_of(data["record"])
    assert content == canonical(data) + b"\n"


def test_keys_stand_in_the_order_of_their_utf_16_units() -> None:
    """The example of RFC 8785, 3.2.3."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    told = json.loads(canonical(dict.fromkeys(keys)), object_pairs_hook=lambda pairs: pairs)
    assert [key for key, _ in told] == [
        "\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


def test_texts_are_escaped_as_rfc_8785_says() -> None:
    assert canonical('€$\u000f\nA\'B"\\"/\x7f') == '"€$\\u000f\\nA\'B\\"\\\\\\"/\x7f"'.encode()


@pytest.mark.parametrize("value", [1.0, EXACT + 1, -EXACT - 1, float("nan")])
def test_what_readers_of_json_could_round_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical([value])


def test_half_a_character_is_refused() -> None:
    with pytest.raises(RecordRefused, match="lone surrogate"):
        canonical("\ud83d")
    with pytest.raises(RecordRefused, match="lone surrogate"):
        canonical({"\ud83d": 1})


@settings(max_examples=60)
@given(st.recursive(
    st.none() | st.booleans() | st.integers(-EXACT, EXACT) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
))  # fmt: skip
def test_canonical_json_is_json_and_has_one_form(value: Any) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


WORDS = Vocabulary(("", "unknown", "客"), {"": 0, "unknown": 1, "客": 2})
CODES = {Type.BOOL: st.sampled_from([0, 2]), Type.TEXT: st.sampled_from([0, 1, 2]),
         Type.DATE: st.integers(-719162, 2932896),
         Type.INSTANT: st.integers(-62135596800, 253402300799)}  # fmt: skip


@given(st.data(), st.sampled_from(Type))
def test_a_value_comes_back_as_it_was(data: st.DataObject, type_: Type) -> None:
    spec = FactSpec("me.x", type_, values=WORDS.texts if type_ is Type.TEXT else ())
    code = data.draw(CODES.get(type_, st.integers(-FACT_LIMIT, FACT_LIMIT)))
    nothing = [(UNKNOWN, KNOWN)] if type_ is Type.BOOL else [(0, ABSENT), (0, UNKNOWN)]
    told = [said(type_, *cell, WORDS) for cell in [(code, KNOWN), *nothing]]
    assert [understood(spec, value, WORDS) for value in told] == [(code, KNOWN), *nothing]
    assert len({canonical(value) for value in told}) == len(told)


@pytest.mark.parametrize(
    "type_,value",
    [
        (Type.BOOL, 1), (Type.BOOL, None), (Type.INT, True), (Type.INT, "1"), (Type.DATE, 5),
        (Type.INT, FACT_LIMIT + 1), (Type.DAYS, "3bd"), (Type.DATE, "2013-02-30"),
        (Type.TEXT, "客人"), (Type.INSTANT, "2013-02-03"), (Type.DATE, "3d"), (Type.INT, {}),
    ],
)  # fmt: skip
def test_what_is_no_value_of_the_type_is_refused(type_: Type, value: Any) -> None:
    with pytest.raises(ValueError, match=r"me\.x|time data"):
        understood(FactSpec("me.x", type_, values=WORDS.texts), value, WORDS)


def test_values_beyond_the_calendar_and_beyond_53_bits_are_told_exactly() -> None:
    assert said(Type.DATE, 10**12, KNOWN, WORDS) == 10**12
    assert said(Type.INSTANT, 10**15, KNOWN, WORDS) == 10**15
    assert said(Type.INT, 2**62, KNOWN, WORDS) == str(2**62)


# The content


def test_known_absent_unknown_and_left_out_are_told_apart() -> None:
    grades = "claimants: {A: {grade: H}, B: {grade: null}, C: {grade: unknown}, D: {}}"
    told = record(grades, "- {id: hot, cites: ['1'], keep: \"has(me.grade) && me.grade == 'H'\"}")
    given = [claimant["facts"] for claimant in told["dossier"]["claimants"]]
    assert given == [{"grade": "H"}, {"grade": None}, {"grade": {"unknown": True}}, {}]
    assert told["facts"]["me.grade"] == {"A": "H", "B": None, "C": {"unknown": True}, "D": None}


def test_the_text_unknown_is_not_the_unknown() -> None:
    told = json.loads((SAMPLES[5].record).read_bytes())["record"]["facts"]
    assert "unknown" in told["me.first_kind"].values()
    assert {"unknown": True} in told["me.last_at"].values()


def test_labels_stand_inside_as_given_and_in_the_order_of_the_claimants() -> None:
    told = record("claimants: {B: {label: 'Cafe\u0301'}, A: {label: 'Caf\u00e9'}}")
    assert [(one["id"], one["label"]) for one in told["dossier"]["claimants"]] == [
        ("B", "Cafe\u0301"), ("A", "Caf\u00e9"),
    ]  # fmt: skip


def test_the_record_speaks_no_language() -> None:
    text = SAMPLES[0].record.read_text(encoding="utf-8")
    version = kept_policy("showroom").versions[0]
    wordings = [article.text for article in version.articles.values()]
    told = [words for wording in wordings for _, words in wording.items()]
    assert len(told) > 30
    assert not [words for words in told if words in text]
    assert "language" not in text


def test_every_fact_the_policy_read_stands_as_it_was() -> None:
    told = json.loads(SAMPLES[0].record.read_bytes())["record"]["facts"]
    assert kept_policy("showroom").versions[0].reads <= set(told)
    assert told["me.overdue_at_closing"] == {"chen": {"unknown": True}, "li": "6d"}


def test_entries_say_who_when_and_what_and_a_correction_what_it_corrects() -> None:
    entries = json.loads(SAMPLES[5].record.read_bytes())["record"]["dossier"]["entries"]
    by_id = {entry["id"]: entry for entry in entries}
    assert (by_id["d"]["who"], by_id["d"]["on_behalf_of"]) == ("Ghost", "e\u0301")
    assert by_id["g"]["corrects"] == {"entry": "a", "field": "grade"}
    assert by_id["a"]["fields"]["altered"] is True
    assert by_id["#2"]["occurred_on"] == "2024-02-01"
    assert by_id["#2"]["occurred_at"] == "2024-02-02T04:30:00Z"


def test_an_id_that_another_entry_has_by_its_number_is_refused() -> None:
    entry = "{who: A, kind: call, at: 2013-03-01}"
    with pytest.raises(DossierRefused, match="the entry id #2 stands twice"):
        record(f"entries: [{entry[:-1]}, id: '#2'}}, {entry}]")


def test_the_trace_has_every_step_and_the_remedies_their_place() -> None:
    told = json.loads(SAMPLES[0].record.read_bytes())["record"]
    assert [step["step"] for step in told["trace"]] == [
        step.id for step in kept_policy("showroom").versions[0].steps
    ]
    assert told["remedies"] == []


# Format 2: remedies, and what is at stake


def test_a_record_holds_what_is_at_stake_and_agreed_in_whole_units() -> None:
    dossier = json.loads(SHARES.record.read_bytes())["record"]["dossier"]
    assert dossier["agreed"] == {"A": 2, "B": 2, "C": 3}
    assert dossier["stake"]["commission"] == {"amount": 1200050, "currency": "CNY"}
    assert dossier["stake"]["bonus"] == {"amount": 5, "currency": "BHD"}


def test_the_amounts_of_every_share_sum_to_what_is_at_stake() -> None:
    told = json.loads(SHARES.record.read_bytes())["record"]["remedies"]
    portions = [
        one for remedy in told for order in remedy["orders"] for one in order.get("amounts", [])
    ]
    assert len(portions) == 4
    assert all(sum(one["amounts"].values()) + one["rest"] == one["whole"] for one in portions)


def test_a_fact_that_only_remedies_read_stands_in_format_2_alone() -> None:
    ruling = PAID.ruling()
    second, first = record_of(ruling), record_of(ruling, FORMATS[0])
    only = {"dispute.change_demanded", "me.owner", "me.visit_record", "me.card_filed"}
    facts: Any = (second["facts"], first["facts"])
    assert set(facts[0]) - set(facts[1]) == only | {"me.registered_on"}
    dossier: Any = first["dossier"]
    assert (first["remedies"], "stake" in dossier, "agreed" in dossier) == ([], False, False)


@pytest.mark.parametrize(
    "part,value,message",
    [
        ("stake", {"gold": {"amount": 1, "currency": "CNY"}}, "has gold at stake"),
        ("stake", {"bonus": {"amount": -1, "currency": "CNY"}}, "greater than or equal to 0"),
        ("stake", {"bonus": {"amount": True, "currency": "CNY"}}, "valid integer"),
        ("agreed", {"Z": 1}, "Z agree, who is no claimant"),
        ("agreed", {"A": 0}, "nobody has anything"),
    ],
)
def test_a_stake_that_no_dossier_could_have_is_refused(part: str, value: Any, message: str) -> None:
    record = json.loads(SHARES.record.read_bytes())["record"]
    record["dossier"][part] = value
    with pytest.raises(RecordRefused, match=message):
        resealed(SHARES, record)


def test_a_stake_or_a_remedy_that_was_altered_is_found() -> None:
    record = json.loads(SHARES.record.read_bytes())["record"]
    record["dossier"]["stake"]["commission"]["amount"] += 1
    assert resealed(SHARES, record)
    record = json.loads(SHARES.record.read_bytes())["record"]
    record["remedies"][0]["orders"][0]["shares"] = {"A": 3334, "B": 3333, "C": 3333}
    paths = [one.path for one in resealed(SHARES, record)]
    assert paths == ["remedies[0].orders[0].shares.A", "remedies[0].orders[0].shares.C"]


def test_a_stake_in_a_record_of_format_1_is_found() -> None:
    record = json.loads(SMALL.record.read_bytes())["record"]
    record["dossier"]["stake"] = {"bonus": {"amount": 1, "currency": "CNY"}}
    assert [one.path for one in resealed(SMALL, record)] == ["dossier.stake"]


# Same inputs, same bytes


def _shuffled(value: Any, chance: random.Random, *, fixed: bool = False) -> Any:
    """Mappings in another order, save the one of the claimants, whose order is their own."""
    if isinstance(value, list):
        return [_shuffled(one, chance) for one in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    if not fixed:
        chance.shuffle(keys)
    return {key: _shuffled(value[key], chance, fixed=key == "claimants") for key in keys}


@every_sample
def test_the_order_of_keys_makes_no_difference(sample: Sample) -> None:
    data = locate(sample.dossier.read_text(encoding="utf-8"), "").data
    for seed in range(5):
        located = Located(_shuffled(copy.deepcopy(data), random.Random(seed)), "shuffled")
        ruling = rule_dossier(kept_policy(sample.policy.stem), located)
        assert sample.again(ruling) == sample.record.read_bytes()


def test_spaces_quotes_comments_and_json_make_no_difference() -> None:
    plain = dedent("""\
        claimants: {A: {signed: true}, B: {}}
        dispute: {as_of: 2013-03-03}
        entries:
          - {who: A, kind: call, at: 2013-03-01T10:00, sequence: 2}
          - {who: B, kind: call, at: 2013-03-02, sequence: 5, reached: unknown}
        """)
    spread = dedent("""\
        # a comment
        entries:
        - who:   "B"
          kind: call
          at: '2013-03-02'
          reached:    '?'
          recorded: 2013-03-02
          sequence: 5

        - at: "2013-03-01T10:00:00+00:00"
          sequence: 2
          id: "#2"
          kind: call
          on_behalf_of: A
          who: A
        dispute:
            as_of: "2013-03-03"
        claimants:
          A:
            label: A
            signed: true
          B:
        incomplete: []
        time_zone: UTC
        about: {en: read by nobody}
        """)
    as_json = json.dumps(locate(plain, "").data)
    assert sealed(record(plain)) == sealed(record(spread)) == sealed(record(as_json))


def test_ruling_others_in_between_makes_no_difference() -> None:
    for sample in (*SAMPLES, *reversed(SAMPLES)):
        assert sample.again(sample.ruling()) == sample.record.read_bytes()


# Tampering


def _mutations(content: bytes, chance: random.Random, count: int) -> Iterator[bytes]:
    """The text with one character put in, taken out or replaced."""
    text = content.decode()
    for _ in range(count):
        place = chance.randrange(len(text))
        other = chance.choice('0123456789abcdef"{}[],: \n\té\\ Z-null')
        kind = chance.randrange(3)
        before, after = text[:place], text[place + 1 :]
        changed = {
            0: before + after,
            1: before + other + after,
            2: text[: place + 1] + other + after,
        }[kind]
        if changed != text:
            yield changed.encode()


def test_a_change_of_any_one_character_is_refused() -> None:
    tried = 0
    for seed, sample in enumerate(SAMPLES):
        for changed in _mutations(sample.record.read_bytes(), random.Random(seed), 320):
            tried += 1
            with pytest.raises(RecordRefused):
                read_record(changed)
    assert tried > 2_300


def test_every_character_of_a_small_record_counts() -> None:
    content = SMALL.record.read_bytes()
    for place in range(len(content)):
        with pytest.raises(RecordRefused):
            read_record(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(RecordRefused):
            read_record(content[:place])


@pytest.mark.parametrize(
    "content,message",
    [
        (b"", "no ruling record"),
        (b"[]", "no ruling record"),
        (b"\xff", "no ruling record"),
        (b'{"record":{},"sha256":"x","more":1}\n', "no ruling record"),
        (b'{"record":{"a":1.5},"sha256":"x"}\n', "whole numbers only, not 1.5"),
        (b'{"record":{"a":NaN},"sha256":"x"}\n', "whole numbers only, not NaN"),
        (b'{"record":{"a":9007199254740993},"sha256":"x"}\n', "altered"),
        (b'{"record":{"a":' + b"9" * 5000 + b'},"sha256":"x"}\n', "altered"),
        (b'{"record":{"a":"\\ud83d"},"sha256":"x"}\n', "lone surrogate"),
        (b'{"record":' + b"[" * 100_000, "altered"),
        (b'{"record":{},"sha256":"x"}\n', "its content has 44136fa355b3678a1146ad16f7e8649e94fb"),
        (sealed({}), "format None"),
        (sealed({"format": "evenhand-record/3"}), "of format evenhand-record/3"),
        (sealed({"format": "evenhand-record/1", "engine": 7}), "of engine 7"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused_with_what_is_wrong(content: bytes, message: str) -> None:
    with pytest.raises(RecordRefused) as refused:
        read_record(content)
    assert message in str(refused.value)


def test_a_record_saved_anew_by_another_program_is_refused_as_that() -> None:
    data = json.loads(SMALL.record.read_bytes())
    for written in (json.dumps(data, indent=2), json.dumps(data), canonical(data).decode()):
        with pytest.raises(RecordRefused, match="saved anew"):
            read_record(written.encode())


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        if isinstance(part, dict | list) and part:
            yield from _leaves(part, (*path, key))
        else:
            yield (*path, key)


def _forged(record: Any, path: tuple[Any, ...], other: Any) -> Any:
    changed = copy.deepcopy(record)
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = other
    return changed


@pytest.mark.parametrize("sample", [SMALL, SAMPLES[6]], ids=lambda sample: sample.name)
def test_a_forged_result_with_a_right_hash_is_found_where_it_was_forged(sample: Sample) -> None:
    record = json.loads(sample.record.read_bytes())["record"]
    results = [path for path in _leaves(record) if path[0] not in ("dossier", "format", "engine")]
    for path in results if sample is SMALL else results[::7]:
        if path[0] == "policy" and path[1] != "id":
            continue
        differences = resealed(sample, _forged(record, path, "forged"))
        assert [one.path for one in differences] == [_written(path)]
        assert differences[0].recorded == '"forged"'


def _written(path: tuple[Any, ...]) -> str:
    parts = [f"[{key}]" if isinstance(key, int) else f".{key}" for key in path]
    return "".join(parts).removeprefix(".")


@pytest.mark.parametrize("sample", [SMALL, SAMPLES[6]], ids=lambda sample: sample.name)
def test_a_forged_input_with_a_right_hash_is_refused_found_or_another_dispute(
    sample: Sample,
) -> None:
    """What was ruled on is whatever the record says: only the hash, kept elsewhere, holds it."""
    record = json.loads(sample.record.read_bytes())["record"]
    others: list[Any] = [
        None,
        True,
        -1,
        10**15 + 1,
        "",
        "A",
        "unknown",
        "2013-02-30",
        "2024-03-02",
        [],
        {},
    ]
    others += [{"unknown": True}, {"unknown": 1}, ["call"], {"A": 1}]
    inputs = [path for path in _leaves(record) if path[0] == "dossier"]
    for path in inputs if sample is SMALL else inputs[::4]:
        for other in others:
            _replayed_or_refused(sample, _forged(record, path, other))


def _replayed_or_refused(sample: Sample, record: Any) -> None:
    """Nothing but a deliberate error comes of it."""
    try:
        resealed(sample, record)
    except EvenhandError:
        return


def test_a_record_without_claimants_or_with_one_twice_is_refused() -> None:
    record = json.loads(SMALL.record.read_bytes())["record"]
    claimants = record["dossier"]["claimants"]
    for wrong in ([], [*claimants, claimants[0]]):
        dossier = record["dossier"] | {"claimants": wrong}
        with pytest.raises(RecordRefused, match="claimant"):
            resealed(SMALL, record | {"dossier": dossier})


@pytest.mark.parametrize("key", ["dossier", "policy", "facts", "trace", "remedies", "outcome"])
def test_a_part_that_is_lacking_or_too_many_is_found(key: str) -> None:
    record = json.loads(SMALL.record.read_bytes())["record"]
    lacking = {name: part for name, part in record.items() if name != key}
    if key in ("dossier", "policy"):
        with pytest.raises(RecordRefused, match="this must be given"):
            resealed(SMALL, lacking)
    else:
        assert [one.recorded for one in resealed(SMALL, lacking)] == ["(nothing)"]
    assert [one.recomputed for one in resealed(SMALL, record | {"more": 1})] == ["(nothing)"]


def test_true_is_not_one() -> None:
    record = json.loads(SMALL.record.read_bytes())["record"]
    assert record["exhaustive"] is True
    assert str(resealed(SMALL, record | {"exhaustive": 1})[0]) == (
        "exhaustive: recorded 1, recomputed true"
    )


def test_a_truth_code_is_told_as_what_it_is() -> None:
    assert [said(Type.BOOL, code, KNOWN, WORDS) for code in (0, UNKNOWN, TRUE)] == [
        False, {"unknown": True}, True,
    ]  # fmt: skip
