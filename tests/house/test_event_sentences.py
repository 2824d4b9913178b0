"""Every kind of event has a sentence that tells it."""

import ast
import re
import string
from pathlib import Path

import pytest

from evenhand.insight.events import FEATURES
from evenhand.insight.sentences import SENTENCES
from tests.house.source import name_of, python_files, tree_of

KIND = re.compile(
    r"(audit|base|customers|demo|disputes|files|notices|people|policies|register|web)\.[a-z]+(_[a-z]+)*"
)

RECORDING = [
    file
    for file in python_files()
    if re.search(r"\brecord_(event|factor)\(", file.read_text(encoding="utf-8"))
]
NO_KIND: dict[str, str] = {"register.entries": "a place of the erasure map"}
"""What looks like a kind of event in such a file and is none, and why."""


def _kinds(file: Path) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and KIND.fullmatch(node.value)
        and node.value not in NO_KIND
    }


@pytest.mark.parametrize("file", RECORDING, ids=name_of)
def test_every_kind_that_is_recorded_has_a_sentence(file: Path) -> None:
    assert not _kinds(file) - set(SENTENCES), "add them to insight/sentences.py"


def test_the_look_for_kinds_finds_them() -> None:
    found = {kind for file in RECORDING for kind in _kinds(file)}
    assert {"people.person_added", "policies.adopted", "audit.exported"} <= found


def test_every_sentence_says_who_did_it_and_of_a_feature_that_has_a_name() -> None:
    for kind, told in SENTENCES.items():
        holes = {name for _, name, _, _ in string.Formatter().parse(str(told)) if name}
        assert holes & {"by", "subject", "name"}, kind
        assert kind.partition(".")[0] in FEATURES
