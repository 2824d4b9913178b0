"""Forms about people: their names, posts, roles and absences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.base.models import LANGUAGES
from evenhand.people.models import Department, Outlet, Rank, User
from evenhand.people.reading import AWAY, EVERYBODY_EVER, SHUT_OUT, WORKING, Sought
from evenhand.people.roles import COMPANY_WIDE, SCOPED, Role

STATES = (
    (WORKING, pgettext_lazy("people", "Working")),
    (AWAY, pgettext_lazy("people", "Away today")),
    (SHUT_OUT, pgettext_lazy("people", "May not sign in")),
    (EVERYBODY_EVER, pgettext_lazy("people", "Everybody")),
)
ANY = ("", "—")


class Day(forms.DateField):
    """A day, picked in a calendar."""

    def __init__(self, **told: Any) -> None:  # noqa: ANN401 - the field's own
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **told)


class Place(forms.ChoiceField):
    """An outlet, or a department of one: its value is both, None for what is not chosen."""

    def __init__(self, **told: Any) -> None:  # noqa: ANN401 - the field's own
        super().__init__(**told)
        self.offered: dict[str, tuple[Outlet | None, Department | None]] = {}

    def offer(self, reader: User, *, none: bool) -> None:
        """The places that this person sees and that are open."""
        departments: dict[int, list[Department]] = {}
        for one in Department.objects.visible_to(reader).open():
            departments.setdefault(one.outlet_id, []).append(one)
        groups: list[Any] = [("", _("The whole company")) if none else ANY]
        for outlet in Outlet.objects.visible_to(reader).open():
            inside = [(outlet.public_id, _("Whole outlet: %(name)s") % {"name": outlet.name})]
            self.offered[outlet.public_id] = (outlet, None)
            for one in departments.get(outlet.id, ()):
                self.offered[one.public_id] = (outlet, one)
                inside.append((one.public_id, f"{outlet.name} · {one.name}"))
            groups.append((outlet.name, inside))
        self.choices = groups

    def clean(self, value: Any) -> tuple[Outlet | None, Department | None]:  # noqa: ANN401 - the field's own
        """The outlet and the department."""
        return self.offered.get(super().clean(value), (None, None))


class SearchForm(forms.Form):
    """Who is looked for."""

    q = forms.CharField(
        label=pgettext_lazy("people", "Name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    outlet: forms.ModelChoiceField[Outlet] = forms.ModelChoiceField(
        None, label=_("outlet"), required=False, to_field_name="public_id"
    )
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        None, label=_("department"), required=False, to_field_name="public_id"
    )
    role = forms.ChoiceField(label=_("role"), required=False)
    state = forms.ChoiceField(label=_("state"), choices=STATES, required=False)

    def __init__(self, *args: Any, reader: User, sees_more: bool, **told: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **told)
        outlets, departments = self.fields["outlet"], self.fields["department"]
        assert isinstance(outlets, forms.ModelChoiceField)
        assert isinstance(departments, forms.ModelChoiceField)
        outlets.queryset = Outlet.objects.visible_to(reader)
        departments.queryset = Department.objects.visible_to(reader)
        outlets.empty_label = departments.empty_label = pgettext_lazy("people", "All")
        roles = self.fields["role"]
        assert isinstance(roles, forms.ChoiceField)
        roles.choices = [("", pgettext_lazy("people", "All")), *Role.choices]
        if outlets.queryset.count() < 2:
            del self.fields["outlet"]
        if not sees_more:
            del self.fields["role"]

    def sought(self) -> Sought:
        """What is looked for; what cannot be understood is left out."""
        self.is_valid()
        told = self.cleaned_data
        return Sought(
            text=told.get("q") or "",
            outlet=told.get("outlet"),
            department=told.get("department"),
            role=told.get("role") or "",
            state=told.get("state") or WORKING,
        )


class PersonForm(forms.Form):
    """A person's name and address."""

    name = forms.CharField(label=_("name"), max_length=120)
    email = forms.EmailField(
        label=_("e-mail"),
        required=False,
        max_length=254,
        help_text=_("For notices, and for a new password when the old one is forgotten."),
    )


