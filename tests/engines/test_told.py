"""Columns that tell facts, and the time zone in which the days of a row are counted."""

import pytest

from evenhand.core.errors import ContactsRefused
from tests.engines.desk import Desk
from tests.world import policy

MAPPING = """\
columns: {customer: customer, who: who, at: at, recorded: written, activity: activity, zone: zone}
fact_columns: {me.outlet_tier: tier, deal.outlet_tier: closing, dispute.as_of: day}
"""
HEADER = "customer,who,at,written,activity,zone,tier,closing,day\n"
SECOND = policy("- {id: second, cites: ['1'], keep: me.outlet_tier == 'second'}")
SAME_DAY = policy(
    "- {id: late, cites: ['1'], kinds: [call], strike: entry.recorded_on > entry.occurred_on}\n"
    "- {id: first, cites: ['1'], prefer: {earliest: me.first_contact}}"
)


def row(who: str, told: str, *, zone: str = "Asia/Shanghai", customer: str = "c") -> str:
    times = {"An": "2025-11-02T15:30Z,2025-11-02T16:30Z", "Bea": "2025-11-03T01:00Z," * 2}
    return f"{customer},{who},{times[who].rstrip(',')},call,{zone},{told}\n"


def test_a_column_tells_a_fact_of_each_claimant() -> None:
    desk = Desk(HEADER + row("An", ",,") + row("Bea", "second,,"), MAPPING)
    assert desk.rulings(SECOND)[0]["winners"] == ["Bea"]


def test_days_are_those_of_the_zone_of_a_row() -> None:
    rows = HEADER + row("An", ",,") + row("Bea", ",,")  # An wrote an hour later: past midnight
    assert Desk(rows, MAPPING).rulings(SAME_DAY)[0]["winners"] == ["Bea"]
    west = rows.replace("Asia/Shanghai", "Asia/Kolkata")
    assert Desk(west, MAPPING).rulings(SAME_DAY)[0]["winners"] == ["An"]


@pytest.mark.parametrize(
    "rows, said",
    [
        (row("An", "second,,") + row("An", "main,,") + row("Bea", ",,"), "in one row and"),
        (row("An", ",main,") + row("Bea", ",second,"), "of c deal.outlet_tier is"),
        (row("An", "middle,,") + row("Bea", ",,"), "me.outlet_tier is never middle"),
        (row("An", ",,", zone="Mars/Base") + row("Bea", ",,"), "Mars/Base is no known time zone"),
    ],
)
def test_what_cannot_be_meant_is_refused(rows: str, said: str) -> None:
    with pytest.raises(ContactsRefused, match=said):
        Desk(HEADER + rows, MAPPING).rulings(SECOND)
