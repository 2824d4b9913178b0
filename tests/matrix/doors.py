"""What lets people in: links, sign-out, lost factors, tokens, shared devices."""

from datetime import timedelta

from evenhand.people.actions import add_person, grant_role
from evenhand.people.actions.devices import register_device
from evenhand.people.actions.factors import ask_factor_reset
from evenhand.people.actions.tokens import make_token
from evenhand.people.models import User
from evenhand.people.models.access import ApiToken, Device, FactorReset
from evenhand.people.roles import Role
from tests.cast import Cast
from tests.matrix.people_api import api
from tests.matrix.rows import ALL, Row, at
from tests.people.things import Address, of

ADMINISTRATOR = frozenset({"administrator"})


def _token(_cast: Cast, whose: User) -> None:
    if not whose.tokens.exists():
        make_token(name="x", scopes=["read:*"], lasts=timedelta(days=1), by=whose)


def _their_token(ending: str) -> Address:
    def address(_cast: Cast, whose: User) -> str:
        token = ApiToken.objects.filter(user=whose).usable().first()
        return f"/tokens/{token.public_id if token else 'gone'}/{ending}"

    return address


def _second(cast: Cast) -> User:
    """Another administrator, who asked: the one of the table confirms."""
    known: User | None = User.objects.filter(login="second").first()
    if known is None:
        known = add_person(login="second", name="Second", language="en", by=None)
        grant_role(known, role=Role.administrator, by=None)
    return known


def _open_reset(ending: str) -> Address:
    return lambda *_: f"/factor-resets/{FactorReset.objects.open().get().public_id}/{ending}"


def _fresh_reset(cast: Cast, _whose: User) -> None:
    if not FactorReset.objects.open().exists():
        ask_factor_reset(cast["other_salesperson"], by=_second(cast))


def _device(cast: Cast, _whose: User) -> None:
    if not Device.objects.filter(revoked_at=None).exists():
        register_device(cast.here, name="Tablet", by=cast["administrator"])


def _shared(ending: str) -> Address:
    return lambda *_: f"/devices/{Device.objects.get(revoked_at=None).public_id}/{ending}"


ROWS = (
    Row(
        "person_access",
        {"team": ADMINISTRATOR},
        of("access"),
        method="post",
    ),
    Row(
        "person_sign_out",
        {"team": ADMINISTRATOR, "other": ADMINISTRATOR},
        of("sign-out"),
        method="post",
    ),
    Row(
        "person_factor_reset",
        {"team": ADMINISTRATOR},
        of("factor-reset"),
        method="post",
    ),
    Row("factor_resets", ADMINISTRATOR, at("/factor-resets/")),
    Row(
        "factor_confirm",
        ADMINISTRATOR,
        _open_reset("confirm"),
        method="post",
        prepare=_fresh_reset,
    ),
    Row(
        "factor_withdraw",
        {"team": ADMINISTRATOR},
        _open_reset("withdraw"),
        method="post",
        prepare=_fresh_reset,
    ),
    Row("tokens", ALL, at("/profile/tokens/")),
    Row("all_tokens", ADMINISTRATOR, at("/tokens/")),
    Row(
        "token_revoke",
        {"team": ADMINISTRATOR, "other": ADMINISTRATOR},
        _their_token("revoke"),
        method="post",
        prepare=_token,
    ),
    Row("devices", frozenset({"head", "administrator"}), at("/devices/")),
    Row(
        "device_revoke",
        ADMINISTRATOR,
        _shared("revoke"),
        method="post",
        prepare=_device,
    ),
    Row("pin", ALL, at("/profile/pin")),
    # For programs
    Row(
        "people_make_link",
        {"team": ADMINISTRATOR, "other": ADMINISTRATOR},
        api(of("link")),
        method="post",
    ),
    Row(
        "people_sign_out_person",
        {"team": ADMINISTRATOR, "other": ADMINISTRATOR},
        api(of("sign-out")),
        method="post",
    ),
    Row("people_sign_out_me", ALL, at("/api/v1/me/sign-out"), method="post"),
    Row("people_list_factor_resets", ADMINISTRATOR, at("/api/v1/factor-resets")),
    Row(
        "people_ask_factor_reset",
        {"team": ADMINISTRATOR},
        api(of("factor-reset")),
        method="post",
    ),
    Row(
        "people_confirm_factor_reset",
        ADMINISTRATOR,
        api(_open_reset("confirmation")),
        method="post",
        prepare=_fresh_reset,
    ),
    Row(
        "people_withdraw_factor_reset",
        {"team": ADMINISTRATOR},
        api(_open_reset("withdrawal")),
        method="post",
        prepare=_fresh_reset,
    ),
    Row("people_list_my_tokens", ALL, at("/api/v1/me/tokens")),
    Row("people_list_tokens", ADMINISTRATOR, at("/api/v1/tokens")),
    Row(
        "people_revoke_token",
        {"team": ADMINISTRATOR, "other": ADMINISTRATOR},
        api(_their_token("revocation")),
        method="post",
        prepare=_token,
    ),
    Row("people_list_devices", frozenset({"head", "administrator"}), at("/api/v1/devices")),
    Row(
        "people_revoke_device",
        ADMINISTRATOR,
        api(_shared("revocation")),
        method="post",
        prepare=_device,
    ),
)
"""The head of the table leads a department: devices are for heads of the whole outlet."""
