"""Icons, the mark, and what is said: `{% load looks %}`."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from django import template
from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from evenhand.base.language import language
from evenhand.base.language import spoken as said_now
from evenhand.core.ruling.figures import day_in

register = template.Library()
_EPOCH = date(1970, 1, 1).toordinal()


class UnknownIcon(LookupError):
    """A template names an icon that does not ship: docs/vendor.py lists those that do."""


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon beside words that say the same; it is nothing to a screen reader."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        f"icon-{size}" if size else "",
        _strokes(name),
    )


@cache
def _strokes(name: str) -> SafeString:
    """What an icon's file draws."""
    path = finders.find(f"vendor/icons/{name}.svg")
    if not isinstance(path, str):
        raise UnknownIcon(name)
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - a path that a finder found
        drawing = file.read()
    inner = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    kept = (line.strip() for line in inner.splitlines() if 'stroke="none"' not in line)
    return mark_safe("".join(kept))  # noqa: S308 - a file that ships, held to its checksum


@register.simple_tag
def mark(size: int = 32) -> SafeString:
    """The mark: two lines of equal weight, and a seal beneath."""
    return format_html(
        '<svg viewBox="0 0 32 32" width="{0}" height="{0}" aria-hidden="true">'
        '<rect width="32" height="32" rx="7" fill="#0f5e56"/>'
        '<rect x="6.5" y="6.5" width="19" height="5" rx="1.25" fill="#fffefb"/>'
        '<rect x="6.5" y="14" width="19" height="5" rx="1.25" fill="#fffefb"/>'
        '<rect x="19.5" y="21.5" width="6" height="6" rx="1.25" fill="#f2775c"/></svg>',
        size,
    )


@register.filter
def spoken(text: str) -> str:
    """A sentence of the core in the language of the page."""
    return said_now(text)


@register.filter
def day(when: date | str | None) -> str:
    """A day as people of the language write it, as rulings do; of an instant, the day it is here.

    >>> day(date(2013, 3, 1)), day("")
    ('1 March 2013', '')
    """
    if not when:
        return ""
    if isinstance(when, str):
        when = date.fromisoformat(when)
    if isinstance(when, datetime):
        when = timezone.localtime(when).date()
    return day_in(language(), when.toordinal() - _EPOCH)


@register.filter
def moment(when: datetime) -> str:
    """An instant with hours and minutes, on the clocks of the reader."""
    return f"{day(when)} {timezone.localtime(when):%H:%M}"


@register.filter
def moment_on(when: datetime, page: date | None) -> str:
    """An instant on the page of a day: hours and minutes alone, if it is of that day."""
    here = timezone.localtime(when)
    return f"{here:%H:%M}" if here.date() == page else moment(when)
