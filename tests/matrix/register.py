"""The register: entries and what proves them."""

from tests.matrix.customers import SEE_HERE, of_entry, receive
from tests.matrix.rows import ALL, Row, at

ROWS = (
    Row("book", ALL, at("/register/")),
    Row("entry", SEE_HERE, of_entry("/register/{}/"), prepare=receive),
    Row("receipt", SEE_HERE, of_entry("/register/{}/receipt"), prepare=receive),
    Row("code", SEE_HERE, of_entry("/register/{}/code"), prepare=receive),
    Row("verify", ALL, at("/register/verify/")),
    Row("register_list_entries", ALL, at("/api/v1/register/entries")),
    Row("register_read_entry", SEE_HERE, of_entry("/api/v1/register/entries/{}"), prepare=receive),
    Row(
        "register_read_receipt",
        SEE_HERE,
        of_entry("/api/v1/register/entries/{}/receipt"),
        prepare=receive,
    ),
    Row(
        "register_verify_receipt",
        ALL,
        at("/api/v1/register/receipts/verification"),
        method="post",
        body=lambda *_: {"receipt": "{}"},
    ),
)
