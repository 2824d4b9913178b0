"""The same customer, the same ruling: on the page, on the command line, by the API, in bulk."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from evenhand.disputes.deciding import decide
from evenhand.register.models import Entry
from tests.cast import Cast
from tests.cli import Result, run
from tests.disputes.contest import Contest, put_in_force

pytestmark = pytest.mark.django_db


def one_after_another(contest: Contest, card: str = "2025-11-02T10:30") -> Entry:
    """Somebody's reception, with the card as late as is said, and then a colleague's."""
    received = contest.entry("salesperson", "reception", "2025-11-02T10:00", grade="B")
    contest.entry("salesperson", "card", "2025-11-02T10:30", recorded=card)
    contest.entry("colleague", "reception", "2025-11-06T15:00", asked=True, grade="A")
    contest.entry("colleague", "card", "2025-11-06T15:20")
    contest.entry("salesperson", "follow_up", "2025-11-08T11:00", reached=True)
    return received


@pytest.fixture
def contests(cast: Cast) -> list[Contest]:
    """A late card, a correction, midnight elsewhere, a stand-in, another house."""
    put_in_force(cast)
    late, altered, elsewhere, stood_in = (
        Contest.over(cast, name, cast.there if name == "elsewhere" else None)
        for name in ("late", "altered", "elsewhere", "stood in")
    )
    late.late_card()
    received = one_after_another(altered)
    altered.entry(
        "salesperson", "correction", "2025-11-09T09:00", corrects=received, field="grade", value="H"
    )
    # Two minutes past midnight in Shanghai, when the day in Hanoi is not over.
    one_after_another(elsewhere, card="2025-11-03T00:02")
    stood_in.entry("head", "reception", "2025-11-03T10:00", behalf="colleague", grade="H")
    stood_in.entry("colleague", "card", "2025-11-03T10:30")
    stood_in.entry("salesperson", "reception", "2025-11-04T10:00", asked=True)
    stood_in.entry("salesperson", "card", "2025-11-04T10:10")
    stood_in.entry("hr", "call", "2025-11-05T10:10")
    cast.there.tier = "partner"  # to whom one comes escorted or announced, or in vain
    cast.there.save()
    partner = Contest.over(cast, "partner")
    partner.entry("other_salesperson", "reception", "2025-11-03T10:00", outlet=cast.there)
    partner.entry("other_salesperson", "card", "2025-11-03T10:10", outlet=cast.there)
    partner.entry("salesperson", "reception", "2025-11-04T10:00", asked=True)
    partner.entry("salesperson", "card", "2025-11-04T10:10")
    partner.entry("salesperson", "contract", "2025-11-05T10:10")
    partner.entry("other_salesperson", "appeal", "2025-11-06T10:10", outlet=cast.there)
    alone = Contest.over(cast, "alone")
    alone.entry("colleague", "reception", "2025-11-03T10:00")
    return [late, altered, elsewhere, stood_in, partner]


def bulk(out: Path, *more: str) -> Result:
    return run("rulings", "--policy", "showroom", "--from-register", "--out", str(out), *more)


def told(contest: Contest) -> dict[str, Any]:
    """As the command line has it."""
    result = run("rule", "--customer", contest.customer.public_id, "--format", "json", "--no-flips")
    assert result.code == 0, result.err
    ruling: dict[str, Any] = json.loads(result.out)
    return ruling


def test_page_command_api_and_bulk_rule_the_same(contests: list[Contest], tmp_path: Path) -> None:
    result = bulk(tmp_path / "out")
    assert result.code == 0, result.err
    assert "Disputes ruled: 5." in result.out
    table = pq.read_table(tmp_path / "out" / "rulings.parquet")
    rows = {row["customer"]: row for row in table.to_pylist()}
    assert set(rows) == {one.customer.public_id for one in contests}
    client = contests[0].cast.client("auditor")
    found = []
    for contest in contests:
        row, ruling = rows[contest.customer.public_id], told(contest)
        assert (row["kind"], row["winners"]) == (
            ruling["outcome"]["kind"],
            ruling["outcome"]["claimants"],
        )
        decided = decide(contest.customer)
        of_page = decided.trial.ruling
        assert (row["by"], row["provisional"]) == (ruling["outcome"]["by"], of_page.provisional)
        address = f"/api/v1/customers/{contest.customer.public_id}/ruling"
        answer = client.post(address, {"flips": False}, content_type="application/json").json()
        assert {name: answer[name] for name in ruling if name != "flips"} == {
            name: value for name, value in ruling.items() if name != "flips"
        }
        page = client.get(f"/rule/?customer={contest.customer.public_id}&do=rule")
        assert decided.sha256 in page.content.decode()
        found.append(row["winners"])
    people = {user.public_id: login for login, user in contests[0].cast.people.items()}
    assert [[people[id_] for id_ in winners] for winners in found] == [
        ["colleague"],
        ["colleague"],
        ["salesperson"],
        ["colleague"],
        ["salesperson"],
    ]


def test_what_was_read_stays_until_restart(contests: list[Contest], tmp_path: Path) -> None:
    out = tmp_path / "out"
    bulk(out)
    contests[0].entry("colleague", "contract", "2025-11-10T10:00")
    assert "holds the rulings of these inputs already" in bulk(out).out
    assert "Disputes ruled: 5." in bulk(out, "--restart").out
    entries = pq.read_table(out / "register" / "entries.parquet")
    assert entries.num_rows == 6 + 6 + 5 + 5 + 6 + 1
    assert "stood in" not in str(entries.to_pylist())


def test_where_nothing_is_contested_nothing_is_ruled(cast: Cast, tmp_path: Path) -> None:
    result = bulk(tmp_path / "out")
    assert result.code == 1
    assert "no customer of the register was worked by two people" in result.err
    assert run("rulings", "-p", "showroom", "--out", str(tmp_path)).code == 2
    assert run("rule", "-p", "showroom").code == 2
