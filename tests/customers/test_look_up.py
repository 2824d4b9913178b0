"""A customer is found by what somebody types, in the whole book, from the moment they are added."""

import pytest

from evenhand.core.identity.keys import asked, keys
from evenhand.core.identity.lookup import Index
from evenhand.core.identity.normalise import Typed, normalise
from evenhand.core.identity.postings import MOST, candidates
from evenhand.customers.actions import add_customer, erase_customer
from evenhand.customers.finding import KeyRows, possible
from evenhand.customers.keys import typed_of, write_all_keys
from evenhand.customers.models import Customer, CustomerKey
from tests.cast import Cast

pytestmark = pytest.mark.django_db

BOOK = [
    ("王伟", ""),
    ("Lan", ""),
    ("Nguyễn Thị Hồng Nhung", "+84912345678"),
    ("Trần Văn Minh", ""),
    ("Công ty TNHH Thương Mại Khánh Thanh", ""),
    ("绍河科技（保定）有限公司", "+8613912345678"),
    ("Stephenson Industries Ltd", ""),
]


@pytest.fixture
def book(cast: Cast) -> dict[str, Customer]:
    by = cast["salesperson"]
    for name, telephone in BOOK:
        add_customer(name=name, telephone=telephone, outlet=cast.here, by=by)
    return {one.name: one for one in Customer.objects.all()}


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("王玮", "王伟"),
        ("wei wang", "王伟"),
        ("Lam", "Lan"),
        ("Nguyen Hong Nhunh", "Nguyễn Thị Hồng Nhung"),
        ("Minh Tràn Vn", "Trần Văn Minh"),
        ("Cty TNHH TM Khánh Thnah", "Công ty TNHH Thương Mại Khánh Thanh"),
        ("Shaohe Keji", "绍河科技（保定）有限公司"),
        ("stephensn industires", "Stephenson Industries Ltd"),
    ],
)
def test_a_name_typed_otherwise_finds_them(
    book: dict[str, Customer], typed: str, meant: str
) -> None:
    assert possible(Typed(name=typed))[0].customer == book[meant]


def test_the_number_finds_them_whatever_the_name(book: dict[str, Customer]) -> None:
    found = possible(Typed(name="Somebody", phone="139 1234 5678", country="CN"))
    assert found[0].customer == book["绍河科技（保定）有限公司"]
    assert found[1].customer == book["Nguyễn Thị Hồng Nhung"]  # ends as theirs does


def test_memory_and_database_have_the_same_candidates(book: dict[str, Customer]) -> None:
    index = Index()
    for one in book.values():
        index.add(one.pk, normalise(typed_of(one)), one.name)
    for name in [*book, "wang wei", "Nguyen Nhung", "Cty Khanh Thanh", ""]:
        customer = normalise(Typed(name=name))
        there, _ = candidates(KeyRows(), asked(customer))
        assert sorted(index.candidates(customer)) == sorted(there.tolist()), name


def test_a_key_of_the_crowd_is_passed_over(book: dict[str, Customer]) -> None:
    wanted = keys(normalise(Typed(name="王伟")))
    assert len(KeyRows().sharing(wanted, 1, MOST)[0])
    rows = [CustomerKey(key=key, customer=book["Lan"]) for key in wanted]
    CustomerKey.objects.bulk_create(rows, ignore_conflicts=True)
    assert not len(KeyRows().sharing(wanted, 1, MOST)[0])
    assert len(KeyRows().sharing(wanted, 2, MOST)[0])


def test_an_erased_customer_leaves_no_key(book: dict[str, Customer]) -> None:
    gone = book["王伟"]
    assert CustomerKey.objects.filter(customer=gone).exists()
    erase_customer(gone, reason="request", by=None)
    assert not CustomerKey.objects.filter(customer=gone).exists()
    assert gone not in [one.customer for one in possible(Typed(name="王伟"))]


def test_keys_are_written_again_for_all_or_for_those_without(
    cast: Cast, book: dict[str, Customer]
) -> None:
    before = set(CustomerKey.objects.values_list("key", "customer"))
    CustomerKey.objects.filter(customer=book["Lan"]).delete()
    assert list(write_all_keys(is_missing_only=True)) == [(1, 1)]
    assert set(CustomerKey.objects.values_list("key", "customer")) == before
    Customer.objects.filter(pk=book["Lan"].pk).update(name="Phượng Nguyễn")
    assert list(write_all_keys()) == [(len(BOOK), len(BOOK))]
    assert possible(Typed(name="Nguyen Phuong"))[0].customer == book["Lan"]
    assert not possible(Typed(name="Lan"))
