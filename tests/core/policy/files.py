"""Policy files with faults in them: `‸` marks where a problem must be told, and is taken out."""

from __future__ import annotations

from evenhand.core.errors import PolicyRefused, Problem
from evenhand.core.policy.load import load_policy
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.facts import CATALOGUE

MARK = "‸"

SECTIONS = {
    "id": '"1"',
    "effective": "{from: 2000-01-01}",
    "articles": '{"1": {zh: 一}}',
    "steps": '[{id: last, cites: ["1"], refer: company}]',
    "tie": "{refer: company}",
    "if_none_remain": "{refer: company}",
    "on_missing": "proceed",
}
"""What a version cannot do without."""


def version(**sections: str) -> str:
    """One version as an item of `versions`; sections as they are written after the colon."""
    lines = [f"    {name}: {written}" for name, written in (SECTIONS | sections).items()]
    return "  -" + "\n".join(lines)[3:] + "\n"


def policy(*versions: str, head: str = "policy: p\ntitle: {en: P}\n") -> str:
    """A policy file of these versions."""
    return head + "versions:\n" + "".join(versions or [version()])


def load(text: str) -> Policy:
    return load_policy(text, source="p.yaml", catalogue=CATALOGUE)


def problems(text: str) -> list[Problem]:
    """Everything wrong with a file; nothing if it is accepted."""
    try:
        load(text)
    except PolicyRefused as refused:
        return refused.problems
    return []


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and the line and column of each."""
    places = []
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        *before, _ = line.split(MARK)
        places += [(number, len("".join(before[: mark + 1])) + 1) for mark in range(len(before))]
    return text.replace(MARK, ""), places
