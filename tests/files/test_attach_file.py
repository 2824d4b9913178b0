"""Adding files: by page and API; what is kept, what is told, who sees it."""

import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory

from evenhand.audit.models import Event
from evenhand.base.digests import file_digest
from evenhand.files import receiving
from evenhand.files.actions import Target, attach_file
from evenhand.files.models import Attachment, StoredFile
from evenhand.files.receiving import receive
from evenhand.files.store import Store
from tests.cast import Cast, found_company
from tests.files.samples import DISHONEST, HONEST, located_photo, pdf, picture, stored_in

pytestmark = pytest.mark.django_db


def upload(client: Client, *files: SimpleUploadedFile, key: str = "k1", **headers: str) -> Any:
    return client.post("/files/", {"form_key": key, "files": list(files)}, headers=headers)


def as_file(
    name: str, content: bytes, declared: str = "application/x-anything"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=declared)


def test_a_file_is_kept_by_its_hash_and_told(cast: Cast, store: Store) -> None:
    answer = upload(cast.client("salesperson"), as_file("名片.jpg", located_photo()))
    assert answer.status_code == 302
    attachment = Attachment.objects.get()
    path = store.path(attachment.stored.sha256)
    assert path.read_bytes() == located_photo()
    assert path.stat().st_mode & 0o777 == 0o600
    assert file_digest(path) == attachment.stored.sha256
    assert (attachment.name, attachment.by, attachment.outlet) == (
        "名片.jpg",
        cast["salesperson"],
        cast.here,
    )
    assert attachment.stored.state == "unscanned"
    event = Event.objects.get(kind="files.file_attached")
    assert (event.actor, event.outlet) == (cast["salesperson"].public_id, cast.here.public_id)
    assert event.details["sha256"] == attachment.stored.sha256


@pytest.mark.parametrize("name", DISHONEST)
def test_nothing_is_left_of_a_refused_file(name: str, cast: Cast, store: Store) -> None:
    if not name.strip("."):
        return
    answer = upload(cast.client("salesperson"), as_file(name, DISHONEST[name][0], "image/jpeg"))
    if not DISHONEST[name][0]:  # browsers send an empty file as a file
        assert Attachment.objects.count() == 0
    assert answer.status_code == 422
    assert stored_in(store.folder)() == []
    assert not StoredFile.objects.exists()
    assert not Event.objects.filter(kind__startswith="files.").exists()


@pytest.mark.parametrize(
    "language, said", [("en", "not on the list"), ("zh", "不接受"), ("vi", "không")]
)
def test_a_refusal_speaks_the_language_of_who_asks(
    language: str, said: str, cast: Cast, store: Store
) -> None:
    user = cast["salesperson"]
    user.language = language
    user.save()
    answer = upload(cast.client("salesperson"), as_file("tool.exe", b"MZ"))
    assert said in answer.content.decode()


def test_one_refused_file_does_not_hold_up_another(cast: Cast, store: Store) -> None:
    answer = upload(
        cast.client("salesperson"),
        as_file("a.pdf", pdf()),
        as_file("b.exe", b"MZ"),
        as_file("c.jpg", picture()),
    )
    assert answer.status_code == 422
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["a.pdf", "c.jpg"]
    assert "b.exe" in answer.content.decode()


def test_a_form_sent_twice_attaches_once(cast: Cast, store: Store) -> None:
    client = cast.client("salesperson")
    for _ in range(2):
        assert upload(client, as_file("a.pdf", pdf())).status_code == 302
    assert Attachment.objects.count() == 1
    upload(client, as_file("a.pdf", pdf()), key="k2")
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (2, 1)


def test_a_form_without_a_key_is_refused(cast: Cast, store: Store) -> None:
    answer = cast.client("salesperson").post("/files/", {"files": [as_file("a.pdf", pdf())]})
    assert answer.status_code == 409
    assert not Attachment.objects.exists()


def test_too_large_a_file_is_stopped_while_it_streams(
    cast: Cast, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 100_000)
    answer = upload(cast.client("salesperson"), as_file("a.txt", b"a" * 300_000))
    assert answer.status_code == 413
    assert stored_in(store.folder)() == []
    assert not Attachment.objects.exists()


