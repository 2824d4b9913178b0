"""What is generated says what the source says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from evenhand.core.policy.schema import json_schema
from tests.house.source import ROOT

SHIPPED = sorted((ROOT / "policies").glob("*/policy.yaml"))


def generate(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = str(ROOT / "docs" / "generate.py")
    return subprocess.run(
        [sys.executable, script, *arguments], check=False, capture_output=True, text=True
    )


def test_no_generated_page_is_stale() -> None:
    checked = generate("--check")
    assert checked.returncode == 0, checked.stderr


def test_a_wrong_call_says_how_to_call_it() -> None:
    checked = generate("--nope")
    assert checked.returncode == 2
    assert "usage" in checked.stderr


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_a_shipped_policy_has_no_section_that_the_schema_does_not_know(file: Path) -> None:
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    schema = json.loads(json.dumps(json_schema()))
    assert set(written) <= set(schema["properties"])
    for version in written["versions"]:
        assert set(version) <= set(schema["$defs"]["Version"]["properties"])
