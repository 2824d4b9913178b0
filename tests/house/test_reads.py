"""One read door: no page, operation or form starts from every row there is."""

import ast
from pathlib import Path

import pytest

from tests.house.source import SOURCE, name_of, tree_of

EDGES = [
    file
    for name in ("views.py", "api.py", "forms.py", "forms_of_places.py", "forms_of_doors.py")
    for file in sorted(SOURCE.glob(f"*/{name}"))
] + sorted([*SOURCE.glob("*/views/*.py"), *SOURCE.glob("*/api/*.py")])

OTHERWISE: dict[str, str] = {
    "demo/views.py:User.objects.filter": "whom to be is chosen before one is anybody",
}
"""Where an edge reads otherwise, and why."""


def _starts(file: Path) -> list[str]:
    """How each read begins: `Outlet.objects.visible_to`."""
    return [
        ast.unparse(node.func)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr in ("objects", "_default_manager")
    ]


@pytest.mark.parametrize("file", EDGES, ids=name_of)
def test_an_edge_reads_what_is_visible_to_somebody(file: Path) -> None:
    wide = [
        start
        for start in _starts(file)
        if not start.endswith((".visible_to", ".seen", ".none"))
        and f"{name_of(file)}:{start}" not in OTHERWISE
    ]
    assert not wide


def test_every_exception_is_needed() -> None:
    starts = {f"{name_of(file)}:{start}" for file in EDGES for start in _starts(file)}
    assert set(OTHERWISE) <= starts
