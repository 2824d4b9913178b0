"""The examples of a policy.

Each dossier is ruled and compared with what the policy's author expects.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace

from evenhand.core.errors import DossierRefused, EvenhandError, Problem
from evenhand.core.policy import schema
from evenhand.core.policy.places import Data, Located
from evenhand.core.policy.versions import Policy, Version
from evenhand.core.ruling.dossier import read_dossier
from evenhand.core.ruling.expected import differing
from evenhand.core.ruling.ruling import Outcome, Ruling, governing_date, rule
from evenhand.core.ruling.values import Key
from evenhand.core.said import said, together


@dataclass(frozen=True, slots=True)
class Checked:
    """One example and what was wrong with it.

    `failures` empty means that it came out as expected.
    """

    version: Version
    example: schema.Example
    problem: Problem
    """Where the example stands, for messages."""
    failures: tuple[str, ...]
    ruling: Ruling | None


def check_examples(policy: Policy, located: Located) -> Iterator[Checked]:
    """Rule every example of every version. `located` is the text of the policy file."""
    for version in policy.versions:
        base = located.version(version.id)
        for index, example in enumerate(version.examples):
            yield check_example(policy, version, example, located, (*base, "examples", index))


def check_example(
    policy: Policy, version: Version, example: schema.Example, located: Located, place: Key
) -> Checked:
    """Rule one example and compare."""
    at = located.problem(place, example.id)
    try:
        dossier = read_dossier(located, version, (*place, "given"))
        ruling = rule(policy, version, dossier, governing_date(version, dossier))
    except DossierRefused as refused:
        return Checked(
            version, example, at, tuple(problem.said for problem in refused.problems), None
        )
    except EvenhandError as error:
        return Checked(version, example, at, (error.said,), None)
    failures = [*_compared(ruling, example.expect)]
    for index, flip in enumerate(example.flips_if):
        failures += _flip_failures(policy, version, located, place, flip, index)
    return Checked(version, example, at, tuple(failures), ruling)


def _names(ruling: Ruling, slots: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(ruling.dossier.claimants[slot] for slot in slots)


def _differs(what: str, expected: object, found: object) -> Iterator[str]:
    if expected is not None and expected != found:
        yield said(
            "{what}: expected {expected}, found {found}",
            what=what,
            expected=_shown(expected),
            found=_shown(found),
        )


def _shown(value: object) -> str:
    if isinstance(value, tuple | list):
        return said("{names}", names=value) if value else said("nobody")
    if isinstance(value, dict):
        inner = together([together([key, _shown(one)], ": ") for key, one in value.items()], ", ")
        return together(["{", inner, "}"])
    if value is None:
        return said("none")
    return value if isinstance(value, str) else str(value)


def _compared(ruling: Ruling, expect: schema.Expect) -> Iterator[str]:
    outcome = ruling.outcome
    yield from _outcome_differs(ruling, outcome, expect)
    yield from _differs("by", expect.by, outcome.by)
    yield from _differs("provisional", expect.provisional, ruling.provisional)
    if expect.depends_on is not None:
        cells = [_cell_name(ruling, cell.path, cell.claimant) for cell in ruling.depends_on]
        yield from _differs(said("depends on"), sorted(expect.depends_on), sorted(cells))
    if expect.struck is not None:
        struck = sorted(one.entry for one in ruling.struck if not one.doubtful)
        yield from _differs("struck", sorted(expect.struck), struck)
    for name, clauses in (expect.conduct or {}).items():
        found = sorted(
            one.clause.id
            for one in ruling.conduct
            if one.truth == 2 and ruling.dossier.claimants[one.claimant] == name
        )
        yield from _differs(said("conduct of {name}", name=name), sorted(clauses), found)
    for one in differing(expect.remedies or {}, ruling.remedies, ruling.dossier.claimants):
        yield said(
            "{what}: expected {expected}, found {found}",
            what=one.what,
            expected=_shown(one.expected),
            found=_shown(one.found),
        )
    for step_id, names in (expect.narrowed or {}).items():
        step = next((one for one in ruling.steps if one.step.id == step_id), None)
        yield from _differs(
            said("left after {step}", step=step_id),
            sorted(names),
            sorted(_names(ruling, step.remaining)) if step else said("no such step"),
        )


def _outcome_differs(
    ruling: Ruling, outcome: Outcome, expect: schema.Expect | schema.Flip
) -> Iterator[str]:
    winners = sorted(_names(ruling, outcome.winners))
    kind = expect.kind or ("award" if expect.winner is not None else None)
    yield from _differs("kind", kind, outcome.kind)
    if expect.winner is not None:
        yield from _differs("winner", [expect.winner], winners)
    if expect.winners is not None:
        yield from _differs("winners", sorted(expect.winners), winners)
    yield from _differs("forum", expect.forum, outcome.referral.forum if outcome.referral else None)


def _cell_name(ruling: Ruling, path: str, claimant: int) -> str:
    scope, _, name = path.partition(".")
    return f"{ruling.dossier.claimants[claimant]}.{name}" if scope == "me" else path


def _flip_failures(
    policy: Policy, version: Version, located: Located, place: Key, flip: schema.Flip, index: int
) -> Iterator[str]:
    """The example again with a change: it must come out as the flip says."""
    changed = replace(located, data=copy.deepcopy(located.data))
    given = _part(changed, (*place, "given"))
    told = said("flip {index}", index=index + 1)
    try:
        change(given, flip)
        dossier = read_dossier(changed, version, (*place, "given"))
    except (DossierRefused, KeyError) as error:
        yield together([told, error.args[0]], ": ")
        return
    ruling = rule(policy, version, dossier)
    yield from (
        together([told, difference], ": ")
        for difference in _outcome_differs(ruling, ruling.outcome, flip)
    )


def _part(located: Located, path: Key) -> dict[str, Data]:
    data: Data = located.data
    for step in path:
        data = data[step]  # type: ignore[index]  # the path comes from the file itself
    assert isinstance(data, dict)
    return data


def change(given: dict[str, Data], flip: schema.Flip) -> None:
    """Set the facts of a flip in a dossier and take its entries away.

    Raises KeyError with what does not exist.
    """
    claimants = given.get("claimants")
    if isinstance(claimants, list):
        claimants = {str(name): {} for name in claimants}
    if claimants is not None:
        given["claimants"] = claimants
    for path, value in flip.set.items():
        owner, _, name = path.partition(".")
        if owner in ("deal", "dispute"):
            holder = given.setdefault(owner, {})
        elif isinstance(claimants, dict) and owner in claimants:
            holder = (
                claimants[owner]
                if isinstance(claimants[owner], dict)
                else claimants.setdefault(owner, {})
            )
            if not isinstance(holder, dict):
                holder = claimants[owner] = {}
        else:
            raise KeyError(
                said(
                    "`set` names {path}; it begins with deal, dispute or a claimant under "
                    "`claimants`",
                    path=path,
                )
            )
        assert isinstance(holder, dict)
        holder[name] = value
    entries = given.get("entries")
    ids = (
        [str(entry.get("id")) for entry in entries if isinstance(entry, dict)]
        if isinstance(entries, list)
        else []
    )
    for wanted in flip.without:
        if wanted not in ids:
            raise KeyError(said("`without` names {wanted}, which is no entry's id", wanted=wanted))
    if isinstance(entries, list):
        given["entries"] = [
            entry
            for entry in entries
            if not (isinstance(entry, dict) and str(entry.get("id")) in flip.without)
        ]
