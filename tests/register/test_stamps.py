"""Checkpoints are time-stamped by an authority (RFC 3161), and what it gave is verified again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from evenhand.audit.models import Event
from evenhand.base.environment import read_environment
from evenhand.core.errors import SettingsRefused
from evenhand.register.comparing import verify_all
from evenhand.register.jobs import publish_checkpoint, stamp_checkpoint
from evenhand.register.models import Checkpoint, TimeStamp
from evenhand.register.stamping import ask_for_stamp
from tests.cast import Cast
from tests.register.authority import Authority, founded, openssl, stamping
from tests.register.world import NOW, entered

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return founded(tmp_path_factory.mktemp("authority") / "clock")


@pytest.fixture
def authority(cast: Cast, clock: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    """An authority that is asked about a register of three entries."""
    entered(cast, 3)
    publish_checkpoint(NOW)
    clock.broken = None
    clock.asked.clear()
    clock.believe_only("sha256")
    with stamping(clock):
        trust(monkeypatch, clock.roots, clock.url)
        yield clock


def trust(monkeypatch: pytest.MonkeyPatch, roots: Path, url: str) -> None:
    changes = {
        "notice_hosts": ("127.0.0.1",),
        "timestamp_url": url,
        "timestamp_roots": roots,
    }
    monkeypatch.setattr(settings, "ENVIRONMENT", settings.ENVIRONMENT.model_copy(update=changes))


def test_a_stamp_verifies_here_and_without_us_and_an_altered_checkpoint_does_not(
    authority: Authority, tmp_path: Path
) -> None:
    assert [stamp_checkpoint(NOW), stamp_checkpoint(NOW)] == [1, 0]
    assert TimeStamp.objects.get().state == "granted"
    assert verify_all().holds
    kept = Client().get("/register/checkpoint/3").content.decode()
    (tmp_path / "kept.txt").write_text(kept, encoding="utf-8")
    (tmp_path / "stamp.tsr").write_bytes(Client().get("/register/checkpoint/3/time-stamp").content)
    line = f"ts -verify -data kept.txt -in stamp.tsr -CAfile {authority.roots}"
    openssl(tmp_path, line)
    assert Client().get("/register/checkpoint/4/time-stamp").status_code == 404
    token = bytes(TimeStamp.objects.get().token)
    flipped = bytes([*token[:-1], token[-1] ^ 1])
    for wrong in (flipped, b"", token[:-9]):
        TimeStamp.objects.update(token=wrong)
        assert "time-stamp of the checkpoint of 3" in str(verify_all().said)


def test_a_stamp_of_another_checkpoint_or_time_does_not_hold(
    cast: Cast, authority: Authority
) -> None:
    stamp_checkpoint(NOW)
    entered(cast, 1)
    publish_checkpoint(NOW)
    stamped = TimeStamp.objects.get()
    TimeStamp.objects.update(checkpoint=Checkpoint.objects.get(pk=4))
    assert not verify_all().holds
    TimeStamp.objects.update(checkpoint=Checkpoint.objects.get(pk=3), stamped_at=NOW)
    assert not verify_all().holds
    TimeStamp.objects.update(stamped_at=stamped.stamped_at)
    assert verify_all().holds
    assert len(authority.asked) == 1


def test_what_is_refused_is_recorded_and_what_does_not_arrive_is_asked_for_again(
    authority: Authority,
) -> None:
    authority.broken = b"no answer of an authority"
    assert stamp_checkpoint(NOW) == 1
    assert TimeStamp.objects.get().state == "unreachable"
    authority.broken = None
    authority.believe_only("sha512")
    assert [stamp_checkpoint(NOW), stamp_checkpoint(NOW)] == [1, 0]
    refused = TimeStamp.objects.get()
    assert (refused.state, bytes(refused.token)) == ("refused", b"")
    assert Event.objects.get(kind="register.stamp_refused").details["size"] == 3
    assert Client().get("/register/checkpoint/3/time-stamp").status_code == 404
    assert verify_all().holds


def test_an_answer_of_somebody_else_or_to_another_question_is_no_stamp(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stamp_checkpoint(NOW)
    authority.broken = bytes(TimeStamp.objects.get().token)  # repeats what it once said
    TimeStamp.objects.all().delete()
    stamp_checkpoint(NOW)
    assert (TimeStamp.objects.get().state, TimeStamp.objects.get().told) == (
        "refused",
        "Nonce mismatch",
    )
    TimeStamp.objects.all().delete()
    authority.broken = None
    trust(monkeypatch, founded(tmp_path / "other").roots, authority.url)
    stamp_checkpoint(NOW)
    assert TimeStamp.objects.get().state == "refused"


def test_an_authority_is_named_together_with_whom_to_believe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trust(monkeypatch, Path("/nowhere.pem"), "https://tsa.example.com/tsr")
    assert "/nowhere.pem" in ask_for_stamp("text").told
    monkeypatch.setenv("EVENHAND_TIMESTAMP_URL", "https://tsa.example.com/tsr")
    with pytest.raises(SettingsRefused, match="EVENHAND_TIMESTAMP_ROOTS"):
        read_environment()
    monkeypatch.setenv("EVENHAND_TIMESTAMP_ROOTS", "/etc/tsa.pem")
    assert read_environment().timestamp_url == "https://tsa.example.com/tsr"


def test_nobody_is_asked_unless_the_company_wants_it(cast: Cast) -> None:
    entered(cast, 1)
    publish_checkpoint(NOW)
    assert stamp_checkpoint(NOW) == 0
