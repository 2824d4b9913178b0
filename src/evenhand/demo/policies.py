"""The policies of the demonstration: one in force, one of its own for an outlet, one proposed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

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


def fill_policies() -> None:
    """Take in what ships, adopt two of them, propose a change, leave a draft that does not hold."""
    writer, decider = (User.objects.get(login=login) for login in (WRITER, DECIDER))
    take_in_shipped(by=None)
    today = timezone.localdate()
    showroom = PolicyText.objects.get(policy="showroom")
    everywhere = propose_adoption(
        showroom, outlet=None, from_day=today, by=writer, why="全公司统一适用。"
    )
    adopt_policy(everywhere, by=decider)
    five_step = PolicyText.objects.get(policy="five-step")
    hanoi = Outlet.objects.get(name="Showroom Hà Nội")
    theirs = propose_adoption(
        five_step,
        outlet=hanoi,
        from_day=today + timedelta(days=14),
        by=writer,
        why="Showroom Hà Nội xử lý theo năm bước, phù hợp cách làm việc tại đây.",
    )
    adopt_policy(theirs, by=decider)
    longer = take_in_policy(
        _changed(showroom, LONGER), by=writer, note="C 级客户回访间隔由三十天延长到四十五天。"
    )
    propose_adoption(
        longer,
        outlet=Outlet.objects.get(name="城东二级网点"),
        from_day=today + timedelta(days=30),
        by=writer,
        why="网点的 C 级客户多为远期意向，三十天一次过密。",
    )
    take_in_policy(_changed(five_step, HASTY), by=writer, note="Thử nâng mức “tốt” lên 5 điểm.")


def _changed(text: PolicyText, changes: tuple[tuple[str, str], ...]) -> str:
    written = text.text
    for old, new in changes:
        written = written.replace(old, new)
    return written
