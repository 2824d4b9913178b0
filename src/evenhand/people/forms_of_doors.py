"""Forms of what lets people in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from evenhand.people.devices import DIGITS
from evenhand.people.models import Outlet, User
from evenhand.people.permissions import REGISTER_DEVICES
from evenhand.people.tokens import LONGEST, SCOPES

DIGITS_ONLY = {"inputmode": "numeric", "autocomplete": "off", "maxlength": DIGITS}


class PasswordForm(forms.Form):
    """A password of one's own."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Several words are easy to keep in mind."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """The password, if nobody guesses it."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(one, one) for one in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=_("Days until it ends"), min_value=1, max_value=LONGEST.days, initial=90
    )


class DeviceForm(forms.Form):
    """A new shared device."""

    outlet = forms.ModelChoiceField(
        Outlet.objects.none(), label=_("Outlet"), to_field_name="public_id"
    )
    name = forms.CharField(label=_("What the device is called"), max_length=80)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **kwargs)
        reach = user.standing.reach(REGISTER_DEVICES.roles)
        open_ones = Outlet.objects.visible_to(user).open()
        if not reach.everywhere:
            open_ones = open_ones.filter(id__in=reach.outlets)
        self.fields["outlet"].queryset = open_ones  # type: ignore[attr-defined]  # a ModelChoiceField


class PinForm(forms.Form):
    """Six digits of one's own."""

    digits = forms.CharField(
        label=_("PIN"), max_length=DIGITS, widget=forms.PasswordInput(attrs=DIGITS_ONLY)
    )


class SwitchForm(forms.Form):
    """Who comes to the device, and the digits."""

    person = forms.CharField(max_length=20)
    digits = forms.CharField(
        label=_("PIN"), max_length=DIGITS, widget=forms.PasswordInput(attrs=DIGITS_ONLY)
    )
