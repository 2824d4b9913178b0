"""One way to fill in a form: shown, refused with what is wrong, or carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evenhand.base.language import spoken
from evenhand.base.once import FIELD, new_form_key
from evenhand.core.errors import AlreadyThere, Conflict

Text = str | Promise

SAVED = _("Saved.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a form."""

    title: Text
    button: Text
    back: str
    """The address to return to."""
    lead: Text = ""
    warning: Text = ""
    """What cannot be taken back."""
    done: Text = SAVED


def fill_in(
    request: HttpRequest, form: Form, sheet: Sheet, act: Callable[[], str | None]
) -> HttpResponse:
    """Show a form. When it is sent and right, act, and go where that says or back.

    What does not fit how things stand is told in the form, which keeps what was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            target = act()
        except (AlreadyThere, Conflict) as error:
            form.add_error(None, spoken(error.said))
        else:
            messages.success(request, str(sheet.done))
            return redirect(target or sheet.back)
    key = request.POST.get(FIELD) or new_form_key()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "sheet": sheet, "form_key": key}
    return render(request, "people/form.html", context, status=status)
