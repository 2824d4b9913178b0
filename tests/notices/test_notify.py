"""Telling people: whom, by what, in which language; and what is done about it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from evenhand.audit.models import Event
from evenhand.base import sealing
from evenhand.notices.actions import add_im_address, choose_hours, choose_wishes, notify
from evenhand.notices.kinds import kinds
from evenhand.notices.models import Channel, Delivery, ImAddress, Notice, Preference, When
from evenhand.notices.rendering import in_language, told
from evenhand.notices.sending import mail_of
from evenhand.notices.services import SERVICES, Checked
from evenhand.notices.wishes import Wish
from evenhand.people.actions import prefer
from evenhand.people.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db
GRANTED = "people.role_granted"
HOOK = Checked("wecombot://abc", SERVICES[0])


@pytest.fixture(autouse=True)
def _addresses(cast: Cast) -> None:
    for user in cast.people.values():
        user.email = f"{user.login}@example.com"
        user.save()


def tell(*users: User, kind: str = GRANTED, by: User | None = None, **values: Any) -> Any:
    values = {"role": "head", "place": "Main store"} | values
    return notify(users, kind=kind, link="/", values=values, by=by)


def test_a_notice_says_it_in_the_language_of_who_reads_it(cast: Cast) -> None:
    (notice,) = tell(cast["salesperson"])
    said = {}
    for code in ("en", "zh", "vi"):
        with in_language(code):
            said[code] = told(notice).text
    assert said == {
        "en": "You now have the role Head in Main store.",
        "zh": "您现在在Main store担任部门负责人。",
        "vi": "Bạn nay giữ vai trò Trưởng bộ phận tại Main store.",
    }


@pytest.mark.parametrize("key", list(kinds()))
@pytest.mark.parametrize("code", ["en", "zh", "vi"])
def test_every_kind_can_be_said_in_every_language(key: str, code: str, cast: Cast) -> None:
    values = {
        "role": "head",
        "name": "N",
        "by": "B",
        "policy": "P",
        "from": "2026-12-01",
        "until": "2026-12-04",
    }
    with in_language(code):
        text = told(Notice(kind=key, values=values)).text
    assert text
    assert "{" not in text
    assert code == "en" or not text.isascii()


def test_nobody_is_told_what_they_did_or_after_they_left(cast: Cast) -> None:
    cast["colleague"].is_active = False
    people = [cast["salesperson"], cast["colleague"], cast["head"], cast["head"]]
    made = tell(*people, by=cast["salesperson"])
    assert [one.recipient for one in made] == [cast["head"]]


def test_a_notice_belongs_to_the_transaction_that_it_tells_of(cast: Cast) -> None:
    with transaction.atomic():
        tell(cast["head"])
        transaction.set_rollback(True)  # something goes wrong
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()
    assert not mail.outbox


def test_a_kind_that_nobody_names_is_a_mistake(cast: Cast) -> None:
    with pytest.raises(KeyError):
        tell(cast["head"], kind="people.unheard_of")


@pytest.mark.parametrize("when", list(When))
def test_deliveries_are_planned_as_the_person_wishes(when: When, cast: Cast) -> None:
    user = cast["head"]
    add_im_address(address=HOOK, label="", by=user)
    choose_wishes(user, wishes=[Wish(kinds()[GRANTED], when, When.at_once)], by=user)
    tell(user)
    by_mail = Delivery.objects.filter(channel=Channel.mail)
    assert [one.is_digest for one in by_mail] == {
        When.never: [],
        When.digest: [True],
        When.at_once: [False],
    }[when]
    assert Delivery.objects.filter(channel=Channel.im, is_digest=False).count() == 1


def test_without_mail_notices_stand_in_the_application_alone(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    tell(cast["head"])
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 0)
    assert "not set up mail" in cast.client("head").get("/profile/notices/").content.decode()
    page = cast.client("administrator").get("/settings/notices/").content.decode()
    assert "EVENHAND_MAIL_URL" in page


def test_a_policy_goes_to_the_group_of_each_outlet_once(cast: Cast) -> None:
    for outlet in (cast.here, cast.there):
        add_im_address(address=HOOK, label="", by=cast["administrator"], outlet=outlet)
    tell(*cast.people.values(), kind="policies.version_adopted", policy="showroom")
    groups = Delivery.objects.filter(channel=Channel.im)
    assert {one.address.outlet for one in groups if one.address} == {cast.here, cast.there}
    assert groups.count() == 2
    tell(*cast.people.values())  # of a role: not for everybody to read
    assert groups.count() == 2


# Pages


def test_the_bell_counts_and_the_list_empties(cast: Cast) -> None:
    tell(cast["head"])
    tell(cast["head"], role="salesperson")
    client = cast.client("head")
    assert "2 unread notices" in client.get("/").content.decode()
    newest = Notice.objects.first()
    assert newest is not None
    answer = client.post(f"/notices/{newest.public_id}/read", {"form_key": "a", "stay": "1"})
    assert answer.headers["Location"] == "/notices/"
    assert "1 unread notice" in client.get("/notices/").content.decode()
    client.post("/notices/read", {"form_key": "b"})
    page = client.get("/notices/").content.decode()
    assert "You have read everything" in page
    assert "role Head" in client.get("/notices/?show=read").content.decode()


@pytest.mark.parametrize(
    "link", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_notice_leads_nowhere_but_to_ourselves(link: str, cast: Cast) -> None:
    (notice,) = notify([cast["head"]], kind=GRANTED, link=link, values={"role": "head"}, by=None)
    answer = cast.client("head").post(f"/notices/{notice.public_id}/read", {"form_key": "a"})
    assert answer.headers["Location"] == "/notices/"
    assert "evil" not in str(mail_of(cast["head"], [notice]).message())


def test_the_list_has_pages(cast: Cast) -> None:
    for _ in range(35):
        tell(cast["head"])
    client = cast.client("head")
    page = client.get("/notices/").content.decode()
    (following,) = re.findall(r'href="(\?after=[^"]+)"', page)
    assert page.count("Mark as read") == 30
    assert (
        client.get("/notices/" + following.replace("&amp;", "&"))
        .content.decode()
        .count("Mark as read")
        == 5
    )


def test_nobody_reads_what_another_is_told(cast: Cast) -> None:
    (notice,) = tell(cast["head"])
    for login in ("colleague", "administrator", "auditor"):
        client = cast.client(login)
        assert (
            client.post(f"/notices/{notice.public_id}/read", {"form_key": "a"}).status_code == 404
        )
        assert client.get("/api/v1/notices").json()["lines"] == []
    notice.refresh_from_db()
    assert notice.read_at is None


def test_wishes_and_hours_are_chosen_and_told(cast: Cast) -> None:
    client = cast.client("head")
    wishes = {
        f"{key}-{channel}": "never"
        for key, kind in kinds().items()
        for channel in ("mail", "im")
        if kind.is_listed
    }
    assert client.post("/profile/notices/wishes", {"form_key": "a", **wishes}).status_code == 302
    assert set(Preference.objects.values_list("user__login", "mail")) == {("head", "never")}
    assert Event.objects.get(kind="notices.wishes_chosen").actor == cast["head"].public_id
    half = {"form_key": "b", "digest_hour": "9", "quiet_from": "22", "quiet_until": ""}
    answer = client.post("/profile/notices/hours", half)
    assert answer.status_code == 422
    assert "choose both, or neither" in answer.content.decode()
    assert client.post("/profile/notices/hours", half | {"quiet_until": "7"}).status_code == 302
    assert Event.objects.get(kind="notices.hours_chosen").details["quiet_until"] == 7


def test_nobody_chooses_for_another(cast: Cast) -> None:
    from evenhand.core.errors import NotAllowed

    for act in (
        lambda: choose_wishes(cast["head"], wishes=[], by=cast["administrator"]),
        lambda: choose_hours(
            cast["head"], digest_hour=1, quiet_from=None, quiet_until=None, by=cast["hr"]
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_chat_address_is_encrypted_and_never_told_again(cast: Cast) -> None:
    client = cast.client("head")
    typed = "https://open.feishu.cn/open-apis/bot/v2/hook/5ecre7aa-1234-1234-1234-123456789012"
    answer = client.post(
        "/profile/notices/addresses", {"form_key": "a", "address": typed, "label": "Me"}
    )
    assert answer.status_code == 302
    address = ImAddress.objects.get()
    assert "5ecre7aa" not in address.secret
    assert (
        sealing.unseal(address.secret, sealing.Key.addresses)
        == "feishu://5ecre7aa-1234-1234-1234-123456789012"
    )
    assert "5ecre7aa" not in client.get("/profile/notices/").content.decode()
    assert "5ecre7aa" not in client.get("/api/v1/me/im-addresses").content.decode()
    assert "5ecre7aa" not in str(list(Event.objects.values()))
    client.post(f"/profile/notices/addresses/{address.public_id}/removal", {"form_key": "b"})
    address.refresh_from_db()
    assert address.secret == ""
    assert Event.objects.filter(kind="notices.im_address_removed").count() == 1


def test_a_wrong_address_is_refused_beside_its_field(cast: Cast) -> None:
    client = cast.client("head")
    sent = {"form_key": "a", "address": "json://169.254.169.254/latest", "label": ""}
    answer = client.post("/profile/notices/addresses", sent)
    assert answer.status_code == 422
    assert "private network" in answer.content.decode()
    refused = client.post(
        "/api/v1/me/im-addresses", {"address": sent["address"]}, content_type="application/json"
    )
    assert refused.status_code == 422
    assert not ImAddress.objects.exists()


def test_only_an_administrator_connects_an_outlet(cast: Cast) -> None:
    body = {"address": "wecombot://abc-def", "outlet": cast.here.public_id}
    for login, status in (("head", 403), ("administrator", 201)):
        answer = cast.client(login).post(
            "/api/v1/me/im-addresses", body, content_type="application/json"
        )
        assert answer.status_code == status
    assert ImAddress.objects.get().outlet == cast.here


def test_an_administrator_sends_a_test_mail(cast: Cast) -> None:
    answer = cast.client("administrator").post("/settings/notices/test")
    assert answer.status_code == 302
    assert mail.outbox[0].to == ["administrator@example.com"]
    assert Event.objects.get(kind="notices.test_sent").details == {"channel": "mail", "error": ""}


# Mail

EVIL = [
    "Eve\r\nBcc: everybody@example.com",
    "Eve\nContent-Type: text/html\n\n<script>alert(1)</script>",
    "Eve\u2028Bcc: everybody@example.com",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{% debug %}{{ settings.SECRET_KEY }}",
    "=?utf-8?q?Subject?=\r\n\tX: y",
]


@pytest.mark.parametrize("name", EVIL)
def test_a_name_cannot_write_headers_or_markup(name: str, cast: Cast, settings: Any) -> None:
    user = cast["head"]
    user.name = name
    values = {"by": name}
    (notice,) = notify([user], kind="people.link_made", link="/", values=values, by=None)
    message = mail_of(user, [notice])
    sent = message.message()
    assert sent["Bcc"] is None
    assert len(sent.get_all("Content-Type") or []) == 1
    assert "\n" not in message.subject
    html = str(message.alternatives[0][0])
    assert "<script" not in html
    assert "<img" not in html
    assert settings.SECRET_KEY not in html


@pytest.mark.parametrize("code", ["en", "zh", "vi"])
def test_a_mail_is_text_and_html_in_the_language_without_remote_pictures(
    code: str, cast: Cast
) -> None:
    user = cast["head"]
    user.language = code
    (notice,) = tell(user)
    message = mail_of(user, [notice])
    html = str(message.alternatives[0][0])
    for part in (message.body, html):
        assert "http://localhost/" in part
        assert "http://localhost/profile/notices/" in part
        with in_language(code):
            assert told(notice).text in part
    assert not re.search(r"<(img|link|script|style|iframe)\b", html)
    assert set(re.findall(r'(?:src|href|background)="(https?://[^/"]+)', html)) == {
        "http://localhost"
    }
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_summary_counts_what_it_leaves_out(cast: Cast) -> None:
    made = [tell(cast["head"])[0] for _ in range(45)]
    message = mail_of(cast["head"], made, is_digest=True)
    assert message.subject == "45 notices for you"
    assert "and 5 more" in message.body


def test_a_key_that_was_changed_is_told(cast: Cast, settings: Any, tmp_path: Any) -> None:
    from evenhand.core.errors import SettingsRefused

    sealed = sealing.seal("wecombot://abc", sealing.Key.addresses)
    sealing._cipher.cache_clear()
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"keys": tmp_path / "keys"})
    try:
        with pytest.raises(SettingsRefused, match="is not the one"):
            sealing.unseal(sealed, sealing.Key.addresses)
    finally:
        sealing._cipher.cache_clear()


@pytest.fixture(autouse=True)
def _cipher() -> Iterator[None]:
    yield
    sealing._cipher.cache_clear()


def test_the_api_lists_and_chooses(cast: Cast) -> None:
    tell(cast["head"])
    client = cast.client("head")
    listed = client.get("/api/v1/notices?unread=true").json()
    assert listed["unread"] == 1
    assert listed["lines"][0]["text"] == "You now have the role Head in Main store."
    public_id = listed["lines"][0]["public_id"]
    assert client.post(f"/api/v1/notices/{public_id}/read").json() == {"count": 1}
    assert client.get("/api/v1/notices?unread=true").json()["lines"] == []
    body = {
        "wishes": [{"kind": GRANTED, "mail": "never", "im": "digest"}],
        "digest_hour": 6,
        "quiet_from": 22,
        "quiet_until": 7,
    }
    chosen = client.put("/api/v1/me/notices", body, content_type="application/json")
    assert chosen.status_code == 200
    assert {"kind": GRANTED, "mail": "never", "im": "digest"} in chosen.json()["wishes"]
    assert chosen.json()["quiet_from"] == 22
    wrong = body | {"wishes": [{"kind": "x.y", "mail": "never", "im": "never"}]}
    assert (
        client.put("/api/v1/me/notices", wrong, content_type="application/json").status_code == 404
    )
    half = body | {"quiet_until": None}
    assert (
        client.put("/api/v1/me/notices", half, content_type="application/json").status_code == 409
    )


def test_a_policy_is_called_as_its_reader_calls_it(cast: Cast) -> None:
    titles = {"en": "Showroom", "zh": "展厅"}
    prefer(cast["colleague"], language="zh")
    tell(cast["colleague"], kind="policies.version_adopted", policy="Showroom", titles=titles)
    page = cast.client("colleague").get("/notices/").content.decode()
    assert "展厅" in page