class NewPersonForm(PersonForm):
    """A person who is to be added, and where they begin."""

    login = forms.RegexField(
        r"^[a-zA-Z0-9][a-zA-Z0-9._-]*$",
        label=_("login name"),
        max_length=60,
        help_text=_("Letters without accents, digits, and . - _ between them."),
        error_messages={"invalid": _("Use letters without accents, digits, and . - _ only.")},
    )
    language = forms.ChoiceField(label=_("language"), choices=LANGUAGES)
    place = Place(label=_("outlet and department"))
    title = forms.CharField(label=_("job title"), max_length=80, required=False)
    rank: forms.ModelChoiceField[Rank] = forms.ModelChoiceField(
        None, label=_("rank"), required=False, to_field_name="public_id", empty_label="—"
    )
    from_day = Day(label=_("first day"), initial=timezone.localdate)
    field_order = ("name", "login", "email", "language", "place", "title", "rank", "from_day")

    def __init__(self, *args: Any, reader: User, **told: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **told)
        _offer_places_and_ranks(self, reader)


class PostForm(forms.Form):
    """Where somebody is to work from a day on."""

    place = Place(label=_("outlet and department"))
    title = forms.CharField(label=_("job title"), max_length=80, required=False)
    rank: forms.ModelChoiceField[Rank] = forms.ModelChoiceField(
        None, label=_("rank"), required=False, to_field_name="public_id", empty_label="—"
    )
    from_day = Day(
        label=_("first day"),
        initial=timezone.localdate,
        help_text=_("The post before it ends the day before."),
    )

    def __init__(self, *args: Any, reader: User, **told: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **told)
        _offer_places_and_ranks(self, reader)


def _offer_places_and_ranks(form: forms.Form, reader: User) -> None:
    place, rank = form.fields["place"], form.fields["rank"]
    assert isinstance(place, Place)
    assert isinstance(rank, forms.ModelChoiceField)
    place.offer(reader, none=False)
    rank.queryset = Rank.objects.visible_to(reader)


class LastDayForm(forms.Form):
    """The last day of something."""

    last_day = Day(label=_("last day"), initial=timezone.localdate)


class LeavingForm(LastDayForm):
    """The last day of somebody who leaves the company, and why."""

    reason = forms.CharField(label=_("reason"), max_length=200, required=False)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("reason"), max_length=200, required=False)


class NothingForm(forms.Form):
    """Nothing but the word that it is to be done."""


class RoleForm(forms.Form):
    """Which role somebody is to have, and where."""

    role = forms.ChoiceField(label=_("role"), choices=Role.choices)
    place = Place(
        label=_("where"),
        required=False,
        help_text=_(
            "Heads head an outlet or a department. Salespeople, mediators and complaint handlers "
            "may have theirs anywhere. All other roles are held for the whole company."
        ),
    )

    def __init__(self, *args: Any, reader: User, **told: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **told)
        place = self.fields["place"]
        assert isinstance(place, Place)
        place.offer(reader, none=True)

    def clean(self) -> dict[str, Any]:
        """The role has to go with the place."""
        told = super().clean() or self.cleaned_data
        role, place = told.get("role"), told.get("place") or (None, None)
        if role in COMPANY_WIDE and place[0]:
            self.add_error("place", ValidationError(_("This role is for the whole company.")))
        if role in SCOPED and not place[0]:
            self.add_error("place", ValidationError(_("Say which outlet or department.")))
        return told


class AbsenceForm(forms.Form):
    """When somebody is away, and who stands in."""

    from_day = Day(label=_("first day"), initial=timezone.localdate)
    until_day = Day(label=_("last day"), initial=timezone.localdate)
    stand_in: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        None,
        label=_("stand-in"),
        required=False,
        to_field_name="public_id",
        empty_label=_("Nobody"),
        help_text=_("Somebody of the same outlet, who serves the customers meanwhile."),
    )
    reason = forms.CharField(
        label=_("reason"),
        max_length=200,
        required=False,
        help_text=_("Only the person, their head and roles of the whole company see it."),
    )

    def __init__(self, *args: Any, reader: User, person: User, **told: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **told)
        stand_in = self.fields["stand_in"]
        assert isinstance(stand_in, forms.ModelChoiceField)
        stand_in.queryset = User.objects.visible_to(reader).colleagues_of(person)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("from_day"), told.get("until_day")
        if first and last and last < first:
            self.add_error("until_day", ValidationError(_("The last day is before the first.")))
        return told
