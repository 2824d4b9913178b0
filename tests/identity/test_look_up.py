"""Keys meet where two ways of writing one customer do; who is added is found at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.core.identity.comparisons import NAME
from evenhand.core.identity.keys import asked, gramed, keys
from evenhand.core.identity.lookup import Index
from evenhand.core.identity.model import Model
from evenhand.core.identity.normalise import Typed, normalise
from evenhand.core.identity.postings import CROWDED
from evenhand.core.identity.segments import LOGGED

CROWD = [
    "王芳",
    "李伟",
    "Lê Văn Nam",
    "Trần Thị Hồng",
    "John Smith",
    "Công ty TNHH Hoà Phát",
    "华为技术",
]


def of(*names: str) -> Index:
    index = Index()
    for number, name in enumerate(names):
        index.add(number, normalise(Typed(name=name)), name)
    return index


@pytest.mark.parametrize(
    "written, typed",
    [
        ("王伟", "王玮"),  # two characters: one that sounds the same
        ("王伟", "壬伟"),  # one that looks alike
        ("Lan", "Lann"),  # one word
        ("Nguyễn Thị Hồng Nhung", "Nguyne Thi Hogn Nhung"),
        ("Trần Văn Minh", "Tran Vam Mimh"),
        ("绍河科技（保定）有限公司", "shaohe"),
        ("Lê Thị Bích Nga", "Lê B. Nga"),
        ("Bobby Smith", "Bobyb Smth"),
        ("Công ty TNHH Thương Mại DBP Việt Nam", "CTY TNHH THƯƠNG MSI DBP"),
    ],
)
def test_the_keys_of_a_name_and_of_what_is_typed_meet(written: str, typed: str) -> None:
    customer, question = normalise(Typed(name=written)), normalise(Typed(name=typed))
    assert set(keys(customer)) & set(asked(question))


def test_what_is_badly_misspelt_meets_in_the_second_tier() -> None:
    customer = normalise(Typed(name="Ironwood Electrical Supplies Ltd"))
    question = normalise(Typed(name="Irnwodo Eletcrical Suplies"))
    assert set(keys(customer)) & set(gramed(question))


def test_no_name_has_more_keys_than_a_database_bears() -> None:
    names = [*CROWD, "Nguyễn Thị Hồng Nhung Phương", "Alexandra Konstantinopolitan-Worthington"]
    assert max(len(keys(normalise(Typed(name=name)))) for name in names) <= 50
    average = sum(len(keys(normalise(Typed(name=name)))) for name in names) / len(names)
    assert average <= 35


def test_who_is_added_changed_and_removed_is_so_for_the_next_question() -> None:
    index = of(*CROWD)
    asks = Typed(name="Phạm Minh Đức")
    assert 77 not in [one.record for one in index.find(asks)]
    index.add(77, normalise(asks), asks.name)
    assert index.find(asks)[0].record == 77
    index.change(77, normalise(Typed(name="Vũ Hải Yến")), "Vũ Hải Yến")
    assert 77 not in [one.record for one in index.find(asks)]
    assert index.find(Typed(name="Vu Hai Yen"))[0].record == 77
    index.remove(77)
    index.remove(77)
    assert 77 not in [one.record for one in index.find(Typed(name="Vu Hai Yen"))]
    assert len(index) == len(CROWD)


def test_the_same_is_found_of_what_was_filled_and_of_a_log_that_was_settled() -> None:
    names = [
        f"{one} {other}"
        for one in ("Anna", "Bert", "Cleo", "Dora")
        for other in map(str, range(50))
    ]
    records = [(n, normalise(Typed(name=name)), name) for n, name in enumerate(names)]
    filled, added = Index(), Index()
    filled.fill(records)
    for _ in range(1 + LOGGED // (len(names) * 4)):
        for record in records:
            added.add(*record)
    for name in ("Anna 7", "Cleo", "Bret 31"):
        asks = normalise(Typed(name=name))
        assert sorted(filled.candidates(asks)) == sorted(added.candidates(asks))


@pytest.mark.parametrize(
    "typed, meant, others",
    [
        # what differs in no column: the form, a full stop
        ("Griffiths Media Limited", "Griffiths Media Limited", ["Griffiths Media Ltd"]),
        ("sharp design limiteed", "Sharp Design Limited", ["Sharp Design Ltd"]),
        ("lee & co inc.", "Lee & Co Inc.", ["Lee & Co Inc", "Lee & Co LLC"]),
        # no marks were typed: those of the book do not count
        ("DINH BACH TRAN", "Đình Bách Trần", ["TRAN DINH BACH", "Trần Đình Bách"]),
        # a place that is misspelt, and one that is read in one of the two alone
        (
            "CÔNG TY TNHH LONG PHÁT SAI GONF",
            "CÔNG TY TNHH LONG PHÁT SÀI GÒN",
            ["CÔNG TY CỔ PHẦN LONG PHÁT", "Công ty TNHH HMG Phát"],
        ),
        (
            "Sattle Horizon Dewign, Inc",
            "Seattle Horizon Design, Inc",
            ["San Jose Horizon Design LLC", "Horizon Dewing LLC"],
        ),
        # a trade or form that is misspelt
        (
            "上海广亿生物技有限公思",
            "上海广亿生物科技有限公司",
            ["广州市大亿生物科技有限公死", "上海广亿公思"],
        ),
        # initials in the book are less like a whole name than one with a slip
        ("Gzry Pena", "Gary Pena", ["G Pena"]),
    ],
)
def test_the_nearest_stands_first(typed: str, meant: str, others: list[str]) -> None:
    index = of(*others, meant, *CROWD)
    assert index.find(Typed(name=typed))[0].record == len(others)


@pytest.mark.parametrize(
    "written, typed",
    [
        # another word than the name has: a place, what a form became
        ("Cty CP TM và DV SA Minh VN", "Cong ty Co phan Thuong Mai ga Dic Vu SA Minh"),
        # the number tells, and one word of the two
        ("CÔNG TY TNHH THƯƠNG MẠI DỊCH VỤ VẠN MINH SỐ 1", "Vạn Mnh Số 1 TNHH"),
    ],
)
def test_companies_of_common_words_meet_by_what_is_rarer(written: str, typed: str) -> None:
    index = of(*CROWD, written, *(f"Công ty TNHH {one} Minh" for one in ("An", "Phú", "Gia")))
    shares = set(keys(normalise(Typed(name=written)))) & set(asked(normalise(Typed(name=typed))))
    assert shares
    assert index.find(Typed(name=typed))[0].record == len(CROWD)


def test_whoever_has_the_name_is_looked_at_in_any_crowd() -> None:
    crowd = [f"Nguyễn Văn {one}{other}" for one in "ABCDEGHIKLM" for other in "aeiouyaeio"]
    index = of(*crowd, "Nguyễn Văn An")
    assert index.find(Typed(name="nguyen van an"))[0].record == len(crowd)


@pytest.mark.parametrize(
    "more, there",
    [
        ({"city": "Huế"}, {"city": "Thừa Thiên Huế"}),
        ({"address": "12 Lê Lợi, P. Bến Nghé"}, {"address": "Số 12 đường Lê Lợi, phường Bến Nghé"}),
    ],
)
def test_of_a_crowd_of_one_name_city_or_address_tells(
    more: dict[str, str], there: dict[str, str]
) -> None:
    name = "Nguyễn Văn Hùng"
    index = of(*(name for _ in range(300)))
    index.fill([(999, normalise(Typed(name=name, **there)), name)])
    index.fill([(at, normalise(Typed(name=name)), name) for at in range(1000, 1200)])
    assert index.find(Typed(name="nguyen van hung", **more))[0].record == 999


def test_a_customer_who_is_changed_thousands_of_times_is_still_found() -> None:
    index = of(*CROWD)
    customer = normalise(Typed(name="Phạm Minh Đức"))
    for turn in range(CROWDED + 1):
        index.change(77, customer, "Phạm Minh Đức")
        if turn % 64 == 0 or turn == CROWDED or 1000 < turn < 1040:
            assert index.find(Typed(name="Pham Minh Duc"))[0].record == 77


def test_a_model_sets_the_order_where_there_is_one() -> None:
    plain, by_model = of(), Index(Model((NAME,), prior=1e-6))
    same, reached = Typed(name="Trần Văn Minh"), Typed(name="Trần Văn Minhh", phone="0912345678")
    for index in (plain, by_model):
        index.add(1, normalise(same), same.name)
        index.add(2, normalise(reached), reached.name)
    asks = Typed(name="Trần Văn Minh", phone="0912345678")
    assert [one.record for one in plain.find(asks)] == [2, 1]
    assert [one.record for one in by_model.find(asks)] == [1, 2]  # it knows of names alone


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "😀😀",
        "\u202e\u200f\u2067",
        "王" * 10_000,
        "a1 Б王-" * 2_000,
        "\ud800",
        "()",
        "''",
        "0",
    ],
)
def test_whatever_is_typed_is_answered(name: str) -> None:
    index = of(*CROWD)
    index.add(99, normalise(Typed(name=name)), name)
    index.find(Typed(name=name, phone=name, email=name, tax=name, address=name))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_whoever_has_a_name_is_found_by_it(name: str) -> None:
    index = of(*CROWD, name)
    if normalise(Typed(name=name)).latin:
        assert len(CROWD) in [one.record for one in index.find(Typed(name=name))]
