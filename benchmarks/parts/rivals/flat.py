"""The facts of disputes between two as other engines take them: one column a claimant and fact.

`a_` and `b_` are the two. Numbers are 32 bits wide, truth values bool; of the two facts that may be
absent, `has_record` and `has_appeal` tell whether they are there.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.bulk import Bulk
from evenhand.core.ruling.cases import KNOWN, TRUE, Facts

Columns = dict[str, NDArray[Any]]

A, B, NOBODY = 0, 1, -1
TIE, NONE = -2, -3
NAMED = {
    "escorted": "me.escorted",
    "named": "me.named_by_customer",
    "signed": "me.signed",
    "card": "me.has_card",
    "describes": "me.can_describe",
    "reconnected": "me.reconnected",
    "inflated": "me.inflated",
}
COUNTED = {
    "contact": "me.first_contact",
    "record": "me.first_record",
    "appeal": "me.appealed_on",
    "overdue": "me.overdue_at_closing",
    "contacts": "me.contacts",
    "visits": "me.visits",
    "rank": "me.card_rank",
    "mark": "me.accompanied_mark",
}


class Outcome(NamedTuple):
    """Who has the customer (A, B or NOBODY: referred), and the step that decided."""

    winner: NDArray[Any]
    by: NDArray[Any]


def columns(version: Version, facts: Facts, count: int) -> Columns:
    """The facts of the first so many disputes."""
    outlet = version.vocabulary.code("outlet")
    flat: Columns = {"closed": facts.columns["deal.closed_on"].value[0, :count]}
    for slot, who in enumerate("ab"):
        flat[f"{who}_outlet"] = facts.columns["me.party_kind"].value[slot, :count] == outlet
        for name, path in NAMED.items():
            flat[f"{who}_{name}"] = facts.columns[path].value[slot, :count] == TRUE
        for name, path in COUNTED.items():
            value, state = facts.columns[path]
            flat[f"{who}_{name}"] = value[slot, :count]
            if state is not None:
                flat[f"{who}_has_{name}"] = state[slot, :count] == KNOWN
    return flat


def ours(bulk: Bulk) -> Outcome:
    """Our rulings in the same terms."""
    winner = np.where(bulk.winners[0], A, np.where(bulk.winners[1], B, NOBODY))
    return Outcome(winner, bulk.decided_by)


def mismatches(one: Outcome, other: Outcome) -> int:
    """Disputes on which two do not agree, of as many as both have."""
    many = min(len(one.winner), len(other.winner))
    same = (one.winner[:many] == other.winner[:many]) & (one.by[:many] == other.by[:many])
    return int(many - same.sum())
