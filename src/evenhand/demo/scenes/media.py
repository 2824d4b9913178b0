"""The media agency's: whoever signs has the deal; until somebody does, points are counted."""

from __future__ import annotations

from typing import Final

from evenhand.demo.scenarios import Scenario, line

PLACE: Final = "穗音传媒成都"
FIRST: Final = {"department": 1}
SECOND: Final = {"department": 2}

MEDIA: Final = (
    Scenario(
        "one-signs",
        "岚屿茶饮",
        PLACE,
        (
            line("tangxue", 48, "10:10", "call", reached=True),
            line("tangxue", 44, "15:00", "visit"),
            line("tangxue", 44, "15:40", "business_card", rank=20),
            line("pengfei", 35, "10:00", "visit", asked=True),
            line("pengfei", 35, "11:00", "business_card", rank=40),
            line("tangxue", 30, "16:20", "message", reached=True),
            line("pengfei", 18, "14:00", "visit"),
            line("pengfei", 12, "16:00", "contract"),
        ),
        "signer",
        ("pengfei",),
        facts={"tangxue": FIRST, "pengfei": SECOND},
    ),
    Scenario(
        "two-of-a-department-sign",
        "栎麓家居",
        PLACE,
        (
            line("tangxue", 52, "09:50", "call", reached=True),
            line("xieyu", 50, "14:00", "visit"),
            line("tangxue", 41, "10:30", "visit"),
            line("xieyu", 26, "15:10", "visit"),
            line("tangxue", 15, "11:00", "contract"),
            line("xieyu", 15, "11:05", "contract"),
        ),
        "group-of-one-department",
        ("tangxue", "xieyu"),
        facts={"tangxue": FIRST, "xieyu": FIRST},
    ),
    Scenario(
        "two-departments-sign",
        "砚汀文旅",
        PLACE,
        (
            line("hanlu", 60, "10:00", "visit"),
            line("tiantian", 55, "14:20", "call", reached=True),
            line("tiantian", 43, "10:00", "visit"),
            line("hanlu", 22, "16:00", "contract"),
            line("tiantian", 22, "16:10", "contract"),
        ),
        "group",
        ("hanlu", "tiantian"),
        facts={"hanlu": FIRST, "tiantian": SECOND},
    ),
    Scenario(
        "the-card-of-the-higher-post",
        "澜庭地产",
        PLACE,
        (
            line("xieyu", 50, "10:00", "call", reached=True),
            line("xieyu", 45, "15:00", "visit"),
            line("xieyu", 45, "15:50", "business_card", rank=20),
            line("pengfei", 40, "09:30", "call", reached=True),
            line("pengfei", 38, "14:00", "visit"),
            line("pengfei", 30, "14:00", "visit"),
            line("pengfei", 30, "15:00", "business_card", rank=40),
            line("pengfei", 20, "10:30", "visit"),
        ),
        "scorecard",
        ("pengfei",),
        facts={"xieyu": FIRST, "pengfei": SECOND},
    ),
    Scenario(
        "only-telephoned",
        "禾墨教育",
        PLACE,
        (
            line("tangxue", 44, "10:00", "call", reached=True),
            line("tangxue", 37, "10:20", "call", reached=True),
            line("tangxue", 29, "16:00", "message", reached=True),
            line("tiantian", 30, "14:00", "visit"),
            line("tangxue", 15, "10:00", "call", reached=True),
        ),
        "scorecard",
        ("tiantian",),
        facts={"tangxue": FIRST, "tiantian": SECOND},
    ),
    Scenario(
        "announced-and-never-called",
        "穗庭餐饮",
        PLACE,
        (
            line("xieyu", 33, "09:10", "registration", complete=True),
            line("hanlu", 21, "14:40", "visit"),
            line("hanlu", 21, "15:30", "business_card", rank=30),
        ),
        "in-touch",
        ("hanlu",),
        facts={"xieyu": FIRST, "hanlu": FIRST},
    ),
    Scenario(
        "equal-within-a-department",
        "岚麓酒店",
        PLACE,
        (
            line("tangxue", 30, "10:00", "call", reached=True),
            line("hanlu", 25, "14:00", "visit"),
            line("tangxue", 20, "10:00", "visit"),
        ),
        "one-department",
        facts={"tangxue": FIRST, "hanlu": FIRST},
    ),
    Scenario(
        "equal-between-departments",
        "栎汀健身",
        PLACE,
        (
            line("xieyu", 34, "11:00", "call", reached=True),
            line("pengfei", 27, "15:00", "visit"),
            line("xieyu", 19, "10:00", "visit"),
        ),
        "tie",
        facts={"xieyu": FIRST, "pengfei": SECOND},
    ),
    Scenario(
        "three-and-one-can-describe",
        "砚屿数码",
        PLACE,
        (
            line("hanlu", 47, "10:00", "call", reached=True),
            line("pengfei", 42, "14:00", "visit"),
            line("tiantian", 36, "10:00", "visit"),
            line("hanlu", 28, "16:00", "visit"),
            line("tiantian", 24, "10:00", "visit", late=1),
            line("tiantian", 24, "11:00", "business_card", rank=30),
        ),
        "scorecard",
        ("tiantian",),
        facts={
            "hanlu": FIRST,
            "pengfei": SECOND,
            "tiantian": SECOND | {"can_describe": True},
        },
    ),
)
