"""The door of the demonstration: one click, and one is somebody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evenhand.demo.actions import is_demonstration, sign_in_as
from evenhand.demo.cast import BUSINESSES, CAST, cast_of
from evenhand.people.models import User
from evenhand.people.permissions import open_to_all


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Choose whom to be; there is no such page in a real company."""
    if not is_demonstration():
        raise Http404
    if request.method == "POST":
        login = request.POST.get("login", "")
        if login not in {player.login for player in CAST}:
            raise Http404
        sign_in_as(request, login)
        return redirect("today")
    people = {user.login: user for user in User.objects.filter(login__in=[p.login for p in CAST])}
    businesses = [
        (business.name, [people[one.login] for one in cast_of(business) if one.login in people])
        for business in BUSINESSES
    ]
    return render(request, "demo/door.html", {"businesses": businesses})
