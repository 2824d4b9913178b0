"""Pages of the register: the book, an entry, its receipt, and verifying one."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.core.register.receipt import MOST_BYTES, write_receipt
from evenhand.people.callers import caller
from evenhand.people.models import Outlet
from evenhand.people.permissions import EVERYBODY, allowed, open_to_all
from evenhand.register.actions import make_checkpoint
from evenhand.register.books import book_page, outlet_shown
from evenhand.register.proofs import receipt_of
from evenhand.register.proving import code_of, proof_of, stands
from evenhand.register.reading import entry_for, lines_of
from evenhand.register.verifying import judged, told_of


@require_safe
@allowed(EVERYBODY)
def book(request: HttpRequest) -> HttpResponse:
    """The page of a day in the book of an outlet."""
    reader = caller(request)
    asked = request.GET.get("outlet", "")
    outlet = outlet_shown(reader, asked)
    if outlet is None and asked:
        raise Http404
    context = {
        "book": book_page(reader, outlet, _day(request), request) if outlet else None,
        "outlets": list(Outlet.objects.visible_to(reader)),
    }
    return render(request, "register/book.html", context)


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


@require_safe
@allowed(EVERYBODY)
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry, what it says and what proves it."""
    found = entry_for(caller(request), number)
    [line] = lines_of([found])
    context = {"line": line, "proof": proof_of(found)}
    return render(request, "register/entry.html", context)


@require_safe
@allowed(EVERYBODY)
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The receipt of an entry, as a file to keep."""
    found = entry_for(caller(request), number)
    content = write_receipt(receipt_of(found, make_checkpoint()))
    response = HttpResponse(content, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{number}.json"'
    return response


@require_safe
@allowed(EVERYBODY)
def code(request: HttpRequest, number: int) -> HttpResponse:
    """The code of an entry, to be scanned."""
    found = entry_for(caller(request), number)
    return HttpResponse(code_of(found), content_type="image/svg+xml")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a receipt holds, or what was scanned stands; for whoever comes with one."""
    frame = "base.html" if request.user.is_authenticated else "door.html"
    context: dict[str, object] = {"frame_template": frame}
    if request.method == "POST":
        judgement = judged(_handed_in(request))
        context |= {"judgement": judgement, "told": told_of(judgement)}
    elif number := request.GET.get("number", ""):
        found = stands(number, request.GET.get("leaf", ""))
        context |= {"scanned": number, "found": found, "proof": found and proof_of(found)}
    return render(request, "register/verify.html", context)


def _handed_in(request: HttpRequest) -> bytes:
    """The receipt as a file, else as text; no more of it than a receipt may have."""
    file = request.FILES.get("file")
    if file is not None:
        content: bytes = file.read(MOST_BYTES + 1)
        return content
    # Fields of forms end lines in their own way; a receipt is one line, and ends with one.
    return f"{request.POST.get('receipt', '').strip()}\n".encode(errors="replace")
