"""Fail when a test was skipped for a reason that is not on the list: skips.py REPORT ALLOWED.

REPORT is pytest's junit XML, ALLOWED a text file with one reason a line. Says nothing when all is
well, so that pytest's own closing line stays the last of the log.
"""

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

UNCONDITIONAL = "unconditional skip"


def main() -> int:
    """Compare the skips of a run with the list."""
    report, allowed = map(Path, sys.argv[1:3])
    reasons = _reasons(allowed)
    refused = [(test, why) for test, why in _skips(report) if why not in reasons]
    for test, why in refused:
        print(f"Skipped, and {allowed} does not allow it: {test}: {why}", file=sys.stderr)
    return 1 if refused else 0


def _reasons(allowed: Path) -> set[str]:
    lines = (line.strip() for line in allowed.read_text(encoding="utf-8").splitlines())
    return {line for line in lines if line and not line.startswith("#")}


def _skips(report: Path) -> list[tuple[str, str]]:
    """Every skipped test with its reason; an expected failure is reported alike, but is none."""
    found: list[tuple[str, str]] = []
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - our own pytest wrote it
        test = ".".join(filter(None, (case.get("classname"), case.get("name"))))
        for skipped in case.iter("skipped"):
            if skipped.get("type") == "pytest.xfail":
                continue
            why = skipped.get("message") or UNCONDITIONAL
            if why == "collection skipped":  # a whole file: the reason stands in the text
                why = _from_collection(skipped.text or "")
            found.append((test, why))
    return found


def _from_collection(text: str) -> str:
    """The reason out of `('path', 12, 'Skipped: reason')`."""
    quoted = re.search(r"""(['"])Skipped: (?P<why>.*)\1\)\s*$""", text)
    return quoted["why"] if quoted else text.strip() or UNCONDITIONAL


if __name__ == "__main__":
    sys.exit(main())
