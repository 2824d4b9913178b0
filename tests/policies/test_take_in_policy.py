"""Taking in a text: exactly as it is, once, and with everything wrong told."""

import hashlib
from secrets import token_urlsafe

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from evenhand.audit.models import Event
from evenhand.core.errors import AlreadyThere, TooLarge
from evenhand.policies.actions import LARGEST, take_in_policy, take_in_shipped
from evenhand.policies.models import PolicyText
from evenhand.policies.shipped import shipped
from tests.cast import Cast
from tests.policies.texts import FAILING, SMALL, taken_in

pytestmark = pytest.mark.django_db

NEW = "/policy/texts/new"


def test_a_text_is_kept_byte_for_byte_and_an_event_tells(cast: Cast) -> None:
    client = cast.client("sales_operations")
    file = SimpleUploadedFile("ours.yaml", SMALL.encode())
    sent = client.post(NEW, {"file": file, "note": "ours", "form_key": token_urlsafe(8)})
    text = PolicyText.objects.get()
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/policy/texts/{text.public_id}/")
    assert text.text == SMALL
    assert text.sha256 == hashlib.sha256(SMALL.encode()).hexdigest()
    assert (text.examples, text.failing, text.note) == (1, 0, "ours")
    event = Event.objects.get(kind="policies.text_taken_in")
    assert (event.actor, event.subject) == (cast["sales_operations"].public_id, text.public_id)
    assert client.get(f"/policy/texts/{text.public_id}/policy.yaml").content == SMALL.encode()


def test_what_a_browser_does_to_line_ends_is_undone(cast: Cast) -> None:
    pasted = {"text": SMALL.replace("\n", "\r\n"), "form_key": token_urlsafe(8)}
    cast.client("sales_operations").post(NEW, pasted)
    assert PolicyText.objects.get().text == SMALL


def test_everything_wrong_is_told_at_once_with_its_line_and_nothing_is_lost(cast: Cast) -> None:
    wrong = SMALL.replace("earliest: me.first_record", "earliest: me.frist_record")
    wrong = wrong.replace("{refer: negotiation}", "{refer: nobody}")
    key = token_urlsafe(8)
    page = cast.client("sales_operations").post(NEW, {"text": wrong, "form_key": key})
    told = page.content.decode()
    assert page.status_code == 422
    assert told.count('class="policy-line"') >= 2
    assert "me.frist_record" in told
    assert key in told, "sending it again after mending is the same write"
    assert "First come first served" in told.partition("<textarea")[2]
    assert not PolicyText.objects.exists()


def test_a_file_that_is_no_text_is_refused_in_words(cast: Cast) -> None:
    file = SimpleUploadedFile("ours.yaml", b"\xff\xfe\x00")
    page = cast.client("sales_operations").post(NEW, {"file": file, "form_key": token_urlsafe(8)})
    assert page.status_code == 422
    assert "UTF-8" in page.content.decode()


def test_the_same_text_twice_is_there_already(cast: Cast) -> None:
    taken_in(cast)
    with pytest.raises(AlreadyThere):
        take_in_policy(SMALL, by=cast["sales_operations"])
    assert PolicyText.objects.count() == 1


def test_examples_that_fail_do_not_keep_a_text_out(cast: Cast) -> None:
    text = taken_in(cast, FAILING)
    assert text.failing == 1
    page = cast.client("sales_operations").get(f"/policy/texts/{text.public_id}/examples")
    assert "the-first-has-it" in page.content.decode()
    assert "expected B, found A" in page.content.decode()


def test_a_text_beyond_the_bound_is_refused_before_it_is_read(cast: Cast) -> None:
    with pytest.raises(TooLarge):
        take_in_policy("x" * (LARGEST + 1), by=cast["sales_operations"])


def test_what_ships_is_taken_in_once(cast: Cast) -> None:
    assert len(take_in_shipped(by=None)) == len(shipped())
    assert take_in_shipped(by=None) == []
    assert not PolicyText.objects.exclude(failing=0).exists()


def test_a_text_is_never_changed_or_taken_away(cast: Cast) -> None:
    text = taken_in(cast)
    for statement in (
        "UPDATE policies_policytext SET note = 'x'",
        "DELETE FROM policies_policytext",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
    text.refresh_from_db()
    assert text.note == ""


def test_what_anybody_wrote_into_a_text_is_shown_and_never_run(cast: Cast) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    hostile = SMALL.replace("Everybody is polite.", f"'{attack}'").replace(
        "First come first served", f"'{attack}'"
    )
    text = taken_in(cast, hostile)
    for path in ("", "examples", "remarks"):
        told = cast.client("auditor").get(f"/policy/texts/{text.public_id}/{path}").content.decode()
        assert "<script>alert" not in told
        assert "<img src=x" not in told
