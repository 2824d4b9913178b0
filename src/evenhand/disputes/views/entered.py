"""Contested customers, and the rulings on them that were entered in the register."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from evenhand.base.language import language
from evenhand.base.once import once
from evenhand.core.errors import NotFound, RecordRefused
from evenhand.disputes.actions import record_ruling
from evenhand.disputes.contested import contested_page
from evenhand.disputes.entered import check_record, trial_of
from evenhand.disputes.from_register import customer_to_rule, parties_of
from evenhand.disputes.links import link_to_entry
from evenhand.disputes.models import RulingRecord
from evenhand.disputes.permissions import ENTER_RULINGS, may_draw_up
from evenhand.disputes.sheet import sheet
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, allowed


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_GET
@allowed(EVERYBODY)
def contested(request: HttpRequest) -> HttpResponse:
    """Customers on whom two or more people worked, the one last worked on first."""
    page, lines = contested_page(_user(request), request)
    return render(request, "disputes/contested.html", {"page": page, "lines": lines})


@require_POST
@allowed(ENTER_RULINGS)
@once
def enter(request: HttpRequest, public_id: str) -> HttpResponse:
    """Enter the ruling on a customer in the register, as it was looked at."""
    user = _user(request)
    customer = customer_to_rule(user, public_id)
    made = record_ruling(customer, by=user, seen=request.POST.get("seen", ""))
    return redirect("entered_ruling", made.public_id)


@require_GET
@allowed(EVERYBODY)
def entered_ruling(request: HttpRequest, public_id: str) -> HttpResponse:
    """A ruling as it was entered, checked against the register."""
    user = _user(request)
    record = _record(user, public_id)
    checked = check_record(record, user)
    try:
        told = sheet(trial_of(record, user), language().value, of_register=True)
    except (RecordRefused, NotFound):
        told = None
    context = {
        "record": record,
        "checked": checked,
        "sheet": told,
        "link": link_to_entry(record.entry_id),
        "may_rule": may_draw_up(
            user, record.customer.outlet, parties_of(record.customer.public_id)
        ),
    }
    return render(request, "disputes/entered.html", context)


@require_GET
@allowed(EVERYBODY)
def entered_record(request: HttpRequest, public_id: str) -> HttpResponse:
    """The record of an entered ruling, to be replayed."""
    record = _record(_user(request), public_id)
    response = HttpResponse(record.record.encode(), content_type="application/json")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="ruling-{record.entry_id}.json"'
    )
    return response


def _record(user: User, public_id: str) -> RulingRecord:
    seen = RulingRecord.objects.visible_to(user).select_related("by", "entry", "customer__outlet")
    return get_object_or_404(seen, public_id=public_id)
