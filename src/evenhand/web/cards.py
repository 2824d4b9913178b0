"""The settings: a list of cards, each with a page of its own in the feature that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from evenhand.notices.permissions import MANAGE_CHANNELS
from evenhand.people.callers import caller
from evenhand.people.permissions import (
    EVERYBODY,
    KEEP_DOORS,
    MANAGE_SETTINGS,
    REGISTER_DEVICES,
    Permission,
    allowed,
)

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Card:
    """A page of settings, and who gets there."""

    title: Text
    text: Text
    name: str
    """Of the page's address."""
    icon: str
    needed: Permission = EVERYBODY


CARDS: Final[Sequence[Card]] = (
    Card(
        _("The company"),
        _("Name, language, country, time zone and currency."),
        "company_settings",
        "settings",
        MANAGE_SETTINGS,
    ),
    Card(
        pgettext_lazy("page", "Outlets"),
        _("Where customers are received; departments and their heads."),
        "outlets",
        "building-store",
    ),
    Card(
        pgettext_lazy("page", "Ranks"),
        _("Who is more senior, where a policy shares by rank."),
        "ranks",
        "rosette",
    ),
    Card(
        pgettext_lazy("page", "Working days"),
        _("Public holidays and make-up days, and where yours are otherwise."),
        "calendar",
        "calendar",
    ),
    Card(
        _("Shared devices"),
        _("Showroom devices on which people change places with six digits."),
        "devices",
        "device-mobile",
        REGISTER_DEVICES,
    ),
    Card(
        _("Lost second factors"),
        _("Removed by two administrators together."),
        "factor_resets",
        "shield-lock",
        KEEP_DOORS,
    ),
    Card(
        _("Everybody's tokens"),
        _("Which programs act for whom, and until when."),
        "all_tokens",
        "lock",
        KEEP_DOORS,
    ),
    Card(
        _("Mail and chat"),
        _("How messages leave Evenhand; trying out whether they arrive."),
        "notice_channels",
        "send",
        MANAGE_CHANNELS,
    ),
)


@require_safe
@allowed(MANAGE_SETTINGS)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Every card that whoever asks may open."""
    user = caller(request)
    cards = [card for card in CARDS if card.needed.held_by(user)]
    return render(request, "web/settings.html", {"cards": cards})
