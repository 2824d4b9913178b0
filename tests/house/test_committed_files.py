"""What is committed is finished."""

import re

from tests.house.source import ROOT, committed_files

# Put together here, so that this file does not find itself.
CONFLICT = re.compile(
    rb"^(" + b"<" * 7 + rb" |" + b"=" * 7 + rb"\r?$|" + b">" * 7 + rb" )", re.MULTILINE
)
UNFINISHED = re.compile(rb"\b(TO" + rb"DO|FIX" + rb"ME|XX" + rb"X)\b")


def test_no_file_has_conflict_markers() -> None:
    torn = [
        str(file.relative_to(ROOT))
        for file in committed_files()
        if len(set(CONFLICT.findall(file.read_bytes()))) > 1
    ]
    assert not torn


def test_the_source_has_no_unfinished_corners() -> None:
    unfinished = [
        f"{file.relative_to(ROOT)}: {found[0].decode()}"
        for file in committed_files()
        if file.is_relative_to(ROOT / "src")
        if (found := UNFINISHED.findall(file.read_bytes()))
    ]
    assert not unfinished
