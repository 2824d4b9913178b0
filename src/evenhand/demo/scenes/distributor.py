"""The distributor's: what is proposed when two pursue one customer, and the marks that decide."""

from __future__ import annotations

from typing import Final

from evenhand.demo.scenarios import Scenario, line

HANOI: Final = "Showroom Hà Nội"
SAIGON: Final = "Chi nhánh Sài Gòn"

DISTRIBUTOR: Final = (
    Scenario(
        "known-for-years",
        "Đại lý Hồng Phát Lĩnh",
        HANOI,
        (
            line("nguyenlan", 45, "09:30", "visit"),
            line("buitung", 30, "14:00", "call", reached=True),
            line("buitung", 25, "10:00", "visit"),
            line("nguyenlan", 18, "15:00", "follow_up", reached=True),
        ),
        "priority",
        ("nguyenlan",),
        facts={
            "nguyenlan": {"known_since": 700, "relationship": 5, "expertise": 3},
            "buitung": {"relationship": 3, "expertise": 3},
        },
    ),
    Scenario(
        "two-who-are-good-at-both",
        "Trương Gia Hân",
        SAIGON,
        (
            line("lenam", 50, "09:00", "reception"),
            line("lenam", 50, "09:20", "card"),
            line("vomai", 44, "14:00", "visit"),
            line("lenam", 31, "10:00", "follow_up", reached=True),
            line("vomai", 20, "15:00", "visit"),
        ),
        "together",
        ("lenam", "vomai"),
        facts={
            "lenam": {"relationship": 4, "expertise": 4},
            "vomai": {"relationship": 4, "expertise": 5},
        },
    ),
    Scenario(
        "one-closer-one-more-expert",
        "Đại lý Thuận Kiều Mộc",
        SAIGON,
        (
            line("lenam", 38, "10:00", "visit"),
            line("hoangchau", 33, "14:30", "visit"),
            line("lenam", 22, "09:30", "call", reached=True),
            line("hoangchau", 15, "11:00", "visit"),
        ),
        "roles",
        ("lenam", "hoangchau"),
        facts={
            "lenam": {"relationship": 5, "expertise": 2},
            "hoangchau": {"relationship": 3, "expertise": 5},
        },
    ),
    Scenario(
        "whose-region-it-is",
        "Lương Bảo Ngọc",
        SAIGON,
        (
            line("hoangchau", 29, "09:00", "call", reached=True),
            line("vomai", 24, "14:00", "visit"),
            line("hoangchau", 16, "10:00", "visit", late=1),
        ),
        "responsible",
        ("vomai",),
        facts={
            "vomai": {"relationship": 3, "expertise": 3, "covers_region": True},
            "hoangchau": {"relationship": 3, "expertise": 3},
        },
    ),
    Scenario(
        "alike-in-everything",
        "Tạ Quang Khải",
        HANOI,
        (
            line("nguyenlan", 26, "10:00", "reception"),
            line("nguyenlan", 26, "10:30", "card"),
            line("buitung", 25, "15:00", "reception", asked=True),
            line("buitung", 25, "15:30", "card"),
        ),
        "tie",
        facts={
            "nguyenlan": {"relationship": 3, "expertise": 3},
            "buitung": {"relationship": 3, "expertise": 3},
        },
    ),
    Scenario(
        "registered-and-never-in-touch",
        "Đại lý Vĩnh Tường Lâm",
        SAIGON,
        (
            line("lenam", 41, "08:50", "registration", complete=True),
            line("vomai", 36, "14:00", "visit"),
            line("vomai", 21, "10:00", "follow_up", reached=True),
        ),
        "pursuing",
        ("vomai",),
        facts={
            "lenam": {"relationship": 3, "expertise": 4},
            "vomai": {"relationship": 3, "expertise": 3},
        },
    ),
    Scenario(
        "three-serve-together",
        "Đại lý Cẩm Sơn Hà",
        SAIGON,
        (
            line("lenam", 58, "09:00", "visit"),
            line("vomai", 54, "14:00", "call", reached=True),
            line("hoangchau", 49, "10:00", "visit"),
            line("vomai", 40, "11:00", "visit"),
            line("lenam", 23, "15:00", "visit", behalf="hoangchau"),
        ),
        "together",
        ("lenam", "vomai", "hoangchau"),
        facts={
            "lenam": {"relationship": 4, "expertise": 4},
            "vomai": {"relationship": 4, "expertise": 4},
            "hoangchau": {"relationship": 5, "expertise": 4},
        },
    ),
    Scenario(
        "nobody-has-marked-them-yet",
        "Quách Thu Thảo",
        HANOI,
        (
            line("buitung", 17, "09:40", "reception"),
            line("buitung", 17, "10:00", "card"),
            line("nguyenlan", 12, "14:00", "visit"),
            line("buitung", 6, "10:30", "follow_up", reached=True),
        ),
        "on-missing",
    ),
    Scenario(
        "nobody-called-and-one-has-the-industry",
        "Đại lý Phú Điền An",
        HANOI,
        (
            line("nguyenlan", 22, "09:00", "registration", complete=True),
            line("buitung", 20, "16:00", "registration", complete=True),
        ),
        "responsible",
        ("nguyenlan",),
        facts={
            "nguyenlan": {"relationship": 3, "expertise": 3, "covers_industry": True},
            "buitung": {"relationship": 3, "expertise": 3},
        },
    ),
)
