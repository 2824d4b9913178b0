"""The core takes values and returns a decision: it can reach nothing else."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import SOURCE, imported_modules, name_of, python_files, tree_of

# The parts of the standard library that neither see the world nor change it.
STANDARD = {
    "__future__", "abc", "ast", "base64", "bisect", "calendar", "collections", "copy",
    "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions", "functools",
    "graphlib", "hashlib", "heapq", "hmac", "itertools", "json", "math", "numbers", "operator",
    "re", "string", "struct", "textwrap", "types", "typing", "unicodedata", "uuid", "zoneinfo",
}  # fmt: skip
LIBRARIES = {
    "anyascii", "lark", "numpy", "opencc", "phonenumbers", "pydantic", "pydantic_core", "pypinyin",
    "rapidfuzz", "stdnum", "yaml",
}  # fmt: skip
ALLOWED = STANDARD | LIBRARIES | {"evenhand"}

# Built in, so no import gives them away.
REFUSED_CALLS = {"__import__", "breakpoint", "eval", "exec", "input", "open", "print"}

CORE_FILES = python_files(SOURCE / "core")


@pytest.mark.parametrize("file", CORE_FILES, ids=name_of)
def test_the_core_imports_only_what_is_listed(file: Path) -> None:
    strangers = [
        f"{name_of(file)}:{line} imports {module}"
        for module, line in imported_modules(file)
        if module.partition(".")[0] not in ALLOWED
    ]
    assert not strangers, "\n".join(strangers)


@pytest.mark.parametrize("file", CORE_FILES, ids=name_of)
def test_the_core_imports_nothing_of_the_house_above_it(file: Path) -> None:
    above = [
        f"{name_of(file)}:{line} imports {module}"
        for module, line in imported_modules(file)
        if module == "evenhand" or module.startswith("evenhand.")
        if not (module == "evenhand.core" or module.startswith("evenhand.core."))
    ]
    assert not above, "\n".join(above)


@pytest.mark.parametrize("file", CORE_FILES, ids=name_of)
def test_the_core_neither_reads_writes_nor_runs_text(file: Path) -> None:
    calls = [
        f"{name_of(file)}:{node.lineno} calls {node.func.id}()"
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in REFUSED_CALLS
    ]
    assert not calls, "\n".join(calls)


def test_loading_the_whole_core_loads_no_engine_framework_or_terminal() -> None:
    modules = [
        "evenhand." + name_of(file).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for file in CORE_FILES
    ]
    program = (
        "import importlib, json, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    loaded = set(json.loads(ran.stdout))
    refused = {"django", "duckdb", "jinja2", "pyarrow", "pyspark", "rich", "sqlite3", "typer"}
    assert not loaded & refused
