"""From a fresh clone to the first page: `make run`, with nothing set up, on a warm package cache.

usage: start.py [--quick]

Prints one JSON object: `fresh_clone_to_first_page_s` and `default_install_mb`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = 18123


def main() -> int:
    room = Path(tempfile.mkdtemp(prefix="evenhand-clone-"))
    clone = room / "evenhand"
    # Sets .venv up by what the clone says, not by what this process has inherited.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("EVENHAND_", "DATABASE_", "DJANGO_", "VIRTUAL_ENV"))
    }
    begun = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)  # noqa: S603, S607 - ours
    process = subprocess.Popen(  # noqa: S603 - ours
        ["make", "run", f"ARGS=--port {PORT} --home {room / 'home'}"],  # noqa: S607 - by its name
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers() and process.poll() is None:
            time.sleep(0.1)
        seconds = time.monotonic() - begun
        megabytes = _size(clone / ".venv")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)
        shutil.rmtree(room, ignore_errors=True)
    told = {"fresh_clone_to_first_page_s": round(seconds, 1), "default_install_mb": megabytes}
    print(json.dumps(told | {"load": os.getloadavg()[0]}))
    return 0


def _answers() -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/demonstration/", timeout=5).close()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
    return True


def _size(folder: Path) -> float:
    """What it takes on the disk, in MB; what is linked from the cache counts in full."""
    return round(sum(one.lstat().st_size for one in folder.rglob("*") if one.is_file()) / 1e6, 1)


if __name__ == "__main__":
    sys.exit(main())
