"""Small policies for tests of what is done about policies."""

from datetime import date
from typing import Final

from evenhand.people.models import Outlet
from evenhand.policies.actions import adopt_policy, propose_adoption, take_in_policy
from evenhand.policies.models import Adoption, PolicyText
from tests.cast import Cast

SMALL: Final = """\
policy: small
title: {en: First come first served, zh: 先到先得, vi: Ai đến trước}
versions:
  - id: "1"
    effective: {from: 2020-01-01}
    articles:
      "1":
        en: Whoever has the first record has the customer.
        zh: 最先登记者得客户。
        vi: Ai ghi trước thì có khách.
      "2":
        en: Everybody is polite.
        zh: 人人有礼。
        vi: Mọi người lịch sự.
        not_encoded: a wish
    params: {window: {value: 3d, label: {en: window, zh: 期限, vi: thời hạn}}}
    steps:
      - id: first
        cites: ["1"]
        label: {en: first record, zh: 最先登记, vi: ghi trước}
        prefer: {earliest: me.first_record}
    tie: {refer: negotiation}
    if_none_remain: {refer: company}
    on_missing: proceed
    examples:
      - id: the-first-has-it
        cites: ["1"]
        given:
          claimants: {A: {}, B: {}}
          entries:
            - {who: A, kind: reception, at: 2020-02-01T10:00}
            - {who: A, kind: card, at: 2020-02-01T10:30}
            - {who: B, kind: reception, at: 2020-02-02T10:00}
            - {who: B, kind: card, at: 2020-02-02T10:30}
        expect: {winner: A, by: first}
"""
FAILING: Final = SMALL.replace("winner: A, by: first", "winner: B, by: first")
OTHER: Final = SMALL.replace("value: 3d", "value: 5d").replace(
    "Everybody is polite.", "Everybody is very polite."
)


def taken_in(cast: Cast, text: str = SMALL) -> PolicyText:
    """The text, taken in by sales operations."""
    known = PolicyText.objects.filter(text=text).first()
    return known or take_in_policy(text, by=cast["sales_operations"])


def proposed(
    cast: Cast, *, text: str = SMALL, outlet: Outlet | None = None, day: date = date(2030, 1, 1)
) -> Adoption:
    """Proposed by sales operations."""
    by = cast["sales_operations"]
    return propose_adoption(taken_in(cast, text), outlet=outlet, from_day=day, by=by)


def adopted(
    cast: Cast, *, text: str = SMALL, outlet: Outlet | None = None, day: date = date(2030, 1, 1)
) -> Adoption:
    """Put in force by the general manager."""
    waiting = proposed(cast, text=text, outlet=outlet, day=day)
    return adopt_policy(waiting, by=cast["general_manager"], why="as agreed")
