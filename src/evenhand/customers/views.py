"""Pages of customers: the list, one of them, entering what happened, correcting an entry."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenhand.base.language import spoken
from evenhand.base.once import FIELD, new_form_key, once
from evenhand.base.paging import page_of
from evenhand.core.errors import Conflict, EntriesRefused, NotAllowed
from evenhand.customers.actions import (
    correct_entry,
    end_hold,
    erase_customer,
    place_hold,
    receive_customer,
    write_entry,
)
from evenhand.customers.erasing import map_of
from evenhand.customers.forms import CorrectionForm, EntryForm, ErasureForm, FindForm, HoldForm
from evenhand.customers.models import Customer
from evenhand.customers.permissions import ERASE, HOLD, WRITE_ENTRIES
from evenhand.people.callers import caller
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, allowed
from evenhand.people.views.filling_in import Sheet, fill_in
from evenhand.register.models import Entry
from evenhand.register.reading import entry_for, lines_of

SUGGESTED = 6
"""How many known customers are offered while somebody types a name or number."""


@require_safe
@allowed(EVERYBODY)
def customers(request: HttpRequest) -> HttpResponse:
    """The customers whom one may see, looked for by name or number."""
    reader = caller(request)
    form = FindForm(request.GET)
    sought = form.cleaned_data["q"] if form.is_valid() else ""
    found = Customer.objects.visible_to(reader).standing().select_related("outlet")
    page = page_of(found.called(sought) if sought else found, request, by=("-id",))
    context = {
        "form": form,
        "page": page,
        "sought": sought,
        "may_write": WRITE_ENTRIES.held_by(reader),
    }
    return render(request, "customers/customers.html", context)


@require_safe
@allowed(EVERYBODY)
def customer(request: HttpRequest, public_id: str) -> HttpResponse:
    """One customer, and what happened with them as far as one may see it."""
    reader = caller(request)
    whom = _seen(public_id, reader)
    found = Entry.objects.visible_to(reader).of_customer(whom.public_id)
    page = page_of(found, request, by=("-id",))
    context = {
        "customer": whom,
        "page": page,
        "lines": lines_of(page.lines),
        "may_write": WRITE_ENTRIES.held_by(reader) and whom.erased_at is None,
        "may_erase": ERASE.held_by(reader) and whom.erased_at is None,
        "erasure": getattr(whom, "erasure", None),
    }
    return render(request, "customers/customer.html", context)


@require_safe
@allowed(WRITE_ENTRIES)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Known customers who fit what is being typed."""
    reader = caller(request)
    typed = request.GET.get("telephone", "").strip() or request.GET.get("name", "").strip()
    found = Customer.objects.visible_to(reader).standing().select_related("outlet")
    fitting = list(found.called(typed)[:SUGGESTED]) if len(typed) > 1 else []
    return render(request, "customers/_suggestions.html", {"found": fitting})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(WRITE_ENTRIES)
@once
def new_entry(request: HttpRequest) -> HttpResponse:
    """Enter what happened: a customer, a kind, done."""
    by = caller(request)
    asked = request.GET.get("customer", "")
    whom = Customer.objects.seen(asked, by) if asked else None
    if asked and whom is None:
        raise Http404
    form = EntryForm(request.POST or None, by=by, is_known=whom is not None)
    if request.method == "POST" and form.is_valid():
        try:
            if whom is not None:
                entry = write_entry(whom, form.happened(), by=by)
            else:
                told = form.cleaned_data
                entry = receive_customer(told["name"], told["telephone"], form.happened(), by=by)
        except EntriesRefused as error:
            for one in error.problems:
                form.add_error(one.source if one.source in form.fields else None, spoken(one.said))
        except (Conflict, NotAllowed) as error:
            form.add_error(None, spoken(error.said))
        else:
            done = _("Entered as number %(number)d, for good.") % {"number": entry.pk}
            messages.success(request, done)
            return redirect("entry", number=entry.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    key = request.POST.get(FIELD) or new_form_key()
    context = {"form": form, "form_key": key, "customer": whom}
    return render(request, "customers/new_entry.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(WRITE_ENTRIES)
@once
def correction(request: HttpRequest, number: int) -> HttpResponse:
    """Say what an entry ought to have said."""
    by = caller(request)
    found = entry_for(by, number)
    form = CorrectionForm(request.POST or None)

    def act() -> str:
        told = form.cleaned_data
        made = correct_entry(
            found, changes=told["field"], value=told["value"], note=told["note"], by=by
        )
        return reverse("entry", args=[made.pk])

    sheet = Sheet(
        title=_("Correct entry %(number)d") % {"number": number},
        lead=_("The entry stays as it is; the correction stands beside it, with your name."),
        button=_("Enter the correction"),
        back=reverse("entry", args=[number]),
        warning=_(
            "Changing who, when or whom after the fact may cost the entry its force as evidence."
        ),
        done=_("The correction was entered."),
    )
    return fill_in(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(ERASE)
@once
def erasure(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where a customer appears, what keeps them, and erasing them everywhere."""
    by = caller(request)
    whom = _seen(public_id, by)
    found = map_of(whom)
    form = ErasureForm(request.POST or None, mentions=found.mentions)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            done = erase_customer(
                whom, reason=told["reason"], by=by, also=frozenset(told.get("also", ()))
            )
        except Conflict as error:
            form.add_error(None, spoken(error.said))
        else:
            messages.success(
                request, _("Erased. Entry %(number)d says so.") % {"number": done.entry_id}
            )
            return redirect("customer", public_id=public_id)
    holds = whom.holds.select_related("begun_by", "ended_by")
    standing = set(whom.holds.standing(whom.today).values_list("pk", flat=True))
    context = {
        "customer": whom,
        "map": found,
        "form": form,
        "form_key": request.POST.get(FIELD) or new_form_key(),
        "holds": [(one, one.pk in standing) for one in holds],
        "is_held": bool(standing),
        "may_hold": HOLD.held_by(by),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "customers/erasure.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(HOLD)
@once
def new_hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep what is known of a customer, whoever wants it erased."""
    by = caller(request)
    whom = _seen(public_id, by)
    form = HoldForm(request.POST or None)

    def act() -> None:
        place_hold(
            whom, reason=form.cleaned_data["reason"], until=form.cleaned_data["until"], by=by
        )

    sheet = Sheet(
        title=_("Keep what is known of this customer"),
        lead=_("While the hold stands nothing of them is erased, whoever asks for it."),
        button=_("Put the hold"),
        back=reverse("erasure", args=[public_id]),
        done=_("The hold stands."),
    )
    return fill_in(request, form, sheet, act)


@require_POST
@allowed(HOLD)
@once
def end_of_hold(request: HttpRequest, public_id: str, hold: str) -> HttpResponse:
    """End a hold."""
    by = caller(request)
    found = _seen(public_id, by).holds.filter(public_id=hold).first()
    if found is None:
        raise Http404
    end_hold(found, by=by)
    messages.success(request, _("The hold has ended."))
    return redirect("erasure", public_id=public_id)


def _seen(public_id: str, reader: User) -> Customer:
    found = Customer.objects.seen(public_id, reader)
    if found is None:
        raise Http404
    return found
