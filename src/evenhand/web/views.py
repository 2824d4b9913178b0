"""Pages that belong to no feature: today, help, the choice of language and of light or dark."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from evenhand.base.language import language
from evenhand.base.models import LANGUAGES
from evenhand.people.actions import prefer
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, allowed, open_to_all
from evenhand.web.helping import help_page, help_pages
from evenhand.web.middleware import LANGUAGE_COOKIE
from evenhand.web.today import today_of

_A_YEAR = 365 * 24 * 3600


@require_GET
@allowed(EVERYBODY)
def today(request: HttpRequest) -> HttpResponse:
    """What there is to do today."""
    assert isinstance(request.user, User)
    return render(request, "web/today.html", {"today": today_of(request.user)})


@require_GET
@allowed(EVERYBODY)
def menu(request: HttpRequest) -> HttpResponse:
    """Every page there is for this person: what a phone has no room for at the bottom."""
    return render(request, "web/menu.html")


@require_POST
@open_to_all
def choose_language(request: HttpRequest) -> HttpResponse:
    """Speak another language: kept for the person, and for this browser."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_back(request))
    if chosen not in dict(LANGUAGES):
        return response
    if isinstance(request.user, User):
        prefer(request.user, language=chosen)
    response.set_cookie(
        LANGUAGE_COOKIE,
        chosen,
        max_age=_A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response


@require_POST
@allowed(EVERYBODY)
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device is."""
    assert isinstance(request.user, User)
    chosen = request.POST.get("theme", "")
    if chosen in User.Theme.values:
        prefer(request.user, theme=chosen)
    return HttpResponseRedirect(_back(request))


@require_GET
@open_to_all
def help_contents(request: HttpRequest) -> HttpResponse:
    """Every page of help, or those that have what is looked for in a heading."""
    wanted = request.GET.get("q", "")[:100]
    pages = help_pages(language().value, wanted)
    return render(request, "web/help.html", {"pages": pages, "wanted": wanted})


@require_GET
@open_to_all
def help_on(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of help."""
    try:
        page = help_page(slug, language().value)
    except KeyError:
        raise Http404 from None
    html = mark_safe(page.html)  # noqa: S308 - of files that ship, and Markdown without HTML
    context = {"page": page, "html": html, "pages": help_pages(language().value)}
    return render(request, "web/help_page.html", context)


def _back(request: HttpRequest) -> str:
    """Where the choice was made, if that is a page of ours."""
    target = request.POST.get("next", "")
    own = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(target, own, require_https=request.is_secure())
    return target if is_ours and target.startswith("/") else "/"
