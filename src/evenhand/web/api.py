"""The API: whatever pages can do, for programs, by the same actions.

The one place where deliberate errors become `problem+json`.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from evenhand import __version__
from evenhand.base.problem import MEDIA_TYPE, problem, problem_of
from evenhand.core.errors import EvenhandError
from evenhand.customers.api import router as customers
from evenhand.customers.erasure_api import router as erasures
from evenhand.disputes.api import router as disputes
from evenhand.files.api import router as files
from evenhand.insight.api import router as audit
from evenhand.notices.api import router as notices
from evenhand.people.api import router as people
from evenhand.people.callers import Shut
from evenhand.people.permissions import EVERYBODY, allowed
from evenhand.policies.api import router as policies
from evenhand.register.api import router as register


class _Api(NinjaAPI):
    """The library's, whose description also says that refusals are problem+json."""

    def get_openapi_schema(self, **told: Any) -> OpenAPISchema:  # noqa: ANN401 - the library's own
        schema = super().get_openapi_schema(**told)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST and "content" in answer:
                        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return schema


api = _Api(
    title="Evenhand",
    version=__version__,
    description="Whatever pages can do. Writes may carry a header `Idempotency-Key`.",
    urls_namespace="api",
    auth=Shut(),
    docs_decorator=allowed(EVERYBODY),
)
api.add_router("", people)
api.add_router("", policies)
api.add_router("", audit)
api.add_router("", files)
api.add_router("", notices)
api.add_router("", register)
api.add_router("", customers)
api.add_router("", erasures)
api.add_router("", disputes)


@api.exception_handler(EvenhandError)
def refused(_request: HttpRequest, error: EvenhandError) -> HttpResponse:
    """What was refused on purpose."""
    return problem_of(error)


@api.exception_handler(AuthenticationError)
def unknown_caller(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Nobody known called."""
    status = HTTPStatus.UNAUTHORIZED
    answer = problem(status, status.phrase)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def misshapen(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent has not the shape that is asked for: everything wrong, with places."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, status.phrase, problems=[_fault(one) for one in error.errors])


@api.exception_handler(Http404)
def not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    """What is not there, or not there for this caller."""
    return problem(HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND.phrase)


@api.exception_handler(HttpError)
def refused_by_the_library(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON, and the like."""
    status = HTTPStatus(error.status_code)
    return problem(status, status.phrase, detail=str(error))


@require_GET
@allowed(EVERYBODY)
def root(_request: HttpRequest) -> HttpResponse:
    """The documentation stands where the library would say nothing."""
    return redirect("api:openapi-view")


def addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Where the operations are."""
    patterns, app, namespace = api.urls
    kept = [one for one in patterns if getattr(one, "name", "") != "api-root"]
    return [path("", root, name="api-root"), *kept], app, namespace


def _fault(error: dict[str, Any]) -> dict[str, object]:
    place = ".".join(str(part) for part in error["loc"][1:])
    return {"message": error["msg"], "source": place}
