"""Pages of shared devices: registering, switching, locking, one's own PIN."""

from __future__ import annotations

from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.base.once import new_form_key, once
from evenhand.people.actions.devices import check_pin, register_device, revoke_device, set_pin
from evenhand.people.callers import caller
from evenhand.people.devices import COOKIE, COOKIE_LASTS, device_of, mark_session, people_of
from evenhand.people.forms_of_doors import DeviceForm, PinForm, SwitchForm
from evenhand.people.models.access import Device
from evenhand.people.permissions import EVERYBODY, REGISTER_DEVICES, allowed, open_to_all

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(REGISTER_DEVICES)
def devices(request: HttpRequest) -> HttpResponse:
    """Shared devices within reach; the form makes one of the device it is sent from."""
    user = caller(request)
    form = DeviceForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        outlet = form.cleaned_data["outlet"]
        secret = register_device(outlet, name=form.cleaned_data["name"], by=user)
        answer = redirect("devices")
        answer.set_cookie(
            COOKIE,
            secret,
            max_age=COOKIE_LASTS,
            httponly=True,
            samesite="Strict",
            secure=settings.ENVIRONMENT.is_https,
        )
        return answer
    shared = Device.objects.visible_to(user).shared().select_related("outlet")
    context = {"form": form, "devices": shared, "form_key": new_form_key()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/devices.html", context, status=status)


@require_POST
@allowed(REGISTER_DEVICES)
@once
def end_device(request: HttpRequest, public_id: str) -> HttpResponse:
    """Share a device no longer."""
    seen = Device.objects.visible_to(caller(request))
    device = get_object_or_404(seen, public_id=public_id)
    revoke_device(device, by=caller(request))
    return redirect("devices")


@sensitive_post_parameters("digits")
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def switch(request: HttpRequest) -> HttpResponse:
    """Pick one's name, and come in with six digits; only on a device that is shared."""
    device = device_of(request)
    if device is None:
        raise Http404
    people, said, status = people_of(device), "", HTTPStatus.OK
    if request.method == "POST":
        form = SwitchForm(request.POST)
        chosen = {one.public_id: one for one in people}.get(form.data.get("person", ""))
        if form.is_valid() and chosen and check_pin(device, chosen, form.cleaned_data["digits"]):
            logout(request)
            login(request, chosen, backend=BACKEND)
            mark_session(request, device)
            return redirect("today")
        said = _("The PIN is wrong, or it was tried too often. Sign in with your password instead.")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"device": device, "people": people, "said": said}
    return render(request, "people/switch.html", context, status=status)


@require_POST
@open_to_all
def lock(request: HttpRequest) -> HttpResponse:
    """Leave a shared device to whoever comes next."""
    logout(request)
    return redirect("switch" if device_of(request) else "account_login")


@sensitive_post_parameters("digits")
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(EVERYBODY)
@reauthentication_required  # type: ignore[untyped-decorator]  # the library's own
def pin(request: HttpRequest) -> HttpResponse:
    """Set the digits by which one comes in on shared devices."""
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_pin(caller(request), digits=form.cleaned_data["digits"])
        return redirect("today")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/pin.html", {"form": form}, status=status)
