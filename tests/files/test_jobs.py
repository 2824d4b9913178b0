"""Sweeps over the store: scanning, and what a crash leaves behind."""

import gc
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from evenhand.audit.models import Event
from evenhand.files.actions import Target, attach_file
from evenhand.files.jobs import scan_pending, sweep_orphans
from evenhand.files.models import Attachment, StoredFile
from evenhand.files.receiving import receive
from evenhand.files.scanning import State, scan
from evenhand.files.store import QUARANTINE, Store
from tests.cast import Cast, found_company
from tests.files.clamd import EICAR, clamd
from tests.files.samples import pdf, picture, stored_in


@pytest.fixture
def scanner(store: Store, settings: Any) -> Iterator[str]:
    with clamd() as address:
        settings.ENVIRONMENT = django_settings.ENVIRONMENT.model_copy(update={"clamd": address})
        yield address


def add(client: Client, name: str, content: bytes) -> Attachment:
    sent = SimpleUploadedFile(name, content)
    client.post("/files/", {"form_key": name, "files": [sent]})
    return Attachment.objects.get(name=name)


@pytest.mark.django_db
def test_a_clean_file_is_marked_clean_at_once(cast: Cast, scanner: str) -> None:
    assert add(cast.client("salesperson"), "a.txt", b"hello").stored.state == State.clean


@pytest.mark.django_db
def test_eicar_is_locked_away_kept_and_told(cast: Cast, scanner: str, store: Store) -> None:
    client = cast.client("salesperson")
    one = add(client, "eicar.txt", EICAR)
    assert (one.stored.state, one.stored.found) == (State.infected, "Eicar-Signature")
    assert store.path(one.stored.sha256, within=QUARANTINE).read_bytes() == EICAR
    assert not store.path(one.stored.sha256).exists()
    assert client.get(f"/files/{one.public_id}").status_code == 409
    page = client.get("/files/").content.decode()
    assert "virus found" in page
    assert f'href="/files/{one.public_id}"' not in page


@pytest.mark.django_db(transaction=True)
def test_what_the_scanner_could_not_answer_is_scanned_later(store: Store, settings: Any) -> None:
    cast = found_company()
    nobody = django_settings.ENVIRONMENT.model_copy(update={"clamd": "127.0.0.1:1"})
    settings.ENVIRONMENT = nobody
    client = cast.client("salesperson")
    good, bad = add(client, "good.txt", b"hello"), add(client, "bad.txt", EICAR)
    assert good.stored.state == bad.stored.state == State.pending
    assert scan_pending(timezone.now()) == 0
    with clamd() as address:
        settings.ENVIRONMENT = nobody.model_copy(update={"clamd": address})
        assert scan_pending(timezone.now()) == 2
    states = dict(StoredFile.objects.values_list("attachments__name", "state"))
    assert states == {"good.txt": "clean", "bad.txt": "infected"}
    assert store.path(bad.stored.sha256, within=QUARANTINE).exists()
    assert Event.objects.filter(kind="files.file_scanned").count() == 2
    assert client.get(f"/files/{good.public_id}").status_code == 200


@pytest.mark.django_db
def test_a_finding_whose_move_was_interrupted_is_locked_away_later(
    cast: Cast, store: Store
) -> None:
    one = add(cast.client("salesperson"), "a.txt", b"hello")
    StoredFile.objects.update(state=State.infected)
    scan_pending(timezone.now())
    assert store.path(one.stored.sha256, within=QUARANTINE).exists()


def test_a_scanner_that_talks_nonsense_leaves_a_file_pending(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    assert scan(path, "/no/such/socket").state is State.pending
    gc.collect()  # a socket left open would be told of here, and fail the test
    assert scan(path, "").state is State.unscanned


def _age(store: Store, days: float) -> None:
    then = (timezone.now() - timedelta(days=days)).timestamp()
    for path in store.folder.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


@pytest.mark.django_db
def test_bytes_whose_writer_died_before_its_row_are_swept_in_the_end(
    cast: Cast, store: Store
) -> None:
    receive(SimpleUploadedFile("a.jpg", picture()))  # and then the process dies
    now = timezone.now()
    assert sweep_orphans(now) == 0, "it may still be under way"
    _age(store, 2)
    assert sweep_orphans(now) == 2  # the bytes and the picture
    assert all(path.startswith("trash/") for path in stored_in(store.folder)())
    _age(store, 2)
    sweep_orphans(now)
    assert stored_in(store.folder)() == []


@pytest.mark.django_db
def test_a_row_that_comes_late_brings_its_bytes_back(cast: Cast, store: Store) -> None:
    received = receive(SimpleUploadedFile("a.pdf", pdf()))
    _age(store, 2)
    sweep_orphans(timezone.now())
    user = cast["salesperson"]
    one = attach_file(received, to=Target.person(user), by=user, form_key="k")
    sweep_orphans(timezone.now())
    assert store.path(one.stored.sha256).read_bytes() == pdf()


@pytest.mark.django_db
def test_the_same_bytes_handed_in_again_are_young_again(cast: Cast, store: Store) -> None:
    receive(SimpleUploadedFile("a.pdf", pdf()))
    _age(store, 2)
    receive(SimpleUploadedFile("again.pdf", pdf()))
    assert sweep_orphans(timezone.now()) == 0


@pytest.mark.django_db
def test_what_has_a_row_is_never_swept(cast: Cast, store: Store) -> None:
    one = add(cast.client("salesperson"), "a.jpg", picture())
    _age(store, 900)
    assert sweep_orphans(timezone.now()) == 0
    assert store.path(one.stored.sha256).read_bytes() == picture()


@pytest.mark.django_db
def test_old_drafts_are_dropped(store: Store) -> None:
    store.draft().write_bytes(b"half")
    assert sweep_orphans(timezone.now()) == 0
    _age(store, 2)
    assert sweep_orphans(timezone.now()) == 1
    assert stored_in(store.folder)() == []


def test_bytes_are_never_overwritten(tmp_path: Path) -> None:
    store = Store(tmp_path)
    draft, sha256, _ = store.receive(iter([b"first"]))
    store.keep(draft, sha256)
    other = store.draft()
    other.write_bytes(b"second")
    store.keep(other, sha256)
    assert store.path(sha256).read_bytes() == b"first"
