"""Programs of a benchmark, each in a process of its own and on an installation of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.web.installed import clean, found

ROOT = Path(__file__).resolve().parents[2]


def installed(home: Path, **more: str) -> dict[str, str]:
    """Set a company up; gives the environment of its programs."""
    found(home, **more)
    return clean() | more | {"EVENHAND_HOME": str(home)}


def told_by(module: str, environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """What a program of ours prints, as JSON. Raises RuntimeError with what it complains of."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", module, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # an object
