"""What stands around every page: sections, company, language, theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from evenhand.base.language import DJANGO_CODE
from evenhand.base.models import LANGUAGES, the_company
from evenhand.core.types import Language
from evenhand.notices.unread import unread_count
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, MANAGE_SETTINGS, READ_AUDIT, Permission
from evenhand.web.middleware import CODE

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the navigation leads to, and who sees it there."""

    label: Text
    name: str
    icon: str
    needed: Permission = EVERYBODY


@dataclass(frozen=True, slots=True)
class Item:
    """A link as it is shown on a page."""

    label: Text
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Links that belong together."""

    label: Text
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page."""

    company: str = ""
    is_demonstration: bool = False
    sections: Sequence[Section] = ()
    tabs: Sequence[Item] = ()
    """What the bar at the bottom of a phone leads to."""
    languages: Sequence[dict[str, Any]] = field(default_factory=tuple)
    themes: Sequence[dict[str, Any]] = field(default_factory=tuple)
    theme: str = "auto"
    outlet: str = ""
    unread: int = 0


TABS = 4
THEME_ICONS = {"auto": "device-desktop", "light": "sun", "dark": "moon"}

SECTIONS: Sequence[tuple[Text, Sequence[Link]]] = (
    (
        pgettext_lazy("section", "Work"),
        (
            Link(pgettext_lazy("page", "Today"), "today", "home"),
            Link(pgettext_lazy("page", "Register"), "book", "writing"),
            Link(pgettext_lazy("page", "Customers"), "customers", "user-check"),
            Link(pgettext_lazy("page", "Rule a dispute"), "rule", "scale"),
            Link(pgettext_lazy("page", "Contested customers"), "contested", "gavel"),
            Link(pgettext_lazy("page", "Policy in force"), "policy", "book"),
            Link(pgettext_lazy("page", "Notices"), "notices", "bell"),
            Link(pgettext_lazy("page", "Files"), "files", "paperclip"),
        ),
    ),
    (
        pgettext_lazy("section", "Company"),
        (
            Link(pgettext_lazy("page", "People"), "people", "users"),
            Link(pgettext_lazy("page", "Outlets"), "outlets", "building-store"),
            Link(pgettext_lazy("page", "Working days"), "calendar", "calendar"),
            Link(pgettext_lazy("page", "Audit"), "audit", "history", READ_AUDIT),
            Link(pgettext_lazy("page", "Settings"), "settings", "settings", MANAGE_SETTINGS),
            Link(pgettext_lazy("page", "Help"), "help", "help"),
        ),
    ),
)


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The context processor: `frame` in every template."""
    company = the_company()
    asking = getattr(request, "user", None)
    user = asking if isinstance(asking, User) else None
    sections = _sections(user, request.path) if user else ()
    return {
        "frame": Frame(
            company=company.name if company else "",
            is_demonstration=bool(company and company.is_demonstration),
            sections=sections,
            tabs=[item for section in sections for item in section.items][:TABS],
            languages=_languages(),
            themes=_themes(user) if user else (),
            theme=user.theme if user else "auto",
            outlet=str(user.post.outlet) if user and user.post else "",
            unread=unread_count(user) if user else 0,
        )
    }


def _sections(user: User, path: str) -> Sequence[Section]:
    shown = []
    for label, links in SECTIONS:
        items = [_item(link, path) for link in links if link.needed.held_by(user)]
        if items:
            shown.append(Section(label, items))
    return shown


def _item(link: Link, path: str) -> Item:
    url = reverse(link.name)
    is_current = path == url or (url != "/" and path.startswith(url))
    return Item(link.label, url, link.icon, is_current)


def _languages() -> Sequence[dict[str, Any]]:
    now = CODE.get(get_language() or "en")
    return [
        {
            "code": code,
            "name": name,
            "tag": DJANGO_CODE[Language(code)],
            "is_current": code == now,
        }
        for code, name in LANGUAGES
    ]


def _themes(user: User) -> Sequence[dict[str, Any]]:
    return [
        {"code": code, "name": name, "icon": THEME_ICONS[code], "is_current": code == user.theme}
        for code, name in User.Theme.choices
    ]
