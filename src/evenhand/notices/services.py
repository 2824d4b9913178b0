"""The chat services that messages go to, and how their addresses are written."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from evenhand.core.errors import ImRefused
from evenhand.core.said import said
from evenhand.notices.fence import check_host

LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class Service:
    """A chat service."""

    key: str
    label: str | Promise
    schemes: tuple[str, ...]
    example: str
    names_host: bool = False
    """Whether an address names a host of one's own choice."""
    plain: tuple[str, ...] = ()
    """Schemes without TLS: only to hosts within the company that it names."""


SERVICES: Final = (
    Service(
        "wecom", "企业微信 WeCom", ("wecombot",), "https://qyapi.weixin.qq.com/cgi-bin/webhook/…"
    ),
    Service("dingtalk", "钉钉 DingTalk", ("dingtalk",), "https://oapi.dingtalk.com/robot/send?…"),
    Service("feishu", "飞书 Feishu", ("feishu",), "https://open.feishu.cn/open-apis/bot/v2/hook/…"),
    Service("lark", "Lark", ("lark",), "https://open.larksuite.com/open-apis/bot/v2/hook/…"),
    Service("zalo", "Zalo", ("zalo",), "zalo://BOT_TOKEN/CHAT_ID"),
    Service("slack", "Slack", ("slack",), "https://hooks.slack.com/services/…"),
    Service(
        "teams",
        "Microsoft Teams",
        ("workflows", "workflow"),
        "https://….logic.azure.com/workflows/…",
        names_host=True,
    ),
    Service("telegram", "Telegram", ("tgram",), "tgram://BOT_TOKEN/CHAT_ID"),
    Service(
        "mattermost",
        "Mattermost",
        ("mmosts",),
        "mmosts://chat.example.com/TOKEN",
        names_host=True,
        plain=("mmost",),
    ),
    Service(
        "rocketchat",
        "Rocket.Chat",
        ("rockets",),
        "rockets://WEBHOOK@chat.example.com",
        names_host=True,
        plain=("rocket",),
    ),
    Service(
        "ntfy",
        "ntfy",
        ("ntfys",),
        "ntfys://ntfy.example.com/TOPIC",
        names_host=True,
        plain=("ntfy",),
    ),
    Service(
        "json",
        pgettext_lazy("chat service", "Another program (JSON)"),
        ("jsons",),
        "jsons://example.com/PATH",
        names_host=True,
        plain=("json",),
    ),
)

_REFUSED_OPTIONS: Final = frozenset({"redirect", "verify"})
"""What would follow a redirect to elsewhere, or believe whoever answers."""
_FEISHU: Final = re.compile(r"/open-apis/bot/v2/hook/([A-Za-z0-9-]+)/?")


def service_named(key: str) -> Service:
    """The service of a stored address."""
    return next(service for service in SERVICES if service.key == key)


@dataclass(frozen=True, slots=True)
class Checked:
    """An address that may be used, in the form in which it is kept."""

    url: str
    service: Service


def checked(typed: str, *, allowed: Collection[str] = ()) -> Checked:
    """An address as somebody typed it, made ready. Raises ImRefused with what to do.

    `allowed` are hosts within the company. It is checked again whenever something is sent.
    """
    url = _as_scheme(typed.strip())
    if len(url) > LONGEST or not url.isprintable() or " " in url:
        raise _unreadable()
    scheme = _scheme(url)
    service = _service(scheme)
    if service is None and scheme != "https":
        raise ImRefused(
            said(
                "{scheme} is no chat service that is known here. Known are: {services}.",
                scheme=scheme or typed[:20],
                services=[str(one.label) for one in SERVICES],
            )
        )
    options = {name.lower() for name in parse_qs(url.partition("?")[2], keep_blank_values=True)}
    if options & _REFUSED_OPTIONS:
        raise ImRefused(
            said(
                "The address may not say {options}. Leave that out.",
                options=sorted(options & _REFUSED_OPTIONS),
            )
        )
    return _instantiated(url, allowed)


def _instantiated(url: str, allowed: Collection[str]) -> Checked:
    """As the library reads it: a webhook's own https address becomes one with a scheme."""
    from apprise import Apprise  # noqa: PLC0415 - a second, which most requests need not spend

    plugin = Apprise.instantiate(url, suppress_exceptions=True)
    if plugin is None:
        raise _unreadable()
    kept = url if _scheme(url) != "https" else str(plugin.url())  # type: ignore[no-untyped-call]  # the library's
    service = _service(_scheme(kept))
    if service is None:
        raise _unreadable()
    if service.names_host:
        host = str(plugin.host or "")
        check_host(host, allowed=allowed)
        if _scheme(kept) in service.plain and host.lower() not in allowed:
            raise ImRefused(
                said(
                    "Messages to {host} would go unencrypted. Write {scheme}:// instead.",
                    host=host,
                    scheme=service.schemes[0],
                )
            )
    return Checked(kept, service)


def _as_scheme(typed: str) -> str:
    """The addresses that DingTalk and Feishu give out, which the library does not know as such."""
    parts = urlsplit(typed) if typed.startswith("https://") else None
    if parts is None:
        return typed
    if parts.hostname == "oapi.dingtalk.com":
        token = parse_qs(parts.query).get("access_token", [""])[0]
        return f"dingtalk://{token}" if token.isalnum() else typed
    if parts.hostname in ("open.feishu.cn", "open.larksuite.com") and (
        found := _FEISHU.fullmatch(parts.path)
    ):
        return f"{'feishu' if parts.hostname.endswith('.cn') else 'lark'}://{found[1]}"
    return typed


def _scheme(url: str) -> str:
    return url.partition("://")[0].lower() if "://" in url else ""


def _service(scheme: str) -> Service | None:
    return next((one for one in SERVICES if scheme in one.schemes + one.plain), None)


def _unreadable() -> ImRefused:
    return ImRefused(
        said("This address cannot be read. Copy the whole webhook address from the chat program.")
    )
