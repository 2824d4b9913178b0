"""What remedies are worked out from: the outcome, who had what part in it, and every fact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.tree import Node
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import K3
from evenhand.core.ruling.derive import Derived, derive_more
from evenhand.core.ruling.dossier import Dossier
from evenhand.core.ruling.logic import Compiler, Frame
from evenhand.core.ruling.rule import Ruled


@dataclass(frozen=True, slots=True)
class Parties:
    """Who has what part in a dispute that was decided.

    `winners`: those it was given to. `others`: those still in when it was decided, who lost it
    then; a void claim (`bar`) is no loss. `sharing`: the winners, of a referral those still in.
    """

    kind: str
    winners: tuple[int, ...]
    others: tuple[int, ...]
    sharing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What remedies are worked out from, in one dispute.

    `derived` holds the facts that only remedies read as well.
    """

    version: Version
    dossier: Dossier
    ruled: Ruled
    derived: Derived
    frame: Frame
    parties: Parties

    def holds(self, node: Node) -> K3:
        """A condition for each claimant, all being in."""
        return Compiler(self.version).truth(node)(self.frame)


def aftermath(version: Version, dossier: Dossier, ruled: Ruled, kind: str) -> Aftermath:
    """What remedies are worked out from; `ruled` is a batch of one, `kind` its outcome."""
    derived = ruled.derived
    if version.remedy_reads:
        derived = derive_more(version, dossier.facts, derived, dossier.incomplete)
    before = ruled.proceeding.frame
    columns = {**derived.facts.columns, **before.columns}
    frame = Frame(columns, before.everybody, before.everybody, atoms=before.atoms)
    return Aftermath(version, dossier, ruled, derived, frame, _parties(version, ruled, kind))


def _parties(version: Version, ruled: Ruled, kind: str) -> Parties:
    winners = tuple(np.flatnonzero(ruled.winners[:, 0]).tolist())
    decided_by = int(ruled.decided_by[0])
    others: tuple[int, ...] = ()
    if decided_by >= 0 and winners and version.steps[decided_by].verb != "bar":
        before = ruled.proceeding.trace[decided_by].before[:, 0]
        others = tuple(slot for slot in np.flatnonzero(before).tolist() if slot not in winners)
    remaining = tuple(np.flatnonzero(ruled.proceeding.remaining[:, 0]).tolist())
    return Parties(kind, winners, others, remaining if kind == "refer" else winners)
