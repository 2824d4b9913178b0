"""Policies for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from evenhand.base.language import language, spoken
from evenhand.base.schemas import REFUSALS, WRITE_REFUSALS
from evenhand.core.errors import NotFound
from evenhand.core.said import said
from evenhand.people.callers import Callers, caller
from evenhand.people.models import Outlet, User
from evenhand.people.permissions import EVERYBODY
from evenhand.policies.actions import (
    LARGEST,
    adopt_policy,
    propose_adoption,
    reject_adoption,
    take_in_policy,
    withdraw_adoption,
)
from evenhand.policies.comparing import Changed, Comparison
from evenhand.policies.models import Adoption, PolicyText
from evenhand.policies.offers import offered
from evenhand.policies.permissions import (
    ADOPT_POLICIES,
    PROPOSE_POLICIES,
    WITHDRAW_POLICIES,
    WRITE_POLICIES,
    require_withdrawal,
)
from evenhand.policies.reading import checked, remarked
from evenhand.policies.showing import compared

router = Router(tags=["policies"])


class TextLine(Schema):
    """A text of a policy, without the text itself."""

    public_id: str
    policy: str
    title: dict[str, str]
    versions: list[dict[str, str]]
    sha256: str
    examples: int
    failing: int
    note: str
    taken_in_at: datetime


class TextWhole(TextLine):
    """A text of a policy, exactly as it was taken in."""

    text: str


class NewText(Schema):
    """A text to take in."""

    text: str = Field(min_length=1, max_length=4 * LARGEST)
    note: str = Field("", max_length=300)


class AdoptionLine(Schema):
    """An adoption: what, where, from when, and how far it has come."""

    public_id: str
    text: str
    outlet: str | None
    from_day: date
    until_day: date | None
    state: str
    proposed_by: str
    adopted_by: str | None
    ended_by: str | None

    @staticmethod
    def of(adoption: Adoption) -> AdoptionLine:
        """By public ids."""
        adopted, ended = adoption.adopted_by, adoption.ended_by
        return AdoptionLine(
            public_id=adoption.public_id,
            text=adoption.text.public_id,
            outlet=adoption.outlet.public_id if adoption.outlet else None,
            from_day=adoption.from_day,
            until_day=adoption.until_day,
            state=adoption.state.value,
            proposed_by=adoption.proposed_by.public_id,
            adopted_by=adopted.public_id if adopted else None,
            ended_by=ended.public_id if ended else None,
        )


class NewAdoption(Schema):
    """An adoption to propose."""

    text: str
    outlet: str | None = None
    from_day: date
    why: str = Field("", max_length=500)


class Reason(Schema):
    """Why it is decided so."""

    why: str = Field("", max_length=500)


class Example(Schema):
    """An example of a policy, and what was wrong with it."""

    version: str
    id: str
    failures: list[str]


class RemarkLine(Schema):
    """What is most likely a mistake, and where."""

    severity: str
    check: str
    line: int
    column: int
    message: str
    hint: str


class Difference(Schema):
    """One thing as it was and as it is."""

    part: str
    name: str
    lang: str
    old: str
    new: str


class OfferLine(Schema):
    """A policy to rule under."""

    key: str
    title: str
    versions: list[str]
    source: str


@router.get(
    "/policy-texts",
    auth=Callers(EVERYBODY),
    response={200: list[TextLine], **REFUSALS},
    operation_id="policies_list_texts",
)
def list_texts(request: HttpRequest, policy: str = "") -> list[PolicyText]:
    """List the texts that are open to the caller, the newest first."""
    texts = PolicyText.objects.visible_to(caller(request)).defer("text")
    return list(texts.filter(policy=policy) if policy else texts)


@router.post(
    "/policy-texts",
    auth=Callers(WRITE_POLICIES),
    response={201: TextLine, **WRITE_REFUSALS},
    operation_id="policies_take_in_text",
)
def take_in(request: HttpRequest, sent: NewText) -> Status[PolicyText]:
    """Take in a text; refused with everything that is wrong with it, by line and column."""
    return Status(201, take_in_policy(sent.text, by=caller(request), note=sent.note))


@router.get(
    "/policy-texts/{public_id}",
    auth=Callers(EVERYBODY),
    response={200: TextWhole, **REFUSALS},
    operation_id="policies_read_text",
)
def read_text(request: HttpRequest, public_id: str) -> PolicyText:
    """Read a text."""
    return _text(caller(request), public_id)


@router.get(
    "/policy-texts/{public_id}/examples",
    auth=Callers(EVERYBODY),
    response={200: list[Example], **REFUSALS},
    operation_id="policies_list_examples",
)
def list_examples(request: HttpRequest, public_id: str) -> list[dict[str, Any]]:
    """Rule the examples of a text and list what came out otherwise."""
    return [
        {
            "version": one.version.id,
            "id": one.example.id,
            "failures": [spoken(failure) for failure in one.failures],
        }
        for one in checked(_text(caller(request), public_id).text)
    ]


@router.get(
    "/policy-texts/{public_id}/remarks",
    auth=Callers(EVERYBODY),
    response={200: list[RemarkLine], **REFUSALS},
    operation_id="policies_list_remarks",
)
def list_remarks(request: HttpRequest, public_id: str) -> list[dict[str, Any]]:
    """List what is most likely a mistake in a text."""
    return [
        {
            "severity": one.severity,
            "check": one.check,
            "line": one.problem.line,
            "column": one.problem.column,
            "message": spoken(one.problem.message),
            "hint": spoken(one.problem.hint),
        }
        for one in remarked(_text(caller(request), public_id).text)
    ]


@router.get(
    "/policy-texts/{old}/differences/{new}",
    auth=Callers(EVERYBODY),
    response={200: list[Difference], **REFUSALS},
    operation_id="policies_compare_texts",
)
def compare_texts(request: HttpRequest, old: str, new: str) -> list[Difference]:
    """Compare two texts: what differs, in the language of the caller."""
    user = caller(request)
    found = compared(_text(user, old), _text(user, new), day=timezone.localdate(), lang=language())
    return list(_differences(found))


def _differences(found: Comparison) -> list[Difference]:
    parts = {
        "article": found.articles,
        "step": found.steps,
        "limit": found.limits,
        "remedy": found.remedies,
        "end": found.ends,
    }
    return [_difference(part, one) for part, listed in parts.items() for one in listed]


def _difference(part: str, one: Changed) -> Difference:
    old, new = ("".join(piece.text for piece in side) for side in (one.old, one.new))
    return Difference(part=part, name=one.name, lang=one.lang, old=old, new=new)


@router.get(
    "/policies/in-force",
    auth=Callers(EVERYBODY),
    response={200: AdoptionLine, **REFUSALS},
    operation_id="policies_read_in_force",
)
def read_in_force(request: HttpRequest, outlet: str = "", day: date | None = None) -> AdoptionLine:
    """Read which text is in force at an outlet (else the caller's) on a day (else today)."""
    user = caller(request)
    place = user.post.outlet if user.post else None
    if outlet:
        place = get_object_or_404(Outlet.objects.visible_to(user), public_id=outlet)
    on = day or timezone.localdate()
    adoption = Adoption.objects.visible_to(user).in_force(place, on)
    if adoption is None:
        raise NotFound(said("No policy is in force there on {day}.", day=on))
    return AdoptionLine.of(adoption)


@router.get(
    "/policies/offers",
    auth=Callers(EVERYBODY),
    response={200: list[OfferLine], **REFUSALS},
    operation_id="policies_list_offers",
)
def list_offers(request: HttpRequest) -> list[dict[str, Any]]:
    """List the policies that the caller may rule under."""
    return [
        {"key": one.key, "title": one.title, "versions": list(one.versions), "source": one.source}
        for one in offered(caller(request), timezone.localdate())
    ]


@router.get(
    "/policies/adoptions",
    auth=Callers(EVERYBODY),
    response={200: list[AdoptionLine], **REFUSALS},
    operation_id="policies_list_adoptions",
)
def list_adoptions(request: HttpRequest) -> list[AdoptionLine]:
    """List the adoptions that are open to the caller, the newest first."""
    found = Adoption.objects.visible_to(caller(request)).select_related(
        "text", "outlet", "proposed_by", "adopted_by", "ended_by"
    )
    return [AdoptionLine.of(one) for one in found]


@router.post(
    "/policies/adoptions",
    auth=Callers(PROPOSE_POLICIES),
    response={201: AdoptionLine, **WRITE_REFUSALS},
    operation_id="policies_propose_adoption",
)
def propose(request: HttpRequest, sent: NewAdoption) -> Status[AdoptionLine]:
    """Propose that a text be in force at an outlet, or in the whole company."""
    user = caller(request)
    place = None
    if sent.outlet is not None:
        place = get_object_or_404(Outlet.objects.visible_to(user), public_id=sent.outlet)
    text = _text(user, sent.text)
    made = propose_adoption(text, outlet=place, from_day=sent.from_day, by=user, why=sent.why)
    return Status(201, AdoptionLine.of(made))


@router.post(
    "/policies/adoptions/{public_id}/adopted",
    auth=Callers(ADOPT_POLICIES),
    response={200: AdoptionLine, **WRITE_REFUSALS},
    operation_id="policies_adopt",
)
def adopt(request: HttpRequest, public_id: str, sent: Reason) -> AdoptionLine:
    """Put in force what somebody else proposed."""
    user = caller(request)
    return AdoptionLine.of(adopt_policy(_adoption(user, public_id), by=user, why=sent.why))


@router.post(
    "/policies/adoptions/{public_id}/rejected",
    auth=Callers(ADOPT_POLICIES),
    response={200: AdoptionLine, **WRITE_REFUSALS},
    operation_id="policies_reject_adoption",
)
def reject(request: HttpRequest, public_id: str, sent: Reason) -> AdoptionLine:
    """Decide against what was proposed."""
    user = caller(request)
    return AdoptionLine.of(reject_adoption(_adoption(user, public_id), by=user, why=sent.why))


@router.post(
    "/policies/adoptions/{public_id}/withdrawn",
    auth=Callers(WITHDRAW_POLICIES),
    response={200: AdoptionLine, **WRITE_REFUSALS},
    operation_id="policies_withdraw_adoption",
)
def withdraw(request: HttpRequest, public_id: str, sent: Reason) -> AdoptionLine:
    """Take back a proposal, or end what was adopted."""
    user = caller(request)
    adoption = _adoption(user, public_id)
    require_withdrawal(user, adoption)
    return AdoptionLine.of(withdraw_adoption(adoption, by=user, why=sent.why))


def _text(user: User, public_id: str) -> PolicyText:
    return get_object_or_404(PolicyText.objects.visible_to(user), public_id=public_id)


def _adoption(user: User, public_id: str) -> Adoption:
    return get_object_or_404(Adoption.objects.visible_to(user), public_id=public_id)
