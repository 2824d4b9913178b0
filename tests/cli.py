"""Calls `evenhand` the way a person does: the whole command line, its output and its exit code."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from evenhand.base.language import language, speak
from evenhand.cli import main
from tests.conftest import ROOT

ENVIRONMENT = {"COLUMNS": "200", "NO_COLOR": "1", "EVENHAND_LANG": "en"}


@dataclass(frozen=True)
class Result:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def run(*arguments: str) -> Result:
    """Run `evenhand` with these arguments, in this process, which speaks as before afterwards."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    before = language()
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch.object(sys, "argv", ["evenhand", *arguments]),
        patch.dict(os.environ, ENVIRONMENT),
    ):
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        finally:
            speak(before)
    return Result(code, out.getvalue(), err.getvalue())


def run_process(*arguments: str, stdin: str = "") -> Result:
    """Run `evenhand` with these arguments in a process of its own, from the root."""
    done = subprocess.run(
        [sys.executable, "-m", "evenhand.cli", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
        env={**os.environ, **ENVIRONMENT},
    )
    return Result(done.returncode, done.stdout, done.stderr)
