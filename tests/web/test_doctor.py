"""`evenhand doctor` names each unsafe set-up, and what to do about it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from evenhand.base.backup import SUFFIX
from evenhand.base.environment import Environment
from evenhand.base.models import Company
from evenhand.web import doctor


@pytest.fixture
def healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An installation with nothing wrong, but for the database that the tests share."""
    monkeypatch.setenv("EVENHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EVENHAND_URL", "https://evenhand.example.com")
    monkeypatch.setenv("EVENHAND_MAIL_URL", "smtp://mail.example.com")
    monkeypatch.setenv("EVENHAND_PROXIES", "1")
    monkeypatch.setenv("EVENHAND_CLAMD", "/run/clamav/clamd.ctl")
    (tmp_path / "home" / "backups").mkdir(parents=True, mode=0o700)
    (tmp_path / "home").chmod(0o700)
    (tmp_path / "home" / "backups" / f"now{SUFFIX}").touch()
    return Environment()


def keys(findings: object) -> list[str]:
    return [one.key for one in findings]  # type: ignore[attr-defined]  # findings


@pytest.mark.django_db
def test_of_a_sound_installation_there_is_nothing_to_say(healthy: Environment) -> None:
    Company.objects.create(name="Acme")
    ignored = {"owns-tables", "forgetful-server"} if connection.vendor == "postgresql" else set()
    assert set(keys(doctor.examine(healthy))) - ignored == set()


def test_an_affected_sqlite_is_named(healthy: Environment) -> None:
    if healthy.database_url:
        healthy = healthy.model_copy(update={"database_url": ""})
    assert keys(doctor.check_sqlite(healthy, (3, 51, 2))) == ["sqlite-version"]
    assert keys(doctor.check_sqlite(healthy, (3, 51, 3))) == []


def test_a_server_that_shows_code_is_named(healthy: Environment) -> None:
    assert keys(doctor.check_debug(healthy.model_copy(update={"debug": True}))) == ["debug"]


@pytest.mark.parametrize("secret", ["django-insecure", "a" * 60])
def test_a_weak_key_is_named(healthy: Environment, settings: object, secret: str) -> None:
    settings.SECRET_KEY = secret  # type: ignore[attr-defined]  # pytest-django's
    assert keys(doctor.check_keys(healthy)) == ["weak-key"]


def test_a_key_that_others_may_read_is_named(healthy: Environment) -> None:
    healthy.keys_home.mkdir(parents=True)
    key = healthy.keys_home / "secret"
    key.write_text("x" * 64)
    key.chmod(0o644)
    assert keys(doctor.check_keys(healthy)) == ["open-key"]
    key.chmod(0o600)
    assert keys(doctor.check_keys(healthy)) == []


def test_keys_among_the_backups_are_named(healthy: Environment) -> None:
    inside = healthy.model_copy(update={"keys": healthy.home / "backups" / "keys"})
    assert keys(doctor.check_keys(inside)) == ["keys-in-backups"]


def test_a_home_that_others_may_look_into_is_named(healthy: Environment) -> None:
    healthy.home.chmod(0o755)
    assert keys(doctor.check_home(healthy)) == ["open-home"]


def test_a_full_disk_is_named(healthy: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_SPACE", 10**18)
    assert keys(doctor.check_home(healthy)) == ["disk-full"]


def test_no_backup_and_an_old_one_are_named(healthy: Environment) -> None:
    backup = next((healthy.home / "backups").iterdir())
    old = (datetime.now(UTC) - timedelta(days=9)).timestamp()
    os.utime(backup, (old, old))
    assert keys(doctor.check_backups(healthy)) == ["old-backup"]
    backup.unlink()
    assert keys(doctor.check_backups(healthy)) == ["no-backup"]


@pytest.mark.django_db
def test_a_database_of_nobody_and_one_of_a_demonstration_are_named(healthy: Environment) -> None:
    assert keys(doctor.check_database(healthy)) == ["no-company"]
    Company.objects.create(name="Acme", is_demonstration=True)
    assert keys(doctor.check_database(healthy)) == ["demonstration"]


@pytest.mark.parametrize(
    "changed, key",
    [
        ({"url": "http://evenhand.example.com"}, "no-tls"),
        ({"hosts": ("*",)}, "any-host"),
        ({"mail_url": ""}, "no-mail"),
        ({"proxies": 0}, "no-proxy"),
    ],
)
def test_an_address_that_is_unsafe_is_named(
    healthy: Environment, changed: dict[str, object], key: str
) -> None:
    assert keys(doctor.check_address(healthy.model_copy(update=changed))) == [key]


@pytest.mark.django_db
@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="needs PostgreSQL")
def test_a_role_that_owns_tables_and_a_forgetful_server_are_named(healthy: Environment) -> None:
    # The tests' own cluster owns its tables, and runs without fsync.
    assert set(keys(doctor.check_postgres(healthy))) == {"owns-tables", "forgetful-server"}


def test_files_that_nobody_looks_through_are_named(healthy: Environment) -> None:
    assert keys(doctor.check_uploads(healthy.model_copy(update={"clamd": ""}))) == ["no-scanner"]
    assert keys(doctor.check_uploads(healthy)) == []


@pytest.mark.parametrize(
    "url, found",
    [
        ("postgresql://role@db.example.com/evenhand", ["unproven-server"]),
        ("postgresql://role@db.example.com/evenhand?sslmode=require", ["unproven-server"]),
        ("postgresql://role@db.example.com/evenhand?sslmode=verify-full", []),
        ("postgresql://role@127.0.0.1/evenhand", []),
        ("postgresql://role@/evenhand?host=/run/postgresql", []),
    ],
)
def test_a_server_that_proves_nothing_is_named(
    healthy: Environment, url: str, found: list[str]
) -> None:
    changed = healthy.model_copy(update={"database_url": url})
    assert keys(doctor.check_way_to_postgres(changed)) == found
