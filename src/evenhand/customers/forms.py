"""Forms: what happened with a customer, told in seconds; and what an entry ought to have said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evenhand.base.language import language
from evenhand.core.identity.telephone import LONGEST
from evenhand.core.register.entry import GRADES, KINDS
from evenhand.customers.actions import Happened
from evenhand.customers.models import Erasure
from evenhand.people.models import Outlet, User
from evenhand.register.drafts import (
    CORRECTABLE,
    HIGHEST_RANK,
    LONGEST_NOTE,
    LONGEST_VALUE,
    NOT_BY_HAND,
)
from evenhand.register.reading import correctable

OFTEN: Final = (
    "reception",
    "call",
    "visit",
    "follow_up",
    "message",
    "card",
    "business_card",
    "order",
    "contract",
)
"""What is entered day by day; the others are behind a click."""


def _labelled(names: Iterable[str]) -> Sequence[tuple[str, str]]:
    return [(name, KINDS[name].label.in_(language())) for name in names]


def _others() -> Sequence[tuple[str, str]]:
    rare = [name for name in KINDS if name not in (*OFTEN, *NOT_BY_HAND)]
    return [("", pgettext_lazy("kind", "none of these")), *_labelled(rare)]  # type: ignore[list-item]  # said later


class EntryForm(forms.Form):
    """What happened, with a customer who is known or one who is new."""

    name = forms.CharField(
        label=pgettext_lazy("customer", "name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    telephone = forms.CharField(
        label=_("telephone"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=_("By their number they are known again, also at another outlet."),
    )
    kind = forms.ChoiceField(
        label=_("What happened"),
        widget=forms.RadioSelect,
        choices=lambda: _labelled(OFTEN),
        required=False,
    )
    other = forms.ChoiceField(label=_("Something rarer happened"), choices=_others, required=False)
    grade = forms.ChoiceField(
        label=_("How soon they will buy"),
        widget=forms.RadioSelect,
        choices=lambda: [("", pgettext_lazy("grade", "not said")), *((one, one) for one in GRADES)],
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    occurred_at = forms.DateTimeField(
        label=_("When it happened, if not now"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    sent_at = forms.CharField(required=False, widget=forms.HiddenInput)
    """When the form was sent on a line that was lost, as the device says: ISO 8601."""
    on_behalf_of: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        None,
        label=_("For a colleague who is away"),
        required=False,
        to_field_name="public_id",
        empty_label=pgettext_lazy("colleague", "nobody: for myself"),
    )
    asked = forms.BooleanField(label=_("I asked whether they know somebody here"), required=False)
    reached = forms.ChoiceField(
        label=_("Was the customer reached?"),
        choices=(
            ("", pgettext_lazy("reached", "not said")),
            ("yes", pgettext_lazy("entry", "yes")),
            ("no", pgettext_lazy("entry", "no")),
        ),
        required=False,
    )
    rank = forms.IntegerField(
        label=_("Rank of the business card's owner"),
        min_value=1,
        max_value=HIGHEST_RANK,
        required=False,
    )
    outlet: forms.ModelChoiceField[Outlet] = forms.ModelChoiceField(
        None, label=_("outlet"), required=False, to_field_name="public_id"
    )

    def __init__(self, *args: Any, by: User, is_known: bool, **told: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **told)
        colleagues = User.objects.visible_to(by).at_work().exclude(pk=by.pk)
        self._field("on_behalf_of").queryset = colleagues.order_by("name")
        self._field("outlet").queryset = Outlet.objects.visible_to(by).open()
        if by.post is None:
            self.fields["outlet"].required = True
        else:
            del self.fields["outlet"]
        if is_known:
            del self.fields["name"], self.fields["telephone"]
        else:
            self.fields["name"].required = True

    def _field(self, name: str) -> forms.ModelChoiceField[Any]:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    @property
    def is_more_told(self) -> bool:
        """Whether anything is filled in that is not asked of everybody."""
        more = ("other", "occurred_at", "on_behalf_of", "reached", "rank")
        return any(self[name].value() or self[name].errors for name in more)

    def clean_sent_at(self) -> datetime | None:
        """The instant, None if the line held."""
        text = self.cleaned_data["sent_at"]
        try:
            sent = datetime.fromisoformat(text) if text else None
        except ValueError:
            return None
        return sent if sent is None or sent.tzinfo is not None else None

    def clean(self) -> dict[str, Any]:
        """Something happened, and one thing."""
        told = self.cleaned_data
        if not told.get("kind") and not told.get("other"):
            self.add_error("kind", _("Say what happened."))
        return told

    def happened(self) -> Happened:
        """What was told."""
        told = self.cleaned_data
        fields: dict[str, Any] = {
            "grade": told["grade"] or None,
            "rank": told["rank"],
            "reached": {"yes": True, "no": False}.get(told["reached"]),
            "asked": True if told["asked"] else None,
        }
        return Happened(
            kind=told["other"] or told["kind"],
            occurred_at=told["occurred_at"] or told["sent_at"],
            outlet=told.get("outlet"),
            on_behalf_of=told["on_behalf_of"],
            note=told["note"],
            fields={name: value for name, value in fields.items() if value is not None},
        )


class CorrectionForm(forms.Form):
    """What an entry ought to have said."""

    field = forms.ChoiceField(
        label=pgettext_lazy("correction", "what was wrong"),
        choices=lambda: [(name, correctable(name)) for name in CORRECTABLE],
    )
    value = forms.CharField(
        label=pgettext_lazy("correction", "what is right"), max_length=LONGEST_VALUE
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FindForm(forms.Form):
    """Which customers are looked for."""

    q = forms.CharField(
        label=_("Name or the end of the telephone number"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class ErasureForm(forms.Form):
    """Why a customer is erased, and that it is meant."""

    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, choices=Erasure.Reason)
    also = forms.TypedMultipleChoiceField(
        label=_("Entries about others that mention them"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Look at each: it may mean somebody else of the same name."),
    )
    is_meant = forms.BooleanField(
        label=_("I have looked at the list above. This cannot be undone."), required=True
    )

    def __init__(self, *args: Any, mentions: Sequence[int], **told: Any) -> None:  # noqa: ANN401 - the form's own
        super().__init__(*args, **told)
        if not mentions:
            del self.fields["also"]
            return
        choices = [(one, _("Entry %(number)d") % {"number": one}) for one in mentions]
        self.fields["also"].choices = choices  # type: ignore[attr-defined]  # a field of choices


class HoldForm(forms.Form):
    """Why what is known of a customer is kept, and until when."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        help_text=_("Name the court, the claim or the number. Do not name people."),
    )
    until = forms.DateField(
        label=_("until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty: until somebody ends it."),
    )
