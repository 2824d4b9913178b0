"""Handing out files: to whom, with which headers, and in which state."""

from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from evenhand.audit.models import Event
from evenhand.files.actions import Target, attach_file, note_scan, remove_file
from evenhand.files.models import Attachment, StoredFile
from evenhand.files.receiving import receive
from evenhand.files.scanning import State, Verdict
from evenhand.files.serving import attachment_for
from evenhand.files.store import QUARANTINE, Store
from evenhand.people.models import User
from tests.cast import Cast
from tests.files.samples import pdf, picture

pytestmark = pytest.mark.django_db


def attached(user: User, name: str = "名片 <x>.jpg", content: bytes = b"") -> Attachment:
    received = receive(SimpleUploadedFile(name, content or picture()))
    return attach_file(received, to=Target.person(user), by=user, form_key=name[:60])


@pytest.mark.parametrize(
    "asker, status",
    [
        ("salesperson", 200),
        ("head", 200),
        ("store_head", 200),
        ("general_manager", 200),
        ("auditor", 200),
        ("colleague", 404),
        ("other_salesperson", 404),
        ("other_head", 404),
        ("hr", 404),
        ("administrator", 404),
        ("mediator", 404),
    ],
)
def test_who_sees_a_file(asker: str, status: int, cast: Cast, store: Store) -> None:
    one = attached(cast["salesperson"])
    client = cast.client(asker)
    for address in (f"/files/{one.public_id}", f"/files/{one.public_id}/shown"):
        assert client.get(address).status_code == status
    assert client.get(f"/api/v1/files/{one.public_id}").status_code == status
    listed = [line["public_id"] for line in client.get("/api/v1/files").json()["lines"]]
    assert (one.public_id in listed) == (status == 200)


def test_a_file_is_handed_out_to_be_saved_and_never_run(cast: Cast, store: Store) -> None:
    one = attached(cast["salesperson"])
    answer = cast.client("salesperson").get(f"/files/{one.public_id}")
    headers = answer.headers
    assert unquote(headers["Content-Disposition"]) == "attachment; filename*=UTF-8''名片 <x>.jpg"
    assert "<" not in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Content-Type"] == "image/jpeg"
    assert "no-store" in headers["Cache-Control"]


def test_only_the_drawn_picture_is_shown_in_a_page(cast: Cast, store: Store) -> None:
    one = attached(cast["salesperson"])
    answer = cast.client("salesperson").get(f"/files/{one.public_id}/shown")
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    other = attached(cast["salesperson"], "a.pdf", pdf())
    assert cast.client("salesperson").get(f"/files/{other.public_id}/shown").status_code == 404


@pytest.mark.parametrize("public_id", ["..%2f..%2fetc%2fpasswd", "x" * 20, "a'--", "%00"])
def test_an_id_is_no_path(public_id: str, cast: Cast, store: Store) -> None:
    assert cast.client("auditor").get(f"/files/{public_id}").status_code == 404


def test_a_feature_lets_in_by_its_own_word(cast: Cast, store: Store) -> None:
    one = attached(cast["salesperson"])

    def party(user: User, attachment: Attachment) -> bool:
        return attachment == one and user == cast["other_salesperson"]

    assert attachment_for(cast["other_salesperson"], one.public_id, also=(party,)) == one
    with pytest.raises(Http404):
        attachment_for(cast["colleague"], one.public_id, also=(party,))


@pytest.mark.parametrize("state, said", [("infected", "virus"), ("pending", "still being checked")])
def test_what_is_locked_or_unchecked_is_not_handed_out(
    state: str, said: str, cast: Cast, store: Store
) -> None:
    one = attached(cast["salesperson"])
    StoredFile.objects.update(state=state)
    for address in (f"/files/{one.public_id}", f"/files/{one.public_id}/shown"):
        answer = cast.client("salesperson").get(address)
        assert (answer.status_code, said in answer.content.decode()) == (409, True)


@pytest.mark.django_db(transaction=True)
def test_what_is_infected_is_locked_away_and_kept(store: Store) -> None:
    from tests.cast import found_company

    cast = found_company()
    one = attached(cast["salesperson"])
    note_scan(one.stored, verdict=Verdict(State.infected, "Eicar"))
    sha256 = one.stored.sha256
    assert not store.path(sha256).exists()
    assert store.path(sha256, within=QUARANTINE).read_bytes() == picture()
    event = Event.objects.get(kind="files.file_scanned")
    assert event.details == {"state": "infected", "found": "Eicar"}


def test_a_file_is_removed_by_its_owner_or_their_head_and_by_nobody_else(
    cast: Cast, store: Store
) -> None:
    one = attached(cast["salesperson"])
    address = f"/files/{one.public_id}/removal"
    for asker in ("colleague", "other_head"):
        assert cast.client(asker).post(address, {"form_key": "k"}).status_code == 404
    assert cast.client("auditor").post(address, {"form_key": "k"}).status_code == 403
    assert not one.is_removed
    assert cast.client("head").post(address, {"form_key": "k"}).status_code == 302
    one.refresh_from_db()
    assert one.removal.by == cast["head"]
    assert store.path(one.stored.sha256).exists()
    assert Event.objects.get(kind="files.file_removed").actor == cast["head"].public_id
    assert cast.client("salesperson").get(f"/files/{one.public_id}").status_code == 404


def test_whoever_added_a_file_removes_it(cast: Cast, store: Store) -> None:
    one = attached(cast["salesperson"])
    remove_file(one, by=cast["salesperson"])
    assert list(Attachment.objects.visible_to(cast["salesperson"]).standing()) == []
