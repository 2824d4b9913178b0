"""The texts of policies: all of them, one of them, a new one, two compared."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.base.language import language, spoken
from evenhand.base.once import FIELD, new_form_key, once
from evenhand.base.paging import page_of
from evenhand.core.errors import AlreadyThere, Problem, Refused, TooLarge
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, allowed
from evenhand.policies.actions import take_in_policy
from evenhand.policies.forms import TextForm
from evenhand.policies.linting import summary
from evenhand.policies.models import Adoption, PolicyText
from evenhand.policies.permissions import PROPOSE_POLICIES, WRITE_POLICIES
from evenhand.policies.reading import remarked, version_shown
from evenhand.policies.showing import compared, newest_first, told, told_examples
from evenhand.policies.views.in_force import languages


@require_GET
@allowed(EVERYBODY)
def texts(request: HttpRequest) -> HttpResponse:
    """Every text that is open to the asker, by policy."""
    assert isinstance(request.user, User)
    found = PolicyText.objects.visible_to(request.user).defer("text").select_related("taken_in_by")
    page = page_of(found, request, by=("-taken_in_at", "-id"))
    context = {
        "page": page,
        "groups": newest_first(page.lines),
        "in_force": _in_force(request.user),
        "may_write": WRITE_POLICIES.held_by(request.user),
    }
    return render(request, "policies/texts.html", context)


def _in_force(user: User) -> set[int]:
    """Texts that are in force somewhere today."""
    today = timezone.localdate()
    held = Adoption.objects.visible_to(user).filter(adopted_at__isnull=False, from_day__lte=today)
    return set(held.filter(ended_at=None).values_list("text_id", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(WRITE_POLICIES)
@once
def new_text(request: HttpRequest) -> HttpResponse:
    """Take in a text; everything wrong with it is shown beside its lines."""
    assert isinstance(request.user, User)
    if request.method != "POST":
        return _new_text(request, TextForm(), HTTPStatus.OK)
    form, problems = TextForm(request.POST, request.FILES), ()
    try:
        if form.is_valid():
            cleaned = form.cleaned_data
            taken = take_in_policy(cleaned["text"], by=request.user, note=cleaned["note"])
            return redirect("policy_text", taken.public_id)
    except Refused as refused:
        return _new_text(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, refused.problems)
    except (AlreadyThere, TooLarge) as error:
        form.add_error(None, spoken(error.said))
    return _new_text(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, problems)


def _new_text(
    request: HttpRequest,
    form: TextForm,
    status: HTTPStatus,
    problems: list[Problem] | tuple[Problem, ...] = (),
) -> HttpResponse:
    """The form again, with what was sent in it, and where it is wrong."""
    text = _sent(form)
    lines = text.splitlines()
    shown = [(one, _line(lines, one.line)) for one in problems]
    context = {
        "form": form,
        "form_key": request.POST.get(FIELD) or new_form_key(),
        "problems": [
            {
                "line": one.line,
                "column": one.column,
                "message": spoken(one.message),
                "hint": spoken(one.hint),
                "before": line[: max(one.column - 1, 0)],
                "after": line[max(one.column - 1, 0) :],
            }
            for one, line in shown
        ],
    }
    return render(request, "policies/new_text.html", context, status=status)


def _sent(form: TextForm) -> str:
    """The text that was sent; what came as a file stands in the form from now on."""
    if not form.is_bound:
        return ""
    text = str(form.cleaned_data.get("text", ""))
    data = QueryDict(mutable=True)
    data.update({"text": text, "note": form.data.get("note", "")})
    form.data = data
    return text


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


@require_GET
@allowed(EVERYBODY)
def text(request: HttpRequest, public_id: str) -> HttpResponse:
    """One text, as it reads in one of its versions."""
    assert isinstance(request.user, User)
    found = _text(request, public_id)
    version = version_shown(found, timezone.localdate(), request.GET.get("version", ""))
    siblings = PolicyText.objects.visible_to(request.user).filter(policy=found.policy)
    adoptions = Adoption.objects.visible_to(request.user).filter(text=found)
    context = {
        "text": found,
        "told": told(found, version, language()),
        "siblings": siblings.exclude(id=found.id).defer("text"),
        "adoptions": adoptions.select_related("outlet", "proposed_by", "adopted_by"),
        "may_write": WRITE_POLICIES.held_by(request.user),
        "may_propose": PROPOSE_POLICIES.held_by(request.user),
        **languages(),
    }
    return render(request, "policies/text.html", context)


@require_GET
@allowed(EVERYBODY)
def examples(request: HttpRequest, public_id: str) -> HttpResponse:
    """The examples of a text, ruled just now."""
    found = _text(request, public_id)
    context = {"text": found, "examples": told_examples(found, language())}
    is_part = request.headers.get("HX-Request") == "true"
    template = "policies/_examples.html" if is_part else "policies/examples.html"
    return render(request, template, context)


@require_GET
@allowed(EVERYBODY)
def remarks(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is most likely a mistake in a text."""
    found = _text(request, public_id)
    listed = list(remarked(found.text))
    context = {
        "text": found,
        "summary": spoken(summary(listed)),
        "remarks": [
            {
                "severity": one.severity,
                "line": one.problem.line,
                "message": spoken(one.problem.message),
                "hint": spoken(one.problem.hint),
            }
            for one in listed
        ],
    }
    return render(request, "policies/remarks.html", context)


@require_GET
@allowed(EVERYBODY)
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text itself, byte for byte."""
    found = _text(request, public_id)
    response = HttpResponse(found.text, content_type="application/yaml; charset=utf-8")
    name = f"{found.policy}-{found.mark}.yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@allowed(EVERYBODY)
def comparison(request: HttpRequest) -> HttpResponse:
    """Two texts side by side: what a reader would notice, and the lines that differ."""
    assert isinstance(request.user, User)
    open_to = PolicyText.objects.visible_to(request.user)
    old, new = (_text(request, request.GET.get(side, "")) for side in ("old", "new"))
    today = timezone.localdate()
    versions = (request.GET.get("old_version", ""), request.GET.get("new_version", ""))
    context = {
        "old": old,
        "new": new,
        "old_version": version_shown(old, today, versions[0]).id,
        "new_version": version_shown(new, today, versions[1]).id,
        "texts": open_to.defer("text"),
        "compared": compared(old, new, day=today, lang=language(), versions=versions),
        **languages(),
    }
    return render(request, "policies/comparison.html", context)


def _text(request: HttpRequest, public_id: str) -> PolicyText:
    assert isinstance(request.user, User)
    return get_object_or_404(PolicyText.objects.visible_to(request.user), public_id=public_id)
