"""Signing somebody out everywhere, and two administrators about a lost factor."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from evenhand.core.errors import Conflict, NotAllowed
from evenhand.people.actions import add_person, grant_role
from evenhand.people.actions.factors import (
    ask_factor_reset,
    confirm_factor_reset,
    withdraw_factor_reset,
)
from evenhand.people.actions.tokens import make_token
from evenhand.people.models import User
from evenhand.people.models.access import FactorReset
from evenhand.people.roles import Role
from evenhand.people.tokens import authenticate
from tests.cast import Cast
from tests.people.doors import kinds, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(cast: Cast) -> User:
    """Another administrator."""
    user = add_person(login="second", name="Second", language="en", by=None)
    grant_role(user, role=Role.administrator, by=None)
    cast.people["second"] = user
    return user


def test_sessions_and_tokens_end(cast: Cast) -> None:
    user = cast["salesperson"]
    browsers = [cast.client("salesperson"), cast.client("salesperson")]
    other = cast.client("colleague")
    secret = make_token(name="x", scopes=["read:*"], lasts=timedelta(days=1), by=user)
    send(cast.client("administrator"), f"/people/{user.public_id}/sign-out")
    assert [one.get("/").status_code for one in browsers] == [302, 302]
    assert other.get("/").status_code == 200
    assert authenticate(f"Bearer {secret}") is None
    assert "people.sessions_ended" in kinds()


def test_one_asks_and_another_confirms(cast: Cast, second: User) -> None:
    head = cast.client("head")
    send(cast.client("administrator"), f"/people/{cast['head'].public_id}/factor-reset")
    reset = FactorReset.objects.get()
    path = f"/factor-resets/{reset.public_id}/confirm"
    assert send(cast.client("administrator"), path).status_code == 403
    assert Authenticator.objects.filter(user=cast["head"]).exists()
    assert send(cast.client("second"), path).status_code == 302
    assert not Authenticator.objects.filter(user=cast["head"]).exists()
    assert head.get("/").status_code == 302
    assert {"people.factor_reset_asked", "people.factor_reset_confirmed"} <= set(kinds())
    assert send(cast.client("second"), path).status_code == 409


def test_nobody_asks_or_confirms_for_themselves(cast: Cast, second: User) -> None:
    with pytest.raises(NotAllowed):
        ask_factor_reset(second, by=second)
    reset = ask_factor_reset(second, by=cast["administrator"])
    with pytest.raises(NotAllowed):
        confirm_factor_reset(reset, by=second)
    with pytest.raises(NotAllowed):
        confirm_factor_reset(reset, by=cast["hr"])


def test_a_request_ends_with_time_and_when_it_is_withdrawn(cast: Cast, second: User) -> None:
    reset = ask_factor_reset(cast["head"], by=cast["administrator"])
    FactorReset.objects.update(asked_at=timezone.now() - timedelta(hours=72, seconds=1))
    with pytest.raises(Conflict):
        confirm_factor_reset(reset, by=second)
    again = ask_factor_reset(cast["head"], by=cast["administrator"])
    withdraw_factor_reset(again, by=cast["head"])
    with pytest.raises(Conflict):
        confirm_factor_reset(again, by=second)
    assert kinds()[0] == "people.factor_reset_withdrawn"
