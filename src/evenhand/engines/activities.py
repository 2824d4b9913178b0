"""What the activities of a contact file become in the register: a kind of entry, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from evenhand.core.errors import Problem
from evenhand.core.policy.expression import nearest
from evenhand.core.policy.versions import Version
from evenhand.core.said import nsaid, said
from evenhand.engines.mapping import ContactMapping, Pattern
from evenhand.engines.sql import Connection, create_table

IGNORED = -1
_SHAPE = pa.schema(
    [("activity", pa.string()), ("phase", pa.string()), ("kind", pa.int16()), ("rows", pa.int64())]
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One pattern and what it makes of a row; `place` is where it stands in the mapping file."""

    pattern: Pattern
    kind: int
    place: tuple[str | int, ...]

    def fits(self, activity: str, phase: str) -> bool:
        wanted, phases = self.pattern.activity, self.pattern.phase
        if phases is not None and phase not in phases:
            return False
        return is_like(activity, wanted)

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Exact before beginning, with a phase before without, longer before shorter."""
        name = self.pattern.activity
        return not name.endswith("*"), self.pattern.phase is not None, len(name)


def is_like(word: str, pattern: str) -> bool:
    """Is it this word, or does it begin as the pattern does: `W_*`.

    >>> is_like("W_Valideren", "W_*"), is_like("A_SUBMITTED", "W_*")
    (True, False)
    """
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def named_kinds(mapping: ContactMapping, version: Version) -> tuple[str, ...]:
    """The entry kinds that the mapping speaks of; `verdict.kind` is an index into them."""
    content = mapping.content
    if content.every_row_is is not None:
        return (content.every_row_is,)
    return tuple(version.kinds) if content.kinds is None else tuple(content.kinds)


def check_kinds(mapping: ContactMapping, version: Version) -> list[Problem]:
    """Kinds that the mapping names and the policy does not know."""
    content = mapping.content
    named: list[tuple[tuple[str, ...], str]] = [
        (("kinds", name), name) for name in content.kinds or {}
    ]
    named += [(("incomplete",), name) for name in content.incomplete]
    if content.every_row_is is not None:
        named.append((("every_row_is",), content.every_row_is))
    return [
        mapping.problem(
            place,
            said("policy {policy} knows no entry kind {name}", policy=version.policy, name=name),
            nearest(name, list(version.kinds)) or said("its kinds: {kinds}", kinds=version.kinds),
        )
        for place, name in named
        if name not in version.kinds
    ]


def classify(
    connection: Connection, mapping: ContactMapping, kinds: tuple[str, ...]
) -> list[Problem]:
    """Make the table `verdict` of the activities in `person_contact`, as `judge` does."""
    found = connection.execute(
        "SELECT activity, phase, count(*) FROM person_contact GROUP BY ALL ORDER BY 3 DESC, 1, 2"
    ).fetchall()
    return judge(connection, mapping, kinds, found)


def judge(
    connection: Connection,
    mapping: ContactMapping,
    kinds: tuple[str, ...],
    found: Iterable[tuple[str, str, int]],
) -> list[Problem]:
    """Make the table `verdict` (activity, phase, kind as an index into `kinds` or -1, rows).

    `found`: activities with their phase and how often they occur. Gives every one that the mapping
    leaves open.
    """
    codes = {name: code for code, name in enumerate(kinds)}
    rules = list(_rules(mapping, codes))
    verdicts: list[dict[str, object]] = []
    problems = []
    for activity, phase, rows in found:
        kind = _verdict(mapping, rules, codes, activity, phase)
        if isinstance(kind, Problem):
            problems.append(_with_count(kind, rows))
        else:
            verdicts.append({"activity": activity, "phase": phase, "kind": kind, "rows": rows})
    create_table(connection, "verdict", pa.Table.from_pylist(verdicts, schema=_SHAPE))
    return problems


def _rules(mapping: ContactMapping, codes: dict[str, int]) -> Iterator[_Rule]:
    for name, patterns in (mapping.content.kinds or {}).items():
        for index, pattern in enumerate(patterns):
            yield _Rule(pattern, codes[name], ("kinds", name, index))
    for index, pattern in enumerate(mapping.content.ignore):
        yield _Rule(pattern, IGNORED, ("ignore", index))


def _verdict(
    mapping: ContactMapping, rules: list[_Rule], codes: dict[str, int], activity: str, phase: str
) -> int | Problem:
    """The kind code of a row, IGNORED, or why neither can be said."""
    content = mapping.content
    if content.every_row_is is not None:
        return codes[content.every_row_is]
    fitting = [rule for rule in rules if rule.fits(activity, phase)]
    best = max((rule.rank for rule in fitting), default=None)
    chosen = [rule for rule in fitting if rule.rank == best]
    shown = (
        said("activity “{activity}” ({phase})", activity=activity, phase=phase)
        if content.columns.phase
        else said("activity “{activity}”", activity=activity)
    )
    if len({rule.kind for rule in chosen}) > 1:
        return mapping.problem(
            chosen[-1].place, said("{shown} is mapped twice, to different kinds", shown=shown)
        )
    if chosen:
        return chosen[0].kind
    if content.kinds is None and activity in codes:
        return codes[activity]
    if content.ignore_other:
        return IGNORED
    hint = said("name it under kinds or ignore, or say ignore_other: true")
    return mapping.problem(("kinds",), said("{shown} is not mapped", shown=shown), hint)


def _with_count(problem: Problem, rows: int) -> Problem:
    message = nsaid(
        "{message}; it occurs once",
        "{message}; it occurs {count:,} times",
        rows,
        message=problem.message,
    )
    return Problem(message, problem.source, problem.line, problem.column, problem.hint)
