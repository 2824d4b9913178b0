"""The cases in which matching goes wrong, decided with a model learned from data (R7.1, R7.3)."""

import pytest

from evenhand.core.identity.decide import Answer, Decision, decide, decide_among
from evenhand.core.identity.model import Model
from evenhand.core.identity.normalise import Typed, normalise

SAME, POSSIBLY, NOT = Answer.same, Answer.possibly, Answer.different


def _decided(model: Model, one: Typed, other: Typed) -> Decision:
    left, right = (model.told(normalise(typed)) for typed in (one, other))
    found = decide(model, left, right)
    again = decide(model, right, left)
    assert (found.answer, round(found.weight, 6)) == (again.answer, round(again.weight, 6))
    return found


@pytest.mark.parametrize(
    "one, other",
    [
        (Typed("王伟"), Typed("王伟")),
        (Typed("Hoa"), Typed("Hoà")),
        (Typed("Nguyễn Văn Hùng"), Typed("Nguyen Van Hung")),
        (Typed("李娜"), Typed("Li Na")),
    ],
)
def test_a_name_alone_in_a_crowded_space_is_never_the_same_and_a_telephone_would_settle_it(
    model: Model, one: Typed, other: Typed
) -> None:
    found = _decided(model, one, other)
    assert (found.answer, found.ask) == (POSSIBLY, "phone")


def test_a_company_by_its_name_alone_would_be_settled_by_its_tax_code(model: Model) -> None:
    found = _decided(model, Typed("Cty TNHH Hoà Phát"), Typed("Công ty Hoà Phát"))
    assert (found.answer, found.ask) == (POSSIBLY, "tax")


@pytest.mark.parametrize(
    "one, other",
    [
        (Typed("王伟", phone="13800138000"), Typed("王偉", phone="+86 138-0013-8000")),
        (Typed("Hoa", phone="0912345678"), Typed("Hoà", phone="+84 912 345 678")),
        (Typed("曾小明", phone="13800138000"), Typed("Zeng Xiaoming", phone="138 0013 8000")),
        (Typed("Robert Miller", phone="2125550123"), Typed("Bob Miller", phone="(212) 555-0123")),
        (
            Typed("Nguyễn Văn Hùng", phone="0912345678"),
            Typed("Nguyen Van Hunh", phone="0912 345 678", city="HCM"),
        ),
        (
            Typed("Nguyễn Văn Hùng", phone="0912345678"),
            Typed("Nguyeenx Vawn Hungf", phone="0912 345 678"),
        ),
    ],
)
def test_one_took_the_call_another_the_visit_and_it_is_the_same_customer(
    model: Model, one: Typed, other: Typed
) -> None:
    assert _decided(model, one, other).answer is SAME


@pytest.mark.parametrize(
    "one, other",
    [
        (Typed("王伟", phone="13800138000"), Typed("王伟", phone="13912345678")),
        (Typed("Hoa", phone="0912345678"), Typed("Hoa", phone="0987654321")),
        (Typed("Hoa", phone="0912345678"), Typed("Lan", phone="0912345678")),
        (Typed("上海明达科技有限公司"), Typed("北京明达科技有限公司")),
        (Typed("Cty Minh Long Hà Nội"), Typed("Cty Minh Long Đà Nẵng")),
        (Typed("Cty Minh Long", city="Hà Nội"), Typed("Cty Minh Long", city="Đà Nẵng")),
    ],
)
def test_what_sets_two_apart_is_heard(model: Model, one: Typed, other: Typed) -> None:
    assert _decided(model, one, other).answer is NOT


def test_companies_that_differ_only_in_a_number_are_not_the_same(model: Model) -> None:
    one, two = (Typed(f"Công ty TNHH Hoà Phát {n}", city="Hà Nội") for n in (1, 2))
    assert _decided(model, one, two).answer is not SAME
    assert _decided(model, one, one).answer is SAME


@pytest.mark.parametrize(
    "one, other",
    [
        ("Nguyễn Văn Hùng", "Nguyễn Thị Lan"),
        ("Trần Thị Mai", "Nguyễn Minh Khôi"),
        ("王伟", "李娜"),
    ],
)
def test_a_family_at_one_telephone_and_address_is_related_and_never_one(
    model: Model, one: str, other: str
) -> None:
    home = {"phone": "0912345678", "address": "12 Lê Lợi, P. Bến Nghé, Q.1"}
    found = _decided(model, Typed(one, **home), Typed(other, **home))
    assert found.answer is not SAME
    assert found.related


def test_each_field_says_what_it_compared_and_how_much_it_says(model: Model) -> None:
    one = Typed("王伟", phone="13800138000", city="北京")
    found = _decided(model, one, Typed("王偉", phone="13912345678", city="Beijing"))
    told = {each.field: (each.level, each.left, each.right) for each in found.evidence}
    assert told == {
        "name": ("same", "王伟", "王伟"),
        "phone": ("different", "+8613800138000", "+8613912345678"),
        "city": ("same", "beijing", "beijing"),
    }
    weights = [abs(each.weight) for each in found.evidence]
    assert weights == sorted(weights, reverse=True)


def _among(model: Model, asked: Typed, *known: Typed) -> list[Decision]:
    told = [model.told(normalise(one)) for one in known]
    return decide_among(model, model.told(normalise(asked)), told)


def test_of_two_who_cannot_be_one_person_each_is_half_as_likely(model: Model) -> None:
    here, there = Typed("Trịnh Khắc Duệ", city="Huế"), Typed("Trịnh Khắc Duệ", city="Hà Nội")
    asked = Typed("Trịnh Khắc Duệ", phone="0912345678")
    alone = _among(model, asked, here)[0]
    both = _among(model, asked, here, there)
    assert [one.answer for one in both] == [POSSIBLY, POSSIBLY]
    assert alone.weight > both[0].weight
    assert sum(one.chance for one in both) < 1
    assert both[0].ask == "phone"


def test_records_of_one_customer_do_not_weaken_each_other(model: Model) -> None:
    one = Typed("Nguyễn Văn Hùng", phone="0912345678", email="hung.kien79@example.vn")
    other = Typed("Nguyen Van Hung", phone="0912 345 678", email="hung.kien79@example.vn")
    asked = Typed("Nguyễn Văn Hùng", phone="0912345678")
    alone, both = _among(model, asked, one), _among(model, asked, one, other)
    assert [one.answer for one in (*alone, *both)] == [SAME, SAME, SAME]
    assert both[0].weight == pytest.approx(alone[0].weight)


def test_a_short_name_with_another_number_is_not_the_same(model: Model) -> None:
    asked = Typed("An Phat 68", phone="0987654321")
    right, other = Typed("Công ty TNHH An Phát 68"), Typed("Cty TNHH An Phát 86")
    found = _among(model, asked, right, other)
    assert found[0].weight > found[1].weight + 5
    assert found[1].answer is not SAME
