"""One write path: an action is atomic, says who does it, and records an event itself."""

import ast
from pathlib import Path

import pytest

from tests.house.source import SOURCE, name_of, tree_of

ACTIONS = sorted(SOURCE.glob("*/actions.py")) + sorted(SOURCE.glob("*/actions/*.py"))

WITHOUT_EVENT: dict[str, str] = {
    "audit/actions.py:record_event": "it is what records them",
    "demo/actions.py:is_demonstration": "asks",
    "files/actions.py:subject_of": "names",
    "people/actions/devices.py:forget_tries": "the sign-in that shows who it is is recorded",
    "notices/actions.py:mark_all_read": "what one has read is nobody else's business",
    "notices/actions.py:mark_read": "as above",
    "customers/actions/entries.py:correct_entry": "an entry is a record itself, and can be proved",
    "customers/actions/imports.py:import_lines": "the beginning and the end of it are recorded",
    "customers/actions/entries.py:outlet_of": "asks",
    "customers/actions/entries.py:subject_of": "names",
    "customers/actions/entries.py:write_entry": "an entry is a record itself, and can be proved",
    "register/actions/entries.py:append_each": "as above",
    "register/actions/entries.py:append_entries": "as above",
    "register/actions/entries.py:append_history": "as above",
    "register/actions/entries.py:append_many": "as above",
    "register/actions/entries.py:make_checkpoint": "as above",
    "register/actions/witnesses.py:remember_checkpoint": "a checkpoint is a record, and signed",
    "notices/actions.py:notify": "it tells of what another action does and records",
}
"""Public functions of action modules that are none, or record nothing, and why."""


def _public(file: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in tree_of(file).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def _called(node: ast.AST) -> set[str]:
    return {
        one.func.id
        for one in ast.walk(node)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
    }


def _records(file: Path) -> set[str]:
    """Functions that record an event, or call one of the features' that does."""
    functions = {
        node.name: node for node in tree_of(file).body if isinstance(node, ast.FunctionDef)
    }
    imported = {
        alias.asname or alias.name
        for node in tree_of(file).body
        if isinstance(node, ast.ImportFrom) and ".actions" in (node.module or "")
        for alias in node.names
    } | {"record_event"}
    found: set[str] = set()
    while True:
        more = {
            name
            for name, node in functions.items()
            if name not in found and _called(node) & (found | imported)
        }
        if not more:
            return found
        found |= more


ELSEWHERE = {"web/jobs.py": "a sweep: nobody asked for it"}
"""Modules that record events and are no action modules, and why."""


def test_only_actions_record_events() -> None:
    recording = {
        name_of(file) for file in SOURCE.rglob("*.py") if "record_event" in _called(tree_of(file))
    }
    assert recording - {name_of(file) for file in ACTIONS} == set(ELSEWHERE)


@pytest.mark.parametrize("file", ACTIONS, ids=name_of)
def test_every_action_writes_an_event(file: Path) -> None:
    silent = [
        node.name
        for node in _public(file)
        if node.name not in _records(file) and f"{name_of(file)}:{node.name}" not in WITHOUT_EVENT
    ]
    assert not silent


@pytest.mark.parametrize("file", ACTIONS, ids=name_of)
def test_every_action_is_atomic(file: Path) -> None:
    loose = [
        node.name
        for node in _public(file)
        if f"{name_of(file)}:{node.name}" not in WITHOUT_EVENT
        and not any("atomic" in ast.unparse(one) for one in node.decorator_list)
        and "transaction.atomic" not in ast.unparse(node)
    ]
    assert not loose


def test_every_exception_is_needed() -> None:
    known = {f"{name_of(file)}:{node.name}" for file in ACTIONS for node in _public(file)}
    assert set(WITHOUT_EVENT) <= known
