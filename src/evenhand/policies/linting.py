"""Remarks on a policy file, gathered and told."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from evenhand.base.language import spoken
from evenhand.core.errors import PolicyRefused
from evenhand.core.policy.lint import lint_text
from evenhand.core.policy.remarks import ERROR, NOTE, WARNING, Remark
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.lint import lint_rulings
from evenhand.core.said import Said, nsaid, said, together
from evenhand.policies.shipped import ReadPolicy, read_policy_file

_SEVERITY = {ERROR: said("error"), WARNING: said("warning"), NOTE: said("note")}


def lint_file(path: Path) -> list[Remark]:
    """Every remark on a policy file, in file order; what it is refused for is an error.

    Raises NotFound.
    """
    try:
        read = read_policy_file(path)
    except PolicyRefused as refused:
        return [Remark(ERROR, "refused", problem) for problem in refused.problems]
    return lint_policy(read)


def lint_policy(read: ReadPolicy) -> list[Remark]:
    """Every remark on a policy that was read, in file order."""
    found = lint_text(read.policy, read.located)
    found += lint_rulings(read.policy, read.located, CATALOGUE)
    return sorted(found, key=lambda one: (one.problem.line, one.problem.column))


def as_text(remarks: list[Remark]) -> str:
    """One remark a paragraph, then how many there are."""
    lines = []
    for one in remarks:
        problem = one.problem
        place = f"{problem.source}:{problem.line}:{problem.column}"
        told = [place, _SEVERITY[one.severity], problem.message]
        lines.append(f"{spoken(together(told, ': '))} [{one.check}]")
        lines += [f"    {spoken(problem.hint)}"] if problem.hint else []
    return "\n".join([*lines, spoken(summary(remarks))])


def summary(remarks: list[Remark]) -> Said:
    """How many errors, warnings and notes.

    >>> summary([])
    '0 errors, 0 warnings, 0 notes'
    """
    count = Counter(one.severity for one in remarks)
    return said(
        "{errors}, {warnings}, {notes}",
        errors=nsaid("{count} error", "{count} errors", count[ERROR]),
        warnings=nsaid("{count} warning", "{count} warnings", count[WARNING]),
        notes=nsaid("{count} note", "{count} notes", count[NOTE]),
    )


def as_json(remarks: list[Remark]) -> str:
    """The same for machines."""
    found = [
        {
            "severity": one.severity,
            "check": one.check,
            "file": one.problem.source,
            "line": one.problem.line,
            "column": one.problem.column,
            "message": spoken(one.problem.message),
            "hint": spoken(one.problem.hint),
        }
        for one in remarks
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)
