"""Which events of the audit trail are asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.insight.events import Asked, kinds
from evenhand.people.models import Outlet, User

_DAY: Any = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}


class EventsForm(forms.Form):
    """Who, what, when, where: whatever is left open narrows nothing down."""

    who = forms.CharField(label=pgettext_lazy("events", "Who"), required=False, max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("events", "What"), required=False)
    from_day = forms.DateField(
        label=pgettext_lazy("events", "From"), required=False, widget=forms.DateInput(**_DAY)
    )
    until_day = forms.DateField(
        label=pgettext_lazy("events", "Until"), required=False, widget=forms.DateInput(**_DAY)
    )
    outlet = forms.ModelChoiceField(
        Outlet.objects.none(),
        label=_("Outlet"),
        required=False,
        to_field_name="public_id",
        empty_label=pgettext_lazy("outlets", "All"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        kind, outlet = self.fields["kind"], self.fields["outlet"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(outlet, forms.ModelChoiceField)
        kind.choices = [("", pgettext_lazy("events", "Everything")), *kinds()]
        outlet.queryset = Outlet.objects.visible_to(user)

    def asked(self) -> Asked:
        """What is asked for; nothing in particular while the form has mistakes."""
        return Asked(**self.cleaned_data) if self.is_valid() else Asked()
