"""The application is installed without DuckDB and Arrow; whoever needs them is told."""

import subprocess
import sys

WITHOUT = """
import sys
sys.modules["duckdb"] = None
sys.argv = ["evenhand", "rulings", "-p", "x", "--contacts", "x", "--mapping", "x", "--out", "x"]
from evenhand.cli import main
main()
"""


def test_without_the_engine_a_bulk_run_says_what_to_install() -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT], check=False, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert "evenhand[bulk]" in run.stderr
    assert "Traceback" not in run.stderr
