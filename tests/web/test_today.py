"""The first page: what is new, who is away, which rules hold, what is not set up yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evenhand.people.actions import record_absence
from tests.cast import Cast, hire

pytestmark = pytest.mark.django_db


def page(cast: Cast, login: str) -> str:
    return cast.client(login).get("/").content.decode()


def test_it_says_what_is_new_and_that_nothing_is(cast: Cast) -> None:
    told = page(cast, "salesperson")
    assert "Nothing new" in told
    assert "Whose customer is it?" in told


def test_it_says_who_of_ones_outlet_is_away_and_who_stands_in(cast: Cast) -> None:
    day = timezone.localdate()
    record_absence(
        cast["colleague"],
        from_day=day,
        until_day=day + timedelta(days=2),
        stand_in=cast["salesperson"],
        by=cast["head"],
    )
    assert "Colleague" in page(cast, "salesperson")
    assert "Salesperson stands in" in page(cast, "salesperson")
    assert "Everybody is here" in page(cast, "other_salesperson")


def test_an_administrator_is_told_what_is_not_set_up(cast: Cast) -> None:
    assert "Put a policy in force" in page(cast, "administrator")
    assert "Put a policy in force" not in page(cast, "salesperson")


def test_whoever_works_nowhere_yet_has_a_page_too(cast: Cast) -> None:
    user = hire(cast, "newcomer")
    user.posts.all().delete()
    assert "Nothing new" in page(cast, "newcomer")
