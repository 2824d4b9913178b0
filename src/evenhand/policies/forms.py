"""Forms of policies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evenhand.base.language import spoken
from evenhand.core.errors import PolicyRefused
from evenhand.people.models import Outlet, User
from evenhand.policies.actions import LARGEST
from evenhand.policies.shipped import decoded


class TextForm(forms.Form):
    """A policy text: a file, or pasted."""

    file = forms.FileField(
        label=_("Policy file"),
        required=False,
        help_text=_("YAML, as UTF-8 text."),
        widget=forms.FileInput,
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(
            attrs={"rows": 18, "spellcheck": "false", "class": "font-monospace policy-source"}
        ),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("What is new in it, for those who decide."),
    )

    def clean(self) -> dict[str, Any]:
        """One text: the file's exact bytes, else what was pasted. A browser sends CR LF."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None:
            cleaned["text"] = self._of_file(file)
        else:
            cleaned["text"] = cleaned.get("text", "").replace("\r\n", "\n")
        if not self.errors and not cleaned["text"].strip():
            raise forms.ValidationError(_("Choose a file or paste a text."), code="required")
        return cleaned

    def _of_file(self, file: Any) -> str:  # noqa: ANN401 - whatever the upload handler made
        if file.size > 4 * LARGEST:
            self.add_error("file", forms.ValidationError(_("This file is too large.")))
            return ""
        try:
            return decoded(file.read(), file.name, PolicyRefused)
        except PolicyRefused as refused:
            self.add_error("file", spoken(refused.problems[0].said))
            return ""


class ProposalForm(forms.Form):
    """From when, and where, a text is to be in force."""

    outlet = forms.ModelChoiceField(
        Outlet.objects.none(),
        label=_("Where"),
        required=False,
        to_field_name="public_id",
        empty_label=_("The whole company"),
    )
    from_day = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever decides reads it."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        field = self.fields["outlet"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Outlet.objects.visible_to(user).open()
        self.fields["from_day"].initial = timezone.localdate()


class DecisionForm(forms.Form):
    """The reason of a decision."""

    why = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
