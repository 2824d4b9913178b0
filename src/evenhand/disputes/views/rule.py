"""Rule a dispute and see why: nothing of it is kept."""

from __future__ import annotations

from http import HTTPStatus

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.base.language import DJANGO_CODE, language, speak, spoken
from evenhand.base.models import LANGUAGES
from evenhand.base.once import new_form_key
from evenhand.base.problem import status_of
from evenhand.core.errors import (
    DossierRefused,
    EvenhandError,
    NotFound,
    NoVersionInForce,
    RecordRefused,
    TooLarge,
)
from evenhand.core.ruling.text import as_markdown
from evenhand.core.types import Language
from evenhand.disputes.beside import beside
from evenhand.disputes.controls import Problems, dossier_form
from evenhand.disputes.filled import MOST_CLAIMANTS, MOST_ENTRIES
from evenhand.disputes.forms import (
    FORM,
    TEXT,
    Entering,
    WrongLine,
    by_field,
    entered,
    uploaded,
    wrong_lines,
)
from evenhand.disputes.records import SHOWN
from evenhand.disputes.replaying import MOST_BYTES, replay_record
from evenhand.disputes.samples import samples_of
from evenhand.disputes.sheet import sheet
from evenhand.disputes.trial import (
    SEARCHED_CLAIMANTS,
    SEARCHED_ENTRIES,
    Trial,
    read_dossier_text,
    try_dossier,
)
from evenhand.people.models import User
from evenhand.people.permissions import EVERYBODY, allowed

_REFUSED = (TooLarge, NoVersionInForce, NotFound)


@require_http_methods(["GET", "POST"])
@allowed(EVERYBODY)
def rule(request: HttpRequest) -> HttpResponse:
    """Enter a dossier; when it is to be ruled, the ruling."""
    try:
        entering = entered(request, _user(request))
    except (DossierRefused, TooLarge) as error:  # a file that cannot be taken: what there was stays
        kept = entered(request, _user(request), with_file=False)
        return _entering(request, kept, refused=error)
    given = request.POST if request.method == "POST" else request.GET
    do = given.get("do", "")
    if do == "rule":
        return _ruled(request, entering)
    try:
        _change(entering, do)
    except (DossierRefused, TooLarge) as error:
        return _entering(request, entering, refused=error)
    return _entering(request, entering)


@require_POST
@allowed(EVERYBODY)
def paper(request: HttpRequest) -> HttpResponse:
    """The ruling laid out for paper."""
    return _ruled(request, entered(request, _user(request)), "disputes/paper.html")


@require_POST
@allowed(EVERYBODY)
def record(request: HttpRequest) -> HttpResponse:
    """The ruling record, to be replayed."""
    trial = _tried(entered(request, _user(request)), search=False)
    return _download(trial.record, "application/json", "ruling.json")


@require_POST
@allowed(EVERYBODY)
def markdown(request: HttpRequest) -> HttpResponse:
    """The ruling as a text."""
    _speak(request)
    trial = _tried(entered(request, _user(request)))
    text = as_markdown(trial.ruling, language().value, full=True, flips=trial.flips)
    return _download(text.encode(), "text/markdown; charset=utf-8", "ruling.md")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# Entering


def _change(entering: Entering, do: str) -> None:
    """What a button asks for, short of ruling."""
    verb, _dash, number = do.rpartition("-")
    filled = entering.filled
    if do in (TEXT, FORM):
        entering.turn_to(do)
    elif do == "add-claimant":
        entering.add_claimant()
    elif do == "add-entry":
        entering.add_entry()
    elif verb in ("remove-claimant", "remove-entry") and number.isdecimal():
        parts = filled.claimants if verb == "remove-claimant" else filled.entries
        least = 2 if verb == "remove-claimant" else 0
        if int(number) < len(parts) > least:
            del parts[int(number)]


def _entering(
    request: HttpRequest,
    entering: Entering,
    *,
    refused: EvenhandError | None = None,
    problems: Problems | None = None,
) -> HttpResponse:
    wrong: list[WrongLine] = []
    if isinstance(refused, DossierRefused) and problems is None:
        wrong = wrong_lines(refused.problems, entering.written())
    context = {
        "entering": entering,
        "form": dossier_form(entering.filled, entering.version, language().value, problems or {})
        if entering.way == FORM
        else None,
        "samples": [(one.id, one.told.in_(language().value)) for one in samples_of(entering.read)],
        "is_empty": entering.is_empty,
        "refused": _refusal(refused) if refused else "",
        "wrong": wrong,
        "full": {
            "claimants": len(entering.filled.claimants) >= MOST_CLAIMANTS,
            "entries": len(entering.filled.entries) >= MOST_ENTRIES,
        },
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "disputes/rule.html", context, status=status)


def _refusal(error: EvenhandError) -> str:
    if isinstance(error, DossierRefused):
        return spoken(error.counted(len(error.problems)))
    return spoken(error.said)


# Ruling


def _tried(entering: Entering, *, search: bool = True) -> Trial:
    return try_dossier(
        entering.read.policy,
        entering.written(),
        version_id=entering.version_id or None,
        search=search,
    )


def _ruled(
    request: HttpRequest, entering: Entering, template: str = "disputes/ruling.html"
) -> HttpResponse:
    code = _speak(request)
    with translation.override(code):
        try:
            trial = _tried(entering)
        except DossierRefused as error:
            return _refused(request, entering, error)
        except _REFUSED as error:
            response = _entering(request, entering, refused=error)
            response.status_code = status_of(error)
            return response
        lang = language().value
        register = beside(trial, _user(request))
        context = {
            "sheet": sheet(trial, lang, of_register=bool(register and register.has_its_entries)),
            "register": register,
            "form_key": new_form_key(),
            "trial": trial,
            "entering": entering,
            "lang": lang,
            "languages": [(key, told, DJANGO_CODE[Language(key)]) for key, told in LANGUAGES],
            "searched": {"claimants": SEARCHED_CLAIMANTS, "entries": SEARCHED_ENTRIES},
        }
        return render(request, template, context)


def _refused(request: HttpRequest, entering: Entering, error: DossierRefused) -> HttpResponse:
    """Everything that is wrong, where it was written."""
    problems: Problems | None = None
    if entering.way == FORM:
        problems = by_field(error, entering.filled, read_dossier_text(entering.written()))
    return _entering(request, entering, refused=error, problems=problems)


def _speak(request: HttpRequest) -> str:
    """Read in another language for once, if one is asked for."""
    given = request.POST if request.method == "POST" else request.GET
    asked = given.get("lang", "")
    if asked not in set(Language):
        return get_language() or "en"
    speak(Language(asked))
    return DJANGO_CODE[Language(asked)]


# Replaying


@require_http_methods(["GET", "POST"])
@allowed(EVERYBODY)
def replay(request: HttpRequest) -> HttpResponse:
    """Hand in a ruling record; it is ruled again."""
    if request.method == "GET":
        return render(request, "disputes/replay.html")
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _not_replayed(request, _("Choose the file of a ruling record."))
    try:
        replayed = replay_record(uploaded(file, MOST_BYTES), _user(request))
    except (RecordRefused, NotFound, TooLarge) as error:
        return _not_replayed(request, spoken(error.said))
    context = {
        "replayed": replayed,
        "differences": [
            (one.path, one.recorded, one.recomputed) for one in replayed.differences[:SHOWN]
        ],
        "more": max(0, len(replayed.differences) - SHOWN),
        "file": file.name,
    }
    return render(request, "disputes/replay.html", context)


def _not_replayed(request: HttpRequest, refused: str) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "disputes/replay.html", {"refused": refused}, status=status)
