"""Customers and what is entered about them; whose a customer is, is who received them."""

from collections.abc import Callable

from evenhand.customers.actions import Happened, place_hold, receive_customer
from evenhand.customers.models import Customer
from evenhand.people.models import User
from evenhand.register.models import Entry
from tests.cast import Cast
from tests.matrix.rows import ALL, WIDE, Row, at

WRITES = frozenset({"salesperson", "head", "general_manager", "complaint_handler"})
ERASE = frozenset({"hr", "general_manager"})
SEE_HERE = {"own": ALL, "team": ALL, "other": WIDE}
"""Everybody of the tests' roles works in one outlet, and sees its customers."""
WRITE_SEEN = {"own": WRITES, "team": WRITES, "other": WRITES & WIDE}
CORRECT = {
    "own": WRITES,
    "team": frozenset({"head", "general_manager"}),
    "other": frozenset({"general_manager"}),
}


def receive(_cast: Cast, whose: User) -> None:
    """A customer whom this person received, with an entry that has no correction."""
    receive_customer(f"Of {whose.login}", "", Happened("reception"), by=whose)


def customer_of(whose: User) -> Customer:
    """The customer whom this person received last."""
    return Customer.objects.filter(added_by=whose.public_id).latest("id")


def entry_of(whose: User) -> Entry:
    """The entry that this person made last."""
    return Entry.objects.filter(payload__by=whose.public_id).latest("id")


def receive_held(cast: Cast, whose: User) -> None:
    """The same, with a hold."""
    receive(cast, whose)
    place_hold(customer_of(whose), reason="claim 7", until=None, by=cast["hr"])


def of_hold(path: str) -> Callable[[Cast, User], str]:
    def address(_cast: Cast, whose: User) -> str:
        whom = customer_of(whose)
        return path.format(whom.public_id, whom.holds.latest("id").public_id)

    return address


def of_customer(path: str) -> Callable[[Cast, User], str]:
    return lambda _cast, whose: path.format(customer_of(whose).public_id)


def of_entry(path: str) -> Callable[[Cast, User], str]:
    return lambda _cast, whose: path.format(entry_of(whose).pk)


ROWS = (
    Row("customers", ALL, at("/customers/")),
    Row("customer", SEE_HERE, of_customer("/customers/{}/"), prepare=receive),
    Row("suggestions", WRITES, at("/customers/suggestions")),
    Row(
        "new_entry",
        WRITES,
        at("/register/new/"),
        method="post",
        body=lambda *_: {"kind": "call", "name": "Wang Lei"},
    ),
    Row(
        "correction",
        CORRECT,
        of_entry("/register/{}/correction/"),
        method="post",
        body=lambda *_: {"field": "grade", "value": "A"},
        prepare=receive,
    ),
    Row("customers_list_customers", ALL, at("/api/v1/customers")),
    Row(
        "customers_add_customer",
        WRITES,
        at("/api/v1/customers"),
        method="post",
        body=lambda *_: {"name": "Wang Lei", "telephone": "138 0013 8000"},
    ),
    Row(
        "customers_read_customer",
        SEE_HERE,
        of_customer("/api/v1/customers/{}"),
        prepare=receive,
    ),
    Row(
        "customers_write_entry",
        WRITE_SEEN,
        at("/api/v1/register/entries"),
        method="post",
        body=lambda _cast, whose: {"kind": "call", "customer": customer_of(whose).public_id},
        prepare=receive,
        refused=frozenset({403, 422}),
    ),
    Row(
        "customers_correct_entry",
        CORRECT,
        of_entry("/api/v1/register/entries/{}/correction"),
        method="post",
        body=lambda *_: {"field": "grade", "value": "A"},
        prepare=receive,
    ),
    Row("erasure", ERASE, of_customer("/customers/{}/erasure/"), prepare=receive),
    Row(
        "erasure",
        ERASE,
        of_customer("/customers/{}/erasure/"),
        method="post",
        body=lambda *_: {"reason": "request", "is_meant": "on"},
        prepare=receive,
    ),
    Row("new_hold", ERASE, of_customer("/customers/{}/holds/"), prepare=receive),
    Row(
        "new_hold",
        ERASE,
        of_customer("/customers/{}/holds/"),
        method="post",
        body=lambda *_: {"reason": "claim 7"},
        prepare=receive,
    ),
    Row(
        "end_of_hold",
        ERASE,
        of_hold("/customers/{}/holds/{}/end"),
        method="post",
        prepare=receive_held,
    ),
    Row(
        "customers_read_erasure_map",
        ERASE,
        of_customer("/api/v1/customers/{}/erasure"),
        prepare=receive,
    ),
    Row(
        "customers_erase",
        ERASE,
        of_customer("/api/v1/customers/{}/erasure"),
        method="post",
        body=lambda *_: {"reason": "request"},
        prepare=receive,
    ),
    Row("customers_list_holds", ERASE, of_customer("/api/v1/customers/{}/holds"), prepare=receive),
    Row(
        "customers_place_hold",
        ERASE,
        of_customer("/api/v1/customers/{}/holds"),
        method="post",
        body=lambda *_: {"reason": "claim 7"},
        prepare=receive,
    ),
    Row(
        "customers_end_hold",
        ERASE,
        of_hold("/api/v1/customers/{}/holds/{}"),
        method="delete",
        prepare=receive_held,
    ),
)
