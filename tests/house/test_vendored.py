"""What comes from elsewhere is what was taken, and its licence lies beside it."""

import json
import subprocess
import sys

from tests.house.source import ROOT, SOURCE

VENDOR = SOURCE / "web" / "static" / "vendor"
ALLOWED = {"MIT", "OFL-1.1", "BSD-0-Clause", "0BSD", "Apache-2.0"}


def test_every_vendored_file_is_as_it_was_recorded() -> None:
    script = str(ROOT / "docs" / "vendor.py")
    checked = subprocess.run(
        [sys.executable, script, "--check"], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr


def test_their_licences_let_us_ship_them() -> None:
    record = json.loads((VENDOR / "vendor.json").read_text("utf-8"))
    assert {one["licence"] for one in record} <= ALLOWED
