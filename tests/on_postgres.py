"""Runs pytest on a PostgreSQL of its own, which lasts as long as the run: `make test` calls it.

usage: on_postgres.py [PYTEST ARGUMENTS]
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/bin"))


def binary(name: str) -> Path | None:
    """A program of the newest PostgreSQL on this machine; not on PATH in Debian."""
    found = shutil.which(name)
    candidates = [place / name for place in _PLACES] + ([Path(found)] if found else [])
    return next((path for path in candidates if path.exists()), None)


@contextmanager
def postgres(*, is_durable: bool = False) -> Iterator[str]:
    """A cluster in a folder of its own, reached by its socket alone; gives its DATABASE_URL."""
    initdb, server = binary("initdb"), binary("pg_ctl")
    assert initdb is not None
    assert server is not None
    folder = Path(tempfile.mkdtemp(prefix="evenhand-pg-"))
    data, log = folder / "data", folder / "log"
    shutil.chown(folder, _owner(), None)
    try:
        _as_owner(initdb, "-D", data, "-U", "evenhand", "-A", "trust", "--locale=C.UTF-8", "-k")
        # Durability is what the reliability tests are about, on a cluster of their own.
        options = f"-k {folder} -c listen_addresses=''"
        if not is_durable:
            options += " -c fsync=off -c full_page_writes=off"
        _as_owner(server, "-D", data, "-l", log, "-w", "-o", options, "start")
        try:
            yield f"postgresql://evenhand@/evenhand?host={folder}"
        finally:
            _as_owner(server, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> str:
    """Who runs it: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as_owner(*command: Path | str) -> None:
    prefix = ["runuser", "-u", _owner(), "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")


def main(arguments: list[str]) -> int:
    if binary("initdb") is None:
        print("PostgreSQL is not installed: its tests were skipped (apt-get install postgresql)")
        return 1 if "CI" in os.environ else 0
    with postgres() as url:
        environment = os.environ | {"DATABASE_URL": url}
        return subprocess.run(
            [sys.executable, "-m", "pytest", *arguments], check=False, env=environment
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
