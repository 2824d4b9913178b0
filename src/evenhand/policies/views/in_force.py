"""The policy in force where one works, its articles side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from evenhand.base.language import language
from evenhand.core.types import LANGUAGES
from evenhand.people.models import Outlet, User
from evenhand.people.permissions import EVERYBODY, allowed
from evenhand.policies.models import Adoption
from evenhand.policies.permissions import READ_EVERY_TEXT
from evenhand.policies.reading import version_shown
from evenhand.policies.showing import told

NATIVE = {"en": "English", "zh": "简体中文", "vi": "Tiếng Việt"}
"""Each language in its own words."""
LANG = {"en": "en", "zh": "zh-Hans", "vi": "vi"}
"""For the attribute `lang`, by which a screen reader chooses its voice."""


@require_GET
@allowed(EVERYBODY)
def policy(request: HttpRequest) -> HttpResponse:
    """What is in force at the asker's outlet, or at another one they may see."""
    assert isinstance(request.user, User)
    user, today = request.user, timezone.localdate()
    outlets = list(Outlet.objects.visible_to(user).open())
    outlet = user.post.outlet if user.post else None
    if asked := request.GET.get("outlet", ""):
        outlet = get_object_or_404(Outlet.objects.visible_to(user), public_id=asked)
    adoptions = Adoption.objects.visible_to(user)
    adoption = adoptions.in_force(outlet, today)
    context = {
        "outlets": outlets,
        "outlet": outlet,
        "adoption": adoption,
        "forthcoming": adoptions.forthcoming(outlet, today),
        "may_read_all": READ_EVERY_TEXT.held_by(user),
        **languages(),
    }
    if adoption is not None:
        version = version_shown(adoption.text, today, request.GET.get("version", ""))
        context |= {"text": adoption.text, "told": told(adoption.text, version, language())}
    return render(request, "policies/policy.html", context)


def languages() -> dict[str, object]:
    """The languages of articles, the reader's own first on a phone."""
    now = language().value
    listed = [
        {"code": code, "lang": LANG[code], "name": NATIVE[code], "is_current": code == now}
        for code in LANGUAGES
    ]
    return {"article_languages": listed, "lang_of": LANG, "native": NATIVE}
