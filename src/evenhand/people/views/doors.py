"""Pages of links, tokens, forced sign-out and lost factors."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.base.once import new_form_key, once
from evenhand.people.actions.factors import (
    ask_factor_reset,
    confirm_factor_reset,
    withdraw_factor_reset,
)
from evenhand.people.actions.links import make_link, use_link
from evenhand.people.actions.sessions import sign_out_everywhere
from evenhand.people.actions.tokens import make_token, revoke_token
from evenhand.people.callers import caller, person_of
from evenhand.people.digests import digest_of
from evenhand.people.forms_of_doors import PasswordForm, TokenForm
from evenhand.people.links import find_link
from evenhand.people.models.access import ApiToken, FactorReset
from evenhand.people.permissions import EVERYBODY, KEEP_DOORS, allowed, open_to_all

LINK = "welcome_link"


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(KEEP_DOORS)
def access(request: HttpRequest, public_id: str) -> HttpResponse:
    """How a person gets in: a link for a password, sign-out everywhere, a lost factor.

    The link is shown in the answer to the form, and nowhere kept: a form sent twice gives two, of
    which the first no longer works.
    """
    person = person_of(request, public_id)
    link = ""
    if request.method == "POST":
        secret = make_link(person, by=caller(request))
        link = request.build_absolute_uri(reverse("welcome_link", args=[secret]))
    context = {"person": person, "link": link, "form_key": new_form_key()}
    return render(request, "people/access.html", context)


@require_POST
@allowed(KEEP_DOORS)
@once
def sign_out_person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign a person out everywhere."""
    sign_out_everywhere(person_of(request, public_id), by=caller(request))
    return redirect("person_access", public_id)


@require_POST
@allowed(KEEP_DOORS)
@once
def ask_reset(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask that a person's lost factors be removed."""
    ask_factor_reset(person_of(request, public_id), by=caller(request))
    return redirect("factor_resets")


@require_GET
@allowed(KEEP_DOORS)
def factor_resets(request: HttpRequest) -> HttpResponse:
    """Lost factors that wait for a second administrator."""
    seen = FactorReset.objects.visible_to(caller(request))
    resets = seen.open().select_related("user", "asked_by")
    context = {"resets": resets, "form_key": new_form_key()}
    return render(request, "people/factor_resets.html", context)


@require_POST
@allowed(KEEP_DOORS)
@once
def confirm_reset(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm what another administrator asked for."""
    seen = FactorReset.objects.visible_to(caller(request))
    reset = get_object_or_404(seen, public_id=public_id)
    confirm_factor_reset(reset, by=caller(request))
    return redirect("factor_resets")


@require_POST
@allowed(EVERYBODY)
@once
def withdraw_reset(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a request rest."""
    seen = FactorReset.objects.visible_to(caller(request))
    withdraw_factor_reset(get_object_or_404(seen, public_id=public_id), by=caller(request))
    return redirect("factor_resets" if KEEP_DOORS.held_by(caller(request)) else "today")


@require_GET
@open_to_all
def take_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address at once, whether it is right or not: addresses leak."""
    request.session[LINK] = digest_of(secret)
    answer = redirect("welcome")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def welcome(request: HttpRequest) -> HttpResponse:
    """Set a password by a one-time link."""
    link = find_link(request.session.get(LINK, ""))
    if link is None:
        answer = render(request, "people/link_gone.html", status=HTTPStatus.GONE)
    else:
        form = PasswordForm(request.POST or None, user=link.user)
        if request.method == "POST" and form.is_valid():
            use_link(link, password=form.cleaned_data["password"])
            request.session.flush()
            return redirect("account_login")
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        context = {"form": form, "person": link.user}
        answer = render(request, "people/welcome.html", context, status=status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(EVERYBODY)
@reauthentication_required  # type: ignore[untyped-decorator]  # the library's own
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a new one is shown in the answer to its form, and nowhere kept."""
    user, secret = caller(request), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        lasts = timedelta(days=asked["days"])
        secret = make_token(name=asked["name"], scopes=asked["scopes"], lasts=lasts, by=user)
        form = TokenForm()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "secret": secret, "tokens": user.tokens.all()}
    context["form_key"] = new_form_key()
    return render(request, "people/tokens.html", context, status=status)


@require_GET
@allowed(KEEP_DOORS)
def all_tokens(request: HttpRequest) -> HttpResponse:
    """Everybody's tokens that still work."""
    usable = ApiToken.objects.visible_to(caller(request)).usable().select_related("user")
    context = {"tokens": usable, "is_everybodys": True, "form_key": new_form_key()}
    return render(request, "people/tokens.html", context)


@require_POST
@allowed(EVERYBODY)
@once
def end_token(request: HttpRequest, public_id: str) -> HttpResponse:
    """Revoke a token."""
    user = caller(request)
    token = get_object_or_404(ApiToken.objects.visible_to(user), public_id=public_id)
    revoke_token(token, by=user)
    return redirect("tokens" if token.user_id == user.pk else "all_tokens")
