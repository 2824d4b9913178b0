"""What is remarked on a policy by ruling its examples: what none of them depends on."""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.core.policy.mutants import mutants
from evenhand.core.policy.places import Located
from evenhand.core.policy.remarks import ERROR, NOTE, WARNING, Remark, Remarks
from evenhand.core.policy.versions import Policy, Version, day_text
from evenhand.core.ruling.exam import Exam, exam
from evenhand.core.ruling.examples import Checked, check_examples
from evenhand.core.ruling.limits import lint_limits
from evenhand.core.said import said, together
from evenhand.core.types import FactSpec


def lint_rulings(
    policy: Policy, located: Located, catalogue: Mapping[str, FactSpec]
) -> list[Remark]:
    """Every remark that needs rulings: failing examples, idle steps, limits without their edge."""
    remarks = Remarks(located)
    for checked in check_examples(policy, located):
        _example(checked, remarks)
    found = remarks.found
    for version in policy.versions:
        of_version = Remarks(located, located.version(version.id))
        if version.examples and not any(one.severity == ERROR for one in found):
            asked = exam(version, located)
            _idle(asked, catalogue, of_version)
            lint_limits(asked, catalogue, of_version)
        found += of_version.found
    return found


def _example(checked: Checked, remarks: Remarks) -> None:
    example, version = checked.example, checked.version
    index = version.examples.index(example)
    at = (*remarks.located.version(version.id), "examples", index)
    if checked.failures:
        hint = together(checked.failures, said("; "))
        message = said("the example {example} does not hold", example=example.id)
        remarks.add(ERROR, "example", at, message, hint, key=False)
        return
    date = checked.ruling.governing_date if checked.ruling else None
    if date is not None and not version.governs(date):
        message = said(
            "{example} is of {day}, which {version} does not govern",
            example=example.id,
            day=day_text(date),
            version=version.id,
        )
        remarks.add(WARNING, "example", at, message, key=False)


def _idle(asked: Exam, catalogue: Mapping[str, FactSpec], remarks: Remarks) -> None:
    """Steps without which every example holds, and neighbours whose order none depends on."""
    version: Version = asked.version
    for mutant in mutants(version, catalogue):
        if mutant.operator not in ("drop", "swap"):
            continue
        if asked.failed(mutant.version, derives=mutant.derives, hasty=True):
            continue
        if mutant.operator == "drop":
            message = said("every example holds {change}", change=mutant.told)
            hint = said("add an example that turns on it, or leave it out")
            remarks.add(WARNING, "idle", mutant.path, message, hint, key=False)
        else:
            message = said(
                "no example depends on the order: {change} changes none", change=mutant.told
            )
            remarks.add(NOTE, "order", mutant.path, message, key=False)
