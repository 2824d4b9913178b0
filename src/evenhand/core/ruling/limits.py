"""Limits that no example comes near: a number could be another and every example would still hold.

An example comes to the edge of `days <= 3d` when somebody has 3 days in it, and somebody, there or
in another example, has 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from evenhand.core.policy.mutants import Mutant, mutants
from evenhand.core.policy.places import Key
from evenhand.core.policy.remarks import NOTE, WARNING, Remarks
from evenhand.core.policy.spots import parts, reads_number, spots
from evenhand.core.policy.tree import Compare, Literal, Node, Path, Quantifier, walk
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import KNOWN, Column, Ints
from evenhand.core.ruling.derive import Derived
from evenhand.core.ruling.evaluate import framed
from evenhand.core.ruling.exam import Exam
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.logic import Compiler
from evenhand.core.said import Said, said
from evenhand.core.types import FactSpec, Type

_LONGEST_WEEKEND = 4
"""Two dates a working day apart may be so many calendar days apart."""


def lint_limits(exam: Exam, catalogue: Mapping[str, FactSpec], remarks: Remarks) -> None:
    """Remark on numbers of comparisons and of derivations to whose edge no example comes."""
    version = exam.version
    frames = [framed(version, group.derived.facts) for group in exam.groups]
    for spot in spots(version, catalogue):
        if not spot.derives:
            for node, mode in _compared(spot.node):
                _remark(version, frames, spot.path, (node, mode), remarks)
    for mutant in mutants(version, catalogue):
        if mutant.operator == "unit" and mutant.derives and not _shows(exam, mutant):
            severity = WARNING if any(map(str.isdigit, mutant.told)) else NOTE
            message = said(
                "no example comes to the edge: {change} changes no fact of any", change=mutant.told
            )
            hint = said("add an example on each side of it")
            remarks.add(severity, "limit", mutant.path, message, hint)


def _compared(root: Node) -> Iterator[tuple[Compare, str]]:
    """Ordered comparisons with a number of the policy in them, and how to compile them."""
    inside = {
        id(part) for node in walk(root) if isinstance(node, Quantifier) for part in walk(node.body)
    }
    for node, _ in parts(root):
        if isinstance(node, Compare) and node.op not in ("==", "!=") and reads_number(node):
            yield node, "inner" if id(node) in inside else "claimant"


def _remark(
    version: Version, frames: list[Frame], path: Key, at: tuple[Compare, str], remarks: Remarks
) -> None:
    node, mode = at
    if node.left.type in (Type.BOOL, Type.TEXT):
        return
    compiler = Compiler(version, mode)
    left, right = compiler.value(node.left), compiler.value(node.right)
    seen = [_differences(left(frame), right(frame), frame, mode) for frame in frames]
    apart = np.concatenate(seen) if seen else np.zeros(0, dtype=np.int64)
    below, above = _edges(node, apart, _unit(version, node))
    if node.op in (">", ">="):
        below, above = above, below
    lacking = [word for word, found in (("holds", below), ("fails", above)) if not found]
    if lacking:
        message = _nowhere_near(node, lacking)
        hint = said("an example on each side shows that the number is meant")
        remarks.add(WARNING, "limit", path, message, hint, key=False)


def _nowhere_near(node: Compare, lacking: list[str]) -> Said:
    match lacking:
        case ["holds"]:
            return said(
                "no example comes to the edge of `{node}`, where it just holds", node=node.text
            )
        case ["fails"]:
            return said(
                "no example comes to the edge of `{node}`, where it just fails", node=node.text
            )
    return said(
        "no example comes to the edge of `{node}`, where it just holds or just fails",
        node=node.text,
    )


def _differences(left: Column, right: Column, frame: Frame, mode: str) -> Ints:
    here = frame.everybody
    mask = here[:, None, :] & here[None, :, :] if mode == "inner" else here
    apart = np.broadcast_to(left.value - right.value, mask.shape)
    known = mask
    for state in (left.state, right.state):
        known = known if state is None else known & (state == KNOWN)
    return np.asarray(apart[known])


def _edges(node: Compare, apart: Ints, unit: int) -> tuple[bool, bool]:
    """Is there a value within a unit below the boundary, and one above."""
    if node.op in ("<=", ">"):
        below, above = (apart > -unit) & (apart <= 0), (apart > 0) & (apart <= unit)
    else:
        below, above = (apart >= -unit) & (apart < 0), (apart >= 0) & (apart < unit)
    return bool(below.any()), bool(above.any())


def _unit(version: Version, node: Compare) -> int:
    """The unit that the number of a comparison is written in."""
    numbers = [
        version.params[part.name] if isinstance(part, Path) else part
        for part in walk(node)
        if isinstance(part, Literal) or (isinstance(part, Path) and part.owner == "params")
    ]
    types = {part.type for part in walk(node)}
    if Type.WORKDAYS in types:
        return _LONGEST_WEEKEND
    endings = {number.text[-1:] for number in numbers}
    if Type.ELAPSED in types:
        return 3600 if "h" in endings else 60 if "m" in endings else 1
    return 1


# Numbers that derivations read


def _shows(exam: Exam, mutant: Mutant) -> bool:
    """Some fact of an example, or an entry's standing as evidence, would be another."""
    version = exam.version
    before = [group.derived for group in exam.groups]
    after = [group.derive(mutant.version) for group in exam.groups]
    derived = any(_differ(version, one, other) for one, other in zip(before, after, strict=True))
    return derived or bool(exam.failed(mutant.version, derives=True, hasty=True))


def _differ(version: Version, one: Derived, other: Derived) -> bool:
    if not np.array_equal(one.register.struck, other.register.struck):
        return True
    return any(
        not np.array_equal(_shown(one.facts.columns[path]), _shown(other.facts.columns[path]))
        for path in version.reads
    )


def _shown(column: Column) -> Ints:
    """Values where there are any."""
    if column.state is None:
        return column.value
    return np.where(column.state == KNOWN, column.value, column.state.astype(np.int64) - 10)
