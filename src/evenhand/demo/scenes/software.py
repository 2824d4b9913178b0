"""The software company's: accounts, opportunities, and who registered them."""

from __future__ import annotations

from typing import Final

from evenhand.demo.scenarios import Scenario, line

LONDON: Final = "Barleyfield London"
SINGAPORE: Final = "Barleyfield Singapore"
ACCOUNT: Final = {"over_account": True}
FOUND: Final = {"over_account": False, "came_in": False}
CAME_IN: Final = {"over_account": False, "came_in": True}

SOFTWARE: Final = (
    Scenario(
        "an-owner-who-rests",
        "Thistlemoor Logistics",
        LONDON,
        (
            line("emmaclarke", 72, "10:00", "visit"),
            line("oliverbennett", 20, "14:00", "call", reached=True),
            line("oliverbennett", 12, "11:00", "visit"),
        ),
        "idle",
        ("oliverbennett",),
        facts={"emmaclarke": {"owner": True}, "oliverbennett": {"in_territory": True}},
        dispute=ACCOUNT,
    ),
    Scenario(
        "assigned-by-name",
        "Brackenhay Foods",
        LONDON,
        (
            line("priyashah", 40, "10:00", "call", reached=True),
            line("emmaclarke", 35, "15:00", "visit"),
            line("priyashah", 10, "10:00", "message", reached=True),
        ),
        "named-account",
        ("emmaclarke",),
        facts={"emmaclarke": {"named_account": True}, "priyashah": {"in_territory": True}},
        dispute=ACCOUNT,
    ),
    Scenario(
        "the-owner-on-record",
        "Goh & Larkwater Interiors",
        SINGAPORE,
        (
            line("danieltan", 30, "10:00", "visit"),
            line("meigoh", 28, "14:00", "visit"),
            line("danieltan", 9, "16:00", "call", reached=True),
        ),
        "owner",
        ("danieltan",),
        facts={"danieltan": {"owner": True}, "meigoh": {"in_territory": True}},
        dispute=ACCOUNT,
    ),
    Scenario(
        "registered-before-the-other-had-met",
        "Copperfen Analytics",
        LONDON,
        (
            line("oliverbennett", 33, "10:00", "visit"),
            line("emmaclarke", 31, "09:30", "registration", complete=True),
            line("emmaclarke", 25, "14:00", "visit"),
            line("tomfisher", 25, "14:00", "visit"),
            line("oliverbennett", 18, "16:00", "registration", complete=True),
        ),
        "registered",
        ("emmaclarke",),
        facts={"tomfisher": {"overlay": True}},
        dispute=FOUND,
    ),
    Scenario(
        "registered-on-one-day",
        "Millgate Robotics",
        LONDON,
        (
            line("emmaclarke", 29, "10:00", "call", reached=True),
            line("priyashah", 24, "15:00", "registration", complete=True),
            line("emmaclarke", 24, "17:00", "registration", complete=True),
        ),
        "registered-line",
        ("priyashah",),
        dispute=FOUND,
    ),
    Scenario(
        "who-holds-the-opportunity",
        "Saltmarsh Insurance Desk",
        SINGAPORE,
        (
            line("meigoh", 26, "10:00", "visit"),
            line("danieltan", 21, "11:00", "visit"),
            line("danieltan", 7, "15:00", "call", reached=True),
        ),
        "holder",
        ("danieltan",),
        facts={"danieltan": {"holds_opportunity": True}},
        dispute=FOUND,
    ),
    Scenario(
        "came-in-from-a-territory",
        "Wetherley Bicycles",
        LONDON,
        (
            line("oliverbennett", 19, "10:00", "call", reached=True),
            line("priyashah", 15, "14:00", "call", reached=True),
        ),
        "inbound-territory",
        ("priyashah",),
        facts={"priyashah": {"in_territory": True}},
        dispute=CAME_IN,
    ),
    Scenario(
        "who-reached-them-first",
        "Ashdown Ceramics",
        SINGAPORE,
        (
            line("danieltan", 34, "10:00", "message", reached=False),
            line("meigoh", 32, "11:00", "call", reached=True),
            line("danieltan", 29, "15:00", "call", reached=True, late=1),
        ),
        "reached-first",
        ("meigoh",),
        dispute=FOUND,
    ),
    Scenario(
        "who-has-changed-post",
        "Pikestone Events",
        LONDON,
        (
            line("oliverbennett", 55, "10:00", "visit"),
            line("oliverbennett", 50, "10:00", "registration", complete=True),
            line("oliverbennett", 37, "17:00", "departure", by="helenward"),
            line("priyashah", 30, "11:00", "call", reached=True),
        ),
        "left",
        ("priyashah",),
        dispute=FOUND,
    ),
)
