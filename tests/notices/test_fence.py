"""Messages go to public hosts only, however an address is written (SSRF)."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as django_settings

from evenhand.core.errors import ImRefused
from evenhand.notices.actions import add_im_address
from evenhand.notices.fence import check_host
from evenhand.notices.models import Notice
from evenhand.notices.sending import send_im
from evenhand.notices.services import SERVICES, Checked, checked
from tests.cast import Cast
from tests.notices.listener import listening

INSIDE = [
    "127.0.0.1",
    "127.1",
    "localhost",
    "localhost.localdomain",
    "0.0.0.0",  # noqa: S104 - as an address to be refused
    "0",
    "2130706433",  # decimal
    "0x7f000001",  # hexadecimal
    "0x7f.0.0.1",
    "0177.0.0.1",  # octal
    "017700000001",
    "127.0.0.1.",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",  # link-local: where clouds keep their secrets
    "100.64.0.1",  # shared address space
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",  # v4-mapped
    "[::ffff:7f00:1]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::7f00:1]",  # NAT64
    "[2002:7f00:1::]",  # 6to4
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fc00::1]",
    "[fd00::1]",
    "[ff02::1]",
    "[::127.0.0.1]",
    "intranet",
    "printer.local.",
    "①②⑦.⓪.⓪.①",  # digits that become digits
    "evil.example.com@127.0.0.1",
    "127.0.0.1#.example.com",
    "127.0.0.1\\.example.com",
]


@pytest.mark.parametrize("host", INSIDE)
def test_a_host_within_is_refused_in_every_form(host: str) -> None:
    with pytest.raises(ImRefused):
        check_host(host)


@pytest.mark.parametrize("host", INSIDE)
@pytest.mark.parametrize(
    "form", ["json://{}/x", "jsons://{}/x", "mmosts://{}/abcdefghijklmnopqrst", "ntfys://{}/topic"]
)
def test_an_address_to_within_is_refused_whatever_the_service(host: str, form: str) -> None:
    with pytest.raises(ImRefused):
        checked(form.format(host))


@pytest.mark.parametrize("host", ["1.1.1.1", "93.184.216.34", "[2606:4700:4700::1111]"])
def test_a_public_address_is_let_through(host: str) -> None:
    assert check_host(host)


def test_a_host_with_one_address_within_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("1.1.1.1", 0)), (2, 1, 6, "", ("10.0.0.1", 0))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(ImRefused, match="private network"):
        check_host("both.example.com")


@pytest.mark.parametrize(
    "typed, said",
    [
        ("file:///etc/passwd", "no chat service"),
        ("gopher://example.com/", "no chat service"),
        ("mailto://user:pass@example.com", "no chat service"),
        ("syslog://localhost", "no chat service"),
        ("dbus://", "no chat service"),
        ("xmls://example.com/x", "no chat service"),
        ("http://example.com/hook", "no chat service"),
        ("https://example.com/hook", "cannot be read"),
        ("hello", "no chat service"),
        ("", "no chat service"),
        ("jsons://1.1.1.1/x?redirect=yes", "may not say redirect"),
        ("jsons://1.1.1.1/x?Verify=no", "may not say verify"),
        ("json://1.1.1.1/x", "unencrypted"),
        ("wecombot://a b", "cannot be read"),
        ("wecombot://abc\r\nHost: x", "cannot be read"),
        ("wecombot://" + "a" * 2000, "cannot be read"),
    ],
)
def test_what_is_no_chat_is_refused(typed: str, said: str) -> None:
    with pytest.raises(ImRefused, match=said):
        checked(typed)


HOOK = "12345678-1234-1234-1234-123456789012"


@pytest.mark.parametrize(
    "typed, service",
    [
        (f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={HOOK}", "wecom"),
        ("https://oapi.dingtalk.com/robot/send?access_token=" + "a" * 64, "dingtalk"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/" + HOOK, "feishu"),
        ("https://open.larksuite.com/open-apis/bot/v2/hook/" + HOOK, "lark"),
        ("https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX", "slack"),
        ("zalo://12345689:abcdefghij/1234", "zalo"),
        ("tgram://123456789:" + "A" * 35 + "/123456", "telegram"),
    ],
)  # fmt: skip
def test_what_chat_programs_give_out_is_understood(typed: str, service: str) -> None:
    assert checked(typed).service.key == service


def test_hosts_that_the_company_names_are_let_through_without_tls() -> None:
    allowed = ("localhost",)
    assert checked("json://localhost:8080/x", allowed=allowed).service.key == "json"
    with pytest.raises(ImRefused):
        checked("json://127.0.0.1:8080/x", allowed=allowed)


# What really leaves


@pytest.fixture
def inside(settings: Any) -> None:
    """The company allows `localhost`."""
    settings.ENVIRONMENT = django_settings.ENVIRONMENT.model_copy(
        update={"notice_hosts": ("localhost",)}
    )


def send(cast: Cast, url: str) -> str:
    """What came of a message to an address that stands in the database already."""
    user = cast["salesperson"]
    address = add_im_address(address=Checked(url, SERVICES[-1]), label="x", by=user)
    notice = Notice(recipient=user, kind="notices.test", link="/", values={"by": "Ann"})
    failed = send_im(address, [notice], language="zh")
    return "" if failed is None else str(failed.why)


@pytest.mark.django_db
def test_a_message_reaches_a_host_that_is_allowed(cast: Cast, inside: None) -> None:
    with listening() as heard:
        assert send(cast, f"json://localhost:{heard.port}/hook") == ""
    (body,) = map(json.loads, heard.bodies)
    assert "这是 Ann 发送的测试消息" in body["message"]
    assert "http://localhost/" in body["message"]


@pytest.mark.django_db
def test_what_stands_in_the_database_is_checked_again_when_it_is_sent(cast: Cast) -> None:
    with listening() as heard:
        for host in ("127.0.0.1", "localhost", "2130706433"):
            assert send(cast, f"json://{host}:{heard.port}/x") != ""
    assert heard.paths == []


@pytest.mark.django_db
def test_a_redirect_is_not_followed(cast: Cast, inside: None) -> None:
    with listening() as secret, listening(302, f"http://localhost:{secret.port}/secret") as heard:
        assert send(cast, f"json://localhost:{heard.port}/x") == "it answered with status 302"
    assert (len(heard.paths), secret.paths) == (1, [])


@pytest.mark.django_db
def test_what_the_service_answers_is_told(cast: Cast, inside: None) -> None:
    with listening(404) as heard:
        assert send(cast, f"json://localhost:{heard.port}/x") == "it answered with status 404"


CONNECT = """
import socket
from evenhand.notices.messenger import _connect_only_to_public
_connect_only_to_public(set())
try:
    {}
except Exception as error:
    print("refused:", error)
else:
    print("connected")
"""


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('127.0.0.1', {port}))",
        "socket.create_connection(('localhost', {port}))",
        "socket.socket().connect(('127.0.0.1', {port}))",
        "socket.socket().connect_ex(('0', {port}))",
        "socket.socket().connect(('2130706433', {port}))",
        "socket.socket(socket.AF_INET6).connect(('::ffff:127.0.0.1', {port}))",
        "socket.socket(socket.AF_UNIX).connect('/run/x.sock')",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
        "__import__('requests').post('http://127.0.0.1:{port}/x')",
        "__import__('urllib.request').request.urlopen('http://localhost:{port}/x')",
    ],
)
def test_the_process_that_sends_cannot_connect_within_by_any_way(attempt: str) -> None:
    """Even if a name resolves to another address the second time (DNS rebinding)."""
    with listening() as heard:
        code = CONNECT.format(attempt.format(port=heard.port))
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=False,
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"]},
        )
    assert done.stdout.startswith("refused:"), done.stderr
    assert "the address is not public" in done.stdout
    assert heard.paths == []
