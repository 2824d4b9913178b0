"""How the four businesses work: what they begin with, go on with, and end with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Habit:
    """What happens with the customers of a business."""

    openings: tuple[tuple[str, ...], ...]
    """Kinds of entry on the first day, one of these rows."""
    middle: Mapping[str, int]
    """Kinds of entry afterwards, and how often each compared with the others."""
    endings: tuple[tuple[str, ...], ...]
    closes: float
    """Which share of customers buys."""
    notes: tuple[str, ...]
    silence: str
    """What is noted where nobody was reached."""


HABITS: Final[Mapping[str, Habit]] = {
    "showroom": Habit(
        (("reception", "card"), ("reception", "card"), ("call", "card"), ("call", "card", "visit")),
        {
            "follow_up": 50,
            "call": 12,
            "message": 10,
            "reception": 8,
            "visit": 6,
            "grade": 8,
            "registration": 3,
            "escort": 2,
            "report": 1,
            "reminder": 1,
        },
        (("order", "contract"), ("order", "contract"), ("order",), ("contract",)),
        0.30,
        (
            "客户关注续航和置换补贴。",
            "想和家人再商量，周末给答复。",
            "已报价，对方在比较另一款车型。",
            "约好下次来店试驾。",
        ),
        "电话无人接听，已发消息。",
    ),
    "media-agency": Habit(
        (("call", "business_card"), ("visit", "business_card"), ("message", "call"), ("visit",)),
        {
            "visit": 26,
            "call": 22,
            "message": 20,
            "follow_up": 14,
            "business_card": 10,
            "registration": 4,
            "report": 3,
            "grade": 3,
        },
        (("contract",),),
        0.25,
        (
            "已发投放方案初稿。",
            "客户的年度预算下月确定。",
            "见到市场部经理，需求明确。",
            "等对方内部比稿结果。",
        ),
        "没有接通，已留言。",
    ),
    "five-step": Habit(
        (("reception", "card"), ("visit", "card"), ("call", "visit", "card"), ("registration",)),
        {
            "follow_up": 34,
            "call": 18,
            "visit": 18,
            "message": 14,
            "grade": 6,
            "business_card": 5,
            "registration": 4,
            "notice": 2,
        },
        (("order",), ("order", "contract")),
        0.35,
        (
            "Khách hỏi thêm về công nợ và giao hàng.",
            "Đã gửi báo giá, hẹn gọi lại tuần sau.",
            "Khách đang so sánh với nhà cung cấp khác.",
        ),
        "Không nghe máy, đã nhắn tin.",
    ),
    "rules-of-engagement": Habit(
        (
            ("message", "call"),
            ("call", "registration"),
            ("visit", "registration", "business_card"),
            ("registration", "call"),
        ),
        {
            "call": 30,
            "message": 28,
            "visit": 14,
            "follow_up": 14,
            "registration": 6,
            "business_card": 5,
            "report": 2,
        },
        (("contract",), ("order", "contract")),
        0.22,
        (
            "Sent the security questionnaire.",
            "Budget is confirmed for next quarter.",
            "Met the head of operations; wants a pilot.",
        ),
        "No answer, left a message.",
    ),
}
"""By the policy of the business."""
