"""A customer is erased everywhere: nothing known of them is left, and the tree verifies."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from evenhand.audit.models import Event
from evenhand.base.erasing import tables
from evenhand.base.erasures import NAME, Erasure, note_erasure, read_erasures, take_in
from evenhand.base.sqlite import library
from evenhand.core.errors import Conflict
from evenhand.core.register.receipt import write_receipt
from evenhand.customers.actions import (
    Happened,
    add_customer,
    correct_entry,
    end_hold,
    erase_customer,
    place_hold,
    receive_customer,
    write_entry,
)
from evenhand.customers.erasing import rewrite
from evenhand.customers.jobs import finish_erasures
from evenhand.customers.models import Customer, LegalHold
from evenhand.customers.models import Erasure as Erased
from evenhand.files.actions import Target, attach_file
from evenhand.files.models import Attachment
from evenhand.files.receiving import receive
from evenhand.files.store import the_store
from evenhand.notices.models import Notice
from evenhand.register.actions import make_checkpoint
from evenhand.register.keys import verifier_key
from evenhand.register.models import Entry, Payload
from evenhand.register.proofs import export_lines, receipt_of, verify_register
from tests.cast import Cast, found_company
from tests.conftest import ROOT
from tests.files.samples import pdf, picture

NAME_OF, NUMBER, NOTE = "Canary Bartholomew 金丝雀", "+8613912345678", "canary-note-7731"
FILE, BYTES = "canary-id-card.jpg", picture(size=(67, 41))
CANARIES = ("Canary Bartholomew", "金丝雀", r"\u91d1\u4e1d\u96c0", "13912345678", "canary-")
SENT = {"kind": "call", "note": NOTE}


def post(client: Client, address: str, body: Mapping[str, object], key: str = "") -> int:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        f"/api/v1{address}", json.dumps(body), content_type="application/json", headers=headers
    ).status_code


def seeded(cast: Cast, client: Client) -> Customer:
    """Somebody who is wherever a customer can be."""
    told = {"name": NAME_OF, "telephone": NUMBER}
    assert post(client, "/customers", told, "k-added") == 201
    found = Customer.objects.get(telephone=NUMBER)
    sent = SENT | {"customer": found.public_id}
    assert post(client, "/register/entries", sent, "k-entered") == 201
    first = Entry.objects.latest("id")
    wrong = {"field": "note", "value": "canary-value"}
    assert post(client, f"/register/entries/{first.pk}/correction", wrong, "k-mended") == 201
    form = {"form_key": "k-form", "kind": "visit", "note": NOTE}
    page = client.post(f"/register/new/?customer={found.public_id}", form)
    assert page.status_code == 302
    # Somebody took them for another: entry and correction say it, and are about them as well.
    wrongly = receive_customer("Other", "", Happened("call", note=NOTE), by=cast["salesperson"])
    moved = {"field": "customer", "value": found.public_id}
    assert post(client, f"/register/entries/{wrongly.pk}/correction", moved) == 201
    theirs, by = Target("customer", found.public_id, cast.here), cast["salesperson"]
    for name, content, to in (
        (FILE, BYTES, theirs),
        ("canary-contract.pdf", pdf(), theirs),
        ("own.pdf", pdf(), Target.person(by)),
    ):
        attach_file(receive(SimpleUploadedFile(name, content)), to=to, by=by, form_key=to.kind)
    Notice.objects.create(recipient=cast["head"], kind="x", link=f"/customers/{found.public_id}/")
    Notice.objects.create(recipient=cast["head"], kind="x", values={"customer": NAME_OF})
    Notice.objects.create(recipient=cast["head"], kind="x", link=f"/register/{first.pk}/")
    Notice.objects.create(recipient=cast["head"], kind="kept", values={"by": "Somebody"})
    cache.set("canary", {"name": NAME_OF}, 600)
    hold = place_hold(found, reason="canary-claim", until=None, by=cast["hr"])
    end_hold(hold, by=cast["hr"])
    return found


def in_rows() -> Iterator[str]:
    """What stands in every row of every table."""
    tables = {model._meta.db_table for model in apps.get_models()} | {"base_cache"}
    for table in sorted(tables):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield f"{table}: {row}"


def on_disk(home: Path) -> list[Path]:
    """The files of an installation in which anything of them stands."""
    forms = [form for one in CANARIES for form in (one.encode(), one.encode("utf-16-le"))]
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path for path in files if any(form in path.read_bytes() for form in forms)]


def verified_without_us(folder: Path) -> list[dict[str, Any]]:
    """The lines of an export, once the program that ships apart has verified them."""
    checkpoint = make_checkpoint()
    exported = folder / "register.ndjson"
    exported.write_bytes(b"".join(export_lines(checkpoint)))
    key = str(verifier_key(checkpoint.checkpoint.origin))
    program = [sys.executable, str(ROOT / "verifier" / "evenhand_verify.py")]
    done = subprocess.run([*program, str(exported), "--key", key], check=False, capture_output=True)
    assert done.returncode == 0, done.stdout
    return [json.loads(line) for line in exported.read_bytes().splitlines()]


COUNTS = {
    "base.answers": 3,
    "base.cache": 1,
    "files.attachments": 2,
    "notices.notices": 3,
    "register.entries": 5,
    "customers.names": 1,
    "customers.keys": 1,
    "customers.holds": 1,
    "disputes.records": 0,  # tests/disputes/test_record_ruling.py has one
}


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_known_of_them_is_left_anywhere(tmp_path: Path) -> None:
    cast = found_company()
    client = cast.client("salesperson")
    customer = seeded(cast, client)
    home = settings.ENVIRONMENT.home
    first = Entry.objects.filter(payload__customer=customer.public_id).earliest("id")
    receipt = write_receipt(receipt_of(first, make_checkpoint()))
    [about] = Attachment.objects.filter(name=FILE).values_list("stored__sha256", flat=True)
    assert len(list((home / "files").rglob(about[2:]))) == 2  # and as it is shown
    for one in CANARIES[:1] + CANARIES[-2:]:
        assert any(one in row for row in in_rows()), one

    hr, address = cast.client("hr"), f"/customers/{customer.public_id}/erasure/"
    found = hr.get(address).context["map"].found
    assert {one.place.key: one.count for one in found} == COUNTS
    asked = {"form_key": "e1", "reason": "request", "is_meant": "on"}
    answer = hr.post(address, asked)
    assert answer.status_code == 302, answer.content.decode()

    erased = Erased.objects.get()
    assert erased.counts == COUNTS
    assert not [row for row in in_rows() for one in CANARIES if one in row]
    assert not list((home / "files").rglob(about[2:]))
    assert Attachment.objects.get().name == "own.pdf"
    assert the_store().path(Attachment.objects.get().stored.sha256).exists()
    assert [one.kind for one in Notice.objects.all()] == ["kept"]
    assert verify_register().holds
    lines = verified_without_us(tmp_path)
    assert ["payload" in line for line in lines[:-1]] == [False] * 5 + [True]
    fields = {"reason": "request", "entries": 5}
    assert (lines[5]["kind"], lines[5]["payload"]["fields"]) == ("erased", fields)
    if connection.vendor == "sqlite":
        assert erased.purged_at is not None
        assert not on_disk(home)
    assert read_erasures(home / NAME)[-1].id == erased.public_id
    nothing_comes_back(cast, client, customer, receipt)


def nothing_comes_back(cast: Cast, client: Client, read_before: Customer, receipt: bytes) -> None:
    """Whoever sends the same again, or holds a receipt of before, brings nothing back."""
    address = f"/customers/{read_before.public_id}/erasure"
    assert post(client, "/customers", {"name": NAME_OF, "telephone": NUMBER}, "k-added") == 409
    sent = SENT | {"customer": read_before.public_id}
    assert post(client, "/register/entries", sent, "k-entered") == 409
    with pytest.raises(Conflict, match="nothing is added"):
        write_entry(read_before, Happened("call"), by=cast["salesperson"])
    held = Client().post("/register/verify/", {"receipt": receipt.decode()})
    assert "has been erased from the register since" in held.content.decode()
    assert post(cast.client("hr"), address, {"reason": "request"}) == 409
    with pytest.raises(Conflict, match="cannot be corrected"):
        correct_entry(Entry.objects.latest("id"), changes="note", value="x", note="", by=cast["hr"])


@pytest.mark.django_db
def test_while_a_hold_stands_nothing_is_erased(cast: Cast) -> None:
    customer = add_customer(name="Wang", telephone="", outlet=cast.here, by=cast["head"])
    address = f"/customers/{customer.public_id}"
    with pytest.raises(Conflict, match="is over"):
        place_hold(customer, reason="x", until=customer.today - timedelta(days=1), by=cast["hr"])
    client = cast.client("hr")
    placed = {"reason": "claim 7 of 2026", "until": customer.today.isoformat()}
    assert post(client, f"{address}/holds", placed) == 201
    with pytest.raises(Conflict) as refused:
        erase_customer(customer, reason="request", by=cast["general_manager"])
    for told in (cast["hr"].name, "claim 7 of 2026", customer.today.isoformat()):
        assert told in str(refused.value.said)
    assert "claim" not in str([one.details for one in Event.objects.all()])
    hold = LegalHold.objects.get()
    assert LegalHold.objects.standing(customer.today).get() == hold
    assert not LegalHold.objects.standing(customer.today + timedelta(days=1)).exists()
    assert client.delete(f"/api/v1{address}/holds/{hold.public_id}").status_code == 204
    assert post(client, f"{address}/erasure", {"reason": "unlawful"}) == 201
    customer.refresh_from_db()
    assert customer.erased_at
    with pytest.raises(Conflict, match="erased already"):
        place_hold(customer, reason="x", until=None, by=cast["hr"])


@pytest.mark.django_db
def test_what_others_entries_mention_goes_if_it_is_chosen(cast: Cast) -> None:
    customer = add_customer(name="An", telephone="", outlet=cast.here, by=cast["head"])
    for note in ("came with Chị an, her sister", "Another plan", "Anh An"):
        receive_customer("Other", "", Happened("call", note=note), by=cast["salesperson"])
    client = cast.client("general_manager")
    found = client.get(f"/api/v1/customers/{customer.public_id}/erasure").json()
    assert found["mentions"] == [3, 1]
    body = {"reason": "purpose_ended", "also": [3]}
    assert post(client, f"/customers/{customer.public_id}/erasure", body) == 201
    assert set(Payload.objects.values_list("pk", flat=True)) == {1, 2, 4}


@pytest.mark.django_db(transaction=True)
def test_what_the_list_says_is_erased_again_and_the_log_is_emptied_later() -> None:
    cast = found_company()
    told = Happened("call", note="canary-note")
    receive_customer("Wang", "", told, by=cast["salesperson"])
    customer = Customer.objects.get()
    place_hold(customer, reason="of an older database", until=None, by=cast["hr"])
    now = timezone.now()
    note_erasure(settings.ENVIRONMENT.home, Erasure("9" * 20, customer.public_id, now, "unlawful"))
    with contextlib.ExitStack() as stack:
        if connection.vendor == "sqlite":
            reader = stack.enter_context(
                contextlib.closing(library.connect(str(connection.settings_dict["NAME"])))
            )
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM register_payload").fetchone()
        assert finish_erasures(now) == 1
        assert Erased.objects.get().purged_at is None
    assert finish_erasures(now) == 0
    erased = Erased.objects.get()
    assert (erased.public_id, erased.reason, erased.by) == ("9" * 20, "unlawful", "")
    assert (erased.purged_at is not None) == (connection.vendor == "sqlite")
    if connection.vendor == "postgresql":
        assert rewrite(connection.settings_dict) == len(tables())
        erased.refresh_from_db()
        assert erased.purged_at
    assert verify_register().holds


def test_a_line_that_was_half_written_spoils_no_other(tmp_path: Path) -> None:
    lines = [Erasure(str(one) * 20, "c" * 20, timezone.now(), "request", (7,)) for one in (2, 3)]
    note_erasure(tmp_path, lines[0])
    with (tmp_path / NAME).open("ab") as file:
        file.write(lines[1].line()[:30])
    note_erasure(tmp_path, lines[1])
    assert read_erasures(tmp_path / NAME) == lines
    older = tmp_path / "older"
    older.mkdir()
    note_erasure(older, lines[1])
    assert take_in(older, tmp_path / NAME) == 1
    assert read_erasures(older / NAME) == lines
    assert take_in(tmp_path, older / NAME) == 0
