"""The ruling of one dispute: which version governs, what was decided, and everything behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from evenhand.core.errors import DossierRefused, NoVersionInForce
from evenhand.core.policy.places import Located
from evenhand.core.policy.versions import (
    OUTCOMES,
    UNDECIDED,
    ConductClause,
    Otherwise,
    Policy,
    Version,
)
from evenhand.core.ruling.aftermath import Aftermath, aftermath
from evenhand.core.ruling.cases import FALSE, KNOWN, TRUE, Bools, Column, Ints
from evenhand.core.ruling.derive import derive
from evenhand.core.ruling.dossier import Dossier, read_dossier
from evenhand.core.ruling.evaluate import MISSING, NONE, SOLE, TIE
from evenhand.core.ruling.explain import Explainer, StepExplained, Struck
from evenhand.core.ruling.orders import RemedyFound
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.reasons import Reason
from evenhand.core.ruling.register import prepare
from evenhand.core.ruling.remedy import remedies_of
from evenhand.core.ruling.rule import Ruled, rule_many
from evenhand.core.ruling.shares import WHOLE, apportion, equal
from evenhand.core.ruling.values import Key
from evenhand.core.said import said

DECIDED = dict(zip((SOLE, TIE, NONE, MISSING), UNDECIDED, strict=True))


class Decided(Protocol):
    """What a batch came out as: see Rulings."""

    @property
    def kind(self) -> Ints: ...
    @property
    def winners(self) -> Bools: ...
    @property
    def decided_by(self) -> Ints: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided.

    `winners` are claimant slots; `shares` go with `kind` share, in hundredths of a percent.
    """

    kind: str
    winners: tuple[int, ...]
    by: str
    cites: tuple[str, ...]
    referral: Otherwise | None
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ConductFound:
    """A clause and a claimant to whom it applies (`truth` 2) or may apply (1)."""

    clause: ConductClause
    claimant: int
    truth: int
    repeated: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling with its reasons.

    `proceeding` is what it would be on what is known, where the outcome waits for evidence.
    """

    policy: Policy
    version: Version
    governing_date: int | None
    dossier: Dossier
    outcome: Outcome
    proceeding: Outcome
    provisional: bool
    exhaustive: bool
    depends_on: tuple[Cell, ...]
    steps: tuple[StepExplained, ...]
    struck: tuple[Struck, ...]
    conduct: tuple[ConductFound, ...]
    remedies: tuple[RemedyFound, ...]
    ruled: Ruled
    after: Aftermath

    def label(self, claimant: int) -> str:
        """The name of a claimant."""
        return self.dossier.labels[self.dossier.claimants[claimant]]


def rule_dossier(
    policy: Policy, located: Located, *, base: Key = (), version_id: str | None = None
) -> Ruling:
    """Rule one dispute under the version that governs its date, or under the one named.

    Raises DossierRefused with every problem of the dossier, NoVersionInForce, NotFound.
    """
    version, dossier, date = _governed(policy, located, base, version_id)
    return rule(policy, version, dossier, date)


def rule(
    policy: Policy, version: Version, dossier: Dossier, governing_date: int | None = None
) -> Ruling:
    """Rule one dispute under a version."""
    ruled = rule_many(
        version, dossier.facts, dossier.entries, incomplete=dossier.incomplete, record=True
    )
    return explained(policy, version, dossier, ruled, governing_date)


def explained(
    policy: Policy,
    version: Version,
    dossier: Dossier,
    ruled: Ruled,
    governing_date: int | None = None,
) -> Ruling:
    """The ruling with its reasons, of a dossier that was ruled with `record`."""
    explainer = Explainer(version, ruled)
    found = ruled.missing.get(0)
    final = outcome_of(version, ruled)
    after = aftermath(version, dossier, ruled, final.kind)
    return Ruling(
        policy,
        version,
        governing_date,
        dossier,
        final,
        outcome_of(version, ruled.proceeding),
        bool(ruled.provisional[0]),
        found.exhaustive if found else True,
        found.depends_on if found else (),
        explainer.steps(),
        explainer.struck(),
        _conduct(version, explainer),
        remedies_of(after),
        ruled,
        after,
    )


def _governed(
    policy: Policy, located: Located, base: Key, version_id: str | None
) -> tuple[Version, Dossier, int | None]:
    """The version that governs, newest first.

    A dossier is read in the terms of the version it falls under.
    """
    if version_id is not None:
        version = policy.version(version_id)
        dossier = read_dossier(located, version, base)
        return version, dossier, governing_date(version, dossier)
    refused: DossierRefused | None = None
    date: int | None = None
    for version in reversed(policy.versions):
        try:
            dossier = read_dossier(located, version, base)
        except DossierRefused as error:
            refused = refused or error
            continue
        date = governing_date(version, dossier)
        if date is None or version.governs(date):
            return version, dossier, date
    if refused is not None:
        raise refused
    if date is None:
        raise NoVersionInForce(said("policy {policy} has no version", policy=policy.id))
    version = policy.version_on(date)
    return version, read_dossier(located, version, base), date


def governing_date(version: Version, dossier: Dossier) -> int | None:
    """The first of the version's governing dates that exists, as a day number."""
    for path in version.governing_date:
        value, state = _dated(version, dossier, path)
        if state is None or state.flat[0] == KNOWN:
            return int(value.flat[0])
    return None


def _dated(version: Version, dossier: Dossier, path: str) -> Column:
    """A date of the deal or dispute: given, the closing's own, or derived."""
    given = dossier.facts.columns.get(path)
    if given is not None:
        return given
    closing = prepare(version, dossier.facts, dossier.entries).deal.get(path)
    return closing or derive(version, dossier.facts, dossier.entries).facts.columns[path]


def outcome_of(version: Version, source: Decided, dispute: int = 0) -> Outcome:
    """What was decided in one dispute of a batch."""
    kind = OUTCOMES[int(source.kind[dispute])]
    decided_by = int(source.decided_by[dispute])
    winners = tuple(np.flatnonzero(source.winners[:, dispute]).tolist())
    step = version.steps[decided_by] if decided_by >= 0 else None
    referral = None
    cites: tuple[str, ...] = step.cites if step else ()
    if kind == "refer":
        referral = _referral(version, decided_by)
        cites = cites or (referral.cites if referral else ())
    elif step is None:
        cites = {TIE: version.tie.cites, NONE: version.if_none_remain.cites}.get(decided_by, ())
    shares = apportion(WHOLE, equal(len(winners))) if kind == "share" and winners else ()
    return Outcome(kind, winners, step.id if step else DECIDED[decided_by], cites, referral, shares)


def _referral(version: Version, decided_by: int) -> Otherwise | None:
    if decided_by >= 0:
        step = version.steps[decided_by]
        return step.refer or step.above
    return {TIE: version.tie, NONE: version.if_none_remain, MISSING: version.on_missing}.get(
        decided_by
    )


def _conduct(version: Version, explainer: Explainer) -> tuple[ConductFound, ...]:
    found = []
    for clause in version.conduct:
        again = explainer.holds(clause.repeated_when) if clause.repeated_when else []
        for claimant, truth in enumerate(explainer.holds(clause.when)):
            if truth != FALSE:
                repeated = bool(again) and again[claimant] == TRUE
                reasons = explainer.why(clause.when, claimant)
                found.append(ConductFound(clause, claimant, truth, repeated, reasons))
    return tuple(found)
