"""Writes the pages that follow from the source, or says with `--check` which of them are stale.

policies/policy.schema.json   the shape of a policy file, for editors
policies/examples.json        what the examples of the policies that ship come to
docs/reference/facts.md       what a policy may read
docs/reference/cli.md         every command and its help
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from evenhand.cli import app
from evenhand.core.policy.schema import json_schema
from evenhand.core.register.entry import KINDS, EntryKind
from evenhand.core.ruling.examples import check_examples
from evenhand.core.ruling.facts import CATALOGUE, VALUES
from evenhand.core.types import Derivation, FactSpec, Text
from evenhand.policies.shipped import Judged, read_policy_text, read_text, shipped

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 100
SCOPES = {
    "me": "Of a claimant",
    "deal": "Of the deal",
    "dispute": "Of the dispute",
    "entry": "Fields of entries",
}


def pages() -> dict[str, str]:
    """Every generated file by its path, as it should be."""
    return {
        "policies/policy.schema.json": schema_page(),
        "policies/examples.json": examples_page(),
        "docs/reference/facts.md": facts_page(),
        "docs/reference/cli.md": commands_page(),
    }


def stale() -> list[str]:
    """The paths of those that are missing or say something else."""
    return [path for path, text in pages().items() if _read(ROOT / path) != text]


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def schema_page() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def examples_page() -> str:
    """Every example of every policy that ships, ruled, so that nobody has to wait for it again."""
    told = {}
    for path in shipped().values():
        read = read_policy_text(read_text(path), path)
        judged = Judged.of(list(check_examples(read.policy, read.located)))
        told[read.policy.sha256] = {"examples": judged.examples, "failing": list(judged.failing)}
    return json.dumps(told, indent=2) + "\n"


# Facts


def facts_page() -> str:
    """The catalogue as tables: what a policy may read, its names, and where it comes from."""
    return "\n".join(
        [
            "<!-- Written by docs/generate.py: `make docs` -->",
            "# Facts",
            "",
            "What every policy may read without declaring it; how to change a fact or add one of",
            "your own is told in [the policy language](../explain/policy-language.md), §4 and §5.",
            "",
            "*Missing* is what it means when nothing is on record. A fact that is not marked ✓",
            "under *disputable* is no matter of opinion, and flips leave it alone.",
            *(line for scope, title in SCOPES.items() for line in _facts_of(scope, title)),
            *_kinds(),
            *_values(),
            "",
        ]
    )


def _facts_of(scope: str, title: str) -> Iterator[str]:
    specs = [spec for spec in CATALOGUE.values() if spec.scope == scope]
    yield from ("", f"## {title}", "")
    yield from _table(
        ("path", "type", "English", "中文", "tiếng Việt", "missing", "disputable", "comes from"),
        (_fact(spec) for spec in specs),
    )


def _fact(spec: FactSpec) -> tuple[str, ...]:
    return (
        f"`{spec.path}`",
        f"`{spec.type}`",
        *_wordings(spec.label),
        f"`{str(spec.missing).lower()}`",
        "✓" if spec.disputable else "",
        _origin(spec),
    )


def _origin(spec: FactSpec) -> str:
    if spec.derive is not None:
        return _derivation(spec.derive)
    if spec.path == "entry.kind":
        return "one of the kinds below"
    values = ", ".join(f"`{value}`" for value in spec.values)
    return f"one of {values}" if values else "the register" if spec.scope == "entry" else "given"


def _derivation(derive: Derivation) -> str:
    """As it would be written in a policy, without what goes without saying."""
    usual = Derivation(reduce=derive.reduce)
    parts = []
    for name in Derivation.__dataclass_fields__:
        value = getattr(derive, name)
        if name == "reduce" or value != getattr(usual, name):
            shown = f"[{', '.join(value)}]" if isinstance(value, tuple) else value
            parts.append(f"{name.rstrip('_')}: {shown}")
    return f"`{', '.join(parts)}`".replace("|", "\\|")


def _kinds() -> Iterator[str]:
    yield from ("", "## Kinds of entry", "")
    yield "*Contact*: the customer and the person spoke, wrote or met. *Makes party*: whoever has"
    yield "such an entry is a claimant where a dossier lists none. *Strikeable*: may be struck."
    yield ""
    yield from _table(
        ("kind", "English", "中文", "tiếng Việt", "contact", "makes party", "strikeable"),
        (_kind(kind) for kind in KINDS.values()),
    )


def _kind(kind: EntryKind) -> tuple[str, ...]:
    flags = (kind.contact, kind.makes_party, kind.strikeable)
    return (f"`{kind.name}`", *_wordings(kind.label), *("✓" if flag else "" for flag in flags))


def _values() -> Iterator[str]:
    yield from ("", "## Values of texts", "")
    yield from _table(
        ("value", "English", "中文", "tiếng Việt"),
        ((f"`{value}`", *_wordings(label)) for value, label in VALUES.items()),
    )


def _wordings(text: Text) -> tuple[str, str, str]:
    return text.en, text.zh, text.vi


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"


# Commands


def commands_page() -> str:
    """The help of every command, as `--help` prints it."""
    lines = [
        "<!-- Written by docs/generate.py: `make docs` -->",
        "# Commands",
        "",
        "Exit codes: 0 done · 1 a file, policy or dossier is wrong, or an example failed · 2 the",
        "command was called wrongly · 130 interrupted.",
    ]
    for path, command in _commands(get_command(app), "evenhand"):
        context = command.context_class(command, info_name=path, terminal_width=WIDTH)
        context.max_content_width = WIDTH
        shown = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        lines += ["", f"## {path}", "", "```text", shown, "```"]
    return "\n".join([*lines, ""])


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own
    """Every command that can be called, by name; groups are walked."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, child in sorted(inner.items()):
        yield from _commands(child, f"{path} {name}")


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: docs/generate.py [--check]", file=sys.stderr)
        return 2
    old = stale()
    if arguments:
        for path in old:
            print(f"{path} is stale: run `make docs`", file=sys.stderr)
        return 1 if old else 0
    for path in old:
        file = ROOT / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(pages()[path], encoding="utf-8")
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
