"""Pages of how one wants to be told, and of the company's mail and chat."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.base.language import spoken
from evenhand.base.once import FIELD, new_form_key, once
from evenhand.core.errors import ImRefused
from evenhand.notices.actions import (
    add_im_address,
    choose_hours,
    choose_wishes,
    remove_im_address,
)
from evenhand.notices.forms import HoursForm, ImAddressForm, OutletImAddressForm, WishesForm
from evenhand.notices.jobs import given_up
from evenhand.notices.models import ImAddress
from evenhand.notices.permissions import MANAGE_CHANNELS
from evenhand.notices.sending import Failed, mail_is_set
from evenhand.notices.services import SERVICES, checked
from evenhand.notices.testing import try_im, try_mail
from evenhand.notices.wishes import all_wishes, hours_of
from evenhand.people.callers import caller
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, allowed


@require_GET
@allowed(EVERYBODY)
def wishes(request: HttpRequest) -> HttpResponse:
    """How one wants to be told."""
    return _wishes_page(request)


@require_POST
@allowed(EVERYBODY)
@once
def save_wishes(request: HttpRequest) -> HttpResponse:
    """Note how one wants to be told of each kind."""
    user = caller(request)
    form = WishesForm(request.POST, wishes=all_wishes(user))
    if not form.is_valid():
        return _wishes_page(request, wishes_form=form)
    choose_wishes(user, wishes=form.chosen(), by=user)
    messages.success(request, _("Saved."))
    return redirect("notice_preferences")


@require_POST
@allowed(EVERYBODY)
@once
def save_hours(request: HttpRequest) -> HttpResponse:
    """Note when one wants to be told."""
    user = caller(request)
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _wishes_page(request, hours_form=form)
    choose_hours(user, **form.cleaned_data, by=user)
    messages.success(request, _("Saved."))
    return redirect("notice_preferences")


@require_POST
@allowed(EVERYBODY)
@once
def add_address(request: HttpRequest) -> HttpResponse:
    """Add a chat address of one's own."""
    user = caller(request)
    form = ImAddressForm(request.POST)
    if not _add(form, user):
        return _wishes_page(request, address_form=form)
    messages.success(request, _("Added. Send a test message to see whether it arrives."))
    return redirect("notice_preferences")


@require_POST
@allowed(EVERYBODY)
@once
def remove_address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Remove a chat address."""
    user = caller(request)
    address = _address(user, public_id)
    remove_im_address(address, by=user)
    messages.success(request, _("Removed."))
    return redirect("notice_channels" if address.outlet_id else "notice_preferences")


@require_POST
@allowed(EVERYBODY)
def try_address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a test message to a chat. Not @once: nothing is written before it has been sent."""
    user = caller(request)
    address = _address(user, public_id)
    _tell(request, try_im(address, by=user))
    return redirect("notice_channels" if address.outlet_id else "notice_preferences")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(MANAGE_CHANNELS)
@once
def channels(request: HttpRequest) -> HttpResponse:
    """The company's mail and chat: what is set up, the groups of outlets, trying it out."""
    user, status = caller(request), HTTPStatus.OK
    form = OutletImAddressForm(request.POST or None, asker=user)
    if request.method == "POST":
        if _add(form, user):
            messages.success(request, _("Added. Send a test message to see whether it arrives."))
            return redirect("notice_channels")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    environment = settings.ENVIRONMENT
    context = {
        "has_mail": mail_is_set(),
        "sender": environment.mail_from,
        "host": getattr(settings, "EMAIL_HOST", ""),
        "hosts": environment.notice_hosts,
        "given_up": given_up(),
        "form": form,
        "addresses": _addresses(user, of_outlets=True),
        "services": SERVICES,
        "form_key": request.POST.get(FIELD) or new_form_key(),
    }
    return render(request, "notices/channels.html", context, status=status)


@require_POST
@allowed(MANAGE_CHANNELS)
def try_company_mail(request: HttpRequest) -> HttpResponse:
    """Send a test mail to oneself. Not @once: nothing is written before it has been sent."""
    _tell(request, try_mail(by=caller(request)))
    return redirect("notice_channels")


def _wishes_page(
    request: HttpRequest,
    *,
    wishes_form: WishesForm | None = None,
    hours_form: HoursForm | None = None,
    address_form: ImAddressForm | None = None,
) -> HttpResponse:
    user = caller(request)
    has_mistakes = any((wishes_form, hours_form, address_form))
    context: dict[str, Any] = {
        "wishes_form": wishes_form or WishesForm(wishes=all_wishes(user)),
        "hours_form": hours_form or HoursForm.of(hours_of(user)),
        "address_form": address_form or ImAddressForm(),
        "addresses": _addresses(user, of_outlets=False),
        "services": SERVICES,
        "has_mail": mail_is_set(),
        "form_key": request.POST.get(FIELD) or new_form_key(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if has_mistakes else HTTPStatus.OK
    return render(request, "notices/wishes.html", context, status=status)


def _add(form: ImAddressForm, user: User) -> bool:
    """Whether the address could be added; if not, the form says why."""
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        address = checked(given["address"], allowed=settings.ENVIRONMENT.notice_hosts)
    except ImRefused as error:
        form.add_error("address", spoken(error.said))
        return False
    add_im_address(address=address, label=given["label"], by=user, outlet=given.get("outlet"))
    return True


def _addresses(user: User, *, of_outlets: bool) -> list[ImAddress]:
    found = ImAddress.objects.visible_to(user).working().select_related("outlet")
    return [one for one in found if (one.outlet_id is not None) == of_outlets]


def _address(user: User, public_id: str) -> ImAddress:
    return get_object_or_404(ImAddress.objects.visible_to(user).working(), public_id=public_id)


def _tell(request: HttpRequest, failed: Failed | None) -> None:
    if failed is None:
        messages.success(request, _("The test message was sent. See whether it has arrived."))
    else:
        told = _("The test message was not taken: {why}. Check the address and try again.")
        messages.error(request, told.format(why=spoken(failed.why)))
