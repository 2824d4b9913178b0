"""Real installations for tests: made, used and broken by the commands that users type."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

PASSWORD = "a long pass phrase 9"  # noqa: S105 - of nobody


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `evenhand` on an installation, on the database of this run."""
    return subprocess.run(
        command(*arguments, "--home", str(home)),
        check=False,
        capture_output=True,
        text=True,
        env=clean() | environment,
        timeout=120,  # of a server that should have refused to start
    )


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "evenhand.cli", *arguments]


def clean() -> dict[str, str]:
    """The environment without what the tests' own settings have put there."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("EVENHAND_", "DJANGO_", "DATABASE_"))
    }


def found(home: Path, **environment: str) -> None:
    """Set up a company in a folder: by its command, or as a copy of one that was set up so."""
    if environment:
        _set_up(home, **environment)
    else:
        shutil.copytree(_pattern(), home, dirs_exist_ok=True)


@cache
def _pattern() -> Path:
    home = Path(tempfile.mkdtemp(prefix="evenhand-pattern-")) / "home"
    atexit.register(shutil.rmtree, home.parent, ignore_errors=True)
    _set_up(home)
    return home


def _set_up(home: Path, **environment: str) -> None:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = home.parent / "password"
    secret.write_text(PASSWORD)
    done = run(
        home, "init", "--company", "Acme Motors", "--country", "VN", "--login", "boss",
        "--name", "Boss", "--password-file", str(secret), **environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
