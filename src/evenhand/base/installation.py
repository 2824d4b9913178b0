"""An installation on this machine: Django set up for it, and everything brought up to date."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from evenhand.base.environment import Environment, read_environment
from evenhand.base.language import DJANGO_CODE, language
from evenhand.core.errors import Conflict
from evenhand.core.said import said

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def use(home: Path | None = None, *, is_server: bool = False, **environment: str) -> Environment:
    """Set Django up for the installation in a folder, by the environment that workers inherit.

    A server's processes count together, in a folder that must be known before anything is counted.
    Raises SettingsRefused.
    """
    import django  # noqa: PLC0415 - half a second, which most commands need not spend
    from django.utils import translation  # noqa: PLC0415 - as above

    if home is not None:
        os.environ["EVENHAND_HOME"] = str(home.expanduser().absolute())
    os.environ.update({f"EVENHAND_{name.upper()}": value for name, value in environment.items()})
    os.environ["DJANGO_SETTINGS_MODULE"] = "evenhand.web.settings"
    os.umask(0o077)  # what is written here is nobody else's
    told = read_environment()
    told.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_server:
        _begin_counting(told.home / f"counted-{os.getpid()}")
    django.setup()
    translation.activate(DJANGO_CODE[language()])
    return told


def _begin_counting(folder: Path) -> None:
    for left in folder.parent.glob("counted-*"):
        if held := _hold(left):  # of a server that was killed: nobody holds it any more
            held.close()
            shutil.rmtree(left, ignore_errors=True)
    folder.mkdir(mode=0o700)
    _HELD.append(_hold(folder))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    atexit.register(_stop_counting, folder, os.getpid())


_HELD: list[TextIO | None] = []
"""What says that this server is alive: its locks end with it, and with the processes it forked."""


def _hold(folder: Path) -> TextIO | None:
    """The lock of a folder of counts, None if another server has it."""
    file = (folder / "held").open("w", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _stop_counting(folder: Path, process: int) -> None:
    if os.getpid() == process:  # not in a forked child
        shutil.rmtree(folder, ignore_errors=True)


def bring_up_to_date(environment: Environment) -> list[str]:
    """Migrate the database and put the static files in place; gives the migrations carried out.

    All migrations are one transaction: broken off anywhere, nothing has happened. (Were each one of
    its own, Django would note some only after they were committed, and could not go on between.)
    Two at once: the second is refused. Raises Conflict.
    """
    from django.core.management import call_command  # noqa: PLC0415 - needs `use` before it

    from evenhand.base.whole import all_or_nothing  # noqa: PLC0415 - as above

    with _alone(environment.home / "upgrade.lock"):
        before = pending_migrations()
        with _as_owner(environment):
            with all_or_nothing():
                call_command("migrate", interactive=False, verbosity=0)
            _grant(environment)
        call_command("collectstatic", interactive=False, verbosity=0)
        return before


def pending_migrations() -> list[str]:
    """Migrations that this version has and the database has not, in their order."""
    from django.db import connection  # noqa: PLC0415 - needs `use` before it
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - as above

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(
                said("another upgrade of {home} is under way; wait for it", home=lock.parent)
            ) from None
        yield


@contextmanager
def _as_owner(environment: Environment) -> Iterator[None]:
    """Django's connection, for as long as tables are changed, is that of whoever owns them."""
    from django.db import connections  # noqa: PLC0415 - as above

    if not environment.database_owner_url:
        yield
        return
    _let_go(connections["default"])
    application = connections.settings["default"]
    connections.settings["default"] = {**application, **environment.database(as_owner=True)}
    del connections["default"]
    try:
        yield
    finally:
        _let_go(connections["default"])
        connections.settings["default"] = application
        del connections["default"]


def _let_go(connection: BaseDatabaseWrapper) -> None:
    """Its pool too: Django keeps pools by name, and would hand out the other role's connections."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def _grant(environment: Environment) -> None:
    from evenhand.base.postgres import grant_to  # noqa: PLC0415 - only where there is one

    owner = environment.database(as_owner=True).get("USER")
    application = environment.database().get("USER")
    if application and owner != application:
        grant_to(application)
