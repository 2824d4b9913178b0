"""Checkpoints are published, and countersigned by others who remember what they saw."""

from datetime import timedelta

import pytest
from django.test import Client

from evenhand.audit.models import Event
from evenhand.base.ed25519 import verify
from evenhand.core.register.checkpoint import read_checkpoint
from evenhand.core.register.consistency import read_consistency, verify_consistency_of
from evenhand.notices.models import Notice
from evenhand.register.jobs import forget_keys, publish_checkpoint, verify_daily
from evenhand.register.keys import verifier_key
from evenhand.register.models import Checkpoint, Head, Payload, Sent
from tests.cast import Cast
from tests.register.world import NOW, entered

pytestmark = pytest.mark.django_db


def test_checkpoints_are_published_when_the_register_has_grown(cast: Cast) -> None:
    anybody = Client()
    assert publish_checkpoint(NOW) == 0
    assert anybody.get("/register/checkpoint").status_code == 404
    entered(cast, 3)
    assert [publish_checkpoint(NOW), publish_checkpoint(NOW)] == [1, 0]
    entered(cast, 4)
    assert publish_checkpoint(NOW) == 1
    newest = anybody.get("/register/checkpoint")
    assert newest.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert newest.content == anybody.get("/register/checkpoint/7").content
    signed = read_checkpoint(newest.content.decode())
    key = verifier_key(signed.checkpoint.origin)
    assert signed.is_signed_by(key, verify)
    proof = read_consistency(anybody.get("/register/consistency/3/7").content)
    assert verify_consistency_of(proof, trusted=[key], verify=verify).holds
    for wrong in ("consistency/7/3", "consistency/3/6", "checkpoint/5", f"checkpoint/{10**30}"):
        assert anybody.get(f"/register/{wrong}").status_code == 404, wrong


def test_an_altered_register_is_told_to_those_who_have_to_know(cast: Cast) -> None:
    entered(cast, 3)
    assert verify_daily(NOW)
    assert not Notice.objects.exists()
    Payload.objects.filter(entry=2).update(content={"note": "another"})
    assert not verify_daily(NOW)
    assert Event.objects.get(kind="register.altered").details["number"] == 2
    told = Notice.objects.filter(kind="register.altered").values_list("recipient__login", flat=True)
    assert set(told) == {"auditor", "general_manager", "administrator"}


def test_keys_of_what_was_sent_are_forgotten_after_a_week(cast: Cast) -> None:
    entries = entered(cast, 2)
    for days, entry in zip((6, 8), entries, strict=True):
        at = NOW - timedelta(days=days)
        Sent.objects.create(person="a", key=str(days), request="", entry=entry, at=at)
    assert forget_keys(NOW) == 1
    assert Sent.objects.get().key == "6"
