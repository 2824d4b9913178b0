"""Notices: everybody's own, and the company's channels for administrators."""

from collections.abc import Callable

from evenhand.notices.actions import add_im_address, notify
from evenhand.notices.kinds import kinds
from evenhand.notices.models import ImAddress, Notice
from evenhand.notices.services import SERVICES, Checked
from evenhand.people.models import User
from tests.cast import Cast
from tests.matrix.rows import ALL, NONE, Row, at

OWN = {"own": ALL, "team": NONE, "other": NONE}
ADMINISTRATOR = frozenset({"administrator"})
URL = "json://127.0.0.1:1/x"
"""Nobody is there, and it would not be let out: what is asked is who may try."""


def _tell(_cast: Cast, whose: User) -> None:
    if not Notice.objects.filter(recipient=whose).exists():
        notify([whose], kind="people.role_granted", link="/", values={"role": "head"}, by=None)


def _connect(_cast: Cast, whose: User) -> None:
    if not ImAddress.objects.working().filter(user=whose).exists():
        add_im_address(address=Checked(URL, SERVICES[-1]), label="", by=whose)


def _notice(prefix: str) -> Callable[[Cast, User], str]:
    def address(_cast: Cast, whose: User) -> str:
        return f"{prefix}{Notice.objects.get(recipient=whose).public_id}/read"

    return address


def _chat(prefix: str, suffix: str) -> Callable[[Cast, User], str]:
    def address(_cast: Cast, whose: User) -> str:
        return f"{prefix}{ImAddress.objects.working().get(user=whose).public_id}{suffix}"

    return address


PAGE = "/profile/notices/addresses/"
API = "/api/v1/me/im-addresses/"
WEBHOOK = (
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
)
WISH = {"kind": "people.role_granted", "mail": "digest", "im": "never"}

ROWS = (
    Row("notices", ALL, at("/notices/")),
    Row("notices_read", ALL, at("/notices/read"), method="post"),
    Row("notice_read", OWN, _notice("/notices/"), method="post", prepare=_tell),
    Row("notice_preferences", ALL, at("/profile/notices/")),
    Row(
        "notice_preferences_save",
        ALL,
        at("/profile/notices/wishes"),
        method="post",
        refused=frozenset({422}),
        body=lambda *_: {
            f"{kind}-{channel}": "digest"
            for kind, told in kinds().items()
            if told.is_listed
            for channel in ("mail", "im")
        },
    ),
    Row(
        "notice_hours",
        ALL,
        at("/profile/notices/hours"),
        method="post",
        body=lambda *_: {"digest_hour": "9", "quiet_from": "22", "quiet_until": "7"},
    ),
    Row(
        "im_addresses",
        ALL,
        at("/profile/notices/addresses"),
        method="post",
        body=lambda *_: {"address": WEBHOOK, "label": "me"},
    ),
    Row("im_address_removal", OWN, _chat(PAGE, "/removal"), method="post", prepare=_connect),
    Row("im_address_test", OWN, _chat(PAGE, "/test"), method="post", prepare=_connect),
    Row("notice_channels", ADMINISTRATOR, at("/settings/notices/")),
    Row("mail_test", ADMINISTRATOR, at("/settings/notices/test"), method="post"),
    Row("notices_list_notices", ALL, at("/api/v1/notices")),
    Row("notices_read_all", ALL, at("/api/v1/notices/read"), method="post"),
    Row("notices_read_one", OWN, _notice("/api/v1/notices/"), method="post", prepare=_tell),
    Row("notices_read_preferences", ALL, at("/api/v1/me/notices")),
    Row(
        "notices_choose_preferences",
        ALL,
        at("/api/v1/me/notices"),
        method="put",
        body=lambda *_: {"wishes": [WISH], "digest_hour": 7},
    ),
    Row("notices_list_im_addresses", ALL, at("/api/v1/me/im-addresses")),
    Row(
        "notices_add_im_address",
        ALL,
        at("/api/v1/me/im-addresses"),
        method="post",
        body=lambda *_: {"address": WEBHOOK},
    ),
    Row("notices_remove_im_address", OWN, _chat(API, ""), method="delete", prepare=_connect),
    Row("notices_test_im_address", OWN, _chat(API, "/test"), method="post", prepare=_connect),
)
