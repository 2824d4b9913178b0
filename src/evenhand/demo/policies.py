"""The policies of the demonstration: one for each business, one on trial, one proposed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from evenhand.demo.cast import BUSINESSES
from evenhand.people.models import Outlet, User
from evenhand.policies.actions import (
    adopt_policy,
    propose_adoption,
    take_in_policy,
    take_in_shipped,
)
from evenhand.policies.models import PolicyText

WRITER: Final = "gracelim"
DECIDER: Final = "zhouqiang"

_BEGINS: Final = """
          entries:
            - {who: A, kind: reception, at: 2013-03-01T10:00, grade: C}"""
LONGER: Final = (
    ("C: 30d", "C: 45d"),
    ("更久的 C 级，三十天", "更久的 C 级，四十五天"),
    ("C, later, 30 days", "C, later, 45 days"),
    ("C (lâu hơn) 30 ngày", "C (lâu hơn) 45 ngày"),
    ("grade-c-is-overdue-after-thirty-one-days", "grade-c-is-overdue-after-forty-six-days"),
    (f"as_of: 2013-04-01}}{_BEGINS}", f"as_of: 2013-04-16}}{_BEGINS}"),
)
"""What the proposed text has otherwise than the showroom policy that ships."""
HASTY: Final = (("good: {value: 4,", "good: {value: 5,"),)
"""A change that the examples of the policy notice."""


AS_BEFORE: Final = "补录：一直按此执行，现写入系统。"
BEGAN: Final = 210
"""How many days ago the policies came into force: before anything stands in the register."""


def fill_policies(today: date) -> None:
    """Take in what ships, put one in force for each business, propose changes, leave a draft.

    The first business's is the whole company's; the others have theirs at their outlets.
    """
    writer = User.objects.get(login=WRITER)
    take_in_shipped(by=None)
    began = today - timedelta(days=BEGAN)
    for place, business in enumerate(BUSINESSES):
        text = PolicyText.objects.get(policy=business.policy)
        names = [outlet.name for outlet in business.places] if place else [""]
        for name in names:
            outlet = Outlet.objects.get(name=name) if name else None
            _adopt(text, outlet, began, business.why, decided=AS_BEFORE)
    showroom, five_step = (
        PolicyText.objects.get(policy=name) for name in ("showroom", "five-step")
    )
    longer = take_in_policy(
        _changed(showroom, LONGER), by=writer, note="C 级客户回访间隔由三十天延长到四十五天。"
    )
    west = Outlet.objects.get(name="城西二级网点")
    _adopt(longer, west, today + timedelta(days=14), "先在城西网点试行。")
    propose_adoption(
        longer,
        outlet=Outlet.objects.get(name="城东二级网点"),
        from_day=today + timedelta(days=30),
        by=writer,
        why="网点的 C 级客户多为远期意向，三十天一次过密。",
    )
    take_in_policy(_changed(five_step, HASTY), by=writer, note="Thử nâng mức “tốt” lên 5 điểm.")


def _adopt(text: PolicyText, outlet: Outlet | None, day: date, why: str, decided: str = "") -> None:
    writer, decider = (User.objects.get(login=login) for login in (WRITER, DECIDER))
    proposed = propose_adoption(text, outlet=outlet, from_day=day, by=writer, why=why)
    adopt_policy(proposed, by=decider, why=decided)


def _changed(text: PolicyText, changes: tuple[tuple[str, str], ...]) -> str:
    written = text.text
    for old, new in changes:
        written = written.replace(old, new)
    return written
