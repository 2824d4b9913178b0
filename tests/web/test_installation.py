"""`evenhand init`, `backup`, `restore`, `upgrade`, `serve`: as they are typed."""

import contextlib
import re
import shutil
import subprocess
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenhand.base import restore as restoring
from evenhand.base.environment import Environment
from evenhand.base.sqlite import library
from evenhand.core.errors import BackupRefused
from evenhand.people.digests import digest_of
from tests.journeys.conftest import free_port
from tests.web.installed import clean, command, found, run

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company that was set up by its command."""
    home = tmp_path_factory.mktemp("acme") / "home"
    found(home)
    return home


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(library.connect(home / "evenhand.sqlite3")) as database:
        return list(database.execute(query))


def test_a_company_is_set_up_with_its_first_administrator(company: Path) -> None:
    assert rows(company, "SELECT name, currency, is_demonstration FROM base_company") == [
        ("Acme Motors", "VND", 0)
    ]
    assert rows(company, "SELECT role FROM people_rolegrant") == [("administrator",)]
    kinds = {kind for (kind,) in rows(company, "SELECT kind FROM audit_event")}
    assert {"base.company_founded", "people.person_added", "people.role_granted"} <= kinds


def test_a_first_administrator_without_a_password_is_given_a_link(tmp_path: Path) -> None:
    done = run(tmp_path, "init", "--company", "A", "--login", "x", "--name", "X", "--link")
    assert done.returncode == 0, done.stderr
    found_link = re.search(r"http://127\.0\.0\.1:8000/welcome/([\w-]{20,}) ", done.stdout)
    assert found_link
    assert rows(tmp_path, "SELECT digest FROM people_onetimelink") == [(digest_of(found_link[1]),)]


def test_what_is_written_is_nobody_elses(company: Path) -> None:
    for path in (company, company / "keys" / "secret", company / "evenhand.sqlite3"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_second_company_finds_no_room(company: Path, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("a long pass phrase 9")
    again = run(company, "init", "--company", "Other", "--login", "x", "--name", "X",
                "--password-file", str(secret))  # fmt: skip
    assert again.returncode == 1
    assert "Acme Motors" in again.stderr


@pytest.mark.parametrize(
    "option, value, said",
    [
        ("--country", "XX", "no country XX"),
        ("--time-zone", "Asia/Nowhere", "no time zone"),
        ("--password-file", "short", "will not do"),
    ],
)
def test_bad_input_sets_up_nothing(tmp_path: Path, option: str, value: str, said: str) -> None:
    (tmp_path / "good").write_text("a long pass phrase 9")
    (tmp_path / "short").write_text("1234")
    secret = str(tmp_path / (value if option == "--password-file" else "good"))
    given = ["--password-file", secret]
    if option != "--password-file":
        given += [option, value]
    done = run(tmp_path / "home", "init", "--company", "A", "--login", "x", "--name", "X", *given)
    assert done.returncode == 1
    assert said in done.stderr
    assert not (tmp_path / "home" / "evenhand.sqlite3").exists()


def test_the_demonstration_is_never_served_as_a_company(tmp_path: Path) -> None:
    home = tmp_path / "home"
    found(home)
    with contextlib.closing(library.connect(home / "evenhand.sqlite3")) as database:
        database.execute("UPDATE base_company SET is_demonstration = 1")
        database.commit()
    served = run(home, "serve")
    assert served.returncode == 1
    assert "demonstration" in served.stderr


def test_the_demonstration_keeps_out_of_a_companys_database(company: Path) -> None:
    done = run(company, "demo")
    assert done.returncode == 1
    assert "Acme Motors" in done.stderr


def test_a_server_does_not_start_on_a_database_of_another_version(tmp_path: Path) -> None:
    home = tmp_path / "home"
    found(home)
    with contextlib.closing(library.connect(home / "evenhand.sqlite3")) as database:
        database.execute(
            "DELETE FROM django_migrations WHERE app = 'base' AND name = "
            "(SELECT max(name) FROM django_migrations WHERE app = 'base')"
        )
        database.commit()
    served = run(home, "serve", "--port", str(free_port()))
    assert served.returncode == 1
    assert "evenhand upgrade" in served.stderr


# Backups


def test_a_backup_drills_and_restores(company: Path, tmp_path: Path) -> None:
    (company / "files" / "ab").mkdir(parents=True, exist_ok=True)
    (company / "files" / "ab" / "cd").write_bytes(b"evidence")
    made = run(company, "backup", "--to", str(tmp_path / "kept"))
    assert made.returncode == 0, made.stderr
    path = next((tmp_path / "kept").iterdir())
    drilled = run(company, "restore", str(path), "--drill")
    assert drilled.returncode == 0, drilled.stderr
    assert "1 files" in drilled.stdout

    elsewhere = tmp_path / "elsewhere"
    restored = run(elsewhere, "restore", str(path))
    assert restored.returncode == 0
    assert "not those of the backup: secret" in restored.stderr
    assert rows(elsewhere, "SELECT name FROM base_company") == [("Acme Motors",)]
    assert (elsewhere / "files" / "ab" / "cd").read_bytes() == b"evidence"

    refused = run(elsewhere, "restore", str(path))
    assert refused.returncode == 1
    assert "--over" in refused.stderr
    assert run(elsewhere, "restore", str(path), "--over").returncode == 0
    assert list(elsewhere.glob("evenhand.sqlite3.before-*"))
    shutil.copyfile(company / "keys" / "secret", elsewhere / "keys" / "secret")
    again = run(elsewhere, "restore", str(path), "--over")
    assert again.stderr == ""


def test_a_backup_of_a_later_version_is_refused(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(company, "backup", "--to", str(tmp_path))
    monkeypatch.setattr(restoring, "__version__", "0.0.0")
    with pytest.raises(BackupRefused, match="install a later one"):
        restoring.restore(
            Environment(home=tmp_path / "home"), next(tmp_path.iterdir()), over=False, now=NOW
        )
    assert not (tmp_path / "home").exists()


def test_a_backup_holds_no_key(company: Path, tmp_path: Path) -> None:
    run(company, "backup", "--to", str(tmp_path))
    secret = (company / "keys" / "secret").read_bytes()
    path = next(tmp_path.iterdir())
    with tarfile.open(path) as archive:
        assert not [name for name in archive.getnames() if "key" in name]
    assert secret not in path.read_bytes()


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
def test_a_damaged_backup_is_refused(company: Path, tmp_path: Path, where: float) -> None:
    run(company, "backup", "--to", str(tmp_path))
    path = next(tmp_path.iterdir())
    content = bytearray(path.read_bytes())
    place = int(len(content) * where)
    content[place : place + 8] = bytes(byte ^ 0xFF for byte in content[place : place + 8])
    path.write_bytes(content)
    drilled = run(company, "restore", str(path), "--drill")
    assert drilled.returncode == 1, drilled.stdout


def test_a_backup_that_finds_no_room_leaves_nothing(company: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    line = ["bash", "-c", 'ulimit -f 100; exec "$0" "$@"']
    arguments = command("backup", "--to", str(folder), "--home", str(company))
    done = subprocess.run(
        [*line, *arguments], check=False, capture_output=True, text=True, env=clean()
    )
    assert done.returncode != 0
    assert not list(folder.glob("*.tar"))


def test_a_backup_is_of_one_moment_while_others_write(company: Path, tmp_path: Path) -> None:
    database = company / "evenhand.sqlite3"
    with subprocess.Popen(
        ["python3", "-c", WRITER, str(database)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        for turn in range(3):
            made = run(company, "backup", "--to", str(tmp_path / str(turn)))
            assert made.returncode == 0, made.stderr
            path = next((tmp_path / str(turn)).iterdir())
            with tarfile.open(path) as archive:
                archive.extract("database", tmp_path, filter="data")
            with contextlib.closing(library.connect(tmp_path / "database")) as copy:
                pairs = list(copy.execute("SELECT count(*), sum(v) FROM pairs"))
            count, total = pairs[0]
            assert count % 2 == 0
            assert total in (0, None)
        writer.kill()


WRITER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
database.execute("CREATE TABLE IF NOT EXISTS pairs (v INTEGER)")
print("ready", flush=True)
while True:
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO pairs VALUES (1)")
    database.execute("INSERT INTO pairs VALUES (-1)")
    database.execute("COMMIT")
"""


def test_the_last_administrator_is_let_in_again(company: Path) -> None:
    done = run(company, "rescue", "boss")
    assert done.returncode == 0, done.stderr
    secret = done.stdout.split("/welcome/")[1].split()[0]
    links = rows(company, "SELECT digest FROM people_onetimelink WHERE revoked_at IS NULL")
    assert links == [(digest_of(secret),)]
    assert rows(company, "SELECT actor FROM audit_event WHERE kind = 'people.rescued'") == [("",)]
    nobody = run(company, "rescue", "nobody")
    assert nobody.returncode == 1
    assert "login name nobody" in nobody.stderr
