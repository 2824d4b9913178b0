"""The model is data: it can be written, read and checked, and every decision follows from it."""

import json

import pytest

from evenhand.core.errors import ModelRefused
from evenhand.core.identity.comparisons import comparisons_of
from evenhand.core.identity.conditions import read, written
from evenhand.core.identity.decide import Answer, answer_of, decide
from evenhand.core.identity.model import Model, Terms, Words, both, loaded
from evenhand.core.identity.normalise import Customer, Typed, normalise

ASSUMED = Model(
    comparisons_of({"latin", "phone", "city", "numbers"}),
    prior=1e-4,
    related=1e-5,
    terms={"native": Terms({"王伟": 1e-3}, 1e-6)},
    words=Words({"wang": 4, "wei": 5}, 14),
    records=10_000,
)


def _told(name: str, phone: str = "") -> Customer:
    return ASSUMED.told(normalise(Typed(name, phone=phone)))


def test_a_model_that_was_written_is_read_again_and_weighs_the_same() -> None:
    again = loaded(ASSUMED.dumped())
    assert again == ASSUMED
    assert again.sha256 == ASSUMED.sha256
    assert again.dumped() == ASSUMED.dumped()


def test_a_model_that_was_altered_is_refused() -> None:
    altered = json.loads(ASSUMED.dumped())
    altered["comparisons"][0]["levels"][0]["m"] = 0.5
    with pytest.raises(ModelRefused, match="altered"):
        loaded(json.dumps(altered))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 100_000,
        '{"sha256": 1, "form": 1}',
        '{"sha256": "x", "form": 9}',
    ],
    ids=lambda text: text[:12] or "empty",
)
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(ModelRefused):
        loaded(text)


@pytest.mark.parametrize("value", [{"eval": ["1"]}, {"near": [1]}, {"all": 3}, [], None, {}])
def test_a_comparison_that_nobody_knows_is_refused(value: object) -> None:
    with pytest.raises(ModelRefused, match="no comparison knows"):
        read(value)


def test_every_condition_can_be_written_and_read() -> None:
    conditions = [level.condition for one in ASSUMED.comparisons for level in one.levels]
    assert [read(json.loads(json.dumps(written(one)))) for one in conditions] == conditions


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common = ASSUMED.weight(_told("王伟"), _told("王伟"))
    rare = ASSUMED.weight(_told("王蕤"), _told("王蕤"))
    assert rare > common


def test_a_field_that_one_of_them_lacks_says_nothing() -> None:
    alone, beside = _told("王伟"), _told("王伟", "13800138000")
    assert ASSUMED.weight(alone, alone) == ASSUMED.weight(alone, beside)
    assert [one.field for one in ASSUMED.evidence(alone, beside)] == ["name"]


def test_the_weight_is_that_of_the_fields_and_of_what_was_known_before() -> None:
    one, other = _told("王伟", "13800138000"), _told("王伟", "13800138001")
    evidence = ASSUMED.evidence(one, other)
    assert [each.level for each in evidence] == ["same", "one_digit"]
    told = ASSUMED.prior_weight + sum(each.weight for each in evidence)
    assert ASSUMED.weight(one, other) == pytest.approx(told)


def test_the_weight_against_two_alternatives_is_no_more_than_against_either() -> None:
    assert both(30.0, 5.0) < 5.0
    assert both(100.0, 5.0) == both(5.0, 100.0) == pytest.approx(5.0)


def test_the_answer_is_the_weights_and_the_chance_too() -> None:
    answers = [answer_of(weight) for weight in (0.6, 0.4, -4.9, -5.1)]
    assert answers == [Answer.same, Answer.possibly, Answer.possibly, Answer.different]
    found = decide(ASSUMED, _told("王伟"), _told("王伟"))
    assert 0 < found.chance < 0.5
    assert decide(ASSUMED, _told("王伟"), _told("王伟"), threshold=-9.0).answer is Answer.same
