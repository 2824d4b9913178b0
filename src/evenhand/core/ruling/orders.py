"""Orders: what remedies come to in one dispute, each one thing to be done.

People are claimant slots. Codes, no sentences: these are in core.ruling.doing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.core.money import Money
from evenhand.core.policy.versions import Otherwise
from evenhand.core.ruling.reasons import Reason
from evenhand.core.types import Text

FIXED = "money"
"""What a fixed amount is paid out of has no name of its own."""

OPEN = {
    "not-agreed": "no ratio has been given",
    "agreed-by-others": "the ratio given is not one between exactly those who share",
    "agreed-below-floor": "the ratio given leaves somebody less than the policy lets",
    "agreed-loser-more": "the ratio given pays one who lost more than one who won",
    "points-not-counted": "no points were counted for everybody who shares",
    "points-unknown": "points depend on what is unknown",
    "rank-unknown": "the order depends on what is unknown",
    "people-unknown": "who shares depends on what is unknown",
}
"""Why shares are not settled; nothing is told in numbers then."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What each person gets of one thing at stake, in minor units, in the order of the people.

    The amounts and the `rest`, which stays with those who won, sum to the `whole`.
    """

    stake: str
    whole: Money
    amounts: tuple[int, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Transfer:
    """The customer goes to `to`; `from_`: who held it; with nobody there the holder is no party."""

    to: tuple[int, ...]
    from_: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is at stake is shared: hundredths of a percent, and money where amounts are given.

    `of`: what is shared, none: everything at stake.

    `open`: a key of OPEN where shares are not settled, else "". `cut`: those who lost had to be
    held to what each winner has.
    """

    people: tuple[int, ...]
    of: tuple[str, ...] = ()
    percent: tuple[int, ...] = ()
    portions: tuple[Portion, ...] = ()
    open: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class RoleTaken:
    """Who takes a role; nobody: it is still to be assigned among `between`."""

    name: str
    text: Text
    people: tuple[int, ...]
    between: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GoesFirst:
    """Who goes first with the customer."""

    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compensated:
    """What `people` get from the `winners` for standing back.

    `percent`: hundredths of a percent of the stake, none where a fixed amount is paid or nothing
    but `in_kind`. `of`: what it is a percentage of, none: everything at stake. `cut`: held to what
    each winner has left. `compared` False: that could not be looked at, for nothing at stake is
    given in the currency.
    """

    people: tuple[int, ...]
    winners: tuple[int, ...]
    in_kind: Text = field(default_factory=Text)
    percent: tuple[int, ...] = ()
    of: tuple[str, ...] = ()
    portions: tuple[Portion, ...] = ()
    cut: bool = False
    compared: bool = True


@dataclass(frozen=True, slots=True)
class TooMany:
    """More people than may share: somebody decides who does."""

    people: tuple[int, ...]
    at_most: int
    referral: Otherwise


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be done in words."""

    text: Text


Order = Transfer | Sharing | RoleTaken | GoesFirst | Compensated | TooMany | Note


@dataclass(frozen=True, slots=True)
class RemedyFound:
    """A remedy that is to be done (`truth` 2) or may have to be (1), and what it comes to."""

    id: str
    cites: tuple[str, ...]
    label: Text
    truth: int
    orders: tuple[Order, ...]
    reasons: tuple[Reason, ...] = ()
