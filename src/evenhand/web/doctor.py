"""What is unsafe or broken in an installation, and what to do about each."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

from evenhand.base import sqlite
from evenhand.base.backup import backups_in
from evenhand.base.environment import THIS_MACHINE, Environment
from evenhand.base.installation import pending_migrations
from evenhand.base.models import the_company
from evenhand.core.said import Said, said
from evenhand.customers.models import Erasure

OLDEST_BACKUP: Final = timedelta(days=2)
LEAST_SPACE: Final = 1_000_000_000
"""Bytes: below this, a day's uploads and a backup may no longer find room."""
SHORTEST_KEY: Final = 32
ON_A_NETWORK: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "ceph"})


class Severity(StrEnum):
    """How bad a finding is."""

    grave = "grave"
    warning = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and what to do."""

    key: str
    severity: Severity
    what: Said
    cure: Said


Check = Callable[[Environment], Iterator[Finding]]


def examine(environment: Environment) -> list[Finding]:
    """Everything that is wrong, the grave first."""
    found = [finding for check in CHECKS for finding in check(environment)]
    return sorted(found, key=lambda one: (one.severity is not Severity.grave, one.key))


def check_sqlite(
    environment: Environment, version: tuple[int, ...] = sqlite.VERSION
) -> Iterator[Finding]:
    """The library, and where its file lies."""
    if environment.database_url:
        return
    if not sqlite.is_safe(version):
        yield Finding(
            "sqlite-version",
            Severity.grave,
            said(
                "SQLite {version} can corrupt a database that several processes write.",
                version=".".join(map(str, version)),
            ),
            said("Install the wheel of pysqlite3 (0.6.1 or newer): it brings its own SQLite."),
        )
    if _file_system(environment.home) in ON_A_NETWORK:
        yield Finding(
            "network-file-system",
            Severity.grave,
            said("The database lies on a network file system, whose locks cannot be relied on."),
            said("Move the installation to a disk of this machine, or use PostgreSQL."),
        )


def _file_system(path: Path) -> str:
    """What the file system that holds a path is called."""
    mounts = (line.split() for line in Path("/proc/self/mounts").read_text().splitlines())
    holding = [
        (len(where), kind)
        for _, where, kind, *_ in mounts
        if path.is_relative_to(where.replace("\\040", " "))
    ]
    return max(holding)[1] if holding else ""


def check_debug(environment: Environment) -> Iterator[Finding]:
    """Pages that show code to strangers."""
    if environment.debug:
        yield Finding(
            "debug",
            Severity.grave,
            said("EVENHAND_DEBUG is on: error pages show code and settings."),
            said("Unset EVENHAND_DEBUG and start the server again."),
        )


def check_keys(environment: Environment) -> Iterator[Finding]:
    """Keys that are short, open to others, or kept where backups go."""
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < 8:
        yield Finding(
            "weak-key",
            Severity.grave,
            said("The secret key is short or made of few characters."),
            said(
                "Remove {path}; a new one is made at the next start, and everybody signs in anew.",
                path=environment.keys_home / "secret",
            ),
        )
    for path in sorted(environment.keys_home.glob("*")):
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Finding(
                "open-key",
                Severity.grave,
                said("{path} may be read by others than its owner.", path=path),
                said("chmod 600 {path}; replace the key if somebody may have read it.", path=path),
            )
    if environment.keys_home.is_relative_to(environment.home / "backups"):
        yield Finding(
            "keys-in-backups",
            Severity.grave,
            said("The keys lie in the folder of the backups."),
            said("Set EVENHAND_KEYS to another folder and move them there."),
        )


def check_home(environment: Environment) -> Iterator[Finding]:
    """A home that others may look into, or that is nearly full."""
    if environment.home.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(
            "open-home",
            Severity.warning,
            said("{path} may be looked into by others than its owner.", path=environment.home),
            said("chmod 700 {path}", path=environment.home),
        )
    free = shutil.disk_usage(environment.home).free
    if free < LEAST_SPACE:
        yield Finding(
            "disk-full",
            Severity.grave,
            said("{size:,} MB are left on the disk.", size=free // 1_000_000),
            said("Make room: below 1,000 MB writes and backups may fail."),
        )


def check_backups(environment: Environment) -> Iterator[Finding]:
    """No backup, or an old one."""
    newest = next(iter(backups_in(environment.home / "backups")), None)
    if newest is None:
        yield Finding(
            "no-backup",
            Severity.warning,
            said("There is no backup in {folder}.", folder=environment.home / "backups"),
            said("Run `evenhand backup` every night, and copy what it writes to another machine."),
        )
        return
    age = datetime.now(UTC) - datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    if age > OLDEST_BACKUP:
        yield Finding(
            "old-backup",
            Severity.warning,
            said("The newest backup is {days:,} days old.", days=age.days),
            said("Run `evenhand backup` every night, and copy what it writes to another machine."),
        )


def check_database(environment: Environment) -> Iterator[Finding]:
    """A database that is not of this version, of nobody, or of the demonstration."""
    try:
        waiting = pending_migrations()
        company = None if waiting else the_company()
    except DatabaseError as error:
        yield Finding(
            "no-database",
            Severity.grave,
            said("The database does not answer: {reason}", reason=str(error).strip()),
            said("Check DATABASE_URL, and that the server it names runs."),
        )
        return
    if waiting:
        yield Finding(
            "old-database",
            Severity.grave,
            said(
                "The database is not of this version; steps waiting: {count:,}", count=len(waiting)
            ),
            said("Run `evenhand upgrade`."),
        )
    elif company is None:
        yield Finding(
            "no-company",
            Severity.warning,
            said("No company is set up yet."),
            said("Run `evenhand init`."),
        )
    elif company.is_demonstration and not environment.demonstration:
        yield Finding(
            "demonstration",
            Severity.grave,
            said("This is the database of a demonstration, which never becomes a real company."),
            said("Set up a company in another folder: evenhand init --home FOLDER"),
        )


def check_postgres(environment: Environment) -> Iterator[Finding]:
    """A role that could change what nobody may change, and a server that forgets."""
    if not environment.database_url:
        return
    try:
        owned = _asked("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        fsync, commit = _asked("SHOW fsync"), _asked("SHOW synchronous_commit")
    except DatabaseError:
        return
    if int(owned):
        yield Finding(
            "owns-tables",
            Severity.warning,
            said(
                "The application's role owns {count:,} tables: it could alter events.",
                count=int(owned),
            ),
            said(
                "Let another role own them: name it in DATABASE_OWNER_URL, run `evenhand upgrade`."
            ),
        )
    if fsync == "off" or commit == "off":
        yield Finding(
            "forgetful-server",
            Severity.grave,
            said(
                "PostgreSQL acknowledges what a power cut may lose (fsync {fsync}, "
                "synchronous_commit {commit}).",
                fsync=fsync,
                commit=commit,
            ),
            said("Switch both on in postgresql.conf."),
        )


def check_erased(_environment: Environment) -> Iterator[Finding]:
    """Space that the erased still stand in."""
    try:
        waiting = Erasure.objects.filter(purged_at=None).count()
    except DatabaseError:  # another check tells of it
        return
    if waiting:
        yield Finding(
            "erased-on-disk",
            Severity.warning,
            said(
                "What was erased is not yet overwritten on the disk; erasures: {count:,}.",
                count=waiting,
            ),
            said("Run `evenhand register purge`, on PostgreSQL as the owner of the tables."),
        )


def check_way_to_postgres(environment: Environment) -> Iterator[Finding]:
    """A connection over the network that nobody has to prove themselves on."""
    if not environment.database_url:
        return
    told = environment.database()
    is_near = told["HOST"].startswith("/") or told["HOST"] in ("", *THIS_MACHINE)
    if not is_near and told["OPTIONS"].get("sslmode") not in ("verify-ca", "verify-full"):
        yield Finding(
            "unproven-server",
            Severity.warning,
            said("The connection to PostgreSQL is not encrypted, or to whoever answers."),
            said("Add ?sslmode=verify-full&sslrootcert=FILE to DATABASE_URL."),
        )


def _asked(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


def check_address(environment: Environment) -> Iterator[Finding]:
    """Passwords that travel in the clear, and names that anybody may claim."""
    if not environment.is_https and environment.host not in THIS_MACHINE:
        yield Finding(
            "no-tls",
            Severity.grave,
            said("{url} is not https: passwords travel in the clear.", url=environment.url),
            said(
                "Put a reverse proxy with a certificate before it, and set EVENHAND_URL to https://…"
            ),
        )
    if environment.is_https and not environment.proxies:
        yield Finding(
            "no-proxy",
            Severity.warning,
            said("No proxy is named: everybody seems to come from one address, without https."),
            said("Set EVENHAND_PROXIES to the number of reverse proxies before it, such as 1."),
        )
    if "*" in environment.hosts:
        yield Finding(
            "any-host",
            Severity.grave,
            said("EVENHAND_HOSTS has *: links in mails may be made to lead elsewhere."),
            said("Name the hosts that people type."),
        )
    if not environment.mail_url:
        yield Finding(
            "no-mail",
            Severity.warning,
            said("No mail is sent: notices stay inside, and administrators reset passwords."),
            said("Set EVENHAND_MAIL_URL, such as smtp://user:password@mail.example.com:587"),
        )


def check_uploads(environment: Environment) -> Iterator[Finding]:
    """Files that nobody looks through."""
    if not environment.clamd:
        yield Finding(
            "no-scanner",
            Severity.warning,
            said("Files that people attach are not looked through for malware."),
            said("Install ClamAV and set EVENHAND_CLAMD to its socket."),
        )


CHECKS: Final[tuple[Check, ...]] = (
    check_sqlite,
    check_debug,
    check_keys,
    check_home,
    check_backups,
    check_database,
    check_postgres,
    check_erased,
    check_way_to_postgres,
    check_address,
    check_uploads,
)
