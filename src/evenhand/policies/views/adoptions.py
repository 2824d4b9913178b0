"""What is decided about policies: proposals, adoptions, and how each came about."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.base.language import language, spoken
from evenhand.base.once import FIELD, new_form_key, once
from evenhand.base.paging import page_of
from evenhand.core.errors import AlreadyThere, Conflict, EvenhandError, ExamplesFail
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, allowed
from evenhand.policies.actions import (
    adopt_policy,
    propose_adoption,
    reject_adoption,
    withdraw_adoption,
)
from evenhand.policies.forms import DecisionForm, ProposalForm
from evenhand.policies.models import Adoption, AdoptionSet, PolicyText
from evenhand.policies.permissions import (
    ADOPT_POLICIES,
    PROPOSE_POLICIES,
    WITHDRAW_POLICIES,
    require_withdrawal,
)
from evenhand.policies.showing import compared
from evenhand.policies.views.in_force import languages


@require_GET
@allowed(EVERYBODY)
def adoptions(request: HttpRequest) -> HttpResponse:
    """Every adoption that is open to the asker, those that wait for a decision apart."""
    assert isinstance(request.user, User)
    found = _all(request.user)
    decided = found.exclude(adopted_at=None, ended_at=None)
    context = {
        "waiting": found.proposed(),
        "page": page_of(decided, request, by=("-proposed_at", "-id")),
        "may_propose": PROPOSE_POLICIES.held_by(request.user),
    }
    return render(request, "policies/adoptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(PROPOSE_POLICIES)
@once
def new_adoption(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose that a text be in force."""
    assert isinstance(request.user, User)
    user = request.user
    text = get_object_or_404(PolicyText.objects.visible_to(user), public_id=public_id)
    form = ProposalForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_adoption(text, by=user, **form.cleaned_data)
        except (AlreadyThere, Conflict, ExamplesFail) as error:
            form.add_error(None, spoken(error.said))
        else:
            return redirect("adoption", made.public_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"text": text, "form": form, "form_key": _form_key(request)}
    return render(request, "policies/new_adoption.html", context, status=status)


@require_GET
@allowed(EVERYBODY)
def adoption(request: HttpRequest, public_id: str) -> HttpResponse:
    """One adoption: what would change by it, who decided what and why."""
    return _page(request, public_id)


@require_POST
@allowed(ADOPT_POLICIES)
@once
def adopt(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put in force what somebody else proposed."""
    return _decide(request, public_id, adopt_policy)


@require_POST
@allowed(ADOPT_POLICIES)
@once
def reject(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide against what was proposed."""
    return _decide(request, public_id, reject_adoption)


@require_POST
@allowed(WITHDRAW_POLICIES)
@once
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back a proposal, or end what was adopted."""
    assert isinstance(request.user, User)
    require_withdrawal(request.user, _adoption(request.user, public_id))
    return _decide(request, public_id, withdraw_adoption)


def _decide(request: HttpRequest, public_id: str, action: Callable[..., Adoption]) -> HttpResponse:
    assert isinstance(request.user, User)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, public_id, form=form)
    try:
        action(_adoption(request.user, public_id), by=request.user, why=form.cleaned_data["why"])
    except (Conflict, ExamplesFail) as error:
        return _page(request, public_id, form=form, error=error)
    return redirect("adoption", public_id)


def _page(
    request: HttpRequest,
    public_id: str,
    *,
    form: DecisionForm | None = None,
    error: EvenhandError | None = None,
) -> HttpResponse:
    """The page of an adoption; with a form that was refused, that form and why."""
    assert isinstance(request.user, User)
    user, found = request.user, _adoption(request.user, public_id)
    if form is not None and error is not None:
        form.add_error(None, spoken(error.said))
    context: dict[str, Any] = {
        "adoption": found,
        "form": form or DecisionForm(),
        "form_key": _form_key(request),
        "may_adopt": ADOPT_POLICIES.held_by(user),
        "is_own": found.proposed_by_id == user.id,
        "may_withdraw": (ADOPT_POLICIES if found.adopted_at else WITHDRAW_POLICIES).held_by(user),
        **languages(),
    }
    before = Adoption.objects.visible_to(user).in_force(found.outlet, found.from_day)
    if found.state is Adoption.State.proposed and before and before.text_id != found.text_id:
        context["before"] = before
        context["compared"] = compared(
            before.text, found.text, day=timezone.localdate(), lang=language()
        )
    status = HTTPStatus.OK if form is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "policies/adoption.html", context, status=status)


def _form_key(request: HttpRequest) -> str:
    return request.POST.get(FIELD) or new_form_key()


def _adoption(user: User, public_id: str) -> Adoption:
    return get_object_or_404(_all(user), public_id=public_id)


def _all(user: User) -> AdoptionSet:
    return Adoption.objects.visible_to(user).select_related(
        "text", "outlet", "proposed_by", "adopted_by", "ended_by"
    )
