"""What the house tests read: the source files and what stands in them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "evenhand"

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def python_files(folder: Path = SOURCE) -> list[Path]:
    """Every source file but the migrations, which Django writes."""
    return sorted(path for path in folder.rglob("*.py") if path.parent.name != "migrations")


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def name_of(file: Path) -> str:
    """The path as it is written in allowlists: core/policy/load.py."""
    return file.relative_to(SOURCE).as_posix()


def imported_modules(file: Path) -> Iterator[tuple[str, int]]:
    """Every absolute import of a file, wherever it stands, with its line."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module, node.lineno


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file by qualified name, with its length in lines, decorators apart."""
    yield from _functions_in(tree_of(file), prefix="")


def _functions_in(node: ast.AST, prefix: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            name = f"{prefix}{child.name}"
            if isinstance(child, FUNCTIONS):
                yield name, (child.end_lineno or child.lineno) - child.lineno + 1
            yield from _functions_in(child, prefix=f"{name}.")
        else:
            yield from _functions_in(child, prefix)


@cache
def committed_files() -> tuple[Path, ...]:
    """What git knows of; in a copy without git, everything that is not hidden or built."""
    if not (ROOT / ".git").exists():
        return tuple(path for path in ROOT.rglob("*") if path.is_file() and not _is_hidden(path))
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "build" for part in path.relative_to(ROOT).parts)
