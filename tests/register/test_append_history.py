"""A past that is written into a demonstration's register: in order, whole, and nowhere else."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from evenhand.base.models import Company
from evenhand.core.errors import Conflict, EntriesRefused
from evenhand.register.actions import Recorded, append_history
from evenhand.register.actions import entries as actions
from evenhand.register.models import Entry, Head, Payload
from evenhand.register.proofs import verify_register
from tests.cast import Cast
from tests.register.world import NOW, draft, entered

pytestmark = pytest.mark.django_db


@pytest.fixture
def made_up(cast: Cast) -> Cast:
    Company.objects.update(is_demonstration=True)
    return cast


def recorded(cast: Cast, at: datetime, **changes: Any) -> Recorded:
    told = draft(cast, **{"occurred_at": at - timedelta(days=1)} | changes)
    return Recorded(told, cast["salesperson"], at)


def test_entries_are_dated_as_told_and_go_on_behind_what_is_there(
    made_up: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    entered(made_up)
    hours = [NOW + timedelta(hours=number) for number in range(5)]
    correction = {"corrects": 3, "fields": {"field": "grade", "value": "B"}, "kind": "correction"}
    history = [
        *(recorded(made_up, at) for at in hours),
        recorded(made_up, hours[4], **correction),
    ]
    assert append_history(history, now=hours[4]) == 6
    times = list(Entry.objects.values_list("recorded_at", flat=True))
    assert times == [NOW, *hours, hours[4]]
    assert list(Payload.objects.values_list("is_late", flat=True)) == [False, *[True] * 6]
    assert Payload.objects.get(entry=7).corrects_id == 3
    assert Head.objects.get().recorded_at == hours[4]
    assert "all 7 entries" in str(verify_register().said)


def test_a_company_has_no_other_clock_than_the_servers(cast: Cast) -> None:
    with pytest.raises(Conflict):
        append_history([recorded(cast, NOW)], now=NOW)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "shifts, changes, error",
    [
        ((0, -1), {}, ValueError),
        ((0, 2), {}, ValueError),
        ((0, 1), {"kind": "nothing"}, EntriesRefused),
        ((0, 1), {"kind": "correction", "corrects": 9}, EntriesRefused),
    ],
    ids=["back", "ahead", "unknown", "of-none"],
)
def test_what_cannot_have_been_so_is_refused_and_nothing_is_written(
    made_up: Cast, shifts: tuple[int, int], changes: dict[str, Any], error: type[Exception]
) -> None:
    first, second = (NOW + timedelta(hours=shift) for shift in shifts)
    history = [recorded(made_up, first), recorded(made_up, second, **changes)]
    with pytest.raises(error):
        append_history(history, now=NOW + timedelta(hours=1))
    assert not Entry.objects.exists()