def test_a_huge_declared_length_alone_costs_nothing(cast: Cast, store: Store) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="form_key"\r\n\r\nk\r\n--x--\r\n'
    client = cast.client("salesperson")
    sent = RequestFactory().generic("POST", "/files/", body, "multipart/form-data; boundary=x")
    environ = sent.environ | {
        "CONTENT_LENGTH": str(10**12),
        "wsgi.input": io.BytesIO(body),  # the line ends, whatever was declared
        "HTTP_COOKIE": client.cookies.output(header="", sep=";"),
    }
    answer = client.handler(environ)
    assert answer.status_code in (400, 403, 413, 422)
    assert stored_in(store.folder)() == []


def test_everything_of_one_subject_is_bounded(
    cast: Cast, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.files.actions.LARGEST_TOGETHER", len(pdf()) + 10)
    client = cast.client("salesperson")
    assert upload(client, as_file("a.pdf", pdf())).status_code == 302
    answer = upload(client, as_file("b.pdf", pdf(b"/X 1 ")), key="k2")
    assert answer.status_code == 422
    assert "no room" in answer.content.decode()


@pytest.mark.parametrize("name", HONEST)
def test_every_kind_goes_in_and_comes_out_as_it_was(name: str, cast: Cast, store: Store) -> None:
    content, _ = HONEST[name]
    client = cast.client("salesperson")
    assert upload(client, as_file(name, content, "text/html")).status_code == 302
    answer = client.get(f"/files/{Attachment.objects.get().public_id}")
    assert b"".join(answer) == content
    assert "html" not in answer.headers["Content-Type"]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")


XSS = [
    "<script>alert(1)<／script>.pdf",
    '"><img src=x onerror=alert(1)>.pdf',
    "'onmouseover='alert(1).pdf",
    "{{ settings.SECRET_KEY }}.pdf",
    "javascript:alert(1).pdf",
]


@pytest.mark.parametrize("name", XSS)
def test_a_name_with_markup_is_text(name: str, cast: Cast, store: Store) -> None:
    client = cast.client("salesperson")
    received = receive(as_file(name, pdf()))
    attach_file(
        received, to=Target.person(cast["salesperson"]), by=cast["salesperson"], form_key="k"
    )
    page = client.get("/files/").content.decode()
    assert name not in page or not re.search(r"[<>\"']", name)
    assert "onerror=alert(1)>" not in page


def test_the_api_adds_reads_and_removes(cast: Cast, store: Store) -> None:
    client = cast.client("salesperson")
    added = client.post("/api/v1/files", {"file": as_file("a.pdf", pdf())})
    assert added.status_code == 201, added.content
    public_id = added.json()["public_id"]
    assert client.get("/api/v1/files").json()["lines"][0]["public_id"] == public_id
    assert b"".join(client.get(f"/api/v1/files/{public_id}/content")) == pdf()
    refused = client.post("/api/v1/files", {"file": as_file("a.exe", b"MZ")})
    assert (refused.status_code, refused.headers["Content-Type"]) == (
        422,
        "application/problem+json",
    )
    assert "not on the list" in refused.json()["detail"]
    assert client.delete(f"/api/v1/files/{public_id}").status_code == 204
    assert client.get("/api/v1/files").json()["lines"] == []
    assert client.get(f"/api/v1/files/{public_id}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_at_the_same_moment_are_kept_once(store: Store) -> None:
    cast = found_company()
    start = threading.Barrier(4)

    def add(login: str) -> None:
        try:
            received = receive(as_file(f"{login}.pdf", pdf()))
            start.wait()
            attach_file(received, to=Target.person(cast[login]), by=cast[login], form_key="k")
        finally:
            connection.close()

    people = ["salesperson", "colleague", "head", "other_head"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, people))
    assert (StoredFile.objects.count(), Attachment.objects.count()) == (1, 4)
    assert stored_in(store.folder)() == ["/".join(_place(StoredFile.objects.get().sha256))]


def _place(sha256: str) -> tuple[str, str]:
    return sha256[:2], sha256[2:]
