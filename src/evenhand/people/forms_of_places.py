"""Forms about the company, its outlets, departments, ranks and calendars."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evenhand.base.models import LANGUAGES, LOCKS_AFTER, Country
from evenhand.core.money import DECIMALS
from evenhand.people.forms import Day
from evenhand.people.models import Outlet
from evenhand.people.zones import TIME_ZONES


def time_zone_field(**told: Any) -> forms.ChoiceField:  # noqa: ANN401 - the field's own
    """A time zone, by a place in it."""
    return forms.ChoiceField(
        label=_("time zone"),
        choices=[(zone, zone.replace("_", " ")) for zone in TIME_ZONES],
        **told,
    )


class OutletForm(forms.Form):
    """What an outlet is called and where it stands."""

    name = forms.CharField(label=_("name"), max_length=120)
    tier = forms.ChoiceField(label=_("tier"), choices=Outlet.Tier.choices)
    country = forms.ChoiceField(
        label=_("country"),
        choices=Country.choices,
        help_text=_("Its public holidays decide which days are worked."),
    )
    time_zone = time_zone_field(help_text=_("It decides which day it is there."))


class NameForm(forms.Form):
    """What something is called."""

    name = forms.CharField(label=_("name"), max_length=120)


class RankForm(forms.Form):
    """A rank."""

    name = forms.CharField(label=_("name"), max_length=80)
    level = forms.IntegerField(
        label=_("level"),
        min_value=1,
        max_value=1000,
        help_text=_("A higher number is more senior. Leave room between them: 10, 20, 30."),
    )


class CompanyForm(forms.Form):
    """What the company is called and where it stands."""

    name = forms.CharField(label=_("name"), max_length=200)
    language = forms.ChoiceField(
        label=_("language"),
        choices=LANGUAGES,
        help_text=_("For whoever has chosen none. Everybody may choose their own."),
    )
    country = forms.ChoiceField(label=_("country"), choices=Country.choices)
    time_zone = time_zone_field()
    currency = forms.ChoiceField(
        label=_("currency"), choices=[(code, code) for code in sorted(DECIMALS)]
    )
    lock_after_minutes = forms.IntegerField(
        label=_("minutes until a shared device locks itself"),
        min_value=LOCKS_AFTER[0],
        max_value=LOCKS_AFTER[1],
    )
    began_on = Day(
        label=_("the day on which the company began"),
        required=False,
        help_text=_("Nothing is entered in the register that is said to have happened before."),
    )


class CalendarDayForm(forms.Form):
    """A day on which a country works otherwise."""

    day = Day(label=_("day"))
    is_working = forms.TypedChoiceField(
        label=_("on this day"),
        choices=[("no", _("Nobody works")), ("yes", _("Everybody works"))],
        coerce=lambda value: value == "yes",
    )
    reason = forms.CharField(label=_("reason"), max_length=200, required=False)


class PreferencesForm(forms.Form):
    """How somebody wants to be spoken to."""

    language = forms.ChoiceField(label=_("language"), choices=LANGUAGES)
    theme = forms.ChoiceField(label=_("look"), choices=())

    def __init__(self, *args: Any, themes: list[tuple[str, Any]], **told: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **told)
        theme = self.fields["theme"]
        assert isinstance(theme, forms.ChoiceField)
        theme.choices = themes
