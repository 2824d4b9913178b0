"""What people fill in about being told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.notices.kinds import kinds
from evenhand.notices.models import LABEL_LENGTH, Hours, When
from evenhand.notices.services import LONGEST
from evenhand.notices.wishes import Wish
from evenhand.people.models import Outlet, User

_EACH_HOUR = [(hour, f"{hour:02}:00") for hour in range(24)]
_QUIET: list[tuple[Any, Any]] = [("", pgettext_lazy("quiet hours", "None")), *_EACH_HOUR]


class WishesForm(forms.Form):
    """How one wants to be told of each kind: two fields for each."""

    def __init__(self, *args: Any, wishes: list[Wish], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.wishes = wishes
        for wish in wishes:
            for channel in ("mail", "im"):
                self.fields[f"{wish.kind.key}-{channel}"] = forms.ChoiceField(
                    choices=When.choices, initial=getattr(wish, channel), label=str(wish.kind.label)
                )

    @property
    def rows(self) -> list[tuple[Wish, forms.BoundField, forms.BoundField]]:
        """Each kind with its two fields."""
        return [
            (wish, self[f"{wish.kind.key}-mail"], self[f"{wish.kind.key}-im"])
            for wish in self.wishes
        ]

    def chosen(self) -> list[Wish]:
        """What was chosen, of each kind."""
        return [
            Wish(
                kinds()[wish.kind.key],
                When(self.cleaned_data[f"{wish.kind.key}-mail"]),
                When(self.cleaned_data[f"{wish.kind.key}-im"]),
            )
            for wish in self.wishes
        ]


class HoursForm(forms.Form):
    """When one wants to be told."""

    digest_hour = forms.TypedChoiceField(
        choices=_EACH_HOUR, coerce=int, label=_("Hour of the daily summary")
    )
    quiet_from = forms.TypedChoiceField(
        choices=_QUIET, coerce=int, empty_value=None, required=False, label=_("Quiet from")
    )
    quiet_until = forms.TypedChoiceField(
        choices=_QUIET, coerce=int, empty_value=None, required=False, label=_("Quiet until")
    )

    @classmethod
    def of(cls, hours: Hours) -> HoursForm:
        """As it stands now."""
        names = ("digest_hour", "quiet_from", "quiet_until")
        return cls(initial={name: getattr(hours, name) for name in names})

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if (given.get("quiet_from") is None) != (given.get("quiet_until") is None):
            raise forms.ValidationError(
                _("Quiet hours have a beginning and an end: choose both, or neither.")
            )
        return given


class ImAddressForm(forms.Form):
    """A chat address."""

    address = forms.CharField(
        max_length=LONGEST,
        label=_("Webhook address"),
        help_text=_("Copy it from your chat program. It is stored encrypted."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    label = forms.CharField(
        max_length=LABEL_LENGTH,
        required=False,
        label=_("Name"),
        help_text=_("What you call it here."),
    )


class OutletImAddressForm(ImAddressForm):
    """The chat address of an outlet's group."""

    def __init__(self, *args: Any, asker: User, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.fields["outlet"] = forms.ModelChoiceField(
            Outlet.objects.visible_to(asker).open(), to_field_name="public_id", label=_("Outlet")
        )
