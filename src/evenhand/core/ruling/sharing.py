"""Who shares what is at stake, and in what parts; where that is not settled, why."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evenhand.core.policy import schema
from evenhand.core.policy.versions import Best, Remedy
from evenhand.core.ruling.aftermath import Aftermath
from evenhand.core.ruling.cases import ABSENT, KNOWN, TRUE, UNKNOWN
from evenhand.core.ruling.logic import Compiler
from evenhand.core.ruling.orders import Portion, Sharing, TooMany
from evenhand.core.ruling.payments import at_stake
from evenhand.core.ruling.reasons import amount_of, at
from evenhand.core.ruling.shares import (
    WHOLE,
    Weights,
    apportion,
    by_points,
    by_rank,
    compensated,
    equal,
    with_floor,
)

Slots = tuple[int, ...]


class Unsettled(Exception):
    """Shares are not settled; `code` is a key of orders.OPEN."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def shared(after: Aftermath, remedy: Remedy, share: schema.Share) -> Sharing | TooMany:
    """The shares of a remedy, or a referral if more people would share than may."""
    first = after.parties.sharing
    try:
        people = (*first, *_besides(after, remedy))
    except Unsettled as unsettled:
        return Sharing(first, share.of, open=unsettled.code)
    if len(people) > share.people:
        assert remedy.above is not None
        return TooMany(people, share.people, remedy.above)
    try:
        people, weights, cut = _weighed(after, remedy, share, people)
    except Unsettled as unsettled:
        return Sharing(people, share.of, open=unsettled.code)
    portions = tuple(
        Portion(name, money, apportion(money.amount, weights))
        for name, money in at_stake(after.dossier.stake, share.of)
    )
    return Sharing(people, share.of, apportion(WHOLE, weights), portions, cut=cut)


def _besides(after: Aftermath, remedy: Remedy) -> Slots:
    """Who shares besides those who won."""
    if remedy.with_ is None:
        return ()
    truth = after.holds(remedy.with_)
    slots = range(after.dossier.facts.claimants)
    asked = {slot: at(truth, slot) for slot in slots if slot not in after.parties.winners}
    if UNKNOWN in asked.values():
        raise Unsettled("people-unknown")
    return tuple(slot for slot, one in asked.items() if one == TRUE)


def _weighed(
    after: Aftermath, remedy: Remedy, share: schema.Share, people: Slots
) -> tuple[Slots, Weights, bool]:
    """The people in the order in which they are told, their weights, and whether any was cut."""
    if len(people) == 1:
        return people, equal(1), False
    match share.by:
        case "equal":
            return people, equal(len(people)), False
        case "score":
            return people, with_floor(by_points(_points(after, people)), share.floor_percent), False
        case "agreed":
            return people, _agreed(after, share, people), False
    if remedy.rank is not None:
        order, ranks = _ranked(after, remedy.rank, people)
        return order, by_rank(share.percent, ranks), False
    winners = len(after.parties.sharing)
    if len(people) == winners:
        return people, equal(winners), False
    weights, cut = compensated(winners, len(people) - winners, share.percent[1])
    return people, weights, cut


def _agreed(after: Aftermath, share: schema.Share, people: Slots) -> Weights:
    """The ratio that was given, if it is one between exactly those who share."""
    agreed, names = after.dossier.agreed, after.dossier.claimants
    if not agreed:
        raise Unsettled("not-agreed")
    mine = {names[slot] for slot in people}
    if not mine <= set(agreed) or any(parts for name, parts in agreed.items() if name not in mine):
        raise Unsettled("agreed-by-others")
    parts = [agreed[names[slot]] for slot in people]
    whole = sum(parts)
    if any(one * 100 < share.floor_percent * whole for one in parts):
        raise Unsettled("agreed-below-floor")
    first = len(after.parties.sharing)
    if max(parts[first:], default=0) > min(parts[:first]):
        raise Unsettled("agreed-loser-more")
    return tuple(Fraction(one, whole) for one in parts)


def _points(after: Aftermath, people: Slots) -> list[int]:
    """The points of the last step that counted any."""
    counted = [
        trace.narrowed
        for trace in after.ruled.proceeding.trace
        if trace.step.items
        and trace.narrowed is not None
        and trace.reached[0]
        and (trace.when is None or trace.when.flat[0] == TRUE)
        and trace.before[list(people), 0].all()
    ]
    if not counted:
        raise Unsettled("points-not-counted")
    low, high = counted[-1].low, counted[-1].high
    assert low is not None
    assert high is not None
    if any(low[slot, 0] != high[slot, 0] for slot in people):
        raise Unsettled("points-unknown")
    return [int(low[slot, 0]) for slot in people]


def _ranked(after: Aftermath, best: Best, people: Slots) -> tuple[Slots, Sequence[tuple[int, int]]]:
    """People by rank, and their ranks; who has no value comes last, alike."""
    column = Compiler(after.version).value(best.node)(after.frame)
    ranks = {}
    for slot in people:
        value, state = amount_of(column, slot)
        if state not in (KNOWN, ABSENT):
            raise Unsettled("rank-unknown")
        value = value if best.smallest else -value
        ranks[slot] = (0, value) if state == KNOWN else (1, 0)
    order = tuple(sorted(people, key=lambda slot: ranks[slot]))
    return order, [ranks[slot] for slot in order]
